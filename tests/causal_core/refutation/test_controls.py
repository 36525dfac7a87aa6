"""Tests that are run with a variable, and the made-up outcome: what they see, and when they refuse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import causal_core as cc
from causal_core.errors import QueryError
from causal_core.identification.selection import after_selection
from causal_core.refutation.as_strong_as import benchmark, times_needed
from causal_core.refutation.battery import CONTROL_TESTS, combined
from causal_core.refutation.hidden_cause import Line
from causal_core.refutation.needs import NEEDS
from causal_core.results import Refutation

GRAPH = cc.CausalGraph.parse("z -> t; z -> y; z -> nco; z -> nce; w -> y; t -> y; t -> later; cause -> t")
OF_CONTROL = {
    "negative_control_outcome": "nco",
    "placebo_period": "nco",
    "negative_control_exposure": "nce",
    "as_strong_as": "z",
}
every_control_test = pytest.mark.parametrize("test", sorted(CONTROL_TESTS))


def data(rng: np.random.Generator, *, hidden: float = 0.0, n: int = 400) -> pd.DataFrame:
    z, w, u, cause, a, b, c, d = rng.normal(size=(8, n))
    t = (rng.uniform(size=n) < 1 / (1 + np.exp(-0.5 * z - hidden * u - 0.3 * cause))).astype(int)
    y = t + 0.5 * z + 0.5 * w + 0.7 * hidden * u + a
    nco, nce = 0.5 * z + 0.7 * hidden * u + b, 0.5 * z + 0.7 * hidden * u + c
    return pd.DataFrame(
        {"z": z, "w": w, "t": t, "y": y, "nco": nco, "nce": nce, "later": t + d, "cause": cause}
    )


def asked(frame: pd.DataFrame, graph: cc.CausalGraph = GRAPH, method: str | None = "regression"):
    table = cc.Table.from_frame(frame, "d")
    answer = cc.identify(graph, cc.Query("t", "y"))
    return table, cc.estimate(table, answer, strategy="adjustment", method=method), answer


def only(frame: pd.DataFrame, test: str, variable: str, **options) -> Refutation:
    table, estimate, answer = asked(frame, **options)
    return cc.refute(table, estimate, answer, tests=[test], controls={test: variable}).results[0]


@every_control_test
def test_each_says_its_five_sentences_with_and_without_its_variable(test):
    table, estimate, answer = asked(data(np.random.default_rng(0)))
    ran = cc.refute(table, estimate, answer, tests=[test], controls=OF_CONTROL and {test: OF_CONTROL[test]})
    silent = cc.refute(table, estimate, answer, tests=[test])
    for found in (*ran.results, *silent.results):
        for part in (found.title, found.tried, found.expected, found.seen, found.meaning, found.cannot_see):
            assert part
            assert "{" not in part
        assert all(np.isfinite(v) for v in found.numbers.values())
    assert ran.results[0].variable == OF_CONTROL[test]
    assert silent.results[0].outcome == "not_run"
    assert silent.results[0].expected == NEEDS[test][1]
    assert silent.verdict == "Nothing could be tested."


def test_they_are_not_in_the_ordinary_battery_unless_named():
    table, estimate, answer = asked(data(np.random.default_rng(0), n=100))
    tests = [r.test for r in cc.refute(table, estimate, answer, draws=10).results]
    assert not set(tests) & set(CONTROL_TESTS)
    with_one = cc.refute(table, estimate, answer, draws=10, controls={"as_strong_as": "z"})
    assert [r.test for r in with_one.results] == [*tests, "as_strong_as"]


def test_controls_of_tests_that_take_none_or_that_are_unknown_are_refused():
    table, estimate, answer = asked(data(np.random.default_rng(0), n=100))
    with pytest.raises(QueryError, match="takes no variable"):
        cc.refute(table, estimate, answer, tests=["few_rows"], controls={"few_rows": "z"})
    with pytest.raises(QueryError, match="no stress test called"):
        cc.refute(table, estimate, answer, controls={"negative_outcome": "z"})


@pytest.mark.parametrize(
    ("test", "variable", "why"),
    [
        ("negative_control_outcome", "t", "is the treatment itself"),
        ("negative_control_outcome", "y", "is the outcome itself"),
        ("negative_control_outcome", "nowhere", "is not in the data"),
        ("negative_control_outcome", "later", "“t” does move “later”"),
        (
            "negative_control_outcome",
            "cause",
            "go together among rows alike in “w” and “z” anyway (t ← cause)",
        ),
        ("negative_control_outcome", "z", "go together among rows alike in “w” anyway (t ← z)"),
        ("negative_control_exposure", "w", "“w” does move “y”"),
        ("as_strong_as", "nco", "is not adjusted for. Choose one of “w”, “z”."),
    ],
)
def test_variable_that_cannot_play_the_part_is_refused_in_a_sentence(test, variable, why):
    found = only(data(np.random.default_rng(0)), test, variable)
    assert found.outcome == "not_run"
    assert why in found.seen


def test_control_that_choosing_the_rows_ties_to_the_treatment_is_refused():
    frame = data(np.random.default_rng(0))[["t", "y", "nco"]]
    graph = cc.CausalGraph(
        ["t", "y", "nco", "h", "v"], [("t", "y"), ("h", "t"), ("h", "v"), ("nco", "v")], [], ["h", "v"]
    )
    found = []
    for selected in ([], ["v"]):
        table = cc.Table.from_frame(frame, "d")
        answer = after_selection(cc.identify(graph, cc.Query("t", "y")), selected)
        estimate = cc.estimate(table, answer, strategy="adjustment", method="difference_in_means")
        name = "negative_control_outcome"
        found += cc.refute(table, estimate, answer, tests=[name], controls={name: "nco"}).results
    assert found[0].outcome != "not_run"
    assert found[1].outcome == "not_run"
    assert "t ← h → v ← nco" in found[1].seen


def test_adjustment_column_that_the_rest_separates_is_left_out_and_said_so():
    found = only(data(np.random.default_rng(0)), "negative_control_outcome", "w")
    assert found.outcome == "passed"
    assert "“w” is one of the adjustment columns, and was left out of them for this." in found.tried


def test_latent_variable_and_text_of_many_values_are_no_controls():
    frame = data(np.random.default_rng(0)).assign(nco=lambda f: [f"level {k % 5}" for k in range(len(f))])
    assert "no numbers" in only(frame, "negative_control_outcome", "nco").seen
    hidden = cc.CausalGraph(GRAPH.nodes, GRAPH.directed, latent=["nco"])
    found = only(data(np.random.default_rng(0)), "negative_control_outcome", "nco", graph=hidden)
    assert "was not measured" in found.seen


def test_control_outcome_is_the_estimate_of_the_same_method_on_it():
    frame = data(np.random.default_rng(3))
    found = only(frame, "negative_control_outcome", "nco")
    table, answer = cc.Table.from_frame(frame, "d"), cc.identify(GRAPH, cc.Query("t", "nco"))
    same = cc.estimate(table, answer, strategy=asked(frame)[2].strategies[0], method="regression")
    assert found.numbers["value"] == pytest.approx(same.value)
    assert (found.numbers["low"], found.numbers["high"]) == pytest.approx(same.ci)


@pytest.mark.parametrize(
    "method", [None, "linear_regression", "aipw", "ipw", "partially_linear", "propensity_strata"]
)
def test_every_method_can_be_tried_on_a_control(method):
    for test in ("negative_control_outcome", "negative_control_exposure"):
        assert only(data(np.random.default_rng(1)), test, OF_CONTROL[test], method=method).outcome == "passed"


def test_hidden_cause_that_moves_the_control_is_seen_and_one_that_does_not_is_not():
    frame = data(np.random.default_rng(4), hidden=1.0)
    for test in ("negative_control_outcome", "placebo_period", "negative_control_exposure"):
        assert only(frame, test, OF_CONTROL[test]).outcome == "failed"
    deaf = frame.assign(nco=np.random.default_rng(5).normal(size=len(frame)))
    found = only(deaf, "negative_control_outcome", "nco")
    assert found.outcome == "passed"
    assert "A hidden common cause that moves “y” but not “nco”" in found.cannot_see


def test_names_with_braces_stay_as_they_are():
    graph = cc.CausalGraph(["{t}", "y", "{c}"], [("{t}", "y")])
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"{t}": rng.integers(0, 2, 50), "y": rng.normal(size=50), "{c}": rng.normal(size=50)}
    )
    table, answer = cc.Table.from_frame(frame, "d"), cc.identify(graph, cc.Query("{t}", "y"))
    test = "negative_control_outcome"
    report = cc.refute(table, cc.estimate(table, answer), answer, tests=[test], controls={test: "{c}"})
    assert "The effect of “{t}” on “{c}”" in report.results[0].tried


DARFUR = Line(0.09731582, 0.02325654, 783.0)
"""Cinelli and Hazlett 2020, table 1: direct harm on attitudes to peace; t = 4.18 with 783 degrees of freedom."""
FEMALE = (0.00907, 0.10904)
"""Partial R² of ``female`` with treatment and with outcome, from the same regression."""


@pytest.mark.parametrize(
    ("times", "value", "low", "high"),
    [(1, 0.0752, 0.0323, 0.1182), (2, 0.0529, 0.0129, 0.0929), (3, 0.0304, -0.0063, 0.0670)],
)
def test_darfur_bounds_as_strong_as_female_are_the_published_ones(times, value, low, high):
    """The R package's printed summary; FEMALE is known to five digits, so bounds to about three."""
    mark = benchmark("female", DARFUR, *FEMALE, strength=times, level=0.95)
    assert mark.value == pytest.approx(value, abs=3e-4)
    assert mark.ci == pytest.approx((low, high), abs=6e-4)


def test_darfur_needs_between_two_and_three_times_female():
    times = times_needed(DARFUR, *FEMALE, level=0.95)
    assert times is not None
    assert 2 < times < 3
    at = benchmark("female", DARFUR, *FEMALE, strength=times, level=0.95)
    assert at.ci[0] == pytest.approx(0, abs=1e-9)


def test_column_that_says_nothing_is_never_strong_enough():
    assert times_needed(DARFUR, 1e-9, 1e-9, level=0.95) is None


def test_made_up_outcome_finds_a_straight_line_where_the_confounder_bends():
    rng = np.random.default_rng(0)
    z = rng.normal(size=400)
    t = (rng.uniform(size=400) < 1 / (1 + np.exp(-(z**2) + 1))).astype(int)
    frame = pd.DataFrame({"z": z, "w": rng.normal(size=400), "t": t, "y": t + z**2 + rng.normal(size=400)})
    graph = cc.CausalGraph.parse("z -> t; z -> y; w -> y; t -> y")
    outcomes = {}
    for method in ("linear_regression", "regression"):
        table, estimate, answer = asked(frame, graph, method)
        outcomes[method] = cc.refute(table, estimate, answer, tests=["dummy_outcome"]).results[0].outcome
    assert outcomes == {"linear_regression": "failed", "regression": "passed"}


def test_reports_are_combined_by_test_and_variable_and_the_verdict_is_of_all():
    table, estimate, answer = asked(data(np.random.default_rng(4), hidden=1.0))
    bad = cc.refute(table, estimate, answer, tests=["negative_control_outcome"], controls=OF_CONTROL)
    good = cc.refute(table, estimate, answer, tests=["few_rows", "negative_control_outcome"], controls={})
    both = combined(good, bad)
    assert [(r.test, r.variable) for r in both.results] == [
        ("few_rows", None),
        ("negative_control_outcome", None),
        ("negative_control_outcome", "nco"),
    ]
    assert both.verdict == "The estimate does not hold."
    assert combined(bad, bad) == bad
    other = cc.refute(*asked(data(np.random.default_rng(9))), tests=["few_rows"])
    with pytest.raises(QueryError, match="same data and graph"):
        combined(other, bad)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["regression", "aipw"])
def test_negative_controls_raise_false_alarms_at_their_level_and_see_a_shared_hidden_cause(method):
    """300 tables (100 for aipw): 5 % is known to within ±2.5 points (±4.4), two standard errors."""
    sims = 100 if method == "aipw" else 300
    tests = ("negative_control_outcome", "negative_control_exposure")
    alarms, seen = dict.fromkeys(tests, 0), dict.fromkeys(tests, 0)
    for k in range(sims):
        for hidden, count in ((0.0, alarms), (1.0, seen)):
            table, estimate, answer = asked(data(np.random.default_rng((k, 1)), hidden=hidden), method=method)
            controls = {t: OF_CONTROL[t] for t in tests}
            for found in cc.refute(table, estimate, answer, tests=tests, controls=controls).results:
                count[found.test] += found.outcome in ("warning", "failed")
    slack = 2 * np.sqrt(0.05 * 0.95 / sims)
    for test in tests:
        assert alarms[test] / sims < 0.05 + slack + (0.02 if method == "aipw" else 0.0)
        assert seen[test] / sims > 0.9


def test_value_on_a_control_has_the_unit_of_what_was_compared():
    frame = data(np.random.default_rng(3)).assign(nco=lambda f: (f.nco > 0).astype(int))
    assert " in 100 (95 % interval " in only(frame, "negative_control_outcome", "nco").seen
    table, estimate, answer = asked(data(np.random.default_rng(3)))
    for test, has in (("negative_control_exposure", True), ("negative_control_outcome", False)):
        found = cc.refute(
            table, replace(estimate, unit="kg"), answer, tests=[test], controls={test: OF_CONTROL[test]}
        )
        assert (" kg (95 % interval " in found.results[0].seen) is has
