"""One thing of a text changed at a time by rule: each number, each unit, each word of direction, the sides.

>>> ("it is lower by 3.4 kg", "direction") in [(text, kind) for kind, text in mutants("it is higher by 3.4 kg")]
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[-−+])?(?P<money>\$)?(?P<digits>\d[\d,]*(?:\.\d+)?)(?![\w]|[.,]\d)"
)
_NOT_RESULTS = re.compile(r"(?:= |instead of |in |per |out of |since |around )$")
TURNED = (
    ("higher", "lower"),
    ("more", "less"),
    ("fewer", "more"),
    ("less often", "more often"),
    ("raises", "lowers"),
    ("increases", "reduces"),
    ("adds", "takes away"),
    ("gained", "lost"),
    ("gains", "loses"),
    ("gain", "loss"),
    ("heavier", "lighter"),
    ("larger", "smaller"),
    ("above", "below"),
    ("cuts", "raises"),
    ("ahead of", "behind"),
    ("better", "worse"),
    ("rises", "falls"),
    ("grows", "shrinks"),
)
UNITS = (
    ("kg", "g"),
    ("kg", "pounds"),
    ("US dollars", "euros"),
    ("US dollars", "percent"),
    ("$", "£"),
    ("percentage points", "percent"),
    ("in 100", "in 1,000"),
    ("%", "percentage points"),
)


def mutants(text: str, sides: Sequence[tuple[str, str]] = ()) -> Iterator[tuple[str, str]]:
    """Each text that one change makes of this one, with the kind of change."""
    yield from _numbers(text)
    yield from _swapped(text)
    for kind, pairs in (("direction", TURNED), ("unit", UNITS)):
        for pair in pairs:
            for old, new in (pair, pair[::-1]) if kind == "direction" else (pair,):
                for found in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", text):
                    yield kind, text[: found.start()] + new + text[found.end() :]
    for one, other in sides:
        turned = re.sub(
            rf"(?<!\w)(?:{re.escape(one)}|{re.escape(other)})(?!\w)",
            lambda m, one=one, other=other: other if m[0] == one else one,
            text,
        )
        if turned != text and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text):
            yield "sides", turned


def _results(text: str) -> list[re.Match[str]]:
    return [
        m
        for m in _NUMBER.finditer(text)
        if not _NOT_RESULTS.search(text[: m.start()]) and m["digits"] not in ("100", "1,000", "95", "401")
    ]


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    for found in _results(text):
        digits, sign = found["digits"], found["sign"]
        places = len(digits.partition(".")[2])
        value = float(digits.replace(",", ""))
        others = {
            "digit": value + 3 * 10**-places,
            "rounding": value + 2 * 10**-places,
            "tenfold": value * 10,
        }
        for kind, other in others.items():
            put = f"{other:,.{places}f}"
            yield kind, text[: found.start("digits")] + put + text[found.end() :]
        turned = "" if sign in ("-", "−") else "−"
        yield "sign", text[: found.start()] + turned + (found["money"] or "") + digits + text[found.end() :]


def _swapped(text: str) -> Iterator[tuple[str, str]]:
    found = _results(text)
    for at, first in enumerate(found):
        for second in found[at + 1 :]:
            if first[0] != second[0]:
                between = text[first.end() : second.start()]
                yield "swap", text[: first.start()] + second[0] + between + first[0] + text[second.end() :]
