"""What a person does, as functions: wait until the page is still, walk to a step, choose from a list."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Page, TimeoutError, expect

OPENINGS = (
    8  # a list that is opened while its panel still moves is closed again by the page: it is opened once more
)


def settled(page: Page) -> None:
    """Wait until the script has run and nothing is pending: still at two looks, half a second apart."""
    still = page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
    for _ in range(2):
        page.wait_for_timeout(250)
        still.wait_for()


def still(page: Page) -> None:
    """Wait until the script has run, nothing waits to be drawn, and two looks a moment apart see the same."""
    page.wait_for_function(
        """() => {
          const app = document.querySelector('[data-testid=stApp]');
          const seen = document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0;
          const busy = app?.dataset.testScriptState !== 'notRunning'
            || document.querySelector('[data-testid=stSkeleton], [data-stale=true]') !== null;
          const looks = window.whyboardLooks ??= {seen: -1, times: 0};
          looks.times = !busy && looks.seen === seen ? looks.times + 1 : 0;
          looks.seen = seen;
          return looks.times >= 3 && ((window.whyboardLooks = undefined), true);
        }""",
        polling=60,
    )


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
    wanted = page.get_by_role("option", name=option, exact=True).first
    for _ in range(OPENINGS):
        box.click()
        box.fill(option)
        with suppress(TimeoutError):
            wanted.wait_for(timeout=5_000)
            break
    box.press("Enter")
    settled(page)
