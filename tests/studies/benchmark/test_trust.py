"""The sentences on what an assistant can be trusted with follow from its numbers, at the limits stated."""

from __future__ import annotations

import doctest
from datetime import UTC, datetime
from math import comb
from typing import Any

import pytest

from studies.benchmark import trust
from studies.benchmark.problems import built_in
from studies.benchmark.record import Record, recorded
from studies.benchmark.run import run_guided
from studies.benchmark.trust import Level, by_guessing, verdicts

GUIDED = recorded(
    run_guided(built_in()), when=datetime(2026, 1, 1, tzinfo=UTC), seconds=1, source="own"
).model_dump()


def record(**changes: Any) -> Record:
    """A model's run with some numbers put in."""
    numbers = {name: changes.pop(name) for name in list(changes) if name in GUIDED["mean"]}
    model = {"assistant": "model", "model": "m", "server": "s", "stability": 1.0, "failed": 0}
    return Record.model_validate(GUIDED | model | {"mean": GUIDED["mean"] | numbers} | changes)


def level(topic: str, run: Record) -> Level:
    return next(v.level for v in verdicts(run) if v.topic == topic)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1.0, "yes"), (0.9, "yes"), (0.89, "partly"), (0.6, "partly"), (0.59, "no"), (0.0, "no")],
)
def test_what_to_adjust_for_is_held_against_its_limits(share: float, expected: Level) -> None:
    assert level("What to adjust for", record(adjustment_validity=share)) == expected


def test_a_share_that_a_simple_baseline_reaches_as_well_earns_no_trust() -> None:
    baselines = dict(GUIDED["baselines"])
    baselines["empty"] = baselines["empty"] | {"adjustment_validity": 0.95, "f1": 0.8}
    run = record(adjustment_validity=0.95, f1=0.85, baselines=baselines)
    assert level("What to adjust for", run) == level("Drawing the arrows", run) == "no"


def test_a_few_problems_are_too_few_to_tell() -> None:
    run = record(problems=GUIDED["problems"][:7])
    assert level("What to adjust for", run) == level("Drawing the arrows", run) == "unknown"


@pytest.mark.parametrize(
    ("f1", "expected"), [(0.8, "yes"), (0.79, "partly"), (0.7, "no"), (0.3, "no")]
)  # the star's F1 is 0.69, and 0.1 more is asked for
def test_arrows_are_held_against_their_limits_and_the_best_baseline(f1: float, expected: Level) -> None:
    assert level("Drawing the arrows", record(f1=f1)) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(0.9, "yes"), (0.7, "partly"), (0.69, "no"), (None, "unknown")]
)
def test_steadiness_is_held_against_its_limits(share: float | None, expected: Level) -> None:
    assert level("Saying the same twice", record(stability=share)) == expected


@pytest.mark.parametrize(
    ("forbidden", "reversed", "expected"), [(0, 0, "yes"), (0.3, 0.2, "partly"), (0.3, 0.3, "no")]
)
def test_wrong_arrows_are_counted(forbidden: float, reversed: float, expected: Level) -> None:
    assert level("Keeping clear of wrong arrows", record(forbidden=forbidden, reversed=reversed)) == expected


@pytest.mark.parametrize(("failed", "expected"), [(0, "yes"), (3, "partly"), (4, "no")])
def test_problems_without_an_answer_are_told(failed: int, expected: Level) -> None:
    assert level("Answering in the form asked for", record(failed=failed)) == expected


def test_a_model_that_draws_nothing_earns_no_praise_for_drawing_nothing_wrong() -> None:
    rows = [r | {"error": "The model took too long to answer.", "f1": 0.0} for r in GUIDED["problems"]]
    run = record(failed=12, problems=rows, recall=0.0, forbidden=0, reversed=0, stability=None, shuffles=2)
    assert level("Keeping clear of wrong arrows", run) == "unknown"
    assert "Graphs it has not read" not in {v.topic for v in verdicts(run)}
    sentence = next(v.sentence for v in verdicts(run) if v.topic == "Saying the same twice")
    assert "it gave no two graphs for one problem" in sentence


def test_questions_without_an_answer_are_told() -> None:
    row = {"asked": 12, "answered": 4, "right": 2, "share": 2 / 12, "chance": 0.5}
    sentence = verdicts(record(exam={"fresh": {"rung": row}}))[-1].sentence
    assert sentence.endswith(
        "2 of 12 right on fresh graphs with invented words (50 % by chance), 8 of them without an answer."
    )


def test_better_on_graphs_it_may_have_read_is_told() -> None:
    rows = [r | {"f1": 0.9 if r["memorisation_risk"] == "high" else 0.5} for r in GUIDED["problems"]]
    run = record(problems=rows)
    sentence = next(v.sentence for v in verdicts(run) if v.topic == "Graphs it has not read")
    assert "expect the lower figure" in sentence
    assert level("Graphs it has not read", run) == "no"


@pytest.mark.parametrize(("right", "expected"), [(12, "yes"), (10, "partly"), (9, "no"), (6, "no")])
def test_the_exam_is_held_against_guessing(right: int, expected: Level) -> None:
    row = {"asked": 12, "answered": 12, "right": right, "share": right / 12, "chance": 0.5}
    run = record(exam={"fresh": {"separation": row}})
    assert level("Exam: telling which variables must be unrelated", run) == expected


def test_guessing_is_the_binomial_tail() -> None:
    assert by_guessing(right=0, asked=5, chance=0.5) == 1
    assert by_guessing(right=5, asked=5, chance=0.5) == 1 / 32
    assert by_guessing(right=2, asked=3, chance=1 / 3) == pytest.approx(comb(3, 2) * 2 / 27 + 1 / 27)


def test_guided_mode_is_said_to_know_nothing_itself() -> None:
    run = Record.model_validate(GUIDED)
    assert {v.topic for v in verdicts(run)} == {
        "What to adjust for",
        "Drawing the arrows",
        "Keeping clear of wrong arrows",
    }
    assert "the rules themselves know nothing" in verdicts(run)[0].sentence


def test_the_example_of_the_module_runs() -> None:
    assert doctest.testmod(trust).failed == 0
