"""What a person does, as functions: wait until the page is still, walk to a step, choose from a list."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def settled(page: Page) -> None:
    """Wait until the script has run and nothing is pending: still at two looks, half a second apart."""
    still = page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
    for _ in range(2):
        page.wait_for_timeout(250)
        still.wait_for()


def heading(page: Page, text: str) -> None:
    """The page of that name is shown."""
    expect(page.get_by_role("heading", name=text, level=1)).to_be_visible()
    settled(page)


def address(key: str) -> str:
    """The path of a page: the first one is the root."""
    return "/" if key == "start" else f"/{key}"


def onward(page: Page, title: str) -> None:
    """Press the button to the next page and arrive there."""
    page.get_by_role("button", name=f"Next: {title}").click()
    heading(page, title)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box by typing, as a keyboard user does."""
    box = page.get_by_role("combobox", name=label).first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).first.click()
    settled(page)
