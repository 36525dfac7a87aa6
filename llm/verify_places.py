"""Where a number of a sentence stands, and what the words around it say of it.

>>> sentence = "after adjusting it is 3.4 kg higher, against 2.5 kg without adjusting"
>>> found = numerals(sentence)
>>> [place_of(sentence, found, at).role for at in range(len(found))]
['adjusted', 'seen']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from llm import lexicon
from llm.facts import Role
from llm.numerals import Numeral, numerals

__all__ = ["Place", "cues", "directions", "first_direction", "has_adjusted", "numerals", "place_of", "way_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: the words around it in its sentence, its segment, adjusted or as seen.

    ``lead`` is what stands before the colon that opens the segment.
    """

    sentence: str
    before: str
    after: str
    segment: str
    segment_before: str
    segment_after: str
    role: Role
    lead: str = ""


def place_of(sentence: str, found: Sequence[Numeral], at: int) -> Place:
    """The place of the number ``found[at]`` of a masked sentence."""
    number = found[at]
    start = max((m.end() for m in lexicon.CONTRAST.finditer(sentence, 0, number.start)), default=0)
    stop = next((m.start() for m in lexicon.CONTRAST.finditer(sentence, number.end)), len(sentence))
    previous = found[at - 1].end if at else 0
    following = found[at + 1].start if at + 1 < len(found) else len(sentence)
    return Place(
        sentence=sentence,
        before=sentence[previous : number.start],
        after=sentence[number.end : following],
        segment=sentence[start:stop],
        segment_before=sentence[start : number.start],
        segment_after=sentence[number.end : stop],
        role=_role(sentence, start, stop, number.start, number.end),
        lead=_lead(sentence, start),
    )


def _lead(sentence: str, start: int) -> str:
    """What stands before a colon that opens the segment: “they gained less: 3 kg”."""
    if sentence[max(start - 2, 0) : start] != ": ":
        return ""
    earlier = max((m.end() for m in lexicon.CONTRAST.finditer(sentence, 0, start - 2)), default=0)
    return sentence[earlier:start]


def _role(sentence: str, start: int, stop: int, at: int, end: int) -> Role:
    """Adjusted or as seen: the nearest cue of the segment, else what the sentence goes on with."""
    own = cues(sentence[start:stop])
    right_after = [cue for cue in own if 0 <= cue[0] - (end - start) <= 2]
    if right_after:
        return right_after[0][1]
    if own:
        return min(own, key=lambda cue: _apart(sentence[start:stop], cue[0], at - start))[1]
    before = cues(sentence[:start])
    turned = [
        m for m in lexicon.CONTRAST.finditer(sentence, 0, start) if not lexicon.SAME_SEGMENT.match(m[0])
    ]
    if before:
        role = before[-1][1]
        flips = sum(m.start() >= before[-1][0] for m in turned)
        return role if flips % 2 == 0 else _other(role)
    after = cues(sentence[stop:])
    if after and sentence[stop : stop + 1] not in "();" and start == 0:
        return _other(after[0][1]) if lexicon.CONTRAST.match(sentence, stop) else after[0][1]
    return after[0][1] if after and start == 0 else "adjusted"


def _apart(segment: str, cue: int, at: int) -> int:
    """How far a cue is from a number; further where “and” or a comma stands between them."""
    between = segment[min(cue, at) : max(cue, at)]
    return abs(cue - at) + 30 * len(
        re.findall(r", and | and |; " if cue < at else r", and |, (?!\d)| and ", between)
    )


def cues(text: str) -> list[tuple[int, Role]]:
    """Where a text says that it speaks of what is adjusted, or of what is seen."""
    seen = [(m.start(), m.end()) for m in lexicon.SEEN.finditer(text)]
    found: list[tuple[int, Role]] = [(start, "seen") for start, _ in seen]
    found += [
        (match.start(), "adjusted")
        for match in lexicon.ADJUSTED.finditer(text)
        if not any(start <= match.start() < end for start, end in seen)
    ]
    return sorted(found)


def has_adjusted(text: str) -> bool:
    """Whether a text says that it speaks of what is adjusted."""
    return any(role == "adjusted" for _, role in cues(text))


def _other(role: Role) -> Role:
    return "seen" if role == "adjusted" else "adjusted"


def directions(text: str) -> list[tuple[int, int]]:
    bare = lexicon.NO_DIRECTION.sub(lambda m: " " * len(m[0]), text)
    found = [(m.start(), 1) for m in lexicon.UP.finditer(bare)]
    return sorted(found + [(m.start(), -1) for m in lexicon.DOWN.finditer(bare)])


def first_direction(text: str) -> str:
    at = directions(text)[0][0]
    return re.split(r"\W", text[at:])[0]


def way_of(before: str, after: str) -> int:
    """The direction said of a number: right after it, else the last one before it; 0 for none."""
    close = [way for at, way in directions(after) if at <= 25]
    if close:
        return close[0]
    earlier = directions(before)
    return earlier[-1][1] if earlier else 0
