"""Every page as it is seen: wide and narrow, light and dark, with an example, an own file, nothing, and hostile names.

A picture of each is kept in the test's temporary folder; with ``SCREENSHOTS=1`` in the environment the whole pages
are kept in ``screenshots/``, to be looked at.
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
from tests.e2e.drive import address, heading, still
from tests.e2e.kept import HOSTILE, MARKUP
from ui.frame import SETTINGS, STEPS, Step

WIDTHS = (1400, 390)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STUDIES = ("example", "own", "empty", "hostile")
SHOTS = ROOT / "screenshots" if os.environ.get("SCREENSHOTS") else None
FAULTS = """() => {
  const main = document.querySelector('[data-testid=stMainBlockContainer]');
  const all = (css) => [...document.querySelectorAll(css)].filter((e) => e.checkVisibility());
  const said = (e) => `${e.tagName} “${e.textContent.slice(0, 40)}”`;
  const found = [];
  for (const e of [document.scrollingElement, document.querySelector('[data-testid=stMain]'), main])
    if (e.scrollWidth > e.clientWidth + 1) found.push(`${e.tagName} is ${e.scrollWidth} wide in ${e.clientWidth}`);
  for (const e of main.querySelectorAll('button, h1, h2, h3, h4, h5, p, canvas, svg.marks')) {
    const box = e.getBoundingClientRect();
    if (e.checkVisibility() && box.width > 1 && box.right > innerWidth + 1)
      found.push(`${said(e)} ends at ${Math.round(box.right)}`);
  }
  for (const e of all('[data-testid=stAlertContentError], [data-testid=stException]'))
    if (!e.textContent.includes('No, not from these variables')) found.push(`error: ${e.textContent}`);
  if (all('h1').length !== 1) found.push(`${all('h1').length} titles`);
  const way = [...document.querySelectorAll('.st-key-way a')].map((e) => e.getBoundingClientRect());
  if (Math.max(...way.map((b) => b.top)) > Math.min(...way.map((b) => b.bottom))) found.push('the way takes two lines');
  if (Math.max(...way.map((b) => b.right)) > innerWidth) found.push('the way is cut');
  if (!all('[data-testid=stMain] button')
      .some((e) => !e.disabled && /Next: |Go to |Go on |Download the |Open this |Use this server/.test(e.textContent)))
    found.push('a dead end: nothing leads on');
  return found;
}"""
MARKDOWN_LEFT = re.compile(r"\*\*|:material/|:\w+-badge\[|&nbsp;|&#\d+;|\\[*_\[]")
NAMED = {"identify": HOSTILE, "estimate": HOSTILE, "stress_test": HOSTILE[:1], "report": HOSTILE}
"""Which hostile names a page says in words; tables and the picture of the graph are drawn on canvases."""
RAN = (
    "() => window.ran ?? document.querySelectorAll('main script, main img[src=x], main img[onerror]').length"
)


@pytest.fixture(params=WIDTHS)
def sized(request: pytest.FixtureRequest, browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page of a browser of that width."""
    made = browser.new_context(viewport={"width": request.param, "height": 950}, reduced_motion="reduce")
    made.set_default_timeout(60_000)
    page = made.new_page()
    watch.attach(page)
    yield page
    made.close()
    assert watch.faults == []


@pytest.mark.parametrize("name", STUDIES)
def test_every_page_fits_says_why_and_leads_on(
    sized: Page, server: str, kept: dict[str, str], name: str, tmp_path: Path
) -> None:
    sized.goto(f"{server}{address('start')}?study={kept[name]}")
    found: list[str] = []
    for number, step in enumerate((*STEPS, SETTINGS), start=1):
        if step is SETTINGS:
            sized.goto(f"{server}{address(step.key)}?study={kept[name]}")
        elif number > 1:
            sized.locator(".st-key-way").get_by_role("link", name=f"{number} {step.title}").click()
        arrived(sized, step)
        for theme in THEMES:
            sized.emulate_media(color_scheme=theme)
            sized.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)))")
            found += [f"{name}, {step.key}, {theme}: {fault}" for fault in faults(sized, name, step.key)]
            shot(sized, tmp_path, f"{name}-{step.key}-{theme}")
        sized.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


def arrived(page: Page, step: Step) -> None:
    """The page is there, still, and says in a sentence what is decided on it and why."""
    expect(page.get_by_role("heading", name=step.title, level=1)).to_be_visible()
    still(page)
    expect(page.get_by_test_id("stMain").get_by_text(step.why, exact=True)).to_be_visible()


def faults(page: Page, name: str, key: str) -> list[str]:
    """What is wrong with the page as it is now."""
    found = list(page.evaluate(FAULTS))
    for frame in page.frames[1:]:
        wide = frame.evaluate("() => [document.scrollingElement.scrollWidth, innerWidth]")
        if wide[0] > wide[1] + 1:
            found.append(f"the report is {wide[0]} wide in {wide[1]}")
    if name == "hostile":
        found += [f"something ran: {said}" for said in [page.evaluate(RAN)] if said]
        said = " ".join(" ".join(f.locator("body").inner_text().split()) for f in page.frames)
        found += [f"not shown as it is: {n}" for n in NAMED.get(key, ()) if n not in said]
    elif name != "own":  # whose outcome has two stars in its name
        left = MARKDOWN_LEFT.search(page.get_by_test_id("stMain").inner_text())
        found += [f"raw markdown: {left.string[left.start() - 20 : left.end() + 20]!r}"] if left else []
    return found


def shot(page: Page, folder: Path, name: str) -> None:
    """What is seen, or with ``SCREENSHOTS=1`` the whole page, as long as it is."""
    size = page.viewport_size
    assert size is not None
    if SHOTS is None:
        page.screenshot(path=folder / f"{name}-{size['width']}.jpeg", type="jpeg", quality=70)
        return
    SHOTS.mkdir(exist_ok=True)
    tall = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(tall + 20, 8000)})
    page.wait_for_timeout(700)
    page.screenshot(path=SHOTS / f"{name}-{size['width']}.png")
    page.set_viewport_size(size)


def test_the_report_file_shows_hostile_names_and_runs_nothing(
    page: Page, server: str, kept: dict[str, str], tmp_path: Path
) -> None:
    page.goto(f"{server}/report?study={kept['hostile']}")
    heading(page, "Report")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download the report (HTML)").or_(
            page.get_by_role("link", name="Download the report (HTML)")
        ).first.click()
    caught.value.save_as(tmp_path / "report.html")
    page.goto((tmp_path / "report.html").as_uri())
    said = " ".join(page.locator("body").inner_text().split())
    assert [n for n in HOSTILE if n not in said] == []
    assert page.evaluate("() => [window.ran ?? 0, document.querySelectorAll('script, img').length]") == [0, 0]
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 390


def test_a_picture_is_saved_as_png_and_svg_and_runs_nothing(
    page: Page, server: str, kept: dict[str, str], tmp_path: Path
) -> None:
    page.goto(f"{server}/estimate?study={kept['hostile']}")
    heading(page, "Answer")
    box = page.locator(".st-key-picture_effect")
    box.get_by_role("button", name="Save this picture").click()
    for kind, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as caught:
            page.get_by_role("button", name=f"Save as {kind}").click()
        raw = Path(caught.value.path()).read_bytes()
        assert raw.startswith(start)
        assert caught.value.suggested_filename == f"effect.{kind.lower()}"
    (tmp_path / "effect.svg").write_bytes(raw)
    page.goto((tmp_path / "effect.svg").as_uri())
    assert "Difference in what one earns" in page.evaluate("() => document.documentElement.textContent")
    assert page.evaluate("() => [window.ran ?? 0, document.querySelectorAll('script, image').length]") == [
        0,
        0,
    ]


def test_a_tooltip_of_a_picture_shows_a_hostile_name_as_text(
    page: Page, server: str, kept: dict[str, str]
) -> None:
    page.goto(f"{server}/variables?study={kept['hostile']}")
    heading(page, "Variables")
    drawn = page.locator(".st-key-picture_spread").locator("canvas, svg.marks").first
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box is not None
    tooltip = page.locator("#vg-tooltip-element.visible")
    for down in range(5, int(box["height"]), 5):  # over the bars, wherever the fonts put them
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + down)
        if tooltip.count():
            break
    said = tooltip.inner_text()
    assert MARKUP[:20] in said
    assert "{{nothing}}" in said or "<b onclick" in said
    assert not page.evaluate(RAN)


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
