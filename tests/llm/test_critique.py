"""A model's objections to a graph are kept only where they hold together."""

from __future__ import annotations

import json
from typing import Any

import pytest

from llm.client import Client
from llm.context import preview
from llm.critique import MAX_OBJECTIONS, Critique, challenge, challenge_task
from llm.errors import LlmError
from llm.schemas import Arrow, HiddenCause, VariableInfo
from llm.settings import LlmSettings
from tests.llm.fake_server import Server, bad, chat

SETTINGS = LlmSettings(base_url="https://models.example/v1", model="m", seconds=5)
VARIABLES = (
    VariableInfo(name="age", when="before"),
    VariableInfo(name="coin", by_lottery=True),
    VariableInfo(name="dose"),
    VariableInfo(name="sleep"),
    VariableInfo(name="mood"),
)
ARROWS = tuple(
    Arrow(source=a, target=b)
    for a, b in (("age", "dose"), ("age", "mood"), ("dose", "mood"), ("sleep", "dose"), ("sleep", "mood"))
)


def objecting(*objections: dict[str, Any], rejected: tuple[tuple[str, str], ...] = ()) -> Critique:
    server = Server(lambda body, n: chat(json.dumps({"objections": objections})))
    hidden = (HiddenCause(between=("age", "sleep"), what="stress"),)
    with Client(SETTINGS, transport=server) as client:
        found = challenge(
            SETTINGS, "text", VARIABLES, ARROWS, hidden, "dose", "mood", rejected=rejected, client=client
        )
    task = challenge_task("text", VARIABLES, ARROWS, hidden, "dose", "mood", rejected=rejected)
    assert client.sent[0] == preview(task)
    return found


def fault(kind: str, first: str, second: str, name: str = "") -> dict[str, str]:
    return {
        "kind": kind,
        "first": first,
        "second": second,
        "name": name,
        "why": "So it is.",
        "confidence": "high",
    }


def pairs(arrows: tuple[Arrow, ...]) -> list[tuple[str, str]]:
    return [(a.source, a.target) for a in arrows]


def test_a_mediator_taken_for_a_confounder_is_turned_round() -> None:
    (found,) = objecting(fault("mediator_adjusted", "sleep", "dose")).objections
    assert pairs(found.add) == [("dose", "sleep")]
    assert found.remove == (("sleep", "dose"),)


def test_a_reversal_takes_one_arrow_out_and_puts_one_in() -> None:
    (found,) = objecting(fault("reversed_arrow", "sleep", "dose")).objections
    assert (pairs(found.add), found.remove) == ([("dose", "sleep")], (("sleep", "dose"),))


def test_a_reversal_that_leads_round_another_way_is_set_aside() -> None:
    found = objecting(fault("reversed_arrow", "sleep", "mood"))
    assert "go round in a circle" in found.set_aside[0].reason


def test_a_missing_confounder_that_is_known_brings_its_missing_arrows_only() -> None:
    (found,) = objecting(fault("missing_confounder", "sleep", "dose", "age")).objections
    assert pairs(found.add) == [("age", "sleep")]


def test_a_missing_confounder_that_nobody_measured_comes_as_an_unmeasured_variable() -> None:
    (found,) = objecting(fault("missing_confounder", "dose", "mood", "stress at work")).objections
    assert [(u.name, u.affects) for u in found.unmeasured] == [("stress at work", ("dose", "mood"))]
    assert found.add == ()


def test_a_hidden_cause_is_proposed_for_the_pair() -> None:
    (found,) = objecting(fault("hidden_cause", "mood", "dose", "genes")).objections
    assert [h.between for h in found.hidden] == [("dose", "mood")]


@pytest.mark.parametrize(
    ("objection", "reason"),
    [
        (fault("wrong_arrow", "mood", "dose"), "no such arrow"),
        (fault("reversed_arrow", "dose", "mood"), "is taken to come later"),
        (fault("missing_arrow", "dose", "coin"), "decided by lottery"),
        (fault("missing_arrow", "dose", "age"), "settled before"),
        (fault("missing_arrow", "age", "dose"), "already"),
        (fault("missing_arrow", "dosse", "mood"), "There is no variable called"),
        (fault("missing_arrow", "dose", "dose"), "two different variables"),
        (fault("hidden_cause", "sleep", "age", "stress"), "already"),
        (fault("hidden_cause", "coin", "dose", "luck"), "lottery"),
        (fault("missing_confounder", "dose", "mood", ""), "no name"),
        (fault("missing_confounder", "dose", "mood", "age"), "already"),
        (fault("missing_confounder", "coin", "mood", "wealth"), "lottery"),
        (fault("collider_adjusted", "dose", "mood"), "cause and the outcome asked about"),
        (fault("nonsense", "dose", "mood"), "not a kind of fault"),
    ],
)
def test_what_does_not_hold_together_is_set_aside_with_the_reason(
    objection: dict[str, str], reason: str
) -> None:
    found = objecting(objection)
    assert found.objections == ()
    assert reason in found.set_aside[0].reason


def test_an_arrow_that_would_close_a_loop_is_set_aside_with_its_path() -> None:
    variables = tuple(VariableInfo(name=n) for n in ("a", "b", "t", "y"))
    arrows = (Arrow(source="a", target="b"), Arrow(source="t", target="y"))
    server = Server(lambda body, n: chat(json.dumps({"objections": [fault("missing_arrow", "b", "a")]})))
    with Client(SETTINGS, transport=server) as client:
        found = challenge(SETTINGS, "", variables, arrows, (), "t", "y", client=client)
    assert "a → b → a" in found.set_aside[0].reason


def test_what_was_rejected_before_is_not_brought_up_again() -> None:
    found = objecting(fault("missing_arrow", "coin", "mood"), rejected=(("coin", "mood"),))
    assert found.set_aside[0].reason == "You turned it down before."


def test_the_same_fault_twice_and_too_many_are_set_aside() -> None:
    found = objecting(*[fault("missing_arrow", "coin", "mood")] * (MAX_OBJECTIONS + 3))
    assert len(found.objections) == 1
    assert found.set_aside[0].reason == "It was given twice."
    assert found.set_aside[-1].item == "3 more of the objections"


def test_a_server_that_refuses_ends_in_one_sentence() -> None:
    server = Server(lambda body, n: bad(401, "no"))
    with Client(SETTINGS, transport=server) as client, pytest.raises(LlmError) as caught:
        challenge(SETTINGS, "", VARIABLES, ARROWS, (), "dose", "mood", client=client)
    assert caught.value.kind == "auth"


def test_two_new_confounders_are_two_objections_and_one_fault_in_other_words_is_one() -> None:
    found = objecting(
        fault("missing_confounder", "dose", "mood", "diet"),
        fault("missing_confounder", "dose", "mood", "genes"),
        fault("missing_arrow", "coin", "mood"),
        {**fault("missing_arrow", "coin", "mood"), "why": "In other words.", "confidence": "low"},
    )
    assert [u.name for o in found.objections for u in o.unmeasured] == ["diet", "genes"]
    assert [s.reason for s in found.set_aside] == ["It was given twice."]
