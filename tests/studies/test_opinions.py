"""An opinion makes doubts and proposals, and never changes what a person accepted."""

from __future__ import annotations

from llm.critique import Objection
from llm.schemas import Arrow as SaidArrow
from llm.schemas import HiddenCause as SaidHidden
from llm.second_opinion import Opinion, SecondOpinion
from studies.opinions import (
    act_on,
    dismiss,
    objection_key,
    pairs_to_ask,
    take_objection,
    take_opinion,
)
from studies.study import Arrow, Question, Study, StudyVariable

NAMES = ("age", "dose", "mood", "sleep")


def study(*arrows: Arrow) -> Study:
    return Study(
        question=Question(treatment="dose", outcome="mood"),
        variables=tuple(StudyVariable(name=n) for n in NAMES),
        arrows=arrows,
    )


def proposed(cause: str, effect: str, **more: object) -> Arrow:
    return Arrow(cause=cause, effect=effect, source="model:m", status="proposed", **more)  # type: ignore[arg-type]


def said(a: str, b: str, verdict: str) -> SecondOpinion:
    answers = ("a_causes_b", "b_causes_a") if verdict == "unsure" else (verdict, verdict)
    one = Opinion(a=a, b=b, verdict=verdict, why="It is known.", answers=answers)  # type: ignore[arg-type]
    return SecondOpinion(source="model:m", opinions=(one,))


def test_unsure_arrows_are_asked_about_first_and_the_question_itself_never() -> None:
    asked = pairs_to_ask(
        study(
            Arrow(cause="age", effect="sleep"),
            Arrow(cause="age", effect="dose"),
            proposed("sleep", "mood", confidence="high"),
            proposed("age", "mood", confidence="low"),
            proposed("dose", "mood", confidence="low"),
            Arrow(cause="sleep", effect="dose", status="rejected"),
        )
    )
    assert asked == (("age", "mood"), ("sleep", "mood"), ("age", "dose"))


def test_what_changes_with_the_order_is_unsure_and_a_firm_answer_takes_the_doubt_away() -> None:
    before = study(proposed("age", "mood"))
    unsure = take_opinion(before, said("age", "mood", "unsure"))
    assert unsure.study.arrows[0].status == "unsure"
    assert "unsure" in unsure.left_out[0]
    again = take_opinion(unsure.study, said("age", "mood", "a_causes_b"))
    assert again.study.arrows[0].status == "proposed"
    assert again.left_out == ()


def test_an_accepted_arrow_stays_whatever_is_said() -> None:
    before = study(Arrow(cause="sleep", effect="mood"))
    for verdict in ("unsure", "b_causes_a", "neither", "unknown"):
        after = take_opinion(before, said("sleep", "mood", verdict))
        assert after.study.arrows[0] == before.arrows[0]
        assert after.study.graph() == before.graph()
        assert after.left_out[0].startswith("sleep → mood")


def test_the_opposite_is_proposed_unless_it_was_rejected() -> None:
    before = study(Arrow(cause="sleep", effect="mood"))
    after = take_opinion(before, said("sleep", "mood", "b_causes_a")).study
    assert [(a.cause, a.effect, a.status) for a in after.arrows[1:]] == [("mood", "sleep", "proposed")]
    turned_down = study(*before.arrows, Arrow(cause="mood", effect="sleep", status="rejected"))
    assert take_opinion(turned_down, said("sleep", "mood", "b_causes_a")).study == turned_down


def test_an_objection_comes_as_proposals_and_names_what_it_would_take_out() -> None:
    before = study(Arrow(cause="sleep", effect="dose"))
    objection = Objection(
        kind="mediator_adjusted",
        why="Tablets change sleep.",
        variables=("sleep", "dose"),
        add=(SaidArrow(source="dose", target="sleep", reason="Tablets change sleep."),),
        remove=(("sleep", "dose"),),
        hidden=(SaidHidden(between=("dose", "mood"), what="stress"),),
    )
    after = take_objection(before, objection, "model:m")
    assert after.study.graph() == before.graph()
    assert [(a.cause, a.effect, a.status) for a in after.study.arrows[1:]] == [("dose", "sleep", "proposed")]
    assert [h.status for h in after.study.hidden] == ["proposed"]
    assert "turn it round" in after.left_out[0]


def test_an_objection_to_an_open_arrow_makes_it_unsure() -> None:
    objection = Objection(kind="wrong_arrow", why="No.", variables=("age", "mood"), remove=(("age", "mood"),))
    after = take_objection(study(proposed("age", "mood")), objection, "model:m")
    assert after.study.arrows[0].status == "unsure"
    assert after.left_out == ()


REVERSED = Objection(
    kind="reversed_arrow",
    why="Time runs forward.",
    variables=("mood", "age"),
    add=(SaidArrow(source="age", target="mood"),),
    remove=(("mood", "age"),),
)


def test_a_reversal_taken_up_is_done_at_once_and_the_old_arrow_is_remembered() -> None:
    after = act_on(study(Arrow(cause="mood", effect="age", source="model:m")), REVERSED, "model:m")
    standings = {(a.cause, a.effect): a.status for a in after.study.arrows}
    assert standings == {("mood", "age"): "rejected", ("age", "mood"): "accepted"}
    assert after.left_out == ()


def test_a_wrong_arrow_taken_up_is_rejected_and_what_is_new_is_only_proposed() -> None:
    wrong = Objection(
        kind="wrong_arrow",
        why="No.",
        variables=("age", "dose"),
        remove=(("age", "dose"),),
        add=(SaidArrow(source="sleep", target="dose"),),
    )
    after = act_on(study(Arrow(cause="age", effect="dose")), wrong, "model:m").study
    standings = {(a.cause, a.effect): a.status for a in after.arrows}
    assert standings == {("age", "dose"): "rejected", ("sleep", "dose"): "proposed"}


def test_a_dismissed_objection_is_remembered_once_and_known_again() -> None:
    once = dismiss(study(), REVERSED)
    assert once.dismissed == (objection_key(REVERSED),)
    assert dismiss(once, REVERSED.model_copy(update={"why": "Other words."})) == once
    assert Study.model_validate_json(once.model_dump_json()) == once


def test_the_opposite_is_not_proposed_against_a_lottery_or_the_stated_order() -> None:
    asked = study(Arrow(cause="dose", effect="sleep"), Arrow(cause="age", effect="sleep"))
    told = {"dose": {"randomised": True}, "age": {"timing": "before"}, "sleep": {"timing": "after"}}
    variables = tuple(v.model_copy(update=told.get(v.name, {})) for v in asked.variables)
    asked = asked.model_copy(update={"variables": variables})
    for name, reason in (("dose", "decided by lottery"), ("age", "settled before")):
        merged = take_opinion(asked, said(name, "sleep", "b_causes_a"))
        assert merged.study.arrows == asked.arrows
        assert any(line.startswith(f"sleep → {name}: ") and reason in line for line in merged.left_out)


def test_a_pair_that_was_passed_over_is_not_called_unsure() -> None:
    before = study(proposed("age", "mood"))
    one = Opinion(a="age", b="mood", verdict="unsure", answers=("a_causes_b", ""))
    merged = take_opinion(before, SecondOpinion(source="model:m", opinions=(one,)))
    assert merged.study == before
    assert merged.left_out == ("age → mood: the model gave no answer in one of the two askings.",)
