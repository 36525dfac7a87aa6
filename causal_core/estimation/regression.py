"""Two regressions: standardisation over everybody, and the straight line with one effect for all.

``regression`` fits the outcome on the treatment, the adjustment columns with their squares, and the
treatment times each adjustment column; then asks the model what everybody's outcome would be with and
without the treatment, and averages (the g-formula: Robins 1986; Hernán and Robins, *What If*, ch. 13; Lin
2013 for the interactions). ``linear_regression`` is the textbook line: one constant effect, also for a
treatment that is a number (then: for one unit more).

>>> import pandas as pd
>>> from causal_core.identification.query import Query
>>> from causal_core.estimation.sample import prepare
>>> from causal_core.table.table import Table
>>> frame = pd.DataFrame({"z": [0, 1, 0, 1] * 8, "t": [0, 0, 1, 1] * 8})
>>> frame["y"] = 2.0 * frame.t + frame.z + [0.1, -0.1] * 16
>>> sample = prepare(Table.from_frame(frame, "d"), Query("t", "y"), ("z",))
>>> round(linear_regression(sample, Options()).value, 6)
2.0
"""

from __future__ import annotations

import numpy as np

from causal_core.errors import NotEnoughDataError, SingularDesignError
from causal_core.estimation.coding import Array
from causal_core.estimation.design import Design
from causal_core.estimation.fit import Fit, Options, influence_error, mean_shares, two_sided
from causal_core.estimation.least_squares import COLLINEAR, LeastSquares, dependent_columns, least_squares
from causal_core.estimation.sample import Sample
from causal_core.results import Assumption

MIN_DOF = 3
"""Rows beyond the columns that a regression needs before its spread means anything."""
EXPLAINED = 1e-8

CONSTANT_EFFECT = Assumption(
    id="constant_effect",
    text="The effect is the same for everybody, and the outcome follows a straight line in every number.",
    source="default",
    status="untested",
)


def linear_regression(sample: Sample, options: Options) -> Fit:
    """Coefficient of the treatment in ordinary least squares on main effects only.

    Numbers, and codes that are numbers, are used as they are; text as one indicator a level. HC3 standard
    error (Long and Ervin 2000), t interval with n − p degrees of freedom. For a number, the value is for
    one unit more, times the distance of the two values where two are asked for. O(n p²).

    Raises
    ------
    NotEnoughDataError
        Not more rows than columns.
    """
    design = sample.design(squares=False, codes_as_numbers=True)
    enough_rows(sample, design.n_columns + 1)
    centre = float(sample.treatment.mean())
    spread = float(sample.treatment.std())
    fitted = least_squares(
        np.column_stack([design.matrix, (sample.treatment - centre) / spread]), sample.outcome
    )
    contrast = np.zeros(len(fitted.coef))
    contrast[-1] = sample.step / spread
    value = float(contrast @ fitted.coef)
    two = sample.mode == "two_values"
    return Fit(
        value=value,
        std_error=fitted.std_error(contrast),
        dof=float(fitted.dof),
        influence=fitted.influence(contrast),
        means=_constant_means(sample, value) if two else None,
        weights=_balance_weights(sample, fitted, contrast) if two else None,
        contrast="per_unit" if not two and sample.treated is None else "difference",
        assumptions=(CONSTANT_EFFECT,) if sample.covariates or not two else (),
        warnings=design.warnings,
    )


def _constant_means(sample: Sample, value: float) -> tuple[float, float]:
    """What the mean outcome would be with everybody on one side, the effect being the same for all."""
    share = float(sample.treatment.mean())
    mean = float(sample.outcome.mean())
    return mean + (1 - share) * value, mean - share * value


def regression(sample: Sample, options: Options) -> Fit:
    """Average over everybody (or the treated, or the untreated) of the modelled difference.

    Standard error from the influence function: the spread of the modelled differences between people plus
    the HC3 error of the coefficients. t interval with n − p degrees of freedom. O(n p²).

    Raises
    ------
    NotEnoughDataError
        Not more rows than columns.
    """
    two_sided(sample, "regression")
    design = sample.design(squares=True)
    enough_rows(sample, design.n_columns + 1)
    t = sample.treatment
    linear = design.matrix[:, design.linear]
    centred = linear - linear.mean(axis=0)
    full = np.column_stack([design.matrix, t, t[:, None] * centred])
    kept = list(range(full.shape[1] if len(full) > full.shape[1] + MIN_DOF else design.n_columns + 1))
    fitted = least_squares(full[:, kept], sample.outcome)
    if fitted.deficient:
        gone = dependent_columns(full[:, kept])
        kept = [k for k in kept if k not in gone]
        fitted = least_squares(full[:, kept], sample.outcome)
    with_, without = _sides(design, centred, kept)
    return _averaged(sample, options, design, fitted, with_, without)


def _sides(design: Design, centred: Array, kept: list[int]) -> tuple[Array, Array]:
    """Everybody's row of the design if treated, and if not."""
    ones = np.ones((len(centred), 1))
    with_ = np.column_stack([design.matrix, ones, centred])[:, kept]
    without = np.column_stack([design.matrix, 0 * ones, 0 * centred])[:, kept]
    return with_, without


def _averaged(
    sample: Sample, options: Options, design: Design, fitted: LeastSquares, with_: Array, without: Array
) -> Fit:
    shares = mean_shares(sample, options.kind)
    average = (shares[:, None] * (with_ - without)).mean(axis=0)
    value = float(average @ fitted.coef)
    differences = (with_ - without) @ fitted.coef
    influence = shares * (differences - value) + fitted.influence(average)
    return Fit(
        value=value,
        std_error=influence_error(influence),
        dof=float(fitted.dof),
        influence=influence,
        means=(
            float((shares * (with_ @ fitted.coef)).mean()),
            float((shares * (without @ fitted.coef)).mean()),
        ),
        weights=_balance_weights(sample, fitted, average),
        warnings=design.warnings,
    )


def _mean(shares: Array, values: Array) -> float:
    return float((shares * values).mean())


def _balance_weights(sample: Sample, fitted: LeastSquares, contrast: Array) -> Array:
    """The weight a regression gives each row of its own side (Chattopadhyay and Zubizarreta 2023).

    They may be negative where the model reaches beyond the data; the balance table uses them as they are.
    """
    weights = fitted.weights(contrast)
    return np.where(sample.is_treated, weights, -weights)


def enough_rows(sample: Sample, n_columns: int) -> None:
    """Refuse a regression with hardly more rows than columns."""
    if sample.n_obs < n_columns + MIN_DOF:
        raise NotEnoughDataError(
            f"{sample.n_obs} rows are too few for the {n_columns} columns the adjustment needs.",
            fix="Adjust for fewer variables, merge rare categories, or bring more rows.",
        )


def refuse_same_information(sample: Sample) -> None:
    """Refuse when the adjustment columns say exactly what the treatment is.

    Raises
    ------
    SingularDesignError
        Naming the one column that says it alone, or all that say it together.
    """
    design = sample.design(squares=False)
    enough_rows(sample, design.n_columns + 1)
    t = sample.treatment - sample.treatment.mean()
    fitted = least_squares(design.matrix, t)
    total = float(t @ t)
    if float(fitted.residuals @ fitted.residuals) > EXPLAINED * total:
        return
    names = _culprits(sample, design, t)
    raise SingularDesignError(
        f"“{sample.treatment_name}” can be worked out exactly from {', '.join(f'“{n}”' for n in names)}, "
        "so the effect of one cannot be told apart from that of the other.",
        columns=names,
        fix="Take out of the adjustment what is only another name for the treatment.",
    )


def _culprits(sample: Sample, design: Design, t: Array) -> tuple[str, ...]:
    """The one covariate that alone says what the treatment is, or else all that take part in saying it."""
    parts = {
        c.name: [k for k, owner in enumerate(design.owners) if owner == i]
        for i, c in enumerate(sample.covariates)
    }
    for name, columns in parts.items():
        rest = least_squares(design.matrix[:, [0, *columns]], t).residuals
        if columns and float(rest @ rest) <= EXPLAINED * float(t @ t):
            return (name,)
    coef = least_squares(design.matrix, t).coef
    taking_part = np.abs(coef) > np.sqrt(COLLINEAR) * np.abs(coef[1:]).max(initial=0.0)
    return tuple(name for name, columns in parts.items() if any(taking_part[k] for k in columns))
