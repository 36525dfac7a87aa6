"""Guided mode on a study: answers are kept, can be changed, and decide the graph that is proposed."""

from __future__ import annotations

import pytest

from causal_core.errors import QueryError
from causal_core.identification.adjustment import adjustment_sets, is_adjustment_set
from causal_core.identification.strategy import Adjustment, NoEffect
from studies.benchmark.guided import right_answers
from studies.benchmark.problems import Problem, built_in
from studies.guided import (
    answer_if_accepted,
    answer_of,
    answers_of,
    draw,
    graph_that_follows,
    keep_answers,
    keep_hidden,
    keep_outcome_first,
    progress,
    questions_of,
)
from studies.proposals import decide_all
from studies.study import Study, StudyVariable
from studies.workflow import set_question, set_variables


def asked(*names: str, unmeasured: tuple[str, ...] = ()) -> Study:
    study = set_question(Study(), treatment="T", outcome="Y")
    more = [StudyVariable(name=n, measured=n not in unmeasured) for n in (*names, *unmeasured)]
    return study.model_copy(update={"variables": (*study.variables, *more)})


def arrows(study: Study) -> set[str]:
    return {f"{a.cause}{a.effect}" for a in study.arrows if a.status != "rejected"}


def test_every_question_counts_and_i_do_not_know_is_an_answer() -> None:
    study = asked("a", "b", unmeasured=("u",))
    assert (progress(study).answered, progress(study).total) == (0, 4)
    study = keep_answers(study, {"a": "unknown", "u": "unknown"})
    study = keep_hidden(study, None)
    assert progress(study).answered == 3


def test_an_answer_says_when_the_variable_was_settled() -> None:
    study = keep_answers(asked("a", "b"), {"a": "apart", "b": "last"})
    assert [study.variable(n).timing for n in ("a", "b")] == ["before", "after"]  # type: ignore[union-attr]
    assert answers_of(study) == {"a": "apart", "b": "last"}


def test_what_the_variables_page_says_later_overtakes_an_answer() -> None:
    study = keep_answers(asked("a"), {"a": "before"})
    rows = [v.model_copy(update={"timing": "after"}) if v.name == "a" else v for v in study.variables]
    assert answer_of(set_variables(study, rows), "a") == "after"


def test_answers_follow_a_renamed_variable_and_go_with_a_removed_one() -> None:
    study = keep_answers(asked("a", unmeasured=("u",)), {"a": "apart", "u": "not_both"}, {"u": ["a"]})
    rows = [v.model_copy(update={"name": "age"}) if v.name == "a" else v for v in study.variables]
    renamed = set_variables(study, rows, {"a": "age"})
    assert renamed.guided.answers == {"age": "apart", "u": "not_both"}
    assert renamed.guided.acts_on == {"u": ("age",)}
    removed = set_variables(renamed, [v for v in renamed.variables if v.name != "age"])
    assert removed.guided.answers == {"u": "not_both"}


def test_answers_are_about_one_cause_and_go_with_it() -> None:
    study = keep_hidden(keep_answers(asked("a", "b"), {"a": "apart"}), ())
    other = set_question(study, treatment="b")
    assert other.guided.answers == {}
    assert not other.guided.hidden_asked


def test_there_is_none_and_i_do_not_know_and_names_are_three_answers() -> None:
    study = asked("a")
    said = {
        "none": graph_that_follows(keep_hidden(study, ()), None),
        "unknown": graph_that_follows(keep_hidden(study, None), None),
        "names": graph_that_follows(keep_hidden(study, ["luck ", "luck", ""]), None),
    }
    assert [len(p.hidden) for p in said.values()] == [0, 0, 1]
    assert any("you said so" in text for text in said["none"].assumptions)
    assert any("nobody has looked into it" in text for text in said["unknown"].assumptions)
    assert not any("Nothing outside" in text for text in said["names"].assumptions)


def test_i_do_not_know_is_carried_as_an_assumption_of_the_study() -> None:
    study = draw(keep_answers(asked("a"), {"a": "unknown"}), None).study
    assert any("“a” is no common cause" in text for text in study.assumed)


def test_a_hint_decides_nothing() -> None:
    study = asked("age")
    (question,) = questions_of(study, None)
    assert question.prefill == "before"
    assert arrows(draw(study, None).study) == {"TY"}


def test_a_changed_answer_takes_out_what_no_longer_follows_and_names_it() -> None:
    study = decide_all(draw(keep_answers(asked("a"), {"a": "before"}), None).study, accept=True).study
    assert arrows(study) == {"TY", "aT", "aY"}
    merged = draw(keep_answers(study, {"a": "between"}), None)
    assert arrows(merged.study) == {"TY", "Ta", "aY"}
    assert merged.left_out == ("a → T: taken out, because it no longer follows from your answers.",)
    assert {f"{a.cause}{a.effect}" for a in merged.study.arrows if a.status == "proposed"} == {"Ta"}


def test_a_persons_own_arrow_is_never_taken_out() -> None:
    study = decide_all(draw(keep_answers(asked("a"), {"a": "before"}), None).study, accept=True).study
    own = [a.model_copy(update={"source": "user"}) for a in study.arrows]
    study = study.model_copy(update={"arrows": tuple(own)})
    merged = draw(keep_answers(study, {"a": "side"}), None)
    assert arrows(merged.study) == {"TY", "aT", "aY"}
    assert "opposite arrow" in merged.left_out[0]


def test_an_outcome_that_came_first_takes_the_asked_arrow_out_and_there_is_no_effect() -> None:
    study = decide_all(draw(asked("a"), None).study, accept=True).study
    assert arrows(study) == {"TY"}
    merged = draw(keep_outcome_first(study, "yes"), None)
    assert arrows(merged.study) == {"YT"}
    assert merged.left_out == ("T → Y: taken out, because it no longer follows from your answers.",)
    answer = answer_if_accepted(merged.study)
    assert answer is not None
    assert [type(s) for s in answer.strategies] == [NoEffect]
    assert set_question(merged.study, outcome="a").guided.outcome_first is None


def test_something_cannot_act_on_both_and_not_on_both() -> None:
    with pytest.raises(QueryError, match="at most one"):
        keep_answers(asked(unmeasured=("u",)), {"u": "not_both"}, {"u": ["T", "Y"]})


def test_what_could_be_answered_is_known_before_anything_is_accepted() -> None:
    study = draw(keep_hidden(keep_answers(asked("a"), {"a": "before"}), ()), None).study
    answer = answer_if_accepted(study)
    assert answer is not None
    assert {s.adjustment_set for s in answer.strategies if isinstance(s, Adjustment)} == {("a",)}
    named = draw(keep_hidden(study, ["luck"]), None).study
    blocked = answer_if_accepted(named)
    assert blocked is not None
    assert not blocked.strategies


@pytest.mark.parametrize("problem", built_in(), ids=lambda p: p.id)
def test_right_answers_through_the_study_give_a_valid_set_wherever_there_is_one(problem: Problem) -> None:
    study = set_question(Study(), treatment=problem.treatment, outcome=problem.outcome)
    rows = [StudyVariable(name=n, measured=n not in problem.hidden) for n in problem.names]
    answers = right_answers(problem)
    study = keep_answers(study.model_copy(update={"variables": tuple(rows)}), answers.about, answers.acts_on)
    answer = answer_if_accepted(draw(keep_hidden(study, ()), None).study)
    assert answer is not None
    sets = [s.adjustment_set for s in answer.strategies if isinstance(s, Adjustment)]
    exists = next(iter(adjustment_sets(problem.truth, problem.query, limit=1)), None) is not None
    assert bool(sets) == exists
    assert all(is_adjustment_set(problem.truth, problem.query, names) for names in sets)
