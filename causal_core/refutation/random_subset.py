"""Does the estimate hold in random parts of the data?

Estimates from 80 % of the rows should scatter around the whole estimate with half its standard error,
because the variance of the difference is σ²(1/m − 1/n); a method that splits rows at random adds the noise of
its splits, which is measured. More scatter than that means that the standard error
is too small: weights or models that depend on a few rows.

>>> round(expected_spread(2.0, 0.8), 6)
1.0
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from causal_core.estimation.sample import Sample
from causal_core.refutation.target import Target, draw_again, light_fit
from causal_core.results import Refutation
from causal_core.words import number, percent

TITLE = "Random parts of the data"
SHARE = 0.8
TOLD, REFUSED = 1.5, 2.0
"""Observed over expected spread. With 100 draws the ratio itself is known to about 7 %."""
SPLITTING = frozenset({"aipw", "partially_linear"})
RESEEDED = 20
OFF = 0.5
"""Standard errors of the whole by which the parts may lie to one side on average."""


def part(sample: Sample, rng: np.random.Generator) -> Sample:
    """80 % of the rows, without replacement, in canonical order."""
    size = max(2, round(SHARE * sample.n_obs))
    return sample.take(np.sort(rng.choice(sample.n_obs, size=size, replace=False)))


def expected_spread(std_error: float, share: float) -> float:
    """The spread of (estimate from a part − estimate from the whole)."""
    return std_error * float(np.sqrt(1 / share - 1))


def split_noise(target: Target) -> float:
    """How much the estimate depends on the seed alone, for methods that split rows at random; else 0."""
    if target.method not in SPLITTING:
        return 0.0
    seeds = [replace(target.options, seed=target.options.seed + 1 + k) for k in range(RESEEDED)]
    return float(np.std([light_fit(target.sample, target.method, o).value for o in seeds], ddof=1))


def random_subset(target: Target) -> Refutation:
    """Estimate on random parts and compare the scatter with what the standard error promises."""
    made, failed = draw_again(target, part)
    if len(made) < 2:
        return _not_run(target, failed)
    values = np.array([d.value for d in made])
    before = target.fit.value
    split = split_noise(target)
    promised = float(np.hypot(expected_spread(target.scale, SHARE), split))
    spread = float(values.std(ddof=1))
    ratio = spread / promised
    off = float(abs(values.mean() - before)) / target.scale
    lost = failed / target.draws
    turned = int((np.sign(values - target.null) != np.sign(before - target.null)).sum())
    bad = ratio > REFUSED or lost > 0.2
    outcome = "failed" if bad else "warning" if ratio > TOLD or off > OFF or lost > 0 else "passed"
    return Refutation(
        test="random_subset",
        title=TITLE,
        tried=f"The estimate was made again on {len(made)} random parts with {percent(SHARE)} of the rows."
        f"{target.quick_form()}",
        expected=f"Estimates around {target.said(before)} with a spread of about {target.said(promised)} "
        f"(told from {TOLD:g} times, an alarm from {REFUSED:g} times that).",
        seen=f"Average {target.said(float(values.mean()))}, spread {target.said(spread)}, which is {number(ratio, 2)} times "
        f"what was expected; {turned} of {len(made)} had the opposite sign."
        + (f" In {failed} parts no number could be computed." if failed else ""),
        meaning={
            "passed": "The estimate does not depend on which of the rows happened to be in the data more than its "
            "interval says.",
            "warning": "The estimate depends on which rows happen to be in the data somewhat more than its "
            "interval says.",
            "failed": "The estimate depends on which rows happen to be in the data far more than its interval "
            "says: the interval is too narrow.",
        }[outcome],
        cannot_see="Hidden common causes, and anything else that is wrong in the same way in every part of the "
        "data; rows that belong together (the same person twice) also stay unseen.",
        outcome=outcome,  # type: ignore[arg-type]
        numbers={
            "mean": float(values.mean()),
            "spread": spread,
            "expected_spread": promised,
            "split_noise": split,
            "ratio": ratio,
            "opposite_sign": float(turned),
            "compared_with": before,
            "not_computed": float(failed),
        },
        draws=tuple(float(v) for v in values),
    )


def _not_run(target: Target, failed: int) -> Refutation:
    return Refutation(
        test="random_subset",
        title=TITLE,
        tried=f"The estimate was to be made again on random parts with {percent(SHARE)} of the rows.",
        expected="Estimates around that from all rows.",
        seen=f"In {failed} of {target.draws} tries the method could not give a number.",
        meaning="With so few rows the test says nothing about parts of them.",
        cannot_see="Hidden common causes.",
        outcome="not_run",
        numbers={"not_computed": float(failed)},
    )
