"""What an estimate rests on: the strategy's assumptions, what any effect needs, and the method's own.

Where the data can say how an assumption stands, its status says so: overlap is confirmed or contradicted by
the propensities, and an adjustment set that the graph rejects is contradicted.

>>> CONSISTENCY.status
'untestable'
"""

from __future__ import annotations

from dataclasses import replace

from causal_core.estimation.fit import Fit
from causal_core.estimation.least_squares import least_squares
from causal_core.estimation.sample import Sample
from causal_core.identification.adjustment import is_adjustment_set
from causal_core.identification.answer import Answer
from causal_core.identification.strategy import Adjustment
from causal_core.results import Assumption
from causal_core.words import percent

CONSISTENCY = Assumption(
    id="consistency",
    text="The treatment is one well-defined thing: whoever got it got the same.",
)
LITTLE_LEFT = 0.05
"""With less of a number-valued treatment's variance left after adjusting, hardly anything is compared."""

COMPLETE_CASES = Assumption(
    id="complete_cases",
    text="The rows left out because something is missing in them are like the rows used.",
    status="untested",
)
NO_INTERFERENCE = Assumption(
    id="no_interference", text="One case's treatment does not change another case's outcome."
)


def assumptions_of(
    answer: Answer,
    strategy: Adjustment,
    sample: Sample,
    fit: Fit,
    thin: tuple[str, ...],
) -> tuple[Assumption, ...]:
    """The strategy's, overlap as the data show it, then those of any effect and the method's."""
    found = [_judged(a, sample, thin) if a.id == "overlap" else a for a in strategy.assumptions]
    names = tuple(c.name for c in sample.covariates)
    if not any(a.id == "overlap" for a in found):
        said = (
            f"Treated and untreated of every kind of {', '.join(names)} occur."
            if names
            else "Both sides occur."
        )
        found.append(_judged(Assumption(id="overlap", text=said), sample, thin))
    if not fit.adjusts and names:
        found = [replace(a, status="contradicted") if a.id == "no_hidden_common_cause" else a for a in found]
    if strategy not in answer.strategies and not is_adjustment_set(
        answer.graph, answer.query, strategy.adjustment_set
    ):
        found.append(_not_a_set(strategy))
    if any(d.reason.endswith("is missing") for d in sample.dropped):
        found.append(COMPLETE_CASES)
    return (*found, CONSISTENCY, NO_INTERFERENCE, *fit.assumptions)


def variance_left(sample: Sample) -> float:
    """Share, 0 to 1, of the treatment's variance that a linear model of the adjustment columns leaves over."""
    t = sample.treatment - sample.treatment.mean()
    total = float(t @ t)
    if not sample.covariates or total == 0:
        return 1.0
    rest = least_squares(sample.design(squares=False).matrix, t).residuals
    return float(rest @ rest) / total


def _judged(assumption: Assumption, sample: Sample, thin: tuple[str, ...]) -> Assumption:
    if thin:
        return replace(assumption, source="data", status="contradicted")
    if sample.mode != "two_values" and sample.covariates:
        left = variance_left(sample)
        said = (
            f"{assumption.text} Adjusting leaves {percent(left)} of the variance of “{sample.treatment_name}” to "
            "compare by."
        )
        bad = left < LITTLE_LEFT
        return replace(assumption, text=said, source="data", status="contradicted" if bad else "untested")
    return replace(
        assumption, source="data", status="confirmed"
    )  # both sides are there, or it had been refused


def _not_a_set(strategy: Adjustment) -> Assumption:
    names = ", ".join(f"“{n}”" for n in strategy.adjustment_set) or "nothing"
    return Assumption(
        id="adjustment_set",
        text=f"Adjusting for {names} gives the effect.",
        source="user",
        status="contradicted",
    )
