"""A table: named columns, what kind each is, what is odd about it, and a hash of where it came from.

A :class:`Table` never changes. ``frame`` hands out a copy-on-write view, so writing to it changes the
writer's view and nobody else's. Columns have one of five plain types: whole numbers, floats, booleans,
text (pandas ``str``) and times.

>>> import pandas as pd
>>> table = Table.from_frame(pd.DataFrame({"smoker": ["yes", "no", "no"], "age": [61, 48, 35]}), "people")
>>> [(v.name, v.kind) for v in table.variables]
[('smoker', 'binary'), ('age', 'category')]
>>> table.matches("smoker", "no").tolist()
[False, True, True]
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from causal_core.errors import HeaderError, TableError, UnknownColumnError
from causal_core.table.issues import Issue as Issue
from causal_core.table.issues import Repair as Repair
from causal_core.table.variables import Variable as Variable
from causal_core.table.variables import describe, level_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Data that can be asked about. Two tables are equal when their name and their hash are.

    Parameters
    ----------
    name : str
        What a person calls it; the file's name.
    variables : tuple of Variable
        One a column, in the order of the columns.
    issues : tuple of Issue
        What a person should know; warnings and notes.
    sha256 : str
        Hash of the raw bytes plus whatever else decided the content.
    """

    name: str
    variables: tuple[Variable, ...]
    issues: tuple[Issue, ...] = ()
    sha256: str
    _frame: pd.DataFrame = field(repr=False)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, name: str) -> Table:
        """A table from a pandas frame, which is copied; its index is left out.

        Raises
        ------
        HeaderError
            Two columns with one name.
        TableError
            A column whose values are no plain values, such as complex numbers.
        """
        columns, issues = plain(frame)
        digest = _digest(columns)
        return build(name, columns, issues=issues, sha256=digest, mendable=False)

    @property
    def frame(self) -> pd.DataFrame:
        """The data. A copy-on-write view: what is written to it stays with the writer."""
        return self._frame.copy(deep=False)

    @property
    def names_in_doubt(self) -> bool:
        """Whether the names may be a first row of data, and nobody has said what they are."""
        return any(i.code == "no_header" and i.severity == "warning" for i in self.issues)

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self._frame)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(v.name for v in self.variables)

    def variable(self, name: str) -> Variable:
        """The variable of that name; raises UnknownColumnError."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        raise UnknownColumnError(name, self.names)

    def issues_of(self, name: str) -> tuple[Issue, ...]:
        """The issues of one column."""
        return tuple(issue for issue in self.issues if issue.column == name)

    def labels(self, name: str) -> pd.Series[Any]:
        """A column as text, each value written as in ``Variable.levels``; missing stays missing."""
        self.variable(name)
        codes, values = pd.factorize(self._frame[name])
        texts = np.array([level_text(v) for v in values] + [np.nan], dtype=object)
        return pd.Series(texts[codes], dtype="str", name=name)

    def matches(self, name: str, value: object) -> npt.NDArray[np.bool_]:
        """Which rows have this value, given as text or as itself: ``"1"``, ``1`` and ``1.0`` are one.

        In a column of true and false, however these are written, ``"true"``, ``"TRUE"`` and ``1`` are one too. A
        text that is no value is taken as the one value that it is in other writing, where there is just one:
        ``"1.0"`` for 1, ``"yes"`` for ``YES``, ``"true"`` for 1 in a column of 0 and 1.
        """
        variable = self.variable(name)
        if isinstance(value, bool) and variable.dtype in ("int", "float"):
            value = int(value)
        text = level_text(value)
        labels = self.labels(name)
        if variable.dtype == "bool" or {v.casefold() for v in variable.levels} == {"true", "false"}:
            wanted = _TRUTH.get(text.strip().casefold(), "")
            text = next((v for v in labels.dropna().unique() if v.casefold() == wanted), text)
        hit = (labels == text).to_numpy(dtype=bool)
        if hit.any() or not isinstance(value, str):
            return hit
        alike = _written_otherwise(text, [str(v) for v in labels.dropna().unique()])
        return hit if alike is None else (labels == alike).to_numpy(dtype=bool)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and (self.name, self.sha256) == (other.name, other.sha256)

    def __hash__(self) -> int:
        return hash((self.name, self.sha256))


_TRUTH = {"true": "true", "1": "true", "1.0": "true", "false": "false", "0": "false", "0.0": "false"}


def _written_otherwise(text: str, values: Sequence[str]) -> str | None:
    """The one of ``values`` that ``text`` means in other writing; None where there is none, or more than one."""
    bare = text.strip()
    alike = [value for value in values if value.strip().casefold() == bare.casefold()]
    if not alike and (number := _number(bare)) is not None:
        alike = [value for value in values if _number(value) == number]
    if not alike and set(values) <= {"0", "1"} and bare.casefold() in ("true", "false"):
        alike = [value for value in values if _TRUTH[value] == bare.casefold()]
    return alike[0] if len(alike) == 1 else None


def _number(text: str) -> float | None:
    """The number that a text is; “nan” and “inf” are words."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def build(name: str, frame: pd.DataFrame, *, issues: Iterable[Issue], sha256: str, mendable: bool) -> Table:
    """Put a table together from plain columns: describe each, and add what is odd to ``issues``."""
    variables: list[Variable] = []
    found = list(issues)
    for column in frame.columns:
        variable, odd = describe(column, frame[column], mendable=mendable)
        variables.append(variable)
        found += odd
    return Table(name=name, variables=tuple(variables), issues=tuple(found), sha256=sha256, _frame=frame)


def plain(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Issue]]:
    """A copy of a frame with text names and only plain column types, and notes on what that changed."""
    names = [str(label) for label in frame.columns]
    for name, times in Counter(names).items():
        if times > 1:
            places = [str(i + 1) for i, other in enumerate(names) if other == name]
            raise HeaderError(
                f"Columns {' and '.join(places)} have the same name “{name}”.",
                fix="Give each column a name of its own.",
                where=name,
            )
    issues: list[Issue] = []
    columns = {name: _plain_column(name, frame.iloc[:, i], issues) for i, name in enumerate(names)}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(frame))), issues


def _plain_column(name: str, column: pd.Series[Any], issues: list[Issue]) -> pd.Series[Any]:
    column = column.reset_index(drop=True)
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("object")
    kind = column.dtype.kind
    if kind == "c":
        raise TableError(f"Column “{name}” has complex numbers.", fix="Split it in two columns.", where=name)
    if kind in "iu":
        whole = not column.isna().any() and (kind == "i" or column.max() < 2**63)
        return column.astype("int64" if whole else "float64")
    if kind == "f":
        return column.astype("float64")
    if kind == "b" and not column.isna().any():
        return column.astype("bool")
    if kind == "M":
        return _plain_time(column)
    if kind == "m":
        issues.append(
            Issue(code="duration", severity="note", message=f"“{name}” was turned into seconds.", column=name)
        )
        seconds: pd.Series[Any] = column.dt.total_seconds()
        return seconds.astype("float64")
    return _plain_object(name, column, issues)


def _plain_object(name: str, column: pd.Series[Any], issues: list[Issue]) -> pd.Series[Any]:
    if column.isna().all() and len(column):
        return pd.Series(np.nan, index=column.index, dtype="float64")
    inferred = pd.api.types.infer_dtype(column, skipna=True)
    if inferred in ("integer", "floating", "mixed-integer-float", "decimal"):
        whole = inferred == "integer" and not column.isna().any() and column.abs().max() < 2**63
        return column.astype("int64" if whole else "float64")
    if inferred in ("date", "datetime", "datetime64"):
        return _plain_time(pd.to_datetime(column))
    if inferred not in ("string", "boolean", "empty"):
        issues.append(
            Issue(
                code="mixed_types",
                severity="warning",
                message=f"Column “{name}” mixes different sorts of values; it was read as text.",
                column=name,
            )
        )
    return column.map(level_text, na_action="ignore").astype("str")


def _plain_time(column: pd.Series[Any]) -> pd.Series[Any]:
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column = column.dt.tz_convert("UTC").dt.tz_localize(None)
    return column.astype("datetime64[us]")


def _digest(frame: pd.DataFrame) -> str:
    """Hash of names, types and values; equal frames have equal hashes in every process."""
    digest = hashlib.sha256(f"frame of {len(frame)} rows".encode())
    for name in frame.columns:
        column = frame[name]
        digest.update(f"\0{len(name)} {name} {column.dtype}\0".encode("utf-8", "surrogatepass"))
        if column.dtype.kind in "ifbM":
            digest.update(np.ascontiguousarray(column.to_numpy()).tobytes())
        else:
            for value in column:
                text = "-" if pd.isna(value) else f"{len(value)} {value}"
                digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
