"""A model server that fails in its own ways ends in one sentence on the page; the study stays."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from streamlit.testing.v1 import AppTest

from causal_core.graph.admg import CausalGraph
from llm.settings import LlmSettings
from studies.study import Study
from studies.workflow import set_graph, set_question
from tests.app.conftest import Opened, texts


@pytest.fixture
def model_server() -> Iterator[Callable[[int, str], str]]:
    """Starts a local server that always gives this status and this text; gives its address."""
    running: list[ThreadingHTTPServer] = []

    def start(status: int, body: str) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                raw = body.encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: object) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}/v1"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def reply(text: str) -> str:
    return json.dumps(
        {
            "id": "x",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
            ],
            "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
        }
    )


def asked() -> Study:
    study = set_question(Study(), text="Does sleep change marks?", treatment="sleep", outcome="marks")
    return set_graph(study, CausalGraph.parse("age -> sleep; sleep -> marks"))


def with_model(app: Opened, page: str, address: str) -> AppTest:
    test = app(page, asked())
    test.session_state["whyboard"].llm = LlmSettings(
        base_url=address, model="m", api_key="sk-secret-key", seconds=20
    )
    test.run()
    return test


FAULTS = {
    "a wrong key": (
        401,
        json.dumps({"error": {"message": "bad key sk-secret-key", "code": "invalid_api_key"}}),
        "key",
    ),
    "nonsense": (200, reply("The moon is made of cheese."), "model"),
    "html": (200, "<html>hello</html>", "server"),
    "a fault of the server": (500, "{}", "server"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_failing_model_is_one_sentence_and_the_study_stays(
    app: Opened, model_server: Callable[[int, str], str], name: str
) -> None:
    status, body, expected = FAULTS[name]
    test = with_model(app, "graph", model_server(status, body))
    next(b for b in test.button if b.label == "Ask the model for a graph").click().run()
    said = texts(test)
    assert len(test.error) == 1, said
    assert expected in test.error[0].value.lower()
    assert "sk-secret-key" not in said
    assert "Traceback" not in said
    assert len(test.session_state["whyboard"].study.arrows) == 2


def test_a_models_proposal_waits_for_a_decision(app: Opened, model_server: Callable[[int, str], str]) -> None:
    proposal = {
        "unmeasured": [],
        "arrows": [
            {
                "source": "age",
                "target": "marks",
                "mechanism": "<img src=x>",
                "confidence": "high",
                "wrong_if": "",
            },
            {"source": "marks", "target": "nobody", "mechanism": "", "confidence": "low", "wrong_if": ""},
        ],
        "hidden": [],
    }
    test = with_model(app, "graph", model_server(200, reply(json.dumps(proposal))))
    next(b for b in test.button if b.label == "Ask the model for a graph").click().run()
    study = test.session_state["whyboard"].study
    assert [(a.cause, a.effect) for a in study.arrows if a.status == "proposed"] == [("age", "marks")]
    assert set(study.graph().directed) == {("age", "sleep"), ("sleep", "marks")}
    assert "nobody" in texts(test)
    next(b for b in test.button if b.label == "Accept all").click().run()
    assert ("age", "marks") in test.session_state["whyboard"].study.graph().directed


def test_what_will_be_sent_is_shown_before_it_is_sent(app: Opened) -> None:
    test = with_model(app, "graph", "http://127.0.0.1:9/v1")
    assert any("Does sleep change marks?" in c.value for c in test.code)
