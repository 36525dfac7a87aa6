"""Which column of a table holds which variable of a study: by a model, or by rules that match words.

>>> wanted = [VariableInfo(name="weight", meaning="Weight change in kg"), VariableInfo(name="mood")]
>>> columns = [VariableInfo(name="weight_change"), VariableInfo(name="age")]
>>> [(m.variable, m.column) for m in map_by_rules(wanted, columns).matches]
[('weight', 'weight_change')]
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator

from llm.answers import Form, Words, one_or_more
from llm.checking import too_many
from llm.client import Client, opened
from llm.context import MAX_VARIABLES, Task, build_task, describe
from llm.matching import Column, ranked
from llm.names import NAME_LETTERS, Names, names_of
from llm.reading import plain
from llm.schemas import Frozen, SetAside, Usage, VariableInfo
from llm.settings import LlmSettings
from llm.signing import source_of

WHY_LETTERS = 200
FITS = 0.6  # a column that fits less well is not suggested by the rules


class ColumnForm(Form):
    """One variable and its column."""

    variable: Words = ""
    column: Words = ""
    why: Words = ""


class MapForm(Form):
    """Variables and their columns."""

    matches: Annotated[list[ColumnForm], BeforeValidator(one_or_more)]


class ColumnMatch(Frozen):
    """A variable, the column that seems to hold it, and why."""

    variable: str
    column: str
    why: str = ""


class Mapped(Frozen):
    """Columns suggested for variables; each column once at most."""

    source: str
    matches: tuple[ColumnMatch, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    prompt: str = ""


def map_task(
    wanted: Sequence[VariableInfo], columns: Sequence[VariableInfo], *, consent: bool = False
) -> Task[MapForm]:
    """What ``map_columns`` will send."""
    data = {
        "wanted": [{"name": v.name, "meaning": v.meaning, "kind": v.kind} for v in wanted[:MAX_VARIABLES]],
        "columns": [describe(column, consent=consent) for column in columns[:MAX_VARIABLES]],
    }
    enums = {"variable": [v.name for v in wanted], "column": [c.name for c in columns[:MAX_VARIABLES]]}
    return build_task("map_columns.v1", data, MapForm, needs="matches", enums=enums)


def map_columns(
    settings: LlmSettings,
    wanted: Sequence[VariableInfo],
    columns: Sequence[VariableInfo],
    *,
    consent: bool = False,
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> Mapped:
    """Columns that a model suggests for variables, checked.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    """
    variables, known = names_of(wanted), names_of(columns)

    def check(form: MapForm) -> list[str]:
        wrong = [variables.unknown(m.variable) for m in form.matches if variables.find(m.variable) is None]
        return wrong + [known.unknown(m.column) for m in form.matches if known.find(m.column) is None]

    task = map_task(wanted, columns, consent=consent)
    with opened(settings, client) as model:
        answer = model.ask(task, check=check, cancel=cancel)
    matches, aside = _checked(answer.value, variables, known, _Kinds(wanted, columns))
    aside.extend(too_many(len(wanted) - MAX_VARIABLES, "variables", MAX_VARIABLES))
    aside.extend(too_many(len(columns) - MAX_VARIABLES, "columns", MAX_VARIABLES))
    return Mapped(
        source=source_of(settings),
        matches=matches,
        set_aside=tuple(aside),
        notes=answer.notes,
        usage=answer.usage,
        prompt=task.prompt,
    )


class _Kinds:
    """Whether a column can hold a variable, by their kinds."""

    def __init__(self, wanted: Sequence[VariableInfo], columns: Sequence[VariableInfo]) -> None:
        self._wanted = {v.name: v.kind for v in wanted}
        self._columns = {c.name: c.kind for c in columns}

    def against(self, variable: str, column: str) -> str:
        """Why not; empty where it can. Two values may be a number or a category, and nobody may have said."""
        one, other = self._wanted[variable], self._columns[column]
        if one == other or {one, other} & {"binary", "unknown"}:
            return ""
        return f"“{variable}” is a {one}, and the column “{column}” holds a {other}."


def _checked(
    form: MapForm, variables: Names, columns: Names, kinds: _Kinds
) -> tuple[tuple[ColumnMatch, ...], list[SetAside]]:
    kept: dict[str, ColumnMatch] = {}
    aside: list[SetAside] = []
    for match in form.matches[: 2 * MAX_VARIABLES]:
        variable, column = variables.find(match.variable), columns.find(match.column)
        item = " = ".join(plain(t, limit=NAME_LETTERS) or "?" for t in (match.variable, match.column))
        if variable is None or column is None:
            reason = variables.unknown(match.variable) if variable is None else columns.unknown(match.column)
            aside.append(SetAside(item=item, reason=reason))
        elif variable in kept:
            aside.append(SetAside(item=item, reason="The variable was given a column already."))
        elif any(m.column == column for m in kept.values()):
            aside.append(SetAside(item=item, reason="The column was given to another variable already."))
        elif kinds.against(variable, column):
            aside.append(SetAside(item=item, reason=kinds.against(variable, column)))
        else:
            why = plain(match.why, limit=WHY_LETTERS)
            kept[variable] = ColumnMatch(variable=variable, column=column, why=why)
    return tuple(kept.values()), aside


def map_by_rules(wanted: Sequence[VariableInfo], columns: Sequence[VariableInfo]) -> Mapped:
    """Columns whose names or meanings share the words of a variable, the best fits first; rules, not an AI."""
    offered = [Column(c.name, c.meaning) for c in columns]
    kinds = _Kinds(wanted, columns)
    fits = []
    for place, variable in enumerate(wanted):
        best = {
            m.name: m.score
            for text in (variable.name, variable.meaning)
            if text
            for m in ranked(text, offered)
        }
        for text in (variable.name, variable.meaning):
            for m in ranked(text, offered) if text else ():
                best[m.name] = max(best[m.name], m.score)
        fits += [
            (-score, place, variable.name, name)
            for name, score in best.items()
            if score >= FITS and not kinds.against(variable.name, name)
        ]
    kept: dict[str, ColumnMatch] = {}
    for _, _, variable_name, column in sorted(fits):
        if variable_name not in kept and all(m.column != column for m in kept.values()):
            why = "The words of the two agree."
            kept[variable_name] = ColumnMatch(variable=variable_name, column=column, why=why)
    aside = tuple(
        SetAside(item=v.name, reason="No column shares enough of its words.")
        for v in wanted
        if v.name not in kept
    )
    return Mapped(
        source="rules", matches=tuple(kept[v.name] for v in wanted if v.name in kept), set_aside=aside
    )
