"""The part each variable plays, and the path that shows it."""

from __future__ import annotations

import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import is_adjustment_set
from causal_core.identification.query import Query
from tests.causal_core.graph import by_definition as definition

KINDS = [
    ("c -> x; c -> y; x -> y", "c", "confounder", "x ← c → y"),
    ("x -> m -> y", "m", "mediator", "x → m → y"),
    ("x -> y; x -> c; y -> c", "c", "collider", "x → c ← y"),
    ("x -> y; x -> c; c <-> y", "c", "collider", "x → c ↔ y"),
    ("x -> y; a -> x; a -> m; b -> m; b -> y", "m", "m_bias_collider", "x ← a → m ← b → y"),
    ("x -> y; x <-> m; m <-> y", "m", "m_bias_collider", "x ↔ m ↔ y"),
    ("x -> y -> d", "d", "descendant_of_outcome", "y → d"),
    ("x -> m -> y; m -> d", "d", "descendant_of_mediator", "x → m → d"),
    ("z -> x -> y", "z", "instrument", "z → x"),
    ("z -> x -> y; x <-> y", "z", "instrument", "z → x"),
    ("x -> y; s -> y", "s", "precision", "s → y"),
    ("x -> y; x -> e", "e", "effect_of_treatment", "x → e"),
    ("p <-> x; p -> y; x -> y", "p", "on_back_door_path", "x ↔ p → y"),
    ("x -> y; i", "i", "no_part", "None"),
    ("x -> y", "x", "treatment", "None"),
    ("x -> y", "y", "outcome", "None"),
]


@pytest.mark.parametrize(("text", "name", "kind", "path"), KINDS)
def test_each_kind_of_part_is_told_by_its_path(text: str, name: str, kind: str, path: str) -> None:
    first = CausalGraph.parse(text).roles(Query("x", "y"))[name][0]
    assert (first.kind, str(first.path)) == (kind, path)
    assert first.reason.endswith(".")


def test_what_is_selected_on_and_what_was_not_measured_are_said() -> None:
    graph = CausalGraph.parse("dag { u [latent]; u -> x; u -> y; x -> y; w -> y }")
    found = graph.roles(Query("x", "y", given="w"))
    assert found["w"][0].kind == "selected_on"
    assert [role.kind for role in found["u"]] == ["confounder", "not_measured"]


def test_a_variable_can_play_two_parts() -> None:
    graph = CausalGraph.parse("b -> x; b -> y; x -> y; p -> x; p -> b; q -> b; q -> y")
    assert [role.kind for role in graph.roles(Query("x", "y"))["b"]] == ["confounder", "m_bias_collider"]


def test_paths_are_paths_of_the_graph_with_the_variable_on_them() -> None:
    marks = {"→": "->", "←": "<-", "↔": "<->"}
    shown = 0
    for seed in range(200):
        graph = definition.random_graph(seed, most=7)
        x, y = definition.random_ends(graph, seed)
        for name, parts in graph.roles(Query(x, y)).items():
            assert parts
            for role in parts:
                if role.path is None:
                    continue
                shown += 1
                nodes = role.path.nodes
                assert name in nodes
                assert len(set(nodes)) == len(nodes), (seed, name, str(role.path))
                edges = definition.edges_at(graph)
                for a, b, mark in zip(nodes, nodes[1:], role.path.arrows, strict=False):
                    assert (a, b, marks[mark]) in edges[a]
                if role.kind in ("collider", "m_bias_collider"):
                    assert name in role.path.colliders
                if role.kind == "confounder":
                    at = nodes.index(name)
                    assert set(role.path.arrows[:at]) == {"←"}
                    assert set(role.path.arrows[at:]) == {"→"}
    assert shown > 500


def test_mediators_and_what_follows_them_are_never_allowed_in_a_set() -> None:
    for seed in range(150):
        graph = definition.random_graph(seed, most=7, hidden=0)
        x, y = definition.random_ends(graph, seed)
        query = Query(x, y)
        for name, parts in graph.roles(query).items():
            if parts[0].kind in ("mediator", "descendant_of_mediator"):
                assert is_adjustment_set(graph, query, name).forbidden == name
