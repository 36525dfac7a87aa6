"""m-separation and separators against the definition, path by path."""

from __future__ import annotations

import random
from itertools import pairwise

import networkx as nx
import pytest

from causal_core.errors import QueryError, UnknownVariableError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.separators import (
    augmented,
    cheapest_separator,
    minimal_separator,
    minimal_separators,
)
from tests.causal_core.graph import by_definition as definition


@pytest.mark.parametrize("block", range(4))
def test_m_separation_equals_the_definition_on_random_graphs(block: int) -> None:
    for seed in range(100 * block, 100 * block + 100):
        graph = definition.random_graph(seed, hidden=0)
        r = random.Random(seed)
        nodes = list(graph.nodes)
        r.shuffle(nodes)
        a, b, given = {nodes[0]}, {nodes[1]}, set(nodes[2 : r.randint(2, len(nodes))])
        assert graph.m_separated(a, b, given) == definition.separated(graph, a, b, given), (seed, graph)


def test_m_separation_equals_networkx_on_graphs_without_hidden_causes() -> None:
    for seed in range(100):
        graph = definition.random_graph(seed, most=12, hidden=0)
        graph = CausalGraph(graph.nodes, graph.directed)
        nodes = random.Random(seed).sample(graph.nodes, len(graph))
        a, b, given = nodes[0], nodes[1], set(nodes[2::2])
        expected = nx.is_d_separator(graph.to_networkx(), {a}, {b}, given)
        assert graph.m_separated(a, b, given) == expected


def test_the_witness_is_an_open_path_exactly_where_the_two_are_not_separated() -> None:
    shown = 0
    for seed in range(300):
        graph = definition.random_graph(seed, hidden=0)
        nodes = random.Random(seed).sample(graph.nodes, len(graph))
        a, b, given = nodes[0], nodes[1], set(nodes[2 : 2 + seed % 3])
        path = graph.open_path(a, b, given)
        assert (path is None) == definition.separated(graph, {a}, {b}, given)
        if path is not None:
            shown += 1
            marks = {"→": "->", "←": "<-", "↔": "<->"}
            walk = tuple(zip(path.nodes, path.nodes[1:], [marks[m] for m in path.arrows], strict=False))
            assert len(set(path.nodes)) == len(path.nodes)
            assert all(edge in definition.edges_at(graph)[edge[0]] for edge in walk)
            assert definition.is_open(graph, walk, given), (seed, str(path))
    assert shown > 100


def test_a_path_knows_its_colliders_and_reads_as_it_is_drawn() -> None:
    path = CausalGraph.parse("a -> c <-> d <- b").open_path("a", "b", ["c", "d"])
    assert path is not None
    assert str(path) == "a → c ↔ d ← b"
    assert path.colliders == ("c", "d")
    assert not path.is_causal


def test_a_variable_on_two_sides_is_refused() -> None:
    graph = CausalGraph.parse("a -> b -> c")
    with pytest.raises(QueryError, match="“b” is on two sides"):
        graph.m_separated("a", "b", given="b")
    with pytest.raises(UnknownVariableError) as caught:
        graph.m_separated("a", "B")
    assert caught.value.close_matches == ("b",)


def test_a_chain_longer_than_the_recursion_limit_is_no_trouble() -> None:
    names = [f"n{i:05}" for i in range(5000)]
    graph = CausalGraph(names, list(pairwise(names)))
    assert not graph.m_separated(names[0], names[-1])
    assert graph.m_separated(names[0], names[-1], given=names[2500])
    assert len(graph.ancestors(names[-1])) == 4999


def test_all_minimal_separators_and_the_cheapest_equal_brute_force() -> None:
    separable = 0
    for seed in range(250):
        graph = definition.random_graph(seed, hidden=0)
        nodes = random.Random(seed).sample(graph.nodes, len(graph))
        a, b, rest = nodes[0], nodes[1], nodes[2:]
        allowed = set(rest[: max(1, len(rest) - seed % 2)])
        valid = [s for s in definition.subsets(allowed) if definition.separated(graph, {a}, {b}, s)]
        ends = {graph.index[a]}, {graph.index[b]}
        cliques = augmented(graph.view, ends[0] | ends[1])
        room = graph.positions(allowed)
        found = [graph.names(s) for s in minimal_separators(cliques, *ends, room)]
        assert len(found) == len(set(found))
        assert set(found) == definition.minimal(valid), seed
        one = minimal_separator(cliques, *ends, room)
        least = cheapest_separator(cliques, *ends, room)
        if not valid:
            assert one is None
            assert least is None
            continue
        separable += 1
        assert one is not None
        assert least is not None
        assert graph.names(one) in found
        assert len(least) == min(len(s) for s in valid)
        price = {node: 1 + (7 * i + seed) % 5 for i, node in enumerate(range(len(graph)))}
        cheap = cheapest_separator(cliques, *ends, room, price.__getitem__)
        assert cheap is not None
        assert sum(price[i] for i in cheap) == min(sum(price[i] for i in graph.positions(s)) for s in valid)
    assert separable > 80
