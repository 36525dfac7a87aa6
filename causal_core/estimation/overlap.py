"""Are there treated and untreated of every kind? Overlap, balance, and when to refuse.

Three looks, from the plainest to the broadest:

1. *Separation.* If the adjustment columns tell treated from untreated without a single exception, no method
   can compare like with like: :class:`NoOverlapError` with a share of 1.
2. *Zones.* A level of one column, or a stretch at one end of a number, where all rows are on one side, and
   with too many rows for chance. More than a quarter of the rows there is refused; less than that is told.
3. *Extreme chances.* Rows whose estimated chance of treatment (the propensity; Rosenbaum and Rubin 1983)
   is under 2.5 % or over 97.5 %. More than 5 % of them is told, more than half is refused.

>>> import numpy as np
>>> smd(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0]))
-1.0
"""

from __future__ import annotations

import numpy as np

from causal_core.errors import NoOverlapError
from causal_core.estimation.coding import Array
from causal_core.estimation.covariates import Covariate
from causal_core.estimation.logistic import logistic
from causal_core.estimation.sample import Mask, Sample
from causal_core.results import Balance, Overlap
from causal_core.words import percent

BOUND = 0.025
"""Under this chance (or over one minus it) fewer than 1 in 40 like rows are on the other side. Within the
0.01 to 0.1 of the literature (Crump and others 2009; Stürmer and others 2010)."""
TOLD_SHARE = 0.05
REFUSED_EXTREME = 0.5
REFUSED_ZONE = 0.25
"""A quarter: the answer would then rest on extrapolation for one row in four."""
BY_CHANCE = 1e-3
"""A one-sided zone counts only when so many rows on one side would come up by chance less often than this."""
BINS = 20
RIDGE = 1e-2
"""On standardised columns; small against the information in any sample of 20 rows, yet enough to settle."""


def propensity_of(sample: Sample) -> Array:
    """Estimated chance of treatment of each row: logistic regression with squares."""
    design = sample.design(squares=True)
    return logistic(design.matrix, sample.treatment, ridge=RIDGE).probability


def check_overlap(sample: Sample, propensity: Array, *, kind: str) -> tuple[str, ...]:
    """Refuse where like cannot be compared with like, and say what is thin.

    ``kind`` decides who needs a counterpart: everybody, or only the treated or the untreated. O(n log n)
    a column.

    Raises
    ------
    NoOverlapError
        With the share of rows that have no counterpart.
    """
    hit = sample.is_treated
    if float(propensity[hit].min()) > float(propensity[~hit].max()):
        names = ", ".join(f"“{c.name}”" for c in sample.covariates)
        raise NoOverlapError(
            f"{names} tell{'s' if len(sample.covariates) == 1 else ''} apart treated and untreated without a "
            f"single exception, so there is nobody to compare the treated (“{sample.treatment_name}” = "
            f"“{sample.treated}”) with.",
            share=1.0,
            fix="Ask the question among rows that could have been on either side, or bring such rows.",
            where=sample.treatment_name,
        )
    concerned = np.ones(len(hit), dtype=bool) if kind == "ate" else hit if kind == "att" else ~hit
    return (*_zones(sample, concerned), *_extremes(propensity, concerned, sample))


def _zones(sample: Sample, concerned: Mask) -> tuple[str, ...]:
    alone = np.zeros(sample.n_obs, dtype=bool)
    where: list[str] = []
    for covariate in sample.covariates:
        for text, rows in one_sided(covariate, sample.is_treated):
            alone |= rows
            where.append(text)
    share = float((alone & concerned).sum() / concerned.sum())
    if not where or share == 0:
        return ()
    places = "; ".join(where[:3]) + (f"; and {len(where) - 3} more" if len(where) > 3 else "")
    said = f"{percent(share)} of the rows have no counterpart on the other side ({places})"
    if share > REFUSED_ZONE:
        raise NoOverlapError(
            f"{said}, so an answer would be a guess for them.",
            share=share,
            fix="Ask the question only among rows that could have been on either side.",
            where=sample.treatment_name,
        )
    return (f"{said}: for them the answer reaches beyond the data.",) if share > TOLD_SHARE else ()


def one_sided(covariate: Covariate, treated: Mask) -> list[tuple[str, Mask]]:
    """Levels and ends of a column where all rows are on one side and chance does not explain it."""
    rate = float(treated.mean())
    if covariate.codes is not None:
        n = np.bincount(covariate.codes, minlength=len(covariate.levels))
        hits = np.bincount(covariate.codes[treated], minlength=len(covariate.levels))
        limit = BY_CHANCE / max(1, len(covariate.levels))
        return [
            (f"{covariate.name} = {covariate.levels[k]}: all {side}", covariate.codes == k)
            for k in range(len(n))
            for side, count, chance in (("treated", hits[k], rate), ("untreated", n[k] - hits[k], 1 - rate))
            if n[k] and count == n[k] and chance ** int(n[k]) < limit
        ]
    x = covariate.values
    found: list[tuple[str, Mask]] = []
    for side, inside, other, chance in (
        ("treated", treated, ~treated, rate),
        ("untreated", ~treated, treated, 1 - rate),
    ):
        for word, rows in (("over", x > x[other].max()), ("under", x < x[other].min())):
            if (inside & rows).any() and chance ** int(rows.sum()) < BY_CHANCE:
                edge = x[other].max() if word == "over" else x[other].min()
                found.append((f"{covariate.name} {word} {edge:.6g}: all {side}", rows))
    return found


def _extremes(propensity: Array, concerned: Mask, sample: Sample) -> tuple[str, ...]:
    share = float(_extreme(propensity)[concerned].mean())
    if share <= TOLD_SHARE:
        return ()
    said = (
        f"{percent(share)} of the rows are of a kind that was almost always or almost never treated "
        f"(an estimated chance under {percent(BOUND)} or over {percent(1 - BOUND)})"
    )
    if share > REFUSED_EXTREME:
        raise NoOverlapError(
            f"{said}: treated and untreated are too different to be compared.",
            share=share,
            fix="Ask the question only among rows that could have been on either side.",
            where=sample.treatment_name,
        )
    return (f"{said}: for them the answer reaches beyond the data.",)


def _extreme(propensity: Array) -> Mask:
    outside: Mask = (propensity < BOUND) | (propensity > 1 - BOUND)
    return outside


def summarise_overlap(sample: Sample, propensity: Array) -> Overlap:
    """Lowest and highest chance, the share of extreme ones, counts by bin, and Kish's effective size.

    The effective size is (Σw)²/Σw² of the inverse-chance weights on the side with fewer rows.
    """
    hit = sample.is_treated
    side, chance = (hit, propensity) if hit.sum() <= (~hit).sum() else (~hit, 1 - propensity)
    weights = 1.0 / chance[side]
    edges = np.linspace(0.0, 1.0, BINS + 1)
    return Overlap(
        lowest=float(propensity.min()),
        highest=float(propensity.max()),
        bound=BOUND,
        share_extreme=float(_extreme(propensity).mean()),
        n_effective=float(weights.sum() ** 2 / (weights**2).sum()),
        edges=tuple(float(e) for e in edges),
        treated=tuple(int(c) for c in np.histogram(propensity[hit], edges)[0]),
        control=tuple(int(c) for c in np.histogram(propensity[~hit], edges)[0]),
    )


def smd(treated: Array, control: Array, weights: tuple[Array, Array] | None = None) -> float:
    """Standardised mean difference: over the root of the mean of both unweighted variances (Austin 2009)."""
    spread = float(np.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / 2))
    a, b = weights or (None, None)
    apart = float(np.average(treated, weights=a) - np.average(control, weights=b))
    return apart / spread if spread > 0 else 0.0


def balance_table(sample: Sample, weights: Array | None) -> tuple[Balance, ...]:
    """Each adjustment column (each level of a category) before and after weighting."""
    hit = sample.is_treated
    rows: list[Balance] = []
    for covariate in sample.covariates:
        for name, x in _balance_columns(covariate):
            after = None
            if weights is not None:
                after = smd(x[hit], x[~hit], (weights[hit], weights[~hit]))
            rows.append(Balance(name=name, before=smd(x[hit], x[~hit]), after=after))
    return tuple(rows)


def _balance_columns(covariate: Covariate) -> list[tuple[str, Array]]:
    if covariate.codes is None:
        return [(covariate.name, covariate.values)]
    if len(covariate.levels) == 2:
        high = max(covariate.levels, key=lambda level: (len(level), level) if level.isdigit() else (0, level))
        return [
            (f"{covariate.name} = {high}", (covariate.codes == covariate.levels.index(high)).astype(float))
        ]
    order = sorted(range(len(covariate.levels)), key=lambda k: covariate.levels[k])[:50]
    return [
        (f"{covariate.name} = {covariate.levels[k]}", (covariate.codes == k).astype(float)) for k in order
    ]
