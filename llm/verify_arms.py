"""To which side of the comparison a number belongs, and pairs of numbers that give both sides.

“83 in 100 instead of 78 in 100” are the risks of the two sides in the order of the comparison, unless the
sentence names the sides in another one.
"""

from __future__ import annotations

import re

from llm.facts import Facts, Quantity, Role
from llm.numerals import Numeral, rounds_to
from llm.verify_places import Place, cues, way_of
from llm.verify_sides import sides
from llm.verify_units import said, unit_faults

_SIDE_FIRST = re.compile(
    r"^(?: \w+){0,3} ⟦t[+-]⟧(?:,| and|, and|;|,? against|,? versus)? (?:only |about |just )?$"
)
_SIDE_AFTER = re.compile(r"^(?: \w+){0,3} ⟦(t[+-])⟧")


def arms(facts: Facts, role: Role) -> dict[str, Quantity]:
    """The mean or risk (or number of rows) of each side, adjusted or as seen."""
    return {q.arm: q for q in facts.quantities if q.arm and q.role == role}


def sides_in(text: str, facts: Facts) -> list[str]:
    """The sides that a text names, in order."""
    return [side for _, _, side in sides(text, facts)]


def side_of(place: Place, facts: Facts) -> str:
    """The side named next to a number: before it, else after it, up to the next “and” or comma.

    A side named right after the number before this one is that number's, if this one has a side after it too.
    """
    if _SIDE_FIRST.match(place.before) and (own := _SIDE_AFTER.match(place.after)):
        return {"t+": "treated", "t-": "control"}[own[1]]
    if re.match(r" (?:out )?of (?:the |all |these |those )*$", place.after):
        named = sides_in(re.split(r" and |,|;", place.segment_after)[0], facts)
        if named:
            return {"t+": "treated", "t-": "control"}[named[0]]
    if right := re.match(r",? (?:for|among|in|with|without|of|on|by|under|getting|taking)\b", place.after):
        close = re.split(r" and |,|;", place.after.replace("on average", " "))[0]
        near_by = [side for start, _, side in sides(close, facts) if start <= right.end() + 14]
        if near_by:
            return {"t+": "treated", "t-": "control"}[near_by[0]]
    if re.match(r" (?:were |was |are |had |have |did )?not\b(?! (?:used|adjust))", place.after):
        return "control"  # “185 in the training and 260 not”
    near = re.split(r" and |,|;", place.before.rstrip(" ,"))[-1] if not place.before.endswith(" and ") else ""
    marks = sides_in(near, facts) or sides_in(
        re.split(r" and |,|;|\bbut\b|\bwhile\b|\bagainst\b", place.after)[0], facts
    )
    return {"t+": "treated", "t-": "control"}.get(marks[0], "") if marks else ""


def matches_sides(treated: Numeral, control: Numeral, facts: Facts, role: Role) -> bool:
    """Whether two numbers are the two sides as computed."""
    found = arms(facts, role)
    return (
        bool(found)
        and rounds_to(treated, found["treated"].value)
        and rounds_to(control, found["control"].value)
    )


def pair_faults(
    treated: Numeral, control: Numeral, place: Place, facts: Facts
) -> tuple[list[str], Role] | None:
    """What is wrong with “83 in 100 instead of 78 in 100”, and the role; None where it is something else."""
    told = {role for _, role in cues(place.sentence)}
    role = told.pop() if len(told) == 1 else place.role
    found = arms(facts, role)
    if not found:
        return None
    first = sides_in(place.after, facts)
    second = sides_in(re.split(r",|;| and ", place.sentence[control.end :])[0], facts)
    if not first and not second:
        first = sorted(set(sides_in(place.sentence[: treated.start], facts)))
        first = first if len(first) == 1 else []
    swapped = first[:1] == ["t-"] or (not first and second[:1] == ["t+"])
    if swapped:
        treated, control = control, treated
    if not matches_sides(treated, control, facts, role):
        differences = [q for q in facts.quantities if q.kind in ("difference", "ratio")]
        if any(rounds_to(treated, q.value) for q in differences):
            return None
        text = f"“{treated.text}” and “{control.text}”"
        return [f"{text}: these are not the two sides as computed, in this order."], role
    faults = []
    for number, arm in ((treated, found["treated"]), (control, found["control"])):
        faults += unit_faults(number, arm.unit, place, needed=False, share=arm.kind == "risk")
    if any(n.sign < 0 <= arm.value for n, arm in ((treated, found["treated"]), (control, found["control"]))):
        faults.append(said(treated, "a level below zero, where it was computed above"))
    way = way_of(place.lead + place.segment_before, "") * (-1 if swapped else 1)
    if way and way != facts.direction(role):
        faults.append(said(treated, "the words before it point the other way"))
    return faults, role
