"""What happens when something goes wrong: an expected error is a sentence; a fault is an id and a log entry.

Pages let errors rise; they are caught here once, so that no traceback ever reaches a page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import streamlit as st

from causal_core.errors import CausalError
from llm.errors import LlmError
from studies.jobs import JobFaultError
from studies.store import StoreError
from ui.text import plain

LOG = logging.getLogger("whyboard")
EXPECTED = (CausalError, LlmError, StoreError, JobFaultError)


def on_fault(error: Exception) -> bool:
    """Show ``error`` on the page; True tells Streamlit not to show its own traceback."""
    if isinstance(error, EXPECTED):
        show_error(error)
        return True
    number = uuid4().hex[:8]
    LOG.error("fault %s", number, exc_info=error)
    st.error(
        f"Something went wrong inside Whyboard (fault {number}). Your study is kept: reload the page, or undo "
        "the last step. The trace is in the server's log under that number.",
        icon=":material/error:",
    )
    return True


def show_error(error: CausalError | LlmError | StoreError | JobFaultError) -> None:
    """One sentence for what is wrong and one for what to do, the person's own words shown as they are."""
    fix = f"\n\n{plain(error.fix)}" if error.fix else ""
    st.error(f"**{plain(error.message)}**{fix}", icon=":material/error:")


@contextmanager
def shown_errors() -> Iterator[None]:
    """Show an expected error in place and go on with the rest of the page."""
    try:
        yield
    except EXPECTED as error:
        show_error(error)
