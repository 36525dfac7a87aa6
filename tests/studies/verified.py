"""What was computed for three of the examples, as explanations of them are checked against it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from causal_core.table.counts import expand_counts
from causal_core.table.reading import read_table
from llm.facts import Facts
from studies.examples import example, example_bytes, study_from_example
from studies.facts import facts_of
from studies.store import Store
from studies.workflow import estimate_study, identify_study


@lru_cache(maxsize=3)
def facts_of_example(name: str, folder: Path) -> Facts:
    """The facts of an example, computed by the built-in way."""
    study = study_from_example(name, Store(f"sqlite:///{folder / name}.db"))
    table = read_table(example_bytes(name), name=f"{name}.csv")
    counts = example(name)["counts_column"]
    study = estimate_study(study, expand_counts(table, counts) if counts else table)
    found = facts_of(study, identify_study(study))
    assert found is not None
    return found


def lines(texts: dict[str, str]) -> list[tuple[str, str]]:
    """The sentences of each example, one a line."""
    return [(name, line) for name, text in texts.items() for line in text.strip().splitlines()]
