"""Trying the assistant's server out with one tiny question, which can be stopped like any other."""

from __future__ import annotations

import streamlit as st

from llm.client import check, check_task
from llm.context import preview
from llm.errors import LlmError
from ui import state
from ui.assistant.asking import browser, end, running
from ui.assistant.calls import Call, start
from ui.faults import shown_errors
from ui.text import plain

KEY = "try_out"


def try_out() -> None:
    """The button, or how long the answer takes already; then who answered and how, or what is wrong."""
    session = state.session()
    settings, call = session.llm, session.calls.get(KEY)
    if call is not None and call.about != settings:  # that was another server
        call.cancel.set()
        end(KEY)
        call = None
    if call is not None and not call.done:
        running(KEY, "The model is asked for a short answer")
        return
    if st.button("Try it", icon=":material/play_arrow:"):
        session.calls[KEY] = start(
            lambda cancel: check(settings, cancel=cancel),
            Call(
                study_id="",
                texts=(preview(check_task()),),
                about=settings,
                place="settings",
                seconds_at_most=settings.seconds,
                key=KEY,
                session=browser(),
            ),
        )
        st.rerun()
    if call is not None:
        end(KEY)
        with shown_errors():
            try:
                st.success(plain(call.future.result()))
            except LlmError as error:
                if error.kind != "cancelled":
                    raise
