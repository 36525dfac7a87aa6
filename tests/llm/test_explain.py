"""Explaining a result: only what passes the check is handed on; else the built-in text, with the reasons."""

from __future__ import annotations

import json

import httpx2
import pytest

from llm.client import Client
from llm.context import preview
from llm.explain import Explanation, built_in, explain, explain_task
from llm.facts import Facts, Interval, Quantity
from llm.settings import LlmSettings
from tests.llm.fake_server import Body, Server, chat

SETTINGS = LlmSettings(base_url="https://models.example/v1", model="m", seconds=5)
FACTS = Facts(
    rung="seen",
    treatment="quit",
    outcome="weight",
    names={"quit": "Gave up smoking", "weight": "Weight gained"},
    quantities=(Quantity(what="the effect, adjusted", value=3.393, unit="kg", signed=True),),
    intervals=(Interval(low=2.397, high=4.389, unit="kg"),),
    level=0.95,
    sentences=("In the data, “quit” goes together with “weight” being 3.39 kg higher on average.",),
    missing=("The cause and the outcome have not been confirmed.",),
)
GOOD = ["After adjusting, weight is 3.39 kg higher.", "The interval goes from 2.40 to 4.39 kg."]
BAD = ["Quitting causes a gain of 3.93 kg <img src=x>."]


def asked(*replies: list[str]) -> tuple[Explanation, Server]:
    def dialect(body: Body, n: int) -> httpx2.Response:
        return chat(json.dumps({"sentences": replies[min(n, len(replies)) - 1]}))

    server = Server(dialect)
    with Client(SETTINGS, transport=server) as client:
        found = explain(SETTINGS, FACTS, client=client)
        assert client.sent[0] == preview(explain_task(FACTS))
    return found, server


def test_a_text_that_passes_is_handed_on() -> None:
    found, server = asked(GOOD)
    assert (found.source, found.text, found.turned_down) == ("model:m", " ".join(GOOD), ())
    assert len(server.bodies) == 1


def test_a_text_that_does_not_pass_is_asked_for_once_more_with_the_reasons() -> None:
    found, server = asked(["Quitting causes a gain of 3.93 kg."], GOOD)
    assert found.text == " ".join(GOOD)
    assert "3.93" in server.bodies[1]["messages"][-1]["content"]


def test_a_text_that_never_passes_gives_way_to_the_built_in_one() -> None:
    found, _ = asked(BAD)
    assert (found.source, found.text) == ("rules", FACTS.text)
    assert found.turned_down
    assert "img" not in found.text


def test_without_a_model_the_built_in_text_is_the_explanation() -> None:
    assert built_in(FACTS).text == FACTS.text
    assert built_in(FACTS).source == "rules"


def test_what_is_sent_has_the_numbers_in_words_and_no_more() -> None:
    data = json.loads(explain_task(FACTS).user)
    assert data["may_say_cause"] is False
    assert data["numbers"] == [{"what": "the effect, adjusted", "value": "3.39", "unit": "kg"}]
    assert data["missing_for_a_causal_sentence"] == list(FACTS.missing)
    assert "3.393" not in explain_task(FACTS).user


@pytest.mark.parametrize("reply", [[], [""], ["   "]])
def test_an_empty_text_does_not_pass(reply: list[str]) -> None:
    assert asked(reply)[0].source == "rules"
