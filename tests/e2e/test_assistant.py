"""In a browser, from a typed problem to an accepted graph: with a scripted model, and with no server at all.

On the way one arrow is rejected, one turned round, and one circle resolved.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from studies.settings import settings
from studies.store import Store
from studies.study import Study
from tests.e2e.drive import heading, onward, settled
from tests.e2e.scripted_model import ScriptedModel
from tests.e2e.test_whole_way import own_csv

PROBLEM = "Among workers, does training change the wage?"
READING = {
    "population": "workers",
    "treatment_words": "training",
    "treatment": "training",
    "outcome_words": "the wage",
    "outcome": "wage",
    "unit": "",
    "questions": [],
}


def arrow(source: str, target: str, confidence: str, wrong_if: str = "") -> dict[str, str]:
    reason = f"{source} has a hand in {target}"
    return {
        "source": source,
        "target": target,
        "mechanism": reason,
        "confidence": confidence,
        "wrong_if": wrong_if,
    }


GRAPH = {
    "unmeasured": [],
    "arrows": [
        arrow("training", "age", "medium", "time runs forward"),
        arrow("age", "wage", "high"),
        arrow("training", "wage", "high"),
        arrow("training", "visits", "medium"),
        arrow("visits", "training", "low"),
        arrow("visits", "wage", "low"),
    ],
    "hidden": [],
}


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    made = ScriptedModel({"population": READING, "arrows": GRAPH})
    yield made
    made.close()


def bring_data(page: Page, server: str) -> None:
    page.goto(server)
    heading(page, "Start")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "wages.csv", "mimeType": "text/csv", "buffer": own_csv()}
    )
    expect(page.get_by_text("600 rows and 4 columns", exact=False)).to_be_visible()
    page.get_by_role("button", name="Use these data").click()
    heading(page, "Question")


def connect(page: Page, model: ScriptedModel) -> None:
    """Name the server on the Settings page and come back to the question."""
    name_the_model(page, model)
    page.get_by_role("link", name="2 Question").click()
    heading(page, "Question")


def name_the_model(page: Page, model: ScriptedModel) -> None:
    page.get_by_role("link", name="Settings").click()
    heading(page, "Settings")
    page.get_by_label("Server address").fill(model.address)
    page.get_by_label("Model", exact=True).fill("scripted")
    page.get_by_role("button", name="Use this server").click()
    expect(page.get_by_text("The assistant is", exact=False)).to_be_visible()
    settled(page)


def type_the_problem(page: Page) -> None:
    """From the text to the confirmed question, and on to the graph."""
    box = page.get_by_label("Describe the problem in your own words")
    box.fill(PROBLEM)
    box.blur()
    settled(page)
    page.get_by_role("button", name="Read it and fill in the sentence").click()
    expect(page.get_by_text("Among workers, does training change wage?", exact=False)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Yes, this is my question").click()
    expect(page.get_by_text("Confirmed: this is the question.")).to_be_visible()
    settled(page)
    onward(page, "Variables")
    onward(page, "Graph")


def row(page: Page, name: str) -> Locator:
    """What waits for a decision on one arrow."""
    return page.locator("[class*=st-key-decide_]").filter(has=page.get_by_text(name, exact=True))


def decide(page: Page, name: str, button: str) -> None:
    row(page, name).get_by_role("button", name=button).click()
    expect(row(page, name)).to_have_count(0)
    settled(page)


def resolve_circle(page: Page, way: str, weakest: str) -> None:
    """Take out the arrow that is chosen at first, which is the weakest."""
    box = page.locator(".st-key-circle")
    expect(box.get_by_role("radiogroup", name=f"These arrows go round in a circle: {way}.")).to_be_visible()
    expect(box.get_by_role("radio", name=weakest)).to_be_checked()
    box.get_by_role("button", name="Take this arrow out").click()
    expect(box).to_have_count(0)
    settled(page)


def kept(page: Page, data_dir: Path) -> Study:
    """The study of that page as the server has kept it."""
    found = Store(settings({"WHYBOARD_DATA_DIR": str(data_dir)}).database_url).open(
        page.url.split("study=")[1].split("&")[0]
    )
    assert found is not None
    return found.study


def standings(study: Study) -> dict[str, tuple[str, str]]:
    return {f"{a.cause} → {a.effect}": (a.status, a.source) for a in study.arrows}


def test_a_typed_problem_leads_to_an_accepted_graph_with_a_model(
    page: Page, server: str, data_dir: Path, model: ScriptedModel
) -> None:
    bring_data(page, server)
    connect(page, model)
    type_the_problem(page)
    panel = page.locator(".st-key-proposal")
    panel.get_by_text("What will be sent to", exact=False).click()
    expect(panel.get_by_test_id("stCode")).to_contain_text(PROBLEM)
    expect(panel.get_by_test_id("stCode")).not_to_contain_text("standard_deviation")
    panel.get_by_text("Also send category names", exact=False).click()
    expect(panel.get_by_test_id("stCode")).to_contain_text("standard_deviation")
    settled(page)
    shown = panel.get_by_test_id("stCode").locator("code").text_content()
    panel.get_by_role("button", name="Ask the model for a graph").click()
    expect(panel.get_by_role("button", name="Accept all")).to_be_visible()
    settled(page)
    assert model.asked[-1] == shown
    expect(panel.get_by_text("1,200 tokens in 1 request. Cost: unknown price.", exact=False)).to_be_visible()
    expect(row(page, "training → age")).to_contain_text("Could be wrong if time runs forward.")

    panel.get_by_role("button", name="Accept all").click()  # what goes round stays open
    expect(panel.get_by_text("Proposed: 2.", exact=False)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Undo").first.click()
    expect(panel.get_by_text("Proposed: 6.", exact=False)).to_be_visible()
    settled(page)

    resolve_circle(page, "training → visits → training", "visits → training")
    decide(page, "visits → wage", "Reject")
    decide(page, "training → age", "Turn round")
    panel.get_by_role("button", name="Accept all").click()
    expect(panel.get_by_role("button", name="Accept all")).to_have_count(0)
    settled(page)
    by_model = "model:scripted"
    assert standings(kept(page, data_dir)) == {
        "training → age": ("rejected", by_model),
        "age → wage": ("accepted", by_model),
        "training → wage": ("accepted", by_model),
        "training → visits": ("accepted", by_model),
        "visits → training": ("rejected", by_model),
        "visits → wage": ("rejected", by_model),
        "age → training": ("accepted", "user"),
    }
    page.get_by_text("Where every arrow comes from (7)").click()
    page.locator(".st-key-standing").get_by_role("button", name="Bring back").last.click()
    expect(panel.get_by_text("Proposed: 1.", exact=False)).to_be_visible()
    onward(page, "Can it be answered?")
    expect(page.get_by_text("Yes, if the graph is right.", exact=False).first).to_be_visible()


def answer(page: Page, name: str, word: str) -> None:
    group = page.get_by_role("radiogroup", name=f"Was {name} settled before training?")
    group.get_by_text(word, exact=True).click()
    settled(page)


def add_by_form(page: Page, first: str, second: str) -> None:
    for label, name in (("From", first), ("To", second)):
        box = page.get_by_role("combobox", name=label, exact=False).first
        box.click()
        box.fill(name)
        page.get_by_role("option", name=name, exact=True).first.click()
    page.get_by_test_id("stForm").get_by_role("button", name="Add", exact=True).click()
    settled(page)


def test_a_typed_problem_leads_to_an_accepted_graph_with_no_server(
    page: Page, server: str, data_dir: Path
) -> None:
    bring_data(page, server)
    type_the_problem(page)
    panel = page.locator(".st-key-proposal")
    expect(panel.get_by_text("Guided mode: rules, not an AI").first).to_be_visible()
    expect(panel.get_by_text("0 of 3 answered")).to_be_visible()
    expect(panel.get_by_text("A guess from the name", exact=False)).to_be_visible()
    answer(page, "age", "Yes")
    answer(page, "visits", "No")
    panel.get_by_text("I do not know", exact=True).last.click()
    settled(page)
    panel.get_by_role("button", name="Keep these answers").click()
    expect(panel.get_by_text("3 of 3 answered")).to_be_visible()
    settled(page)
    panel.get_by_role("button", name="Draw the graph that follows").click()
    expect(panel.get_by_text("Proposed: 5.", exact=False)).to_be_visible()
    settled(page)
    expect(panel.get_by_text("If all of it is accepted", exact=False)).to_contain_text("age")
    assert any("nobody has looked into it" in text for text in kept(page, data_dir).assumed)

    add_by_form(page, "wage", "visits")  # one's own arrow, against a proposed one
    resolve_circle(page, "visits → wage → visits", "visits → wage")
    decide(page, "age → wage", "Reject")
    decide(page, "age → training", "Turn round")
    panel.get_by_role("button", name="Accept all").click()
    expect(panel.get_by_role("button", name="Accept all")).to_have_count(0)
    settled(page)
    assert standings(kept(page, data_dir)) == {
        "training → wage": ("accepted", "rules"),
        "age → training": ("rejected", "rules"),
        "age → wage": ("rejected", "rules"),
        "training → visits": ("accepted", "rules"),
        "visits → wage": ("rejected", "rules"),
        "wage → visits": ("accepted", "user"),
        "training → age": ("accepted", "user"),
    }


def test_a_server_that_hangs_is_left_waiting_and_then_stopped(
    page: Page, server: str, data_dir: Path, model: ScriptedModel
) -> None:
    bring_data(page, server)
    connect(page, model)
    type_the_problem(page)
    panel = page.locator(".st-key-proposal")
    model.free.clear()
    panel.get_by_role("button", name="Ask the model for a graph").click()
    expect(panel.get_by_text("seconds so far", exact=False)).to_be_visible()
    panel.get_by_text("Answer a few questions yourself", exact=False).click()  # the page stays usable
    expect(panel.get_by_text("of 3 answered", exact=False)).to_be_visible()
    page.get_by_role("button", name="Back to Variables").click()
    heading(page, "Variables")
    expect(page.get_by_text("The model is thinking, for Graph", exact=False)).to_be_visible()
    onward(page, "Graph")
    panel.get_by_role("button", name="Cancel").click()
    expect(panel.get_by_role("button", name="Ask the model for a graph")).to_be_visible()
    assert kept(page, data_dir).arrows == ()

    model.refusal = 401
    model.free.set()
    panel.get_by_role("button", name="Ask the model for a graph").click()
    expect(panel.get_by_text("The model server did not accept the key.")).to_be_visible()
    settled(page)
    model.refusal = None
    panel.get_by_role("button", name="Try again").click()
    expect(panel.get_by_role("button", name="Accept all")).to_be_visible()
    expect(panel.get_by_text("The model server did not accept the key.")).to_have_count(0)


def test_an_answer_that_comes_while_one_is_elsewhere_waits_there(
    page: Page, server: str, model: ScriptedModel
) -> None:
    bring_data(page, server)
    connect(page, model)
    type_the_problem(page)
    model.free.clear()
    page.get_by_role("button", name="Ask the model for a graph").click()
    expect(page.get_by_text("seconds so far", exact=False)).to_be_visible()
    page.get_by_role("button", name="Back to Variables").click()
    heading(page, "Variables")
    model.free.set()
    expect(page.get_by_text("The model has answered: see Graph.")).to_be_visible()
    onward(page, "Graph")
    expect(page.get_by_text("Proposed: 6.", exact=False)).to_be_visible()


def test_a_page_that_is_loaded_anew_does_not_lose_the_answer(
    page: Page, server: str, model: ScriptedModel
) -> None:
    """The model was named for the session only: it is named again, the answer is there, nothing is asked twice."""
    bring_data(page, server)
    connect(page, model)
    type_the_problem(page)
    model.free.clear()
    page.get_by_role("button", name="Ask the model for a graph").click()
    expect(page.get_by_text("seconds so far", exact=False)).to_be_visible()
    asked = len(model.asked)
    page.reload()
    heading(page, "Graph")
    expect(page.get_by_text("The model is thinking, for Graph", exact=False)).to_be_visible()
    model.free.set()
    expect(
        page.get_by_text("The model has answered: see Graph. Name the model again", exact=False)
    ).to_be_visible()
    name_the_model(page, model)
    page.get_by_role("link", name="4 Graph").click()
    heading(page, "Graph")
    expect(page.get_by_text("Proposed: 6.", exact=False)).to_be_visible()
    assert len(model.asked) == asked


def test_typing_and_pressing_at_once_sends_only_what_was_read(
    page: Page, server: str, model: ScriptedModel
) -> None:
    """The text beside the button is the old one when it is pressed straight out of the box."""
    bring_data(page, server)
    connect(page, model)
    box = page.get_by_label("Describe the problem in your own words")
    box.fill("Does it?")
    box.blur()
    settled(page)
    box.fill(PROBLEM)
    page.get_by_role("button", name="Read it and fill in the sentence").click()
    settled(page)
    shown = page.locator("code", has_text=PROBLEM)
    if not model.asked:
        expect(shown.first).to_be_attached()
        page.get_by_role("button", name="Read it and fill in the sentence").click()
    expect(page.get_by_text("Among workers, does training change wage?", exact=False)).to_be_visible()
    assert len(model.asked) == 1
    assert PROBLEM in model.asked[0]


def test_many_variables_go_in_two_clicks_and_every_text_was_on_the_page_before_it_went(
    page: Page, server: str
) -> None:
    """What the model's server got is what the page showed, also where the page is left between the clicks."""
    names = ["training", "wage", *(f"m{k}" for k in range(23))]
    arrows = [arrow("m0", "training", "high"), arrow("m0", "wage", "high"), arrow("training", "wage", "high")]
    tiers = [{"when": "early", "variables": names[2:]}, {"when": "late", "variables": names[:2]}]
    said = {"population": READING, "arrows": {**GRAPH, "arrows": arrows}, "tiers": {"tiers": tiers}}
    model = ScriptedModel(said)
    rows = [",".join(names)] + [",".join(str((k * (i + 3)) % 29) for i in range(25)) for k in range(60)]
    try:
        page.goto(server)
        heading(page, "Start")
        page.locator("input[type=file]").first.set_input_files(
            {"name": "many.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
        )
        page.get_by_role("button", name="Use these data").click()
        heading(page, "Question")
        connect(page, model)
        type_the_problem(page)
        read = len(model.asked)
        panel = page.locator(".st-key-proposal")
        shown = texts_of(panel)
        panel.get_by_role("button", name="Ask the model for a graph").click()
        expect(panel.get_by_text("The order in time, as the model sees it.", exact=False)).to_be_visible()
        settled(page)
        page.get_by_role("button", name="Back to Variables").click()
        heading(page, "Variables")
        onward(page, "Graph")
        shown += texts_of(panel)
        assert len(model.asked) == read + 1
        panel.get_by_role("button", name="Ask for the arrows: send these 2 texts").click()
        expect(panel.get_by_role("button", name="Accept all")).to_be_visible()
        assert [squeezed(text) for text in model.asked[read:]] == [squeezed(text) for text in shown]
        assert len(shown) == 3
    finally:
        model.close()


def texts_of(panel: Locator) -> list[str]:
    """What will be sent, as it stands on the page."""
    boxes = panel.locator("[data-testid=stExpander]").filter(has_text="What will be sent to")
    expect(boxes.first).to_be_visible()
    found = []
    for k in range(boxes.count()):
        boxes.nth(k).locator("summary").click()
        expect(boxes.nth(k).locator("code")).to_be_visible()
        found.append(boxes.nth(k).locator("code").inner_text())
    return found


def squeezed(text: str) -> str:
    """A text without its blanks: a browser lays them out."""
    return "".join(text.split())


def test_trying_a_server_that_hangs_leaves_the_page_usable_and_can_be_stopped(
    page: Page, server: str, model: ScriptedModel
) -> None:
    model.answers = {"ready": {"ready": True}}
    model.free.clear()
    page.goto(f"{server}/settings")
    heading(page, "Settings")
    page.get_by_label("Server address").fill(model.address)
    page.get_by_label("Model", exact=True).fill("scripted")
    page.get_by_role("button", name="Use this server").click()
    settled(page)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("seconds so far", exact=False)).to_be_visible()
    page.get_by_role("link", name="Start").first.click()
    heading(page, "Start")
    page.get_by_role("link", name="Settings").click()
    heading(page, "Settings")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Try it")).to_be_visible()
    settled(page)
    model.free.set()
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("answered in", exact=False)).to_be_visible()
