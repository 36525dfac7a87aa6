"""How a variable is spread, how two sides of a comparison differ in it, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from causal_core import words
from causal_core.table.profile import Profile
from causal_core.table.variables import Variable
from ui.charts import look

SHOWN = 15
"""Bars of a category in one picture; the rest are one bar of their own."""
_REST, _MISSING = "all others", "no value"


def profile_chart(spread: Profile, unit: str = "") -> alt.TopLevelMixin:
    """The spread of one variable: a histogram of a number or a time, a bar for each value of a category."""
    return _histogram(spread, unit) if spread.edges else _bars(spread)


def _histogram(spread: Profile, unit: str) -> alt.TopLevelMixin:
    kind, titled = _scale(spread, unit)
    axis = alt.Axis(title=titled, labelOverlap=True)
    rows = [
        {"low": _at(spread, low), "high": _at(spread, high), "rows": count, "label": label, "zero": 0}
        for low, high, count, label in zip(
            spread.edges, spread.edges[1:], spread.counts, spread.labels, strict=False
        )
    ]
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect(color=look.BLUE, stroke="white", strokeWidth=0.5, strokeOpacity=0.6)
        .encode(
            x=alt.X(f"low:{kind}", axis=axis, scale=_across(spread)),
            x2="high",
            y=alt.Y("zero:Q", axis=alt.Axis(title="Rows", tickMinStep=1)),
            y2="rows",
            tooltip=[
                alt.Tooltip("label:N", title=_in_one_line(spread.name)),
                alt.Tooltip("rows:Q", title="Rows", format=","),
            ],
        )
        .properties(height=look.height(170, titled=titled))
    )


def _bars(spread: Profile) -> alt.TopLevelMixin:
    order, rows = _levels(spread)
    return (
        alt.Chart(pd.DataFrame(rows, columns=["what", "rows", "kind"]))
        .mark_bar()
        .encode(
            y=look.names_axis(order, least=30),
            x=alt.X("rows:Q", axis=alt.Axis(title="Rows", tickMinStep=1)),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=["value", "other"], range=[look.BLUE, look.GREY]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("what:N", title=_in_one_line(spread.name)),
                alt.Tooltip("rows:Q", title="Rows", format=","),
            ],
        )
        .properties(height=look.height(look.rows(order, least=30)))
    )


def _levels(spread: Profile) -> tuple[list[str], list[dict[str, Any]]]:
    pairs = list(zip(spread.labels, spread.counts, strict=True))
    others = spread.n_other
    if len(pairs) > SHOWN:
        kept = sorted(pairs, key=lambda p: -p[1])[:SHOWN]
        others += sum(c for _, c in pairs) - sum(c for _, c in kept)
        pairs = kept
    more = [(_REST, others), (_MISSING, spread.n_missing)]
    more = [(name, count) for name, count in more if count]
    order = look.labels([name for name, _ in (*pairs, *more)])
    kinds = ["value"] * len(pairs) + ["other"] * len(more)
    counts = [count for _, count in (*pairs, *more)]
    rows = [
        {"what": label, "rows": count, "kind": kind}
        for label, count, kind in zip(order, counts, kinds, strict=True)
    ]
    return order, rows


def profile_words(spread: Profile, unit: str = "") -> str:
    """The spread of one variable in words."""
    unit = f" {unit}" if unit else ""
    name = f"“{spread.name}”"
    missing = f" {spread.n_missing:,} of {spread.n_rows:,} rows have no value." if spread.n_missing else ""
    present = spread.n_rows - spread.n_missing
    if not present:
        return f"{name} has no value in any row."
    if spread.mean is not None and spread.median is not None:
        low, high = (words.number(v) for v in (spread.low or 0.0, spread.high or 0.0))
        return (
            f"{name}: average {words.number(spread.mean)}{unit}, half of the rows under "
            f"{words.number(spread.median)}{unit}, nine in ten between {low} and {high}{unit}.{missing}"
        )
    if spread.edges:
        return f"{name}: its bars go from {_ends(spread, 0)[0]} to {_ends(spread, -1)[-1]}.{missing}"
    most = max(range(len(spread.counts)), key=lambda i: spread.counts[i])
    return (
        f"{name}: {spread.n_distinct:,} {'value' if spread.n_distinct == 1 else 'values'}, most often "
        f"“{spread.labels[most]}” ({words.percent(spread.counts[most] / present)}).{missing}"
    )


def sides_chart(sides: Sequence[Profile], names: Sequence[str], unit: str = "") -> alt.TopLevelMixin:
    """How a number is spread on either side: outlines, one full and one dashed, as shares of each side."""
    labels = look.labels(names, room=look.WIDE_ROOM)
    kind, titled = _scale(sides[0], unit)
    axis = alt.Axis(title=titled, labelOverlap=True)
    rows = []
    for label, side in zip(labels, sides, strict=True):
        total = max(sum(side.counts), 1)
        shares = [count / total for count in side.counts]
        for edge, share in zip(side.edges, [*shares, shares[-1] if shares else 0.0], strict=True):
            rows.append({"edge": _at(side, edge), "share": share, "side": label})
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(
            x=alt.X(f"edge:{kind}", axis=axis, scale=_across(sides[0])),
            y=alt.Y("share:Q", axis=alt.Axis(title="Share of the side", format="%")),
            color=alt.Color(
                "side:N",
                scale=alt.Scale(domain=labels, range=[look.BLUE, look.ORANGE]),
                legend=look.legend(),
            ),
            strokeDash=alt.StrokeDash("side:N", scale=alt.Scale(domain=labels, range=[[1, 0], [5, 3]])),
        )
        .properties(height=look.height(190, titled=titled, entries=labels))
    )


def sides_words(sides: Sequence[Profile], names: Sequence[str], unit: str = "") -> str:
    """The outlines in words: where the fullest bar of each side is."""
    said = []
    for name, side in zip(names, sides, strict=True):
        total = sum(side.counts)
        if total:
            most = max(range(len(side.counts)), key=lambda i: side.counts[i])
            said.append(
                f"of the {total:,} rows with {name}, {words.percent(side.counts[most] / total)} lie "
                f"{_between(side, most)}{f' {unit}' if unit else ''}, more than in any other bar"
            )
    sentence = "; ".join(said)
    return f"{sentence[:1].upper()}{sentence[1:]}. As seen, not adjusted."


def _between(side: Profile, bar: int) -> str:
    low, *rest = _ends(side, bar)
    return f"between {low} and {rest[0]}" if rest else f"at {low}"


def _ends(spread: Profile, bar: int) -> list[str]:
    """Where a bar begins and ends, as its label says it; one value where it holds one only."""
    ends = spread.labels[bar].split(" – ")
    return ["−" + end[1:] if end.startswith("-") else end for end in ends]


def missing_chart(variables: Sequence[Variable], n_rows: int) -> alt.TopLevelMixin:
    """How many rows have no value, for each variable that has such rows; the emptiest first."""
    shown = _with_missing(variables)[:SHOWN]
    order = look.labels([v.name for v in shown])
    rows = [
        {"what": label, "share": v.n_missing / n_rows, "rows": v.n_missing}
        for label, v in zip(order, shown, strict=True)
    ]
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(color=look.GREY)
        .encode(
            y=look.names_axis(order, least=28),
            x=alt.X(
                "share:Q",
                scale=alt.Scale(domainMin=0, domainMax=1),
                axis=alt.Axis(title="Rows without a value", format="%"),
            ),
            tooltip=[
                alt.Tooltip("what:N", title="Variable"),
                alt.Tooltip("rows:Q", title="Rows", format=","),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
            ],
        )
        .properties(height=look.height(look.rows(order, least=28)))
    )


def missing_words(variables: Sequence[Variable], n_rows: int) -> str:
    """What is missing, in words; empty where nothing is."""
    found = _with_missing(variables)
    if not found:
        return ""
    said = [f"“{v.name}” {words.percent(v.n_missing / n_rows)}" for v in found[:5]]
    rest = f", and {len(found) - 5} more" if len(found) > 5 else ""
    return f"Rows without a value: {', '.join(said)}{rest}."


def _with_missing(variables: Sequence[Variable]) -> list[Variable]:
    return sorted((v for v in variables if v.n_missing), key=lambda v: -v.n_missing)


def _scale(spread: Profile, unit: str) -> tuple[str, list[str]]:
    """The type of the axis across, and its title's lines."""
    titled = look.title(f"{spread.name} ({unit})" if unit else spread.name)
    return ("T" if spread.kind == "time" else "Q"), titled


def _across(spread: Profile) -> alt.Scale:
    """The scale across; times are Greenwich's, so that no reader's clock moves a day."""
    return alt.Scale(type="utc", nice=False) if spread.kind == "time" else alt.Scale(zero=False, nice=False)


def _at(spread: Profile, edge: float) -> float:
    """An edge as the axis wants it: times in milliseconds since 1970."""
    return edge * 86_400_000 if spread.kind == "time" else edge


def _in_one_line(name: str) -> str:
    """A tooltip's title: a line end in it would end the text that the picture makes of it."""
    return " ".join(name.split()) or "Value"
