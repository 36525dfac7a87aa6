"""Equal to the textbook formula, computed another way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import causal_core as cc
from causal_core.estimation.fit import Options
from causal_core.estimation.methods import METHODS
from causal_core.estimation.sample import prepare


def frame_of(seed: int = 0, n: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    z, g = rng.normal(size=n), rng.integers(0, 3, n)
    t = (rng.uniform(size=n) < 1 / (1 + np.exp(-0.7 * z - 0.4 * (g == 1)))).astype(int)
    y = 2.0 * t + z - 0.5 * z**2 + (g == 2) + (0.5 + 0.5 * t) * rng.normal(size=n)
    return pd.DataFrame({"z": z, "g": np.array(["a", "b", "c"])[g], "t": t, "y": y})


def sample_of(frame: pd.DataFrame, names=("g", "z"), **query):
    return prepare(cc.Table.from_frame(frame, "d"), cc.Query("t", "y", **query), tuple(names))


def main_effects(frame: pd.DataFrame) -> np.ndarray:
    return np.column_stack([np.ones(len(frame)), frame.z, frame.g == "b", frame.g == "c", frame.t]).astype(
        float
    )


def test_linear_regression_is_least_squares_with_the_hc3_error():
    frame = frame_of()
    x, y = main_effects(frame), frame.y.to_numpy()
    coef = np.linalg.lstsq(x, y, rcond=None)[0]
    inverse = np.linalg.inv(x.T @ x)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    scaled = (y - x @ coef) / (1 - leverage)
    covariance = inverse @ (x.T * scaled**2) @ x @ inverse
    fit = METHODS["linear_regression"](sample_of(frame), Options())
    assert fit.value == pytest.approx(coef[-1], rel=1e-10)
    assert fit.std_error == pytest.approx(np.sqrt(covariance[-1, -1]), rel=1e-10)
    assert fit.dof == len(frame) - 5


def test_linear_regression_equals_statsmodels():
    api = pytest.importorskip("statsmodels.api")
    frame = frame_of(seed=3)
    theirs = api.OLS(frame.y.to_numpy(), main_effects(frame)).fit(cov_type="HC3", use_t=True)
    ours = METHODS["linear_regression"](sample_of(frame), Options())
    assert ours.value == pytest.approx(theirs.params[-1], rel=1e-9)
    assert ours.std_error == pytest.approx(theirs.bse[-1], rel=1e-9)


def test_difference_in_means_is_welch():
    from scipy.stats import ttest_ind

    frame = frame_of(seed=1)
    fit = METHODS["difference_in_means"](sample_of(frame, ()), Options())
    a, b = frame.y[frame.t == 1], frame.y[frame.t == 0]
    theirs = ttest_ind(a, b, equal_var=False)
    assert fit.value == pytest.approx(a.mean() - b.mean())
    assert fit.value / fit.std_error == pytest.approx(theirs.statistic)
    assert fit.dof == pytest.approx(theirs.df)


def standardised(frame: pd.DataFrame, keep: np.ndarray) -> float:
    """G-formula from a pooled regression with squares and interactions with the main effects."""
    z = (frame.z - frame.z.mean()) / frame.z.std(ddof=0)
    main = np.column_stack([z, frame.g == "b", frame.g == "c"]).astype(float)
    t = frame.t.to_numpy(dtype=float)

    def rows(treatment: np.ndarray) -> np.ndarray:
        return np.column_stack([np.ones(len(t)), main, z**2, treatment, treatment[:, None] * main])

    coef = np.linalg.lstsq(rows(t), frame.y.to_numpy(), rcond=None)[0]
    return float(((rows(np.ones_like(t)) - rows(np.zeros_like(t))) @ coef)[keep].mean())


@pytest.mark.parametrize("kind", ["ate", "att", "atc"])
def test_regression_is_the_averaged_difference_of_predictions(kind):
    frame = frame_of(seed=2)
    treated = frame.t.to_numpy() == 1
    keep = {"ate": treated | True, "att": treated, "atc": ~treated}[kind]
    fit = METHODS["regression"](sample_of(frame), Options(kind=kind))
    assert fit.value == pytest.approx(standardised(frame, keep), rel=1e-9)


def chances(frame: pd.DataFrame) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    z = (frame.z - frame.z.mean()) / frame.z.std(ddof=0)
    x = np.column_stack([z, z**2, frame.g == "b", frame.g == "c"]).astype(float)
    model = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(x, frame.t)
    return model.predict_proba(x)[:, 1]


@pytest.mark.parametrize("kind", ["ate", "att", "atc"])
def test_ipw_is_the_difference_of_normalised_weighted_means(kind):
    frame = frame_of(seed=4)
    e, t, y = chances(frame), frame.t.to_numpy(), frame.y.to_numpy()
    w1 = {"ate": 1 / e, "att": np.ones_like(e), "atc": (1 - e) / e}[kind]
    w0 = {"ate": 1 / (1 - e), "att": e / (1 - e), "atc": np.ones_like(e)}[kind]
    wanted = np.average(y[t == 1], weights=w1[t == 1]) - np.average(y[t == 0], weights=w0[t == 0])
    assert METHODS["ipw"](sample_of(frame), Options(kind=kind)).value == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("kind", ["ate", "att", "atc"])
def test_stratification_weighs_each_groups_difference_by_its_share(kind):
    frame = frame_of(seed=5)
    fit = METHODS["stratification"](sample_of(frame, ("g",)), Options(kind=kind))
    rows = {"ate": frame, "att": frame[frame.t == 1], "atc": frame[frame.t == 0]}[kind]
    means = frame.groupby(["g", "t"]).y.mean().unstack()
    shares = rows.g.value_counts(normalize=True)
    wanted = float(((means[1] - means[0]) * shares.reindex(means.index)).sum())
    assert fit.value == pytest.approx(wanted, rel=1e-12)


def test_one_category_makes_all_saturated_methods_agree():
    frame = frame_of(seed=6)
    sample = sample_of(frame, ("g",))
    wanted = METHODS["stratification"](sample, Options()).value
    for name in ("regression", "ipw"):
        assert METHODS[name](sample, Options()).value == pytest.approx(wanted, rel=1e-6), name


def test_aipw_equals_its_formula_when_nothing_needs_adjusting():
    frame = frame_of(seed=7)
    fit = METHODS["aipw"](sample_of(frame, ()), Options())
    plain = METHODS["difference_in_means"](sample_of(frame, ()), Options())
    assert fit.value == pytest.approx(plain.value, abs=0.15 * plain.std_error)


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"mantel_haenszel"}))
def test_standard_error_is_that_of_the_influence_function(method):
    names = ("g",) if method == "stratification" else ("g", "z")
    fit = METHODS[method](sample_of(frame_of(seed=8, n=600), names), Options())
    from_rows = np.sqrt(np.sum(fit.influence**2)) / len(fit.influence)
    assert fit.std_error == pytest.approx(from_rows, rel=0.05)
    assert abs(fit.influence.mean()) < 0.1 * fit.std_error


@pytest.mark.parametrize("method", ["linear_regression", "regression", "ipw", "stratification"])
def test_influence_says_what_leaving_out_a_row_does(method):
    n = 400
    names = ("g",) if method == "stratification" else ("g", "z")
    sample = sample_of(frame_of(seed=9, n=n), names)
    fit = METHODS[method](sample, Options())
    rows = np.arange(0, n, 10)
    without = [METHODS[method](sample.take(np.delete(np.arange(n), k)), Options()).value for k in rows]
    assert np.corrcoef(np.array(without) - fit.value, -fit.influence[rows] / n)[0, 1] > 0.98


def test_mantel_haenszel_of_one_table_is_the_cross_product_with_woolfs_interval():
    frame = pd.DataFrame({"t": [1] * 15 + [0] * 12, "y": [1] * 10 + [0] * 5 + [1] * 4 + [0] * 8})
    fit = METHODS["mantel_haenszel"](sample_of(frame, ()), Options())
    assert fit.value == pytest.approx(10 * 8 / (5 * 4))
    assert fit.std_error / fit.value == pytest.approx(np.sqrt(1 / 10 + 1 / 5 + 1 / 4 + 1 / 8))
