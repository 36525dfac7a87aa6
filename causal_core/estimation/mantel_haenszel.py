"""One odds ratio common to all groups of equal rows.

Mantel and Haenszel 1959; the interval is Robins, Breslow and Greenland's (1986), on the log scale, as R's
``mantelhaen.test`` prints it. An odds ratio is not a difference of risks and does not average over groups,
so this is offered beside the risk difference, never as the default.

>>> import numpy as np
>>> tables = np.array([[[10.0, 5.0], [4.0, 8.0]]])
>>> common_odds_ratio(tables)[0]
4.0
"""

from __future__ import annotations

import numpy as np

from causal_core.errors import EstimateError, WrongKindError
from causal_core.estimation.coding import Array
from causal_core.estimation.fit import Fit, Options, two_sided
from causal_core.estimation.sample import Sample
from causal_core.estimation.stratification import cells_of
from causal_core.results import Assumption

COMMON = Assumption(
    id="constant_effect",
    text="The odds ratio is the same in every group of equal rows.",
    source="default",
    status="untested",
)


def common_odds_ratio(tables: Array) -> tuple[float, float]:
    """The common odds ratio and the standard error of its logarithm.

    ``tables`` has one 2×2 table a group: treated in row 0, untreated in row 1; yes in column 0, no in 1.
    """
    a, b, c, d = tables[:, 0, 0], tables[:, 0, 1], tables[:, 1, 0], tables[:, 1, 1]
    n = a + b + c + d
    p, q = (a + d) / n, (b + c) / n
    r, s = a * d / n, b * c / n
    if r.sum() == 0 or s.sum() == 0:
        raise EstimateError(
            "In every group one side has only “yes” or only “no”, so the odds ratio is zero or infinite.",
            fix="Use the method “stratification” for the difference of risks.",
        )
    variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    return float(r.sum() / s.sum()), float(np.sqrt(variance))


def mantel_haenszel(sample: Sample, options: Options) -> Fit:
    """Odds of the outcome among the treated over those among the untreated, within groups of equal rows.

    Groups with one side only add nothing. The interval is symmetric on the log scale.

    Raises
    ------
    WrongKindError
        The outcome is no yes or no, or an adjustment column is a number.
    EstimateError
        The ratio would be zero or infinite.
    """
    from scipy.special import ndtri

    two_sided(sample, "mantel_haenszel")
    if not sample.outcome_is_risk:
        raise WrongKindError(
            f"An odds ratio needs an outcome that is yes or no, and “{sample.outcome_name}” is a number.",
            column=sample.outcome_name,
            fix="Use another method.",
        )
    cells = cells_of(sample)
    row = (1 - sample.treatment).astype(np.intp)
    column = (1 - sample.outcome).astype(np.intp)
    n_cells = int(cells.max()) + 1
    tables = np.bincount(cells * 4 + row * 2 + column, minlength=4 * n_cells).reshape(n_cells, 2, 2)
    value, log_error = common_odds_ratio(tables.astype(np.float64))
    half = float(ndtri(0.5 + options.level / 2)) * log_error
    return Fit(
        value=value,
        std_error=value * log_error,
        ci=(value * float(np.exp(-half)), value * float(np.exp(half))),
        contrast="odds_ratio",
        unit="odds ratio",
        assumptions=(COMMON,) if sample.covariates else (),
    )
