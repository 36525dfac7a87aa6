"""The pictures a person would rather see than read. Each comes with the same in words.

A function takes a result and gives an Altair chart; :func:`show` puts it on the page with its words, which
are also what a screen reader gets.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from causal_core import words
from causal_core.results import Balance, Estimate, Overlap, Refutation
from ui.text import plain

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#8a8a8a"


def show(chart: alt.TopLevelMixin, words: str) -> None:
    """The chart, and what it shows in words."""
    st.altair_chart(chart, alt=words)  # type: ignore[arg-type]
    st.caption(plain(words))


def effect_chart(
    found: Estimate, naive_label: str = "As seen", adjusted_label: str = "Adjusted"
) -> alt.TopLevelMixin:
    """The naive and the adjusted effect on one line, with their intervals."""
    factor, unit = words.display_unit(found)
    both = ((naive_label, found.naive.value, found.naive.ci), (adjusted_label, found.value, found.ci))
    rows = pd.DataFrame(
        [
            {"what": what, "value": value * factor, "low": ci[0] * factor, "high": ci[1] * factor}
            for what, value, ci in both
        ]
    )
    unit = f" ({unit})" if unit else ""
    order = [naive_label, adjusted_label]
    colours = alt.Color("what:N", scale=alt.Scale(domain=order, range=[GREY, BLUE]), legend=None)
    y = alt.Y("what:N", sort=order, title=None, axis=alt.Axis(labelFontSize=13))
    base = alt.Chart(rows)
    bars = base.mark_rule(strokeWidth=3).encode(
        y=y,
        x=alt.X("low:Q", title=f"Difference in {found.outcome}{unit}", scale=alt.Scale(zero=True)),
        x2="high:Q",
        color=colours,
    )
    points = base.mark_point(filled=True, size=130, opacity=1).encode(
        y=y,
        x="value:Q",
        color=colours,
        tooltip=[
            alt.Tooltip("what:N", title="Comparison"),
            alt.Tooltip("value:Q", format=",.4g"),
            alt.Tooltip("low:Q", title="from", format=",.4g"),
            alt.Tooltip("high:Q", title="to", format=",.4g"),
        ],
    )
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(strokeDash=[4, 4], color=GREY).encode(x="x:Q")
    return (zero + bars + points).properties(height=190)


def overlap_chart(overlap: Overlap, treated: str, control: str) -> alt.TopLevelMixin:
    """How many rows of either side had which chance of being treated."""
    rows = [
        {"low": low, "high": high, "side": side, "rows": count if side == treated else -count, "count": count}
        for side, counts in ((treated, overlap.treated), (control, overlap.control))
        for low, high, count in zip(overlap.edges, overlap.edges[1:], counts, strict=False)
    ]
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar()
        .encode(
            x=alt.X("low:Q", title="Estimated chance of being treated", scale=alt.Scale(domain=[0, 1])),
            x2="high:Q",
            y=alt.Y("rows:Q", title="Rows"),
            color=alt.Color(
                "side:N",
                scale=alt.Scale(domain=[treated, control], range=[BLUE, ORANGE]),
                title=None,
                legend=alt.Legend(orient="top"),
            ),
            tooltip=["side:N", alt.Tooltip("count:Q", title="rows")],
        )
        .properties(height=300)
    )


def balance_chart(balance: Sequence[Balance]) -> alt.TopLevelMixin:
    """How far apart the two sides are in each column, before and after adjusting."""
    rows = [
        {"name": b.name, "when": when, "distance": abs(value)}
        for b in balance
        for when, value in (("before", b.before), ("after", b.after))
        if value is not None
    ]
    order = [b.name for b in sorted(balance, key=lambda b: -abs(b.before))]
    limit = alt.Chart(pd.DataFrame({"x": [0.1]})).mark_rule(strokeDash=[4, 4], color=GREY).encode(x="x:Q")
    points = (
        alt.Chart(pd.DataFrame(rows))
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            x=alt.X("distance:Q", title="Distance between the two sides (standard deviations)"),
            y=alt.Y("name:N", sort=order, title=None),
            color=alt.Color(
                "when:N",
                scale=alt.Scale(domain=["before", "after"], range=[ORANGE, BLUE]),
                title=None,
                legend=alt.Legend(orient="top"),
            ),
            shape=alt.Shape(
                "when:N", scale=alt.Scale(domain=["before", "after"], range=["circle", "diamond"]), title=None
            ),
            tooltip=["name:N", "when:N", alt.Tooltip("distance:Q", format=".3f")],
        )
    )
    return (limit + points).properties(height=max(190, 90 + 22 * len(order)))


def draws_chart(result: Refutation, found: Estimate) -> alt.TopLevelMixin:
    """What the repeats of a stress test gave, with the estimate as a line."""
    factor, unit = words.display_unit(found)
    values = pd.DataFrame({"value": [d * factor for d in result.draws]})
    bars = (
        alt.Chart(values)
        .mark_bar(color=GREY)
        .encode(
            x=alt.X("value:Q", bin=alt.Bin(maxbins=30), title=f"Effect found ({unit or 'outcome'})"),
            y=alt.Y("count()", title="Repeats"),
        )
    )
    line = (
        alt.Chart(pd.DataFrame({"x": [found.value * factor]}))
        .mark_rule(color=BLUE, strokeWidth=3)
        .encode(x="x:Q")
    )
    return (bars + line).properties(height=220)


def effect_words(found: Estimate) -> str:
    """The effect chart in words."""
    factor, unit = words.display_unit(found)
    unit = f" {unit}" if unit else ""

    def said(value: float, ci: tuple[float, float]) -> str:
        low, high = (words.number(v * factor) for v in ci)
        return f"{words.number(value * factor)}{unit} ({low} to {high})"

    adjusted = (
        "adjusted, it is" if found.adjustment_set else "nothing was adjusted for, so the answer is the same:"
    )
    return f"As seen, the difference is {said(found.naive.value, found.naive.ci)}; {adjusted} {said(found.value, found.ci)}."
