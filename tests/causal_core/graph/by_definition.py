"""The criteria word for word, by listing every path: slow, and written apart from the engine.

Nothing here uses the engine's walks: a graph is only asked for its lists of nodes and edges.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from itertools import chain, combinations, pairwise

from causal_core.graph.admg import CausalGraph

Edge = tuple[str, str, str]  # from, to, and the mark "->", "<-" or "<->"
Walk = tuple[Edge, ...]


def edges_at(graph: CausalGraph) -> dict[str, list[Edge]]:
    """Every edge as seen from either end."""
    found: dict[str, list[Edge]] = {node: [] for node in graph.nodes}
    for a, b in graph.directed:
        found[a].append((a, b, "->"))
        found[b].append((b, a, "<-"))
    for a, b in graph.bidirected:
        found[a].append((a, b, "<->"))
        found[b].append((b, a, "<->"))
    return found


def paths(graph: CausalGraph, start: str, ends: Collection[str]) -> Iterator[Walk]:
    """All paths (no node twice) from ``start`` to one of ``ends``."""
    near = edges_at(graph)

    def extend(walk: Walk, at: str, seen: frozenset[str]) -> Iterator[Walk]:
        if walk and at in ends:
            yield walk
        for edge in near[at]:
            if edge[1] not in seen:
                yield from extend((*walk, edge), edge[1], seen | {edge[1]})

    yield from extend((), start, frozenset([start]))


def below(graph: CausalGraph, node: str) -> set[str]:
    """The node and its descendants."""
    found = {node}
    while True:
        more = {b for a, b in graph.directed if a in found} - found
        if not more:
            return found
        found |= more


def is_open(graph: CausalGraph, walk: Walk, given: Collection[str]) -> bool:
    """Every collider has a descendant in ``given``; nothing else on the path is in it."""
    for before, after in pairwise(walk):
        node = before[1]
        if before[2] != "<-" and after[2] != "->":
            if below(graph, node).isdisjoint(given):
                return False
        elif node in given:
            return False
    return True


def separated(graph: CausalGraph, a: Collection[str], b: Collection[str], given: Collection[str]) -> bool:
    """No path between them is open."""
    return not any(is_open(graph, walk, given) for x in a for walk in paths(graph, x, b))


def is_causal(walk: Walk) -> bool:
    return all(mark == "->" for _, _, mark in walk)


def proper_paths(graph: CausalGraph, x: Collection[str], y: Collection[str]) -> Iterator[Walk]:
    """Paths of which only the first node is a treatment."""
    for start in sorted(x):
        for walk in paths(graph, start, y):
            if not any(edge[1] in x for edge in walk):
                yield walk


def is_adjustment_set(
    graph: CausalGraph, x: Collection[str], y: Collection[str], chosen: Collection[str]
) -> bool:
    """Perković et al. (2018): forbidden set, and all proper non-causal paths blocked."""
    if set(chosen) & (set(x) | set(y) | set(graph.latent)):
        return False
    walks = list(proper_paths(graph, x, y))
    causal = {edge[1] for walk in walks if is_causal(walk) for edge in walk}
    forbidden = {d for node in causal for d in below(graph, node)}
    if forbidden & set(chosen):
        return False
    return not any(is_open(graph, walk, chosen) for walk in walks if not is_causal(walk))


def is_frontdoor_set(
    graph: CausalGraph, x: Collection[str], y: Collection[str], chosen: Collection[str]
) -> bool:
    """Jeong, Tian & Bareinboim (2022), path by path."""
    if set(chosen) & (set(x) | set(y) | set(graph.latent)):
        return False
    for start in x:
        for walk in paths(graph, start, y):
            if is_causal(walk) and not any(edge[1] in chosen for edge in walk):
                return False
        for walk in paths(without_out(graph, x), start, chosen):
            if walk[0][2] != "->" and is_open(graph, walk, ()):
                return False
    cut = without_out(graph, chosen)
    return not any(is_open(cut, walk, x) for z in chosen for walk in paths(cut, z, y))


def is_instrument(graph: CausalGraph, x: str, y: str, z: str, given: Collection[str] = ()) -> bool:
    """Henckel, Buttenschoen & Maathuis (2024), for what the treatment does not change."""
    walks = [walk for walk in proper_paths(graph, {x}, {y}) if is_causal(walk)]
    forbidden = {d for walk in walks for edge in walk for d in below(graph, edge[1])}
    if not walks or z in {x, y, *graph.latent} or z in below(graph, x):
        return False
    if set(given) & (forbidden | {x, y, z, *graph.latent}):
        return False
    first = {walk[0][:2] for walk in walks}
    cut = CausalGraph(graph.nodes, [e for e in graph.directed if e not in first], graph.bidirected)
    return separated(cut, {z}, {y}, given) and not separated(graph, {z}, {x}, given)


def without_out(graph: CausalGraph, names: Collection[str]) -> CausalGraph:
    return CausalGraph(graph.nodes, [e for e in graph.directed if e[0] not in names], graph.bidirected)


def subsets(names: Collection[str]) -> Iterator[frozenset[str]]:
    """All subsets, small ones first."""
    ordered = sorted(names)
    sizes = (combinations(ordered, size) for size in range(len(ordered) + 1))
    return (frozenset(s) for s in chain.from_iterable(sizes))


def minimal(sets: Collection[frozenset[str]]) -> set[frozenset[str]]:
    """Those that hold no other."""
    return {s for s in sets if not any(other < s for other in sets)}


def random_graph(seed: int, *, most: int = 6, hidden: float = 0.15, arrows: float = 0.4) -> CausalGraph:
    """A small random ADMG, some of its nodes latent, names in no relation to the order."""
    r = random.Random(seed)
    n = r.randint(3, most)
    names = [f"v{i}" for i in range(n)]
    r.shuffle(names)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    return CausalGraph(
        names,
        [pair for pair in pairs if r.random() < arrows],
        [pair for pair in pairs if r.random() < 0.15],
        [name for name in names[2:] if r.random() < hidden] if n > 3 else (),
    )


def random_ends(graph: CausalGraph, seed: int, *, most: int = 2) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Some measured treatments and outcomes, apart from one another."""
    r = random.Random(seed)
    nodes = list(graph.observed)
    r.shuffle(nodes)
    n_x = min(r.choice([1, 1, most]), len(nodes) - 1)
    n_y = min(r.choice([1, 1, most]), len(nodes) - n_x)
    return tuple(nodes[:n_x]), tuple(nodes[n_x : n_x + n_y])
