"""Proposals that wait for a decision and would break the answer if they were accepted.

An arrow that somebody proposed is a doubt for as long as nobody has decided on it. Each is drawn for a moment,
alone and together with the others that leave the same variable, and it is looked whether the answer still holds:
something not measured does its harm with two arrows, of which neither alone does any.

>>> from causal_core.graph.admg import CausalGraph
>>> from studies.study import Arrow, Study, StudyVariable
>>> from studies.workflow import identify_study, set_graph, set_question
>>> study = set_question(Study(), treatment="drug", outcome="health")
>>> study = set_graph(study, CausalGraph.parse("drug -> health"))
>>> mood = StudyVariable(name="mood", measured=False)
>>> open_arrows = tuple(Arrow(cause="mood", effect=e, status="proposed") for e in ("drug", "health"))
>>> study = study.model_copy(update={"variables": (*study.variables, mood), "arrows": study.arrows + open_arrows})
>>> answer = identify_study(study)
>>> undecided_of(study, answer.graph, answer.query, answer.strategies[0])
('mood → drug and mood → health',)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from causal_core.errors import GraphError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.query import Query
from causal_core.identification.reliance import holds
from causal_core.identification.strategy import Strategy
from studies.study import Study

Edge = tuple[str, str]
WAITING = ("proposed", "unsure")


def undecided_of(study: Study, graph: CausalGraph, query: Query, strategy: Strategy) -> tuple[str, ...]:
    """What has been proposed, is not decided on, and would break the answer, each as one text."""
    arrows = [(a.cause, a.effect) for a in study.arrows if a.status in WAITING]
    hidden = [(h.a, h.b) for h in study.hidden if h.status in WAITING]
    latent = {v.name for v in study.variables if not v.measured}

    def breaks(new: Sequence[Edge], shared: Sequence[Edge] = ()) -> bool:
        try:
            return not holds(_with(graph, new, shared, latent), query, strategy)
        except GraphError:  # it goes round with what is accepted, so the two cannot both be right
            ends = (*query.treatments, *query.outcomes)
            return not {effect for _, effect in new}.isdisjoint((*ends, *graph.ancestors(ends)))

    alone = [pair for pair in arrows if breaks([pair])]
    ties = [pair for pair in hidden if breaks([], [pair])]
    found = [f"{a} → {b}" for a, b in alone] + [f"{a} ↔ {b}" for a, b in ties]
    left = [pair for pair in arrows if pair not in alone]
    found += [" and ".join(f"{a} → {b}" for a, b in group) for group in _by_cause(left) if breaks(group)]
    if not found and (left or hidden) and breaks(left, hidden):
        found.append(" and ".join([f"{a} → {b}" for a, b in left] + [f"{a} ↔ {b}" for a, b in hidden]))
    return tuple(found)


def _by_cause(arrows: Sequence[Edge]) -> Iterator[list[Edge]]:
    """The arrows that leave one variable, where they are several."""
    for cause in dict.fromkeys(a for a, _ in arrows):
        group = [pair for pair in arrows if pair[0] == cause]
        if len(group) > 1:
            yield group


def _with(graph: CausalGraph, new: Sequence[Edge], shared: Sequence[Edge], latent: set[str]) -> CausalGraph:
    """The graph with these drawn; an accepted arrow that runs the other way gives way."""
    back = {(b, a) for a, b in new}
    nodes = tuple(dict.fromkeys([*graph.nodes, *(end for pair in (*new, *shared) for end in pair)]))
    return CausalGraph(
        nodes,
        tuple(dict.fromkeys([*(e for e in graph.directed if e not in back), *new])),
        tuple(dict.fromkeys([*graph.bidirected, *((min(p), max(p)) for p in shared)])),
        tuple(n for n in nodes if n in graph.latent or n in latent),
    )
