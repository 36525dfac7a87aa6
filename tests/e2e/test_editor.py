"""The graph editor by mouse, finger and keys alone: build, undo, redo, reverse, rename, delete, in and out."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from causal_core.graph.admg import CausalGraph
from studies.exchange import read_graph
from tests.e2e.conftest import Watch
from tests.e2e.drive import choose, heading, onward, settled
from tests.e2e.editor_page import EditorPage, open_empty, paste

pytestmark = pytest.mark.slow  # minutes of clicking, and they want a machine to themselves

FIVE = (
    "age -> drug",
    "age -> health",
    "drug -> pulse",
    "drug <-> health",
    "income -> age",
    "pulse -> health",
)
SPOTS = {
    "income": (0.15, 0.2),
    "age": (0.4, 0.2),
    "drug": (0.3, 0.7),
    "pulse": (0.55, 0.55),
    "health": (0.85, 0.7),
}
DAGITTY = """dag {
bb="-2.4,-1.5,2.1,1.6"
drug [exposure,pos="-1.500,0.900"]
health [outcome,pos="1.400,0.900"]
age [pos="-0.100,-1.100"]
genes [latent,pos="-1.900,-0.600"]
drug -> health
age -> drug
age -> health
genes -> drug
genes -> health
}
"""


def test_by_mouse_a_graph_is_built_from_nothing_undone_and_redone(page: Page, server: str) -> None:
    editor = open_empty(page, server)
    for name, spot in SPOTS.items():
        editor.add(name, *spot)
    for arrow in FIVE:
        first, sign, second = arrow.split()
        (editor.share if sign == "<->" else editor.draw)(first, second)
    editor.expect_arrows(*FIVE)
    built, steps = editor.places(), len(SPOTS) + len(FIVE)
    for _ in range(steps):
        editor.press("undo")
        editor.answered()
    editor.expect_names()
    for _ in range(steps):
        editor.press("redo")
        editor.answered()
    editor.expect_arrows(*FIVE)
    assert editor.places() == built


def go_to(editor: EditorPage, name: str) -> None:
    """Step from variable to variable until that one is selected."""
    shown = editor.page.locator(".wb-editor .wb-name")
    for _ in range(12):
        if shown.inner_text() == name:
            return
        editor.keys("n")
    raise AssertionError(f"{name} was not reached; at {shown.inner_text()}")


def test_by_keys_a_graph_is_built_changed_undone_and_redone(page: Page, server: str) -> None:
    editor = open_empty(page, server)
    for _ in range(60):
        if editor.look("return ed.root.getRootNode().activeElement === ed.box"):
            break
        editor.keys("Tab")
    expect(editor.canvas).to_be_focused()
    for name in SPOTS:
        editor.keys("a")
        page.keyboard.type(name)  # with r and c in it, which are keys of the page elsewhere
        editor.keys("Enter")
    for arrow in FIVE:
        first, sign, second = arrow.split()
        editor.keys("Escape")
        go_to(editor, first)
        editor.keys("h" if sign == "<->" else "e")
        go_to(editor, second)
        editor.keys("Enter")
    editor.expect_arrows(*FIVE)
    go_to(editor, "drug")
    editor.keys("t", "F2")
    page.keyboard.type("medicine")
    editor.keys("Enter")
    go_to(editor, "health")
    editor.keys("o")
    go_to(editor, "income")
    editor.keys("m", "Delete")
    name = page.locator(".wb-editor .wb-name")
    for _ in range(8):
        if name.inner_text() == "age affects health":
            break
        editor.keys("]")
    editor.keys("r")
    editor.answered()
    expect(editor.status).to_contain_text("go round in a circle")
    go_to(editor, "age")
    editor.keys("l", "Shift+ArrowRight")
    editor.answered()
    assert editor.node("medicine")["part"] == "treatment"
    assert editor.node("age")["lottery"] is True
    changed = (
        "age -> health",
        "age -> medicine",
        "medicine -> pulse",
        "health <-> medicine",
        "pulse -> health",
    )
    editor.expect_arrows(*changed)
    while not editor.button("undo").is_disabled():
        editor.keys("Control+z")
        editor.answered()
    editor.expect_names()
    while not editor.button("redo").is_disabled():
        editor.keys("Control+y")
        editor.answered()
    editor.expect_arrows(*changed)


@pytest.fixture
def phone(browser: Browser, watch: Watch) -> object:
    made = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    made.set_default_timeout(60_000)
    page = made.new_page()
    watch.attach(page)
    yield page
    made.close()
    assert watch.faults == []


def test_by_finger_arrows_are_drawn_turned_and_deleted(phone: Page, server: str) -> None:
    page = phone
    page.goto(server)
    heading(page, "Start")
    page.get_by_role("button", name="Start without data").click()
    heading(page, "Question")
    page.goto(page.url.replace("/question", "/graph"))
    editor = EditorPage(page).ready()
    for name, spot in {"a": (0.2, 0.3), "b": (0.8, 0.3), "c": (0.5, 0.8)}.items():
        editor.into_view()
        for _ in range(2):
            page.touchscreen.tap(*editor.empty(*spot))
        editor.type_name(name)
    page.touchscreen.tap(*editor.at("a"))
    editor.swipe(editor.handle("a"), editor.at("b"))
    editor.expect_arrows("a -> b")
    page.touchscreen.tap(*editor.at("c"))
    editor.swipe(editor.share_handle("c"), editor.at("b"))
    editor.expect_arrows("a -> b", "b <-> c")
    editor.button("arrow").tap()
    expect(editor.button("arrow")).to_have_attribute("aria-pressed", "true")
    page.touchscreen.tap(*editor.at("a"))
    page.touchscreen.tap(*editor.at("c"))
    editor.expect_arrows("a -> b", "a -> c", "b <-> c")
    editor.button("move").tap()
    expect(editor.button("move")).to_have_attribute("aria-pressed", "true")
    page.touchscreen.tap(*editor.middle("a", "b"))
    editor.button("reverse").tap()
    editor.expect_arrows("b -> a", "a -> c", "b <-> c")
    page.touchscreen.tap(*editor.middle("a", "c"))
    editor.button("delete").tap()
    editor.expect_arrows("b -> a", "b <-> c")
    before = editor.at("c")
    editor.swipe(before, (before[0], before[1] - 60))
    editor.answered()
    assert editor.at("c")[1] == pytest.approx(before[1] - 60, abs=12)


def test_a_loop_is_refused_with_its_path_and_the_arrow_can_be_turned_round(page: Page, server: str) -> None:
    editor = open_empty(page, server)
    paste(page, "a -> b -> c")
    editor.ready()
    editor.draw("c", "a")
    editor.answered()
    expect(editor.status).to_contain_text("a → b → c → a")
    editor.expect_arrows("a -> b", "b -> c")
    editor.offer.click()
    editor.expect_arrows("a -> b", "a -> c", "b -> c")
    editor.draw("b", "a")
    editor.answered()
    expect(editor.offer).to_have_text("Turn the arrow that is there round")
    editor.offer.click()
    editor.expect_arrows("a -> c", "b -> a", "b -> c")


def test_a_box_selects_several_and_a_double_click_renames_in_place(page: Page, server: str) -> None:
    editor = open_empty(page, server)
    paste(page, "a -> b -> c; a -> c")
    editor.ready()
    editor.drag(editor.empty(0.02, 0.02), editor.empty(0.98, 0.98), shift=True)
    expect(page.locator(".wb-editor .wb-name")).to_have_text("3 variables")
    editor.press("measured")
    editor.answered()
    assert all(editor.node(n).get("latent") for n in "abc")
    editor.press("undo")
    editor.answered()
    page.mouse.dblclick(*editor.at("b"))
    editor.type_name("middle")
    editor.expect_arrows("a -> c", "a -> middle", "middle -> c")
    editor.select("middle")
    editor.press("delete")
    editor.expect_arrows("a -> c")


def test_a_paste_from_dagitty_is_drawn_where_dagitty_had_it_and_fills_the_question(
    page: Page, server: str
) -> None:
    editor = open_empty(page, server)
    paste(page, DAGITTY)
    editor.ready()
    editor.expect_arrows("age -> drug", "age -> health", "drug -> health", "genes -> drug", "genes -> health")
    assert editor.node("genes")["latent"] is True
    assert (editor.node("drug")["part"], editor.node("health")["part"]) == ("treatment", "outcome")
    at = {n: (editor.node(n)["x"], editor.node(n)["y"]) for n in ("drug", "health", "age", "genes")}
    assert at["genes"][0] < at["drug"][0] < at["age"][0] < at["health"][0]
    assert at["age"][1] < at["genes"][1] < at["drug"][1] == at["health"][1]


def test_every_form_goes_out_and_comes_back_equal(page: Page, server: str, tmp_path: Path) -> None:
    editor = open_empty(page, server)
    paste(page, DAGITTY)
    editor.ready()
    wanted = CausalGraph.parse(DAGITTY)
    files: dict[str, Path] = {}
    for form in ("dagitty text", "DOT (Graphviz)", "JSON", "GraphML"):
        page.get_by_role("radio", name=form).click()
        settled(page)
        with page.expect_download() as caught:
            page.get_by_role("button", name=f"Download as {form}").click()
        files[form] = tmp_path / caught.value.suggested_filename
        caught.value.save_as(files[form])
        assert read_graph(files[form].read_text("utf-8")).graph == wanted
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download the picture (SVG)").click()
    assert "genes" in Path(caught.value.path()).read_text("utf-8")
    with page.expect_download() as caught:
        editor.press("png")
    assert Path(caught.value.path()).read_bytes()[:4] == b"\x89PNG"
    drawn = editor.arrows()
    for path in files.values():
        paste(page, "other -> thing")
        editor.expect_arrows("other -> thing")
        page.locator("input[type=file]").set_input_files(path)
        page.get_by_role("button", name=f"Use the graph in {path.name}").click()
        settled(page)
        editor.expect_arrows(*drawn)


def test_three_edits_while_a_slow_run_is_under_way_are_all_kept(page: Page, slow_server: str) -> None:
    editor = open_empty(page, slow_server)
    paste(page, "a -> b; c -> d")
    editor.ready()
    for cause, effect in (("a", "c"), ("a", "d"), ("b", "d")):
        editor.look(
            "const id = (n) => [...ed.nodes.values()].find(x => x.label === n).id; ed.drawn('arrow', id(arg[0]), id(arg[1]))",
            [cause, effect],
        )
        page.wait_for_timeout(150)  # a person's pace; each stroke falls into the run of the one before
    assert editor.look("return ed.pending.length") > 1
    editor.expect_arrows("a -> b", "a -> c", "a -> d", "b -> d", "c -> d")
    page.reload()
    heading(page, "Graph")
    editor.ready()
    editor.expect_arrows("a -> b", "a -> c", "a -> d", "b -> d", "c -> d")


def test_nothing_moves_when_a_variable_or_a_proposal_comes_or_the_page_is_left(
    page: Page, server: str
) -> None:
    editor = open_empty(page, server)
    paste(page, "drug -> pulse -> health; age -> health")
    editor.ready()
    editor.select("drug")
    editor.keys("t")
    editor.select("health")
    editor.keys("o")
    editor.answered()
    settled(page)
    before = editor.places()
    editor.add("income", 0.5, 0.93)
    editor.draw("income", "age")
    editor.answered()
    after = editor.places()
    assert {n: after[n] for n in before} == before
    group = page.get_by_role("radiogroup", name="Was age settled")
    group.get_by_text("I do not know", exact=True).click()
    page.get_by_text("Yes, I can name something").click()
    page.get_by_label("What is it?").fill("genes")
    page.get_by_label("What is it?").press("Enter")
    settled(page)
    page.get_by_role("button", name="Keep these answers").click()
    settled(page)
    page.get_by_role("button", name="Draw the graph that follows").click()
    settled(page)
    editor.answered()
    assert [a for a in editor.arrows() if a.endswith("?")] == ["drug -> health?", "drug <-> health?"]
    proposed = editor.places()
    assert {n: proposed[n] for n in after} == after
    onward(page, "Can it be answered?")
    page.get_by_role("button", name="Back to Graph").click()
    heading(page, "Graph")
    editor.ready()
    assert editor.places() == proposed
    page.get_by_role("button", name="Accept: drug and health share a hidden cause").click()
    page.get_by_role("button", name="Reject: drug affects health").click()
    editor.answered()
    settled(page)
    expect(page.get_by_text("Proposed: ", exact=False)).not_to_be_visible()
    assert "drug <-> health" in editor.arrows()
    assert "drug -> health" not in editor.arrows()
    assert editor.places() == proposed


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
    assert sorted(d.replace(" ", "") for d in drawn) == sorted(n.replace(" ", "") for n in HOSTILE)
    keys = [editor.key(n) for n in HOSTILE]
    for a, b in pairwise(keys):
        editor.look("ed.drawn('arrow', arg[0], arg[1])", [a, b])
    editor.answered()
    settled(page)
    cells = page.locator("[data-testid=stDataFrame] [role=gridcell]").all_text_contents()
    assert set(HOSTILE) <= set(cells)
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


def test_every_action_of_the_canvas_is_done_by_forms_and_keys(page: Page, server: str) -> None:
    editor = open_empty(page, server)
    summary = page.locator("summary", has_text="Change arrows and variables by forms")
    summary.focus()
    summary.press("Enter")
    settled(page)
    for name in ("a", "b", "c"):
        field = page.get_by_label("A new variable")
        field.fill(name)
        field.press("Enter")
        expect(field).to_have_value("")
        editor.expect_names(*"abc"[: "abc".index(name) + 1])
        settled(page)
    for first, how, second in (("a", "affects", "b"), ("b", "share a hidden cause", "c")):
        choose(page, "From", first)
        choose(page, "How", how)
        choose(page, "To", second)
        page.get_by_label("Reason").last.press("Enter")
        editor.expect_arrows(*("a -> b", "b <-> c")[: 1 if how == "affects" else 2])
        settled(page)
    choose(page, "An arrow", "a → b")
    enter(page, "Turn round")
    editor.expect_arrows("b -> a", "b <-> c")
    choose(page, "An arrow", "b ↔ c")
    enter(page, "Delete")
    editor.expect_arrows("b -> a")
    choose(page, "A variable", "b")
    page.get_by_label("Name", exact=True).fill("because")
    for label in ("Measured", "Decided by lottery"):
        box = page.get_by_role("checkbox", name=label)
        box.focus()
        box.press("Space")
    part = page.get_by_role("radio", name="neither")
    part.focus()
    part.press("ArrowDown")
    enter(page, "Change the variable")
    editor.expect_arrows("because -> a")
    node = editor.node("because")
    assert (node["part"], node["latent"], node["lottery"]) == ("treatment", True, True)
    choose(page, "A variable", "c")
    enter(page, "Delete the variable")
    editor.expect_names("a", "because")
    settled(page)
    enter(page, "Tidy the picture")
    page.keyboard.press("Control+z")
    settled(page)
    page.keyboard.press("Control+z")
    settled(page)
    editor.expect_names("a", "because", "c")
