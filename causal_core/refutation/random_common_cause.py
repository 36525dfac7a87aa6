"""Does the estimate stay when a column of pure noise is adjusted for?

It should: noise has nothing to do with anything. It moves where there are hardly more rows than columns, or
where the method follows noise.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from causal_core.estimation.covariates import Covariate, free_codes
from causal_core.estimation.fit import Fit
from causal_core.estimation.sample import Sample
from causal_core.refutation.target import Target, draw_again, light_fit
from causal_core.results import Refutation
from causal_core.words import number

TITLE = "A common cause made of noise"
NAME = "(noise)"
TOLD, REFUSED = 0.25, 0.5
"""Typical shift in standard errors. In a regression it is about one over the root of rows minus columns, so a
quarter means fewer than some 16 rows to spare."""
ROUNDING = 1e-9
"""Standard errors below this share of the estimate are rounding errors of an exact fit."""
BY_CELLS = frozenset({"stratification", "mantel_haenszel"})


def with_noise(sample: Sample, rng: np.random.Generator) -> Sample:
    """One more adjustment column: normal noise."""
    return sample.with_covariates((*sample.covariates, Covariate(NAME, rng.standard_normal(sample.n_obs))))


def with_coin(sample: Sample, rng: np.random.Generator) -> Sample:
    """One more adjustment column: a tossed coin, for methods that compare within groups."""
    codes, levels = free_codes(rng.integers(0, 2, sample.n_obs).astype(str), sample.outcome)
    return sample.with_covariates((*sample.covariates, Covariate(NAME, None, codes, levels)))


def random_common_cause(target: Target) -> Refutation:
    """Add noise to the adjustment and see how far the estimate moves, in standard errors."""
    if target.method == "difference_in_means":
        target = _adjusting(target)
    made, failed = draw_again(target, with_coin if target.method in BY_CELLS else with_noise)
    if not made:
        return _result(target, np.array([target.fit.value]), failed, ran=False)
    return _result(target, np.array([d.value for d in made]), failed, ran=True)


def _adjusting(target: Target) -> Target:
    """The plain comparison adjusts for nothing; the regression that equals it can take the noise in."""
    bare = target.sample.with_covariates(())
    fit: Fit = light_fit(bare, "linear_regression", target.options)
    return replace(target, sample=bare, method="linear_regression", fit=fit)


def _result(target: Target, values: np.ndarray, failed: int, *, ran: bool) -> Refutation:
    before = target.fit.value
    scale = max(target.scale, ROUNDING * abs(before))
    shift = float(np.sqrt(np.mean((values - before) ** 2))) / scale if scale > 0 else 0.0
    outcome = "failed" if shift > REFUSED else "warning" if shift > TOLD else "passed"
    meaning = {
        "passed": "The estimate does not hang on columns that have nothing to say.",
        "warning": "The estimate moves noticeably with a column that has nothing to say: there are few rows for "
        "the number of columns.",
        "failed": "The estimate follows noise: it cannot be trusted with so few rows for so many columns.",
    }[outcome]
    return Refutation(
        test="random_common_cause",
        title=TITLE,
        tried=f"A column of random noise was added to the adjustment, {len(values) if ran else 0} times."
        f"{target.quick_form() if ran else ''}",
        expected=f"The estimate stays at {target.said(before)}: shifts well under its standard error of "
        f"{target.said(target.scale)} (told from {TOLD:g}, an alarm from {REFUSED:g} of it).",
        seen=f"Typical shift {target.said(shift * target.scale)}, which is {number(shift, 2)} standard errors."
        if ran
        else f"In {failed} of {target.draws} tries the method could not give a number.",
        meaning=meaning
        if ran
        else "The method leaves no room for one more column, so the test says nothing.",
        cannot_see="Real hidden common causes. This one is related to nothing; a real one is related to both the "
        "treatment and the outcome, and how strong it would have to be is another test.",
        outcome=outcome if ran else "not_run",  # type: ignore[arg-type]
        numbers={"shift_in_std_errors": shift, "compared_with": before, "not_computed": float(failed)},
        draws=tuple(float(v) for v in values) if ran else (),
    )
