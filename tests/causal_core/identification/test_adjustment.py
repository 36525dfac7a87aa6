"""Adjustment against the criterion word for word, and against exact structural models."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest

from causal_core.errors import QueryError, UnknownVariableError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import (
    adjustment_set,
    adjustment_sets,
    cheapest_adjustment_set,
    is_adjustment_set,
)
from causal_core.identification.answer import identify
from causal_core.identification.formulas import back_door
from causal_core.identification.precision import o_set
from causal_core.identification.query import Query
from tests.causal_core.graph import by_definition as definition
from tests.causal_core.identification.exact_models import ExactModel, random_admg, random_question


@pytest.mark.parametrize("block", range(5))
def test_all_minimal_sets_equal_the_criterion_by_brute_force(block: int) -> None:
    with_set = 0
    for seed in range(120 * block, 120 * block + 120):
        graph = definition.random_graph(seed)
        x, y = definition.random_ends(graph, seed)
        query = Query(x, y)
        rest = set(graph.observed) - set(x) - set(y)
        valid = {s for s in definition.subsets(rest) if definition.is_adjustment_set(graph, x, y, s)}
        for chosen in definition.subsets(rest):
            assert bool(is_adjustment_set(graph, query, chosen)) == (chosen in valid), (seed, chosen)
        found = list(adjustment_sets(graph, query))
        assert len(found) == len(set(found))
        assert set(found) == definition.minimal(valid), seed
        one, best, cheap = (
            adjustment_set(graph, query),
            o_set(graph, query),
            cheapest_adjustment_set(graph, query),
        )
        if valid:
            with_set += 1
            assert one == found[0]
            assert best in valid
            assert cheap in found
            assert len(cheap) == min(map(len, valid))
        else:
            assert one is None
            assert best is None
            assert cheap is None
    assert with_set > 40


def test_the_reason_for_a_no_is_an_open_path_or_a_forbidden_variable() -> None:
    reasons = {"path": 0, "forbidden": 0}
    for seed in range(200):
        graph = definition.random_graph(seed)
        x, y = definition.random_ends(graph, seed)
        for chosen in definition.subsets(set(graph.nodes)):
            check = is_adjustment_set(graph, Query(x, y), chosen)
            if check:
                continue
            if check.open_path is not None:
                reasons["path"] += 1
                path = check.open_path
                assert path.nodes[0] in x
                assert path.nodes[-1] in y
                assert str(path) in check.reason
                marks = {"→": "->", "←": "<-", "↔": "<->"}
                steps = zip(path.nodes, path.nodes[1:], path.arrows, strict=False)
                walk = tuple((a, b, marks[m]) for a, b, m in steps)
                assert definition.is_open(graph, walk, chosen)
                assert not definition.is_causal(walk)
            else:
                reasons["forbidden"] += 1
                assert check.forbidden in chosen
                assert f"“{check.forbidden}”" in check.reason
    assert min(reasons.values()) > 300


def test_adjusting_gives_the_truth_of_exact_structural_models() -> None:
    rng = np.random.default_rng(5)
    compared = 0
    for seed in range(250):
        graph = definition.random_graph(seed, hidden=0)
        x, y = definition.random_ends(graph, seed)
        query = Query(x, y)
        sets = [*adjustment_sets(graph, query), o_set(graph, query)]
        if sets[-1] is None:
            continue
        model = ExactModel(graph, rng)
        truth = model.effect(x, y)
        for chosen in sets:
            compared += 1
            estimand = back_door(graph, query, sorted(chosen or ()))
            assert np.allclose(estimand.evaluate(model.joint), truth, atol=1e-9), (seed, chosen)
    assert compared > 150


def test_conditional_adjustment_gives_the_truth_of_exact_structural_models() -> None:
    rng = np.random.default_rng(6)
    compared = 0
    for seed in range(500):
        graph = definition.random_graph(seed, hidden=0)
        r = random.Random(seed)
        nodes = r.sample(graph.nodes, len(graph))
        if len(nodes) < 4:
            continue
        x, y, given = nodes[:1], nodes[1:2], nodes[2 : r.choice([3, 4])]
        answer = identify(graph, Query(tuple(x), tuple(y), given=tuple(given)))
        if not answer.strategies or answer.strategies[0].kind == "general_formula":
            continue
        compared += 1
        model = ExactModel(graph, rng)
        assert answer.estimand is not None
        got, truth = answer.estimand.evaluate(model.joint), model.effect(x, y, given)
        assert np.allclose(got, truth, atol=1e-9), (seed, graph, x, y, given)
    assert compared > 150


def test_the_most_precise_set_is_that_of_henckel_where_nothing_is_hidden() -> None:
    for seed in range(300):
        graph = definition.random_graph(seed, most=7, hidden=0)
        graph = CausalGraph(graph.nodes, graph.directed)
        (x, *_), (y, *_) = definition.random_ends(graph, seed)
        if y not in graph.descendants(x):
            continue
        causal = (graph.descendants(x)) & graph.ancestors(y, inclusive=True)
        forbidden = graph.descendants(causal, inclusive=True) | {x}
        assert o_set(graph, Query(x, y)) == graph.parents(causal) - forbidden


def test_the_most_precise_set_has_the_smallest_variance_in_linear_models() -> None:
    """Exact: the asymptotic variance is var(y | x, z) / var(x | z); no draw, so no Monte Carlo error."""
    rng = np.random.default_rng(7)
    compared = 0
    for seed in range(250):
        graph = definition.random_graph(seed, most=7, hidden=0)
        graph = CausalGraph(graph.nodes, graph.directed)
        (x, *_), (y, *_) = definition.random_ends(graph, seed)
        best = o_set(graph, Query(x, y))
        if best is None or y not in graph.descendants(x):
            continue
        n = len(graph)
        weights = np.zeros((n, n))
        for a, b in graph.directed:
            weights[graph.index[b], graph.index[a]] = rng.uniform(0.5, 2) * rng.choice([-1, 1])
        root = np.linalg.inv(np.eye(n) - weights)
        cov = root @ np.diag(rng.uniform(0.5, 2, n)) @ root.T

        def left(a: str, given: list[str], cov: np.ndarray = cov, graph: CausalGraph = graph) -> float:
            i, z = graph.index[a], [graph.index[v] for v in given]
            return float(cov[i, i] - cov[i, z] @ np.linalg.solve(cov[np.ix_(z, z)], cov[z, i]))

        def variance(s: frozenset[str], x: str = x, y: str = y) -> float:
            return left(y, [x, *sorted(s)]) / left(x, sorted(s))

        rest = set(graph.nodes) - {x, y}
        valid = [s for s in definition.subsets(rest) if is_adjustment_set(graph, Query(x, y), s)]
        compared += len(valid)
        assert variance(best) <= min(map(variance, valid)) + 1e-9, seed
    assert compared > 300


def test_with_hidden_causes_the_most_precise_set_is_as_good_as_every_minimal_one() -> None:
    rng = np.random.default_rng(8)
    compared = 0
    for seed in range(700):
        graph = definition.random_graph(seed, most=7, hidden=0.25)
        (x, *_), (y, *_) = definition.random_ends(graph, seed)
        query = Query(x, y)
        best = o_set(graph, query)
        if best is None or y not in graph.descendants(x) or not (graph.latent or graph.bidirected):
            continue
        hidden = [f"{a} and {b}" for a, b in graph.bidirected]
        names = [*graph.nodes, *hidden]
        arrows = list(graph.directed)
        for (a, b), h in zip(graph.bidirected, hidden, strict=True):
            arrows += [(h, a), (h, b)]
        weights = np.zeros((len(names), len(names)))
        for a, b in arrows:
            weights[names.index(b), names.index(a)] = rng.uniform(0.5, 2) * rng.choice([-1, 1])
        root = np.linalg.inv(np.eye(len(names)) - weights)
        cov = root @ np.diag(rng.uniform(0.5, 2, len(names))) @ root.T

        def variance(s: frozenset[str], cov: np.ndarray = cov, x: str = x, y: str = y) -> float:
            z = [names.index(v) for v in sorted(s)]  # noqa: B023
            i, j = names.index(x), names.index(y)  # noqa: B023
            part = cov - cov[:, z] @ np.linalg.solve(cov[np.ix_(z, z)], cov[z]) if z else cov
            return float((part[j, j] - part[i, j] ** 2 / part[i, i]) / part[i, i])

        least = list(adjustment_sets(graph, query))
        compared += len(least)
        assert all(variance(best) <= variance(s) + 1e-9 for s in least), (seed, graph, x, y)
        assert variance(least[0]) <= min(map(variance, least)) + 1e-9, "the first is the best minimal one"
    assert compared > 100


def test_nothing_to_adjust_and_no_set_that_will_do_are_two_different_sentences() -> None:
    nothing = identify(CausalGraph.parse("lottery -> drug -> health"), Query("drug", "health"))
    none = identify(CausalGraph.parse("drug -> health; drug <-> health"), Query("drug", "health"))
    assert nothing.reason == (
        "Nothing needs adjusting: only the effect itself makes “drug” and “health” go together."
    )
    assert nothing.strategies[0].adjustment_set == ()
    assert none.reason == (
        "No set of measured variables will do: the path drug ↔ health cannot be closed by adjusting. "
        "No other formula does either."
    )
    assert list(adjustment_sets(nothing.graph, nothing.query)) == [frozenset()]
    assert list(adjustment_sets(none.graph, none.query)) == []


def test_the_reasons_say_what_a_person_needs() -> None:
    graph = CausalGraph.parse(
        "dag { u [latent]; age -> drug; age -> health; drug -> pulse -> health; pulse -> mood; u -> health }"
    )
    query = Query("drug", "health")

    def said(*names: str) -> str:
        return is_adjustment_set(graph, query, names).reason

    assert said("age") == "Adjusting for these variables closes every path that is not causal."
    assert "drug ← age → health stays open" in said()
    assert said("age", "u") == "“u” was not measured, so it cannot be adjusted for."
    assert "“pulse” lies on the way (drug → pulse → health)" in said("age", "pulse")
    assert "“mood” is changed by what the cause changes" in said("age", "mood")
    assert said("age", "drug") == "“drug” is the cause of the question itself."
    assert said("health") == "“health” is the outcome of the question itself."


def test_a_collider_is_never_adjusted_for() -> None:
    graph = CausalGraph.parse("a -> x; a -> m; b -> m; b -> y; x -> y")
    assert list(adjustment_sets(graph, Query("x", "y"))) == [frozenset()]
    check = is_adjustment_set(graph, Query("x", "y"), "m")
    assert str(check.open_path) == "x ← a → m ← b → y"


def test_twelve_confounders_and_eight_colliders_are_answered() -> None:
    text = "; ".join(
        [f"c{i} -> x; c{i} -> y" for i in range(12)]
        + [f"a{i} -> x; a{i} -> m{i}; b{i} -> m{i}; b{i} -> y" for i in range(8)]
        + ["x -> y"]
    )
    graph, query = CausalGraph.parse(text), Query("x", "y")
    best = identify(graph, query).strategies[0]
    assert is_adjustment_set(graph, query, best.adjustment_set)
    assert adjustment_set(graph, query) == {f"c{i}" for i in range(12)}
    assert len(list(adjustment_sets(graph, query))) == 1


def many_sets(n: int) -> CausalGraph:
    """A ladder with 3ⁿ minimal sets: each of n back-door paths can be closed at any of three places."""
    steps = [f"p{i} -> x; q{i} -> p{i}; q{i} -> r{i} -> y" for i in range(n)]
    return CausalGraph.parse("x -> y; " + "; ".join(steps))


def test_the_first_sets_of_a_billion_come_at_once_and_the_list_says_it_was_cut_short() -> None:
    graph, query = many_sets(20), Query("x", "y")
    some = adjustment_sets(graph, query, limit=50)
    found = list(some)
    assert len(set(found)) == 50
    assert some.cut_short == "limit"
    assert all(is_adjustment_set(graph, query, s) for s in found)


def test_a_limit_that_is_not_reached_cuts_nothing_short() -> None:
    graph, query = many_sets(2), Query("x", "y")
    for limit in (9, 10, None):
        some = adjustment_sets(graph, query, limit=limit)
        assert len(list(some)) == 9
        assert some.cut_short == ""
    eight = adjustment_sets(graph, query, limit=8)
    assert len(list(eight)) == 8
    assert eight.cut_short == "limit"
    none = adjustment_sets(graph, query, limit=0)
    assert list(none) == []
    assert none.cut_short == "limit"


def test_no_enumeration_goes_past_its_deadline() -> None:
    graph, query = many_sets(40), Query("x", "y")
    some = adjustment_sets(graph, query, deadline=0.2)
    assert sum(1 for _ in some) > 10
    assert some.cut_short == "deadline"


def test_the_cheapest_set_follows_the_prices() -> None:
    graph, query = many_sets(1), Query("x", "y")
    assert cheapest_adjustment_set(graph, query, cost={"p0": 3, "q0": 2, "r0": 5}) == {"q0"}
    assert cheapest_adjustment_set(graph, query, cost={"p0": 0, "q0": 2, "r0": 5}) == {"p0"}
    with pytest.raises(UnknownVariableError):
        cheapest_adjustment_set(graph, query, cost={"P0": 1})


def test_a_cause_or_outcome_that_was_not_measured_is_refused() -> None:
    graph = CausalGraph.parse("dag { u [latent]; u -> y; x -> y }")
    for query in (Query("u", "y"), Query("x", "u"), Query("x", "y", given="u")):
        with pytest.raises(QueryError, match="“u” was not measured"):
            identify(graph, query)
        with pytest.raises(QueryError, match="“u” was not measured"):
            adjustment_sets(graph, query)


def test_a_variable_that_is_not_in_the_graph_is_named_with_close_matches() -> None:
    graph = CausalGraph.parse("income -> health")
    with pytest.raises(UnknownVariableError) as caught:
        is_adjustment_set(graph, Query("income", "health"), ["helth"])
    assert caught.value.close_matches == ("health",)


def test_two_thousand_random_graphs_have_exactly_the_minimal_sets_that_networkx_finds() -> None:
    """Graphs of 3 to 8 nodes, up to three treatments and outcomes; hidden causes drawn as nodes."""
    rng = np.random.default_rng(2024)
    with_set = 0
    for number in range(2000):
        graph = random_admg(rng, 3, 8)
        x, y, _ = random_question(graph, rng)
        latent = [n for n in graph.nodes if n not in x + y and rng.random() < 0.15]
        graph = CausalGraph(graph.nodes, graph.directed, graph.bidirected, latent)
        whole = nx.DiGraph(graph.directed)
        whole.add_nodes_from(graph.nodes)
        whole.add_edges_from(((a, b), end) for a, b in graph.bidirected for end in (a, b))
        into, out = whole.copy(), whole.copy()
        into.remove_edges_from([e for e in whole.edges if e[1] in x])
        out.remove_edges_from([e for e in whole.edges if e[0] in x])
        below = {d for v in x for d in nx.descendants(into, v)} - set(x)
        causal = below & {a for v in y for a in nx.ancestors(out, v) | {v}}
        forbidden = {d for v in causal for d in nx.descendants(whole, v) | {v}}
        door = whole.copy()
        door.remove_edges_from([(a, b) for a, b in whole.edges if a in x and b in causal])
        rest = set(graph.observed) - forbidden - set(x) - set(y)
        valid = [s for s in definition.subsets(rest) if nx.is_d_separator(door, set(x), set(y), set(s))]
        with_set += bool(valid)
        found = list(adjustment_sets(graph, Query(x, y)))
        assert len(found) == len(set(found))
        assert set(found) == definition.minimal(valid), (number, graph, x, y)
        assert (o_set(graph, Query(x, y)) in valid) == bool(valid)
    assert with_set > 500
