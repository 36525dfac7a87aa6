"""Where one is and what one can do is seen: the place of the Tab key, the help sheet, boxes that are cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from studies.exchange import read_graph, use_graph
from studies.store import Store
from studies.study import Study, StudyVariable
from studies.workflow import set_question
from tests.e2e.drive import heading
from tests.e2e.editor_page import open_study
from tests.e2e.hands import Keys
from tests.e2e.test_editor_table import HOSTILE
from ui.text import JOINER

AT_ONCE = 6  # questions that are asked at first
INNERMOST = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return [e.closest('.wb-editor') !== null, e.className];
}"""


def kept_graph(store: Store, text: str) -> Study:
    study = use_graph(Study(), read_graph(text))
    store.save(study, "Begin")
    return study


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_link_that_has_the_focus_looks_unlike_the_page_one_is_on(
    page: Page, server: str, store: Store, theme: str
) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(f"{server}/graph?study={kept_graph(store, 'a -> b').id}")
    heading(page, "Graph")
    text = page.locator("h1").evaluate("e => getComputedStyle(e).color")
    look = "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineColor]"
    for name in ("3 Variables", "Settings"):
        link = page.get_by_role("link", name=name)
        assert link.evaluate(look)[0] == "none"
        for _ in range(80):
            page.keyboard.press("Tab")
            if link.evaluate("e => e === document.activeElement"):
                break
        assert link.evaluate(look) == ["solid", text]


def test_a_screen_reader_hears_names_of_columns_as_they_are_and_none_is_markup(
    page: Page, server: str, store: Store
) -> None:
    names = ("first_day", "Test score (before)", *HOSTILE)
    study = set_question(Study(), treatment="drug", outcome="health")
    study = study.model_copy(
        update={"variables": (*study.variables, *(StudyVariable(name=n) for n in names))}
    )
    store.save(study, "Begin")
    open_study(page, server, study)
    for name in ("first_day", "Test score (before)"):
        group = page.get_by_role("radiogroup", name=f"Was {name} settled before drug?", exact=True)
        expect(group).to_be_visible()
    labels = page.locator("[data-testid=stRadio] [data-testid=stWidgetLabel]")
    seen = {" ".join(said.split()) for said in labels.all_inner_texts()}
    wanted = {f"Was {' '.join(name.split())} settled before drug?" for name in names[:AT_ONCE]}
    assert wanted <= {said.replace(JOINER, "") for said in seen}
    assert labels.locator("strong, em, code, a, img, .katex").count() == 0


def test_one_step_of_the_tab_key_leads_out_of_the_picture(page: Page, server: str, store: Store) -> None:
    open_study(page, server, kept_graph(store, "a -> b"))
    Keys(page).at_the_picture()
    assert page.evaluate(INNERMOST)[1] == "wb-canvas"
    page.keyboard.press("Tab")
    assert page.evaluate(INNERMOST)[0] is False


def test_on_a_phone_the_help_sheet_begins_at_its_beginning_and_the_ways_to_draw_are_named(
    page: Page, server: str, store: Store
) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    editor = open_study(page, server, kept_graph(store, "a -> b"))
    for act, name in (("arrow", "Arrow"), ("share", "Hidden cause"), ("box", "Select"), ("add", "Add")):
        expect(editor.button(act).get_by_text(name)).to_be_visible()
    editor.press("help")
    sheet = page.locator(".wb-editor dialog")
    expect(sheet.get_by_role("heading", name="Gestures and keys")).to_be_focused()
    assert sheet.evaluate("e => [e.scrollTop, e.scrollHeight > e.clientHeight]") == [0, True]


def test_a_variable_whose_box_is_cut_off_is_told_and_fit_shows_it(
    page: Page, server: str, store: Store
) -> None:
    editor = open_study(page, server, kept_graph(store, "a -> b; a -> c"))
    expect(editor.status).to_contain_text("Drag a variable")
    # One box's left half is beyond the edge, its middle is not.
    editor.look(
        "const p = ed.canvas.toCanvas({x: 8, y: 60}), n = ed.nodes.get(arg); ed.canvas.move(n.id, p.x, p.y); ed.moved([n.id])",
        editor.key("a"),
    )
    editor.answered()
    expect(editor.status).to_contain_text("One variable is cut off or out of view")
    editor.press("fit")
    assert editor.look("return ed.outside()") == 0
