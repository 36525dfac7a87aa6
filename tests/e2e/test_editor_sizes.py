"""Large graphs and long names in the editor: no box is ever empty, and what one sees at first can be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from causal_core.graph.admg import CausalGraph
from causal_core.graph.boxes import box_of, room_of
from causal_core.lines import signs
from studies.examples import study_from_example
from studies.exchange import read_graph, use_graph
from studies.places import WIDE
from studies.store import Store
from studies.study import Study
from studies.workflow import set_question
from tests.e2e.editor_page import EditorPage, open_study, paste

READABLE = 0.4  # of full size, at which a name is 6 pixels high
MANY = (
    "dag { v00 [exposure]; v59 [outcome]; " + "; ".join(f"v{i:02} -> v{i + 2:02}" for i in range(58)) + " }"
)
LONG = ("How the person felt in all the weeks that followed " * 6)[:300].strip()


def written(editor: EditorPage) -> bool:
    """Every box has its name in it, as vis itself decides when it draws."""
    found = editor.look("return Object.values(ed.canvas.net.body.nodes).map(n => n.labelModule.visible())")
    return len(found) > 0 and all(found)


def scale(editor: EditorPage) -> float:
    return float(editor.look("return ed.canvas.net.getScale()"))


def in_view(editor: EditorPage, name: str) -> bool:
    body = "const p = ed.canvas.dom(arg); return p.x > 0 && p.y > 0 && p.x < ed.box.clientWidth && p.y < ed.box.clientHeight"
    return bool(editor.look(body, editor.key(name)))


def test_a_large_graph_opens_at_the_cause_and_can_be_read_and_fit_shows_all_of_it(
    page: Page, server: str, store: Store
) -> None:
    study = Study()
    store.save(study, "Begin")
    editor = open_study(page, server, study)
    paste(page, MANY)
    editor.until("return ed?.nodes.size === 60")
    for _ in range(2):
        expect(editor.status).to_contain_text("out of view: press Fit")
        assert scale(editor) >= READABLE
        assert in_view(editor, "v00")
        editor.press("fit")
        assert scale(editor) < READABLE
        assert editor.look("return ed.outside()") == 0
        assert written(editor)
        page.mouse.move(*editor.at("v30"))
        editor.until("return ed.canvas.net.getNodeAt(ed.canvas.dom(arg)) === arg", editor.key("v30"))
        handle = editor.look("const h = ed.root.querySelector('.wb-handle'); return h.style.display")
        assert handle != "block"  # it would be as large as the box
        editor.press("tidy")
        editor.until("return !ed.refit && !ed.pending.length")


def test_a_round_handle_is_smaller_than_its_box_at_every_size(page: Page, server: str, store: Store) -> None:
    study = use_graph(Study(), read_graph("a -> b"))
    store.save(study, "Begin")
    editor = open_study(page, server, study)
    for _ in range(4):
        editor.hover("a")
        sizes = editor.look(
            "const b = ed.canvas.boxOf(arg); return [ed.root.querySelector('.wb-handle').offsetHeight, b.right.y - b.y]",
            editor.key("a"),
        )
        assert sizes[0] <= 0.6 * sizes[1] + 1
        editor.press("out")


HOSTILE = (
    "x" * 300,
    "W" * 300,
    LONG,
    ("מחיר (1) price, " * 20)[:300].strip(),
    "👩‍👩‍👧‍👦🇩🇪👍🏽e\u0301" * 16,
    "<script>alert(1)</script> <img src=x onerror=alert(1)> **b** [x](javascript:alert(1)) 'q' & more",
    "价格" * 40,
)
MARKS = "▶◎✓?⚄▽ "


def drawn_names(editor: EditorPage) -> list[str]:
    """Every name as its box has it: the lines joined, without the marks before it."""
    labels = editor.look("return ed.canvas.net.body.data.nodes.get().map(n => n.label)")
    return sorted(str(label).replace("\n", "").lstrip(MARKS) for label in labels)


def overlapping(editor: EditorPage) -> list[list[str]]:
    found = editor.look(
        "const net = ed.canvas.net, ids = [...ed.nodes.keys()], b = ids.map(id => net.getBoundingBox(id)), out = [];"
        "for (let i = 0; i < ids.length; i++) for (let j = 0; j < i; j++)"
        " if (b[i].left < b[j].right && b[j].left < b[i].right && b[i].top < b[j].bottom && b[j].top < b[i].bottom)"
        " out.push([ed.name(ids[i]), ed.name(ids[j])]);"
        "return out"
    )
    return list(found)


def hostile_graph() -> Study:
    middle = HOSTILE[2:]
    arrows = [(HOSTILE[0], n) for n in middle] + [(n, HOSTILE[1]) for n in middle] + [("age", HOSTILE[1])]
    graph = CausalGraph([*HOSTILE, "age"], arrows, latent=[HOSTILE[4]])
    return set_question(use_graph(Study(), read_graph(graph.to_json())), treatment=HOSTILE[0], outcome=LONG)


@pytest.mark.parametrize("width", [1400, 390])
def test_every_name_is_whole_in_its_box_and_no_two_boxes_overlap(
    page: Page, server: str, store: Store, width: int
) -> None:
    study = hostile_graph()
    store.save(study, "Begin")
    page.set_viewport_size({"width": width, "height": 844})
    page.on("dialog", lambda dialog: pytest.fail(f"a name was run: {dialog.message}"))
    editor = open_study(page, server, study)
    assert drawn_names(editor) == sorted([*HOSTILE, "age"])
    assert overlapping(editor) == []
    assert written(editor)
    sizes = editor.look(
        "return [...ed.nodes].map(([id, n]) => { const b = ed.canvas.net.getBoundingBox(id); "
        "return [n.label, b.right - b.left, b.bottom - b.top]; })"
    )
    for name, across, down in sizes:
        assert across <= WIDE, name
        assert down <= room_of(name)[1] + 12, name  # one line more where the letters are wider, or the marks
    places = editor.look("return [...ed.nodes.values()].map(n => [n.id, n.x, n.y])")
    editor.press("add")
    editor.naming.fill("z" * 300)
    editor.naming.press("Enter")
    editor.answered()
    assert "z" * 300 in drawn_names(editor)
    now = editor.look("return [...ed.nodes.values()].map(n => [n.id, n.x, n.y])")
    assert [p for p in now if p in places] == places
    for name in HOSTILE:
        editor.look("ed.canvas.select([arg])", editor.key(name))  # it may be out of a phone's view
        expect(editor.selected).to_have_text(name)  # the whole of it, also for a screen reader
    assert page.locator("img[src='x']").count() == 0


def test_the_browser_breaks_names_between_the_same_signs_as_the_pictures(
    page: Page, server: str, store: Store
) -> None:
    study = hostile_graph()
    store.save(study, "Begin")
    editor = open_study(page, server, study)
    for name in HOSTILE:
        seen = editor.look(
            "return Array.from(new Intl.Segmenter('und', {granularity: 'grapheme'}).segment(arg), x => x.segment)",
            name,
        )
        assert seen == list(signs(name))
        drawn = editor.look("return ed.canvas.net.body.data.nodes.get(arg).label", editor.key(name))
        lines = drawn.lstrip(MARKS).split("\n")
        assert [sign for line in lines for sign in signs(line)] == seen
        assert len(lines) <= len(box_of(name).lines) + 1


def test_a_name_of_300_letters_can_be_read_on_a_phone(page: Page, server: str, store: Store) -> None:
    study = use_graph(Study(), read_graph(f'dag {{ x [exposure]; "{LONG}" [outcome]; x -> "{LONG}" }}'))
    store.save(study, "Begin")
    page.set_viewport_size({"width": 390, "height": 844})
    editor = open_study(page, server, study)
    assert written(editor)
    assert scale(editor) * 12 >= 6
    assert drawn_names(editor) == sorted([LONG, "x"])
    editor.press("fit")
    assert written(editor)
    editor.select(LONG)
    expect(editor.selected).to_have_text(LONG)
    assert editor.selected.evaluate("e => e.scrollWidth <= e.clientWidth + 1")


@pytest.mark.parametrize("example", ["nhefs", "lalonde_matchit"])
def test_on_a_phone_an_example_opens_with_cause_and_outcome_in_view_and_readable(
    page: Page, server: str, store: Store, example: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    study = study_from_example(example, store)
    store.save(study, "Begin")
    editor = open_study(page, server, study)
    assert scale(editor) >= READABLE
    inside = (
        "const b = ed.canvas.boxOf(arg), w = ed.box.clientWidth, h = ed.box.clientHeight; "
        "return b.x >= 0 && b.y >= 0 && b.right.x <= w && b.right.y <= h"
    )
    for name in (study.question.treatment, study.question.outcome):
        assert editor.look(inside, editor.key(name))
