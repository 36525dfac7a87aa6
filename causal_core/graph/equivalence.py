"""Which arrows could as well point the other way: graphs that no data can tell apart.

Two graphs without hidden causes claim the same independences exactly when they have the same pairs joined and
the same *colliders whose ends are not joined* (Verma and Pearl 1990). An arrow is *reversible* when some such
graph has it the other way round; the others are *compelled*. Only knowledge, an order in time, or an experiment can
say which way a reversible arrow points.

>>> reversible_arrows(CausalGraph.parse("rain -> wet <- sprinkler; wet -> slippery"))
()
>>> reversible_arrows(CausalGraph.parse("rain -> wet -> slippery"))
(('rain', 'wet'), ('wet', 'slippery'))
"""

from __future__ import annotations

from causal_core.graph.admg import CausalGraph, Edge
from causal_core.words import listed

MOST_NAMED = 6
"""Arrows named in a sentence; a list is read on the page."""


def reversible_arrows(graph: CausalGraph) -> tuple[Edge, ...]:
    """The arrows (cause first, sorted) that some graph with the same independences has the other way round.

    Unmeasured variables are projected out first. Where hidden common causes are left (↔), nothing is given:
    their graphs have more than arrows to differ in, and which of those could be turned round is not worked out
    here; :func:`why_untold` says so. O(m d) for m arrows and at most d into one variable.

    Chickering 1995, *A transformational characterization of equivalent Bayesian network structures*,
    procedures Order-Edges and Label-Edges.
    """
    seen = graph.latent_projection() if graph.latent else graph
    if seen.bidirected:
        return ()
    compelled = _compelled(seen)
    return tuple(edge for edge in seen.directed if not compelled[edge])


def why_untold(graph: CausalGraph) -> str:
    """Why :func:`reversible_arrows` gives nothing although there may be some; empty where it does tell."""
    seen = graph.latent_projection() if graph.latent else graph
    if not seen.bidirected:
        return ""
    return (
        "This graph has hidden common causes, so which of its arrows could as well point the other way is not worked "
        "out here."
    )


def _compelled(graph: CausalGraph) -> dict[Edge, bool]:
    """For every arrow whether it points the same way in every graph with the same independences."""
    place = {node: k for k, node in enumerate(graph.topological_order)}
    parents = {node: sorted(graph.parents(node), key=place.__getitem__) for node in graph.nodes}
    label: dict[Edge, bool] = {}
    for y in graph.topological_order:
        for x in reversed(parents[y]):
            if (x, y) not in label:
                _label(parents, label, x, y)
    return label


def _label(parents: dict[str, list[str]], label: dict[Edge, bool], x: str, y: str) -> None:
    """Label ``x → y``, the unlabelled arrow into the earliest y from the latest x, and others into y with it."""
    for w in parents[x]:
        if not label[w, x]:
            continue
        if w not in parents[y]:
            label.update({(p, y): True for p in parents[y]})
            return
        label[w, y] = True
    outside = any(z != x and z not in parents[x] for z in parents[y])
    for z in parents[y]:
        label.setdefault((z, y), outside)


def reversals_sentence(graph: CausalGraph) -> str:
    """Which arrows the data could never tell from their reversal, in one or two sentences."""
    untold = why_untold(graph)
    if untold:
        return untold
    found = reversible_arrows(graph)
    if not found:
        return (
            "Each arrow, turned round, would give a graph that claims something else of the data; so each direction "
            "could at least be contradicted."
            if graph.directed
            else "There is no arrow to turn round."
        )
    shown = [f"{cause} → {effect}" for cause, effect in found]
    one = len(found) == 1
    return (
        f"No data of these variables alone can tell the direction of {listed(shown, MOST_NAMED)}: "
        f"{'it' if one else 'each of them'} could as well point the other way, "
        f"{'and' if one else 'some together with others, and'} the graph would claim the same of the data. "
        "Only knowledge, an order in time or an experiment can say."
    )
