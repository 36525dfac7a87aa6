"""Where the records and fields of a CSV are, found in one linear pass before anything is converted.

A CSV is records ended by line ends, each of fields parted by separators; a field that starts with a
quote runs to the quote that ends it, and within it separators and line ends are content and a quote is
written twice (RFC 4180). A quote in the middle of an unquoted field is content, as in ``5" pipe``.

The pass runs on arrays of positions, block by block, so that its cost is linear in the bytes and its
memory does not grow with one bad line; only badly formed quotes are walked one by one.

>>> records = scan(b'a,b\\n1,"x\\ny"\\n\\n2\\n', ",", Quotes.NONE)
>>> records.fields.tolist()
[2, 2, 1, 1, 1]
>>> data = b'a,b\\n1,"x\\ny"\\n\\n2\\n'
>>> records = scan(data, ",", find_quotes(data, ","))
>>> records.fields.tolist(), records.is_blank.tolist(), records.line(3)
([2, 2, 1, 1], [False, False, True, False], 5)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from causal_core.errors import TableError, TooLargeError
from causal_core.table.encoding import line_at
from causal_core.table.issues import refusal

Positions = npt.NDArray[np.int64]
_NONE: Positions = np.empty(0, dtype=np.int64)
_QUOTE, _LF, _CR = ord('"'), ord("\n"), ord("\r")
_BLOCK = 4 * 1024 * 1024
"""Bytes scanned at a time: the masks of one block stay in the processor's cache, near enough."""
MAX_ROWS = 20_000_000
"""Most records: beyond that, positions alone take hundreds of megabytes."""
MAX_LINE = 1024 * 1024
"""Longest line, in bytes: a thousand columns of a thousand letters. Longer ones are no table's."""


@dataclass(frozen=True, slots=True)
class QuoteProblem:
    """Why quotes cannot be followed: where the field opened, and where it went wrong (None: never closed)."""

    opened: int
    went_wrong: int | None


@dataclass(frozen=True, slots=True)
class Quotes:
    """Positions of the quotes that open and close fields, of those that are content, and of stray blanks."""

    opens: Positions
    closes: Positions
    stray: Positions = field(default_factory=lambda: _NONE)
    blanks: tuple[tuple[int, int], ...] = ()
    problem: QuoteProblem | None = None

    NONE: ClassVar[Quotes]


Quotes.NONE = Quotes(_NONE, _NONE)


@dataclass(frozen=True)
class Records:
    """The records of a text: where each starts and ends (line end not included) and its number of fields."""

    data: bytes
    starts: Positions
    ends: Positions
    fields: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def is_blank(self) -> npt.NDArray[np.bool_]:
        """Records with nothing, or nothing but blanks, in them."""
        blank: npt.NDArray[np.bool_] = self.ends == self.starts
        single = np.flatnonzero((self.fields == 1) & ~blank)
        array = np.frombuffer(self.data, dtype=np.uint8)
        for i in single[array[self.starts[single]] <= ord(" ")].tolist():
            blank[i] = self.text(i).isspace()
        return blank

    def text(self, index: int) -> bytes:
        """The bytes of one record."""
        return self.data[self.starts[index] : self.ends[index]]

    def line(self, index: int) -> int:
        """The line of the file that a record starts on."""
        return line_at(self.data, int(self.starts[index]))


def check_lines(data: bytes, max_line: int = MAX_LINE) -> None:
    """Raise TooLargeError at the first line longer than ``max_line``; reads no further than that."""
    array = np.frombuffer(data, dtype=np.uint8)
    last = -1
    for start in range(0, len(array), _BLOCK):
        block = array[start : start + _BLOCK]
        ends = np.flatnonzero((block == _LF) | (block == _CR)) + start
        edges = np.concatenate(([last], ends, [start + len(block)]))
        gaps = np.diff(edges) - 1
        if gaps.max() > max_line:
            line = line_at(data, int(edges[int(gaps.argmax())]) + 1)
            raise refusal(
                TooLargeError,
                "long_line",
                f"Line {line:,} is longer than {max_line:,} characters.",
                fix="A table has one row a line: check that this is the right file and that its lines end.",
                line=line,
            )
        last = int(edges[-2])


def find_quotes(data: bytes, separator: str, *, ignore_blanks: bool = False) -> Quotes:
    """Follow the quotes of a text. ``ignore_blanks`` takes ``a, "b"`` as a quoted field.

    Well-formed quotes alternate between opening and closing, each beside a separator, a line end or
    another quote: that is seen in a few array operations. Otherwise they are walked in order.
    """
    array = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(array == _QUOTE)
    if not len(quotes):
        return Quotes.NONE
    if len(quotes) % 2 == 0 and not ignore_blanks:
        opens, closes = quotes[0::2], quotes[1::2]
        beside = np.zeros(256, dtype=bool)
        beside[[ord(separator), _LF, _CR, _QUOTE]] = True
        before, after = array[np.maximum(opens - 1, 0)], array[np.minimum(closes + 1, len(array) - 1)]
        if bool(((opens == 0) | beside[before]).all() and (beside[after] | (closes == len(array) - 1)).all()):
            return Quotes(opens, closes)
    return _walk_quotes(data, quotes.tolist(), separator, ignore_blanks)


def _walk_quotes(data: bytes, quotes: list[int], separator: str, ignore_blanks: bool) -> Quotes:
    beside = frozenset(f"{separator}\n\r".encode())
    opens: list[int] = []
    closes: list[int] = []
    stray: list[int] = []
    blanks: list[tuple[int, int]] = []
    problem = None
    i, n = 0, len(quotes)
    while i < n and problem is None:
        opened = quotes[i]
        start = _back_over_blanks(data, opened) if ignore_blanks else opened
        if start > 0 and data[start - 1] not in beside:
            stray.append(opened)
            i += 1
            continue
        i += 1
        while i + 1 < n and quotes[i + 1] == quotes[i] + 1:
            i += 2
        if i >= n:
            problem = QuoteProblem(opened, None)
            break
        closed = quotes[i]
        end = _on_over_blanks(data, closed + 1) if ignore_blanks else closed + 1
        if end < len(data) and data[end] not in beside:
            problem = QuoteProblem(opened, closed)
        opens.append(opened)
        closes.append(closed)
        blanks += [cut for cut in ((start, opened), (closed + 1, end)) if cut[0] < cut[1]]
        i += 1
    as_array = [np.array(positions, dtype=np.int64) for positions in (opens, closes, stray)]
    return Quotes(as_array[0], as_array[1], as_array[2], tuple(blanks), problem)


def _back_over_blanks(data: bytes, position: int) -> int:
    while position > 0 and data[position - 1] in b" \t":
        position -= 1
    return position


def _on_over_blanks(data: bytes, position: int) -> int:
    while position < len(data) and data[position] in b" \t":
        position += 1
    return position


def scan(data: bytes, separator: str, quotes: Quotes, *, max_fields: int | None = None) -> Records:
    """Find every record and count its fields; time linear in the bytes.

    ``max_fields`` stops the scan with a TableError at the first record that has more.
    """
    array = np.frombuffer(data, dtype=np.uint8)
    ends: list[Positions] = []
    fields: list[npt.NDArray[np.int32]] = []
    open_fields, open_start, inside, n_records = 1, 0, False, 0
    for start in range(0, len(array), _BLOCK):
        stop = min(start + _BLOCK, len(array))
        block = array[start:stop]
        following = array[start + 1 : stop + 1]
        end_mask = block == _LF
        lone = block == _CR
        lone[: len(following)] &= following != _LF
        end_mask |= lone
        separators = block == ord(separator)
        if len(quotes.opens):
            quoted, inside = _inside(quotes, start, stop, inside)
            end_mask &= ~quoted
            separators &= ~quoted
        places = np.flatnonzero(end_mask)
        before = np.searchsorted(np.flatnonzero(separators), places)
        counts = np.diff(before, prepend=0) + 1
        if len(counts):
            counts[0] += open_fields - 1
            open_fields = 1 + int(np.count_nonzero(separators)) - int(before[-1])
        else:
            open_fields += int(np.count_nonzero(separators))
        places += start
        _check_rows(n_records := n_records + len(counts))
        if max_fields is not None and max(int(counts.max(initial=1)), open_fields) > max_fields:
            starts = np.concatenate(([open_start], places + 1))
            raise _too_wide(data, np.append(counts, open_fields), starts, max_fields)
        open_start = int(places[-1]) + 1 if len(places) else open_start
        ends.append(places)
        fields.append(counts.astype(np.int32))
    return _records(data, ends, fields, open_fields)


def _inside(quotes: Quotes, start: int, stop: int, inside: bool) -> tuple[npt.NDArray[np.bool_], bool]:
    """Which bytes of a block are within quotes, and whether the next block starts within them."""
    turns = np.zeros(stop - start, dtype=bool)
    for positions in (quotes.opens, quotes.closes):
        low, high = np.searchsorted(positions, (start, stop))
        turns[positions[low:high] - start] = True
    quoted = np.logical_xor.accumulate(turns)
    if inside:
        quoted = ~quoted
    return quoted, bool(quoted[-1])


def _check_rows(n_records: int) -> None:
    if n_records > MAX_ROWS:
        raise refusal(
            TooLargeError,
            "too_many_rows",
            f"The file has more than {MAX_ROWS:,} lines.",
            fix="Keep only the rows that the question is about, or a random part of them.",
        )


def _too_wide(data: bytes, counts: Positions, starts: Positions, max_fields: int) -> TableError:
    first = int(np.argmax(counts > max_fields))
    line = line_at(data, int(starts[first]))
    return refusal(
        TooLargeError,
        "too_many_columns",
        f"Line {line:,} has more than {max_fields:,} fields; at most {max_fields:,} columns can be read.",
        fix="Keep only the columns that the question needs.",
        line=line,
    )


def _records(
    data: bytes, ends: list[Positions], fields: list[npt.NDArray[np.int32]], open_fields: int
) -> Records:
    stops = np.concatenate(ends) if ends else _NONE
    counts = np.concatenate(fields) if fields else np.empty(0, dtype=np.int32)
    starts = np.concatenate((np.zeros(1, dtype=np.int64), stops + 1))
    if starts[-1] < len(data):
        stops = np.append(stops, len(data))
        counts = np.append(counts, np.int32(open_fields))
    else:
        starts = starts[:-1]
    array = np.frombuffer(data, dtype=np.uint8)
    crlf = np.zeros(len(stops), dtype=bool)
    ended = (stops < len(data)) & (stops > starts)
    crlf[ended] = (array[stops[ended]] == _LF) & (array[stops[ended] - 1] == _CR)
    return Records(data, starts, stops - crlf, counts)


def split(record: bytes, separator: str, *, quoting: bool = True) -> list[str]:
    """The fields of one record as text, quotes taken off."""
    quotes = find_quotes(record, separator) if quoting else Quotes.NONE
    if quotes.problem is not None:
        raise TableError("A quoted field is not closed.", where="line 1")
    array = np.frombuffer(record, dtype=np.uint8)
    mask = array == ord(separator)
    if len(quotes.opens):
        mask &= ~_inside(quotes, 0, len(record), False)[0]
    cuts = [-1, *np.flatnonzero(mask).tolist(), len(record)]
    cells = [record[a + 1 : b].decode() for a, b in pairwise(cuts)]
    if not quoting:
        return cells
    return [c[1:-1].replace('""', '"') if len(c) > 1 and c[0] == c[-1] == '"' else c for c in cells]
