"""Taking hidden variables out of a graph without changing what it says about the others.

The latent projection (Verma 1993; Tian & Pearl 2002) keeps the measured variables: ``a → b`` when a path
of arrows leads from a to b through hidden variables only, and ``a ↔ b`` when two such paths from one
hidden source (or from the two ends of a hidden ↔) lead into both.

>>> from causal_core.graph.admg import CausalGraph
>>> graph = CausalGraph(("u", "x", "y"), directed=[("u", "x"), ("u", "y")], latent=("u",))
>>> graph.latent_projection().bidirected
(('x', 'y'),)
"""

from __future__ import annotations

from collections.abc import Collection

from causal_core.graph.indexed import Indexed, districts

Pairs = set[tuple[int, int]]


def project(view: Indexed, hidden: Collection[int]) -> tuple[Pairs, Pairs]:
    """Arrows and ↔ of the projection on the nodes outside ``hidden``, as pairs of positions.

    Linear in the graph plus the size of what comes out, which may have a ↔ for every pair of measured
    variables that share a hidden source.
    """
    hidden = frozenset(hidden)
    reach = measured_below(view, hidden)
    directed: Pairs = set()
    bidirected: Pairs = set()
    for node in range(len(view)):
        if node not in hidden:
            directed.update((node, below) for child in view.children[node] for below in _heads(child, reach))
    for source in sorted(hidden):
        _join(bidirected, reach[source], reach[source])
    for part in districts(view):
        for a in part:
            for b in view.siblings[a]:
                if a < b:
                    _join(bidirected, _heads(a, reach), _heads(b, reach))
    return directed, bidirected


def _heads(node: int, reach: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    return reach.get(node, (node,))


def measured_below(view: Indexed, hidden: frozenset[int]) -> dict[int, tuple[int, ...]]:
    """For each hidden node the measured nodes to which it has a directed path through hidden ones only."""
    reach: dict[int, tuple[int, ...]] = {}
    for node in reversed(view.order):
        if node in hidden:
            found: set[int] = set()
            for child in view.children[node]:
                found.update(reach[child] if child in hidden else (child,))
            reach[node] = tuple(sorted(found))
    return reach


def _join(pairs: Pairs, left: Collection[int], right: Collection[int]) -> None:
    pairs.update((min(a, b), max(a, b)) for a in left for b in right if a != b)
