"""Intervals hold the truth as often as they say, and estimates are right on average.

Every bound is the nominal value minus (or plus) the Monte Carlo error: with R repetitions the share of
intervals that hold the truth has a standard error of sqrt(0.95 × 0.05 / R), which is 1.8 points at 150 and
0.7 points at 1,000. Bounds lie 3.3 of these away (a chance of one in two thousand), plus the shortfall that
the method's large-sample interval has at the sample size used, where it is stated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

import causal_core as cc
from causal_core.estimation.fit import Options, interval
from causal_core.estimation.methods import METHODS
from causal_core.estimation.sample import Sample, prepare

Frame = Callable[[np.random.Generator, int], pd.DataFrame]


def curved(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Confounding by a number (with its square) and a category; the effect differs between people."""
    z, g = rng.normal(size=n), rng.integers(0, 3, n)
    t = (rng.uniform(size=n) < 1 / (1 + np.exp(-0.6 * z + 0.5 * (g == 1)))).astype(int)
    y = z - 0.5 * z**2 + (g == 2) + (1.0 + 0.5 * z) * t + (1 + 0.5 * t) * rng.normal(size=n)
    return pd.DataFrame({"z": z, "g": g, "t": t, "y": y})


def straight(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """A constant effect of 1 and straight lines, with unequal spread."""
    z, g = rng.normal(size=n), rng.integers(0, 3, n)
    t = (rng.uniform(size=n) < 1 / (1 + np.exp(-0.6 * z + 0.5 * (g == 1)))).astype(int)
    y = z + 0.5 * g + 1.0 * t + (0.5 + 0.5 * np.abs(z)) * rng.normal(size=n)
    return pd.DataFrame({"z": z, "g": g, "t": t, "y": y})


def lottery(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """A treatment decided by lottery, one in four, with more spread among the treated."""
    t = (rng.uniform(size=n) < 0.25).astype(int)
    return pd.DataFrame({"t": t, "y": 1.0 * t + (1 + 2 * t) * rng.normal(size=n)})


def groups(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """A yes-or-no outcome whose risk and treatment depend on two categories; risk difference 0.2."""
    g, s = rng.integers(0, 3, n), rng.integers(0, 2, n)
    t = (rng.uniform(size=n) < 0.3 + 0.15 * g).astype(int)
    y = (rng.uniform(size=n) < 0.15 + 0.15 * g + 0.1 * s + 0.2 * t).astype(int)
    return pd.DataFrame({"g": g, "s": s, "t": t, "y": y})


def odds(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """An odds ratio of e in every group."""
    g = rng.integers(0, 4, n)
    t = (rng.uniform(size=n) < 0.3 + 0.1 * g).astype(int)
    y = (rng.uniform(size=n) < 1 / (1 + np.exp(1.5 - 0.5 * g - t))).astype(int)
    return pd.DataFrame({"g": g.astype(str), "t": t, "y": y})


def dose(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """A treatment that is a number, with a curved confounder; one unit more gives 0.5."""
    z = rng.normal(size=n)
    t = z + 0.5 * z**2 + rng.normal(size=n)
    return pd.DataFrame({"z": z, "t": t, "y": 0.5 * t + z - z**2 + rng.normal(size=n)})


@dataclass(frozen=True)
class Case:
    """A method on data of one kind. ``short`` is the known shortfall of coverage at n = 300."""

    method: str
    frame: Frame
    names: tuple[str, ...]
    truth: float
    kind: str = "ate"
    short: float = 0.0
    light: bool = False


E_Z_TREATED = 0.2950
"""Mean of z among the treated of ``curved``, by simulation with 10⁸ draws (± 0.0001)."""

CASES = [
    Case("difference_in_means", lottery, (), 1.0),
    Case("linear_regression", straight, ("g", "z"), 1.0),
    Case("regression", curved, ("g", "z"), 1.0),
    Case("regression", curved, ("g", "z"), 1.0 + 0.5 * E_Z_TREATED, kind="att"),
    Case("ipw", curved, ("g", "z"), 1.0),
    Case("ipw", curved, ("g", "z"), 1.0 + 0.5 * E_Z_TREATED, kind="att"),
    Case("aipw", curved, ("g", "z"), 1.0, light=True),
    Case("aipw", curved, ("g", "z"), 1.0 + 0.5 * E_Z_TREATED, kind="att", light=True),
    Case("propensity_strata", straight, ("g", "z"), 1.0),
    Case("stratification", groups, ("g", "s"), 0.2),
    Case("stratification", groups, ("g", "s"), 0.2, kind="atc"),
    Case("mantel_haenszel", odds, ("g",), float(np.e)),
    Case("linear_regression", lottery, (), 1.0),
    Case("partially_linear", dose, ("z",), 0.5, light=True),
]
LABELS = [f"{c.method}-{c.frame.__name__}-{c.kind}" for c in CASES]


def sample_of(case: Case, rng: np.random.Generator, n: int) -> Sample:
    return prepare(cc.Table.from_frame(case.frame(rng, n), "d"), cc.Query("t", "y"), case.names)


def simulate(case: Case, *, repetitions: int, n: int, light: bool) -> tuple[float, np.ndarray, np.ndarray]:
    """The share of 95 % intervals that hold the truth, the estimates and their standard errors."""
    held, values, errors = 0, [], []
    for k in range(repetitions):
        rng = np.random.default_rng((k, 77))
        fit = METHODS[case.method](sample_of(case, rng, n), Options(kind=case.kind, seed=k, light=light))
        low, high = fit.ci or interval(fit.value, fit.std_error, level=0.95, dof=fit.dof)
        held += low <= case.truth <= high
        values.append(fit.value)
        errors.append(fit.std_error)
    return held / repetitions, np.array(values), np.array(errors)


def check(case: Case, *, repetitions: int, n: int, light: bool) -> None:
    share, values, errors = simulate(case, repetitions=repetitions, n=n, light=light)
    noise = 3.3 * np.sqrt(0.95 * 0.05 / repetitions)
    assert share >= 0.95 - noise - case.short, f"{share:.3f}"
    assert share <= min(0.95 + noise, 0.999) + 0.02, f"{share:.3f}"
    spread = values.std(ddof=1)
    bias = values.mean() - case.truth
    assert abs(bias) < 3.3 * spread / np.sqrt(repetitions) + 0.2 * spread, f"bias {bias:.3f}"
    assert errors.mean() == pytest.approx(spread, rel=3.3 / np.sqrt(2 * repetitions) + 0.1)


@pytest.mark.parametrize("case", CASES, ids=LABELS)
def test_intervals_hold_the_truth_in_small_samples(case):
    check(case, repetitions=150, n=300, light=case.light)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=LABELS)
def test_intervals_hold_the_truth_over_many_samples(case):
    split = case.method in ("aipw", "partially_linear")
    check(case, repetitions=200 if split else 1000, n=500, light=False)


def test_unadjusted_estimate_is_off_where_the_adjusted_one_is_right():
    case = CASES[2]
    naive, adjusted = [], []
    for k in range(60):
        sample = sample_of(case, np.random.default_rng((k, 5)), 300)
        naive.append(METHODS["difference_in_means"](sample.with_covariates(()), Options()).value)
        adjusted.append(METHODS["regression"](sample, Options()).value)
    assert abs(np.mean(adjusted) - 1.0) < 0.1
    assert np.mean(naive) - 1.0 > 0.4
