"""The textbook queries with known answers, as graphs."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from causal_core.graph.admg import CausalGraph

HERE = Path(__file__).resolve().parents[2] / "reference" / "data" / "identification_cases.json"


@cache
def cases() -> dict[str, dict[str, Any]]:
    """All cases by their id."""
    return {case["id"]: case for case in json.loads(HERE.read_text(encoding="utf-8"))}


def graph_of(case: dict[str, Any]) -> CausalGraph:
    """The case's graph; its unobserved nodes are latent."""
    return CausalGraph(case["nodes"], case["directed"], case["bidirected"], case["unobserved"])


def question_of(case: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Treatments, outcomes, conditions."""
    return case["treatments"], case["outcomes"], case["conditions"]
