"""The graph in and out: pasted text, files, and the picture as SVG. (PNG is a button of the editor.)"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from causal_core.errors import CausalError
from studies.exchange import FORMS, read_graph, use_graph
from studies.export.svg import graph_svg
from studies.study import Study
from ui import state
from ui.paths import arrow_meanings, live_answer
from ui.text import plain

TYPES = ["txt", "dagitty", "dot", "gv", "json", "graphml", "xml"]
LARGEST_MB = 5


def graph_files(study: Study, taken: Callable[[], None]) -> None:
    """Paste or upload a graph; copy or download the present one. ``taken`` is called after one was taken."""
    _paste(study, taken)
    _upload(study, taken)
    st.markdown("**The present graph, to copy or to save**")
    chosen = st.segmented_control(
        "Form", list(FORMS), default="dagitty", format_func=lambda f: FORMS[f][0], key=f"form_{study.id}"
    )
    words, file_name, mime, write = FORMS[chosen or "dagitty"]
    try:
        text = write(study)
    except CausalError as error:
        st.error(f"**{plain(error.message)}** {plain(error.fix)}")
    else:
        st.code(text, language=None, wrap_lines=True)
        with st.container(horizontal=True):
            st.download_button(
                f"Download as {words}", text, file_name=file_name, mime=mime, icon=":material/download:"
            )
            picture = picture_svg(study)
            st.download_button(
                "Download the picture (SVG)",
                picture,
                file_name="graph.svg",
                mime="image/svg+xml",
                icon=":material/image:",
                disabled=not picture,
            )


def picture_svg(study: Study) -> str:
    """The picture as seen, with what the arrows mean for the question; empty when nothing is drawn."""
    try:
        answer = live_answer(study)
    except CausalError:
        answer = None
    return graph_svg(study, **arrow_meanings(study, answer))


def _paste(study: Study, taken: Callable[[], None]) -> None:
    with st.form(f"paste_{study.id}", border=False):
        text = st.text_area(
            "Paste a graph: dagitty text, DOT, JSON, GraphML, or lines such as  age -> smoking;  smoking <-> cancer",
            height=140,
            placeholder="smoking -> tar -> cancer; smoking <-> cancer",
        )
        pressed = st.form_submit_button("Use this graph")
    if pressed and not text.strip():
        st.info("Paste or type a graph first.")
    elif pressed:
        _take(study, text, "Paste a graph", taken)


def _upload(study: Study, taken: Callable[[], None]) -> None:
    file = st.file_uploader(
        "Or open a file with a graph", type=TYPES, max_upload_size=LARGEST_MB, key=f"graph_file_{study.id}"
    )
    if file is None:
        return
    if st.button(f"Use the graph in {plain(file.name)}", icon=":material/check:"):
        try:
            text = file.getvalue().decode("utf-8-sig")
        except UnicodeDecodeError:
            st.error("This file is not text in UTF-8. Save it as UTF-8 and open it again.")
        else:
            _take(study, text, "Open a graph", taken)


def _take(study: Study, text: str, label: str, taken: Callable[[], None]) -> None:
    try:
        changed = use_graph(study, read_graph(text))
    except CausalError as error:
        place = error.where if error.where and error.where not in error.message else ""
        where = f" ({plain(place)})" if place else ""
        fix = f"\n\n{plain(error.fix)}" if error.fix else ""
        st.error(f"**{plain(error.message)}**{where}{fix}")
    else:
        state.commit(changed, label)
        taken()
        st.rerun()
