"""Large graphs and long names in the editor: no box is ever empty, and what one sees at first can be read."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from studies.exchange import read_graph, use_graph
from studies.store import Store
from studies.study import Study
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


def test_a_name_of_300_letters_is_readable_on_a_phone_and_whole_once_chosen(
    page: Page, server: str, store: Store
) -> None:
    study = use_graph(Study(), read_graph(f'dag {{ x [exposure]; "{LONG}" [outcome]; x -> "{LONG}" }}'))
    store.save(study, "Begin")
    page.set_viewport_size({"width": 390, "height": 844})
    editor = open_study(page, server, study)
    assert written(editor)
    assert scale(editor) >= READABLE
    drawn = editor.look("return ed.canvas.net.body.data.nodes.get(arg)", editor.key(LONG))
    lines = drawn["label"].split("\n")
    assert len(lines) <= 6
    assert drawn["label"].endswith("…")
    assert " ".join(lines).removeprefix("◎ ").startswith(LONG[:80])
    assert drawn["title"] == LONG
    editor.press("fit")
    assert written(editor)
    editor.select(LONG)
    expect(editor.status).to_have_text(LONG)
