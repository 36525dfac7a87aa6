"""Is the estimate the work of a handful of rows?

Each row's influence says by how much the estimate would move without it. Two questions are asked. How much
of the estimate's variance comes from the three most influential rows? With well-behaved data hardly any;
with a slip of the pen nearly all. And, where the interval leaves out no effect: how many rows would have to
go to turn the sign (Broderick, Giordano and Meager 2020, *An automatic finite-sample robustness metric*)?
The estimate is then really made again without them.

>>> rows_to_cross(np.array([3.0, 1.0, 1.0, -5.0]), gap=1.1)
3
>>> top_share(np.array([3.0, 1.0, 1.0, 1.0, 0.0]), 1)
0.75
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from causal_core.errors import EstimateError
from causal_core.estimation.coding import Array
from causal_core.refutation.target import Target, light_fit
from causal_core.results import Refutation
from causal_core.words import percent

TITLE = "A handful of rows"
HANDFUL = 3
TOLD_SHARE, REFUSED_SHARE = 0.25, 0.5
"""Of the variance. Three of 400 normal influences have about 7 %."""
TOLD_ROWS, REFUSED_ROWS = 0.01, 0.005
"""Shares of the rows whose removal turns the sign. Broderick and others call under 1 % sensitive."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How many rows turn the sign (0: none do), and the estimate without them."""

    rows: int
    value: float | None


def rows_to_cross(influence: Array, gap: float) -> int:
    """How many rows, the most influential first, must go to move the estimate down by ``gap``; 0 if none can.

    Removing row i moves the estimate by −influence[i] / n, to first order.
    """
    sums = np.cumsum(np.sort(influence)[::-1]) / len(influence)
    crossed = np.flatnonzero(sums > gap)
    return int(crossed[0]) + 1 if len(crossed) else 0


def top_share(influence: Array, count: int) -> float:
    """The share of the summed squares that the ``count`` largest have."""
    squares = np.sort(influence**2)[::-1]
    total = float(squares.sum())
    return float(squares[:count].sum()) / total if total > 0 else 0.0


def normal_share(n: int, count: int) -> float:
    """What :func:`top_share` is about for ``n`` normal influences, from the expected order statistics."""
    from scipy.special import ndtri

    ranks = np.arange(1, count + 1)
    return float(np.sum(ndtri(1 - (ranks - 0.5) / (2 * n)) ** 2)) / n


def few_rows(target: Target) -> Refutation:
    """Ask both questions of the estimate's influences."""
    influence = target.fit.influence
    target.tick(target.draws)
    if influence is None:
        return _not_run()
    n = target.sample.n_obs
    share, usual = top_share(influence, HANDFUL), normal_share(n, HANDFUL)
    top = np.argsort(-np.abs(influence), kind="stable")[:HANDFUL]
    turn = _turn(target, influence)
    few = turn is not None and 0 < turn.rows <= max(HANDFUL, REFUSED_ROWS * n)
    some = turn is not None and 0 < turn.rows <= TOLD_ROWS * n
    outcome = "passed"
    if share > max(TOLD_SHARE, 1.5 * usual) or some:
        outcome = "warning"
    if share > max(REFUSED_SHARE, 2 * usual) or few:
        outcome = "failed"
    without = _without(target, top)
    return Refutation(
        test="few_rows",
        title=TITLE,
        tried=f"The {HANDFUL} rows with the most influence were looked at, and the smallest set of rows was sought "
        "whose removal turns the estimate's sign."
        f"{target.quick_form()}",
        expected=f"That {HANDFUL} rows make up about {percent(usual)} of the estimate's variance, and that it takes "
        f"more than {percent(TOLD_ROWS)} of the rows to turn the sign.",
        seen=_seen(target, share, without, turn),
        meaning={
            "passed": "The estimate is not the work of a handful of rows.",
            "warning": "Few rows weigh heavily in the estimate; look at them one by one.",
            "failed": "The estimate is the work of a handful of rows. Look for slips of the pen and exceptional "
            "cases.",
        }[outcome],
        cannot_see="Hidden common causes, and faults shared by many rows.",
        outcome=outcome,  # type: ignore[arg-type]
        numbers={"variance_share": share, "variance_share_usual": usual, "n": float(n)}
        | ({} if without is None else {"estimate_without_top": without})
        | ({} if turn is None else {"rows_to_turn": float(turn.rows)})
        | ({} if turn is None or turn.value is None else {"estimate_turned": turn.value}),
    )


def _seen(target: Target, share: float, without: float | None, turn: Turn | None) -> str:
    text = f"{HANDFUL} rows make up {percent(share)} of the variance"
    if without is not None:
        text += f"; without them the estimate is {target.said(without)} instead of {target.said(target.fit.value)}"
    if turn is None:
        return f"{text}. The interval holds no effect, so there is no sign to turn."
    if not turn.rows:
        return f"{text}. No set of rows would turn the sign, by this calculation."
    rows = f"{turn.rows:,} of {target.sample.n_obs:,} rows ({percent(turn.rows / target.sample.n_obs)})"
    left = "" if turn.value is None else f", leaving {target.said(turn.value)}"
    return f"{text}. It would take {rows} to turn the sign{left}."


def _turn(target: Target, influence: Array) -> Turn | None:
    """The fewest rows that turn the sign; None where the interval holds no effect."""
    low, high = target.estimate.ci
    if low <= target.null <= high:
        return None
    way = 1.0 if target.fit.value > target.null else -1.0
    pull = way * influence
    first = rows_to_cross(pull, way * (target.fit.value - target.null))
    return _fewest(target, np.argsort(-pull, kind="stable"), first, way)


def _fewest(target: Target, order: npt.NDArray[np.intp], first: int, way: float) -> Turn:
    """The fewest rows, in this order, whose removal really turns the sign, sought by halving below ``first``.

    Where even ``first`` rows do not turn it, ``first`` and what they leave.
    """
    if not first:
        return Turn(0, None)
    left = _without(target, order[:first])
    if left is None or way * (left - target.null) > 0:
        return Turn(first, left)
    low, high = 0, first
    while high - low > 1:
        middle = (low + high) // 2
        tried = _without(target, order[:middle])
        if tried is not None and way * (tried - target.null) <= 0:
            high, left = middle, tried
        else:
            low = middle
    return Turn(high, left)


def _without(target: Target, rows: npt.NDArray[np.intp]) -> float | None:
    """The estimate without some rows; None where the method cannot give one."""
    try:
        rest = target.sample.take(np.setdiff1d(np.arange(target.sample.n_obs), rows))
        return light_fit(rest, target.method, target.options).value
    except EstimateError:
        return None


def _not_run() -> Refutation:
    return Refutation(
        test="few_rows",
        title=TITLE,
        tried="The rows with the most influence were to be looked at.",
        expected="That no handful of rows makes the estimate.",
        seen="The method does not tell what each row does.",
        meaning="The test says nothing about this method.",
        cannot_see="Hidden common causes, and faults shared by many rows.",
        outcome="not_run",
    )
