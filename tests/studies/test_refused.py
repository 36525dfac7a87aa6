"""What was proposed as not measured and rejected leaves the list, is remembered, and can be brought back."""

from __future__ import annotations

import pytest

from llm.schemas import Proposal, Unmeasured
from studies.edits import add_variable, rename_variable
from studies.places import pinned
from studies.proposals import (
    bring_back,
    decide_all,
    decide_arrow,
    merge,
    refused_variables,
    rejected_pairs,
    turn_round,
)
from studies.study import Arrow, Study, StudyVariable
from studies.workflow import set_question

GENES = Unmeasured(name="genes", affects=("t", "y"), reason="Families share them.")
PROPOSED = Proposal(source="model:m", unmeasured=(GENES,))


def begun() -> Study:
    study = Study(
        variables=(StudyVariable(name="t"), StudyVariable(name="y")), arrows=(Arrow(cause="t", effect="y"),)
    )
    return pinned(merge(set_question(study, treatment="t", outcome="y"), PROPOSED).study)


def refused() -> Study:
    return decide_all(begun(), accept=False).study


def names(study: Study) -> set[str]:
    return {v.name for v in study.variables}


def test_it_goes_with_its_last_arrow_and_not_before() -> None:
    half = decide_arrow(begun(), "genes", "t", accept=False)
    assert "genes" in names(half)
    whole = decide_arrow(half, "genes", "y", accept=False)
    assert names(whole) == {"t", "y"}
    assert "genes" not in whole.positions
    assert {n: p for n, p in begun().positions.items() if n != "genes"} == whole.positions


def test_rejecting_all_lets_it_go_too_and_remembers_its_arrows() -> None:
    study = refused()
    assert names(study) == {"t", "y"}
    assert rejected_pairs(study) == (("genes", "t"), ("genes", "y"))
    assert refused_variables(study) == {"genes"}
    assert set(study.graph().nodes) == {"t", "y"}
    assert Study.model_validate_json(study.model_dump_json()) == study


def test_it_is_not_proposed_again() -> None:
    study = refused()
    again = merge(study, PROPOSED)
    assert again.study == study
    assert again.left_out == ("“genes”: you rejected it before.",)


def test_it_is_still_remembered_after_other_changes() -> None:
    study = rename_variable(refused(), "t", "drug")
    assert refused_variables(study) == {"genes"}
    assert merge(study, PROPOSED).study.variable("genes") is None


def test_it_can_be_brought_back() -> None:
    study = bring_back(refused(), "genes", "y")
    found = study.variable("genes")
    assert found is not None
    assert (found.measured, found.meaning) == (False, "Families share them.")
    assert [(a.cause, a.effect) for a in study.arrows if a.status == "proposed"] == [("genes", "y")]
    assert decide_arrow(study, "genes", "y", accept=True).graph().latent == ("genes",)


@pytest.mark.parametrize("status", ["accepted", "proposed"])
def test_one_arrow_that_is_not_rejected_keeps_it(status: str) -> None:
    study = begun()
    if status == "accepted":
        study = decide_arrow(study, "genes", "t", accept=True)
    assert "genes" in names(decide_arrow(study, "genes", "y", accept=False))


def test_an_arrow_turned_round_keeps_it() -> None:
    study = decide_arrow(begun(), "genes", "t", accept=False)
    assert "genes" in names(turn_round(study, "genes", "y"))


def test_what_a_person_added_stays_when_a_proposal_about_it_is_rejected() -> None:
    study = add_variable(set_question(Study(), treatment="t", outcome="y"), "genes", (0.0, 0.0))
    measured = tuple(v.model_copy(update={"measured": v.name != "genes"}) for v in study.variables)
    study = merge(study.model_copy(update={"variables": measured}), PROPOSED).study
    assert "genes" in names(decide_all(study, accept=False).study)


def test_what_the_question_names_stays() -> None:
    study = set_question(begun(), treatment="genes")
    assert "genes" in names(decide_all(study, accept=False).study)
