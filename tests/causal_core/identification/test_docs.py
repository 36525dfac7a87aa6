"""The documentation's examples run."""

from __future__ import annotations

import doctest
from pathlib import Path

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_examples_for_experts_run() -> None:
    failed, tried = doctest.testfile(str(DOCS / "identification-for-experts.md"), module_relative=False)
    assert tried >= 10
    assert not failed


def test_the_page_for_everybody_leads_to_the_one_for_experts() -> None:
    assert "(identification-for-experts.md)" in (DOCS / "identification.md").read_text("utf-8")
