"""The Graph page without a browser: strokes arrive, the table and the verdict say the same."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from causal_core.graph.admg import CausalGraph
from studies.study import Study
from studies.workflow import set_graph, set_question
from tests.app.conftest import Opened, texts


def asked() -> Study:
    study = set_question(Study(), treatment="drug", outcome="health", confirmed=True)
    return set_graph(study, CausalGraph.parse("drug -> health; age"))


def key(test: AppTest, name: str) -> str:
    found = test.session_state["whyboard"].memory["desk"].keys[name]
    assert isinstance(found, str)
    return found


def send(test: AppTest, study: Study, *ops: dict[str, Any]) -> AppTest:
    """Set the component's value, as the browser does."""
    desk = test.session_state["whyboard"].memory["desk"].number
    test.session_state[f"graph_{study.id}"] = {"edit": {"client": "t", "desk": desk, "ops": list(ops)}}
    test.run()
    assert not test.exception
    return test


def test_strokes_change_the_study_the_table_and_the_verdict(app: Opened) -> None:
    study = asked()
    test = app("graph", study)
    assert "nothing needs adjusting" in texts(test).lower()
    send(
        test,
        study,
        {"s": 1, "t": "add", "k": "new", "name": "age", "x": 5, "y": 300},
        {"s": 2, "t": "arrow", "a": "new", "b": key(test, "drug")},
        {"s": 3, "t": "arrow", "a": "new", "b": key(test, "health")},
    )
    arrows = {(a.cause, a.effect) for a in test.session_state["whyboard"].study.arrows}
    assert arrows == {("drug", "health"), ("age", "drug"), ("age", "health")}
    assert "age" in texts(test)
    rows = test.session_state["whyboard"].memory[f"table_arrows_{study.id}"]["expected"]
    assert {(r["first"], r["second"]) for r in rows} == arrows


def test_the_same_strokes_delivered_again_are_done_once(app: Opened) -> None:
    study = asked()
    test = app("graph", study)
    stroke = {"s": 1, "t": "reverse", "a": key(test, "drug"), "b": key(test, "health")}
    send(test, study, stroke)
    test.run()
    send(test, study, stroke, {"s": 2, "t": "undo"})
    assert [(a.cause, a.effect) for a in test.session_state["whyboard"].study.arrows] == [("drug", "health")]


def test_rubbish_from_the_browser_leaves_the_page_whole(app: Opened) -> None:
    study = asked()
    test = app("graph", study)
    desk = test.session_state["whyboard"].memory["desk"].number
    nuke = {"client": "t", "desk": desk, "ops": [{"s": 1, "t": "nuke"}]}
    for payload in (None, 7, {"edit": 7}, {"edit": nuke}):
        test.session_state[f"graph_{study.id}"] = payload
        test.run()
        assert not test.exception
    assert test.session_state["whyboard"].study.arrows == study.arrows


def test_looking_at_the_page_makes_no_version(app: Opened) -> None:
    test = app("graph", asked())
    assert test.session_state["whyboard"].undo is None
    assert set(test.session_state["whyboard"].study.positions) == {"drug", "health"}


def test_marking_a_collider_as_what_rows_were_chosen_by_changes_the_verdict(app: Opened) -> None:
    study = set_question(Study(), treatment="drug", outcome="health", confirmed=True)
    study = set_graph(study, CausalGraph.parse("drug -> health; drug -> ward; health -> ward"))
    test = app("graph", study)
    assert "nothing needs adjusting" in texts(test).lower()
    send(test, study, {"s": 1, "t": "selected", "ks": [key(test, "ward")], "on": True})
    assert test.session_state["whyboard"].study.selected() == ("ward",)
    assert "The rows were chosen by" in texts(test)
    assert "nothing needs adjusting" not in texts(test).lower()
    marked = app("identify", test.session_state["whyboard"].study)
    assert "No, not from these variables" in texts(marked)
    assert "Use rows that were not chosen by" in texts(marked)
    for page in ("estimate", "report", "stress_test", "variables"):
        assert not app(page, test.session_state["whyboard"].study).exception
