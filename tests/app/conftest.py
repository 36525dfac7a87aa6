"""The app without a browser: a store of its own for each test, no model, no network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from studies.settings import settings
from studies.store import Store
from studies.study import Study
from ui.text import JOINER

ROOT = Path(__file__).resolve().parents[2]
Opened = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("WHYBOARD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WHYBOARD_WORKERS", "0")  # long work is done when the button's run is over
    monkeypatch.setattr("ui.assistant.calls.AT_ONCE_SECONDS", 60.0)  # and so is a question to a model
    for name in (
        "WHYBOARD_DATABASE_URL",
        "WHYBOARD_LLM_BASE_URL",
        "WHYBOARD_LLM_MODEL",
        "WHYBOARD_LLM_API_KEY",
    ):
        monkeypatch.delenv(name, raising=False)
    return Store(settings().database_url)


@pytest.fixture
def app(own_store: Store) -> Opened:
    """Open a page, with a study when one is given; fails on any exception that reached the page."""

    def opened(page: str = "start", study: Study | None = None, example: str | None = None) -> AppTest:
        test = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
        if study is not None:
            own_store.save(study, "Begin")
            test.query_params["study"] = study.id
        if example is not None:
            test.query_params["example"] = example
        test.run()
        if page != "start":
            test.switch_page(f"../pages/{page}.py")
            test.run()
        assert not test.exception, test.exception
        return test

    return opened


def texts(test: AppTest) -> str:
    """All that is said on the page, Markdown escapes taken off."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "success", "warning", "error")
    parts = [e.value for kind in kinds for e in getattr(test, kind)]
    return "\n".join(unescaped(str(p)) for p in parts)


def unescaped(text: str) -> str:
    import html
    import re

    bare = html.unescape(re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)\*\*", "", text)))
    return bare.replace(JOINER, "")
