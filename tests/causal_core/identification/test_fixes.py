"""What would help: every fix is checked against the complete algorithm, and none smaller is missed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.identification.answer import IdentifiedIf, NotIdentified, identify
from causal_core.identification.fixes import SHOWN, Fix, fixes
from causal_core.identification.idc import is_identifiable
from causal_core.identification.parts import part_formula
from causal_core.identification.query import Query
from tests.causal_core.graph import by_definition as definition
from tests.causal_core.identification.cases import cases, graph_of, question_of


def blocked_questions(n: int) -> Iterator[tuple[CausalGraph, Query]]:
    for seed in range(n):
        graph = definition.random_graph(seed, most=6, hidden=0.25)
        x, y = definition.random_ends(graph, seed)
        query = Query(x, y)
        if not identify(graph, query).identifiable:
            yield graph, query


def after(graph: CausalGraph, variables: tuple[str, ...], pairs: tuple[tuple[str, str], ...]) -> CausalGraph:
    return CausalGraph(
        graph.nodes,
        graph.directed,
        [p for p in graph.bidirected if p not in pairs],
        [v for v in graph.latent if v not in variables],
    )


def smallest(graph: CausalGraph, query: Query) -> set[tuple[frozenset[str], frozenset[tuple[str, str]]]]:
    """All smallest sets of latents and ↔ without which the effect is identifiable, by brute force."""
    ties = [*graph.latent, *graph.bidirected]
    for size in range(len(ties) + 1):
        works = set()
        for chosen in combinations(ties, size):
            names = tuple(c for c in chosen if isinstance(c, str))
            pairs = tuple(c for c in chosen if not isinstance(c, str))
            if is_identifiable(after(graph, names, pairs), query.treatments, query.outcomes):
                works.add((frozenset(names), frozenset(pairs)))
        if works:
            return works
    return set()


def of_kind(found: tuple[Fix, ...], kind: str) -> list[Fix]:
    return [fix for fix in found if fix.kind == kind]


def test_what_to_measure_is_every_smallest_set() -> None:
    compared = 0
    for graph, query in blocked_questions(800):
        expected = smallest(graph, query)
        got = [(frozenset(f.variables), frozenset(f.pairs)) for f in of_kind(fixes(graph, query), "measure")]
        assert len(got) == len(set(got)) == min(len(expected), SHOWN), (graph, query)
        assert set(got) <= expected
        compared += 1
    assert compared > 50


def test_what_to_claim_is_every_smallest_set() -> None:
    for graph, query in blocked_questions(800):
        seen = graph.latent_projection()
        expected = smallest(seen, query)
        got = [frozenset(f.pairs) for f in of_kind(fixes(graph, query), "assume_no_hidden_cause")]
        assert len(got) == min(len(expected), SHOWN)
        assert {(frozenset[str](), pairs) for pairs in got} <= expected


def test_an_experiment_on_the_single_cause_always_helps_and_comes_first() -> None:
    for graph, query in blocked_questions(800):
        if len(query.treatments) == 1:
            first = of_kind(fixes(graph, query), "experiment")[0]
            assert first.variables == query.treatments


def test_experiments_on_other_variables_follow_the_published_cases() -> None:
    for name, helps in (("zid1", True), ("zid3", False)):
        case = cases()[name]
        x, y, _ = question_of(case)
        found = of_kind(fixes(graph_of(case), Query(tuple(x), tuple(y))), "experiment")
        assert (("Z",) in [f.variables for f in found]) is helps


def test_experiments_equal_the_criterion_district_by_district() -> None:
    """Lee, Correa & Bareinboim (2019): every district of what matters follows from one of the two sources."""
    surrogates = 0
    for graph, query in blocked_questions(1200):
        seen = graph.latent_projection()
        x, y = set(query.treatments), set(query.outcomes)
        rest = seen.subgraph(set(seen.nodes) - x)
        districts = rest.subgraph(rest.ancestors(y, inclusive=True)).districts()

        def follows(district: frozenset[str], source: CausalGraph) -> bool:
            return is_identifiable(source, set(source.nodes) - district, district)

        helpful = {
            v
            for v in seen.nodes
            if all(
                follows(d, seen) or (v not in d and follows(d, seen.without_incoming(v))) for d in districts
            )
        }
        found = {f.variables[0] for f in of_kind(fixes(graph, query), "experiment")}
        assert len(found) == min(len(helpful), SHOWN)
        assert found <= helpful
        surrogates += bool(found - x)
    assert surrogates


def test_an_experiment_on_a_surrogate_gives_the_effect_of_a_mediated_cause() -> None:
    # x → m → y with x ↔ y and m ↔ y: P(m | do x) is seen, P(y | do m) comes from the experiment on m
    graph = CausalGraph.parse("x -> m -> y; x <-> y; m <-> y; x -> y")
    found = of_kind(fixes(graph, Query("x", "y")), "experiment")
    assert [f.variables for f in found] == [("x",)]
    graph = CausalGraph.parse("x -> m -> y; x <-> y; m <-> y")
    found = of_kind(fixes(graph, Query("x", "y")), "experiment")
    assert [f.variables for f in found] == [("x",)]
    graph = CausalGraph.parse("z -> x -> y; z <-> x; z <-> y")
    found = of_kind(fixes(graph, Query("x", "y")), "experiment")
    assert [f.variables for f in found] == [("x",), ("z",)]


def test_an_identifiable_effect_needs_no_help() -> None:
    assert fixes(CausalGraph.parse("x -> y"), Query("x", "y")) == ()
    assert identify(CausalGraph.parse("x -> y"), Query("x", "y")).fixes == ()


def test_an_instrument_is_named_with_its_extra_assumption() -> None:
    answer = identify(CausalGraph.parse("z -> x -> y; x <-> y"), Query("x", "y"))
    assert isinstance(answer, IdentifiedIf)
    (fix,) = of_kind(answer.fixes, "instrument")
    assert fix.variables == ("z",)
    assert "the same for everybody" in fix.sentence


def test_a_variable_that_is_nearly_an_instrument_says_what_must_be_shown() -> None:
    answer = identify(CausalGraph.parse("z -> x -> y; x <-> y; z <-> y"), Query("x", "y"))
    assert isinstance(answer, NotIdentified)
    (fix,) = of_kind(answer.fixes, "instrument")
    assert (fix.variables, fix.pairs) == (("z",), (("y", "z"),))
    assert "once it is shown that “y” and “z” share no hidden cause" in fix.sentence


def test_hidden_variables_that_are_drawn_are_named_to_be_measured() -> None:
    graph = CausalGraph.parse("dag { u [latent]; v [latent]; u -> x; u -> y; v -> x; v -> y; x -> y }")
    sentences = [fix.sentence for fix in fixes(graph, Query("x", "y"))]
    assert sentences[0] == "Measure “u” and “v”."
    assert "Show that “x” and “y” share no hidden cause." in sentences


@pytest.mark.parametrize("kind", ["att", "nde", "nie", "path", "cde"])
def test_fixes_for_parts_of_an_effect_make_that_part_identifiable(kind: str) -> None:
    graph = CausalGraph.parse("x -> m -> y; x -> y; m <-> y; x <-> y; x <-> m")
    query = Query("x", "y", kind=kind, mediators=() if kind == "att" else "m")
    answer = identify(graph, query)
    assert not answer.identifiable
    found = of_kind(answer.fixes, "assume_no_hidden_cause")
    assert found
    for fix in found:
        assert part_formula(after(graph, (), fix.pairs), query).identifiable


def test_help_for_two_hundred_nodes_comes_within_its_deadline() -> None:
    names = [f"n{i:03}" for i in range(200)]
    arrows = [(a, b) for i, a in enumerate(names) for b in names[i + 1 : i + 5]]
    shared = [(a, names[i + 3]) for i, a in enumerate(names[:-3])]
    graph, query = CausalGraph(names, arrows, shared), Query(names[60], names[-1])
    answer = identify(graph, query)
    assert not answer.identifiable
    found = answer.fixes
    assert of_kind(found, "experiment")
