"""Asking a model: one question in, one checked form out, on any OpenAI-compatible server.

``chat.completions.create`` is all that is used, and its answer is read in ``llm.replies`` rather than by
the SDK's types, whose failed parse loses the text and the count of tokens. What was sent is kept in
``Client.sent`` so that it can be compared with what was shown.

A request runs on a thread of its own, so that a person can stop it, and the deadline holds, even while
a slow server says nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from llm.answers import Form, ReadyForm
from llm.context import Task, as_text, build_task, preview
from llm.errors import LlmError
from llm.faults import Fault, read_exception
from llm.habits import Body
from llm.ladder import Answer, Check, Talk
from llm.replies import Heard, read_answer, read_models
from llm.schemas import Usage
from llm.settings import LlmSettings
from llm.wire import Line

if TYPE_CHECKING:
    import httpx2

F = TypeVar("F", bound=Form)
T = TypeVar("T")
POLL_SECONDS = 0.05
MODE_WORDS = {
    "json_schema": "It keeps to a given form by itself.",
    "tool": "It keeps to a given form by way of a function call.",
    "json_object": "It answers in JSON; the form is checked here.",
    "text": "It answers in plain text; the form is read out of it and checked here.",
}
_shown: ContextVar[frozenset[str] | None] = ContextVar("shown", default=None)


class NotShownError(Exception):
    """A text was about to leave that the person has not seen: a fault of ours."""


@contextmanager
def only_shown(texts: Collection[str]) -> Iterator[None]:
    """Within it, a question whose text is none of ``texts`` is not asked."""
    token = _shown.set(frozenset(texts))
    try:
        yield
    finally:
        _shown.reset(token)


class Client:
    """A model on a server. Use it in a ``with`` statement, or ``close`` it.

    Parameters
    ----------
    settings : LlmSettings
        Which server, model and key, and how much one question may use.
    transport : httpx2.BaseTransport, optional
        In place of the network, for tests.

    Raises
    ------
    LlmError
        Of kind ``not_configured`` when the settings name no server or no model.
    """

    def __init__(self, settings: LlmSettings, *, transport: httpx2.BaseTransport | None = None) -> None:
        if not settings.configured:
            raise LlmError("not_configured")
        self.settings = settings
        self.sent: list[str] = []
        self._transport = transport
        self._line = Line(settings, transport)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._line.close()

    def ask(
        self,
        task: Task[F],
        *,
        check: Check[F] | None = None,
        cancel: threading.Event | None = None,
        used: Usage | None = None,
    ) -> Answer[F]:
        """The task's form filled in by the model.

        Parameters
        ----------
        check : callable, optional
            Gives what is wrong with a form of the right shape; asked of the model once more, then handed
            on in ``Answer.problems``.
        cancel : threading.Event, optional
            Set it from any thread to stop within a tenth of a second.
        used : Usage, optional
            What earlier requests of the same task took. The caps hold for all of them together, and the
            answer's usage is the sum.

        Raises
        ------
        LlmError
            One clear sentence for whatever went wrong, within the settings' caps.
        NotShownError
            The text is none of those of ``only_shown``.
        """
        shown = _shown.get()
        if shown is not None and preview(task) not in shown:
            raise NotShownError(task.prompt)

        def send(body: Body, seconds: float) -> Heard | Fault:
            self.sent.append(as_text(body["messages"]))
            return self._post(body, seconds, cancel)

        return Talk(self.settings, task, send, check=check, cancel=cancel, used=used).run()

    def models(self, *, cancel: threading.Event | None = None) -> tuple[str, ...]:
        """The names of the models that the server offers, sorted; at most 500.

        Raises
        ------
        LlmError
            When the server cannot be asked.
        """

        seconds = self.settings.seconds

        def get(line: Line) -> tuple[str, ...] | Fault:
            return read_models(line.openai.models.with_raw_response.list(timeout=seconds).content)

        got = self._run(get, seconds, cancel)
        if isinstance(got, Fault):
            raise LlmError(got.kind, where=self.settings.server, calls=1)
        return got

    def _post(self, body: Body, seconds: float, cancel: threading.Event | None) -> Heard | Fault:
        def post(line: Line) -> Heard | Fault:
            create: Any = line.openai.chat.completions.with_raw_response.create
            return read_answer(create(**body, timeout=seconds).content)

        return self._run(post, seconds, cancel)

    def _run(
        self, work: Callable[[Line], T | Fault], seconds: float, cancel: threading.Event | None
    ) -> T | Fault:
        """``work`` on a thread, waited for until it ends, time is up, or ``cancel`` is set."""
        if self._line.broken:
            self._line = Line(self.settings, self._transport)
        line = self._line
        box: list[T | Fault] = []

        def run() -> None:
            try:
                box.append(work(line))
            except Exception as error:  # noqa: BLE001 (whatever the SDK or a server does becomes a fault)
                box.append(read_exception(error))

        thread = threading.Thread(target=run, name="whyboard-model", daemon=True)
        end = time.monotonic() + seconds
        thread.start()
        try:
            while thread.is_alive() and time.monotonic() < end:
                if cancel is not None and cancel.is_set():
                    return Fault("cancelled")
                thread.join(POLL_SECONDS)
            return box[0] if box else Fault("timeout")
        finally:
            if thread.is_alive():
                line.hang_up()


@contextmanager
def opened(settings: LlmSettings, client: Client | None = None) -> Iterator[Client]:
    """The client given, which stays open, or one of its own, which is closed at the end."""
    if client is not None:
        yield client
        return
    with Client(settings) as own:
        yield own


def check_task() -> Task[ReadyForm]:
    """What ``check`` will send."""
    return build_task("ready.v1", {"task": "connection test"}, ReadyForm, needs="ready")


def check(
    settings: LlmSettings, *, cancel: threading.Event | None = None, client: Client | None = None
) -> str:
    """Try the server out with one tiny question; a sentence on how it went.

    Raises
    ------
    LlmError
        What is wrong and what to do.
    """
    with opened(settings, client) as model:
        answer = model.ask(check_task(), cancel=cancel)
    relayed = ", which relays it to a cloud," if settings.relayed else ""
    place = "on this computer" if settings.local and not relayed else f"at {settings.server}{relayed}"
    return (
        f"“{settings.model}” {place} answered in {answer.usage.seconds:.1f} seconds. "
        f"{MODE_WORDS[answer.usage.mode]}"
    )


def list_models(settings: LlmSettings, *, client: Client | None = None) -> tuple[str, ...]:
    """The models that a server offers, also when none is named in the settings yet."""
    named = settings if settings.model else replace(settings, model="any")
    with opened(named, client) as model:
        return model.models()
