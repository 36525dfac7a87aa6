"""Where strangers share the server, the assistant reaches public addresses only, however they are written."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from llm import reach
from llm.client import Client, check, list_models
from llm.detect import detect
from llm.errors import LlmError
from llm.reach import NotPublicError, PublicOnly, Reach, check_reach, is_public, origin
from llm.settings import LlmSettings
from tests.llm.fake_server import Server, chat
from tests.llm.test_wire import local_server

READY = '{"ready": true}'
PUBLIC = ("93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")
INSIDE = (
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.1.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "2001:db8::1"),
    *("::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"),
    *("2002:7f00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "no address", ""),
)  # fmt: skip
Names = Callable[..., None]


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYBOARD_HOSTED", "1")


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Says where names lead; each look-up takes the next answer, the last one for ever."""

    def lead(**answers: list[tuple[str, ...]]) -> None:
        left = {name.replace("_", "."): list(found) for name, found in answers.items()}

        def look_up(host: str, port: int) -> tuple[str, ...]:
            found = left.get(host, [()])
            return found.pop(0) if len(found) > 1 else found[0]

        monkeypatch.setattr(reach, "look_up", look_up)

    return lead


def server_at(url: str, key: str = "") -> LlmSettings:
    return LlmSettings(base_url=url, model="m", api_key=key, seconds=5)


def ready() -> Server:
    return Server(lambda body, n: chat(READY))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_one(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", INSIDE)
def test_an_inner_or_special_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.1", "127.1", "localhost", "[::1]", "0.0.0.0",
                                  "[::ffff:127.0.0.1]", "169.254.169.254", "[fd00:ec2::254]"])  # fmt: skip
@pytest.mark.usefixtures("hosted")
def test_no_way_of_writing_an_inner_address_gets_through(host: str) -> None:
    settings = server_at(f"http://{host}:8080/v1")
    with pytest.raises(LlmError) as caught:
        check_reach(settings)
    assert caught.value.kind == "not_public"
    server = ready()
    with Client(settings, transport=server) as client, pytest.raises(LlmError) as caught:
        check(settings, client=client)
    assert caught.value.kind == "not_public"
    assert server.requests == []


@pytest.mark.usefixtures("hosted")
def test_a_real_server_of_the_operators_network_is_not_asked() -> None:
    with local_server("good") as (url, handler):
        for ask in (check, list_models):
            with pytest.raises(LlmError) as caught:
                ask(server_at(url))
            assert caught.value.kind == "not_public"
    assert handler.seen == []


@pytest.mark.usefixtures("hosted")
def test_one_inner_address_among_public_ones_is_enough_to_refuse(names: Names) -> None:
    names(models_example=[("93.184.216.34", "10.0.0.1")])
    with pytest.raises(LlmError):
        check_reach(server_at("https://models.example"))


@pytest.mark.usefixtures("hosted")
def test_an_unknown_name_is_told_like_an_inner_one(names: Names) -> None:
    names(inner_example=[("10.0.0.1",)])
    said = []
    for host in ("inner.example", "nowhere.example"):
        with pytest.raises(LlmError) as caught:
            check_reach(server_at(f"https://{host}"))
        said.append((caught.value.kind, caught.value.message, caught.value.fix))
    assert said[0] == said[1]


@pytest.mark.usefixtures("hosted")
def test_the_connection_goes_to_the_address_that_was_checked_under_the_name_that_was_typed(
    names: Names,
) -> None:
    names(models_example=[("93.184.216.34",)])
    server = ready()
    settings = server_at("https://models.example:8443/v1")
    with Client(settings, transport=server) as client:
        check(settings, client=client)
    seen: list[Any] = []
    inner = httpx2.MockTransport(
        lambda r: (seen.append((str(r.url), r.headers["host"], r.extensions)), chat(READY))[1]
    )
    request = httpx2.Request("POST", "https://models.example:8443/v1/chat/completions")
    PublicOnly(inner).handle_request(request)
    url, host, extensions = seen[0]
    assert url == "https://93.184.216.34:8443/v1/chat/completions"
    assert host == "models.example:8443"
    assert extensions["sni_hostname"] == "models.example"  # the certificate must be that of the name
    assert str(request.url) == "https://models.example:8443/v1/chat/completions"


@pytest.mark.usefixtures("hosted")
def test_a_name_that_leads_inside_the_next_time_gets_nothing(names: Names) -> None:
    names(models_example=[("93.184.216.34",), ("127.0.0.1",)])
    settings = server_at("https://models.example")
    check_reach(settings)  # what the Settings page saw
    server = ready()
    with Client(settings, transport=server) as client, pytest.raises(LlmError) as caught:
        check(settings, client=client)
    assert caught.value.kind == "not_public"
    assert server.requests == []


@pytest.mark.usefixtures("hosted")
def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    tried: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        tried.append(request.url.host)
        if len(tried) == 1:
            raise httpx2.ConnectError("down")
        return chat(READY)

    original, reach.look_up = reach.look_up, lambda host, port: ("2606:4700::1111", "8.8.8.8")
    try:
        PublicOnly(httpx2.MockTransport(answer)).handle_request(
            httpx2.Request("GET", "https://models.example/")
        )
    finally:
        reach.look_up = original
    assert tried == ["2606:4700::1111", "8.8.8.8"]


@pytest.mark.usefixtures("hosted", "host_secrets")
def test_no_proxy_looks_the_name_up_again(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    names(models_example=[("93.184.216.34",)])
    reached: list[object] = []

    def connect(self: socket.socket, address: object) -> None:
        reached.append(address)
        raise OSError("not in a test")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(LlmError) as caught:
        check(server_at("http://models.example:8080"))
    assert caught.value.kind == "connection"
    assert reached == [("93.184.216.34", 8080)]


def test_the_operators_own_server_and_the_hosts_allowed_are_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    with local_server("good") as (url, handler):
        monkeypatch.setenv("WHYBOARD_HOSTED", "1")
        monkeypatch.setenv("WHYBOARD_LLM_BASE_URL", url)
        assert list_models(server_at(url))
        monkeypatch.delenv("WHYBOARD_LLM_BASE_URL")
        monkeypatch.setenv("WHYBOARD_LLM_ALLOWED_HOSTS", "gpu.inner.example, 127.0.0.1")
        assert list_models(server_at(url))
    assert len(handler.seen) == 2


def test_another_port_of_the_operators_host_is_another_server() -> None:
    rules = Reach(hosted=True, operator=origin("http://127.0.0.1:8080/v1"))
    assert rules.open_to(server_at("http://127.0.0.1:8080/v1"))
    assert not rules.open_to(server_at("http://127.0.0.1:5432/v1"))
    assert not rules.open_to(server_at("https://127.0.0.1:8080/v1"))
    assert Reach(hosted=True, allowed=frozenset({"gpu:1"})).open_to(server_at("http://gpu:1/v1"))
    assert not Reach(hosted=True, allowed=frozenset({"gpu:1"})).open_to(server_at("http://gpu:2/v1"))


def test_the_operators_key_never_goes_to_a_users_address(
    monkeypatch: pytest.MonkeyPatch, names: Names
) -> None:
    names(models_example=[("93.184.216.34",)])
    monkeypatch.setenv("WHYBOARD_HOSTED", "1")
    monkeypatch.setenv("WHYBOARD_LLM_BASE_URL", "https://operator.example/v1")
    monkeypatch.setenv("WHYBOARD_LLM_API_KEY", "sk-operator")
    with pytest.raises(LlmError, match="sent to no other") as caught:
        Client(server_at("https://models.example/v1", "sk-operator"), transport=ready())
    assert "sk-operator" not in str(vars(caught.value))
    server = ready()
    with Client(server_at("https://models.example/v1", "sk-mine"), transport=server) as client:
        check(client.settings, client=client)
    assert server.requests[0].headers["authorization"] == "Bearer sk-mine"


def test_on_ones_own_computer_every_address_may_be_used() -> None:
    for url in (
        "http://127.0.0.1:1/v1",
        "http://192.168.1.5:8000",
        "http://10.0.0.1",
        "http://nowhere.example",
    ):
        check_reach(server_at(url))


@pytest.mark.parametrize("said", ["1", "yes", "TRUE", "perhaps"])
def test_anything_but_a_plain_no_is_taken_for_shared(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("WHYBOARD_HOSTED", said)
    with pytest.raises(LlmError):
        check_reach(server_at("http://127.0.0.1:1/v1"))


@pytest.mark.usefixtures("hosted")
def test_a_shared_server_looks_for_no_servers_on_its_own_computer() -> None:
    with local_server("good") as (url, handler):
        assert detect([("x", url)]) == ()
    assert handler.seen == []


def test_an_empty_list_of_addresses_is_no_permission(names: Names) -> None:
    names()
    with pytest.raises(NotPublicError):
        PublicOnly(ready()).handle_request(httpx2.Request("GET", "http://a.invalid/"))
