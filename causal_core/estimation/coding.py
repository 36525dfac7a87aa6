"""What the treatment and the outcome are compared by: which two values, which value is “yes”, which unit.

A treatment with two values is compared as *treated minus control*; which is which is asked of the query,
or else the yes-like or larger value is the treated one. A number is compared one unit apart. Three or more
codes without a choice are a question back to the person, never a guess.

>>> yes_level(("Admitted", "Rejected")), yes_level(("dead", "alive"))
(('Admitted', True), ('dead', True))
>>> yes_level(("blue", "green"))
('green', False)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from causal_core.errors import QueryError, WrongKindError
from causal_core.identification.query import Query
from causal_core.table.table import Table
from causal_core.table.variables import level_text

Array = npt.NDArray[np.float64]

# Words of a table's values, in the languages that tables here have come in; a person can always choose otherwise.
YES_WORDS = frozenset(
    """yes y true t 1 success successful admitted accepted approved passed pass positive present case treated
    exposed dead died death event cured recovered survived employed hired won bought clicked quit ever
    treatment intervention ja oui si sí sì sim tak evet да はい 是 有""".split()  # noqa: SIM905
)
NO_WORDS = frozenset(
    """no n false f 0 failure failed rejected refused denied fail negative absent none control untreated
    unexposed placebo alive lost unemployed never nein non não nao nee nej nei nie hayır нет いいえ 否 无""".split()  # noqa: SIM905
)
LARGEST = 1e100
"""Squares of numbers beyond this, summed over rows, could pass the largest number there is (1.8e308)."""
SECONDS_A_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome as numbers (missing is NaN), whether its mean is a risk, and which value counts as yes."""

    values: Array
    is_risk: bool
    yes: str | None = None
    guessed: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Treatment:
    """The treatment as numbers: 1 and 0 for ``two_values`` (NaN for any other value), else its own unit.

    ``step`` is by how many units the two compared values of a number lie apart; 1 for “one unit more”.
    """

    values: Array
    mode: Literal["two_values", "number"]
    treated: str | None
    control: str | None
    missing: npt.NDArray[np.bool_]
    step: float = 1.0


def yes_level(levels: Sequence[str]) -> tuple[str, bool]:
    """Which of two levels is the “yes”, and whether a word said so (True) or only the order (False)."""
    words = [level.strip().casefold() for level in levels]
    yes = [level for level, word in zip(levels, words, strict=True) if word in YES_WORDS]
    if len(yes) == 1:
        return yes[0], True
    no = [level for level, word in zip(levels, words, strict=True) if word in NO_WORDS]
    others = [level for level in levels if level not in no]
    if not yes and len(no) == len(others) == 1:
        return others[0], True
    return levels[-1], False


def as_number(column: pd.Series[Any]) -> Array | None:
    """A numeric, boolean or time column as floats (times in days); None for text."""
    kind = column.dtype.kind
    if kind in "iufb":
        return column.to_numpy(dtype=np.float64)
    if kind == "M":
        days = column.to_numpy("datetime64[us]").astype(np.float64) / (SECONDS_A_DAY * 1e6)
        return np.where(column.isna().to_numpy(), np.nan, days)
    return None


def levels_of(column: pd.Series[Any]) -> tuple[str, ...]:
    """The distinct values as text: numbers by size, text by the alphabet."""
    values = pd.Series(column.dropna().unique())
    if values.dtype.kind == "f":
        values = values[np.isfinite(values)]
    return tuple(level_text(v) for v in values.sort_values())


def code_outcome(table: Table, name: str, yes: str | None = None) -> Outcome:
    """The outcome as numbers.

    Text with two values becomes 1 for ``yes`` (or the yes-like value) and 0 for the other, and so does a
    numeric column when ``yes`` is given. Numbers stay what they are; 0/1 and booleans are risks.

    Raises
    ------
    WrongKindError
        Text with more than two values, or with none.
    QueryError
        ``yes`` is no value of the outcome.
    """
    table.variable(name)
    column = table.frame[name]
    numbers = as_number(column)
    if yes is None and numbers is not None:
        return _numeric_outcome(name, column, numbers)
    levels = levels_of(column)
    if not levels:
        return Outcome(np.full(table.n_rows, np.nan), False, unit=f"units of {name}")
    if len(levels) > 2:
        raise WrongKindError(
            f"“{name}” has {len(levels)} different values that are no numbers, and an effect needs a number "
            "or a yes or no.",
            column=name,
            fix="Say which of its values counts as “yes” against all the others, or choose an outcome that is a number.",
        )
    word, known = yes_level(levels) if yes is None else (yes, True)
    hit = table.matches(name, word)
    if not hit.any():
        raise QueryError(
            f"“{word}” is no value of “{name}”; its values are {listed(levels)}.",
            fix="Choose one of these as the value that counts as “yes”.",
            where=name,
        )
    values = np.where(column.isna().to_numpy(), np.nan, hit.astype(np.float64))
    return Outcome(
        values, True, yes=str(table.labels(name)[hit].iloc[0]), guessed=not known, unit="probability"
    )


def _numeric_outcome(name: str, column: pd.Series[Any], numbers: Array) -> Outcome:
    found = np.unique(numbers[np.isfinite(numbers)])
    if len(found) and bool(np.isin(found, (0.0, 1.0)).all()):
        return Outcome(numbers, True, yes="True" if column.dtype.kind == "b" else "1", unit="probability")
    return Outcome(numbers, False, unit="days" if column.dtype.kind == "M" else f"units of {name}")


def code_treatment(table: Table, query: Query, *, as_pair: bool = False, as_slope: bool = False) -> Treatment:
    """The treatment as numbers, and what is compared with what.

    ``as_pair`` asks for a comparison of two values even of a number (the method needs two groups);
    ``as_slope`` asks for the number's own unit even where it has few values.

    Raises
    ------
    WrongKindError
        Only one value, or text where a number is needed.
    QueryError
        More than two codes and no choice, or a chosen value that is not in the data.
    """
    name = query.treatments[0]
    variable = table.variable(name)
    column = table.frame[name]
    levels = levels_of(column)
    if len(levels) == 1:
        raise WrongKindError(
            f"Every row has the same value of “{name}” ({levels[0]}): there is nothing to compare it with.",
            column=name,
            fix="Choose a treatment that differs between rows, or data that hold both groups.",
        )
    numbers = as_number(column)
    number = numbers is not None and (variable.kind in ("number", "time") or as_slope)
    if number and numbers is not None and len(levels) > 2 and not as_pair:
        return _code_number(query, name, numbers, column)
    if as_slope and len(levels) > 2:
        raise WrongKindError(
            f"“{name}” is text, and this method needs a treatment that is a number.",
            column=name,
            fix="Choose the two values to compare and a method for two groups.",
        )
    if not levels:
        return Treatment(np.full(table.n_rows, np.nan), "two_values", None, None, column.isna().to_numpy())
    treated, control = _two_values(table, query, name, levels)
    hit, base = table.matches(name, treated), table.matches(name, control)
    values = np.where(hit, 1.0, np.where(base, 0.0, np.nan))
    return Treatment(values, "two_values", treated, control, column.isna().to_numpy())


def _code_number(query: Query, name: str, numbers: Array, column: pd.Series[Any]) -> Treatment:
    missing = column.isna().to_numpy()
    if query.treated is None and query.control is None:
        return Treatment(numbers, "number", None, None, missing)
    if query.treated is None or query.control is None:
        raise QueryError(
            f"Only one of the two values of “{name}” to compare is given.",
            fix="Give the treated and the control value, or neither for the effect of one unit more.",
            where=name,
        )
    ends = [_number(name, value) for value in (query.treated, query.control)]
    if ends[0] == ends[1]:
        raise _same_value(name, query.treated)
    treated, control = (level_text(value) for value in (query.treated, query.control))
    return Treatment(numbers, "number", treated, control, missing, step=ends[0] - ends[1])


def _number(name: str, value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise QueryError(
            f"“{name}” is a number, and “{value}” is not.", fix="Give two numbers to compare.", where=name
        ) from None


def _two_values(table: Table, query: Query, name: str, levels: tuple[str, ...]) -> tuple[str, str]:
    """The treated and the control level as the table writes them."""
    asked = {"treated": query.treated, "control": query.control}
    given = {part: _level(table, name, value, levels) for part, value in asked.items() if value is not None}
    if len(levels) > 2 and len(given) < 2:
        raise QueryError(
            f"“{name}” has {len(levels)} different values ({listed(levels)}). Which two should be compared?",
            fix="Choose the treated value and the control value.",
            where=name,
        )
    if len(given) == 2:
        if given["treated"] == given["control"]:
            raise _same_value(name, given["treated"])
        return given["treated"], given["control"]
    if "treated" in given:
        return given["treated"], next(v for v in levels if v != given["treated"])
    if "control" in given:
        return next(v for v in levels if v != given["control"]), given["control"]
    treated, _ = yes_level(levels) if as_number(table.frame[name]) is None else (levels[-1], True)
    return treated, next(v for v in levels if v != treated)


def _level(table: Table, name: str, value: object, levels: tuple[str, ...]) -> str:
    hit = table.matches(name, value)
    if not hit.any():
        raise QueryError(
            f"No row has the value “{value}” in “{name}”; its values are {listed(levels)}.",
            fix="Choose two of these values.",
            where=name,
        )
    return str(table.labels(name)[hit].iloc[0])


def _same_value(name: str, value: object) -> QueryError:
    return QueryError(
        f"The treated and the control value of “{name}” are the same ({value}).",
        fix="Choose two different values.",
        where=name,
    )


def listed(levels: Sequence[str], most: int = 6) -> str:
    """Quoted values in one line; past ``most``, how many more."""
    shown = ", ".join(f"“{v}”" for v in levels[:most])
    return shown + (f" and {len(levels) - most} more" if len(levels) > most else "")
