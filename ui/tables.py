"""Editable tables that keep their place: an edit does not rebuild the widget, an outside change does.

``st.data_editor`` keeps edits relative to the frame it was first given. So the frame given stays the same
while the changes come from the table itself, and is only replaced (with a new key) when the rows changed
elsewhere: by undo, a proposal, or another page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from ui import state
from ui.text import plain

Row = dict[str, Any]
ID = "_id"
IN_A_CELL = 24
"""Letters that a cell of a table shows on a phone."""


def edit_rows(
    name: str,
    rows: Sequence[Row],
    *,
    columns: Mapping[str, Any],
    disabled: Sequence[str] = (),
    may_add: bool = True,
) -> list[Row]:
    """Show ``rows`` for editing and give back the rows as they are now.

    Every row carries its place of origin under ``_id`` (not shown); a row added by hand has None there.
    After taking over an edit, call :func:`accepted` with the rows as the study now has them.
    """
    memory = state.session().memory
    kept = memory.get(_slot(name))
    if not isinstance(kept, dict) or kept["expected"] != list(rows):  # changed elsewhere: begin anew
        number = memory.get("tables", 0)
        number = number + 1 if isinstance(number, int) else 1
        memory["tables"] = number
        kept = {
            "base": [dict(r) for r in rows],
            "expected": list(rows),
            "number": number,
            "origins": [r[ID] for r in rows],
            "renamed": {},
        }
        memory[_slot(name)] = kept
    frame = pd.DataFrame(kept["base"], columns=[ID, *columns]).astype("object")
    edited = st.data_editor(
        frame,
        key=f"{name}_{kept['number']}",
        column_config={ID: None, **columns},
        column_order=list(columns),
        disabled=list(disabled),
        hide_index=True,
        num_rows="dynamic" if may_add else "fixed",
    )
    rows_now = [_clean(r) for r in edited.to_dict("records")]
    kept["origins"] = [r[ID] for r in rows_now]
    return [{**r, ID: kept["renamed"].get(r[ID], r[ID])} for r in rows_now]


def whole_below(names: Sequence[str]) -> None:
    """Names that a cell of the table above cuts off, whole, to be opened by a click or a key."""
    long = [name for name in names if len(name) > IN_A_CELL]
    if long:
        with st.expander(f"Long names in full ({len(long)})", icon=":material/notes:"):
            st.markdown("\n".join(f"- {plain(name)}" for name in long))


def accepted(name: str, rows: Sequence[Row]) -> None:
    """Remember the rows as the study now has them, so that the table is not rebuilt for its own edit.

    The rows must be in the same order as the table's: their identities are the new ones from now on. A table
    with rows added by hand is rebuilt, so that those get an identity too.
    """
    kept = state.session().memory.get(_slot(name))
    if not isinstance(kept, dict):
        return
    if len(kept["origins"]) != len(rows) or None in kept["origins"]:
        rejected(name)
        return
    kept["expected"] = list(rows)
    kept["renamed"].update({origin: r[ID] for origin, r in zip(kept["origins"], rows, strict=True)})


def rejected(name: str) -> None:
    """Rebuild the table from the study on the next run: the edit could not be taken."""
    state.session().memory.pop(_slot(name), None)


def _slot(name: str) -> str:
    return f"table_{name}"


def _clean(row: Mapping[Any, Any]) -> Row:
    return {str(k): None if _missing(v) else v for k, v in row.items()}


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)
