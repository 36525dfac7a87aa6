"""Everything the picture can do, by forms: for keyboards, screen readers and phones."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from causal_core.graph.boxes import room_of
from studies import edits
from studies.places import drawn_graph
from studies.study import Study
from studies.workflow import LONGEST_NAME, unused_columns
from ui import arrow_rows, state
from ui.columns import columns_on_offer
from ui.faults import shown_errors

PARTS = {"variable": "neither", "treatment": "the cause", "outcome": "the outcome"}


def add_form(study: Study, taken: Callable[[], None]) -> None:
    """One arrow by three choices."""
    names = list(study.graph_nodes())
    with st.form(f"add_{study.id}", border=True, clear_on_submit=True):
        first, kind, second, button = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
        a = first.selectbox("From", names, index=None, placeholder="Variable")
        how = kind.selectbox("How", [arrow_rows.AFFECTS, arrow_rows.SHARE])
        b = second.selectbox("To", names, index=None, placeholder="Variable")
        reason = st.text_input("Reason", placeholder="Why do you think so? (may be empty)", max_chars=1000)
        pressed = button.form_submit_button("Add", icon=":material/add:", width="stretch")
    if not pressed:
        return
    if not a or not b:
        st.error("Choose both variables.")
        return
    draw = edits.add_hidden if how == arrow_rows.SHARE else edits.add_arrow
    _do(lambda: draw(study, a, b, reason=reason), f"Add {a} {how} {b}", taken)


def change_form(study: Study, taken: Callable[[], None]) -> None:
    """Turn an arrow round, or delete one."""
    arrows = {f"{a.cause} → {a.effect}": a for a in study.arrows if a.status == "accepted"}
    hidden = {f"{h.a} ↔ {h.b}": h for h in study.hidden if h.status == "accepted"}
    if not arrows and not hidden:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "An arrow",
            [*arrows, *hidden],
            index=None,
            placeholder="Choose one to change",
            key=f"arrow_{study.id}_{state.session().revision}",
        )
        arrow = arrows.get(chosen or "")
        if st.button("Turn round", icon=":material/swap_horiz:", disabled=arrow is None) and arrow:
            _do(lambda: edits.reverse_arrow(study, arrow.cause, arrow.effect), f"Turn {chosen} round", taken)
        if st.button("Delete", icon=":material/delete:", disabled=not chosen) and chosen:
            pair = (arrow.cause, arrow.effect) if arrow else None
            cause = hidden.get(chosen)
            _do(
                lambda: edits.remove(
                    study,
                    arrows=[pair] if pair else [],
                    hidden=[(cause.a, cause.b)] if cause and not pair else [],
                ),
                f"Delete {chosen}",
                taken,
            )


def variable_forms(study: Study, taken: Callable[[], None]) -> None:
    """Add a variable, or a column of the file as one; rename one, say what it is, or delete it."""
    table = state.table_of(study)
    with (
        st.form(f"new_{study.id}", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input("A new variable", max_chars=LONGEST_NAME, placeholder="Its name")
        pressed = st.form_submit_button("Add the variable", icon=":material/add:")
    if pressed:
        columns = unused_columns(study, table)
        _do(lambda: edits.add_variable(study, name, _beside(study, name), columns), f"Add {name}", taken)
    columns_on_offer(study, table, taken)
    names = list(study.graph_nodes())
    chosen = st.selectbox(
        "A variable",
        names,
        index=None,
        placeholder="Choose one to change",
        key=f"which_{study.id}_{state.session().revision}",
    )
    if chosen:
        _one_variable(study, chosen, taken)
    if st.button("Tidy the picture", icon=":material/grid_view:", disabled=not study.positions):
        _do(lambda: edits.tidy(study), "Tidy the picture", taken)


def _one_variable(study: Study, chosen: str, taken: Callable[[], None]) -> None:
    variable = study.variable(chosen)
    if variable is None:
        return
    part = (
        "treatment"
        if chosen == study.question.treatment
        else "outcome"
        if chosen == study.question.outcome
        else "variable"
    )
    with st.form(f"change_{study.id}_{chosen}_{state.session().revision}", border=True):
        name = st.text_input("Name", chosen, max_chars=LONGEST_NAME)
        wanted = st.radio(
            "Part in the question",
            list(PARTS),
            list(PARTS).index(part),
            format_func=PARTS.__getitem__,
            horizontal=True,
        )
        measured = st.checkbox("Measured", variable.measured)
        lottery = st.checkbox("Decided by lottery", variable.randomised)
        chosen_by = st.checkbox(
            "The rows were chosen by it",
            variable.selected,
            help="Only rows with some value of it came into the data, such as only patients.",
        )
        with st.container(horizontal=True):
            change = st.form_submit_button("Change the variable", icon=":material/check:")
            delete = st.form_submit_button("Delete the variable", icon=":material/delete:")

    def changed() -> Study:
        new = edits.rename_variable(study, chosen, name)
        now = edits.clean_name(name)
        new = edits.set_part(new, now, wanted)  # type: ignore[arg-type]
        new = edits.set_flag(edits.set_flag(new, [now], "measured", measured), [now], "randomised", lottery)
        return edits.set_flag(new, [now], "selected", chosen_by)

    if change:
        _do(changed, f"Change {chosen}", taken)
    if delete:
        _do(lambda: edits.remove(study, [chosen]), f"Delete {chosen}", taken)


def _beside(study: Study, name: str) -> tuple[float, float]:
    """Below what is drawn, where nothing is in the way."""
    spots = {n: study.positions[n] for n in drawn_graph(study).nodes if n in study.positions}
    if not spots:
        return 0.0, 0.0
    half = room_of(name)[1] / 2
    below = max(y + max(86.0, room_of(n)[1] / 2 + half + 20) for n, (_, y) in spots.items())
    return min(x for x, _ in spots.values()), below


def _do(work: Callable[[], Study], label: str, taken: Callable[[], None]) -> None:
    with shown_errors():
        changed = work()
        if changed != state.present():
            state.commit(changed, label)
            state.session().revision += 1
            taken()
        st.rerun()
