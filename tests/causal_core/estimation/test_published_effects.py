"""Published numbers on the data they were computed from, each with its tolerance."""

from __future__ import annotations

import pytest

import causal_core as cc
from causal_core.identification.strategy import Adjustment

METHOD = {
    "nhefs_unadjusted": "difference_in_means",
    "nhefs_ipw": "ipw",
    "nhefs_standardization": "regression",
    "nhefs_outcome_regression": "regression",
    "nhefs_ps_strata": "propensity_strata",
    "lalonde_experimental": None,
    "lalonde_psid_ols": "linear_regression",
    "lalonde_psid_naive": "difference_in_means",
    "close_college_ols": None,
    "k401_naive": "difference_in_means",
    "k401_eligibility_irm": None,
    "ucb_total": None,
    "ucb_dept_adjusted": None,
    "kidney_stones": None,
    "ucb_mh_or": "mantel_haenszel",
}
LEVELS = {
    "ucb_total": ("Female", "Male"),
    "ucb_dept_adjusted": ("Female", "Male"),
    "ucb_mh_or": ("Male", "Female"),
    "kidney_stones": ("A", "B"),
}


def test_every_case_of_adjustment_is_covered(published):
    wanted = {
        name
        for name, case in published.items()
        if case["adjustment_set"] is not None and case["instruments"] is None
    }
    assert wanted == set(METHOD)


@pytest.mark.parametrize("name", sorted(METHOD))
def test_published_effect(name, published, reference_table, ask):
    case = published[name]
    treated, control = LEVELS.get(name, (None, None))
    answer = ask(case["treatment"], case["outcome"], case["adjustment_set"], treated=treated, control=control)
    found = cc.estimate(reference_table(case["csv"].removesuffix(".csv")), answer, method=METHOD[name])
    assert found.adjustment_set == tuple(sorted(case["adjustment_set"]))
    assert found.value == pytest.approx(case["published_value"], abs=case["tolerance"])


def test_mantel_haenszel_interval_is_as_r_prints_it(published, reference_table, ask):
    case = published["ucb_mh_or"]
    found = cc.estimate(
        reference_table("ucb_admissions"), ask("Gender", "Admit", ["Dept"]), method="mantel_haenszel"
    )
    assert found.ci == pytest.approx(case["published_ci"], abs=1e-6)
    assert (found.treated, found.control, found.outcome_yes) == ("Male", "Female", "Admitted")


def test_naive_comparison_is_the_published_confounded_number(published, reference_table, ask):
    for adjusted, naive in (
        ("nhefs_ipw", "nhefs_unadjusted"),
        ("lalonde_psid_ols", "lalonde_psid_naive"),
        ("k401_eligibility_irm", "k401_naive"),
    ):
        case = published[adjusted]
        answer = ask(case["treatment"], case["outcome"], case["adjustment_set"])
        found = cc.estimate(
            reference_table(case["csv"].removesuffix(".csv")), answer, method="linear_regression"
        )
        assert found.naive.value == pytest.approx(
            published[naive]["published_value"], abs=published[naive]["tolerance"]
        )


def test_berkeley_changes_sign_when_departments_are_compared(reference_table, ask):
    answer = ask("Gender", "Admit", ["Dept"], treated="Female", control="Male")
    found = cc.estimate(reference_table("ucb_admissions"), answer)
    assert found.method == "stratification"
    assert found.naive.value == pytest.approx(-0.1416, abs=5e-4)
    assert found.value > 0 > found.naive.value


def test_default_on_smoking_and_weight_holds_the_published_effect_for_several_seeds(
    reference_table, published
):
    case = published["nhefs_ipw"]
    graph = cc.CausalGraph(
        [*case["adjustment_set"], "qsmk", "wt82_71"], [tuple(e) for e in case["dag_edges"]]
    )
    answer = cc.identify(graph, cc.Query("qsmk", "wt82_71"))
    for seed in range(4):
        found = cc.estimate(reference_table("nhefs"), answer, seed=seed)
        assert found.method == "aipw"
        assert found.value == pytest.approx(3.44, abs=0.3)
        assert found.ci[0] < 3.44 < found.ci[1]
    assert (found.n_obs, found.n_dropped) == (1566, 63)
    assert [(d.reason, d.count) for d in found.dropped] == [("“wt82_71” is missing", 63)]


def test_adjusting_for_a_mediator_is_told_as_against_the_graph(reference_table):
    graph = cc.CausalGraph.parse("Gender -> Dept; Dept -> Admit; Gender -> Admit")
    answer = cc.identify(graph, cc.Query("Gender", "Admit", treated="Female", control="Male"))
    own = Adjustment(
        treatments=("Gender",), outcomes=("Admit",), sentence="Within departments.", adjustment_set=("Dept",)
    )
    found = cc.estimate(reference_table("ucb_admissions"), answer, strategy=own)
    assert found.value == pytest.approx(0.0426, abs=1e-3)
    assert any("By the graph this is not so" in w for w in found.warnings)
    assert [a.status for a in found.assumptions if a.id == "adjustment_set"] == ["contradicted"]
