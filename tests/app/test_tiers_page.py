"""Many variables are asked about in two steps, and every text is shown word for word before it goes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from llm.context import as_text
from llm.settings import LlmSettings
from studies.store import Store
from studies.study import Study, StudyVariable
from studies.workflow import set_question, set_variables
from tests.app.conftest import Opened, texts
from tests.llm.hostile import Heard, listening

ASK = "Ask the model for a graph"


def names(n: int) -> list[str]:
    return [f"v{i}" for i in range(n)]


def study_of(n: int) -> Study:
    study = set_question(Study(), text="Does it help?", treatment="v0", outcome=f"v{n - 1}", confirmed=True)
    return set_variables(study, [StudyVariable(name=name) for name in names(n)])


def reply(n: int) -> str:
    """An answer that fits both steps: two tiers, and an arrow into every other variable."""
    half = n // 2
    tiers = [{"when": "early", "variables": names(n)[:half]}, {"when": "late", "variables": names(n)[half:]}]
    arrows = [
        {"source": "v0", "target": name, "mechanism": "so", "confidence": "high", "wrong_if": ""}
        for name in names(n)[1:]
    ]
    return json.dumps({"tiers": tiers, "arrows": arrows, "hidden": [], "unmeasured": []})


@pytest.fixture
def heard() -> Iterator[Heard]:
    with listening() as server:
        yield server


def opened(app: Opened, n: int, server: Heard) -> AppTest:
    server.reply = reply(n)
    test = app("graph", study_of(n))
    test.session_state["whyboard"].llm = LlmSettings(
        base_url=server.address, model="m", seconds=30, max_calls=9
    )
    return test.run()


def press(test: AppTest, label: str) -> None:
    next(b for b in test.button if b.label.startswith(label)).click().run()
    assert not test.exception, test.exception


def codes(test: AppTest) -> list[str]:
    return [c.value for c in test.code]


@pytest.mark.parametrize(("n", "further"), [(25, 2), (80, 4)])
def test_every_text_that_goes_was_shown_before_it_went(
    app: Opened, heard: Heard, n: int, further: int
) -> None:
    test = opened(app, n, heard)
    first = codes(test)
    assert heard.bodies == []
    press(test, ASK)
    assert [as_text(b["messages"]) for b in heard.bodies] == first[:1]
    rest = codes(test)[:further]
    press(test, f"Ask for the arrows: send these {further} texts")
    assert [as_text(b["messages"]) for b in heard.bodies] == [first[0], *rest]
    study = test.session_state["whyboard"].study
    assert {a.effect for a in study.arrows if a.status == "proposed"} == set(names(n)[1:])


def test_the_order_is_shown_and_kept_when_the_page_is_left(app: Opened, heard: Heard) -> None:
    test = opened(app, 25, heard)
    press(test, ASK)
    assert "The order in time, as the model sees it." in texts(test)
    assert ", ".join(names(25)[:12]) in texts(test)
    test.switch_page("../pages/variables.py").run()
    test.switch_page("../pages/graph.py").run()
    assert "The order in time, as the model sees it." in texts(test)
    assert len(heard.bodies) == 1
    press(test, "Ask for the arrows")
    assert len(heard.bodies) == 3
    assert "The order in time, as the model sees it." not in texts(test)


def test_one_can_begin_again_and_a_change_of_the_variables_does_so(
    app: Opened, own_store: Store, heard: Heard
) -> None:
    test = opened(app, 25, heard)
    press(test, ASK)
    press(test, "Keep nothing of it")
    assert any(b.label == ASK for b in test.button)
    press(test, ASK)
    study = test.session_state["whyboard"].study
    lottery = [v.model_copy(update={"randomised": v.name == "v0"}) for v in study.variables]
    own_store.save(set_variables(study, lottery), "By lottery")
    assert any(b.label == ASK for b in test.run().button)
    assert len(heard.bodies) == 2


def test_what_the_second_step_cannot_get_is_one_sentence_and_the_order_stays(
    app: Opened, heard: Heard
) -> None:
    test = opened(app, 25, heard)
    press(test, ASK)
    heard.reply = "I would rather not."
    press(test, "Ask for the arrows")
    assert len(test.error) == 1
    assert "The order in time, as the model sees it." in texts(test)
    heard.reply = reply(25)
    press(test, "Try again")
    study = test.session_state["whyboard"].study
    assert any(a.status == "proposed" for a in study.arrows)


def test_requests_of_both_steps_count_together_and_what_was_not_reached_is_named(
    app: Opened, heard: Heard
) -> None:
    test = opened(app, 80, heard)
    session = test.session_state["whyboard"]
    session.llm = replace(session.llm, max_calls=3)
    press(test.run(), ASK)
    assert "Both steps together may take 3 requests" in texts(test)
    assert "Left: 2 requests" in texts(test)
    press(test, "Ask for the arrows")
    assert len(heard.bodies) == 3
    assert "What causes “v40”" in texts(test)
    study = session.study
    assert {a.effect for a in study.arrows if a.status == "proposed"} == set(names(80)[1:])


@pytest.mark.parametrize("n", [25, 80])
def test_each_text_has_its_place_in_the_count_and_says_that_a_repair_tells_nothing_new(
    app: Opened, heard: Heard, n: int
) -> None:
    test = opened(app, n, heard)
    press(test, ASK)
    many = {25: 2, 80: 4}[n]
    labels = [e.label for e in test.expander if e.label.startswith("What will be sent")]
    assert [label.rpartition(", ")[2] for label in labels] == [
        f"text {k} of {many}" for k in range(1, many + 1)
    ]
    assert sum("It tells nothing new about your data." in c.value for c in test.caption) >= many


def test_stopping_the_second_step_keeps_nothing_of_it_and_the_order_stays(
    app: Opened, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = opened(app, 25, heard)
    press(test, ASK)
    held = threading.Event()
    monkeypatch.setattr("ui.assistant.calls.AT_ONCE_SECONDS", 0.0)
    monkeypatch.setattr("llm.propose.ask_parts", lambda *_: held.wait(30))
    before = test.session_state["whyboard"].study
    press(test, "Ask for the arrows")
    (call,) = test.session_state["whyboard"].calls.values()
    press(test, "Cancel")
    held.set()
    assert call.cancel.is_set()
    assert test.session_state["whyboard"].study == before
    assert test.session_state["whyboard"].calls == {}
    assert any(b.label.startswith("Ask for the arrows") for b in test.button)
    press(test, "Keep nothing of it")
    assert any(b.label == ASK for b in test.button)
    assert len(heard.bodies) == 1
