"""Every public function on odd names, isolated nodes, one node, and five hundred."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from causal_core.errors import CausalError, QueryError, UnknownVariableError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.layout import layout, place_new
from causal_core.identification.adjustment import (
    adjustment_set,
    adjustment_sets,
    cheapest_adjustment_set,
    is_adjustment_set,
)
from causal_core.identification.answer import identify
from causal_core.identification.fixes import fixes
from causal_core.identification.frontdoor import frontdoor_set, frontdoor_sets
from causal_core.identification.implications import implied_independences, independences
from causal_core.identification.instruments import conditional_instruments, instruments
from causal_core.identification.precision import o_set
from causal_core.identification.query import Query
from causal_core.identification.roles import roles

ASKED: dict[str, Callable[[CausalGraph, Query], object]] = {
    "identify": identify,
    "fixes": lambda g, q: identify(g, q).fixes,
    "fixes alone": fixes,
    "reliance": lambda g, q: [s.reliance for s in identify(g, q).strategies],
    "estimand": lambda g, q: (e := identify(g, q).estimand) and (e.formula, e.latex(), e.words()),
    "adjustment_set": adjustment_set,
    "adjustment_sets": lambda g, q: list(adjustment_sets(g, q, limit=20)),
    "cheapest_adjustment_set": cheapest_adjustment_set,
    "is_adjustment_set": lambda g, q: is_adjustment_set(g, q, ()),
    "o_set": o_set,
    "frontdoor_set": frontdoor_set,
    "frontdoor_sets": lambda g, q: list(frontdoor_sets(g, q, limit=20)),
    "instruments": instruments,
    "conditional_instruments": conditional_instruments,
    "roles": roles,
    "dagitty": lambda g, q: CausalGraph.parse(g.to_dagitty(q)) == g,
}
ALONE: dict[str, Callable[[CausalGraph], object]] = {
    "implied_independences": lambda g: implied_independences(g, deadline=2),
    "independences": lambda g: list(independences(g, limit=5)),
    "layout": layout,
    "place_new": lambda g: place_new(g, {g.nodes[0]: (0.0, 0.0)}),
    "latent_projection": CausalGraph.latent_projection,
    "districts": CausalGraph.districts,
    "text": lambda g: CausalGraph.parse(g.to_text()) == g,
    "dot": lambda g: CausalGraph.from_dot(g.to_dot()) == g,
    "json": lambda g: CausalGraph.from_json(g.to_json()) == g,
    "networkx": lambda g: CausalGraph.from_networkx(g.to_networkx()) == g,
    "sha256": lambda g: g.sha256,
    "relatives": lambda g: (g.ancestors(g.nodes[0]), g.descendants(g.nodes[0]), g.parents(g.nodes)),
    "surgery": lambda g: (g.without_incoming(g.nodes[0]), g.without_outgoing(g.nodes[0])),
}
ODD = [
    "P",
    "Q",
    "X1",
    "X10",
    "X2",
    "a b",
    "价格",
    "__class__",
    '"',
    "<b>x</b>",
    "do(x)",
    "\\",
    "Σ",
    "{",
    "%s",
]


def odd_graphs() -> list[tuple[CausalGraph, Query]]:
    r = random.Random(9)
    found = []
    for _ in range(12):
        names = r.sample(ODD, 7)
        pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
        arrows = [p for p in pairs if r.random() < 0.35]
        shared = [p for p in pairs if r.random() < 0.15]
        graph = CausalGraph([*names, "alone"], arrows, shared, [names[2]])
        x, y = r.sample([n for n in graph.nodes if n != names[2]], 2)
        found.append((graph, Query(x, y)))
    return found


def large_graph(n: int = 500) -> tuple[CausalGraph, Query]:
    r = random.Random(2)
    names = [f"n{i:03}" for i in range(n)]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    arrows = [p for p in pairs if r.random() < 3 / n] + [(names[0], names[-1])]
    shared = [p for p in pairs if r.random() < 1 / n]
    return CausalGraph(names, arrows, shared, names[10::25]), Query(names[0], names[-1])


@pytest.mark.parametrize("name", ASKED)
def test_questions_work_on_odd_names_and_isolated_nodes(name: str) -> None:
    for graph, query in odd_graphs():
        ASKED[name](graph, query)
    ASKED[name](CausalGraph(["a", "b", "c"]), Query("a", "b"))
    ASKED[name](CausalGraph(["a", "b"], [("a", "b")]), Query("a", "b"))


@pytest.mark.parametrize("name", ASKED)
def test_questions_about_what_is_not_there_are_refused_in_words(name: str) -> None:
    one = CausalGraph(["only"])
    with pytest.raises(UnknownVariableError) as caught:
        ASKED[name](one, Query("only", "Only"))
    assert caught.value.close_matches == ("only",)
    hidden = CausalGraph.parse("dag { u [latent]; u -> y; x -> y }")
    if name != "dagitty":
        with pytest.raises(QueryError, match="“u” was not measured"):
            ASKED[name](hidden, Query("u", "y"))


@pytest.mark.parametrize("name", ASKED)
def test_questions_are_answered_on_five_hundred_nodes(name: str) -> None:
    graph, query = large_graph()
    ASKED[name](graph, query)


@pytest.mark.parametrize("name", ALONE)
def test_graphs_of_one_node_of_odd_names_and_of_five_hundred_nodes_are_served(name: str) -> None:
    ALONE[name](CausalGraph(["only"]))
    ALONE[name](CausalGraph(["a", "b"], latent=["a"]))
    for graph, _ in odd_graphs():
        ALONE[name](graph)
    ALONE[name](large_graph()[0])


def test_a_question_needs_two_different_variables() -> None:
    with pytest.raises(CausalError):
        Query("only", "only")


def test_several_causes_and_outcomes_are_served() -> None:
    for graph, query in odd_graphs():
        rest = [n for n in graph.observed if n not in (query.treatment, query.outcome)]
        many = Query((*query.treatments, rest[0]), (*query.outcomes, rest[1]))
        for name, function in ASKED.items():
            if name != "reliance":
                function(graph, many)
