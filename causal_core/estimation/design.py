"""Design matrices: adjustment columns turned into the columns of a regression.

Numbers are centred and scaled and may bring their square along; categories become one indicator a level,
the most frequent being the one compared with; levels with hardly any rows are pooled. Columns that say what
others already say are left out, and named.

>>> import numpy as np
>>> age = Covariate("age", np.arange(20.0, 80.0))
>>> design = build_design((age,), squares=True)
>>> design.names
('1', 'age', 'age²')
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causal_core.estimation.coding import Array
from causal_core.estimation.covariates import Covariate
from causal_core.estimation.least_squares import dependent_columns

Column = tuple[str, Array, bool]
"""Name, values, and whether it is a square."""

MIN_LEVEL_ROWS = 5
"""A level with fewer rows than this (or than one in 500) shares its indicator with the other rare ones."""
LEVEL_SHARE = 500
MIN_DISTINCT_FOR_SQUARE = 3
CONSTANT = 1e-12
"""A spread under this share of the largest value is rounding (1e-16) and not a difference."""
ROWS_PER_COLUMN = 5
"""Squares are only used while there are at least this many rows for each column."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Columns of a regression, the first being ones.

    ``linear`` are the positions of the columns that are not ones and not squares; ``owners`` says from
    which covariate each column comes (−1 for the ones).
    """

    matrix: Array
    names: tuple[str, ...]
    owners: tuple[int, ...]
    linear: tuple[int, ...]
    warnings: tuple[str, ...] = ()

    @property
    def n_columns(self) -> int:
        """Number of columns, ones included."""
        return int(self.matrix.shape[1])


def build_design(
    covariates: tuple[Covariate, ...],
    *,
    n_rows: int | None = None,
    squares: bool,
    codes_as_numbers: bool = False,
) -> Design:
    """The design of these columns.

    Parameters
    ----------
    covariates : tuple of Covariate
        All with the same rows.
    n_rows : int, optional
        Needed when there is no covariate.
    squares : bool
        Add the square of each number with at least three values, rows permitting.
    codes_as_numbers : bool
        Use a category whose codes are numbers (0/1, 1..5) as one number rather than as indicators.
    """
    rows = len(covariates[0].values) if covariates else int(n_rows or 0)
    columns: list[Column] = [("1", np.ones(rows), False)]
    owners = [-1]
    warnings: list[str] = []
    for index, covariate in enumerate(covariates):
        as_number = covariate.codes is None or (codes_as_numbers and covariate.numbers is not None)
        found = _number_columns(covariate, squares) if as_number else _level_columns(covariate)
        columns += found
        owners += [index] * len(found)
        if not found:
            warnings.append(
                f"“{covariate.name}” has one value in every row used, or a value of its own in almost every "
                "row, so the estimate does without it."
            )
    if squares and rows < ROWS_PER_COLUMN * len(columns) and any(square for _, _, square in columns):
        owners = [owner for owner, c in zip(owners, columns, strict=True) if not c[2]]
        columns = [c for c in columns if not c[2]]
        warnings.append("There are few rows for the number of columns, so no squares were used.")
    return _independent(columns, owners, warnings)


def _number_columns(covariate: Covariate, squares: bool) -> list[Column]:
    assert covariate.numbers is not None
    largest = float(np.abs(covariate.numbers).max(initial=0.0))
    x = covariate.numbers / largest if largest > 0 else covariate.numbers
    spread = float(x.std())
    if spread <= CONSTANT:
        return []
    z = (x - x.mean()) / spread
    found = [(covariate.name, z, False)]
    if squares and len(np.unique(x)) >= MIN_DISTINCT_FOR_SQUARE:
        found.append((f"{covariate.name}²", z * z, True))
    return found


def _level_columns(covariate: Covariate) -> list[Column]:
    """Indicators of every level but the most frequent one; rare levels together."""
    assert covariate.codes is not None
    counts = np.bincount(covariate.codes, minlength=len(covariate.levels))
    least = max(MIN_LEVEL_ROWS, len(covariate.codes) // LEVEL_SHARE)
    common = [k for k in range(len(counts)) if counts[k] >= least]
    rare = [k for k in range(len(counts)) if 0 < counts[k] < least]
    if len(rare) == 1:
        common, rare = [*common, *rare], []
    binary = len(covariate.levels) == 2
    found = [
        (
            covariate.name if binary else f"{covariate.name} = {covariate.levels[k]}",
            (covariate.codes == k).astype(np.float64),
            False,
        )
        for k in common[1:]
        if counts[k] < len(covariate.codes)
    ]
    if rare and common:
        found.append((f"{covariate.name} = (rare)", np.isin(covariate.codes, rare).astype(np.float64), False))
    return found


def _independent(columns: list[Column], owners: list[int], warnings: list[str]) -> Design:
    """Leave out what other columns already say; squares without a word, others by name."""
    ordered = sorted(range(len(columns)), key=lambda k: columns[k][2])
    matrix = np.column_stack([columns[k][1] for k in ordered])
    redundant = {ordered[k] for k in dependent_columns(matrix)} if len(ordered) <= len(matrix) else set()
    named = [columns[k][0] for k in sorted(redundant) if not columns[k][2]]
    if named:
        verb = "says" if len(named) == 1 else "say"
        warnings.append(
            f"{', '.join(f'“{n}”' for n in named)} {verb} nothing that the other columns do not say already, "
            "and so the estimate does without."
        )
    kept = [k for k in range(len(columns)) if k not in redundant]
    return Design(
        np.column_stack([columns[k][1] for k in kept]),
        tuple(columns[k][0] for k in kept),
        tuple(owners[k] for k in kept),
        tuple(place for place, k in enumerate(kept) if k and not columns[k][2]),
        tuple(warnings),
    )
