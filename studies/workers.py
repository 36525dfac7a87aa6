"""Executors for long work: ``concurrent.futures`` with progress, and with a cancel that ends what is running.

The one thing asked of an executor beyond the standard library's is that the keyword ``progress`` of
``submit``, a callable ``(done, total, label)``, is called while the work is done, wherever that is. An
executor of threads does so by itself; :class:`LocalWorkers` carries the calls over from its processes; a
cluster's would carry them over its network.

>>> def work(n, progress):
...     progress(n, n, "count")
...     return n + 1
>>> seen = []
>>> Inline().submit(work, 3, progress=lambda *said: seen.append(said)).result(), seen
(4, [(3, 3, 'count')])
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

ROOT = Path(__file__).resolve().parent.parent
P = ParamSpec("P")
T = TypeVar("T")


class WorkerCrashError(Exception):
    """The worker's process ended in the middle of its work (killed, out of memory)."""


class Inline(Executor):
    """Does the work at once, in the caller's own thread."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do it, and give a future that is done."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  an executor hands every error on
            future.set_exception(error)
        return future


class LocalWorkers(Executor):
    """At most ``count`` processes, started when first needed and kept.

    ``Future.cancel`` works at every time: it ends the process that is at work, and the next call gets a new
    one. :meth:`warm` starts a process and returns at once.
    """

    def __init__(self, count: int) -> None:
        self._room = threading.BoundedSemaphore(count)
        self._lock = threading.Lock()
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Send the work to a worker as soon as one is free; never waits."""
        progress = kwargs.pop("progress", None)
        work: _Work[T] = _Work()
        call = (fn, args, kwargs)
        threading.Thread(
            target=self._see_to, args=(work, call, progress), name="whyboard-work", daemon=True
        ).start()
        return work

    def warm(self) -> None:
        """Have a process ready, loading its libraries in the background."""
        with self._lock:
            if not self._idle and not self._busy and not self._closed:
                self._idle.append(_Process())

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End every process; work that is under way ends with it."""
        with self._lock:
            self._closed = True
            idle, busy = list(self._idle), list(self._busy)
            self._idle.clear()
        for process in idle:
            process.close()
        for process in busy:
            process.kill()  # whoever reads from it sees its end and closes the pipes

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The ids of the processes there are, for tests and for whoever watches the machine."""
        with self._lock:
            return tuple(sorted(p.pid for p in (*self._idle, *self._busy) if p.alive))

    def _see_to(self, work: _Work[T], call: object, progress: Callable[[int, int, str], None] | None) -> None:
        """One piece of work from its waiting to its end, in a thread of its own."""
        with self._room:
            if not work.set_running_or_notify_cancel():
                return
            process = self._process()
            work.give_to(process)
            value, error = None, None
            try:
                value = process.do(call, progress)
            except BaseException as raised:  # noqa: BLE001  an executor hands every error on
                error = raised
            stopped = work.take_back()
            self._give_back(process, usable=not stopped and not isinstance(error, WorkerCrashError))
            if stopped:
                work.set_exception(CancelledError())
            elif error is not None:
                work.set_exception(error)
            else:
                work.set_result(value)  # type: ignore[arg-type]

    def _process(self) -> _Process:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.alive:
                    break
                process.close()
            else:
                process = _Process()
            self._busy.add(process)
            return process

    def _give_back(self, process: _Process, *, usable: bool) -> None:
        with self._lock:
            self._busy.discard(process)
            if usable and not self._closed:
                self._idle.append(process)
                return
        process.close()
        self.warm()


class _Work(Future[T]):
    """A future that can be cancelled while it runs."""

    def __init__(self) -> None:
        super().__init__()
        self._at = threading.Lock()
        self._process: _Process | None = None
        self._stopped = self._over = False

    def give_to(self, process: _Process) -> None:
        """It runs there; a cancel that came a moment too early is done now."""
        with self._at:
            self._process = process
            if self._stopped:
                process.kill()

    def take_back(self) -> bool:
        """The work is over; from now on nobody ends that process for it. True where it was stopped."""
        with self._at:
            self._over, self._process = True, None
            return self._stopped

    def cancel(self) -> bool:
        """Stop it, waiting or running; False only where it came to its end before."""
        if super().cancel():
            return True
        with self._at:
            if self._over:
                return self._stopped
            self._stopped = True
            if self._process is not None:
                self._process.kill()
        return True


class _Process:
    """One worker process and the pipes to it."""

    def __init__(self) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-c", "from studies.worker import main; main()"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def alive(self) -> bool:
        return self._popen.poll() is None

    def do(self, call: object, progress: Callable[[int, int, str], None] | None) -> Any:
        """Send a call and read until its result is there.

        Raises
        ------
        WorkerCrashError
            The process is gone.
        Exception
            Whatever the call raised.
        """
        source, sink = self._popen.stdout, self._popen.stdin
        assert source is not None and sink is not None  # noqa: PT018
        packed = pickle.dumps(call, protocol=pickle.HIGHEST_PROTOCOL)
        try:
            sink.write(packed)
            sink.flush()
        except (OSError, ValueError):
            raise self._crash() from None
        while True:
            match self._message(source):
                case ("progress", done, total, label):
                    if progress is not None:
                        progress(done, total, label)
                case ("result", value):
                    return value
                case ("error", error):
                    raise error

    def _message(self, source: IO[bytes]) -> Any:
        try:
            return pickle.load(source)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            raise self._crash() from None

    def _crash(self) -> WorkerCrashError:
        return WorkerCrashError(f"the worker process {self.pid} ended with status {self._popen.wait(5)}")

    def kill(self) -> None:
        """End it now."""
        self._popen.kill()
        self._popen.wait(5)

    def close(self) -> None:
        """End it and close the pipes; for the one thread that reads them."""
        self.kill()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
