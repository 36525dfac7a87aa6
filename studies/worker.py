"""The process that does long work: reads calls from its standard input, writes what came of them to its output.

It is a process of our own and not one of ``multiprocessing``: a spawned process of that module imports the
main module of its parent, which under Streamlit is the page itself.

Each message is one pickle, and both ends are the same program on the same machine. From the parent:
``(function, arguments, keywords)``. To the parent: ``("progress", done, total, label)`` any number of times,
then ``("result", value)`` or ``("error", exception)``. Where the parent goes away, so does the worker, also in
the middle of work.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from typing import Any, BinaryIO

from causal_core.errors import CausalError

NICENESS = 5  # the page that is looked at goes before the work that is waited for
Call = tuple[Any, tuple[Any, ...], dict[str, Any]]


class WorkFault(Exception):
    """Something unexpected went wrong in the work; ``trace`` is for the log and never for a page."""

    def __init__(self, trace: str) -> None:
        super().__init__(trace)
        self.trace = trace


def main() -> None:
    """Serve calls until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to answer
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    # What a library prints must not end up between the messages.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    calls: queue.SimpleQueue[Call] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, calls), daemon=True).start()
    _warm()
    while True:
        serve(calls.get(), replies)


def _listen(source: BinaryIO, calls: queue.SimpleQueue[Call]) -> None:
    """Hand calls on; leave, whatever is being done, when there is nobody to answer to."""
    try:
        while True:
            calls.put(pickle.load(source))
    except (EOFError, OSError):
        os._exit(0)
    finally:  # a call that cannot be read: its trace goes to the log, and the parent sees a worker that ended
        traceback.print_exc()
        os._exit(1)


def _warm() -> None:
    """Load what the first call will need, while nobody waits for it."""
    import sklearn.linear_model  # noqa: F401

    import studies.workflow  # noqa: F401


def serve(call: Call, replies: BinaryIO) -> None:
    """Do one call and say what came of it."""
    function, arguments, keywords = call

    def progress(done: int, total: int, label: str) -> None:
        _say(replies, ("progress", done, total, label))

    try:
        value = function(*arguments, **keywords, progress=progress)
    except CausalError as error:
        _say(replies, ("error", error))
    except Exception:  # noqa: BLE001  a fault of the work must reach the log, and the worker lives on
        _say(replies, ("error", WorkFault(traceback.format_exc())))
    else:
        _say(replies, ("result", value))


def _say(replies: BinaryIO, message: tuple[Any, ...]) -> None:
    pickle.dump(message, replies, protocol=pickle.HIGHEST_PROTOCOL)
    replies.flush()
