"""The numbers of a text, each held against the computed one whose place it takes.

A number's place is read from the words around it: an interval, the level of an interval, rows, a side of the
comparison, or the difference itself, each adjusted or as seen. Sentences are masked (``llm.verify_names``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm import lexicon
from llm.facts import Facts, Quantity, Role
from llm.numerals import Numeral, family_of, numerals, rounds_to
from llm.verify_places import Place, cues, directions, first_direction, has_adjusted, place_of, way_of
from llm.verify_sides import is_about_control, sides

_LEVEL = re.compile(
    r"^[- ]*(?:confidence |credible |uncertainty |compatibility )?(?:intervals?\b|ci\b|range\b|"
    r"confidence\b|level\b|sure\b)"
)
_LEVEL_BEFORE = re.compile(r"(?:interval|confidence|level|certainty)(?: \w+){0,2} $")
_PAIR = re.compile(r"^ ?(?:up to|to|and|through|,|;) ?(?:about |around |roughly )?$")
_INSTEAD = re.compile(
    r"^(?:[^\d,;.:()]{0,40})?,? ?"
    r"(?:instead of|rather than|versus|vs|compared (?:with|to)|against|as opposed to)(?: only| just| about)? $"
)
_LOW_END = re.compile(r"\b(?:low(?:er|est)?|least|smallest|bottom|minimum|from)\b[^,;]{0,25}$")
_HIGH_END = re.compile(r"\b(?:high(?:er|est)?|upper|most|largest|top|maximum)\b[^,;]{0,25}$")
_MORE = re.compile(r"^ (?:more|others?)\b(?! than)")
_BY_SO_MUCH = re.compile(
    r"\b(?:leads?|leading|led) to (?:about |around |roughly )?# (?:of )?(?:more|less|fewer|extra|higher|lower)\b"
)
_SIDE_FIRST = re.compile(
    r"^(?: \w+){0,3} ⟦t[+-]⟧(?:,| and|, and|;|,? against|,? versus)? (?:only |about |just )?$"
)
_SIDE_AFTER = re.compile(r"^(?: \w+){0,3} ⟦(t[+-])⟧")
_NONE_OUT = re.compile(
    r"\b(?:none|nobody|no one|nothing) (?:of them )?(?:were|was|had to be) (?:left out|dropped|"
    r"excluded|removed|missing|set aside)\b"
)
_OF_ALL = re.compile(r"^ (?:out )?of (?:the |all |all the )?$")
_TURNING = re.compile(
    r"\b(?:raise|increase|lower|reduce|turn|flip|reverse|change|move|shrink|widen|narrow|grow|rise|fall|drop|go|come)(?:e?s|"
    r"ed)?\b(?=[^.;]*$)|\b(?:grew|rose|fell|went)\b"
)
_SMALLER = re.compile(r"shrink|lower|reduc|narrow|fall|fell|drop")
_LARGER = re.compile(r"grow|rais|increas|grew|widen|rise|rose")
_BY = re.compile(r"\bby (?:about |around |roughly |some |approximately |[~≈])?$")
_NEUTRAL = re.compile(r"\b(?:chang|differ|shift|mov|var[iy]|apart|effect|gap|understat|underestimat)\w*")
_OF_DIFFERENCE = re.compile(
    r"\b(?:more|less|fewer|higher|lower|heavier|lighter|greater|smaller|larger|differ\w*|gap|effects?|estimates?|by|"
    r"change[sd]?|better|worse|above|below|ahead|behind|increase[sd]?|gain of|interval)\b|[-+]\d"
)
_LEVEL_OF = re.compile(
    r"\b(?:average|mean)\b(?! (?:effect|difference|gap|gain|increase|change|loss))[^,;.]*\b(?:is|was|of|"
    r"weigh\w*|earn\w*) (?:about )?$"
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
        sentence = self._without_years(sentence)
        found = numerals(sentence)
        told = {role for _, role in cues(sentence)}
        if len(told) == 1:
            self._last = told.pop()
        if not found:
            self._direction_alone(sentence)
        at = 2 if self._turns(sentence, found) else 0
        while at < len(found):
            step = self._one(sentence, found, at)
            at += step

    def _without_years(self, sentence: str) -> str:
        """A year that the study itself speaks of is not a number of the result: “in 1978”."""
        told = " ".join((*self.facts.names.values(), self.facts.known_text, self.facts.who))
        years = set(re.findall(r"\b(?:1[5-9]|20)\d\d\b", told))
        return re.sub(
            r"\b(in|by|since|until) ((?:1[5-9]|20)\d\d)\b(?![.,]\d)",
            lambda m: f"{m[1]} ⟦year⟧" if m[2] in years else m[0],
            sentence,
        )

    def _turns(self, sentence: str, found: Sequence[Numeral]) -> bool:
        """“Adjusting turns it: from 4.6 fewer to 5.4 more”: from what is seen to what is adjusted."""
        if len(found) < 2 or "adjust" not in sentence:
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
        words = (between, sentence[found[1].end :].split(",")[0])
        for number, role, after in zip(found, ("seen", "adjusted"), words, strict=False):
            gaps = [q for q in self.facts.quantities if q.signed and not q.arm and q.role == role]
            way = number.sign or next((w for _, w in directions(after)), 1)
            if not any(
                rounds_to(number, q.value)
                and (way > 0) == (q.value > 0)
                and not self._unit_objection(number, q.unit, place_of(sentence, found, 0))
                for q in gaps
            ):
                return False
        return True

    def _one(self, sentence: str, found: Sequence[Numeral], at: int) -> int:
        """Check the number at ``at``, with the next one where the two are a pair; how many were checked."""
        number = found[at]
        place = place_of(sentence, found, at)
        if self._is_level(number, place):
            return 1
        if at + 1 < len(found):
            other = found[at + 1]
            between = sentence[number.end : other.start]
            if self._is_pair(number, other, between, place):
                return 2
        self._alone(number, place)
        return 1

    # ---- kinds of numbers ----------------------------------------------------------------------------

    def _is_level(self, number: Numeral, place: Place) -> bool:
        if number.unit != "%":
            return False
        if not _LEVEL.match(place.after) and not _LEVEL_BEFORE.search(place.before):
            return False
        if abs(number.value - 100 * self.facts.level) > 1e-9 or number.sign:
            self._say(number, f"the interval's level is {100 * self.facts.level:g} %")
        return True

    def _is_pair(self, a: Numeral, b: Numeral, between: str, place: Place) -> bool:
        """Two numbers that belong together: the two ends of an interval, or the two sides of the comparison."""
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
        role: Role = place.role if cues(place.segment) else self._last
        if joined.startswith("to") and opening and self._matches_sides(b, a, role):
            return self._sides(b, a, place)
        self._interval(a, b, role, place)
        return True

    def _interval(self, a: Numeral, b: Numeral, role: Role, place: Place) -> None:
        computed = self.facts.interval(role)
        if computed is None:
            self._say(a, "no such interval was computed")
            return
        low, high = a.signed, b.signed
        way = way_of(place.segment_before[-40:], place.segment_after[:60])
        if not a.sign and not b.sign and computed.high < 0 and way < 0:
            low, high = -b.value, -a.value  # “between 0.6 and 3.2 fewer”
            a, b = b, a
        elif way < 0 and computed.low > 0:
            self._say(a, "the interval does not lie below no effect")
        for number in (a, b):
            self._unit(number, computed.unit, place, needed=False)
        text = f"{a.text} to {b.text}"
        wide = computed.high - computed.low
        if not (rounds_to(a, computed.low, width=wide) and rounds_to(b, computed.high, width=wide)):
            swapped = rounds_to(b, computed.low, width=wide) and rounds_to(a, computed.high, width=wide)
            self.faults.append(
                f"“{text}”: " + ("its ends are swapped." if swapped else "this is not the computed interval.")
            )
        elif (low < 0) != (computed.low < 0) or (high < 0) != (computed.high < 0):
            self.faults.append(f"“{text}”: an end has the wrong sign.")

    def _matches_sides(self, treated: Numeral, control: Numeral, role: Role) -> bool:
        arms = self._arms(role)
        return (
            bool(arms)
            and rounds_to(treated, arms["treated"].value)
            and rounds_to(control, arms["control"].value)
        )

    def _arms(self, role: Role) -> dict[str, Quantity]:
        return {q.arm: q for q in self.facts.quantities if q.arm and q.role == role}

    def _sides(self, treated: Numeral, control: Numeral, place: Place) -> bool:
        """“83 in 100 instead of 78 in 100”; False where the two are something else."""
        told = {role for _, role in cues(place.sentence)}
        role = told.pop() if len(told) == 1 else place.role
        arms = self._arms(role)
        if not arms:
            return False
        first = re.findall(r"⟦(t[+-])⟧", place.after)
        second = re.findall(r"⟦(t[+-])⟧", re.split(r",|;| and ", place.sentence[control.end :])[0])
        if not first and not second:
            first = sorted(set(self._sides_in(place.sentence[: treated.start])))
            first = first if len(first) == 1 else []
        if first[:1] == ["t-"] or (not first and second[:1] == ["t+"]):
            treated, control = control, treated
        if not self._matches_sides(treated, control, role):
            differences = [q for q in self.facts.quantities if q.kind in ("difference", "ratio")]
            if any(rounds_to(treated, q.value) for q in differences):
                return False
            self.faults.append(
                f"“{treated.text}” and “{control.text}”: these are not the two sides as computed, in this order."
            )
            return True
        for number, arm in ((treated, arms["treated"]), (control, arms["control"])):
            self._unit(number, arm.unit, place, needed=False, share=arm.kind == "risk")
        way = way_of(place.segment_before, "") * (-1 if first[:1] == ["t-"] else 1)
        if way and way != self.facts.direction(role):
            self._say(treated, "the words before it point the other way")
        self._last = role
        return True

    def _alone(self, number: Numeral, place: Place) -> None:
        if lexicon.COLUMNS.match(place.after):
            if _MORE.match(place.after) and self._rest_of_columns(place) == number.value:
                return
            columns = [q for q in self.facts.quantities if q.kind == "columns"]
            self._exact(number, columns, "number of columns adjusted for")
        elif self._counts_names(number, place) or self._is_year(number, place):
            return
        elif not number.unit and self._speaks_of_rows(number, place):
            self._rows(number, place)
        elif _SPREAD.search(place.before):
            spread = [q for q in self.facts.quantities if q.kind == "std_error"]
            self._exact(number, spread, "standard error")
        else:
            self._amount(number, place)

    def _counts_names(self, number: Numeral, place: Place) -> bool:
        """“… and 4 more” after names that are adjusted for, and “2 groups”."""
        if _MORE.match(place.after) and self._rest_of_columns(place) == number.value:
            return True
        return bool(lexicon.TWO_SIDES.match(place.after)) and number.value == 2

    def _is_year(self, number: Numeral, place: Place) -> bool:
        """A year that the study itself speaks of: “in 1978”."""
        told = " ".join((*self.facts.names.values(), self.facts.known_text, self.facts.who))
        return (
            bool(re.search(r"\b(?:in|by|since|until) $", place.before))
            and re.fullmatch(r"1[5-9]\d\d|20\d\d", number.text) is not None
            and re.search(rf"\b{number.text}\b", told) is not None
        )

    def _rest_of_columns(self, place: Place) -> int:
        """How many columns adjusted for are not named before “and so many more”."""
        named = place.segment_before.count("⟦n⟧")
        return len(self.facts.adjusted_for) - named if named else -1

    def _exact(self, number: Numeral, found: Sequence[Quantity], what: str) -> None:
        if number.sign < 0 or not any(rounds_to(number, q.value) for q in found):
            self._say(number, f"this is not the computed {what}")
        elif number.unit and all(number.unit != family_of(q.unit) for q in found):
            self._say(number, "it is in another unit")

    def _speaks_of_rows(self, number: Numeral, place: Place) -> bool:
        rows = [q for q in self.facts.quantities if q.kind == "rows" and q.value == number.value]
        return bool(lexicon.ROWS.match(place.after.lstrip())) or bool(
            rows and (lexicon.ROWS.search(place.sentence) or lexicon.LEFT_OUT.search(place.segment))
        )

    def _rows(self, number: Numeral, place: Place) -> None:
        about = bool(lexicon.ABOUT.search(place.before))
        rows = [
            q for q in self.facts.quantities if q.kind == "rows" and rounds_to(number, q.value, about=about)
        ]
        none_out = _NONE_OUT.search(place.after)
        if none_out and any(q.rows == "left_out" for q in self.facts.quantities):
            self._say(number, "some rows were left out")
            return
        after = _NONE_OUT.sub(" ", place.segment_after if _OF_ALL.match(place.after) else place.after)
        out = bool(lexicon.LEFT_OUT.search(after))
        used = bool(lexicon.USED.search(lexicon.LEFT_OUT.sub(" ", after)))
        part_of = bool(re.search(r"\bof (?:the |all |all the )?$", place.before))
        out_before = bool(lexicon.LEFT_OUT.search(place.before))
        kinds = {q.rows for q in rows}
        right = (
            ("left_out" in kinds and (out or out_before) and not used)
            or ("used" in kinds and not out)
            or ("all" in kinds and (part_of or (not out and not used)))
            or (kinds & {"treated", "control"} and not out and self._side_of(place) in kinds)
        )
        if not right or number.sign < 0:
            self._say(number, "this is not the number of these rows")

    def _sides_in(self, text: str) -> list[str]:
        return [side for _, _, side in sides(text, self.facts)]

    def _side_of(self, place: Place) -> str:
        """The side named next to a number: before it, else after it, up to the next “and” or comma.

        A side named right after the number before this one is that number's, if this one has a side after it too.
        """
        if _SIDE_FIRST.match(place.before) and (own := _SIDE_AFTER.match(place.after)):
            return {"t+": "treated", "t-": "control"}[own[1]]
        near = (
            re.split(r" and |,|;", place.before.rstrip(" ,"))[-1]
            if not place.before.endswith(" and ")
            else ""
        )
        marks = self._sides_in(near) or self._sides_in(
            re.split(r" and |,|;|\bbut\b|\bwhile\b|\bagainst\b", place.after)[0]
        )
        return {"t+": "treated", "t-": "control"}.get(marks[0], "") if marks else ""

    def _amount(self, number: Numeral, place: Place) -> None:
        """A difference, a ratio, one end of an interval, or one side's mean or risk."""
        about = bool(lexicon.ABOUT.search(place.before))
        if lexicon.BOUND.search(place.before):
            self._say(number, "a bound, where the computed number is known")
            return
        if lexicon.PER.match(place.after) and self.facts.treated:
            self._say(number, "the computed number is not per anything")
            return
        end = self._end_of_interval(number, place)
        if end is not None:
            return
        fits = [q for q in self.facts.quantities if q.kind in ("difference", "ratio", "risk", "mean")]
        fits = [q for q in fits if rounds_to(number, q.value, about=about)]
        here = [q for q in fits if q.role == place.role]
        told = {role for _, role in cues(place.sentence)}
        if not here and len(told) == 1 and all(q.arm for q in fits):
            here = [q for q in fits if q.role in told]  # “after adjusting the one side …, while the other …”
        if not fits:
            self._say(number, "no such number was computed")
            return
        if not here:
            self._say(
                number,
                "this number belongs to "
                + ("what is seen" if place.role == "adjusted" else "the adjusted effect"),
            )
            return
        reasons = [self._objection(number, q, place) for q in here]
        if "" not in reasons:
            self._say(number, reasons[0])
        self._last = place.role

    def _objection(self, number: Numeral, quantity: Quantity, place: Place) -> str:
        """Why the number does not say this quantity; empty when it does."""
        if quantity.arm:
            if number.sign < 0 and quantity.value >= 0:
                return "it has the wrong sign"
            if _BY.search(place.before):
                return "a level is given as a difference"
            if self._side_of(place) != quantity.arm:
                return "it is not clear, or not right, to which side of the comparison it belongs"
            return self._unit_objection(number, quantity.unit, place, share=quantity.kind == "risk")
        objection = self._unit_objection(number, quantity.unit, place)
        if objection:
            return objection
        way = way_of(place.lead + place.segment_before, re.split(r"[;(]", place.after)[0][:30])
        if is_about_control(place.sentence, number.end, self.facts) and not number.sign:
            way = -way
        positive = quantity.value > (self.facts.null if quantity.kind == "ratio" else 0)
        level = lexicon.TO_A_LEVEL.search(place.before) and not _BY_SO_MUCH.search(
            f"{place.before}#{place.after}"
        )
        if quantity.kind == "difference" and self._among_levels(place):
            return "a difference is given as a level"
        if (
            not way
            and not number.sign
            and _BY.search(place.before)
            and not _NEUTRAL.search(place.segment_before)
        ):
            return "the direction is not said in a word that can be checked"
        if _LEVEL_OF.search(place.segment_before) and not _OF_DIFFERENCE.search(place.sentence):
            return "a difference is given as a level"
        if way and quantity.kind == "difference" and level:
            return "a difference is given as a level"
        if quantity.kind == "ratio":
            return "" if not way or (way > 0) == positive else "the words around it point the other way"
        if number.sign < 0 and re.search(r"\bby $|\bof $", place.before[-4:]) and way:
            return "a minus after a word of direction"
        if number.sign and way and number.sign != way:
            return "its sign and the words around it disagree"
        return "" if ((number.sign or way or 1) > 0) == positive else "it has the wrong sign"

    def _among_levels(self, place: Place) -> bool:
        """Whether the sentence gives the other side's mean or risk next to it, and no word of a difference."""
        levels = [
            q.value for q in self.facts.quantities if q.arm and q.kind != "rows" and q.role == place.role
        ]
        others = numerals(place.sentence)
        return not _OF_DIFFERENCE.search(place.sentence) and any(
            rounds_to(n, value) for n in others for value in levels
        )

    def _end_of_interval(self, number: Numeral, place: Place) -> bool | None:
        """A single end, named as the lower or the upper one; None where none is spoken of."""
        computed = self.facts.interval(place.role)
        low, high = _LOW_END.search(place.before), _HIGH_END.search(place.before)
        if (
            computed is None
            or not (low or high)
            or not re.search(r"\b(?:end|limit|bound|edge|interval|as|at)\b", place.before)
        ):
            return None
        value = computed.low if low else computed.high
        self._unit(number, computed.unit, place, needed=False)
        if not rounds_to(number, value) or (number.signed < 0) != (value < 0):
            self._say(number, "this is not that end of the interval")
        return True

    # ---- units and directions ------------------------------------------------------------------------

    def _unit(self, number: Numeral, unit: str, place: Place, *, needed: bool, share: bool = False) -> None:
        reason = self._unit_objection(number, unit, place, share=share, needed=needed)
        if reason:
            self._say(number, reason)

    def _unit_objection(
        self, number: Numeral, unit: str, place: Place, *, share: bool = False, needed: bool = True
    ) -> str:
        wanted = family_of(unit)
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

    def _direction_alone(self, sentence: str) -> None:
        """A direction without a number must be the computed one."""
        text = lexicon.LEFT_OUT.sub("", sentence)
        role: Role = (
            "seen" if [c for c in cues(text) if c[1] == "seen"] and not has_adjusted(text) else "adjusted"
        )
        ways = {way for _, way in directions(text)}
        if ways and self.facts.direction(role) not in ways:
            self.faults.append(f"“{first_direction(text)}” points the other way than the computed number.")

    def _say(self, number: Numeral, reason: str) -> None:
        self.faults.append(f"“{number.text}”: {reason}.")


def _aliases(family: str) -> tuple[str, ...]:
    found = next((aliases for aliases in lexicon.UNITS if aliases[0] == family), (family,))
    return (*found, *((f"{family},", f"{family}.")))
