"""Would leaving out a handful of rows turn the finding?

Each row's influence says by how much the estimate would move without it. Taking the rows that pull most in
the estimate's direction gives, to first order, the smallest set whose removal turns the sign (Broderick,
Giordano and Meager 2020, *An automatic finite-sample robustness metric*); the estimate is then really made
again without them.

>>> rows_to_cross(np.array([3.0, 1.0, 1.0, -5.0]), gap=1.1)
3
"""

from __future__ import annotations

import numpy as np

from causal_core.errors import EstimateError
from causal_core.estimation.coding import Array
from causal_core.refutation.target import Target, light_fit
from causal_core.results import Refutation
from causal_core.words import number, percent

TITLE = "A handful of rows"
TOLD, REFUSED = 0.01, 0.005
"""Shares of the rows. Broderick and others call a result sensitive under 1 %."""
FEWEST = 3
"""With few rows, three rows are a handful whatever their share."""


def rows_to_cross(influence: Array, gap: float) -> int:
    """How many rows, the most influential first, must go to move the estimate down by ``gap``; 0 if none can.

    Removing row i moves the estimate by −influence[i] / n, to first order.
    """
    sums = np.cumsum(np.sort(influence)[::-1]) / len(influence)
    crossed = np.flatnonzero(sums > gap)
    return int(crossed[0]) + 1 if len(crossed) else 0


def few_rows(target: Target) -> Refutation:
    """Find the smallest set of rows whose removal turns the estimate's sign, and try it."""
    fit, null = target.fit, target.null
    low, high = target.estimate.ci
    if fit.influence is None or low <= null <= high:
        return _not_run(target)
    n = target.sample.n_obs
    way = 1.0 if fit.value > null else -1.0
    pull = way * fit.influence
    first = rows_to_cross(pull, way * (fit.value - null))
    needed, without = _fewest(target, np.argsort(-pull, kind="stable"), first, way)
    target.tick(target.draws)
    few = bool(needed) and (needed <= FEWEST or needed / n <= REFUSED)
    told = bool(needed) and needed / n <= TOLD
    outcome = "failed" if few else "warning" if told else "passed"
    share = needed / n
    seen = (
        f"It would take {needed:,} of {n:,} rows ({percent(share)})."
        if needed
        else "No set of rows would, by this calculation."
    )
    if without is not None:
        seen += f" Without them the estimate is {number(without)} instead of {number(fit.value)}."
    return Refutation(
        test="few_rows",
        title=TITLE,
        tried="The smallest set of rows was sought whose removal would turn the estimate's sign.",
        expected=f"That it takes more than {percent(TOLD)} of the rows (an alarm at {FEWEST} rows or "
        f"{percent(REFUSED)}).",
        seen=seen,
        meaning={
            "passed": "The finding is not the work of a handful of rows.",
            "warning": "Few rows carry the finding; look at them one by one.",
            "failed": "A handful of rows makes the finding: without them its sign turns. Look for slips of the pen "
            "and exceptional cases.",
        }[outcome],
        cannot_see="Hidden common causes, and faults shared by many rows.",
        outcome=outcome,  # type: ignore[arg-type]
        numbers={"rows": float(needed), "share": share, "n": float(n)}
        | ({} if without is None else {"estimate_without": without}),
    )


def _fewest(target: Target, order: np.ndarray, first: int, way: float) -> tuple[int, float | None]:
    """The fewest rows, in this order, whose removal really turns the sign, sought by halving below ``first``.

    Where even ``first`` rows do not turn it, ``first`` and what they leave.
    """
    if not first:
        return 0, None
    left = _without(target, order[:first])
    low, high = 0, first
    if left is None or way * (left - target.null) > 0:
        return first, left
    while high - low > 1:
        middle = (low + high) // 2
        tried = _without(target, order[:middle])
        if tried is not None and way * (tried - target.null) <= 0:
            high, left = middle, tried
        else:
            low = middle
    return high, left


def _without(target: Target, rows: np.ndarray) -> float | None:
    try:
        rest = target.sample.take(np.setdiff1d(np.arange(target.sample.n_obs), rows))
        return light_fit(rest, target.method, target.options).value
    except EstimateError:
        return None


def _not_run(target: Target) -> Refutation:
    target.tick(target.draws)
    known = target.fit.influence is not None
    return Refutation(
        test="few_rows",
        title=TITLE,
        tried="The smallest set of rows was to be sought whose removal would turn the estimate's sign.",
        expected="That it takes more than a handful.",
        seen="The interval already holds no effect."
        if known
        else "The method does not tell what each row does.",
        meaning="There is no finding that a handful of rows could turn."
        if known
        else "The test says nothing.",
        cannot_see="Hidden common causes, and faults shared by many rows.",
        outcome="not_run",
    )
