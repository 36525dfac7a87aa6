"""Doubly robust estimation with cross-fitting: right if either the outcomes or the chances are learned well.

The augmented inverse-probability-weighted score (Robins, Rotnitzky and Zhao 1994), with both models learned
on other rows than those they are used for (Chernozhukov and others 2018, eq. 5.3 for everybody and 5.4 for
the treated). The split is repeated and the median taken, so that the answer hardly depends on the seed
(their definition 3.3).

>>> clip_share(__import__("numpy").array([0.001, 0.5, 0.6, 0.995]))
0.5
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from causal_core.errors import NotEnoughDataError
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
from causal_core.estimation.fit import Fit, Options, Steps, two_sided
from causal_core.estimation.ipw import side_weights
from causal_core.estimation.sample import Sample
from causal_core.words import percent

CLIP = 0.01
"""Chances are kept within 1 % and 99 %, so that no row weighs more than a hundred (as DoubleML does)."""
REPEATS = 5
"""Odd, so that the median is one of them; five bring the spread between seeds to a sixth of the standard
error or less on the published examples."""
MIN_SIDE = 10
"""Two rows a side in each of the five folds."""


@dataclass(frozen=True, slots=True, eq=False)
class _Split:
    """What one split of the rows gave."""

    value: float
    influence: Array
    means: tuple[float, float]
    chances: Array
    clipped: float


def aipw(sample: Sample, options: Options) -> Fit:
    """Average of treated minus untreated outcome over everybody, the treated, or the untreated.

    Normal interval from the influence function; over the repeats, the median of each variance plus the
    squared distance from the median estimate. Cost: five repeats of five folds of three models.

    Raises
    ------
    NotEnoughDataError
        Fewer than ten rows on a side.
    """
    two_sided(sample, "aipw")
    smaller = int(min(sample.is_treated.sum(), (~sample.is_treated).sum()))
    if smaller < MIN_SIDE:
        raise NotEnoughDataError(
            f"One side of the comparison has only {smaller} rows; this method needs {MIN_SIDE}.",
            fix="Use the method “linear_regression”, or bring more rows.",
        )
    given = materials(sample, trees=not options.light)
    tasks = [(sample, given, options.kind, (options.seed, k)) for k in range(1 if options.light else REPEATS)]
    a_split = N_FOLDS * (3 if options.kind == "ate" else 2)
    step = Steps(options.tick, total=a_split * len(tasks))
    if options.executor is None:
        splits = [_score(*task, step=step) for task in tasks]
    else:
        splits = []
        for split in options.executor.map(_elsewhere, tasks):
            splits.append(split)
            step(a_split)
    return _median(splits, sample, options.kind, given.warnings)


def _elsewhere(task: tuple[Sample, Materials, str, tuple[int, ...]]) -> _Split:
    """One split in a worker, whose threads nobody has limited yet."""
    with one_thread(trees=True):
        return _score(*task)


def _score(
    sample: Sample,
    given: Materials,
    kind: str,
    seed: tuple[int, ...],
    step: Callable[[], None] | None = None,
) -> _Split:
    t, y, hit = sample.treatment, sample.outcome, sample.is_treated
    fold = folds(hit, n_folds=N_FOLDS, seed=seed)
    raw_chances = predict_unseen(given, t, fold, chances=True, step=step)
    e = np.clip(raw_chances, CLIP, 1 - CLIP)
    risk = sample.outcome_is_risk
    m0 = predict_unseen(given, y, fold, learn_on=~hit, chances=risk, step=step) if kind != "atc" else y
    m1 = predict_unseen(given, y, fold, learn_on=hit, chances=risk, step=step) if kind != "att" else y
    if kind == "ate":
        one = m1 + t * (y - m1) / e
        zero = m0 + (1 - t) * (y - m0) / (1 - e)
        shares = np.ones(len(t))
    elif kind == "att":
        shares = t / t.mean()
        one, zero = shares * y, shares * m0 + (1 - t) * e / (1 - e) * (y - m0) / t.mean()
    else:
        shares = (1 - t) / (1 - t).mean()
        one, zero = shares * m1 + t * (1 - e) / e * (y - m1) / (1 - t).mean(), shares * y
    value = float((one - zero).mean())
    return _Split(
        value=value,
        influence=one - zero - shares * value,
        means=(float(one.mean()), float(zero.mean())),
        chances=e,
        clipped=clip_share(raw_chances),
    )


def _median(splits: list[_Split], sample: Sample, kind: str, warnings: tuple[str, ...]) -> Fit:
    at, error = median_split([s.value for s in splits], [s.influence for s in splits])
    middle = splits[at]
    treated, control = side_weights(middle.chances, kind)
    fit = Fit(
        value=middle.value,
        std_error=error,
        influence=middle.influence,
        means=middle.means,
        weights=np.where(sample.is_treated, treated, control),
        propensity=middle.chances,
        warnings=warnings,
    )
    if middle.clipped > 0:
        said = (
            f"For {percent(middle.clipped)} of the rows the estimated chance of treatment was moved to "
            f"{percent(CLIP)} or {percent(1 - CLIP)}."
        )
        fit = replace(fit, warnings=(*fit.warnings, said))
    return fit


def clip_share(chances: Array) -> float:
    """Share of rows whose chance is outside the clip."""
    return float(((chances < CLIP) | (chances > 1 - CLIP)).mean())
