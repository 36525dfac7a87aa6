"""The numbers of a sentence as they are written: value, sign, decimals, unit.

>>> [(n.value, n.sign, n.decimals, n.unit) for n in numerals("lower by 1,794 us dollars (-3.5 to 83 in 100)")]
[(1794.0, 0, 0, 'us dollars'), (3.5, -1, 1, ''), (83.0, 0, 0, 'in 100')]
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from llm.lexicon import NUMBER_WORDS, UNITS

_FAMILY = {alias: family[0] for family in UNITS for alias in family}
_ALIASES = "|".join(re.escape(a) for a in sorted(_FAMILY, key=len, reverse=True) if a[0].isalpha())
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<minus>minus |plus )?(?P<sign>[-+])?(?P<money>us\$|[$€£¥])?(?P<inner>-)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?P<half>◐)?"
    r"(?P<power> ?[x×] ?10\^?(?P<exponent>[-+]?\d+))?(?P<scale> thousand\b| million\b|k\b)?"
    rf"(?P<unit>[ -]?(?:(?:{_ALIASES})(?![\w$])| ?%|percentage[- ]points?\b|percent\b|per cent\b|points?\b|pp\b|"
    r"in 100(?![\d,]*\d)|in 1,?000(?![\d,]*\d)|in 10,?000(?![\d,]*\d)|times\b))?"
)
_SCALE = {"": 0, "thousand": 3, "k": 3, "million": 6}
_BASES = {"in 100": 0, "in 1000": 1, "in 1,000": 1, "in 10000": 2, "in 10,000": 2}
_WORD = "|".join(NUMBER_WORDS)
_WORDS = re.compile(rf"\b({_WORD})(?:-({_WORD}))?\b(?! (?:groups|sides|arms|of them|together|kinds))")
_HUNDRED = re.compile(
    r"\b(?:in|out of|of|per|for)(?: every| each| a)? (hundred|thousand|100|1,?000|10,?000)\b"
)
HALF = "◐"  # kept behind a number that was written in halves
_PEOPLE = "people|persons|patients|cases|men|women|of them|such people|such patients|rows|participants"
_PEOPLE_IN = re.compile(
    r"(\d[\d,.]*) ((?:(?:more|fewer|less|of the) ?)?(?:people|cases|persons|patients|men|"
    r"women)?(?: of [a-z]+)?(?<! )) (in 10?,?0+)\b"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number. ``value`` is without its sign; ``decimals`` may be negative after a scale word."""

    start: int
    end: int
    value: float
    sign: int
    decimals: int
    unit: str
    text: str
    zeros: int
    half: bool = False

    @property
    def signed(self) -> float:
        """The value with its sign."""
        return -self.value if self.sign < 0 else self.value


def numerals(sentence: str) -> list[Numeral]:
    """All numbers of a sentence in lower case, as ``simplified`` gives it."""
    return [_read(match) for match in _NUMBER.finditer(sentence)]


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """Lower case, one kind of minus, dash, blank and quotation mark, number words as digits."""
    text = re.sub(r"(?<=\d) ?½", f".5{HALF}", text)
    text = re.sub(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))", ",", text)
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    text = re.sub(r"\b(\d+) ?\(([a-z])\)", r"\2\1", text)  # a 401(k) is a name and no number
    text = re.sub(r"[−‐‑]", "-", text)
    text = re.sub(r"(?<=[\d%]) ?[–—] ?(?=[-+$€£]?\d)|(?<=\d)-(?=\d)|(?<=\d) - (?=\d)", " to ", text)
    text = re.sub(r"(?<![\w])[–—](?=\d)", "-", text)
    text = re.sub(r"\s*[–—]\s*", ", ", text)
    text = re.sub(r"[„“”«»\"]", '"', text)
    text = re.sub(r"\bvs\.|\be\.g\.|\bi\.e\.", lambda m: m.group(0).replace(".", ""), text)
    text = _HUNDRED.sub(lambda m: f"in {_base(m.group(1))}", text)
    text = _WORDS.sub(_digits, text)
    text = re.sub(r"\b(\d+|one) and a half\b", lambda m: f"{_one(m[1])}.5{HALF}", text)
    text = _PEOPLE_IN.sub(r"\1 \3 \2", _out_of(text))
    return " ".join(text.split())


_OUT_OF = re.compile(rf"\bin (1(?:0{{2,4}}|,000|0,000)) (?:{_PEOPLE})\b")
_COUNTED = re.compile(r"\d[\d.,]*%?(?: [a-z]+){0,2} $")
_BARE = re.compile(r"(?<![\d.,])(\d[\d,]*)(?![\d.,]*\d)(?! ?(?:in 1|%|percent|points?|percentage))")


def _out_of(text: str) -> str:
    """“Of 100 people 8 get it, instead of 13” as “8 in 100 get it, instead of 13 in 100”."""
    parts = re.split(r"(?<=[.!?;])(\s+)", text)
    return "".join(_one_out_of(part) for part in parts)


def _one_out_of(part: str) -> str:
    found = _OUT_OF.search(part)
    if found is None or _COUNTED.search(part[: found.start()]):
        return part
    base, rest = found[1], part[found.end() :]
    if not _BARE.search(rest):
        return part
    counted = _BARE.sub(lambda m: f"{m[1]} in {base}", rest)
    return f"{part[: found.start()].rstrip()} {counted.lstrip(' ,:')}".strip()


def _one(word: str) -> str:
    return "1" if word == "one" else word


def _base(word: str) -> str:
    return {"hundred": "100", "thousand": "1,000"}.get(word, word)


def _digits(match: re.Match[str]) -> str:
    first, second = match.groups()
    rest = match.string[match.end() :]
    if second is None and first in ("one", "zero") and not re.match(r" in 1|-?point", rest):
        return match.group(0)
    return str(NUMBER_WORDS[first] + (NUMBER_WORDS[second] if second else 0))


def _read(match: re.Match[str]) -> Numeral:
    digits = match["digits"].replace(",", "")
    decimals = len(digits.partition(".")[2])
    exponent = int(match["exponent"] or 0) + _SCALE[(match["scale"] or "").strip()]
    unit = (match["unit"] or "").strip().lstrip("-").strip()
    if unit in _BASES:
        exponent -= _BASES[unit]
        unit = "in 100"
    elif unit in ("%", "percent", "per cent"):
        unit = "%"
    elif (
        unit in ("point", "points", "pp", "percentage point", "percentage points")
        or unit[:10] == "percentage"
    ):
        unit = "points"
    money = (match["money"] or "").replace("us$", "$")
    unit = _FAMILY.get(unit, unit) if unit else _FAMILY.get(money, "")
    minus = (match["minus"] == "minus ") + (match["sign"] == "-") + (match["inner"] == "-")
    plus = match["minus"] == "plus " or match["sign"] == "+"
    bare = digits.partition(".")[0]
    return Numeral(
        start=match.start(),
        end=match.end(),
        value=float(digits) * 10.0**exponent,
        sign=-1 if minus == 1 else 1 if plus or minus else 0,
        decimals=decimals - exponent,
        unit=unit,
        text=match.group(0).replace(f".5{HALF}", "½").strip(),
        zeros=0 if decimals else len(bare) - len(bare.rstrip("0")),
        half=bool(match["half"]),
    )


def family_of(unit: str) -> str:
    """The unit's family name where it is a known one, else the unit in lower case."""
    return _FAMILY.get(unit.strip().lower(), unit.strip().lower())


def rounds_to(numeral: Numeral, value: float, *, about: bool = False, width: float = 0.0) -> bool:
    """Whether ``value`` (without sign) is written as this numeral.

    It is off by half a unit of its last digit at most, and by no more than a tenth of the value, or a twentieth of
    the ``width`` of the interval whose end it is. With “about” it may be rounded to halves or whole tens as it is
    written, and be off by 15 %.
    """
    decimals = numeral.decimals - (numeral.zeros if about else 0)
    off = abs(numeral.value - abs(value))
    step = 0.25 if about and numeral.half else 0.5 * 10.0**-decimals * (1 + 1e-9)
    return off <= step and off <= max((0.15 if about else 0.1) * abs(value), 0.05 * width)
