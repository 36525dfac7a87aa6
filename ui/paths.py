"""Which arrows the picture shows as causal or biasing, and which variables as adjusted for."""

from __future__ import annotations

from typing import Any

from causal_core.identification.drawn import drawn_meaning
from studies.study import Study
from studies.workflow import Answer, chosen_strategy


def arrow_meanings(study: Study, answer: Answer | None) -> dict[str, Any]:
    """Keyword arguments for the picture: adjusted variables, causal and biasing arrows."""
    if answer is None:
        return {}
    adjusted = adjusted_for(study, answer)
    seen = drawn_meaning(answer.graph, answer.query, adjusted=adjusted)
    return {
        "adjusted": adjusted,
        "causal": seen.causal,
        "biasing": seen.biasing,
        "biasing_common_causes": seen.biasing_common_causes,
    }


def adjusted_for(study: Study, answer: Answer) -> tuple[str, ...]:
    """The adjustment set that an estimate would use."""
    if not any(s.kind == "adjustment" for s in answer.strategies):
        return ()
    return chosen_strategy(study, answer).adjustment_set
