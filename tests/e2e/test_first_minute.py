"""The first minute: from Start to an understood answer, as somebody goes who has read nothing."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.e2e.drive import heading, onward, still

MOST_CLICKS = 10


def counted(page: Page) -> None:
    """Have the page count clicks, also over a reload."""
    page.add_init_script(
        "addEventListener('click', (e) => e.isTrusted && e.detail > 0 &&"
        " sessionStorage.setItem('clicks', 1 + Number(sessionStorage.getItem('clicks') ?? 0)), true)"
    )


def clicks(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.getItem('clicks') ?? 0)"))


def test_an_example_is_understood_in_ten_clicks(page: Page, server: str) -> None:
    counted(page)
    page.goto(server)
    heading(page, "Start")
    page.get_by_role("button", name="Open this example").first.click()
    heading(page, "Question")
    for title in ("Variables", "Graph", "Can it be answered?", "Answer"):
        onward(page, title)
    page.get_by_role("button", name="Compute the answer").click()
    expect(page.get_by_text("As seen, the difference is", exact=False).first).to_be_visible(timeout=180_000)
    still(page)
    said = page.get_by_test_id("stMainBlockContainer").inner_text()
    assert re.search(r"raises “wt82_71” by 3\.\d+ kg on average", said)
    assert "provided that the graph is right" in said
    assert "This rests on" in said
    page.get_by_role("button", name="Words used here").click()
    expect(
        page.get_by_text("The values of the effect that go well with these data", exact=False)
    ).to_be_visible()
    assert 7 <= clicks(page) <= MOST_CLICKS


def outcomes_csv() -> bytes:
    """900 patients: the old are treated less often and die more often; treatment halves the risk."""
    rng = np.random.default_rng(21)
    old = rng.integers(0, 2, 900)
    drug = (rng.random(900) < np.where(old, 0.3, 0.6)).astype(int)
    died = rng.random(900) < np.where(old, 0.4, 0.16) * np.where(drug, 0.5, 1.0)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["old", "drug", "died"])
    writer.writerows(zip(old, drug, np.where(died, "yes", "no"), strict=True))
    return out.getvalue().encode()


def offered(page: Page) -> Locator:
    """The button that the page puts forward: the first in colour that can be pressed."""
    coloured = page.get_by_test_id("stMain").locator("button[kind^=primary]:not([disabled])")
    return coloured.filter(visible=True).first


def pressed(page: Page, name: str) -> None:
    """Press the button that the page puts forward, which is this one."""
    expect(offered(page)).to_contain_text(name)
    offered(page).click()
    still(page)


def test_an_own_file_leads_to_an_answer_by_what_the_pages_put_forward(page: Page, server: str) -> None:
    counted(page)
    page.goto(server)
    heading(page, "Start")
    file = {"name": "patients.csv", "mimeType": "text/csv", "buffer": outcomes_csv()}
    page.locator("input[type=file]").first.set_input_files(file)
    pressed(page, "Use these data")
    heading(page, "Question")
    expect(page.get_by_text("Choose a cause and an outcome above", exact=False)).to_be_visible()
    for label, name in (("does (cause)", "drug"), ("change (outcome)", "died")):
        box = page.get_by_role("combobox", name=label).first
        box.click()
        page.get_by_role("option", name=name, exact=True).click()
        still(page)
    pressed(page, "Yes, this is my question")
    pressed(page, "Next: Variables")
    heading(page, "Variables")
    value = page.get_by_role("combobox", name="counts as “yes”")
    if not value.input_value():
        value.click()
        page.get_by_role("option", name="yes", exact=True).click()
        still(page)
    pressed(page, "Next: Graph")
    heading(page, "Graph")
    expect(page.get_by_text("let the assistant propose a first graph", exact=False)).to_be_visible()
    page.get_by_role("radiogroup", name="Was old settled").get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Keep these answers").click()
    still(page)
    page.get_by_role("button", name="Draw the graph that follows").click()
    still(page)
    pressed(page, "Accept all")
    pressed(page, "Next: Can it be answered?")
    heading(page, "Can it be answered?")
    expect(page.get_by_text("Yes, if the graph is right.", exact=False).first).to_be_visible()
    pressed(page, "Next: Answer")
    heading(page, "Answer")
    pressed(page, "Compute the answer")
    expect(page.get_by_text("As seen, the difference is", exact=False).first).to_be_visible(timeout=180_000)
    still(page)
    said = page.get_by_test_id("stMainBlockContainer").inner_text()
    assert re.search(
        r"“drug” = 1 instead of 0 lowers how often “died” = yes happens to \d+ in 100 instead of \d+ in 100",
        said,
    )
    pressed(page, "Next: Stress tests")
    heading(page, "Stress tests")
    expect(offered(page)).to_contain_text("Run the stress tests")
    assert clicks(page) <= 2 * MOST_CLICKS
