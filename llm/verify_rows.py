"""Numbers that count rows or columns: how many were used, left out, or stand on each side of the comparison."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm import lexicon, lexicon_people
from llm.facts import Facts, Quantity
from llm.numerals import Numeral, family_of, rounds_to, simplified
from llm.verify_arms import side_of, sides_in
from llm.verify_places import Place
from llm.verify_units import said

_MORE = re.compile(r"^ (?:more|others?)\b(?! than)")
_NONE_OUT = re.compile(
    r"\b(?:none|nobody|no one|nothing) (?:of them )?(?:were|was|had to be) (?:left out|dropped|"
    r"excluded|removed|missing|set aside)\b"
)
_OF_ALL = re.compile(r"^ (?:out )?of (?:the |all |all the )?$")


def counts_columns(number: Numeral, place: Place, facts: Facts) -> list[str] | None:
    """What is wrong with a number of columns adjusted for; None where the number counts something else."""
    if not lexicon.COLUMNS.match(place.after):
        return None
    if _MORE.match(place.after) and _rest_of_columns(place, facts) == number.value:
        return []
    columns = [q for q in facts.quantities if q.kind == "columns"]
    return exactly(number, columns, "number of columns adjusted for")


def counts_names(number: Numeral, place: Place, facts: Facts) -> bool:
    """“… and 4 more” after names that are adjusted for, and “2 groups”, “the 2 visits” of which the study speaks."""
    if _MORE.match(place.after) and _rest_of_columns(place, facts) == number.value:
        return True
    if lexicon.TWO_SIDES.match(place.after) and number.value == 2:
        return True
    thing = re.match(r" ([a-z]{3,})\b", place.after)
    told = simplified(" ".join((facts.known_text, facts.who, *facts.names.values())))
    return bool(thing and not number.sign and re.search(rf"(?<![\d.,]){number.text} {thing[1]}\b", told))


def _rest_of_columns(place: Place, facts: Facts) -> int:
    """How many columns adjusted for are not named before “and so many more”."""
    listed = re.search(r"\b(?:for|alike in) ([^;:()]*?),? and $", place.segment_before)
    named = len(re.split(r", | and ", listed[1])) if listed else place.segment_before.count("⟦n⟧")
    return len(facts.adjusted_for) - named if named else -1


def exactly(number: Numeral, found: Sequence[Quantity], what: str) -> list[str]:
    """What is wrong with a number that must be one of those found."""
    if number.sign < 0 or not any(rounds_to(number, q.value) for q in found):
        return [said(number, f"this is not the computed {what}")]
    if number.unit and all(number.unit != family_of(q.unit) for q in found):
        return [said(number, "it is in another unit")]
    return []


def speaks_of_rows(number: Numeral, place: Place, facts: Facts) -> bool:
    """Whether a number without a unit counts rows."""
    rows = [q for q in facts.quantities if q.kind == "rows" and q.value == number.value]
    noun = re.match(r" ([a-z]+)", place.after)
    role = bool(noun and any(re.fullmatch(nouns, noun[1]) for nouns, _ in lexicon_people.ROLES))
    of_roles = any(re.search(rf"\b(?:{nouns})\b", place.sentence) for nouns, _ in lexicon_people.ROLES)
    if rows and re.match(r" (?:of them |non-)?\w+", place.after) and sides_in(place.after[:25], facts):
        return True
    return bool(lexicon.ROWS.match(place.after.lstrip())) or bool(
        rows
        and (
            role or of_roles or lexicon.ROWS.search(place.sentence) or lexicon.LEFT_OUT.search(place.segment)
        )
    )


def row_faults(number: Numeral, place: Place, facts: Facts) -> list[str]:
    """What is wrong with a number of rows."""
    about = bool(lexicon.ABOUT.search(place.before))
    rows = [q for q in facts.quantities if q.kind == "rows" and rounds_to(number, q.value, about=about)]
    none_out = _NONE_OUT.search(place.after)
    if none_out and any(q.rows == "left_out" for q in facts.quantities):
        return [said(number, "some rows were left out")]
    after = _NONE_OUT.sub(" ", place.segment_after if _OF_ALL.match(place.after) else place.after)
    after = after.split(";")[0]
    out = bool(lexicon.LEFT_OUT.search(after))
    used = bool(lexicon.USED.search(lexicon.LEFT_OUT.sub(" ", after)))
    part_of = bool(re.search(r"\bof (?:the |all |all the )?$", place.before))
    out_before = bool(lexicon.LEFT_OUT.search(place.before))
    kinds = {q.rows for q in rows}
    right = (
        ("left_out" in kinds and (out or out_before) and not used)
        or ("used" in kinds and not out)
        or ("all" in kinds and not _OF_ALL.match(place.after) and (part_of or (not out and not used)))
        or (kinds & {"treated", "control"} and not out and side_of(place, facts) in kinds)
    )
    return [] if right and number.sign >= 0 else [said(number, "this is not the number of these rows")]
