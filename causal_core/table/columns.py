"""From the cells of one column, all text, to values: numbers, dates or text; with what was noticed.

The rules, in order, after blanks around each cell are set aside:

1. Missing: the empty cell and, as written here, ``NA N/A n/a #N/A NaN nan NAN NULL null None``.
   (``none`` is kept: it is a word people use as an answer.) ``.``, ``-`` and ``?`` are missing only where
   every other value is a number.
2. Numbers: every value is a plain decimal number (``12``, ``-0.5``, ``1e6``). Codes such as ``007`` stay
   text, so do numbers too long to be kept exactly.
3. Dates: see :mod:`causal_core.table.dates`.
4. Text, exactly as it stands. What looks like numbers or dates written for people is reported with a
   repair, and never converted unasked.

Cost: a few passes over the column; pattern matching runs on the distinct values only.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from causal_core.table.cells import Cells, Reading, series, short
from causal_core.table.issues import Issue, Repair, count, note
from causal_core.table.spelled import read_dates, read_formatted

MISSING_WORDS = ("NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NAN", "NULL", "null", "None")
"""Words that stand for a missing value, exactly so written: what R, Python, SQL and spreadsheets write."""
MISSING_SIGNS = (".", "-", "?")
"""Signs that SAS, spreadsheets and old data files put where a number is missing."""
_PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_EXACT = 2**53
"""Whole numbers beyond this are not all kept exactly in a float (IEEE 754, 53 bits)."""
_MOSTLY = 0.5
"""Share of values that must be numbers before the others are called odd: most of them."""


def read_column(name: str, cells: Cells, reading: Reading) -> tuple[pd.Series[Any], list[Issue]]:
    """Values of a column, as whole numbers, floats, times or text, and what to report."""
    issues: list[Issue] = []
    if (quick := _all_plain(name, cells)) is not None:
        return quick, issues
    trimmed = pc.utf8_trim_whitespace(cells)
    values, words = _without_missing(name, trimmed, reading)
    if values.null_count == len(values):
        issues += _missing_words(name, words, reading, offer=False)
        return pd.Series(float("nan"), index=range(len(values)), dtype="float64"), issues
    column = _numbers(name, values, reading, issues)
    if column is None:
        column = read_dates(name, values, reading, issues)
    if column is None:
        column = read_formatted(name, values, reading, issues)
    is_text = column is None
    if column is None:
        column = _text(name, cells, trimmed, values, reading, issues)
    issues += _missing_words(name, words, reading, offer=is_text)
    return column, issues


def _all_plain(name: str, cells: Cells) -> pd.Series[Any] | None:
    """The way of most columns: every cell is empty or a plain number as it stands; None if not so."""
    values = pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)
    if values.null_count == len(values):
        return None
    numbers = _plain_numbers(values)
    if numbers is None or _has_leading_zeros(values):
        return None
    return _whole_or_float(name, values, numbers, [])


def is_empty(cells: Cells) -> bool:
    """Whether a column has nothing but blanks in it."""
    return bool(pc.all(pc.equal(pc.utf8_trim_whitespace(cells), "")).as_py())


def _without_missing(name: str, trimmed: Cells, reading: Reading) -> tuple[Cells, dict[str, int]]:
    """The cells with missing ones as null, and how often each word for “missing” stood there."""
    kept = reading.accepted(_keep_words(name, ""))
    words = ("",) if kept else ("", *MISSING_WORDS)
    mask = pc.is_in(trimmed, value_set=pa.array(words, pa.string()))
    found = pc.value_counts(pc.filter(trimmed, mask)).to_pylist()
    values = pc.if_else(mask, pa.scalar(None, pa.string()), trimmed)
    return values, {f["values"]: f["counts"] for f in found if f["values"]}


def _missing_words(name: str, words: dict[str, int], reading: Reading, *, offer: bool) -> list[Issue]:
    if not words:
        return []
    listed = ", ".join(f"“{word}” ({number:,})" for word, number in sorted(words.items()))
    return [
        Issue(
            code="missing_words",
            severity="note",
            message=f"In column “{name}” these were read as missing: {listed}.",
            column=name,
            repair=_keep_words(name, ", ".join(sorted(words))) if offer else None,
        )
    ]


def _keep_words(name: str, words: str) -> Repair:
    return Repair(f"keep_words:{name}", f"Keep {words} in “{name}” as a value")


def _numbers(name: str, values: Cells, reading: Reading, issues: list[Issue]) -> pd.Series[Any] | None:
    numbers = _plain_numbers(values)
    if numbers is None:
        sign = pc.is_in(values, value_set=pa.array(MISSING_SIGNS, pa.string()))
        if not pc.any(sign).as_py() or pc.all(sign).as_py():
            return None
        without = pc.if_else(sign, pa.scalar(None, pa.string()), values)
        numbers = _plain_numbers(without)
        if numbers is None:
            return None
        found = sorted(pc.unique(pc.filter(values, sign)).to_pylist())
        listed = ", ".join(f"“{s}”" for s in found)
        number = count(pc.sum(sign).as_py(), "time")
        issues.append(
            note("missing_signs", f"In column “{name}” {listed} was read as missing ({number}).", column=name)
        )
        values = without
    if _has_leading_zeros(values):
        repair = Repair(f"leading_zeros_as_numbers:{name}", f"Read “{name}” as numbers all the same")
        if not reading.accepted(repair):
            issues.append(_leading_zeros(name, repair))
            return None
    return _whole_or_float(name, values, numbers, issues)


def _plain_numbers(values: Cells) -> Cells | None:
    try:
        numbers = pc.cast(values, pa.float64())
    except pa.ArrowInvalid:
        return None
    return numbers if pc.all(pc.is_finite(numbers)).as_py() else None


def _are_floats(values: Cells) -> bool:
    """Whether only ``inf`` and numbers too large for a float keep a column from being numbers."""
    try:
        pc.cast(values, pa.float64())
    except pa.ArrowInvalid:
        return False
    return True


def _has_leading_zeros(values: Cells) -> bool:
    zeros = pc.filter(values, pc.starts_with(values, "0"))
    return bool(pc.any(pc.match_substring_regex(zeros, r"^0\d+$")).as_py())


def _leading_zeros(name: str, repair: Repair) -> Issue:
    return Issue(
        code="leading_zeros",
        severity="warning",
        message=f"Column “{name}” has numbers that start with 0, as codes do; it was kept as text.",
        column=name,
        repair=repair,
    )


def _whole_or_float(name: str, values: Cells, numbers: Cells, issues: list[Issue]) -> pd.Series[Any] | None:
    """Whole numbers where all are written so and none is missing; None if they are too long to be exact."""
    whole = pc.all(pc.equal(pc.floor(numbers), numbers)).as_py()
    whole = whole and not pc.any(pc.match_substring_regex(values, "[.eE]")).as_py()
    if not whole:
        return series(numbers, "float64")
    extremes = pc.min_max(numbers).as_py()
    if max(-extremes["min"], extremes["max"]) < _EXACT:
        return series(numbers, "float64" if values.null_count else "int64")
    if not values.null_count:
        try:
            return series(pc.cast(values, pa.int64()), "int64")
        except pa.ArrowInvalid:
            pass  # beyond 64 bits: kept as text below, digit for digit
    issues.append(
        note("long_numbers", f"Column “{name}” has numbers too long to be exact; kept as text.", column=name)
    )
    return None


def _text(
    name: str, cells: Cells, trimmed: Cells, values: Cells, reading: Reading, issues: list[Issue]
) -> pd.Series[Any]:
    as_missing = Repair(f"text_as_missing:{name}", f"Treat what is not a number in “{name}” as missing")
    trim = Repair(f"trim_blanks:{name}", f"Take the blanks off the values of “{name}”")
    plain = pc.if_else(pc.match_substring_regex(values, _PLAIN), values, pa.scalar(None, pa.string()))
    numbers = pc.cast(plain, pa.float64())
    is_number = pc.and_kleene(pc.is_valid(plain), pc.fill_null(pc.is_finite(numbers), False))
    is_number = pc.if_else(pc.is_valid(values), is_number, pa.scalar(None, pa.bool_()))
    share = pc.mean(is_number).as_py()
    if 0 < share < 1 and not any(issue.code == "leading_zeros" for issue in issues):
        if reading.accepted(as_missing):
            numbers = pc.if_else(is_number, numbers, pa.scalar(None, pa.float64()))
            lost = count(pc.sum(pc.invert(is_number)).as_py(), "value")
            issues.append(note("text_as_missing", f"{lost} of “{name}” became missing.", column=name))
            return series(numbers, "float64")
        if share >= _MOSTLY or _are_floats(values):
            issues.append(_mostly_numbers(name, values, is_number, reading, as_missing))
    blanks = pc.any(pc.and_(pc.not_equal(cells, trimmed), pc.is_valid(values))).as_py()
    if blanks and not reading.accepted(trim):
        issues.append(
            Issue(
                code="blanks",
                severity="warning",
                message=f"Values of column “{name}” have blanks before or after them, which count as part of "
                "the value.",
                column=name,
                repair=trim,
            )
        )
        values = pc.if_else(pc.is_valid(values), cells, pa.scalar(None, pa.string()))
    return series(values, "str")


def _mostly_numbers(name: str, values: Cells, is_number: Cells, reading: Reading, repair: Repair) -> Issue:
    odd = pc.invert(is_number)
    row = pc.index(pc.fill_null(odd, False), True).as_py()
    number, line = pc.sum(odd).as_py(), reading.line_of(row)
    return Issue(
        code="text_among_numbers",
        severity="warning",
        message=f"Column “{name}” would be numbers but for {count(number, 'value')}, the first being "
        f"“{short(values[row].as_py())}” in line {line:,}; it was kept as text.",
        fix="Correct these values, or treat them as missing.",
        line=line,
        column=name,
        repair=repair,
    )
