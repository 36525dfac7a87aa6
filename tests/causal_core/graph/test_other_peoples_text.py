"""Graphs as other programs and word processors write them: read as they are meant, or refused; never half."""

from __future__ import annotations

import pytest

from causal_core.errors import GraphSyntaxError
from causal_core.graph.admg import CausalGraph
from causal_core.graph.text import read

DRAWN_BY_GRAPHVIZ = """strict digraph "my graph" {
  rankdir=LR;
  node [shape=box, fontsize=12];
  subgraph cluster_0 { label="before"; age -> drug [color=grey]; }
  subgraph { rank=same; drug; health }
  drug:e -> health:w [label="the effect; asked for"];
  "two words":n -> health
  { age } -> health;
}"""


def test_subgraphs_ports_and_ranks_of_graphviz_are_about_drawing_and_make_no_variables() -> None:
    wanted = "age -> drug -> health <- age; 'two words' -> health"
    assert CausalGraph.parse(DRAWN_BY_GRAPHVIZ) == CausalGraph.parse(wanted)


def test_a_subgraph_stands_for_all_its_variables_at_the_end_of_an_arrow() -> None:
    text = "digraph { x -> subgraph late { a -> b; { c } } }"
    assert CausalGraph.parse(text) == CausalGraph.parse("x -> {a b c}; a -> b")


def test_what_is_said_of_every_edge_holds_where_an_edge_says_nothing_else() -> None:
    graph = CausalGraph.parse("digraph { edge [dir=both]; a -> b; b -> c [dir=forward] }")
    assert (graph.directed, graph.bidirected) == ((("b", "c"),), (("a", "b"),))


@pytest.mark.parametrize(
    "quotes", ["“{}”", "„{}“", "„{}”", "‘{}’", "«{}»", "'{}'", '"{}"'], ids=lambda q: q.format("a")
)
@pytest.mark.parametrize("form", ["{} -> {}", "dag {{ {} [exposure] {} -> {} }}", "digraph {{ {} -> {}; }}"])
def test_names_in_any_quotes_are_names(form: str, quotes: str) -> None:
    first, second = quotes.format("Years of school"), quotes.format("hourly wage")
    names = (first, first, second) if "exposure" in form else (first, second)
    assert read(form.format(*names)).graph.directed == (("Years of school", "hourly wage"),)


def test_an_apostrophe_in_a_name_is_no_quote() -> None:
    assert CausalGraph.parse("O'Brien's -> don't").directed == (("O'Brien's", "don't"),)
    assert CausalGraph.parse("'tis -> it's; a -> b").nodes == ("'tis", "a", "b", "it's")


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ("pag { x o-> y }", "“o->”", 9),
        ("pag { x o-o y }", "“o-o”", 9),
        ("pag { x <-o y }", "“<-o”", 11),
        ('pag { "x" o-> "y" }', "“o->”", 11),
    ],
)
def test_an_end_that_is_left_open_is_refused_and_makes_no_variable(text: str, said: str, column: int) -> None:
    with pytest.raises(GraphSyntaxError, match="does not say which causes which") as caught:
        read(text)
    assert said in caught.value.message
    assert caught.value.column == column


def test_a_variable_may_be_called_o() -> None:
    graph = CausalGraph(["o", "x", "y"], [("o", "y"), ("x", "o")])
    for text in (
        graph.to_dagitty(),
        graph.to_dot(),
        "x -> o -> y",
        "dag { x; o->y; x->o }",
        "dag {\nx\no->y\nx->o\n}",
    ):
        assert CausalGraph.parse(text) == graph


@pytest.mark.parametrize(
    "text",
    [
        'dagitty("dag{ x [exposure]; x -> y }")',
        "g <- dagitty('dag {\n x [exposure]\n x -> y\n}')\n",
        'g = dagitty::dagitty( "dag { \\"x\\" [exposure] x -> y }" );',
    ],
)
def test_a_call_of_dagitty_in_r_is_read_as_the_text_in_it(text: str) -> None:
    found = read(text)
    assert (found.graph.directed, found.exposures) == ((("x", "y"),), ("x",))


def test_a_mistake_in_a_call_of_r_is_found_where_it_stands() -> None:
    with pytest.raises(GraphSyntaxError) as caught:
        read("g <- dagitty('dag {\n a -- b }')")
    assert (caught.value.line, caught.value.column) == (2, 4)


def test_groups_within_groups_end_somewhere() -> None:
    with pytest.raises(GraphSyntaxError, match="too many groups"):
        read("digraph { " + "{" * 5000)
