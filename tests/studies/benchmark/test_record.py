"""The last run of each assistant is kept, without a key, and read again; a damaged file does no harm."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from studies.benchmark.problems import built_in
from studies.benchmark.record import FOLDER, Record, keep, last_runs, recorded
from studies.benchmark.run import run_guided


def guided(day: int, *, wrong: float = 0.0, source: str = "own") -> Record:
    found = run_guided(built_in()[:3], wrong=wrong)
    return recorded(found, when=datetime(2026, 5, day, tzinfo=UTC), seconds=0.5, source=source)


def test_what_was_kept_is_read_again_the_newest_first(tmp_path: Path) -> None:
    runs = [guided(2), guided(3, wrong=0.1)]
    for run in runs:
        keep(run, tmp_path)
    assert last_runs(tmp_path) == (runs[1], runs[0])
    assert last_runs(tmp_path)[0].spread["f1"].std_dev > 0


def test_a_later_run_of_the_same_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    keep(guided(2), tmp_path)
    keep(guided(4), tmp_path)
    keep(guided(3, source="other.json"), tmp_path)
    assert [run.when.day for run in last_runs(tmp_path)] == [4, 3]


def test_nothing_is_read_where_nothing_was_kept(tmp_path: Path) -> None:
    assert last_runs(tmp_path) == ()


def test_files_that_are_no_record_are_passed_over(tmp_path: Path) -> None:
    keep(guided(2), tmp_path)
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"format": 2}'), ("d", "")):
        (tmp_path / FOLDER / f"{name}.json").write_text(text)
    (tmp_path / FOLDER / "e.json").mkdir()
    assert len(last_runs(tmp_path)) == 1


def test_a_record_says_with_what_it_was_made() -> None:
    assert set(guided(1).versions) >= {"python", "whyboard", "numpy"}
