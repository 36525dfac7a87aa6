"""How large the box of a variable is, its name whole: what a layout must leave room for.

A name of up to eighty letters stands in a narrow box, a longer one in a wide box in smaller type. The editor's
picture breaks names by the browser's own letters (``frontend/drawing.js``) in the same rooms; as widths are
estimated on the wide side here, its boxes are no larger than these.

>>> box_of("age")
Box(lines=('age',), type_size=13.0, line_height=17.0, width=160.0, height=34.0)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from causal_core.lines import in_lines, width

LONG = 80
"""From so many letters a box is wide."""
ROOM, WIDE_ROOM = 11.0, 26.5
"""Em in a line: 165 pixels at 15 pixels' type and 318 at 12, as the editor draws them."""
EDITOR_TYPE, EDITOR_WIDE_TYPE = 15.0, 12.0
TYPE, WIDE_TYPE = 13.0, 12.0
LINE, WIDE_LINE, AROUND = 17.0, 15.0, 17.0
"""Pixels of a line in either type, and of the space around the name, above and below together."""
EDITOR_AROUND = 31.0
"""The same in the editor, as vis-network draws it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A name in lines and the pixels of the box round it, as in the picture that is saved."""

    lines: tuple[str, ...]
    type_size: float
    line_height: float
    width: float
    height: float


@lru_cache(maxsize=2048)
def box_of(name: str) -> Box:
    """The box of that name. About 0.1 ms for 300 letters."""
    wide = len(name) > LONG
    lines = tuple(in_lines(name, room=WIDE_ROOM if wide else ROOM))
    size, line = (WIDE_TYPE, WIDE_LINE) if wide else (TYPE, LINE)
    return Box(
        lines=lines,
        type_size=size,
        line_height=line,
        width=AROUND + size * (WIDE_ROOM if wide else ROOM),
        height=AROUND + line * len(lines),
    )


def room_of(name: str) -> tuple[float, float]:
    """Width and height in pixels that a layout leaves for the box, in the editor too, where it may be larger."""
    box = box_of(name)
    size = EDITOR_WIDE_TYPE if len(name) > LONG else EDITOR_TYPE
    across = EDITOR_AROUND + size * max(width(line) for line in box.lines)
    return max(box.width, across), max(box.height, EDITOR_AROUND + len(box.lines) * size)
