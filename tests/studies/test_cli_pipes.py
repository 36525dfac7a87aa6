"""Every command ends quietly when what reads its output goes away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = "t,y\n" + "\n".join(f"{k % 2},{k % 7}" for k in range(40)) + "\n"
ASKED = ("--graph", "t -> y", "--treatment", "t", "--outcome", "y")
COMMANDS = {
    "help": ["--help"],
    "help of a command": ["analyze", "--help"],
    "analyze": [
        "analyze",
        "DATA",
        "--graph",
        "t -> y",
        "--treatment",
        "t",
        "--outcome",
        "y",
        "--no-stress-tests",
    ],
    "bad input": ["analyze", "DATA", "--graph", "t -> z", "--treatment", "t", "--outcome", "y"],
    "benchmark-llm": ["benchmark-llm", "--assistant", "guided", "--json", "--details"],
}


@pytest.mark.parametrize("what", COMMANDS)
def test_a_reader_that_goes_away_ends_the_command_without_a_traceback(what: str, tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text(ROWS)
    command = [str(data) if part == "DATA" else part for part in COMMANDS[what]]
    process = subprocess.Popen(
        [sys.executable, "-m", "studies.cli", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": "", "WHYBOARD_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": ""},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()  # nobody reads, from the first line on
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(120) in ((2,) if what == "bad input" else (141,))
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


def test_nor_does_it_when_nobody_reads_its_errors(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "studies.cli", "analyze", str(tmp_path / "none.csv"), *ASKED],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": "", "WHYBOARD_DATA_DIR": str(tmp_path)},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stderr.close()
    assert process.stdout.read() == b""
    process.stdout.close()
    assert process.wait(120) == 141
