"""The page on the assistant's benchmark: empty, measured, with a model, stopped, and failing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from streamlit.testing.v1 import AppTest

from llm.habits import forget
from llm.settings import LlmSettings
from studies.benchmark import once
from studies.benchmark.live import LiveRun
from studies.benchmark.once import Order
from studies.benchmark.problems import built_in
from studies.benchmark.record import keep, last_runs, recorded
from studies.benchmark.run import run_guided
from tests.app.conftest import Opened, texts, unescaped
from tests.llm.fake_server import Body, Dialect, Server, bad, chat

KEY = "sk-canary-of-the-page"


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    forget()
    yield
    forget()


def press(test: AppTest, label: str) -> AppTest:
    return next(b for b in test.button if b.label == label).click().run()


def finished(test: AppTest) -> AppTest:
    """Wait for the run on its thread, then draw the page again."""
    live = test.session_state["benchmark_run"]
    assert isinstance(live, LiveRun)
    live.wait(60)
    assert not live.active
    return test.run()


def said(test: AppTest) -> str:
    return unescaped(texts(test))


def test_before_anything_was_measured_the_page_says_how(app: Opened) -> None:
    test = app("benchmark")
    assert "Nothing has been measured here yet" in said(test)
    assert "connect one on the Settings page" in said(test)


def test_guided_mode_is_measured_from_the_page_and_kept(app: Opened, tmp_path: Path) -> None:
    test = finished(press(app("benchmark"), "Measure"))
    assert not test.exception
    assert not test.error
    assert "What to adjust for: Yes." in said(test)
    assert "it had a right one for 10 of the 10 problems that have one" in said(test)
    tables = [frame.value for frame in test.dataframe]
    assert sum(len(t) for t in tables if "Problem" in t) == 12
    assert "Everything into cause and outcome" in set(next(t for t in tables if "Who" in t)["Who"])
    assert [r.assistant for r in last_runs(tmp_path)] == ["guided"]


def test_one_answer_in_ten_wrong_shows_how_far_the_seeds_lie_apart(app: Opened) -> None:
    test = app("benchmark")
    test.radio[0].set_value("guided_wrong").run()
    test = finished(press(test, "Measure"))
    assert "How far the 10 runs with different seeds lie apart" in said(test)
    spread = next(f.value for f in test.dataframe if "Standard deviation" in f.value)
    assert (spread["Least"] < spread["Most"]).any()


def test_the_last_run_of_the_command_line_is_shown(app: Opened, tmp_path: Path) -> None:
    when = datetime(2026, 5, 3, 12, 30, tzinfo=UTC)
    keep(recorded(run_guided(built_in()), when=when, seconds=1, source="mine.json"), tmp_path)
    shown = said(app("benchmark"))
    assert "Last run: Guided mode, right answers, 03 May 2026, 12:30 UTC" in shown
    assert "mine.json" in shown


def test_settings_lead_to_the_page(app: Opened) -> None:
    links = [e.proto.label for e in app("settings").get("page_link")]
    assert any("How good is the assistant?" in label for label in links)


def scripted(monkeypatch: pytest.MonkeyPatch, dialect: Dialect) -> Server:
    """Every client of a run talks to this script, and the app has a model set up."""
    server, real = Server(dialect), once.Client
    monkeypatch.setattr(once, "Client", lambda settings: real(settings, transport=server))
    monkeypatch.setenv("WHYBOARD_LLM_BASE_URL", "https://models.example/v1")
    monkeypatch.setenv("WHYBOARD_LLM_MODEL", "scripted *m*")
    monkeypatch.setenv("WHYBOARD_LLM_API_KEY", KEY)
    return server


def knows(body: Body, n: int) -> httpx2.Response:
    data: dict[str, Any] = json.loads(body["messages"][1]["content"])
    if "questions" in data:
        answers = [{"id": q["id"], "choice": q["choices"][0]} for q in data["questions"]]
        return chat(json.dumps({"answers": answers}))
    problem = next(p for p in built_in() if {v["name"] for v in data["variables"]} == set(p.names))
    return chat(json.dumps({"arrows": [{"source": a, "target": b} for a, b in problem.expected_edges]}))


def test_a_model_is_measured_with_its_exam_and_no_key_reaches_the_disk(
    app: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scripted(monkeypatch, knows)
    test = finished(press(app("benchmark"), "Measure"))
    shown = said(test)
    assert "Drawing the arrows: Yes." in shown
    assert "Saying the same twice: Yes." in shown
    assert "Exam: telling which variables must be unrelated: No." in shown  # it says yes to everything
    assert "scripted *m* at models.example" in shown
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"scripted" in kept
    assert KEY.encode() not in kept
    assert KEY not in shown


def test_a_run_can_be_stopped_and_leaves_nothing(
    app: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(body: Body, n: int) -> httpx2.Response:
        asked.set()
        go_on.wait(30)
        return knows(body, n)

    scripted(monkeypatch, slow)
    test = press(app("benchmark"), "Measure")
    live = test.session_state["benchmark_run"]
    assert asked.wait(30)
    assert live.active
    test = press(test.run(), "Cancel")
    go_on.set()
    live.wait(30)
    assert "benchmark_run" not in test.session_state
    assert (live.record, live.error, last_runs(tmp_path)) == (None, None, ())


def test_a_server_that_turns_the_key_down_is_one_sentence(
    app: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scripted(monkeypatch, lambda body, n: bad(401, "no", "invalid_api_key"))
    test = finished(press(app("benchmark"), "Measure"))
    assert "did not accept the key" in unescaped(test.error[0].value)
    assert last_runs(tmp_path) == ()


def test_on_a_shared_server_a_run_is_shown_to_nobody_else(
    app: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WHYBOARD_HOSTED", "1")
    test = finished(press(app("benchmark"), "Measure"))
    assert "What to adjust for: Yes." in said(test)
    assert last_runs(tmp_path) == ()


def test_a_run_that_cannot_be_kept_is_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    live = LiveRun(Order(problems=built_in()[:2]), tmp_path / "taken").start()
    live.wait(60)
    assert live.record is not None
    assert live.unkept


def test_an_order_does_not_show_the_key() -> None:
    settings = LlmSettings(base_url="https://models.example/v1", model="m", api_key=KEY)
    assert KEY not in repr(Order(problems=(), settings=settings))
    assert KEY not in repr(LiveRun(Order(problems=(), settings=settings), None))
