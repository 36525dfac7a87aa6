"""Numbers written for people: thousands separators, decimal commas, percent signs, currencies.

Such a column is text until a person says what it means (“1,234” is one thing in English and another in
German); the one exception is a plain decimal comma in a file whose fields are parted by something else.

>>> english("$1,250.50"), european("1.250,50 €"), english("45 %")
(1250.5, 1250.5, 45.0)
>>> english("1,25") is None, european("1,25")
(True, 1.25)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_MONEY = r"(?:[$€£¥₹]|USD|EUR|GBP|CHF)"
_BLANK = r"[ \u00a0\u202f]"
_EXPONENT = r"(?:[eE][+-]?\d+)?"
_GROUPS = rf"(?:(?:%s\d{{3}})+|(?:'\d{{3}})+|(?:{_BLANK}\d{{3}})+)"
_COMMAS, _POINTS = _GROUPS % ",", _GROUPS % r"\."
_AROUND = rf"(?P<sign>[+\-−]?){_BLANK}?{_MONEY}?{_BLANK}?(?P<number>%s){_BLANK}?(?:%%|{_MONEY})?"
_ENGLISH = re.compile(_AROUND % rf"\d{{1,3}}{_COMMAS}(?:\.\d+)?|(?:\d+(?:\.\d*)?|\.\d+){_EXPONENT}", re.ASCII)
_EUROPEAN = re.compile(_AROUND % rf"\d{{1,3}}{_POINTS}(?:,\d+)?|(?:\d+(?:,\d*)?|,\d+){_EXPONENT}", re.ASCII)
_PLAIN_COMMA = re.compile(rf"[+-]?(?:\d+(?:,\d*)?|,\d+){_EXPONENT}", re.ASCII)
_THOUSANDS_LIKE = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_GROUPING = str.maketrans("", "", "' \u00a0\u202f")


@dataclass(frozen=True, slots=True)
class Style:
    """How all values of a column are written.

    ``comma`` says what a comma may be: the decimal sign, a thousands separator, either, or none is there.
    ``plain`` means nothing but digits, signs and commas (no percent, currency or other grouping).
    """

    comma: Literal["decimal", "thousands", "either", "none"]
    plain: bool


def english(text: str) -> float | None:
    """The number, with ``,`` between thousands and ``.`` before decimals; None if it is not one."""
    match = _ENGLISH.fullmatch(text)
    return None if match is None else _value(match, match["number"].replace(",", ""))


def european(text: str) -> float | None:
    """The number, with ``.`` between thousands and ``,`` before decimals; None if it is not one."""
    match = _EUROPEAN.fullmatch(text)
    if match is None:
        return None
    return _value(match, match["number"].replace(".", "").replace(",", "."))


def style_of(values: Iterable[str]) -> Style | None:
    """How these values are written if all of them are numbers in one style; None if they are not."""
    is_english = is_european = is_plain = True
    ambiguous, comma = True, False
    for value in values:
        is_english = is_english and _ENGLISH.fullmatch(value) is not None
        is_european = is_european and _EUROPEAN.fullmatch(value) is not None
        if not (is_english or is_european):
            return None
        is_plain = is_plain and _PLAIN_COMMA.fullmatch(value) is not None
        if "," in value:
            comma = True
            ambiguous = ambiguous and _THOUSANDS_LIKE.fullmatch(value) is not None
    if is_english and is_european:
        return Style("either" if comma and ambiguous else "decimal" if comma else "none", is_plain)
    return Style("thousands" if is_english and comma else "none" if is_english else "decimal", is_plain)


def _value(match: re.Match[str], number: str) -> float:
    value = float(number.translate(_GROUPING))
    return -value if match["sign"] in ("-", "−") else value
