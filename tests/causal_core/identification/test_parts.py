from __future__ import annotations

import pytest

from causal_core.errors import QueryError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.answer import identify
from causal_core.identification.query import Query


def test_paths_that_share_their_arrows_with_a_way_around_are_refused() -> None:
    graph = CausalGraph.parse("x -> m1 -> n -> m2 -> y; x -> n -> y")
    with pytest.raises(QueryError, match="share their arrows with a path around"):
        identify(graph, Query("x", "y", kind="path", mediators=("m1", "m2")))


def test_paths_through_several_mediators_are_answered_where_arrows_can_say_them() -> None:
    graph = CausalGraph.parse("x -> m1 -> y; x -> m2 -> y; x -> y")
    assert identify(graph, Query("x", "y", kind="path", mediators=("m1", "m2"))).identifiable


def test_paths_through_one_mediator_never_include_the_direct_arrow() -> None:
    graph = CausalGraph.parse("x -> m -> y; x -> y")
    answer = identify(graph, Query("x", "y", kind="path", mediators="m"))
    assert answer.identifiable
