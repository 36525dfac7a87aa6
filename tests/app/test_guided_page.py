"""The questions of guided mode on the page: a few at a time, finer after plain, kept on a click only."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from studies.study import Guided, Study, StudyVariable
from studies.workflow import set_question
from tests.app.conftest import Opened, texts
from ui.assistant.guided import AT_ONCE


def asked(*names: str, unmeasured: str = "") -> Study:
    study = set_question(Study(), treatment="sleep", outcome="marks", text="Does sleep change marks?")
    more = [StudyVariable(name=n) for n in names]
    more += [StudyVariable(name=unmeasured, measured=False)] if unmeasured else []
    return study.model_copy(update={"variables": (*study.variables, *more)})


def guided(test: AppTest) -> Guided:
    kept: Guided = test.session_state["whyboard"].study.guided
    return kept


def press(test: AppTest, label: str) -> AppTest:
    next(b for b in test.button if b.label == label).click().run()
    assert not test.exception, test.exception
    return test


def say(test: AppTest, question: str, answer: str) -> AppTest:
    next(r for r in test.radio if question in r.label).set_value(answer).run()
    assert not test.exception, test.exception
    return test


def test_a_finer_word_is_asked_after_the_plain_one_only(app: Opened) -> None:
    test = app("graph", asked("mood"))
    assert not [s for s in test.selectbox if s.label.startswith("More exactly")]
    say(test, "Was mood settled", "before")
    finer = next(s for s in test.selectbox if s.label == "More exactly, for mood")
    assert len(finer.options) == 2
    finer.set_value("apart").run()
    assert guided(test).answers == {}
    press(test, "Keep these answers")
    assert guided(test).answers == {"mood": "apart"}


def test_no_more_questions_are_shown_at_once_than_can_be_taken_in(app: Opened) -> None:
    names = [f"thing{n}" for n in range(AT_ONCE + 5)]
    test = app("graph", asked(*names))
    assert len([r for r in test.radio if r.label.startswith("Was ")]) == AT_ONCE
    assert "5 more come after these." in texts(test)


def test_a_hint_is_marked_with_its_reason_and_counts_once_it_is_kept(app: Opened) -> None:
    test = app("graph", asked("age"))
    assert next(r for r in test.radio if "Was age" in r.label).value == "before"
    assert "A guess from the name, for you to check" in texts(test)
    press(test, "Draw the graph that follows")
    assert len(test.session_state["whyboard"].study.arrows) == 1
    press(test, "Keep these answers")
    press(test, "Draw the graph that follows")
    assert len(test.session_state["whyboard"].study.arrows) == 3


def test_none_and_not_known_and_names_are_kept_apart(app: Opened) -> None:
    test = app("graph", asked())
    for answer, expected in (("none", ()), ("unknown", None)):
        say(test, "Is there anything that is not in the list", answer)
        press(test, "Keep these answers" if answer == "none" else "Keep this answer")
        assert (guided(test).hidden_asked, guided(test).hidden) == (True, expected)
        change(test, "What is not in the list")
    say(test, "Is there anything that is not in the list", "names")
    next(t for t in test.text_input if t.label == "What is it?").set_value("stress, luck").run()
    press(test, "Keep this answer")
    assert guided(test).hidden == ("stress", "luck")


def change(test: AppTest, what: str) -> None:
    next(s for s in test.selectbox if s.label == "Change an answer").set_value(what).run()
    assert not test.exception, test.exception


def test_an_answer_can_be_changed_and_undone(app: Opened) -> None:
    test = press(say(app("graph", asked("mood")), "Was mood settled", "before"), "Keep these answers")
    change(test, "mood")
    press(say(test, "Was mood settled", "unknown"), "Keep this answer")
    assert guided(test).answers == {"mood": "unknown"}
    press(test, "Undo")
    assert guided(test).answers == {"mood": "before"}


def test_what_something_unmeasured_acts_on_is_taken_as_it_is_said(app: Opened) -> None:
    test = say(app("graph", asked("mood", unmeasured="genes")), "“genes” is not in the data", "not_both")
    next(m for m in test.multiselect if "genes" in m.label).set_value(["mood"]).run()
    press(test, "Keep these answers")
    assert guided(test).acts_on == {"genes": ("mood",)}
    press(test, "Draw the graph that follows")
    arrows = {(a.cause, a.effect) for a in test.session_state["whyboard"].study.arrows}
    assert ("genes", "mood") in arrows


def test_pressing_without_an_answer_is_one_sentence(app: Opened) -> None:
    test = press(app("graph", asked("mood")), "Keep these answers")
    assert "Choose an answer first" in test.warning[0].value


def test_the_other_way_round_is_asked_once_and_can_be_changed(app: Opened) -> None:
    test = app("graph", asked())
    assert next(r for r in test.radio if "other way round" in r.label).value == "no"
    press(say(test, "Is there anything that is not in the list", "none"), "Keep these answers")
    assert guided(test).outcome_first == "no"
    change(test, "Whether it is the other way round")
    press(say(test, "other way round", "yes"), "Keep this answer")
    assert (guided(test).outcome_first, guided(test).hidden) == ("yes", ())
    press(test, "Draw the graph that follows")
    drawn = {(a.cause, a.effect) for a in test.session_state["whyboard"].study.arrows}
    assert drawn == {("marks", "sleep")}


def test_the_other_way_round_counts_once_it_is_chosen(app: Opened) -> None:
    test = press(say(app("graph", asked("mood")), "other way round", "yes"), "Keep these answers")
    assert guided(test).outcome_first == "yes"
    assert not guided(test).hidden_asked
    assert next(r for r in test.radio if "other way round" in r.label).value == "yes"
