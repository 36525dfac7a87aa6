"""No serious fault that axe-core finds on any page, wide and narrow, light and dark, with an example's results."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python import sync_playwright as axe_package
from playwright.sync_api import Page, expect

from tests.e2e.drive import address, heading, settled, still
from ui.frame import SETTINGS, STEPS

AXE = (Path(axe_package.__file__).parent / "axe.min.js").read_text("utf-8")
GRAVE = ("serious", "critical")
RUN = "() => axe.run(document, {resultTypes: ['violations']})"
"""All of axe's rules: none needs leaving out."""


@pytest.mark.parametrize("key", [s.key for s in (*STEPS, SETTINGS)])
def test_no_page_has_a_grave_fault(page: Page, server: str, kept: dict[str, str], key: str) -> None:
    title = next(s.title for s in (*STEPS, SETTINGS) if s.key == key)
    page.goto(f"{server}{address(key)}?study={kept['example']}")
    heading(page, title)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    for summary in page.locator("[data-testid=stExpander] summary").all():
        if not summary.evaluate("e => e.parentElement.open"):
            summary.click()
    settled(page)
    page.mouse.move(0, 0)
    page.add_style_tag(content="* { transition: none !important; }")  # else a colour is met half-way
    page.evaluate(AXE)
    found: list[str] = []
    for width, theme in product((1400, 390), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 950})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        still(page)
        result: dict[str, Any] = page.evaluate(RUN)
        found += [
            f"{width}, {theme}: {v['id']} ({v['impact']}): {node['target']} {node['html'][:160]} {node['failureSummary'][:200]}"
            for v in result["violations"]
            if v["impact"] in GRAVE
            for node in v["nodes"]
        ]
    assert not found, "\n".join(found)
