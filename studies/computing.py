"""The verbs that compute: identify, estimate, refute. What is computed is computed by ``causal_core``.

Here is only which question of which study it is asked, and what is kept of the answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from pydantic import TypeAdapter

from causal_core.errors import EstimateError, QueryError, close_matches
from causal_core.estimation.effect import estimate
from causal_core.graph.admg import CausalGraph
from causal_core.identification.answer import Identified, IdentifiedIf, NotIdentified, identify
from causal_core.identification.query import Query
from causal_core.identification.selection import after_selection
from causal_core.identification.strategy import Adjustment, Strategy, check_strategy_kind
from causal_core.refutation.battery import combined, refute
from causal_core.results import Assumption, Estimate, RefutationReport
from causal_core.table.table import Table
from studies.data import bind
from studies.graph_checks import check_graph_study
from studies.study import StoredResult, Study

Answer = Identified | IdentifiedIf | NotIdentified
Progress = Callable[[int, int, str], None]
ESTIMABLE = ("adjustment",)
WHOLE, ESTIMATING = 100, 80
"""Parts of the work on an answer, and how many of them are the estimate; the check of the graph is the rest."""
_ESTIMATE = TypeAdapter(Estimate)
_REPORT = TypeAdapter(RefutationReport)


def identify_study(study: Study) -> Answer:
    """Ask the core whether the study's question can be answered from its graph, in rows chosen as they were.

    Raises
    ------
    QueryError, GraphError
        The question or the graph is not complete.
    """
    _check_asked(study)
    return _identified(study.graph(), study.query(), study.selected())


@lru_cache(maxsize=32)
def _identified(graph: CausalGraph, query: Query, selected: tuple[str, ...]) -> Answer:
    """The core's answer, which depends on nothing else; a page asks for the same one several times."""
    answer = identify(graph, query)
    return after_selection(answer, selected) if selected else answer


def _check_asked(study: Study) -> None:
    for part, name in (("cause", study.question.treatment), ("outcome", study.question.outcome)):
        if not name:
            raise QueryError(f"The {part} is not chosen yet.", fix="Choose it on the Question page.")
        if study.variable(name) is None:
            matches = close_matches(name, study.graph_nodes())
            raise QueryError(
                f"The {part} “{name}” is not among the variables."
                + (f" Did you mean “{matches[0]}”?" if matches else ""),
                fix="Choose it again on the Question page.",
                where=name,
            )


def estimate_study(
    study: Study,
    table: Table,
    *,
    strategy: str | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Study:
    """Estimate the effect and keep it with the fingerprint of what it came from. Tests of another answer go.

    ``strategy`` is the kind of strategy wanted; left out, the person's own adjustment set, else the best one
    that can be estimated.

    Raises
    ------
    CausalError
        Not identifiable by a strategy with an estimator, or the data do not allow it.
    """
    answer = identify_study(study)
    say = progress or _silent
    say(0, WHOLE, "estimate")
    found = estimate(
        bind(study, table),
        answer,
        strategy=chosen_strategy(study, answer, strategy),
        method=study.method,
        seed=seed,
        outcome_yes=study.question.success,
        tick=lambda done, total: say(round(ESTIMATING * done / max(total, 1)), WHOLE, "estimate"),
    )
    found = replace(found, unit=_unit(study, found), assumptions=with_provenance(study, found.assumptions))
    stored = StoredResult(fingerprint=study.fingerprint(), value=found.to_dict())
    checked = _checked(study, table, seed, say)
    say(WHOLE, WHOLE, "estimate")
    return with_estimate(checked, stored)


def _checked(study: Study, table: Table, seed: int, say: Progress) -> Study:
    """The study with its graph held against the data, where that has not been done for both as they are."""
    if study.graph_check_is_current() or not (study.graph().directed or study.graph().bidirected):
        return study

    def tick(done: int, total: int, label: str) -> None:
        say(ESTIMATING + round((WHOLE - ESTIMATING) * done / max(total, 1)), WHOLE, "estimate")

    return check_graph_study(study, table, seed=seed, progress=tick)


def _silent(done: int, total: int, label: str) -> None:
    """Nobody watches."""


def with_provenance(study: Study, assumptions: Sequence[Assumption]) -> tuple[Assumption, ...]:
    """The core's assumptions with where each came from in this study, and what is carried along unknown."""
    cause = study.variable(study.question.treatment)
    by_lottery = cause is not None and cause.randomised
    by_model = any(a.source.startswith("model:") for a in study.arrows if a.status == "accepted")

    def known(assumption: Assumption) -> Assumption:
        if assumption.id == "graph":
            return replace(assumption, source="model" if by_model else "user")
        if assumption.id == "no_hidden_common_cause" and by_lottery and assumption.status == "untestable":
            text = f"{assumption.text} It was decided by lottery."
            return replace(assumption, text=text, source="design", status="confirmed")
        return assumption

    carried = tuple(Assumption(id="carried_along", text=text, status="untested") for text in study.assumed)
    return tuple(known(a) for a in assumptions) + carried


def _unit(study: Study, found: Estimate) -> str:
    """The outcome's unit as the person names it; the core's own word where they do not."""
    outcome = study.variable(study.question.outcome)
    unit = study.question.unit or (outcome.unit if outcome is not None else "")
    if not unit or found.outcome_is_risk:
        return found.unit
    return f"{unit} per unit of {found.treatment}" if found.contrast == "per_unit" else unit


def chosen_strategy(study: Study, answer: Answer, kind: str | None = None) -> Strategy:
    """The strategy to estimate by: of the kind asked for, the person's own set, or the best there is.

    Raises
    ------
    EstimateError
        There is none that can be estimated from data.
    """
    usable = [s for s in answer.strategies if isinstance(s, Adjustment) and kind in (None, s.kind)]
    if not usable:
        raise EstimateError(
            no_estimate_reason(answer, kind), fix="See “Can it be answered?” for what would help."
        )
    own = None if study.adjustment_choice is None else tuple(sorted(study.adjustment_choice))
    best = next((s for s in usable if s.adjustment_set == ()), usable[0])  # as the core: nothing before more
    return next((s for s in usable if s.adjustment_set == own), best)


def no_estimate_reason(answer: Answer, kind: str | None = None) -> str:
    """Why there is no strategy (of that kind) to estimate by, in one sentence; empty when there is one."""
    kinds = [s.kind for s in answer.strategies]
    if kind is not None:
        check_strategy_kind(kind)
    if kind is not None and kind not in kinds:
        found = f"; there is: {', '.join(dict.fromkeys(kinds))}" if kinds else ""
        return f"The question cannot be answered by the strategy “{kind}”{found}. {answer.reason}"
    if any(k in ESTIMABLE and kind in (None, k) for k in kinds):
        return ""
    if not kinds or kinds[0] == "no_effect":
        return answer.reason
    return (
        f"{answer.reason} Whyboard computes numbers by adjustment only, so there is no number for this way "
        f"({kinds[0].replace('_', ' ')})."
    )


def refute_study(
    study: Study,
    table: Table,
    *,
    tests: Sequence[str] | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Study:
    """Attack the study's estimate and keep what came of it, beside earlier tests of the same answer.

    Raises
    ------
    QueryError
        There is no estimate, or it is of an older graph or other data.
    """
    found = estimate_of(study)
    if found is None or not study.estimate_is_current():
        raise QueryError(
            "There is no estimate of the present question to test.", fix="Compute the answer first."
        )
    answer = identify_study(study)
    report = refute(
        bind(study, table),
        found,
        answer,
        tests=None if tests is None else tuple(tests),
        seed=seed,
        progress=progress,
    )
    stored = StoredResult(fingerprint=study.fingerprint(), value=report.to_dict())
    return study.model_copy(update={"refutation": with_earlier(study, stored)})


def estimate_of(study: Study) -> Estimate | None:
    """The kept estimate as the core's value, current or not."""
    return None if study.estimate is None else _ESTIMATE.validate_python(study.estimate.value)


def report_of(study: Study) -> RefutationReport | None:
    """The kept stress tests as the core's value, current or not."""
    return None if study.refutation is None else _REPORT.validate_python(study.refutation.value)


def with_earlier(study: Study, stored: StoredResult) -> StoredResult:
    """A new report with those results of the study's present one that it does not take the place of.

    Results of an older answer are dropped.
    """
    old = report_of(study)
    if old is None or study.refutation is None or study.refutation.fingerprint != stored.fingerprint:
        return stored
    new = _REPORT.validate_python(stored.value)
    if (old.data_sha256, old.graph_sha256) != (new.data_sha256, new.graph_sha256):
        return stored
    return StoredResult(fingerprint=stored.fingerprint, value=combined(old, new).to_dict())


def _as_text(stored: StoredResult) -> str:
    return json.dumps(stored.model_dump(mode="json"), sort_keys=True)


def with_estimate(study: Study, stored: StoredResult) -> Study:
    """The study with an answer; tests of another answer go, those of the very same one stay."""
    old = study.estimate
    same = old is not None and _as_text(old) == _as_text(
        stored
    )  # a kept one has lists where a new one has tuples
    kept = study.refutation if same and study.refutation_is_current() else None
    return study.model_copy(update={"estimate": stored, "refutation": kept})
