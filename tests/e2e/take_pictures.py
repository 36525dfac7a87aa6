"""Take the pictures of the README from the running app: ``python -m tests.e2e.take_pictures [folder]``.

Each is a page of a real example, computed for the purpose, in a real Chromium; nothing is drawn or touched up.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from studies.settings import settings
from studies.store import Store
from studies.workflow import refute_study
from tests.e2e.conftest import FLAGS, ROOT, chromium, served
from tests.e2e.drive import still
from tests.e2e.kept import computed_example, data_of

IMAGES = ROOT / "docs" / "images"
WIDE, PHONE = (1400, 1040), (390, 844)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page of an example, how it is looked at, and the text that is at its top where it is not the page's own."""

    name: str
    key: str
    example: str
    theme: Literal["light", "dark"] = "light"
    size: tuple[int, int] = WIDE
    top: str = ""


PICTURES = (
    Picture(name="answer", key="estimate", example="nhefs"),
    Picture(name="graph", key="graph", example="nhefs"),
    Picture(name="can-it-be-answered", key="identify", example="nhefs", theme="dark"),
    Picture(name="stress-tests", key="stress_test", example="lalonde_matchit", top="Choose which tests"),
    Picture(
        name="on-a-phone",
        key="estimate",
        example="nhefs",
        theme="dark",
        size=PHONE,
        top="Are the two sides alike?",
    ),
)


def main(folder: Path = IMAGES) -> None:
    """Compute the examples, start the app, and take every picture."""
    with tempfile.TemporaryDirectory() as kept:
        ids = _studies(Path(kept))
        with served(Path(kept)) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
            for picture in PICTURES:
                _take(browser, f"{url}/{picture.key}?study={ids[picture.example]}", picture, folder)
                print(folder / f"{picture.name}.png")
            browser.close()


def _studies(folder: Path) -> dict[str, str]:
    store = Store(settings({"WHYBOARD_DATA_DIR": str(folder)}).database_url)
    ids = {}
    for example in {p.example for p in PICTURES}:
        study = computed_example(store, example)
        study = refute_study(study, data_of(store, study))
        store.save(study, "Begin")
        ids[example] = study.id
    return ids


def _take(browser: Browser, address: str, picture: Picture, folder: Path) -> None:
    width, height = picture.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=picture.theme,
        reduced_motion="reduce",
        device_scale_factor=2 if picture.size == PHONE else 1,
    )
    page.set_default_timeout(120_000)
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    still(page)
    if picture.top:
        page.get_by_test_id("stMain").get_by_text(picture.top, exact=False).last.evaluate(
            "e => { const main = document.querySelector('[data-testid=stMain]');"
            " main.scrollTop += e.getBoundingClientRect().top - 70; }"
        )
        still(page)
    page.wait_for_timeout(1000)  # pictures fade in; nothing says when that is over
    page.screenshot(path=folder / f"{picture.name}.png")
    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
