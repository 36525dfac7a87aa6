"""The front door against its definition, path by path, and against exact structural models."""

from __future__ import annotations

import random
from itertools import islice, pairwise

import numpy as np

from causal_core.graph.admg import CausalGraph
from causal_core.identification.formulas import front_door
from causal_core.identification.frontdoor import frontdoor_set, frontdoor_sets
from causal_core.identification.query import Query
from tests.causal_core.graph import by_definition as definition
from tests.causal_core.identification.exact_models import ExactModel


def likely_graph(seed: int) -> tuple[CausalGraph, tuple[str, ...], tuple[str, ...]]:
    """A random graph in which front doors are not rare: no arrow from x to y, few hidden causes of the rest."""
    r = random.Random(seed)
    names = [f"v{i}" for i in range(r.randint(3, 6))]
    r.shuffle(names)
    x, y = names[0], names[-1]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if (a, b) != (x, y)]
    shared = [pair for pair in pairs if r.random() < 0.07] + [(x, y)] * (r.random() < 0.7)
    if r.random() < 0.5:
        names.append("w")
        pairs += [("w", r.choice(names[:-1])), ("w", y)]
    graph = CausalGraph(names, [p for p in pairs if r.random() < 0.5], shared)
    return graph, (x,), (y,)


def test_all_front_door_sets_equal_the_definition_by_brute_force() -> None:
    real = 0
    for seed in range(500):
        if seed % 2:
            graph, x, y = likely_graph(seed)
        else:
            graph = definition.random_graph(seed)
            x, y = definition.random_ends(graph, seed)
        query = Query(x, y)
        rest = set(graph.observed) - set(x) - set(y)
        expected = {s for s in definition.subsets(rest) if definition.is_frontdoor_set(graph, x, y, s)}
        found = list(frontdoor_sets(graph, query))
        assert len(found) == len(set(found))
        assert set(found) == expected, (seed, graph, x, y)
        one = frontdoor_set(graph, query)
        if expected:
            real += bool(one)
            assert one == found[0]
            assert one in definition.minimal(expected)
        else:
            assert one is None
    assert real > 60


def test_the_front_door_formula_gives_the_truth_of_exact_structural_models() -> None:
    rng = np.random.default_rng(3)
    compared = 0
    for seed in range(1, 400, 2):
        graph, x, y = likely_graph(seed)
        sets = [s for s in islice(frontdoor_sets(graph, Query(x, y)), 4) if s]
        if not sets:
            continue
        model = ExactModel(graph, rng)
        truth = model.effect(x, y)
        for chosen in sets:
            compared += 1
            got = front_door(graph, Query(x, y), sorted(chosen)).evaluate(model.joint)
            assert np.allclose(got, truth, atol=1e-9), (seed, chosen)
    assert compared > 80


def test_a_set_none_of_whose_members_passes_alone_is_found() -> None:
    graph = CausalGraph.parse("x -> a -> y; x -> b -> y; x <-> y")
    assert list(frontdoor_sets(graph, Query("x", "y"))) == [frozenset("ab")]


def test_a_chain_of_two_hundred_is_searched() -> None:
    names = [f"n{i:03}" for i in range(200)]
    graph = CausalGraph(names, list(pairwise(names)), [(names[0], names[-1])])
    query = Query(names[0], names[-1])
    one = frontdoor_set(graph, query)
    assert one is not None
    assert len(one) == 1
    some = frontdoor_sets(graph, query, limit=20)
    assert len(set(some)) == 20
    assert some.cut_short == "limit"


def test_no_enumeration_of_front_door_sets_goes_past_its_deadline() -> None:
    names = [f"n{i:03}" for i in range(120)]
    graph = CausalGraph(names, list(pairwise(names)), [(names[0], names[-1])])
    some = frontdoor_sets(graph, Query(names[0], names[-1]), deadline=0.2)
    assert sum(1 for _ in some) > 1
    assert some.cut_short == "deadline"
