"""Text in and out: what is written is read back equal, and mistakes are found where they are."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import networkx as nx
import pytest

from causal_core.errors import CycleError, GraphError, GraphSyntaxError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.text import read, to_short
from causal_core.identification.query import Query
from tests.causal_core.graph import by_definition as definition

ODD = (
    "P", "Q", "X1", "X10", "__class__", "价格", "a b", '"', "<b>x</b>", "\\", "\\n", "line\nbreak", "\t",
    "dag", "node", "digraph", "subgraph", "bb", "a->b", "a<-b", "x--y", "→", "semi;colon", "{", "}", "[x]",
    "a=b", "#", "# not a comment", "// nor this", "/* nor */ this", " ", " padded ", "1", "0.5", "-1", "é",
    "e\u0301", "\U0001f6ac", "\u202e", "'", "&amp;", "null", "\ud800", "\r\n", "a,b", "%", "$x$", "\\\"",
)  # fmt: skip


def odd_graph() -> CausalGraph:
    names = sorted(ODD)
    arrows = list(pairwise(names))
    shared = list(zip(names, names[2:], strict=False))
    return CausalGraph(names, arrows, shared, names[::5])


@pytest.mark.parametrize("seed", [None, *range(40)])
def test_every_form_reads_back_equal(seed: int | None) -> None:
    graph = odd_graph() if seed is None else definition.random_graph(seed, most=8)
    assert CausalGraph.parse(graph.to_dagitty()) == graph
    assert CausalGraph.parse(graph.to_text()) == graph
    assert CausalGraph.from_dot(graph.to_dot()) == graph
    assert CausalGraph.parse(graph.to_dot()) == graph
    assert CausalGraph.from_json(graph.to_json()) == graph
    assert CausalGraph.from_networkx(graph.to_networkx()) == graph
    bare = CausalGraph(graph.nodes, graph.directed, graph.bidirected)
    assert CausalGraph.parse(to_short(bare)) == bare


@pytest.mark.parametrize("name", ODD)
def test_a_single_odd_name_survives_alone_and_in_an_arrow(name: str) -> None:
    alone = CausalGraph([name])
    joined = CausalGraph([name, "other"], [(name, "other")])
    for graph in (alone, joined):
        for text in (graph.to_text(), graph.to_dagitty(), graph.to_dot()):
            assert CausalGraph.parse(text) == graph


@pytest.mark.parametrize(
    "text",
    [
        "a -> b; b <-> c; d",
        "a->b\nb<->c\nd",
        "a -> b, c <-> b, d",
        "b <- a; d; b ↔ c",
        'a → "b"; "b" <-> c <-> b; "d"',
        "dag { a -> b  b <-> c  d }",
        "dag{a->b;b<->c;d;}",
        'dag "name" {\nbb="0,0,1,1"\na [pos="0,1"]\nd\na -> b [beta=0.3]\nc <-> b\n}\n',
        "digraph { rankdir=LR; node [shape=box]; a -> b; b -> c [dir=both]; d }",
        'digraph G { b -> a [dir=back]; c -> b [dir = both, style=dashed]; d [label="D"] }',
        "// a comment\na -> b # and another\nb <-> c /* a third\nover lines */; d",
        "a\n-> b\nd\nb <->\nc",
    ],
)
def test_the_same_graph_can_be_written_in_many_ways(text: str) -> None:
    expected = CausalGraph(["a", "b", "c", "d"], [("a", "b")], [("b", "c")])
    assert CausalGraph.parse(text) == expected


def test_chains_and_groups_mean_every_pair() -> None:
    graph = CausalGraph.parse("{a, b} -> c -> {d e}; f <- c")
    assert graph.directed == (("a", "c"), ("b", "c"), ("c", "d"), ("c", "e"), ("c", "f"))
    assert CausalGraph.parse("dag { {a b} <-> {c d} }").bidirected == (
        ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"),
    )  # fmt: skip


def test_dagitty_roles_and_positions_are_read_beside_the_graph() -> None:
    found = read(
        'dag { x [exposure,pos="-1.5,0.25"] y [outcome] u [unobserved] l [latent] '
        "z [adjusted] s [selected] x -> y u -> {x y} l -> y z -> y y -> s }"
    )
    assert (found.exposures, found.outcomes, found.adjusted, found.selected) == (
        ("x",),
        ("y",),
        ("z",),
        ("s",),
    )
    assert found.graph.latent == ("l", "u")
    assert found.positions == {"x": (-1.5, 0.25)}


def test_dagitty_text_marks_the_question_and_reads_back_with_it() -> None:
    graph = CausalGraph.parse("dag { u [latent]; u -> x; u -> y; x -> y; w -> y }")
    text = graph.to_dagitty(Query("x", "y", given="w"))
    found = read(text)
    assert (found.exposures, found.outcomes, found.adjusted) == (("x",), ("y",), ("w",))
    assert found.graph == graph


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a -> b c", 1, 8, "“c” follows “b” without an arrow"),
        ("a -> b\nc ->", 2, 5, "not the end of the text"),
        ("a -> b\n -> -> c", 2, 5, "not “->”"),
        ("a -- b", 1, 3, "does not say which causes which"),
        ("dag { x @-@ y }", 1, 9, "does not say which causes which"),
        ("graph { a -- b }", 1, 11, "does not say which causes which"),
        ('a -> "b', 1, 6, "never closed"),
        ("dag { a -> b", 1, 13, "closing “}” is missing"),
        ("dag { a -> b } c", 1, 16, "more text after"),
        ("dag {\n a [pos\n}", 2, 4, "never closed"),
        ("dag { a [pos=] }", 1, 14, "a value was expected"),
        ("a -> {b c", 1, 6, "never closed"),
        ("a -> b }", 1, 8, "does not fit here"),
        ('"" -> b', 1, 1, "cannot be empty"),
        ("digraph { a -> b [dir=none] }", 1, 13, "does not say which causes which"),
        ("a [b=c", 1, 3, "never closed"),
        ("a = b", 1, 3, "does not fit here"),
    ],
)
def test_a_mistake_is_found_at_its_line_and_column(text: str, line: int, column: int, said: str) -> None:
    with pytest.raises(GraphSyntaxError) as caught:
        CausalGraph.parse(text)
    assert said in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.where == f"line {line}, column {column}"


def test_a_name_with_spaces_gets_told_how_to_be_written() -> None:
    with pytest.raises(GraphSyntaxError) as caught:
        CausalGraph.parse("years of school -> wage")
    assert '"years of"' in caught.value.fix


def test_cycles_in_text_are_cycles() -> None:
    with pytest.raises(CycleError):
        CausalGraph.parse("a -> b <- a; b -> a")


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "3", "null", '{"nodes": 3}', '{"nodes": ["a"], "directed": [["a"]]}',
        '{"nodes": ["a"], "directed": [["a", 1]]}', '{"nodes": [1]}', '{"nodes": ["a"], "edges": []}',
        '{"nodes": "ab"}', "[" * 100_000,
    ],
)  # fmt: skip
def test_json_that_is_no_graph_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(GraphError) as caught:
        CausalGraph.from_json(text)
    assert len(caught.value.message) < 300


def test_json_is_canonical_and_plain() -> None:
    text = CausalGraph.parse('b <- "价格"; a <-> b').to_json()
    assert text.isascii()
    assert list(json.loads(text)) == ["bidirected", "directed", "latent", "nodes"]


def test_networkx_graphs_of_other_people_can_be_read() -> None:
    theirs = nx.DiGraph([("a", "b"), ("b", "c")])
    theirs.add_node("u", latent=True)
    assert CausalGraph.from_networkx(theirs) == CausalGraph("abcu", [("a", "b"), ("b", "c")], latent="u")
    with pytest.raises(GraphError, match="without a direction"):
        CausalGraph.from_networkx(nx.Graph([("a", "b")]))
    with pytest.raises(GraphError, match="is not a name"):
        CausalGraph.from_networkx(nx.DiGraph([(1, 2)]))


def test_text_that_is_not_dot_is_refused_as_dot() -> None:
    with pytest.raises(GraphError, match="not DOT"):
        CausalGraph.from_dot("a -> b")


def test_deep_and_long_texts_are_read_without_trouble() -> None:
    chain = " -> ".join(f"n{i}" for i in range(20_000))
    assert len(CausalGraph.parse(chain)) == 20_000
    with pytest.raises(GraphSyntaxError):
        CausalGraph.parse("{" * 50_000)


@pytest.mark.parametrize(
    ("text", "sign", "line"),
    [
        ("a => b", "=>", 1),
        ("a -> b;\nc - d", "-", 2),
        ("a --> b", "-->", 1),
        ("a ⟶ b", "⟶", 1),
        ("dag {\na -> b\nb => c\n}", "=>", 3),
        ("dag { a <-- b }", "<--", 1),
    ],
)
def test_what_looks_like_an_arrow_and_is_none_is_named_with_its_line(text: str, sign: str, line: int) -> None:
    with pytest.raises(GraphSyntaxError, match=f"“{re.escape(sign)}” is not an arrow") as found:
        read(text)
    assert found.value.where.startswith(f"line {line},")
    assert found.value.fix == "Use “->”, “<-” or “<->”."


def test_an_edge_without_a_head_says_nothing_about_causes() -> None:
    with pytest.raises(GraphSyntaxError, match="“--” does not say which causes which"):
        read("dag { a -- b }")
