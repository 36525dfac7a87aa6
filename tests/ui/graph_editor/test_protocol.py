"""What the browser sends is checked whole before any of it is used."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ui.graph_editor.packed import packed
from ui.graph_editor.protocol import MOST_OPS, ProtocolError, parse

GOOD: list[dict[str, Any]] = [
    {"s": 1, "t": "add", "k": "c-1", "name": "age", "x": 3, "y": -2.5},
    {"s": 2, "t": "rename", "k": "c-1", "name": "years"},
    {"s": 3, "t": "arrow", "a": "c-1", "b": "v2"},
    {"s": 4, "t": "share", "a": "c-1", "b": "v2"},
    {"s": 5, "t": "reverse", "a": "c-1", "b": "v2"},
    {"s": 6, "t": "part", "k": "v2", "part": "treatment"},
    {"s": 7, "t": "measured", "ks": ["v2"], "on": False},
    {"s": 8, "t": "lottery", "ks": ["v2"], "on": True},
    {"s": 9, "t": "move", "to": [["v2", 1, 2.0]]},
    {"s": 10, "t": "remove", "ks": ["v2"], "es": [["bidirected", "c-1", "v3"]]},
    {"s": 11, "t": "accept", "es": [["directed", "c-1", "v3"]]},
    {"s": 12, "t": "reject", "es": []},
    {"s": 13, "t": "undo"},
    {"s": 14, "t": "redo"},
    {"s": 15, "t": "tidy"},
    {"s": 16, "t": "selected", "ks": ["v2"], "on": True},
]


def edit(*ops: object, client: object = "abc", desk: object = "d1") -> dict[str, object]:
    return {"client": client, "desk": desk, "ops": list(ops)}


def test_every_kind_of_stroke_is_read() -> None:
    ops = parse(edit(*GOOD)).ops
    assert [op.kind for op in ops] == [g["t"] for g in GOOD]
    assert ops[0].places == (("c-1", 3.0, -2.5),)
    assert ops[0].text == "age"
    assert ops[9].pairs == (("bidirected", "c-1", "v3"),)
    assert ops[7].value is True


@pytest.mark.parametrize(
    "payload",
    [
        None,
        7,
        "undo",
        [],
        {},
        {"client": "abc", "desk": "d1", "ops": "undo"},
        {"client": "abc", "desk": "d1", "ops": [7]},
        edit({"s": 1, "t": "undo"}, client="<b>"),
        edit({"s": 1, "t": "undo"}, client=None),
        edit({"s": 1, "t": "undo"}, desk=None),
        edit({"s": 1, "t": "undo"}, {"s": 1, "t": "undo"}),
        edit({"s": 2, "t": "undo"}, {"s": 1, "t": "undo"}),
        edit({"s": 0, "t": "undo"}),
        edit({"s": True, "t": "undo"}),
        edit({"s": float("nan"), "t": "undo"}),
        edit({"s": 1.5, "t": "undo"}),
        edit({"s": 1, "t": "drop table"}),
        edit({"s": 1, "t": ["undo"]}),
        edit({"s": 1}),
        edit({"t": "undo"}),
        edit({"s": 1, "t": "rename", "k": "v1", "name": 7}),
        edit({"s": 1, "t": "rename", "k": "v1", "name": "x" * 5000}),
        edit({"s": 1, "t": "rename", "k": "v 1", "name": "x"}),
        edit({"s": 1, "t": "add", "k": "v1", "name": "x", "x": "3", "y": 1}),
        edit({"s": 1, "t": "add", "k": "v1", "name": "x", "x": float("inf"), "y": 1}),
        edit({"s": 1, "t": "add", "k": "v1", "name": "x", "x": True, "y": 1}),
        edit({"s": 1, "t": "arrow", "a": "v1"}),
        edit({"s": 1, "t": "arrow", "a": "v1", "b": {"k": 1}}),
        edit({"s": 1, "t": "part", "k": "v1", "part": "king"}),
        edit({"s": 1, "t": "measured", "ks": ["v1"], "on": "yes"}),
        edit({"s": 1, "t": "move", "to": [["v1", 1]]}),
        edit({"s": 1, "t": "remove", "ks": ["v1"], "es": [["wild", "v1", "v2"]]}),
        edit(*({"s": i + 1, "t": "undo"} for i in range(MOST_OPS + 1))),
    ],
)
def test_anything_else_is_refused_whole(payload: object) -> None:
    with pytest.raises(ProtocolError):
        parse(payload)


def test_a_missing_arrow_of_a_variable_that_is_not_in_the_picture_is_not_sent() -> None:
    nodes = [{"id": n, "label": n, "part": "variable", "x": 0, "y": 0} for n in ("a", "b")]
    data: dict[str, Any] = {"nodes": nodes, "edges": [], "missing": [("a", "gone", "a and gone go together")]}
    keys = {"a": "v1", "b": "v2"}
    assert "missing" not in json.loads(packed(data, keys))
    both = {**data, "missing": [*data["missing"], ("a", "b", "a and b go together")]}
    assert json.loads(packed(both, keys))["missing"] == [[0, 1, "a and b go together"]]
