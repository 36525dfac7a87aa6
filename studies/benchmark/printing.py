"""A run of the benchmark as a table for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from llm.reading import plain
from studies.benchmark.scoring import METRICS

NAME_COLUMNS = 28
NAME_LETTERS = 60  # of a problem's name; a longer one is cut
_HEADS = ("precision", "recall", "F1", "reversed", "forbidden", "SHD", "sets valid", "order")


def printed(found: Mapping[str, Any]) -> str:
    """The run as a table for a terminal, the problems a model may have memorised apart."""
    who = found.get("model") or "guided mode: rules, not an AI"
    lines = [f"Assistant: {who}"]
    if found["assistant"] == "guided":
        runs = f", mean of {len(found['seeds'])} seeds" if len(found["seeds"]) > 1 else ""
        lines[0] += f" (answers: {found['answers']}{runs})"
    for risk, numbers in found["by_memorisation_risk"].items():
        lines += ["", _line(f"Memorisation risk {risk}", _HEADS)]
        rows = [row for row in found["problems"] if row["memorisation_risk"] == risk]
        lines += [_line(f"  {row['id']}", _figures(row)) + _remark(row) for row in rows]
        lines.append(_line("  mean", _figures(numbers)))
    lines += ["", _line("All problems", _HEADS), _line("  this assistant", _figures(found["mean"]))]
    lines += [_line(f"  {name}", _figures(numbers)) for name, numbers in found["baselines"].items()]
    sets = found["valid_sets"]
    lines += [
        "",
        f"Valid adjustment sets: {sets['found']:g} of the {sets['possible']} problems that have one.",
    ]
    if found.get("stability") is not None:
        lines.append(f"Stability under shuffled order: {found['stability']:.2f} (1 is perfectly steady).")
    if "spread" in found:
        lines += _spread_lines(found["spread"], runs=len(found["seeds"]))
    if "exam_refused" in found:
        lines += ["", str(found["exam_refused"])]
    return "\n".join([*lines, *_exam_lines(found.get("exam") or {})])


def _spread_lines(spread: Mapping[str, Mapping[str, float]], *, runs: int) -> list[str]:
    """How far the runs with different seeds lie apart."""
    lines = ["", f"Over the {runs} seeds: mean (standard deviation; least to most)"]
    for name, v in spread.items():
        said = f"{v['mean']:.2f} ({v['std_dev']:.2f}; {v['least']:.2f} to {v['most']:.2f})"
        lines.append(f"  {name.replace('_', ' '):<26}{said}")
    return lines


def _line(name: str, cells: Sequence[str]) -> str:
    """One row; signs that are two columns wide on a terminal count as two."""
    text = "  " * name.startswith(" ") + plain(name, limit=NAME_LETTERS)
    wide = sum(unicodedata.east_asian_width(sign) in ("W", "F") for sign in text)
    return text + " " * (NAME_COLUMNS - len(text) - wide) + "".join(f"{cell:>11}" for cell in cells)


def _figures(row: Mapping[str, Any]) -> list[str]:
    return [f"{row[name]:.2f}" for name in METRICS]


def _remark(row: Mapping[str, Any]) -> str:
    return f"   {row['error']}" if row.get("error") else ""


def _exam_lines(exam: Mapping[str, Any]) -> list[str]:
    if not exam:
        return []
    lines = ["", "Exam of causal axioms (right answers of those asked; by chance)"]
    for group, topics in exam.items():
        for topic, row in topics.items():
            got = f"{row['right']} of {row['asked']} ({row['share']:.0%}; by chance {row['chance']:.0%})"
            lines.append(f"  {group:<11}{topic:<14}{got}")
    return lines
