"""The history by keyboard alone, and at the width of a phone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.drive import heading, settled


def changed_twice(page: Page, server: str) -> None:
    """An example whose graph is replaced."""
    page.goto(f"{server}/?example=kidney_stones")
    heading(page, "Start")
    title = page.get_by_role("textbox", name="Study")
    title.fill("Stones")
    title.press("Enter")
    settled(page)


def test_the_history_is_opened_compared_and_restored_by_keyboard_alone(page: Page, server: str) -> None:
    changed_twice(page, server)
    page.get_by_role("button", name="History").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("The title changed from", exact=False)).to_be_visible()
    settled(page)
    tabbed_to(page, "radio")
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_text("From version 1 to version 2")).to_be_visible()
    restore = dialog.get_by_role("button", name="Restore version 1")
    expect(restore).to_be_enabled()
    settled(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        if restore.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("textbox", name="Study")).not_to_have_value("Stones")


def tabbed_to(page: Page, kind: str) -> None:
    """Tab until an input of that kind has the focus."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == kind:
            return
    raise AssertionError(f"no {kind} was reached by the Tab key")


def test_the_history_fits_a_phone(page: Page, server: str) -> None:
    changed_twice(page, server)
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    heading(page, "Start")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("button", name="History").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("The title changed from", exact=False)).to_be_visible()
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert dialog.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
