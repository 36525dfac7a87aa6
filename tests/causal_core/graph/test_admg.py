"""The graph as a value: what it refuses, what it answers, how fast."""

from __future__ import annotations

import pickle
import random
from itertools import pairwise

import pytest

from causal_core.errors import CycleError, GraphError, UnknownVariableError
from causal_core.graph.admg import CausalGraph
from tests.causal_core.graph import by_definition as definition


def test_the_order_in_which_a_graph_is_given_does_not_matter() -> None:
    one = CausalGraph(["b", "a", "c"], [("a", "b"), ("b", "c")], [("c", "a")], ["c"])
    two = CausalGraph(["c", "c", "b", "a"], [("b", "c"), ("a", "b"), ("a", "b")], [("a", "c")], ["c"])
    assert one == two
    assert hash(one) == hash(two)
    assert one.sha256 == two.sha256
    assert one.nodes == ("a", "b", "c")
    assert one.bidirected == (("a", "c"),)


def test_a_graph_cannot_be_changed() -> None:
    graph = CausalGraph.parse("a -> b")
    with pytest.raises(AttributeError):
        graph.nodes = ("c",)  # type: ignore[misc]


def test_the_hash_tells_graphs_apart() -> None:
    texts = ["a -> b", "b -> a", "a <-> b", "a; b", "a -> b; c", "dag { a [latent]; a -> b }"]
    assert len({CausalGraph.parse(text).sha256 for text in texts}) == len(texts)


def test_a_cycle_is_shown_as_its_path() -> None:
    with pytest.raises(CycleError) as caught:
        CausalGraph.parse("z -> a -> b -> c -> a; c -> d")
    assert caught.value.path == ("a", "b", "c", "a")
    assert "a → b → c → a" in caught.value.message


def test_a_cycle_found_in_a_large_graph_is_one() -> None:
    r = random.Random(3)
    names = [f"n{i}" for i in range(60)]
    arrows = [(names[i], names[j]) for i in range(60) for j in range(i + 1, 60) if r.random() < 0.1]
    arrows.append((names[50], names[4]))
    with pytest.raises(CycleError) as caught:
        CausalGraph(names, arrows)
    path = caught.value.path
    assert path[0] == path[-1]
    assert all(edge in arrows for edge in pairwise(path))


def test_a_variable_is_never_joined_to_itself() -> None:
    with pytest.raises(CycleError) as caught:
        CausalGraph(["a"], [("a", "a")])
    assert caught.value.path == ("a", "a")
    with pytest.raises(GraphError, match="cannot share a hidden cause with itself"):
        CausalGraph(["a"], bidirected=[("a", "a")])


def test_an_unknown_variable_is_named_with_close_matches() -> None:
    with pytest.raises(UnknownVariableError) as caught:
        CausalGraph(["income", "age"], [("Income", "age")])
    assert caught.value.name == "Income"
    assert caught.value.close_matches == ("income",)
    with pytest.raises(UnknownVariableError):
        CausalGraph(["a"], latent=["b"])


@pytest.mark.parametrize("name", ["", None, 3, ("a",)])
def test_what_is_not_text_is_no_name(name: object) -> None:
    with pytest.raises(GraphError):
        CausalGraph([name])  # type: ignore[list-item]


@pytest.mark.parametrize("edge", ["ab", ("a",), ("a", "b", "c"), 7, None, {"a", "b"}])
def test_what_is_not_a_pair_is_no_arrow(edge: object) -> None:
    with pytest.raises(GraphError, match="is not an arrow"):
        CausalGraph("abc", [edge])  # type: ignore[list-item]
    with pytest.raises(GraphError, match="is not an arrow"):
        CausalGraph("abc", bidirected=[edge])  # type: ignore[list-item]


def test_relatives_leave_out_what_was_asked_about_unless_it_is_one() -> None:
    graph = CausalGraph.parse("a -> b -> c; b <-> d")
    assert graph.ancestors("c") == {"a", "b"}
    assert graph.ancestors("c", inclusive=True) == {"a", "b", "c"}
    assert graph.ancestors(["a", "b"]) == {"a"}
    assert graph.descendants("a") == {"b", "c"}
    assert graph.descendants(("a", "b"), inclusive=True) == {"a", "b", "c"}
    assert graph.parents("b") == {"a"}
    assert graph.parents("b", inclusive=True) == {"a", "b"}
    assert graph.children("b") == {"c"}
    assert graph.siblings("b") == {"d"}
    assert graph.districts() == ({"a"}, {"b", "d"}, {"c"})
    assert graph.topological_order == ("a", "b", "c", "d")


def test_relatives_equal_the_definition() -> None:
    for seed in range(60):
        graph = definition.random_graph(seed, most=8)
        for node in graph.nodes:
            assert graph.descendants(node, inclusive=True) == definition.below(graph, node)
            assert graph.ancestors(node) == {
                a for a in graph.nodes if a != node and node in definition.below(graph, a)
            }


def test_surgery_cuts_arrowheads_into_and_arrows_out_of() -> None:
    graph = CausalGraph.parse("a -> x -> y; x <-> y; a <-> y")
    assert graph.without_incoming("x") == CausalGraph.parse("x -> y; a <-> y")
    assert graph.without_outgoing("x") == CausalGraph.parse("a -> x; x <-> y; a <-> y")
    assert graph.subgraph(["x", "y"]) == CausalGraph.parse("x -> y; x <-> y")


def test_a_graph_survives_the_trip_between_processes() -> None:
    graph = CausalGraph.parse("dag { u [latent]; u -> x; x -> y; x <-> y }")
    assert pickle.loads(pickle.dumps(graph)) == graph
    assert eval(repr(graph), {"CausalGraph": CausalGraph}) == graph


def test_five_hundred_nodes_are_built_and_asked() -> None:
    r = random.Random(1)
    names = [f"n{i:03}" for i in range(500)]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    arrows = [pair for pair in pairs if r.random() < 0.01]
    shared = [pair for pair in pairs if r.random() < 0.003]
    graph = CausalGraph(names, arrows, shared)
    graph.m_separated(names[0], names[-1], given=names[100:200])
    assert graph.ancestors(names[-1]) < set(names)
    assert sorted(n for d in graph.districts() for n in d) == names
