"""Words for reading a question and matching its phrases to columns, from ``vocabulary.json``.

The file holds words to leave out, verbs of effect, abbreviations that column names use, and words that
people use for one another. It is general on purpose: words of medicine, work, schools, shops and places,
not of any one data set. What it finds is offered to a person and never decides anything.

>>> abbreviations()["qty"], "whether" in word_set("left_out")
('quantity', True)
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Any


@cache
def _file() -> dict[str, Any]:
    text = resources.files("llm").joinpath("vocabulary.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def word_set(kind: str) -> frozenset[str]:
    """One of the file's sets of words: ``left_out``, ``people``, ``earlier``, ``later`` and so on."""
    return frozenset(_file()[kind].split())


@cache
def abbreviations() -> dict[str, str]:
    """What a short column name, or a part of one, usually stands for; it may stand for several words."""
    return dict(_file()["abbreviations"])


@cache
def meanings() -> tuple[tuple[str, ...], ...]:
    """Groups of words that people use for one another."""
    return tuple(tuple(line.split()) for line in _file()["meanings"])


@cache
def verbs() -> tuple[str, ...]:
    """Verbs that say that one thing changes another, in all their forms, longest first."""
    past = _file()["past"]
    forms = {form for verb in _file()["verbs"].split(", ") for form in _forms(verb, past)}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _forms(verb: str, past: dict[str, str]) -> tuple[str, ...]:
    head, space, tail = verb.partition(" ")
    bare = head.removesuffix("e")
    short = len(head) <= 4 and re.search(r"(?:^|[^aeiou])[aeiou][bdgmnpt]$", head) is not None
    double = head + head[-1] if short else bare
    third = head + "es" if head.endswith(("s", "sh", "ch", "x")) else head + "s"
    ended = double + "ed"
    if re.search(r"[^aeiou]y$", head):
        third, ended = head[:-1] + "ies", head[:-1] + "ied"
    return tuple(f"{form}{space}{tail}" for form in (head, third, past.get(head, ended), double + "ing"))
