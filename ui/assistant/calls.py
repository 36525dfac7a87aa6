"""A question to a model while it is under way: on a thread of its own, with its time, and stopped by an event.

The settings, the key among them, stay in this process's memory: no worker gets them and nothing is written
down. A call belongs to the browser's session, so leaving the page and coming back finds it again.
No Streamlit here.
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
AT_ONCE_SECONDS = 0.3  # an answer that takes no longer than this comes without a word about waiting


@dataclass
class Call:
    """One question that was sent.

    ``texts`` are what was shown before it went, ``about`` what the study asked at that time; ``place`` is the
    page it belongs to.
    """

    study_id: str
    texts: tuple[str, ...]
    about: object
    place: str
    seconds_at_most: float
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
    thread.start()
    thread.join(AT_ONCE_SECONDS)
    return call
