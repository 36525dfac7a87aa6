"""The guard that keeps tests on this computer holds, whichever way a connection is opened."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Callable

import httpx2
import pytest

from llm.client import check
from llm.errors import LlmError
from llm.settings import LlmSettings

PLACES = ("203.0.113.7", "models.example")


def _connect(host: str) -> None:
    with socket.socket() as s:
        s.connect((host, 443))


def _connect_ex(host: str) -> None:
    with socket.socket() as s:
        s.connect_ex((host, 443))


def _datagram(host: str) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.sendto(b"x", (host, 53))


WAYS: dict[str, Callable[[str], object]] = {
    "socket": _connect,
    "socket with a code": _connect_ex,
    "datagram": _datagram,
    "create_connection": lambda host: socket.create_connection((host, 443), 1),
    "urllib": lambda host: urllib.request.urlopen(f"http://{host}/", timeout=1),
    "httpx2": lambda host: httpx2.get(f"http://{host}/", timeout=1),
}


@pytest.mark.parametrize("host", PLACES)
@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_out(way: str, host: str, no_live_calls: list[str]) -> None:
    with pytest.raises((OSError, httpx2.TransportError)):
        WAYS[way](host)
    assert no_live_calls == [host]
    no_live_calls.clear()


def test_the_products_own_client_does_not_get_out_either(no_live_calls: list[str]) -> None:
    with pytest.raises(LlmError):
        check(LlmSettings(base_url="https://models.example/v1", model="m", seconds=2))
    assert no_live_calls == ["models.example"]
    no_live_calls.clear()


def test_this_computer_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), 5).close()
