"""Ordinary least squares by one QR factorisation, with influence functions and robust standard errors.

>>> import numpy as np
>>> design = np.column_stack([np.ones(4), [0.0, 0.0, 1.0, 1.0]])
>>> fit = least_squares(design, np.array([1.0, 3.0, 5.0, 7.0]))
>>> fit.coef.round(6).tolist()
[2.0, 4.0]
>>> round(fit.std_error(np.array([0.0, 1.0])), 6)  # HC3: each residual over one minus its leverage
2.0
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from causal_core.estimation.coding import Array

COLLINEAR = 1e-9
"""A column whose part not explained by the columns before it is smaller than this share of its length says
nothing new. Exact copies come out near 1e-15, and real columns above 1e-6."""
FULL_LEVERAGE = 1e-8
"""A row this close to leverage 1 is fitted exactly and carries no information about the spread."""


@dataclass(frozen=True)
class LeastSquares:
    """A fitted linear model: coefficients, residuals, leverages and the factors of the design."""

    coef: Array
    residuals: Array
    q: Array
    r: Array

    @cached_property
    def leverage(self) -> Array:
        """Diagonal of the hat matrix."""
        return np.asarray(np.einsum("ij,ij->i", self.q, self.q))

    @cached_property
    def hc3_residuals(self) -> Array:
        """e / (1 − h): the residual a row would have if it had been left out (MacKinnon and White 1985)."""
        slack = 1.0 - self.leverage
        return np.where(slack > FULL_LEVERAGE, self.residuals / np.maximum(slack, FULL_LEVERAGE), 0.0)

    @cached_property
    def deficient(self) -> bool:
        """Whether a column says what the ones before it say already."""
        length = np.linalg.norm(self.r, axis=0)
        return bool((np.abs(np.diag(self.r)) <= COLLINEAR * np.maximum(length, np.finfo(float).tiny)).any())

    @property
    def dof(self) -> int:
        """Rows minus columns."""
        return len(self.residuals) - len(self.coef)

    def weights(self, contrast: Array) -> Array:
        """The weight of each outcome in the estimate ``contrast @ coef``."""
        from scipy.linalg import solve_triangular

        return np.asarray(self.q @ solve_triangular(self.r, contrast, trans="T"), dtype=np.float64)

    def influence(self, contrast: Array) -> Array:
        """n times each row's part in the error of ``contrast @ coef``, with HC3 residuals."""
        return len(self.residuals) * self.weights(contrast) * self.hc3_residuals

    def std_error(self, contrast: Array) -> float:
        """HC3 standard error of ``contrast @ coef``."""
        return float(np.sqrt(np.sum((self.weights(contrast) * self.hc3_residuals) ** 2)))


def least_squares(design: Array, outcome: Array) -> LeastSquares:
    """Fit ``outcome`` on the columns of ``design``; look at ``deficient`` where they may depend. O(n p²)."""
    from scipy.linalg import solve_triangular

    q, r = np.linalg.qr(design)
    singular = not np.diag(r).all()
    coef = np.full(len(r), np.nan) if singular else solve_triangular(r, q.T @ outcome)
    return LeastSquares(coef, outcome - design @ coef, q, r)


def dependent_columns(design: Array) -> list[int]:
    """Columns that the ones before them already say, in order; empty at full rank. O(n p²) then."""
    kept = list(range(design.shape[1]))
    dropped: list[int] = []
    while kept:
        part = design[:, kept]
        length = np.linalg.norm(part, axis=0)
        r = np.linalg.qr(part, mode="r")
        new = np.zeros(len(kept))
        new[: len(r)] = np.abs(np.diag(r))
        bad = np.flatnonzero(new <= COLLINEAR * np.maximum(length, np.finfo(float).tiny))
        if not len(bad):
            break
        dropped.append(kept.pop(int(bad[0])))
    return dropped
