"""One contract for every method: laws of rows, units and names; purity; honest refusals."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import causal_core as cc
from causal_core.errors import EstimateError, QueryError
from causal_core.estimation.methods import METHODS

GROUPED = ("stratification", "mantel_haenszel")
SPLIT = ("aipw", "partially_linear")
EXACT = 1e-7
"""Relative; iterations stop at 1e-9, and sums in another order differ by rounding."""


def frame_of(n: int = 160, seed: int = 0, *, risk: bool = False) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    age, home = rng.normal(50, 10, n).round(1), rng.integers(0, 3, n)
    sex = rng.integers(0, 2, n)
    drug = (rng.uniform(size=n) < 1 / (1 + np.exp(-0.05 * (age - 50) - 0.5 * (home == 1)))).astype(int)
    score = drug + 0.05 * (age - 50) + 0.5 * (home == 2) - 0.3 * sex + rng.normal(size=n)
    return pd.DataFrame(
        {
            "drug": drug,
            "pain": (score > 0.5).astype(int) if risk else score,
            "age": age,
            "home": np.array(["flat", "house", "farm"])[home],
            "sex": sex,
        }
    )


def names_for(method: str) -> tuple[str, ...]:
    return ("home", "sex") if method in GROUPED else ("age", "home", "sex")


def run(method: str, frame: pd.DataFrame, names: tuple[str, ...] | None = None, **options) -> cc.Estimate:
    names = names_for(method) if names is None else names
    query = {k: options.pop(k) for k in ("treated", "control", "kind") if k in options}
    graph = cc.CausalGraph(
        ["drug", "pain", *names], [("drug", "pain")] + [(c, v) for c in names for v in ("drug", "pain")]
    )
    answer = cc.identify(graph, cc.Query("drug", "pain", **query))
    return cc.estimate(cc.Table.from_frame(frame, "d"), answer, method=method, **options)


def data_for(method: str, *, large: bool = False) -> pd.DataFrame:
    """Small enough that no trees are grown, or ``large`` enough that they are."""
    return frame_of(260 if large else 160, risk=method == "mantel_haenszel")


every_method = pytest.mark.parametrize("method", sorted(METHODS))
every_difference = pytest.mark.parametrize("method", sorted(set(METHODS) - {"mantel_haenszel"}))


def same(a: cc.Estimate, b: cc.Estimate, *, factor: float = 1.0) -> None:
    assert b.value == pytest.approx(factor * a.value, rel=EXACT, abs=EXACT * abs(a.std_error))
    assert b.std_error == pytest.approx(abs(factor) * a.std_error, rel=1e-5)


@every_method
def test_result_is_whole_and_finite(method):
    found = run(method, data_for(method))
    assert (found.method, found.strategy) == (method, "adjustment")
    assert found.ci[0] < found.value < found.ci[1]
    assert found.std_error > 0
    assert (found.n_obs, found.n_dropped, found.level) == (160, 0, 0.95)
    assert {"graph", "no_hidden_common_cause", "overlap", "consistency", "no_interference"} <= {
        a.id for a in found.assumptions
    }
    assert (len(found.data_sha256), len(found.graph_sha256)) == (64, 64)
    assert [arm.label for arm in found.arms] == ["1", "0"]
    assert sum(arm.n_obs for arm in found.arms) == 160
    assert found.to_dict()["value"] == found.value


@every_method
def test_same_seed_gives_an_equal_result(method):
    assert run(method, data_for(method), seed=3) == run(method, data_for(method), seed=3)


@every_method
def test_row_order_does_not_matter(method):
    frame = data_for(method, large=True)
    shuffled = frame.sample(frac=1, random_state=1).reset_index(drop=True)
    a, b = run(method, frame), run(method, shuffled)
    assert replace(a, data_sha256="") == replace(b, data_sha256="")


@every_method
def test_column_order_does_not_matter(method):
    frame = data_for(method)
    a, b = run(method, frame), run(method, frame[frame.columns[::-1]])
    assert replace(a, data_sha256="") == replace(b, data_sha256="")


@every_method
def test_names_of_levels_do_not_matter(method):
    frame = data_for(method, large=True)
    other = frame.assign(home=frame.home.map({"flat": "zz", "house": "mm", "farm": "aa"}))
    same(run(method, frame), run(method, other))


@every_method
def test_names_of_the_treatments_values_do_not_matter(method):
    frame = data_for(method)
    if method == "partially_linear":
        other = frame.assign(drug=frame.drug.map({0: "no", 1: "yes"}))
    else:
        other = frame.assign(drug=frame.drug.map({0: "zero", 1: "absolutely"}))
    same(run(method, frame), run(method, other, treated=other.drug[frame.drug == 1].iloc[0]))


@every_difference
def test_effect_scales_with_the_outcomes_unit(method):
    frame = data_for(method)
    same(run(method, frame), run(method, frame.assign(pain=1000.0 * frame.pain)), factor=1000.0)


@every_difference
def test_shifting_the_outcome_changes_nothing(method):
    frame = data_for(method)
    same(run(method, frame), run(method, frame.assign(pain=frame.pain + 100.0)))


@every_method
def test_unit_of_a_covariate_does_not_matter(method):
    frame = data_for(method, large=True)
    if "age" not in names_for(method):
        pytest.skip("uses categories only")
    same(run(method, frame), run(method, frame.assign(age=365.25 * frame.age - 7.0)))


@every_difference
@pytest.mark.parametrize("kind", ["ate", "att", "atc"])
def test_swapping_treated_and_control_turns_the_sign(method, kind):
    if method in (*SPLIT, "propensity_strata"):
        pytest.skip("another random split, or another border of a group")
    frame = data_for(method)
    there = run(method, frame, treated=1, control=0, kind=kind)
    back = run(method, frame, treated=0, control=1, kind={"ate": "ate", "att": "atc", "atc": "att"}[kind])
    same(there, back, factor=-1.0)
    assert (there.treated, there.control) == (back.control, back.treated)


@every_method
def test_column_said_twice_is_left_out_by_name(method):
    frame = data_for(method).assign(zweitwohnung=lambda f: f.home)
    names = names_for(method)
    found = run(method, frame, (*names, "zweitwohnung"))
    once = run(method, frame, names)
    if method in SPLIT:
        assert found.value == pytest.approx(once.value, abs=0.3 * once.std_error)
    else:
        assert found.value == pytest.approx(once.value, rel=1e-6)
    if method not in (*GROUPED, "difference_in_means"):
        assert any("zweitwohnung" in w and "nothing" in w for w in found.warnings)


@every_method
def test_frame_is_never_written_to(method):
    frame = data_for(method)
    table = cc.Table.from_frame(frame, "d")
    before = table.frame.copy(deep=True)
    graph = cc.CausalGraph(["drug", "pain", "sex"], [("drug", "pain"), ("sex", "drug"), ("sex", "pain")])
    cc.estimate(table, cc.identify(graph, cc.Query("drug", "pain")), method=method)
    pd.testing.assert_frame_equal(table.frame, before)


@every_method
def test_global_random_state_is_left_alone(method):
    np.random.seed(5)
    before = np.random.get_state()[1].copy()
    run(method, data_for(method), seed=1)
    assert (np.random.get_state()[1] == before).all()


@pytest.mark.parametrize("method", SPLIT)
def test_executor_gives_the_same_answer(method):
    with ThreadPoolExecutor(2) as pool:
        assert run(method, data_for(method), executor=pool) == run(method, data_for(method))


@every_method
def test_result_survives_pickling(method):
    found = run(method, data_for(method))
    assert pickle.loads(pickle.dumps(found)) == found


@every_method
def test_higher_level_gives_a_wider_interval_around_the_same_value(method):
    narrow, wide = run(method, data_for(method), level=0.8), run(method, data_for(method), level=0.99)
    assert narrow.value == wide.value
    assert wide.ci[0] < narrow.ci[0] < narrow.ci[1] < wide.ci[1]


@every_method
def test_missing_rows_are_dropped_and_counted_by_reason(method):
    frame = data_for(method).astype({"drug": float, "sex": float, "pain": float})
    frame.loc[:4, "pain"] = np.nan
    frame.loc[3:9, "sex"] = np.nan
    frame.loc[20, "drug"] = np.nan
    found = run(method, frame)
    reasons = {d.reason: d.count for d in found.dropped}
    assert (reasons["“drug” is missing"], reasons["“pain” is missing"]) == (1, 5)
    if "sex" in found.adjustment_set:
        assert reasons["“sex” is missing"] == 5
    assert found.n_obs + found.n_dropped == 160


@every_method
@pytest.mark.parametrize("names", [("价格", "a b"), ("P", "__class__"), ('"', "<b>x</b>")])
def test_any_text_is_a_column_name(method, names):
    frame = data_for(method).rename(columns={"home": names[0], "sex": names[1]})
    adjusted = names if method in GROUPED else ("age", *names)
    assert run(method, frame, adjusted).value == pytest.approx(run(method, data_for(method)).value, rel=0.5)


@every_method
def test_risk_is_marked_and_its_mean_stays_a_risk(method):
    found = run(method, frame_of(risk=True))
    assert (found.outcome_is_risk, found.outcome_yes) == (True, "1")
    assert found.unit == ("odds ratio" if method == "mantel_haenszel" else "probability")
    assert all(0 <= arm.mean_seen <= 1 for arm in found.arms)


@every_method
def test_no_rows_for_one_side_is_refused(method):
    frame = data_for(method).assign(drug=1)
    with pytest.raises(EstimateError, match="same value"):
        run(method, frame)


@every_method
def test_two_rows_are_refused(method):
    with pytest.raises(EstimateError, match="only 2 rows"):
        run(method, data_for(method).sort_values("drug").iloc[[0, -1]])


def test_unknown_method_is_refused_with_the_names_there_are():
    with pytest.raises(EstimateError, match="no method called “magic”") as caught:
        run("magic", frame_of(), ("age",))
    assert all(name in caught.value.fix for name in METHODS)


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0, 1.5])
def test_impossible_level_is_refused(level):
    with pytest.raises(QueryError, match="level"):
        run("regression", frame_of(), level=level)
