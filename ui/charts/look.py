"""What the pictures share: colours, names broken into lines, axes whose labels are never cut.

The colours are Okabe and Ito's (2008), which people with any colour vision tell apart, and each is readable on
white and on near-black. A label is at most three lines of :data:`WIDTH` characters, so that on a phone of 390
pixels the picture keeps more than half of the width; what does not fit ends in “…”.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from causal_core import words
from causal_core.results import Estimate

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#8a8a8a"
WIDTH = 18
LINES = 3
TITLE_WIDTH = 34
"""Characters of an axis title in one line: about 230 pixels, what a phone has beside the names."""
_LINE = 15
"""Pixels of a line of a label at 12 pixels' type."""
_BREAK = "split(datum.label, '\\n')"


def broken(text: str, *, width: int = WIDTH, lines: int = LINES) -> str:
    """``text`` in at most ``lines`` lines of ``width`` characters, joined by line ends.

    What is too long ends in “…”; of “name = value” and “name (unit)” the name is cut, so that what tells two apart
    and what the numbers count stay.
    """
    folded = " ".join(str(text).split()) or "(blank)"
    name, end = _ending(folded, most=width * lines * 2 // 3)
    while end and name and len(textwrap.wrap(folded, width=width)) > lines:
        name = name[: -max(1, len(name) // 10)]
        folded = f"{name.rstrip()}…{end}"
    parts = textwrap.wrap(folded, width=width, max_lines=lines, placeholder="…")
    return "\n".join(parts) or folded[: width - 1] + "…"


def _ending(text: str, *, most: int) -> tuple[str, str]:
    """A name, and the value or unit after it that must stay; nothing where that is long itself."""
    name, sign, end = text.rpartition(" = ")
    if not sign and text.endswith(")"):
        name, sign, end = text.rpartition(" (")
    return (name, sign + end) if len(end) <= most else (text, "")


def labels(names: Sequence[str], *, width: int = WIDTH, lines: int = LINES) -> list[str]:
    """One label a name, broken into lines; names that would look alike are numbered."""
    made: list[str] = []
    for name in names:
        label = base = broken(name, width=width, lines=lines)
        number = 2
        while label in made:
            label, number = f"{base} ({number})", number + 1
        made.append(label)
    return made


def title(text: str) -> list[str]:
    """An axis title in lines short enough for a phone."""
    return broken(text, width=TITLE_WIDTH, lines=4).split("\n")


def names_axis(order: Sequence[str], *, field: str = "what") -> alt.Y:
    """The axis down the side that names each row, in the order given."""
    axis = alt.Axis(
        labelExpr=_BREAK, labelLimit=0, labelFontSize=12, labelPadding=8, labelOverlap=False, ticks=False
    )
    return alt.Y(
        f"{field}:N", sort=None, title=None, axis=axis, scale=alt.Scale(domain=list(order), padding=0.4)
    )


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


def height(plot: int, *, titled: Sequence[str] = ("",), entries: int = 0) -> int:
    """Pixels of a picture whose inside is ``plot`` high: the axis, its title's lines and a legend come on top."""
    return plot + 44 + _LINE * len(titled) + (16 + 22 * entries if entries else 0)


def rows(order: Sequence[str], *, least: int = 26) -> int:
    """Pixels for rows with these labels, all as high as the highest needs."""
    return len(order) * max(least, 12 + _LINE * (1 + max(label.count("\n") for label in order)))


def display_unit(found: Estimate) -> tuple[float, str]:
    """By what to multiply an effect for showing it, and its unit where that has a name of its own."""
    factor, unit = words.display_unit(found)
    unit = unit.removesuffix(f" per unit of {found.treatment}")
    return factor, "" if unit.startswith("units of ") else unit


def line_at(value: float, **look: Any) -> alt.Chart:
    """An upright line at ``value``; dashed and grey when nothing else is said."""
    shown = {"strokeDash": [4, 4], "color": GREY, "strokeWidth": 1.5, **look}
    return alt.Chart(pd.DataFrame({"x": [value]})).mark_rule(**shown).encode(x="x:Q")
