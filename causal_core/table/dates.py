"""Dates that can mean only one day.

Read: ISO dates and times, ``2020/03/31``, ``31.03.2020`` and ``31 Mar 2020``. Dates with strokes,
``03/04/2020``, are read only where the whole column settles which part is the day; otherwise both
readings are offered.

>>> find(["2020-03-31", "2020-04-01"]).format
'%Y-%m-%d'
>>> find(["03/04/2020", "13/04/2020"]).format
'%d/%m/%Y'
>>> find(["03/04/2020", "05/06/2020"]).ambiguous
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

DAY_FIRST, MONTH_FIRST = "%d/%m/%Y", "%m/%d/%Y"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_CLOCK = r"[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?"
FORMATS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.ASCII), form)
    for pattern, form in (
        (r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d"),
        (rf"\d{{4}}-\d{{2}}-\d{{2}}(?:{_CLOCK})?", "ISO8601"),
        (rf"\d{{4}}/{_MONTH}/{_DAY}", "%Y/%m/%d"),
        (rf"{_DAY}\.{_MONTH}\.\d{{4}}", "%d.%m.%Y"),
        (rf"{_DAY}[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ -]\d{{4}}", "%d %b %Y"),
    )
)
STROKES = re.compile(r"\d{1,2}/\d{1,2}/\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How a column's dates are written; ``ambiguous`` when day and month could change places."""

    format: str
    ambiguous: bool = False


def find(values: Sequence[str]) -> DateFormat | None:
    """The one format in which all these values are dates, or None."""
    for pattern, form in FORMATS:
        if all(map(pattern.fullmatch, values)):
            return DateFormat(form)
    if not all(map(STROKES.fullmatch, values)):
        return None
    parts = [value.split("/") for value in values]
    first, second = max(int(p[0]) for p in parts), max(int(p[1]) for p in parts)
    if first > 12 and second > 12:
        return None
    if first <= 12 and second <= 12:
        return DateFormat(DAY_FIRST, ambiguous=True)
    return DateFormat(DAY_FIRST if first > 12 else MONTH_FIRST)
