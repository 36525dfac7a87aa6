"""What is attacked: the rows, the method, the estimate, and the ways to make it again quickly.

A stress test changes the data in some way and estimates again, a hundred times. For that the method runs
in its light form (one split, penalised regressions only), so everything is compared with the light form's
answer on the unchanged data, which is reported too.

>>> one_seed(7, 2, 5) == one_seed(7, 2, 5)
True
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

import numpy as np

from causal_core.errors import EstimateError, NotEnoughDataError
from causal_core.estimation.crossfit import one_thread
from causal_core.estimation.fit import Fit, Options, interval
from causal_core.estimation.methods import method_named
from causal_core.estimation.sample import Sample
from causal_core.identification.answer import Answer
from causal_core.results import Estimate
from causal_core.table.table import Table
from causal_core.words import effect_size, with_unit

FAR_APART = 0.5
"""Standard errors of the answer between it and the quick form from which on it is said what that means."""
Change = Callable[[Sample, np.random.Generator], Sample]
Tick = Callable[[int], None]
CHUNK = 10
"""Draws sent to a worker at a time: small enough to show progress, large enough to be worth the trip."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """An estimate with what is needed to make it again.

    ``control`` is the variable that a test is run with, empty for the tests that need none.
    """

    sample: Sample
    method: str
    options: Options
    estimate: Estimate
    fit: Fit
    table: Table
    answer: Answer
    control: str = ""
    number: int = 0
    draws: int = 100
    executor: Executor | None = None
    tick: Tick = field(default=lambda _: None)

    @property
    def null(self) -> float:
        """The value that means no effect."""
        return 1.0 if self.estimate.contrast == "odds_ratio" else 0.0

    @property
    def whole(self) -> Options:
        """The method's full form, for a test that estimates once."""
        return replace(self.options, light=False)

    @property
    def scale(self) -> float:
        """The standard error shifts are measured against."""
        return self.fit.std_error if self.fit.std_error > 0 else 1.0

    def said(self, value: float) -> str:
        """A value of the estimate's kind in the unit of the answer."""
        return effect_size(self.estimate, value)

    def line(self, value: float) -> str:
        """A regression's value in the unit of the answer; where that is an odds ratio, this is a risk all the same."""
        risk = self.estimate.outcome_is_risk
        return with_unit(value, risk=True) if risk else effect_size(self.estimate, value)

    def of(self, sample: Sample, value: float) -> str:
        """A difference in another comparison, of the outcome itself in its unit or of another variable."""
        estimate, unit = self.estimate, sample.unit
        if sample.outcome_name == estimate.outcome:
            unit = estimate.unit.removesuffix(f" per unit of {estimate.treatment}")
        return with_unit(value, unit=unit, risk=sample.outcome_is_risk)

    def quick_form(self) -> str:
        """A sentence to add where the quick form's value is not, as it is read, that of the answer; else empty.

        Further apart than :data:`FAR_APART` standard errors of the answer, it says what that means.
        """
        quick, answer = self.said(self.fit.value), self.said(self.estimate.value)
        if quick == answer:
            return ""
        text = (
            f" The quick form of the method gives {quick} on the unchanged data (the answer: {answer}), and what is "
            "made again is compared with that."
        )
        apart = abs(self.fit.value - self.estimate.value)
        if apart > FAR_APART * self.estimate.std_error > 0:
            text += (
                " The two are more than half a standard error apart, so this test tells less about the answer than "
                "about the quick form."
            )
        return text


@dataclass(frozen=True, slots=True)
class Draw:
    """One new estimate and its interval; ``value`` is NaN where it could not be computed."""

    value: float
    low: float
    high: float


def one_seed(seed: int, number: int, k: int) -> tuple[int, int, int]:
    """The seed of draw ``k`` of test ``number``, the same in whatever order or process draws are made."""
    return (seed, number + 1, k)


def light_fit(sample: Sample, method: str, options: Options) -> Fit:
    """The estimate by the fast form of the method.

    Raises
    ------
    NotEnoughDataError
        A side with fewer than two rows, or a treatment that is the same in all of them: what is left of few rows.
    """
    sides = (int(sample.is_treated.sum()), int((~sample.is_treated).sum()))
    alone = sample.mode == "two_values" and min(sides) < 2
    if alone or float(np.ptp(sample.treatment)) == 0:
        raise NotEnoughDataError("Too few rows are left on one side to compare.", fix="Bring more rows.")
    return method_named(method)(sample, options)


def draw_again(target: Target, change: Change) -> tuple[list[Draw], int]:
    """The estimates after ``change``, one a draw, and how many could not be computed.

    ``change`` is a top-level function, so that a pool of processes can be handed it.
    """
    tasks = [
        (target.sample, target.method, target.options, change, target.number, range(start, stop))
        for start, stop in _spans(target.draws)
    ]
    made: list[Draw] = []
    run = map(_draw_some, tasks) if target.executor is None else target.executor.map(_elsewhere, tasks)
    for some in run:
        made += some
        target.tick(len(some))
    good = [d for d in made if np.isfinite(d.value)]
    return good, len(made) - len(good)


def _spans(draws: int) -> list[tuple[int, int]]:
    return [(start, min(start + CHUNK, draws)) for start in range(0, draws, CHUNK)]


def _elsewhere(task: tuple[Sample, str, Options, Change, int, range]) -> list[Draw]:
    """Some draws in a worker, whose threads nobody has limited yet."""
    with one_thread():
        return _draw_some(task)


def _draw_some(task: tuple[Sample, str, Options, Change, int, range]) -> list[Draw]:
    sample, method, options, change, number, which = task
    return [_draw(sample, method, options, change, one_seed(options.seed, number, k)) for k in which]


def _draw(sample: Sample, method: str, options: Options, change: Change, seed: tuple[int, ...]) -> Draw:
    try:
        fit = light_fit(change(sample, np.random.default_rng(seed)), method, options)
    except EstimateError:
        return Draw(float("nan"), float("nan"), float("nan"))
    low, high = fit.ci or interval(fit.value, fit.std_error, level=options.level, dof=fit.dof)
    return Draw(fit.value, low, high)
