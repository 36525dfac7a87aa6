"""Whether a number stands in the unit of the computed one.

>>> from llm.verify_places import numerals, place_of
>>> sentence = "it is 3.4 pounds higher"
>>> found = numerals(sentence)
>>> unit_objection(found[0], "kg", place_of(sentence, found, 0))
'it is in another unit'
"""

from __future__ import annotations

from llm import lexicon
from llm.numerals import Numeral, family_of
from llm.verify_places import Place


def said(number: Numeral, reason: str) -> str:
    """A sentence that says what is wrong with a number."""
    return f"“{number.text}”: {reason}."


def unit_faults(number: Numeral, unit: str, place: Place, *, needed: bool, share: bool = False) -> list[str]:
    """The objection to a number's unit as a sentence; empty where there is none."""
    reason = unit_objection(number, unit, place, share=share, needed=needed)
    return [said(number, reason)] if reason else []


def unit_objection(
    number: Numeral, unit: str, place: Place, *, share: bool = False, needed: bool = True
) -> str:
    wanted = family_of(unit)
    if not number.unit and unit == "times" and ("odds ratio" in place.sentence or "multipl" in place.before):
        return ""
    if not number.unit:
        near = f" {place.sentence} "
        there = not wanted or any(f" {alias} " in near for alias in _aliases(wanted))
        return "" if there or not needed else f"its unit, {unit}, is missing"
    if wanted == "in 100":
        allowed = ("in 100", "%") if share else ("in 100", "points")
        return "" if number.unit in allowed else "it is in another unit"
    return (
        ""
        if number.unit == wanted or (number.unit == "times" and unit == "times")
        else "it is in another unit"
    )


def _aliases(family: str) -> tuple[str, ...]:
    found = next((aliases for aliases in lexicon.UNITS if aliases[0] == family), (family,))
    return (*found, *((f"{family},", f"{family}.")))
