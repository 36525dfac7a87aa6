"""A variable that the rows were chosen by: what the study's answer, number and sentences then say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal_core.errors import EstimateError
from causal_core.graph.admg import CausalGraph
from causal_core.table.table import Table
from studies import edits
from studies.analysis import identification_dict
from studies.claims import claims
from studies.compare import compare
from studies.exchange import read_graph, to_dagitty, use_graph
from studies.export.report import report_html
from studies.facts import facts_of
from studies.graph_checks import check_graph_study
from studies.standing import reliance_of, stand_by_all
from studies.study import DataRef, Study
from studies.workflow import (
    attach_data,
    estimate_of,
    estimate_study,
    identify_study,
    missing_steps,
    set_graph,
    set_question,
)

REF = DataRef(name="d.csv", sha256="0" * 64, n_rows=1200, n_columns=3)


def table() -> Table:
    rng = np.random.default_rng(5)
    ward = rng.integers(0, 2, size=1200)
    drug = rng.integers(0, 2, size=1200)
    health = 2.0 * drug + ward + rng.normal(size=1200)
    return Table.from_frame(pd.DataFrame({"drug": drug, "ward": ward, "health": health}), "d.csv")


def study_of(graph: str, *selected: str) -> Study:
    study = set_question(Study(), treatment="drug", outcome="health", confirmed=True)
    study = attach_data(set_graph(study, CausalGraph.parse(graph)), table(), REF)
    return edits.set_flag(study, selected, "selected", True).model_copy(update={"method": "regression"})


def test_a_collider_that_rows_are_chosen_by_is_no_answer_on_any_page() -> None:
    study = study_of("drug -> health; drug -> ward <- health", "ward")
    answer = identify_study(study)
    assert not answer.identifiable
    assert not answer.strategies
    assert "“ward”" in answer.reason
    assert [f.kind for f in answer.fixes] == ["other_rows"]
    assert "identify" in missing_steps(study)
    assert identification_dict(answer, None)["verdict"] == "NotIdentified"
    assert answer.reason in report_html(study, None)
    with pytest.raises(EstimateError, match="chosen by"):
        estimate_study(study, table())


def test_the_number_and_every_sentence_are_about_those_chosen() -> None:
    study = stand_by_all(study_of("drug -> health; ward -> health", "ward"))
    study = estimate_study(study, table())
    found = estimate_of(study)
    assert found is not None
    assert found.among == "those chosen by “ward”"
    assert {"chosen_rows", "chosen_only"} <= {a.id for a in found.assumptions}
    answer = identify_study(study)
    said = claims(study, answer)[-1]
    assert said.rung == "done"
    assert said.text.startswith("Among those chosen by “ward”, provided that")
    facts = facts_of(study, answer)
    assert facts is not None
    assert "those chosen by “ward”" in facts.who
    assert "The rows were chosen by “ward”." in report_html(study, table())


def test_marking_a_variable_makes_the_number_out_of_date() -> None:
    study = estimate_study(study_of("drug -> health; ward -> health"), table())
    assert study.estimate_is_current()
    marked = edits.set_flag(study, ["ward"], "selected", True)
    assert not marked.estimate_is_current()
    assert edits.set_flag(marked, ["ward"], "selected", False).estimate_is_current()


def test_an_old_document_has_no_variable_that_rows_were_chosen_by() -> None:
    document = study_of("drug -> health").model_dump(mode="json")
    for variable in document["variables"]:
        del variable["selected"]
    assert Study.model_validate(document).selected() == ()


def test_what_nobody_stands_by_yet_includes_the_arrows_into_the_choice() -> None:
    study = study_of("drug -> health; ward -> health", "ward")
    relied = reliance_of(study, identify_study(study))
    assert relied is not None
    assert ("drug", "ward") in relied.missing


def test_the_check_of_the_graph_does_not_blame_it_for_what_the_choice_does() -> None:
    graph = "drug -> ward <- health"
    everybody = check_graph_study(study_of(graph), table()).graph_check
    chosen = check_graph_study(study_of(graph, "ward"), table()).graph_check
    assert everybody is not None
    assert chosen is not None
    assert [(r["a"], r["b"]) for r in everybody.value["results"]] == [("drug", "health")]
    assert list(chosen.value["results"]) == []


def test_dagitty_text_carries_the_mark_out_and_in() -> None:
    study = study_of("drug -> health; ward -> health", "ward")
    text = to_dagitty(study)
    assert "ward [selected" in text
    assert use_graph(Study(), read_graph(text)).selected() == ("ward",)


def test_two_versions_tell_that_the_mark_was_set() -> None:
    before = study_of("drug -> health; ward -> health")
    said = str(compare(before, edits.set_flag(before, ["ward"], "selected", True)))
    assert "The rows were chosen by “ward”" in said


def test_a_column_with_one_value_left_can_be_adjusted_for_or_is_said_to_be_of_no_use() -> None:
    """Choosing rows often leaves one value; where only adjusting for it will do, there is a number or a reason."""
    frame = table().frame
    left = Table.from_frame(frame[frame["ward"] == 1].reset_index(drop=True), "d.csv")
    study = study_of("drug -> health; ward -> health; ward -> drug", "ward")
    found = estimate_of(estimate_study(study, left))
    assert found is not None
    assert found.adjustment_set == ("ward",)
    assert abs(found.value - 2.0) < 4 * found.std_error


def test_a_mark_on_what_is_in_no_graph_changes_nothing() -> None:
    """A variable that is not measured and has no arrow says nothing, whatever is said of it."""
    study = edits.add_variable(study_of("drug -> health"), "mood", (0.0, 0.0))
    marked = edits.set_flag(study, ["mood"], "selected", True)
    assert identify_study(marked) == identify_study(study)
