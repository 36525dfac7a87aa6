"""“Adjusting turns it: from 4.6 fewer to 5.4 more”: from what is seen to what is adjusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from llm import lexicon
from llm.facts import Facts
from llm.numerals import Numeral, rounds_to
from llm.verify_places import directions, place_of
from llm.verify_units import unit_objection

_TURNING = re.compile(
    r"\b(?:raise|make|bring|take|increase|lower|reduce|turn|flip|reverse|change|move|shrink|widen|narrow|grow|rise|fall|drop|go|come)(?:e?s|"
    r"ed)?\b(?=[^.;]*$)|\b(?:grew|rose|fell|went|brought|took|made|shrank)\b"
)
_SMALLER = re.compile(r"shrink|lower|reduc|narrow|fall|fell|drop")
_LARGER = re.compile(r"grow|rais|increas|grew|widen|rise|rose")


def turns(sentence: str, found: Sequence[Numeral], facts: Facts) -> bool:
    """Whether the first two numbers of a sentence are what is seen and what is adjusted, in this order."""
    if len(found) < 2 or not (lexicon.ADJUSTED.search(sentence) or "adjust" in sentence):
        return False
    verb = _TURNING.search(sentence[: found[0].start])
    if not verb or (_SMALLER.match(verb[0]) and abs(found[1].value) > abs(found[0].value)):
        return False
    if _LARGER.match(verb[0]) and abs(found[1].value) < abs(found[0].value):
        return False
    if not re.search(r"\bfrom (?:about |around )?$", sentence[: found[0].start]):
        return False
    between = sentence[found[0].end : found[1].start]
    if not re.search(r"\bto (?:about |around )?$", between) or " and " in between:
        return False
    if re.search(r"\b(?:down|smaller|narrower)\b", sentence[verb.end() : found[0].start]) and abs(
        found[1].value
    ) > abs(found[0].value):
        return False
    if re.search(r"\b(?:up|larger|wider|bigger|greater)\b", sentence[verb.end() : found[0].start]) and abs(
        found[1].value
    ) < abs(found[0].value):
        return False
    after_both = [way for at, way in directions(sentence[found[1].end :].split(",")[0]) if at <= 25]
    if found[0].sign < 0 and not found[1].sign and after_both:
        return False
    words = (between, sentence[found[1].end :].split(",")[0])
    units = (found[0].unit or found[1].unit, found[1].unit or found[0].unit)
    for number, role, after, unit in zip(found, ("seen", "adjusted"), words, units, strict=False):
        gaps = [q for q in facts.quantities if q.signed and not q.arm and q.role == role]
        said = next((w for at, w in directions(after) if at <= 25), 0)
        if not said and not number.sign and role == "seen" and not found[1].sign:
            said = next((w for at, w in directions(words[1]) if at <= 25), 0)  # “from 2.1 to 5.3 fewer”
        if number.sign < 0 and said:
            return False
        way = number.sign or said or 1
        if not any(
            rounds_to(number, q.value)
            and (way > 0) == (q.value > 0)
            and not unit_objection(replace(number, unit=unit), q.unit, place_of(sentence, found, 0))
            for q in gaps
        ):
            return False
    return True
