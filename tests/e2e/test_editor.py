"""The graph editor by mouse, finger and keys alone: build, undo, redo, reverse, rename, delete, in and out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from studies.data import reference
from studies.examples import study_from_example
from studies.exchange import read_graph, use_graph
from studies.graph_checks import check_graph_study, graph_check_of
from studies.store import Store
from studies.study import Study
from studies.workflow import attach_data, set_graph
from tests.e2e.conftest import Watch
from tests.e2e.drive import heading, onward, settled
from tests.e2e.editor_page import open_study, paste
from tests.e2e.hands import HANDS, Finger, Keys, open_files, paste_by

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
    "pulse": (0.55, 0.5),
    "health": (0.82, 0.7),
}
CHANGED = ("age -> medicine", "age -> health", "medicine -> pulse", "health <-> medicine", "health -> pulse")
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


def kept_graph(store: Store, text: str = "") -> Study:
    """A study without data that is kept already, with that graph."""
    study = use_graph(Study(), read_graph(text)) if text else Study()
    store.save(study, "Begin")
    return study


@pytest.fixture
def phone(browser: Browser, watch: Watch) -> Iterator[Page]:
    made = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    made.set_default_timeout(60_000)
    page = made.new_page()
    watch.attach(page)
    yield page
    made.close()
    assert watch.faults == []


@pytest.mark.parametrize("way", HANDS)
def test_a_graph_is_built_undone_changed_taken_out_and_in_again_by_one_hand_alone(
    way: str, server: str, store: Store, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue("phone" if way == "finger" else "page")
    editor, hand = open_study(page, server, kept_graph(store)), HANDS[way](page)
    for name, spot in SPOTS.items():
        hand.add(name, spot)
    for arrow in FIVE:
        first, sign, second = arrow.split()
        (hand.share if sign == "<->" else hand.arrow)(first, second)
    editor.expect_arrows(*FIVE)
    built, steps = editor.places(), len(SPOTS) + len(FIVE)
    for what in ("undo", "redo"):
        for _ in range(steps):
            expect(editor.button(what)).to_be_enabled()
            hand.act(what)
            editor.answered()
        editor.expect_names(*(SPOTS if what == "redo" else ()))
    editor.expect_arrows(*FIVE)
    assert editor.places() == built
    hand.choose_arrow("pulse", "health")
    hand.act("reverse")
    hand.rename("drug", "medicine")
    hand.choose("income")
    hand.act("delete")
    editor.expect_arrows(*CHANGED)
    open_files(hand, page)
    with page.expect_download() as caught:
        hand.press(page.get_by_role("button", name="Download as dagitty text"))
    text = Path(caught.value.path()).read_text("utf-8")
    assert read_graph(text).graph == CausalGraph.parse("; ".join(CHANGED))
    paste_by(hand, page, DAGITTY)
    editor.expect_arrows("age -> drug", "age -> health", "drug -> health", "genes -> drug", "genes -> health")
    paste_by(hand, page, text)
    editor.expect_arrows(*CHANGED)


def test_by_keys_parts_marks_and_places_are_set_and_a_loop_is_refused(
    page: Page, server: str, store: Store
) -> None:
    study = kept_graph(store, "age -> drug; age -> health; drug -> pulse -> health")
    editor, hand = open_study(page, server, study), Keys(page)
    for name, key in (("drug", "t"), ("health", "o"), ("age", "l"), ("pulse", "m"), ("age", "s")):
        hand.choose(name)
        editor.keys(key)
    editor.answered()
    assert (editor.node("drug")["part"], editor.node("health")["part"]) == ("treatment", "outcome")
    assert (editor.node("age")["lottery"], editor.node("pulse")["latent"]) == (True, True)
    assert editor.node("age")["selected"] is True
    hand.choose("age")
    x = editor.node("age")["x"]
    editor.keys("Shift+ArrowRight")
    editor.answered()
    assert editor.node("age")["x"] == x + 10
    hand.choose_arrow("age", "health")
    editor.keys("r")
    editor.answered()
    expect(editor.status).to_contain_text("go round in a circle")
    editor.expect_arrows("age -> drug", "age -> health", "drug -> pulse", "pulse -> health")


def test_by_finger_arrows_are_drawn_by_tapping_both_ends_and_variables_are_moved(
    phone: Page, server: str, store: Store
) -> None:
    editor, hand = open_study(phone, server, kept_graph(store, "a -> b; c")), Finger(phone)
    for name, spot in (("c", (0.5, 0.8)), ("a", (0.15, 0.2)), ("b", (0.85, 0.2))):
        if name not in editor.names():
            hand.add(name, spot)
    editor.button("arrow").tap()
    expect(editor.button("arrow")).to_have_attribute("aria-pressed", "true")
    hand.tap(editor.at("a"))
    hand.tap(editor.at("c"))
    editor.expect_arrows("a -> b", "a -> c")
    editor.button("move").tap()
    expect(editor.button("move")).to_have_attribute("aria-pressed", "true")
    before = editor.at("c")
    editor.swipe(before, (before[0], before[1] - 60))
    editor.answered()
    assert editor.at("c")[1] == pytest.approx(before[1] - 60, abs=12)


def test_a_loop_is_refused_with_its_path_and_the_arrow_can_be_turned_round(
    page: Page, server: str, store: Store
) -> None:
    editor = open_study(page, server, kept_graph(store, "a -> b -> c"))
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


def test_with_data_a_new_variable_stays_where_it_was_put_and_takes_arrows(
    page: Page, server: str, store: Store
) -> None:
    study = study_from_example("nsw_mixtape", store)
    store.save(study, "Begin")
    editor = open_study(page, server, study)
    before, arrows = editor.names(), editor.arrows()
    editor.add("luck", 0.5, 0.93)
    editor.expect_names(*before, "luck")
    assert editor.node("luck")["latent"] is True  # it has no column
    editor.draw("luck", study.question.outcome)
    editor.expect_arrows(*arrows, f"luck -> {study.question.outcome}")


def test_variables_are_added_as_before_when_the_page_was_left_and_entered_again(
    page: Page, server: str, store: Store
) -> None:
    editor = open_study(page, server, kept_graph(store))
    editor.add("a", 0.3, 0.3)
    editor.expect_names("a")
    page.get_by_role("link", name="2 Question").click()
    heading(page, "Question")
    page.get_by_role("link", name="4 Graph").click()
    heading(page, "Graph")
    editor.ready()
    editor.add("b", 0.7, 0.3)
    editor.expect_names("a", "b")
    editor.draw("a", "b")
    editor.expect_arrows("a -> b")


def test_a_box_selects_several_and_a_double_click_renames_in_place(
    page: Page, server: str, store: Store
) -> None:
    editor = open_study(page, server, kept_graph(store, "a -> b -> c; a -> c"))
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
    page: Page, server: str, store: Store
) -> None:
    editor = open_study(page, server, kept_graph(store))
    paste(page, DAGITTY)
    editor.ready()
    editor.expect_arrows("age -> drug", "age -> health", "drug -> health", "genes -> drug", "genes -> health")
    assert editor.node("genes")["latent"] is True
    assert (editor.node("drug")["part"], editor.node("health")["part"]) == ("treatment", "outcome")
    at = {n: (editor.node(n)["x"], editor.node(n)["y"]) for n in ("drug", "health", "age", "genes")}
    assert at["genes"][0] < at["drug"][0] < at["age"][0] < at["health"][0]
    assert at["age"][1] < at["genes"][1] < at["drug"][1] == at["health"][1]


def test_every_form_goes_out_and_comes_back_equal(
    page: Page, server: str, store: Store, tmp_path: Path
) -> None:
    editor = open_study(page, server, kept_graph(store, DAGITTY))
    page.get_by_text("Import and export", exact=True).click()
    settled(page)
    wanted = CausalGraph.parse(DAGITTY)
    files: dict[str, Path] = {}
    for form in ("dagitty text", "DOT (Graphviz)", "JSON", "GraphML"):
        page.get_by_role("radio", name=form).click()
        settled(page)
        with page.expect_download() as caught:
            page.get_by_role("button", name=f"Download as {form}").click()
        files[form] = tmp_path / caught.value.suggested_filename
        caught.value.save_as(files[form])
        found = read_graph(files[form].read_text("utf-8"))
        assert found.graph == wanted
        assert (found.exposures, found.outcomes) == (("drug",), ("health",))
    with page.expect_download() as caught:
        page.get_by_role("button", name="Download the picture (SVG)").click()
    assert "genes" in Path(caught.value.path()).read_text("utf-8")
    with page.expect_download() as caught:
        editor.press("png")
    assert Path(caught.value.path()).read_bytes()[:4] == b"\x89PNG"
    drawn, spots = editor.arrows(), {n: (editor.node(n)["x"], editor.node(n)["y"]) for n in editor.names()}
    for path in files.values():
        editor.press("delete") if editor.look(
            "ed.canvas.select([...ed.nodes.keys()]); return ed.nodes.size"
        ) else None
        editor.expect_names()
        settled(page)  # a file that is chosen while the page runs anew can be lost
        page.locator("input[type=file]").set_input_files(path)
        page.get_by_role("button", name=f"Use the graph in {path.name}").click()
        settled(page)
        editor.expect_arrows(*drawn)
        assert {n: (editor.node(n)["x"], editor.node(n)["y"]) for n in editor.names()} == spots


def test_three_edits_while_a_slow_run_is_under_way_are_all_kept(
    page: Page, slow_server: str, slow_store: Store
) -> None:
    editor = open_study(page, slow_server, kept_graph(slow_store, "a -> b; c -> d"))
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
    page: Page, server: str, store: Store
) -> None:
    text = "dag { drug [exposure]; health [outcome]; drug -> pulse -> health; age -> health }"
    editor = open_study(page, server, kept_graph(store, text))
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


def test_an_edit_runs_the_part_of_the_page_with_the_graph_and_nothing_else(
    page: Page, server: str, store: Store
) -> None:
    """As the page's own WebSocket tells: how often the script began, and for which parts of the page it drew."""
    runs: list[set[str]] = []

    def heard(frame: str | bytes) -> None:
        message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
        if message.HasField("new_session"):
            runs.append(set())
        elif message.HasField("delta"):
            runs[-1].add(message.delta.fragment_id)

    page.on("websocket", lambda ws: ws.on("framereceived", heard))
    editor = open_study(page, server, kept_graph(store, "a -> b -> c; d -> c"))
    ((the_page, part),) = (sorted(drawn) for drawn in runs[-1:])
    assert the_page == ""  # what is drawn by the page itself belongs to no part
    editor.draw("a", "c")  # now there is something to undo, which the side bar shows
    editor.answered()
    settled(page)
    assert [the_page in drawn for drawn in runs[-2:]] == [False, True]
    runs.clear()
    editor.draw("a", "d")
    editor.expect_arrows("a -> b", "a -> c", "a -> d", "b -> c", "d -> c")
    settled(page)
    assert runs == [{part}]
    runs.clear()
    Keys(page).rename("b", "bread")  # a name is shown elsewhere too: the rest follows
    editor.expect_names("a", "bread", "c", "d")
    settled(page)
    assert [the_page in drawn for drawn in runs] == [False, True]


def test_what_the_data_ask_for_is_marked_in_the_picture_and_said_until_the_graph_is_changed(
    page: Page, server: str, store: Store
) -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(size=300)
    t = (rng.uniform(size=300) < 1 / (1 + np.exp(-z))).astype(int)
    raw = pd.DataFrame({"z": z, "t": t, "y": t + z + rng.normal(size=300)}).to_csv(index=False).encode()
    table = read_table(raw, name="d.csv")
    store.keep_data(raw, "d.csv")
    study = attach_data(Study(), table, reference(table, hashlib.sha256(raw).hexdigest()))
    study = check_graph_study(set_graph(study, CausalGraph.parse("z -> t; t -> y")), table)
    store.save(study, "Begin")
    found = graph_check_of(study)
    assert found is not None
    said = found.contradicted[0].sentence
    editor = open_study(page, server, study)
    under = page.locator("[data-testid=stMarkdownContainer] li").filter(has_text=said)
    expect(under).to_be_visible()
    expect(page.locator(".wb-editor .wb-legend")).to_contain_text("the data ask for it: 1")
    page.mouse.click(*editor.middle("z", "y", sign="x"))
    expect(editor.status).to_have_text(said)
    hand = Keys(page)
    hand.at_the_picture()
    editor.keys("Escape", "]", "]", "]")
    expect(editor.status).to_have_text(said)
    editor.draw("z", "y")
    editor.expect_arrows("t -> y", "z -> t", "z -> y")
    expect(under).to_have_count(0)
    expect(page.locator(".wb-editor .wb-legend")).not_to_contain_text("the data ask for")
