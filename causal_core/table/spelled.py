"""Columns of dates, and of numbers written for people: read where they can mean one thing, else offered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from causal_core.table import dates, numerals
from causal_core.table.cells import Cells, Reading, distinct_if, series
from causal_core.table.issues import Issue, Repair, note


def read_dates(name: str, values: Cells, reading: Reading, issues: list[Issue]) -> pd.Series[Any] | None:
    """Dates that can mean only one day, or the day a person chose; None if the column is not dates."""
    distinct = distinct_if(values, dates.find)
    form = dates.find(distinct) if distinct else None
    if form is None:
        return None
    pattern = _chosen_order(name, reading, issues) if form.ambiguous else form.format
    if pattern is None:
        return None
    days = _parse_dates(distinct, pattern)
    if days is None:
        return None
    places = pc.index_in(values, value_set=pa.array(distinct, pa.string()))
    column: pd.Series[Any] = days.astype("datetime64[us]").reindex(pc.fill_null(places, -1).to_numpy())
    return column.reset_index(drop=True)


def _chosen_order(name: str, reading: Reading, issues: list[Issue]) -> str | None:
    """Day or month first, as a person chose; else None and the choice on offer."""
    day_first = Repair(f"day_first:{name}", f"Read “{name}” as day/month/year")
    month_first = Repair(f"month_first:{name}", f"Read “{name}” as month/day/year")
    for repair, pattern in ((day_first, dates.DAY_FIRST), (month_first, dates.MONTH_FIRST)):
        if reading.accepted(repair):
            issues.append(note("ambiguous_dates", f"{repair.title}, as you chose.", column=name))
            return pattern
    issues.append(
        Issue(
            code="ambiguous_dates",
            severity="warning",
            message=f"The dates in column “{name}” could be day/month or month/day; they were kept as text.",
            column=name,
            repair=day_first,
            alternatives=(month_first,),
        )
    )
    return None


def _parse_dates(distinct: list[str], pattern: str) -> pd.Series[Any] | None:
    texts = pd.Series([t.replace("-", " ") for t in distinct] if "%b" in pattern else distinct, dtype="str")
    try:
        days = pd.to_datetime(texts, format=pattern, utc=True)
    except ValueError:
        return None
    return days.dt.tz_localize(None)


def read_formatted(name: str, values: Cells, reading: Reading, issues: list[Issue]) -> pd.Series[Any] | None:
    """Numbers written for people: read as a person chose, or offered; plain decimal commas just read."""
    distinct = distinct_if(values, numerals.style_of)
    style = numerals.style_of(distinct) if distinct else None
    if style is None or (style.plain and style.comma == "none"):
        return None
    as_english = Repair(f"plain_numbers:{name}", f"Read “{name}” as numbers, taking off , % and currency")
    as_european = Repair(f"decimal_comma:{name}", f"Read “{name}” as numbers with a decimal comma")
    fitting = {
        "thousands": (as_english,),
        "decimal": (as_european,),
        "none": (as_english,),
        "either": (as_english, as_european),
    }[style.comma]
    automatic = style.plain and reading.separator != "," and as_european in fitting
    chosen = next((repair for repair in fitting if reading.accepted(repair)), None)
    if chosen is None and not automatic:
        issues.append(_offer(name, distinct, fitting))
        return None
    parse = numerals.english if chosen is as_english else numerals.european
    parsed = {text: parse(text) for text in distinct}
    column = series(values, "str").map(parsed, na_action="ignore").astype("float64")
    if np.isinf(column).any():
        return None
    if chosen is None:
        issues.append(_comma_was_decimal(name, style, as_english))
    else:
        issues.append(note("formatted_numbers", f"{chosen.title}, as you chose.", column=name))
    return column


def _offer(name: str, distinct: list[str], fitting: tuple[Repair, ...]) -> Issue:
    example = next(text for text in distinct if numerals.style_of([text]) != numerals.Style("none", True))
    return Issue(
        code="formatted_numbers",
        severity="warning",
        message=f"Column “{name}” has numbers written for people, such as “{example}”; it was kept as text.",
        fix="Say how to read them, or write plain numbers with a decimal point.",
        column=name,
        repair=fitting[0],
        alternatives=fitting[1:],
    )


def _comma_was_decimal(name: str, style: numerals.Style, as_english: Repair) -> Issue:
    if style.comma == "decimal":
        return note("decimal_comma", f"In column “{name}” the comma was read as decimal sign.", column=name)
    return Issue(
        code="decimal_comma",
        severity="warning",
        message=f"In column “{name}” the comma was read as the decimal sign, but it might part thousands.",
        column=name,
        repair=as_english,
    )
