"""A question under way: its answer or its error is handed over whole, and it can be stopped."""

from __future__ import annotations

import gc
import threading
from dataclasses import replace
from uuid import uuid4

import pytest

from llm.client import NotShownError
from llm.context import preview
from llm.errors import LlmError
from llm.schemas import Usage, VariableInfo
from llm.settings import LlmSettings
from llm.understand import understand, understand_task
from tests.llm.hostile import listening
from ui.assistant.asking import cost_words
from ui.assistant.calls import Call, left_over, start


def call() -> Call:
    return Call(
        study_id="s", texts=("what was shown",), about="the question", place="graph", seconds_at_most=10
    )


def test_an_answer_is_handed_over() -> None:
    made = start(lambda cancel: 42, call())
    assert made.future.result(timeout=30) == 42
    assert made.done


def test_an_error_is_handed_over_as_it_is() -> None:
    def work(cancel: threading.Event) -> object:
        raise LlmError("auth")

    with pytest.raises(LlmError) as caught:
        start(work, call()).future.result(timeout=30)
    assert caught.value.kind == "auth"


def test_work_sees_that_it_was_stopped() -> None:
    made = start(lambda cancel: cancel.wait(30), call())
    assert not made.done
    made.cancel.set()
    assert made.future.result(timeout=30) is True


def test_a_text_that_was_not_shown_cannot_be_asked_and_no_byte_of_it_leaves() -> None:
    """Whatever a page's work does: on its thread only the texts of the call can leave."""
    infos = [VariableInfo(name="a"), VariableInfo(name="b")]
    with listening('{"treatment": "a", "outcome": "b"}') as heard:
        settings = LlmSettings(base_url=heard.address, model="m", seconds=20)
        made = start(lambda cancel: understand(settings, "another text", infos, cancel=cancel), call())
        with pytest.raises(NotShownError):
            made.future.result(timeout=30)
        assert heard.requests == []
        shown = replace(call(), texts=(preview(understand_task("this text", infos)),))
        made = start(lambda cancel: understand(settings, "this text", infos, cancel=cancel), shown)
        assert made.future.result(timeout=30).treatment.column == "a"
        assert len(heard.requests) == 1


def test_a_call_whose_page_was_loaded_anew_is_taken_over_once_and_by_its_study_only() -> None:
    study = uuid4().hex
    made = start(lambda cancel: 42, replace(call(), study_id=study, key="propose", session="old"))
    assert left_over(study, "new", lambda session: True) == []  # its page is still open
    assert left_over("another study", "new", lambda session: False) == []
    assert left_over(study, "old", lambda session: False) == []  # it is that page's own
    assert left_over(study, "new", lambda session: False) == [made]
    assert made.session == "new"
    assert left_over(study, "third", lambda session: session == "new") == []


@pytest.mark.parametrize("how", ["taken", "old"])
def test_an_answer_is_not_kept_when_it_was_taken_or_nobody_comes_for_it(
    monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    study = uuid4().hex
    made = start(lambda cancel: 42, replace(call(), study_id=study, session="old"))
    made.future.result(timeout=30)
    if how == "taken":
        made.over = True
    else:
        monkeypatch.setattr("ui.assistant.calls.KEPT_SECONDS", 0.0)
    start(lambda cancel: 1, replace(call(), study_id="another", session="x"))
    assert left_over(study, "new", lambda session: False) == []


def test_what_is_kept_of_a_call_does_not_hold_the_key() -> None:
    settings = LlmSettings(base_url="http://127.0.0.1:9/v1", model="m", api_key="sk-canary", seconds=20)
    made = start(lambda cancel: settings.model, call())
    assert made.future.result(timeout=30) == "m"
    held = gc.get_referents(made, made.__dict__, made.future.__dict__)
    assert settings not in held
    assert "sk-canary" not in repr(vars(made)) + repr(vars(made.future))


def test_the_person_is_told_what_asking_took_and_that_nobody_knows_the_price() -> None:
    usage = Usage(calls=2, prompt_tokens=1000, completion_tokens=234, seconds=3.4)
    assert (
        cost_words(usage) == "The model took 3 seconds and 1,234 tokens in 2 requests. Cost: unknown price."
    )
    estimated = usage.model_copy(update={"counted": False, "calls": 1})
    assert cost_words(usage.model_copy(update={"cost": 0.123})).endswith("Cost: about 0.12 US dollars.")
    assert cost_words(usage.model_copy(update={"cost": 0.001})).endswith("Cost: less than 0.01 US dollars.")
    assert cost_words(usage.model_copy(update={"cost": 0.0})).endswith("Cost: nothing.")
    assert "about 1,234 tokens in 1 request." in cost_words(estimated)
