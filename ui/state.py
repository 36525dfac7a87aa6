"""The one typed object of a browser session, and the few ways it changes.

The study lives in the store from its first edit; the session only holds the present version, the table it
needs, and the assistant's key, which is never stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from causal_core.table.table import Table
from llm.settings import LlmSettings, from_environment
from studies.data import read_data
from studies.jobs import Finished
from studies.settings import settings
from studies.store import Opened, Store
from studies.study import DataRef, Study

if TYPE_CHECKING:
    from ui.assistant.calls import Call

_KEY = "whyboard"


@dataclass
class Session:
    """What this browser tab has open."""

    study: Study | None = None
    stamp: tuple[int, datetime] | None = None
    undo: str | None = None
    redo: str | None = None
    tables: dict[str, Table] = field(default_factory=dict)
    llm: LlmSettings = field(default_factory=from_environment)
    notices: list[str] = field(default_factory=list)
    revision: int = 0
    memory: dict[str, object] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)  # questions to a model that are under way
    consents: set[str] = field(default_factory=set)  # studies of which values may be sent to a model


def session() -> Session:
    """This tab's session, made on first use."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Session()
    found = st.session_state[_KEY]
    if not isinstance(found, Session):
        raise TypeError("the session object was replaced")
    return found


@st.cache_resource
def _store(url: str) -> Store:
    return Store(url)


def store() -> Store:
    """The server's store."""
    return _store(settings().database_url)


def present() -> Study:
    """The study that is open, as it is in the store now: another tab may have changed it meanwhile.

    A page only runs with a study, see :mod:`ui.frame`.
    """
    state = session()
    if state.study is None:
        raise LookupError("no study is open")
    if store().stamp(state.study.id) not in (state.stamp, None):
        open_study(state.study.id)
    return state.study


def commit(study: Study, label: str) -> None:
    """Keep ``study`` as a new version; ``label`` names the step for undo."""
    _take(store().save(study, label))


def keep_result(finished: Finished, label: str) -> bool:
    """Keep a result with the study as the store has it now; False where that is another version by then."""
    study = present()
    if not finished.fits(study):
        return False
    commit(finished.put_in(study), label)
    return True


def open_study(study_id: str) -> bool:
    """Open a study by its id; False when there is none."""
    found = store().open(study_id)
    if found is None:
        return False
    if session().study is None or session().study.id != study_id:  # type: ignore[union-attr]
        session().memory.clear()
    _take(found)
    session().revision += 1
    return True


def step(direction: int) -> None:
    """Undo (−1) or redo (+1)."""
    study = present()
    _take(store().undo(study.id) if direction < 0 else store().redo(study.id))
    session().revision += 1


def restore(number: int) -> None:
    """Make an old version of the open study the present one, as a new version."""
    _take(store().restore(present().id, number))
    session().revision += 1


def close_study() -> None:
    """Go back to having none open."""
    state = session()
    state.study = state.undo = state.redo = None
    state.memory.clear()
    state.revision += 1


def notice(text: str) -> None:
    """A short message shown once, on the next page drawn."""
    session().notices.append(text)


def table_of(study: Study) -> Table | None:
    """The study's data, read once a session; None without data, or where their bytes are not kept here."""
    if study.data is None:
        return None
    key = _table_key(study.data)
    tables = session().tables
    if key not in tables:
        raw = store().data(study.data.sha256)
        if raw is None:
            return None
        tables.clear()
        tables[key] = read_data(raw, study.data)
    return tables[key]


def remember_table(ref: DataRef, table: Table) -> None:
    """Keep a table that was just read, so that it is not read again."""
    session().tables.clear()
    session().tables[_table_key(ref)] = table


def _table_key(ref: DataRef) -> str:
    return f"{ref.sha256}|{','.join(ref.repairs)}|{ref.counts_column or ''}"


def _take(opened: Opened) -> None:
    state = session()
    state.study, state.undo, state.redo = opened.study, opened.undo, opened.redo
    state.stamp = store().stamp(opened.study.id)
