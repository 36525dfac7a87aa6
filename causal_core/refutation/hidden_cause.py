"""How strong would a hidden common cause have to be to take the finding away?

The answer is worked out on a linear regression with the same adjustment columns and their squares, where
the arithmetic of Cinelli and Hazlett (2020) is exact, and is set against the measured columns: would a
hidden cause as strong as the strongest of them be enough? For risks the E-value is given too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causal_core.errors import EstimateError
from causal_core.estimation.coding import Array
from causal_core.estimation.design import Design
from causal_core.estimation.fit import interval
from causal_core.estimation.least_squares import least_squares
from causal_core.estimation.sample import Sample
from causal_core.refutation.sensitivity import (
    Benchmark,
    adjusted,
    bounds,
    e_value,
    partial_r2,
    robustness_value,
)
from causal_core.refutation.target import Target
from causal_core.results import Estimate, Refutation
from causal_core.words import number, percent

TITLE = "How strong a hidden cause would have to be"
ROUNDING = 1e-9
"""Standard errors below this share of the estimate are rounding errors of an exact fit."""
WEAK = 0.05
"""Without any measured column to compare with, a hidden cause explaining 5 % of both counts as weak."""


@dataclass(frozen=True, slots=True)
class Line:
    """The regression behind the arithmetic: coefficient per step, classical standard error, dof."""

    value: float
    std_error: float
    dof: float


def hidden_cause(target: Target) -> Refutation:
    """Robustness values and benchmarks for the estimate."""
    target.tick(target.draws)
    sample, estimate = target.sample, target.estimate
    design = sample.design(squares=True)
    if sample.n_obs <= design.n_columns + 2:
        return _not_run("There are too few rows for the number of columns.")
    line = regression_line(sample, design)
    if line.std_error <= ROUNDING * abs(line.value):
        return _not_run(
            "The treatment and the columns reproduce the outcome exactly, so nothing is left to explain."
        )
    t = line.value / line.std_error if line.std_error > 0 else 0.0
    alpha = 1 - estimate.level
    strength = robustness_value(t, line.dof)
    strength_ci = robustness_value(t, line.dof, alpha=alpha)
    marks = benchmarks(sample, design, line, level=estimate.level)
    worst = _worst(marks, line)
    ratios = _e_values(estimate)
    open_ended = strength_ci == 0
    breaks = worst is not None and _reaches_zero(worst, line)
    weak = worst is None and strength_ci < WEAK
    return Refutation(
        test="hidden_cause",
        title=TITLE,
        tried="It was worked out, on a linear regression with the same columns, how strongly a hidden cause would "
        "have to be related to both the treatment and the outcome to take the finding away.",
        expected="That a hidden cause as strong as the strongest measured one would not be enough.",
        seen=_seen(target, line, strength, strength_ci, worst, ratios),
        meaning=_meaning(open_ended, breaks, weak, worst, strength_ci),
        cannot_see="Whether such a cause exists. Only knowledge of the matter, or an experiment, can say that.",
        outcome="warning" if open_ended or breaks or weak else "passed",
        numbers={
            "regression_value": line.value,
            "partial_r2": partial_r2(t, line.dof),
            "robustness_value": strength,
            "robustness_value_ci": strength_ci,
        }
        | {f"{part}: {m.name}": v for m in marks for part, v in _parts(m)}
        | ratios,
    )


def regression_line(sample: Sample, design: Design) -> Line:
    """Outcome on treatment and columns, with the classical standard error that the arithmetic needs."""
    full = np.column_stack([design.matrix, sample.treatment - sample.treatment.mean()])
    fitted = least_squares(full, sample.outcome)
    contrast = np.zeros(full.shape[1])
    contrast[-1] = sample.step
    noise = float(fitted.residuals @ fitted.residuals) / fitted.dof
    error = float(np.sqrt(noise * np.sum(fitted.weights(contrast) ** 2)))
    return Line(float(contrast @ fitted.coef), error, float(fitted.dof))


def benchmarks(sample: Sample, design: Design, line: Line, *, level: float) -> tuple[Benchmark, ...]:
    """For each measured column, what a hidden cause as strong as it would leave of the estimate."""
    t = sample.treatment - sample.treatment.mean()
    full = np.column_stack([design.matrix, t])
    found: list[Benchmark] = []
    for index, covariate in enumerate(sample.covariates):
        own = [k for k, owner in enumerate(design.owners) if owner == index]
        if not own:
            continue
        with_treatment = _explained(design.matrix, own, t)
        with_outcome = _explained(full, own, sample.outcome)
        r2_t, r2_y = bounds(with_treatment, with_outcome)
        if r2_t >= 1:
            found.append(Benchmark(covariate.name, 1.0, r2_t, r2_y, 0.0, (0.0, 0.0), impossible=True))
            continue
        value, error = adjusted(line.value, line.std_error, line.dof, r2_treatment=r2_t, r2_outcome=r2_y)
        if r2_y >= 1:
            # At this limit the formula leaves no error at all, which no data can vouch for: keep the present one.
            error = adjusted(line.value, line.std_error, line.dof, r2_treatment=r2_t, r2_outcome=0.0)[1]
        ci = interval(value, error, level=level, dof=line.dof - 1)
        found.append(Benchmark(covariate.name, 1.0, r2_t, r2_y, value, ci))
    return tuple(found)


def explained_by(sample: Sample, design: Design, name: str) -> tuple[float, float]:
    """Partial R² of an adjustment column with the treatment, and with the outcome given the treatment.

    Raises
    ------
    EstimateError
        The column says nothing that the others do not say already.
    """
    index = [c.name for c in sample.covariates].index(name)
    own = [k for k, owner in enumerate(design.owners) if owner == index]
    if not own:
        raise EstimateError(f"“{name}” says nothing that the other columns do not say already.", where=name)
    t = sample.treatment - sample.treatment.mean()
    full = np.column_stack([design.matrix, t])
    return _explained(design.matrix, own, t), _explained(full, own, sample.outcome)


def _explained(matrix: Array, own: list[int], target: Array) -> float:
    """Partial R² of some columns: the share of what the others leave open that they explain."""
    others = [k for k in range(matrix.shape[1]) if k not in own]
    without = least_squares(matrix[:, others], target).residuals
    with_ = least_squares(matrix, target).residuals
    total = float(without @ without)
    return min(max(1.0 - float(with_ @ with_) / total, 0.0), 1.0 - 1e-12) if total > 0 else 0.0


def _worst(marks: tuple[Benchmark, ...], line: Line) -> Benchmark | None:
    """The measured column whose equal would do most harm."""
    possible = [m for m in marks if not m.impossible]
    return min(possible, key=lambda m: float(np.sign(line.value)) * m.value, default=None)


def _reaches_zero(mark: Benchmark, line: Line) -> bool:
    return mark.ci[0] <= 0 <= mark.ci[1] or np.sign(mark.value) != np.sign(line.value)


def _parts(mark: Benchmark) -> list[tuple[str, float]]:
    return [
        ("partial R² with treatment", mark.with_treatment),
        ("partial R² with outcome", mark.with_outcome),
        *([] if mark.impossible else [("estimate left", mark.value)]),
    ]


def _e_values(estimate: Estimate) -> dict[str, float]:
    """E-values of the estimate and of the near end of its interval, for risks; the control risk held fixed."""
    adjusted_means = [arm.mean_adjusted for arm in estimate.arms]
    if not estimate.outcome_is_risk or estimate.contrast != "difference" or len(adjusted_means) != 2:
        return {}
    treated, control = adjusted_means
    if treated is None or control is None or not (0 < treated < 1 and 0 < control < 1):
        return {}
    near = min(estimate.ci, key=abs) if estimate.ci[0] * estimate.ci[1] > 0 else 0.0
    edge = (control + near) / control
    found = {"e_value": e_value(treated / control)}
    return found | ({"e_value_ci": e_value(edge)} if edge > 0 else {})


def _seen(
    target: Target,
    line: Line,
    strength: float,
    strength_ci: float,
    worst: Benchmark | None,
    ratios: dict[str, float],
) -> str:
    text = (
        f"A hidden cause explaining {percent(strength)} of what is open in both the treatment and the outcome would "
        f"bring the regression's {target.line(line.value)} to 0; {percent(strength_ci)} would bring 0 into the "
        f"{percent(target.estimate.level)} interval."
    )
    if worst is not None:
        low, left, high = (target.line(v) for v in (worst.ci[0], worst.value, worst.ci[1]))
        text += f" One as strong as “{worst.name}” would leave {left} ({low} to {high})."
    if ratios:
        near = f", for the interval {number(ratios['e_value_ci'])}" if "e_value_ci" in ratios else ""
        text += f" E-value {number(ratios['e_value'])}{near}."
    return text


def _meaning(open_ended: bool, breaks: bool, weak: bool, worst: Benchmark | None, strength_ci: float) -> str:
    if open_ended:
        return "No hidden cause is needed: the interval holds no effect as it is."
    if breaks and worst is not None:
        return f"A hidden cause no stronger than “{worst.name}” would be enough to take the finding away."
    if weak:
        return f"A weak hidden cause, explaining {percent(strength_ci)} of both, would be enough."
    if worst is None:
        return (
            "It would take a hidden cause of some strength; there is no measured column to compare it with."
        )
    return "A hidden cause would have to be stronger than every measured one to take the finding away."


def _not_run(why: str) -> Refutation:
    return Refutation(
        test="hidden_cause",
        title=TITLE,
        tried="It was to be worked out how strong a hidden cause would have to be.",
        expected="That a hidden cause as strong as the strongest measured one would not be enough.",
        seen=why,
        meaning="The test says nothing.",
        cannot_see="Whether such a cause exists.",
        outcome="not_run",
    )
