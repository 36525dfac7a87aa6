"""Reading answers, portable schemas, stress tests by rule and by model, servers on this computer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from llm.answers import ArrowForm, ProposeForm
from llm.client import Client
from llm.detect import candidates, detect
from llm.offline import suggest_stress_tests
from llm.portable import portable_schema
from llm.reading import last_object, plain
from llm.schemas import VariableInfo
from llm.settings import LlmSettings
from llm.stress_tests import suggest
from tests.llm.fake_server import Server, chat

SETTINGS = LlmSettings(base_url="https://models.example/v1", model="m", seconds=5)
BATTERY = {
    "placebo_treatment": "A treatment that does nothing",
    "random_common_cause": "Noise",
    "random_subset": "Parts of the rows",
    "few_rows": "Leaving out a few rows",
    "hidden_cause": "How strong a hidden cause would have to be",
    "brand_new": "Something new",
}
INFOS = (VariableInfo(name="age", when="before"), VariableInfo(name="T"), VariableInfo(name="Y"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ('draft {"a": 1} final {"a": 2}', {"a": 2}),
        ('<think>{"a": 1}</think>{"a": 2}', {"a": 2}),
        ('{"x": {"a": 3}}', {"a": 3}),
        ('{"a": [1, 2,],}', {"a": [1, 2]}),
        ('{"a": "}{"}', {"a": "}{"}),
        ('{"b": 1}', None),
        ("", None),
        ("{" * 10_000, None),
        ('{"a":' * 50_000, None),
    ],
)
def test_the_last_object_with_the_field_is_read(text: str, found: dict[str, Any] | None) -> None:
    assert last_object(text, needs="a") == found


def test_plain_text_is_short_and_shows_what_it_is() -> None:
    assert plain("a\u202eb\x00c\nd\te", limit=20) == "abc d e"
    assert plain("x" * 50, limit=10) == "x" * 9 + "…"
    assert plain("می\u200cخواهم", limit=20) == "می\u200cخواهم"
    assert plain(None, limit=5) == ""
    assert plain("<b>", limit=5) == "<b>"  # shown as text by the page, not changed here


def test_arrows_are_read_from_text_and_pairs_too() -> None:
    for value in ("a -> b", "a → b", ["a", "b"], {"from": "a", "to": "b"}, {"cause": "a", "effect": "b"}):
        arrow = ArrowForm.model_validate(value)
        assert (arrow.source, arrow.target, arrow.confidence) == ("a", "b", "low")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("High", "high"),
        ("very low", "low"),
        (0.9, "high"),
        (50, "medium"),
        (None, "low"),
        ("sure", "low"),
        ({}, "low"),
    ],
)
def test_confidence_is_one_of_three_words(said: object, read: str) -> None:
    assert ArrowForm.model_validate({"source": "a", "target": "b", "confidence": said}).confidence == read


def test_a_schema_is_portable() -> None:
    schema = portable_schema(ProposeForm, {"source": ["a", '"'], "affects": ["a"]})
    text = json.dumps(schema)
    for word in ("$ref", "$defs", "title", "default", "minItems", "maxItems"):
        assert f'"{word}"' not in text
    arrow = schema["properties"]["arrows"]["items"]
    assert arrow["required"] == ["source", "target", "mechanism", "confidence", "wrong_if"]
    assert arrow["additionalProperties"] is False
    assert arrow["properties"]["source"]["enum"] == ["a", '"']
    assert arrow["properties"]["confidence"]["enum"] == ["low", "medium", "high"]
    assert schema["properties"]["unmeasured"]["items"]["properties"]["affects"]["items"]["enum"] == ["a"]


def test_a_property_called_like_a_keyword_stays() -> None:
    class Odd(BaseModel):
        title: str
        default: Literal["x"]

    assert set(portable_schema(Odd)["properties"]) == {"title", "default"}


def test_a_free_form_object_is_refused() -> None:
    class Free(BaseModel):
        pairs: dict[str, int]

    with pytest.raises(TypeError):
        portable_schema(Free)


def test_every_prompt_is_a_versioned_file_in_the_package() -> None:
    names = sorted(f.name for f in resources.files("llm.prompts").iterdir() if f.name.endswith(".md"))
    assert names == [
        "challenge.v1.md",
        "exam.v1.md",
        "explain.v1.md",
        "explain_arrow.v1.md",
        "map_columns.v1.md",
        "propose.v2.md",
        "questions.v1.md",
        "ready.v1.md",
        "second_opinion.v1.md",
        "stress_tests.v2.md",
        "tier_arrows.v1.md",
        "tier_arrows_last.v1.md",
        "tiers.v1.md",
        "understand.v1.md",
    ]


def test_rules_put_the_hidden_cause_first_unless_a_lottery_decided() -> None:
    advice = suggest_stress_tests(INFOS, "T", "Y", BATTERY)
    assert advice.source == "rules"
    assert [s.test for s in advice.suggestions] == [
        *(
            "hidden_cause",
            "placebo_treatment",
            "few_rows",
            "random_common_cause",
            "random_subset",
            "brand_new",
        )
    ]
    drawn = (INFOS[0], VariableInfo(name="T", by_lottery=True), INFOS[2])
    assert suggest_stress_tests(drawn, "T", "Y", BATTERY).suggestions[0].test == "placebo_treatment"


def test_rules_offer_what_was_settled_before_as_negative_controls() -> None:
    advice = suggest_stress_tests(INFOS, "T", "Y", {"negative_control_outcome": "x"})
    assert [(s.control, s.variables) for s in advice.suggestions] == [("age", ("age",))]
    adjusted = suggest_stress_tests(INFOS, "T", "Y", {"negative_control_outcome": "x"}, adjusted_for=["age"])
    assert [s.control for s in adjusted.suggestions] == [""]
    assert "choose one" in adjusted.suggestions[0].why


def test_rules_offer_the_outcome_at_an_earlier_time_and_columns_to_compare_with() -> None:
    infos = [VariableInfo(name=n) for n in ("train", "re74", "re75", "re78", "age")]
    battery = dict.fromkeys(("as_strong_as", "placebo_period"), "x")
    advice = suggest_stress_tests(infos, "train", "re78", battery, adjusted_for=["age"])
    assert [(s.test, s.control) for s in advice.suggestions] == [
        ("placebo_period", "re75"),
        ("placebo_period", "re74"),
        ("as_strong_as", "age"),
    ]


def test_a_lottery_that_is_not_the_cause_is_named_as_an_instrument_that_is_not_run() -> None:
    infos = [VariableInfo(name="T"), VariableInfo(name="Y"), VariableInfo(name="draft", by_lottery=True)]
    (found,) = suggest_stress_tests(infos, "T", "Y", {"instrument": ""}).suggestions
    assert (found.variables, found.runnable) == (("draft",), False)
    assert "no estimate by instruments" in found.why
    assert not suggest_stress_tests(infos[:2], "T", "Y", {"instrument": ""}).suggestions


def test_every_test_that_is_run_with_a_variable_has_a_rule() -> None:
    from causal_core.refutation import battery
    from llm import rule_tests

    assert sorted(rule_tests.CONTROL_TESTS) == sorted(battery.CONTROL_TESTS)


def test_a_model_names_the_variable_a_test_is_run_with_and_may_name_several() -> None:
    reply = {
        "tests": [
            {"name": "negative_control_outcome", "why": "a", "control": "AGE"},
            {"name": "negative_control_outcome", "why": "b", "variables": ["Y"], "control": ""},
            {"name": "negative_control_outcome", "why": "c", "control": "age"},
            {"name": "hidden_cause", "why": "d", "control": "age"},
            {"name": "instrument", "why": "e", "control": "rain"},
        ]
    }
    battery = {**BATTERY, "negative_control_outcome": "needs a variable", "instrument": "needs a variable"}
    with Client(SETTINGS, transport=Server(lambda body, n: chat(json.dumps(reply)))) as client:
        advice = suggest(SETTINGS, "?", INFOS, "T", "Y", battery, client=client)
    assert [(s.test, s.why, s.control, s.runnable) for s in advice.suggestions] == [
        ("negative_control_outcome", "a", "age", True),
        ("negative_control_outcome", "b", "Y", True),
        ("hidden_cause", "d", "", True),
        ("instrument", "e", "", False),
    ]
    assert [s.reason for s in advice.set_aside] == [
        "It was suggested twice.",
        "There is no variable called “rain”.",
    ]


def test_a_model_chooses_among_the_tests_there_are() -> None:
    reply = {
        "tests": [
            {"name": "Hidden cause", "why": "income is missing", "variables": ["AGE", "rain"]},
            {"name": "hidden_cause", "why": "again"},
            {"name": "prove_it", "why": "certain"},
        ]
    }
    with Client(SETTINGS, transport=Server(lambda body, n: chat(json.dumps(reply)))) as client:
        advice = suggest(SETTINGS, "?", INFOS, "T", "Y", BATTERY, client=client)
    assert [(s.test, s.why, s.variables) for s in advice.suggestions] == [
        ("hidden_cause", "income is missing", ("age",))
    ]
    assert [s.reason for s in advice.set_aside] == [
        "There is no variable called “rain”.",
        "It was suggested twice.",
        "There is no such test to run here.",
    ]


class Listing(BaseHTTPRequestHandler):
    """A server's list of models, or something else on the same port."""

    status, content, location = 200, b"", ""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.send_response(self.status)
        if self.location:
            self.send_header("location", self.location)
        self.send_header("content-length", str(len(self.content)))
        self.end_headers()
        self.wfile.write(self.content)


@pytest.fixture
def serve() -> Iterator[Any]:
    servers: list[ThreadingHTTPServer] = []

    def start(**what: Any) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("L", (Listing,), what))
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/v1"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.usefixtures("host_secrets")
def test_a_local_server_is_found_with_its_chat_models_and_what_it_passes_on(serve: Any) -> None:
    rows = [{"id": name} for name in ("qwen3:8b", "nomic-embed-text", "big:480b-cloud")]
    found = detect([("Ollama", serve(content=json.dumps({"data": rows}).encode()))], seconds=3)
    assert [(s.name, s.models, s.relayed) for s in found] == [("Ollama", ("qwen3:8b",), ("big:480b-cloud",))]


@pytest.mark.parametrize(
    "what",
    [
        {"content": b"<html>a web page</html>"},
        {"content": b'{"data": "none"}'},
        {"content": b"[" * 100_000},
        {"content": b'{"data": []}'},
        {"status": 404},
        {"status": 302, "location": "http://127.0.0.1:9/v1/models"},
    ],
)
def test_other_things_on_the_port_are_passed_over(serve: Any, what: dict[str, Any]) -> None:
    assert detect([("x", serve(**what))], seconds=3) == ()


def test_only_this_computer_is_asked() -> None:
    assert detect([("far", "http://models.example/v1"), ("dead", "http://127.0.0.1:9/v1")]) == ()


def test_where_ollama_was_told_to_listen_is_looked_at_if_it_is_here() -> None:
    assert candidates({"OLLAMA_HOST": "0.0.0.0:9999"})[0] == ("Ollama", "http://127.0.0.1:9999/v1")
    assert candidates({"OLLAMA_HOST": "far.example:11434"}) == candidates({})
    assert candidates({"OLLAMA_HOST": "http://["}) == candidates({})
    assert len(candidates({"OLLAMA_HOST": "127.0.0.1:11434"})) == len(candidates({}))
