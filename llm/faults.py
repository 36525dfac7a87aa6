"""From whatever the SDK raised, or a server said, to what kind of fault it is and what to try next.

A server's words are looked at here for telling words and then forgotten: a ``Fault`` carries none of
them. The telling words come from the servers' own issue trackers (OpenAI, Azure, Ollama, vLLM,
llama.cpp, LM Studio, DeepSeek, OpenRouter).

>>> read_status(400, "unsupported_value", "'temperature' does not support 0.0 with this model").about
frozenset({'temperature'})
>>> read_status(429, "insufficient_quota", "You exceeded your current quota").kind
'quota'
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import openai

from llm.errors import Kind
from llm.reach import NotPublicError
from llm.wire import TooLargeError, WrongAddressError

MAX_WAIT = 20.0  # a server that asks for more than this is better asked again by the person
_FORMAT = ("response_format", "json_", "structured", "schema", "grammar", "tool", "strict")
_CREDIT = ("insufficient_quota", "billing", "credit", "insufficient balance", "payment")
_TOO_MANY = ("too large", "too many", "at most", "at least", "maximum", "exceed", "greater than", "less than")
_FILTER = ("content_filter", "content management policy", "responsible", "safety")
_LENGTH = ("context length", "context_length", "context window", "context size", "too long", "prompt is too")


@dataclass(frozen=True, slots=True)
class Fault:
    """What kind of fault, which parameters it is ``about``, and how long the server asks to wait."""

    kind: Kind
    about: frozenset[str] = frozenset()
    status: int = 0
    wait: float | None = None


def read_exception(error: Exception) -> Fault:
    """What an exception of the SDK means. Anything that is not the network's is the answer's form."""
    if isinstance(error, TooLargeError):
        return Fault("too_large")
    if isinstance(error, WrongAddressError):
        return Fault("redirect")
    if isinstance(error, NotPublicError):
        return Fault("not_public")
    if isinstance(error, openai.APITimeoutError):
        return Fault("timeout")
    if isinstance(error, openai.APIStatusError):
        message = _text(error.body) or str(error.message)
        found = read_status(error.status_code, str(error.code or ""), message)
        wait = _seconds(error.response.headers.get("retry-after"))
        return Fault(found.kind, found.about, found.status, wait)
    if isinstance(error, openai.APIConnectionError):
        return Fault("connection")
    return Fault("not_openai_api")


def read_status(status: int, code: str, message: str) -> Fault:
    """What an HTTP status means, with the server's code and words to tell the cases apart."""
    low = f"{code} {message}".lower()
    if 300 <= status < 400:
        return Fault("redirect", status=status)
    if status == 402 or (status in (400, 403, 429) and _has(low, _CREDIT)):
        return Fault("quota", status=status)
    if status == 404 and ("no endpoints found" in low or _has(low, _FORMAT)):  # OpenRouter's "cannot do that"
        return Fault("bad_request", frozenset({"format"}), status)
    if status == 404:
        known = "model_not_found" in low or "deploymentnotfound" in low or ("model" in low and "not" in low)
        return Fault("no_model" if known else "not_found", status=status)
    simple: dict[int, Kind] = {
        401: "auth",
        403: "permission",
        405: "not_openai_api",
        408: "timeout",
        413: "too_long",
        429: "rate_limit",
        504: "timeout",
    }
    if status in simple:
        return Fault(simple[status], status=status)
    return _read_refused(low, status) if 400 <= status < 500 else Fault("server", status=status)


def _read_refused(low: str, status: int) -> Fault:
    if _has(low, _FILTER):
        return Fault("content_filter", status=status)
    if _has(low, _LENGTH):
        return Fault("too_long", frozenset({"limit"}), status)
    if "api key" in low or "api_key" in low:
        return Fault("auth", status=status)
    if "model" in low and _has(low, ("not exist", "not found", "no model", "not loaded", "invalid model")):
        return Fault("no_model", status=status)
    about = {name for name in ("temperature", "store") if name in low}
    if "max_tokens" in low or "max_completion_tokens" in low:
        swap = "instead" in low or "unsupported" in low or "not supported" in low
        about.add("limit_name" if swap or not _has(low, _TOO_MANY) else "limit")
    if ("system" in low and "role" in low) or "roles must alternate" in low:
        about.add("system")
    if _has(low, _FORMAT):
        about.add("format")
    return Fault("bad_request", frozenset(about), status)


def read_error_in_answer(error: Any) -> Fault:
    """What an ``error`` in the body of an answer with status 200 means."""
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, int) and 300 <= code < 600:
        return read_status(code, "", _text(error))
    found = _read_refused(_text(error).lower(), 200)
    return found if found.kind not in ("bad_request", "no_model") else Fault("server", status=200)


def _text(body: Any) -> str:
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict):
            return " ".join(str(inner.get(k) or "") for k in ("code", "type", "param", "message", "detail"))
        return str(inner)
    return "" if body is None else str(body)


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def _seconds(header: str | None) -> float | None:
    try:
        wait = float(header) if header is not None else None
    except ValueError:
        return None
    return wait if wait is not None and math.isfinite(wait) and wait >= 0 else None
