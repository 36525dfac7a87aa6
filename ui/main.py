"""The frame around every page: configuration, the study in the address, navigation."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from studies.examples import study_from_example
from ui import frame, state, work
from ui.assistant import asking
from ui.faults import EXPECTED, on_fault, show_error
from ui.reconnected import draw_anew_when_reconnected
from ui.style import page_style

# An icon of one's own: a Material icon's picture would be fetched from the network.
LOGO = Path(__file__).resolve().parent.parent / "assets" / "logo.png"
st.set_page_config(page_title="Whyboard", page_icon=str(LOGO), layout="wide")


def restore() -> None:
    """Open what the address names: a kept study, or an example as a new one."""
    wanted, example = st.query_params.get("study"), st.query_params.get("example")
    current = state.session().study
    if wanted and (current is None or current.id != wanted) and not state.open_study(wanted):
        st.query_params.clear()
        st.warning("The study in this address is not kept here. It may have been deleted.")
    elif current is not None and wanted == current.id:
        state.present()  # another tab may have changed it
    if example and not wanted:
        try:
            state.commit(study_from_example(example, state.store()), "Open the example")
        except EXPECTED as error:
            show_error(error)
        del st.query_params["example"]


def main() -> None:
    page_style()
    restore()
    work.collect()
    known = frame.pages()
    st.session_state["_pages"] = known
    chosen = st.navigation(list(known.values()), position="hidden")
    key = next(k for k, p in known.items() if p.title == chosen.title)
    frame.sidebar(key)
    with st.sidebar:
        asking.elsewhere(key)
        draw_anew_when_reconnected()
    frame.strip(key)
    aside = key in {s.key for s in frame.ASIDE}
    if state.session().study is None and key != "start" and not aside:
        st.info("No study is open yet. Choose an example, or bring your own data, to begin.")
        st.page_link(known["start"], label="Go to Start", icon=":material/home:")
        return
    for name, value in frame.params().items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value
    frame.header(key)
    study = state.session().study
    if study is not None:
        work.warm(study, key)
    chosen.run()
    if not aside:
        frame.footer(key)


try:
    main()
except EXPECTED as error:
    on_fault(error)
