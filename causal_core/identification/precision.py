"""The most precise set to adjust for.

Among sets that all give the same effect some give it with less noise: variables near the outcome help,
variables near the treatment hurt. Henckel, Perković & Maathuis (2022) show that where an adjustment set
exists at all, the parents of the causal nodes that are not forbidden,

    O(x, y) = pa(cn(x, y)) \\ (x ∪ forb(x, y)),

give the smallest asymptotic variance; Rotnitzky & Smucler (2020) show the same without linearity. With
hidden variables a best set need not exist. In its place stands the border that the outcome's side of the
augmented back-door graph has among the measured variables: it is O itself where O was measured, it is
always valid where any set is, and it is at least as precise as every minimal set, because it is the best
minimal one (Smucler, Sapienza & Rotnitzky 2022) with variables added that are separated from
the treatment given it.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> graph = CausalGraph.parse("age -> drug -> health; age -> diet -> health; sport -> health")
>>> sorted(o_set(graph, Query("drug", "health")))
['diet', 'sport']
"""

from __future__ import annotations

from causal_core.graph.admg import CausalGraph
from causal_core.graph.separators import augmented, nearest_separator
from causal_core.identification.adjustment import BackDoor, back_door
from causal_core.identification.asked import Asked, ask
from causal_core.identification.query import Query


def o_set(graph: CausalGraph, query: Query) -> frozenset[str] | None:
    """The most precise set of measured variables to adjust for; None when no set will do. O(n + m)."""
    asked = ask(graph, query)
    found = most_precise(asked, back_door(asked))
    return None if found is None else graph.names(found)


def most_precise(asked: Asked, door: BackDoor) -> set[int] | None:
    """``o_set`` for positions."""
    cliques = augmented(door.view, asked.treatments | asked.outcomes)
    return nearest_separator(cliques, asked.outcomes, asked.treatments, door.allowed)
