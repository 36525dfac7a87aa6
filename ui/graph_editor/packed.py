"""The picture as the few bytes that travel with every edit: UTF-8 JSON in which an arrow is two places in a list.

``drawing.js`` reads it (``unpacked``). What goes without saying is left out: a variable's part when it has none,
an arrow's kind, meaning and status when it is a plain accepted arrow. ``missing`` are arrows that are not there and
that the data ask for, each with the sentence that says so. No Streamlit here.

>>> nodes = [{"id": n, "label": n, "part": "variable", "x": 0.2, "y": 0.0} for n in ("dose", "pain")]
>>> edges = [{"source": "dose", "target": "pain", "kind": "directed", "meaning": "causal"}]
>>> packed({"nodes": nodes, "edges": edges}, {"dose": "v1", "pain": "v2"}).decode()
'{"nodes":[["v1","dose",0,0],["v2","pain",0,0]],"edges":[[0,1,{"meaning":"causal"}]]}'
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_PLAIN_NODE, _PLAIN_EDGE = {"part": "variable"}, {"kind": "directed", "meaning": "plain"}


def packed(data: Mapping[str, Any], keys: Mapping[str, str]) -> bytes:
    """``data`` (see :func:`ui.graph_editor.picture.payload`) with its variables by their keys."""
    index = {node["id"]: i for i, node in enumerate(data["nodes"])}
    nodes = [_node(n, keys[n["id"]]) for n in data["nodes"]]
    edges = [_edge(e, index) for e in data["edges"]]
    missing = [
        [index[a], index[b], words] for a, b, words in data.get("missing", ()) if {a, b} <= index.keys()
    ]
    rest = {
        k: v for k, v in data.items() if k != "missing"
    }  # none is sent whose variables are not in the picture
    short = {**rest, "nodes": nodes, "edges": edges, **({"missing": missing} if missing else {})}
    return json.dumps(short, ensure_ascii=False, separators=(",", ":")).encode()


def _node(node: Mapping[str, Any], key: str) -> list[Any]:
    usual = [key, node["label"], round(node["x"]), round(node["y"])]
    return usual + _rest(node, _PLAIN_NODE, ("id", "label", "x", "y"))


def _edge(edge: Mapping[str, Any], index: Mapping[str, int]) -> list[Any]:
    usual = [index[edge["source"]], index[edge["target"]]]
    return usual + _rest(edge, _PLAIN_EDGE, ("source", "target"))


def _rest(given: Mapping[str, Any], plain: Mapping[str, str], said: tuple[str, ...]) -> list[dict[str, Any]]:
    """What is not said yet and does not go without saying, as a list of one mapping or of none."""
    rest = {k: v for k, v in given.items() if k not in said and plain.get(k) != v}
    return [rest] if rest else []
