"""The examples in the modules' texts run, and the page for users names what there is."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import llm

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(m.name for m in pkgutil.walk_packages(llm.__path__, "llm."))
PAGE = (ROOT / "docs" / "assistant.md").read_text("utf-8")


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_page_names_every_setting_that_is_read() -> None:
    source = (ROOT / "llm" / "settings.py").read_text("utf-8")
    names = set(re.findall(r'"(WHYBOARD_LLM_\w+)"', source))
    assert len(names) == 6
    assert all(name in PAGE for name in names)


def test_only_one_module_reads_the_environment() -> None:
    readers = [
        f.name
        for f in sorted((ROOT / "llm").glob("*.py"))
        if re.search(r"environ\b|getenv", f.read_text("utf-8"))
    ]
    assert readers == ["detect.py", "settings.py"]  # detect hands a mapping on and reads nothing itself
    assert "import os" not in (ROOT / "llm" / "detect.py").read_text("utf-8")


@pytest.mark.parametrize("name", ["OpenAI", "Azure", "Ollama", "LM Studio", "llama.cpp", "vLLM"])
def test_the_page_says_how_to_connect(name: str) -> None:
    assert re.search(rf"^### .*{re.escape(name)}", PAGE, re.MULTILINE)
