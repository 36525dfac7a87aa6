"""How a column's values are spread, as plain numbers that a chart can draw.

>>> import pandas as pd
>>> table = Table.from_frame(pd.DataFrame({"town": ["Bonn", "Ulm", "Bonn", None]}), "towns")
>>> spread = profile(table, "town")
>>> spread.labels, spread.counts, spread.n_missing
(('Bonn', 'Ulm'), (2, 1), 1)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from causal_core.table.table import Table
from causal_core.table.variables import Kind, Variable, level_text

N_BINS = 20
"""Bars of a histogram: more are no longer told apart on a phone's screen."""
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The spread of one column.

    Parameters
    ----------
    name, kind, n_rows, n_missing, n_distinct
        As in the table.
    labels : tuple of str
        One a bar: the value of a category, or the range of a bin as “from – to”.
    counts : tuple of int
        Rows in each bar. They and ``n_other`` sum to the rows that are not missing.
    edges : tuple of float
        For numbers and times, one more than ``counts``; times in days since 1970. Empty for categories.
    n_other : int
        Rows of levels beyond the fifty shown, or of infinite values.
    mean, std, median, low, high : float, optional
        Of numbers; ``low`` and ``high`` are the 5 % and 95 % points.
    """

    name: str
    kind: Kind
    n_rows: int
    n_missing: int
    n_distinct: int
    labels: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    edges: tuple[float, ...] = ()
    n_other: int = 0
    mean: float | None = None
    std: float | None = None
    median: float | None = None
    low: float | None = None
    high: float | None = None


def profile(table: Table, name: str) -> Profile:
    """The spread of one column of a table; raises UnknownColumnError."""
    variable = table.variable(name)
    column = table.frame[name].dropna()
    about: dict[str, Any] = {
        "name": name,
        "kind": variable.kind,
        "n_rows": table.n_rows,
        "n_missing": variable.n_missing,
        "n_distinct": variable.n_distinct,
    }
    if variable.kind in ("binary", "category") or variable.dtype in ("text", "bool"):
        return Profile(**about, **_levels(variable, column))
    if variable.kind == "time":
        days = _days(column)
        return Profile(**about, **_histogram(days, whole=bool((days % 1 == 0).all()), as_dates=True))
    numbers = column.to_numpy(dtype=float)
    finite = numbers[np.isfinite(numbers)]
    bars = _histogram(finite, whole=variable.dtype == "int", as_dates=False)
    return Profile(**about, **bars, n_other=len(numbers) - len(finite), **_moments(finite))


def profiles(table: Table) -> tuple[Profile, ...]:
    """The spread of every column, in order."""
    return tuple(profile(table, name) for name in table.names)


def profiles_by(table: Table, name: str, *, by: str, values: Sequence[object]) -> tuple[Profile, ...]:
    """The spread of one column among the rows where ``by`` has each of ``values``, all over the same bars.

    Moments are left out: they are of all rows. Raises UnknownColumnError. O(n) for each value.

    >>> import pandas as pd
    >>> table = Table.from_frame(pd.DataFrame({"y": [1, 2, 2, 4], "t": [0, 0, 1, 1]}), "small")
    >>> [side.counts for side in profiles_by(table, "y", by="t", values=("1", "0"))]
    [(0, 1, 1), (1, 1, 0)]
    """
    whole = profile(table, name)
    return tuple(_side(table, whole, table.matches(by, value)) for value in values)


def _side(table: Table, whole: Profile, rows: npt.NDArray[np.bool_]) -> Profile:
    column = table.frame[whole.name][rows]
    present = column.dropna()
    counts: tuple[int, ...]
    if not whole.edges:
        found = table.labels(whole.name)[rows].value_counts()
        counts = tuple(int(found.get(label, 0)) for label in whole.labels)
    else:
        numbers = _days(present) if whole.kind == "time" else present.to_numpy(dtype=float)
        counts = tuple(int(c) for c in np.histogram(numbers[np.isfinite(numbers)], bins=whole.edges)[0])
    return Profile(
        name=whole.name,
        kind=whole.kind,
        n_rows=len(column),
        n_missing=len(column) - len(present),
        n_distinct=int(present.nunique()),
        labels=whole.labels,
        counts=counts,
        edges=whole.edges,
        n_other=len(present) - sum(counts),
    )


def _days(column: pd.Series[Any]) -> npt.NDArray[np.float64]:
    """Times in days since 1970."""
    days: npt.NDArray[np.float64] = (column.to_numpy("datetime64[us]") - np.datetime64("1970-01-01")) / _DAY
    return days


def _levels(variable: Variable, column: pd.Series[Any]) -> dict[str, Any]:
    found = column.value_counts()
    by_text = {level_text(value): int(number) for value, number in found.items()}
    counts = tuple(by_text[level] for level in variable.levels)
    return {"labels": variable.levels, "counts": counts, "n_other": len(column) - sum(counts)}


def _histogram(values: npt.NDArray[np.float64], *, whole: bool, as_dates: bool) -> dict[str, Any]:
    """Equal bins; of a whole number of units where the values are whole, so that no bar holds more of them."""
    if not len(values):
        return {}
    low, high = float(values.min()), float(values.max())
    if whole:
        step = max(1.0, np.ceil((high - low + 1) / N_BINS))
        edges = low - 0.5 + step * np.arange(int((high - low) // step) + 2)
    elif low == high:
        edges = np.array([low, np.nextafter(low, np.inf)])
    else:
        parts = np.linspace(0.0, 1.0, N_BINS + 1)
        edges = low * (1 - parts) + high * parts
    counts, edges = np.histogram(values, bins=edges)
    return {
        "labels": tuple(_bin_labels(edges, whole=whole, as_dates=as_dates)),
        "counts": tuple(int(c) for c in counts),
        "edges": tuple(float(e) for e in edges),
    }


def _bin_labels(edges: npt.NDArray[np.float64], *, whole: bool, as_dates: bool) -> list[str]:
    """“from – to”, both inclusive for whole numbers and days."""
    shift = 0.5 if whole else 0.0

    def text(value: float) -> str:
        if as_dates:
            return level_text(pd.Timestamp("1970-01-01") + pd.Timedelta(days=value))
        return f"{value:.0f}" if whole else f"{value:.4g}"

    ends = [(text(a + shift), text(b - shift)) for a, b in pairwise(edges)]
    return [a if a == b else f"{a} – {b}" for a, b in ends]


def _moments(values: npt.NDArray[np.float64]) -> dict[str, Any]:
    if not len(values):
        return {}
    low, median, high = np.quantile(values, (0.05, 0.5, 0.95))
    with np.errstate(over="ignore", invalid="ignore"):
        mean, std = float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else None
    return {
        "mean": mean,
        "std": std,
        "median": float(median),
        "low": float(low),
        "high": float(high),
    }
