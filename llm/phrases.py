"""Taking a question about cause and effect apart: among whom, which cause, which outcome.

Only the sentence's form is looked at. A sentence can often be cut in more than one place; every cut is
given, and which one is right is for the columns to say (``llm.offline``).

>>> reading = readings("Among adults, does quitting smoking change weight?")[0]
>>> reading.who, reading.cause, reading.effect
('adults', 'quitting smoking', 'weight')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from llm.forms import AMONG, ASKED, CAUSES, EFFECT_OF, FORMS, IN_GROUP, ON, OPENING

MAX_SENTENCES = 60
MAX_LETTERS = 400  # of one sentence: a longer one is no question
MAX_READINGS = 60  # of one sentence
ANY_CUT = 0.5  # how telling it is where a sentence was cut at any place, for want of a form
_ARTICLE = re.compile(r"^(?:the|an?|that|this|these|those|one more|more|each|every) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a sentence: its parts in the text's own words and how telling the form is (0–1).

    ``directed`` is False where the sentence says only that two things go together.
    """

    cause: str
    effect: str
    weight: float
    who: str = ""
    directed: bool = True


def readings(text: str) -> list[Reading]:
    """All ways to take the sentences of a text, the most telling first; equal ones in the text's order."""
    found: list[Reading] = []
    for sentence in sentences(text):
        asked = 1.0 if sentence.endswith("?") else 0.95 if ASKED.search(sentence) else 0.6
        found += [replace(reading, weight=reading.weight * asked) for reading in _of_sentence(sentence)]
    return sorted(found, key=lambda reading: -reading.weight)


def sentences(text: str) -> list[str]:
    """The sentences of a text; longer ones than a question can be are left out."""
    pieces = re.split(r"(?<=[.?!;])\s+|[\r\n]+", text[:20_000].replace("’", "'"))
    tidy = (" ".join(piece.split()) for piece in pieces)
    return [piece for piece in tidy if 0 < len(piece) <= MAX_LETTERS][:MAX_SENTENCES]


def who_of(sentence: str) -> tuple[str, str]:
    """Among whom a sentence asks, and the sentence without that part."""
    bare = sentence.rstrip(" ?.!;")
    among = AMONG.search(bare)
    if among:
        rest = (bare[: among.start()] + bare[among.end() :]).strip(" ,")
        return among["who"].strip(), rest
    group = IN_GROUP.search(bare)
    return (group["who"].strip(), bare) if group else ("", bare)


def _of_sentence(sentence: str) -> list[Reading]:
    who, bare = who_of(sentence)
    found = [*_effect_of(bare), *_by_form(bare)]
    opening = OPENING.match(bare)
    if opening:
        found += _around_verb(bare[opening.end() :], 0.95)
    found += _around_verb(bare, 0.6)
    if opening and not found:
        words = bare[opening.end() :].split()
        cuts = range(1, len(words))
        found = [Reading(" ".join(words[:at]), " ".join(words[at:]), ANY_CUT, directed=False) for at in cuts]
    tidied = (replace(r, cause=_tidy(r.cause), effect=_tidy(r.effect), who=who) for r in found)
    return [r for r in tidied if r.effect and (r.cause or r.weight <= ANY_CUT)][:MAX_READINGS]


def _effect_of(bare: str) -> list[Reading]:
    """*The effect of c on e*, cut at every *on*."""
    found = []
    for start in EFFECT_OF.finditer(bare):
        rest = bare[start.end() :]
        for place, on in enumerate(ON.finditer(rest)):
            found.append(Reading(rest[: on.start()], rest[on.end() :], 0.98 - 0.01 * place))
    return found


def _by_form(bare: str) -> list[Reading]:
    found = []
    for form in FORMS:
        match = form.pattern.search(bare)
        if match:
            found.append(Reading(match["c"], match["e"], form.weight, directed=form.directed))
    return found


def _around_verb(text: str, weight: float) -> list[Reading]:
    """*c changes e*, cut at every verb of effect."""
    padded = f" {text} "
    return [
        Reading(padded[: verb.start()], padded[verb.end() :], weight - 0.01 * place)
        for place, verb in enumerate(CAUSES.finditer(padded))
    ]


def _tidy(phrase: str) -> str:
    return _ARTICLE.sub("", phrase.strip(" ,.?!;:\"“”'()")).strip()
