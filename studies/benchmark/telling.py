"""How far a run is, line by line; a run that ends at once, as where no server answers, says only why.

>>> with Told(print) as told:
...     told(0, 2, "problem 1 of 2: asia")
...     told(1, 2, "problem 2 of 2: survey")
problem 1 of 2: asia
problem 2 of 2: survey
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

FIRST_AFTER = (
    2.0  # seconds: long enough for a refused connection, short enough to see that a slow model is asked
)


class Told:
    """Says each line as it comes, but the first one only when the run goes on or takes a while."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._held = ""
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop what is held where the run failed, say it where it ended well."""
        if self._timer is not None:
            self._timer.cancel()
        if kind is not None:
            with self._lock:
                self._held = ""
        self._let_go()

    def __call__(self, done: int, total: int, doing: str) -> None:
        """Take a line; ``done`` is 0 for the first."""
        if done:
            self._let_go()
            self._say(doing)
            return
        self._held = doing
        self._timer = threading.Timer(FIRST_AFTER, self._let_go)
        self._timer.daemon = True
        self._timer.start()

    def _let_go(self) -> None:
        with self._lock:
            held, self._held = self._held, ""
        if held:
            self._say(held)
