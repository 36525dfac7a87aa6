"""Arrows that no data can tell from their reversal."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, product

import numpy as np

from causal_core.errors import CycleError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.equivalence import reversals_sentence, reversible_arrows, why_untold


def all_dags(names: str) -> list[CausalGraph]:
    found = []
    pairs = list(combinations(names, 2))
    for choice in product((0, 1, 2), repeat=len(pairs)):
        arrows = [(a, b) if c == 1 else (b, a) for (a, b), c in zip(pairs, choice, strict=True) if c]
        try:
            found.append(CausalGraph(names, arrows))
        except CycleError:
            continue
    return found


def separations(graph: CausalGraph) -> frozenset:
    """Every separation of two variables, asked of the graph one by one."""
    found = set()
    for a, b in combinations(graph.nodes, 2):
        rest = [n for n in graph.nodes if n not in (a, b)]
        for size in range(len(rest) + 1):
            found |= {(a, b, given) for given in combinations(rest, size) if graph.m_separated(a, b, given)}
    return frozenset(found)


def test_every_graph_of_four_variables_agrees_with_all_separations_of_all_others():
    graphs = all_dags("abcd")
    assert len(graphs) == 543
    classes = defaultdict(list)
    for graph in graphs:
        classes[separations(graph)].append(graph)
    assert len(classes) == 185  # Gillispie and Perlman 2002
    for alike in classes.values():
        both = {edge for graph in alike for edge in graph.directed}
        for graph in alike:
            expected = tuple((a, b) for a, b in graph.directed if (b, a) in both)
            assert reversible_arrows(graph) == expected, graph


def test_reversible_arrows_of_larger_graphs_follow_the_names():
    rng = np.random.default_rng(0)
    for _ in range(30):
        names = [f"v{k}" for k in range(12)]
        arrows = [(names[i], names[j]) for j in range(12) for i in range(j) if rng.uniform() < 0.3]
        order = rng.permutation(12)
        new = {name: f"w{order[k]:02d}" for k, name in enumerate(names)}
        here = reversible_arrows(CausalGraph(names, arrows))
        there = reversible_arrows(CausalGraph(new.values(), [(new[a], new[b]) for a, b in arrows]))
        assert {(new[a], new[b]) for a, b in here} == set(there)


def test_unmeasured_variables_that_leave_no_hidden_common_cause_are_projected_out():
    graph = CausalGraph("abu", [("a", "u"), ("u", "b")], latent=["u"])
    assert reversible_arrows(graph) == (("a", "b"),)


def test_graph_with_hidden_common_causes_is_not_told_and_says_why():
    graph = CausalGraph.parse("a -> b; b -> c; a <-> c")
    assert reversible_arrows(graph) == ()
    assert "hidden common causes" in why_untold(graph)
    assert reversals_sentence(graph) == why_untold(graph)


def test_sentence_names_each_reversal():
    assert "“a → b” and “b → c”" in reversals_sentence(CausalGraph.parse("a -> b -> c"))
    assert "“a → b”: it could as well" in reversals_sentence(CausalGraph.parse("a -> b"))
    assert "Each arrow, turned round" in reversals_sentence(CausalGraph.parse("a -> b <- c"))
    assert reversals_sentence(CausalGraph("ab")) == "There is no arrow to turn round."
