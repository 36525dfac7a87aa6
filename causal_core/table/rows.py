"""Every row gets as many fields as the header, or the file is refused with the line.

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

from causal_core.errors import EmptyTableError, RaggedRowError
from causal_core.table.issues import Issue, Repair, count, note, refusal
from causal_core.table.structure import Records

DROP_RAGGED = Repair("drop_ragged_rows", "Leave these rows out")
PAD_SHORT = Repair("pad_short_rows", "Fill the fields that are lacking with “missing”")
DROP_TRAILING = Repair("drop_trailing_separators", "Take off separators at line ends with nothing after them")
ROW_NAMES = Repair("first_column_is_row_names", "The first column has no header: call it “row”")
SKIP_ABOVE = Repair("skip_lines_above_header", "Skip the lines above the header")
DROP_EMPTY = Repair("drop_empty_rows", "Leave out rows with nothing in them")
BLANK_IS_MISSING = Repair("blank_lines_are_missing", "Count blank lines as missing values")

_MOST = 0.8
"""Share of rows that must agree on another number of fields before the header line is doubted."""
_TITLE_LINES = 20
"""A title above a table takes a few lines; further down it would be no title."""


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
    if SKIP_ABOVE.id in repairs and (below := _under_title(records, full)) is not None:
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
    fields = records.fields[kept]
    row_names, cut, padded = False, np.zeros(len(kept), dtype=bool), np.zeros(len(kept), dtype=bool)
    if (fields != width).any():
        ends_bare = _ends_bare(records, kept, separator)
        if (fields == width + 1).all() and ends_bare.all():
            cut[:] = True
            issues.append(note("trailing_separators", "Every row ends with a separator; none is a column."))
        elif (fields == width - 1).all() and records.text(header).endswith(separator.encode()):
            width -= 1
            issues.append(note("trailing_separators", "The header ends with a separator; it is no column."))
        elif (fields == width + 1).all() and ROW_NAMES.id in repairs:
            row_names, width = True, width + 1
            issues.append(note("row_names", "The first column had no header and was called “row”."))
        else:
            kept, cut, padded = _mended(records, kept, width, ends_bare, repairs, issues)
            _refuse_ragged(records, header, kept, width, cut, padded, ends_bare, repairs, offers)
    if DROP_EMPTY.id not in repairs:
        issues += _empty_rows(records, kept, width)
    body = _body(records, kept, width, separator, cut, padded)

    def line_of(row: int) -> int:
        return records.line(int(kept[row]))

    longest = int((records.ends[kept] - records.starts[kept]).max()) + width
    return Rows(body, width, row_names, len(kept), longest, line_of, tuple(issues))


def _title_skipped(records: Records, header: int) -> list[Issue]:
    above = int((~records.is_blank[:header]).sum())
    return [note("title", f"{count(above, 'line')} above the header skipped, as you chose.")] if above else []


def _below(
    records: Records, start: int, width: int, repairs: frozenset[str], issues: list[Issue]
) -> npt.NDArray[np.int64]:
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
            issues.append(note("empty_rows", f"{count(int(empty.sum()), 'empty row')} left out, as chosen."))
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


def _is_empty(records: Records, kept: npt.NDArray[np.int64], width: int) -> npt.NDArray[np.bool_]:
    """Rows of nothing but separators."""
    if width == 1:
        return np.zeros(len(kept), dtype=bool)
    lengths = records.ends[kept] - records.starts[kept]
    empty: npt.NDArray[np.bool_] = (lengths == records.fields[kept] - 1) & (lengths > 0)
    return empty


def _empty_rows(records: Records, kept: npt.NDArray[np.int64], width: int) -> list[Issue]:
    empty = np.flatnonzero(_is_empty(records, kept, width))
    if not len(empty):
        return []
    line = records.line(int(kept[empty[0]]))
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


def _ends_bare(records: Records, kept: npt.NDArray[np.int64], separator: str) -> npt.NDArray[np.bool_]:
    """Rows that end with a separator and nothing after it."""
    array = np.frombuffer(records.data, dtype=np.uint8)
    last = np.maximum(records.ends[kept] - 1, 0)
    bare: npt.NDArray[np.bool_] = (array[last] == ord(separator)) & (records.fields[kept] > 1)
    return bare


def _mended(
    records: Records,
    kept: npt.NDArray[np.int64],
    width: int,
    ends_bare: npt.NDArray[np.bool_],
    repairs: frozenset[str],
    issues: list[Issue],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Apply the accepted repairs: rows kept, rows with bare ends cut off, rows padded."""
    fields = records.fields[kept]
    cut = np.zeros(len(kept), dtype=bool)
    padded = np.zeros(len(kept), dtype=bool)
    if DROP_TRAILING.id in repairs:
        cut = _extras_bare(records, kept, width, (fields > width) & ends_bare)
        _tell(issues, "trailing_separators", records, kept, cut, "had separators taken off its end")
    if PAD_SHORT.id in repairs:
        padded = fields < width
        _tell(issues, "padded_rows", records, kept, padded, "was filled up with “missing”")
    if DROP_RAGGED.id in repairs:
        bad = (fields != width) & ~cut & ~padded
        _tell(issues, "dropped_rows", records, kept, bad, "was left out")
        if bad.all():
            raise refusal(
                EmptyTableError,
                "no_rows",
                "No row has as many fields as the header, so none is left.",
                fix="Check the separator and the header line.",
            )
        kept, cut, padded = kept[~bad], cut[~bad], padded[~bad]
    return kept, cut, padded


def _extras_bare(
    records: Records, kept: npt.NDArray[np.int64], width: int, among: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Rows whose fields beyond the header's number are all empty: they end in that many separators."""
    bare = np.zeros(len(kept), dtype=bool)
    for i in np.flatnonzero(among).tolist():
        text = records.text(int(kept[i]))
        extra = int(records.fields[kept[i]]) - width
        bare[i] = len(set(text[-extra:])) == 1
    return bare


def _tell(
    issues: list[Issue],
    code: str,
    records: Records,
    kept: npt.NDArray[np.int64],
    which: npt.NDArray[np.bool_],
    what: str,
) -> None:
    number = int(which.sum())
    if not number:
        return
    lines = _line_list(records, kept[which])
    many = what.replace("was ", "were ").replace("its end", "their ends")
    verb = what if number == 1 else many
    message = f"{count(number, 'row')} {verb}, as you chose ({lines})."
    issues.append(note(code, message, line=records.line(int(kept[which][0]))))


def _refuse_ragged(
    records: Records,
    header: int,
    kept: npt.NDArray[np.int64],
    width: int,
    cut: npt.NDArray[np.bool_],
    padded: npt.NDArray[np.bool_],
    ends_bare: npt.NDArray[np.bool_],
    repairs: frozenset[str],
    offers: tuple[Repair, ...],
) -> None:
    fields = records.fields[kept]
    bad = (fields != width) & ~cut & ~padded
    if not bad.any():
        return
    first = int(kept[bad][0])
    line, found, number = records.line(first), int(records.fields[first]), int(bad.sum())
    message = f"Line {line:,} has {count(found, 'field')} where the header has {width:,}"
    if number > 1:
        message += f"; {count(number, 'row')} differ in all ({_line_list(records, kept[bad])})"
    offers += tuple(_offers(records, header, kept, width, bad, ends_bare))
    raise refusal(
        RaggedRowError,
        "ragged",
        message + ".",
        fix="Correct the line: a separator may be lacking, or a text with a separator in it may need quotes.",
        line=line,
        repairs=tuple(offer for offer in offers if offer.id not in repairs),
    )


def _offers(
    records: Records,
    header: int,
    kept: npt.NDArray[np.int64],
    width: int,
    bad: npt.NDArray[np.bool_],
    ends_bare: npt.NDArray[np.bool_],
) -> list[Repair]:
    """Mends that fit these rows, the one that loses least first."""
    fields = records.fields[kept]
    offers: list[Repair] = []
    full = np.flatnonzero(~records.is_blank)
    if int(full[0]) == header and _under_title(records, full) is not None:
        offers.append(SKIP_ABOVE)
    if (fields == width + 1).all():
        offers.append(ROW_NAMES)
    long = bad & (fields > width)
    if len(ends_bare) == len(kept) and _extras_bare(records, kept, width, long & ends_bare).any():
        offers.append(DROP_TRAILING)
    if not bad.all():
        offers.append(DROP_RAGGED)
    if (bad & (fields < width)).any():
        offers.append(PAD_SHORT)
    return offers


def _under_title(records: Records, full: npt.NDArray[np.int64]) -> int | None:
    """The record that looks like the header below a title: most rows agree with it, not with the first."""
    fields = records.fields[full]
    habit = int(np.bincount(fields).argmax())
    if habit < 2 or fields[0] == habit or float((fields == habit).mean()) < min(_MOST, 1 - 1 / len(fields)):
        return None
    place = int(np.argmax(fields == habit))
    return int(full[place]) if place <= _TITLE_LINES and place + 1 < len(full) else None


def _line_list(records: Records, indices: npt.NDArray[np.int64], limit: int = 4) -> str:
    lines = [f"{records.line(int(i)):,}" for i in indices[:limit]]
    word = "line" if len(indices) == 1 else "lines"
    return f"{word} {', '.join(lines)}{' …' if len(indices) > limit else ''}"


def _body(
    records: Records,
    kept: npt.NDArray[np.int64],
    width: int,
    separator: str,
    cut: npt.NDArray[np.bool_],
    padded: npt.NDArray[np.bool_],
) -> bytes:
    """The kept records one after the other; in one piece where nothing between them was left out."""
    whole = len(kept) == int(kept[-1]) - int(kept[0]) + 1 and not cut.any() and not padded.any()
    if whole:
        stop = records.starts[kept[-1] + 1] if kept[-1] + 1 < len(records) else len(records.data)
        return records.data[int(records.starts[kept[0]]) : int(stop)]
    lacking = width - records.fields[kept]
    parts: list[bytes] = []
    for i, k in enumerate(kept.tolist()):
        text = records.text(k)
        if cut[i]:
            text = text[: len(text) + int(lacking[i])]
        elif padded[i]:
            text += separator.encode() * int(lacking[i])
        parts.append(text)
    return b"\n".join(parts) + b"\n"
