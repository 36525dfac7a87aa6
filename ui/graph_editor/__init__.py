"""The graph, drawn and edited: vis-network from the pyvis wheel in a components-v2 component.

Only this and the report's frame know of ``st.components.v2``. Python decides every position and every colour's
meaning; the browser draws, and sends back strokes (:mod:`ui.graph_editor.protocol`). All the code travels in a
component of its own whose content never changes, so that an edit sends a few kilobytes and not the library.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st

from studies.study import Study
from studies.workflow import unused_columns
from ui import state
from ui.graph_editor.desk import Desk, Keeping
from ui.graph_editor.packed import packed
from ui.graph_editor.picture import height_for, payload

__all__ = ["graph_editor", "graph_picture", "payload", "settled"]

_FRONT = Path(__file__).parent / "frontend"
_SCRIPTS = ("drawing.js", "picture.js", "canvas.js", "editor.js")
_MOUNT = """export default function (component) {
  let undo = null, dead = false, timer = null;
  const go = () => { undo = globalThis.whyboard.%s(component); };
  if (globalThis.whyboard?.ready) go();
  else timer = setInterval(() => { if (!dead && globalThis.whyboard?.ready) { clearInterval(timer); go(); } }, 15);
  return () => { dead = true; clearInterval(timer); undo?.(); };
}"""
ON_OFFER = 3000  # characters of names on offer in the name box, sent with every edit


@cache
def _components() -> tuple[Any, Any, Any]:
    library = files("pyvis").joinpath("lib/vis-9.1.2/vis-network.min.js").read_text("utf-8")
    pages = {p.name: p.read_text("utf-8") for p in sorted(_FRONT.iterdir()) if p.suffix in (".html", ".css")}
    ours = "\n".join((_FRONT / name).read_text("utf-8") for name in _SCRIPTS)
    shared = (
        f"{library}\nif (!globalThis.whyboard?.ready) {{\nconst FILES = {json.dumps(pages)};\n{ours}\n"
        "whyboard.ready = true;\n}\nexport default function () {}"
    )
    make = st.components.v2.component
    return (
        make("whyboard_drawing", js=shared),
        make("whyboard_graph", html='<div class="wb-root"></div>', js=_MOUNT % "picture"),
        make("whyboard_editor", html='<div class="wb-root"></div>', js=_MOUNT % "editor"),
    )


def graph_picture(data: Mapping[str, Any], *, key: str) -> None:
    """Draw the graph that :func:`ui.graph_editor.picture.payload` describes, to look at."""
    drawing, picture, _ = _components()
    drawing(key=f"{key}_library", height=1)
    picture(key=key, data={**data, "height": height_for(data)}, height="content")


def desk_of(study: Study) -> Desk:
    """This session's desk for that study, made on first use."""
    memory = state.session().memory
    found = memory.get("desk")
    if not isinstance(found, Desk) or found.study_id != study.id:
        found = Desk(study_id=study.id)
        memory["desk"] = found
    return found


def settled() -> Study:
    """The study that is open, with a place for everything in its picture."""
    study = state.present()
    found = desk_of(study).settle(study)
    if found is not study:
        state.session().study = found  # kept with the next version; looking at a page makes none
    return found


def receive(key: str) -> None:
    """Take the strokes that the browser sent."""
    value = st.session_state.get(key)
    edit = value.get("edit") if isinstance(value, Mapping) else None
    study = state.session().study
    if edit is not None and study is not None:
        desk = desk_of(study)
        desk.columns = unused_columns(study, state.table_of(study))
        desk.receive(edit, Keeping(present=state.present, commit=state.commit, step=state.step))


def graph_editor(study: Study, data: Mapping[str, Any], *, key: str) -> None:
    """Draw the graph of ``study`` that ``payload`` describes, to edit; a stroke runs the fragment around it again.

    Call :func:`receive` with the same key before: a run that no stroke began brings them too.
    """
    drawing, _, editor = _components()
    drawing(key=f"{key}_library", height=1)
    current, desk = state.session(), desk_of(study)
    keys = {n["id"]: desk.key_of(n["id"]) for n in data["nodes"]}
    sent = {
        **data,
        "desk": desk.number,
        "acks": desk.acks,
        "message": desk.message,
        "undo": current.undo,
        "redo": current.redo,
        "off": _on_offer(study, set(keys), unused_columns(study, state.table_of(study))),
        "height": min(640, max(460, height_for(data))),
    }
    editor(key=key, data=packed(sent, keys), on_edit_change=partial(receive, key), height="content")


def _on_offer(study: Study, drawn: Collection[str], columns: Collection[str]) -> list[str]:
    """Variables that are not in the picture and columns that are none yet, for the list of the name box.

    The first ones that are not too long together.
    """
    names, room = [], ON_OFFER
    for name in dict.fromkeys((*study.graph_nodes(), *columns)):
        if name not in drawn and len(name) < room:
            names.append(name)
            room -= len(name) + 3  # with its quotes and comma
    return names
