from __future__ import annotations

from itertools import pairwise

from causal_core.graph.admg import CausalGraph
from studies.places import ARROW, WIDE, tidy_places


def test_boxes_of_names_with_many_letters_do_not_reach_into_the_next_column() -> None:
    names = ["a" * 120, "b" * 300, "c" * 90]
    places = tidy_places(CausalGraph(names, directed=list(pairwise(names))))
    xs = sorted(x for x, _ in places.values())
    assert all(right - left >= WIDE + ARROW for left, right in pairwise(xs))


def test_short_names_stand_where_they_stood() -> None:
    graph = CausalGraph.parse("age -> drug; age -> health; drug -> health")
    assert (
        sorted({x for x, _ in tidy_places(graph).values()})[1]
        - min(x for x, _ in tidy_places(graph).values())
        >= 200
    )
    assert all(x == round(x) for x, _ in tidy_places(graph).values())
