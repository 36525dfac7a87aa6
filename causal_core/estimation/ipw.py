"""Weighting: each row counts as often as its treatment was unlikely, so both sides come to look alike.

The chance of treatment is a logistic regression with squares; means are taken with normalised weights
(Hájek). The standard error accounts for the chances being estimated (Lunceford and Davidian 2004, eq. 19;
here from the derivative of the weights, so that it also holds for the treated and the untreated). This is
Program 12.2 of Hernán and Robins, *What If*.

>>> import numpy as np
>>> side_weights(np.array([0.5, 0.25]), "ate")[0].tolist()
[2.0, 4.0]
"""

from __future__ import annotations

import numpy as np

from causal_core.estimation.coding import Array
from causal_core.estimation.fit import Fit, Options, influence_error, two_sided
from causal_core.estimation.logistic import logistic
from causal_core.estimation.overlap import RIDGE
from causal_core.estimation.sample import Sample


def ipw(sample: Sample, options: Options) -> Fit:
    """Weighted mean of the treated minus weighted mean of the untreated. O(n p²).

    Where the logistic regression does not settle because some kind of row is only on one side, it is
    slightly penalised, with a warning.
    """
    two_sided(sample, "ipw")
    design = sample.design(squares=True)
    x, t, y = design.matrix, sample.treatment, sample.outcome
    fitted = logistic(x, t)
    warnings = list(design.warnings)
    if not fitted.converged:
        fitted = logistic(x, t, ridge=RIDGE)
        warnings.append(
            "Some kinds of rows are found on one side only; the model of who is treated was steadied by a "
            "small penalty."
        )
    e = fitted.probability
    (w1, slope1), (w0, slope0) = _weights_and_slopes(e, options.kind)
    first, second = _side(t, w1, slope1, y, x), _side(1 - t, w0, slope0, y, x)
    information = (x * (e * (1 - e))[:, None]).T @ x / len(t)
    scores = (t - e)[:, None] * x
    gradient = first[2] - second[2]
    influence = first[1] - second[1] + scores @ np.linalg.solve(information, gradient)
    spare = len(t) - 1 - design.n_columns
    return Fit(
        value=first[0] - second[0],
        std_error=influence_error(influence) * float(np.sqrt(len(t) / max(spare, 1))),
        dof=float(max(spare, 1)),
        influence=influence,
        means=(first[0], second[0]),
        weights=np.where(sample.is_treated, w1, w0),
        propensity=e,
        warnings=tuple(warnings),
    )


def side_weights(e: Array, kind: str) -> tuple[Array, Array]:
    """The weight of each row if treated, and if not, for a chance of treatment ``e``."""
    (treated, _), (control, _) = _weights_and_slopes(e, kind)
    return treated, control


def _weights_and_slopes(e: Array, kind: str) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Weights of treated and untreated, each with its derivative in the log odds of treatment."""
    ones, zeros = np.ones_like(e), np.zeros_like(e)
    odds = e / (1 - e)
    treated = {"ate": (1 / e, -1 / odds), "att": (ones, zeros), "atc": (1 / odds, -1 / odds)}[kind]
    control = {"ate": (1 / (1 - e), odds), "att": (odds, odds), "atc": (ones, zeros)}[kind]
    return treated, control


def _side(member: Array, weights: Array, slopes: Array, y: Array, x: Array) -> tuple[float, Array, Array]:
    """Weighted mean of one side, each row's influence on it, and its derivative in the coefficients."""
    w = member * weights
    total = w.mean()
    mean = float((w * y).mean() / total)
    centred = y - mean
    gradient = ((member * slopes * centred)[:, None] * x).mean(axis=0) / total
    return mean, w * centred / total, gradient
