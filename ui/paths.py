"""Which arrows the picture shows as causal or biasing, and which variables as adjusted for."""

from __future__ import annotations

from typing import Any

from studies.study import Study
from studies.workflow import Answer


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
    """The adjustment set in use: the person's own where it is valid, else the first strategy's."""
    sets = [s.adjustment_set for s in answer.strategies if s.kind == "adjustment"]
    own = None if study.adjustment_choice is None else tuple(sorted(study.adjustment_choice))
    return own if own in sets else sets[0] if sets else ()
