"""What the pictures share: colours, names broken into lines, axes whose labels are never cut.

The colours are Okabe and Ito's (2008), which people with any colour vision tell apart, and each is readable on
white and on near-black. A name is shown whole, in as many lines as it needs: short ones narrow, so that on a phone
of 390 pixels the picture keeps more than half of the width; very long ones in wider lines, which are fewer.
Every height follows from the lines. Lines joined are the name: a line keeps the blank it ends with.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

import altair as alt
import pandas as pd

from causal_core import words
from causal_core.lines import in_lines
from causal_core.results import Estimate

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#8a8a8a"
LONG = 90
"""From so many letters a name beside a row has wider lines."""
ROOM, LONG_ROOM = 10.8, 14.0
"""Em in a line of a label, the size of its type: about 18 and 24 letters, 130 and 170 pixels at 12 pixels' type."""
WIDE_ROOM = 20.0
"""Em in a line of an axis title or a legend: 240 pixels, what a phone has beside the numbers."""
_LINE = 15
"""Pixels of a line of a label at 12 pixels' type."""
_BREAK = "split(datum.label, '\\n')"


def broken(text: str, *, room: float = 0.0) -> str:
    """``text`` whole, in lines of at most ``room`` em joined by line ends; as beside a row when no room is given."""
    room = room or (LONG_ROOM if len(text) > LONG else ROOM)
    return "\n".join(in_lines(text if text.strip() else "(blank)", room=room))


def labels(names: Sequence[str], *, room: float = 0.0) -> list[str]:
    """One label a name, broken into lines; names that look alike, such as by a tab for a blank, are numbered."""
    made: list[str] = []
    for name in names:
        label = base = broken(name, room=room)
        number = 2
        while label in made:
            label, number = f"{base} ({number})", number + 1
        made.append(label)
    return made


def title(text: str) -> list[str]:
    """An axis title in lines short enough for a phone."""
    return broken(text, room=WIDE_ROOM).split("\n")


def names_axis(order: Sequence[str], *, least: int = 26, field: str = "what") -> alt.Y:
    """The axis down the side that names each row, in the order given; each label's middle is at its row's."""
    axis = alt.Axis(
        values=list(order),
        labelExpr=_BREAK,
        labelOffset=alt.ExprRef(f"{-_LINE / 2} * (length({_BREAK}) - 1)"),
        labelLineHeight=_LINE,
        labelLimit=0,
        labelFontSize=12,
        labelPadding=8,
        labelOverlap=False,
        ticks=False,
    )
    scale = alt.Scale(domain=_places(order, least), padding=0.4)
    return alt.Y(f"{field}:N", sort=None, title=None, axis=axis, scale=scale)


def _places(order: Sequence[str], least: int) -> list[str]:
    """The labels, with places that stay empty above and below one of more lines than a row has room for."""
    row, made = _row(order, least), []
    for label in order:
        free = _free(label, row)
        around = ["\n" * (len(made) + k + 1) for k in range(2 * free)]  # no label begins with a line end
        made += [*around[:free], label, *around[free:]]
    return made


def _needs(label: str) -> int:
    return 12 + _LINE * (1 + label.count("\n"))


def _free(label: str, row: int) -> int:
    """Empty rows above a label, and as many below."""
    return max(0, ceil((_needs(label) - row) / 2 / row))


def _row(order: Sequence[str], least: int) -> int:
    """Pixels of a row: of one to three lines, whichever makes the picture lowest."""
    sizes = [max(least, _needs("\n" * more)) for more in range(3)]
    return min(sizes, key=lambda row: (sum(1 + 2 * _free(label, row) for label in order) * row, -row))


def legend(columns: int = 1) -> alt.Legend:
    """A legend above the picture, one entry a line, no label cut."""
    return alt.Legend(
        orient="top",
        direction="vertical" if columns == 1 else "horizontal",
        columns=columns,
        labelExpr=_BREAK,
        labelLimit=0,
        symbolStrokeWidth=2,
        title=None,
    )


def height(plot: int, *, titled: Sequence[str] = ("",), entries: Sequence[str] = ()) -> int:
    """Pixels of a picture whose inside is ``plot`` high: the axis, its title's lines and a legend come on top."""
    legend_high = sum(22 + _LINE * label.count("\n") for label in entries)
    return plot + 44 + _LINE * len(titled) + (16 + legend_high if entries else 0)


def rows(order: Sequence[str], *, least: int = 26) -> int:
    """Pixels for rows with these labels; ``least`` as :func:`names_axis` was told."""
    return len(_places(order, least)) * _row(order, least)


def display_unit(found: Estimate) -> tuple[float, str]:
    """By what to multiply an effect for showing it, and its unit where that has a name of its own."""
    factor, unit = words.display_unit(found)
    unit = unit.removesuffix(f" per unit of {found.treatment}")
    return factor, "" if unit.startswith("units of ") else unit


def line_at(value: float, **look: Any) -> alt.Chart:
    """An upright line at ``value``; dashed and grey when nothing else is said."""
    shown = {"strokeDash": [4, 4], "color": GREY, "strokeWidth": 1.5, **look}
    return alt.Chart(pd.DataFrame({"x": [value]})).mark_rule(**shown).encode(x="x:Q")
