"""Which arrows the picture shows as causal or biasing, and which variables as adjusted for."""

from __future__ import annotations

from typing import Any

from studies.study import Study
from studies.workflow import Answer, chosen_strategy


def arrow_meanings(study: Study, answer: Answer | None) -> dict[str, Any]:
    """Keyword arguments for the picture: adjusted variables, causal and biasing arrows."""
    if answer is None:
        return {}
    graph, query = answer.graph, answer.query
    treatments, outcomes = set(query.treatments), set(query.outcomes)
    below = graph.descendants(treatments) | treatments
    above = graph.ancestors(outcomes) | outcomes
    causal = [(a, b) for a, b in graph.directed if a in below and b in above and b in below and a in above]
    return {"adjusted": adjusted_for(study, answer), "causal": causal}


def adjusted_for(study: Study, answer: Answer) -> tuple[str, ...]:
    """The adjustment set that an estimate would use."""
    if not any(s.kind == "adjustment" for s in answer.strategies):
        return ()
    return chosen_strategy(study, answer).adjustment_set
