"""Every arrow listed as needed is: drawing it breaks the strategy, and drawing any other does not."""

from __future__ import annotations

from itertools import combinations, permutations

from causal_core.errors import CycleError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.answer import identify
from causal_core.identification.query import Query
from causal_core.identification.strategy import Adjustment, FrontDoor, Instrument, NoEffect
from tests.causal_core.graph import by_definition as definition


def holds(graph: CausalGraph, x: tuple[str, ...], y: tuple[str, ...], strategy: object) -> bool:
    """The strategy's own criterion, word for word."""
    if isinstance(strategy, NoEffect):
        return not any(set(y) & definition.below(graph, node) for node in x)
    if isinstance(strategy, Adjustment):
        return definition.is_adjustment_set(graph, x, y, strategy.adjustment_set)
    if isinstance(strategy, FrontDoor):
        return definition.is_frontdoor_set(graph, x, y, strategy.mediators)
    assert isinstance(strategy, Instrument)
    return definition.is_instrument(graph, x[0], y[0], strategy.instrument, strategy.conditioning)


def test_undrawn_arrows_that_a_strategy_needs_are_exactly_those_that_would_break_it() -> None:
    seen: dict[str, int] = {}
    for seed in range(120):
        graph = definition.random_graph(seed, most=5, hidden=0.1, arrows=0.35)
        x, y = definition.random_ends(graph, seed)
        for strategy in identify(graph, Query(x, y)).strategies:
            if strategy.kind == "general_formula":
                continue
            seen[strategy.kind] = seen.get(strategy.kind, 0) + 1
            missing, shared = set(), set()
            for a, b in permutations(graph.observed, 2):
                if (a, b) in graph.directed:
                    continue
                try:
                    more = CausalGraph(graph.nodes, [*graph.directed, (a, b)], graph.bidirected, graph.latent)
                except CycleError:
                    continue
                if not holds(more, x, y, strategy):
                    missing.add((a, b))
            for pair in combinations(graph.observed, 2):
                if pair not in graph.bidirected:
                    more = CausalGraph(graph.nodes, graph.directed, [*graph.bidirected, pair], graph.latent)
                    if not holds(more, x, y, strategy):
                        shared.add(pair)
            assert set(strategy.missing_arrows) == missing, (seed, strategy)
            assert set(strategy.missing_common_causes) == shared, (seed, strategy)
    assert set(seen) == {"no_effect", "adjustment", "front_door", "instrument"}, seen


def test_the_drawn_arrows_are_those_the_effect_runs_along_and_those_that_called_for_the_set() -> None:
    graph = CausalGraph.parse("age -> drug -> pulse -> health; age -> diet -> health; drug -> nausea")
    best = identify(graph, Query("drug", "health")).strategies[0]
    assert best.adjustment_set == ("diet",)
    assert best.arrows == (("diet", "health"), ("drug", "pulse"), ("pulse", "health"))


def test_a_strategy_made_by_hand_knows_nothing_of_arrows() -> None:
    own = Adjustment(treatments=("x",), outcomes=("y",), sentence="", adjustment_set=())
    assert own.missing_arrows == own.arrows == own.missing_common_causes == ()


def test_in_a_large_graph_only_pairs_near_the_question_are_tried() -> None:
    names = [f"n{i:03}" for i in range(120)]
    arrows = [(a, b) for i, a in enumerate(names) for b in names[i + 1 : i + 3]]
    answer = identify(CausalGraph(names, arrows), Query("n050", "n052"))
    reliance = answer.strategies[0].reliance
    assert ("n050", "n052") in reliance.missing_common_causes
    assert len({name for pair in reliance.missing_common_causes for name in pair}) <= 12
