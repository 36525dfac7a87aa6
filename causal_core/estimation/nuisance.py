"""Learners for what is needed on the way: expected outcomes and chances of treatment.

Two kinds are fitted and combined. A penalised regression on squares is fast and steady; boosted trees
(Friedman 2001, in scikit-learn's histogram form) catch what it misses, where there are rows enough. The mix
is the convex combination with the least squared error on rows that neither has seen (stacking: Wolpert
1992; van der Laan and others 2007), so a learner that does not help gets no weight.

>>> import numpy as np
>>> mix([np.array([0.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0])], np.array([0.0, 1.0, 2.0]))
(1.0, 0.0)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from causal_core.estimation.coding import Array
from causal_core.estimation.logistic import expit, logistic

Predict = Callable[[Array], Array]

RIDGE_GRID = tuple(float(v) for v in np.logspace(-3, 4, 15))
LOGISTIC_GRID = (0.01, 1.0, 10.0, 100.0)
"""Penalties on standardised columns, from almost none to one that thousands of rows outweigh."""
SLIGHT = 1.0
CLOSE_ENOUGH = 1e-6
"""A chance known to six digits is enough for a weight; the outer methods use it on held-out rows only."""
TREE_ROWS = 100
"""Fewer rows than this in a group do not fill the leaves (20 rows each) of more than a stump or two."""
TREES: dict[str, object] = {
    "max_iter": 25,
    "learning_rate": 0.15,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 20,
    "early_stopping": False,
    "random_state": 0,
}
"""25 steps of 0.15 with eight leaves: shallow and shrunk, so that with 1,500 rows it follows no noise."""


def scaler(matrix: Array) -> tuple[Array, Array]:
    """Mean and spread of each column but the first (the ones); a spread of 0 becomes 1."""
    spread = matrix[:, 1:].std(axis=0)
    return matrix[:, 1:].mean(axis=0), np.where(spread > 1e-12, spread, 1.0)


def ridge(matrix: Array, outcome: Array) -> Predict:
    """Linear regression with a penalty chosen by exact leave-one-out error (Allen 1974). O(n p²)."""
    centre, spread = scaler(matrix)
    scaled = (matrix[:, 1:] - centre) / spread
    squares, axes = np.linalg.eigh(scaled.T @ scaled)
    keep = squares > 1e-10 * squares.max(initial=0.0)
    squares, axes = squares[keep], axes[:, keep]
    mean = float(outcome.mean())
    u = scaled @ (axes / np.sqrt(squares))
    projected = u.T @ (outcome - mean)
    shrinks = squares[:, None] / (squares[:, None] + np.array(RIDGE_GRID))
    slack = np.maximum(1.0 - 1.0 / len(outcome) - (u * u) @ shrinks, 1e-6)
    errors = ((outcome - mean)[:, None] - u @ (shrinks * projected[:, None])) / slack
    chosen = shrinks[:, int(np.argmin(np.einsum("ij,ij->j", errors, errors)))]
    coef = axes @ (projected * chosen / np.sqrt(squares))

    def predict(rows: Array) -> Array:
        return np.asarray((rows[:, 1:] - centre) / spread @ coef + mean)

    return predict


def steadied_logistic(matrix: Array, outcome: Array, *, choose: bool) -> tuple[float, Array]:
    """A penalty for logistic regression on standardised columns, and the coefficients to start from.

    With ``choose``, the penalty with the least AIC, the number of parameters being the trace of the
    smoother; else a slight one.
    """
    scaled = _scaled(matrix, scaler(matrix))
    best, penalty, start = np.inf, SLIGHT, np.zeros(scaled.shape[1])
    for tried in LOGISTIC_GRID if choose else (SLIGHT,):
        fitted = logistic(scaled, outcome, ridge=tried, tolerance=CLOSE_ENOUGH)
        p = fitted.probability
        weighed = (scaled * (p * (1 - p))[:, None]).T @ scaled
        used = float(np.sum(weighed * fitted.covariance))
        aic = 2.0 * used - 2.0 * float(np.sum(outcome * np.log(p) + (1 - outcome) * np.log1p(-p)))
        if aic < best:
            best, penalty, start = aic, tried, fitted.coef
    return penalty, start


def penalised_logistic(matrix: Array, outcome: Array, *, penalty: float, start: Array) -> Predict:
    """Chances from a logistic regression with this penalty on standardised columns."""
    about = scaler(matrix)
    fitted = logistic(_scaled(matrix, about), outcome, ridge=penalty, start=start, tolerance=CLOSE_ENOUGH)

    def predict(rows: Array) -> Array:
        return expit(_scaled(rows, about) @ fitted.coef)

    return predict


def _scaled(matrix: Array, about: tuple[Array, Array]) -> Array:
    return np.column_stack([np.ones(len(matrix)), (matrix[:, 1:] - about[0]) / about[1]])


def boosted(raw: Array, outcome: Array, *, chances: bool) -> Predict:
    """Boosted trees on the columns as they are; ``chances`` for 0/1 outcomes."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    if chances:
        classifier = HistGradientBoostingClassifier(**TREES).fit(raw, outcome)
        return lambda rows: np.asarray(classifier.predict_proba(rows)[:, 1])
    regressor = HistGradientBoostingRegressor(**TREES).fit(raw, outcome)
    return lambda rows: np.asarray(regressor.predict(rows))


def mix(predictions: Sequence[Array], outcome: Array) -> tuple[float, ...]:
    """Weights (≥ 0, summing to 1) of the combination of one or two with the least squared error."""
    if len(predictions) == 1:
        return (1.0,)
    first, second = predictions
    gap = first - second
    length = float(gap @ gap)
    share = 1.0 if length == 0 else float(np.clip((outcome - second) @ gap / length, 0.0, 1.0))
    return (share, 1.0 - share)
