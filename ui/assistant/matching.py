"""Which column of the data holds which variable: suggested by words or by a model, taken by the person."""

from __future__ import annotations

import streamlit as st

from causal_core.table.table import Table
from llm.context import from_table
from llm.map_columns import Mapped, map_by_rules, map_columns, map_task
from studies.labels import source_words
from studies.study import Study
from studies.workflow import set_variables
from ui import state
from ui.assistant.asking import ask, show_cost
from ui.assistant.sending import assistant_badge, consented, known_variables, set_aside_box
from ui.faults import shown_errors
from ui.text import plain

MATCH = "Match variables to columns"


def match_panel(study: Study, table: Table | None) -> None:
    """Suggest columns for variables that have none; absent where there is nothing to match."""
    if table is None:
        return
    wanted = [v.name for v in study.variables if v.column is None]
    taken = {v.column for v in study.variables}
    free = [i for i in from_table(table, values=consented(study)) if i.name not in taken]
    if not wanted or not free:
        return
    infos = [i for i in known_variables(study) if i.name in wanted]
    memory, key = state.session().memory, f"matched_{study.id}"
    with st.container(border=True, key="matching"), shown_errors():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**Without a column: {plain(', '.join(wanted[:8]))}**")
            assistant_badge()
        settings, consent = state.session().llm, consented(study)
        found: Mapped | None = None
        if settings.configured:
            found = ask(
                "match",
                study,
                [map_task(infos, free, consent=consent)],
                lambda cancel: map_columns(settings, infos, free, consent=consent, cancel=cancel),
                button=MATCH,
                about=(tuple(wanted), table.sha256),
                place="variables",
            )
            show_cost("match")
        elif st.button(MATCH, icon=":material/join_inner:"):
            found = map_by_rules(infos, free)
        if found is not None:
            memory[key] = found
        said = memory.get(key)
        if isinstance(said, Mapped):
            _suggested(study, said, wanted, {i.name for i in free})
            set_aside_box(said.set_aside, notes=said.notes)


def _suggested(study: Study, said: Mapped, wanted: list[str], free: set[str]) -> None:
    """What was suggested and still fits, with a box each and one button."""
    fitting = [m for m in said.matches if m.variable in wanted and m.column in free]
    if not fitting:
        st.caption("No column was found that fits.")
        return
    with st.form(f"matches_{study.id}", border=False):
        chosen = [
            m
            for n, m in enumerate(fitting)
            if st.checkbox(
                f"{plain(m.variable)} is in the column {plain(m.column)}: {plain(m.why)}",
                value=True,
                key=f"match_{study.id}_{n}_{m.variable}_{m.column}",
            )
        ]
        st.caption(f"Suggested by {plain(source_words(said.source))}.")
        pressed = st.form_submit_button("Use these columns", icon=":material/check:")
    if pressed and chosen:
        columns = {m.variable: m.column for m in chosen}
        rows = [
            v.model_copy(update={"column": columns[v.name], "measured": True}) if v.name in columns else v
            for v in study.variables
        ]
        state.session().memory.pop(f"matched_{study.id}", None)
        state.commit(set_variables(study, rows), "Match variables to columns")
        state.session().revision += 1
        st.rerun()
