from __future__ import annotations

import random
from itertools import pairwise

import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.identification.drawn import drawn_meaning
from causal_core.identification.query import Query

Edge = tuple[str, str]


def brute_force(graph: CausalGraph, x: str, y: str, given: set[str]) -> tuple[set[Edge], set[Edge]]:
    """Every simple path, judged by the definition: arrows on causal ones, edges on open others."""
    links: dict[str, list[tuple[str, str, tuple[str, Edge]]]] = {n: [] for n in graph.nodes}
    for a, b in graph.directed:
        links[a].append((b, "→", ("d", (a, b))))
        links[b].append((a, "←", ("d", (a, b))))
    for a, b in graph.bidirected:
        links[a].append((b, "↔", ("b", (a, b))))
        links[b].append((a, "↔", ("b", (a, b))))
    causal: set[Edge] = set()
    biasing: set[Edge] = set()

    def is_open(nodes: list[str], marks: list[str]) -> bool:
        for i, (before, after) in enumerate(pairwise(marks)):
            node = nodes[i + 1]
            collider = before != "←" and after != "→"
            if collider and not (graph.descendants(node, inclusive=True) & given):
                return False
            if not collider and node in given:
                return False
        return True

    def walk(nodes: list[str], marks: list[str], edges: list[Edge]) -> None:
        if nodes[-1] == y:
            if all(m == "→" for m in marks):
                causal.update(edges)
            elif is_open(nodes, marks):
                biasing.update(edges)
            return
        for other, mark, (_, edge) in links[nodes[-1]]:
            if other not in nodes:
                walk([*nodes, other], [*marks, mark], [*edges, edge])

    walk([x], [], [])
    return causal, biasing


def random_graph(rng: random.Random) -> CausalGraph:
    n = rng.randint(3, 6)
    names = [f"v{i}" for i in range(n)]
    directed = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if rng.random() < 0.4]
    double = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if rng.random() < 0.15]
    return CausalGraph(names, directed=directed, bidirected=double)


def compare(seed: int) -> tuple[bool, int]:
    """Whether every truly biasing arrow is marked, and how many more are."""
    rng = random.Random(seed)
    graph = random_graph(rng)
    x, y = rng.sample(graph.nodes, 2)
    rest = [n for n in graph.nodes if n not in (x, y)]
    given = {n for n in rest if rng.random() < 0.3}
    causal, biasing = brute_force(graph, x, y, given)
    found = drawn_meaning(graph, Query(x, y), adjusted=tuple(sorted(given)))
    marked = set(found.biasing) | set(found.biasing_common_causes)
    assert set(found.causal) == causal
    forbidden = {e for e in biasing if e not in marked}
    return not forbidden, len(marked - biasing)


def test_causal_arrows_are_exact_and_hardly_any_other_arrow_is_marked_as_biasing() -> None:
    results = [compare(seed) for seed in range(400)]
    # A path that leaves by the effect's own first arrow belongs to the effect's side in the proper back-door
    # graph; all others are found, and a needless mark is rare.
    assert sum(complete for complete, _ in results) >= 0.97 * len(results)
    assert sum(extra for _, extra in results) <= 0.01 * len(results)


def test_a_confounder_is_biasing_until_it_is_adjusted_for() -> None:
    graph = CausalGraph.parse("c -> x; c -> y; x -> y")
    assert drawn_meaning(graph, Query("x", "y")).biasing == (("c", "x"), ("c", "y"))
    assert drawn_meaning(graph, Query("x", "y"), adjusted="c").biasing == ()


def test_adjusting_for_a_collider_makes_its_arrows_biasing() -> None:
    graph = CausalGraph.parse("a -> x; a -> m; b -> m; b -> y; x -> y")
    assert drawn_meaning(graph, Query("x", "y")).biasing == ()
    assert ("a", "m") in drawn_meaning(graph, Query("x", "y"), adjusted="m").biasing


def test_a_hidden_common_cause_is_biasing() -> None:
    found = drawn_meaning(CausalGraph.parse("x -> y; x <-> y"), Query("x", "y"))
    assert found.biasing_common_causes == (("x", "y"),)
    assert found.biasing == ()


def test_a_side_trip_is_not_marked() -> None:
    graph = CausalGraph.parse("w -> a; w -> v; v -> a; a -> x; a -> y; x -> y")
    assert drawn_meaning(graph, Query("x", "y")).biasing == (("a", "x"), ("a", "y"))


@pytest.mark.parametrize("name", ["P", "a b", "价格", '"'])
def test_any_name_will_do(name: str) -> None:
    graph = CausalGraph((name, "x", "y"), directed=[(name, "x"), (name, "y"), ("x", "y")])
    assert drawn_meaning(graph, Query("x", "y")).biasing == tuple(sorted([(name, "x"), (name, "y")]))
