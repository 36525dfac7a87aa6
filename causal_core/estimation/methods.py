"""The methods by name, and which one to use when nobody says.

>>> sorted(METHODS)[:2]
['aipw', 'difference_in_means']
"""

from __future__ import annotations

from causal_core.errors import EstimateError
from causal_core.estimation.aipw import aipw
from causal_core.estimation.difference_in_means import difference_in_means
from causal_core.estimation.fit import Method
from causal_core.estimation.ipw import ipw
from causal_core.estimation.mantel_haenszel import mantel_haenszel
from causal_core.estimation.partially_linear import partially_linear
from causal_core.estimation.propensity_strata import propensity_strata
from causal_core.estimation.regression import linear_regression, regression
from causal_core.estimation.sample import Sample
from causal_core.estimation.stratification import stratification, well_filled

METHODS: dict[str, Method] = {
    "difference_in_means": difference_in_means,
    "regression": regression,
    "linear_regression": linear_regression,
    "aipw": aipw,
    "ipw": ipw,
    "propensity_strata": propensity_strata,
    "stratification": stratification,
    "mantel_haenszel": mantel_haenszel,
    "partially_linear": partially_linear,
}
NEEDS_NUMBER_SLOPE = frozenset({"linear_regression", "partially_linear"})
MAY_USE_TREES = frozenset({"aipw", "partially_linear"})
NEEDS_TWO_GROUPS = frozenset(METHODS) - NEEDS_NUMBER_SLOPE
ENOUGH_FOR_MODELS = 20
"""With fewer rows than this on a side, two flexible models tried on held-out rows follow noise."""


def method_named(name: str) -> Method:
    """The method of that name; an EstimateError lists the names there are."""
    if name not in METHODS:
        raise EstimateError(
            f"There is no method called “{name}”.", fix=f"Use one of: {', '.join(METHODS)}.", where="method"
        )
    return METHODS[name]


def default_method(sample: Sample) -> str:
    """The method for these rows: see ``docs/methods.md`` for why."""
    if sample.mode == "number":
        return "linear_regression"
    if not sample.covariates:
        return "difference_in_means"
    if well_filled(sample):
        return "stratification"
    smaller = min(int(sample.is_treated.sum()), int((~sample.is_treated).sum()))
    return "aipw" if smaller >= ENOUGH_FOR_MODELS else "linear_regression"
