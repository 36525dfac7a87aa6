"""Drawing positions: deterministic, left to right, nothing on top of anything."""

from __future__ import annotations

import random
from itertools import combinations

from causal_core.graph.admg import CausalGraph
from causal_core.graph.layout import layout, place_new
from tests.causal_core.graph import by_definition as definition

BOX = (120, 40)


def overlaps(places: dict[str, tuple[float, float]]) -> int:
    return sum(
        abs(ax - bx) < BOX[0] and abs(ay - by) < BOX[1]
        for (ax, ay), (bx, by) in combinations(places.values(), 2)
    )


def crossed_boxes(graph: CausalGraph, places: dict[str, tuple[float, float]]) -> int:
    crossed = 0
    for a, b in graph.directed:
        (ax, ay), (bx, by) = places[a], places[b]
        for name, (x, y) in places.items():
            if name not in (a, b) and ax < x < bx:
                crossed += abs(ay + (by - ay) * (x - ax) / (bx - ax) - y) < BOX[1] / 2
    return crossed


def big(n: int, degree: float, seed: int = 1) -> CausalGraph:
    r = random.Random(seed)
    names = [f"n{i:03}" for i in range(n)]
    pairs = ((a, b) for i, a in enumerate(names) for b in names[i + 1 :])
    return CausalGraph(names, [pair for pair in pairs if r.random() < degree / n])


def test_arrows_run_to_the_right_and_boxes_never_overlap() -> None:
    for seed in range(80):
        graph = definition.random_graph(seed, most=12)
        places = layout(graph)
        assert set(places) == set(graph.nodes)
        assert all(places[a][0] < places[b][0] for a, b in graph.directed)
        assert overlaps(places) == 0


def test_a_long_arrow_keeps_clear_of_the_boxes_between() -> None:
    graph = CausalGraph.parse("a -> b -> c -> d -> e; a -> e; a -> d")
    assert crossed_boxes(graph, layout(graph)) == 0


def test_fewer_arrows_run_behind_boxes_than_with_columns_alone() -> None:
    ours = plain = 0
    for seed in range(40):
        graph = big(12, 3, seed)
        column: dict[str, int] = {}
        for name in graph.topological_order:
            column[name] = max((column[p] + 1 for p in graph.parents(name)), default=0)
        rows = {n: sum(column[m] == column[n] for m in graph.nodes if m < n) for n in graph.nodes}
        ours += crossed_boxes(graph, layout(graph))
        plain += crossed_boxes(graph, {n: (column[n] * 210.0, rows[n] * 86.0) for n in graph.nodes})
    assert ours < 0.5 * plain, (ours, plain)


def test_the_same_graph_is_drawn_the_same_way() -> None:
    one = CausalGraph("abcd", [("a", "b"), ("a", "c"), ("c", "d")])
    two = CausalGraph("dcba", [("c", "d"), ("a", "c"), ("a", "b")])
    assert layout(one) == layout(two)


def test_no_nodes_and_one_node_have_places() -> None:
    assert layout(CausalGraph([])) == {}
    assert layout(CausalGraph(["a"])) == {"a": (0.0, 0.0)}
    assert place_new(CausalGraph(["a"]), {}) == {"a": (0.0, 0.0)}


def test_a_new_node_leaves_all_others_where_they_are() -> None:
    for seed in range(60):
        graph = definition.random_graph(seed, most=12)
        kept = {n: p for i, (n, p) in enumerate(layout(graph).items()) if i % 3}
        if not kept:
            continue
        places = place_new(graph, kept)
        assert {name: places[name] for name in kept} == kept
        assert set(places) == set(graph.nodes)
        assert overlaps(places) == 0


def test_places_of_nodes_that_are_gone_or_nonsense_are_not_kept() -> None:
    graph = CausalGraph.parse("a -> b")
    places = place_new(graph, {"gone": (0, 0), "a": (5.0, 5.0), "b": (float("nan"), 1.0)})
    assert places["a"] == (5.0, 5.0)
    assert places["b"][0] > 5.0


def test_five_hundred_nodes_get_places_of_their_own() -> None:
    for degree in (2, 6):
        assert len(set(layout(big(500, degree)).values())) == 500
