"""A question laid on a graph: positions instead of names, checked once for every criterion.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> ask(CausalGraph.parse("x -> y"), Query("x", "z"))
Traceback (most recent call last):
causal_core.errors.UnknownVariableError: The graph has no variable called “z”.
"""

from __future__ import annotations

from dataclasses import dataclass

from causal_core.errors import QueryError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import Indexed, ancestors, descendants, without
from causal_core.graph.separation import separated
from causal_core.identification.query import Query


@dataclass(frozen=True, slots=True)
class Asked:
    """A graph and a question as positions in ``graph.nodes``."""

    graph: CausalGraph
    view: Indexed
    treatments: frozenset[int]
    outcomes: frozenset[int]
    given: frozenset[int]
    hidden: frozenset[int]

    @property
    def observed(self) -> frozenset[int]:
        """Measured nodes."""
        return frozenset(range(len(self.view))) - self.hidden

    def names(self, positions: set[int] | frozenset[int]) -> tuple[str, ...]:
        """Names, sorted (positions follow the names' order)."""
        return tuple(self.view.names[i] for i in sorted(positions))


def ask(graph: CausalGraph, query: Query) -> Asked:
    """Check that the question can be asked of this graph.

    Raises
    ------
    UnknownVariableError
        A variable of the question is not in the graph.
    QueryError
        A variable of the question is latent.
    """
    hidden = frozenset(graph.positions(graph.latent))
    parts = []
    for word, names in (
        ("cause", query.treatments),
        ("outcome", query.outcomes),
        ("condition", query.given),
        ("mediator", query.mediators),
    ):
        positions = frozenset(graph.positions(names))
        for i in sorted(positions & hidden):
            raise QueryError(
                f"“{graph.nodes[i]}” was not measured, so it cannot be the {word} of a question.",
                fix="Choose a measured variable, or mark this one as measured in the graph.",
                where=graph.nodes[i],
            )
        parts.append(positions)
    return Asked(graph, graph.view, parts[0], parts[1], parts[2], hidden)


def has_no_effect(asked: Asked) -> bool:
    """Rule 3 of do-calculus: is P(outcomes | do(treatments), given) = P(outcomes | given) by the graph?

    Without conditions this says that no path of arrows leads from a treatment to an outcome.
    """
    if not asked.given:
        return descendants(asked.view, asked.treatments).isdisjoint(asked.outcomes)
    free = asked.treatments - ancestors(asked.view, asked.given)
    return separated(without(asked.view, into=free), asked.treatments, asked.outcomes, asked.given)


def causal_nodes(asked: Asked) -> set[int]:
    """Nodes, treatments left out, on causal paths that meet only one treatment, their first node (PCP)."""
    x = asked.treatments
    below = descendants(without(asked.view, into=x), x) - x
    return below & ancestors(without(asked.view, out_of=x), asked.outcomes)
