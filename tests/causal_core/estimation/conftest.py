"""Reference data and a question on it, for the tests of estimation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import causal_core as cc
from causal_core.estimation.crossfit import one_thread

DATA = Path(__file__).parents[2] / "reference" / "data"
EXAMPLES = Path(__file__).parents[3] / "assets" / "examples"  # the CSVs that ship with the app
COUNTS = {"ucb_admissions": "Freq", "kidney_stones": "count"}


@cache
def _frame(name: str) -> pd.DataFrame:
    frame = pd.read_csv(EXAMPLES / f"{name}.csv")
    if name in COUNTS:
        times = frame.pop(COUNTS[name])
        frame = frame.loc[frame.index.repeat(times)].reset_index(drop=True)
    return frame


@pytest.fixture(scope="session")
def reference_table() -> Callable[[str], cc.Table]:
    """A reference table by name, counts written out as rows."""
    return cache(lambda name: cc.Table.from_frame(_frame(name), name))


@pytest.fixture(scope="session")
def published() -> dict[str, dict[str, Any]]:
    """The published estimates by id."""
    cases = json.loads((DATA / "published_effects.json").read_text("utf-8"))
    return {case["id"]: case for case in cases}


@pytest.fixture(scope="session")
def ask() -> Callable[..., Any]:
    """The answer for a treatment, an outcome and their common causes."""

    def make(treatment: str, outcome: str, causes: tuple[str, ...] | list[str] = (), **query: Any) -> Any:
        directed = [(treatment, outcome)] + [(c, v) for c in causes for v in (treatment, outcome)]
        graph = cc.CausalGraph([treatment, outcome, *causes], directed)
        return cc.identify(graph, cc.Query(treatment, outcome, **query))

    return make


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> Iterator[None]:
    """As ``estimate`` does: the small matrices here are slower on several threads."""
    with one_thread(trees=True):
        yield
