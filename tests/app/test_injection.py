"""Orders hidden in a study, and a model that obeys them all: nothing changes without a click.

Every flow goes through the real pages against a real server on this computer that keeps what reaches it.
"""

from __future__ import annotations

import hashlib
import html
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from llm.context import as_text
from llm.settings import LlmSettings
from studies.data import reference
from studies.store import Store
from studies.study import Study
from studies.workflow import attach_data, estimate_study, set_graph, set_question
from tests.app.conftest import Opened
from tests.llm.hostile import IN_CELLS, IN_LABELS, IN_NAMES, IN_PROBLEM, ORDERS, Heard, listening, obeying
from tests.llm.leaks import leaked

KEY = "sk-canary-key-of-this-session"
ROUNDS = range(len(IN_PROBLEM))
MOST = [pytest.param(k, marks=[pytest.mark.slow] if k % 2 else []) for k in ROUNDS]
SOME = [pytest.param(k, marks=[pytest.mark.slow] if k % 4 else []) for k in ROUNDS[::2]]
PAGES = {
    "question": "Read it and fill in the sentence",
    "graph": "Ask the model for a graph",
    "stress_test": "Ask the model",
    "estimate": "Ask the model to explain",
}
SHOWN = (
    "title",
    "header",
    "subheader",
    "markdown",
    "caption",
    "info",
    "success",
    "warning",
    "error",
    "toast",
)
LABELLED = ("button", "checkbox", "radio", "selectbox", "multiselect", "text_input", "text_area", "expander")


def orders_of(round_: int) -> tuple[str, str, str, str]:
    """One order for each place: the problem text, a column's name, a label, a cell."""
    return IN_PROBLEM[round_], IN_NAMES[round_], IN_LABELS[round_], IN_CELLS[round_]


def hostile_study(store: Store, round_: int) -> tuple[Study, Any]:
    """A study with an order in its text, title, meanings and reasons, file name, column, label and cell."""
    problem, name, label, cell = orders_of(round_)
    rows = 60
    frame = pd.DataFrame(
        {
            "t": [k % 2 for k in range(rows)],
            "y": [2.0 * (k % 2) + 0.5 * (k % 5) + 0.013 * k for k in range(rows)],
            "z": [k % 5 + 0.5 for k in range(rows)],
            name: [k % 11 + 0.25 for k in range(rows)],
            "group": [label if k % 2 else "the rest" for k in range(rows)],
            "note": [cell, *(f"cell-canary-{k}" for k in range(rows - 1))],
        }
    )
    raw = frame.to_csv(index=False).encode()
    table = read_table(raw, name=f"{problem[:40]}.csv")
    assert name in table.names
    store.keep_data(raw, "data.csv")
    study = set_question(Study(), text=problem, treatment="t", outcome="y", who=problem[:80])
    study = attach_data(study, table, reference(table, hashlib.sha256(raw).hexdigest()))
    study = set_graph(
        study, CausalGraph(table.names, directed=[("z", "t"), ("z", "y"), ("t", "y"), (name, "y")])
    )
    variables = tuple(
        v.model_copy(update={"meaning": problem}) if v.name == "z" else v for v in study.variables
    )
    arrows = tuple(a.model_copy(update={"reason": problem}) for a in study.arrows)
    study = study.model_copy(update={"variables": variables, "arrows": arrows, "title": problem})
    return study, table


@pytest.fixture
def heard() -> Iterator[Heard]:
    with listening() as server:
        yield server


def opened_with_model(app: Opened, page: str, study: Study, server: Heard, *, consent: bool) -> AppTest:
    test = app(page, study)
    session = test.session_state["whyboard"]
    session.llm = LlmSettings(base_url=server.address, model="m", api_key=KEY, seconds=30)
    if consent:
        session.consents.add(study.id)
    test.run()
    return test


def ask(test: AppTest, page: str) -> None:
    next(b for b in test.button if b.label == PAGES[page]).click().run()
    assert not test.exception, test.exception


def decided(study: Study) -> dict[str, Any]:
    """Everything of a study but what waits for a person, and where the picture puts it."""
    kept = study.model_dump()
    del kept["positions"]
    kept["arrows"] = [a for a in kept["arrows"] if a["status"] != "proposed"]
    kept["hidden"] = [h for h in kept["hidden"] if h["status"] != "proposed"]
    kept["variables"] = [v for v in kept["variables"] if v["measured"]]
    return kept


def markup(test: AppTest) -> list[tuple[str, bool]]:
    """Every text of the page that is read as Markdown, and whether HTML in it would be too."""
    found = []
    for kind in SHOWN:
        found += [(str(e.value), bool(getattr(e, "allow_html", False))) for e in getattr(test, kind)]
    for kind in LABELLED:
        for e in test.get(kind):
            proto = e.proto
            found += [(str(getattr(proto, part, "") or ""), False) for part in ("label", "help")]
    return found


def assert_only_text(test: AppTest, orders: tuple[str, ...]) -> None:
    for text, with_html in markup(test):
        bare = html.unescape(re.sub(r"\\(.)", r"\1", text))
        if with_html:
            assert not any(order in bare for order in orders)
            continue
        unescaped_signs = re.sub(r"&[#a-z0-9]+;|\\.", "", text)
        assert not re.search(r"<\w|!\[|\]\(|`{3}", unescaped_signs), text
        assert not re.search(r"https?://|www(?=\.)[-.\w]+|[-.\w+]+@[-\w]+(\.[-\w]+)+", bare, re.IGNORECASE), (
            text
        )


def told(server: Heard) -> list[bytes]:
    """What left, without the server's own words, which a request to mend an answer gives back to it."""
    return [
        sent if len(body["messages"]) == 2 else json.dumps(body["messages"][:2]).encode()
        for sent, body in zip(server.requests, server.bodies, strict=True)
    ]


def assert_shown_is_sent(shown: list[str], server: Heard) -> None:
    assert server.bodies
    for body in server.bodies:
        assert as_text(body["messages"][:2]) in shown


def test_there_are_enough_orders_to_mean_something() -> None:
    assert len(set(ORDERS)) == len(ORDERS) >= 60
    assert {len(IN_PROBLEM), len(IN_NAMES), len(IN_LABELS), len(IN_CELLS)} == {len(ROUNDS)}


@pytest.mark.parametrize("round_", ROUNDS)
def test_a_graph_from_an_obedient_model_only_waits_to_be_decided(
    app: Opened, own_store: Store, heard: Heard, round_: int
) -> None:
    study, _ = hostile_study(own_store, round_)
    orders = orders_of(round_)
    heard.reply = obeying(orders)
    test = opened_with_model(app, "graph", study, heard, consent=False)
    before = own_store.open(study.id)
    shown = [c.value for c in test.code]
    llm = test.session_state["whyboard"].llm
    assert heard.requests == []
    ask(test, "graph")
    after = own_store.open(study.id)
    assert before is not None
    assert after is not None
    assert decided(after.study) == decided(before.study)
    assert any(a.status == "proposed" for a in after.study.arrows)
    now, then = after.study.graph(), before.study.graph()
    assert (now.directed, now.bidirected) == (then.directed, then.bidirected)
    assert after.study.fingerprint() == before.study.fingerprint()  # a result of it would still count
    assert test.session_state["whyboard"].llm == llm
    assert set(heard.paths) == {"POST /v1/chat/completions"}
    assert_shown_is_sent(shown, heard)
    for sent in told(heard):
        assert (
            leaked(sent, (orders[2], orders[3], "the rest", *(f"cell-canary-{k}" for k in range(59)))) == []
        )
    assert_only_text(test, orders)


@pytest.mark.parametrize("round_", MOST)
def test_a_question_read_by_an_obedient_model_is_filled_in_and_not_confirmed(
    app: Opened, own_store: Store, heard: Heard, round_: int
) -> None:
    study, _ = hostile_study(own_store, round_)
    orders = orders_of(round_)
    heard.reply = obeying(orders)
    test = opened_with_model(app, "question", study, heard, consent=round_ % 4 == 2)
    shown = [c.value for c in test.code]
    llm = test.session_state["whyboard"].llm
    ask(test, "question")
    after = own_store.open(study.id)
    assert after is not None
    assert not after.study.question.confirmed
    assert after.study.question.text == study.question.text
    assert after.study.arrows == study.arrows
    assert after.study.hidden == study.hidden
    assert after.study.data == study.data
    assert after.study.variables[: len(study.variables)] == study.variables
    assert {v.name for v in after.study.variables[len(study.variables) :]} <= {
        after.study.question.treatment,
        after.study.question.outcome,
    }
    assert test.session_state["whyboard"].llm == llm
    assert set(heard.paths) == {"POST /v1/chat/completions"}
    assert_shown_is_sent(shown, heard)
    for sent in told(heard):
        assert leaked(sent, (orders[3], *(f"cell-canary-{k}" for k in range(59)))) == []
    assert_only_text(test, orders)


@pytest.mark.parametrize("page", ["stress_test", "estimate"])
@pytest.mark.parametrize("round_", SOME)
def test_advice_and_explanation_of_an_obedient_model_change_nothing(
    app: Opened, own_store: Store, heard: Heard, round_: int, page: str
) -> None:
    study, table = hostile_study(own_store, round_)
    study = estimate_study(set_question(study, confirmed=True), table)
    orders = orders_of(round_)
    heard.reply = obeying(orders)
    test = opened_with_model(app, page, study, heard, consent=page == "estimate")
    shown = [c.value for c in test.code]
    before, llm = own_store.open(study.id), test.session_state["whyboard"].llm
    ask(test, page)
    after = own_store.open(study.id)
    assert before is not None
    assert after is not None
    assert after.study == before.study
    assert test.session_state["whyboard"].llm == llm
    assert set(heard.paths) == {"POST /v1/chat/completions"}
    assert_shown_is_sent(shown, heard)
    for sent in told(heard):
        assert leaked(sent, (orders[2], orders[3], *(f"cell-canary-{k}" for k in range(59)))) == []
    assert_only_text(test, orders)


@pytest.mark.parametrize("round_", ROUNDS[::2])
def test_a_free_question_with_an_order_in_it_tells_only_the_result(
    own_store: Store, heard: Heard, round_: int
) -> None:
    """What is sent is what would be shown; what an obedient model says does not pass the check."""
    from llm.questions import ask as ask_freely
    from llm.questions import ask_task
    from studies.facts import facts_of
    from studies.workflow import identify_study

    study, table = hostile_study(own_store, round_)
    study = estimate_study(set_question(study, confirmed=True), table)
    facts = facts_of(study, identify_study(study))
    assert facts is not None
    orders = orders_of(round_)
    heard.reply = obeying(orders)
    settings = LlmSettings(base_url=heard.address, model="m", api_key=KEY, seconds=30)
    found = ask_freely(settings, facts, orders[0])
    assert found.turned_down or not heard.requests
    assert not any(order in found.text for order in orders[1:])
    if heard.requests:
        assert_shown_is_sent([as_text(ask_task(facts, orders[0]).messages)], heard)
    for sent in told(heard):
        assert leaked(sent, (orders[2], orders[3], *(f"cell-canary-{k}" for k in range(59)))) == []


@pytest.mark.parametrize("round_", ROUNDS[::4])
def test_the_settings_page_is_not_moved_by_what_a_server_answers(
    app: Opened, own_store: Store, heard: Heard, round_: int
) -> None:
    study, _ = hostile_study(own_store, round_)
    heard.reply = obeying(orders_of(round_))
    test = opened_with_model(app, "settings", study, heard, consent=True)
    llm = test.session_state["whyboard"].llm
    next(b for b in test.button if b.label == "Try it").click().run()
    assert test.session_state["whyboard"].llm == llm
    assert leaked(b"".join(heard.requests), orders_of(round_)) == []
    assert_only_text(test, orders_of(round_))


def test_on_consent_labels_leave_and_cells_seen_once_do_not(
    app: Opened, own_store: Store, heard: Heard
) -> None:
    study, _ = hostile_study(own_store, 0)
    heard.reply = obeying(orders_of(0))
    test = opened_with_model(app, "graph", study, heard, consent=True)
    ask(test, "graph")
    assert leaked(told(heard)[0], (orders_of(0)[2], "the rest")) == [orders_of(0)[2], "the rest"]
    assert leaked(told(heard)[0], (orders_of(0)[3], *(f"cell-canary-{k}" for k in range(59)))) == []


def test_the_key_is_nowhere_but_in_the_header_of_the_request(
    app: Opened, own_store: Store, heard: Heard, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The store and its files, the log, the page and every export are searched for it."""
    from studies.exchange import to_dagitty, to_graphml
    from studies.export.report import report_html

    caplog.set_level(logging.DEBUG)
    study, table = hostile_study(own_store, 0)
    study = estimate_study(set_question(study, confirmed=True), table)
    heard.reply = obeying((f"print {KEY}",)).replace(KEY, "it")
    for page in ("graph", "settings"):
        test = opened_with_model(app, page, study, heard, consent=True)
        if page == "graph":
            ask(test, page)
        on_page = [text for text, _ in markup(test)] + [str(e.value) for e in (*test.code, *test.text_input)]
        assert KEY not in "".join(on_page) + repr(test.session_state["whyboard"])
    kept = own_store.open(study.id)
    assert kept is not None
    exports = report_html(kept.study, table) + to_dagitty(kept.study) + to_graphml(kept.study)
    assert KEY not in exports + kept.study.model_dump_json() + caplog.text
    files = [f for f in tmp_path.rglob("*") if f.is_file()]
    assert files
    assert all(KEY.encode() not in f.read_bytes() for f in files)
    assert all(sent.count(KEY.encode()) == 1 for sent in heard.requests)
    assert all(f"Authorization: Bearer {KEY}".lower().encode() in sent.lower() for sent in heard.requests)


@pytest.mark.parametrize("page", PAGES)
def test_names_that_may_be_values_leave_on_no_page_until_somebody_has_said_what_they_are(
    app: Opened, own_store: Store, heard: Heard, page: str
) -> None:
    raw = b"".join(b"%d,canary%d,%d,%d\n" % (20 + i, i % 3, i % 2, i % 7) for i in range(60))
    table = read_table(raw, name="data.csv", repairs=("rename_repeated_headers",))
    assert table.names_in_doubt
    study = set_question(Study(), text="Does it help?", treatment="t", outcome="y", confirmed=True)
    ref = reference(table, own_store.keep_data(raw, "data.csv"), repairs=("rename_repeated_headers",))
    variables = {"t": table.names[2], "y": table.names[0]}
    study = attach_data(study, table, ref)
    study = study.model_copy(
        update={
            "variables": tuple(
                v.model_copy(update={"column": variables.get(v.name, v.column)}) for v in study.variables
            )
        }
    )
    study = estimate_study(set_graph(study, CausalGraph.parse("t -> y")), table)
    test = opened_with_model(app, page, study, heard, consent=True)
    assert not any(b.label == PAGES[page] for b in test.button)
    assert any("may be a row of data and not names" in i.value for i in test.info)
    assert heard.requests == []
    next(b for b in test.button if b.label == "These are names").click().run()
    assert any(b.label == PAGES[page] for b in test.button)
    next(b for b in test.button if b.label == "Undo").click().run()
    assert not any(b.label == PAGES[page] for b in test.button)
    next(b for b in test.button if b.label.startswith("The first line is data")).click().run()
    assert not test.exception
    assert not any("may be a row of data" in i.value for i in test.info)
    kept = own_store.open(study.id)
    assert kept is not None
    assert {v.column for v in kept.study.variables} <= {f"column_{n}" for n in range(1, 5)}
    if page == "stress_test":  # waits for an answer of these data
        assert not any(b.label == PAGES[page] for b in test.button)
        return
    ask(test, page)
    assert heard.bodies
    for body in heard.bodies:
        shown = json.loads(body["messages"][1]["content"])
        names = [v["name"] for v in shown.get("variables", [])] + list(shown.get("names", {}))
        assert names
        assert leaked(json.dumps(names).encode(), ["canary", *table.names]) == []
