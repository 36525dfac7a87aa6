"""No test can reach beyond this computer, and none gets a key that the host keeps for something else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from llm.settings import is_loopback

SECRETS = (
    "OPENAI_API_KEY",
    "OPENAI_ADMIN_KEY",
    "OPENAI_BASE_URL",
    "AZURE_OPENAI_API_KEY",
    "ANTHROPIC_API_KEY",
)


class LiveCallError(ConnectionRefusedError):
    """A test tried to reach another computer; where the code under test hides it, the test fails at its end."""


def _refuse(host: object) -> None:
    if not is_loopback(host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)):
        raise LiveCallError(f"a test tried to reach {host!r}")


@pytest.fixture(autouse=True)
def no_live_calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Connections, datagrams and look-ups of names end here unless they stay on this computer."""
    tried: list[str] = []
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    look_up = socket.getaddrinfo

    def guarded(name: str) -> Any:
        def call(self: socket.socket, *args: Any) -> Any:
            address = args[-1] if name == "sendto" else args[0]
            if isinstance(address, tuple):
                _noted(address[0])
            return real[name](self, *args)

        return call

    def _noted(host: object) -> None:
        try:
            _refuse(host)
        except LiveCallError:
            tried.append(str(host))
            raise

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in (None, "", b"", "0.0.0.0", "::") and not _is_number(host):
            _noted(host)
        return look_up(host, *args, **kwargs)

    for name in real:
        monkeypatch.setattr(socket.socket, name, guarded(name))
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    yield tried
    assert tried == [], "a test tried to reach another computer"


def _is_number(host: object) -> bool:
    """Numeric forms are looked up without asking anybody."""
    text = str(host).partition("%")[0]
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, text)
        except (OSError, ValueError):
            continue
        return True
    try:
        socket.inet_aton(text)
    except (OSError, ValueError):
        return False
    return True
