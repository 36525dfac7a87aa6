"""What a server sent back with status 200, read byte by byte into what the model said.

Servers add, leave out and bend fields: an error with status 200, a stream that nobody asked for, the
text in parts, a function's arguments as an object. What cannot be read becomes a ``Fault``.

>>> read_answer(b'{"choices": [{"finish_reason": "stop", "message": {"content": "hello"}}]}').text
'hello'
>>> read_answer(b'{"error": "no model loaded"}').kind
'server'
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from llm.faults import Fault, read_error_in_answer
from llm.reading import plain

_STREAM = ("data:", "event:", ":")  # how a line of a stream of events begins; the last is a sign of life
MAX_TOKENS = 10_000_000  # no server reads or writes more in one answer: such a count is none


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model said: its text, whether it was cut, and the tokens the server counted (−1: not)."""

    text: str
    cut: bool = False
    prompt_tokens: int = -1
    completion_tokens: int = -1


def read_models(content: bytes) -> tuple[str, ...] | Fault:
    """The names in a list of models, sorted; at most 500."""
    body = json.loads(content.decode(json.detect_encoding(content), "replace"))
    rows = body.get("data") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        return Fault("not_openai_api")
    ids = (row.get("id") for row in rows[:500] if isinstance(row, dict))
    names = {plain(name, limit=120) for name in ids if isinstance(name, str)}
    return tuple(sorted(names - {""}))


def read_answer(content: bytes) -> Heard | Fault:
    """What a server sent back with status 200: one object, or a stream that nobody asked for."""
    text = content.decode(json.detect_encoding(content), "replace")
    body = _joined(text) if text.lstrip().startswith(_STREAM) else json.loads(text)
    if not isinstance(body, dict):
        return Fault("not_openai_api")
    if body.get("error"):
        return read_error_in_answer(body["error"])
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return Fault("not_openai_api")
    message, finish = choices[0].get("message"), choices[0].get("finish_reason")
    if not isinstance(message, dict):
        return Fault("not_openai_api")
    if finish == "content_filter":
        return Fault("content_filter")
    if message.get("refusal"):
        return Fault("refusal")
    usage = body.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Heard(
        text=_said(message),
        cut=finish == "length",
        prompt_tokens=_count(counts.get("prompt_tokens")),
        completion_tokens=_count(counts.get("completion_tokens")),
    )


def _said(message: dict[str, Any]) -> str:
    """A message's words: those of a forced function call first, then the text, in one piece or in parts."""
    calls = message.get("tool_calls")
    if isinstance(calls, list) and calls and isinstance(calls[0], dict):
        function = calls[0].get("function")
        arguments = function.get("arguments") if isinstance(function, dict) else None
        if arguments:
            return arguments if isinstance(arguments, str) else json.dumps(arguments)
    content = message.get("content")
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def _joined(text: str) -> dict[str, Any]:
    """The answer put together from a stream of events."""
    words: list[str] = []
    finish: Any = None
    for line in text.splitlines():
        payload = line.removeprefix("data:").strip()
        if not line.startswith("data:") or payload == "[DONE]":
            continue
        event = json.loads(payload)
        if isinstance(event, dict) and event.get("error"):
            return {"error": event["error"]}
        choices = event.get("choices") if isinstance(event, dict) else None
        choice = choices[0] if isinstance(choices, list) and choices else {}
        delta = choice.get("delta") or choice.get("message") or {}
        words.append(_said(delta))
        finish = choice.get("finish_reason") or finish
    return {"choices": [{"message": {"content": "".join(words)}, "finish_reason": finish}]}


def _count(value: Any) -> int:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_TOKENS
    return value if known else -1
