"""Finding a model server that already runs on this computer.

Only this computer is asked, on the usual ports, and only when a person wants it looked for. What is
found is offered and never used by itself. Models that a local server only passes on to a cloud are
listed apart: their text would leave this computer.

>>> [f"{name} {port}" for name, port in PORTS[:3]]
['Ollama 11434', 'LM Studio 1234', 'llama.cpp 8080']
"""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlsplit

from llm.errors import LlmError
from llm.faults import Fault
from llm.replies import read_models
from llm.settings import is_hosted, is_loopback, is_relayed, ollama_host, tidy_url

PORTS = (
    ("Ollama", 11434),
    ("LM Studio", 1234),
    ("llama.cpp", 8080),
    ("vLLM", 8000),
    ("Jan", 1337),
    ("GPT4All", 4891),
    ("KoboldCpp", 5001),
    ("text-generation-webui", 5000),
)
SECONDS = 0.6  # a local server lists its models in a few milliseconds
MAX_BYTES = 1_000_000
_NO_CHAT = ("embed", "bge-", "minilm", "rerank", "whisper", "tts")


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A server found: its name by its port, its address, its chat models, and those it passes on."""

    name: str
    base_url: str
    models: tuple[str, ...]
    relayed: tuple[str, ...] = ()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def detect(
    places: Sequence[tuple[str, str]] | None = None, *, seconds: float = SECONDS
) -> tuple[LocalServer, ...]:
    """The servers that answer on this computer, in the order of the usual ports; none on a shared server.

    Parameters
    ----------
    places : sequence of (name, address), optional
        In place of the usual ones; an address that is not this computer's is passed over.
    seconds : float
        Longest wait for one server; they are asked at the same time.
    """
    if is_hosted():  # "this computer" would be the operator's
        return ()
    asked = candidates() if places is None else places
    local = [(name, url) for name, url in asked if is_loopback(urlsplit(url).hostname or "")]
    if not local:
        return ()
    with ThreadPoolExecutor(len(local)) as pool:
        found = pool.map(lambda place: probe(*place, seconds=seconds), local)
    return tuple(server for server in found if server is not None)


def candidates(environ: Mapping[str, str] | None = None) -> tuple[tuple[str, str], ...]:
    """Where to look: the usual ports, and first where Ollama was told to listen if that is here."""
    usual = tuple((name, f"http://127.0.0.1:{port}/v1") for name, port in PORTS)
    told = ollama_host(environ)
    if not told:
        return usual
    try:
        url = tidy_url(told if "://" in told else f"http://{told}")
    except LlmError:
        return usual
    if not is_loopback(urlsplit(url).hostname or "") or any(url == known for _, known in usual):
        return usual
    return (("Ollama", url), *usual)


def probe(name: str, base_url: str, *, seconds: float = SECONDS) -> LocalServer | None:
    """Ask one address for its models; None when no such server answers there."""
    try:
        with _OPENER.open(f"{base_url}/models", timeout=seconds) as answer:
            models = read_models(answer.read(MAX_BYTES))
    except (OSError, ValueError, HTTPException, RecursionError):
        return None
    if isinstance(models, Fault):
        return None
    chat = [m for m in models if not any(word in m.lower() for word in _NO_CHAT)]
    relayed = tuple(m for m in chat if is_relayed(m))
    own = tuple(m for m in chat if m not in relayed)
    return LocalServer(name, base_url, own, relayed) if chat else None
