"""A model's second look at a graph, and matching columns: shown first, checked, and done on a click only."""

from __future__ import annotations

import json
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from llm.settings import LlmSettings
from studies.settings import settings
from studies.store import Store
from studies.workflow import set_variables
from tests.app.conftest import Opened, texts
from tests.app.test_model_faults import model_server, reply, with_model
from tests.app.test_pages import small_study

__all__ = ["model_server"]
Start = Callable[[int, str], str]


def objections(*found: dict[str, str]) -> str:
    return reply(json.dumps({"objections": found}))


REVERSED = {"kind": "reversed_arrow", "first": "age", "second": "sleep", "name": "", "why": "<b>odd</b>"}
HIDDEN = {"kind": "hidden_cause", "first": "sleep", "second": "marks", "name": "stress", "why": "both"}


def press(test: AppTest, label: str, number: int = 0) -> AppTest:
    [b for b in test.button if b.label == label][number].click().run()
    assert not test.exception, test.exception
    return test


def looked(app: Opened, start: Start, body: str) -> AppTest:
    test = with_model(app, "graph", start(200, body))
    test.session_state["second_look"] = True
    test.run()
    return test


def standings(test: AppTest) -> dict[str, str]:
    study = test.session_state["whyboard"].study
    return {f"{a.cause} → {a.effect}": a.status for a in study.arrows}


def test_an_objection_taken_up_turns_the_arrow_round(app: Opened, model_server: Start) -> None:
    test = press(looked(app, model_server, objections(REVERSED)), "Challenge this graph")
    assert "<b>odd</b>" in texts(test)
    assert standings(test)["age → sleep"] == "accepted"
    press(test, "Take up")
    assert standings(test)["age → sleep"] == "rejected"
    assert standings(test)["sleep → age"] == "accepted"
    assert "Take up" not in [b.label for b in test.button]


def test_a_dismissed_objection_does_not_come_again(app: Opened, model_server: Start) -> None:
    test = press(looked(app, model_server, objections(HIDDEN)), "Challenge this graph")
    before = standings(test)
    press(test, "Dismiss")
    assert standings(test) == before
    press(test, "Challenge this graph")
    assert "Dismiss" not in [b.label for b in test.button]
    assert "No objection is left." in texts(test)


def test_a_hidden_cause_taken_up_is_only_proposed(app: Opened, model_server: Start) -> None:
    test = press(looked(app, model_server, objections(HIDDEN)), "Challenge this graph")
    press(test, "Take up")
    (hidden,) = test.session_state["whyboard"].study.hidden
    assert hidden.status == "proposed"


def test_an_arrow_is_explained_in_escaped_words(app: Opened, model_server: Start) -> None:
    said = {
        "mechanism": "<i>tired</i> people",
        "confidence": "low",
        "wrong_if": "",
        "other_explanations": ["x"],
    }
    test = looked(app, model_server, reply(json.dumps(said)))
    test.selectbox(key=f"why_arrow_{test.session_state['whyboard'].study.id}").select("age → sleep").run()
    press(test, "Why?")
    assert "<i>tired</i> people." in texts(test)
    assert standings(test) == {"age → sleep": "accepted", "sleep → marks": "accepted"}


def test_why_beside_an_arrow_chooses_it_and_sends_nothing(app: Opened) -> None:
    test = with_model(app, "graph", "http://127.0.0.1:9/v1")
    session = test.session_state["whyboard"]
    study = session.study
    open_ones = tuple(a.model_copy(update={"status": "proposed"}) for a in study.arrows)
    changed = study.model_copy(update={"arrows": open_ones})
    Store(settings().database_url).save(changed, "Propose")
    test.run()
    press(test, "Why?")
    assert test.selectbox(key=f"why_arrow_{study.id}").value == "age → sleep"
    assert not test.error


def test_without_a_model_there_is_no_second_look(app: Opened, own_store: Store) -> None:
    study, _ = small_study(own_store)
    assert "Challenge this graph" not in [b.label for b in app("graph", study).button]


def test_rules_match_a_variable_to_its_column_and_the_person_takes_it(app: Opened, own_store: Store) -> None:
    study, _ = small_study(own_store)
    name = study.variables[-1].name
    rows = [v.model_copy(update={"column": None}) if v.name == name else v for v in study.variables]
    test = app("variables", set_variables(study, rows))
    press(test, "Match variables to columns")
    assert test.session_state["whyboard"].study.variable(name).column is None
    press(test, "Use these columns")
    assert test.session_state["whyboard"].study.variable(name).column == study.variables[-1].column


def test_what_a_model_matched_wrongly_is_set_aside_with_the_reason(
    app: Opened, own_store: Store, model_server: Start
) -> None:
    matches = [{"variable": "age", "column": "shoe size"}, {"variable": "mood", "column": "age"}]
    study, _ = small_study(own_store)
    name = study.variables[-1].name
    rows = [v.model_copy(update={"column": None}) if v.name == name else v for v in study.variables]
    test = app("variables", set_variables(study, rows))
    test.session_state["whyboard"].llm = LlmSettings(
        base_url=model_server(200, reply(json.dumps({"matches": matches}))), model="m"
    )
    test.run()
    press(test, "Match variables to columns")
    assert "Set aside (2)" in [box.label for box in test.expander]
    assert "There is no variable called “mood”" in texts(test)
