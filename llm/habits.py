"""What was learnt of one model on one server, and the request that follows from it.

>>> habits = Habits(mode="json_object", limit_name="max_completion_tokens", temperature=False)
>>> settings = LlmSettings(base_url="http://localhost:1234", model="m")
>>> sorted(request_body(settings, habits, [], room=100, name="Form", schema={}))
['max_completion_tokens', 'messages', 'model', 'response_format']
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from llm.settings import LlmSettings

Body = dict[str, Any]
Message = dict[str, str]
MODES = ("json_schema", "tool", "json_object", "text")


@dataclass(slots=True)
class Habits:
    """The rung of the ladder that worked and the parameters that are taken."""

    mode: str = MODES[0]
    temperature: bool = True
    store: bool = True
    system: bool = True
    limit_name: str = "max_tokens"


_known: dict[tuple[str, str], Habits] = {}
_lock = threading.Lock()


def habits_of(settings: LlmSettings) -> Habits:
    """A copy of what was learnt; the beginner's assumptions when nothing was."""
    with _lock:
        return replace(_known.get((settings.base_url, settings.model), Habits()))


def remember(settings: LlmSettings, habits: Habits) -> None:
    """Keep what worked, for the life of the process."""
    with _lock:
        _known[(settings.base_url, settings.model)] = replace(habits)


def forget(settings: LlmSettings | None = None) -> None:
    """Forget one server and model, or all."""
    with _lock:
        if settings is None:
            _known.clear()
        else:
            _known.pop((settings.base_url, settings.model), None)


def request_body(
    settings: LlmSettings,
    habits: Habits,
    messages: Sequence[Message],
    *,
    room: int,
    name: str,
    schema: dict[str, Any],
) -> Body:
    """The body of one request: the messages, the answer's limit, and how the form is asked for."""
    body: Body = {"model": settings.model, "messages": list(messages), habits.limit_name: room}
    if not habits.system and len(messages) > 1:
        joined = f"{messages[0]['content']}\n\n{messages[1]['content']}"
        body["messages"] = [{"role": "user", "content": joined}, *messages[2:]]
    if habits.temperature:
        body["temperature"] = 0.0
    if habits.store and settings.server.endswith("api.openai.com"):
        body["store"] = False  # OpenAI may keep chats to be looked at later; this asks it not to
    if habits.mode == "json_schema":
        form = {"name": name, "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": form}
    elif habits.mode == "json_object":
        body["response_format"] = {"type": "json_object"}
    elif habits.mode == "tool":
        function = {"name": name, "description": "Give the answer", "parameters": schema, "strict": True}
        body["tools"] = [{"type": "function", "function": function}]
        body["tool_choice"] = {"type": "function", "function": {"name": name}}
    return body
