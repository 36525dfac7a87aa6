"""From kept bytes to the table the core computes on: read as the study says, columns named as its variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from causal_core.errors import TableError, UnknownColumnError, WrongKindError
from causal_core.table.reading import read_table
from causal_core.table.expand import expand_counts
from causal_core.table.table import Table
from causal_core.table.variables import Variable
from studies.study import DataRef, Study, StudyVariable


def read_data(raw: bytes, ref: DataRef) -> Table:
    """Read kept bytes the way they were read the first time, counts spread out where the study says so."""
    table = read_table(raw, name=ref.name, repairs=ref.repairs)
    return expand_counts(table, ref.counts_column) if ref.counts_column else table


def reference(table: Table, raw_sha256: str, *, repairs: Sequence[str] = (), counts_column: str | None = None) -> DataRef:
    """What a study keeps of a table."""
    return DataRef(
        name=table.name,
        sha256=raw_sha256,
        n_rows=table.n_rows,
        n_columns=len(table.variables),
        repairs=tuple(repairs),
        counts_column=counts_column,
    )


def bind(study: Study, table: Table) -> Table:
    """The table under the study's names and kinds: one column a measured variable.

    The frame given is not changed. Where the outcome has a chosen "yes" value, it becomes 1 for that value
    and 0 for every other; missing stays missing.

    Raises
    ------
    UnknownColumnError
        A variable is mapped to a column that the data do not have.
    WrongKindError
        A variable is said to be a number but holds text.
    """
    known = [v.name for v in table.variables]
    columns: dict[str, pd.Series] = {}
    described: list[Variable] = []
    for variable in study.variables:
        if not variable.measured or variable.column is None:
            continue
        if variable.column not in known:
            raise UnknownColumnError(variable.column, known)
        series = table.frame[variable.column]
        about = table.variable(variable.column)
        if variable.name == study.question.outcome and study.question.success is not None:
            series, about = _yes_no(series, about, study.question.success)
        columns[variable.name] = series
        described.append(replace(about, name=variable.name, kind=_kind(variable, about)))
    frame = pd.DataFrame(columns, index=table.frame.index, copy=False)
    return replace(table, frame=frame, variables=tuple(described))


def _yes_no(series: pd.Series, about: Variable, success: str) -> tuple[pd.Series, Variable]:
    text = series.map(level_text, na_action="ignore")
    if not bool((text == success).any()):
        raise TableError(
            f"No row has the value “{success}” in “{about.name}”.",
            fix="Choose the value that counts as “yes” again on the Variables page.",
            where=about.name,
        )
    coded = (text == success).astype("float64").where(series.notna())
    return coded, replace(
        about, kind="binary", dtype=str(coded.dtype), n_distinct=2, levels=("0", "1"), minimum=0.0, maximum=1.0
    )


def _kind(variable: StudyVariable, about: Variable) -> str:
    kind = variable.kind or about.kind
    if kind == "number" and about.minimum is None and about.n_distinct > 0:
        raise WrongKindError(
            f"“{variable.name}” is said to be a number, but the column “{variable.column}” holds text.",
            column=variable.name,
            fix="Choose “category” for it on the Variables page, or map it to another column.",
        )
    return kind


def level_text(value: object) -> str:
    """How a value of a column is written: whole numbers without a decimal point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
