"""Rows with more or fewer fields than the header: mended as a person chose, or refused with the line.

>>> from causal_core.table.structure import Quotes, scan
>>> records = scan(b"a,b\\n1,2\\n3\\n", ",", Quotes.NONE)
>>> uneven = Uneven(records=records, header=0, kept=np.array([1, 2]), width=2, separator=",")
>>> [repair.id for repair in refused(uneven, frozenset()).repairs]
['drop_ragged_rows', 'pad_short_rows']
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from causal_core.errors import EmptyTableError, RaggedRowError, TableError
from causal_core.table.issues import Issue, Repair, count, note, refusal
from causal_core.table.structure import Positions, Records

DROP_RAGGED = Repair("drop_ragged_rows", "Leave these rows out")
PAD_SHORT = Repair("pad_short_rows", "Fill the fields that are lacking with “missing”")
DROP_TRAILING = Repair("drop_trailing_separators", "Take off separators at line ends with nothing after them")
ROW_NAMES = Repair("first_column_is_row_names", "The first column has no header: call it “row”")
SKIP_ABOVE = Repair("skip_lines_above_header", "Skip the lines above the header")

_MOST = 0.8
"""Share of rows that must agree on another number of fields before the header line is doubted."""
_TITLE_LINES = 20
"""A title above a table takes a few lines; further down it would be no title."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Uneven:
    """Rows and what is to become of them.

    Parameters
    ----------
    records, header, separator
        The text, the index of its header, and what parts the fields.
    kept : array of int
        Indices of the records that are rows.
    width : int
        Number of fields that a row should have.
    row_names : bool
        Whether the first field has no header.
    """

    records: Records
    header: int
    kept: Positions
    width: int
    separator: str
    row_names: bool = False

    @cached_property
    def lacking(self) -> npt.NDArray[np.int64]:
        """Fields too few in each row; below zero where there are too many."""
        lacking: npt.NDArray[np.int64] = self.width - self.records.fields[self.kept].astype(np.int64)
        return lacking

    @cached_property
    def ends_bare(self) -> Mask:
        """Rows that end with a separator and nothing after it."""
        array = np.frombuffer(self.records.data, dtype=np.uint8)
        last = np.maximum(self.records.ends[self.kept] - 1, 0)
        bare: Mask = (array[last] == ord(self.separator)) & (self.records.fields[self.kept] > 1)
        return bare

    @cached_property
    def extras_bare(self) -> Mask:
        """Rows whose fields beyond the width are all empty: they end in that many separators."""
        bare = np.zeros(len(self.kept), dtype=bool)
        for i in np.flatnonzero((self.lacking < 0) & self.ends_bare).tolist():
            bare[i] = len(set(self.text(i)[int(self.lacking[i]) :])) == 1
        return bare

    def text(self, row: int) -> bytes:
        """The bytes of a row."""
        return self.records.text(int(self.kept[row]))

    def line(self, row: int) -> int:
        """The line of the file that a row starts on."""
        return self.records.line(int(self.kept[row]))

    def body(self) -> bytes:
        """The rows one after the other, cut or filled up to the width.

        One slice of the text where nothing between the rows is left out and nothing changes.
        """
        first, last = int(self.kept[0]), int(self.kept[-1])
        if len(self.kept) == last - first + 1 and not self.lacking.any():
            starts = self.records.starts
            stop = starts[last + 1] if last + 1 < len(self.records) else len(self.records.data)
            return self.records.data[int(starts[first]) : int(stop)]
        parts: list[bytes] = []
        for row, lacking in enumerate(self.lacking.tolist()):
            text = self.text(row)
            parts.append(text[:lacking] if lacking < 0 else text + self.separator.encode() * lacking)
        return b"\n".join(parts) + b"\n"


def mend(rows: Uneven, repairs: frozenset[str], issues: list[Issue], offers: tuple[Repair, ...]) -> Uneven:
    """Rows that :meth:`Uneven.body` may cut or fill up, and notes on them.

    A separator that ends every line loses nothing and goes; all else only as ``repairs`` say.

    Raises
    ------
    RaggedRowError
        Some rows are still uneven.
    """
    lacking = rows.lacking
    if (lacking == -1).all() and rows.ends_bare.all():
        issues.append(note("trailing_separators", "Every row ends with a separator; none is a column."))
        return rows
    if (lacking == 1).all() and rows.records.text(rows.header).endswith(rows.separator.encode()):
        issues.append(note("trailing_separators", "The header ends with a separator; it is no column."))
        return replace(rows, width=rows.width - 1)
    if (lacking == -1).all() and ROW_NAMES.id in repairs:
        issues.append(note("row_names", "The first column had no header and was called “row”."))
        return replace(rows, width=rows.width + 1, row_names=True)
    fine = lacking == 0
    if DROP_TRAILING.id in repairs:
        _tell(rows, rows.extras_bare, "trailing_separators", "had empty fields at the end taken off", issues)
        fine |= rows.extras_bare
    if PAD_SHORT.id in repairs:
        _tell(rows, lacking > 0, "padded_rows", "filled up with “missing”", issues)
        fine |= lacking > 0
    if not fine.all() and DROP_RAGGED.id not in repairs:
        raise refused(replace(rows, kept=rows.kept[~fine]), repairs, offers, among=rows)
    _tell(rows, ~fine, "dropped_rows", "left out", issues)
    if not fine.any():
        message = "No row has as many fields as the header, so none is left."
        fix = "Check the separator and the header line."
        raise refusal(EmptyTableError, "no_rows", message, fix=fix)
    return replace(rows, kept=rows.kept[fine])


def refused(
    bad: Uneven, repairs: frozenset[str], offers: tuple[Repair, ...] = (), *, among: Uneven | None = None
) -> TableError:
    """The error for rows of which some are uneven; ``among`` are all rows where ``bad`` are some."""
    uneven = np.flatnonzero(bad.lacking)
    first, among = int(uneven[0]), among or bad
    line, found = bad.line(first), int(bad.width - bad.lacking[first])
    message = f"Line {line:,} has {count(found, 'field')} where the header has {bad.width:,}"
    if len(uneven) > 1:
        message += f"; {count(len(uneven), 'row')} differ in all ({_lines(bad, uneven)})"
    fitting = [*offers, *_offers(bad, among)]
    return refusal(
        RaggedRowError,
        "ragged",
        message + ".",
        fix="Correct the line: a separator may be lacking, or a text with a separator in it may need quotes.",
        line=line,
        repairs=tuple(repair for repair in fitting if repair.id not in repairs),
    )


def _offers(bad: Uneven, among: Uneven) -> list[Repair]:
    """Mends that fit these rows, the one that loses least first."""
    full = np.flatnonzero(~bad.records.is_blank)
    offers: list[Repair] = []
    if int(full[0]) == bad.header and under_title(bad.records, full) is not None:
        offers.append(SKIP_ABOVE)
    if (among.lacking == -1).all():
        offers.append(ROW_NAMES)
    if bad.extras_bare.any():
        offers.append(DROP_TRAILING)
    if (among.lacking == 0).any():
        offers.append(DROP_RAGGED)
    if (bad.lacking > 0).any():
        offers.append(PAD_SHORT)
    return offers


def under_title(records: Records, full: Positions) -> int | None:
    """The record that looks like the header below a title: most rows agree with it, not with the first."""
    fields = records.fields[full]
    habit = int(np.bincount(fields).argmax())
    if habit < 2 or fields[0] == habit or float((fields == habit).mean()) < min(_MOST, 1 - 1 / len(fields)):
        return None
    place = int(np.argmax(fields == habit))
    return int(full[place]) if place <= _TITLE_LINES and place + 1 < len(full) else None


def _tell(rows: Uneven, which: Mask, code: str, what: str, issues: list[Issue]) -> None:
    chosen = np.flatnonzero(which)
    if len(chosen):
        message = f"{count(len(chosen), 'row')} {what}, as you chose ({_lines(rows, chosen)})."
        issues.append(note(code, message, line=rows.line(int(chosen[0]))))


def _lines(rows: Uneven, which: Positions, limit: int = 4) -> str:
    lines = [f"{rows.line(int(row)):,}" for row in which[:limit]]
    word = "line" if len(which) == 1 else "lines"
    return f"{word} {', '.join(lines)}{' …' if len(which) > limit else ''}"
