"""Comparing within groups of equal rows, then averaging over the groups: exact standardisation.

For adjustment columns with few values each, this needs no model at all (Robins 1986; Pearl's back-door
formula read literally).

>>> import numpy as np
>>> cell_numbers((np.array([0, 0, 1]), np.array([1, 1, 0]))).tolist()
[0, 0, 1]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from causal_core.errors import NoOverlapError, NotEnoughDataError, WrongKindError
from causal_core.estimation.coding import Array
from causal_core.estimation.fit import Fit, Options, mean_shares, two_sided
from causal_core.estimation.sample import Sample
from causal_core.words import percent

Cells = npt.NDArray[np.intp]
MAX_ALONE = 0.05
"""Rows in groups with one side only are left out up to this share; more is refused."""
WELL_FILLED = 10
"""Rows a side in every group for this to be the default: enough for each group's difference to be normal."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """Counts, means and variances of every group, control in row 0 and treated in row 1."""

    count: Array
    mean: Array
    variance: Array


def cell_numbers(codes: tuple[npt.NDArray[np.intp], ...]) -> Cells:
    """Rows equal in all codes share a number."""
    found = np.zeros(len(codes[0]), dtype=np.intp)
    for code in codes:
        found = np.unique(found * (int(code.max(initial=0)) + 1) + code, return_inverse=True)[1]
    return found


def cells_of(sample: Sample) -> Cells:
    """The group of each row.

    Raises
    ------
    WrongKindError
        An adjustment column is a number.
    """
    if not sample.covariates:
        return np.zeros(sample.n_obs, dtype=np.intp)
    for covariate in sample.covariates:
        if covariate.codes is None:
            raise WrongKindError(
                f"“{covariate.name}” is a number, and comparing within groups of equal rows needs columns with "
                "few values.",
                column=covariate.name,
                fix="Use another method, or group its values into categories.",
            )
    return cell_numbers(tuple(c.codes for c in sample.covariates if c.codes is not None))


def well_filled(sample: Sample) -> bool:
    """Whether every adjustment column has codes and every group ten rows on both sides."""
    if any(c.codes is None for c in sample.covariates):
        return False
    cells = cells_of(sample)
    sides = np.stack([np.bincount(cells, 1 - sample.treatment), np.bincount(cells, sample.treatment)])
    return bool((sides >= WELL_FILLED).all())


def stratification(sample: Sample, options: Options) -> Fit:
    """Σ over groups of (share of the group) × (treated mean − untreated mean). O(n log n) a column.

    The standard error has each side's spread in each group (pooled where a side has one row) and, for
    the average over everybody, the spread of the differences between groups.

    Raises
    ------
    WrongKindError
        An adjustment column is a number.
    NoOverlapError
        More than 5 % of the rows are in groups with one side only.
    """
    two_sided(sample, "stratification")
    cells = cells_of(sample)
    kept, dropped, warnings = _both_sides(sample, cells)
    rest = sample.take(np.flatnonzero(kept)) if dropped else sample
    cells = np.unique(cells[kept], return_inverse=True)[1]
    about = _summary(rest, cells)
    shares = mean_shares(rest, options.kind)
    weight = np.bincount(cells, shares) / rest.n_obs
    difference = about.mean[1] - about.mean[0]
    value = float(weight @ difference)
    noise = float(np.sum(weight**2 * (about.variance / about.count).sum(axis=0)))
    between = float(np.sum((shares * (difference[cells] - value)) ** 2)) / rest.n_obs**2
    t = rest.treatment.astype(np.intp)
    side = np.where(rest.is_treated, 1.0, -1.0)
    residual = (
        side * (rest.outcome - about.mean[t, cells]) * rest.n_obs * weight[cells] / about.count[t, cells]
    )
    influence = np.zeros(sample.n_obs)
    influence[kept] = residual + shares * (difference[cells] - value)
    balance = np.zeros(sample.n_obs)
    balance[kept] = weight[cells] / about.count[t, cells]
    return Fit(
        value=value,
        std_error=float(np.sqrt(noise + between)),
        dof=float(max(1, rest.n_obs - 2 * len(weight))),
        influence=influence,
        means=(float(weight @ about.mean[1]), float(weight @ about.mean[0])),
        weights=balance,
        dropped=dropped,
        warnings=warnings,
    )


def _both_sides(
    sample: Sample, cells: Cells
) -> tuple[npt.NDArray[np.bool_], tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Rows in groups with treated and untreated; the others are dropped while they are few."""
    sides = np.stack([np.bincount(cells, 1 - sample.treatment), np.bincount(cells, sample.treatment)])
    filled: npt.NDArray[np.bool_] = np.asarray((sides > 0).all(axis=0))
    kept = filled[cells]
    alone = int((~kept).sum())
    share = alone / sample.n_obs
    if share > MAX_ALONE:
        raise NoOverlapError(
            f"{percent(share)} of the rows are in groups where all were treated or none was, so they cannot be "
            "compared with equal rows.",
            share=share,
            fix="Adjust for fewer or coarser columns, use the method “aipw”, or ask about the other rows only.",
            where=sample.treatment_name,
        )
    if not alone:
        return kept, (), ()
    reason = "no row with the same adjustment values is on the other side"
    return kept, ((reason, alone),), (f"{alone:,} rows were left out because {reason}.",)


def _summary(sample: Sample, cells: Cells) -> Cell:
    t = sample.treatment.astype(np.intp)
    n_cells = int(cells.max()) + 1
    place = t * n_cells + cells
    count = np.bincount(place, minlength=2 * n_cells).astype(np.float64)
    mean = np.bincount(place, sample.outcome, minlength=2 * n_cells) / count
    squares = np.bincount(place, (sample.outcome - mean[place]) ** 2, minlength=2 * n_cells)
    variance = squares / np.maximum(count - 1, 1)
    for arm in (0, 1):
        here = slice(arm * n_cells, (arm + 1) * n_cells)
        spare = float(np.maximum(count[here] - 1, 0).sum())
        if spare == 0:
            raise NotEnoughDataError(
                "There is only one row a side in every group of equal rows, so nothing is known of the spread.",
                fix="Adjust for fewer or coarser columns, or bring more rows.",
            )
        pooled = float(squares[here].sum()) / spare
        variance[here] = np.where(count[here] > 1, variance[here], pooled)
    shape = (2, n_cells)
    return Cell(count.reshape(shape), mean.reshape(shape), variance.reshape(shape))
