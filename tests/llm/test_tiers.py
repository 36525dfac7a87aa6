"""Many variables are asked about by tiers: in order of time, part by part, within one budget."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from llm.client import Client
from llm.context import preview
from llm.errors import LlmError
from llm.propose import propose, propose_note, propose_task
from llm.schemas import Arrow, Proposal, VariableInfo
from llm.settings import LlmSettings
from llm.tiers import CHUNK, check_tiers, parts
from tests.llm.fake_server import Body, Server, bad, chat

URL = "https://models.example/v1"
Handler = Callable[[dict[str, Any], int], Any]


def people(n: int) -> list[VariableInfo]:
    return [VariableInfo(name=f"v{i}") for i in range(n)]


def settings(model: str, **more: Any) -> LlmSettings:
    return LlmSettings(base_url=URL, model=model, **{"seconds": 20, "max_calls": 12, **more})


def good(told: dict[str, Any]) -> dict[str, Any]:
    """A right answer to whichever request: three tiers, then one arrow into each target."""
    names = [v["name"] for v in told["variables"]]
    if "targets" not in told:
        third = len(names) // 3
        groups = (names[:third], names[third : 2 * third], names[2 * third :])
        return {"tiers": [{"when": "then", "variables": g} for g in groups], "arrows": [], "hidden": []}
    made = [
        {"source": s, "target": t, "mechanism": "it does", "confidence": "high", "wrong_if": ""}
        for t in told["targets"]
        for s in told["sources"][:1]
        if s != t
    ]
    return {
        "unmeasured": [{"name": "luck", "mechanism": "x", "affects": ["v1"]}],
        "arrows": made,
        "hidden": [],
    }


def run(n: int, model: str, handler: Handler | None = None, **more: Any) -> tuple[Proposal, Server, Client]:
    def reply(body: Body, count: int) -> Any:
        told = json.loads(body["messages"][1]["content"])
        special = handler(told, count) if handler else None
        return special if special is not None else chat(json.dumps(good(told)))

    server = Server(reply)
    chosen = settings(model, **more)
    with Client(chosen, transport=server) as client:
        return propose(chosen, "text", people(n), "v0", f"v{n - 1}", client=client), server, client


@pytest.mark.parametrize(("n", "requests"), [(15, 1), (20, 1), (21, 3), (60, 4), (80, 5)])
def test_above_twenty_variables_there_is_one_request_for_time_and_one_for_twenty_targets(
    n: int, requests: int
) -> None:
    found, server, client = run(n, f"count{n}")
    assert len(server.bodies) == requests
    assert client.sent[0] == preview(propose_task("text", people(n), "v0", f"v{n - 1}"))
    assert bool(propose_note(people(n))) == (requests > 1)
    if requests > 1:
        assert len(found.arrows) == n - 1
        assert [u.name for u in found.unmeasured] == ["luck"]
    assert found.usage is not None
    assert found.usage.calls == requests


def test_further_requests_hold_nothing_new_but_the_models_own_order() -> None:
    _, server, _ = run(45, "nothing-new")
    first, *others = (json.loads(b["messages"][1]["content"]) for b in server.bodies)
    names = {v["name"] for v in first["variables"]}
    for told in others:
        assert {k: told[k] for k in first} == first
        assert set(told) - set(first) == {"tiers", "targets", "sources"}
        assert set(told["targets"]) | set(told["sources"]) | {n for t in told["tiers"] for n in t} <= names
    assert sorted(n for told in others for n in told["targets"]) == sorted(names)


def test_arrows_are_asked_for_from_the_same_or_earlier_tiers_only() -> None:
    variables = people(50)
    order, _ = check_tiers(
        [("", [f"v{i}" for i in range(a, a + 10)]) for a in range(0, 50, 10)], variables, "v0", "v49"
    )
    for part in parts(order, variables):
        latest = max(order.place[t] for t in part.targets)
        assert set(part.sources) == {n for n, at in order.place.items() if at <= latest}


def test_a_variable_that_the_model_put_nowhere_is_asked_about_all_the_same() -> None:
    variables = people(25)
    order, _ = check_tiers([("", [f"v{i}" for i in range(20)])], variables, "v0", "v1")
    line = parts(order, variables)
    assert sorted(n for p in line for n in p.targets) == sorted(v.name for v in variables)
    assert {"v20", "v24"} <= set(line[0].sources)
    assert max(len(p.targets) for p in line) <= CHUNK


def test_nothing_is_asked_about_into_what_a_lottery_decided() -> None:
    variables = [*people(24), VariableInfo(name="coin", by_lottery=True)]
    order, _ = check_tiers([("", [v.name for v in variables])], variables, "coin", "v0")
    assert "coin" not in {n for p in parts(order, variables) for n in p.targets}


@pytest.mark.parametrize(
    ("said", "name", "reason"),
    [
        ([["early", "t"], ["late", "y"]], "late", "settled before"),
        ([["after", "early"], ["t"], ["y"]], "after", "came after"),
        ([["y"], ["t"]], "y", "come after"),
        ([["t", "early"], ["early", "y"]], "early", "two tiers"),
        ([["t", "tt"], ["y"]], "tt", "There is no variable"),
    ],
)
def test_tiers_against_what_the_person_said_are_set_aside(
    said: list[list[str]], name: str, reason: str
) -> None:
    variables = [
        VariableInfo(name="early"),
        VariableInfo(name="late", when="before"),
        VariableInfo(name="after", when="after"),
        VariableInfo(name="t"),
        VariableInfo(name="y"),
    ]
    order, aside = check_tiers([("", members) for members in said], variables, "t", "y")
    assert [item.item for item in aside] == [name]
    assert reason in aside[0].reason
    assert name not in order.place or reason == "two tiers"


def test_an_arrow_against_the_models_own_order_is_set_aside() -> None:
    reply = {
        "tiers": [["a"], ["t"], ["y"]],
        "arrows": [["a", "t"], ["t", "y"], ["y", "b"], ["t", "a"]],
        "hidden": [],
    }
    variables = [VariableInfo(name=n) for n in ("a", "b", "t", "y")]
    server = Server(lambda body, n: chat(json.dumps(reply)))
    with Client(settings("own-order"), transport=server) as client:
        found = propose(settings("own-order"), "", variables, "t", "y", client=client)
    assert [(a.source, a.target) for a in found.arrows] == [("a", "t"), ("t", "y"), ("y", "b")]
    assert [(s.item, s.reason) for s in found.set_aside] == [
        ("t → a", "By the same proposal “a” is settled before “t”.")
    ]


def test_a_model_that_gives_no_tiers_in_one_go_is_read_all_the_same() -> None:
    server = Server(lambda body, n: chat(json.dumps({"arrows": [["v0", "v1"]]})))
    with Client(settings("no-tiers"), transport=server) as client:
        found = propose(settings("no-tiers"), "", people(3), "v0", "v2", client=client)
    assert found.arrows == (Arrow(source="v0", target="v1", confidence="low"),)


def test_a_part_that_is_refused_is_named_and_the_rest_stands() -> None:
    def refuse_second(told: dict[str, Any], count: int) -> Any:
        return chat(None, refusal="I would rather not") if "v20" in told.get("targets", ()) else None

    found, _, _ = run(60, "refuses-one", refuse_second)
    into = {a.target for a in found.arrows}
    assert "v5" in into
    assert "v45" in into
    assert "v20" not in into
    assert any("“v20”" in note and "was not answered" in note for note in found.notes)


def test_the_calls_of_all_parts_count_together_and_what_was_not_asked_is_said() -> None:
    found, server, _ = run(80, "few-calls", max_calls=3)
    assert len(server.bodies) == 3
    assert len({a.target for a in found.arrows}) in (2 * CHUNK - 1, 2 * CHUNK)
    assert any("was not answered" in note and "35 more" in note for note in found.notes)


def test_the_tokens_of_all_parts_count_together() -> None:
    _, server, _ = run(80, "few-tokens", max_total_tokens=6000)
    # 1,100 tokens are counted a request, and a part is about 2,900 tokens long: the third fits in, the fourth would not
    assert len(server.bodies) == 3


def test_where_no_part_is_answered_it_ends_in_one_sentence() -> None:
    def fail(told: dict[str, Any], count: int) -> Any:
        return bad(429, "quota", "insufficient_quota") if "targets" in told else None

    with pytest.raises(LlmError) as caught:
        run(30, "all-fail", fail)
    assert caught.value.kind == "quota"


def test_cancel_ends_a_proposal_between_its_parts() -> None:
    cancel = threading.Event()

    def reply(body: Body, count: int) -> Any:
        if count == 2:
            cancel.set()
        return chat(json.dumps(good(json.loads(body["messages"][1]["content"]))))

    server = Server(reply)
    with Client(settings("cancel"), transport=server) as client, pytest.raises(LlmError) as caught:
        propose(settings("cancel"), "", people(80), "v0", "v79", cancel=cancel, client=client)
    assert caught.value.kind == "cancelled"
    assert len(server.bodies) <= 3


def test_the_tokens_of_a_part_that_failed_count_with_its_repairs() -> None:
    def prose(told: dict[str, Any], count: int) -> Any:
        return chat("I would say that it depends.") if "v20" in told.get("targets", ()) else None

    found, server, _ = run(60, "prose", prose, max_calls=40)
    assert found.usage is not None
    assert found.usage.calls == len(server.bodies)
    assert found.usage.prompt_tokens == 900 * len(server.bodies)
