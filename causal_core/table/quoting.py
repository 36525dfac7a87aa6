"""Quotes that cannot be followed are refused with the line where the field opened.

>>> follow(b'a,b\\n1,"x\\n2,y\\n', ",", frozenset())
Traceback (most recent call last):
causal_core.errors.TableError: The quote that opens in line 2 is never closed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from causal_core.errors import TableError
from causal_core.table.encoding import line_at
from causal_core.table.issues import Issue, Repair, count, note, refusal
from causal_core.table.structure import QuoteProblem, Quotes, find_quotes

AS_TEXT = Repair("quotes_as_text", "Take quote signs as ordinary letters")
SKIP_BLANKS = Repair("skip_blanks_around_quotes", "Ignore blanks before and after quoted fields")


@dataclass(frozen=True, slots=True)
class Followed:
    """Text whose quotes are understood.

    ``quoting`` is False when quote signs are ordinary letters; ``offers`` are repairs that would fit if
    the rows turn out uneven.
    """

    data: bytes
    quotes: Quotes
    quoting: bool
    issues: tuple[Issue, ...] = ()
    offers: tuple[Repair, ...] = ()


def follow(data: bytes, separator: str, repairs: frozenset[str]) -> Followed:
    """Find the quoted fields, or raise a TableError that says where a quote went wrong."""
    if AS_TEXT.id in repairs:
        return Followed(data, Quotes.NONE, False, _told(data, AS_TEXT))
    if SKIP_BLANKS.id in repairs:
        lenient = find_quotes(data, separator, ignore_blanks=True)
        if lenient.blanks and lenient.problem is None:
            data = _without(data, lenient.blanks)
            return Followed(data, find_quotes(data, separator), True, _told(data, SKIP_BLANKS))
    quotes = find_quotes(data, separator)
    if quotes.problem is not None:
        raise _refused(data, separator, quotes.problem)
    if not len(quotes.stray):
        return Followed(data, quotes, True)
    offers = (SKIP_BLANKS,) if _blanks_explain(data, separator, quotes) else ()
    return Followed(data, quotes, True, (_stray(data, quotes, offers),), offers)


def _blanks_explain(data: bytes, separator: str, quotes: Quotes) -> bool:
    """Whether quotes inside unquoted fields are there because of blanks before them."""
    before = np.frombuffer(data, dtype=np.uint8)[np.maximum(quotes.stray - 1, 0)]
    if not np.isin(before, (ord(" "), ord("\t"))).any():
        return False
    lenient = find_quotes(data, separator, ignore_blanks=True)
    return bool(lenient.blanks) and lenient.problem is None


def _told(data: bytes, repair: Repair) -> tuple[Issue, ...]:
    return (note("quotes", f"{repair.title}, as you chose."),) if b'"' in data else ()


def _without(data: bytes, cuts: tuple[tuple[int, int], ...]) -> bytes:
    parts, last = [], 0
    for start, stop in cuts:
        parts.append(data[last:start])
        last = stop
    return b"".join([*parts, data[last:]])


def _refused(data: bytes, separator: str, problem: QuoteProblem) -> TableError:
    line = line_at(data, problem.opened)
    if problem.went_wrong is None:
        message = f"The quote that opens in line {line:,} is never closed."
    elif (wrong := line_at(data, problem.went_wrong)) == line:
        message = f"Line {line:,} has text after the quote that should end a field."
    else:
        message = (
            f"The quote that opens in line {line:,} is not closed there, and the next quote (line {wrong:,}) "
            "does not end a field."
        )
    lenient = find_quotes(data, separator, ignore_blanks=True)
    return refusal(
        TableError,
        "unclosed_quote",
        message,
        fix="Close the quote, or write a quote sign inside a quoted text twice.",
        line=line,
        repairs=(SKIP_BLANKS, AS_TEXT) if lenient.problem is None else (AS_TEXT,),
    )


def _stray(data: bytes, quotes: Quotes, offers: tuple[Repair, ...]) -> Issue:
    line = line_at(data, int(quotes.stray[0]))
    return Issue(
        code="stray_quotes",
        severity="warning",
        message=f"{count(len(quotes.stray), 'quote sign')} inside unquoted fields (the first in line "
        f"{line:,}) kept as text.",
        line=line,
        repair=offers[0] if offers else None,
    )
