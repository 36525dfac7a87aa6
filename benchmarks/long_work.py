"""Long work: how fast it starts and stops, and how much the page feels of it, in a process and in a thread.

    python benchmarks/long_work.py [--example nhefs]

The page is played by a loop that wants the processor for five milliseconds every fifty, as a page being drawn
does; reported is how long those five milliseconds really took.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from causal_core.table.table import Table
from studies.data import read_data
from studies.examples import study_from_example
from studies.jobs import Jobs, do
from studies.store import Store
from studies.study import Study
from studies.workers import LocalWorkers

SLICE, EVERY = 0.005, 0.05


def example(name: str) -> tuple[Study, Table]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 's.sqlite3'}")
        study = study_from_example(name, store)
        raw = store.data(study.data.sha256) if study.data else None
        if raw is None or study.data is None:
            raise SystemExit(f"the example {name} has no data")
        found = study, read_data(raw, study.data)
        store.engine.dispose()
    return found


def page_slice() -> float:
    """Milliseconds that five milliseconds of Python take at present."""
    start, count = time.perf_counter(), 0
    while count < page_slice.rounds:  # type: ignore[attr-defined]
        count += 1
    return 1000 * (time.perf_counter() - start)


def calibrate() -> None:
    page_slice.rounds = 100_000  # type: ignore[attr-defined]
    page_slice.rounds = int(100_000 * SLICE * 1000 / min(page_slice() for _ in range(20)))  # type: ignore[attr-defined]


def felt(busy: Callable[[], bool], least: int = 10) -> list[float]:
    slices: list[float] = []
    while busy() or len(slices) < least:
        slices.append(page_slice())
        time.sleep(EVERY)
    return slices


def said(name: str, slices: list[float]) -> None:
    worst = np.quantile(slices, 0.95)
    print(f"  {name:<28} median {statistics.median(slices):6.1f} ms   95 % under {worst:6.1f} ms")


def in_the_way(name: str, executor: Executor, study: Study, table: Table) -> None:
    jobs = Jobs(executor)
    start = time.perf_counter()
    jobs.start(study, table, "estimate")

    def busy() -> bool:
        found = jobs.find(study.id, "estimate")
        return found is not None and found.active

    said(name, felt(busy))
    print(f"  {'':<28} the work took {time.perf_counter() - start:.1f} s")


def starts_and_stops(study: Study, table: Table) -> None:
    workers = LocalWorkers(1)
    start = time.perf_counter()
    workers.warm()
    print(f"  warming returns after       {1000 * (time.perf_counter() - start):8.2f} ms")
    jobs = Jobs(workers)
    begin = time.perf_counter()
    jobs.start(study, table, "estimate")
    print(f"  starting returns after      {1000 * (time.perf_counter() - begin):8.2f} ms")

    def moving() -> bool:
        found = jobs.find(study.id, "estimate")
        return found is not None and found.done > 0

    waited(moving)
    print(f"  first progress, cold worker {time.perf_counter() - start:8.2f} s")
    (pid,) = workers.process_ids
    begin = time.perf_counter()
    jobs.cancel(study.id, "estimate")
    print(f"  cancel returns after        {1000 * (time.perf_counter() - begin):8.2f} ms")
    waited(lambda: pid not in workers.process_ids)
    print(f"  the process is gone after   {1000 * (time.perf_counter() - begin):8.2f} ms")
    jobs.start(study, table, "estimate")
    waited(moving)
    print(f"  next work moves after       {time.perf_counter() - begin:8.2f} s")
    jobs.cancel(study.id, "estimate")
    workers.shutdown()


def sending(study: Study) -> None:
    workers = LocalWorkers(1)
    frame = pd.DataFrame(
        np.random.default_rng(0).normal(size=(500_000, 25)), columns=[f"x{i}" for i in range(25)]
    )
    table = Table.from_frame(frame, "large")
    workers.submit(len, "warm").exception()  # len takes no progress: the worker is up when it says so
    start = time.perf_counter()
    error = workers.submit(do, "estimate", study, table, None).exception()
    megabytes = frame.memory_usage().sum() / 1e6
    print(
        f"  a table of {megabytes:.0f} MB is there after {time.perf_counter() - start:.2f} s ({type(error).__name__})"
    )
    workers.shutdown()


def waited(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.001)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--example", default="nhefs")
    study, table = example(parser.parse_args().example)
    calibrate()
    print("Start and stop")
    starts_and_stops(study, table)
    print("Sending the data")
    sending(study)
    print("What the page feels")
    said("nothing running", felt(lambda: False, least=40))
    workers = LocalWorkers(1)
    in_the_way("work in a process", workers, study, table)
    workers.shutdown()
    with ThreadPoolExecutor(1) as threads:
        in_the_way("work in a thread", threads, study, table)


if __name__ == "__main__":
    main()
