"""What cannot be estimated is refused in one sentence that says what to do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import causal_core as cc
from causal_core.errors import (
    EstimateError,
    NoOverlapError,
    NotEnoughDataError,
    QueryError,
    SingularDesignError,
    UnknownColumnError,
    WrongKindError,
)

ADJUSTING = ("regression", "linear_regression", "aipw", "ipw", "propensity_strata", None)


def people(n: int = 200, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    age = rng.normal(50, 10, n)
    t = (rng.uniform(size=n) < 1 / (1 + np.exp(-0.05 * (age - 50)))).astype(int)
    return pd.DataFrame({"t": t, "y": t + 0.1 * age + rng.normal(size=n), "age": age})


def run(frame: pd.DataFrame, names=("age",), method=None, **query) -> cc.Estimate:
    graph = cc.CausalGraph(["t", "y", *names], [("t", "y")] + [(c, v) for c in names for v in ("t", "y")])
    return cc.estimate(
        cc.Table.from_frame(frame, "d"), cc.identify(graph, cc.Query("t", "y", **query)), method=method
    )


def test_outcome_of_many_words_is_refused():
    frame = people().assign(y=np.resize(["low", "middle", "high"], 200))
    with pytest.raises(WrongKindError, match="“y” has 3 different values that are no numbers") as caught:
        run(frame)
    assert caught.value.column == "y"


def test_treatment_with_one_value_is_refused():
    with pytest.raises(WrongKindError, match=r"Every row has the same value of “t” \(1\)"):
        run(people().assign(t=1))


@pytest.mark.parametrize("values", [["low", "middle", "high"], [1, 2, 3]])
def test_treatment_with_three_codes_asks_which_two(values):
    with pytest.raises(QueryError, match="Which two should be compared") as caught:
        run(people().assign(t=np.resize(values, 200)))
    assert str(values[0]) in caught.value.message


def test_two_of_three_codes_are_compared_and_the_rest_is_counted():
    frame = people().assign(t=np.resize(["low", "middle", "high"], 200))
    found = run(frame, treated="high", control="low")
    assert (found.treated, found.control, found.n_obs) == ("high", "low", 133)
    assert [(d.reason, d.count) for d in found.dropped] == [("“t” is neither “high” nor “low”", 67)]


def test_one_value_to_compare_of_three_is_not_enough():
    with pytest.raises(QueryError, match="Which two"):
        run(people().assign(t=np.resize(["a", "b", "c"], 200)), treated="a")


def test_value_that_no_row_has_is_refused_with_the_values_there_are():
    with pytest.raises(QueryError, match="No row has the value “maybe” in “t”; its values are “0”, “1”"):
        run(people(), treated="maybe")


def test_same_value_on_both_sides_is_refused():
    with pytest.raises(QueryError, match="are the same"):
        run(people(), treated=1, control="1")


def test_number_is_compared_one_unit_apart_or_by_the_step_asked_for():
    rng = np.random.default_rng(0)
    t = rng.normal(size=100)
    frame = pd.DataFrame({"t": t, "y": 2.0 * t + rng.normal(size=100)})
    one, three = run(frame, ()), run(frame, (), treated=2, control=-1)
    assert (one.contrast, one.method, three.contrast) == ("per_unit", "linear_regression", "difference")
    assert three.value == pytest.approx(3 * one.value)
    assert one.unit == "units of y per unit of t"


def test_number_needs_numbers_to_compare():
    frame = pd.DataFrame({"t": np.arange(50.0), "y": np.arange(50.0) ** 2})
    with pytest.raises(QueryError, match="“t” is a number, and “high” is not"):
        run(frame, (), treated="high", control="low")
    with pytest.raises(QueryError, match="Only one of the two values"):
        run(frame, (), treated=3)


def test_method_for_two_groups_refuses_a_number():
    frame = people().assign(t=np.linspace(0, 1, 200))
    with pytest.raises(EstimateError, match="compares two groups, and “t” is a number"):
        run(frame, method="aipw")


def test_all_rows_missing_is_refused_by_name():
    with pytest.raises(NotEnoughDataError, match=r"no rows .* In 200 of 200 rows “age” is missing"):
        run(people().assign(age=np.nan))


def test_two_rows_are_refused():
    with pytest.raises(NotEnoughDataError, match="only 2 rows"):
        run(people().iloc[:2].assign(t=[0, 1]))


def test_side_that_only_missing_rows_had_is_refused():
    frame = people()
    frame["y"] = frame.y.where(frame.t == 0)
    with pytest.raises(NotEnoughDataError, match="none has “t” = “1”"):
        run(frame)


def test_constant_outcome_is_refused():
    with pytest.raises(WrongKindError, match="“y” has always the same value"):
        run(people().assign(y=3.0))


def test_infinite_values_are_left_out_and_said():
    frame = people()
    frame.loc[:2, "age"] = np.inf
    frame.loc[5, "y"] = -np.inf
    found = run(frame, method="regression")
    assert {d.reason: d.count for d in found.dropped} == {
        "“y” is infinite or beyond 10¹⁰⁰": 1,
        "“age” is infinite or beyond 10¹⁰⁰": 3,
    }
    assert any("infinite" in w for w in found.warnings)


def test_column_that_the_data_do_not_have_is_refused():
    with pytest.raises(UnknownColumnError, match="no column called “income”"):
        run(people(), ("age", "income"))


@pytest.mark.parametrize("method", ADJUSTING)
def test_perfect_separation_is_refused(method):
    frame = people().assign(t=lambda f: (f.age > 50).astype(int))
    with pytest.raises(NoOverlapError, match="“age” tells apart treated and untreated") as caught:
        run(frame, method=method)
    assert caught.value.share == 1.0


@pytest.mark.parametrize("method", ADJUSTING)
def test_copy_of_the_treatment_is_refused_by_name(method):
    frame = people().assign(copy=lambda f: 2.0 * f.t - 7)
    with pytest.raises(SingularDesignError, match="worked out exactly from “copy”") as caught:
        run(frame, ("age", "copy"), method=method)
    assert caught.value.columns == ("copy",)


def test_columns_that_together_say_a_number_treatment_are_refused_by_name():
    rng = np.random.default_rng(0)
    a, b, c = rng.normal(size=(3, 100))
    frame = pd.DataFrame({"a": a, "b": b, "c": c, "t": a - b, "y": a + c})
    with pytest.raises(SingularDesignError) as caught:
        run(frame, ("a", "b", "c"))
    assert caught.value.columns == ("a", "b")


@pytest.mark.parametrize("method", ADJUSTING)
def test_large_part_on_one_side_only_is_refused_with_its_share(method):
    frame = people(400).assign(ward=np.resize(["a", "b", "c", "c"], 400))
    frame.loc[frame.ward == "a", "t"] = 1
    frame.loc[frame.ward == "b", "t"] = 0
    with pytest.raises(NoOverlapError, match="ward = a: all treated") as caught:
        run(frame, ("age", "ward"), method=method)
    assert caught.value.share == pytest.approx(0.5, abs=0.01)


def test_smaller_part_on_one_side_only_is_told():
    frame = people(400).assign(ward=np.resize(list("abcdefghij"), 400))
    frame.loc[frame.ward == "a", "t"] = 1
    found = run(frame, ("age", "ward"), method="regression")
    assert any("10 % of the rows have no counterpart" in w for w in found.warnings)
    assert [a.status for a in found.assumptions if a.id == "overlap"] == ["contradicted"]


def test_effect_on_the_treated_does_not_need_untreated_like_the_untreated():
    frame = people(400).assign(ward=np.resize(["a", "b", "c"], 400))
    frame.loc[frame.ward == "a", "t"] = 0
    with pytest.raises(NoOverlapError):
        run(frame, ("age", "ward"), method="regression")
    assert run(frame, ("age", "ward"), method="regression", kind="att").n_obs == 400


def test_treatment_that_is_an_exclusive_or_is_refused():
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, 2, (2, 400))
    frame = pd.DataFrame({"a": a, "b": b, "t": a ^ b, "y": a + b + rng.normal(size=400)})
    with pytest.raises(NoOverlapError):
        run(frame, ("a", "b"))


def test_thin_overlap_is_told_and_good_overlap_is_confirmed():
    rng = np.random.default_rng(1)
    z = rng.normal(size=600)
    thin = pd.DataFrame({"z": z, "t": (rng.uniform(size=600) < 1 / (1 + np.exp(-3 * z))).astype(int)})
    thin["y"] = thin.t + z
    found = run(thin, ("z",), method="regression")
    assert found.overlap is not None
    assert found.overlap.share_extreme > 0.05
    assert any("almost always or almost never treated" in w for w in found.warnings)
    fine = run(people(), method="regression")
    assert fine.warnings == ()
    assert [(a.status, a.source) for a in fine.assumptions if a.id == "overlap"] == [("confirmed", "data")]


def test_more_columns_than_rows_are_refused():
    rng = np.random.default_rng(0)
    names = [f"x{k}" for k in range(30)]
    frame = pd.DataFrame(rng.normal(size=(25, 30)), columns=names).assign(t=np.resize([0, 1], 25))
    frame["y"] = frame.t + frame.x0
    with pytest.raises(NotEnoughDataError, match="25 rows are too few"):
        run(frame, names)


def test_text_that_names_every_row_is_left_out_and_said():
    frame = people().assign(name=[f"person {k}" for k in range(200)])
    found = run(frame, ("age", "name"), method="regression")
    assert found.value == pytest.approx(run(people(), method="regression").value)
    assert any("“name”" in w and "value of its own" in w for w in found.warnings)


def test_collinear_numbers_are_left_out_by_name():
    frame = people().assign(months=lambda f: 12 * f.age, zero=0.0)
    found = run(frame, ("age", "months", "zero"), method="regression")
    assert found.value == pytest.approx(run(people(), method="regression").value, rel=1e-6)
    assert any("“months” says nothing" in w for w in found.warnings)
    assert any("“zero” has one value" in w for w in found.warnings)


def test_stratification_refuses_numbers_and_empty_groups():
    with pytest.raises(WrongKindError, match="“age” is a number"):
        run(people(), method="stratification")
    frame = people().assign(
        age=lambda f: np.where(f.index < 50, "old", "young"), t=lambda f: f.t * (f.index >= 50)
    )
    with pytest.raises(NoOverlapError, match="25 % of the rows"):
        run(frame, method="stratification", kind="att")


def test_odds_ratio_needs_yes_or_no():
    frame = people().assign(age=np.resize(["a", "b"], 200))
    with pytest.raises(WrongKindError, match="“y” is a number"):
        run(frame, method="mantel_haenszel")


def test_graph_that_rules_the_effect_out_is_not_estimated():
    answer = cc.identify(cc.CausalGraph.parse("age -> t; age -> y"), cc.Query("t", "y"))
    with pytest.raises(EstimateError, match="by the graph the effect is nothing") as caught:
        cc.estimate(cc.Table.from_frame(people(), "d"), answer)
    seen = people().groupby("t").y.mean()
    assert f"What is seen ({seen[1] - seen[0]:.2f}, 95 % interval" in caught.value.message


def test_unidentifiable_question_is_not_estimated():
    answer = cc.identify(cc.CausalGraph.parse("t -> y; t <-> y"), cc.Query("t", "y"))
    with pytest.raises(EstimateError) as caught:
        cc.estimate(cc.Table.from_frame(people(), "d"), answer)
    assert answer.reason in caught.value.message


def test_other_kinds_of_effect_are_refused_by_name():
    graph = cc.CausalGraph.parse("t -> y")
    answer = cc.identify(graph, cc.Query("t", "y"))
    from dataclasses import replace

    with pytest.raises(EstimateError, match="“cate” cannot be computed"):
        cc.estimate(
            cc.Table.from_frame(people(), "d"), replace(answer, query=cc.Query("t", "y", kind="cate"))
        )


def test_extreme_numbers_give_a_number_or_a_refusal_never_nan():
    huge = people().assign(age=lambda f: f.age * 1e200, y=lambda f: f.y * 1e300)
    with pytest.raises(NotEnoughDataError, match="beyond 10¹⁰⁰"):
        run(huge)
    large = run(people().assign(y=lambda f: f.y * 1e90, age=lambda f: f.age * 1e-90), method="regression")
    assert large.value == pytest.approx(1e90 * run(people(), method="regression").value)


def test_plain_comparison_of_a_confounded_question_says_so():
    found = run(people(), method="difference_in_means")
    assert found.adjustment_set == ()
    assert found.value == found.naive.value
    assert any("does not adjust for “age”" in w for w in found.warnings)
    assert [a.status for a in found.assumptions if a.id == "no_hidden_common_cause"] == ["contradicted"]


def test_yes_is_chosen_sensibly_and_can_be_turned_round():
    frame = people().assign(y=np.where(people().y > 5, "Admitted", "Rejected"))
    table = cc.Table.from_frame(frame, "d")
    answer = cc.identify(cc.CausalGraph.parse("t -> y"), cc.Query("t", "y"))
    yes = cc.estimate(table, answer)
    no = cc.estimate(table, answer, outcome_yes="Rejected")
    assert (yes.outcome_yes, no.outcome_yes) == ("Admitted", "Rejected")
    assert no.value == pytest.approx(-yes.value)
    with pytest.raises(QueryError, match="“Waiting” is no value of “y”"):
        cc.estimate(table, answer, outcome_yes="Waiting")


def test_few_rows_on_a_side_get_the_method_with_the_fewest_parts():
    frame = people(60).assign(t=lambda f: (f.index % 5 == 0).astype(int))
    assert run(frame).method == "linear_regression"
    assert run(people(200)).method == "aipw"


def test_guessed_yes_is_said():
    frame = people().assign(y=np.where(people().y > 5, "blue", "green"))
    found = run(frame, method="regression")
    assert found.outcome_yes == "green"
    assert any("“green” was taken as the “yes”" in w for w in found.warnings)


def test_times_are_days():
    frame = people()
    start = pd.Timestamp("2020-01-01")
    frame["y"] = start + pd.to_timedelta(np.round(frame.y * 10), unit="D")
    frame["age"] = start + pd.to_timedelta(np.round(frame.age * 100), unit="D")
    found = run(frame, method="regression")
    assert found.unit == "days"
    assert found.value == pytest.approx(10 * run(people(), method="regression").value, rel=0.05)


@pytest.mark.parametrize(("noise", "status"), [(0.05, "contradicted"), (1.0, "untested")])
def test_overlap_of_a_number_is_its_variance_left_and_never_confirmed(noise, status):
    rng = np.random.default_rng(4)
    z = rng.normal(size=500)
    t = z + noise * rng.normal(size=500)
    found = run(pd.DataFrame({"z": z, "t": t, "y": t + z + rng.normal(size=500)}), ("z",))
    (overlap,) = (a for a in found.assumptions if a.id == "overlap")
    assert (overlap.status, overlap.source) == (status, "data")
    assert "% of the variance of “t”" in overlap.text
