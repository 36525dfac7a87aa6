"""What the browser may say about the graph, checked before anything is done. No Streamlit here.

The browser keeps every stroke it has not seen answered and sends them all as one value::

    {"client": "k3x…", "desk": "9f…", "ops": [{"s": 17, "t": "arrow", "a": "v1", "b": "v2"}, …]}

``s`` is the edit number, which only grows. Python handles each number once, in order, and answers with the
highest it has handled; the browser ignores data that is older than its last stroke. So no stroke is lost while
a slow run is under way, and none is done twice, however often the value is delivered again.

Variables are named by keys that stay while their names change. ``desk`` says whose keys they are: a server that was
started anew has others, and gets the strokes again with its own.

>>> parse({"client": "c1", "desk": "d1", "ops": [{"s": 2, "t": "undo"}]}).ops
(Op(number=2, kind='undo', keys=(), pairs=(), places=(), text='', value=False),)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

MOST_OPS, MOST_ITEMS, LONGEST_TEXT = 500, 1000, 2000
_KEY = re.compile(r"[A-Za-z0-9_-]{1,48}\Z")

EdgeKind = Literal["directed", "bidirected"]
Pair = tuple[EdgeKind, str, str]
Place = tuple[str, float, float]


class ProtocolError(ValueError):
    """What came back from the browser is not an edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Op:
    """One stroke: its number, what it is, and what it is done to."""

    number: int
    kind: str
    keys: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    places: tuple[Place, ...] = ()
    text: str = ""
    value: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """All strokes of one browser that it has not seen answered."""

    client: str
    desk: str
    ops: tuple[Op, ...]


def parse(payload: object) -> Edit:
    """Read what the browser sent.

    Raises
    ------
    ProtocolError
        It is not of the form above; nothing of it is used.
    """
    data = _mapping(payload)
    ops = _items(data, "ops", MOST_OPS)
    numbers = [_number(_mapping(op)) for op in ops]
    if numbers != sorted(set(numbers)):
        raise ProtocolError("edit numbers do not grow")
    desk = _key(data.get("desk"))
    return Edit(client=_key(data.get("client")), desk=desk, ops=tuple(_op(_mapping(op)) for op in ops))


def _op(data: Mapping[str, Any]) -> Op:
    kind = data.get("t")
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise ProtocolError("an unknown kind of edit")
    fields: dict[str, Any] = {}
    for read in _FIELDS[kind]:
        fields.update(read(data))
    return Op(number=_number(data), kind=kind, **fields)


def _one(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"keys": (_key(data.get("k")),)}


def _several(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"keys": tuple(_key(k) for k in _items(data, "ks", MOST_ITEMS))}


def _name(data: Mapping[str, Any]) -> dict[str, Any]:
    text = data.get("name")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise ProtocolError("a name is not text")
    return {"text": text}


def _at(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"places": (_place([data.get("k"), data.get("x"), data.get("y")]),)}


def _moves(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"places": tuple(_place(p) for p in _items(data, "to", MOST_ITEMS))}


def _ends(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"pairs": (("directed", _key(data.get("a")), _key(data.get("b"))),)}


def _edges(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"pairs": tuple(_pair(p) for p in _items(data, "es", MOST_ITEMS))}


def _part(data: Mapping[str, Any]) -> dict[str, Any]:
    if data.get("part") not in ("treatment", "outcome", "variable"):
        raise ProtocolError("an unknown part")
    return {"text": data["part"]}


def _value(data: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(data.get("on"), bool):
        raise ProtocolError("a switch is neither on nor off")
    return {"value": data["on"]}


_FIELDS: dict[str, tuple[Callable[[Mapping[str, Any]], dict[str, Any]], ...]] = {
    "add": (_one, _name, _at),
    "rename": (_one, _name),
    "remove": (_several, _edges),
    "arrow": (_ends,),
    "share": (_ends,),
    "reverse": (_ends,),
    "part": (_one, _part),
    "measured": (_several, _value),
    "lottery": (_several, _value),
    "selected": (_several, _value),
    "move": (_moves,),
    "accept": (_edges,),
    "reject": (_edges,),
    "undo": (),
    "redo": (),
    "tidy": (),
}
KINDS = tuple(_FIELDS)  # everything that can be done in the picture


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ProtocolError("not an object")
    return value


def _items(data: Mapping[str, Any], name: str, most: int) -> list[Any]:
    items = data.get(name, [])
    if not isinstance(items, list | tuple) or len(items) > most:
        raise ProtocolError(f"{name} is not a list, or too long")
    return list(items)


def _number(data: Mapping[str, Any]) -> int:
    number = data.get("s")
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**53:
        raise ProtocolError("no edit number")
    return number


def _key(value: object) -> str:
    if not isinstance(value, str) or not _KEY.match(value):
        raise ProtocolError("not a key")
    return value


def _pair(value: object) -> Pair:
    if not isinstance(value, list | tuple) or len(value) != 3 or value[0] not in ("directed", "bidirected"):
        raise ProtocolError("not an arrow")
    return value[0], _key(value[1]), _key(value[2])


def _place(value: object) -> Place:
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise ProtocolError("not a place")
    x, y = value[1], value[2]
    for number in (x, y):
        if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
            raise ProtocolError("not a place")
    return _key(value[0]), float(x), float(y)
