"""No test of the assistant has a server set, and none remembers what another learnt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from llm.habits import forget

HOST_SECRETS = {
    "OPENAI_API_KEY": "sk-host-key-of-somebody-else",
    "OPENAI_ADMIN_KEY": "sk-admin-of-somebody-else",
    "OPENAI_ORG_ID": "org-of-the-host",
    "OPENAI_PROJECT_ID": "project-of-the-host",
    "OPENAI_BASE_URL": "https://elsewhere.example/v1",
    "OPENAI_CUSTOM_HEADERS": "Authorization: Bearer sk-custom\nX-Custom: host-custom-header",
    "OPENAI_LOG": "debug",
    "AZURE_OPENAI_API_KEY": "azure-key-of-the-host",
    "HTTP_PROXY": "http://proxy.example:3128",
    "HTTPS_PROXY": "http://proxy.example:3128",
    "ALL_PROXY": "http://proxy.example:3128",
}


@pytest.fixture(autouse=True)
def _nothing_set_and_nothing_learnt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("WHYBOARD_LLM_BASE_URL", "WHYBOARD_LLM_MODEL", "WHYBOARD_LLM_API_KEY", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)
    forget()
    yield
    forget()


@pytest.fixture
def host_secrets(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a host may keep in its environment for other programs."""
    for name, value in HOST_SECRETS.items():
        monkeypatch.setenv(name, value)
    return HOST_SECRETS
