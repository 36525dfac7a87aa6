"""What the server adds to Streamlit's own: the app's address in its page, and a quick collection of garbage.

Opened on a deep link, Streamlit's frontend tries ``/graph/_stcore/health`` before ``/_stcore/health`` to find out
where the app begins, which fills the browser's console with errors. The app knows where it begins, so the page
is told.

Streamlit collects garbage fully after every run of a script, and the answer to an edit waits for that. Nearly all
that is looked through are the libraries, which are never garbage: a quarter of a million objects, a tenth of a
second or two. So they are loaded before the first visit and taken out of the collector's sight.
"""

from __future__ import annotations

import gc
import json
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

import ui

HEAD = b"<head>"


@asynccontextmanager
async def loaded(_app: object) -> AsyncIterator[None]:
    """The app's life on the server: what the pages need is loaded before the first of them is asked for."""
    for module in pkgutil.iter_modules(ui.__path__, "ui."):
        if module.name != "ui.main":  # that one is the script
            import_module(module.name)
    gc.collect()
    gc.freeze()
    yield


class KnownBase:
    """ASGI middleware: puts the app's own address into Streamlit's index page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _wants_page(scope):
            await self.app(scope, receive, send)
            return
        plain_scope = {**scope, "headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        start: Message | None = None
        body = b""

        async def changed(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body") or start is None:
                return
            headers = MutableHeaders(raw=start["headers"])
            if headers.get("content-type", "").startswith("text/html"):
                body = body.replace(HEAD, HEAD + _script(), 1)
                headers["content-length"] = str(len(body))
                if "etag" in headers:
                    del headers["etag"]
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app(plain_scope, receive, changed)


def _wants_page(scope: Scope) -> bool:
    accept = dict(scope["headers"]).get(b"accept", b"")
    return b"text/html" in accept


def _script() -> bytes:
    base = json.dumps("/" + str(config.get_option("server.baseUrlPath")).strip("/"))
    return (
        f"<script>window.__streamlit={{BACKEND_BASE_URL:location.origin+{base},"
        f"MAIN_PAGE_BASE_URL:location.origin+{base}}}</script>"
    ).encode()
