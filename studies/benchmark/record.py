"""The last run of each assistant on the benchmark, kept as a small file in the data folder.

A file holds what was measured, when, with which versions and seed. It never holds a key: of a server only
host and port are kept.

>>> from studies.benchmark.problems import built_in
>>> from studies.benchmark.run import run_guided
>>> found = recorded(run_guided(built_in()), when=datetime(2026, 1, 2, tzinfo=UTC), seconds=1.0, source="own")
>>> found.who, found.valid_sets.found, len(found.problems)
('Guided mode, right answers', 10.0, 12)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from causal_core.words import percent
from studies.analysis import versions

BUILT_IN = "the problems that ship with Whyboard"
FOLDER = "benchmark"
MOST_BYTES = 5_000_000  # a run over a thousand problems is under one million


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Numbers(_Kept):
    """The eight metrics of :mod:`studies.benchmark.scoring`, of one graph or as means."""

    precision: float
    recall: float
    f1: float
    reversed: float
    forbidden: float
    shd: float
    adjustment_validity: float
    order_violations: float


class Row(Numbers):
    """One problem. ``error`` says why a model gave no graph."""

    id: str
    memorisation_risk: str
    has_valid_set: bool
    stability: float | None = None
    error: str = ""


class Group(Numbers):
    """The means over the problems of one memorisation risk."""

    problems: int


class ValidSets(_Kept):
    """How many valid adjustment sets were found, of how many problems that have one."""

    found: float
    possible: int


class Spread(_Kept):
    """How far runs with different seeds lie apart."""

    mean: float
    std_dev: float
    least: float
    most: float


class Topic(_Kept):
    """One topic of the exam."""

    asked: int
    answered: int
    right: int
    share: float
    chance: float


class Record(_Kept):
    """One run of one assistant."""

    format: Literal[1] = 1
    when: datetime
    seconds: float
    source: str
    versions: dict[str, str]
    assistant: Literal["guided", "model"]
    model: str = ""
    server: str = ""
    local: bool = True
    answers: str = ""
    seeds: tuple[int, ...] = ()
    seed: int
    shuffles: int = 0
    stability: float | None = None
    failed: int = 0
    problems: tuple[Row, ...] = Field(min_length=1)
    mean: Numbers
    valid_sets: ValidSets
    by_memorisation_risk: dict[str, Group]
    baselines: dict[str, Numbers]
    random_draws: int
    spread: dict[str, Spread] = {}
    exam: dict[str, dict[str, Topic]] = {}

    @property
    def who(self) -> str:
        """The assistant's name for a person."""
        if self.assistant == "model":
            return f"{self.model} at {self.server}"
        share = self.answers.partition("=")[2]
        return "Guided mode, " + (f"{percent(float(share))} of answers wrong" if share else "right answers")

    @property
    def slot(self) -> str:
        """What it is the last run of; the next one of the same takes its place."""
        told = "\n".join((self.assistant, self.model, self.server, self.answers, self.source))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def recorded(found: Mapping[str, Any], *, when: datetime, seconds: float, source: str) -> Record:
    """A run of :mod:`studies.benchmark.run` with when it was, how long it took, and whose problems they were."""
    return Record.model_validate(
        {**found, "when": when, "seconds": round(seconds, 3), "source": source, "versions": versions()}
    )


def keep(record: Record, data_dir: Path) -> Path:
    """Write the run to its place in the data folder, in the stead of the one before.

    Raises
    ------
    OSError
        The folder cannot be written to.
    """
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{record.slot}.json"
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    unfinished.write_text(record.model_dump_json(indent=1), encoding="utf-8")
    unfinished.replace(path)
    return path


def last_runs(data_dir: Path) -> tuple[Record, ...]:
    """The last run of every assistant, the newest first; a file that is no record is passed over."""
    found = [_read(path) for path in sorted((data_dir / FOLDER).glob("*.json"))]
    return tuple(sorted((r for r in found if r is not None), key=lambda r: r.when, reverse=True))


def _read(path: Path) -> Record | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        return Record.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def now() -> datetime:
    """The time, for a record."""
    return datetime.now(UTC)
