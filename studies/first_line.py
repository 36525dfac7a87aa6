"""What the first line of a study's file is, where that was in doubt: names, or a row of data.

A study that was begun with such a file has a person's values for names. Nothing of them may leave before
somebody has said what they are; if they are values, they go out of the study as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from causal_core.errors import TableError
from causal_core.table.header import NAMES, NO_HEADER
from causal_core.table.reading import read_table
from causal_core.table.repairs import FILE_REPAIRS
from causal_core.table.table import Table
from studies.data import read_data
from studies.study import DataRef, Study
from studies.workflow import set_variables

_OF_NAMES = frozenset({"name_blank_headers", "rename_repeated_headers"})


@dataclass(frozen=True, slots=True)
class Read:
    """A study with its file read anew, and the table that came of it."""

    study: Study
    table: Table


def they_are_names(study: Study) -> Study:
    """The study with its names confirmed; nothing else changes, results still count."""
    ref = _ref(study)
    return study.model_copy(update={"data": ref.model_copy(update={"repairs": (*ref.repairs, NAMES.id)})})


def it_is_data(study: Study, raw: bytes) -> Read:
    """The study with the first line read as a row, and its columns and what was called like them renamed.

    Raises
    ------
    TableError
        The file cannot be read so, or its columns are others then.
    """
    old = _ref(study)
    repairs = (*(r for r in old.repairs if r in FILE_REPAIRS and r not in _OF_NAMES), NO_HEADER.id)
    before = read_table(raw, name=old.name, repairs=old.repairs).names
    after = read_table(raw, name=old.name, repairs=repairs).names
    if len(before) != len(after):
        raise TableError(
            "Read as data, the first line makes other columns than the study has.",
            fix="Begin a new study with this file.",
        )
    now = dict(zip(before, after, strict=True))
    counts = None if old.counts_column is None else now[old.counts_column]
    ref = old.model_copy(update={"repairs": repairs, "counts_column": counts})
    table = read_data(raw, ref)
    renamed = {v.name: now[v.name] for v in study.variables if v.name in now}
    rows = [
        v.model_copy(
            update={
                "name": renamed.get(v.name, v.name),
                "column": None if v.column is None else now.get(v.column),
            }
        )
        for v in study.variables
    ]
    ref = ref.model_copy(update={"n_rows": table.n_rows, "n_columns": len(table.variables)})
    return Read(set_variables(study, rows, renamed).model_copy(update={"data": ref}), table)


def _ref(study: Study) -> DataRef:
    if study.data is None:
        raise LookupError("the study has no data")
    return study.data
