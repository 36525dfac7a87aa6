"""The page of stress tests: a suggested test by one click, one of one's own, and the graph against the data."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.drive import choose, heading, settled

LONG = 180_000


def test_a_suggested_test_runs_by_one_click_and_the_graph_is_checked(
    page: Page, server: str, kept: dict[str, str]
) -> None:
    page.goto(f"{server}/stress_test?study={kept['example']}")
    heading(page, "Stress tests")
    expect(page.get_by_text("Which tests matter here?")).to_be_visible()
    settled(page)
    box = page.get_by_text("The outcome before the treatment", exact=False).first
    expect(box).to_be_visible()
    button = page.get_by_role("button", name="Run this test").first
    expect(button).to_be_enabled()
    button.click()
    settled(page)
    expect(page.get_by_text("The stress tests are done.", exact=False).first).to_be_visible(timeout=LONG)
    settled(page)

    page.get_by_role("button", name="Check again").click()  # it was checked when the answer was computed
    expect(page.get_by_text("The graph was checked against the data.").first).to_be_visible(timeout=LONG)
    expect(page.get_by_text("never confirm a graph", exact=False).first).to_be_visible(timeout=LONG)
    expect(page.get_by_role("button", name="Check again")).to_be_visible(timeout=LONG)
    settled(page)

    page.get_by_text("Test with a variable of your own choice").click()
    choose(page, "Kind of test", "A cause that cannot move the outcome")
    need = page.get_by_text("A variable that cannot move the outcome", exact=False).filter(visible=True)
    expect(need.first).to_be_visible()
    settled(page)
    own = page.get_by_test_id("stExpander").filter(has_text="Test with a variable of your own choice")
    run = own.get_by_role("button", name="Run this test")
    expect(run).to_have_count(0)
    choose(page, "A variable that cannot move the outcome", "age")
    expect(run).to_be_enabled(timeout=60_000)
