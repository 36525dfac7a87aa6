"""A file without a line of names is noticed, and one with names is not doubted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from causal_core.errors import HeaderError
from causal_core.table.reading import read_table
from causal_core.table.table import Table
from tests.causal_core.table.tables_of_many_makes import TABLES, written

Maker = Callable[[np.random.Generator, int], dict[str, list[object]]]
ROWS = (12, 40, 200, 1000)
EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "assets" / "examples").glob("*.csv"))


def ward(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    return {
        "patient": [f"P{1000 + i}" for i in range(n)],
        "age": rng.integers(20, 90, n).tolist(),
        "sex": rng.choice(["f", "m"], n).tolist(),
        "pressure": rng.normal(130, 15, n).round(1).tolist(),
        "died": rng.integers(0, 2, n).tolist(),
    }


def shop(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    return {
        "date": [f"2024-{1 + i % 12:02}-{1 + i % 28:02}" for i in range(n)],
        "region": rng.choice(["north", "south", "west"], n).tolist(),
        "units": rng.poisson(30, n).tolist(),
        "price": rng.uniform(1, 9, n).round(2).tolist(),
    }


def answers(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    return {f"q{i}": rng.integers(1, 6, n).tolist() for i in range(1, 9)}


def labels(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    return {
        "training": rng.choice(["yes", "no"], n).tolist(),
        "level": rng.choice(["low", "middle", "high"], n).tolist(),
        "passed": rng.choice(["passed it", "did not"], n).tolist(),
    }


def people(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    first = rng.choice(["Ann", "Bo", "Cem", "Dee", "Eva", "Finn"], n)
    last = rng.choice(["Ames", "Boyle", "Costa", "Dunn", "Ek", "Ford", "Gray"], n)
    return {
        "name": [f"{a} {b}" for a, b in zip(first, last, strict=True)],
        "mail": [
            f"{a}.{b}{i}@mail.example".lower() for i, (a, b) in enumerate(zip(first, last, strict=True))
        ],
        "score": rng.integers(0, 101, n).tolist(),
    }


def countries(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    wide = {
        str(year): (rng.uniform(500, 90_000, n)).round().astype(int).tolist() for year in range(2015, 2021)
    }
    return {"country": [f"Land {chr(65 + i % 26)}{i}" for i in range(n)], **wide}


def gaps(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    def holed(values: list[object]) -> list[object]:
        return ["NA" if out else v for v, out in zip(values, rng.uniform(size=n) < 0.3, strict=True)]

    return {
        "income": holed(rng.lognormal(10, 0.5, n).round().tolist()),
        "children": holed(rng.poisson(1.5, n).tolist()),
        "owner": holed(rng.choice(["owner", "tenant"], n).tolist()),
    }


def text(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    words = ["good", "slow", "kind", "late", "cold", "fair", "dear", "loud"]
    return {
        "remark": [" ".join(rng.choice(words, 5)) for _ in range(n)],
        "other": [" ".join(rng.choice(words, 4)) for _ in range(n)],
    }


def one(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    return {"weight": rng.normal(70, 10, n).round(1).tolist()}


def codes(rng: np.random.Generator, n: int) -> dict[str, list[object]]:
    return {
        "zip": [f"{rng.integers(10_000, 99_999)}" for _ in range(n)],
        "arm": rng.choice(["A", "B"], n).tolist(),
        "site": [f"S-{rng.integers(1, 5)}" for _ in range(n)],
        "t0": rng.normal(size=n).round(3).tolist(),
        "t1": rng.normal(size=n).round(3).tolist(),
    }


MAKERS: tuple[Maker, ...] = (ward, shop, answers, labels, people, countries, gaps, text, one, codes)


def lines(maker: Maker, n: int) -> list[str]:
    made = maker(np.random.default_rng(n), n)
    return [",".join(made), *(",".join(map(str, row)) for row in zip(*made.values(), strict=True))]


def doubted(table: Table) -> bool:
    return any(issue.code == "no_header" and issue.severity == "warning" for issue in table.issues)


def noticed(raw: bytes) -> bool:
    """Whether reading the first line as data is on offer; a row with a value twice cannot even be names."""
    try:
        return doubted(read_table(raw, name="f.csv"))
    except HeaderError as error:
        return "no_header" in [repair.id for repair in error.repairs]


def read(rows: list[str], *repairs: str) -> Table:
    return read_table("\n".join(rows).encode(), name="f.csv", repairs=repairs)


@pytest.mark.parametrize("n", ROWS)
@pytest.mark.parametrize("maker", MAKERS)
def test_names_are_not_doubted(maker: Maker, n: int) -> None:
    assert not doubted(read(lines(maker, n)))


@pytest.mark.parametrize("n", ROWS)
@pytest.mark.parametrize("maker", MAKERS)
def test_a_first_row_of_data_is_noticed(maker: Maker, n: int) -> None:
    assert noticed("\n".join(lines(maker, n)[1:]).encode())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_names_of_real_files_are_not_doubted_and_their_first_row_is(path: Path) -> None:
    raw = path.read_bytes()
    assert not doubted(read_table(raw, name=path.name))
    assert noticed(raw.split(b"\n", 1)[1])


def test_the_doubt_says_why_and_offers_both_ways() -> None:
    rows = lines(ward, 40)[1:]
    issue = next(i for i in read(rows).issues if i.code == "no_header")
    assert issue.line == 1
    assert "looks like a row of data" in issue.message
    assert "“P1000”" in issue.message
    assert [r.id for r in issue.repairs] == ["no_header", "first_line_is_names"]
    as_data = read(rows, "no_header")
    assert as_data.n_rows == 40
    assert as_data.names[:2] == ("column_1", "column_2")


def test_names_that_were_confirmed_are_not_doubted_again_and_the_table_is_the_same() -> None:
    rows = ["2015,2016,2017", *lines(answers, 40)[1:]]
    rows = [",".join(r.split(",")[:3]) for r in rows]
    doubt, sure = read(rows), read(rows, "first_line_is_names")
    assert doubted(doubt)
    assert not doubted(sure)
    assert sure.sha256 == doubt.sha256
    assert sure.frame.equals(doubt.frame)


def test_a_word_over_numbers_settles_it() -> None:
    rows = ["age,2,yes", *(f"{20 + i},{i % 5},{'yes' if i % 2 else 'no'}" for i in range(40))]
    assert not doubted(read(rows))


DRAWS = 3
MISSED = {
    5: {"only persons": 3, "marks": 1, "skewed labels": 1},
    12: {"only persons": 1},
    60: {},
    300: {},
}
"""How many of three draws of each of forty tables without names are not noticed, by the number of rows."""


def test_there_are_forty_tables_to_measure_with() -> None:
    assert len(TABLES) == 40


@pytest.mark.parametrize("rows", MISSED)
def test_how_often_a_line_of_names_is_doubted_and_a_line_of_data_is_not(rows: int) -> None:
    """No false alarm in 120 files a size; the misses are in files of few rows, most of them of words alone."""
    alarms: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for name in TABLES:
        for draw in range(DRAWS):
            alarms[name] += noticed(written(name, rows, names=True, draw=draw))
            missed[name] += not noticed(written(name, rows, names=False, draw=draw))
    assert +alarms == {}
    assert +missed == MISSED[rows]


@pytest.mark.parametrize("first", ["p7,0,1", ",0,1"])
def test_a_cause_and_an_outcome_are_no_counting(first: str) -> None:
    """A first row with 0 and 1 side by side is not taken for names that count up."""
    rows = [first, *(f"{'' if first[0] == ',' else first[0]}{k},{k % 2},{k % 3 % 2}" for k in range(40))]
    assert noticed("\n".join(rows).encode())


@pytest.mark.parametrize(
    "names", ["land,2019,2020", "land,1990,1991,1992", "land,1,2,3", "land,400.5,401,401.5", "id,1,2"]
)
def test_numbers_that_count_up_are_let_through_as_names(names: str) -> None:
    """Over numbers among which they would be: years, visits and wave lengths over a wide table."""
    width = names.count(",")
    low = float(names.rsplit(",", 1)[1]) - 5
    rows = [
        f"{chr(97 + k % 26)}{k}," + ",".join(str(low + (k + i) % 11) for i in range(width)) for k in range(40)
    ]
    assert not doubted(read([names, *rows]))


def test_a_value_that_could_not_be_measured_does_not_make_a_line_one_of_names() -> None:
    assert noticed(
        "\n".join(
            ["<0.1,yes,3", *(f"{k / 7:.2f},{'yes' if k % 3 else 'no'},{k % 9}" for k in range(40))]
        ).encode()
    )


def test_a_missing_code_that_comes_again_below_is_data() -> None:
    rows = ["refused,1", *(f"{'refused' if k % 20 == 0 else k},{k % 2}" for k in range(60))]
    assert noticed("\n".join(rows).encode())


def test_a_question_over_answers_in_free_words_is_a_name() -> None:
    said = [
        "the room was what I liked",
        "did you see the food",
        "like the nurse",
        "about what was it",
        "the day",
    ]
    rows = [
        "What did you like about the room?,again",
        *(f"{said[k % 5]} {k},{'yes' if k % 2 else 'no'}" for k in range(60)),
    ]
    assert not doubted(read(rows))
