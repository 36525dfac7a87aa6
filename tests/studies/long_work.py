"""Work for the tests of jobs, importable by a worker process."""

from __future__ import annotations

import os
import time
from typing import Any

from causal_core.errors import NoOverlapError
from studies.jobs import Made
from studies.study import StoredResult, Study
from studies.workflow import Progress

STEPS, PAUSE = 800, 0.05


def slow(kind: str, study: Study, *_: Any, progress: Progress) -> Made:
    """Forty seconds in small steps."""
    for i in range(STEPS):
        progress(i, STEPS, "slow")
        time.sleep(PAUSE)
    return quick(kind, study, progress=progress)


def quick(kind: str, study: Study, *_: Any, progress: Progress) -> Made:
    """At once, with a progress."""
    progress(1, 2, "quick")
    print("a library that prints to the standard output does no harm")
    return Made(StoredResult(fingerprint=study.fingerprint(), value={"kind": kind, "process": os.getpid()}))


def crash(*_: Any, progress: Progress) -> Made:
    """The process is gone, as when the machine is out of memory."""
    os._exit(9)


def fault(*_: Any, progress: Progress) -> Made:
    """A bug."""
    raise ZeroDivisionError("secret detail")


def refuse(*_: Any, progress: Progress) -> Made:
    """An error that the person must act on."""
    raise NoOverlapError("Nobody to compare with.", share=0.5, fix="Ask about fewer people.")
