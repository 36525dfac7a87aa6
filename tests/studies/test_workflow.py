from __future__ import annotations

import pandas as pd
import pytest

from causal_core.errors import CycleError, QueryError, TableError, UnknownVariableError
from causal_core.graph.admg import CausalGraph
from causal_core.table.table import Table
from studies.data import bind
from studies.study import Arrow, DataRef, HiddenCause, StoredResult, Study, StudyVariable
from studies.workflow import (
    attach_data,
    identify_study,
    missing_steps,
    set_arrows,
    set_graph,
    set_question,
    set_unit,
    set_variables,
)

REF = DataRef(name="t.csv", sha256="0" * 64, n_rows=4, n_columns=3)


def table(**columns: list[object]) -> Table:
    return Table.from_frame(pd.DataFrame(columns), "t.csv")


def drug_study() -> Study:
    study = set_question(Study(), treatment="drug", outcome="health", confirmed=True)
    return set_graph(study, CausalGraph.parse("age -> drug -> health; age -> health"))


def test_cause_and_outcome_become_variables_once() -> None:
    study = set_question(Study(), treatment="drug", outcome="health")
    again = set_question(study, treatment="drug", who="adults")
    assert [v.name for v in again.variables] == ["drug", "health"]
    assert again.title == "Does drug change health?"


def test_another_cause_forgets_which_of_its_values_was_treated() -> None:
    study = set_question(Study(), treatment="drug", outcome="health", treated="yes", control="no")
    assert set_question(study, treatment="dose").question.treated is None
    assert set_question(study, who="adults").question.treated == "yes"


def test_attaching_data_to_an_empty_study_gives_one_variable_a_column() -> None:
    study = attach_data(
        Study(), table(drug=[0, 1, 0, 1], age=[30, 41, 52, 63], health=[1.5, 2.5, 3.5, 4.25]), REF
    )
    assert [(v.name, v.column) for v in study.variables] == [
        ("drug", "drug"),
        ("age", "age"),
        ("health", "health"),
    ]


def test_attaching_data_matches_names_that_differ_in_case_and_underscores() -> None:
    study = attach_data(drug_study(), table(Drug=[0, 1], HEALTH=[1.0, 2.0], Age=[3.0, 4.0]), REF)
    assert {v.name: v.column for v in study.variables} == {"drug": "Drug", "health": "HEALTH", "age": "Age"}


def test_renaming_a_variable_carries_arrows_question_and_choice() -> None:
    study = drug_study().model_copy(update={"adjustment_choice": ("age",)})
    rows = [v.model_copy(update={"name": "years"}) if v.name == "age" else v for v in study.variables]
    renamed = set_variables(study, rows, {"age": "years"})
    assert renamed.graph().parents("drug") == {"years"}
    assert renamed.adjustment_choice == ("years",)


def test_removing_a_variable_removes_its_arrows() -> None:
    study = drug_study()
    smaller = set_variables(study, [v for v in study.variables if v.name != "age"])
    assert [(a.cause, a.effect) for a in smaller.arrows] == [("drug", "health")]


def test_two_variables_of_one_name_are_refused() -> None:
    with pytest.raises(QueryError, match="Two variables are called “x”"):
        set_variables(Study(), [StudyVariable(name="x"), StudyVariable(name="x")])


def test_a_cycle_is_refused_with_its_path_and_the_study_is_untouched() -> None:
    study = drug_study()
    with pytest.raises(CycleError) as caught:
        set_arrows(study, (*study.arrows, Arrow(cause="health", effect="age")), study.hidden)
    assert caught.value.path[0] == caught.value.path[-1]
    assert len(study.arrows) == 3


def test_an_arrow_to_an_unknown_variable_offers_close_names() -> None:
    with pytest.raises(UnknownVariableError, match="Did you mean “health”"):
        set_arrows(drug_study(), [Arrow(cause="drug", effect="helth")], ())


def test_rejected_and_proposed_arrows_are_not_in_the_graph() -> None:
    study = drug_study()
    arrows = (
        *study.arrows,
        Arrow(cause="health", effect="age", status="rejected"),
        Arrow(cause="health", effect="drug", status="proposed"),
    )
    assert set(set_arrows(study, arrows, ()).graph().directed) == {
        ("age", "drug"),
        ("age", "health"),
        ("drug", "health"),
    }


def test_pasting_a_graph_keeps_the_reasons_of_arrows_that_stay() -> None:
    study = set_arrows(drug_study(), [Arrow(cause="age", effect="drug", reason="older people get it")], ())
    pasted = set_graph(study, CausalGraph.parse("age -> drug; drug -> health; drug <-> health"))
    assert {a.effect: a.reason for a in pasted.arrows} == {"drug": "older people get it", "health": ""}
    assert [(h.a, h.b) for h in pasted.hidden] == [("drug", "health")]


def test_identification_of_a_study_is_the_cores() -> None:
    answer = identify_study(drug_study())
    assert answer.identifiable
    assert answer.strategies[0].adjustment_set == ("age",)


def test_a_hidden_common_cause_makes_it_unanswerable() -> None:
    study = drug_study()
    hidden = set_arrows(study, study.arrows, [HiddenCause(a="drug", b="health")])
    assert not identify_study(hidden).identifiable


@pytest.mark.parametrize(("part", "word"), [("treatment", "cause"), ("outcome", "outcome")])
def test_an_incomplete_question_says_what_is_missing(part: str, word: str) -> None:
    study = drug_study()
    question = study.question.model_copy(update={part: ""})
    with pytest.raises(QueryError, match=f"The {word} is not chosen yet"):
        identify_study(study.model_copy(update={"question": question}))


def test_every_step_of_an_empty_study_says_what_it_needs() -> None:
    assert set(missing_steps(Study())) == {
        "question",
        "variables",
        "graph",
        "identify",
        "estimate",
        "stress_test",
    }


def test_the_step_of_identification_asks_for_what_is_missing_and_for_nothing_else() -> None:
    empty = missing_steps(Study())["identify"]
    assert empty == "Name a cause and an outcome, and draw at least one arrow."
    drawn = set_question(drug_study(), confirmed=False)
    assert missing_steps(drawn)["identify"] == "Confirm the question."
    asked = drug_study().model_copy(update={"arrows": (), "hidden": ()})
    assert missing_steps(asked)["identify"] == "Draw at least one arrow."


def test_binding_renames_columns_and_leaves_the_rest_out() -> None:
    data = table(Drug=["a", "b", "a"], HEALTH=[1.0, 2.0, 3.0], other=[1, 2, 3])
    study = attach_data(set_question(Study(), treatment="drug", outcome="health"), data, REF)
    study = set_variables(study, [v for v in study.variables if v.name in ("drug", "health")])
    bound = bind(study, data)
    assert bound.names == ("drug", "health")
    assert bound.sha256 != data.sha256
    assert list(data.frame.columns) == ["Drug", "HEALTH", "other"]


def test_one_of_several_outcome_values_against_the_others_and_missing_stays_missing() -> None:
    data = table(drug=[0, 1, 0, 1], health=["good", None, "bad", "so-so"])
    study = attach_data(set_question(Study(), treatment="drug", outcome="health"), data, REF)
    bound = bind(set_question(study, success="good"), data)
    assert bound.frame["health"].tolist()[0] == "good"
    assert bound.frame["health"].tolist()[2:] == ["not good", "not good"]
    assert pd.isna(bound.frame["health"].tolist()[1])
    assert bound.variable("health").kind == "binary"


def test_a_yes_value_that_never_occurs_is_an_error() -> None:
    data = table(drug=[0, 1], health=["good", "bad"])
    study = attach_data(set_question(Study(), treatment="drug", outcome="health"), data, REF)
    with pytest.raises(TableError, match="No row has the value “fine”"):
        bind(set_question(study, success="fine"), data)


def test_a_changed_arrow_makes_the_fingerprint_differ_and_a_moved_node_does_not() -> None:
    study = drug_study()
    moved = study.model_copy(update={"positions": {"age": (1.0, 2.0)}})
    assert moved.fingerprint() == study.fingerprint()
    assert set_arrows(study, study.arrows[:2], ()).fingerprint() != study.fingerprint()


def with_variable(study: Study, name: str, **changes: object) -> Study:
    rows = [v.model_copy(update=changes) if v.name == name else v for v in study.variables]
    return study.model_copy(update={"variables": tuple(rows)})


def kept_changes(study: Study) -> dict[str, Study]:
    """Every change of what an estimate keeps: its numbers, its unit, its assumptions and where each came from."""
    by_model = [a.model_copy(update={"source": "model:m"}) for a in study.arrows]
    return {
        "the unit of the question": set_question(study, unit="points"),
        "the unit of the outcome": with_variable(study, "health", unit="points"),
        "a lottery": with_variable(study, "drug", randomised=True),
        "carried along": study.model_copy(update={"assumed": ("Nobody left.",)}),
        "who drew the graph": set_arrows(study, by_model, ()),
        "treated": set_question(study, treated="1", control="0"),
        "another way to read the file": study.model_copy(
            update={"data": REF.model_copy(update={"repairs": ("x",)})}
        ),
    }


@pytest.mark.parametrize("change", kept_changes(drug_study()))
def test_what_a_result_keeps_cannot_change_without_its_being_out_of_date(change: str) -> None:
    study = drug_study()
    stored = StoredResult(fingerprint=study.fingerprint(), value={})
    study = study.model_copy(update={"estimate": stored, "refutation": stored})
    assert study.estimate_is_current()
    changed = kept_changes(study)[change]
    assert not changed.estimate_is_current()
    assert not changed.refutation_is_current()


@pytest.mark.parametrize(
    "change", [{"unit": "years"}, {"randomised": True}, {"meaning": "Age at the start"}, {"timing": "before"}]
)
def test_what_no_result_keeps_leaves_it_as_it_is(change: dict[str, object]) -> None:
    study = drug_study()
    assert with_variable(study, "age", **change).fingerprint() == study.fingerprint()


def test_a_unit_that_is_named_takes_the_place_of_an_older_one_wherever_that_was_kept() -> None:
    study = set_question(drug_study(), unit="points")
    named = set_unit(study, "health", " kg ")
    assert (named.question.unit, named.variable("health").unit) == ("", "kg")
    assert named.fingerprint() != study.fingerprint()
    assert set_unit(named, "health", "kg") == named
    assert set_unit(named, "age", "years").variable("age").unit == "years"
    assert set_unit(named, "age", "years").fingerprint() == named.fingerprint()
