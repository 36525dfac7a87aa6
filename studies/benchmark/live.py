"""A run in the background: how far it is, how to stop it, and what came of it.

The order, and with it a model's key, stays in the memory of the thread that runs it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from causal_core.errors import CausalError
from llm.errors import LlmError
from studies.benchmark.once import Order, run_once
from studies.benchmark.record import Record, keep
from studies.jobs import JobFaultError

LOG = logging.getLogger("whyboard")


@dataclass(slots=True, eq=False)
class LiveRun:
    """One run on a thread of its own; begin it with :meth:`start`.

    ``error`` is what a person should read where there is no record; nothing where the run was stopped.
    """

    order: Order = field(repr=False)
    data_dir: Path | None
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    total: int = 0
    doing: str = ""
    record: Record | None = None
    error: CausalError | LlmError | JobFaultError | None = None
    unkept: str = ""
    _cancel: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _began: float = 0.0

    def start(self) -> LiveRun:
        """Begin, and return at once."""
        self._began = self.clock()
        self._thread = threading.Thread(target=self._work, name="whyboard-benchmark", daemon=True)
        self._thread.start()
        return self

    @property
    def active(self) -> bool:
        """True while it runs; a run that was told to stop no longer counts."""
        return self._thread is not None and self._thread.is_alive() and not self._cancel.is_set()

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """By the pace so far; None before there is one."""
        if not self.done:
            return None
        return (self.clock() - self._began) / self.done * (self.total - self.done)

    def cancel(self) -> None:
        """Stop within a tenth of a second; nothing is kept."""
        self._cancel.set()

    def wait(self, seconds: float) -> None:
        """Wait until it is over, at most so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _say(self, done: int, total: int, doing: str) -> None:
        self.done, self.total, self.doing = done, total, doing

    def _work(self) -> None:
        try:
            record = run_once(self.order, say=self._say, cancel=self._cancel)[1]
        except (CausalError, LlmError) as error:
            if not self._cancel.is_set():
                self.error = error
            return
        except Exception:
            number = uuid4().hex[:8]
            LOG.exception("fault %s in the benchmark", number)
            self.error = JobFaultError(
                f"Something went wrong inside the benchmark (fault {number}).",
                fix="Try again; the server's log has more under that number.",
            )
            return
        if not self._cancel.is_set():
            self._finish(record)

    def _finish(self, record: Record) -> None:
        if self.data_dir is not None:
            try:
                keep(record, self.data_dir)
            except OSError as error:
                self.unkept = error.strerror or "the folder cannot be written to"
        self.record = record
