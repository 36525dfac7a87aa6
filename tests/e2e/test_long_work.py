"""Long work in a real browser: it moves, it can be stopped, it survives a change of page and a reload."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.drive import heading, settled

pytestmark = pytest.mark.slow  # minutes of clicking, and they want a machine to themselves

DONE = re.compile(r"(\d+)% done")


def bar(page: Page) -> Locator:
    return page.get_by_test_id("stProgress")


def share(page: Page) -> int | None:
    """How much is done by what the bar says; None where it says nothing yet, or is gone."""
    said = " ".join(bar(page).all_inner_texts())
    found = DONE.search(said)
    return int(found.group(1)) if found else None


def until(condition: Callable[[], object], page: Page, seconds: float = 40.0) -> float:
    """Wait for it; how long that took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "waited too long"
        page.wait_for_timeout(50)
    return time.monotonic() - start


def moved(page: Page, beyond: int = 0) -> int:
    """Wait until more than ``beyond`` percent is done; how much that is."""
    until(lambda: (share(page) or 0) > beyond, page)
    return share(page) or 0


def opened(page: Page, server: str, example: str) -> None:
    """The answer page of an example."""
    page.goto(f"{server}/?example={example}")
    heading(page, "Start")
    walk(page, "Answer")
    settled(page)


def walk(page: Page, title: str) -> None:
    page.get_by_test_id("stMain").get_by_role("link", name=re.compile(rf"\d {title}$")).first.click()
    shown(page, title)


def shown(page: Page, title: str) -> None:
    """That page is there; while work is watched, the page is never still for long, so this does not wait for that."""
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def no_reload(page: Page) -> Callable[[], bool]:
    """A mark on the page that a reload would take away."""
    page.evaluate("window.whyboardMark = 1")
    return lambda: bool(page.evaluate("window.whyboardMark === 1"))


def test_the_page_stays_usable_and_the_answer_arrives_by_itself(page: Page, server: str) -> None:
    opened(page, server, "nhefs")
    same_page = no_reload(page)
    page.get_by_role("button", name="Compute the answer").click()
    expect(bar(page)).to_be_visible()
    page.get_by_text("Method, for experts").click()
    expect(page.get_by_label("How the effect is estimated")).to_be_visible()
    seen: list[int] = []
    answer = page.get_by_text("“wt82_71” by", exact=False).first

    def look() -> bool:
        now = share(page)
        if now is not None:
            seen.append(now)
        return answer.is_visible()

    until(look, page)
    assert seen == sorted(seen)
    expect(bar(page)).to_have_count(0)
    assert same_page()


def test_the_bar_moves_cancel_stops_it_and_it_survives_another_page_and_a_reload(
    page: Page, server: str
) -> None:
    opened(page, server, "sipp1991_401k")
    page.get_by_role("button", name="Compute the answer").click()
    again = page.get_by_role("button", name="Compute again")
    expect(again).to_be_visible(timeout=60_000)
    settled(page)
    walk(page, "Stress tests")
    run, cancel = (page.get_by_role("button", name=n) for n in ("Run the stress tests", "Cancel"))
    run.click()
    moved(page)
    cancel.click()
    expect(run).to_be_visible()
    expect(bar(page)).to_have_count(0)
    settled(page)

    run.click()
    here = moved(page)
    walk(page, "Variables")
    expect(bar(page)).to_contain_text("Running the stress tests")
    page.reload()
    shown(page, "Variables")
    here = moved(page, here)
    walk(page, "Stress tests")
    moved(page, here)
    cancel.click()
    expect(run).to_be_visible()


def test_a_result_that_comes_after_a_reload_arrives_by_itself(page: Page, server: str) -> None:
    opened(page, server, "lalonde_matchit")
    page.get_by_role("button", name="Compute the answer").click()
    expect(page.get_by_role("button", name="Compute again")).to_be_visible(timeout=60_000)
    settled(page)
    walk(page, "Stress tests")
    page.get_by_role("button", name="Run the stress tests").click()
    expect(bar(page)).to_be_visible()
    page.reload()
    shown(page, "Stress tests")
    same_page = no_reload(page)
    expect(page.get_by_text("What it cannot see", exact=False).first).to_be_visible(timeout=60_000)
    assert same_page()
    settled(page)
    page.get_by_role("button", name="History").click()
    versions = page.get_by_role("dialog").get_by_role("radiogroup", name="Version")
    expect(versions.get_by_text("Run the stress tests", exact=False)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
