"""Words shown for the values a study keeps, and lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from causal_core.table.table import Table
from studies.study import Study

KIND_WORDS = {"binary": "two values", "category": "category", "number": "number", "time": "time"}
TIMING_WORDS = {"before": "before the cause", "after": "after the cause", "unknown": "not sure"}


def names_on_offer(study: Study, table: Table | None) -> list[str]:
    """Variables of the study first, then columns that are no variable yet."""
    names = [v.name for v in study.variables]
    columns = [] if table is None else [v.name for v in table.variables]
    mapped = {v.column for v in study.variables}
    return names + [c for c in columns if c not in names and c not in mapped]


def with_current(options: Sequence[str], current: str) -> list[str]:
    """``options`` with ``current`` among them, so that a chosen value is never lost from a list."""
    return list(options) if not current or current in options else [*options, current]


METHOD_WORDS = {
    "": "Choose for me",
    "difference_in_means": "Plain difference of averages",
    "regression": "Regression adjustment (standardisation)",
    "linear_regression": "One linear regression",
    "aipw": "Cross-fitted doubly robust (AIPW)",
    "ipw": "Weighting by the chance of treatment (IPW)",
    "propensity_strata": "Groups of like chance of treatment",
    "stratification": "Group by group (exact standardisation)",
    "mantel_haenszel": "Common odds ratio (Mantel–Haenszel)",
    "partially_linear": "Partially linear, cross-fitted",
}


def method_choices() -> dict[str, str]:
    """Every method by name with its words; the empty name is the default."""
    from causal_core.estimation.methods import METHODS

    return {name: METHOD_WORDS.get(name, name.replace("_", " ")) for name in ("", *METHODS)}


TEST_WORDS = {
    "placebo_treatment": "A treatment that does nothing",
    "random_common_cause": "A common cause made of noise",
    "random_subset": "Random parts of the data",
    "few_rows": "A handful of rows",
    "hidden_cause": "How strong a hidden cause would have to be",
    "dummy_outcome": "An outcome that is made up",
}


def every_test() -> dict[str, str]:
    """Every stress test by name with its title, also those that are run with a variable."""
    return test_choices() | control_choices()


def control_choices() -> dict[str, str]:
    """The stress tests that are run with a variable, by name with their titles."""
    from causal_core.refutation.needs import NEEDS

    return {name: title for name, (title, _) in NEEDS.items()}


def advice_choices() -> dict[str, str]:
    """All that an assistant may suggest, each with what it needs."""
    from causal_core.refutation.needs import NEEDS

    needs = {name: f"{title}. It needs a variable: {need}" for name, (title, need) in NEEDS.items()}
    return test_choices() | needs | {"instrument": INSTRUMENT_WORDS}


INSTRUMENT_WORDS = (
    "An instrument: a variable that moves the cause, and reaches the outcome in no other way. It cannot be run here, only "
    "pointed out."
)


def test_choices() -> dict[str, str]:
    """Every stress test that needs no variable, by name with its title."""
    from causal_core.refutation.battery import TESTS

    return {name: TEST_WORDS.get(name, name.replace("_", " ")) for name in TESTS}


ROLE_WORDS = {
    "treatment": "the cause",
    "outcome": "the outcome",
    "selected_on": "selected on",
    "mediator": "mediator",
    "confounder": "confounder",
    "on_back_door_path": "on a back-door path",
    "collider": "collider",
    "m_bias_collider": "M-bias collider",
    "descendant_of_outcome": "changed by the outcome",
    "descendant_of_mediator": "changed by a mediator",
    "instrument": "instrument",
    "precision": "precision variable",
    "effect_of_treatment": "changed by the cause",
    "not_measured": "not measured",
    "no_part": "no part",
}
