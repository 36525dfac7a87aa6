"""The short list of what an answer relies on not being there, and the one click by which a person stands by it."""

from __future__ import annotations

import streamlit as st

from studies.standing import reliance_of, stand_by, take_back
from studies.study import Study
from studies.workflow import Answer
from ui import state
from ui.text import plain

WHAT_IT_IS = (
    "An arrow that is not drawn says that there is no such influence. No data can show that these hold: it is what "
    "you know of the matter. Any change of the graph asks again."
)


def stand_panel(study: Study, answer: Answer) -> None:
    """What nobody stands by yet with a button, or who stands by it and how to take it back."""
    relied = reliance_of(study, answer)
    if relied is None:
        return
    if relied.open_lines:
        with st.container(border=True, key=f"stand_{study.id}"):
            st.markdown("**Do you stand by what the graph leaves out?** The answer relies on this:")
            for line in relied.open_lines:
                st.markdown(f"- {plain(line)}")
            if st.button("I have looked at these and stand by them", icon=":material/verified_user:"):
                state.commit(stand_by(study), "Stand by what the graph leaves out")
                st.rerun()
            st.caption(f"{WHAT_IT_IS} If one of these is wrong, draw the arrow on the Graph page.")
    elif relied.source == "user" and relied.lines:
        with st.expander("You stand by what the graph leaves out", icon=":material/verified_user:"):
            for line in relied.lines:
                st.markdown(f"- {plain(line)}")
            st.caption(WHAT_IT_IS)
            if st.button("Take this back", icon=":material/undo:"):
                state.commit(take_back(study), "No longer stand by what the graph leaves out")
                st.rerun()
