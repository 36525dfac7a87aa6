"""The picture of the graph: vis-network from the pyvis wheel in a components-v2 component.

This is the only place that knows of ``st.components.v2``. Python decides every position and every colour's
meaning; the browser only draws. The library travels in a component of its own whose content never changes,
so that a change of the graph sends a few kilobytes and not the whole library.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st

from ui.graph_editor.picture import height_for, payload

__all__ = ["graph_picture", "payload"]

_FRONT = Path(__file__).parent / "frontend"


@cache
def _components() -> tuple[Any, Any]:
    library = files("pyvis").joinpath("lib/vis-9.1.2/vis-network.min.js").read_text("utf-8")
    make = st.components.v2.component
    loader = make("whyboard_vis_library", js=library + "\nexport default function () {}")
    picture = make(
        "whyboard_graph",
        html=(_FRONT / "graph.html").read_text("utf-8"),
        css=(_FRONT / "graph.css").read_text("utf-8"),
        js=(_FRONT / "graph.js").read_text("utf-8"),
    )
    return loader, picture


def graph_picture(data: Mapping[str, Any], *, key: str) -> None:
    """Draw the graph that :func:`ui.graph_editor.picture.payload` describes."""
    loader, picture = _components()
    loader(key=f"{key}_library", height=1)
    picture(key=key, data={**data, "height": height_for(data)}, height="content")
