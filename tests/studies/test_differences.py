"""Where a person's answers and a model's arrows differ is said, and what it means; agreement is silent."""

from __future__ import annotations

import pytest

from llm.template import Answer
from studies.differences import differences
from studies.guided import keep_answers, keep_hidden, keep_outcome_first
from studies.proposals import decide_arrow
from studies.study import Arrow, HiddenCause, Study, StudyVariable
from studies.workflow import set_question


def study_with(*pairs: str, answers: dict[str, Answer], hidden: bool = False) -> Study:
    study = set_question(Study(), treatment="T", outcome="Y")
    rows = [*study.variables, StudyVariable(name="x"), StudyVariable(name="u", measured=False)]
    arrows = tuple(Arrow(cause=p[0], effect=p[1], source="model:m", status="proposed") for p in pairs)
    behind = (HiddenCause(a="T", b="Y", source="model:m", status="proposed"),) if hidden else ()
    study = study.model_copy(update={"variables": tuple(rows), "arrows": arrows, "hidden": behind})
    return keep_answers(study, answers)


def said(study: Study) -> list[str]:
    return [d.what for d in differences(study, None)]


DIFFERING: dict[str, tuple[tuple[str, ...], dict[str, Answer], str]] = {
    "before, drawn after": (("TY", "Tx"), {"x": "before"}, "the model draws T → x"),
    "before, drawn after by a way": (("TY", "Yx"), {"x": "before"}, "the model draws T → Y → x"),
    "before, drawn nowhere": (("TY",), {"x": "before"}, "draws no way from it to either"),
    "apart, drawn into the cause": (("TY", "xT"), {"x": "apart"}, "the model draws x → T"),
    "apart, drawn into the outcome": (("TY", "xY"), {"x": "apart"}, "the model draws x → Y"),
    "after, drawn before": (("TY", "xT"), {"x": "after"}, "the model draws x → T"),
    "side, drawn on the way": (("TY", "Tx", "xY"), {"x": "side"}, "the model draws x → Y"),
    "last, drawn on the way": (("TY", "Tx", "xY"), {"x": "last"}, "came after “Y”"),
    "between, drawn aside": (("TY", "Tx"), {"x": "between"}, "no way from it to “Y”"),
    "both, drawn into one": (("TY", "uT"), {"u": "both"}, "does not draw both"),
    "not both, drawn into both": (("TY", "uT", "uY"), {"u": "not_both"}, "the model draws both"),
}


@pytest.mark.parametrize("name", DIFFERING)
def test_a_difference_is_said_in_words(name: str) -> None:
    pairs, answers, expected = DIFFERING[name]
    found = differences(study_with(*pairs, answers=answers), None)
    assert expected in found[0].what
    assert found[0].means.endswith(".")


AGREEING: dict[str, tuple[tuple[str, ...], dict[str, Answer]]] = {
    "a common cause": (("TY", "xT", "xY"), {"x": "before"}),
    "on the way": (("TY", "Tx", "xY"), {"x": "between"}),
    "aside": (("TY", "Tx"), {"x": "side"}),
    "later": (("TY", "Yx"), {"x": "last"}),
    "neither": (("TY",), {"x": "apart"}),
    "not in the data, both": (("TY", "uT", "uY"), {"u": "both"}),
}


@pytest.mark.parametrize("name", AGREEING)
def test_agreement_is_silent(name: str) -> None:
    pairs, answers = AGREEING[name]
    assert said(study_with(*pairs, answers=answers)) == []


def test_an_outcome_said_to_come_first_and_drawn_as_the_causes_work_differs() -> None:
    study = study_with("Tx", "xY", answers={})
    assert "the model draws T → x → Y" in said(keep_outcome_first(study, "yes"))[0]
    assert said(keep_outcome_first(study, "no")) == []
    assert said(keep_outcome_first(study_with("YT", answers={}), "yes")) == []


def test_not_knowing_differs_from_nothing() -> None:
    assert said(study_with("TY", "xT", "xY", answers={"x": "unknown"})) == []


def test_a_rejected_arrow_differs_no_more() -> None:
    study = study_with("TY", "Tx", answers={"x": "apart"})
    assert said(study)
    assert said(decide_arrow(study, "T", "x", accept=False)) == []


def test_without_a_model_or_without_answers_there_is_nothing_to_compare() -> None:
    assert said(study_with(answers={"x": "before"})) == []
    assert said(study_with("TY", "Tx", answers={})) == []


def test_different_sets_to_adjust_for_are_named_with_what_decides() -> None:
    study = study_with("TY", "Tx", "xY", answers={"x": "before"})
    last = differences(study, None)[-1]
    assert last.what == "From your answers one adjusts for “x”; from the model's graph for nothing."
    assert last.means.startswith("Your set would not do in the model's graph")


def test_hidden_causes_that_one_side_only_names() -> None:
    none = keep_hidden(study_with("TY", answers={}, hidden=True), ())
    assert "the model proposes a hidden common cause" in said(none)[0]
    named = keep_hidden(study_with("TY", answers={}), ["luck"])
    assert said(named)[0].startswith("You named “luck”")
    assert said(keep_hidden(study_with("TY", answers={}, hidden=True), None)) == []


def test_a_models_circle_does_not_stop_the_comparison() -> None:
    assert said(study_with("TY", "xT", "Tx", "xY", answers={"x": "before"})) == []
