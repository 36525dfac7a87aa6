"""The arrows as rows of an editable table, and back: the graph for keyboards and screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from causal_core.errors import GraphError
from studies.labels import source_words
from studies.study import Arrow, HiddenCause, Study
from studies.workflow import set_arrows
from ui.tables import ID, Row

AFFECTS, SHARE = "affects", "share a hidden cause"


def columns(study: Study) -> dict[str, Any]:
    """How the table's columns look and what they take."""
    config, names = st.column_config, list(study.graph_nodes())
    return {
        "first": config.SelectboxColumn("Variable", options=names, required=True),
        "kind": config.SelectboxColumn("", options=[AFFECTS, SHARE], default=AFFECTS, required=True),
        "second": config.SelectboxColumn("Variable ", options=names, required=True),
        "reason": config.TextColumn("Reason", max_chars=1000, width="large"),
        "source": config.TextColumn("From"),
    }


def rows_of(study: Study) -> list[Row]:
    """Every accepted arrow and hidden common cause as a row."""
    arrows = [
        {
            ID: f"a{i}",
            "first": a.cause,
            "kind": AFFECTS,
            "second": a.effect,
            "reason": a.reason,
            "source": source_words(a.source),
        }
        for i, a in enumerate(study.arrows)
        if a.status == "accepted"
    ]
    hidden = [
        {
            ID: f"h{i}",
            "first": h.a,
            "kind": SHARE,
            "second": h.b,
            "reason": h.reason,
            "source": source_words(h.source),
        }
        for i, h in enumerate(study.hidden)
        if h.status == "accepted"
    ]
    return arrows + hidden


def take(study: Study, rows: Sequence[Row]) -> Study:
    """The study with the arrows as the rows now say; a row not filled in yet is left out.

    Raises
    ------
    GraphError
        A cycle, a self-loop, or a name that is not a variable.
    """
    arrows = [a for a in study.arrows if a.status != "accepted"]
    hidden = [h for h in study.hidden if h.status != "accepted"]
    for row in rows:
        first, second = row["first"], row["second"]
        if not first or not second:
            continue
        if first == second:
            raise GraphError(
                f"“{first}” cannot affect itself.", fix="Choose two different variables.", where=first
            )
        source = _source(study, row)
        reason = row["reason"] or ""
        if row["kind"] == SHARE:
            hidden.append(HiddenCause(a=first, b=second, reason=reason, source=source))
        else:
            arrows.append(Arrow(cause=first, effect=second, reason=reason, source=source))
    return set_arrows(study, arrows, hidden)


def _source(study: Study, row: Row) -> str:
    """An arrow keeps where it came from until a person changes what it says."""
    origin = row[ID]
    if origin is None:
        return "user"
    index = int(origin[1:])
    if origin[0] == "a":
        arrow = study.arrows[index]
        same = row["kind"] == AFFECTS and (row["first"], row["second"]) == (arrow.cause, arrow.effect)
        return arrow.source if same else "user"
    cause = study.hidden[index]
    same = row["kind"] == SHARE and {row["first"], row["second"]} == {cause.a, cause.b}
    return cause.source if same else "user"
