"""What would a hidden cause as strong as a measured one do, or one two or three times as strong?

“As strong as age” can be judged by somebody who knows the matter; a partial R² cannot. The named adjustment column is
measured as if it were hidden, and the bounds of Cinelli and Hazlett (2020, section 4.4) say what a hidden cause
so many times as strong would leave of the estimate. How many times it would take is sought by halving.
"""

from __future__ import annotations

from causal_core.errors import EstimateError
from causal_core.estimation.fit import interval
from causal_core.refutation.hidden_cause import ROUNDING, Line, explained_by, regression_line
from causal_core.refutation.sensitivity import Benchmark, adjusted, bounds
from causal_core.refutation.target import Target
from causal_core.results import Refutation
from causal_core.words import number, percent

TITLE = "A hidden cause as strong as a measured one"
TIMES = (1, 2, 3)
"""The multiples that Cinelli and Hazlett's software shows."""
MOST = 1000.0


def benchmark(
    name: str, line: Line, r2_treatment: float, r2_outcome: float, *, strength: float, level: float
) -> Benchmark:
    """What a hidden cause ``strength`` times as strong as a column with these partial R² would leave.

    ``impossible`` where nothing can be that strongly related to the treatment.
    """
    r2_t, r2_y = bounds(r2_treatment, r2_outcome, strength=strength)
    if r2_t >= 1:
        return Benchmark(name, strength, r2_t, r2_y, 0.0, (0.0, 0.0), impossible=True)
    value, error = adjusted(line.value, line.std_error, line.dof, r2_treatment=r2_t, r2_outcome=r2_y)
    if r2_y >= 1:
        # At this limit the formula leaves no error at all, which no data can vouch for: keep the present one.
        error = adjusted(line.value, line.std_error, line.dof, r2_treatment=r2_t, r2_outcome=0.0)[1]
    ci = interval(value, error, level=level, dof=line.dof - 1)
    return Benchmark(name, strength, r2_t, r2_y, value, ci)


def takes_away(mark: Benchmark, line: Line) -> bool:
    """The interval it leaves holds no effect, or lies on the other side."""
    return mark.impossible or mark.ci[0] * mark.ci[1] <= 0 or mark.value * line.value <= 0


def times_needed(line: Line, r2_treatment: float, r2_outcome: float, *, level: float) -> float | None:
    """How many times as strong a hidden cause must be to bring no effect into the interval; None past 1,000."""

    def enough(strength: float) -> bool:
        return takes_away(benchmark("", line, r2_treatment, r2_outcome, strength=strength, level=level), line)

    if not enough(MOST):
        return None
    low, high = 0.0, MOST
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def as_strong_as(target: Target) -> Refutation:
    """Measure the estimate against hidden causes one, two and three times as strong as the named column."""
    target.tick(target.draws)
    name, sample, level = target.control, target.sample, target.estimate.level
    if name not in target.estimate.adjustment_set:
        held = ", ".join(f"“{n}”" for n in target.estimate.adjustment_set)
        what = f"one of {held}" if held else "a column that is adjusted for; here there is none"
        return _not_run(target, f"“{name}” is not adjusted for. Choose {what}.")
    design = sample.design(squares=True)
    if sample.n_obs <= design.n_columns + 2:
        return _not_run(target, "There are too few rows for the number of columns.")
    line = regression_line(sample, design)
    if line.std_error <= ROUNDING * abs(line.value):
        return _not_run(target, "The columns reproduce the outcome exactly, so nothing is left to explain.")
    try:
        r2_t, r2_y = explained_by(sample, design, name)
    except EstimateError as error:
        return _not_run(target, error.message)
    marks = [benchmark(name, line, r2_t, r2_y, strength=k, level=level) for k in TIMES]
    needed = times_needed(line, r2_t, r2_y, level=level)
    return _result(target, line, marks, needed)


def _result(target: Target, line: Line, marks: list[Benchmark], needed: float | None) -> Refutation:
    name, level = target.control, target.estimate.level
    own = interval(line.value, line.std_error, level=level, dof=line.dof)
    open_ended = own[0] * own[1] <= 0
    breaks = takes_away(marks[0], line)
    left = "; ".join(
        f"{_times(m)}: "
        + ("nothing can be so strong" if m.impossible else f"{target.line(m.value)} ({_span(target, m)})")
        for m in marks
    )
    far = "more than 1,000" if needed is None else number(needed, 2)
    return Refutation(
        test="as_strong_as",
        title=TITLE,
        tried=f"On a linear regression with the same columns it was worked out what a hidden cause as strong as “{name}” "
        "would leave of the estimate, and one two or three times as strong.",
        expected=f"That one as strong as “{name}” would leave an effect of the same sign, with an interval that leaves out 0.",
        seen=f"The regression’s {target.line(line.value)} ({percent(level)} interval {target.line(own[0])} to "
        f"{target.line(own[1])}) would "
        f"become, with a hidden cause as strong as “{name}”, {left}. "
        + ("" if open_ended else f"To bring 0 into the interval it must be {far} times as strong."),
        meaning="No hidden cause is needed: the interval holds no effect as it is."
        if open_ended
        else f"A hidden cause no stronger than “{name}” would be enough to take the finding away."
        if breaks
        else f"A hidden cause would have to be {far} times as strong as “{name}” to take the finding away.",
        cannot_see="Whether there is such a hidden cause. Only knowledge of the matter, or an experiment, can say that.",
        outcome="warning" if open_ended or breaks else "passed",
        numbers={"regression_value": line.value}
        | {f"partial R² with treatment: {_times(m)}": m.with_treatment for m in marks}
        | {f"partial R² with outcome: {_times(m)}": m.with_outcome for m in marks}
        | {f"estimate left: {_times(m)}": m.value for m in marks if not m.impossible}
        | ({} if needed is None or open_ended else {"times_needed": needed}),
        variable=name,
    )


def _times(mark: Benchmark) -> str:
    return {1: "once", 2: "twice", 3: "three times"}.get(int(mark.strength), f"{mark.strength:g} times")


def _span(target: Target, mark: Benchmark) -> str:
    return f"{target.line(mark.ci[0])} to {target.line(mark.ci[1])}"


def _not_run(target: Target, why: str) -> Refutation:
    return Refutation(
        test="as_strong_as",
        title=TITLE,
        tried="It was to be worked out what a hidden cause as strong as a measured one would leave of the estimate.",
        expected="An effect of the same sign.",
        seen=why,
        meaning="The test was not run and says nothing.",
        cannot_see="Whether there is such a hidden cause.",
        outcome="not_run",
        variable=target.control,
    )
