"""Which server and which model, read from the environment or typed on the Settings page.

This is the one module of the package that reads the environment. Only names that start with
``WHYBOARD_`` count (and ``OLLAMA_HOST``, to look for a server on this computer): a key that the host
keeps for something else, such as ``OPENAI_API_KEY``, is never used.

>>> settings = LlmSettings(base_url="http://localhost:11434", model="qwen3:8b", api_key="secret")
>>> settings.base_url
'http://localhost:11434/v1'
>>> "secret" in repr(settings), settings.configured, settings.local
(False, True, True)
"""

from __future__ import annotations

import ipaddress
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from llm.errors import LlmError

OPENAI_URL = "https://api.openai.com/v1"
AZURE_HOSTS = (".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")
ENDPOINTS = ("/chat/completions", "/completions", "/models", "/responses", "/embeddings")
OLLAMA_PATHS = ("/api", "/api/chat", "/api/generate", "/api/tags")  # its own API, as its pages show it
OLLAMA_PORT = 11434
RELAYED = ("-cloud", ":cloud")  # how Ollama ends the names of models that it passes on to a cloud
KEY_STARTS = ("sk-", "sk_", "gsk_", "xai-", "hf_", "nvapi-")  # how keys of usual services begin


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmSettings:
    """An OpenAI-compatible server, a model on it, and how much one question may use.

    Parameters
    ----------
    base_url : str
        The server's address. What people usually leave out or paste too much of is mended: ``/v1`` is
        added to a bare host, ``/chat/completions`` is taken off. Empty with a key means OpenAI.
    model : str
        The model's name on that server (for Azure, the deployment's name).
    api_key : str
        Sent to this server and to no other place. Not shown by ``repr``. Empty for most local servers.
    seconds : float
        Longest time for one question, all its requests together.
    max_calls : int
        Most requests for one question. Six allow the four output modes, one repair and one retry.
    max_tokens : int
        Longest single answer to begin with; doubled twice at most when an answer is cut.
    max_total_tokens : int
        Most tokens, in and out, for one question.
    price : (float, float), optional
        US dollars for a million tokens read and written. None where the price is not known: prices change, so
        none is built in.

    Raises
    ------
    LlmError
        Of kind ``settings``: an address or key that cannot be one.
    """

    base_url: str = ""
    model: str = ""
    api_key: str = field(default="", repr=False)
    seconds: float = 120.0
    max_calls: int = 6
    max_tokens: int = 4000
    max_total_tokens: int = 60_000
    price: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        put = object.__setattr__
        key = self.api_key.strip()
        if not all("!" <= c <= "~" for c in key):
            raise LlmError(
                "settings",
                "The key holds a character that no key has, such as a space or a line break.",
                fix="Copy the key again, and only the key.",
                where="key",
            )
        put(self, "api_key", key)
        put(self, "model", self.model.strip())
        for text, where in ((self.model, "model"), (self.base_url, "server address")):
            if text.strip().lower().startswith(KEY_STARTS):
                raise LlmError(
                    "settings",
                    f"What stands in the field for the {where} looks like a key.",
                    fix="Put it into the field for the key: only there it is kept from being shown and stored.",
                    where=where,
                )
        address = self.base_url.strip() or (OPENAI_URL if key else "")
        put(self, "base_url", tidy_url(address) if address else "")
        if not 0 < self.seconds <= 3600 or min(self.max_calls, self.max_tokens, self.max_total_tokens) < 1:
            raise LlmError(
                "settings",
                "A limit for the language model is not a sensible number.",
                fix="Allow between 1 and 3600 seconds, and at least one call and one token.",
            )

    def cost(self, read: int, written: int) -> float | None:
        """US dollars for so many tokens; None where the price is not known."""
        return None if self.price is None else (read * self.price[0] + written * self.price[1]) / 1e6

    @property
    def configured(self) -> bool:
        """Whether there is a server and a model to ask."""
        return bool(self.base_url and self.model)

    @property
    def server(self) -> str:
        """Host and port, for sentences; never a path, a query or a key."""
        return urlsplit(self.base_url).netloc

    @property
    def local(self) -> bool:
        """Whether the server is on this computer (what it does with the text is its own affair)."""
        return bool(self.base_url) and is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def relayed(self) -> bool:
        """Whether the server on this computer only passes this model's text on to a cloud, by the model's name.

        >>> LlmSettings(base_url="localhost:11434", model="gpt-oss:120b-cloud").relayed
        True
        """
        return self.local and is_relayed(self.model)

    @property
    def azure(self) -> bool:
        """Whether the address is Azure's, which wants the key under another header."""
        return (urlsplit(self.base_url).hostname or "").endswith(AZURE_HOSTS)

    @property
    def warning(self) -> str:
        """What the person should know before anything is sent; empty when there is nothing."""
        if urlsplit(self.base_url).scheme == "http" and not self.local:
            return f"What is sent to {self.server}, the key included, travels unencrypted (http)."
        if self.relayed:
            return (
                f"By its name, “{self.model}” does not run on this computer: {self.server} relays what is sent to a "
                "cloud."
            )
        return ""


def from_environment(environ: Mapping[str, str] | None = None) -> LlmSettings:
    """The settings that the environment gives; not configured when it gives none."""
    env = os.environ if environ is None else environ
    wait = env.get("WHYBOARD_LLM_SECONDS", "").strip()
    try:
        seconds = float(wait) if wait else LlmSettings().seconds
    except ValueError:
        seconds = -1.0
    return LlmSettings(
        base_url=env.get("WHYBOARD_LLM_BASE_URL", ""),
        model=env.get("WHYBOARD_LLM_MODEL", ""),
        api_key=env.get("WHYBOARD_LLM_API_KEY", ""),
        seconds=seconds,
        price=read_price(env.get("WHYBOARD_LLM_PRICE", "")),
    )


def read_price(text: str) -> tuple[float, float] | None:
    """The price written as ``0.4/1.6``: US dollars for a million tokens read and written.

    Raises
    ------
    LlmError
        Of kind ``settings``: it is something else.

    >>> read_price("0.40 / 1.60"), read_price("")
    ((0.4, 1.6), None)
    """
    if not text.strip():
        return None
    try:
        read, written = (float(part) for part in text.split("/"))
    except ValueError:
        read = written = math.nan
    if not (0 <= read < math.inf and 0 <= written < math.inf):
        raise LlmError(
            "settings",
            "The price is not written as two numbers.",
            fix="Write it as 0.40/1.60: US dollars for a million tokens read, and written. Or leave it empty.",
            where="price",
        )
    return read, written


def is_hosted(environ: Mapping[str, str] | None = None) -> bool:
    """Whether strangers share the server; anything but a plain no counts as yes, to be safe."""
    text = (os.environ if environ is None else environ).get("WHYBOARD_HOSTED", "")
    return text.strip().lower() not in ("", "0", "no", "false")


def allowed_hosts(environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """Hosts, or ``host:port``, that people may use on a shared server though they are not public."""
    text = (os.environ if environ is None else environ).get("WHYBOARD_LLM_ALLOWED_HOSTS", "")
    return frozenset(text.replace(",", " ").lower().split())


def ollama_host(environ: Mapping[str, str] | None = None) -> str:
    """Where Ollama was told to listen, as ``host:port`` or an address; empty when it was not."""
    return (os.environ if environ is None else environ).get("OLLAMA_HOST", "").strip()


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this computer."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def is_relayed(model: str) -> bool:
    """Whether a model's name says that a local server passes it on to a cloud.

    >>> is_relayed("qwen3-coder:480b-cloud"), is_relayed("qwen3:8b")
    (True, False)
    """
    return model.strip().lower().endswith(RELAYED)


def tidy_url(text: str) -> str:
    """The address as the client needs it, or an ``LlmError`` that says what is wrong with it.

    >>> tidy_url("localhost:11434/api/chat"), tidy_url("https://mine.openai.azure.com/openai/")
    ('http://localhost:11434/v1', 'https://mine.openai.azure.com/openai/v1')
    """
    parts = _split(text)
    path, query = parts.path.rstrip("/"), parts.query
    for endpoint in ENDPOINTS:
        path = path.removesuffix(endpoint)
    if (parts.hostname or "").endswith(AZURE_HOSTS):
        path, query = _azure_path(parts, path)
    elif not path or _is_ollamas_own(parts):
        path = "/v1"
    netloc = parts.netloc.lower().replace("0.0.0.0", "127.0.0.1")
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _azure_path(parts: SplitResult, path: str) -> tuple[str, str]:
    """The base of Azure's chat address and its query, from what its portal shows for this or another API.

    A deployment's address and that of the inference service (``/models``) want their dated api-version; the newer
    one, ``/openai/v1``, refuses it.
    """
    if parts.path.startswith("/models") and parts.query:
        return "/models", parts.query
    if path in ("", "/openai", "/openai/v1"):
        dated = any(value[:1].isdigit() for _, value in parse_qsl(parts.query))
        return "/openai/v1", "" if dated else parts.query
    return path, parts.query


def _is_ollamas_own(parts: SplitResult) -> bool:
    path = parts.path.rstrip("/")
    return path in OLLAMA_PATHS[1:] or (path == OLLAMA_PATHS[0] and parts.port == OLLAMA_PORT)


def _split(text: str) -> SplitResult:
    def wrong(message: str, fix: str = "It should look like http://localhost:11434/v1.") -> LlmError:
        return LlmError("settings", message, fix=fix, where="server address")

    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError:
        raise wrong("The server address is not an address.") from None
    host = parts.hostname or ""
    if any(c.isspace() or not c.isprintable() for c in text) or not host or port == 0:
        raise wrong("The server address is not an address.")
    if host.count(".") == 3 and host.replace(".", "").isdigit():
        try:
            ipaddress.IPv4Address(host)
        except ValueError:
            raise wrong("The server address is not an address.") from None
    if host in ("http", "https"):
        raise wrong("The server address has http:// in it twice, or a sign of it is missing.")
    if parts.scheme not in ("http", "https"):
        raise wrong("The server address must start with http:// or https://.")
    if "@" in parts.netloc:
        raise wrong(
            "The server address has a user name or password in it.", "Put the key into the field for the key."
        )
    if {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)} - {"api-version"}:
        raise wrong(
            "The server address has more after the question mark than an api-version.",
            "Leave that part out; put the key into the field for the key.",
        )
    if "://" not in text and not is_loopback(host) and host != "0.0.0.0":
        parts = parts._replace(scheme="https")
    return parts
