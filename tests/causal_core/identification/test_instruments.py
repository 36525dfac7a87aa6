"""Instruments against their definition, path by path, and in linear models."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np

from causal_core.graph.admg import CausalGraph
from causal_core.identification.instruments import conditional_instruments, instruments
from causal_core.identification.query import Query
from tests.causal_core.graph import by_definition as definition


def cause_and_effect(seed: int, *, hidden: float = 0.1) -> tuple[CausalGraph, str, str] | None:
    """A sparse random graph with a measured pair of which one causes the other."""
    graph = definition.random_graph(seed, arrows=0.3, hidden=hidden)
    pairs = [(x, y) for x in graph.observed for y in sorted(graph.descendants(x)) if y not in graph.latent]
    return (graph, *random.Random(seed).choice(pairs)) if pairs else None


def questions(n: int, *, hidden: float = 0.1) -> Iterator[tuple[int, CausalGraph, str, str]]:
    for seed in range(n):
        found = cause_and_effect(seed, hidden=hidden)
        if found is not None:
            yield seed, *found


def test_instruments_equal_the_definition_by_brute_force() -> None:
    seen = 0
    for seed, graph, x, y in questions(400):
        expected = {z for z in graph.observed if definition.is_instrument(graph, x, y, z)}
        assert set(instruments(graph, Query(x, y))) == expected, (seed, graph)
        seen += bool(expected)
    assert seen > 40


def test_conditional_instruments_hold_and_one_is_found_wherever_one_exists() -> None:
    """Among conditions that the treatment does not change; with others, only where adjustment works too."""
    only_conditional = 0
    for seed, graph, x, y in questions(500):
        found = conditional_instruments(graph, Query(x, y))
        for each in found:
            assert definition.is_instrument(graph, x, y, each.name, each.given), (seed, each)
        exists = any(
            definition.is_instrument(graph, x, y, z, given)
            for z in graph.observed
            for given in definition.subsets(set(graph.observed) - {y, z} - definition.below(graph, x))
        )
        assert bool(found) == exists, (seed, graph, x, y)
        only_conditional += bool(found) and bool(found[0].given)
    assert only_conditional > 5


def test_the_ratio_of_covariances_is_the_total_effect_in_linear_models() -> None:
    rng = np.random.default_rng(2)
    compared = 0
    for seed, graph, x, y in questions(400, hidden=0):
        found = conditional_instruments(graph, Query(x, y))
        if not found:
            continue
        n = len(graph)
        weights, noise = np.zeros((n, n)), np.eye(n)
        for a, b in graph.directed:
            weights[graph.index[b], graph.index[a]] = rng.uniform(0.5, 2) * rng.choice([-1, 1])
        for a, b in graph.bidirected:
            one = np.zeros(n)
            one[[graph.index[a], graph.index[b]]] = rng.uniform(0.5, 1.5, 2)
            noise += np.outer(one, one)
        root = np.linalg.inv(np.eye(n) - weights)
        cov = root @ noise @ root.T
        for each in found:
            compared += 1
            w = [graph.index[name] for name in each.given]
            part = cov - cov[:, w] @ np.linalg.solve(cov[np.ix_(w, w)], cov[w]) if w else cov
            i, j, z = graph.index[x], graph.index[y], graph.index[each.name]
            assert np.isclose(part[z, j] / part[z, i], root[j, i], atol=1e-8), (seed, each)
    assert compared > 60


def test_what_the_treatment_changes_is_never_offered() -> None:
    assert instruments(CausalGraph.parse("x -> s; x -> y"), Query("x", "y")) == ()


def test_two_treatments_have_no_instruments() -> None:
    graph = CausalGraph.parse("z -> x; x -> y; w -> y")
    assert instruments(graph, Query(("x", "w"), "y")) == ()
    assert conditional_instruments(graph, Query(("x", "w"), "y")) == ()


def test_a_variable_that_is_an_instrument_only_among_the_alike_says_among_whom() -> None:
    graph = CausalGraph.parse("draft -> service -> wage; service <-> wage; age -> draft; age -> wage")
    (found,) = conditional_instruments(graph, Query("service", "wage"))
    assert (found.name, found.given) == ("draft", ("age",))
    assert instruments(graph, Query("service", "wage")) == ()
