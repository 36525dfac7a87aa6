from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest

from causal_core.errors import NoOverlapError
from causal_core.graph.admg import CausalGraph
from causal_core.table.table import Table
from studies import jobs as module
from studies.jobs import KEPT, JobFaultError, Jobs, Look, Made, local_jobs, time_words
from studies.study import DataRef, StoredResult, Study
from studies.workers import Inline, LocalWorkers
from studies.workflow import attach_data, estimate_of, estimate_study, report_of, set_graph, set_question
from tests.studies import long_work

TABLE: Any = None  # the work of these tests does not look at the data
Work = Callable[..., Made]


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalWorkers]:
    """One worker, shared, so that the libraries are loaded once."""
    made = LocalWorkers(1)
    yield made
    made.shutdown()


@pytest.fixture
def given(workers: LocalWorkers, monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], Jobs]:
    """Jobs on one worker process that do this instead of the real work."""

    def made(work: Work, executor: Any = workers) -> Jobs:
        monkeypatch.setattr(module, "do", work)
        return Jobs(executor)

    return made


def until(condition: Callable[[], object], seconds: float = 30.0) -> float:
    """Wait for it; how long that took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "waited too long"
        time.sleep(0.01)
    return time.monotonic() - start


def look(jobs: Jobs, study: Study, kind: Any = "estimate") -> Look:
    found = jobs.find(study.id, kind)
    assert found is not None
    return found


def running(jobs: Jobs, study: Study) -> None:
    until(lambda: look(jobs, study).done > 0)


def asked(treatment: str = "t") -> Study:
    study = set_question(Study(), treatment=treatment, outcome="y", confirmed=True)
    return set_graph(study, CausalGraph.parse(f"{treatment} -> y"))


def simulated() -> tuple[Study, Table]:
    rng = np.random.default_rng(3)
    z = rng.normal(size=300)
    t = (z / 2 + rng.normal(size=300) > 0).astype(int)
    table = Table.from_frame(pd.DataFrame({"t": t, "z": z, "y": z + t + rng.normal(size=300)}), "s.csv")
    study = set_graph(asked(), CausalGraph.parse("z -> t; z -> y; t -> y"))
    ref = DataRef(name="s.csv", sha256="0" * 64, n_rows=300, n_columns=3)
    return attach_data(study, table, ref).model_copy(update={"method": "regression"}), table


# ---- the workers ----------------------------------------------------------------------------------


def test_starting_does_not_wait_for_a_cold_worker() -> None:
    cold = LocalWorkers(1)
    try:
        future = cold.submit(long_work.quick, "estimate", asked())
        assert not future.done()
        assert future.result(60).stored.value["process"] != os.getpid()
    finally:
        cold.shutdown()


def test_a_worker_is_kept_for_the_next_work(workers: LocalWorkers) -> None:
    first, second = (workers.submit(long_work.quick, "estimate", asked()).result(60) for _ in range(2))
    assert first.stored.value["process"] == second.stored.value["process"]


def test_a_process_ends_when_the_workers_are_shut_down() -> None:
    made = LocalWorkers(1)
    made.warm()
    (pid,) = made.process_ids
    made.shutdown()
    assert made.process_ids == ()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_cancelling_what_is_done_leaves_the_worker_alone(workers: LocalWorkers) -> None:
    future = workers.submit(long_work.quick, "estimate", asked())
    pid = future.result(60).stored.value["process"]
    assert future.cancel() is False
    assert pid in workers.process_ids


def test_what_cannot_be_sent_is_an_error_and_not_a_wait(workers: LocalWorkers) -> None:
    with pytest.raises(Exception, match="pickle"):
        workers.submit(lambda progress: None).result(60)


# ---- jobs -----------------------------------------------------------------------------------------


def test_progress_arrives_while_the_work_goes_on(given: Callable[..., Jobs]) -> None:
    jobs, study = given(long_work.slow), asked()
    assert jobs.start(study, TABLE, "estimate").active
    running(jobs, study)
    first = look(jobs, study).done
    until(lambda: look(jobs, study).done > first + 2)
    seen = look(jobs, study)
    assert (seen.state, seen.total, seen.label) == ("running", long_work.STEPS, "slow")
    jobs.cancel(study.id, "estimate")


def test_cancel_stops_the_work_long_before_its_end_and_frees_the_worker(
    given: Callable[..., Jobs], workers: LocalWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, study = given(long_work.slow), asked()
    jobs.start(study, TABLE, "estimate")
    running(jobs, study)
    (pid,) = workers.process_ids
    jobs.cancel(study.id, "estimate")
    assert look(jobs, study).state == "cancelled"
    until(lambda: pid not in workers.process_ids, long_work.STEPS * long_work.PAUSE / 4)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    monkeypatch.setattr(module, "do", long_work.quick)
    jobs.start(study, TABLE, "estimate")
    until(lambda: look(jobs, study).state == "done")


def test_work_that_waits_says_so_and_can_be_cancelled(given: Callable[..., Jobs]) -> None:
    jobs, first, second = given(long_work.slow), asked(), asked()
    jobs.start(first, TABLE, "estimate")
    running(jobs, first)
    jobs.start(second, TABLE, "estimate")
    jobs.start(second, TABLE, "stress_test")
    assert (look(jobs, second).state, look(jobs, second).ahead) == ("waiting", 1)
    assert look(jobs, second, "stress_test").ahead == 2
    jobs.cancel(second.id, "stress_test")
    assert look(jobs, second, "stress_test").state == "cancelled"
    jobs.cancel(first.id, "estimate")
    running(jobs, second)
    jobs.cancel(second.id, "estimate")


def test_one_study_has_one_job_of_a_kind(given: Callable[..., Jobs]) -> None:
    jobs, study = given(long_work.slow), asked()
    jobs.start(study, TABLE, "estimate")
    running(jobs, study)
    done = look(jobs, study).done
    assert jobs.start(study, TABLE, "estimate").done >= done
    jobs.cancel(study.id, "estimate")


def test_a_newer_version_of_the_study_stops_the_work_on_the_older(given: Callable[..., Jobs]) -> None:
    jobs, study = given(long_work.slow), asked()
    jobs.start(study, TABLE, "estimate")
    running(jobs, study)
    changed = set_graph(study, CausalGraph.parse("z -> t; z -> y; t -> y"))
    jobs.start(changed, TABLE, "estimate")
    assert look(jobs, study).fingerprint == changed.fingerprint()
    assert look(jobs, study).active
    jobs.cancel(study.id, "estimate")


def test_a_result_is_handed_out_once_and_only_to_its_study(given: Callable[..., Jobs]) -> None:
    jobs, study = given(long_work.quick), asked()
    jobs.start(study, TABLE, "estimate")
    until(lambda: look(jobs, study).state == "done")
    assert jobs.collect(asked().id, "estimate") is None
    assert jobs.collect(study.id, "stress_test") is None
    finished = jobs.collect(study.id, "estimate")
    assert finished is not None
    assert finished.put_in(study).estimate_is_current()
    assert jobs.collect(study.id, "estimate") is None
    assert jobs.find(study.id, "estimate") is None


def test_a_result_of_an_older_version_does_not_fit(given: Callable[..., Jobs]) -> None:
    jobs, study = given(long_work.quick), asked()
    jobs.start(study, TABLE, "estimate")
    until(lambda: look(jobs, study).state == "done")
    finished = jobs.collect(study.id, "estimate")
    assert finished is not None
    assert finished.fits(study.model_copy(update={"title": "another title", "positions": {"t": (1.0, 2.0)}}))
    assert not finished.fits(set_graph(study, CausalGraph.parse("t -> y; t <-> y")))


def test_a_new_answer_takes_old_stress_tests_away(given: Callable[..., Jobs]) -> None:
    jobs, study = given(long_work.quick, Inline()), asked()
    jobs.start(study, TABLE, "estimate")
    finished = jobs.collect(study.id, "estimate")
    assert finished is not None
    old = study.model_copy(update={"refutation": StoredResult(fingerprint="x", value={})})
    assert finished.put_in(old).refutation is None


def test_an_error_of_the_core_comes_back_as_itself(given: Callable[..., Jobs]) -> None:
    jobs, study = given(long_work.refuse), asked()
    jobs.start(study, TABLE, "estimate")
    until(lambda: look(jobs, study).state == "failed")
    error = look(jobs, study).error
    assert isinstance(error, NoOverlapError)
    assert (error.message, error.fix, error.share) == (
        "Nobody to compare with.",
        "Ask about fewer people.",
        0.5,
    )
    assert jobs.collect(study.id, "estimate") is None
    jobs.dismiss(study.id, "estimate")
    assert jobs.find(study.id, "estimate") is None


@pytest.mark.parametrize(
    ("work", "said", "logged"),
    [
        (long_work.crash, "ended unexpectedly", "status 9"),
        (long_work.fault, "went wrong", "ZeroDivisionError"),
    ],
)
def test_a_fault_is_one_sentence_with_the_number_that_the_log_has(
    given: Callable[..., Jobs], caplog: pytest.LogCaptureFixture, work: Work, said: str, logged: str
) -> None:
    jobs, study = given(work), asked()
    with caplog.at_level(logging.ERROR, logger="whyboard"):
        jobs.start(study, TABLE, "estimate")
        until(lambda: look(jobs, study).state == "failed")
    error = look(jobs, study).error
    assert isinstance(error, JobFaultError)
    assert said in error.message
    assert "secret detail" not in error.message
    number = caplog.records[0].getMessage().split()[1]
    assert f"(fault {number})" in error.message
    assert logged in caplog.text


def test_after_a_crash_there_is_a_worker_again(
    given: Callable[..., Jobs], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, study = given(long_work.crash), asked()
    jobs.start(study, TABLE, "estimate")
    until(lambda: look(jobs, study).state == "failed")
    monkeypatch.setattr(module, "do", long_work.quick)
    jobs.start(study, TABLE, "estimate")
    until(lambda: look(jobs, study).state == "done")


def test_any_executor_of_threads_will_do_and_cancel_stops_it_at_its_next_step(
    given: Callable[..., Jobs],
) -> None:
    with ThreadPoolExecutor(1) as threads:
        jobs, study = given(long_work.slow, threads), asked()
        jobs.start(study, TABLE, "estimate")
        running(jobs, study)
        jobs.cancel(study.id, "estimate")
        assert look(jobs, study).state == "cancelled"
        assert threads.submit(int).result(long_work.STEPS * long_work.PAUSE / 2) == 0
    assert look(jobs, study).state == "cancelled"


def test_jobs_nobody_comes_back_for_are_forgotten_at_last(given: Callable[..., Jobs]) -> None:
    jobs = given(long_work.quick, Inline())
    studies = [asked() for _ in range(KEPT + 10)]
    for study in studies:
        jobs.start(study, TABLE, "estimate")
    assert jobs.find(studies[0].id, "estimate") is None
    assert sum(jobs.find(s.id, "estimate") is not None for s in studies) == KEPT


def test_the_time_left_follows_the_pace(given: Callable[..., Jobs]) -> None:
    now = [100.0]
    seen: list[float | None] = []

    def work(kind: str, study: Study, *_: Any, progress: Any) -> Made:
        for done, at in ((0, 100.0), (1, 102.0), (10, 110.0), (40, 140.0), (100, 150.0)):
            now[0] = at
            progress(done, 100, "x")
            seen.append(look(jobs, study).seconds_left)
        return long_work.quick(kind, study, progress=progress)

    given(work)
    jobs = Jobs(Inline(), clock=lambda: now[0])
    jobs.start(asked(), TABLE, "estimate")
    assert seen == [None, None, pytest.approx(90), pytest.approx(60), 0]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "a second"), (3.4, "3 seconds"), (58, "1 minute"), (119, "2 minutes"), (3600, "1 hour")],
)
def test_lengths_of_time_are_said_in_round_words(seconds: float, said: str) -> None:
    assert time_words(seconds) == said


# ---- the real work --------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1])
def test_an_answer_and_its_stress_tests_are_the_same_wherever_they_are_made(count: int) -> None:
    study, table = simulated()
    jobs = local_jobs(count)
    try:
        jobs.start(study, table, "estimate")
        until(lambda: not look(jobs, study).active, 60)
        assert look(jobs, study).error is None
        finished = jobs.collect(study.id, "estimate")
        assert finished is not None
        study = finished.put_in(study)
        assert estimate_of(study) == estimate_of(estimate_study(study, table))
        jobs.start(study, table, "stress_test", tests=("few_rows",))
        until(lambda: look(jobs, study, "stress_test").state == "done", 60)
        finished = jobs.collect(study.id, "stress_test")
        assert finished is not None
        report = report_of(finished.put_in(study))
        assert report is not None
        assert [r.test for r in report.results] == ["few_rows"]
    finally:
        jobs.executor.shutdown()
