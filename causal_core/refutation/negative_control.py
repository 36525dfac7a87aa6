"""Is there bias where there can be no effect? Negative controls.

A *negative control outcome* is something that the treatment cannot have moved but that shares its causes, measured
or not, with the outcome. The same treatment, rows and adjustment should find no effect on it; finding one says that
something is left that goes together with the treatment, and may do so with the real outcome. The outcome measured
before the treatment is the best of them (a *placebo period*). A *negative control exposure* is the mirror image:
it cannot move the outcome, so among rows alike in the treatment and the adjustment columns it should not go
together with it. (Lipsitch, Tchetgen Tchetgen and Cohen 2010, Epidemiology 21:383–388.)

These are the only stress tests here that can see a hidden common cause, and only one that moves the control too.
What the graph says is looked at first: a control that the graph itself joins to the treatment would go together
with it without any fault, so it tests nothing and is not run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from causal_core.errors import CausalError
from causal_core.estimation.coding import Array
from causal_core.estimation.crossfit import one_thread
from causal_core.estimation.effect import sample_for
from causal_core.estimation.fit import Fit, interval
from causal_core.estimation.methods import NEEDS_TWO_GROUPS, default_method, method_named
from causal_core.estimation.sample import Sample
from causal_core.graph.admg import CausalGraph
from causal_core.identification.query import Query
from causal_core.identification.selection import with_selection
from causal_core.refutation.target import Target
from causal_core.results import Refutation
from causal_core.words import listed, number, percent

TOLD, REFUSED = 0.05, 0.01
"""p-values. So with no fault at all, one run in twenty is told and one in a hundred speaks against the estimate."""
ROWS_FOR_CURVES = 200
"""A control exposure that is a number is compared by the method that follows curves from so many rows on."""


@dataclass(frozen=True, slots=True)
class Words:
    """What differs between the kinds of control."""

    test: str
    title: str
    tried: str
    expected: str
    fault: str
    cannot_see: str


OUTCOME = Words(
    "negative_control_outcome",
    "An outcome that the treatment cannot move",
    "The effect of “{t}” on “{c}”, which it cannot have moved, was estimated in the same way as the estimate itself{held}.",
    "No effect: an interval that holds {null}.",
    "“{t}” goes together with “{c}”, which it cannot have moved, so something that was not adjusted for is at work; "
    "if it moves “{y}” too, the estimate is biased.",
    "A hidden common cause that moves “{y}” but not “{c}”; and whether “{t}” really cannot move “{c}”, which is "
    "yours to know. Passing does not rule out hidden causes.",
)
PERIOD = Words(
    "placebo_period",
    "The outcome before the treatment",
    "The effect of “{t}” on “{c}”, measured before it, was estimated in the same way{held}.",
    "No effect, because nothing acts backwards in time: an interval that holds {null}.",
    "The sides differed in “{c}” before the treatment came, so something that was not adjusted for sets them apart.",
    "A hidden common cause that came up or began to matter only after “{c}” was measured. Passing does not rule out "
    "hidden causes.",
)
EXPOSURE = Words(
    "negative_control_exposure",
    "A cause that cannot move the outcome",
    "The effect of “{c}”, which cannot move “{y}”, was estimated among rows alike in {held}.",
    "No effect: an interval that holds {null}.",
    "“{c}” goes together with “{y}” among rows alike in the treatment and the adjustment columns, so a hidden cause "
    "of “{y}” is at work that goes together with “{c}” or acts on the treatment as well.",
    "A hidden common cause that goes together with neither “{c}” nor what “{c}” tells about “{t}”; and whether “{c}” "
    "really cannot move “{y}”, which is yours to know. Passing does not rule out hidden causes.",
)


def negative_control_outcome(target: Target) -> Refutation:
    """Estimate the effect on something that the treatment cannot have moved."""
    return _on_outcome(target, OUTCOME)


def placebo_period(target: Target) -> Refutation:
    """Estimate the effect on the outcome as it was before the treatment."""
    return _on_outcome(target, PERIOD)


def negative_control_exposure(target: Target) -> Refutation:
    """Estimate the effect of something that cannot move the outcome, among rows alike in the treatment."""
    t, y = target.estimate.treatment, target.estimate.outcome
    held = tuple(n for n in target.estimate.adjustment_set if n != target.control)
    words = _filled(EXPOSURE, target, held)
    why = _unusable(target) or _joined(target, target.control, y, (*held, t), EXPOSURE)
    if why:
        return _not_run(words, target, why)
    query = Query(target.control, y)

    def fit() -> tuple[Sample, Fit]:
        sample = sample_for(target.table, query, (*held, t), None, outcome_yes=target.estimate.outcome_yes)
        curves = sample.mode == "number" and sample.n_obs >= ROWS_FOR_CURVES
        method = "partially_linear" if curves else default_method(sample)
        return sample, method_named(method)(sample, target.whole)

    return _compared(target, words, fit)


def _on_outcome(target: Target, kind: Words) -> Refutation:
    estimate = target.estimate
    held = tuple(n for n in estimate.adjustment_set if n != target.control)
    words = _filled(kind, target, held)
    why = _unusable(target) or _joined(target, estimate.treatment, target.control, held, kind)
    if why:
        return _not_run(words, target, why)
    query = replace(target.answer.query, outcome=target.control)

    def fit() -> tuple[Sample, Fit]:
        own = estimate.method != "mantel_haenszel"
        method = estimate.method if own else "stratification"
        sample = sample_for(target.table, query, held, method)
        if method in NEEDS_TWO_GROUPS and not held:
            method = "difference_in_means"
        return sample, method_named(method)(sample, target.whole)

    return _compared(target, words, fit)


# ---- what the graph says first ------------------------------------------------------------------------


def _unusable(target: Target) -> str:
    """Why no variable of that name can be the control, in a sentence; empty where it can."""
    name, estimate = target.control, target.estimate
    if name in (estimate.treatment, estimate.outcome):
        part = "treatment" if name == estimate.treatment else "outcome"
        return f"“{name}” is the {part} itself; choose another variable."
    if name not in target.table.names:
        return f"“{name}” is not in the data."
    return ""


def _joined(target: Target, cause: str, effect: str, held: tuple[str, ...], kind: Words) -> str:
    """Why the graph itself lets the two go together, so that a test would say nothing; empty where it does not."""
    graph: CausalGraph = target.answer.graph
    name = target.control
    if name not in graph:
        return ""
    if name in graph.latent:
        return f"By the graph “{name}” was not measured."
    mover, moved = (name, effect) if kind is EXPOSURE else (cause, name)
    t = target.estimate.treatment
    reached = graph.without_outgoing(t) if kind is EXPOSURE else graph
    if moved in reached.descendants(mover):
        return (
            f"By the graph “{mover}” does move “{moved}”, so an effect would be no sign of bias. Choose a variable "
            "that it cannot move, or mend the graph."
        )
    rows, chosen = with_selection(graph, target.answer.selected) if target.answer.selected else (graph, "")
    path = rows.open_path(cause, effect, tuple(n for n in (*held, chosen) if n in rows))
    if path is None:
        return ""
    alike = f" among rows alike in {listed(held)}" if held else ""
    return (
        f"By the graph “{cause}” and “{effect}” go together{alike} anyway ({path}), so an effect would be no sign of "
        "anything that the graph does not say already. Choose another variable."
    )


# ---- the comparison -----------------------------------------------------------------------------------


def _compared(target: Target, words: Words, fit: Callable[[], tuple[Sample, Fit]]) -> Refutation:
    """Estimate, and set the interval against no effect."""
    try:
        with one_thread():
            sample, made = fit()
    except CausalError as error:
        target.tick(target.draws)
        return _not_run(words, target, error.message)
    target.tick(target.draws)
    level = target.estimate.level
    low, high = made.ci or interval(made.value, made.std_error, level=level, dof=made.dof)
    p, said = p_value(made), [target.of(sample, v) for v in (made.value, low, high)]
    outcome = "failed" if p < REFUSED else "warning" if p < TOLD else "passed"

    seen = (
        f"{said[0]} ({percent(level)} interval {said[1]} to {said[2]}, p {_chance(p)}) from "
        f"{sample.n_obs:,} rows; in standard deviations of what was compared, {number(_steps(made, sample), 2)}"
        f"{_beside(target)}."
    )
    fault = (
        words.fault
        if outcome == "failed"
        else f"{words.fault} It may also be chance: this comes up in one of twenty."
    )
    return Refutation(
        test=words.test,
        title=words.title,
        tried=words.tried + _left_out(target),
        expected=words.expected,
        seen=seen,
        meaning=fault
        if outcome != "passed"
        else "No sign of bias was seen where this test could see it"
        + (", but its interval is wide." if _wide(made, sample, target) else "."),
        cannot_see=words.cannot_see,
        outcome=outcome,  # type: ignore[arg-type]
        numbers={
            "value": made.value,
            "low": low,
            "high": high,
            "p_value": p,
            "standardised": _steps(made, sample),
            "n_obs": float(sample.n_obs),
        },
        variable=target.control,
    )


def _left_out(target: Target) -> str:
    if target.control not in target.estimate.adjustment_set:
        return ""
    return f" “{target.control}” is one of the adjustment columns, and was left out of them for this."


def p_value(fit: Fit) -> float:
    """Two-sided, of no effect: from the interval's law (Student's t where the method has degrees of freedom)."""
    from scipy.special import ndtr, stdtr

    if fit.std_error <= 0:
        return 1.0 if fit.value == 0 else 0.0
    z = -abs(fit.value) / fit.std_error
    return float(2 * (ndtr(z) if fit.dof is None else stdtr(fit.dof, z)))


def _steps(fit: Fit, sample: Sample) -> float:
    """The value in standard deviations of the outcome, and for a number per standard deviation of the cause."""
    return fit.value * _scale(sample.outcome, sample)


def _scale(outcome: Array, sample: Sample) -> float:
    cause = float(sample.treatment.std()) if sample.mode == "number" else 1.0
    return cause / float(outcome.std())


def _own_steps(target: Target) -> float | None:
    """The estimate itself on the same scale; None for odds."""
    if target.estimate.contrast == "odds_ratio":
        return None
    return target.estimate.value * _scale(target.sample.outcome, target.sample)


def _beside(target: Target) -> str:
    own = _own_steps(target)
    return "" if own is None else f" (the estimate itself: {number(own, 2)})"


def _wide(fit: Fit, sample: Sample, target: Target) -> bool:
    """A bias as large as the whole estimate could have gone unseen more often than not."""
    own = _own_steps(target)
    return own is not None and 1.96 * fit.std_error * abs(_scale(sample.outcome, sample)) > abs(own)


def _chance(p: float) -> str:
    return "under 0.0001" if p < 1e-4 else number(p, 2)


def _filled(kind: Words, target: Target, held: tuple[str, ...]) -> Words:
    estimate = target.estimate
    others = f", among rows alike in {listed(held)}" if held else ""
    alike = listed((estimate.treatment, *held)) if kind is EXPOSURE else others

    def fill(text: str) -> str:
        return text.format(held=alike, null=0, t=estimate.treatment, y=estimate.outcome, c=target.control)

    return replace(
        kind,
        tried=fill(kind.tried),
        expected=fill(kind.expected),
        fault=fill(kind.fault),
        cannot_see=fill(kind.cannot_see),
    )


def _not_run(words: Words, target: Target, why: str) -> Refutation:
    return Refutation(
        test=words.test,
        title=words.title,
        tried=words.tried.replace("was estimated", "was to be estimated"),
        expected=words.expected,
        seen=why,
        meaning="The test was not run and says nothing.",
        cannot_see=words.cannot_see,
        outcome="not_run",
        variable=target.control,
    )
