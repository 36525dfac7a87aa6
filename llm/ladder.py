"""One question put to one model until there is a usable answer or a cap is reached.

Servers differ in how they can be held to a form. The ladder goes from the strictest to none::

    json_schema   the server's own structured output
    tool          a forced function call whose arguments are the form
    json_object   "some JSON", the form being in the instructions
    text          nothing but the instructions

A rung is left when the server refuses it or its answers are unusable twice (the answer and one repair).
Parameters that a server refuses are left out or renamed on the same rung. What worked is remembered by
server and model. The two messages are the same on every rung, so that what was shown is what is sent.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError

from llm.answers import Form, other_names
from llm.context import Task
from llm.errors import Kind, LlmError
from llm.faults import MAX_WAIT, Fault
from llm.habits import MODES, Body, Message, forget, habits_of, remember, request_body
from llm.reading import last_object, plain
from llm.replies import Heard
from llm.schemas import Usage
from llm.settings import LlmSettings

F = TypeVar("F", bound=Form)
Check = Callable[[F], list[str]]
STEP_DOWN: frozenset[Kind] = frozenset({"bad_request", "server", "invalid_output"})
ROOM = 4  # an answer's limit is doubled until it is this many times what was set
SMALL_ROOM = 1500  # where prompt and answer together do not fit: still a graph of about 15 arrows
LEAST_ROOM = 16  # tokens; a shorter answer has no room for any form of a task
LETTERS_PER_TOKEN = 4  # the usual rule of thumb for English, for servers that do not count
MAX_REPAIR = 6000  # letters of a faulty answer that are sent back to be mended
CUT_NOTE = "The answer was cut off; it was asked for again with more room."
SHORT_NOTE = "The server seems to have read only part of the text: give the model a longer context."


@dataclass(frozen=True, slots=True)
class Answer(Generic[F]):
    """A filled form, what is still wrong with it, and what it took."""

    value: F
    problems: tuple[str, ...]
    usage: Usage
    notes: tuple[str, ...] = ()


class Talk(Generic[F]):
    """The state of one question: what was used so far and how the server wants to be asked.

    ``send`` does one request within the seconds given and returns a fault rather than raising it. ``used`` is
    what earlier requests of the same task took: it counts towards the caps and is in the answer's usage.
    """

    def __init__(
        self,
        settings: LlmSettings,
        task: Task[F],
        send: Callable[[Body, float], Heard | Fault],
        *,
        check: Check[F] | None = None,
        cancel: threading.Event | None = None,
        used: Usage | None = None,
    ) -> None:
        before = used or Usage()
        self._settings, self._task, self._send, self._check = settings, task, send, check
        self._cancel = cancel or threading.Event()
        self._habits = habits_of(settings)
        self._room = settings.max_tokens
        self._start = time.monotonic() - before.seconds
        self._calls = before.calls
        self._prompt_tokens, self._completion_tokens = before.prompt_tokens, before.completion_tokens
        self._counted = before.counted
        self._tokens_per_letter = 1 / LETTERS_PER_TOKEN  # no less than what the server counted so far
        self._waited = False
        self._worst: Kind = "budget" if before.calls else "invalid_output"
        self._notes: list[str] = []

    def run(self) -> Answer[F]:
        """The answer, or an ``LlmError`` for the last thing that went wrong."""
        at = MODES.index(self._habits.mode)
        fault = Fault("invalid_output")
        while at < len(MODES):
            self._habits.mode = MODES[at]
            result = self._on_rung()
            if isinstance(result, Answer):
                remember(self._settings, self._habits)
                return result
            fault = result
            if fault.kind not in STEP_DOWN:
                break
            # A server that breaks does so, as a rule, over the form that is asked for: try without one.
            at = len(MODES) - 1 if fault.kind == "server" and at < len(MODES) - 1 else at + 1
        if fault.kind in STEP_DOWN:
            forget(self._settings)
        raise self._error(fault)

    def _on_rung(self) -> Answer[F] | Fault:
        messages = list(self._task.messages)
        first = self._ask(messages)
        if isinstance(first, Fault):
            return first
        value, problems = self._read(first)
        if value is not None and not problems:
            return self._answer(value, problems)
        reply = {"role": "assistant", "content": first.text[:MAX_REPAIR] or "(empty)"}
        second = self._ask([*messages, reply, {"role": "user", "content": _repair(problems)}])
        if isinstance(second, Heard):
            mended, left = self._read(second)
            if mended is not None and (value is None or len(left) <= len(problems)):
                return self._answer(mended, left)
        elif value is None:
            return second
        # Right in form and wrong in part: handed on, so that the wrong parts are set aside and shown.
        return Fault("invalid_output") if value is None else self._answer(value, problems)

    def _ask(self, messages: list[Message]) -> Heard | Fault:
        while True:
            spent = self._spent()
            if spent is not None:
                return Fault(spent)
            room = self._fitting(messages)
            if room < LEAST_ROOM:
                return Fault("budget")
            self._calls += 1
            task = self._task
            body = request_body(
                self._settings,
                self._habits,
                messages,
                room=room,
                name=task.form.__name__,
                schema=task.schema,
            )
            heard = self._send(body, self._left())
            if isinstance(heard, Fault):
                if self._adjust(heard) or self._wait(heard):
                    continue
                return heard
            self._count(messages, heard)
            if not heard.cut or self._read(heard)[0] is not None:
                return heard
            self._worst = "truncated"
            if self._room >= ROOM * self._settings.max_tokens:
                return Fault("truncated")
            self._room *= 2
            self._note(CUT_NOTE)

    def _spent(self) -> Kind | None:
        if self._cancel.is_set():
            return "cancelled"
        if self._left() <= 0:
            return "timeout"
        if self._prompt_tokens + self._completion_tokens >= self._settings.max_total_tokens:
            return "budget"
        return self._worst if self._calls >= self._settings.max_calls else None

    def _fitting(self, messages: list[Message]) -> int:
        """How long the next answer may be: no longer than the tokens that are left after what is sent."""
        sent = int(_letters(messages) * self._tokens_per_letter)
        used = self._prompt_tokens + self._completion_tokens + sent
        return min(self._room, self._settings.max_total_tokens - used)

    def _left(self) -> float:
        return self._settings.seconds - (time.monotonic() - self._start)

    def _adjust(self, fault: Fault) -> bool:
        """Whether the same can be asked again in a way that this server takes."""
        habits, about = self._habits, fault.about
        for name in ("temperature", "store", "system"):
            if name in about and getattr(habits, name):
                setattr(habits, name, False)
                return True
        if "format" in about and habits.mode != "text":
            return False
        if "limit_name" in about and habits.limit_name == "max_tokens":
            habits.limit_name = "max_completion_tokens"
            return True
        if about & {"limit", "limit_name"} and self._room > SMALL_ROOM:
            self._room = SMALL_ROOM
            return True
        return False

    def _wait(self, fault: Fault) -> bool:
        """Wait once where a busy server asks for it and it is short; ``cancel`` ends the wait."""
        busy = fault.kind == "rate_limit" or fault.status == 503
        pause = 1.0 if fault.wait is None else fault.wait
        if not busy or self._waited or pause > min(MAX_WAIT, self._left() / 2):
            return False
        self._waited = True
        self._cancel.wait(pause)
        return True

    def _read(self, heard: Heard) -> tuple[F | None, list[str]]:
        needs = self._task.needs
        names = (needs, *other_names(needs))
        found = next((o for name in names if (o := last_object(heard.text, needs=name)) is not None), None)
        if found is None:
            return None, [f"There is no JSON object with the field “{needs}” in the answer."]
        try:
            value = self._task.form.model_validate(found)
        except ValidationError as error:
            faults = error.errors(include_input=False, include_url=False)[:8]
            return None, [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in faults]
        return value, self._check(value) if self._check else []

    def _count(self, messages: list[Message], heard: Heard) -> None:
        written = _letters(messages) // LETTERS_PER_TOKEN
        if heard.prompt_tokens < 0 or heard.completion_tokens < 0:
            self._counted = False
            self._prompt_tokens += written
            self._completion_tokens += len(heard.text) // LETTERS_PER_TOKEN
            return
        self._tokens_per_letter = max(self._tokens_per_letter, heard.prompt_tokens / _letters(messages))
        self._prompt_tokens += heard.prompt_tokens
        self._completion_tokens += heard.completion_tokens
        if 0 < heard.prompt_tokens < written // 3:
            self._note(SHORT_NOTE)

    def _note(self, text: str) -> None:
        if text not in self._notes:
            self._notes.append(text)

    def _answer(self, value: F, problems: list[str]) -> Answer[F]:
        return Answer(value, tuple(problems), self._usage(), tuple(self._notes))

    def _usage(self) -> Usage:
        return Usage(
            calls=self._calls,
            prompt_tokens=self._prompt_tokens,
            completion_tokens=self._completion_tokens,
            seconds=round(time.monotonic() - self._start, 3),
            mode=self._habits.mode,
            counted=self._counted,
            cost=self._settings.cost(self._prompt_tokens, self._completion_tokens),
        )

    def _error(self, fault: Fault) -> LlmError:
        message = ""
        if fault.kind == "rate_limit" and fault.wait:
            message = f"The model service is busy. It asks to wait {fault.wait:.0f} seconds."
        return LlmError(
            fault.kind, message, where=self._settings.server, calls=self._calls, usage=self._usage()
        )


def _letters(messages: list[Message]) -> int:
    return sum(len(message["content"]) for message in messages)


def _repair(problems: list[str]) -> str:
    listed = "\n".join(f"- {plain(problem, limit=300)}" for problem in problems[:20])
    return f"That answer has faults:\n{listed}\nGive the whole corrected JSON object, and nothing else."
