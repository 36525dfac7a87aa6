"""Through the pages, in every task: what was shown is what is sent, and no telling value of the data is in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from llm.context import as_text
from llm.settings import LlmSettings
from studies.data import reference
from studies.store import Store
from studies.study import Study, StudyVariable
from studies.workflow import attach_data, estimate_study, set_graph, set_question
from tests.app.conftest import Opened, texts
from tests.llm.hostile import Heard, listening, obeying
from tests.llm.leaks import leaked

ROWS = 80
KEY = "sk-own"
READ = "Read it and fill in the sentence"
WHY = "t → y"
FREE = "How large is it?"
BORN = [str(day.date()) for day in pd.date_range("1961-02-03", periods=ROWS, freq="41D")]
IDS = [f"P-canary-{k}" for k in range(ROWS)]
REMARKS = [f"Mr Canary{k} was seen by Dr Wren{k} on ward {k}" for k in range(ROWS)]
WAGES = [20_113.5 + 517.25 * k for k in range(ROWS - 1)] + [987_654.25]
NEVER = (
    *("canary-rare", "canary-rarer", "31337", "1234567", "canary-gap"),
    *(*BORN, *IDS, *REMARKS, "Mr Canary", "Dr Wren"),
    *(repr(wage) for wage in WAGES),
)
ON_CONSENT = ("took-canary", "left-canary", "canary-usual", "canary-only")
OPENED_NAMES = ("t", "y", "z", "group", "born", "wage", "only", "code", "gap", "age")


def canaries() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "t": ["took-canary", "left-canary"] * (ROWS // 2),
            "y": [2.0 * (k % 2) + 0.013 * (k * 37 % 80) for k in range(ROWS)],
            "z": [k % 7 + 0.5 for k in range(ROWS)],
            "group": ["canary-rare"] * 3 + ["canary-rarer"] * 9 + ["canary-usual"] * (ROWS - 12),
            "born": BORN,
            "wage": WAGES,
            "only": ["canary-only"] * ROWS,
            "code": [31337] * ROWS,
            "gap": [f"canary-gap-{k}" if k < 6 else None for k in range(ROWS)],
            "age": [97, 19, *(20 + k % 70 for k in range(ROWS - 2))],
            "person": IDS,
            "remark": REMARKS,
            "visits": [1234567] + [k % 4 for k in range(ROWS - 1)],
        }
    )


def study_of(store: Store) -> Study:
    """All those columns, two of them with no variable, and a variable that has no column."""
    raw = canaries().to_csv(index=False).encode()
    table = read_table(raw, name="canary-file.csv")
    study = set_question(Study(title="canary-title"), text="Does t change y?", treatment="t", outcome="y")
    study = attach_data(study, table, reference(table, store.keep_data(raw, "f.csv")))
    assert hashlib.sha256(raw).hexdigest() == study.data.sha256  # type: ignore[union-attr]
    variables = tuple(StudyVariable(name=n, column=n) for n in OPENED_NAMES)
    study = study.model_copy(update={"variables": (*variables, StudyVariable(name="how often"))})
    arrows = [("z", "t"), ("z", "y"), ("t", "y"), ("age", "y")]
    study = set_graph(
        set_question(study, confirmed=True), CausalGraph([v.name for v in study.variables], directed=arrows)
    )
    return estimate_study(study, table)


@dataclass(frozen=True)
class Way:
    """How a task is come to: its page, its button, what is done before, and whether it waits for consent."""

    page: str
    button: str
    before: Callable[[AppTest], None] | None = None
    waits: bool = False


def look_again(test: AppTest) -> None:
    test.session_state["second_look"] = True
    test.run()


def choose_arrow(test: AppTest) -> None:
    look_again(test)
    test.selectbox(key=f"why_arrow_{test.session_state['whyboard'].study.id}").select(WHY).run()


def type_question(test: AppTest) -> None:
    next(t for t in test.text_input if t.label == "Your own question").set_value(FREE).run()


WAYS = {
    "understand": Way("question", READ),
    "propose": Way("graph", "Ask the model for a graph"),
    "challenge": Way("graph", "Challenge this graph", look_again),
    "second opinion": Way("graph", "Ask for a second opinion on the unsure arrows", look_again),
    "explain an arrow": Way("graph", "Why?", choose_arrow),
    "map": Way("variables", "Match variables to columns"),
    "stress tests": Way("stress_test", "Ask the model"),
    "explain": Way("estimate", "Ask the model to explain", waits=True),
    "ask about it": Way("estimate", "Ask the model", type_question, waits=True),
}


@pytest.fixture
def heard() -> Iterator[Heard]:
    with listening(obeying(("canary-order", "31 of 80 rows, 9.87"))) as server:
        yield server


def opened(app: Opened, way: Way, study: Study, server: Heard, *, consent: bool) -> AppTest:
    test = app(way.page, study)
    session = test.session_state["whyboard"]
    session.llm = LlmSettings(base_url=server.address, model="m", api_key=KEY, seconds=30)
    if consent:
        session.consents.add(study.id)
    test.run()
    if way.before is not None:
        way.before(test)
    return test


def press(test: AppTest, label: str, number: int = -1) -> None:
    [b for b in test.button if b.label == label][number].click().run()
    assert not test.exception, test.exception


def shown(test: AppTest) -> list[str]:
    return [c.value for c in test.code]


def told(server: Heard) -> bytes:
    """What of the study left, without the server's own words that a repair gives back to it."""
    kept = [[m for m in body["messages"] if m["role"] != "assistant"] for body in server.bodies]
    return json.dumps(
        [kept, [{k: v for k, v in b.items() if k != "messages"} for b in server.bodies]]
    ).encode()


@pytest.mark.parametrize("consent", [False, True], ids=["without consent", "on consent"])
@pytest.mark.parametrize("task", WAYS)
def test_no_telling_value_leaves_in_any_task_and_what_leaves_was_shown(
    app: Opened, own_store: Store, heard: Heard, task: str, consent: bool
) -> None:
    way = WAYS[task]
    test = opened(app, way, study_of(own_store), heard, consent=consent)
    if way.waits and not consent:
        assert way.button not in [b.label for b in test.button]
        assert leaked("".join(shown(test)).encode(), (*NEVER, *ON_CONSENT)) == []
        return
    before = shown(test)
    assert heard.requests == []
    press(test, way.button)
    assert heard.bodies
    for body in heard.bodies:
        assert as_text(body["messages"][:2]) in before
    assert leaked(told(heard), NEVER) == []
    assert leaked(told(heard), ["canary-title", "canary-file"]) == []
    if not consent:
        assert leaked(told(heard), ON_CONSENT) == []
        assert b'\\"mean\\"' not in told(heard)
    elif task not in ("explain", "ask about it", "map"):
        assert leaked(told(heard), ON_CONSENT[:3]) == list(ON_CONSENT[:3])


@pytest.mark.parametrize("task", WAYS)
def test_a_repair_tells_nothing_that_is_not_in_what_was_shown_or_in_the_answer(
    app: Opened, own_store: Store, heard: Heard, task: str
) -> None:
    """Every name and number in the list of faults stands in the messages before it."""
    test = opened(app, WAYS[task], study_of(own_store), heard, consent=True)
    assert any("It tells nothing new about your data." in c.value for c in test.caption)
    press(test, WAYS[task].button)
    repairs = [b["messages"] for b in heard.bodies if len(b["messages"]) > 2]
    assert repairs
    for messages in repairs:
        assert [m["role"] for m in messages] == ["system", "user", "assistant", "user"]
        earlier = " ".join(m["content"] for m in messages[:3]).casefold()
        faults = messages[3]["content"]
        quoted = [q.casefold() for q in re.findall(r"“([^”]+)”", faults)]
        assert [q for q in quoted if q not in earlier] == []
        numbers = re.findall(r"\d[\d.,]*\d|\d", re.sub(r"“[^”]+”", "", faults))
        assert [n for n in numbers if n not in earlier] == []


def changed_elsewhere(test: AppTest, store: Store) -> None:
    study = test.session_state["whyboard"].study
    store.save(set_question(study, text="Another problem, typed in another window"), "Elsewhere")


def typed_here(test: AppTest, store: Store) -> None:
    next(a for a in test.text_area).set_value("Another problem, typed just now")


def ticked_here(test: AppTest, store: Store) -> None:
    next(c for c in test.checkbox if (c.key or "").startswith("consent_understand")).check()


@pytest.mark.parametrize("change", [changed_elsewhere, typed_here, ticked_here])
def test_a_press_beside_one_text_does_not_send_another(
    app: Opened, own_store: Store, heard: Heard, change: Callable[[AppTest, Store], None]
) -> None:
    test = opened(app, WAYS["understand"], study_of(own_store), heard, consent=False)
    first = shown(test)
    change(test, own_store)
    press(test, READ)
    assert heard.requests == []
    assert "nothing was sent" in texts(test)
    assert shown(test) != first
    assert all(e.proto.expanded for e in test.expander if e.label.startswith("What will be sent"))
    second = shown(test)
    press(test, READ)
    assert as_text(heard.bodies[0]["messages"]) in second
    assert "nothing was sent" not in texts(test)


def test_a_press_is_not_remembered_and_made_good_later(app: Opened, own_store: Store, heard: Heard) -> None:
    """The text changed and changed back: the press on the other one is over."""
    test = opened(app, WAYS["understand"], study_of(own_store), heard, consent=False)
    typed_here(test, own_store)
    press(test, READ)
    next(a for a in test.text_area).set_value("Does t change y?").run()
    assert heard.requests == []


def test_the_range_of_whole_numbers_does_not_end_one_beyond_the_last(
    app: Opened, own_store: Store, heard: Heard
) -> None:
    test = opened(app, WAYS["propose"], study_of(own_store), heard, consent=False)
    press(test, WAYS["propose"].button)
    ranges = {
        v["name"]: v.get("range") for v in json.loads(heard.bodies[0]["messages"][1]["content"])["variables"]
    }
    assert ranges["age"] == "about 15 to 100"
    assert ranges["wage"] == "about 20,000 to 990,000"
    assert ranges["code"] is None
