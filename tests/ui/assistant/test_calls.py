"""A question under way: its answer or its error is handed over whole, and it can be stopped."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from llm.client import NotShownError
from llm.context import preview
from llm.errors import LlmError
from llm.schemas import Usage, VariableInfo
from llm.settings import LlmSettings
from llm.understand import understand, understand_task
from tests.llm.hostile import listening
from ui.assistant.asking import cost_words
from ui.assistant.calls import Call, start


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
