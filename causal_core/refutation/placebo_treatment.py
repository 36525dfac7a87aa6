"""Does the method find an effect where there is none? The treatment is shuffled.

A shuffled treatment changes nothing, so the estimates should scatter around no effect, and their intervals
should leave it out about as rarely as they promise. This tests the method and its intervals on these very
data. It cannot see confounding of any kind, because shuffling cuts the treatment off from all its causes:
DoWhy's test of the same name passes a wholly confounded estimate with p-values around 0.9.

>>> allowed_misses(100, 0.95)
11
"""

from __future__ import annotations

import numpy as np

from causal_core.estimation.sample import Sample
from causal_core.refutation.target import Target, draw_again
from causal_core.results import Refutation
from causal_core.words import percent

TITLE = "A treatment that does nothing"
RARELY = 0.01
"""An alarm when so many intervals miss would come up in fewer than one in a hundred honest methods."""
FAR = 3.3
"""Standard errors between the mean of the draws and no effect; two-sided chance one in a thousand."""


def shuffled(sample: Sample, rng: np.random.Generator) -> Sample:
    """The same rows with the treatment dealt out anew."""
    return sample.with_treatment(rng.permutation(sample.treatment))


def allowed_misses(draws: int, level: float) -> int:
    """The largest number of missing intervals that is no alarm."""
    from scipy.stats import binom

    return int(binom.ppf(1 - RARELY, draws, 1 - level))


def placebo_treatment(target: Target) -> Refutation:
    """Shuffle the treatment, estimate, and count intervals that leave out no effect."""
    made, failed = draw_again(target, shuffled)
    if len(made) < target.draws // 2:
        return _not_run(target, failed)
    values = np.array([d.value for d in made])
    null, level = target.null, target.estimate.level
    misses = sum(not d.low <= null <= d.high for d in made)
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    off = (mean - null) / (spread / np.sqrt(len(made))) if spread > 0 else 0.0
    allowed = allowed_misses(len(made), level)
    invents = misses > allowed or abs(off) > FAR
    as_large = int((np.abs(values - null) >= abs(target.fit.value - null)).sum())
    effect = "an odds ratio of 1" if null else "0"
    return Refutation(
        test="placebo_treatment",
        title=TITLE,
        tried=f"The treatment was dealt out at random {len(made)} times and the estimate was made again each time.",
        expected=f"Estimates around {effect}, and {percent(level)} intervals that leave out {effect} about "
        f"{round((1 - level) * len(made))} times (an alarm from {allowed + 1}).",
        seen=f"The estimates averaged {target.said(mean)} and spread by {target.said(spread)}; {misses} of {len(made)} "
        f"intervals left out {effect}.",
        meaning=_meaning(target, invents, as_large, len(made)),
        cannot_see="Hidden common causes. Dealing the treatment out at random cuts it off from everything that "
        "decided it, so even an estimate that is nothing but confounding passes.",
        outcome="failed" if invents else "passed",
        numbers={
            "mean": mean,
            "spread": spread,
            "misses": float(misses),
            "allowed_misses": float(allowed),
            "as_large": float(as_large),
            "not_computed": float(failed),
            "compared_with": target.fit.value,
        },
        draws=tuple(float(v) for v in values),
    )


def _meaning(target: Target, invents: bool, as_large: int, draws: int) -> str:
    if invents:
        return (
            "On these data the method finds effects where there are none, or its intervals are too narrow; the "
            "estimate's own interval cannot be trusted."
        )
    if as_large > draws // 20:
        return (
            "The method does not invent effects on these data. But chance alone gave an effect at least as large "
            f"as the estimate ({target.said(target.fit.value)}{', by the quick form' if target.quick_form() else ''}) in "
            f"{as_large} of {draws} tries."
        )
    return "The method does not invent effects on these data, and its intervals are about as wide as they promise."


def _not_run(target: Target, failed: int) -> Refutation:
    return Refutation(
        test="placebo_treatment",
        title=TITLE,
        tried="The treatment was dealt out at random and the estimate was to be made again.",
        expected="Estimates around no effect.",
        seen=f"In {failed} of {target.draws} tries the method could not give a number.",
        meaning="With these few or thin rows the test says nothing.",
        cannot_see="Hidden common causes.",
        outcome="not_run",
        numbers={"not_computed": float(failed)},
    )
