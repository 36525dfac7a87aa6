"""Does the first line of a file hold names, or is it the first row of data?

A row of data is like the rows below it: its numbers are among theirs, its categories come again, its codes
look the same, the words of its texts are used again. A line of names is not: it has words where numbers are,
and words that never come again. Each cell of the first line is held against its column and counts for one or the
other, or for neither. Numbers that count up evenly may be names, such as years over a wide table: they count for
neither.

What it cannot tell: a file in which no column shows it, such as a list of words of which none comes twice.

>>> import pyarrow as pa
>>> below = [pa.chunked_array([["61", "48", "35"] * 3]), pa.chunked_array([["yes", "no", "no"] * 3])]
>>> first_line(["52", "yes"], below).is_data, first_line(["age", "smoker"], below).is_data
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from causal_core.table.cells import Cells, short

SAMPLE = 2_000
"""Rows below that are looked at: enough for a category of one row in a hundred to come again."""
MOSTLY = 0.9
"""Share of a column's values that make it one of numbers, or of one make."""
FEW = 8
"""Values under which a range or a list of categories says little of what else may come."""
YEARS = range(1800, 2101)
_NUMBER = re.compile(r"[+\-−]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
_BOUND = re.compile(r"[<>≤≥~±]\s*\d.*", re.ASCII)  # “<0.1”: a value that could not be measured, over numbers
_UNKNOWN = frozenset(
    {"", "na", "n.a.", "#n/a", "n/a", "nan", "null", "none", "-", "--", ".", "?", "missing", "unknown"}
)


@dataclass(frozen=True, slots=True)
class FirstLine:
    """How many cells look like data, how many do not, whether one cannot be, and examples of the first."""

    alike: tuple[str, ...]
    unlike: int
    words_over_numbers: bool

    @property
    def is_data(self) -> bool:
        """Whether the line is more likely a row of data than a line of names."""
        return not self.words_over_numbers and len(self.alike) > self.unlike


def first_line(cells: Sequence[str], columns: Sequence[Cells]) -> FirstLine:
    """Hold each cell of the first line against the values of its column; O(columns), whatever the rows."""
    alike: list[str] = []
    even: list[str] = []
    unlike, words = 0, False
    counting = _count_up(cells)
    for cell, column in zip((c.strip() for c in cells), columns, strict=True):
        values = [v for v in map(str.strip, column[:SAMPLE].to_pylist()) if v.lower() not in _UNKNOWN]
        if cell.lower() in _UNKNOWN or not values:
            continue
        verdict = _one(cell, values)
        if verdict is None:
            words = True
        elif counting and _NUMBER.fullmatch(cell):
            even += [cell] if verdict > 0 else []
        elif verdict > 0:
            alike.append(cell)
        elif verdict < 0:
            unlike += 1
    if not unlike and not _may_be_names(cells):
        alike += even
    return FirstLine(tuple(alike), unlike, words)


def _one(cell: str, values: list[str]) -> int | None:
    """1 for like the column, −1 for unlike, 0 where it does not show; None for a word over numbers."""
    numbers = [_value(v) for v in values if _NUMBER.fullmatch(v)]
    if len(numbers) >= MOSTLY * len(values):
        if _NUMBER.fullmatch(cell):
            return _among(_value(cell), numbers)
        return 1 if cell in values else 0 if _BOUND.fullmatch(cell) else None
    distinct = set(values)
    if cell in distinct:
        return 1
    if len(values) >= FEW and len(distinct) <= len(values) / 2:
        return 0 if _of_the_same_words(cell, values) else -1
    makes = [_make(v) for v in values]
    usual = max(sorted(set(makes)), key=makes.count)
    if makes.count(usual) < MOSTLY * len(makes) or not re.search(r"[^a ]", usual):
        return 1 if _of_the_same_words(cell, values) else 0
    return 1 if _make(cell) == usual else -1


def _among(number: float, numbers: list[float]) -> int:
    """Whether a number lies among others, or not much beyond; of few others much further."""
    low, high = min(numbers), max(numbers)
    beyond = (high - low) / 2 if len(numbers) >= FEW else max(3 * (high - low), abs(low), abs(high), 1.0)
    return 1 if low - beyond <= number <= high + beyond else -1


def _of_the_same_words(cell: str, values: list[str]) -> bool:
    """Whether a text of two or more words has only such as the texts below have too; a question is a name."""
    words = cell.split()
    if len(words) < 2 or cell.endswith("?"):
        return False
    return set(words) <= {word for value in values for word in value.split()}


def _value(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-"))


def _make(text: str) -> str:
    """How a text is made, runs of letters and of digits each as one sign: “P-001” is “a-9”."""
    return re.sub(r"9+", "9", re.sub(r"a+", "a", re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text))))


def _numbers(cells: Sequence[str]) -> list[str]:
    return [c.strip() for c in cells if _NUMBER.fullmatch(c.strip())]


def _count_up(cells: Sequence[str]) -> bool:
    """Whether the numbers of the line, which has others too, count up evenly, as years or places do."""
    numbers = _numbers(cells)
    if len(numbers) < 2 or len(numbers) == len(cells):
        return False
    steps = {round(_value(b) - _value(a), 6) for a, b in pairwise(numbers)}
    return len(steps) == 1 and min(steps) > 0


def _may_be_names(cells: Sequence[str]) -> bool:
    """Whether numbers that count up are enough to be names: three of them, or two years."""
    numbers = _numbers(cells)
    return len(numbers) > 2 or all(n.isdecimal() and int(n) in YEARS for n in numbers)


def sentence(found: FirstLine) -> str:
    """Why the line is taken for data, in one sentence."""
    shown = ", ".join(f"“{short(cell, 20)}”" for cell in found.alike[:3])
    return (
        f"The first line looks like a row of data, not like names ({shown} would fit the rows below): the file may "
        "have no header."
    )
