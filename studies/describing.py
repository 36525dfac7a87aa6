"""The verbs that describe a study: its question, its data, its variables and its graph. Each gives a new study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from causal_core.errors import GraphError, QueryError
from causal_core.graph.admg import CausalGraph
from causal_core.table.table import Table
from studies.study import Arrow, DataRef, Guided, HiddenCause, Question, Study, StudyVariable

LONGEST_NAME = 300


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
    gone = {
        v.name for v in study.variables if now(v.name) not in kept
    }  # others were rejected with their variable
    arrows = tuple(
        a.model_copy(update={"cause": now(a.cause), "effect": now(a.effect)})
        for a in study.arrows
        if not gone & {a.cause, a.effect}
    )
    hidden = tuple(
        h.model_copy(update={"a": now(h.a), "b": now(h.b)}) for h in study.hidden if not gone & {h.a, h.b}
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

    Reasons of arrows that stay are kept, and so is what was rejected and is not in the graph: it is not proposed
    again. Variables of the study that the graph does not name stay, without arrows.
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
    tied = {tuple(sorted(pair)) for pair in graph.bidirected}
    return study.model_copy(
        update={
            "variables": variables,
            "arrows": tuple(
                arrows[(a, b)].model_copy(update={"status": "accepted"})
                if (a, b) in arrows
                else Arrow(cause=a, effect=b, source=source)
                for a, b in graph.directed
            )
            + tuple(a for p, a in arrows.items() if a.status == "rejected" and p not in set(graph.directed)),
            "assumed": (),
            "hidden": tuple(
                hidden[tuple(sorted((a, b)))].model_copy(update={"status": "accepted"})
                if tuple(sorted((a, b))) in hidden
                else HiddenCause(a=a, b=b, source=source)
                for a, b in graph.bidirected
            )
            + tuple(h for p, h in hidden.items() if h.status == "rejected" and p not in tied),
        }
    )
