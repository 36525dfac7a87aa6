"""What a graph text that cannot be used is answered with: one sentence, the place, what to do."""

from __future__ import annotations

import pytest

from studies.study import Study
from tests.app.conftest import Opened, unescaped

SAID = {
    "a -> b; b -> c; c -> a": "The arrows a → b → c → a go round in a circle: a cause cannot be its own effect.\n\n"
    "Take out or turn round one of these arrows.",
    "a => b": "“=>” is not an arrow. (line 1, column 3)\n\nUse “->”, “<-” or “<->”.",
    "dag { a -> b; b => c }": "“=>” is not an arrow. (line 1, column 17)\n\nUse “->”, “<-” or “<->”.",
    "digraph { a -> b": "The closing “}” is missing. (line 1, column 17)\n\nPut a } at the end.",
    "graph { a -- b }": "“--” does not say which causes which. (line 1, column 11)\n\nUse “->”, “<-” or “<->”.",
    "x": "There is no arrow in this text.\n\nWrite arrows such as age -> smoking; smoking <-> cancer.",
}


@pytest.mark.parametrize("text", SAID)
def test_a_graph_text_that_cannot_be_used_is_told_where_and_what_to_do(app: Opened, text: str) -> None:
    test = app("graph", Study())
    test.session_state["files"] = True
    test.run()
    next(a for a in test.text_area if a.label.startswith("Paste a graph")).set_value(text)
    next(b for b in test.button if b.label == "Use this graph").click().run()
    assert [unescaped(e.value) for e in test.error] == [SAID[text]]


def test_dot_goes_where_dagitty_text_goes(app: Opened) -> None:
    test = app("graph", Study())
    test.session_state["files"] = True
    test.run()
    area = next(a for a in test.text_area if a.label.startswith("Paste a graph"))
    area.set_value('digraph { rankdir=LR; a -> b; b -> c [color="red"] }')
    next(b for b in test.button if b.label == "Use this graph").click().run()
    arrows = test.session_state["whyboard"].study.arrows
    assert {(a.cause, a.effect) for a in arrows} == {("a", "b"), ("b", "c")}


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_is_asked_for(app: Opened, text: str) -> None:
    test = app("graph", Study())
    test.session_state["files"] = True
    test.run()
    next(a for a in test.text_area if a.label.startswith("Paste a graph")).set_value(text)
    next(b for b in test.button if b.label == "Use this graph").click().run()
    assert not test.error
    assert "Paste or type a graph first." in [e.value for e in test.info]
