"""A model's words for the answer on the page: only with a model, only after the check, never as markup."""

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
BUTTON = "Ask the model to explain"


@pytest.fixture
def study(own_store: Store) -> Study:
    return estimate_study(*small_study(own_store))


def with_model(app: Opened, study: Study, address: str, *, consent: bool = True) -> AppTest:
    test = app("estimate", study)
    test.session_state["whyboard"].llm = LlmSettings(base_url=address, model="m", seconds=20)
    if consent:
        test.session_state["whyboard"].consents.add(study.id)
    test.run()
    return test


def asked(app: Opened, study: Study, start: Start, *sentences: str) -> str:
    test = with_model(app, study, start(200, reply(json.dumps({"sentences": sentences}))))
    next(b for b in test.button if b.label == BUTTON).click().run()
    assert not test.exception
    return texts(test)


def test_a_text_that_passes_is_shown_with_who_wrote_it(
    app: Opened, study: Study, model_server: Start
) -> None:
    said = asked(app, study, model_server, "Without adjusting, earnings are 1,794 US dollars higher.")
    assert "Without adjusting, earnings are 1,794 US dollars higher." in said
    assert "Words of model m" in said


def test_a_text_that_does_not_pass_is_not_shown_and_the_reasons_are(
    app: Opened, study: Study, model_server: Start
) -> None:
    said = asked(app, study, model_server, "The programme is a triumph and earns people 2,500 US dollars.")
    assert "is a triumph and" not in said
    assert "did not pass the check" in said
    assert "“2,500 us dollars”" in said


def test_what_will_be_sent_is_shown_and_nothing_is_sent_by_itself(app: Opened, study: Study) -> None:
    test = with_model(app, study, "http://127.0.0.1:9/v1")
    assert any("built_in_text" in c.value and "1,794" in c.value for c in test.code)
    assert not test.error


def test_without_consent_nothing_of_the_answer_can_be_sent(app: Opened, study: Study) -> None:
    test = with_model(app, study, "http://127.0.0.1:9/v1", consent=False)
    assert BUTTON not in [b.label for b in test.button]
    assert not any("built_in_text" in c.value for c in test.code)
    assert "waits for your consent" in texts(test)
    next(c for c in test.checkbox if "statistics" in c.label).check().run()
    assert BUTTON in [b.label for b in test.button]


def test_an_answer_of_a_handful_of_rows_is_not_sent_even_on_consent(app: Opened, study: Study) -> None:
    assert study.estimate is not None
    one, other = study.estimate.value["arms"]
    value = study.estimate.value | {"arms": [one | {"n_obs": 9}, other]}
    small = study.estimate.model_copy(update={"value": value})
    test = with_model(app, study.model_copy(update={"estimate": small}), "http://127.0.0.1:9/v1")
    assert "Fewer than ten rows" in texts(test)
    assert BUTTON not in [b.label for b in test.button]


@pytest.mark.parametrize(("share", "told"), [(0.05, False), (0.95, False), (0.06, True)])
def test_an_answer_with_few_that_have_the_outcome_is_not_sent_either(
    app: Opened, study: Study, share: float, told: bool
) -> None:
    """A risk of 5 in 100 among 185 rows is nine persons."""
    assert study.estimate is not None
    one, other = study.estimate.value["arms"]
    arms = [one | {"mean_seen": share}, other | {"mean_seen": 0.5}]
    value = study.estimate.value | {"arms": arms, "outcome_is_risk": True}
    rare = study.estimate.model_copy(update={"value": value})
    test = with_model(app, study.model_copy(update={"estimate": rare}), "http://127.0.0.1:9/v1")
    assert ("Fewer than ten rows" in texts(test)) is not told
    assert (BUTTON in [b.label for b in test.button]) is told


def test_without_a_model_there_is_no_such_button(app: Opened, study: Study) -> None:
    test = app("estimate", study)
    assert BUTTON not in [b.label for b in test.button]
