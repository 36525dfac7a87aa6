"""Forty tables of different makes, each written with and without its line of names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np

Values = list[str]
Column = Callable[[np.random.Generator, int], Values]
FIRST = [
    "Ada",
    "Ben",
    "Caro",
    "Dov",
    "Elif",
    "Femi",
    "Gus",
    "Hana",
    "Ivo",
    "Jun",
    "Kai",
    "Lea",
    "Mio",
    "Nour",
]
LAST = ["Abel", "Brandt", "Chen", "Diallo", "Evans", "Frey", "Gomez", "Hall", "Ito", "Jonas", "Kaya", "Lund"]
WORDS = [
    "the",
    "nurse",
    "was",
    "kind",
    "wait",
    "too",
    "long",
    "again",
    "food",
    "cold",
    "clean",
    "room",
    "noisy",
]


def whole(low: int, high: int, *, missing: str = "", share: float = 0.0) -> Column:
    def made(rng: np.random.Generator, n: int) -> Values:
        return [missing if rng.uniform() < share else str(v) for v in rng.integers(low, high, n)]

    return made


def real(mean: float, spread: float, digits: int = 2, *, sign: str = ".", after: str = "") -> Column:
    return lambda rng, n: [f"{v:.{digits}f}".replace(".", sign) + after for v in rng.normal(mean, spread, n)]


def grouped(low: int, high: int, before: str = "") -> Column:
    """Numbers with a sign between thousands."""
    return lambda rng, n: [f"{before}{v:,}" for v in rng.integers(low, high, n)]


def one_of(*values: str, share: Sequence[float] | None = None) -> Column:
    return lambda rng, n: [str(v) for v in rng.choice(values, n, p=share)]


def code(make: str) -> Column:
    """Codes that never come twice: `make` is filled with a number."""
    return lambda rng, n: [make.format(int(k)) for k in rng.permutation(n) + 1001]


def day(make: str = "%Y-%m-%d") -> Column:
    start = date(2021, 1, 1)
    return lambda rng, n: [(start + timedelta(days=int(k))).strftime(make) for k in rng.integers(0, 900, n)]


def person(rng: np.random.Generator, n: int) -> Values:
    return [f"{a} {b}" for a, b in zip(rng.choice(FIRST, n), rng.choice(LAST, n), strict=True)]


def remark(rng: np.random.Generator, n: int) -> Values:
    return [" ".join(rng.choice(WORDS, int(k))) for k in rng.integers(3, 9, n)]


def hexed(rng: np.random.Generator, n: int) -> Values:
    return ["".join(rng.choice(list("0123456789abcdef"), 12)) for _ in range(n)]


def blank(rng: np.random.Generator, n: int) -> Values:
    return [""] * n


YES = one_of("yes", "no")
SEX = one_of("male", "female")
TABLES: dict[str, tuple[str, dict[str, Column]]] = {
    "trial": (",", {"subject": code("S{}"), "arm": one_of("drug", "placebo"), "change": real(-3, 4, 1)}),
    "wages with semicolons": (";", {"lohn": real(2400, 500, 2, sign=","), "alter": whole(18, 66), "ost": YES}),
    "tabs": ("\t", {"gene": code("ENSG{:011d}"), "fold": real(0, 1, 4), "p": real(0.4, 0.1, 5)}),
    "spectra": (",", {f"{w}.5": real(0.4, 0.1, 4) for w in (400, 401, 402, 403)} | {"class": one_of("oil", "wax")}),
    "years across": (",", {"land": code("L{}"), "1990": real(50, 9), "1995": real(55, 9), "2000": real(60, 9)}),
    "months across": (",", {"shop": code("shop {}"), "2021-01": whole(3, 90), "2021-02": whole(3, 90)}),
    "letters as names": (",", {"A": whole(0, 9), "B": whole(0, 9), "C": whole(0, 9)}),
    "zeros and ones": (",", {"treated": whole(0, 2), "female": whole(0, 2), "recovered": whole(0, 2)}),
    "ones and blanks": (",", {"a": whole(0, 2, share=0.3), "b": whole(0, 2, share=0.3), "c": whole(1, 6)}),
    "persons": (",", {"name": person, "age": whole(18, 90), "city": one_of("Lyon", "Graz", "Turku")}),
    "persons in words": (",", {"name": person, "city": one_of("Lyon", "Graz"), "job": one_of("cook", "smith")}),
    "remarks with a grade": (",", {"remark": remark, "grade": whole(1, 7)}),
    "remarks with an answer": (",", {"remark": remark, "again": YES}),
    "only remarks": (",", {"remark": remark, "why": remark}),
    "only persons": (",", {"name": person, "mother": person}),
    "truth": (",", {"smokes": one_of("TRUE", "FALSE"), "drinks": one_of("TRUE", "FALSE")}),
    "marks": (",", {"grade": one_of("A", "B", "C", "D"), "course": one_of("bio", "chem", "phys")}),
    "days": (",", {"admitted": day(), "discharged": day(), "ward": one_of("3", "4", "7")}),
    "days of another make": (",", {"born": day("%d.%m.%Y"), "seen": day("%d.%m.%Y"), "well": YES}),
    "days in words": (",", {"on": day("%d %b %Y"), "sales": whole(10, 400)}),
    "times": (",", {"at": day("%Y-%m-%dT06:30:00"), "load": real(3, 1, 3)}),
    "money": (";", {"price": grouped(1000, 90_000, "$"), "sold": YES}),
    "thousands": (";", {"people": grouped(1000, 900_000), "area": grouped(1000, 90_000)}),
    "shares": (",", {"turnout": real(60, 9, 1, after="%"), "region": one_of("north", "south", "east")}),
    "hashes": (",", {"user": hexed, "clicks": whole(0, 40), "bought": whole(0, 2)}),
    "phones": (",", {"phone": code("+49 30 55{}"), "called": YES}),
    "mails": (",", {"mail": code("user{}@mail.example"), "opened": YES, "seconds": real(30, 9, 1)}),
    "postcodes": (",", {"zip": whole(10_000, 99_999), "rent": whole(300, 2400), "rooms": whole(1, 6)}),
    "a seven-point scale": (",", {f"item_{i}": whole(1, 8) for i in range(1, 11)}),
    "answers in words": (",", {f"v{i}": one_of("agree", "neither", "disagree") for i in range(1, 6)}),
    "skewed labels": (",", {"race": one_of("black", "white", "other", share=[0.1, 0.87, 0.03]), "sex": SEX}),
    "gaps": (",", {"x": whole(0, 99, missing="NA", share=0.5), "y": real(0, 1, 3), "z": one_of("u", "v")}),
    "gaps of another make": (",", {"dose": whole(1, 9, missing="n.k.", share=0.05), "ok": YES, "t": real(36, 1, 1)}),
    "an empty column": (",", {"id": code("{}"), "note": blank, "score": whole(0, 101)}),
    "one number": (",", {"height": real(172, 9, 1)}),
    "one label": (",", {"vote": one_of("red", "blue", "green")}),
    "coordinates": (",", {"lat": real(48, 0.4, 6), "lon": real(11, 0.4, 6)}),
    "tiny and huge": (",", {"conc": lambda rng, n: [f"{v:.3e}" for v in rng.lognormal(-9, 2, n)], "hit": YES}),
    "a column said twice": (",", {"sex": SEX, "sex of the partner": SEX, "children": whole(0, 5)}),
    "cells of a table": (",", {"clinic": one_of("A", "B", "C"), "cured": YES, "n": whole(10, 400)}),
}  # fmt: skip


def written(name: str, rows: int, *, names: bool, draw: int = 0) -> bytes:
    """One of the tables as a file; another `draw` gives other values."""
    sign, columns = TABLES[name]
    rng = np.random.default_rng([rows, draw, *name.encode()])
    made = [column(rng, rows) for column in columns.values()]
    lines = [sign.join(columns)] if names else []
    return "\n".join([*lines, *(sign.join(row) for row in zip(*made, strict=True))]).encode()
