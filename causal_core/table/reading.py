"""From the bytes of a file to a table: strictly, in one linear pass, with every doubt reported.

A wrong table that loads is worse than a refusal, so nothing is mended silently. What loses nothing (blank
lines, a separator at the end of every line) is done and noted; anything else is a ``TableError`` that
says the line and offers ``repairs``, or a warning in ``Table.issues``.

>>> table = read_table(b"smoker,age\\nyes,61\\nno,48\\nno,NA\\n", name="people.csv")
>>> table.n_rows, table.variable("age").n_missing, table.issues[0].message
(3, 1, 'In column “age” these were read as missing: “NA” (1).')
>>> read_table(b"a,b\\n1,2\\n3\\n", name="short.csv")
Traceback (most recent call last):
causal_core.errors.RaggedRowError: Line 3 has 1 field where the header has 2.
>>> read_table(b"a,b\\n1,2\\n3\\n", name="short.csv", repairs=["drop_ragged_rows"]).n_rows
1
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from causal_core.errors import EmptyTableError, TableError, TooLargeError
from causal_core.table import filetype, quoting, rows
from causal_core.table import separator as parting
from causal_core.table.cells import Cells, Reading
from causal_core.table.columns import is_empty, read_column
from causal_core.table.counts import count_column_issue, expand_counts
from causal_core.table.encoding import to_utf8
from causal_core.table.header import NAMES, NO_HEADER, free_name, read_header
from causal_core.table.issues import Issue, count, note, refusal
from causal_core.table.parquet import read_parquet
from causal_core.table.repairs import COLUMN_REPAIRS, FILE_REPAIRS
from causal_core.table.structure import check_lines, scan, split
from causal_core.table.table import Table, build, plain

_EXPAND = "expand_counts:"
MAX_BYTES = 200 * 1024 * 1024
"""Largest file: what Streamlit takes as an upload by default."""
MAX_COLUMNS = 2_000
"""Most columns; a graph with more variables could not be drawn or judged by a person."""


def read_table(
    raw: bytes,
    *,
    name: str,
    max_bytes: int = MAX_BYTES,
    max_columns: int = MAX_COLUMNS,
    encoding: str | None = None,
    separator: str | None = None,
    repairs: Iterable[str] = (),
) -> Table:
    """Read a CSV or Parquet file.

    Parameters
    ----------
    raw : bytes
        The file.
    name : str
        What to call the table; not looked at otherwise.
    max_bytes, max_columns : int
        Limits; a file over them is refused before it is converted.
    encoding, separator : str, optional
        When known; found out otherwise.
    repairs : iterable of str
        Ids of accepted repairs, from the ``repairs`` of an earlier error or of a table's issues. A repair
        that a file does not need changes nothing.

    Returns
    -------
    Table
        ``sha256`` is that of the bytes alone when no option or repair was given.

    Raises
    ------
    TableError
        With one sentence, ``fix``, ``where``, ``issues`` and ``repairs``.

    Notes
    -----
    Time and memory are linear in the size of the file. Missing values and kinds: see
    :mod:`causal_core.table.columns` and :mod:`causal_core.table.variables`.
    """
    accepted = _known(repairs)
    _check_bytes(raw, max_bytes)
    if filetype.is_parquet(raw):
        frame, issues = _read_parquet(raw, max_columns, accepted)
    else:
        frame, issues = _read_csv(raw, max_columns, encoding, separator, accepted)
    frame = _codes_to_missing(frame, accepted, issues)
    digest = _digest(raw, encoding, separator, accepted)
    table = build(name, frame, issues=issues, sha256=digest, mendable=True)
    for repair in sorted(accepted):
        if repair.startswith(_EXPAND) and repair.removeprefix(_EXPAND) in table.names:
            table = expand_counts(table, repair.removeprefix(_EXPAND))
    counted = count_column_issue(table)
    return table if counted is None else replace(table, issues=(*table.issues, counted))


def _read_csv(
    raw: bytes, max_columns: int, encoding: str | None, sign: str | None, repairs: frozenset[str]
) -> tuple[pd.DataFrame, list[Issue]]:
    filetype.refuse_other_formats(raw)
    data, issues = to_utf8(raw, encoding=encoding, repairs=repairs)
    if not data or data.isspace():
        raise _empty()
    filetype.refuse_other_text(data)
    check_lines(data)
    data, sign = _parted(data, sign, repairs, issues)
    text = quoting.follow(data, sign, repairs)
    issues += text.issues
    records = scan(text.data, sign, text.quotes, max_fields=max_columns)
    top = rows.find_header(records, repairs)
    data_first = NO_HEADER.id in repairs
    even = rows.even_out(
        records, header=top, separator=sign, repairs=repairs, first_is_data=data_first, offers=text.offers
    )
    issues += even.issues
    cells = split(records.text(top), sign, quoting=text.quoting)
    columns = _parse(even, sign, quoting=text.quoting)
    named = _named(cells, columns, even, records.line(top), repairs, issues)
    reading = Reading(sign, repairs, even.line_of)
    frame: dict[str, pd.Series[Any]] = {}
    for name, values in named:
        frame[name], noticed = read_column(name, values, reading)
        issues += noticed
    return pd.DataFrame(frame), issues


def _parted(data: bytes, sign: str | None, repairs: frozenset[str], issues: list[Issue]) -> tuple[bytes, str]:
    """The text and the sign that parts its fields: given, chosen, named in the file or found."""
    if sign is not None:
        return data, parting.check(sign)
    if parting.AT_BLANKS.id in repairs and parting.blanks_fit(data):
        issues.append(note("separator", f"{parting.AT_BLANKS.title}, as you chose."))
        return parting.at_blanks(data), ","
    hinted, skip = parting.hint(data)
    data = data[skip:]
    chosen = parting.chosen(repairs) or hinted
    if chosen is not None:
        return data, parting.check(chosen)
    found = parting.detect(data)
    if found.runner_up is not None:
        issues.append(parting.rivals(found.separator, found.runner_up))
    elif parting.blanks_fit(data):
        issues.append(parting.maybe_blanks())
    return data, found.separator


def _parse(even: rows.Rows, sign: str, *, quoting: bool) -> list[Cells]:
    """Every column as text, in the order of the file."""
    names = [str(i) for i in range(even.width)]
    line_ends = even.body.count(b"\n") + even.body.count(b"\r") - even.body.count(b"\r\n")
    try:
        parsed = pyarrow.csv.read_csv(
            pa.BufferReader(even.body),
            read_options=pyarrow.csv.ReadOptions(
                column_names=names, block_size=max(1 << 20, 2 * even.longest)
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=sign,
                quote_char='"' if quoting else False,
                newlines_in_values=line_ends > even.n_rows,
                ignore_empty_lines=False,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowException as problem:
        raise _disagreement() from problem
    if parsed.num_rows != even.n_rows:
        raise _disagreement()
    return list(parsed.columns)


def _named(
    cells: list[str],
    columns: list[Cells],
    even: rows.Rows,
    line: int,
    repairs: frozenset[str],
    issues: list[Issue],
) -> list[tuple[str, Cells]]:
    """Names with their columns; columns with neither a name nor a value are left out, which is noted."""
    cells = [free_name("row", cells), *cells] if even.row_names else cells[: even.width]
    kept = list(range(len(cells)))
    if NO_HEADER.id not in repairs:
        kept = [i for i in kept if cells[i].strip() or not is_empty(columns[i])]
    if not kept:
        raise _empty()
    if empty := len(cells) - len(kept):
        message = f"{count(empty, 'column')} with neither a name nor a value left out."
        issues.append(note("empty_columns", message))
    named = [columns[i] for i in kept]
    places = [i + 1 for i in kept]
    names = read_header([cells[i] for i in kept], line=line, repairs=repairs, places=places, below=named)
    issues += names.issues
    return list(zip(names.names, named, strict=True))


def _read_parquet(raw: bytes, max_columns: int, repairs: frozenset[str]) -> tuple[pd.DataFrame, list[Issue]]:
    frame = read_parquet(raw, max_columns=max_columns)
    names = read_header([str(label) for label in frame.columns], line=None, repairs=repairs - {NO_HEADER.id})
    frame, issues = plain(frame.set_axis(list(names.names), axis=1))
    return frame, [*(issue for issue in names.issues if issue.code != "no_header"), *issues]


def _codes_to_missing(frame: pd.DataFrame, repairs: frozenset[str], issues: list[Issue]) -> pd.DataFrame:
    """The frame with accepted codes for “not known”, and infinite values where accepted, as missing."""
    for repair in sorted(repairs):
        action, _, rest = repair.partition(":")
        if action == "missing_code":
            code, _, name = rest.partition(":")
            which = _equals(frame, name, code)
        elif action == "infinite_as_missing":
            code, name = "infinite", rest
            numeric = name in frame and frame[name].dtype.kind == "f"
            which = np.isinf(frame[name].to_numpy()) if numeric else None
        else:
            continue
        if which is not None and which.any():
            frame = frame.assign(**{name: frame[name].astype("float64").mask(which)})
            message = f"{count(int(which.sum()), 'value')} ({code}) of “{name}” became missing, as you chose."
            issues.append(note("missing_code", message, column=name))
    return frame


def _equals(frame: pd.DataFrame, name: str, code: str) -> npt.NDArray[np.bool_] | None:
    if name not in frame or frame[name].dtype.kind not in "if":
        return None
    try:
        return np.asarray(frame[name] == float(code), dtype=bool)
    except ValueError:
        return None


def _known(repairs: Iterable[str]) -> frozenset[str]:
    accepted = frozenset([repairs] if isinstance(repairs, str) else repairs)
    for repair in sorted(accepted):
        action, colon, _ = repair.partition(":")
        if action not in (COLUMN_REPAIRS if colon else FILE_REPAIRS):
            raise TableError(f"There is no repair called “{repair}”.", fix="Use one that was offered.")
    return accepted


def _digest(raw: bytes, encoding: str | None, sign: str | None, repairs: frozenset[str]) -> str:
    digest = hashlib.sha256(raw).hexdigest()
    rest = sorted(r for r in repairs if not r.startswith(_EXPAND) and r != NAMES.id)
    if encoding is None and sign is None and not rest:
        return digest
    return hashlib.sha256(json.dumps([digest, encoding, sign, rest]).encode()).hexdigest()


def _check_bytes(raw: bytes, max_bytes: int) -> None:
    if not raw:
        raise _empty()
    if len(raw) > max_bytes:
        raise refusal(
            TooLargeError,
            "too_large",
            f"The file has {_size(len(raw))}; at most {_size(max_bytes)} can be read.",
            fix="Keep only the columns and rows that the question is about.",
        )


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:,.1f} MB" if n_bytes >= 100_000 else count(n_bytes, "byte")


def _empty() -> TableError:
    return refusal(EmptyTableError, "empty", "The file is empty.", fix="Choose a file with data in it.")


def _disagreement() -> TableError:
    """Two readings of one text must find the same rows; anything else would be silent loss."""
    return refusal(
        TableError,
        "disagreement",
        "Two ways of reading this file do not find the same rows in it.",
        fix="Open it in a spreadsheet and save it again as “CSV UTF-8”.",
    )
