"""The plain comparison of two groups: right where the treatment was decided by lottery.

Source: Neyman 1923; Welch 1947 for the degrees of freedom.

>>> import numpy as np
>>> welch(np.array([3.0, 5.0]), np.array([1.0, 1.0, 4.0]))[0]
2.0
"""

from __future__ import annotations

import numpy as np

from causal_core.estimation.coding import Array
from causal_core.estimation.fit import Fit, Options, two_sided
from causal_core.estimation.sample import Sample


def welch(treated: Array, control: Array) -> tuple[float, float, float]:
    """Difference of means (first minus second), its standard error and Welch's degrees of freedom."""
    a, b = treated.var(ddof=1) / len(treated), control.var(ddof=1) / len(control)
    squared = a + b
    part = float(a / squared) if squared > 0 else 0.5
    dof = 1.0 / (part**2 / (len(treated) - 1) + (1 - part) ** 2 / (len(control) - 1))
    return float(treated.mean() - control.mean()), float(np.sqrt(squared)), dof


def difference_in_means(sample: Sample, options: Options) -> Fit:
    """Mean outcome of the treated minus that of the untreated, in the outcome's unit.

    Adjusts for nothing, whatever the sample holds; average effect for everybody, the treated and the
    untreated are the same number when the groups are exchangeable. O(n).
    """
    two_sided(sample, "difference_in_means")
    hit = sample.is_treated
    y1, y0 = sample.outcome[hit], sample.outcome[~hit]
    value, error, dof = welch(y1, y0)
    n = sample.n_obs
    influence = np.where(
        hit,
        (sample.outcome - y1.mean()) * n / np.sqrt(len(y1) * (len(y1) - 1)),
        -(sample.outcome - y0.mean()) * n / np.sqrt(len(y0) * (len(y0) - 1)),
    )
    left = tuple(c.name for c in sample.covariates)
    warning = (
        "This is the plain comparison: it does not adjust for "
        + ", ".join(f"“{name}”" for name in left)
        + ", which the graph asks for, so it is what is seen and not the effect."
    )
    return Fit(
        value=value,
        std_error=error,
        dof=dof,
        influence=influence,
        means=(float(y1.mean()), float(y0.mean())),
        adjusts=False,
        warnings=(warning,) if left else (),
    )
