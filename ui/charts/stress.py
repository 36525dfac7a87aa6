"""The stress tests: all at a glance, and the repeats of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

import altair as alt
import numpy as np
import pandas as pd

from causal_core import words
from causal_core.results import Estimate, Refutation
from studies.labels import OUTCOME_WORDS
from ui.charts import look
from ui.charts.effect import effect_title, no_effect

ITSELF = "The answer itself"
BARS = 24
"""Bars of a picture of repeats, of which there are about a hundred."""
_SHAPES = {
    OUTCOME_WORDS["passed"]: ("circle", look.BLUE),
    OUTCOME_WORDS["warning"]: ("triangle-up", look.ORANGE),
    OUTCOME_WORDS["failed"]: ("cross", look.ORANGE),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a stress test found in place of the estimate: the middle, and from where to where."""

    low: float
    middle: float
    high: float
    what: str


def quick_form(results: Sequence[Refutation], found: Estimate) -> float | None:
    """What the quick form of the method, used for the repeats, gives; None where it reads as the answer does."""
    for result in results:
        value = result.numbers.get("compared_with")
        if value is not None and words.effect_size(found, value) != words.effect_size(found, found.value):
            return value
    return None


def seen(result: Refutation, found: Estimate) -> Seen | None:
    """The numbers of a test that can stand beside the estimate; None where it has none.

    Repeats give their median and their middle 90 %; a test of few rows the estimate without them; a test of
    a hidden cause the estimates left by one as strong as each measured column (differences of risks, so not where
    the answer is an odds ratio).
    """
    if len(result.draws) > 5:
        cuts = quantiles(result.draws, n=20, method="inclusive")
        return Seen(cuts[0], median(result.draws), cuts[-1], "the middle 90 % of the repeats")
    without = result.numbers.get("estimate_without_top")
    if without is not None:
        return Seen(without, without, without, "without the rows of most influence")
    left = [v for k, v in result.numbers.items() if k.startswith("estimate left: ")]
    if left and found.contrast != "odds_ratio":
        return Seen(
            min(left),
            median(left),
            max(left),
            "left by a hidden cause as strong as each measured one, in turn",
        )
    return None


def glance_chart(results: Sequence[Refutation], found: Estimate) -> alt.TopLevelMixin:
    """One line a test: what it found in place of the estimate, and what came of it; the answer on top."""
    factor, _ = look.display_unit(found)
    names = [ITSELF] + [f"{r.title}: {OUTCOME_WORDS[r.outcome]}" for r in results]
    order = look.labels(names)
    own = Seen(found.ci[0], found.value, found.ci[1], f"{words.percent(found.level)} interval")
    spans = [own, *(seen(r, found) for r in results)]
    came = [ITSELF, *(OUTCOME_WORDS[r.outcome] for r in results)]
    rows = [
        {
            "what": label,
            "came of it": outcome,
            "low": span.low * factor,
            "value": span.middle * factor,
            "high": span.high * factor,
            "line": span.what,
        }
        for label, span, outcome in zip(order, spans, came, strict=True)
        if span is not None
    ]
    shapes = {ITSELF: ("diamond", look.GREY), **_SHAPES}
    domain = [k for k in shapes if k in {r["came of it"] for r in rows}]
    colour = alt.Color(
        "came of it:N",
        scale=alt.Scale(domain=domain, range=[shapes[k][1] for k in domain]),
        legend=look.legend(),
    )
    shape = alt.Shape("came of it:N", scale=alt.Scale(domain=domain, range=[shapes[k][0] for k in domain]))
    y = look.names_axis(order, least=40)
    titled = look.title(effect_title(found))
    axis = alt.Axis(title=titled)
    base = alt.Chart(pd.DataFrame(rows))
    spans_drawn = base.mark_rule(strokeWidth=3).encode(
        y=y, x=alt.X("low:Q", axis=axis, scale=alt.Scale(zero=True)), x2="high:Q", color=colour
    )
    points = base.mark_point(filled=True, size=140, opacity=1).encode(
        y=y,
        x="value:Q",
        color=colour,
        shape=shape,
        tooltip=[
            alt.Tooltip("what:N", title="Test"),
            alt.Tooltip("value:Q", title="Effect found", format=",.4g"),
            alt.Tooltip("low:Q", title="from", format=",.4g"),
            alt.Tooltip("high:Q", title="to", format=",.4g"),
            alt.Tooltip("line:N", title="The line"),
        ],
    )
    answer = look.line_at(found.value * factor, strokeDash=[1, 0], strokeWidth=1)
    chart = look.line_at(no_effect(found)) + answer
    quick = quick_form(results, found)
    if quick is not None:
        chart += look.line_at(quick * factor, color=look.BLUE, strokeDash=[2, 3])
    chart += spans_drawn + points
    return chart.properties(height=look.height(look.rows(order, least=40), titled=titled, entries=domain))


def glance_words(results: Sequence[Refutation], found: Estimate) -> str:
    """The picture of all tests in words: one clause a test."""
    factor, unit = look.display_unit(found)
    unit = f" {unit}" if unit else ""
    said = []
    for result in results:
        span = seen(result, found)
        clause = f"“{result.title}” {_CAME[result.outcome]}"
        if span is not None:
            low, middle, high = (words.number(v * factor) for v in (span.low, span.middle, span.high))
            clause += f", {middle} ({low} to {high})" if low != high else f", {middle}"
        said.append(clause)
    return (
        f"The answer, {words.number(found.value * factor)}{unit}, is the full line; no effect is the dashed one."
        f"{_dotted(results, found)} Effect found in its place{_counted(unit)} by each test: {'; '.join(said)}."
    )


def _counted(unit: str) -> str:
    """“, in kg,”; a unit that begins with “in” already stands as it is."""
    return f",{unit}," if unit.startswith(" in ") else f", in{unit}," if unit else ""


def _dotted(results: Sequence[Refutation], found: Estimate) -> str:
    quick = quick_form(results, found)
    if quick is None:
        return ""
    return (
        f" The dotted line is what the quick form of the method gives on the unchanged data, "
        f"{words.effect_size(found, quick)}: what is made again is compared with it."
    )


_CAME = {
    "passed": "held",
    "warning": "calls for care",
    "failed": "speaks against it",
    "not_run": "could not be run",
}


def draws_chart(result: Refutation, found: Estimate) -> alt.TopLevelMixin:
    """What the repeats of a stress test gave, with the estimate they are compared with as a line."""
    factor, _ = look.display_unit(found)
    titled = look.title(effect_title(found))
    counts, edges = np.histogram([d * factor for d in result.draws], bins=BARS)
    rows = [
        {"low": low, "high": high, "repeats": int(count), "zero": 0}
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
        if count
    ]
    bars = (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect(color=look.GREY)
        .encode(
            x=alt.X(
                "low:Q",
                axis=alt.Axis(title=titled, labelOverlap=True, tickCount=6),
                scale=alt.Scale(zero=False),
            ),
            x2="high",
            y=alt.Y("zero:Q", title="Repeats", axis=alt.Axis(tickMinStep=1)),
            y2="repeats",
            tooltip=[
                alt.Tooltip("low:Q", title="from", format=",.4g"),
                alt.Tooltip("high:Q", title="to", format=",.4g"),
                alt.Tooltip("repeats:Q", title="Repeats", format=","),
            ],
        )
    )
    line = look.line_at(
        _compared_with(result, found) * factor, color=look.BLUE, strokeWidth=3, strokeDash=[1, 0]
    )
    return (bars + line).properties(height=look.height(140, titled=titled))


def draws_words(result: Refutation, found: Estimate) -> str:
    """The repeats in words."""
    factor, unit = look.display_unit(found)
    span = seen(result, found)
    unit = f" {unit}" if unit else ""
    own = f"{words.number(_compared_with(result, found) * factor)}{unit}"
    if span is None:
        return f"The line is the estimate{_quickly([result], found)}, {own}."
    low, middle, high = (words.number(v * factor) for v in (span.low, span.middle, span.high))
    return (
        f"{len(result.draws)} repeats: half of them under {middle}, nine in ten between {low} and {high}"
        f"{unit}. The line is the estimate{_quickly([result], found)}, {own}."
    )


def _quickly(results: Sequence[Refutation], found: Estimate) -> str:
    return "" if quick_form(results, found) is None else " by the quick form of the method"


def _compared_with(result: Refutation, found: Estimate) -> float:
    return result.numbers.get("compared_with", found.value)
