"""The Settings page where strangers share the server: public addresses only, and nobody gets the operator's key."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import Opened, texts
from tests.llm.test_wire import local_server

LOOK = "Look for a model server on this computer"


def use(test: AppTest, address: str, *, key: str = "") -> None:
    inputs = {t.label: t for t in test.text_input}
    inputs["Server address"].set_value(address)
    inputs["Model"].set_value("m")
    inputs["Key"].set_value(key)
    next(b for b in test.button if b.label == "Use this server").click().run()
    assert not test.exception


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8080/v1", "http://169.254.169.254/latest", "10.0.0.1:5432", "http://2130706433"],
)
def test_an_inner_address_is_one_sentence_and_what_was_typed_stays(
    app: Opened, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("WHYBOARD_HOSTED", "1")
    test = app("settings")
    use(test, address, key="sk-visitor")
    assert len(test.error) == 1
    assert "must be one of the public internet" in texts(test)
    assert not test.session_state["whyboard"].llm.configured
    assert {t.label: t.value for t in test.text_input}["Server address"] == address


def test_the_operators_computer_is_not_searched(app: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LOOK in [b.label for b in app("settings").button]
    monkeypatch.setenv("WHYBOARD_HOSTED", "1")
    assert LOOK not in [b.label for b in app("settings").button]


def test_a_visitor_uses_the_operators_server_but_cannot_take_its_key_elsewhere(
    app: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with local_server("good") as (url, handler):
        monkeypatch.setenv("WHYBOARD_HOSTED", "1")
        monkeypatch.setenv("WHYBOARD_LLM_BASE_URL", url)
        monkeypatch.setenv("WHYBOARD_LLM_MODEL", "m")
        monkeypatch.setenv("WHYBOARD_LLM_API_KEY", "sk-operator")
        monkeypatch.setattr("llm.reach.look_up", lambda host, port: ("93.184.216.34",))
        test = app("settings")
        assert test.session_state["whyboard"].llm.api_key == "sk-operator"
        use(test, url)  # the same server, as it was
        assert test.session_state["whyboard"].llm.api_key == "sk-operator"
        use(test, "https://visitor.example/v1")
        assert test.session_state["whyboard"].llm.base_url == "https://visitor.example/v1"
        assert test.session_state["whyboard"].llm.api_key == ""
        shown = texts(test) + "".join(str(t.value) for t in test.text_input)
        assert "sk-operator" not in shown
        assert handler.seen == []
