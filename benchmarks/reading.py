"""Reading a CSV: this reader against plain ``pandas.read_csv``, in time, memory, and what each lets through.

    python benchmarks/reading.py [--megabytes 50] [--cap 30]

Each reading runs in a process of its own, so that memory is its own; the ratio is ours to pandas'. Times
include detecting encoding and separator, the structural check, types, kinds and issues.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from causal_core.errors import TableError
from causal_core.table.reading import read_table

MALFORMED: dict[str, bytes] = {
    "wider row": b"a,b\n1,2\n3,4,5\n",
    "every row wider": b"a,b\nx,1,2\ny,3,4\n",
    "short row": b"a,b,c\n1,2,3\n4,5\n",
    "repeated header": b"a,b,a\n1,2,3\n",
    "blank header": b"a,,c\n1,2,3\n",
    "no header": b"1,2\n3,4\n5,6\n",
    "unclosed quote": b'a,b\n1,"x\n2,y\n',
    "text after a quote": b'a,b\n1,"x"y\n2,z\n',
    "blank before a quote": b'a, b\n1, "x, y"\n2, "z"\n',
    "semicolons": b"a;b\n1,5;2\n2,5;3\n",
    "Windows text": "town,n\nKöln,1\n".encode("cp1252"),
    "UTF-16": "town,n\nKöln,1\nUlm,2\n".encode("utf-16"),
    "NUL byte": b"a,b\n1,\x002\n3,4\n",
    "a web page": b"<!DOCTYPE html>\n<html>\n<body>no\n</body></html>\n",
    "JSON": b'[{"a": 1}, {"a": 2}]\n',
    "a zip file": b"PK\x03\x04" + bytes(40),
    "title above": b"Survey\n\na,b,c\n1,2,3\n4,5,6\n",
    "one odd value": b"x,y\n1,1\n2,2\n3,3\nn.k.,4\n",
    "code for missing": b"x,y\n" + b"1,2\n3,4\n5,6\n7,8\n" * 5 + b"-999,1\n",
    "no rows": b"a,b\n",
}


def files(megabytes: float) -> Iterator[tuple[str, bytes]]:
    """Well-formed files of about that size, and one line of commas."""
    rng = random.Random(0)
    lines = [
        f"{i},{rng.gauss(0, 1):.6f},{rng.gauss(0, 1):.6f},{rng.choice(['yes', 'no'])},{rng.randrange(9)},"
        f"{rng.gauss(50, 9):.4f},town {rng.randrange(40)}"
        for i in range(20_000)
    ]
    head, body = "id,x,y,treated,grade,income,town\n", "\n".join(lines) + "\n"
    times = max(1, round(megabytes * 1e6 / len(body)))
    yield "numbers and words", (head + body * times).encode()
    quoted = "\n".join('"' + line.replace(",", '","') + '"' for line in lines) + "\n"
    yield "everything quoted", (head + quoted * max(1, round(megabytes * 1e6 / len(quoted)))).encode()
    yield "one line of commas", b"," * round(megabytes * 1e6)


def read_ours(raw: bytes) -> str:
    """Read with this package; the number of rows, or the refusal."""
    try:
        return f"{read_table(raw, name='file.csv').n_rows:,} rows"
    except TableError as error:
        return f"refused: {error.message}"


def read_pandas(raw: bytes) -> str:
    """Read with pandas' defaults; the number of rows, or the kind of error."""
    import io

    try:
        return f"{len(pd.read_csv(io.BytesIO(raw))):,} rows"
    except (ValueError, UnicodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        return f"refused: {type(error).__name__}"


READERS: dict[str, Callable[[bytes], str]] = {"ours": read_ours, "pandas": read_pandas}


def worker(reader: str, path: str) -> None:
    """Read one file and print seconds, megabytes used on top of the file, and what came of it."""
    raw = Path(path).read_bytes()
    READERS[reader](b"a,b\n1,2\n")  # imports and caches are not what is measured
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    result = READERS[reader](raw)
    seconds = time.perf_counter() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{seconds}\t{memory}\t{result}")


def measured(reader: str, path: str, cap: float) -> tuple[float, float, str]:
    """Seconds, megabytes and result of one reading in its own process, stopped after ``cap`` seconds."""
    command = [sys.executable, __file__, "--worker", reader, path]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=cap, check=True)
    except subprocess.TimeoutExpired:
        return cap, float("nan"), f"stopped after {cap:.0f} s"
    seconds, memory, result = done.stdout.strip().split("\t")
    return float(seconds), float(memory), result


def main() -> None:
    """Print the three comparisons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=50)
    parser.add_argument("--cap", type=float, default=30, help="seconds after which a reading is stopped")
    parser.add_argument("--worker", nargs=2, metavar=("READER", "PATH"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        worker(*options.worker)
        return
    print(f"{'file':22}{'MB':>6}{'ours s':>9}{'pandas s':>10}{'ratio':>7}{'ours MB':>9}{'pandas MB':>11}")
    for name, raw in files(options.megabytes):
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            file.write(raw)
            file.flush()
            ours = measured("ours", file.name, options.cap)
            theirs = measured("pandas", file.name, options.cap)
        ratio = ours[0] / theirs[0]
        print(
            f"{name:22}{len(raw) / 1e6:6.0f}{ours[0]:9.2f}{theirs[0]:10.2f}{ratio:7.2f}{ours[1]:9.0f}"
            f"{theirs[1]:11.0f}   {ours[2]} | {theirs[2]}"
        )
    print(f"\n{'malformed file':22}{'ours':24}pandas")
    silent = 0
    for name, raw in MALFORMED.items():
        theirs_said = read_pandas(raw)
        silent += not theirs_said.startswith("refused")
        print(f"{name:22}{_said(raw):24}{theirs_said}")
    print(f"\npandas loads {silent} of {len(MALFORMED)} without a word; ours none.")


def _said(raw: bytes) -> str:
    try:
        table = read_table(raw, name="file.csv")
    except TableError as error:
        return f"refused, {len(error.repairs)} repairs"
    return "read, with a note" if table.issues else "read without a word"


if __name__ == "__main__":
    main()
