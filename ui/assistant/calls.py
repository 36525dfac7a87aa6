"""A question to a model while it is under way: on a thread of its own, with its time, and stopped by an event.

The settings, the key among them, stay in this process's memory: no worker gets them and nothing is written
down. A call belongs to the browser's session, so leaving the page and coming back finds it again. When that session
is gone, because the page was loaded anew, the next one of the same study takes the call over: its answer, not the
settings that it is asked with. No Streamlit here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from llm.client import only_shown

Work = Callable[[threading.Event], Any]
KEPT_SECONDS = 3600.0  # how long an answer that nobody takes is kept
AT_ONCE_SECONDS = 0.3  # an answer that takes no longer than this comes without a word about waiting

_waiting: list[Call] = []
_lock = threading.Lock()


@dataclass
class Call:
    """One question that was sent.

    ``texts`` are what was shown before it went, ``about`` what the study asked at that time; ``place`` is the
    page it belongs to, ``key`` its name among the calls of the ``session`` of the browser that waits for it. It is
    ``over`` when its answer was taken or it was stopped.
    """

    study_id: str
    texts: tuple[str, ...]
    about: object
    place: str
    seconds_at_most: float
    key: str = ""
    session: str = ""
    over: bool = False
    future: Future[Any] = field(default_factory=Future)
    cancel: threading.Event = field(default_factory=threading.Event)
    began: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> bool:
        """Whether there is an answer or an error to take."""
        return self.future.done()

    def seconds(self) -> float:
        """How long it has been under way."""
        return time.monotonic() - self.began


def start(work: Work, call: Call) -> Call:
    """Do ``work`` on a thread, and put what comes of it into ``call``.

    No other question can be asked of a model there than those whose texts the call has.
    """

    def run() -> None:
        try:
            with only_shown(call.texts):
                call.future.set_result(work(call.cancel))
        except Exception as error:  # noqa: BLE001 (handed over as it is: the page that asked raises it)
            call.future.set_exception(error)

    thread = threading.Thread(target=run, name="whyboard-assistant", daemon=True)
    with _lock:
        old = time.monotonic() - KEPT_SECONDS
        _waiting[:] = [c for c in _waiting if not c.over and (not c.done or c.began > old)]
        _waiting.append(call)
    thread.start()
    thread.join(AT_ONCE_SECONDS)
    return call


def left_over(study_id: str, session: str, alive: Callable[[str], bool]) -> list[Call]:
    """The calls of a study whose own session is gone; from now on they are those of ``session``."""
    with _lock:
        found = [
            c
            for c in _waiting
            if c.study_id == study_id and not c.over and c.session != session and not alive(c.session)
        ]
        for call in found:
            call.session = session
    return found
