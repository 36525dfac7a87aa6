"""The ranking: what applies, best first, with its formula, its assumptions and its words."""

from __future__ import annotations

import random

import numpy as np
import pytest

import causal_core as cc
from causal_core.graph.admg import CausalGraph
from causal_core.identification.answer import Identified, IdentifiedIf, NotIdentified, identify
from causal_core.identification.idc import is_identifiable
from causal_core.identification.query import Query
from tests.causal_core.graph import by_definition as definition
from tests.causal_core.identification.exact_models import ExactModel, random_admg, random_question


def kinds(text: str, query: Query) -> list[str]:
    return [strategy.kind for strategy in identify(CausalGraph.parse(text), query).strategies]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y -> x", ["no_effect"]),
        ("x; y; x <-> y", ["no_effect"]),
        ("x -> y", ["adjustment"]),
        ("c -> x; c -> y; x -> y", ["adjustment"]),
        ("x -> y; s -> y", ["adjustment", "adjustment"]),
        ("x -> m -> y", ["adjustment", "front_door"]),
        ("z -> x -> y", ["adjustment", "instrument"]),
        ("x -> m -> y; x <-> y", ["front_door"]),
        ("z2 -> z1 -> x -> y; z2 <-> x; z2 <-> y", ["general_formula", "instrument"]),
        ("z -> x -> y; x <-> y", ["instrument"]),
        ("x -> y; x <-> y", []),
    ],
)
def test_what_applies_is_ranked(text: str, expected: list[str]) -> None:
    assert kinds(text, Query("x", "y")) == expected


def test_an_instrument_makes_an_answer_that_stands_only_under_its_assumption() -> None:
    answer = identify(CausalGraph.parse("z -> x -> y; x <-> y"), Query("x", "y"))
    assert isinstance(answer, IdentifiedIf)
    assert not answer.identifiable
    assert answer.hedge is not None
    assert answer.estimand is None
    (way,) = answer.strategies
    assert way.instrument == "z"
    assert "linear" in way.extra_assumption
    assert way.extra_assumption in answer.reason
    assert [a.id for a in way.assumptions] == [
        "graph", "relevance", "exclusion", "instrument_unconfounded", "linear_or_monotone",
    ]  # fmt: skip


def test_a_no_has_no_strategy_but_a_hedge_and_help() -> None:
    answer = identify(CausalGraph.parse("x -> y; x <-> y"), Query("x", "y"))
    assert isinstance(answer, NotIdentified)
    assert (answer.identifiable, answer.strategies, answer.estimand) == (False, (), None)
    assert answer.hedge is not None
    assert (answer.hedge.forest, answer.hedge.subforest) == ({"x", "y"}, {"y"})
    assert answer.fixes


def test_the_most_precise_set_comes_first_and_then_the_small_ones() -> None:
    graph = CausalGraph.parse("a -> b -> x; a -> c -> y; s -> y; x -> y")
    found = identify(graph, Query("x", "y")).strategies
    assert [s.adjustment_set for s in found if s.kind == "adjustment"] == [("c", "s"), ("a",), ("b",), ("c",)]
    assert [s.most_precise for s in found[:4]] == [True, False, False, False]
    assert [s.minimal for s in found[:4]] == [False, True, True, True]


def test_every_strategy_says_what_to_do_and_what_it_assumes() -> None:
    for seed in range(150):
        graph = definition.random_graph(seed)
        x, y = definition.random_ends(graph, seed)
        answer = identify(graph, Query(x, y))
        assert answer.reason.endswith(".")
        for way in answer.strategies:
            assert way.sentence.endswith(".")
            assert way.assumptions[0].id == "graph"
            assert all(a.text.endswith(".") for a in way.assumptions)
            assert (way.treatments, way.outcomes) == (x, y)
            assert (way.estimand is None) == (way.kind == "instrument")


def test_every_formula_of_every_strategy_gives_the_truth_of_exact_models() -> None:
    rng = np.random.default_rng(11)
    compared: dict[str, int] = {}
    for _ in range(150):
        graph = random_admg(rng, 3, 6)
        x, y, given = random_question(graph, rng)
        answer = identify(graph, Query(x, y, given=given))
        assert answer.identifiable == is_identifiable(graph, x, y, given)
        model = ExactModel(graph, rng)
        for way in answer.strategies:
            if way.estimand is not None:
                compared[way.kind] = compared.get(way.kind, 0) + 1
                got, truth = way.estimand.evaluate(model.joint), model.effect(x, y, given)
                assert np.allclose(got, truth, atol=1e-9), (graph, x, y, given, way)
    assert min(compared.get(kind, 0) for kind in ("no_effect", "adjustment", "general_formula")) > 10


def test_an_effect_on_the_treated_can_be_had_where_the_average_effect_cannot() -> None:
    graph = CausalGraph.parse("x -> y; w -> y; x -> w; w <-> y")
    assert isinstance(identify(graph, Query("x", "y", kind="att")), Identified)
    hidden = CausalGraph.parse("x -> m -> y; x <-> m")
    answer = identify(hidden, Query("x", "y", kind="att"))
    assert isinstance(answer, NotIdentified)
    assert answer.recanting is not None or answer.hedge is not None


def test_an_effect_on_the_treated_by_adjustment_averages_over_the_treated() -> None:
    graph = CausalGraph.parse("age -> drug; age -> health; drug -> health")
    answer = identify(graph, Query("drug", "health", kind="att"))
    assert answer.strategies[0].adjustment_set == ("age",)
    assert answer.estimand is not None
    assert answer.estimand.formula == "P(health(drug) | drug*) = Σ_age P(health | age, drug) P(age | drug*)"


def test_parts_of_an_effect_are_a_strategy_of_their_own() -> None:
    graph = CausalGraph.parse("x -> m -> y; x -> y; c -> m; c -> y")
    for kind in ("cde", "nde", "nie", "path"):
        answer = identify(graph, Query("x", "y", kind=kind, mediators="m"))
        assert isinstance(answer, Identified)
        (way,) = answer.strategies
        assert (way.kind, way.effect, way.mediators) == ("mediation", kind, ("m",))
        assert answer.estimand is not None
    split = CausalGraph.parse("x -> l -> m -> y; l -> y; x -> y")
    refused = identify(split, Query("x", "y", kind="nde", mediators="m"))
    assert isinstance(refused, NotIdentified)
    assert refused.recanting is not None
    assert refused.recanting.witness == "l"
    assert refused.reason == refused.recanting.sentence


def test_the_effect_along_the_paths_through_a_mediator_is_the_indirect_one() -> None:
    rng = np.random.default_rng(4)
    graph = CausalGraph.parse("x -> a -> m -> y; x -> y; c -> m; c -> y; x -> b -> y")
    joint = ExactModel(graph, rng, most=2).joint
    along = identify(graph, Query("x", "y", kind="path", mediators="m")).estimand
    indirect = identify(graph, Query("x", "y", kind="nie", mediators="m")).estimand
    assert along is not None
    assert indirect is not None
    assert np.allclose(along.evaluate(joint), indirect.evaluate(joint))


def test_a_cause_without_any_way_to_the_outcome_has_no_part_either() -> None:
    answer = identify(CausalGraph.parse("x -> m; y"), Query("x", "y", kind="nde", mediators="m"))
    assert [way.kind for way in answer.strategies] == ["no_effect"]


def test_conditions_are_asked_about_and_not_adjusted_for() -> None:
    graph = CausalGraph.parse("w -> x; w -> y; c -> x; c -> y; x -> y")
    answer = identify(graph, Query("x", "y", kind="cate", given="w"))
    assert answer.strategies[0].adjustment_set == ("c",)
    assert answer.strategies[0].given == ("w",)
    assert answer.reason.startswith("Compare cases that are alike in “c” and “w”")


def test_answers_are_values_that_can_be_compared_and_sent() -> None:
    import pickle

    graph, query = CausalGraph.parse("z -> x -> y; x <-> y; c -> x; c -> y"), Query("x", "y")
    one, two = identify(graph, query), identify(CausalGraph.parse(graph.to_text()), query)
    assert one == two
    assert pickle.loads(pickle.dumps(one)) == one


def test_the_public_face_has_the_names_of_the_design() -> None:
    names = ["CausalGraph", "Query", "identify", "adjustment_sets", "is_adjustment_set", "frontdoor_sets"]
    names += ["instruments", "o_set", "implied_independences", "Identified", "IdentifiedIf", "NotIdentified"]
    for name in names:
        assert getattr(cc, name) is not None
        assert name in cc.__all__


def test_random_graphs_of_hidden_variables_are_decided_as_their_projections() -> None:
    for seed in range(200):
        graph = definition.random_graph(seed, most=8, hidden=0.4)
        x, y = definition.random_ends(graph, seed)
        whole = identify(graph, Query(x, y))
        seen = identify(graph.latent_projection(), Query(x, y))
        assert type(whole) is type(seen)
        assert [s.kind for s in whole.strategies] == [s.kind for s in seen.strategies]
        sets = [[s.adjustment_set for s in a.strategies if s.kind == "adjustment"] for a in (whole, seen)]
        assert sets[0] == sets[1], (seed, random.Random(seed))
