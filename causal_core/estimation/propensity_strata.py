"""Groups of rows that were about equally likely to be treated, and one effect common to all groups.

Rosenbaum and Rubin 1984, with ten groups, as in Program 15.3 of Hernán and Robins, *What If*: the chance
of treatment comes from a logistic regression with squares on every row whose treatment and covariates are
known, also those without an outcome; then the outcome is regressed on the treatment and the group.

>>> import numpy as np
>>> groups_of(np.array([0.1, 0.2, 0.8, 0.9]), 2).tolist()
[0, 0, 1, 1]
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from causal_core.errors import NoOverlapError
from causal_core.estimation.coding import Array
from causal_core.estimation.design import build_design
from causal_core.estimation.fit import Fit, Options, influence_error, mean_shares, two_sided
from causal_core.estimation.least_squares import least_squares
from causal_core.estimation.logistic import logistic
from causal_core.estimation.overlap import REFUSED_ZONE, RIDGE, TOLD_SHARE
from causal_core.estimation.sample import Sample
from causal_core.results import Assumption
from causal_core.words import percent

GROUPS = 10
ROWS_A_SIDE = 5
"""Fewer groups are made when the smaller side would have fewer rows than this in a group on average."""

SAME_IN_EVERY_GROUP = Assumption(
    id="constant_effect",
    text="The effect is the same whatever the chance of treatment was.",
    source="default",
    status="untested",
)


def propensity_strata(sample: Sample, options: Options) -> Fit:
    """Treatment coefficient within ten groups of like chances; HC3 standard error, chances taken as known.

    For everybody, one common effect; for the treated or the untreated, the mean of the groups' differences
    over them. Taking the chances as known makes the interval slightly too wide. O(n p²).
    """
    two_sided(sample, "propensity_strata")
    e, group, warnings = _chances(sample)
    inside = (group[:, None] == np.arange(group.max() + 1)).astype(np.float64)
    treated = inside.T @ sample.treatment
    alone = (treated == 0) | (treated == inside.sum(axis=0))
    share = float(inside[:, alone].sum() / len(group))
    if share > REFUSED_ZONE:
        raise NoOverlapError(
            f"{percent(share)} of the rows are in groups with only treated or only untreated.",
            share=share,
            fix="Ask the question only among rows that could have been on either side.",
            where=sample.treatment_name,
        )
    if share > TOLD_SHARE:
        warnings.append(
            f"{percent(share)} of the rows are in groups with only one side and say nothing here."
        )
    fit = _common if options.kind == "ate" else _by_group
    value, error, dof, influence = fit(sample, inside[:, ~alone], options)
    return Fit(
        value=value,
        std_error=error,
        dof=dof,
        influence=influence,
        propensity=e,
        weights=_group_weights(sample, group, treated, inside, options),
        assumptions=(SAME_IN_EVERY_GROUP,) if options.kind == "ate" else (),
        warnings=tuple(warnings),
    )


def _chances(sample: Sample) -> tuple[Array, npt.NDArray[np.intp], list[str]]:
    """Chances and groups of the sample's rows, learned with the help of the rows without an outcome."""
    n = sample.n_obs
    t, covariates = sample.treatment, sample.covariates
    if sample.spare_treatment is not None:
        t = np.concatenate([t, sample.spare_treatment])
        covariates = tuple(a.joined(b) for a, b in zip(covariates, sample.spare_covariates, strict=True))
    design = build_design(covariates, n_rows=len(t), squares=True)
    fitted = logistic(design.matrix, t)
    if not fitted.converged:
        fitted = logistic(design.matrix, t, ridge=RIDGE)
    smaller = int(min(sample.is_treated.sum(), (~sample.is_treated).sum()))
    group = groups_of(fitted.probability, int(np.clip(smaller // ROWS_A_SIDE, 2, GROUPS)))[:n]
    found = np.unique(group, return_inverse=True)[1]
    return fitted.probability[:n], found, list(design.warnings)


def groups_of(chances: Array, count: int) -> npt.NDArray[np.intp]:
    """Group numbers by quantiles of the chances; equal chances stay together."""
    edges = np.unique(np.quantile(chances, np.arange(1, count) / count))
    return np.asarray(np.searchsorted(edges, chances, side="right"), dtype=np.intp)


def _common(sample: Sample, inside: Array, options: Options) -> tuple[float, float, float, Array]:
    there = inside.any(axis=1)
    fitted = least_squares(np.column_stack([inside, sample.treatment])[there], sample.outcome[there])
    contrast = np.zeros(inside.shape[1] + 1)
    contrast[-1] = 1.0
    influence = np.zeros(sample.n_obs)
    influence[there] = fitted.influence(contrast) * sample.n_obs / there.sum()
    return float(fitted.coef[-1]), fitted.std_error(contrast), float(fitted.dof), influence


def _by_group(sample: Sample, inside: Array, options: Options) -> tuple[float, float, float, Array]:
    """Differences by group, averaged over the treated or the untreated."""
    shares = mean_shares(sample, options.kind) * inside.any(axis=1)
    shares = shares * (sample.n_obs / shares.sum())
    both = np.column_stack([inside, inside * sample.treatment[:, None]])
    there = inside.any(axis=1)
    fitted = least_squares(both[there], sample.outcome[there])
    contrast = np.concatenate([np.zeros(inside.shape[1]), (shares[:, None] * inside).mean(axis=0)])
    value = float(contrast @ fitted.coef)
    influence = shares * (inside @ fitted.coef[inside.shape[1] :] - value)
    influence[there] += fitted.influence(contrast) * sample.n_obs / there.sum()
    return value, influence_error(influence), float(fitted.dof), influence


def _group_weights(
    sample: Sample, group: npt.NDArray[np.intp], treated: Array, inside: Array, options: Options
) -> Array:
    """For the balance table: every group counts on each side as it does in the average asked for."""
    size = inside.sum(axis=0)
    target = {"ate": size, "att": treated, "atc": size - treated}[options.kind]
    side = np.where(sample.is_treated, treated[group], (size - treated)[group])
    alone = (treated == 0) | (treated == size)
    return np.where(alone[group], 0.0, target[group] / np.maximum(side, 1))
