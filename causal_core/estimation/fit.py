"""What a method is given and what it gives back.

A method is a plain function ``(sample, options) -> Fit``. The influence of each row (its part of the
estimate's error, times n) comes along where the method has one: the standard error follows from it, and
the stress tests use it.

>>> Options(kind="att").kind
'att'
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from causal_core.errors import EstimateError
from causal_core.estimation.coding import Array
from causal_core.estimation.sample import Sample
from causal_core.results import Assumption

Tick = Callable[[int, int], None]
KINDS = ("ate", "att", "atc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a method is run.

    Parameters
    ----------
    kind : {"ate", "att", "atc"}
        The effect averaged over everybody, over the treated, or over the untreated.
    seed : int
        Of the random splits, for methods that split.
    light : bool
        Only the fast learners and one split: for the hundreds of refits of a stress test.
    level : float
        Of the interval, for methods that give their own.
    executor : Executor or None
        Where repeated splits may run side by side.
    tick : callable or None
        Called with (done, total) by methods that take long.
    """

    kind: str = "ate"
    seed: int = 0
    light: bool = False
    level: float = 0.95
    executor: Executor | None = None
    tick: Tick | None = None


class Steps:
    """Counts the steps of a long fit and tells whoever watches; calling it is one step or several."""

    def __init__(self, tick: Tick | None, *, total: int) -> None:
        self._tick, self._total, self._done = tick, total, 0

    def __call__(self, count: int = 1) -> None:
        self._done = min(self._done + count, self._total)
        if self._tick is not None:
            self._tick(self._done, self._total)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """What came out.

    Parameters
    ----------
    value, std_error : float
        The estimate and its standard error.
    dof : float or None
        Degrees of freedom of a t interval; None for a normal one.
    ci : pair of float or None
        The interval where it is not symmetric (an odds ratio); None to take it from the standard error.
    influence : array or None
        Per row; ``std_error² ≈ sum(influence²) / n²``.
    means : pair of float or None
        Adjusted outcome mean of the treated and of the control side.
    weights : array or None
        Non-negative weights of the rows after adjustment, for the balance table.
    propensity : array or None
        The estimated chance of being treated.
    n_used : int or None
        Rows used where that is fewer than the sample's.
    """

    value: float
    std_error: float
    dof: float | None = None
    ci: tuple[float, float] | None = None
    influence: Array | None = None
    means: tuple[float, float] | None = None
    weights: Array | None = None
    propensity: Array | None = None
    adjusts: bool = True
    dropped: tuple[tuple[str, int], ...] = ()
    contrast: str = "difference"
    unit: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[str, ...] = ()


Method = Callable[[Sample, Options], Fit]


def interval(
    value: float, std_error: float, *, level: float, dof: float | None = None
) -> tuple[float, float]:
    """The symmetric interval at ``level``: Student's t with ``dof``, or normal."""
    from scipy.special import ndtri, stdtrit

    tail = 0.5 + level / 2
    half = float(ndtri(tail) if dof is None else stdtrit(dof, tail)) * std_error
    return (value - half, value + half)


def influence_error(influence: Array) -> float:
    """Standard error from centred influences: sqrt(sum(ψ²)) / n."""
    return float(np.sqrt(np.sum(influence**2)) / len(influence))


def two_sided(sample: Sample, method: str) -> None:
    """Refuse a treatment that is a number where two groups are needed."""
    if sample.mode != "two_values":
        raise EstimateError(
            f"The method “{method}” compares two groups, and “{sample.treatment_name}” is a number.",
            fix="Choose the treated and the control value to compare, or the method “linear_regression”.",
            where=sample.treatment_name,
        )


def mean_shares(sample: Sample, kind: str) -> Array:
    """How much each row counts in the average asked for, summing to n."""
    if kind == "ate":
        return np.ones(sample.n_obs)
    chosen = sample.is_treated if kind == "att" else ~sample.is_treated
    return np.asarray(chosen * (sample.n_obs / chosen.sum()), dtype=np.float64)
