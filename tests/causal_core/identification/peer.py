"""What y0 0.2.11 says about the same question, its two known faults told apart from its verdicts.

It crashes when a node of the question leaves its graph on the way (None here; how often depends a little
on PYTHONHASHSEED). And its separation test
misses paths through a collider whose two arrowheads both belong to ↔: it calls ``a`` and ``b`` separated
given ``c`` in ``a ↔ c ↔ b``. IDC then turns conditions into interventions that it must not, and some
conditional questions that have an answer get a "no". ``repaired`` gives y0 the separation test of
networkx on the graph with the hidden roots drawn; ID and IDC themselves stay y0's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import networkx as nx

from causal_core.graph.admg import CausalGraph


def y0_verdict(
    graph: CausalGraph, treatments: Iterable[str], outcomes: Iterable[str], given: Iterable[str]
) -> bool | None:
    """True or False, or None where y0 crashes because a node of the question left its graph."""
    from y0.algorithm.identify import identify_outcomes
    from y0.dsl import Variable
    from y0.graph import NxMixedGraph

    peer = NxMixedGraph.from_edges(
        nodes=[Variable(node) for node in graph.nodes],
        directed=[(Variable(a), Variable(b)) for a, b in graph.directed],
        undirected=[(Variable(a), Variable(b)) for a, b in graph.bidirected],
    )
    conditions = {Variable(name) for name in given}
    try:
        found = identify_outcomes(
            peer,
            treatments={Variable(name) for name in treatments},
            outcomes={Variable(name) for name in outcomes},
            conditions=conditions or None,
        )
    except (KeyError, nx.NetworkXError):
        return None
    return found is not None


@contextmanager
def repaired() -> Iterator[None]:
    """y0 with networkx's separation test in its IDC."""
    from importlib import import_module

    module = import_module("y0.algorithm.identify.id_c")
    own = module.are_d_separated
    module.are_d_separated = _separated
    try:
        yield
    finally:
        module.are_d_separated = own


def _separated(graph: Any, a: Any, b: Any, *, conditions: Iterable[Any]) -> bool:
    whole = nx.DiGraph(graph.directed)
    whole.add_nodes_from({a, b, *conditions})  # y0's surgery loses nodes that are left without edges
    for left, right in graph.undirected.edges:
        hidden = ("hidden", left, right)
        whole.add_edges_from([(hidden, left), (hidden, right)])
    return bool(nx.is_d_separator(whole, {a}, {b}, set(conditions)))
