"""What leaves and where to, checked on the wire: against a scripted transport and a real local server."""

from __future__ import annotations

import json
import logging
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
import pytest

from llm.client import Client, check, list_models
from llm.errors import LlmError
from llm.propose import propose
from llm.schemas import VariableInfo
from llm.settings import LlmSettings
from llm.wire import NO_KEY, Line, WrongAddressError
from tests.llm.fake_server import TEXT, VARIABLES, WORKING, Server, chat

INFOS = tuple(VariableInfo(name=name) for name in VARIABLES)


def settings(**changes: Any) -> LlmSettings:
    return LlmSettings(**{"base_url": "https://models.example/v1", "model": "m", "seconds": 5.0} | changes)


def headers_sent(with_settings: LlmSettings) -> httpx2.Headers:
    server = Server(WORKING["openai"])
    with Client(with_settings, transport=server) as client:
        propose(with_settings, "?", INFOS, "smoking", "cancer", client=client)
    return server.requests[0].headers


@pytest.mark.parametrize("key", ["", "sk-mine"])
@pytest.mark.parametrize(
    "url", ["https://models.example/v1", "https://x.openai.azure.com", "http://127.0.0.1:9/v1"]
)
def test_nothing_of_the_hosts_environment_leaves(key: str, url: str, host_secrets: dict[str, str]) -> None:
    server = Server(WORKING["openai"])
    chosen = settings(base_url=url, api_key=key)
    with Client(chosen, transport=server) as client:
        propose(chosen, "?", INFOS, "smoking", "cancer", client=client)
    request = server.requests[0]
    sent = str(request.url) + repr(request.headers.raw) + request.content.decode()
    for secret in host_secrets.values():
        for part in secret.split():
            assert part.rstrip(":") in ("Authorization", "Bearer", "debug") or part not in sent
    assert request.url.host == httpx2.URL(chosen.base_url).host


def test_the_own_key_is_sent_and_a_placeholder_where_there_is_none() -> None:
    assert headers_sent(settings(api_key="sk-mine"))["authorization"] == "Bearer sk-mine"
    assert headers_sent(settings())["authorization"] == f"Bearer {NO_KEY}"


def test_azure_gets_its_key_under_its_own_header_and_its_api_version() -> None:
    url = "https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21"
    server = Server(WORKING["openai"])
    chosen = settings(base_url=url, api_key="azure-mine")
    with Client(chosen, transport=server) as client:
        propose(chosen, "?", INFOS, "smoking", "cancer", client=client)
    sent = server.requests[0]
    assert sent.headers["api-key"] == "azure-mine"
    assert "authorization" not in sent.headers
    assert str(sent.url) == (
        "https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21"
    )


def test_only_the_headers_needed_leave() -> None:
    assert set(headers_sent(settings(api_key="k"))) == {
        *("accept", "accept-encoding", "authorization", "connection", "content-length", "content-type"),
        *("host", "user-agent", "x-stainless-raw-response"),
    }


def test_openai_is_asked_not_to_keep_the_chat_and_others_are_not_bothered() -> None:
    for url, stored in (("https://api.openai.com/v1", False), ("https://models.example/v1", None)):
        server = Server(WORKING["openai"])
        chosen = settings(base_url=url)
        with Client(chosen, transport=server) as client:
            propose(chosen, "?", INFOS, "smoking", "cancer", client=client)
        assert server.bodies[0].get("store") is stored


def test_a_request_for_another_place_is_stopped_before_it_leaves() -> None:
    server = Server(WORKING["openai"])
    line = Line(settings(), server)
    line.openai.base_url = "https://evil.example/v1"
    with Client(settings(), transport=server) as client:
        client._line = line
        with pytest.raises(LlmError) as caught:
            propose(settings(), "?", INFOS, "smoking", "cancer", client=client)
    assert caught.value.kind == "redirect"
    assert server.requests == []


def test_nothing_leaves_on_a_line_that_was_hung_up() -> None:
    server = Server(WORKING["openai"])
    line = Line(settings(), server)
    line.hang_up()
    with pytest.raises(WrongAddressError):
        line.openai.models.list()
    assert server.requests == []


def test_the_key_is_in_no_log_and_no_repr(
    host_secrets: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    chosen = settings(api_key="sk-my-own-key")
    with Client(chosen, transport=Server(WORKING["bad_then_good"])) as client:
        propose(chosen, "?", INFOS, "smoking", "cancer", client=client)
        assert "sk-my-own-key" not in repr(chosen) + str(chosen) + repr(vars(client)) + "".join(client.sent)
    assert "sk-my-own-key" not in caplog.text
    assert host_secrets["OPENAI_API_KEY"] not in caplog.text


# ---- a real server on this computer --------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    """Answers by what the test put into ``script``; keeps what it saw."""

    script: str = "good"
    seen: list[str]
    arrived: threading.Event
    hung_up: threading.Event

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self._send(json.dumps({"data": [{"id": "b"}, {"id": "a\x1b"}, {"id": 7}, "x"]}).encode())

    def do_POST(self) -> None:
        self.seen.append(self.path)
        self.rfile.read(int(self.headers["content-length"]))
        if self.script == "redirect":
            self.send_response(307)
            self.send_header("location", f"http://127.0.0.1:{self.server.server_address[1]}/stolen")
            self.send_header("content-length", "0")
            self.end_headers()
        elif self.script == "hang":
            self.arrived.set()
            self.connection.settimeout(30)
            if self.connection.recv(1) == b"":  # the client closed its side
                self.hung_up.set()
        elif self.script == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif self.script == "half":
            self.send_response(200)
            self.send_header("content-length", "5000")
            self.end_headers()
            self.wfile.write(b'{"choices": [')
        elif self.script == "noise":
            self.wfile.write(b"\x00\xffSECRET-REPLY\r\n\r\n")
        elif self.script == "drip_headers":
            for _ in range(100):
                self.wfile.write(b"H")
                self.wfile.flush()
                time.sleep(0.05)
        elif self.script == "drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        else:
            self._send(chat(TEXT).content)

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def local_server(script: str) -> Iterator[tuple[str, type[Handler]]]:
    events = {"arrived": threading.Event(), "hung_up": threading.Event()}
    handler = type("Scripted", (Handler,), {"script": script, "seen": [], **events})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", handler
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.usefixtures("host_secrets")
def test_a_local_server_is_reached_without_the_hosts_proxy() -> None:
    with local_server("good") as (url, _):
        proposal = propose(settings(base_url=url), "?", INFOS, "smoking", "cancer")
    assert len(proposal.arrows) == 3


def test_a_redirect_is_not_followed() -> None:
    with local_server("redirect") as (url, handler), pytest.raises(LlmError) as caught:
        propose(settings(base_url=url), "?", INFOS, "smoking", "cancer")
    assert caught.value.kind == "redirect"
    assert handler.seen == ["/v1/chat/completions"]


def test_stopping_takes_effect_at_once_and_hangs_up_on_the_server() -> None:
    stop = threading.Event()
    with local_server("hang") as (url, handler):
        threading.Thread(target=lambda: handler.arrived.wait(30) and stop.set(), daemon=True).start()
        with pytest.raises(LlmError) as caught:
            propose(settings(base_url=url, seconds=60.0), "?", INFOS, "smoking", "cancer", cancel=stop)
        assert caught.value.kind == "cancelled"
        assert handler.hung_up.wait(30)


def test_a_stop_that_came_before_sends_nothing() -> None:
    stop = threading.Event()
    stop.set()
    server = Server(WORKING["openai"])
    with Client(settings(), transport=server) as client, pytest.raises(LlmError) as caught:
        propose(settings(), "?", INFOS, "smoking", "cancer", cancel=stop, client=client)
    assert caught.value.kind == "cancelled"
    assert server.requests == []


def test_a_client_can_be_used_again_after_a_stop() -> None:
    stop = threading.Event()
    with local_server("hang") as (url, handler), Client(settings(base_url=url)) as client:
        threading.Thread(target=lambda: handler.arrived.wait(30) and stop.set(), daemon=True).start()
        with pytest.raises(LlmError):
            propose(client.settings, "?", INFOS, "smoking", "cancer", cancel=stop, client=client)
        handler.script = "good"
        assert propose(client.settings, "?", INFOS, "smoking", "cancer", client=client).arrows


def test_a_server_that_drips_does_not_outlast_the_time_allowed() -> None:
    with local_server("drip") as (url, _), pytest.raises(LlmError) as caught:
        propose(settings(base_url=url, seconds=0.4), "?", INFOS, "smoking", "cancer")
    assert caught.value.kind == "timeout"


def test_a_server_that_drips_its_headers_does_not_either() -> None:
    with local_server("drip_headers") as (url, _), pytest.raises(LlmError) as caught:
        propose(settings(base_url=url, seconds=0.4), "?", INFOS, "smoking", "cancer")
    assert caught.value.kind in ("timeout", "connection")


@pytest.mark.parametrize("script", ["reset", "half", "noise"])
def test_a_connection_that_breaks_is_a_sentence(script: str) -> None:
    with local_server(script) as (url, _), pytest.raises(LlmError) as caught:
        propose(settings(base_url=url), "?", INFOS, "smoking", "cancer")
    assert caught.value.kind == "connection"
    assert "SECRET-REPLY" not in repr(vars(caught.value))


def test_encrypted_to_a_server_that_does_not_encrypt_is_a_sentence() -> None:
    with local_server("good") as (url, handler), pytest.raises(LlmError) as caught:
        propose(settings(base_url=url.replace("http:", "https:")), "?", INFOS, "smoking", "cancer")
    assert caught.value.kind == "connection"
    assert handler.seen == []


def test_a_dead_port_is_a_sentence() -> None:
    with pytest.raises(LlmError) as caught:
        check(settings(base_url="http://127.0.0.1:9/v1"))
    assert caught.value.kind == "connection"


def test_the_models_of_a_server_are_listed_also_when_none_is_named() -> None:
    with local_server("good") as (url, handler):
        assert list_models(LlmSettings(base_url=url)) == ("a", "b")
    assert handler.seen == ["/v1/models"]


def test_trying_a_server_out_says_who_answered_and_how() -> None:
    server = Server(lambda body, n: chat('{"ready": true}'))
    with Client(settings(), transport=server) as client:
        said = check(settings(), client=client)
    assert said.startswith("“m” at models.example answered in 0.")
    assert said.endswith("It keeps to a given form by itself.")
    assert len(server.requests) == 1


def test_a_relayed_model_that_is_tried_out_is_not_said_to_be_on_this_computer() -> None:
    relayed = settings(base_url="http://localhost:11434", model="big:480b-cloud")
    with Client(relayed, transport=Server(lambda body, n: chat('{"ready": true}'))) as client:
        said = check(relayed, client=client)
    assert said.startswith("“big:480b-cloud” at localhost:11434, which relays it to a cloud, answered in 0.")


def test_without_settings_there_is_one_clear_sentence() -> None:
    with pytest.raises(LlmError) as caught:
        check(LlmSettings())
    assert caught.value.message == "No language model is set up."
