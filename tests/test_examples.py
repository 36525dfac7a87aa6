"""The gallery: each card and its table fit together, and what the texts say of the data is so."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import adjustment_sets
from causal_core.identification.query import Query
from causal_core.table.counts import expand_counts
from causal_core.table.reading import read_table
from causal_core.table.table import Table

FOLDER = files("assets.examples")
IDS = (
    "close_college",
    "kidney_stones",
    "lalonde_matchit",
    "nhefs",
    "nsw_mixtape",
    "sipp1991_401k",
    "ucb_admissions",
)
KEYS = {
    *("id", "title", "summary", "problem", "population", "treatment", "outcome", "treated", "control"),
    *("success", "outcome_unit", "csv", "counts_column", "source", "licence", "source_url_text"),
    *("variables", "arrows", "hidden", "published", "story"),
}


def card(example: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(FOLDER.joinpath(f"{example}.json").read_text("utf-8"))
    return loaded


def table(example: str) -> Table:
    entry = card(example)
    read = read_table(FOLDER.joinpath(entry["csv"]).read_bytes(), name=entry["csv"])
    return expand_counts(read, entry["counts_column"]) if entry["counts_column"] else read


def graph(example: str) -> CausalGraph:
    entry = card(example)
    return CausalGraph(
        [v["name"] for v in entry["variables"]],
        [(a["cause"], a["effect"]) for a in entry["arrows"]],
        [(h["a"], h["b"]) for h in entry["hidden"]],
    )


def sets(example: str) -> list[frozenset[str]]:
    entry = card(example)
    return list(adjustment_sets(graph(example), Query(entry["treatment"], entry["outcome"])))


def test_every_card_in_the_folder_is_tested() -> None:
    found = sorted(p.name for p in FOLDER.iterdir() if p.name.endswith((".json", ".csv")))
    assert found == sorted(f"{example}.{end}" for example in IDS for end in ("json", "csv"))


@pytest.mark.parametrize("example", IDS)
def test_a_card_has_every_field_and_no_empty_text(example: str) -> None:
    entry = card(example)
    assert set(entry) == KEYS
    assert entry["id"] == example
    needed = KEYS - {"treated", "control", "success", "counts_column", "hidden", "published"}
    assert all(entry[key] for key in needed)
    assert all(v["meaning"] for v in entry["variables"])
    assert all(a["reason"] for a in entry["arrows"] + entry["hidden"])
    assert {v["timing"] for v in entry["variables"]} <= {"before", "after", "unknown", "treatment", "outcome"}


@pytest.mark.parametrize("example", IDS)
def test_the_table_reads_and_has_every_variable_with_the_kind_said(example: str) -> None:
    data = table(example)
    assert {(v["name"], v["kind"]) for v in card(example)["variables"]} <= {
        (v.name, v.kind) for v in data.variables
    }


@pytest.mark.parametrize("example", IDS)
def test_no_variable_of_a_card_has_a_warning(example: str) -> None:
    names = {v["name"] for v in card(example)["variables"]}
    assert [i for i in table(example).issues if i.severity == "warning" and i.column in names] == []


@pytest.mark.parametrize("example", IDS)
def test_the_values_compared_occur_in_the_data(example: str) -> None:
    entry, data = card(example), table(example)
    treatment, outcome = data.variable(entry["treatment"]), data.variable(entry["outcome"])
    if treatment.kind == "number":
        assert entry["treated"] is None
        assert entry["control"] is None
    else:
        assert sorted([entry["treated"], entry["control"]]) == list(treatment.levels)
    assert (entry["success"] in outcome.levels) if outcome.dtype == "text" else entry["success"] is None


@pytest.mark.parametrize("example", IDS)
def test_times_fit_the_arrows(example: str) -> None:
    entry = card(example)
    timing = {v["name"]: v["timing"] for v in entry["variables"]}
    assert timing[entry["treatment"]] == "treatment"
    assert timing[entry["outcome"]] == "outcome"
    later = {"before": 0, "unknown": 0, "treatment": 1, "after": 2, "outcome": 3}
    assert all(later[timing[a["cause"]]] <= later[timing[a["effect"]]] for a in entry["arrows"])


@pytest.mark.parametrize("example", IDS)
def test_nothing_points_at_a_treatment_decided_by_lottery(example: str) -> None:
    entry = card(example)
    drawn = {v["name"] for v in entry["variables"] if v["randomised"]}
    assert not [a for a in entry["arrows"] if a["effect"] in drawn]
    assert drawn <= {entry["treatment"]}


@pytest.mark.parametrize(
    ("example", "published"),
    [
        ("nhefs", "nhefs_ipw"),
        ("lalonde_matchit", "lalonde_psid_ols"),
        ("sipp1991_401k", "k401_eligibility_irm"),
        ("kidney_stones", "kidney_stones"),
        ("ucb_admissions", "ucb_total"),
        ("nsw_mixtape", "lalonde_experimental"),
        ("close_college", "close_college_iv"),
    ],
)
def test_the_published_answer_and_its_adjustment_set_are_those_of_the_reference(
    example: str, published: str
) -> None:
    reference = files("tests").joinpath("reference/data/published_effects.json").read_text("utf-8")
    case = next(c for c in json.loads(reference) if c["id"] == published)
    assert card(example)["published"]["value"] == case["published_value"]
    assert card(example)["published"]["ci"] == case["published_ci"]
    if example == "close_college":
        assert sets(example) == []
    else:
        assert sets(example) == [frozenset(case["adjustment_set"])]


def test_adjusting_for_the_department_is_no_answer_to_the_whole_effect_of_gender() -> None:
    assert sets("ucb_admissions") == [frozenset()]


@pytest.mark.parametrize(
    ("example", "naive", "tolerance"),
    [
        ("nhefs", 2.54, 0.01),
        ("nsw_mixtape", 1794.34, 0.01),
        ("lalonde_matchit", -635.03, 0.01),
        ("sipp1991_401k", 19559, 1),
        ("ucb_admissions", -0.1416, 0.0001),
        ("kidney_stones", -0.046, 0.001),
    ],
)
def test_the_plain_difference_is_the_one_the_texts_speak_of(
    example: str, naive: float, tolerance: float
) -> None:
    entry, data = card(example), table(example)
    outcome = data.frame[entry["outcome"]]
    if entry["success"] is not None:
        outcome = (outcome == entry["success"]).astype(float)
    means = [outcome[data.matches(entry["treatment"], entry[side])].mean() for side in ("treated", "control")]
    assert means[0] - means[1] == pytest.approx(naive, abs=tolerance)


@pytest.mark.parametrize(
    ("example", "number"),
    [
        ("nhefs", "1,629"),
        ("nsw_mixtape", "445"),
        ("close_college", "3,010"),
        ("sipp1991_401k", "9,915"),
        ("ucb_admissions", "4,526"),
        ("kidney_stones", "700"),
    ],
)
def test_the_summary_says_how_many_cases_there_are(example: str, number: str) -> None:
    assert number in card(example)["summary"]
    assert f"{table(example).n_rows:,}" == number
