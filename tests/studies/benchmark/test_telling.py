"""What a run says of itself while it goes on: a run that fails at once says nothing but why."""

from __future__ import annotations

import threading

import pytest

from studies.benchmark import telling
from studies.benchmark.telling import Told


def test_a_run_that_fails_at_once_has_said_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "FIRST_AFTER", 3600.0)
    said: list[str] = []

    def fails() -> None:
        with Told(said.append) as told:
            told(0, 2, "one")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fails()
    assert said == []


def test_a_run_that_goes_on_or_ends_well_has_said_every_line_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telling, "FIRST_AFTER", 3600.0)
    for lines in (["one"], ["one", "two", "three"]):
        said: list[str] = []
        with Told(said.append) as told:
            for done, line in enumerate(lines):
                told(done, len(lines), line)
        assert said == lines


def test_a_slow_first_step_is_said_while_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "FIRST_AFTER", 0.01)
    heard = threading.Event()
    with Told(lambda line: heard.set()) as told:
        told(0, 2, "one")
        assert heard.wait(60)
