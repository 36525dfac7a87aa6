"""No cell value leaves without consent, on any way through the assistant, and what is shown is what leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest

from llm.client import check, list_models
from llm.context import Task, as_text, from_table, preview
from llm.critique import challenge, challenge_task
from llm.errors import LlmError
from llm.explain_arrow import explain_arrow, explain_arrow_task
from llm.map_columns import map_columns, map_task
from llm.propose import propose, propose_task, understand, understand_task
from llm.schemas import Arrow, VariableInfo
from llm.second_opinion import second_opinion, second_opinion_tasks
from llm.settings import LlmSettings
from llm.stress_tests import suggest, suggest_task
from tests.llm.hostile import Heard, listening, obeying
from tests.llm.leaks import Sample, leaked, samples, told_ends, written

SAMPLES = samples()
BATTERY = {"placebo_treatment": "A treatment that does nothing", "hidden_cause": "How strong one must be"}
Infos = Sequence[VariableInfo]
Flow = tuple[
    Callable[[Infos, bool], Task[Any] | tuple[Task[Any], ...]], Callable[[LlmSettings, Infos, bool], object]
]
ARROWS = (Arrow(source="z", target="t", reason="seen before"), Arrow(source="t", target="y"))
TEXT = "Does t change y among people?"
FLOWS: dict[str, Flow] = {
    "understand": (
        lambda infos, ok: understand_task(TEXT, infos, consent=ok),
        lambda settings, infos, ok: understand(settings, TEXT, infos, consent=ok),
    ),
    "propose": (
        lambda infos, ok: propose_task(TEXT, infos, "t", "y", rejected=[("y", "z")], consent=ok),
        lambda settings, infos, ok: propose(
            settings, TEXT, infos, "t", "y", rejected=[("y", "z")], consent=ok
        ),
    ),
    "suggest": (
        lambda infos, ok: suggest_task(TEXT, infos, "t", "y", BATTERY, adjusted_for=["z"], consent=ok),
        lambda settings, infos, ok: suggest(
            settings, TEXT, infos, "t", "y", BATTERY, adjusted_for=["z"], consent=ok
        ),
    ),
}

FLOWS |= {
    "challenge": (
        lambda infos, ok: challenge_task(TEXT, infos, ARROWS, (), "t", "y", consent=ok),
        lambda settings, infos, ok: challenge(settings, TEXT, infos, ARROWS, (), "t", "y", consent=ok),
    ),
    "second opinion": (
        lambda infos, ok: second_opinion_tasks(TEXT, infos, [("z", "t"), ("t", "y")], consent=ok),
        lambda settings, infos, ok: second_opinion(
            settings, TEXT, infos, [("z", "t"), ("t", "y")], consent=ok
        ),
    ),
    "explain an arrow": (
        lambda infos, ok: explain_arrow_task(TEXT, infos, "z", "y", consent=ok),
        lambda settings, infos, ok: explain_arrow(settings, TEXT, infos, "z", "y", consent=ok),
    ),
    "map columns": (
        lambda infos, ok: map_task([VariableInfo(name="the cause")], infos, consent=ok),
        lambda settings, infos, ok: map_columns(
            settings, [VariableInfo(name="the cause")], infos, consent=ok
        ),
    ),
}


def run(flow: str, sample: Sample, *, consent: bool) -> Heard:
    """One flow against a real server on this computer; infos hold all that consent could ever send."""
    infos = from_table(sample.table, values=True)
    with listening(obeying(("nothing to obey",))) as heard, suppress(LlmError):
        FLOWS[flow][1](
            LlmSettings(base_url=heard.address, model="m", api_key="sk-own", seconds=20), infos, consent
        )
    return heard


def assert_shown_is_sent(flow: str, name: str, heard: Heard, *, consent: bool) -> None:
    """The request shown is the request sent, with nothing beside it."""
    made = FLOWS[flow][0](from_table(SAMPLES[name].table, values=True), consent)
    previews = {preview(task) for task in (made if isinstance(made, tuple) else (made,))}
    for number, body in enumerate(heard.bodies):
        shown = as_text(body["messages"][:2])
        assert shown in previews
        # and nothing beside the messages but the model, its limits and the form of the answer, shown as well
        assert set(body) <= {
            "model",
            "messages",
            "max_tokens",
            "temperature",
            "response_format",
            "tools",
            "tool_choice",
        }
        assert [m["role"] for m in body["messages"][2:]] in ([], ["assistant", "user"] if number else [])
        form = body.get("response_format", {}).get("json_schema", {}).get("schema")
        assert form is None or json.dumps(form, ensure_ascii=False) in shown


def test_there_are_enough_flows_to_mean_something() -> None:
    assert len(FLOWS) * len(SAMPLES) >= 30


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("flow", FLOWS)
def test_no_cell_value_leaves_without_consent_and_what_was_shown_is_sent(flow: str, name: str) -> None:
    sample = SAMPLES[name]
    heard = run(flow, sample, consent=False)
    assert heard.requests
    assert_shown_is_sent(flow, name, heard, consent=False)
    for sent in heard.requests:
        assert leaked(sent, (*sample.never, *sample.consent)) == []
        assert b'"mean"' not in sent
        assert b'\\"values\\"' not in sent
    for body in heard.bodies:
        for column, ends in told_ends(body).items():
            assert not (ends - {0.0}) & set(sample.frame[column].dropna()), (
                "an end of a range is a cell value"
            )


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("flow", FLOWS)
def test_on_consent_no_rare_value_leaves_and_what_was_shown_is_sent(flow: str, name: str) -> None:
    sample = SAMPLES[name]
    heard = run(flow, sample, consent=True)
    assert_shown_is_sent(flow, name, heard, consent=True)
    for sent in heard.requests:
        assert leaked(sent, sample.never) == []
        assert leaked(sent, sample.consent) == list(sample.consent)


def test_trying_a_server_out_and_listing_its_models_tell_nothing_of_any_study() -> None:
    with listening('{"ready": true}') as heard:
        settings = LlmSettings(base_url=heard.address, model="m", seconds=20)
        check(settings)
        list_models(settings)
    assert heard.paths == ["POST /v1/chat/completions", "GET /v1/models"]
    assert json.loads(heard.bodies[0]["messages"][1]["content"]) == {"task": "connection test"}


def test_a_fault_of_the_table_is_not_told_to_the_server() -> None:
    """An error's words may quote a cell; an ``LlmError`` is made of fixed sentences."""
    sample = SAMPLES["rare label and addresses"]
    infos = from_table(sample.table, values=True)
    with listening("no JSON at all") as heard, pytest.raises(LlmError) as caught:
        propose(LlmSettings(base_url=heard.address, model="m", seconds=20), TEXT, infos, "t", "y")
    assert leaked(repr(vars(caught.value)).encode(), (*sample.never, *sample.consent)) == []
    assert leaked(b"".join(heard.requests), (*sample.never, *sample.consent)) == []


def test_a_file_without_names_read_as_data_sends_places_for_names() -> None:
    from causal_core.table.reading import read_table

    lines = "\n".join(f"{k % 2},{k + 7100.25},{k * 3 + 88000.5}" for k in range(40)).encode()
    table = read_table(lines, name="people.csv", repairs=("no_header",))
    with listening(obeying(("x",))) as heard:
        settings = LlmSettings(base_url=heard.address, model="m", seconds=20)
        propose(settings, TEXT, from_table(table, values=True), "column_1", "column_3")
    values = [repr(v) for name in table.names[1:] for v in table.frame[name]]
    assert all(leaked(sent, values) == [] for sent in heard.requests)


@pytest.mark.parametrize("way", ["plain", "json", "base64", "hex", "percent", "thousands", "upper"])
def test_the_search_for_leaks_finds_a_value_however_it_is_written(way: str) -> None:
    """The tests above can fail: a value that is planted is found."""
    import base64
    from urllib.parse import quote

    planted = {
        "plain": "xx Zoë “k” yy",
        "json": json.dumps({"a": json.dumps("Zoë “k”")}),
        "base64": base64.b64encode("ab Zoë “k” canary".encode()).decode(),
        "hex": "Zoë “k”".encode().hex(),
        "percent": quote("Zoë “k”"),
        "thousands": "about 9,182,736.5",
        "upper": "ZOE-CANARY",
    }[way]
    wanted = {"thousands": "9182736.5", "upper": "zoe-canary"}.get(way, "Zoë “k”")
    assert leaked(planted.encode(), [wanted]) == [wanted]
    assert leaked(b"about 1 to 9", [wanted]) == []
    assert written(wanted)
