"""Intervals: their level, both ends in order with their signs, and a single end that is named as one."""

from __future__ import annotations

import re

from llm.facts import Facts, Role
from llm.numerals import Numeral, rounds_to
from llm.verify_places import Place, way_of
from llm.verify_units import said, unit_faults

_LEVEL = re.compile(
    r"^[- ]*(?:confidence |credible |uncertainty |compatibility )?(?:intervals?\b|ci\b|range\b|"
    r"confidence\b|level\b|sure\b)"
)
_LEVEL_BEFORE = re.compile(r"(?:interval|confidence|level|certainty)(?: \w+){0,2} $")
_LOW_END = re.compile(r"\b(?:low(?:er|est)?|least|smallest|bottom|minimum|from)\b[^,;]{0,25}$")
_HIGH_END = re.compile(r"\b(?:high(?:er|est)?|upper|most|largest|top|maximum)\b[^,;]{0,25}$")


def level_faults(number: Numeral, place: Place, facts: Facts) -> list[str] | None:
    """What is wrong with the level of an interval; None where the number is none."""
    if number.unit != "%":
        return None
    if not _LEVEL.match(place.after) and not _LEVEL_BEFORE.search(place.before):
        return None
    if abs(number.value - 100 * facts.level) > 1e-9 or number.sign:
        return [said(number, f"the interval's level is {100 * facts.level:g} %")]
    return []


def interval_faults(a: Numeral, b: Numeral, role: Role, place: Place, facts: Facts) -> list[str]:
    """What is wrong with two numbers that are the ends of an interval."""
    computed = facts.interval(role)
    if computed is None:
        return [said(a, "no such interval was computed")]
    faults = []
    low, high = a.signed, b.signed
    way = way_of(place.segment_before[-40:], place.segment_after[:60])
    if not a.sign and not b.sign and computed.high < 0 and way < 0:
        low, high = -b.value, -a.value  # “between 0.6 and 3.2 fewer”
        a, b = b, a
    elif way < 0 and computed.low > 0:
        faults.append(said(a, "the interval does not lie below no effect"))
    for number in (a, b):
        faults += unit_faults(number, computed.unit, place, needed=False)
    text = f"{a.text} to {b.text}"
    wide = computed.high - computed.low
    if not (rounds_to(a, computed.low, width=wide) and rounds_to(b, computed.high, width=wide)):
        swapped = rounds_to(b, computed.low, width=wide) and rounds_to(a, computed.high, width=wide)
        why = "its ends are swapped." if swapped else "this is not the computed interval."
        faults.append(f"“{text}”: {why}")
    elif (low < 0) != (computed.low < 0) or (high < 0) != (computed.high < 0):
        faults.append(f"“{text}”: an end has the wrong sign.")
    return faults


def end_faults(number: Numeral, place: Place, facts: Facts) -> list[str] | None:
    """What is wrong with a single end, named as the lower or the upper one; None where none is spoken of."""
    computed = facts.interval(place.role)
    low, high = _LOW_END.search(place.before), _HIGH_END.search(place.before)
    if (
        computed is None
        or not (low or high)
        or not re.search(r"\b(?:end|limit|bound|edge|interval|as|at)\b", place.before)
    ):
        return None
    value = computed.low if low else computed.high
    faults = unit_faults(number, computed.unit, place, needed=False)
    if not rounds_to(number, value) or (number.signed < 0) != (value < 0):
        faults.append(said(number, "this is not that end of the interval"))
    return faults
