"""The HTTP under a call: which headers leave and where to, how much may come back, how it is hung up.

The SDK fills in the host's own key, organisation, project and extra headers from the environment, and
follows redirects with the prompt. All of that is closed here at one place that every request passes:
only the headers below leave, the credential is the settings' own, the address is the settings' own,
and nothing is redirected. Where strangers share the server, only public addresses are reached: see
:mod:`llm.reach`.
"""

from __future__ import annotations

import socket
import threading
import weakref
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import httpx2
import openai

from llm.errors import LlmError
from llm.reach import PublicOnly, check_reach, rules
from llm.settings import LlmSettings

NO_KEY = "no-key-needed"  # sent where none is set: an empty one would make the SDK look for the host's
MAX_BYTES = 512_000  # an answer of 16,000 tokens is about 70 kB, with its thinking about 150 kB
CONNECT_SECONDS = 10.0
_PASS = frozenset(
    {
        *("accept", "connection", "content-length", "content-type", "host", "transfer-encoding"),
        "x-stainless-raw-response",  # the SDK reads it back from the request that was sent
    }
)


class TooLargeError(Exception):
    """More came back than is read."""


class WrongAddressError(Exception):
    """A request was about to leave for another place than that of the settings, or after a stop."""


class Line:
    """An OpenAI client for one server, with the sockets it opened so that they can be closed at once."""

    def __init__(self, settings: LlmSettings, transport: httpx2.BaseTransport | None = None) -> None:
        self._settings = settings
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._lock = threading.Lock()
        self.broken = False
        parts = urlsplit(settings.base_url)
        self._origin = (parts.scheme, parts.netloc)
        reach = rules()
        guarded = not reach.open_to(settings)
        if reach.lends_key(settings):
            check_reach(settings, reach)
        if guarded:  # and through no proxy, which would look the name up again
            transport = PublicOnly(transport or httpx2.HTTPTransport(trust_env=False))
        self._http = httpx2.Client(
            transport=transport,
            follow_redirects=False,
            trust_env=not (settings.local or guarded),
            timeout=httpx2.Timeout(settings.seconds, connect=CONNECT_SECONDS),
            event_hooks={"request": [self._leaving], "response": [self._arriving]},
        )
        try:
            self.openai = openai.OpenAI(
                base_url=urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")),
                default_query=dict(parse_qsl(parts.query)),
                api_key=settings.api_key or NO_KEY,
                max_retries=0,
                http_client=self._http,
            )
        except httpx2.InvalidURL:
            raise LlmError(
                "settings",
                "The server address is not an address.",
                fix="It should look like http://localhost:11434/v1.",
                where="server address",
            ) from None

    def hang_up(self) -> None:
        """Break what is under way, for good: a local server stops working on what nobody waits for."""
        with self._lock:
            self.broken = True
            sockets = list(self._sockets)
        for sock in sockets:
            _shut(sock)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _leaving(self, request: httpx2.Request) -> None:
        url = urlsplit(str(request.url))
        if self.broken or (url.scheme, url.netloc) != self._origin:
            raise WrongAddressError
        for name in list(request.headers):
            if name.lower() not in _PASS:
                del request.headers[name]
        request.headers["User-Agent"] = "whyboard"
        request.headers["Accept-Encoding"] = "identity"
        key = self._settings.api_key
        if self._settings.azure and key and not key.startswith("eyJ"):  # eyJ: a token, not a key
            request.headers["api-key"] = key
        else:
            request.headers["Authorization"] = f"Bearer {key or NO_KEY}"
        request.extensions = {**request.extensions, "trace": self._note_socket}

    def _arriving(self, response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise TooLargeError  # asked for plain bytes: packed ones could unpack to any size
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Capped(response.stream)

    def _note_socket(self, event: str, info: dict[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            sock = info["return_value"].get_extra_info("socket")
            if isinstance(sock, socket.socket):
                with self._lock:
                    self._sockets.add(sock)
                    late = self.broken
                if late:
                    _shut(sock)


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


class _Capped(httpx2.SyncByteStream):
    """A response's bytes, no more than ``MAX_BYTES`` of them."""

    def __init__(self, inner: httpx2.SyncByteStream) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        for chunk in self._inner:
            seen += len(chunk)
            if seen > MAX_BYTES:
                raise TooLargeError
            yield chunk

    def close(self) -> None:
        self._inner.close()
