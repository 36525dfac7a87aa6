"""One contract for every stress test, and what each of them sees and does not see."""

from __future__ import annotations

import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import causal_core as cc
from causal_core.errors import QueryError
from causal_core.estimation.fit import Fit, Options
from causal_core.estimation.methods import METHODS
from causal_core.estimation.regression import regression
from causal_core.estimation.sample import Sample
from causal_core.refutation.battery import TESTS, verdict_of
from causal_core.refutation.measured import measured
from causal_core.refutation.placebo_treatment import placebo_treatment
from causal_core.refutation.random_subset import random_subset
from causal_core.refutation.target import Target, light_fit
from causal_core.words import number

every_test = pytest.mark.parametrize("test", sorted(TESTS))


def clean(n: int = 300, seed: int = 0) -> pd.DataFrame:
    """An effect of 1, one measured confounder, one column that only matters for the outcome."""
    rng = np.random.default_rng(seed)
    z, w = rng.normal(size=(2, n))
    t = (rng.uniform(size=n) < 1 / (1 + np.exp(-0.7 * z))).astype(int)
    return pd.DataFrame({"z": z, "w": w, "t": t, "y": t + 0.5 * z + 0.5 * w + rng.normal(size=n)})


def hidden(n: int = 400, seed: int = 0) -> pd.DataFrame:
    """No effect at all: everything comes from a cause that is not in the table."""
    rng = np.random.default_rng(seed)
    z, w, u = rng.normal(size=(3, n))
    t = (rng.uniform(size=n) < 1 / (1 + np.exp(-0.7 * z - 1.5 * u))).astype(int)
    return pd.DataFrame({"z": z, "w": w, "t": t, "y": 1.5 * u + 0.5 * z + 0.5 * w + rng.normal(size=n)})


def asked(frame: pd.DataFrame, names=("w", "z"), method="regression", **query):
    graph = cc.CausalGraph(["t", "y", *names], [("t", "y")] + [(c, v) for c in names for v in ("t", "y")])
    answer = cc.identify(graph, cc.Query("t", "y", **query))
    table = cc.Table.from_frame(frame, "d")
    return table, cc.estimate(table, answer, method=method), answer


def attack(frame: pd.DataFrame, tests=None, names=("w", "z"), method="regression", **options):
    table, estimate, answer = asked(frame, names, method)
    return cc.refute(table, estimate, answer, tests=tests, **options)


def only(frame: pd.DataFrame, test: str, **options):
    return attack(frame, [test], **options).results[0]


@every_test
def test_refutation_says_its_five_sentences_and_that_hidden_causes_stay_unseen(test):
    found = only(clean(), test, draws=20)
    for part in (found.title, found.tried, found.expected, found.seen, found.meaning):
        assert part
        assert part[0].isupper() or part[0].isdigit()
    assert "idden" in found.cannot_see or "such a cause exists" in found.cannot_see
    assert found.test == test
    assert all(np.isfinite(v) for v in found.numbers.values())


@every_test
def test_same_seed_gives_an_equal_report_and_alone_it_is_the_same_as_among_others(test):
    whole = {r.test: r for r in attack(clean(), draws=20, seed=4).results}
    assert only(clean(), test, draws=20, seed=4) == whole[test]


@every_test
def test_executor_changes_nothing(test):
    with ThreadPoolExecutor(2) as pool:
        assert only(clean(), test, draws=25, executor=pool) == only(clean(), test, draws=25)


@every_test
@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_can_be_attacked(test, method):
    frame = clean().assign(
        z=lambda f: np.where(f.z > 0, "high", "low"), w=lambda f: np.where(f.w > 0, "high", "low")
    )
    if method == "mantel_haenszel":
        frame["y"] = (frame.y > 0.5).astype(int)
    found = only(frame, test, draws=10, method=method)
    assert found.outcome in ("passed", "warning", "failed", "not_run")
    assert found.outcome != "not_run" or (test, method) == ("few_rows", "mantel_haenszel")


@pytest.mark.parametrize("method", ["linear_regression", "partially_linear"])
def test_number_treatments_can_be_attacked(method):
    frame = clean().assign(t=lambda f: f.t + np.linspace(0, 1, len(f)))
    report = attack(frame, method=method, draws=10)
    assert [r.outcome for r in report.results].count("not_run") == 0


def test_nothing_is_written_to_the_table():
    table, estimate, answer = asked(clean())
    before = table.frame.copy(deep=True)
    cc.refute(table, estimate, answer, draws=10)
    pd.testing.assert_frame_equal(table.frame, before)


def test_progress_rises_to_the_total():
    said = []
    attack(clean(), draws=20, progress=lambda done, total, label: said.append((done, total, label)))
    done = [d for d, _, _ in said]
    assert done == sorted(done)
    assert done[-1] == said[0][1] == 20 * len(TESTS)
    assert {label for _, _, label in said} == set(TESTS)


def test_report_survives_pickling_and_becomes_plain_values():
    report = attack(clean(), draws=10)
    assert pickle.loads(pickle.dumps(report)) == report
    assert report.to_dict()["results"][0]["test"] == "placebo_treatment"


def test_unknown_test_is_refused_with_the_names_there_are():
    with pytest.raises(QueryError, match="no stress test called “placebo”") as caught:
        attack(clean(), ["placebo"])
    assert all(name in caught.value.fix for name in TESTS)
    with pytest.raises(QueryError, match="No stress test was named"):
        attack(clean(), [])


def test_estimate_of_other_data_or_another_graph_is_refused():
    table, estimate, answer = asked(clean())
    with pytest.raises(QueryError, match="other data or another graph"):
        cc.refute(cc.Table.from_frame(clean(seed=1), "d"), estimate, answer)
    with pytest.raises(QueryError, match="other data or another graph"):
        cc.refute(table, replace(estimate, graph_sha256="0" * 64), answer)


def test_good_data_pass_every_test_that_looks_for_faults():
    report = attack(clean())
    outcomes = {r.test: r.outcome for r in report.results}
    assert {
        outcomes[t] for t in ("placebo_treatment", "random_common_cause", "random_subset", "few_rows")
    } == {"passed"}


def test_estimate_that_is_all_hidden_confounding_passes_and_the_report_says_that_it_would():
    table, estimate, answer = asked(hidden())
    assert estimate.ci[0] > 0.5  # the truth is 0
    report = cc.refute(
        table, estimate, answer, tests=["placebo_treatment", "random_common_cause", "random_subset"]
    )
    assert {r.outcome for r in report.results} == {"passed"}
    assert report.verdict == "No fault was found that these tests can see."
    assert "None of these tests can see a hidden common cause" in report.summary
    assert "an estimate that is nothing but confounding passes" in report.results[0].cannot_see


def too_narrow(sample: Sample, options: Options) -> Fit:
    """A method whose intervals are half as wide as they should be."""
    fit = regression(sample, options)
    return replace(fit, std_error=0.5 * fit.std_error)


def inventing(sample: Sample, options: Options) -> Fit:
    """A method that finds an effect whatever the data."""
    fit = regression(sample, options)
    return replace(fit, value=fit.value + 0.2)


def aimed(monkeypatch, method) -> Target:
    monkeypatch.setitem(METHODS, "faulty", method)
    table, estimate, answer = asked(clean(), method="faulty")
    from causal_core.estimation.sample import prepare

    sample = prepare(table, answer.query, ("w", "z"))
    options = Options(light=True)
    return Target(sample, "faulty", options, estimate, light_fit(sample, "faulty", options), table, answer)


def test_placebo_fails_a_method_with_narrow_intervals_and_one_that_invents(monkeypatch):
    assert placebo_treatment(aimed(monkeypatch, too_narrow)).outcome == "failed"
    assert placebo_treatment(aimed(monkeypatch, inventing)).outcome == "failed"


def test_random_parts_tell_on_narrow_intervals(monkeypatch):
    found = random_subset(aimed(monkeypatch, too_narrow))
    assert found.outcome in ("warning", "failed")
    assert found.numbers["ratio"] == pytest.approx(2.0, abs=0.4)


def test_noise_moves_an_estimate_that_follows_noise(monkeypatch):
    def noisy(sample: Sample, options: Options) -> Fit:
        fit = regression(sample, options)
        return replace(fit, value=fit.value + float(sample.covariates[-1].values[:3].sum()))

    from causal_core.refutation.random_common_cause import random_common_cause

    assert random_common_cause(aimed(monkeypatch, noisy)).outcome == "failed"


def test_slips_of_the_pen_are_found_whether_or_not_the_interval_holds_zero():
    frame = clean()
    rows = np.flatnonzero(frame.t == 1)[:3]
    frame.loc[rows, "y"] += 100
    found = only(frame, "few_rows")
    assert found.outcome == "failed"
    assert found.numbers["variance_share"] > 0.9
    assert found.numbers["estimate_without_top"] == pytest.approx(1.0, abs=0.5)


def test_number_of_rows_that_turn_the_sign_really_turns_it():
    found = only(clean().assign(y=lambda f: f.y - 0.6 * f.t), "few_rows")
    assert found.outcome == "passed"
    assert found.numbers["rows_to_turn"] > 0.01 * 300
    assert found.numbers["estimate_turned"] <= 0


def test_hidden_cause_names_the_strongest_measured_column():
    frame = clean().assign(y=lambda f: f.y + 2 * f.z)
    found = only(frame, "hidden_cause")
    assert "“z”" in found.seen
    assert found.numbers["partial R² with treatment: z"] > found.numbers["partial R² with treatment: w"]


def test_hidden_cause_gives_e_values_for_risks_only():
    frame = clean().assign(y=lambda f: (f.y > 0.5).astype(int))
    assert only(frame, "hidden_cause").numbers["e_value"] > 1
    assert "e_value" not in only(clean(), "hidden_cause").numbers


def test_interval_that_holds_zero_needs_no_hidden_cause():
    frame = clean().assign(y=lambda f: f.y - f.t)
    found = only(frame, "hidden_cause")
    assert found.outcome == "warning"
    assert found.meaning == "No hidden cause is needed: the interval holds no effect as it is."


def test_verdict_is_the_worst_outcome_and_claims_no_more():
    good = only(clean(), "few_rows")
    bad, unsure, silent = (replace(good, outcome=o) for o in ("failed", "warning", "not_run"))
    assert verdict_of([good])[0] == "No fault was found that these tests can see."
    assert verdict_of([good, unsure])[0] == "The estimate holds with reservations."
    assert verdict_of([good, unsure, bad])[0] == "The estimate does not hold."
    assert verdict_of([silent])[0] == "Nothing could be tested."
    for results in ([good], [bad], [silent]):
        assert "None of these tests can see a hidden common cause" in verdict_of(results)[1]


def test_measured_rates_are_loaded_for_every_test_and_are_rates():
    for found in attack(clean(), draws=10).results:
        assert found.measured is not None, found.test
        assert 0 <= found.measured.false_alarm_rate <= 1
        assert 0 <= found.measured.power <= 1
        assert found.measured.hidden_cause_rate is not None
        assert found.measured.n_simulations >= 100
        assert found.measured.against
        assert found.measured.scenario


def test_page_on_methods_shows_the_measured_rates():
    page = (Path(__file__).parents[3] / "docs" / "methods.md").read_text("utf-8")
    for test, row in measured().items():
        rates = f"{row.false_alarm_rate:.1%} | {row.power:.1%}: {row.against} | {row.hidden_cause_rate:.1%}"
        assert f"| `{test}` | {rates} |" in page


def test_page_on_methods_names_every_method_and_test():
    page = (Path(__file__).parents[3] / "docs" / "methods.md").read_text("utf-8")
    assert [name for name in (*METHODS, *TESTS) if f"| `{name}` |" not in page] == []


def test_an_exact_fit_is_not_failed_for_rounding_errors() -> None:
    frame = pd.DataFrame({"t": [0, 1] * 60, "z": np.linspace(0, 1, 120)})
    frame["y"] = frame["t"] * 1.0
    table = cc.Table.from_frame(frame, "exact")
    answer = cc.identify(cc.CausalGraph.parse("z -> t; z -> y; t -> y"), cc.Query("t", "y"))
    estimate = cc.estimate(table, answer, method="regression")
    tests = ("random_common_cause", "hidden_cause")
    outcomes = {r.test: r.outcome for r in cc.refute(table, estimate, answer, tests=tests).results}
    assert outcomes == {"random_common_cause": "passed", "hidden_cause": "not_run"}


def test_a_hidden_cause_at_its_limit_keeps_an_interval() -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(size=300)
    t = (rng.random(300) < 1 / (1 + np.exp(-z))).astype(int)
    table = cc.Table.from_frame(
        pd.DataFrame({"z": z, "t": t, "y": 2 * t + 3 * z + rng.normal(size=300)}), "strong"
    )
    answer = cc.identify(cc.CausalGraph.parse("z -> t; z -> y; t -> y"), cc.Query("t", "y"))
    estimate = cc.estimate(table, answer, method="regression")
    result = cc.refute(table, estimate, answer, tests=("hidden_cause",)).results[0]
    assert result.numbers["partial R² with outcome: z"] == 1.0
    low, high = re.findall(r"\((\S+) to (\S+)\)", result.seen)[-1]
    assert float(low) < float(high)


def test_numbers_are_said_in_the_unit_of_the_answer():
    table, estimate, answer = asked(clean())
    report = cc.refute(table, replace(estimate, unit="kg"), answer, draws=20)
    for found in report.results:
        said = f"{found.tried} {found.expected} {found.seen}"
        assert " kg" in said, found.test
    risk = attack(clean().assign(y=lambda f: (f.y > 0.5).astype(int)), draws=20)
    for found in risk.results:
        assert " in 100" in found.seen, found.test
    assert "shifts well under its standard error of " in report.results[1].expected
    same = attack(clean(), draws=20)
    assert [r.numbers for r in same.results] == [r.numbers for r in report.results]


def test_regression_behind_an_odds_ratio_is_said_as_a_risk_and_the_ratio_plain():
    frame = clean().assign(
        z=lambda f: np.where(f.z > 0, "high", "low"),
        w=lambda f: np.where(f.w > 0, "high", "low"),
        y=lambda f: (f.y > 0.5).astype(int),
    )
    report = attack(frame, ["random_subset", "hidden_cause"], method="mantel_haenszel", draws=10)
    parts, line = report.results
    assert "in 100" not in parts.expected + parts.seen
    assert "in 100 to 0" in line.seen


def test_quick_form_is_told_where_it_is_not_the_answer_and_only_there():
    table, estimate, answer = asked(clean())
    tests = ["random_common_cause", "random_subset", "few_rows"]
    assert not [r for r in cc.refute(table, estimate, answer, tests, draws=10).results if "quick" in r.tried]
    near = replace(estimate, value=estimate.value + 0.1 * estimate.std_error, unit="kg")
    far = replace(estimate, value=estimate.value + estimate.std_error, unit="kg")
    for found in cc.refute(table, near, answer, tests, draws=10).results:
        assert f"The quick form of the method gives {number(estimate.value)} kg" in found.tried
        assert f"(the answer: {number(near.value)} kg)" in found.tried
        assert "half a standard error" not in found.tried
    for found in cc.refute(table, far, answer, tests, draws=10).results:
        assert "more than half a standard error apart" in found.tried
