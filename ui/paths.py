"""Which arrows the picture shows as causal or biasing, and which variables as adjusted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from causal_core.identification.drawn import drawn_meaning
from causal_core.identification.selection import with_selection
from causal_core.results import ImplicationResult
from studies.evidence import without_harm
from studies.graph_checks import graph_check_of
from studies.standing import reliance_of
from studies.study import Study
from studies.workflow import Answer, chosen_strategy, identify_study


def live_answer(study: Study) -> Answer | None:
    """The answer while one draws: None until the question names two variables and there is an arrow.

    Raises
    ------
    CausalError
        The question does not fit the graph.
    """
    question = study.question
    if not (question.treatment and question.outcome and any(a.status == "accepted" for a in study.arrows)):
        return None
    return identify_study(study)


def arrow_meanings(study: Study, answer: Answer | None) -> dict[str, Any]:
    """Keyword arguments for the picture: adjusted variables, causal and biasing arrows."""
    if answer is None:
        return {}
    adjusted = adjusted_for(study, answer)
    graph, held = answer.graph, adjusted
    if answer.selected:
        graph, in_data = with_selection(graph, answer.selected)
        held = (*adjusted, in_data)
    seen = drawn_meaning(graph, answer.query, adjusted=held)
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


@dataclass(frozen=True, slots=True)
class Objections:
    """What the data object to in a graph: what bears on the answer, and what lies between variables held equal."""

    weighty: tuple[ImplicationResult, ...] = ()
    harmless: tuple[ImplicationResult, ...] = ()


def objections(study: Study) -> Objections:
    """What the data object to in the graph as it is drawn now, the surest first; none where that was not checked."""
    check = graph_check_of(study) if study.graph_check_is_current() else None
    if check is None or not check.contradicted:
        return Objections()
    answer = live_answer(study)
    relied = None if answer is None else reliance_of(study, answer)
    harmless = () if relied is None else without_harm(study, relied)
    return Objections(tuple(r for r in check.contradicted if r not in harmless), harmless)
