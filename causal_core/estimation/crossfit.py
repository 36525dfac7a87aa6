"""Predictions for each row by models that have not seen it.

Rows are split into folds, treated and untreated in proportion; what is predicted for a fold is learned on
the others (Chernozhukov and others 2018, definition 3.1). The rows come in canonical order, so the same
seed gives the same folds however the file was sorted.

>>> import numpy as np
>>> folds(np.array([1, 1, 0, 0], dtype=bool), n_folds=2, seed=(0,)).tolist() in ([[0, 1, 0, 1], [0, 1, 1, 0],
...     [1, 0, 0, 1], [1, 0, 1, 0]])
True
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from causal_core.estimation.coding import Array
from causal_core.estimation.fit import influence_error
from causal_core.estimation.nuisance import (
    TREE_ROWS,
    Predict,
    boosted,
    mix,
    penalised_logistic,
    ridge,
    steadied_logistic,
)
from causal_core.estimation.sample import Mask, Sample

Folds = npt.NDArray[np.intp]
N_FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Materials:
    """The adjustment columns in the two shapes the learners want."""

    matrix: Array
    raw: Array
    trees: bool  # also whether the penalty of the logistic regression is worth choosing
    warnings: tuple[str, ...]


def materials(sample: Sample, *, trees: bool) -> Materials:
    """The design with squares for the regressions, and ranks for the trees.

    Trees only look at the order of values, and ranks have no unit: rounding cannot move a split.
    """
    design = sample.design(squares=True)
    raw = (
        np.column_stack([_ranks(c.values) for c in sample.covariates]) if sample.covariates else design.matrix
    )
    return Materials(design.matrix, raw, trees, design.warnings)


def _ranks(values: Array) -> Array:
    """0 for the smallest value, 1 for the next one, and so on; equal values have equal ranks."""
    return np.unique(values, return_inverse=True)[1].astype(np.float64)


def folds(groups: npt.NDArray[np.bool_], *, n_folds: int, seed: tuple[int, ...]) -> Folds:
    """A fold number for each row, each fold holding its share of both groups."""
    rng = np.random.default_rng(seed)
    found = np.empty(len(groups), dtype=np.intp)
    for group in (True, False):
        rows = np.flatnonzero(groups == group)
        found[rng.permutation(rows)] = np.arange(len(rows)) % n_folds
    return found


def one_thread(*, trees: bool = False) -> AbstractContextManager[object]:
    """Keep linear algebra, and with ``trees`` boosted trees, to one thread.

    On a few thousand rows, starting threads costs more than the work; and sums come out bit for bit the
    same on any number of cores.
    """
    from threadpoolctl import threadpool_limits

    if trees:
        import sklearn.ensemble  # noqa: F401 (a limit only binds thread pools that are loaded already)

    limited: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limited


def predict_unseen(
    given: Materials,
    target: Array,
    fold: Folds,
    *,
    learn_on: Mask | None = None,
    chances: bool,
    step: Callable[[], None] | None = None,
) -> Array:
    """The expected ``target`` of every row, learned on the rows of the other folds that are in ``learn_on``.

    Where the group has rows enough, penalised regression and trees are mixed by their error on the unseen
    rows of the group. ``step`` is called after each fold.
    """
    group = np.ones(len(target), dtype=bool) if learn_on is None else learn_on
    learners = _learners(given, target, group, chances)
    predictions = [np.empty(len(target)) for _ in learners]
    for k in range(int(fold.max()) + 1):
        there, here = group & (fold != k), fold == k
        for (columns, learn), found in zip(learners, predictions, strict=True):
            found[here] = learn(columns[there], target[there])(columns[here])
        if step is not None:
            step()
    weights = mix([p[group] for p in predictions], target[group])
    mixed: Array = sum((w * p for w, p in zip(weights, predictions, strict=True)), np.zeros(len(target)))
    return mixed


def _learners(
    given: Materials, target: Array, group: Mask, chances: bool
) -> list[tuple[Array, Callable[[Array, Array], Predict]]]:
    found: list[tuple[Array, Callable[[Array, Array], Predict]]] = []
    if chances:
        penalty, start = steadied_logistic(given.matrix[group], target[group], choose=given.trees)
        found.append((given.matrix, partial(penalised_logistic, penalty=penalty, start=start)))
    else:
        found.append((given.matrix, ridge))
    common = min(int(target[group].sum()), int((1 - target[group]).sum())) if chances else int(group.sum())
    if given.trees and common >= TREE_ROWS:
        found.append((given.raw, lambda x, y: boosted(x, y, chances=chances)))
    return found


def median_split(values: Sequence[float], influences: Sequence[Array]) -> tuple[int, float]:
    """Which repeat is the median, and the standard error over repeats.

    The median over repeats of (variance + squared distance from the median estimate): Chernozhukov and
    others 2018, definition 3.3.
    """
    middle = int(np.argsort(values, kind="stable")[len(values) // 2])
    apart = np.array(values) - values[middle]
    variances = np.array([influence_error(i) ** 2 for i in influences]) + apart**2
    return middle, float(np.sqrt(np.median(variances)))
