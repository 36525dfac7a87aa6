"""Every page as it is seen: wide and narrow, light and dark, with an example, an own file and nothing yet.

With ``SCREENSHOTS=1`` in the environment each is kept as a picture in ``screenshots/``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ROOT, Watch
from tests.e2e.drive import address, heading, onward, settled
from ui.frame import SETTINGS, STEPS

pytestmark = pytest.mark.slow  # minutes of clicking, and they want a machine to themselves

WIDTHS = (1400, 390)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SHOTS = ROOT / "screenshots" if os.environ.get("SCREENSHOTS") else None
TOO_WIDE = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]'),
    document.querySelector('[data-testid=stMainBlockContainer]')]
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => `${e.tagName} ${e.scrollWidth} > ${e.clientWidth}`)"""
CUT = """() => [...document.querySelectorAll('[data-testid=stMainBlockContainer] :is(button, h1, h2, h3, p, canvas, svg.marks)')]
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, box]) => box.width > 1 && box.right > window.innerWidth + 1 && e.checkVisibility())
    .map(([e, box]) => `${e.tagName} “${e.textContent.slice(0, 40)}” ends at ${Math.round(box.right)}`)"""


@pytest.fixture(params=WIDTHS)
def sized(request: pytest.FixtureRequest, browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page of a browser of that width."""
    made = browser.new_context(viewport={"width": request.param, "height": 950}, reduced_motion="reduce")
    made.set_default_timeout(30_000)
    page = made.new_page()
    watch.attach(page)
    yield page
    made.close()
    assert watch.faults == []


@pytest.mark.parametrize("name", ["example", "own", "empty"])
def test_every_page_fits_and_shows_no_fault(
    sized: Page, server: str, kept: dict[str, str], name: str
) -> None:
    found: list[str] = []
    for step in (*STEPS, SETTINGS):
        sized.goto(f"{server}{address(step.key)}?study={kept[name]}")
        heading(sized, step.title)
        for theme in THEMES:
            sized.emulate_media(color_scheme=theme)
            sized.wait_for_timeout(150)
            where = f"{name}, {step.key}, {theme}"
            found += [f"{where}: {fault}" for fault in (*sized.evaluate(TOO_WIDE), *sized.evaluate(CUT))]
            for box in (
                sized.get_by_test_id("stAlertContentError").all() + sized.get_by_test_id("stException").all()
            ):
                found.append(f"{where}: {box.inner_text()}")
            if SHOTS is not None:
                keep_shot(sized, SHOTS, f"{name}-{step.key}-{theme}")
    assert not found, "\n".join(found)


def keep_shot(page: Page, folder: Path, name: str) -> None:
    """The whole page, as long as it is."""
    folder.mkdir(exist_ok=True)
    size = page.viewport_size
    assert size is not None
    tall = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(tall + 20, 8000)})
    page.wait_for_timeout(700)
    page.screenshot(path=folder / f"{name}-{size['width']}.png")
    page.set_viewport_size(size)


def test_an_example_is_understood_in_ten_clicks(page: Page, server: str, record_property: object) -> None:
    page.add_init_script("window.clicks = 0; addEventListener('click', () => window.clicks++, true)")
    page.goto(server)
    heading(page, "Start")
    page.get_by_role("button", name="Open this example").first.click()
    heading(page, "Question")
    for title in ("Variables", "Graph", "Can it be answered?", "Answer"):
        onward(page, title)
    page.get_by_role("button", name="Compute the answer").click()
    expect(page.get_by_text("As seen, the difference is", exact=False).first).to_be_visible(timeout=90_000)
    settled(page)
    said = page.get_by_test_id("stMainBlockContainer").inner_text()
    assert re.search(r"raises “wt82_71” by 3\.\d+ kg on average", said)
    assert "provided that the graph is right" in said
    assert "This rests on" in said
    page.get_by_role("button", name="Words used here").click()
    expect(
        page.get_by_text("The values of the effect that go well with these data", exact=False)
    ).to_be_visible()
    assert page.evaluate("window.clicks") <= 10


def test_a_picture_is_saved_as_png_and_svg(page: Page, server: str, kept: dict[str, str]) -> None:
    page.goto(f"{server}/estimate?study={kept['own']}")
    heading(page, "Answer")
    box = page.locator(".st-key-picture_effect")
    box.get_by_role("button", name="Save this picture").click()
    for kind, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as caught:
            page.get_by_role("button", name=f"Save as {kind}").click()
        raw = Path(caught.value.path()).read_bytes()
        assert raw.startswith(start)
        assert caught.value.suggested_filename == f"effect.{kind.lower()}"
    assert b"<img" not in raw
    assert b"onerror" in raw


def test_a_word_is_explained_by_keyboard_alone(page: Page, server: str, kept: dict[str, str]) -> None:
    page.goto(f"{server}/estimate?study={kept['example']}")
    heading(page, "Answer")
    button = page.get_by_role("button", name="Words used here")
    button.focus()
    button.press("Enter")
    expect(page.get_by_text("Whether the two sides are alike", exact=False)).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("h3", has_text="Is there somebody to compare with?").get_by_role("button").focus()
    expect(
        page.get_by_role("tooltip").get_by_text("Where only one side has rows", exact=False)
    ).to_be_visible()
