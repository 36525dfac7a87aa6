"""A study whose names may be a row of data: they are confirmed, or they leave the study altogether."""

from __future__ import annotations

import hashlib

import pytest

from causal_core.errors import TableError
from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from causal_core.table.table import Table
from studies.data import read_data, reference
from studies.first_line import it_is_data, they_are_names
from studies.study import Study, StudyVariable
from studies.workflow import attach_data, estimate_study, set_graph, set_question

ROWS = [f"canary{k % 3},{k % 2},{20 + k % 37},{k % 5 + 0.25}" for k in range(60)]


def begun(raw: bytes, *repairs: str) -> tuple[Study, Table]:
    table = read_table(raw, name="f.csv", repairs=repairs)
    assert table.names_in_doubt
    cause, outcome = table.names[1], table.names[3]
    study = set_question(Study(), treatment=cause, outcome=outcome, confirmed=True)
    study = attach_data(study, table, reference(table, hashlib.sha256(raw).hexdigest(), repairs=repairs))
    study = study.model_copy(
        update={"variables": tuple(StudyVariable(name=n, column=n) for n in table.names)}
    )
    study = set_graph(study, CausalGraph(table.names, directed=[(table.names[2], cause), (cause, outcome)]))
    return estimate_study(study, table), table


def test_confirmed_names_are_not_asked_about_again_and_results_still_count() -> None:
    raw = "\n".join(ROWS).encode()
    study, table = begun(raw)
    sure = they_are_names(study)
    assert sure.data is not None
    again = read_data(raw, sure.data)
    assert not again.names_in_doubt
    assert again.sha256 == table.sha256
    assert sure.fingerprint() == study.fingerprint()
    assert sure.estimate_is_current()


def test_read_as_data_no_value_is_left_as_a_name_and_the_graph_follows() -> None:
    raw = "\n".join(ROWS).encode()
    study, _ = begun(raw)
    read = it_is_data(study, raw)
    assert read.table.n_rows == 60
    assert not read.table.names_in_doubt
    assert read.table.names == ("column_1", "column_2", "column_3", "column_4")
    assert [(v.name, v.column) for v in read.study.variables] == [(n, n) for n in read.table.names]
    assert (read.study.question.treatment, read.study.question.outcome) == ("column_2", "column_4")
    assert {(a.cause, a.effect) for a in read.study.arrows} == {
        ("column_3", "column_2"),
        ("column_2", "column_4"),
    }
    assert not read.study.estimate_is_current()
    assert read.study.data is not None
    assert read_data(raw, read.study.data).sha256 == read.table.sha256


def test_names_that_a_person_gave_stay() -> None:
    raw = "\n".join(ROWS).encode()
    study, _ = begun(raw)
    own = study.variables[2].model_copy(update={"name": "age", "meaning": "in years"})
    study = study.model_copy(update={"variables": (*study.variables[:2], own, *study.variables[3:])})
    kept = it_is_data(study, raw).study.variables[2]
    assert (kept.name, kept.column, kept.meaning) == ("age", "column_3", "in years")


def test_repairs_of_names_that_are_none_are_not_kept() -> None:
    raw = "\n".join(["a1,1,20,1", *(f"a{k},{k % 2},{k % 20},{k % 7}" for k in range(2, 60))]).encode()
    study, _ = begun(raw, "rename_repeated_headers")
    read = it_is_data(study, raw)
    assert read.study.data is not None
    assert read.study.data.repairs == ("no_header",)


def test_where_the_columns_would_be_others_one_sentence_says_so() -> None:
    raw = "\n".join(f"canary{k % 3},{k % 2},,{20 + k % 37},{k % 5 + 0.25}" for k in range(60)).encode()
    study, _ = begun(raw)
    with pytest.raises(TableError, match="makes other columns than the study has") as caught:
        it_is_data(study, raw)
    assert caught.value.fix == "Begin a new study with this file."
