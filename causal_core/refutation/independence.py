"""Do two columns go together among rows alike in others? One test for all kinds of columns.

Both columns are predicted from the given ones; if nothing else joins them, what is left of one and what is
left of the other average to nothing when multiplied (the generalised covariance measure: Shah and Peters
2020, Ann. Statist. 48:1514–1538, eq. 3 and theorem 6). The product's mean is measured against its own spread,
so nothing is assumed about equal variances. A category is one column a level, and the test is then of all the
products at once, against their covariance (chi-square; their section 3.2 with the Euclidean norm in the place
of the largest).

Numbers enter as normal scores of their ranks, so unit, scale, any rising transformation and far-off values
make no difference. The prediction is a regression on one indicator for each combination of the given categories
(where they have rows enough), natural cubic splines of the given numbers, and products of pairs while there are
twenty rows for each column.

What it cannot see: two columns that go together without any tendency to rise and fall together (one large
where the other is far from its middle, either way), or one way in some rows and as strongly the other way in
others. What may mislead it: a dependence on the given columns that the regression cannot follow.

>>> x = np.arange(200.0) % 14
>>> columns = [Coded("x", x), Coded("y", 50 - x**3), Coded("z", np.arange(200.0) // 14)]
>>> alone = Given.of((), 200)
>>> association(columns[0], columns[1], alone).effect
-1.0
>>> association(columns[0], columns[2], alone).p_value > 0.05
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

from causal_core.estimation.coding import LARGEST, Array, as_number
from causal_core.estimation.least_squares import dependent_columns
from causal_core.table.table import Table

Codes = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
ROWS_PER_COLUMN = 6
"""Cells, splines and products are only used while there are so many rows for each column of the regression."""
LEAST_LEFT = 20
"""Rows beyond the regression's columns under which the product's spread says little."""
LEVEL_ROWS = 10
"""Levels with fewer rows share one indicator."""
MOST_LEVELS = 8
"""Indicators a category keeps: the most frequent levels, and one for the rest."""
MOST_TEXT_LEVELS = 50
"""A category with more levels is more likely free text or an identifier."""
MOST_COLUMNS = 150
"""Past this a regression takes long and gains nothing."""
KNOTS = ((5000, 9), (1000, 6), (150, 4), (60, 2), (0, 0))
"""From so many rows on, so many knots of each curve."""
NOTHING_LEFT = 1e-8
"""A share of the spread under which the given columns say exactly what a column is."""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column without gaps: numbers, or codes of levels (then ``levels`` is their number)."""

    name: str
    values: Array
    levels: int = 0

    def take(self, rows: npt.NDArray[np.intp]) -> Coded:
        """Some of the rows."""
        return Coded(self.name, self.values[rows], self.levels)

    @property
    def constant(self) -> bool:
        """The same value in every row."""
        return bool((self.values == self.values[0]).all()) if len(self.values) else True

    def targets(self) -> Array:
        """What is compared, shape (n, d): normal scores, or indicators of all levels but the most frequent."""
        if not self.levels:
            return normal_scores(self.values)[:, None]
        return indicators(self.values.astype(np.intp), self.levels)[:, 1:]


@dataclass(frozen=True, slots=True)
class Found:
    """What a test gave: the chance of so much by accident, and how strongly the two go together.

    ``effect`` is the correlation of what is left of both, with its sign; for a category with three or more
    levels the largest such correlation over all ways to score its levels, which has none.
    """

    p_value: float
    effect: float
    n_obs: int


def coded(table: Table, name: str) -> tuple[Coded, Mask]:
    """A column as the test wants it, and which rows it is known in (finite, for numbers)."""
    column = table.frame[name]
    known = ~column.isna().to_numpy()
    if table.variable(name).kind in ("number", "time"):
        numbers = as_number(column)
        if numbers is not None:
            known &= np.abs(np.where(known, numbers, np.inf)) <= LARGEST
            return Coded(name, np.where(known, numbers, 0.0)), known
    labels = table.labels(name).to_numpy(dtype=object)
    found = sorted({str(v) for v in labels[known]})
    place = {level: k for k, level in enumerate(found)}
    codes = np.array(
        [place[str(v)] if k else 0 for v, k in zip(labels, known, strict=True)], dtype=np.float64
    )
    return Coded(name, codes, max(len(found), 1)), known


def normal_scores(values: Array) -> Array:
    """Normal quantiles of the ranks (ties share theirs), centred, with spread 1."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    scores = ndtri((rankdata(values) - 0.5) / len(values))
    scores = scores - scores.mean()
    spread = float(scores.std())
    return np.asarray(scores / spread if spread > 0 else scores, dtype=np.float64)


def indicators(codes: Codes, levels: int) -> Array:
    """One column a level, the most frequent first; rare levels, and those past :data:`MOST_LEVELS`, in one."""
    counts = np.bincount(codes, minlength=levels)
    order = np.argsort(-counts, kind="stable")
    kept = [int(k) for k in order[:MOST_LEVELS] if counts[k] >= LEVEL_ROWS] or [int(order[0])]
    rest = [int(k) for k in order if counts[k] and int(k) not in kept]
    columns = [codes == k for k in kept]
    if rest:
        columns.append(np.isin(codes, rest))
    return np.asarray(np.column_stack(columns), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Given:
    """The regression on the given columns, factorised once for every pair that is tested under it."""

    q: Array

    @classmethod
    def of(cls, columns: Sequence[Coded], n_rows: int) -> Given:
        """O(n p²) for p columns of the regression."""
        matrix = design(columns, n_rows)
        q, r = np.linalg.qr(matrix)
        length = np.linalg.norm(r, axis=0)
        if (np.abs(np.diag(r)) <= NOTHING_LEFT * np.maximum(length, 1e-300)).any():
            gone = set(dependent_columns(matrix))
            q, _ = np.linalg.qr(matrix[:, [k for k in range(matrix.shape[1]) if k not in gone]])
        return cls(q)

    @property
    def n_columns(self) -> int:
        """Columns of the regression, ones included."""
        return int(self.q.shape[1])

    @cached_property
    def slack(self) -> Array:
        """One minus each row's leverage."""
        return np.asarray(
            np.maximum(1.0 - np.einsum("ij,ij->i", self.q, self.q), NOTHING_LEFT), dtype=np.float64
        )

    def left(self, targets: Array) -> Array:
        """What the given columns do not say of these."""
        return np.asarray(targets - self.q @ (self.q.T @ targets))


def association(a: Coded, b: Coded, given: Given) -> Found:
    """Test two columns of equal rows; O(n d²) for d products. The columns must vary beyond what is given."""
    return of_what_is_left(given.left(a.targets()), given.left(b.targets()), given)


def of_what_is_left(left_a: Array, left_b: Array, given: Given) -> Found:
    """The same for columns whose predictable part is taken away already.

    The sum of the products is measured by two spreads, and the wider one counts: the products' own (each square
    divided by its row's slack, the correction HC2 of MacKinnon and White 1985), and the one they would have with
    equal variances, which is steadier where a value is rare.
    """
    from scipy.special import betainc

    n = len(left_a)
    left = n - given.n_columns
    products = (left_a[:, :, None] * left_b[:, None, :]).reshape(n, -1)
    total = products.sum(axis=0)
    own = _length(total, products.T @ (products / given.slack[:, None]))
    equal = _length(total, np.kron(left_a.T @ left_a, left_b.T @ left_b) / left)
    statistic, dims = min(own, equal)
    # With normal products the statistic over its largest possible value, the number of rows, has a beta law.
    share = min(statistic / left, 1.0)
    p_value = float(betainc((left - dims) / 2, dims / 2, 1.0 - share)) if left > dims else 1.0
    return Found(p_value, _strength(left_a, left_b), n)


def _length(total: Array, spread: Array) -> tuple[float, int]:
    """The sum's squared length in units of its spread, and in how many directions there is any."""
    values, vectors = np.linalg.eigh(spread)
    good = values > 1e-10 * max(float(values[-1]), 1e-300)
    return float(np.sum((vectors[:, good].T @ total) ** 2 / values[good])), int(good.sum())


def _strength(left_a: Array, left_b: Array) -> float:
    """The correlation of two columns, or the largest canonical one of more; between −1 and 1."""
    if left_a.shape[1] == left_b.shape[1] == 1:
        size = float(np.sqrt((left_a**2).sum() * (left_b**2).sum()))
        return float(np.clip((left_a * left_b).sum() / size, -1.0, 1.0)) if size > 0 else 0.0
    bases = [np.linalg.svd(part, full_matrices=False) for part in (left_a, left_b)]
    u, v = (left[:, sizes > NOTHING_LEFT * sizes[0]] for left, sizes, _ in bases)
    return float(np.clip(np.linalg.svd(u.T @ v, compute_uv=False)[0], 0.0, 1.0))


# ---- the regression on the given columns ------------------------------------------------------------


def design(columns: Sequence[Coded], n_rows: int) -> Array:
    """The regression's columns, the first being ones; the richest of three that the rows allow.

    Always: an indicator of each level and a straight line in each number. Then curves and cells. Then products
    of pairs (of lines and squares), and of three lines.
    """
    most = min(max(n_rows // ROWS_PER_COLUMN, 1), MOST_COLUMNS)
    groups = [c for c in columns if c.levels and not c.constant]
    numbers = [normal_scores(c.values) for c in columns if not c.levels and not c.constant]
    levels = [indicators(c.values.astype(np.intp), c.levels)[:, 1:] for c in groups]
    cells = _cells(groups, most) if len(groups) > 1 else None
    parts = [np.ones((n_rows, 1)), *(levels if cells is None else [cells])]
    lines = [x[:, None] for x in numbers]
    for richer in (
        [_curve(x, n_rows) for x in numbers],
        _products(lines, lines)
        + _products(lines, levels)
        + ([] if cells is not None else _products(levels, levels)),
        _products(squares := [_squared(x) for x in numbers], squares, both=lines),
        _triples(lines),
    ):
        if richer and sum(p.shape[1] for p in (*parts, *lines, *richer)) <= most:
            parts += richer
    return np.column_stack([*parts, *lines])


def _squared(x: Array) -> Array:
    return np.asarray((x * x - 1.0) / np.sqrt(2.0))[:, None]


def _products(left: list[Array], right: list[Array], *, both: list[Array] | None = None) -> list[Array]:
    """Every column of one part times every column of another; of one list, each pair of parts once.

    With ``both``, the products of the parts with those of that other list as well.
    """
    pairs = [
        (p, q) for i, p in enumerate(left) for j, q in enumerate(right) if left is not right or j < i
    ] + [(p, q) for i, p in enumerate(left) for j, q in enumerate(both or []) if i != j]
    return [(p[:, :, None] * q[:, None, :]).reshape(len(p), -1) for p, q in pairs]


def _triples(lines: list[Array]) -> list[Array]:
    return [p * q * r for p, q, r in combinations(lines, 3)]


def _cells(groups: Sequence[Coded], most: int) -> Array | None:
    """An indicator for each combination of levels but one; None where there are too many combinations."""
    key = np.zeros(len(groups[0].values), dtype=np.intp)
    for c in groups:
        _, key = np.unique(key * c.levels + c.values.astype(np.intp), return_inverse=True)
    count = int(key.max()) + 1
    if count > most:
        return None
    return np.asarray(key[:, None] == np.arange(1, count), dtype=np.float64)


def _curve(x: Array, n_rows: int) -> Array:
    """The bends of a cubic spline: square, cube, and a cube from each knot on (truncated power basis)."""
    count = next(knots for rows, knots in KNOTS if n_rows >= rows)
    knots = np.unique(np.quantile(x, np.arange(1, count + 1) / (count + 1)))
    return np.column_stack([_squared(x), x**3, *(np.maximum(x - k, 0.0) ** 3 for k in knots)])
