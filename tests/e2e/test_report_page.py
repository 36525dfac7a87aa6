"""The report on its page is as tall as it is, at every width, and nothing in it runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from studies.exchange import read_graph, use_graph
from studies.store import Store
from studies.study import Study
from studies.workflow import set_question
from tests.e2e.drive import heading, settled

HOSTILE = "<script>window.hurt=1</script><img src=x onerror=window.hurt=1>"


def height(page: Page) -> tuple[float, float]:
    found = page.locator(".wb-report iframe").evaluate(
        "f => [f.getBoundingClientRect().height, f.contentDocument.documentElement.scrollHeight]"
    )
    return found[0], found[1]


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("which", ["example", "empty"])
def test_the_report_is_as_tall_as_its_content(
    page: Page, server: str, kept: dict[str, str], width: int, which: str
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{server}/report?study={kept[which]}")
    heading(page, "Report")
    frame = page.frame_locator(".wb-report iframe")
    frame.get_by_role("heading", name="How to make it again").wait_for()
    settled(page)
    shown, whole = height(page)
    assert abs(shown - max(whole, 300)) <= 1
    if which == "example":
        assert shown > 2000
        frame.locator("summary").first.click()
        page.wait_for_function(
            "h => document.querySelector('[data-testid=stApp]') && h < "
            "[...document.querySelectorAll('.stBidiComponent *')].map(e => (e.shadowRoot ?? e).querySelector?.('iframe'))"
            ".find(Boolean).getBoundingClientRect().height",
            arg=shown,
        )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_in_the_report_can_run(page: Page, server: str, store: Store) -> None:
    study = use_graph(Study(), read_graph(f'dag {{ "{HOSTILE}" -> y }}'))
    study = set_question(study, treatment=HOSTILE, outcome="y", text=HOSTILE)
    store.save(study, "Begin")
    page.goto(f"{server}/report?study={study.id}")
    heading(page, "Report")
    frame = page.locator(".wb-report iframe")
    frame.wait_for()
    settled(page)
    assert frame.get_attribute("sandbox") == "allow-same-origin"
    assert page.frame_locator(".wb-report iframe").get_by_text(HOSTILE).first.is_visible()
    assert page.frame_locator(".wb-report iframe").locator("script, img").count() == 0
    assert page.evaluate("window.hurt") is None
