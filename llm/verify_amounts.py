"""A number that is a difference, a ratio, an end of an interval, or one side's mean or risk: value, sign, side, direction."""

from __future__ import annotations

import re

from llm import lexicon
from llm.facts import Facts, Quantity
from llm.numerals import Numeral, rounds_to
from llm.verify_arms import side_of
from llm.verify_intervals import end_faults
from llm.verify_places import Place, cues, directions, numerals, way_of
from llm.verify_sides import is_about_control
from llm.verify_units import said, unit_objection

_BY_SO_MUCH = re.compile(
    r"\b(?:leads?|leading|led) to (?:about |around |roughly )?# (?:of )?(?:more|less|fewer|extra|higher|lower)\b"
)
_BY = re.compile(r"\bby (?:about |around |roughly |some |approximately |[~≈])?$")
_AS_MORE = re.compile(
    r"^ ?(?:of them |people |cases |patients |us |dollars )*(?:more|less|fewer|higher|lower|heavier|lighter|"
    r"larger|smaller|greater|bigger|extra|additional|"
    r"better|worse|above|below|ahead|behind)\b(?! (?:likely|often|frequent))"
)
_NEUTRAL = re.compile(r"\b(?:chang|differ|shift|mov|var[iy]|apart|effect|gap|understat|underestimat)\w*")
_OF_DIFFERENCE = re.compile(
    r"\b(?:more|less|fewer|higher|lower|heavier|lighter|greater|smaller|larger|differ\w*|gap|effects?|estimates?|by|"
    r"change[sd]?|better|worse|above|below|ahead|behind|increase[sd]?|gain of|interval)\b|[-+]\d"
)
_BESIDE = re.compile(
    r"^ ?(?:us |dollars |of them )*(?:more|less|fewer|higher|lower|heavier|lighter|above|below)\b"
)
_LOSING = re.compile(
    r"\b(?:los(?:es?|ing|t|s)|fell|falls?|drop(?:s|ped)?|declin\w+|sank|sinks?|lower(?:s|ed)|reduc(?:es|ed)|decreas\w+|cuts?|"
    r"shed|loss)\b"
)
_LEVEL_OF = re.compile(
    r"\b(?:average|mean)\b(?! (?:effect|difference|gap|gain|increase|change|loss))[^,;.]*\b(?:is|was|of|"
    r"weigh\w*|earn\w*) (?:about )?$"
)


def amount_faults(number: Numeral, place: Place, facts: Facts) -> list[str]:
    """What is wrong with a number that is no pair and counts nothing."""
    about = bool(lexicon.ABOUT.search(place.before))
    if lexicon.BOUND.search(place.before):
        return [said(number, "a bound, where the computed number is known")]
    if lexicon.PER.match(place.after) and facts.treated:
        return [said(number, "the computed number is not per anything")]
    end = end_faults(number, place, facts)
    if end is not None:
        return end
    fits = [q for q in facts.quantities if q.kind in ("difference", "ratio", "risk", "mean")]
    fits = [q for q in fits if rounds_to(number, q.value, about=about)]
    here = [q for q in fits if q.role == place.role]
    told = {role for _, role in cues(place.sentence)}
    if not here and len(told) == 1 and all(q.arm for q in fits):
        here = [q for q in fits if q.role in told]  # “after adjusting the one side …, while the other …”
    if not fits:
        return [said(number, "no such number was computed")]
    if not here:
        owner = "what is seen" if place.role == "adjusted" else "the adjusted effect"
        return [said(number, f"this number belongs to {owner}")]
    reasons = [_objection(number, q, place, facts) for q in here]
    return [] if "" in reasons else [said(number, reasons[0])]


def _objection(number: Numeral, quantity: Quantity, place: Place, facts: Facts) -> str:
    """Why the number does not say this quantity; empty when it does."""
    return (_of_side if quantity.arm else _of_difference)(number, quantity, place, facts)


def _of_side(number: Numeral, quantity: Quantity, place: Place, facts: Facts) -> str:
    """Why the number is not this side's mean or risk."""
    if number.sign < 0 and quantity.value >= 0:
        return "it has the wrong sign"
    if _BY.search(place.before) or _AS_MORE.match(place.after):
        return "a level is given as a difference"
    if side_of(place, facts) != quantity.arm:
        return "it is not clear, or not right, to which side of the comparison it belongs"
    return unit_objection(number, quantity.unit, place, share=quantity.kind == "risk")


def _of_difference(number: Numeral, quantity: Quantity, place: Place, facts: Facts) -> str:
    """Why the number is not this difference or ratio."""
    objection = unit_objection(number, quantity.unit, place)
    if objection:
        return objection
    way = way_of(place.lead + place.segment_before, re.split(r"[;(]", place.after)[0][:30])
    if is_about_control(place.sentence, number.end, facts) and not number.sign:
        way = -way
    positive = quantity.value > (facts.null if quantity.kind == "ratio" else 0)
    if _as_level(number, quantity, place, facts, way):
        return "a difference is given as a level"
    if (
        quantity.kind != "ratio"
        and not way
        and not number.sign
        and _BY.search(place.before)
        and not _NEUTRAL.search(place.segment_before)
    ):
        return "the direction is not said in a word that can be checked"
    if quantity.kind == "ratio" and number.sign < 0:
        return "it has the wrong sign"
    if (
        quantity.kind == "ratio"
        and "multipl" not in place.before
        and (_BY.search(place.before) or _BESIDE.match(place.after))
    ):
        return "a ratio is given as a difference"
    if quantity.kind == "ratio":
        return "" if not way or (way > 0) == positive else "the words around it point the other way"
    if number.sign < 0 and way and (_BY.search(place.before) or place.before.endswith(" of ")):
        return "a minus after a word of direction"
    if number.sign < 0 and (_BESIDE.match(place.after) or any(at <= 2 for at, _ in directions(place.after))):
        return "a minus beside a word of direction"
    if way and _losing_more(place):
        return "the words around it point both ways"
    if number.sign and way and number.sign != way:
        return "its sign and the words around it disagree"
    return "" if ((number.sign or way or 1) > 0) == positive else "it has the wrong sign"


def _losing_more(place: Place) -> bool:
    """“Lost 3 kg more”, “cuts it by 3 kg more”: a change and a comparison that point different ways."""
    near = re.split(r"[,;:()]", place.segment_before)[-1]
    compared = _AS_MORE.match(place.after)
    return bool(_LOSING.search(near) and compared and any(way > 0 for _, way in directions(compared[0])))


def _as_level(number: Numeral, quantity: Quantity, place: Place, facts: Facts, way: int) -> bool:
    """Whether a difference is told as what one side comes to."""
    if _LEVEL_OF.search(place.segment_before) and not _OF_DIFFERENCE.search(place.sentence):
        return True
    if quantity.kind != "difference":
        return False
    by_so_much = _BY_SO_MUCH.search(f"{place.before}#{place.after}")
    level = lexicon.TO_A_LEVEL.search(place.before) and not by_so_much
    return _among_levels(place, facts) or bool(way and level)


def _among_levels(place: Place, facts: Facts) -> bool:
    """Whether the sentence gives the other side's mean or risk next to it, and no word of a difference."""
    levels = [q.value for q in facts.quantities if q.arm and q.kind != "rows" and q.role == place.role]
    others = numerals(place.sentence)
    return not _OF_DIFFERENCE.search(place.sentence) and any(
        rounds_to(n, value) for n in others for value in levels
    )
