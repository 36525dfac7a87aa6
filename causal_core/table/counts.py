"""Tables of counts: one row for each combination of values, and how many cases it stands for.

>>> import pandas as pd
>>> counted = Table.from_frame(pd.DataFrame({"stone": ["small", "large"], "count": [2, 1]}), "stones")
>>> expand_counts(counted, "count").frame["stone"].tolist()
['small', 'small', 'large']
"""

from __future__ import annotations

import hashlib

import numpy as np

from causal_core.errors import EmptyTableError, TableError, TooLargeError
from causal_core.table.issues import Issue, Repair, count, note, refusal
from causal_core.table.table import Table, build
from causal_core.table.variables import ISSUE_CODES

COUNT_NAMES = frozenset(
    ["freq", "freqs", "frequency", "frequencies", "count", "counts", "n", "num", "number", "total"]
) | {"cases", "weight", "weights", "wt"}
"""What columns of counts are called, in R's tables, spreadsheets and papers; case and signs ignored."""
MAX_CASES = 5_000_000
"""Cases a table may expand to; more would take gigabytes, and change no estimate that matters."""


def repair_for(column: str) -> Repair:
    """The repair that expands a column of counts."""
    return Repair(f"expand_counts:{column}", f"Make it one row a case, by the counts in “{column}”")


def count_column_issue(table: Table) -> Issue | None:
    """The column that looks like counts, if one does.

    It is called like one and holds whole numbers from 0 up, at least one above 1; every other column is
    made of categories, and no combination of them occurs twice.
    """
    for variable in table.variables:
        plain = "".join(letter for letter in variable.name.casefold() if letter.isalpha())
        low, high = variable.minimum, variable.maximum
        if plain not in COUNT_NAMES or low is None or high is None or low < 0 or high < 2:
            continue
        others = [v for v in table.variables if v.name != variable.name]
        frame = table.frame
        if (
            others
            and not variable.n_missing
            and bool((frame[variable.name] == np.floor(frame[variable.name])).all())
            and all(v.kind in ("binary", "category") for v in others)
            and not frame[[v.name for v in others]].duplicated().any()
        ):
            total = int(frame[variable.name].sum())
            return Issue(
                code="counts",
                severity="warning",
                message=f"Column “{variable.name}” looks like counts: each row may stand for several cases, "
                f"{total:,} in all.",
                fix="If so, make it one row a case; else every row counts as one case.",
                column=variable.name,
                repair=repair_for(variable.name),
            )
    return None


def expand_counts(table: Table, column: str) -> Table:
    """One row a case: each row is repeated as often as ``column`` says, and ``column`` is left out.

    Rows with a count of 0 disappear. The result's hash is that of the table and the column's name, so it
    differs from the table's own.

    Raises
    ------
    UnknownColumnError
        No such column.
    TableError
        The counts are not whole numbers from 0 up, or there is no other column.
    EmptyTableError, TooLargeError
        They sum to nothing, or to more than ``MAX_CASES``.
    """
    _check(table, column)
    counts = table.frame[column].to_numpy(dtype=float)
    total = counts.sum()
    if total > MAX_CASES:
        message = f"The counts in “{column}” stand for {total:,.0f} cases; at most {MAX_CASES:,} can be read."
        fix = "Check the counts, or divide them all by the same number."
        raise refusal(TooLargeError, "too_many_cases", message, fix=fix, column=column)
    if total == 0:
        message = f"The counts in “{column}” are all 0, so there are no cases."
        raise refusal(EmptyTableError, "no_rows", message, fix="Check the counts.", column=column)
    rows = np.repeat(np.arange(table.n_rows), counts.astype(np.int64))
    frame = table.frame.drop(columns=column).take(rows).reset_index(drop=True)
    digest = hashlib.sha256(f"{table.sha256}\0expand_counts\0{column}".encode()).hexdigest()
    kept = [i for i in table.issues if i.code not in ISSUE_CODES and i.code != "counts"]
    told = note(
        "counts",
        f"{count(table.n_rows, 'row')} became {count(len(frame), 'case')} by the counts in “{column}”.",
    )
    return build(table.name, frame, issues=[*kept, told], sha256=digest, mendable=False)


def _check(table: Table, column: str) -> None:
    variable = table.variable(column)
    fix = "Choose the column that says how many cases each row stands for."
    if len(table.variables) < 2:
        raise refusal(TableError, "counts", "There is no column besides the counts.", fix=fix, column=column)
    whole = variable.dtype in ("int", "float") and variable.n_missing == 0
    if whole:
        values = table.frame[column].to_numpy(dtype=float)
        whole = bool(((values >= 0) & (values == np.floor(values)) & np.isfinite(values)).all())
    if not whole:
        message = f"Column “{column}” cannot be counts: they must be whole numbers from 0 up, none missing."
        raise refusal(TableError, "counts", message, fix=fix, column=column)
