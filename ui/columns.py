"""Columns of the file that are no variable yet, each to be added by one click."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from causal_core.table.table import Table
from studies.study import Study
from studies.workflow import add_column, unused_columns
from ui import state
from ui.faults import shown_errors
from ui.text import plain

IN_SIGHT = 30
"""More columns than this are chosen from a list."""


def columns_on_offer(study: Study, table: Table | None, taken: Callable[[], None] = lambda: None) -> None:
    """The columns that no variable has; ``taken`` is called after one became a variable."""
    columns = list(unused_columns(study, table))
    if not columns:
        return
    key = f"unused_{study.id}_{state.session().revision}_{len(columns)}"
    label = "Columns of the file that are no variable yet: choose one to add it"
    if len(columns) <= IN_SIGHT:
        chosen = st.pills(label, columns, format_func=plain, key=key)
    else:
        chosen = st.selectbox(label, columns, index=None, placeholder="Choose a column", key=key)
    if not chosen:
        return
    with shown_errors():
        state.commit(add_column(study, chosen), f"Add the column {chosen}")
        state.session().revision += 1
        taken()
        st.rerun()
