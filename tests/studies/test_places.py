from __future__ import annotations

from itertools import pairwise

from causal_core.graph.admg import CausalGraph
from studies.edits import add_variable, set_flag
from studies.exchange import FORMS, read_graph, use_graph
from studies.export.svg import graph_svg
from studies.places import ARROW, WIDE, drawn_graph, pinned, places, tidy_places
from studies.study import Arrow, DataRef, Study, StudyVariable

DATA = DataRef(name="d.csv", sha256="0" * 64, n_rows=3, n_columns=2)


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


def test_a_variable_that_is_not_measured_is_in_the_picture_from_the_moment_it_is_named() -> None:
    columns = tuple(StudyVariable(name=n, column=n) for n in ("x", "y"))
    study = use_graph(Study(variables=columns, data=DATA), read_graph("x -> y"))
    added = pinned(add_variable(study, "genes", (31.0, 400.0)))
    assert added.variable("genes") == StudyVariable(name="genes", measured=False)
    assert places(added)["genes"] == (31.0, 400.0)
    assert "genes" in drawn_graph(added).latent
    assert "genes" not in added.graph().nodes  # nothing is claimed of it yet


def test_a_variable_without_arrows_stays_in_the_picture_when_it_is_marked_as_not_measured() -> None:
    study = pinned(add_variable(use_graph(Study(), read_graph("x -> y")), "genes", (31.0, 400.0)))
    marked = pinned(set_flag(study, ["genes"], "measured", False))
    assert places(marked) == places(study)


def test_what_only_proposals_touch_goes_out_in_every_form_and_picture_and_comes_back() -> None:
    waiting = tuple(Arrow(cause="genes", effect=e, source="model", status="proposed") for e in "xy")
    study = use_graph(Study(), read_graph("x -> y"))
    genes = StudyVariable(name="genes", measured=False)
    study = pinned(
        study.model_copy(update={"variables": (*study.variables, genes), "arrows": study.arrows + waiting})
    )
    for _, _, _, write in FORMS.values():
        found = read_graph(write(study))
        assert (found.graph.nodes, found.graph.directed) == (("genes", "x", "y"), (("x", "y"),))
        assert found.graph.latent == ("genes",)
        assert places(use_graph(Study(), found)) == places(study)
    assert "genes" in graph_svg(study)
    assert 'Causal graph with 3 variables and 1 arrow"' in graph_svg(study)
