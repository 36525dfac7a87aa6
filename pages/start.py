"""Start: a gallery of real examples, one's own data, or an empty study."""

from __future__ import annotations

import streamlit as st

from causal_core.table.table import Table
from studies.examples import gallery, study_from_example
from studies.store import StoreError, imported
from studies.study import DataRef, Study
from studies.workflow import attach_data
from ui import frame, state
from ui.faults import show_error
from ui.text import plain
from ui.upload import upload_box

COLUMNS = 3


def begin_with(table: Table, ref: DataRef) -> None:
    """A new study on an uploaded file."""
    study = attach_data(Study(), table, ref)
    state.close_study()
    state.commit(study, "Bring data")
    frame.go("question")


def begin_empty() -> None:
    """A new study without data."""
    state.close_study()
    state.commit(Study(), "Begin")
    frame.go("question")


def begin_example(example_id: str) -> None:
    """A new study of an example."""
    study = study_from_example(example_id, state.store())
    state.close_study()
    state.commit(study, "Open the example")
    frame.go("question")


def card(entry: dict[str, object]) -> None:
    """One example."""
    with st.container(border=True, height="stretch", key=f"card_{entry['id']}"):
        st.markdown(f"#### {plain(entry['title'])}")
        st.markdown(plain(entry["summary"]))
        st.caption(f"{plain(entry['source'])} · {plain(entry['licence'])}")
        if st.button("Open this example", key=f"example_{entry['id']}", icon=":material/play_arrow:"):
            begin_example(str(entry["id"]))


def open_file() -> None:
    """A study that was downloaded before."""
    file = st.file_uploader("A study file (.json) downloaded from a report", type=["json"], key="study_file")
    if file is None or not st.button("Open the study", key="open_study_file"):
        return
    try:
        study = imported(file.getvalue())
    except StoreError as error:
        show_error(error)
        return
    state.close_study()
    state.commit(study, "Open the study file")
    frame.go("report" if study.estimate else "question")


current = state.session().study
if current is not None:
    with st.container(border=True):
        st.markdown(f"**Open now:** {plain(current.title or 'Untitled study')}")
        if current.question.text:
            st.markdown(plain(current.question.text))
        if st.button("Go on with it", type="primary", icon=":material/arrow_forward:"):
            frame.go("question")

own, other = st.columns([2, 1], gap="large")
with own:
    st.subheader("Use your own data", anchor=False)
    upload_box("start", button="Use these data", use=begin_with)
with other:
    st.subheader("Or without data", anchor=False)
    if st.button("Start without data", icon=":material/edit_square:"):
        begin_empty()
    with st.expander("Open a study file", icon=":material/folder_open:"):
        open_file()

st.subheader("Try a real example", anchor=False)
entries = gallery()
for first in range(0, len(entries), COLUMNS):
    for column, entry in zip(st.columns(COLUMNS), entries[first : first + COLUMNS], strict=False):
        with column:
            card(dict(entry))
