"""The rows an estimate uses, as arrays: outcome, treatment, adjustment columns, and what was left out.

Rows are put in an order that depends on their content only, so that an estimate which splits rows at
random gives the same answer however the file was sorted. The table is never written to.

>>> import pandas as pd
>>> from causal_core.identification.query import Query
>>> table = Table.from_frame(pd.DataFrame({"t": [0, 1] * 3, "y": [1, 2, None, 4, 5, 6]}), "six")
>>> sample = prepare(table, Query("t", "y"), ())
>>> sample.n_obs, sample.dropped[0].reason
(5, '“y” is missing')
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from causal_core.errors import NotEnoughDataError, WrongKindError
from causal_core.estimation.coding import LARGEST, Array, Outcome, Treatment, code_outcome, code_treatment
from causal_core.estimation.covariates import Covariate, encode, raw_column
from causal_core.estimation.design import Design, build_design
from causal_core.identification.query import Query
from causal_core.results import Dropped
from causal_core.table.table import Table

Mask = npt.NDArray[np.bool_]
MIN_ROWS = 4
"""Two rows a side is the least from which a spread, and so an interval, can be had."""
MIN_ARM = 2


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Complete rows in canonical order.

    ``treatment`` is 1/0 where ``mode`` is ``"two_values"``, else a number in its own unit. ``spare_*`` are
    the rows with treatment and covariates but without an outcome: a model of the treatment may use them.
    """

    treatment_name: str
    outcome_name: str
    outcome: Array
    treatment: Array
    covariates: tuple[Covariate, ...]
    mode: Literal["two_values", "number"]
    treated: str | None
    control: str | None
    step: float
    outcome_is_risk: bool
    outcome_yes: str | None
    unit: str
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[str, ...] = ()
    spare_treatment: Array | None = None
    spare_covariates: tuple[Covariate, ...] = ()
    _designs: dict[tuple[bool, bool], Design] = field(default_factory=dict, repr=False)

    @property
    def n_obs(self) -> int:
        """Rows with everything known."""
        return len(self.outcome)

    @property
    def is_treated(self) -> Mask:
        """Which rows are treated (two-valued treatments only)."""
        return np.asarray(self.treatment == 1.0)

    def design(self, *, squares: bool, codes_as_numbers: bool = False) -> Design:
        """The design of the covariates, built once for as long as the covariates stay."""
        key = (squares, codes_as_numbers)
        if key not in self._designs:
            self._designs[key] = build_design(
                self.covariates, n_rows=self.n_obs, squares=squares, codes_as_numbers=codes_as_numbers
            )
        return self._designs[key]

    def with_treatment(self, treatment: Array) -> Sample:
        """The same rows with another treatment; rows without an outcome are left out."""
        return replace(self, treatment=treatment, spare_treatment=None, spare_covariates=())

    def with_outcome(self, outcome: Array) -> Sample:
        """The same rows with another outcome; rows without one are left out."""
        return replace(self, outcome=outcome, spare_treatment=None, spare_covariates=())

    def with_covariates(self, covariates: tuple[Covariate, ...]) -> Sample:
        """The same rows with other adjustment columns; rows without an outcome are left out."""
        return replace(self, covariates=covariates, spare_treatment=None, spare_covariates=(), _designs={})

    def take(self, rows: npt.NDArray[Any]) -> Sample:
        """Some of the rows."""
        return replace(
            self,
            outcome=self.outcome[rows],
            treatment=self.treatment[rows],
            covariates=tuple(c.take(rows) for c in self.covariates),
            spare_treatment=None,
            spare_covariates=(),
            _designs={},
        )


def prepare(
    table: Table,
    query: Query,
    adjustment_set: tuple[str, ...],
    *,
    as_pair: bool = False,
    as_slope: bool = False,
    outcome_yes: str | None = None,
) -> Sample:
    """Rows with treatment, outcome and every adjustment column known, coded for an estimator.

    A row is counted as dropped under the first of treatment, outcome and adjustment columns (by name) that
    is missing or infinite in it. O(n log n) for n rows.

    Raises
    ------
    UnknownColumnError
        A variable is not in the table.
    WrongKindError, QueryError
        See :func:`code_treatment` and :func:`code_outcome`; an outcome that never varies.
    NotEnoughDataError
        No complete rows, fewer than four, or fewer than two on a side.
    """
    names = tuple(sorted(adjustment_set))
    treatment_name, outcome_name = query.treatments[0], query.outcomes[0]
    outcome = code_outcome(table, outcome_name, outcome_yes)
    treatment = code_treatment(table, query, as_pair=as_pair, as_slope=as_slope)
    reasons = _reasons(table, treatment_name, treatment, outcome_name, outcome, names)
    keep, dropped, warnings = _drop(table.n_rows, reasons)
    _enough(table.n_rows, keep, dropped)
    rows = np.flatnonzero(keep)
    y, t = outcome.values[rows], treatment.values[rows]
    _varied(treatment_name, treatment, t, outcome_name, y)
    spare = _spare_rows(table, names, treatment, np.isnan(outcome.values))
    both = np.concatenate([rows, spare])
    covariates = tuple(encode(table, name, both, outcome.values[both]) for name in names)
    here = tuple(c.take(np.arange(len(rows))) for c in covariates)
    order = np.lexsort([t, y, *(c.values for c in reversed(here))])
    if outcome.guessed:
        warnings.append(
            f"“{outcome.yes}” was taken as the “yes” of “{outcome_name}”; "
            "an effect on the other value has the opposite sign."
        )
    return Sample(
        treatment_name=treatment_name,
        outcome_name=outcome_name,
        outcome=y[order],
        treatment=t[order],
        covariates=tuple(c.take(order) for c in here),
        mode=treatment.mode,
        treated=treatment.treated,
        control=treatment.control,
        step=treatment.step,
        outcome_is_risk=outcome.is_risk,
        outcome_yes=outcome.yes,
        unit=outcome.unit,
        dropped=dropped,
        warnings=tuple(warnings),
        spare_treatment=treatment.values[spare] if len(spare) else None,
        spare_covariates=tuple(c.take(np.arange(len(rows), len(both))) for c in covariates)
        if len(spare)
        else (),
    )


def _reasons(
    table: Table,
    treatment_name: str,
    treatment: Treatment,
    outcome_name: str,
    outcome: Outcome,
    names: tuple[str, ...],
) -> list[tuple[str, Mask]]:
    """Why a row cannot be used, in the order in which the reasons are counted."""
    found = [(f"“{treatment_name}” is missing", treatment.missing)]
    if treatment.mode == "two_values":
        other = np.isnan(treatment.values) & ~treatment.missing
        found.append(
            (f"“{treatment_name}” is neither “{treatment.treated}” nor “{treatment.control}”", other)
        )
    else:
        found.append((f"“{treatment_name}” is infinite or beyond 10¹⁰⁰", np.abs(treatment.values) > LARGEST))
    found.append((f"“{outcome_name}” is missing", np.isnan(outcome.values)))
    found.append((f"“{outcome_name}” is infinite or beyond 10¹⁰⁰", np.abs(outcome.values) > LARGEST))
    for name in names:
        _, missing, infinite = raw_column(table, name)
        found += [(f"“{name}” is missing", missing), (f"“{name}” is infinite or beyond 10¹⁰⁰", infinite)]
    return found


def _drop(n_rows: int, reasons: list[tuple[str, Mask]]) -> tuple[Mask, tuple[Dropped, ...], list[str]]:
    keep = np.ones(n_rows, dtype=bool)
    dropped, warnings = [], []
    for reason, bad in reasons:
        count = int((keep & bad).sum())
        if count:
            dropped.append(Dropped(reason=reason, count=count))
            if reason.endswith("10¹⁰⁰"):
                warnings.append(f"{count:,} rows were left out because {reason}.")
        keep &= ~bad
    return keep, tuple(dropped), warnings


def _enough(n_rows: int, keep: Mask, dropped: tuple[Dropped, ...]) -> None:
    left = int(keep.sum())
    if left >= MIN_ROWS:
        return
    worst = max(dropped, key=lambda d: d.count, default=None)
    because = f" In {worst.count:,} of {n_rows:,} rows {worst.reason}." if worst else ""
    some = "no rows" if left == 0 else "only one row" if left == 1 else f"only {left} rows"
    raise NotEnoughDataError(
        f"There are {some} with everything known that the question needs.{because}",
        fix="Bring more rows, or leave out of the graph the variable that is missing so often."
        if worst
        else "Bring more rows.",
    )


def _varied(treatment_name: str, treatment: Treatment, t: Array, outcome_name: str, y: Array) -> None:
    """Both sides are there, and the outcome is not the same everywhere."""
    if treatment.mode == "two_values":
        for label, count in ((treatment.treated, int(t.sum())), (treatment.control, int((1 - t).sum()))):
            if count < MIN_ARM:
                raise NotEnoughDataError(
                    f"Of the rows with everything known, {'none has' if count == 0 else 'only one has'} "
                    f"“{treatment_name}” = “{label}”.",
                    fix="Choose other values to compare, or bring data with more rows on that side.",
                    where=treatment_name,
                )
    elif bool((t == t[0]).all()):
        raise WrongKindError(
            f"In the rows with everything known, “{treatment_name}” has always the same value.",
            column=treatment_name,
            fix="Bring data in which the treatment differs.",
        )
    if bool((y == y[0]).all()):
        raise WrongKindError(
            f"In the rows with everything known, “{outcome_name}” has always the same value, "
            "so nothing can be learned about what changes it.",
            column=outcome_name,
            fix="Choose an outcome that differs between rows.",
        )


def _spare_rows(
    table: Table, names: tuple[str, ...], treatment: Treatment, unknown: Mask
) -> npt.NDArray[np.intp]:
    """Rows where only the outcome is missing."""
    use = unknown & (np.abs(treatment.values) <= LARGEST)
    for name in names:
        _, missing, infinite = raw_column(table, name)
        use &= ~missing & ~infinite
    return np.flatnonzero(use)
