"""The arithmetic of hidden causes, equal to published numbers."""

from __future__ import annotations

import numpy as np
import pytest

from causal_core.refutation.sensitivity import (
    adjusted,
    bounds,
    e_value,
    partial_r2,
    robustness_value,
)

ESTIMATE, ERROR, DOF = 0.09731582, 0.02325654, 783
"""Darfur: direct harm on attitudes to peace, Cinelli and Hazlett 2020, section 5 (R package sensemakr)."""
FEMALE = (0.00907, 0.10904)
"""Partial R² of ``female`` with treatment and with outcome, computed there from the same regression."""


def test_darfur_robustness_values_are_the_published_ones():
    t = ESTIMATE / ERROR
    assert partial_r2(t, DOF) == pytest.approx(0.02187, abs=5e-5)
    assert robustness_value(t, DOF) == pytest.approx(0.13878, abs=5e-5)
    assert robustness_value(t, DOF, alpha=0.05) == pytest.approx(0.07626, abs=5e-5)


@pytest.mark.parametrize(
    ("strength", "with_treatment", "with_outcome", "left"),
    [(1, 0.00916, 0.12464, 0.07522), (2, 0.01832, 0.24932, 0.05293), (3, 0.02747, 0.37406, 0.03036)],
)
def test_darfur_benchmarks_are_the_published_ones(strength, with_treatment, with_outcome, left):
    r2_t, r2_y = bounds(*FEMALE, strength=strength)
    assert (r2_t, r2_y) == (pytest.approx(with_treatment, abs=2e-4), pytest.approx(with_outcome, abs=2e-3))
    value, _ = adjusted(ESTIMATE, ERROR, DOF, r2_treatment=r2_t, r2_outcome=r2_y)
    assert value == pytest.approx(left, abs=5e-4)


def test_hidden_cause_of_exactly_the_robustness_value_brings_the_estimate_to_zero():
    strength = robustness_value(ESTIMATE / ERROR, DOF)
    value, _ = adjusted(ESTIMATE, ERROR, DOF, r2_treatment=strength, r2_outcome=strength)
    assert value == pytest.approx(0, abs=1e-12)


def test_hidden_cause_of_the_interval_s_robustness_value_brings_its_end_to_zero():
    from scipy.stats import t as student

    strength = robustness_value(ESTIMATE / ERROR, DOF, alpha=0.05)
    value, error = adjusted(ESTIMATE, ERROR, DOF, r2_treatment=strength, r2_outcome=strength)
    assert value / error == pytest.approx(student.ppf(0.975, DOF - 1), rel=1e-6)


def test_formula_of_the_bias_is_what_leaving_a_column_out_does():
    """Equation 7 is exact: a regression without u is off by the bias computed from u's partial R²."""
    rng = np.random.default_rng(0)
    n = 400
    x, u = rng.normal(size=(2, n))
    t = x + 0.8 * u + rng.normal(size=n)
    y = t + x + 1.5 * u + rng.normal(size=n)

    def fit(columns, target):
        design = np.column_stack([np.ones(n), *columns])
        coef = np.linalg.lstsq(design, target, rcond=None)[0]
        residual = target - design @ coef
        return coef, float(residual @ residual), design

    coef, rss, design = fit([t, x], y)
    dof = n - 3
    error = np.sqrt(rss / dof * np.linalg.inv(design.T @ design)[1, 1])
    with_u = fit([t, x, u], y)
    r2_y = 1 - with_u[1] / rss
    r2_t = 1 - fit([x, u], t)[1] / fit([x], t)[1]
    value, left_error = adjusted(float(coef[1]), float(error), dof, r2_treatment=r2_t, r2_outcome=r2_y)
    assert value == pytest.approx(with_u[0][1], rel=1e-9)
    full = with_u[2]
    true_error = np.sqrt(with_u[1] / (n - 4) * np.linalg.inv(full.T @ full)[1, 1])
    assert left_error == pytest.approx(true_error, rel=1e-9)


def test_weak_estimate_has_no_robustness():
    assert robustness_value(1.0, 100, alpha=0.05) == 0.0
    assert robustness_value(0.0, 100) == 0.0


@pytest.mark.parametrize("ratio", [3.9, 1 / 3.9])
def test_e_value_of_the_paper_s_example(ratio):
    assert e_value(ratio) == pytest.approx(7.26, abs=5e-3)
    assert e_value(1.8) == pytest.approx(3.0, abs=5e-3)
    assert e_value(1.0) == 1.0


def test_impossibly_strong_benchmark_is_marked():
    r2_t, r2_y = bounds(0.6, 0.1)
    assert r2_t >= 1
    assert r2_y == 1.0
