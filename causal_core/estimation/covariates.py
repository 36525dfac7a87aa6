"""Adjustment columns as numbers and codes.

A column of kind *number* or *time* (in days) is a vector of floats. A *binary* or *category* column is a
vector of codes, numbered so that the coding cannot depend on what the levels are called: the most frequent
level is 0, then by falling frequency, ties by the mean outcome of the level. An estimate that uses the
codes is then the same after any renaming of levels.

>>> import numpy as np, pandas as pd
>>> codes, levels = free_codes(np.array(["b", "a", "b"]), np.array([0.0, 1.0, 2.0]))
>>> codes.tolist(), levels
([0, 1, 0], ('b', 'a'))
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from causal_core.estimation.coding import LARGEST, Array, as_number
from causal_core.table.table import Table

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Covariate:
    """One adjustment column.

    Parameters
    ----------
    name : str
        As in the data.
    numbers : array or None
        The values as floats, for a column that holds numbers or times; None for text.
    codes : integer array or None
        Level numbers for binary and category columns; None for numbers.
    levels : tuple of str
        What each code is called.
    """

    name: str
    numbers: Array | None
    codes: Rows | None = None
    levels: tuple[str, ...] = ()

    @property
    def values(self) -> Array:
        """The column as one vector of floats: codes where there are any, else the numbers."""
        if self.codes is not None:
            return self.codes.astype(np.float64)
        assert self.numbers is not None
        return self.numbers

    def take(self, rows: npt.NDArray[Any]) -> Covariate:
        """The same column for some of the rows, in that order."""
        return replace(
            self,
            numbers=None if self.numbers is None else self.numbers[rows],
            codes=None if self.codes is None else self.codes[rows],
        )

    def joined(self, other: Covariate) -> Covariate:
        """This column's rows followed by those of the same column elsewhere."""
        return replace(
            self,
            numbers=None
            if self.numbers is None or other.numbers is None
            else np.concatenate([self.numbers, other.numbers]),
            codes=None
            if self.codes is None or other.codes is None
            else np.concatenate([self.codes, other.codes]),
        )


def free_codes(labels: npt.NDArray[Any], outcome: Array) -> tuple[Rows, tuple[str, ...]]:
    """Codes in an order that depends on counts and outcomes only, and the label of each code.

    ``outcome`` may be NaN in rows that count for the coding but have no outcome. O(n log n).
    """
    found, first = np.unique(labels, return_inverse=True)
    known = np.isfinite(outcome)
    order = np.argsort(outcome[known], kind="stable")
    within = first[known][order]
    counts = np.bincount(within, minlength=len(found))
    sums = np.bincount(within, weights=outcome[known][order], minlength=len(found))
    means = sums / np.maximum(counts, 1)
    ranking = sorted(range(len(found)), key=lambda k: (-counts[k], means[k], str(found[k])))
    place = np.empty(len(found), dtype=np.intp)
    place[ranking] = np.arange(len(found))
    return place[first], tuple(str(found[k]) for k in ranking)


def raw_column(table: Table, name: str) -> tuple[Array | None, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """A column's numbers (None for text), which rows miss it, and where it is past computing with."""
    table.variable(name)
    column = table.frame[name]
    numbers = as_number(column)
    missing = column.isna().to_numpy()
    infinite = np.zeros(len(column), dtype=bool) if numbers is None else np.abs(numbers) > LARGEST
    return numbers, missing, infinite


def encode(table: Table, name: str, rows: Rows, outcome: Array) -> Covariate:
    """The column for these rows (none of them missing). ``outcome`` belongs to the same rows."""
    variable = table.variable(name)
    numbers, _, _ = raw_column(table, name)
    chosen = None if numbers is None else numbers[rows]
    if variable.kind in ("number", "time") and chosen is not None:
        return Covariate(name, chosen)
    labels: pd.Series[Any] = table.labels(name).iloc[rows]
    codes, levels = free_codes(labels.to_numpy(dtype=str), outcome)
    return Covariate(name, chosen, codes, levels)
