"""The effect beside what is seen, and the outcome on either side of the comparison."""

from __future__ import annotations

import altair as alt
import pandas as pd

from causal_core import words
from causal_core.results import Arm, Estimate
from ui.charts import look


def effect_title(found: Estimate) -> str:
    """What the effect's axis counts, with its unit."""
    if found.contrast == "odds_ratio":
        return f"Odds ratio of {found.outcome}"
    _, unit = look.display_unit(found)
    unit = f" ({unit})" if unit else ""
    if found.contrast == "per_unit":
        return f"Change of {found.outcome} for one unit more of {found.treatment}{unit}"
    return f"Difference in {found.outcome}{unit}"


def no_effect(found: Estimate) -> float:
    """The value that means no effect."""
    return 1.0 if found.contrast == "odds_ratio" else 0.0


def effect_chart(
    found: Estimate, naive_label: str = "As seen", adjusted_label: str = "Adjusted"
) -> alt.TopLevelMixin:
    """The naive and the adjusted effect on one line, with their intervals."""
    factor, _ = look.display_unit(found)
    both = ((naive_label, found.naive.value, found.naive.ci), (adjusted_label, found.value, found.ci))
    order = look.labels([f"{what} {words.number(value * factor)}" for what, value, _ in both])
    rows = pd.DataFrame(
        [
            {"what": label, "value": value * factor, "low": ci[0] * factor, "high": ci[1] * factor}
            for label, (_, value, ci) in zip(order, both, strict=True)
        ]
    )
    y = look.names_axis(order, least=44)
    colour = alt.Color("what:N", scale=alt.Scale(domain=order, range=[look.GREY, look.BLUE]), legend=None)
    titled = look.title(effect_title(found))
    axis = alt.Axis(title=titled)
    base = alt.Chart(rows)
    bars = base.mark_rule(strokeWidth=3).encode(
        y=y, x=alt.X("low:Q", axis=axis, scale=alt.Scale(zero=True)), x2="high:Q", color=colour
    )
    points = base.mark_point(filled=True, size=150, opacity=1).encode(
        y=y,
        x="value:Q",
        color=colour,
        shape=alt.Shape("what:N", scale=alt.Scale(domain=order, range=["circle", "diamond"]), legend=None),
        tooltip=[
            alt.Tooltip("what:N", title="Comparison"),
            alt.Tooltip("value:Q", format=",.4g"),
            alt.Tooltip("low:Q", title="from", format=",.4g"),
            alt.Tooltip("high:Q", title="to", format=",.4g"),
        ],
    )
    chart = look.line_at(no_effect(found)) + bars + points
    return chart.properties(height=look.height(look.rows(order, least=44), titled=titled))


def effect_words(found: Estimate) -> str:
    """The effect chart in words."""
    factor, unit = look.display_unit(found)
    unit = f" {unit}" if unit else ""

    def said(value: float, ci: tuple[float, float]) -> str:
        low, high = (words.number(v * factor) for v in ci)
        return f"{words.number(value * factor)}{unit} ({low} to {high})"

    adjusted = (
        "adjusted, it is" if found.adjustment_set else "nothing was adjusted for, so the answer is the same:"
    )
    what = "odds ratio" if found.contrast == "odds_ratio" else "difference"
    return f"As seen, the {what} is {said(found.naive.value, found.naive.ci)}; {adjusted} {said(found.value, found.ci)}."


SEEN, ADJUSTED, EVERYBODY = "As seen", "After adjusting", "If everybody were on this side"


def _side(found: Estimate, arm: Arm) -> str:
    return f"{found.treatment} = {arm.label}"


def arms_chart(found: Estimate, *, causal: bool) -> alt.TopLevelMixin:
    """The outcome's average on either side: as seen, and adjusted.

    What would be if everybody were on that side is said only where words of cause may be used.
    """
    factor, unit = look.display_unit(found)
    order = look.labels([_side(found, arm) for arm in found.arms])
    kinds = [look.broken(kind, room=look.WIDE_ROOM) for kind in (SEEN, EVERYBODY if causal else ADJUSTED)]
    rows = [
        {"what": label, "kind": kind, "value": value * factor, "rows": arm.n_obs}
        for label, arm in zip(order, found.arms, strict=True)
        for kind, value in zip(kinds, (arm.mean_seen, arm.mean_adjusted), strict=True)
        if value is not None
    ]
    happens = f"{found.outcome} = {found.outcome_yes}" if found.outcome_yes else found.outcome
    counted = f"How often {happens}" if found.outcome_is_risk else f"Average of {found.outcome}"
    titled = look.title(f"{counted} ({unit})" if unit else counted)
    axis = alt.Axis(title=titled)
    y = look.names_axis(order, least=40)
    base = alt.Chart(pd.DataFrame(rows))
    moved = base.mark_line(color=look.GREY, strokeWidth=2).encode(y=y, x="value:Q", detail="what:N")
    points = base.mark_point(filled=True, size=150, opacity=1).encode(
        y=y,
        x=alt.X("value:Q", axis=axis, scale=alt.Scale(zero=False, padding=14)),
        color=alt.Color(
            "kind:N", scale=alt.Scale(domain=kinds, range=[look.GREY, look.BLUE]), legend=look.legend()
        ),
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"])),
        tooltip=[
            alt.Tooltip("what:N", title="Side"),
            alt.Tooltip("kind:N", title="Average"),
            alt.Tooltip("value:Q", format=",.4g"),
            alt.Tooltip("rows:Q", title="Rows", format=","),
        ],
    )
    return (moved + points).properties(
        height=look.height(look.rows(order, least=40), titled=titled, entries=kinds)
    )


def arms_words(found: Estimate, *, causal: bool) -> str:
    """The chart of both sides in words."""
    factor, unit = look.display_unit(found)
    unit = f" {unit}" if unit else ""

    def one(arm: Arm) -> str:
        said = (
            f"{_side(found, arm)} ({arm.n_obs:,} rows): {words.number(arm.mean_seen * factor)}{unit} as seen"
        )
        if arm.mean_adjusted is None:
            return said
        how = "if everybody were on this side" if causal else "after adjusting"
        return f"{said}, {words.number(arm.mean_adjusted * factor)}{unit} {how}"

    return "; ".join(one(arm) for arm in found.arms) + "."
