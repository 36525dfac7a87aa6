"""Graph: the picture, the same graph as a table, proposals to accept or reject, text in and out."""

from __future__ import annotations

import streamlit as st

from causal_core.errors import CausalError
from studies.study import Arrow, HiddenCause, Study
from studies.workflow import identify_study, missing_steps, read_graph, set_arrows, set_graph
from ui import arrow_rows, state
from ui.assistant import proposal_panel
from ui.choices import with_current
from ui.faults import show_error, shown_errors
from ui.graph_editor import graph_picture, payload
from ui.paths import arrow_meanings
from ui.show import role_table
from ui.tables import accepted, edit_rows, rejected
from ui.text import plain

study = state.present()
table_name = f"arrows_{study.id}"


def picture() -> None:
    """The graph as drawn, with what it means for the question."""
    if not study.variables:
        st.info("There are no variables yet. Name them on the Variables page, or paste a graph below.")
        return
    if not study.arrows and not study.hidden:
        st.info(
            "No arrows yet. Let the assistant propose a first graph, add arrows one by one below, or paste a graph "
            "you already have."
        )
    answer = None
    if not {"question", "graph"} & set(missing_steps(study)):
        with shown_errors():
            answer = identify_study(study)
    graph_picture(payload(study, **arrow_meanings(study, answer)), key=f"graph_{study.id}")
    if answer is not None:
        icon = ":material/check_circle:" if answer.strategies else ":material/block:"
        st.markdown(f"{icon} {plain(answer.reason)}")
        with st.expander("The part each variable plays, and why", icon=":material/theater_comedy:"):
            role_table(answer)


def add_arrow() -> None:
    """One arrow by three choices: works by keyboard, on a phone and with a screen reader."""
    names = list(study.graph_nodes())
    with st.form(f"add_{study.id}", border=True, clear_on_submit=True):
        first, kind, second, button = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
        a = first.selectbox("From", with_current(names, ""), index=None, placeholder="Variable")
        how = kind.selectbox("How", [arrow_rows.AFFECTS, arrow_rows.SHARE])
        b = second.selectbox("To", names, index=None, placeholder="Variable")
        reason = st.text_input("Reason", placeholder="Why do you think so? (may be empty)", max_chars=1000)
        pressed = button.form_submit_button("Add", icon=":material/add:", width="stretch")
    if not pressed:
        return
    if not a or not b:
        st.error("Choose both variables.")
        return
    with shown_errors():
        changed = _with_arrow(study, a, how, b, reason)
        state.commit(changed, f"Add {a} {how} {b}")
        rejected(table_name)
        st.rerun()


def _with_arrow(study: Study, a: str, how: str, b: str, reason: str) -> Study:
    arrows, hidden = list(study.arrows), list(study.hidden)
    if how == arrow_rows.SHARE:
        hidden = [h for h in hidden if {h.a, h.b} != {a, b}] + [HiddenCause(a=a, b=b, reason=reason)]
    else:
        arrows = [x for x in arrows if (x.cause, x.effect) != (a, b)] + [
            Arrow(cause=a, effect=b, reason=reason)
        ]
    return set_arrows(study, arrows, hidden)


def arrow_table() -> None:
    """The same graph as a table."""
    before = arrow_rows.rows_of(study)
    rows = edit_rows(table_name, before, columns=arrow_rows.columns(study), disabled=["source"])
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
            same = [(r["first"], r["kind"], r["second"]) for r in after] == [
                (r["first"], r["kind"], r["second"]) for r in rows
            ]
            if same and len(after) == len(before):
                accepted(table_name, after)
            else:
                rejected(table_name)
            st.rerun()


def text_box() -> None:
    """The graph as text that dagitty.net and the command line read."""
    with st.form(f"paste_{study.id}", border=False):
        text = st.text_area(
            "Paste a graph: dagitty text, or lines such as  age -> smoking;  smoking <-> cancer",
            height=140,
            placeholder="smoking -> tar -> cancer; smoking <-> cancer",
        )
        pressed = st.form_submit_button("Use this graph")
    if pressed and not text.strip():
        st.info("Paste or type a graph first.")
    elif pressed:
        try:
            graph = read_graph(text)
        except CausalError as error:
            where = f" ({plain(error.where)})" if error.where else ""
            st.error(f"**{plain(error.message)}**{where}\n\n{plain(error.fix)}")
        else:
            state.commit(set_graph(study, graph), "Paste a graph")
            rejected(table_name)
            st.rerun()
    st.markdown("The present graph, to copy:")
    st.code(study.graph().to_dagitty(), language=None)
    st.download_button(
        "Download as text", study.graph().to_dagitty(), file_name="graph.txt", icon=":material/download:"
    )


picture()
proposal_panel(study)
if study.variables:
    st.subheader("Arrows", anchor=False)
    add_arrow()
    arrow_table()
    st.caption(
        "Every arrow says “this may affect that”. Every missing arrow says “this does not”, which is the stronger claim."
    )
with st.expander("Graph as text", icon=":material/code:"):
    text_box()
