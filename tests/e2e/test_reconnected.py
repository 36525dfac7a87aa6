"""The server ends and begins again while somebody draws: nothing that is on the screen is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from studies.exchange import read_graph, use_graph
from studies.settings import settings
from studies.store import Store
from studies.study import Study
from tests.e2e.conftest import free_port, served
from tests.e2e.drive import heading
from tests.e2e.editor_page import EditorPage, open_study

CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"


@pytest.fixture
def patient(browser: Browser) -> Iterator[Page]:
    """A page whose console may say that the server is gone."""
    made = browser.new_context(viewport={"width": 1400, "height": 950}, reduced_motion="reduce")
    made.set_default_timeout(120_000)
    yield made.new_page()
    made.close()


def test_strokes_drawn_while_the_server_is_gone_and_after_it_came_back_are_kept(
    patient: Page, tmp_path: Path
) -> None:
    store, port = Store(settings({"WHYBOARD_DATA_DIR": str(tmp_path)}).database_url), free_port()
    study = use_graph(Study(), read_graph("m -> n; c -> n"))
    store.save(study, "Begin")
    with served(tmp_path, port) as url:
        editor = open_study(patient, url, study)
        # The new server gives its keys in the order of the names: with these they are not the old ones.
        for name, x in (("b", 0.2), ("a", 0.8)):
            editor.add(name, x, 0.9)
        editor.expect_names("a", "b", "c", "m", "n")
        editor.draw("a", "b")
        editor.expect_arrows("a -> b", "c -> n", "m -> n")
        places = editor.places()
    patient.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for()
    editor.draw("a", "n")
    editor.select("c")
    editor.press("measured")
    assert editor.look("return ed.pending.length") == 2
    with served(tmp_path, port):
        patient.locator(CONNECTED).wait_for()
        editor.expect_arrows("a -> b", "a -> n", "c -> n", "m -> n")
        assert editor.node("c")["latent"] is True
        editor.draw("b", "n")
        editor.expect_arrows("a -> b", "a -> n", "b -> n", "c -> n", "m -> n")
        assert editor.places() == places
        patient.reload()
        heading(patient, "Graph")
        EditorPage(patient).ready().expect_arrows("a -> b", "a -> n", "b -> n", "c -> n", "m -> n")
