"""The latent projection keeps what a graph says about the measured variables."""

from __future__ import annotations

from itertools import combinations

from causal_core.graph.admg import CausalGraph
from tests.causal_core.graph import by_definition as definition


def test_projection_keeps_every_separation_among_measured_variables() -> None:
    hidden_seen = 0
    for seed in range(150):
        graph = definition.random_graph(seed, most=7, hidden=0.35)
        hidden_seen += bool(graph.latent)
        seen = graph.latent_projection()
        assert seen.nodes == graph.observed
        assert not seen.latent
        for a, b in combinations(graph.observed, 2):
            for given in definition.subsets(set(graph.observed) - {a, b}):
                assert seen.m_separated(a, b, given) == graph.m_separated(a, b, given), (seed, a, b, given)
    assert hidden_seen > 80


def test_projection_keeps_who_causes_whom() -> None:
    for seed in range(100):
        graph = definition.random_graph(seed, most=8, hidden=0.4)
        seen = graph.latent_projection()
        for node in seen.nodes:
            assert seen.descendants(node) == graph.descendants(node) & set(graph.observed)


def test_a_hidden_chain_becomes_an_arrow_and_a_hidden_fork_a_shared_cause() -> None:
    graph = CausalGraph.parse("dag { l [latent]; u [latent]; a -> l -> b; u -> l; u -> c }")
    assert graph.latent_projection() == CausalGraph.parse("a -> b; b <-> c")


def test_ends_of_a_shared_cause_that_are_hidden_pass_it_on() -> None:
    graph = CausalGraph.parse("dag { l [latent]; l <-> c; l -> a; l -> b }")
    assert graph.latent_projection() == CausalGraph.parse("a <-> b; a <-> c; b <-> c")


def test_a_graph_without_hidden_variables_is_its_own_projection() -> None:
    graph = CausalGraph.parse("a -> b; b <-> c")
    assert graph.latent_projection() == graph
