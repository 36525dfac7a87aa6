"""A name of 300 letters can be read whole on every page without a pointer."""

from __future__ import annotations

import pytest

from causal_core.graph.admg import CausalGraph
from studies.study import Study
from studies.workflow import set_graph, set_question
from tests.app.conftest import Opened

LONG = ("<b>How</b> **the person** felt in all the weeks that followed " * 6)[:300].strip()


def hostile() -> Study:
    graph = CausalGraph([LONG, "t", "y"], directed=[(LONG, "t"), (LONG, "y"), ("t", "y")])
    return set_graph(set_question(Study(), treatment="t", outcome="y", confirmed=True), graph)


@pytest.mark.parametrize("page", ["variables", "graph"])
def test_a_table_with_a_long_name_has_it_in_full_below(app: Opened, page: str) -> None:
    test = app(page, hostile())
    assert not test.exception
    box = next(e for e in test.expander if e.label.startswith("Long names in full"))
    said = "".join(m.value for m in box.markdown)
    assert said.replace("\\", "").replace("&lt;", "<").replace("&gt;", ">") == f"- {LONG}"


@pytest.mark.parametrize("opened", ["parts", "standing"])
def test_the_tables_that_open_have_long_names_in_full_too(app: Opened, opened: str) -> None:
    test = app("graph", hostile())
    test.session_state[opened] = True
    test.run()
    assert not test.exception
    assert len([e for e in test.expander if e.label.startswith("Long names in full")]) == 2


def test_short_names_have_no_such_list(app: Opened) -> None:
    graph = CausalGraph(["z", "t", "y"], directed=[("z", "t"), ("z", "y"), ("t", "y")])
    study = set_graph(set_question(Study(), treatment="t", outcome="y", confirmed=True), graph)
    assert not [e for e in app("graph", study).expander if "in full" in e.label]
