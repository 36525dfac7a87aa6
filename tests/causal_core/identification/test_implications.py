"""Implied independences: one for each pair that can be separated, by a smallest set, and no other."""

from __future__ import annotations

from itertools import combinations

from causal_core.graph.admg import CausalGraph
from causal_core.identification.implications import implied_independences, independences
from tests.causal_core.graph import by_definition as definition


def test_each_separable_pair_comes_once_with_a_smallest_set() -> None:
    inseparable = 0
    for seed in range(250):
        graph = definition.random_graph(seed)
        found = {(i.a, i.b): i for i in implied_independences(graph)}
        assert len(found) == len(implied_independences(graph))
        seen = graph.latent_projection()
        for a, b in combinations(graph.observed, 2):
            rest = set(graph.observed) - {a, b}
            works = [s for s in definition.subsets(rest) if definition.separated(graph, {a}, {b}, s)]
            assert ((a, b) in found) == bool(works), (seed, a, b)
            if not works:
                joined = b in seen.parents(a) | seen.children(a) | seen.siblings(a)
                inseparable += not joined
                continue
            each = found[a, b]
            assert frozenset(each.given) in works
            assert len(each.given) == len(works[0])
            assert set(each.missing_arrow) == {a, b}
            assert each.missing_arrow[1] not in graph.ancestors(each.missing_arrow[0])
    assert inseparable > 5


def test_the_easiest_tests_come_first() -> None:
    found = implied_independences(CausalGraph.parse("a -> b -> c -> d; e -> d"))
    sizes = [len(i.given) for i in found]
    assert sizes == sorted(sizes)
    assert [(i.a, i.b) for i in found if not i.given] == [("a", "e"), ("b", "e"), ("c", "e")]
    assert implied_independences(CausalGraph.parse("a -> b -> c -> d; e -> d"), limit=2) == found[:2]


def test_a_sentence_names_the_pair_and_the_conditions() -> None:
    (found,) = implied_independences(CausalGraph.parse("a -> b -> c"))
    assert str(found) == "“a” and “c” do not go together among cases alike in “b”"
    assert found.missing_arrow == ("a", "c")


def test_a_complete_graph_claims_nothing() -> None:
    assert implied_independences(CausalGraph.parse("a -> b -> c; a -> c")) == ()
    assert implied_independences(CausalGraph(["a"])) == ()


def test_a_large_graph_is_cut_short_at_the_deadline_and_says_so() -> None:
    names = [f"n{i:03}" for i in range(400)]
    graph = CausalGraph(names, [(a, b) for i, a in enumerate(names) for b in names[i + 1 : i + 4]])
    some = independences(graph, deadline=0.2)
    assert sum(1 for _ in some) > 10
    assert some.cut_short == "deadline"
