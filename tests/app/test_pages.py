"""Every page runs: on an example, on an empty study and without a study; errors are sentences."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from studies.data import reference
from studies.examples import ORDER, example_bytes, study_from_example
from studies.store import Store
from studies.study import Study
from studies.workflow import attach_data, estimate_study, refute_study, report_of, set_graph, set_question
from tests.app.conftest import Opened, texts
from ui import attacks
from ui.frame import STEPS

PAGES = [s.key for s in STEPS] + ["settings"]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_runs_on_an_example(app: Opened, own_store: Store, page: str) -> None:
    test = app(page, study_from_example("nhefs", own_store))
    assert test.title[0].value
    assert not test.error


@pytest.mark.parametrize("page", PAGES)
def test_the_page_runs_on_an_empty_study_and_says_what_to_do(app: Opened, page: str) -> None:
    test = app(page, Study())
    assert not test.error
    if page in ("question", "variables", "graph", "identify", "estimate", "stress_test"):
        assert test.info


@pytest.mark.parametrize("page", [p for p in PAGES if p not in ("start", "settings")])
def test_without_a_study_the_page_leads_to_start(app: Opened, page: str) -> None:
    test = app(page)
    assert "No study is open yet" in texts(test)


@pytest.mark.parametrize("name", ORDER)
def test_every_example_opens_and_says_whether_it_can_be_answered(
    app: Opened, own_store: Store, name: str
) -> None:
    test = app("identify", study_from_example(name, own_store))
    said = texts(test)
    assert (
        "if the graph is right." in said
        or "No, not from these variables." in said
        or "Only with one more assumption." in said
    )


def test_an_address_with_an_example_opens_it(app: Opened) -> None:
    assert "Does quitting smoking lead to weight gain?" in texts(app(example="nhefs"))


def test_an_unknown_example_is_a_sentence(app: Opened) -> None:
    assert "There is no example called “nothing”" in texts(app(example="nothing"))


def test_an_unknown_study_is_a_sentence(app: Opened) -> None:
    from streamlit.testing.v1 import AppTest

    from tests.app.conftest import ROOT

    test = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    test.query_params["study"] = "0" * 32
    test.run()
    assert "is not kept here" in texts(test)


def test_nothing_to_adjust_and_impossible_are_two_sentences(app: Opened) -> None:
    asked = set_question(Study(), treatment="t", outcome="y", confirmed=True)
    free = texts(app("identify", set_graph(asked, CausalGraph.parse("t -> y"))))
    blocked = texts(app("identify", set_graph(asked, CausalGraph.parse("t -> y; t <-> y"))))
    assert "nothing needs adjusting" in free.lower()
    assert "nothing needs adjusting" not in blocked.lower()
    assert "No, not from these variables." in blocked


def small_study(own_store: Store) -> tuple[Study, Any]:
    from studies.data import read_data

    study = study_from_example("nsw_mixtape", own_store)
    assert study.data is not None
    raw = own_store.data(study.data.sha256)
    assert raw == example_bytes("nsw_mixtape")
    return study, read_data(raw, study.data)


def test_the_answer_page_computes_and_shows_both_comparisons(app: Opened, own_store: Store) -> None:
    study, _ = small_study(own_store)
    test = app("estimate", study)
    next(b for b in test.button if b.label == "Compute the answer").click().run()
    said = texts(test)
    assert "1,794" in said
    assert "As seen" in said
    assert "US dollars" in said


def test_a_changed_graph_marks_the_answer_as_out_of_date(app: Opened, own_store: Store) -> None:
    study, table = small_study(own_store)
    study = estimate_study(study, table)
    fresh = texts(app("estimate", study))
    stale_study = set_graph(study, CausalGraph.parse("age -> re78; treat -> re78"))
    stale = texts(app("estimate", stale_study))
    assert "no longer counts" not in fresh
    assert "no longer counts" in stale
    assert "The estimate is of an older version of the study." in stale


def test_stress_tests_show_all_five_sentences(app: Opened, own_store: Store) -> None:
    study, table = small_study(own_store)
    study = refute_study(estimate_study(study, table), table)
    said = texts(app("stress_test", study))
    for label in (
        "What was tried",
        "What was expected",
        "What was seen",
        "What it means",
        "What it cannot see",
    ):
        assert said.count(label) >= 4


def test_stress_tests_begin_with_the_button_and_the_verdict_and_fold_the_rest(
    app: Opened, own_store: Store
) -> None:
    study, table = small_study(own_store)
    study = refute_study(estimate_study(study, table), table)
    test = app("stress_test", study)
    said = texts(test)
    summary = report_of(study)
    assert summary is not None
    assert said.index(summary.summary) < said.index("Which tests matter here?")
    folded = [e.label for e in test.expander]
    assert folded.count("How good is this test?") == len(summary.results)
    assert any(label.startswith("More tests that could be run (") for label in folded)
    assert not any(b.disabled for b in test.button if "run" in b.label.lower())


def test_a_test_without_its_variable_has_no_button_and_gets_one_with_it(
    app: Opened, own_store: Store
) -> None:
    study, table = small_study(own_store)
    test = app("stress_test", estimate_study(study, table))
    key = f"run_{study.id}_own_negative_control_outcome"
    assert key not in {b.key for b in test.button}
    box = next(s for s in test.selectbox if s.key == f"control_{study.id}_own_negative_control_outcome")
    box.select(box.options[0]).run()
    assert key in {b.key for b in test.button}


def test_while_a_stress_test_runs_no_button_starts_another(
    app: Opened, own_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, table = small_study(own_store)
    study = estimate_study(study, table)
    monkeypatch.setattr(attacks, "running", lambda _: True)
    test = app("stress_test", study)
    labels = {b.label for b in test.button}
    assert not labels & {"Run the stress tests", "Run again", "Run this test"}
    assert texts(test).count("A test is running.") == 1


def test_stress_tests_without_an_answer_lead_back(app: Opened, own_store: Store) -> None:
    study, _ = small_study(own_store)
    assert "There is no answer to attack yet" in texts(app("stress_test", study))


def test_undo_and_redo_change_what_is_shown(app: Opened, own_store: Store) -> None:
    test = app("question", set_question(Study(), treatment="sleep", outcome="marks"))
    next(b for b in test.button if b.label == "Yes, this is my question").click().run()
    assert "Confirmed: this is the question." in texts(test)
    next(b for b in test.button if b.label == "Undo").click().run()
    assert "Confirmed: this is the question." not in texts(test)
    next(b for b in test.button if b.label == "Redo").click().run()
    assert "Confirmed: this is the question." in texts(test)


def test_the_same_cause_and_outcome_is_a_sentence(app: Opened) -> None:
    test = app("question", set_question(Study(), treatment="x"))
    test.selectbox[1].set_value("x").run()
    assert "the same variable" in texts(test)


def test_reading_a_problem_fills_the_sentence_by_rules(app: Opened) -> None:
    test = app("question", Study())
    test.text_area[0].set_value("Among pupils, does sleep change the marks?").run()
    next(b for b in test.button if b.label.startswith("Read it")).click().run()
    said = texts(test)
    assert "Among pupils, does sleep change" in said
    assert "rules, not an AI" in said
    assert "Confirmed" not in said


def test_a_cycle_pasted_as_text_is_refused_with_its_path(app: Opened) -> None:
    test = app("graph", set_question(Study(), treatment="a", outcome="b"))
    test.session_state["files"] = True
    test.run()
    area = next(a for a in test.text_area if a.label.startswith("Paste a graph"))
    area.set_value("a -> b; b -> c; c -> a")
    next(b for b in test.button if b.label == "Use this graph").click().run()
    assert "a → b → c → a" in texts(test)


def test_an_arrow_that_closes_a_loop_is_refused_with_its_path(app: Opened) -> None:
    study = set_graph(set_question(Study(), treatment="a", outcome="b"), CausalGraph.parse("a -> b"))
    test = app("graph", study)
    boxes = {b.label: b for b in test.selectbox}
    boxes["From"].set_value("b")
    boxes["To"].set_value("a")
    next(b for b in test.button if b.label == "Add").click().run()
    assert "go round in a circle" in texts(test)
    assert len(test.session_state["whyboard"].study.arrows) == 1


def test_an_unexpected_fault_shows_an_id_and_the_log_has_the_trace(
    app: Opened, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from ui import faults

    shown: list[str] = []
    monkeypatch.setattr(faults.st, "error", lambda text, **_: shown.append(text))
    with pytest.raises(ZeroDivisionError) as raised:
        raise ZeroDivisionError("secret detail")
    with caplog.at_level(logging.ERROR, logger="whyboard"):
        assert faults.on_fault(raised.value) is True
    number = caplog.records[0].getMessage().split()[-1]
    assert number in shown[0]
    assert "secret detail" not in shown[0]
    assert "ZeroDivisionError" in caplog.text


def test_settings_keep_a_key_in_the_session_only(app: Opened, own_store: Store) -> None:
    test = app("settings", Study())
    inputs = {i.label: i for i in test.text_input}
    inputs["Server address"].set_value("http://localhost:9/v1")
    inputs["Model"].set_value("tiny")
    inputs["Key"].set_value("sk-very-secret")
    next(b for b in test.button if b.label == "Use this server").click().run()
    assert "tiny" in texts(test)
    assert "sk-very-secret" not in texts(test)
    with own_store.engine.connect() as connection:
        dump = "\n".join(str(connection.exec_driver_sql("select * from versions").all()))
    assert "sk-very-secret" not in dump


def test_a_server_that_does_not_answer_is_a_sentence(app: Opened) -> None:
    test = app("settings", Study())
    inputs = {i.label: i for i in test.text_input}
    inputs["Server address"].set_value("http://127.0.0.1:9/v1")
    inputs["Model"].set_value("tiny")
    next(b for b in test.button if b.label == "Use this server").click().run()
    next(b for b in test.button if b.label == "Try it").click().run()
    assert len(test.error) == 1
    assert "Traceback" not in texts(test)


def test_two_tabs_do_not_overwrite_each_other(app: Opened, own_store: Store) -> None:
    study = Study()
    first, second = app("question", study), app("question", study)
    first.text_area[0].set_value("Does sleep change marks?").run()
    second.text_input(key=next(t.key for t in second.text_input if t.label == "Among (who)")).set_value(
        "pupils"
    ).run()
    opened = own_store.open(study.id)
    assert opened is not None
    assert (opened.study.question.text, opened.study.question.who) == ("Does sleep change marks?", "pupils")


def test_an_answer_without_a_unit_says_so_and_leads_to_where_it_is_named(
    app: Opened, own_store: Store
) -> None:
    raw = b"training,wage\n" + b"".join(b"%d,%d\n" % (i % 2, 10 + i % 2 + i % 5) for i in range(60))
    table = read_table(raw, name="w.csv")
    study = set_question(Study(), treatment="training", outcome="wage", confirmed=True)
    ref = reference(table, own_store.keep_data(raw, "w.csv"))
    study = estimate_study(
        attach_data(set_graph(study, CausalGraph.parse("training -> wage")), table, ref), table
    )
    test = app("estimate", study)
    assert "Nobody has said in which unit “wage” is measured" in texts(test)
    test.button(key="name_unit").click().run()
    test.switch_page("../pages/variables.py").run()
    box = next(b for b in test.text_input if b.label == "measured in (unit)")
    box.set_value("euros an hour").run()
    assert not test.exception
    test.switch_page("../pages/estimate.py").run()
    assert "no longer counts" in texts(test)
    next(b for b in test.button if b.label == "Compute again").click().run()
    said = texts(test)
    assert "euros an hour" in said
    assert "Nobody has said in which unit" not in said


def test_a_graph_page_after_an_answer_tells_what_bears_on_it_and_folds_the_rest(
    app: Opened, own_store: Store
) -> None:
    study = study_from_example("nhefs", own_store)
    study = estimate_study(study, read_table(example_bytes("nhefs"), name="nhefs.csv"))
    test = app("graph", study)
    assert any("no harm to the answer: 21 pairs" in e.label for e in test.expander)
    assert "The data speak against leaving out" not in texts(test)


def test_what_the_data_contradict_without_harm_is_said_to_be_so_and_not_listed(
    app: Opened, own_store: Store
) -> None:
    study = study_from_example("nhefs", own_store)
    study = estimate_study(study, read_table(example_bytes("nhefs"), name="nhefs.csv"))
    said = texts(app("stress_test", study))
    assert "All of that lies between variables that are held equal" in said
    assert said.count("By the graph") == 21  # once each, in the list that opens
