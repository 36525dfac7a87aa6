from __future__ import annotations

import pickle

import pytest

from llm.errors import LlmError
from llm.settings import OPENAI_URL, LlmSettings, from_environment, is_loopback, tidy_url


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("http://localhost:11434", "http://localhost:11434/v1"),
        ("localhost:1234", "http://localhost:1234/v1"),
        ("127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1"),
        ("0.0.0.0:8000", "http://127.0.0.1:8000/v1"),
        ("api.openai.com", "https://api.openai.com/v1"),
        (" https://api.openai.com/v1/chat/completions ", "https://api.openai.com/v1"),
        ("https://X.openai.azure.com/", "https://x.openai.azure.com/openai/v1"),
        ("https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=1",
         "https://x.openai.azure.com/openai/deployments/d?api-version=1"),
        ("https://generativelanguage.googleapis.com/v1beta/openai/",
         "https://generativelanguage.googleapis.com/v1beta/openai"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("https://x.openai.azure.com/openai/", "https://x.openai.azure.com/openai/v1"),
        ("https://x.openai.azure.com/openai/responses?api-version=2025-04-01-preview",
         "https://x.openai.azure.com/openai/v1"),
        ("https://x.openai.azure.com/openai/v1/?api-version=preview",
         "https://x.openai.azure.com/openai/v1?api-version=preview"),
        ("https://x.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview",
         "https://x.services.ai.azure.com/models?api-version=2024-05-01-preview"),
        ("http://localhost:11434/api", "http://localhost:11434/v1"),
        ("http://gpu.lan:11434/api/chat", "http://gpu.lan:11434/v1"),
        ("localhost:11434/api/generate", "http://localhost:11434/v1"),
        ("http://localhost:3000/api/chat/completions", "http://localhost:3000/api"),
        ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"),
    ],
)  # fmt: skip
def test_an_address_is_mended_where_people_usually_slip(typed: str, used: str) -> None:
    assert LlmSettings(base_url=typed, model="m").base_url == used
    assert tidy_url(used) == used


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://models.example", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://a b/v1", "https://x:99999/v1",
        "http://user:sk-secret@models.example/v1", "https://models.example/v1?key=sk-secret", "http://[::1", "\x00",
        "http://x\nHost: y/v1", "http://0177.0.0.1/v1", "http://1.2.3.999",
        "https://https://models.example", "http:/localhost:11434", "http//localhost:11434", "sk-secret", " SK-proj-secret",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(LlmError) as caught:
        LlmSettings(base_url=typed, model="m")
    assert caught.value.kind == "settings"
    assert "secret" not in caught.value.message + caught.value.fix
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_the_key_is_never_shown() -> None:
    settings = LlmSettings(base_url="http://localhost:1", model="m", api_key="sk-secret")
    assert "secret" not in f"{settings} {settings!r} {[settings]}"


@pytest.mark.parametrize("key", ["sk-a b", "sk-a\nX-Header: 1", "sk-ключ", "sk-\x00"])
def test_a_key_that_cannot_be_one_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(LlmError) as caught:
        LlmSettings(base_url="http://localhost:1", model="m", api_key=key)
    assert "sk-" not in caught.value.message + caught.value.fix


def test_a_key_pasted_with_blanks_around_it_is_trimmed() -> None:
    assert LlmSettings(api_key=" sk-1\n", model="m").api_key == "sk-1"


def test_a_key_without_an_address_means_openai() -> None:
    assert LlmSettings(api_key="sk-1", model="m").base_url == OPENAI_URL


def test_nothing_set_is_not_configured() -> None:
    assert not from_environment({}).configured
    assert not from_environment(
        {"OPENAI_API_KEY": "sk-host", "OPENAI_BASE_URL": "https://x.example"}
    ).configured
    assert not from_environment({"WHYBOARD_LLM_BASE_URL": "localhost:1"}).configured


def test_the_environment_is_read() -> None:
    settings = from_environment(
        {
            "WHYBOARD_LLM_BASE_URL": "localhost:1234",
            "WHYBOARD_LLM_MODEL": "m",
            "WHYBOARD_LLM_API_KEY": "k",
            "WHYBOARD_LLM_SECONDS": "300",
        }
    )
    assert settings.configured
    assert (settings.base_url, settings.api_key, settings.seconds) == ("http://localhost:1234/v1", "k", 300.0)


@pytest.mark.parametrize("seconds", ["soon", "0", "-3", "1e9", "nan"])
def test_a_time_limit_that_is_none_is_refused(seconds: str) -> None:
    with pytest.raises(LlmError):
        from_environment({"WHYBOARD_LLM_SECONDS": seconds})


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True),
        ("::ffff:127.0.0.1", True), ("ollama.localhost", True), ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False), ("192.168.1.5", False), ("evil.example", False), ("", False),
        ("2130706433", False),
    ],
)  # fmt: skip
def test_only_this_computer_is_this_computer(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_a_key_sent_unencrypted_is_warned_of() -> None:
    assert "unencrypted" in LlmSettings(base_url="http://192.168.1.5:8000", model="m").warning
    assert LlmSettings(base_url="http://localhost:8000", model="m").warning == ""
    assert LlmSettings(base_url="https://models.example", model="m").warning == ""


def test_a_model_that_is_relayed_to_a_cloud_is_said_to_be_also_where_its_name_was_typed() -> None:
    typed = LlmSettings(base_url="http://localhost:11434", model="gpt-oss:120b-cloud")
    assert typed.relayed
    assert "relays what is sent to a cloud" in typed.warning
    assert not LlmSettings(base_url="http://localhost:11434", model="qwen3:8b").relayed
    assert not LlmSettings(
        base_url="https://models.example", model="x-cloud"
    ).relayed  # known to be elsewhere


def test_a_key_in_the_field_for_the_model_is_refused_without_repeating_it() -> None:
    with pytest.raises(LlmError) as caught:
        LlmSettings(base_url="http://localhost:1", model="sk-proj-secret")
    assert caught.value.where == "model"
    assert "secret" not in caught.value.message + caught.value.fix


def test_an_error_survives_the_trip_between_processes() -> None:
    error = pickle.loads(pickle.dumps(LlmError("auth", where="x", calls=2)))
    assert (error.kind, error.where, error.calls, str(error)) == ("auth", "x", 2, error.message)


@pytest.mark.parametrize(("text", "price"), [("", None), (" 0.4/1.6 ", (0.4, 1.6)), ("0/0", (0.0, 0.0))])
def test_a_price_is_read(text: str, price: tuple[float, float] | None) -> None:
    assert from_environment({"WHYBOARD_LLM_PRICE": text}).price == price


@pytest.mark.parametrize("text", ["4", "1/2/3", "a/b", "-1/2", "nan/1", "1/inf", "$1/$2"])
def test_a_price_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(LlmError, match="two numbers"):
        from_environment({"WHYBOARD_LLM_PRICE": text})


def test_the_cost_follows_from_the_price_and_is_unknown_without_one() -> None:
    assert LlmSettings(price=(0.4, 1.6)).cost(2_000_000, 500_000) == pytest.approx(1.6)
    assert LlmSettings().cost(2_000_000, 500_000) is None
