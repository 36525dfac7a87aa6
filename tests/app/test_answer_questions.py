"""Standing by the graph on the page, and questions about the answer: by rules, by a model, refused."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from llm.settings import LlmSettings
from studies.store import Store
from studies.study import Study
from studies.workflow import estimate_study
from tests.app.conftest import Opened, texts
from tests.app.test_model_faults import model_server, reply
from tests.app.test_pages import small_study

__all__ = ["model_server"]
Start = Callable[[int, str], str]
STAND = "I have looked at these and stand by them"


@pytest.fixture
def own(own_store: Store) -> Study:
    """An answer whose graph nobody stands by, and that no lottery carries."""
    study, table = small_study(own_store)
    variables = tuple(v.model_copy(update={"randomised": False}) for v in study.variables)
    study = study.model_copy(update={"variables": variables, "stands_by": None, "method": "regression"})
    return estimate_study(study, table)


def press(test: AppTest, label: str) -> None:
    next(b for b in test.button if b.label == label).click().run()
    assert not test.exception


@pytest.mark.parametrize("page", ["estimate", "identify"])
def test_one_click_where_the_sentence_is_makes_it_causal(app: Opened, own: Study, page: str) -> None:
    test = app(page, own)
    assert "Do you stand by what the graph leaves out?" in texts(test)
    press(test, STAND)
    assert STAND not in [b.label for b in test.button]
    assert "you stand by it" in texts(test)
    if page == "estimate":
        assert "raises “re78” by 1,794 US dollars on average" in texts(test)


def test_undo_takes_it_back(app: Opened, own: Study) -> None:
    test = app("estimate", own)
    assert "raises “re78”" not in texts(test)
    press(test, STAND)
    press(test, "Undo")
    assert "raises “re78”" not in texts(test)
    assert STAND in [b.label for b in test.button]


def test_an_example_needs_no_click(app: Opened, own_store: Store) -> None:
    study, table = small_study(own_store)
    test = app("estimate", estimate_study(study, table))
    assert STAND not in [b.label for b in test.button]
    assert "raises “re78”" in texts(test)


def test_a_suggested_question_is_answered_by_rules_that_say_so(app: Opened, own: Study) -> None:
    test = app("estimate", own)
    press(test, "How sure is it?")
    said = texts(test)
    assert "interval of the adjusted difference goes from 472 to 3,116 US dollars" in said
    assert "Answered by rules, not an AI." in said


def typed(test: AppTest, question: str) -> None:
    next(t for t in test.text_input if t.label == "Your own question").set_value(question).run()


def test_a_question_of_what_would_have_been_is_refused_even_with_a_model(app: Opened, own: Study) -> None:
    test = app("estimate", own)
    test.session_state["whyboard"].llm = LlmSettings(base_url="http://127.0.0.1:9/v1", model="m", seconds=20)
    test.run()
    typed(test, "Would this man have earned more without the training?")
    press(test, "Answer by rules")
    assert "needs a structural model, stated and fitted" in texts(test)


def test_a_model_answers_what_was_shown_first(app: Opened, own: Study, model_server: Start) -> None:
    body = {"answered": "yes", "sentences": ["Without adjusting, re78 is 1,794 US dollars higher."]}
    test = app("estimate", own)
    address = model_server(200, reply(json.dumps(body)))
    test.session_state["whyboard"].llm = LlmSettings(base_url=address, model="m", seconds=20)
    test.session_state["whyboard"].consents.add(own.id)
    test.run()
    typed(test, "What is the plain difference?")
    assert "waits for your consent" in texts(test)
    assert "Ask the model" not in [b.label for b in test.button]
    next(c for c in test.checkbox if (c.key or "").startswith("consent_questions")).check().run()
    assert any("What is the plain difference?" in c.value for c in test.code)
    press(test, "Ask the model")
    until_answered(test)
    assert "Without adjusting, re78 is 1,794 US dollars higher." in texts(test)
    assert "Words of model m" in texts(test)


def until_answered(test: AppTest) -> None:
    for call in list(test.session_state["whyboard"].calls.values()):
        call.future.exception(timeout=30)
    test.run()
    assert not test.exception
