"""Logistic regression by iteratively reweighted least squares, with an optional small ridge.

>>> import numpy as np
>>> x = np.column_stack([np.ones(6), [-2.0, -1.0, 0.0, 0.0, 1.0, 2.0]])
>>> logistic(x, np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])).probability.round(2)[2:4].tolist()
[0.5, 0.5]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causal_core.estimation.coding import Array

MAX_STEPS = 30
"""Newton's method needs about 6 steps; a run that has not settled by 30 has separated groups."""
TOLERANCE = 1e-9
LARGEST_SCORE = 30.0
"""exp(−30) is 1e-13: beyond this a chance is 0 or 1 in double precision for every purpose here."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted model: coefficients, fitted chances, and the inverse of the information matrix."""

    coef: Array
    probability: Array
    covariance: Array
    converged: bool

    def predict(self, design: Array) -> Array:
        """Chances for other rows."""
        return expit(design @ self.coef)


def expit(score: Array) -> Array:
    """1 / (1 + exp(−score)), never exactly 0 or 1."""
    chance: Array = 1.0 / (1.0 + np.exp(-np.clip(score, -LARGEST_SCORE, LARGEST_SCORE)))
    return chance


def logistic(
    design: Array,
    outcome: Array,
    *,
    ridge: float = 0.0,
    start: Array | None = None,
    tolerance: float = TOLERANCE,
) -> Logistic:
    """Fit 0/1 outcomes on a design whose first column is ones.

    ``ridge`` penalises the squared coefficients of all columns but the first; ``start`` are coefficients to
    start from. O(n p²) a step.
    ``converged`` is False when the coefficients still grow after 30 steps, as they do without ridge where
    the columns tell the two outcomes apart without exception.
    """
    n_columns = design.shape[1]
    penalty = np.full(n_columns, max(ridge, 1e-10))
    penalty[0] = 1e-10
    if start is None:
        mean = float(np.clip(outcome.mean(), 1e-6, 1 - 1e-6))
        coef = np.zeros(n_columns)
        coef[0] = np.log(mean / (1 - mean))
    else:
        coef = start
    converged = False
    for _ in range(MAX_STEPS):
        chance = expit(design @ coef)
        information, gradient = _derivatives(design, outcome, chance, coef, penalty)
        step = np.linalg.solve(information, gradient)
        coef = coef + step
        if float(np.abs(step).max()) < tolerance * (1.0 + float(np.abs(coef).max())):
            converged = True
            break
    chance = expit(design @ coef)
    information, _ = _derivatives(design, outcome, chance, coef, penalty)
    return Logistic(coef, chance, np.asarray(np.linalg.inv(information), dtype=np.float64), converged)


def _derivatives(
    design: Array, outcome: Array, chance: Array, coef: Array, penalty: Array
) -> tuple[Array, Array]:
    spread = chance * (1.0 - chance)
    information = (design * spread[:, None]).T @ design + np.diag(penalty)
    return information, design.T @ (outcome - chance) - penalty * coef
