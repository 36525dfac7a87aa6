"""Graph: the picture to draw in, the same graph as a table, proposals to accept or reject, files in and out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from causal_core.errors import CausalError
from causal_core.results import ImplicationResult
from studies.proposals import open_proposals
from studies.study import Study
from studies.workflow import missing_steps
from ui import arrow_rows, graph_forms, state
from ui.assistant import arrow_standing, proposal_panel
from ui.attacks import graph_section
from ui.faults import show_error, shown_errors
from ui.graph_editor import graph_editor, payload, receive, settled
from ui.graph_files import graph_files
from ui.paths import Objections, arrow_meanings, live_answer, objections
from ui.show import role_table
from ui.tables import accepted, edit_rows, rejected, whole_below
from ui.text import plain

FIRST = 3
"""Objections of the data that are told at once; the others open at a click."""


@st.fragment
def board(below: DeltaGenerator) -> None:
    """The picture, what it says, and in ``below`` the same graph as a table.

    A stroke runs this again and nothing else; where the rest of the page shows what the stroke changed, the rest
    follows when the answer is on screen.
    """
    key = f"graph_{state.present().id}"
    receive(key)
    study = settled()
    _picture(study, key)
    _verdict(study)
    with below:
        _table(study)
    if state.session().memory.get("outside") != _outside(study):
        st.rerun()


def _table(study: Study) -> None:
    """The same graph as a table and by forms; in and out."""
    _arrows(study)
    _objections(study)
    arrow_standing(study)
    with st.expander(
        "Change arrows and variables by forms", icon=":material/edit_note:", key="forms", on_change="rerun"
    ) as box:
        if box.open:
            graph_forms.change_form(study, _taken)
            graph_forms.variable_forms(study, _taken)
    with st.expander("Import and export", icon=":material/code:", key="files", on_change="rerun") as box:
        if box.open:
            graph_files(study, _taken)


def _outside(study: Study) -> tuple[object, ...]:
    """What the rest of the page shows of the study: when it changes, the whole page runs again."""
    current = state.session()
    return (
        study.title,
        missing_steps(study),
        open_proposals(study),
        tuple((v.name, v.timing, v.randomised, v.selected) for v in study.variables),
        study.question,
        current.undo is None,
        current.redo is None,
        study.graph_check_is_current(),
        study.data is not None and not study.arrows,
    )


def _picture(study: Study, key: str) -> None:
    answer = None
    with shown_errors():
        answer = live_answer(study)
    drawn = payload(study, **arrow_meanings(study, answer))
    drawn["missing"] = [(*r.missing_arrow, r.sentence) for r in _objected(study).weighty]
    graph_editor(study, drawn, key=key)


def _verdict(study: Study) -> None:
    """What the graph as drawn says about the question, in one sentence."""
    asked = bool(study.question.treatment and study.question.outcome)
    if not study.arrows and not study.hidden:
        proposed = (
            "let the assistant propose a first graph"
            if asked
            else "name a cause and an outcome on the Question page so that a first graph can be proposed"
        )
        st.info(
            f"No arrows yet. Name variables in the picture and draw arrows between them, {proposed}, or open a graph "
            "that you have under Import and export."
        )
    if not asked:
        st.caption("Select a variable in the picture to make it the cause or the outcome of the question.")
        return
    with shown_errors():
        answer = live_answer(study)
        if answer is None:
            return
        icon = ":material/check_circle:" if answer.strategies else ":material/block:"
        st.markdown(f"{icon} {plain(answer.reason)}")
        with st.expander(
            "The part each variable plays, and why",
            icon=":material/theater_comedy:",
            key="parts",
            on_change="rerun",
        ) as box:
            if box.open:
                role_table(answer)


def _arrows(study: Study) -> None:
    """The arrows, each a row that can be changed."""
    table_name = _table_name(study)
    before = arrow_rows.rows_of(study)
    rows = edit_rows(table_name, before, columns=arrow_rows.columns(study), disabled=["source"])
    whole_below(list(dict.fromkeys(name for row in before for name in (row["first"], row["second"]))))
    st.caption(
        "Every arrow says “this may affect that”. Every missing arrow says “this does not”, which is the stronger claim."
    )
    if rows == before:
        return
    try:
        changed = arrow_rows.take(study, rows)
    except CausalError as error:
        show_error(error)
        st.caption("This change is not taken yet: mend the row, or press the button.")
        st.button("Take the change back", on_click=rejected, args=(table_name,), icon=":material/undo:")
    else:
        if changed != study:
            state.commit(changed, "Change the arrows")
            after = arrow_rows.rows_of(changed)
            if [_said(r) for r in after] == [_said(r) for r in rows] and len(after) == len(before):
                accepted(table_name, after)
            else:
                rejected(table_name)
            st.rerun()


def _objections(study: Study) -> None:
    """The arrows that are not there and that the data ask for, in words."""
    found = _objected(study)
    if found.weighty:
        many = len(found.weighty)
        count = "one arrow that is" if many == 1 else f"{many} arrows that are"
        st.markdown(f":material/report: **The data speak against leaving out {count} not in the graph.**")
        _lines(found.weighty[:FIRST])
        if many > FIRST:
            with st.expander(f"The others ({many - FIRST})", icon=":material/list:"):
                _lines(found.weighty[FIRST:])
    if found.harmless:
        pairs = "one pair" if len(found.harmless) == 1 else f"{len(found.harmless)} pairs"
        with st.expander(
            f"Also going together, and no harm to the answer: {pairs} of variables that are held equal",
            icon=":material/list:",
        ):
            _lines(found.harmless)


def _objected(study: Study) -> Objections:
    with shown_errors():
        return objections(study)
    return Objections()


def _lines(results: Sequence[ImplicationResult]) -> None:
    st.markdown("\n".join(f"- {plain(r.sentence)}" for r in results))


def _said(row: dict[str, object]) -> tuple[object, ...]:
    return row["first"], row["kind"], row["second"]


def _table_name(study: Study) -> str:
    return f"arrows_{study.id}"


def _taken() -> None:
    """The graph changed by other means than the table: the table is made anew."""
    rejected(_table_name(state.present()))


receive(f"graph_{state.present().id}")
study = settled()
state.session().memory["outside"] = _outside(study)
picture = st.container()
proposal_panel(study)
st.subheader("Arrows", anchor=False)
if len(study.variables) > 1:
    graph_forms.add_form(study, _taken)
table = st.container()
if study.data is not None and study.arrows:
    graph_section(study, state.table_of(study), listed=False)
with picture:
    board(table)
