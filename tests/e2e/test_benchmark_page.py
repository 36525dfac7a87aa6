"""From Settings to the assistant's benchmark: guided mode is measured, and the page reads well on a phone too."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python import sync_playwright as axe_package
from playwright.sync_api import Page, expect

from tests.e2e.drive import heading, settled

AXE = (Path(axe_package.__file__).parent / "axe.min.js").read_text("utf-8")
GRAVE = (
    "() => axe.run(document).then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)))"
)
TITLE = "How good is the assistant?"


def test_guided_mode_is_measured_and_what_it_can_be_trusted_with_is_read(
    page: Page, server: str, kept: dict[str, str]
) -> None:
    page.goto(f"{server}/settings?study={kept['empty']}")
    heading(page, "Settings")
    page.get_by_role("link", name=TITLE).click()
    heading(page, TITLE)
    page.get_by_role("button", name="Measure").click()
    expect(page.get_by_role("heading", name="What it can be trusted with")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("it had a right one for 10 of the 10 problems that have one")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    settled(page)
    page.reload()
    heading(page, TITLE)
    expect(page.get_by_text("Guided mode, right answers").first).to_be_visible()
    expect(page.get_by_text("seed 0,")).to_be_visible()  # the last line of the page
    settled(page)
    page.mouse.move(0, 0)
    page.add_style_tag(content="* { transition: none !important; }")
    page.evaluate(AXE)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        found = page.evaluate(GRAVE)
        assert not found, [node["html"][:200] for fault in found for node in fault["nodes"]]
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0


def test_the_page_opens_by_its_address_without_a_study(page: Page, server: str) -> None:
    page.goto(f"{server}/benchmark")
    heading(page, TITLE)
    expect(page.get_by_role("button", name="Measure")).to_be_visible()
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
