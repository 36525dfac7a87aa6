"""Graphs go out and come back equal, in every form, whatever the names."""

from __future__ import annotations

from itertools import pairwise

import pytest

from causal_core.errors import GraphError
from causal_core.graph.admg import CausalGraph
from studies.exchange import FORMS, read_graph, use_graph
from studies.places import places
from studies.study import Arrow, Study, StudyVariable
from studies.workflow import set_question

NAMES = ("plain", "two words", "<b>&amp;\"'", "מחיר", "семья 👨‍👩‍👧", "a -> b; c", "x" * 300, "strict")


def study() -> Study:
    arrows = list(pairwise(NAMES))
    graph = CausalGraph(NAMES, arrows, [(NAMES[0], NAMES[1]), (NAMES[2], NAMES[5])], [NAMES[3]])
    return use_graph(
        set_question(Study(), treatment=NAMES[0], outcome=NAMES[-1]), read_graph(graph.to_json())
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_goes_out_comes_back_equal(form: str) -> None:
    before = study()
    found = read_graph(FORMS[form][3](before))
    assert found.graph == before.graph()
    after = use_graph(Study(), found)
    assert (after.question.treatment, after.question.outcome) == (NAMES[0], NAMES[-1])
    assert places(after) == places(before)


@pytest.mark.parametrize("form", FORMS)
def test_places_by_hand_come_back_to_the_pixel_also_where_boxes_overlap(form: str) -> None:
    at = {"a": (0.0, 0.0), "b": (31.5, -12.0), "c": (9000.0, 44.25)}
    before = use_graph(Study(), read_graph("a -> b; b <-> c")).model_copy(update={"positions": at})
    after = use_graph(Study(), read_graph(FORMS[form][3](before)))
    assert after.positions == at
    assert after.graph() == before.graph()


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_what_is_drawn(form: str) -> None:
    columns = tuple(StudyVariable(name=n, column=n) for n in ("x", "y", "idle"))
    waiting = Arrow(cause="y", effect="z", source="model", status="proposed")
    drawn = use_graph(Study(variables=columns), read_graph("x -> y"))
    drawn = drawn.model_copy(
        update={"variables": (*drawn.variables, StudyVariable(name="z")), "arrows": (*drawn.arrows, waiting)}
    )
    found = read_graph(FORMS[form][3](drawn))
    assert found.graph == CausalGraph(["x", "y", "z"], [("x", "y")])
    assert set(found.positions) == set(places(drawn))


def test_a_pasted_graph_leaves_no_ghost_of_the_one_before() -> None:
    old = use_graph(Study(), read_graph('"old one" -> "old two"'))
    new = use_graph(old, read_graph("x -> y"))
    assert new.graph_nodes() == ("x", "y")
    asked = set_question(old, treatment="old one", outcome="y", confirmed=True)
    assert use_graph(asked, read_graph("x -> y")).graph_nodes() == ("old one", "x", "y")
    column = Study(variables=(StudyVariable(name="kept", column="kept"), StudyVariable(name="gone")))
    new = use_graph(column, read_graph("x -> y"))
    assert new.graph_nodes() == ("kept", "x", "y")
    assert set(places(new)) == {"x", "y"}


def test_places_that_a_text_has_are_kept_and_only_the_others_are_chosen() -> None:
    text = 'dag { x [pos="0,0"] y [pos="2,0"] z [pos="1,-1"] new x -> y z -> x z -> y new -> y }'
    at = use_graph(Study(), read_graph(text)).positions
    assert at["y"][0] == 2 * at["z"][0] > at["x"][0] == 0
    assert at["x"][1] == at["y"][1] == 0 > at["z"][1]
    assert all(
        abs(at["new"][0] - x) >= 150 or abs(at["new"][1] - y) >= 70 for n, (x, y) in at.items() if n != "new"
    )


def test_graphviz_counts_upwards() -> None:
    at = use_graph(Study(), read_graph('digraph { a [pos="10,300"]; b [pos="10,10"]; a -> b; }')).positions
    assert at["a"][1] < at["b"][1]


@pytest.mark.parametrize(
    "extra",
    [
        '"exposure":["c"]',
        '"outcome":"b"',
        '"positions":[1]',
        '"positions":{"a":[1]}',
        '"positions":{"a":[NaN,1]}',
        '"positions":{"a":[true,1]}',
    ],
)
def test_json_with_a_part_or_a_place_that_is_none_is_a_sentence(extra: str) -> None:
    with pytest.raises(GraphError, match="must be"):
        read_graph('{"nodes":["a","b"],"directed":[["a","b"]],' + extra + "}")


def test_dagitty_text_brings_cause_and_outcome_and_places() -> None:
    text = 'dag { bb="0,0,1,1" x [exposure,pos="0.1,0.5"] y [outcome,pos="0.9,0.5"] z [pos="0.5,0.1"] z -> x -> y z -> y }'
    found = use_graph(Study(), read_graph(text))
    assert (found.question.treatment, found.question.outcome) == ("x", "y")
    at = found.positions
    assert at["x"][0] < at["z"][0] < at["y"][0]
    assert at["z"][1] < at["x"][1] == at["y"][1]
    assert abs(at["x"][0] - at["z"][0]) >= 170 or abs(at["x"][1] - at["z"][1]) >= 70


def test_places_on_top_of_each_other_or_missing_are_laid_out_anew() -> None:
    for text in (
        'dag { x [pos="0,0"] y [pos="0,0"] x -> y }',
        'dag { x [pos="0,0"] y x -> y }',
        'dag { x [pos="0,0"] y [pos="0.0001,0"] z [pos="9999,0"] x -> y }',
    ):
        at = use_graph(Study(), read_graph(text)).positions
        assert at["x"][0] + 100 < at["y"][0]


def test_a_question_that_is_there_is_not_overruled_by_marks_in_the_text() -> None:
    asked = set_question(Study(), treatment="y", outcome="z", confirmed=True)
    found = use_graph(asked, read_graph("dag { x [exposure] y [outcome] z x -> y -> z }"))
    assert (found.question.treatment, found.question.outcome) == ("y", "z")
    assert found.question.confirmed is True


def test_graphml_of_a_drawing_program_is_read_by_its_labels() -> None:
    text = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
    <key id="d0" for="node" attr.name="label" attr.type="string"/>
    <graph edgedefault="directed"><node id="n0"><data key="d0">age</data></node>
    <node id="n1"><data key="d0">income</data></node><edge source="n0" target="n1"/></graph></graphml>"""
    assert read_graph(text).graph == CausalGraph.parse("age -> income")


@pytest.mark.parametrize(
    "text",
    [
        "<graphml>",
        "<html><body>no</body></html>",
        '<!DOCTYPE x [<!ENTITY a "b">]><graphml/>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">'
        '<node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>',
        '{"nodes": 3}',
        '{"a": 1}',
        "a -> ",
        "a -> b -> a",
    ],
)
def test_what_is_no_graph_is_a_sentence(text: str) -> None:
    with pytest.raises(GraphError) as raised:
        read_graph(text)
    assert raised.value.message


def test_a_name_that_xml_cannot_hold_is_a_sentence() -> None:
    odd = use_graph(Study(), read_graph('{"nodes": ["a\\u0001b", "c"], "directed": [["a\\u0001b", "c"]]}'))
    with pytest.raises(GraphError, match="GraphML cannot hold"):
        FORMS["graphml"][3](odd)


def test_broken_json_is_said_to_be_json_with_its_line() -> None:
    with pytest.raises(GraphError, match="cannot be read as JSON") as found:
        read_graph('{"nodes":\n["a", "b"')
    assert found.value.where == "line 2"


def test_a_name_that_begins_like_a_tag_is_a_name() -> None:
    assert read_graph("<b>x</b> -> y").graph.directed == (("<b>x</b>", "y"),)


def test_an_arrow_copied_from_a_page_is_an_arrow() -> None:
    assert read_graph("age \u2060-> smoking").graph.directed == (("age", "smoking"),)
