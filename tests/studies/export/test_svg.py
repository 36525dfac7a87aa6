"""The picture of the graph as SVG shows every name whole, as text, in boxes that do not overlap."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

from causal_core.graph.admg import CausalGraph
from studies.exchange import read_graph, use_graph
from studies.export.svg import graph_svg
from studies.study import Study

NAMES = [
    "x" * 300,
    ("How the person felt in all the weeks that followed " * 6)[:300],
    "<script>alert(1)</script> \"><img src=x onerror=alert(1)> **b** 'quoted' & more",
    "مرحبا ↔ שלום (1)",
    "👩‍👩‍👧‍👦" * 42,
    "价格" * 150,
]
SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


def drawn(study: Study) -> tuple[ElementTree.Element, dict[str, Box], list[str]]:
    root = ElementTree.fromstring(graph_svg(study))
    boxes, said = {}, []
    for group in root.iter(f"{SVG}g"):
        rect, title = group.find(f"{SVG}rect"), group.find(f"{SVG}title")
        assert rect is not None
        assert title is not None
        lines = ["".join(t.itertext()) for t in group.findall(f"{SVG}text")]
        said.append("".join(lines))
        x, y, w, h = (float(rect.attrib[k]) for k in ("x", "y", "width", "height"))
        boxes[str(title.text)] = (x, y, x + w, y + h)
        for text in group.findall(f"{SVG}text"):
            assert y < float(text.attrib["y"]) < y + h
    return root, boxes, said


def hostile() -> Study:
    arrows = [(NAMES[0], n) for n in NAMES[1:]] + [(n, NAMES[5]) for n in NAMES[1:5]]
    return use_graph(Study(), read_graph(CausalGraph(NAMES, arrows).to_json()))


def test_every_name_is_whole_in_its_box_and_is_nothing_but_text() -> None:
    root, _, said = drawn(hostile())
    assert sorted(said) == sorted(NAMES)
    tags = {e.tag.removeprefix(SVG) for e in root.iter()}
    assert tags <= {"svg", "defs", "marker", "path", "g", "title", "rect", "text"}
    assert not any(a.startswith("on") or "href" in a for e in root.iter() for a in e.attrib)


def test_no_two_boxes_overlap() -> None:
    _, boxes, _ = drawn(hostile())
    assert len(boxes) == len(NAMES)
    for (a, one), (b, other) in combinations(boxes.items(), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (a[:20], b[:20])


def test_a_name_read_from_the_right_is_written_so() -> None:
    root, _, _ = drawn(hostile())
    ways = {"".join(t.itertext()): t.attrib.get("direction") for t in root.iter(f"{SVG}text")}
    assert ways["مرحبا ↔ שלום (1)"] == "rtl"
    assert list(ways.values()).count("rtl") == 1


def test_places_that_dagitty_gave_are_spread_until_long_names_fit() -> None:
    a, b = NAMES[0], NAMES[1]
    text = f'dag {{ "{a}" [pos="0,0"]; "{b}" [pos="0,1"]; c [pos="1,0"]; "{a}" -> "{b}"; "{b}" -> c }}'
    study = use_graph(Study(), read_graph(text))
    (ax, ay), (bx, by), (cx, cy) = (study.positions[n] for n in (a, b, "c"))
    assert (ax, ay) == (bx, cy) == (0.0, 0.0)
    assert by == cx >= 120
