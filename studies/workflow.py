"""The verbs a page or the command line calls: each takes a study and gives a new one.

What is computed is computed by ``causal_core``; here is only which question of which study it is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from causal_core.errors import CausalError, EstimateError, GraphError, QueryError, close_matches
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
from studies.study import Arrow, DataRef, Guided, HiddenCause, Question, StoredResult, Study, StudyVariable

Answer = Identified | IdentifiedIf | NotIdentified
Progress = Callable[[int, int, str], None]
ESTIMABLE = ("adjustment",)
LONGEST_NAME = 300
OUT_OF_DATE = "Out of date."
WHOLE, ESTIMATING = 100, 80
"""Parts of the work on an answer, and how many of them are the estimate; the check of the graph is the rest."""
_ESTIMATE = TypeAdapter(Estimate)
_REPORT = TypeAdapter(RefutationReport)


# ---- the question ---------------------------------------------------------------------------------


def set_question(study: Study, **changes: Any) -> Study:
    """Change parts of the question; cause and outcome become variables of the study when they are not yet."""
    question = Question.model_validate({**study.question.model_dump(), **changes})
    if question.treatment != study.question.treatment:
        question = question.model_copy(update={k: None for k in ("treated", "control") if k not in changes})
    if question.outcome != study.question.outcome and "success" not in changes:
        question = question.model_copy(update={"success": None})
    names = {v.name for v in study.variables}
    new = [
        StudyVariable(name=n, column=None)
        for n in dict.fromkeys((question.treatment, question.outcome))
        if n and n not in names
    ]
    title = study.title or _title(question)
    asked = (question.treatment, question.outcome) == (study.question.treatment, study.question.outcome)
    return study.model_copy(
        update={
            "question": question,
            "variables": study.variables + tuple(new),
            "title": title,
            "guided": study.guided if asked else Guided(),  # the answers were about that cause and outcome
        }
    )


def _title(question: Question) -> str:
    if question.treatment and question.outcome:
        return f"Does {question.treatment} change {question.outcome}?"
    return question.text.strip().splitlines()[0][:80] if question.text.strip() else ""


# ---- the data -------------------------------------------------------------------------------------


def attach_data(study: Study, table: Table, ref: DataRef) -> Study:
    """Give a study its data: variables that have no column are matched by name, new ones are proposed.

    A study without variables gets one variable a column; identifiers and empty columns are left out and
    can be added on the Variables page.
    """
    columns = [v.name for v in table.variables]
    matched = tuple(
        v if v.column in columns else v.model_copy(update={"column": _match(v.name, columns)})
        for v in study.variables
    )
    asked = {study.question.treatment, study.question.outcome}
    if all(v.name in asked for v in matched):
        skip = {i.column for i in table.issues if i.code in ("identifier", "all_missing", "one_value")}
        taken = {v.column for v in matched}
        matched += tuple(
            StudyVariable(name=name, column=name)
            for name in columns
            if name not in taken and name not in skip and name not in {v.name for v in matched}
        )
    return study.model_copy(update={"data": ref, "variables": matched})


def unused_columns(study: Study, table: Table | None) -> tuple[str, ...]:
    """The file's columns that no variable of the study has, in the file's order."""
    taken = {v.column for v in study.variables}
    return () if table is None else tuple(v.name for v in table.variables if v.name not in taken)


def add_column(study: Study, column: str) -> Study:
    """A column of the file as a variable; one that has its name already and no column gets it."""
    known = study.variable(column)
    if known is None:
        return study.model_copy(
            update={"variables": (*study.variables, StudyVariable(name=column, column=column))}
        )
    if known.column is not None:
        raise QueryError(
            f"The variable “{column}” has another column of the data.",
            fix="Give that variable another name first.",
            where=column,
        )
    found = known.model_copy(update={"column": column, "measured": True})
    return study.model_copy(update={"variables": tuple(found if v is known else v for v in study.variables)})


def _match(name: str, columns: Sequence[str]) -> str | None:
    if name in columns:
        return name
    folded = {c.casefold().replace("_", " "): c for c in reversed(columns)}
    return folded.get(name.casefold().replace("_", " "))


# ---- the variables --------------------------------------------------------------------------------


def set_variables(
    study: Study, rows: Sequence[StudyVariable], renamed: dict[str, str] | None = None
) -> Study:
    """Replace the variables; arrows follow renamed ones, and those of a removed one go with it.

    Raises
    ------
    QueryError
        Two variables have one name.
    """
    renamed = renamed or {}
    names = [r.name for r in rows]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise QueryError(
            f"Two variables are called “{twice[0]}”.", fix="Give each its own name.", where=twice[0]
        )

    def now(name: str) -> str:
        return renamed.get(name, name)

    kept = set(names)
    arrows = tuple(
        a.model_copy(update={"cause": now(a.cause), "effect": now(a.effect)})
        for a in study.arrows
        if now(a.cause) in kept and now(a.effect) in kept
    )
    hidden = tuple(
        h.model_copy(update={"a": now(h.a), "b": now(h.b)})
        for h in study.hidden
        if now(h.a) in kept and now(h.b) in kept
    )
    question = study.question.model_copy(
        update={
            part: now(name) if now(name) in kept else ""
            for part, name in (("treatment", study.question.treatment), ("outcome", study.question.outcome))
        }
    )
    if question.outcome:
        before, after = study.variable(study.question.outcome), {r.name: r for r in rows}[question.outcome]
        if before is not None and after.unit != before.unit:
            question = question.model_copy(update={"unit": ""})  # the variable's own is the newer word
    choice = study.adjustment_choice
    return study.model_copy(
        update={
            "variables": tuple(rows),
            "arrows": arrows,
            "hidden": hidden,
            "question": question,
            "positions": {now(n): p for n, p in study.positions.items() if now(n) in kept},
            "guided": study.guided.followed(renamed, kept),
            "adjustment_choice": None if choice is None else tuple(now(n) for n in choice if now(n) in kept),
        }
    )


def set_unit(study: Study, name: str, unit: str) -> Study:
    """In which unit a variable is measured; answers about it are given in that unit."""
    return set_variables(
        study,
        [v.model_copy(update={"unit": unit.strip()}) if v.name == name else v for v in study.variables],
    )


# ---- the graph ------------------------------------------------------------------------------------


def set_arrows(study: Study, arrows: Sequence[Arrow], hidden: Sequence[HiddenCause]) -> Study:
    """Replace the arrows after checking that they make a graph.

    An unknown name is an error with close matches, so that a slip of the pen is not a new variable.

    Raises
    ------
    GraphError
        A cycle (with its path), a self-loop, or a name that is not a variable of the study.
    """
    changed = study.model_copy(update={"arrows": _unique_arrows(arrows), "hidden": _unique_hidden(hidden)})
    changed.graph()
    return changed


def _unique_arrows(arrows: Sequence[Arrow]) -> tuple[Arrow, ...]:
    return tuple({(a.cause, a.effect): a for a in reversed(arrows)}.values())[::-1]


def _unique_hidden(hidden: Sequence[HiddenCause]) -> tuple[HiddenCause, ...]:
    return tuple({tuple(sorted((h.a, h.b))): h for h in reversed(hidden)}.values())[::-1]


def read_graph(text: str) -> CausalGraph:
    """A graph from what people paste: dagitty text, arrows, or the JSON that Whyboard writes.

    Raises
    ------
    GraphError
        It cannot be read, has no arrow, or a name is longer than a person can read.
    """
    is_json = text.lstrip().startswith("{") and '"nodes"' in text
    return checked_graph(CausalGraph.from_json(text) if is_json else CausalGraph.parse(text))


def checked_graph(graph: CausalGraph) -> CausalGraph:
    """A graph as it came from outside, when it can be a study's: it has arrows, and names that can be read."""
    if not graph.directed and not graph.bidirected:
        raise GraphError(
            "There is no arrow in this text.", fix="Write arrows such as  age -> smoking; smoking <-> cancer."
        )
    long = next((n for n in graph.nodes if len(n) > LONGEST_NAME), None)
    if long is not None:
        raise GraphError(
            f"The name “{long[:40]}…” has {len(long):,} letters.",
            fix=f"Names have {LONGEST_NAME} letters at most.",
        )
    return graph


def set_graph(study: Study, graph: CausalGraph, *, source: str = "user") -> Study:
    """Take a whole graph (pasted text, a file): its variables are added, its arrows replace the present ones.

    Reasons of arrows that stay are kept. Variables of the study that the graph does not name stay, without
    arrows.
    """
    columns = () if study.data is None else tuple(v.column for v in study.variables if v.column)
    known = {v.name for v in study.variables}
    latent = set(graph.latent)
    variables = tuple(
        v.model_copy(update={"measured": v.name not in latent}) if v.name in graph.nodes else v
        for v in study.variables
    ) + tuple(
        StudyVariable(name=n, measured=n not in latent, column=n if n in columns else None)
        for n in graph.nodes
        if n not in known
    )
    arrows = {(a.cause, a.effect): a for a in study.arrows}
    hidden = {tuple(sorted((h.a, h.b))): h for h in study.hidden}
    return study.model_copy(
        update={
            "variables": variables,
            "arrows": tuple(
                arrows[(a, b)].model_copy(update={"status": "accepted"})
                if (a, b) in arrows
                else Arrow(cause=a, effect=b, source=source)
                for a, b in graph.directed
            ),
            "assumed": (),
            "hidden": tuple(
                hidden[tuple(sorted((a, b)))].model_copy(update={"status": "accepted"})
                if tuple(sorted((a, b))) in hidden
                else HiddenCause(a=a, b=b, source=source)
                for a, b in graph.bidirected
            ),
        }
    )


# ---- the computations -----------------------------------------------------------------------------


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


# ---- where one is ---------------------------------------------------------------------------------


def missing_steps(study: Study) -> dict[str, str]:
    """For every step that is not done: the one thing it still needs. Steps that are done are left out."""
    need: dict[str, str] = {}
    if not study.question.treatment or not study.question.outcome:
        need["question"] = "Name a cause and an outcome."
    elif not study.question.confirmed:
        need["question"] = "Confirm the question."
    if study.data is None:
        need["variables"] = "Bring data, or go on without."
    elif not all(
        (v := study.variable(n)) is not None and v.column
        for n in (study.question.treatment, study.question.outcome)
        if n
    ):
        need["variables"] = "Say which columns hold the cause and the outcome."
    if not any(a.status == "accepted" for a in study.arrows):
        need["graph"] = "Draw at least one arrow."
    try:
        answer = identify_study(study) if "question" not in need and "graph" not in need else None
    except CausalError as error:
        need["identify"] = error.message
    else:
        if answer is None:
            need["identify"] = "Name a cause and an outcome, confirm the question, and draw the graph."
        elif not answer.strategies:
            need["identify"] = "A graph or variables with which it can be answered."
    if not study.estimate_is_current():
        need["estimate"] = OUT_OF_DATE if study.estimate else "Compute the answer."
    if not study.refutation_is_current():
        need["stress_test"] = OUT_OF_DATE if study.refutation else "Run the stress tests."
    return need
