"""Names of 300 letters in lists to choose from: each option shows its whole name and lies on no other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from causal_core.graph.admg import CausalGraph
from studies.store import Store
from studies.study import Study
from studies.workflow import set_graph
from tests.e2e.drive import heading

NAMES = [
    f"{i:03} {'How the person felt in all the weeks that followed ' * 6}"[:300].strip() for i in range(80)
]


BOXES = """es => es.map(e => {
  const r = e.getBoundingClientRect(), w = document.createRange();
  w.selectNodeContents(e);
  const t = w.getBoundingClientRect();
  return [e.textContent, r.top, r.bottom, t.top, t.bottom, t.right - r.right];
})"""


def opened(page: Page, server: str, store: Store, names: list[str], width: int) -> Locator:
    """The list of causes to choose from."""
    study = set_graph(Study(), CausalGraph(names, directed=[(names[0], n) for n in names[1:]]))
    store.save(study, "Begin")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{server}/question?study={study.id}")
    heading(page, "Question")
    page.get_by_role("combobox").first.click()
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    return options


@pytest.mark.parametrize("width", [1400, 390])
def test_an_option_shows_its_whole_name_on_no_other(
    page: Page, server: str, store: Store, width: int
) -> None:
    options = opened(page, server, store, NAMES[:12], width)
    found = options.evaluate_all(BOXES)
    assert [name for name, *_ in found] == NAMES[:12]
    for _, top, bottom, text_top, text_bottom, beyond in found:
        assert top <= text_top
        assert text_bottom <= bottom
        assert beyond <= 0
    assert all(a[2] <= b[1] + 0.5 for a, b in pairwise(found))


@pytest.mark.parametrize("width", [1400, 390])
def test_in_a_list_of_very_many_the_one_reached_by_keys_shows_its_whole_name(
    page: Page, server: str, store: Store, width: int
) -> None:
    opened(page, server, store, NAMES, width)
    for n in range(3):
        focused = page.locator("[role=option][data-focused]")
        expect(focused).to_have_text(NAMES[n])
        [(_, top, bottom, text_top, text_bottom, beyond)] = focused.evaluate_all(BOXES)
        assert bottom - top > 60
        assert top <= text_top
        assert text_bottom <= bottom
        assert beyond <= 0
        page.keyboard.press("ArrowDown")
