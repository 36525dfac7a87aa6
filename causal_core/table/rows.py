"""Which records are the header and the rows, each row with as many fields as the header.

What loses nothing is done and reported: blank lines are passed over, and a separator that ends *every*
line is not a further column. What could lose or shift data is offered as a repair.

>>> from causal_core.table.structure import Quotes, scan
>>> records = scan(b"a,b\\n1,2\\n3\\n", ",", Quotes.NONE)
>>> even_out(records, header=0, separator=",", repairs=frozenset({"pad_short_rows"})).body
b'1,2\\n3,\\n'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from causal_core.errors import EmptyTableError
from causal_core.table.issues import Issue, Repair, count, note, refusal
from causal_core.table.ragged import SKIP_ABOVE, Uneven, mend, under_title
from causal_core.table.structure import Positions, Records

DROP_EMPTY = Repair("drop_empty_rows", "Leave out rows with nothing in them")
BLANK_IS_MISSING = Repair("blank_lines_are_missing", "Count blank lines as missing values")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows as text that every parser reads alike, and where each came from.

    Parameters
    ----------
    body : bytes
        One record a row, each with ``width`` fields.
    width : int
        Number of fields of a row: the header's, or one more with ``row_names``.
    row_names : bool
        Whether the first field has no header, as in tables written by R.
    n_rows, longest : int
        Number of rows, and the length of the longest in bytes.
    line_of : callable
        Line of the file that a row came from.
    issues : tuple of Issue
    """

    body: bytes
    width: int
    row_names: bool
    n_rows: int
    longest: int
    line_of: Callable[[int], int]
    issues: tuple[Issue, ...]


def find_header(records: Records, repairs: frozenset[str]) -> int:
    """Index of the record with the names: the first that is not blank, or below a title."""
    full = np.flatnonzero(~records.is_blank)
    if not len(full):
        raise refusal(EmptyTableError, "empty", "The file is empty.", fix="Choose a file with data in it.")
    if SKIP_ABOVE.id in repairs and (below := under_title(records, full)) is not None:
        return below
    return int(full[0])


def even_out(
    records: Records,
    *,
    header: int,
    separator: str,
    repairs: frozenset[str],
    first_is_data: bool = False,
    offers: tuple[Repair, ...] = (),
) -> Rows:
    """Rows with the header's number of fields each.

    ``first_is_data`` counts the header as a row too; ``offers`` are repairs to offer should rows differ.

    Raises
    ------
    EmptyTableError
        No row below the header.
    RaggedRowError
        Rows with more or fewer fields; says the first line, how many, and offers what fits.
    """
    width = int(records.fields[header])
    issues = _title_skipped(records, header)
    kept = _below(records, header if first_is_data else header + 1, width, repairs, issues)
    if not len(kept):
        line = records.line(header)
        raise refusal(
            EmptyTableError,
            "no_rows",
            f"The file has a header (line {line:,}) but no rows of data below it.",
            fix="Choose a file with data in it.",
            line=line,
        )
    rows = Uneven(records=records, header=header, kept=kept, width=width, separator=separator)
    if rows.lacking.any():
        rows = mend(rows, repairs, issues, offers)
    if DROP_EMPTY.id not in repairs:
        issues += _empty_rows(rows)
    lengths = records.ends[rows.kept] - records.starts[rows.kept]
    return Rows(
        body=rows.body(),
        width=rows.width,
        row_names=rows.row_names,
        n_rows=len(rows.kept),
        longest=int(lengths.max()) + rows.width,
        line_of=rows.line,
        issues=tuple(issues),
    )


def _title_skipped(records: Records, header: int) -> list[Issue]:
    above = int((~records.is_blank[:header]).sum())
    return [note("title", f"{count(above, 'line')} above the header skipped, as you chose.")] if above else []


def _below(
    records: Records, start: int, width: int, repairs: frozenset[str], issues: list[Issue]
) -> Positions:
    """Indices of the rows: blank lines passed over and, if chosen, rows of separators only left out."""
    blank = records.is_blank[start:]
    inner = blank[: len(blank) - int(np.argmin(blank[::-1]))] if not blank.all() else blank[:0]
    skipped = int(inner.sum())
    if width == 1 and BLANK_IS_MISSING.id in repairs:
        blank = np.arange(len(blank)) >= len(inner)
    elif skipped:
        issues.append(_blank_lines(skipped, records.line(start + int(np.argmax(blank))), width))
    kept = np.flatnonzero(~blank) + start
    if DROP_EMPTY.id in repairs:
        empty = _is_empty(records, kept, width)
        if empty.any():
            number = count(int(empty.sum()), "empty row")
            issues.append(note("empty_rows", f"{number} left out, as you chose."))
        kept = kept[~empty]
    return kept


def _blank_lines(number: int, line: int, width: int) -> Issue:
    message = f"{count(number, 'blank line')} skipped, the first is line {line:,}."
    if width > 1:
        return note("blank_lines", message, line=line)
    return Issue(
        code="blank_lines",
        severity="warning",
        message=message,
        fix="In a file of one column a blank line may stand for a missing value.",
        line=line,
        repair=BLANK_IS_MISSING,
    )


def _is_empty(records: Records, kept: Positions, width: int) -> npt.NDArray[np.bool_]:
    """Rows of nothing but separators."""
    if width == 1:
        return np.zeros(len(kept), dtype=bool)
    lengths = records.ends[kept] - records.starts[kept]
    empty: npt.NDArray[np.bool_] = (lengths == records.fields[kept] - 1) & (lengths > 0)
    return empty


def _empty_rows(rows: Uneven) -> list[Issue]:
    empty = np.flatnonzero(_is_empty(rows.records, rows.kept, rows.width))
    if not len(empty):
        return []
    line = rows.line(int(empty[0]))
    return [
        Issue(
            code="empty_rows",
            severity="warning",
            message=f"{count(len(empty), 'row')} with nothing in them, the first is line {line:,}; they "
            "count as rows with every value missing.",
            fix="Leave them out if they are no cases.",
            line=line,
            repair=DROP_EMPTY,
        )
    ]
