"""A straight line for the treatment, anything for the rest: double machine learning for numbers.

What the adjustment columns say about treatment and outcome is learned on other rows and taken away; the
line through what is left is the effect of one unit more (Robinson 1988; Chernozhukov and others 2018,
eq. 4.4). Splits are repeated and the median taken, as for ``aipw``.

>>> import numpy as np
>>> slope(np.array([1.0, -1.0]), np.array([3.0, -3.0]))[0]
3.0
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from causal_core.errors import EstimateError
from causal_core.estimation.coding import Array
from causal_core.estimation.crossfit import (
    N_FOLDS,
    Materials,
    folds,
    materials,
    median_split,
    one_thread,
    predict_unseen,
)
from causal_core.estimation.fit import Fit, Options, Steps
from causal_core.estimation.regression import enough_rows
from causal_core.estimation.sample import Sample
from causal_core.results import Assumption

REPEATS = 5
LEFT = 1e-6
"""Share of the treatment's variance that must be left after adjustment for a line to be drawn."""

SAME_SLOPE = Assumption(
    id="constant_effect",
    text="One unit more of the treatment does the same for everybody and at every level.",
    source="default",
    status="untested",
)


def slope(treatment_left: Array, outcome_left: Array) -> tuple[float, Array]:
    """The line through the origin and each row's influence on it."""
    spread = float(np.mean(treatment_left**2))
    value = float(np.mean(treatment_left * outcome_left)) / spread
    return value, treatment_left * (outcome_left - value * treatment_left) / spread


def partially_linear(sample: Sample, options: Options) -> Fit:
    """The change of the outcome for one unit more of the treatment (times the step asked for).

    Works for a treatment with two values too. Normal interval from the influence function.

    Raises
    ------
    NotEnoughDataError
        Hardly more rows than columns.
    EstimateError
        Nothing of the treatment is left when the adjustment columns are accounted for.
    """
    given = materials(sample, trees=not options.light)
    enough_rows(sample, min(given.matrix.shape[1] + 1, 2 * N_FOLDS))
    tasks = [(sample, given, (options.seed, k)) for k in range(1 if options.light else REPEATS)]
    step = Steps(options.tick, total=2 * N_FOLDS * len(tasks))
    if options.executor is None:
        splits = [_one_split(*task, step=step) for task in tasks]
    else:
        splits = []
        for split in options.executor.map(_elsewhere, tasks):
            splits.append(split)
            step(2 * N_FOLDS)
    middle, error = median_split([v for v, _ in splits], [i for _, i in splits])
    two = sample.mode == "two_values"
    return Fit(
        value=splits[middle][0] * sample.step,
        std_error=error * abs(sample.step),
        influence=splits[middle][1] * sample.step,
        contrast="per_unit" if not two and sample.treated is None else "difference",
        assumptions=(SAME_SLOPE,),
        warnings=given.warnings,
    )


def _elsewhere(task: tuple[Sample, Materials, tuple[int, ...]]) -> tuple[float, Array]:
    """One split in a worker, whose threads nobody has limited yet."""
    with one_thread(trees=True):
        return _one_split(*task)


def _one_split(
    sample: Sample, given: Materials, seed: tuple[int, ...], step: Callable[[], None] | None = None
) -> tuple[float, Array]:
    t, y = sample.treatment, sample.outcome
    two = sample.mode == "two_values"
    fold = folds(t > np.median(t) if not two else sample.is_treated, n_folds=N_FOLDS, seed=seed)
    t_left = t - predict_unseen(given, t, fold, chances=two, step=step)
    y_left = y - predict_unseen(given, y, fold, chances=sample.outcome_is_risk, step=step)
    if float(np.mean(t_left**2)) <= LEFT * float(t.var()):
        raise EstimateError(
            f"The adjustment columns say almost exactly what “{sample.treatment_name}” is; nothing is left to "
            "learn from.",
            fix="Take out of the adjustment what is only another name for the treatment.",
        )
    return slope(t_left, y_left)
