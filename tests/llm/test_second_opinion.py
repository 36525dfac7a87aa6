"""Asked twice in another order: who knows is stable, who goes by the order is unsure."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from causal_core.errors import QueryError
from llm.client import Client
from llm.context import preview
from llm.errors import LlmError
from llm.schemas import VariableInfo
from llm.second_opinion import LETTERS, MAX_PAIRS, SecondOpinion, second_opinion, second_opinion_tasks
from llm.settings import LlmSettings
from tests.llm.fake_server import Body, Server, chat

SETTINGS = LlmSettings(base_url="https://models.example/v1", model="m", seconds=5)
NAMES = [f"v{n}" for n in range(12)]
VARIABLES = [VariableInfo(name=n) for n in NAMES]
PAIRS = [(a, b) for a in NAMES[:4] for b in NAMES[4:]][:20]
Chooser = Callable[[dict[str, str]], str]


def asked(
    choose: Chooser, pairs: list[tuple[str, str]] = PAIRS, seed: int = 0
) -> tuple[SecondOpinion, Server]:
    def reply(body: Body, n: int) -> object:
        told = json.loads(body["messages"][1]["content"])
        opinions = [{"pair": p["id"], "answer": choose(p["options"]), "why": "so"} for p in told["pairs"]]
        return chat(json.dumps({"opinions": opinions}))

    server = Server(reply)  # type: ignore[arg-type]
    with Client(SETTINGS, transport=server) as client:
        found = second_opinion(SETTINGS, "text", VARIABLES, pairs, seed=seed, client=client)
        shown = [preview(t) for t in second_opinion_tasks("text", VARIABLES, pairs, seed=seed)]
        assert client.sent == shown
    return found, server


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("seed", range(5))
def test_a_model_that_always_takes_one_place_is_unsure_of_everything(letter: str, seed: int) -> None:
    found, _ = asked(lambda options: letter, seed=seed)
    assert {o.verdict for o in found.opinions} == {"unsure"}


def test_a_model_that_knows_is_stable_on_every_pair() -> None:
    def knows(options: dict[str, str]) -> str:  # the one with the smaller number comes first
        starts = tuple(f"Changing “v{n}”" for n in range(4))
        return next(x for x, text in options.items() if text.startswith(starts))

    found, _ = asked(knows, [(a, b) for a in NAMES[:4] for b in NAMES[4:]][:20])
    assert {o.verdict for o in found.opinions} == {"a_causes_b"}
    turned, _ = asked(knows, [(b, a) for a, b in PAIRS])
    assert {o.verdict for o in turned.opinions} == {"b_causes_a"}


@pytest.mark.parametrize(("start", "verdict"), [("Neither of", "neither"), ("It cannot be known", "unknown")])
def test_neither_and_not_known_are_answers(start: str, verdict: str) -> None:
    found, _ = asked(lambda options: next(x for x, text in options.items() if text.startswith(start)))
    assert {o.verdict for o in found.opinions} == {verdict}


def test_pairs_left_out_are_unsure_and_strange_answers_are_set_aside() -> None:
    server = Server(
        lambda body, n: chat(
            json.dumps({"opinions": [{"pair": "p99", "answer": "A"}, {"pair": "p1", "answer": "maybe"}]})
        )
    )
    with Client(SETTINGS, transport=server) as client:
        found = second_opinion(SETTINGS, "", VARIABLES, PAIRS[:2], client=client)
    assert [o.verdict for o in found.opinions] == ["unsure", "unsure"]
    assert {"There is no such pair.", "The answer is none of A, B, C and D."} == {
        s.reason for s in found.set_aside
    }


def test_both_requests_share_one_budget() -> None:
    tight = LlmSettings(base_url="https://models.example/v1", model="tight", seconds=5, max_calls=1)
    good = {"opinions": [{"pair": "p1", "answer": "A", "why": "x"}]}
    server = Server(lambda body, n: chat(json.dumps(good)))
    with Client(tight, transport=server) as client, pytest.raises(LlmError):
        second_opinion(tight, "", VARIABLES, PAIRS[:1], client=client)
    assert len(server.bodies) == 1


def test_the_usage_is_of_both_requests() -> None:
    found, server = asked(lambda options: "A")
    assert found.usage is not None
    assert (found.usage.calls, found.usage.prompt_tokens) == (len(server.bodies), 900 * len(server.bodies))


def test_more_pairs_than_can_be_asked_are_said() -> None:
    pairs = [(a, b) for a in NAMES for b in NAMES if a < b][: MAX_PAIRS + 4]
    found, _ = asked(lambda options: "A", pairs)
    assert len(found.opinions) == MAX_PAIRS
    assert found.set_aside[-1].item == "4 more of the pairs"


def test_an_unknown_name_and_no_pair_are_errors() -> None:
    with pytest.raises(QueryError, match="nobody"):
        second_opinion_tasks("", VARIABLES, [("v0", "nobody")])
    with pytest.raises(QueryError):
        second_opinion_tasks("", VARIABLES, [])


def test_two_variables_are_one_pair_whichever_comes_first_and_one_is_none() -> None:
    first, _ = second_opinion_tasks("", VARIABLES, [("v0", "v1"), ("v1", "v0"), ("v0", "v1")])
    assert len(json.loads(first.user)["pairs"]) == 1
    with pytest.raises(QueryError, match="itself"):
        second_opinion_tasks("", VARIABLES, [("v0", "v0")])
