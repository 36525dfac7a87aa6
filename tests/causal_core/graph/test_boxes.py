"""Boxes have the whole name in them, and no layout lets two of them overlap."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.graph.boxes import box_of, room_of
from causal_core.graph.layout import layout, place_new
from studies.places import tidy_places

LONG = [letter * 300 for letter in "abW"] + [
    ("How the person felt in all the weeks that followed " * 6)[:300],
    "价" * 300,
    "a name of eighty letters, which is as long as one can be in a narrow box, I think",
]
Places = dict[str, tuple[float, float]]


def overlapping(places: Places) -> list[tuple[str, str]]:
    """Pairs whose boxes overlap, as large as they may be."""
    found = []
    for a, b in combinations(places, 2):
        (ax, ay), (bx, by) = places[a], places[b]
        (aw, ah), (bw, bh) = room_of(a), room_of(b)
        if abs(ax - bx) < (aw + bw) / 2 and abs(ay - by) < (ah + bh) / 2:
            found.append((a[:20], b[:20]))
    return found


def star() -> CausalGraph:
    """Long names in one column, with arrows from one and to another, and a short one."""
    inner = LONG[2:]
    arrows = [(LONG[0], n) for n in inner] + [(n, LONG[1]) for n in inner] + [("age", LONG[1])]
    return CausalGraph([*LONG, "age"], arrows)


@pytest.mark.parametrize("name", [*LONG, "age", ""])
def test_a_box_has_the_whole_name(name: str) -> None:
    assert "".join(box_of(name).lines) == name


def test_boxes_of_long_names_one_above_the_other_do_not_overlap() -> None:
    found = layout(star())
    column = {n: (0.0, y) for n, (x, y) in found.items() if x == found[LONG[2]][0]}
    assert len(column) >= 4
    assert overlapping(column) == []


def test_a_tidy_picture_of_long_names_has_no_two_boxes_on_each_other() -> None:
    assert overlapping(tidy_places(star())) == []


def test_a_new_long_name_finds_a_place_and_moves_nothing() -> None:
    graph = star()
    places = tidy_places(graph)
    for name in LONG:
        kept = {n: p for n, p in places.items() if n != name}
        again = place_new(graph, kept)
        assert {n: again[n] for n in kept} == kept
        assert overlapping(again) == []


def test_short_names_stand_as_they_always_did() -> None:
    graph = CausalGraph.parse("a -> b; a -> c; a -> d; b -> e; c -> e; d -> e")
    ys = sorted(layout(graph)[n][1] for n in "bcd")
    assert [b - a for a, b in pairwise(ys)] == [86.0, 86.0]
