"""Does the method find an effect on an outcome that is made up, and so cannot be moved by the treatment?

The made-up outcome follows the adjustment columns as the real one does (a regression on them and their squares,
*without* the treatment), and what that leaves of it is dealt out anew among the rows. So whatever the measured
columns do to the outcome is still there, the treatment is as it was, and its effect is nothing. A method that
does not take the measured columns away properly, or whose intervals are too narrow because treated and untreated
rows are hardly alike, is found out. Hidden causes cannot be seen: dealing out anew takes their part away.

In the spirit of DoWhy's *dummy outcome*, which is wholly noise and so never tests the adjustment.
"""

from __future__ import annotations

import numpy as np

from causal_core.estimation.coding import Array
from causal_core.estimation.least_squares import least_squares
from causal_core.estimation.sample import Sample
from causal_core.refutation.placebo_treatment import allowed_misses
from causal_core.refutation.target import Target, draw_again
from causal_core.results import Refutation
from causal_core.words import percent

TITLE = "An outcome that is made up"
FAR = 0.5
"""Standard errors by which the made-up estimates may lie to one side on average: an interval then still holds
the truth in 92 of 100 cases instead of 95."""


def made_up(sample: Sample, rng: np.random.Generator) -> Sample:
    """The same rows with an outcome that follows the adjustment columns and nothing else."""
    y = sample.outcome
    fitted = predicted(sample)
    if set(np.unique(y)) <= {0.0, 1.0}:
        new = (rng.uniform(size=len(y)) < np.clip(fitted, 0.0, 1.0)).astype(np.float64)
    else:
        new = fitted + rng.permutation(y - fitted)
    return sample.with_outcome(new)


def predicted(sample: Sample) -> Array:
    """What the adjustment columns and their squares say of the outcome."""
    if not sample.covariates:
        return np.full(sample.n_obs, float(sample.outcome.mean()))
    return sample.outcome - least_squares(sample.design(squares=True).matrix, sample.outcome).residuals


def dummy_outcome(target: Target) -> Refutation:
    """Make outcomes up, estimate, and count intervals that leave out no effect."""
    made, failed = draw_again(target, made_up)
    if len(made) < target.draws // 2:
        return _result(target, np.zeros(0), failed, outcome="not_run")
    values = np.array([d.value for d in made])
    null = target.null
    misses = sum(not d.low <= null <= d.high for d in made)
    allowed = allowed_misses(len(made), target.estimate.level)
    spread = float(values.std(ddof=1))
    off = abs(float(values.mean()) - null) / spread if spread > 0 else 0.0
    bad = misses > allowed or off > FAR
    return _result(
        target, values, failed, outcome="failed" if bad else "passed", misses=misses, allowed=allowed
    )


def _result(
    target: Target, values: Array, failed: int, *, outcome: str, misses: int = 0, allowed: int = 0
) -> Refutation:
    level, ran = target.estimate.level, outcome != "not_run"
    effect = "an odds ratio of 1" if target.null else "0"
    seen = f"In {failed} of {target.draws} tries the method could not give a number."
    if ran:
        seen = (
            f"The estimates averaged {target.said(float(values.mean()))} and spread by "
            f"{target.said(float(values.std(ddof=1)))}; "
            f"{misses} of {len(values)} intervals left out {effect}."
        )
    return Refutation(
        test="dummy_outcome",
        title=TITLE,
        tried=f"An outcome was made up {target.draws} times that follows the adjustment columns as the real one does, "
        "and not the treatment; the estimate was made again each time.",
        expected=f"Estimates around {effect}, and {percent(level)} intervals that leave out {effect} about "
        f"{round((1 - level) * target.draws)} times (an alarm from {(allowed or allowed_misses(target.draws, level)) + 1}).",
        seen=seen,
        meaning={
            "passed": "What the measured columns do to the outcome is taken away well enough, and the intervals are about "
            "as wide as they promise.",
            "failed": "The method does not take away what the measured columns do to the outcome, or its intervals are "
            "too narrow for how unlike the sides are; try another method.",
            "not_run": "With these few or thin rows the test says nothing.",
        }[outcome],
        cannot_see="Hidden common causes: their part of the outcome is dealt out anew with the rest. Bends beyond squares, "
        "and combinations of columns, are not in the made-up outcome either.",
        outcome=outcome,  # type: ignore[arg-type]
        numbers={"not_computed": float(failed)}
        | (
            {
                "mean": float(values.mean()),
                "spread": float(values.std(ddof=1)),
                "misses": float(misses),
                "allowed_misses": float(allowed),
                "compared_with": target.fit.value,
            }
            if ran
            else {}
        ),
        draws=tuple(float(v) for v in values),
    )
