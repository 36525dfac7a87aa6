"""The variables as rows of an editable table, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from causal_core.errors import QueryError
from causal_core.table.table import Table
from studies.study import Study, StudyVariable
from studies.workflow import set_variables
from ui.choices import KIND_WORDS, TIMING_WORDS
from ui.tables import ID, Row

_KIND_BACK = {v: k for k, v in KIND_WORDS.items()}
_TIMING_BACK = {v: k for k, v in TIMING_WORDS.items()}
_ROLE_WORDS = {"treatment": "the cause", "outcome": "the outcome"}


def columns(table: Table | None) -> dict[str, Any]:
    """How the table's columns look and what they take."""
    config = st.column_config
    on_offer = [] if table is None else [v.name for v in table.variables]
    return {
        "name": config.TextColumn("Name", required=True, max_chars=300, width="medium"),
        "timing": config.SelectboxColumn(
            "Settled",
            options=[*TIMING_WORDS.values(), *_ROLE_WORDS.values()],
            help="Was this settled before the cause, or could the cause have changed it?",
            required=True,
        ),
        "meaning": config.TextColumn("Meaning", max_chars=1000, width="large"),
        "measured": config.CheckboxColumn(
            "Measured", help="Is it in the data? What is not measured can still be drawn."
        ),
        "column": config.SelectboxColumn("Column of the data", options=on_offer),
        "kind": config.SelectboxColumn("Kind", options=list(KIND_WORDS.values())),
        "randomised": config.CheckboxColumn(
            "By lottery", help="Was it decided by chance, as in an experiment?"
        ),
        "selected": config.CheckboxColumn(
            "Selected on",
            help="Did only rows with some value of it come into the data, such as only patients?",
        ),
        "unit": config.TextColumn("Unit", max_chars=60),
        "missing": config.NumberColumn("Missing", help="Rows without a value"),
    }


def rows_of(study: Study, table: Table | None) -> list[Row]:
    """The study's variables as rows."""
    return [_row(v, study, table) for v in study.variables]


def _row(variable: StudyVariable, study: Study, table: Table | None) -> Row:
    about = None
    if table is not None and variable.column in table.names:
        about = table.variable(str(variable.column))
    kind = variable.kind or (about.kind if about else None)
    role = {study.question.treatment: "the cause", study.question.outcome: "the outcome"}.get(variable.name)
    return {
        ID: variable.name,
        "name": variable.name,
        "timing": role or TIMING_WORDS[variable.timing],
        "meaning": variable.meaning,
        "measured": variable.measured,
        "column": variable.column,
        "kind": KIND_WORDS[kind] if kind else None,
        "randomised": variable.randomised,
        "selected": variable.selected,
        "unit": variable.unit,
        "missing": about.n_missing if about else None,
    }


def take(study: Study, rows: Sequence[Row], table: Table | None) -> Study:
    """The study with the variables as the rows now say.

    Raises
    ------
    QueryError
        A row has no name, or two have the same.
    """
    taken: list[StudyVariable] = []
    renamed: dict[str, str] = {}
    for row in rows:
        name = str(row["name"] or "").strip()
        if not name:
            if row[ID] is None:
                continue
            raise QueryError("A variable needs a name.", fix="Type a name in the first column.")
        before = study.variable(row[ID]) if row[ID] else None
        if before is not None and before.name != name:
            renamed[before.name] = name
        taken.append(_variable(row, name, before, table))
    return set_variables(study, taken, renamed)


def _variable(row: Row, name: str, before: StudyVariable | None, table: Table | None) -> StudyVariable:
    kind = _KIND_BACK.get(str(row["kind"]))
    column = row["column"] or None
    if before is None and column is None and table is not None and name in table.names:
        column = name
    if before is not None and before.kind is None and column is not None and table is not None:
        found = table.variable(column).kind if column in table.names else None
        kind = None if kind == found else kind
    timing = _TIMING_BACK.get(str(row["timing"]), before.timing if before else "unknown")
    return StudyVariable.model_validate(
        {
            "name": name,
            "column": column,
            "meaning": row["meaning"] or "",
            "kind": kind,
            "unit": row["unit"] or "",
            "measured": True if row["measured"] is None else bool(row["measured"]),
            "timing": timing,
            "randomised": bool(row["randomised"]),
            "selected": bool(row["selected"]),
        }
    )
