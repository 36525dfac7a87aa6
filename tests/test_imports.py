"""Imports run one way: pages → ui → studies → llm → causal_core."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("causal_core", "llm", "studies", "ui", "pages")
FORBIDDEN = {
    "causal_core": {"streamlit", "openai", "httpx2", "httpx", "pydantic", "sqlalchemy", "altair", "requests"},
    "llm": {"streamlit", "sqlalchemy", "altair"},
    "studies": {"streamlit"},
}
FILES = [p for package in ORDER for p in sorted((ROOT / package).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_there_are_files_to_check() -> None:
    assert {p.relative_to(ROOT).parts[0] for p in FILES} == set(ORDER)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_never_run_back(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    above = set(ORDER[ORDER.index(package) + 1 :])
    assert not imported(path) & (above | FORBIDDEN.get(package, set()))


def test_the_check_sees_a_wrong_import(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("from ui.state import session\nimport openai")
    assert imported(bad) == {"ui", "openai"}
