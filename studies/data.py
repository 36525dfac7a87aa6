"""From kept bytes to the table the core computes on: read as the study says, columns named as its variables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from causal_core.errors import TableError, UnknownColumnError, WrongKindError
from causal_core.table.counts import expand_counts
from causal_core.table.reading import read_table
from causal_core.table.table import Table
from causal_core.table.variables import Variable
from studies.study import DataRef, Study, StudyVariable, VariableKind


def read_data(raw: bytes, ref: DataRef) -> Table:
    """Read kept bytes the way they were read the first time, counts spread out where the study says so."""
    table = read_table(raw, name=ref.name, repairs=ref.repairs)
    return expand_counts(table, ref.counts_column) if ref.counts_column else table


def reference(
    table: Table, raw_sha256: str, *, repairs: Sequence[str] = (), counts_column: str | None = None
) -> DataRef:
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

    The frame given is not changed. Where one of several values of the outcome counts as "yes", the others
    become one; missing stays missing.

    Raises
    ------
    UnknownColumnError
        A variable is mapped to a column that the data do not have.
    WrongKindError
        A variable is said to be a number but holds text.
    """
    known = [v.name for v in table.variables]
    columns: dict[str, pd.Series[Any]] = {}
    described: list[Variable] = []
    for variable in study.variables:
        if not variable.measured or variable.column is None:
            continue
        if variable.column not in known:
            raise UnknownColumnError(variable.column, known)
        series = table.frame[variable.column]
        about = table.variable(variable.column)
        if variable.name == study.question.outcome and study.question.success is not None:
            series, about = _yes_no(table, about, study.question.success)
        columns[variable.name] = series
        described.append(replace(about, name=variable.name, kind=_kind(variable, about)))
    frame = pd.DataFrame(columns, index=table.frame.index, copy=False)
    mapping = sorted((v.name, v.column or "", v.kind or "") for v in study.variables)
    content = json.dumps([table.sha256, mapping, study.question.success])
    return replace(
        table,
        _frame=frame,
        variables=tuple(described),
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )


def _yes_no(table: Table, about: Variable, success: str) -> tuple[pd.Series[Any], Variable]:
    """An outcome of several values as two: the one that counts as yes, and every other."""
    is_yes = pd.Series(table.matches(about.name, success), index=table.frame.index)
    if not bool(is_yes.any()):
        raise TableError(
            f"No row has the value “{success}” in “{about.name}”.",
            fix="Choose the value that counts as “yes” again on the Variables page.",
            where=about.name,
        )
    if about.n_distinct <= 2:
        return table.frame[about.name], about
    other = f"not {success}"
    coded = is_yes.map({True: success, False: other}).astype("str").where(table.frame[about.name].notna())
    levels = tuple(sorted((success, other)))
    return coded, replace(
        about, kind="binary", dtype="text", n_distinct=2, levels=levels, minimum=None, maximum=None
    )


def _kind(variable: StudyVariable, about: Variable) -> VariableKind:
    kind = variable.kind or about.kind
    if kind == "number" and about.minimum is None and about.n_distinct > 0:
        raise WrongKindError(
            f"“{variable.name}” is said to be a number, but the column “{variable.column}” holds text.",
            column=variable.name,
            fix="Choose “category” for it on the Variables page, or map it to another column.",
        )
    return kind
