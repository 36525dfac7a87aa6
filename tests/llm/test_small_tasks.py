"""An arrow in words, and columns for variables."""

from __future__ import annotations

import json

import pytest

from causal_core.errors import QueryError
from llm.client import Client
from llm.context import preview
from llm.explain_arrow import explain_arrow, explain_arrow_task
from llm.map_columns import map_by_rules, map_columns, map_task
from llm.schemas import VariableInfo
from llm.settings import LlmSettings
from tests.llm.fake_server import Server, chat

SETTINGS = LlmSettings(base_url="https://models.example/v1", model="m", seconds=5)
PEOPLE = [VariableInfo(name="dose"), VariableInfo(name="mood")]


def test_an_arrow_is_explained_with_what_would_make_it_wrong() -> None:
    reply = {
        "mechanism": "It calms.",
        "confidence": "very high",
        "wrong_if": "nobody took it",
        "other_explanations": ["a", "b", "c", "d", "e"],
    }
    server = Server(lambda body, n: chat(json.dumps(reply)))
    with Client(SETTINGS, transport=server) as client:
        found = explain_arrow(SETTINGS, "text", PEOPLE, "dose", "mood", client=client)
    assert client.sent[0] == preview(explain_arrow_task("text", PEOPLE, "dose", "mood"))
    assert (found.mechanism, found.confidence, found.other_explanations) == (
        "It calms.",
        "high",
        ("a", "b", "c"),
    )
    assert found.set_aside[0].item == "2 more of the other explanations"
    assert found.source == "model:m"


def test_an_arrow_between_unknown_variables_is_not_asked_about() -> None:
    with pytest.raises(QueryError, match="weather"):
        explain_arrow_task("", PEOPLE, "weather", "mood")


def test_an_answer_without_words_is_asked_for_again_and_then_said() -> None:
    server = Server(lambda body, n: chat(json.dumps({"mechanism": " "})))
    with Client(SETTINGS, transport=server) as client:
        found = explain_arrow(SETTINGS, "", PEOPLE, "dose", "mood", client=client)
    assert len(server.bodies) == 2
    assert found.mechanism == "The model knows of no way."


def test_columns_are_given_once_and_unknown_ones_are_set_aside() -> None:
    wanted = [VariableInfo(name=n) for n in ("weight", "height", "age")]
    columns = [VariableInfo(name=n) for n in ("wt", "ht")]
    reply = {
        "matches": [
            {"variable": "weight", "column": "wt", "why": "short for it"},
            {"variable": "height", "column": "wt"},
            {"variable": "weight", "column": "ht"},
            {"variable": "age", "column": "years"},
            {"variable": "size", "column": "ht"},
        ]
    }
    server = Server(lambda body, n: chat(json.dumps(reply)))
    with Client(SETTINGS, transport=server) as client:
        found = map_columns(SETTINGS, wanted, columns, client=client)
    assert client.sent[0] == preview(map_task(wanted, columns))
    assert [(m.variable, m.column) for m in found.matches] == [("weight", "wt")]
    assert len(found.set_aside) == 4


def test_rules_match_words_one_column_a_variable() -> None:
    wanted = [VariableInfo(name="Smoking status"), VariableInfo(name="smoking"), VariableInfo(name="rent")]
    found = map_by_rules(wanted, [VariableInfo(name="smoking_status"), VariableInfo(name="age")])
    assert [(m.variable, m.column) for m in found.matches] == [("Smoking status", "smoking_status")]
    assert {s.item for s in found.set_aside} == {"smoking", "rent"}
    assert found.source == "rules"


def test_a_column_of_another_kind_does_not_fit() -> None:
    wanted = [VariableInfo(name="income", kind="number"), VariableInfo(name="job", kind="category")]
    columns = [VariableInfo(name="income", kind="category"), VariableInfo(name="job", kind="category")]
    reply = {"matches": [{"variable": n, "column": n, "why": "same"} for n in ("income", "job")]}
    server = Server(lambda body, n: chat(json.dumps(reply)))
    with Client(SETTINGS, transport=server) as client:
        found = map_columns(SETTINGS, wanted, columns, client=client)
    assert (
        [m.variable for m in found.matches]
        == [m.variable for m in map_by_rules(wanted, columns).matches]
        == ["job"]
    )
    assert found.set_aside[0].reason == "“income” is a number, and the column “income” holds a category."
