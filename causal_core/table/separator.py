"""Which sign parts the fields: comma, semicolon, tab or bar, told from the first records.

The sign is the one with which quotes stand where they should and the header and the records that follow
agree best in their number of fields. A file in which no sign does is a file of one column.

>>> detect(b"a;b\\n1,5;2\\n3,5;4\\n").separator
';'
>>> detect(b"word\\nyes\\nno\\n").separator, detect(b"word\\nyes\\nno\\n").runner_up
(',', None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from causal_core.errors import TableError
from causal_core.table.issues import Issue, Repair
from causal_core.table.structure import MAX_LINE, Quotes, find_quotes, scan

AT_BLANKS = Repair("separator_blanks", "Part the fields at blanks")
_NUMBER = re.compile(rb"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NA|NaN|\.")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE_RECORDS = 200
"""Records looked at: enough to see a habit, few enough to cost nothing."""
_SAMPLE_BYTES = MAX_LINE // 4
"""Bytes looked at, unless the lines are so long that they hold no two of them."""
_AGREE = 0.8
"""Share of records that must agree where the header does not (a title above the table)."""


@dataclass(frozen=True, slots=True)
class Detected:
    """The separator, and another that would have fitted every line as well, if there is one."""

    separator: str
    runner_up: str | None = None


def detect(data: bytes) -> Detected:
    """Find the separator of a text."""
    samples = {sign: _field_counts(data, sign) for sign in NAMES}
    tidy = any(sample.tidy for sample in samples.values())
    counts = {sign: sample.counts for sign, sample in samples.items() if sample.tidy or not tidy}
    fitting = {sign: _share(c, c[0]) for sign, c in counts.items() if len(c) and c[0] > 1}
    if fitting:
        order = sorted(fitting, key=lambda s: (-fitting[s], -counts[s][0]))
        rival = next((s for s in order[1:] if fitting[s] == 1.0 == fitting[order[0]]), None)
        return Detected(order[0], rival if len(counts[order[0]]) > 1 else None)
    below = {sign: c[1:] for sign, c in counts.items() if len(c) > 2}
    habits = {sign: int(np.bincount(c).argmax()) for sign, c in below.items()}
    under_title = [s for s, habit in habits.items() if habit > 1 and _share(below[s], habit) >= _AGREE]
    return Detected(max(under_title, key=lambda s: habits[s]) if under_title else ",")


def hint(data: bytes) -> tuple[str | None, int]:
    """The separator that a first line ``sep=;`` names (a spreadsheet's habit), and how much to pass over.

    The line's end is left, so that the lines keep their numbers.
    """
    if data[:4].lower() == b"sep=" and data[5:6] in (b"\n", b"\r"):
        return chr(data[4]), 5
    return None, 0


def rivals(separator: str, other: str) -> Issue:
    """The issue that another separator would have fitted as well."""
    return Issue(
        code="separator",
        severity="warning",
        message=f"The fields were parted at each {NAMES[separator]}, but a {NAMES[other]} would fit as well.",
        repair=repair_for(other),
    )


def maybe_blanks() -> Issue:
    """The issue that a file of one column looks like several with blanks between them."""
    return Issue(
        code="separator",
        severity="warning",
        message="The file was read as one column, but its lines look like several with blanks between them.",
        repair=AT_BLANKS,
    )


def blanks_fit(data: bytes) -> bool:
    """Whether the first lines are names and then numbers with blanks between them, as many on each line."""
    lines = [line.split() for line in data[:_SAMPLE_BYTES].splitlines()[:_SAMPLE_RECORDS] if line.strip()]
    if len(lines) < 2 or len(lines[0]) < 2 or any(sign.encode() in data for sign in (*NAMES, '"')):
        return False
    numbers = all(_NUMBER.fullmatch(word) for line in lines[1:] for word in line)
    return numbers and all(len(line) == len(lines[0]) for line in lines)


def at_blanks(data: bytes) -> bytes:
    """The text with a comma for the blanks between words, and none around lines."""
    return b"\n".join(b",".join(line.split()) for line in data.splitlines())


def check(separator: str) -> str:
    """The separator given by a caller, if it is one sign that can part fields."""
    if len(separator) != 1 or not separator.isascii() or separator in '"\n\r\0' or separator.isalnum():
        raise TableError(
            f"“{separator}” cannot part the fields of a table.",
            fix="Give one sign: a comma, a semicolon, a tab or a bar.",
        )
    return separator


def repair_for(separator: str) -> Repair:
    """The repair that reads with another separator."""
    name = NAMES[separator]
    return Repair(f"separator_{name}", f"Part the fields at each {name}")


def chosen(repairs: frozenset[str]) -> str | None:
    """The separator that an accepted repair names."""
    return next((sign for sign, name in NAMES.items() if f"separator_{name}" in repairs), None)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Fields of each of the first records, and whether every quote opens or closes a field."""

    counts: np.ndarray[tuple[int], np.dtype[np.int32]]
    tidy: bool


def _field_counts(data: bytes, sign: str) -> _Sample:
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < len(data) and len(sample.splitlines()) < 3:
        sample = data[: 3 * MAX_LINE]
    quotes = find_quotes(sample, sign)
    cut = len(sample) < len(data)
    wrong = quotes.problem is not None and not (cut and quotes.problem.went_wrong is None)
    tidy = not wrong and not len(quotes.stray)
    if wrong:
        quotes = Quotes.NONE
    records = scan(sample, sign, quotes)
    full = records.ends > records.starts
    counts = records.fields[full]
    return _Sample(counts[: max(len(counts) - cut, 1)][:_SAMPLE_RECORDS], tidy)


def _share(counts: np.ndarray[tuple[int], np.dtype[np.int32]], expected: int) -> float:
    return float(np.mean(counts == expected))
