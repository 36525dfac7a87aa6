"""The graph editor beside its equal, the table: hostile names in both, and every action of the picture by forms and keys."""

from __future__ import annotations

from itertools import pairwise

from playwright.sync_api import Page, expect

from studies.exchange import read_graph
from studies.store import Store
from studies.study import Arrow, HiddenCause, Study, StudyVariable
from studies.workflow import set_question
from tests.e2e.drive import choose, settled
from tests.e2e.editor_page import open_empty, open_study
from ui.graph_editor.protocol import KINDS

HOSTILE = (
    "<img src=x onerror=window.hurt=1>",
    "**bold** [link](http://example.invalid) `code` $x$ :smile:",
    "\"quoted\" 'single' \\back; -> }",
    "семья 👩‍👩‍👧 和 🎲",
    "מחיר الدواء",
    ("A very long name that goes on " * 11)[:300].strip(),
)


def test_hostile_names_are_shown_as_they_are_and_run_nothing(page: Page, server: str) -> None:
    editor = open_empty(page, server)
    for i, name in enumerate(HOSTILE):
        editor.add(name, 0.2 + 0.3 * (i % 3), 0.2 + 0.5 * (i // 3))
        editor.answered()
    assert editor.names() == sorted(HOSTILE)
    drawn = editor.look("return ed.canvas.net.body.data.nodes.get().map(n => n.label.replaceAll('\\n', ''))")
    assert sorted(drawn) == sorted(HOSTILE)
    keys = [editor.key(n) for n in HOSTILE]
    for a, b in pairwise(keys):
        editor.look("ed.drawn('arrow', arg[0], arg[1])", [a, b])
    editor.answered()
    settled(page)
    cells = page.locator("[data-testid=stDataFrame] [role=gridcell]").all_text_contents()
    assert set(HOSTILE) <= set(cells)
    page.get_by_text("Long names in full (4)").click()
    for name in (*HOSTILE[:3], HOSTILE[5]):
        expect(page.get_by_role("listitem").filter(has_text=name).first).to_be_visible()
    page.get_by_text("Import and export", exact=True).click()
    settled(page)
    assert set(read_graph(page.locator("[data-testid=stCode]").inner_text()).graph.nodes) == set(HOSTILE)
    assert page.evaluate("window.hurt") is None
    assert page.locator("main a[href*=example]").count() == 0


def enter(page: Page, name: str) -> None:
    """Press a button by keyboard."""
    ours = "[data-testid=stButton] button, [data-testid=stFormSubmitButton] button"
    button = page.locator(ours).filter(has_text=name).first
    button.focus()
    button.press("Enter")
    settled(page)


def ticked(page: Page, label: str) -> None:
    """Tick or untick a box by keyboard."""
    box = page.get_by_role("checkbox", name=label)
    box.focus()
    box.press("Space")


PLACE = {
    "move"
}  # where a variable stands is the picture's alone; there it is moved by Shift and the arrow keys


def test_every_action_of_the_picture_is_done_by_forms_and_keys(page: Page, server: str, store: Store) -> None:
    editor = open_study(page, server, proposed(store))
    done: set[str] = set()
    for word in ("Accept", "Reject"):  # the first of two proposals, then the one that is left
        button = page.get_by_test_id("stButton").get_by_role("button", name=word, exact=True).first
        button.focus()
        button.press("Enter")
        settled(page)
        done.add(word.lower())
    editor.expect_arrows("u -> v")
    summary = page.locator("summary", has_text="Change arrows and variables by forms")
    summary.focus()
    summary.press("Enter")
    settled(page)
    field = page.get_by_label("A new variable")
    field.fill("a")
    field.press("Enter")
    editor.expect_names("a", "u", "v", "w")
    settled(page)
    done.add("add")
    for first, how, second, kind in (
        ("a", "affects", "u", "arrow"),
        ("a", "share a hidden cause", "v", "share"),
    ):
        choose(page, "From", first)
        choose(page, "How", how)
        choose(page, "To", second)
        page.get_by_label("Reason").last.press("Enter")
        editor.expect_arrows("u -> v", "a -> u", *(["a <-> v"] if kind == "share" else []))
        settled(page)
        done.add(kind)
    choose(page, "An arrow", "a → u")
    enter(page, "Turn round")
    editor.expect_arrows("u -> v", "u -> a", "a <-> v")
    done.add("reverse")
    choose(page, "An arrow", "a ↔ v")
    enter(page, "Delete")
    editor.expect_arrows("u -> v", "u -> a")
    done.add("remove")
    choose(page, "A variable", "a")
    page.get_by_label("Name", exact=True).fill("because")
    ticked(page, "Measured")
    ticked(page, "Decided by lottery")
    ticked(page, "The rows were chosen by it")
    part = page.get_by_role("radio", name="neither")
    part.focus()
    part.press("ArrowDown")
    enter(page, "Change the variable")
    editor.expect_arrows("u -> v", "u -> because")
    node = editor.node("because")
    assert (node["part"], node["latent"], node["lottery"]) == ("treatment", True, True)
    assert node["selected"] is True
    done.update({"rename", "part", "measured", "lottery", "selected"})
    choose(page, "A variable", "because")
    enter(page, "Delete the variable")
    editor.expect_arrows("u -> v")
    settled(page)
    key, y = editor.key("v"), editor.node("v")["y"]
    enter(page, "Tidy the picture")
    editor.until("return ed.nodes.get(arg[0])?.y !== arg[1]", [key, y])
    done.add("tidy")
    page.keyboard.press("Control+z")
    editor.until("return ed.nodes.get(arg[0])?.y === arg[1]", [key, y])
    settled(page)
    page.keyboard.press("Control+z")
    editor.expect_arrows("u -> v", "u -> because")
    done.add("undo")
    settled(page)
    page.keyboard.press("Control+y")
    editor.expect_arrows("u -> v")
    done.add("redo")
    assert done == set(KINDS) - PLACE


def proposed(store: Store) -> Study:
    """A kept study with a proposed arrow and a proposed hidden cause."""
    study = set_question(Study(), treatment="v", outcome="w", confirmed=True)
    study = study.model_copy(
        update={
            "variables": tuple(StudyVariable(name=n) for n in "uvw"),
            "positions": {"u": (0.0, 0.0), "v": (240.0, 133.0), "w": (480.0, -70.0)},
            "arrows": (Arrow(cause="u", effect="v", source="model", status="proposed"),),
            "hidden": (HiddenCause(a="v", b="w", source="model", status="proposed"),),
        }
    )
    store.save(study, "Begin")
    return study
