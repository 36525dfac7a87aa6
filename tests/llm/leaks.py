"""Tables with telling cells, and looking for those cells in what left, however they may be written."""

from __future__ import annotations

import base64
import binascii
import json
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

import pandas as pd

from causal_core.table.table import Table


@dataclass(frozen=True)
class Sample:
    """A table with ``t`` (cause), ``y`` (outcome), ``z``; ``never`` may not leave, ``consent`` only on consent."""

    frame: pd.DataFrame
    never: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        return Table.from_frame(self.frame, "people")

    @property
    def csv(self) -> bytes:
        return self.frame.to_csv(index=False).encode()


ROWS = 60


def _base(seed: int, rows: int = ROWS) -> dict[str, list[Any]]:
    draw = random.Random(seed)
    z = [draw.gauss(50, 7) for _ in range(rows)]
    t = [int(draw.random() < 0.5) for _ in range(rows)]
    t[0], t[-1] = 0, 1
    return {"t": t, "y": [2.0 * a + 0.1 * b + draw.gauss(0, 1) for a, b in zip(t, z, strict=True)], "z": z}


def _ends(frame: pd.DataFrame) -> tuple[str, ...]:
    """Every value of the number columns that is long enough not to turn up by chance."""
    numbers = frame.select_dtypes("number")
    found = {repr(v) for name in numbers for v in numbers[name].dropna().tolist()}
    return tuple(sorted(v for v in found if len(re.sub(r"\D", "", v)) >= 5))


def _sample(frame: dict[str, list[Any]], never: Iterable[str] = (), consent: Iterable[str] = ()) -> Sample:
    table = pd.DataFrame(frame)
    allowed = tuple(consent)
    return Sample(table, tuple(v for v in (*never, *_ends(table)) if v not in allowed), allowed)


def samples() -> dict[str, Sample]:
    """Tables of many kinds, each with cells that would tell who somebody is."""
    draw = random.Random(7)
    out: dict[str, Sample] = {}
    mails = [f"person{k}@canary.example" for k in range(ROWS)]
    out["rare label and addresses"] = _sample(
        _base(1) | {"place": ["Nordhavn-x", "Sydhavn-x"] * 29 + ["Canaryville", "Canaryton"], "mail": mails},
        (*mails, "Canaryville", "Canaryton"), ("Nordhavn-x", "Sydhavn-x"),
    )  # fmt: skip
    ids = [918273645 + 11 * k for k in range(ROWS)]
    out["unique numbers"] = _sample(_base(2) | {"person_id": ids}, (*map(str, ids), "918,273,645"))
    out["an outlier"] = _sample(
        _base(3) | {"wage": [*(draw.uniform(9, 30) for _ in range(ROWS - 1)), 48213.77]}
    )
    out["round ends"] = _sample(
        _base(4) | {"income": [120_000, *(draw.randrange(130_111, 970_000, 1000) for _ in range(ROWS - 2)), 980_000],
                    "dose": [2.5, *(round(draw.uniform(2.6, 7.4), 1) for _ in range(ROWS - 2)), 7.5],
                    "visits": [*(k % 9 for k in range(ROWS - 1)), 17]},
        ("120000", "980000", "120,000", "980,000"),
    )  # fmt: skip
    days = [str(d.date()) for d in pd.date_range("1971-03-05", periods=ROWS, freq="37D")]
    out["dates"] = _sample(_base(5) | {"born": pd.to_datetime(days).tolist(), "seen": days}, days)
    few = [f"case-{k}-canary" for k in range(6)]
    out["six rows"] = _sample(
        _base(6, 6) | {"who": few, "weight": [61234.5, 71234.5, 81234.5, 61235.5, 9.5, 8.5]}, few
    )
    texts = [f"seen on ward {k}: Mr Canary-{k} complained" for k in range(ROWS)]
    out["free text"] = _sample(_base(7) | {"remark": texts}, (*texts, "Mr Canary"))
    gaps = [None if k % 3 else f"gap-{k}-canary" for k in range(ROWS)]
    out["mostly missing"] = _sample(_base(8) | {"gap": gaps, "empty": [None] * ROWS}, [g for g in gaps if g])
    out["two telling values"] = _sample(
        _base(9) | {"status": ["canary-positive"] * 3 + ["canary-negative"] * 57, "pair": [31337.25] * 30 + [41337.75] * 30},
        ("canary-positive",), ("canary-negative", "31337.25", "41337.75"),
    )  # fmt: skip
    out["codes"] = _sample(
        _base(10) | {"code": [70_001, 70_002, 70_003, 70_005] * 15}, (), ("70001", "70002", "70003", "70005")
    )
    out["accents and quotes"] = _sample(
        _base(11) | {"name": [f"Zoë “{k}” O'Canary\\{k}" for k in range(ROWS)]}, [f"Zoë “{k}” O'Canary\\{k}" for k in range(ROWS)]
    )  # fmt: skip
    out["labels of the cause"] = _sample(
        _base(12) | {"t": ["took-canary"] * 30 + ["left-canary"] * 30}, (), ("took-canary", "left-canary")
    )  # fmt: skip
    return out


def written(value: str) -> set[bytes]:
    """The ways in which a value could be written in a request."""
    raw = value.encode("utf-8", "replace")
    ways = {
        value,
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        quote(value),
        quote_plus(value),
    }
    ways |= {json.dumps(way)[1:-1] for way in tuple(ways)}
    if re.fullmatch(r"-?\d+(\.\d+)?", value):
        number = float(value)
        ways |= {f"{number:,}", f"{number:g}" if len(f"{number:g}") > 4 else value, repr(number)}
    found = {way.encode("utf-8", "replace") for way in ways} | {binascii.hexlify(raw)}
    for pad in range(3):  # base64 of the value wherever it begins
        coded = base64.b64encode(b"\0" * pad + raw)[4 if pad else 0 : -4]
        if len(coded) >= 6:
            found.add(coded)
    return found


def leaked(sent: bytes, values: Iterable[str]) -> list[str]:
    """Which of the values are in what was sent, in upper or lower case."""
    low = sent.lower()
    return [v for v in values if any(way in sent or way.lower() in low for way in written(v))]


def told_ends(body: dict[str, Any]) -> dict[str, set[float]]:
    """The ends of the ranges that a request tells of each variable."""
    told = json.loads(body["messages"][1]["content"])
    out = {}
    for variable in (*told.get("variables", ()), *told.get("columns", ())):
        found = re.fullmatch(r"about (\S+) to (\S+)", variable.get("range", ""))
        if found:
            out[variable["name"]] = {float(end.replace(",", "")) for end in found.groups()}
    return out
