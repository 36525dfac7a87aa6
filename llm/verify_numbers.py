"""The numbers of a text, each held against the computed one whose place it takes.

A number's place is read from the words around it: an interval (:mod:`llm.verify_intervals`), rows and columns
(:mod:`llm.verify_rows`), both sides of the comparison (:mod:`llm.verify_arms`), or the difference itself
(:mod:`llm.verify_amounts`), each adjusted or as seen. Sentences are masked (:mod:`llm.verify_names`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm import lexicon
from llm.facts import Facts, Role
from llm.numerals import Numeral, numerals
from llm.verify_amounts import amount_faults
from llm.verify_arms import matches_sides, pair_faults
from llm.verify_intervals import interval_faults, level_faults
from llm.verify_places import Place, cues, directions, first_direction, has_adjusted, place_of
from llm.verify_rows import counts_columns, counts_names, exactly, row_faults, speaks_of_rows
from llm.verify_sides import is_about_control
from llm.verify_turns import turns

_PAIR = re.compile(r"^ ?(?:up to|to|and|through|,|;) ?(?:about |around |roughly )?$")
_INSTEAD = re.compile(
    r"^(?:[^\d,;.:()]{0,40})?,? ?"
    r"(?:instead of|rather than|versus|vs|compared (?:with|to)|against|as opposed to)(?: only| just| about)? $"
)
_SPREAD = re.compile(r"\bstandard error\b|\bs\.?e\.?\b")


def number_faults(sentences: Sequence[str], facts: Facts) -> list[str]:
    """Sentences for the numbers that are not what was computed."""
    reader = _Reader(facts)
    for sentence in sentences:
        reader.read(_without_null(sentence))
    return list(dict.fromkeys(reader.faults))


def _without_null(sentence: str) -> str:
    """“Includes zero” and “no effect” are checked as statements, not as numbers."""
    text = lexicon.INCLUDES.sub(lambda m: re.sub(r"\b(?:zero|0)$", "nothing", m[0]), sentence)
    return re.sub(r"\bzero\b", "nothing", text)


class _Reader:
    """Goes through a text's sentences and remembers of which difference the last one spoke."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.faults: list[str] = []
        self._last: Role = "adjusted"

    def read(self, sentence: str) -> None:
        raw, sentence = sentence, _without_years(sentence, self.facts)
        found = numerals(sentence)
        told = {role for _, role in cues(sentence)}
        if len(told) == 1:
            self._last = told.pop()
        if found:
            self.faults += _other_year(sentence, raw, self.facts)
            self.faults += _direction_in_parts(sentence, self.facts)
        else:
            self.faults += _direction_alone(sentence, self.facts)
        at = 2 if turns(sentence, found, self.facts) else 0
        while at < len(found):
            at += self._one(sentence, found, at)

    def _one(self, sentence: str, found: Sequence[Numeral], at: int) -> int:
        """Check the number at ``at``, with the next one where the two are a pair; how many were checked."""
        number = found[at]
        place = place_of(sentence, found, at)
        level = level_faults(number, place, self.facts)
        if level is not None:
            self.faults += level
            return 1
        if at + 1 < len(found) and self._is_pair(number, found[at + 1], place):
            return 2
        self.faults += self._alone(number, place)
        return 1

    def _is_pair(self, a: Numeral, b: Numeral, place: Place) -> bool:
        """Two numbers that belong together: the two ends of an interval, or the two sides of the comparison."""
        between = place.sentence[a.end : b.start]
        if _INSTEAD.match(between):
            return self._sides(a, b, place)
        if not _PAIR.match(between):
            return False
        joined = between.strip().removeprefix("up ")
        opening = re.search(r"\b(between|from)\b[^,;]{0,12}$", place.before)
        if joined.startswith("and") and not (opening and opening[1] == "between"):
            return False
        if joined.startswith((",", ";")) and not re.search(r"[\[(] ?$", place.before):
            return False
        role: Role = place.role if cues(place.segment) else _told_before(place, a) or self._last
        if joined.startswith("to") and opening and matches_sides(b, a, self.facts, role):
            return self._sides(b, a, place)
        self.faults += interval_faults(a, b, role, place, self.facts)
        return True

    def _sides(self, treated: Numeral, control: Numeral, place: Place) -> bool:
        found = pair_faults(treated, control, place, self.facts)
        if found is None:
            return False
        faults, self._last = found
        self.faults += faults
        return True

    def _alone(self, number: Numeral, place: Place) -> list[str]:
        columns = counts_columns(number, place, self.facts)
        if columns is not None:
            return columns
        if counts_names(number, place, self.facts) or _is_year(number, place, self.facts):
            return []
        if not number.unit and speaks_of_rows(number, place, self.facts):
            return row_faults(number, place, self.facts)
        if _SPREAD.search(place.before):
            spread = [q for q in self.facts.quantities if q.kind == "std_error"]
            return exactly(number, spread, "standard error")
        faults = amount_faults(number, place, self.facts)
        if not faults:
            self._last = place.role
        return faults


def _without_years(sentence: str, facts: Facts) -> str:
    """A year that the study itself speaks of is not a number of the result: “in 1978”."""
    told = " ".join((*facts.names.values(), facts.known_text, facts.who))
    years = set(re.findall(r"\b(?:1[5-9]|20)\d\d\b", told))
    return re.sub(
        r"\b(in|by|since|until) ((?:1[5-9]|20)\d\d)\b(?![.,]\d)",
        lambda m: f"{m[1]} ⟦year⟧" if m[2] in years else m[0],
        sentence,
    )


def _direction_in_parts(sentence: str, facts: Facts) -> list[str]:
    """“They earn more: 635 dollars less …”: a part without a number must point as the computed numbers do."""
    told = {role for _, role in cues(sentence)} or {"adjusted"}
    out = []
    for part in re.split(r"[:;()]|, (?!\d)", sentence):
        ways = directions(part)
        if not ways or numerals(part) or lexicon.SHRINKS.search(part):
            continue
        roles = {role for _, role in cues(part)} or told
        turn = -1 if is_about_control(part, len(part), facts) else 1
        if all(turn * way != facts.direction(role) for role in roles for _, way in ways):
            out.append(f"“{first_direction(part)}” points the other way than the computed number.")
    return out


def _told_before(place: Place, number: Numeral) -> Role | None:
    """The role said right before the bracket in which a number stands: “the unadjusted one (−0.19 to 1.89)”."""
    before = place.sentence[: number.start]
    told = cues(before[-40:]) if re.search(r"[(\[] ?$", before) else []
    return told[-1][1] if told else None


def _other_year(sentence: str, raw: str, facts: Facts) -> list[str]:
    """A difference of a year that is only another column's: “earned 1,794 more in 1975” where it was 1978."""
    own = " ".join((facts.names.get(facts.treatment, ""), facts.names.get(facts.outcome, ""), facts.who))
    own += f" {facts.treatment} {facts.outcome}"
    for found in re.finditer(r"\b(?:in|by|since|until) ((?:1[5-9]|20)\d\d)\b", raw):
        before = raw[: found.start()]
        listed = re.search(
            r"\b(?:adjust\w*|alike|control\w*|account\w*|holding|earlier|before|prior|and|from)\b[^.;]*$",
            before,
        )
        if (
            found[1] not in own
            and re.search(r"(?:1[5-9]|20)\d\d", own)
            and not listed
            and "⟦year⟧" in sentence
        ):
            return [f"“in {found[1]}”: the outcome is of another year."]
    return []


def _is_year(number: Numeral, place: Place, facts: Facts) -> bool:
    """A year that the study itself speaks of: “in 1978”."""
    told = " ".join((*facts.names.values(), facts.known_text, facts.who))
    return (
        bool(re.search(r"\b(?:in|by|since|until) $", place.before))
        and re.fullmatch(r"1[5-9]\d\d|20\d\d", number.text) is not None
        and re.search(rf"\b{number.text}\b", told) is not None
    )


def _direction_alone(sentence: str, facts: Facts) -> list[str]:
    """A direction without a number must be the computed one."""
    text = lexicon.LEFT_OUT.sub("", sentence)
    role: Role = (
        "seen" if [c for c in cues(text) if c[1] == "seen"] and not has_adjusted(text) else "adjusted"
    )
    ways = {way for _, way in directions(text)}
    both = {role for _, role in cues(text)} == {"seen", "adjusted"} and re.search(
        r"\bboth\b|\bwith and without\b|\bwithout and\b|\beither way\b", text
    )
    if (
        ways
        and both
        and not lexicon.SHRINKS.search(text)
        and len(ways | {facts.direction("seen"), facts.direction("adjusted")}) > len(ways)
    ):
        return [f"“{first_direction(text)}” points the other way than one of the computed numbers."]
    if ways and facts.direction(role) not in ways:
        return [f"“{first_direction(text)}” points the other way than the computed number."]
    return []
