"""What sort of thing a column is: two values, a few categories, a number, or a time.

The kind follows from the values alone, by these rules in this order:

1. two distinct values → ``binary``, whatever they are (0/1, yes/no, True/False, two dates);
2. dates → ``time``;
3. text → ``category`` (with an issue where it has more than 50 values);
4. three to six distinct whole numbers → ``category`` (an education coded 1..5); the numbers stay numbers;
5. any other number → ``number``.

Missing values never count as a value.

>>> import pandas as pd
>>> variable, issues = describe("education", pd.Series([1, 2, 3, 3, 5]))
>>> variable.kind, variable.levels, variable.maximum
('category', ('1', '2', '3', '5'), 5.0)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from causal_core.table.issues import Issue, Repair, count

Kind = Literal["binary", "category", "number", "time"]

MAX_LEVELS = 50
"""Levels a category keeps and shows; text with more than that is more likely free text than a category."""
CODED = (3, 6)
"""Whole numbers with this many distinct values are read as codes: five-point scales and age bands have
up to six; counts (children, visits) usually have more."""
MIN_ROWS_FOR_ID = 20
"""With fewer rows than this, values that happen to be all different are no sign of an identifier."""
ISSUE_CODES = frozenset(
    ["all_missing", "one_value", "identifier", "free_text", "infinite", "sentinel", "spelling"]
)
"""Codes of the issues that :func:`describe` finds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A column in brief.

    Parameters
    ----------
    name : str
        Exactly as in the data.
    kind : {"binary", "category", "number", "time"}
        See the module's rules.
    dtype : str
        What the values are: ``"int"``, ``"float"``, ``"bool"``, ``"text"`` or ``"time"``.
    n_missing, n_distinct : int
        Missing values; distinct values that are not missing.
    levels : tuple of str
        The values as text for binary and category, at most 50: numbers in order of size, text in
        alphabetical order. Empty for the other kinds.
    minimum, maximum : float, optional
        Of numbers; None for text, times and columns with no value.
    """

    name: str
    kind: Kind
    dtype: str
    n_missing: int
    n_distinct: int
    levels: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


def describe(name: str, column: pd.Series[Any], *, mendable: bool = False) -> tuple[Variable, list[Issue]]:
    """The :class:`Variable` of a column and what is odd about its values.

    ``column`` has one of the plain dtypes that :func:`plain` gives. ``mendable`` says that the column
    comes from a file that can be read again, so that repairs can be offered. Cost: one hash pass over
    the rows and one sort of the distinct values.
    """
    dtype = dtype_word(column)
    values = pd.Series(column.dropna().unique())
    values = values.sort_values(ignore_index=True)
    n_distinct = len(values)
    kind = _kind(dtype, values)
    levels: tuple[str, ...] = ()
    if kind in ("binary", "category"):
        levels = tuple(level_text(v) for v in values.iloc[:MAX_LEVELS])
    numeric = dtype in ("int", "float") and n_distinct > 0
    variable = Variable(
        name=name,
        kind=kind,
        dtype=dtype,
        n_missing=int(column.isna().sum()),
        n_distinct=n_distinct,
        levels=levels,
        minimum=float(values.iloc[0]) if numeric else None,
        maximum=float(values.iloc[-1]) if numeric else None,
    )
    return variable, _oddities(variable, column, values, mendable)


def dtype_word(column: pd.Series[Any]) -> str:
    """``"int"``, ``"float"``, ``"bool"``, ``"text"`` or ``"time"``."""
    kind = column.dtype.kind
    return {"i": "int", "u": "int", "f": "float", "b": "bool", "M": "time"}.get(kind, "text")


def level_text(value: object) -> str:
    """A value as a person writes it: whole numbers without a point, dates without a midnight."""
    if isinstance(value, pd.Timestamp):
        return value.isoformat(sep=" ") if value != value.normalize() else value.date().isoformat()
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
    return str(value)


def _kind(dtype: str, values: pd.Series[Any]) -> Kind:
    if len(values) == 2 or dtype == "bool":
        return "binary"
    if dtype == "time":
        return "time"
    if dtype == "text":
        return "category"
    if CODED[0] <= len(values) <= CODED[1] and bool((values == np.floor(values)).all()):
        return "category"
    return "number"


def _oddities(
    variable: Variable, column: pd.Series[Any], values: pd.Series[Any], mendable: bool
) -> list[Issue]:
    name, n_rows = variable.name, len(column)
    if variable.n_distinct == 0:
        return [
            _warning("all_missing", name, f"Column “{name}” has no values at all.", "Leave this column out.")
        ]
    if variable.n_distinct == 1:
        only = level_text(values.iloc[0])
        return [
            _warning(
                "one_value",
                name,
                f"Column “{name}” has the same value in every row (“{_short(only)}”), so nothing can be "
                "learned from it.",
                "Leave this column out.",
            )
        ]
    found: list[Issue] = []
    if _looks_like_id(variable, n_rows):
        found.append(
            _warning(
                "identifier",
                name,
                f"Column “{name}” looks like an identifier: every row has a different value.",
                "Leave it out of the graph; a number that only names a row causes nothing.",
            )
        )
    elif variable.dtype == "text" and (alike := _alike(variable.levels)):
        found.append(
            _warning(
                "spelling",
                name,
                f"Column “{name}” has values that differ only in capitals or blanks, such as {alike}; they "
                "count as different.",
                "Write them in one way if they mean the same.",
            )
        )
    if variable.dtype == "text" and variable.n_distinct > MAX_LEVELS and not found:
        found.append(
            _warning(
                "free_text",
                name,
                f"Column “{name}” is text with {variable.n_distinct:,} different values, more than can be "
                "compared as categories.",
                "Leave it out, or group its values into a few categories.",
            )
        )
    if variable.dtype == "float" and np.isinf(values.to_numpy()).any():
        found.append(_infinite(name, mendable))
    elif variable.dtype in ("int", "float"):
        found += _sentinels(name, column, values, mendable)
    return found


def _looks_like_id(variable: Variable, n_rows: int) -> bool:
    return n_rows >= MIN_ROWS_FOR_ID and variable.n_distinct == n_rows and variable.dtype in ("int", "text")


def _alike(levels: tuple[str, ...]) -> str:
    """Two levels that differ only in capitals or blanks, quoted; nothing if there are none."""
    seen: dict[str, str] = {}
    for level in levels:
        other = seen.setdefault(" ".join(level.casefold().split()), level)
        if other != level:
            return f"“{_short(other)}” and “{_short(level)}”"
    return ""


def _infinite(name: str, mendable: bool) -> Issue:
    return Issue(
        code="infinite",
        severity="warning",
        message=f"Column “{name}” has infinite values, which no method can use.",
        fix="Correct them in the data, or treat them as missing.",
        column=name,
        repair=Repair(f"infinite_as_missing:{name}", f"Treat infinite values of “{name}” as missing")
        if mendable
        else None,
    )


def _sentinels(name: str, column: pd.Series[Any], values: pd.Series[Any], mendable: bool) -> list[Issue]:
    """Codes such as −99 or 9999 that often stand for “not known”: reported, never replaced.

    Only nines (−9, −99, …; 99, 999, …) count, only at an end of the range: below zero where everything
    else is not, or above and at least a tenth of the code away from the next value, where the code
    occurs more than once or lies further away than all other values are apart.
    """
    numbers = values.to_numpy(dtype=float)
    found: list[Issue] = []
    if len(numbers) < 3:
        return found
    if _nines(-numbers[0], 9.0) and numbers[1] >= 0:
        found.append(_sentinel(name, numbers[0], column, mendable))
    code, gap = numbers[-1], numbers[-1] - numbers[-2]
    if _nines(code, 99.0) and gap >= code / 10:
        spread = numbers[-2] - numbers[1 if found else 0]
        if gap > spread or int((column == code).sum()) > 1:
            found.append(_sentinel(name, code, column, mendable))
    return found


def _nines(number: float, least: float) -> bool:
    return number >= least and number.is_integer() and set(str(int(number))) == {"9"}


def _sentinel(name: str, code: float, column: pd.Series[Any], mendable: bool) -> Issue:
    text, times = level_text(code), int((column == code).sum())
    return Issue(
        code="sentinel",
        severity="warning",
        message=f"Column “{name}” has the value {text} in {count(times, 'row')}, far from all others: it may "
        "be a code for “not known”. It was kept as a number.",
        fix="If it is a code, treat it as missing.",
        column=name,
        repair=Repair(f"missing_code:{text}:{name}", f"Treat {text} in “{name}” as missing")
        if mendable
        else None,
    )


def _warning(code: str, column: str, message: str, fix: str) -> Issue:
    return Issue(code=code, severity="warning", message=message, fix=fix, column=column)


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
