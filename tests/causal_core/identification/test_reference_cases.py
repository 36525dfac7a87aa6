"""Sixty textbook questions with published or cross-checked answers."""

from __future__ import annotations

from typing import Any

import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import (
    adjustment_set,
    adjustment_sets,
    cheapest_adjustment_set,
    is_adjustment_set,
)
from causal_core.identification.answer import Identified, identify
from causal_core.identification.frontdoor import frontdoor_set, frontdoor_sets
from causal_core.identification.hedge import check_hedge
from causal_core.identification.implications import implied_independences
from causal_core.identification.instruments import instruments
from causal_core.identification.precision import o_set
from causal_core.identification.query import Query
from tests.causal_core.identification.cases import cases, graph_of, question_of

CASES = [pytest.param(case, id=name) for name, case in cases().items()]


def with_answer(key: str) -> list[Any]:
    return [pytest.param(case, id=name) for name, case in cases().items() if key in case["expected"]]


def asked(case: dict[str, Any], *, conditions: bool = False) -> tuple[CausalGraph, Query]:
    x, y, given = question_of(case)
    return graph_of(case), Query(tuple(x), tuple(y), given=tuple(given) if conditions else ())


def as_sets(found: Any) -> list[list[str]]:
    return sorted(sorted(each) for each in found)


@pytest.mark.parametrize("case", CASES)
def test_the_verdict_is_the_published_one(case: dict[str, Any]) -> None:
    graph, query = asked(case, conditions=True)
    answer = identify(graph, query)
    assert answer.identifiable == case["expected"]["identifiable"]
    if answer.identifiable:
        assert isinstance(answer, Identified)
        assert answer.estimand is not None
        assert answer.hedge is None
        assert answer.fixes == ()
    else:
        assert answer.estimand is None
        assert answer.hedge is not None
        assert check_hedge(graph, query.treatments, query.outcomes + query.given, answer.hedge)
        assert answer.fixes


@pytest.mark.parametrize("case", with_answer("minimal_adjustment_sets"))
def test_all_minimal_adjustment_sets_are_the_known_ones(case: dict[str, Any]) -> None:
    graph, query = asked(case)
    expected = as_sets(case["expected"]["minimal_adjustment_sets"])
    assert as_sets(adjustment_sets(graph, query)) == expected
    one, cheap, best = (
        adjustment_set(graph, query),
        cheapest_adjustment_set(graph, query),
        o_set(graph, query),
    )
    if not expected:
        assert one is cheap is best is None
        return
    assert one is not None
    assert cheap is not None
    assert best is not None
    assert sorted(one) in expected
    assert sorted(cheap) in expected
    assert len(cheap) == min(map(len, expected))
    assert is_adjustment_set(graph, query, best)
    assert any(set(s) <= best for s in expected)


@pytest.mark.parametrize("case", with_answer("valid_adjustment_sets"))
def test_sets_known_to_work_pass(case: dict[str, Any]) -> None:
    graph, query = asked(case)
    for chosen in case["expected"]["valid_adjustment_sets"]:
        assert is_adjustment_set(graph, query, chosen)


@pytest.mark.parametrize("case", with_answer("invalid_adjustment_sets"))
def test_sets_known_to_fail_are_refused_with_a_reason(case: dict[str, Any]) -> None:
    graph, query = asked(case)
    for chosen in case["expected"]["invalid_adjustment_sets"]:
        check = is_adjustment_set(graph, query, chosen)
        assert not check
        assert check.open_path is not None or check.forbidden in chosen


@pytest.mark.parametrize("case", with_answer("control"))
def test_good_and_bad_controls_are_told_apart(case: dict[str, Any]) -> None:
    graph, query = asked(case)
    control = case["expected"]["control"]
    assert bool(is_adjustment_set(graph, query, control["variable"])) == control["valid_with_Z"]
    assert bool(is_adjustment_set(graph, query, ())) == control["valid_without_Z"]


@pytest.mark.parametrize("case", with_answer("frontdoor_sets"))
def test_all_front_door_sets_are_the_known_ones(case: dict[str, Any]) -> None:
    graph, query = asked(case)
    expected = as_sets(case["expected"]["frontdoor_sets"])
    assert as_sets(frontdoor_sets(graph, query)) == expected
    one = frontdoor_set(graph, query)
    assert (one is None) if not expected else (sorted(one or ()) in expected)


@pytest.mark.parametrize("case", with_answer("instruments"))
def test_instruments_are_the_known_ones(case: dict[str, Any]) -> None:
    assert list(instruments(*asked(case))) == case["expected"]["instruments"]


@pytest.mark.parametrize("case", with_answer("implied_independence_pairs"))
def test_implied_independences_are_the_known_ones(case: dict[str, Any]) -> None:
    graph, _ = asked(case)
    found = {f"{i.a}|{i.b}": len(i.given) for i in implied_independences(graph)}
    assert found == case["expected"]["implied_independence_pairs"]
    for each in implied_independences(graph):
        assert graph.m_separated(each.a, each.b, each.given)
    seen = graph.latent_projection()
    joined = {frozenset(pair) for pair in seen.directed + seen.bidirected}
    pairs = {frozenset((a, b)) for a in seen.nodes for b in seen.nodes if a != b}
    inseparable = pairs - joined - {frozenset((i.a, i.b)) for i in implied_independences(graph)}
    known = case["expected"]["nonadjacent_inseparable_pairs"]
    assert inseparable == {frozenset(pair) for pair in known}


@pytest.mark.parametrize("case", with_answer("mediation"))
def test_direct_and_indirect_effects_are_decided_as_published(case: dict[str, Any]) -> None:
    graph, query = asked(case)
    expected = case["expected"]["mediation"]
    for kind in ("cde", "nde", "nie"):
        part = Query(query.treatments, query.outcomes, kind=kind, mediators=expected["mediator"])
        assert identify(graph, part).identifiable == expected[kind]
