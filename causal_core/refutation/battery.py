"""All stress tests on one estimate, and one verdict that claims no more than they do.

Some tests need to be told a variable (:data:`CONTROL_TESTS`), which only a person can choose: they are run when
it is named. The others (:data:`TESTS`) need nothing and are the ordinary battery.

>>> sorted(TESTS)
['dummy_outcome', 'few_rows', 'hidden_cause', 'placebo_treatment', 'random_common_cause', 'random_subset']
>>> sorted(CONTROL_TESTS)
['as_strong_as', 'negative_control_exposure', 'negative_control_outcome', 'placebo_period']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from causal_core.errors import QueryError, close_matches, did_you_mean
from causal_core.estimation.crossfit import one_thread
from causal_core.estimation.effect import sample_for
from causal_core.estimation.fit import Options
from causal_core.identification.answer import Answer
from causal_core.refutation.as_strong_as import as_strong_as
from causal_core.refutation.dummy_outcome import dummy_outcome
from causal_core.refutation.few_rows import few_rows
from causal_core.refutation.hidden_cause import hidden_cause
from causal_core.refutation.measured import measured
from causal_core.refutation.needs import without_variable
from causal_core.refutation.negative_control import (
    negative_control_exposure,
    negative_control_outcome,
    placebo_period,
)
from causal_core.refutation.placebo_treatment import placebo_treatment
from causal_core.refutation.random_common_cause import random_common_cause
from causal_core.refutation.random_subset import random_subset
from causal_core.refutation.target import Target, light_fit
from causal_core.results import Estimate, Refutation, RefutationReport
from causal_core.table.table import Table

Test = Callable[[Target], Refutation]
Progress = Callable[[int, int, str], None]

TESTS: dict[str, Test] = {
    "placebo_treatment": placebo_treatment,
    "random_common_cause": random_common_cause,
    "random_subset": random_subset,
    "few_rows": few_rows,
    "hidden_cause": hidden_cause,
    "dummy_outcome": dummy_outcome,
}
CONTROL_TESTS: dict[str, Test] = {
    "negative_control_outcome": negative_control_outcome,
    "placebo_period": placebo_period,
    "negative_control_exposure": negative_control_exposure,
    "as_strong_as": as_strong_as,
}
"""Tests that are run with a variable."""
SEES_HIDDEN = frozenset({"negative_control_outcome", "placebo_period", "negative_control_exposure"})
"""Tests that a hidden common cause can fail."""
EVERY = {**TESTS, **CONTROL_TESTS}
DRAWS = 100
"""Enough to know a share of 5 % to within ±4 points, and a spread to within 15 %, two standard errors."""


def refute(
    table: Table,
    estimate: Estimate,
    answer: Answer,
    tests: Sequence[str] | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
    *,
    draws: int = DRAWS,
    controls: Mapping[str, str] | None = None,
) -> RefutationReport:
    """Attack an estimate.

    Parameters
    ----------
    table, estimate, answer
        The data, the estimate made from them, and the answer it was made by.
    tests : sequence of str, optional
        Names in :data:`TESTS` and :data:`CONTROL_TESTS`, in the order wanted; left out, all of the first and those
        of the second that ``controls`` names.
    seed : int
        The same seed gives an equal report, with or without an executor.
    executor : Executor, optional
        Where the redrawn estimates are computed.
    progress : callable, optional
        Called with (done, total, label).
    draws : int
        How often each test estimates anew.
    controls : mapping of str to str, optional
        For each of :data:`CONTROL_TESTS` the variable that it is run with. One that is asked for without its
        variable is not run, and says what it needs.

    Raises
    ------
    QueryError
        An unknown test or control, or an estimate of other data or another graph.
    """
    variables = dict(controls or {})
    names = _named(tests, variables)
    if estimate.data_sha256 != table.sha256 or estimate.graph_sha256 != answer.graph.sha256:
        raise QueryError(
            "The estimate was made from other data or another graph than these.",
            fix="Estimate again, then test.",
        )
    meter = _Meter(progress, total=draws * len(names))
    results = []
    with one_thread():
        target = _target(table, estimate, answer, seed=seed, draws=draws, executor=executor)
        for name in names:
            meter.start(name)
            aimed = replace(
                target, number=list(EVERY).index(name), tick=meter.tick, control=variables.get(name, "")
            )
            found = EVERY[name](aimed) if name in TESTS or aimed.control else without_variable(name)
            results.append(replace(found, measured=measured().get(name)))
            meter.finish(draws)
    verdict, summary = verdict_of(results)
    return RefutationReport(
        results=tuple(results),
        verdict=verdict,
        summary=summary,
        seed=seed,
        data_sha256=table.sha256,
        graph_sha256=answer.graph.sha256,
    )


def _named(tests: Sequence[str] | None, controls: Mapping[str, str]) -> tuple[str, ...]:
    wanted = (*TESTS, *(n for n in CONTROL_TESTS if n in controls)) if tests is None else tests
    names = tuple(dict.fromkeys(wanted))
    for name in (*names, *controls):
        if name not in EVERY:
            raise QueryError(
                f"There is no stress test called “{name}”.{did_you_mean(close_matches(name, tuple(EVERY)))}",
                fix=f"Use one of: {', '.join(EVERY)}.",
                where="tests",
            )
    for name in controls:
        if name not in CONTROL_TESTS:
            raise QueryError(f"The stress test “{name}” takes no variable.", where="controls")
    if not names:
        raise QueryError("No stress test was named.", fix=f"Use one of: {', '.join(EVERY)}.", where="tests")
    return names


def _target(
    table: Table, estimate: Estimate, answer: Answer, *, seed: int, draws: int, executor: Executor | None
) -> Target:
    sample = sample_for(
        table, answer.query, estimate.adjustment_set, estimate.method, outcome_yes=estimate.outcome_yes
    )
    options = Options(kind=estimate.kind, seed=seed, light=True, level=estimate.level)
    fit = light_fit(sample, estimate.method, options)
    return Target(
        sample, estimate.method, options, estimate, fit, table, answer, draws=draws, executor=executor
    )


class _Meter:
    """Turns the tests' ticks into (done, total, label)."""

    def __init__(self, progress: Progress | None, *, total: int) -> None:
        self._progress, self._total = progress, total
        self._done, self._base, self._label = 0, 0, ""

    def start(self, label: str) -> None:
        self._base, self._label = self._done, label
        self._say()

    def tick(self, count: int) -> None:
        self._done += count
        self._say()

    def finish(self, draws: int) -> None:
        self._done = self._base + draws
        self._say()

    def _say(self) -> None:
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total, self._label)


def verdict_of(results: Sequence[Refutation]) -> tuple[str, str]:
    """The worst outcome in words, and which tests it came from.

    No verdict says that an estimate is right: passing means that the faults these tests can see were not
    seen.
    """
    by = {
        outcome: [f"“{r.title}”" for r in results if r.outcome == outcome]
        for outcome in ("failed", "warning", "passed", "not_run")
    }
    if by["failed"]:
        verdict = "The estimate does not hold."
    elif by["warning"]:
        verdict = "The estimate holds with reservations."
    elif by["passed"]:
        verdict = "No fault was found that these tests can see."
    else:
        verdict = "Nothing could be tested."
    said = {
        "failed": "Spoke against it: ",
        "warning": "Reservations: ",
        "passed": "Passed: ",
        "not_run": "Could not be run: ",
    }
    parts = [said[outcome] + ", ".join(names) + "." for outcome, names in by.items() if names]
    sees = any(r.test in SEES_HIDDEN and r.outcome != "not_run" for r in results)
    parts.append(
        "Only the tests with a variable that cannot be moved, or cannot move the outcome, can see a hidden common "
        "cause, and only one that reaches that variable too."
        if sees
        else "None of these tests can see a hidden common cause; at most they say how strong it would have to be."
    )
    return verdict, " ".join(parts)


def combined(old: RefutationReport, new: RefutationReport) -> RefutationReport:
    """Both reports on one estimate as one: of the same test with the same variable the new result counts.

    Raises
    ------
    QueryError
        They are not of the same data and graph.
    """
    if (old.data_sha256, old.graph_sha256) != (new.data_sha256, new.graph_sha256):
        raise QueryError("The two reports are not of the same data and graph.", fix="Run all tests again.")
    found = {(r.test, r.variable): r for r in old.results} | {(r.test, r.variable): r for r in new.results}
    results = tuple(
        sorted(found.values(), key=lambda r: list(EVERY).index(r.test) if r.test in EVERY else len(EVERY))
    )
    verdict, summary = verdict_of(results)
    return replace(new, results=results, verdict=verdict, summary=summary)
