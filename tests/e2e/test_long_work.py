"""Long work in a real browser: it moves, it can be stopped, it outlives a change of page, a reload and a server.

The work is the real one, at a pace that the test decides: nothing here waits for a clock or hangs on the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from studies.settings import settings
from studies.store import Store
from studies.study import Study
from tests.e2e.conftest import held_server
from tests.e2e.drive import still
from tests.e2e.held_work import set_pace
from tests.e2e.kept import computed_example


class Held:
    """A server with a study of its own for each test, and the pace of its work."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.store = Store(settings({"WHYBOARD_DATA_DIR": str(folder)}).database_url)
        self.answered = computed_example(self.store, "nsw_mixtape")

    def pace(self, to: int | str) -> None:
        set_pace(self.folder, to)

    def study(self, *, answered: bool = False) -> Study:
        """A kept study, with its answer or without."""
        fresh = Study().id
        without = {} if answered else {"estimate": None}
        study = self.answered.model_copy(update={"id": fresh, "refutation": None, **without})
        self.store.save(study, "Begin")
        return study


@pytest.fixture(scope="module")
def server_at_pace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    folder = tmp_path_factory.mktemp("held")
    with held_server(folder) as url:
        yield Held(url, folder)


@pytest.fixture
def held(server_at_pace: Held) -> Held:
    server_at_pace.pace(0)
    return server_at_pace


def bar(page: Page) -> Locator:
    return page.get_by_test_id("stProgress")


def opened(page: Page, held: Held, key: str, study: Study) -> None:
    page.goto(f"{held.url}/{key}?study={study.id}")
    still(page)


def walk(page: Page, title: str) -> None:
    """To that page, along the way; while work is watched the page is never still for long, so not waiting for that."""
    page.locator(".st-key-way").get_by_role("link", name=re.compile(rf"\d {title}$")).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def no_reload(page: Page) -> Callable[[], bool]:
    """A mark on the page that a reload would take away."""
    page.evaluate("window.whyboardMark = 1")
    return lambda: bool(page.evaluate("window.whyboardMark === 1"))


def versions(held: Held, study: Study, label: str) -> int:
    return [v.label for v in held.store.versions(study.id)].count(label)


def test_the_page_stays_usable_and_the_answer_arrives_by_itself(page: Page, held: Held) -> None:
    study = held.study()
    opened(page, held, "estimate", study)
    same_page = no_reload(page)
    page.get_by_role("button", name="Compute the answer").click()
    held.pace(30)
    expect(bar(page)).to_contain_text(re.compile(r"30% done, about .+ left"))
    page.get_by_text("Method, for experts").click()
    expect(page.get_by_label("How the effect is estimated")).to_be_visible()
    held.pace(70)
    expect(bar(page)).to_contain_text("70% done")
    held.pace("go")
    expect(page.get_by_text("“re78” by 1,794", exact=False).first).to_be_visible()
    expect(bar(page)).to_have_count(0)
    assert same_page()


def test_cancel_stops_it_and_it_outlives_another_page_and_a_reload(page: Page, held: Held) -> None:
    study = held.study(answered=True)
    opened(page, held, "stress_test", study)
    run, cancel = (page.get_by_role("button", name=n) for n in ("Run the stress tests", "Cancel"))
    run.click()
    held.pace(20)
    expect(bar(page)).to_contain_text("20% done")
    cancel.click()
    expect(run).to_be_visible()
    expect(bar(page)).to_have_count(0)

    run.click()
    expect(bar(page)).to_contain_text("20% done")
    walk(page, "Variables")
    held.pace(40)
    expect(bar(page)).to_contain_text(re.compile("Running the stress tests.*40% done"))
    page.reload()
    held.pace(60)
    expect(bar(page)).to_contain_text("60% done")
    walk(page, "Stress tests")
    expect(bar(page)).to_contain_text("60% done")
    cancel.click()
    expect(run).to_be_visible()
    expect(page.get_by_text("interrupted", exact=False)).to_have_count(0)
    assert versions(held, study, "Run the stress tests") == 0


def test_a_result_that_comes_after_a_reload_arrives_by_itself_as_one_version(page: Page, held: Held) -> None:
    study = held.study(answered=True)
    opened(page, held, "stress_test", study)
    page.get_by_role("button", name="Run the stress tests").click()
    expect(bar(page)).to_be_visible()
    page.reload()
    expect(bar(page)).to_be_visible()
    same_page = no_reload(page)
    held.pace("go")
    expect(page.get_by_role("button", name="Run again")).to_be_visible(timeout=120_000)
    expect(page.get_by_text("What it cannot see.", exact=False).first).to_be_visible()
    assert same_page()
    assert versions(held, study, "Run the stress tests") == 1


def test_a_result_of_an_older_version_is_kept_out_and_said_so(page: Page, held: Held) -> None:
    study = held.study()
    opened(page, held, "estimate", study)
    page.get_by_role("button", name="Compute the answer").click()
    held.pace(50)
    expect(bar(page)).to_contain_text("50% done")
    page.get_by_text("Method, for experts").click()
    box = page.get_by_role("combobox", name="How the effect is estimated")
    expect(box).to_be_visible()
    page.wait_for_timeout(
        1000
    )  # the panel has a way to go until it is open; a click on the way closes the list
    box.click()
    page.get_by_role("option", name="One linear regression").click()
    expect(page.get_by_text("the result will not be kept", exact=False)).to_be_visible()
    held.pace("go")
    expect(page.get_by_text("so it was not kept. Compute it again.", exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name="Compute the answer")).to_be_visible()
    assert versions(held, study, "Compute the answer") == 0


def test_work_that_the_servers_end_interrupted_is_said_to_be_so(browser: Browser, held: Held) -> None:
    study = held.study()
    context = browser.new_context(viewport={"width": 1400, "height": 950})
    context.set_default_timeout(60_000)
    page = context.new_page()  # unwatched: the lost server is an error of the console
    with held_server(held.folder) as url:
        page.goto(f"{url}/estimate?study={study.id}")
        page.get_by_role("button", name="Compute the answer").click()
        held.pace(50)
        expect(bar(page)).to_contain_text("50% done")
    page.goto(f"{held.url}/variables?study={study.id}")  # another server on the same store
    said = page.get_by_text("the work was interrupted. Start it again.", exact=False)
    expect(said).to_be_visible()
    walk(page, "Answer")
    expect(said).to_be_visible()
    held.pace("go")
    page.get_by_role("button", name="Compute the answer").click()
    expect(page.get_by_text("“re78” by 1,794", exact=False).first).to_be_visible()
    expect(said).to_have_count(0)
    context.close()
