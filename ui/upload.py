"""Bringing a file: read strictly, faults shown with their place, repairs offered as buttons."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import streamlit as st

from causal_core.errors import TableError
from causal_core.table.issues import Repair
from causal_core.table.reading import read_table
from causal_core.table.table import Table
from studies.data import reference
from studies.settings import settings
from studies.study import DataRef
from ui import state
from ui.faults import show_error
from ui.text import plain

TYPES = ["csv", "tsv", "txt", "parquet"]
SHOWN_ROWS = 8


def upload_box(key: str, *, button: str, use: Callable[[Table, DataRef], None]) -> None:
    """The whole box: choose a file, see what was read, repair, and use it."""
    limit = settings().max_upload_bytes
    file = st.file_uploader(
        f"A CSV or Parquet file, up to {limit // 1_000_000} MB",
        type=TYPES,
        key=f"file_{key}",
        max_upload_size=limit // 1_000_000,
    )
    if file is None:
        return
    raw = file.getvalue()
    digest = hashlib.sha256(raw).hexdigest()
    chosen = _choices(digest)
    try:
        table = _read(raw, digest, name=file.name, limit=limit)
    except TableError as error:
        show_error(error)
        _repair_buttons(error.repairs, digest, key)
        if chosen:
            st.button("Read the file without repairs", on_click=_forget, args=(digest,), key=f"forget_{key}")
        return
    _what_was_read(table, digest, key)
    if table.names_in_doubt:
        st.info(
            "Say first whether the first line holds names: the two buttons above.", icon=":material/help:"
        )
    elif st.button(button, type="primary", key=f"use_{key}", icon=":material/check:"):
        ref = reference(table, state.store().keep_data(raw, file.name), repairs=chosen)
        state.remember_table(ref, table)
        use(table, ref)


def _choices(digest: str) -> list[str]:
    """The repairs accepted for this file, in the order they were."""
    kept = state.session().memory.setdefault(f"upload_{digest}", [])
    if not isinstance(kept, list):
        raise TypeError("not a list of repairs")
    return kept


def _read(raw: bytes, digest: str, *, name: str, limit: int) -> Table:
    chosen = _choices(digest)
    key = f"read_{digest}_{'|'.join(chosen)}"
    memory = state.session().memory
    if key not in memory:
        with st.spinner("Reading the file …"):
            memory[key] = read_table(raw, name=name, repairs=tuple(chosen), max_bytes=limit)
    found = memory[key]
    if not isinstance(found, Table):
        raise TypeError("not a table")
    return found


def _what_was_read(table: Table, digest: str, key: str) -> None:
    st.markdown(
        f"**{table.n_rows:,} rows and {len(table.variables)} columns** were read from {plain(table.name)}."
    )
    for number, issue in enumerate(table.issues):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/info: {plain(issue.message)} {plain(issue.fix)}")
            for repair in issue.repairs:
                _repair_button(repair, digest, f"{key}_{number}")
    st.dataframe(table.frame.head(SHOWN_ROWS), hide_index=True)
    if table.n_rows > SHOWN_ROWS:
        st.caption(f"The first {SHOWN_ROWS} of {table.n_rows:,} rows. They stay on this server.")


def _repair_buttons(repairs: Sequence[Repair], digest: str, key: str) -> None:
    with st.container(horizontal=True):
        for number, repair in enumerate(repairs):
            _repair_button(repair, digest, f"{key}_e{number}")


def _repair_button(repair: Repair, digest: str, key: str) -> None:
    if st.button(plain(repair.title), key=f"repair_{key}_{repair.id}", icon=":material/build:"):
        chosen = _choices(digest)
        if repair.id not in chosen:
            chosen.append(repair.id)
        st.rerun()


def _forget(digest: str) -> None:
    _choices(digest).clear()
