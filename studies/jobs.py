"""Long work off the page's thread: one job a study and kind, with progress, time left, cancel and one result.

A job belongs to a study, not to a page or a browser tab, so it is found again after a change of page and
after a reload. What came of it is handed out once, by :meth:`Jobs.collect`, and only counts for the version of
the study that it was started for.

>>> time_words(0.4), time_words(12), time_words(100), time_words(5400)
('a second', '10 seconds', '2 minutes', '1 hour and 30 minutes')
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass, field
from typing import Literal
from uuid import uuid4

from causal_core.errors import CausalError
from causal_core.table.table import Table
from studies.attacks import attack_study
from studies.graph_checks import check_graph_study
from studies.study import StoredResult, Study
from studies.worker import WorkFault
from studies.workers import Inline, LocalWorkers, WorkerCrashError
from studies.workflow import Progress, estimate_study, refute_study, with_earlier, with_estimate

LOG = logging.getLogger("whyboard")
Kind = Literal["estimate", "stress_test", "graph_check"]
State = Literal["waiting", "running", "done", "failed", "cancelled"]
KINDS: tuple[Kind, ...] = ("estimate", "stress_test", "graph_check")
KEPT = 200  # jobs that nobody came back for; the oldest go first
SLOWEST_SHARE = 0.02  # before so much is done, the pace says little about the time left


class JobFaultError(Exception):
    """Work that ended by a fault: ``message`` is for a person, with the number under which the log has it."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A job as it is now.

    ``seconds_left`` is None as long as there is no pace to go by. ``ahead`` is how many jobs run or wait
    before this one. ``error`` is a ``CausalError`` of the core as it was raised, or a ``JobFaultError``.
    """

    kind: Kind
    state: State
    fingerprint: str
    done: int = 0
    total: int = 0
    label: str = ""
    seconds: float = 0.0
    seconds_left: float | None = None
    ahead: int = 0
    error: CausalError | JobFaultError | None = None

    @property
    def active(self) -> bool:
        """True while it waits or runs."""
        return self.state in ("waiting", "running")

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A result, ready to be kept with a study."""

    kind: Kind
    fingerprint: str
    stored: StoredResult
    graph_check: StoredResult | None = None

    def fits(self, study: Study) -> bool:
        """True where the study is still the one that the work was started for."""
        return study.fingerprint() == self.fingerprint

    def put_in(self, study: Study) -> Study:
        """The study with the result; tests of an older answer go when another answer comes."""
        if self.kind == "estimate":
            answered = with_estimate(study, self.stored)
            return answered.model_copy(update={"graph_check": self.graph_check or study.graph_check})
        if self.kind == "graph_check":
            return study.model_copy(update={"graph_check": self.stored})
        return study.model_copy(update={"refutation": with_earlier(study, self.stored)})


@dataclass(frozen=True, slots=True)
class Made:
    """What the work gives back: its result and, with an answer, the check of the graph that belongs to it."""

    stored: StoredResult
    graph_check: StoredResult | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class _Job:
    kind: Kind
    fingerprint: str
    number: int
    clock: Callable[[], float]
    began: float | None = None
    ended: float | None = None
    done: int = 0
    total: int = 0
    label: str = ""
    stopped: bool = False
    over: bool = False
    error: CausalError | JobFaultError | None = None
    future: Future[Made] = field(default_factory=Future)

    def progress(self, done: int, total: int, label: str) -> None:
        """What the work says of itself; work in a thread is stopped here."""
        if self.stopped:
            raise CancelledError
        if self.began is None:
            self.began = self.clock()
        self.done, self.total, self.label = done, total, label

    def look(self, ahead: int) -> Look:
        now = self.clock() if self.ended is None else self.ended
        seconds = 0.0 if self.began is None else now - self.began
        share = self.done / self.total if self.total else 0.0
        left = seconds / share * (1 - share) if share >= SLOWEST_SHARE else None
        return Look(
            kind=self.kind,
            state=self._state(),
            fingerprint=self.fingerprint,
            done=self.done,
            total=self.total,
            label=self.label,
            seconds=seconds,
            seconds_left=left,
            ahead=ahead,
            error=self.error,
        )

    def _state(self) -> State:
        if self.stopped:
            return "cancelled"
        if self.error is not None:
            return "failed"
        if self.over:
            return "done"
        return "running" if self.future.running() else "waiting"


class Jobs:
    """The long work of a server.

    Parameters
    ----------
    executor : Executor
        Where the work is done; see :mod:`studies.workers` for the one thing asked of it.
    clock : callable
        Seconds, for the pace.
    """

    def __init__(self, executor: Executor, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.executor = executor
        self._clock = clock
        self._lock = threading.RLock()
        self._jobs: dict[tuple[str, Kind], _Job] = {}
        self._count = 0

    def start(
        self,
        study: Study,
        table: Table,
        kind: Kind,
        *,
        tests: Sequence[str] | None = None,
        controls: Mapping[str, str] | None = None,
    ) -> Look:
        """Begin, and return at once. Work on the same version that is under way goes on instead.

        Work on an older version of the study is stopped: nobody could use what would come of it.
        """
        with self._lock:
            old = self._jobs.get((study.id, kind))
            if old is not None and old.look(0).active:
                if old.fingerprint == study.fingerprint():
                    return self._look(old)
                self.cancel(study.id, kind)
            self._count += 1
            job = _Job(kind=kind, fingerprint=study.fingerprint(), number=self._count, clock=self._clock)
            self._jobs.pop((study.id, kind), None)
            self._jobs[study.id, kind] = job
            self._forget()
        chosen = None if tests is None else tuple(tests)
        future = self.executor.submit(
            do, kind, study, table, chosen, dict(controls or {}), progress=job.progress
        )
        job.future = future
        if job.stopped:  # a cancel that came while it was being sent
            future.cancel()
        future.add_done_callback(lambda f: _ended(job, f))
        return self._look(job)

    def find(self, study_id: str, kind: Kind) -> Look | None:
        """The study's job as it is now, or None where there is none or its result was handed out."""
        with self._lock:
            job = self._jobs.get((study_id, kind))
            return None if job is None else self._look(job)

    def cancel(self, study_id: str, kind: Kind) -> None:
        """Stop the work, waiting or running, and free its worker."""
        with self._lock:
            job = self._jobs.get((study_id, kind))
            if job is not None and job.look(0).active:
                job.stopped, job.ended = True, self._clock()
                job.future.cancel()

    def dismiss(self, study_id: str, kind: Kind) -> None:
        """Forget a job that is over."""
        with self._lock:
            job = self._jobs.get((study_id, kind))
            if job is not None and not job.look(0).active:
                del self._jobs[study_id, kind]

    def collect(self, study_id: str, kind: Kind) -> Finished | None:
        """The result of work that is done: to the first who asks, and to nobody after."""
        with self._lock:
            job = self._jobs.get((study_id, kind))
            if job is None or job.look(0).state != "done":
                return None
            del self._jobs[study_id, kind]
        made = job.future.result()
        return Finished(
            kind=kind, fingerprint=job.fingerprint, stored=made.stored, graph_check=made.graph_check
        )

    def warm(self) -> None:
        """Make ready for work that is likely to come."""
        if isinstance(self.executor, LocalWorkers):
            self.executor.warm()

    def _look(self, job: _Job) -> Look:
        ahead = sum(1 for j in self._jobs.values() if j.number < job.number and j.look(0).active)
        return job.look(ahead)

    def _forget(self) -> None:
        over = [key for key, job in self._jobs.items() if not job.look(0).active]
        for key in over[: max(0, len(self._jobs) - KEPT)]:
            del self._jobs[key]


def local_jobs(workers: int) -> Jobs:
    """Jobs on this computer: in ``workers`` processes, or with 0 in the caller's own thread."""
    return Jobs(LocalWorkers(workers) if workers else Inline())


def do(
    kind: Kind,
    study: Study,
    table: Table,
    tests: tuple[str, ...] | None,
    controls: Mapping[str, str],
    *,
    progress: Progress,
) -> Made:
    """The work itself, wherever it is done."""
    if kind == "estimate":
        answered = estimate_study(study, table, progress=progress)
        return Made(_made(answered.estimate), answered.graph_check)
    if kind == "graph_check":
        return Made(_made(check_graph_study(study, table, progress=progress).graph_check))
    if controls:
        return Made(_made(attack_study(study, table, controls, progress=progress).refutation))
    return Made(_made(refute_study(study, table, tests=tests, progress=progress).refutation))


def _made(stored: StoredResult | None) -> StoredResult:
    if stored is None:
        raise LookupError("the workflow gave no result")
    return stored


def _ended(job: _Job, future: Future[Made]) -> None:
    """Keep what went wrong as a person should read it; the rest goes to the log."""
    job.ended = job.clock()
    error = CancelledError() if future.cancelled() else future.exception()
    if isinstance(error, CancelledError):
        job.stopped = True
    elif isinstance(error, CausalError):
        job.error = error
    elif error is not None and not job.stopped:
        job.error = _fault(job, error)
    job.over = True


def _fault(job: _Job, error: BaseException) -> JobFaultError:
    number = uuid4().hex[:8]
    trace = error.trace if isinstance(error, WorkFault) else f"{type(error).__name__}: {error}"
    LOG.error("fault %s in the work “%s”: %s", number, job.kind, trace)
    said = (
        "The computation ended unexpectedly, perhaps for want of memory"
        if isinstance(error, WorkerCrashError)
        else "Something went wrong inside the computation"
    )
    return JobFaultError(
        f"{said} (fault {number}). Your study is kept.",
        fix="Try again; the server's log has more under that number.",
    )


def time_words(seconds: float) -> str:
    """A length of time as a person says it, rounded more the longer it is."""
    if seconds < 1.5:
        return "a second"
    if seconds < 10:
        return f"{seconds:.0f} seconds"
    if seconds < 57.5:
        return f"{5 * round(seconds / 5)} seconds"
    minutes = max(1, round(seconds / 60))
    hours, rest = divmod(minutes, 60)
    said = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((hours, "hour"), (rest, "minute")) if n]
    return " and ".join(said)
