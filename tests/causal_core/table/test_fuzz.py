"""Laws of reading, tried on many seeded files: what was written is read, and what is broken is noticed."""

from __future__ import annotations

import csv
import io
import random

import pandas as pd
import pytest

from causal_core.errors import TableError
from causal_core.table.reading import read_table
from causal_core.table.table import Table

ALPHABET = [*"abcXYZ019 ,;|\t'\"\n\r._-+%$é价🙂\u00a0\u2028\x0b\x85", '""', "\r\n", '","', "';"]


def word(rng: random.Random) -> str:
    """Awkward text that is neither missing, nor a number, nor a date; blanks inside only."""
    middle = "".join(rng.choices(ALPHABET, k=rng.randrange(12)))
    return f"w{middle}w"


def written(rows: list[list[str]], rng: random.Random, *, sign: str = ",", end: str = "\n") -> str:
    buffer = io.StringIO(newline="")
    quoting = rng.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
    if any(letter in cell and letter not in end for row in rows for cell in row for letter in "\r\n"):
        quoting = csv.QUOTE_ALL  # csv.writer quotes only the letters of its own line end before Python 3.13
    csv.writer(buffer, delimiter=sign, lineterminator=end, quoting=quoting).writerows(rows)
    return buffer.getvalue()


@pytest.mark.parametrize("seed", range(150))
def test_what_a_csv_writer_writes_reads_back_equal(seed: int) -> None:
    rng = random.Random(seed)
    width, height = rng.randint(1, 5), rng.randint(1, 30)
    names = [f"n{i}{word(rng)}" for i in range(width)]
    cells = [[word(rng) if rng.random() < 0.9 else "" for _ in range(width)] for _ in range(height)]
    sign = rng.choice([",", ";", "\t", "|"])
    text = written([names, *cells], rng, sign=sign, end=rng.choice(["\n", "\r\n", "\r"]))
    encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16"])
    known = sign if width == 1 or rng.random() < 0.5 else None  # one column has no separator to be found
    table = read_table(text.encode(encoding), name="fuzz", separator=known)
    assert list(table.names) == names
    for i, name in enumerate(names):
        read = ["" if pd.isna(cell) else cell for cell in table.frame[name]]
        assert read == [row[i] for row in cells]


@pytest.mark.parametrize("seed", range(40))
def test_numbers_read_back_to_the_last_bit(seed: int) -> None:
    rng = random.Random(seed)
    floats = [rng.uniform(-1, 1) * 10 ** rng.randint(-300, 300) for _ in range(20)]
    whole = [rng.randint(-(2**62), 2**62) for _ in range(20)]
    rows = [["x", "n"], *([repr(x), str(n)] for x, n in zip(floats, whole, strict=True))]
    table = read_table(written(rows, rng).encode(), name="fuzz")
    assert table.frame["x"].tolist() == floats
    assert table.frame["n"].tolist() == whole


def base(rng: random.Random) -> bytes:
    rows = [["age", "town", "income"]]
    rows += [
        [str(rng.randint(20, 60)), rng.choice(["Ulm", "Bonn", "Kiel"]), f"{rng.uniform(1, 9):.2f}"]
        for _ in range(rng.randint(2, 40))
    ]
    return written(rows, rng).encode()


def outcome(raw: bytes, *repairs: str) -> Table | TableError:
    try:
        return read_table(raw, name="fuzz", repairs=repairs)
    except TableError as error:
        return error


def offered(result: Table | TableError) -> set[str]:
    return {repair.id for issue in result.issues for repair in issue.repairs}


@pytest.mark.parametrize("seed", range(400))
def test_any_mutation_gives_a_table_or_a_table_error(seed: int) -> None:
    rng = random.Random(seed)
    raw = bytearray(base(rng))
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(raw) + 1)
        action = rng.randrange(5)
        if action == 0:
            raw[at:at] = bytes(rng.choices(range(256), k=rng.randint(1, 4)))
        elif action == 1:
            raw[at:at] = rng.choice(
                [b",", b'"', b"\n", b"\r", b"\0", b";", b"\xff", b"\t", b" ", b'""', b"sep="]
            )
        elif action == 2:
            del raw[at : at + rng.randint(1, 6)]
        elif action == 3:
            raw[at:at] = raw[rng.randrange(len(raw) + 1) :]
        else:
            del raw[at:]
    result = outcome(bytes(raw))
    if isinstance(result, TableError):
        assert result.message
        assert result.fix
    for repair in sorted(offered(result)):
        assert repair not in offered(outcome(bytes(raw), repair)), "an accepted repair is not offered again"


@pytest.mark.parametrize("seed", range(400))
def test_no_broken_structure_goes_unnoticed(seed: int) -> None:
    """One separator, line end, quote or bad byte more or less: an equal table, a new issue, or an error."""
    rng = random.Random(seed)
    raw = base(rng)
    before = read_table(raw, name="fuzz")
    if rng.random() < 0.5:
        at = rng.randrange(len(raw) + 1)
        broken = raw[:at] + rng.choice([b",", b'"', b"\n", b"\r", b"\0", b"\xff", b";", b"|"]) + raw[at:]
    else:
        structural = [i for i, byte in enumerate(raw) if byte in b',"\n']
        at = rng.choice(structural)
        broken = raw[:at] + raw[at + 1 :]
    after = outcome(broken)
    if isinstance(after, TableError):
        return
    new_issue = {i.code for i in after.issues} - {i.code for i in before.issues}
    assert new_issue or after.frame.equals(before.frame) or _only_text_changed(before, after)


def _only_text_changed(before: Table, after: Table) -> bool:
    """A ``;`` or ``|`` inside a word or a name is another word or name, and nothing can tell."""
    changed = (before.frame["town"] != after.frame.iloc[:, 1]) if before.n_rows == after.n_rows else None
    names = sum(a != b for a, b in zip(before.names, after.names, strict=True))
    return changed is not None and int(changed.sum()) + names == 1


def test_mutations_that_split_characters_are_noticed() -> None:
    raw = "town,n\nKöln,1\nUlm,2\n".encode()
    at = raw.index("ö".encode())
    assert isinstance(outcome(raw[:at] + raw[at + 1 :]), TableError)
