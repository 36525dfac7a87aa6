"""Whether the cause, or one side of the comparison, is told to do something to the outcome.

Words of cause stand in :mod:`llm.lexicon`; here it is the place that tells: a verb by which one thing acts on
another, right after the cause. “Working from home keeps people in the firm” speaks of cause and effect, although
“keep” in itself does not.
"""

from __future__ import annotations

import re
from functools import cache

from llm import lexicon
from llm.facts import Facts
from llm.numerals import numerals, simplified
from llm.verify_places import directions
from llm.verify_sides import sides
from llm.verify_words import stem, words_of
from llm.vocabulary import verbs

# What people of one side do or come to, or what goes with it; not what the cause does to them.
_OWN = re.compile(
    r"(?:gain|los|earn|get|got|clos|cost|add|weigh|sav|tak|took|giv|gave|quit|stop|smok|score|grow|grew|fall|fell|predict)\w*"
)
_MORE = (
    "keeps",
    "keep",
    "kept",
    "retains",
    "retain",
    "retained",
    "holds",
    "turns",
    "sends",
    "puts",
    "leaves",
    "bars",
    "blocks",
)


@cache
def _verb() -> re.Pattern[str]:
    forms = [form for form in (*verbs(), *_MORE) if not _OWN.fullmatch(form.split()[0])]
    return re.compile(
        r"[\"')]*(?: (?:also|then|itself|alone|actually|really|\w+ly))? "
        rf"({'|'.join(re.escape(form) for form in forms)})\b(?! (?:up|on) \d)"
    )


def less_of_the_cause(sentence: str, facts: Facts) -> list[str]:
    """“One hour less shortens it”, where the difference was computed for one unit more."""
    if facts.treated:
        return []
    own = {stem(w) for w in words_of(f"{facts.treatment} {facts.names.get(facts.treatment, '')}")}
    own -= {stem(w) for w in lexicon.STOPWORDS | lexicon.GENERIC}
    for found in re.finditer(
        r"\b(?:(?:one|an?|each|every|per|1|\d+)(?: \w+)? )?(?:less|fewer|lower|reduced|losing|lack of|loss of|"
        r"without|cutting|missing|minus)"
        r"((?: (?:an? |one |of |the )*(?:\w+|⟦t⟧)))",
        sentence,
    ):
        counted = re.match(r"(?:one|an?|each|every|1)\b", found[0])
        if counted or "⟦t⟧" in found[1] or {stem(w) for w in re.findall(r"[a-z]+", found[1])} & own:
            return [f"“{re.sub(r'⟦[^⟧]*⟧', '…', found[0])}”: it was computed for one unit more, not less."]
    return []


def other_step(sentence: str, facts: Facts) -> list[str]:
    """“One night of noise”, where the difference was computed for one decibel of it."""
    if facts.treated:
        return []
    meaning = simplified(facts.names.get(facts.treatment, ""))
    units = {stem(w) for w in (*meaning.split()[:1], *meaning.split()[-1:], "unit", facts.treatment)}
    for found in re.finditer(
        r"\b(?:one|an?|each|every|per|1|another)(?: more| additional| extra| further)? (\w+)(?: more)? of (?:⟦t⟧|\w+)",
        sentence,
    ):
        of_cause = "⟦t⟧" in found[0] or stem(found[0].split()[-1]) in {stem(w) for w in meaning.split()}
        if (
            of_cause
            and stem(found[1]) not in units
            and found[1] not in ("kind", "matter", "way", "value", "question")
        ):
            return [f"“{found[1]}”: it was computed for another step of the cause."]
    return []


_UNCHECKED = re.compile(
    r"\b(?:help(?:s|ed)?|cur(?:es|ed)|heal(?:s|ed)?|harm(?:s|ed)?|hurts?|protect(?:s|ed)?|prevent(?:s|ed)?|"
    r"benefit(?:s|ed)?|(?<!at )works|"
    r"worked|damag(?:es|ed)|pays? off|backfires?)\b"
)


def unchecked(sentence: str) -> list[str]:
    """“It helps”: a verb of cause without a number and without a direction that could be checked."""
    found = _UNCHECKED.search(sentence)
    if (
        found is None
        or directions(sentence)
        or numerals(sentence)
        or re.search(r"\b(?:whether|not|n't|cannot)\b", sentence)
    ):
        return []
    return [f"“{found[0]}” says no direction that can be checked."]


def acting(sentence: str, facts: Facts) -> re.Match[str] | None:
    """The verb by which the cause acts, where a sentence has one."""
    named = sides(sentence, facts) or [
        (m.start(), m.end(), "") for m in re.finditer(r"⟦[tc][+-]?⟧", sentence)
    ]
    for start, end, _ in named:
        if re.search(r"\b(?:who|that|those|people|men|with|and|of) (?:\w+ )?$", sentence[:start]):
            continue
        found = _verb().match(sentence[end:])
        if found:
            return found
    return None
