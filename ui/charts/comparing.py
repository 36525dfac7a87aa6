"""Can the two sides be compared: are they alike, and is there somebody like them on the other side?"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from causal_core import words
from causal_core.results import Balance, Overlap
from ui.charts import look

FAR = 0.1
"""A standardised difference above this is commonly called imbalance (Austin 2009)."""
SHOWN = 40
"""Columns in one picture; the most different ones. More would not be read, only scrolled past."""

LOW = 66
"""Pixels of the picture's inside with one column: enough for a dashed line to be seen as one."""


def balance_chart(balance: Sequence[Balance]) -> alt.TopLevelMixin:
    """How far apart the two sides are in each column, before and after adjusting; the farthest first."""
    shown = sorted(balance, key=lambda b: -abs(b.before))[:SHOWN]
    order = look.labels([b.name for b in shown])
    rows = [
        {"what": label, "when": when, "distance": abs(value)}
        for label, b in zip(order, shown, strict=True)
        for when, value in (("before", b.before), ("after", b.after))
        if value is not None
    ]
    titled = look.title("Distance between the two sides (standard deviations)")
    axis = alt.Axis(title=titled)
    y = look.names_axis(order, least=22)
    base = alt.Chart(pd.DataFrame(rows))
    moved = base.mark_line(color=look.GREY, strokeWidth=1).encode(y=y, x="distance:Q", detail="what:N")
    points = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("distance:Q", axis=axis, scale=alt.Scale(zero=True, nice=False, padding=14)),
        y=y,
        color=alt.Color(
            "when:N",
            scale=alt.Scale(domain=["before", "after"], range=[look.ORANGE, look.BLUE]),
            legend=look.legend(columns=2),
        ),
        shape=alt.Shape("when:N", scale=alt.Scale(domain=["before", "after"], range=["circle", "diamond"])),
        tooltip=[
            alt.Tooltip("what:N", title="Column"),
            alt.Tooltip("when:N", title="Adjusting"),
            alt.Tooltip("distance:Q", format=".3f"),
        ],
    )
    limit = look.line_at(FAR, strokeWidth=2.5, strokeDash=[7, 4])
    plot = max(look.rows(order, least=22), LOW)
    return (limit + moved + points).properties(height=look.height(plot, titled=titled, entries=["before"]))


def balance_words(balance: Sequence[Balance]) -> str:
    """The balance chart in words."""
    far = [b.name for b in balance if b.after is not None and abs(b.after) > FAR]
    worst = max(balance, key=lambda b: abs(b.before))
    before = (
        f"Before adjusting, the two sides were farthest apart in “{worst.name}” "
        f"({abs(worst.before):.2f} standard deviations)."
    )
    if all(b.after is None for b in balance):
        return before
    rest = f" The {SHOWN} columns farthest apart are shown." if len(balance) > SHOWN else ""
    after = "alike in everything adjusted for" if not far else f"still apart in {words.listed(far)}"
    return f"{before} After adjusting, they are {after} (the dashed line is the limit, {FAR}).{rest}"


def overlap_chart(overlap: Overlap, treated: str, control: str) -> alt.TopLevelMixin:
    """How many rows of either side had which chance of being treated: one side up, the other down."""
    sides = look.labels([f"{treated} (above)", f"{control} (below)"], room=look.WIDE_ROOM)
    rows = [
        {"low": low, "high": high, "side": side, "start": 0, "end": sign * count, "count": count}
        for side, sign, counts in ((sides[0], 1, overlap.treated), (sides[1], -1, overlap.control))
        for low, high, count in zip(overlap.edges, overlap.edges[1:], counts, strict=False)
    ]
    upright = alt.Axis(labelExpr="format(abs(datum.value), ',')", title="Rows", tickMinStep=1, format="d")
    bars = (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect()
        .encode(
            x=alt.X(
                "low:Q",
                axis=alt.Axis(title=look.title("Estimated chance of being treated"), format="%"),
                scale=alt.Scale(domain=[0, 1]),
            ),
            x2="high:Q",
            y=alt.Y("start:Q", axis=upright),
            y2="end:Q",
            color=alt.Color(
                "side:N",
                scale=alt.Scale(domain=sides, range=[look.BLUE, look.ORANGE]),
                legend=look.legend(),
            ),
            tooltip=[
                alt.Tooltip("side:N", title="Side"),
                alt.Tooltip("low:Q", title="from", format=".0%"),
                alt.Tooltip("high:Q", title="to", format=".0%"),
                alt.Tooltip("count:Q", title="Rows", format=","),
            ],
        )
    )
    level = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color=look.GREY).encode(y="y:Q")
    return (bars + level).properties(height=look.height(240, entries=sides))


def overlap_words(overlap: Overlap) -> str:
    """The overlap chart in words."""
    return (
        f"Estimated chances of being treated run from {words.percent(overlap.lowest)} to "
        f"{words.percent(overlap.highest)}; {words.percent(overlap.share_extreme)} of the rows are at an extreme. "
        "Where only one side has rows, there is nobody to compare with."
    )
