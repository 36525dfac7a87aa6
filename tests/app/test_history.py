"""The history: what is different between versions, names, going back; and marks on what is out of date."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from causal_core.graph.admg import CausalGraph
from studies.store import Store
from studies.study import Study
from studies.workflow import set_graph, set_question
from tests.app.conftest import Opened, texts
from ui.history import SHOWN, time_said


def walked(own_store: Store) -> Study:
    """Three versions: a question, a graph, another graph."""
    study = set_question(Study(), treatment="drug", outcome="weight", confirmed=True)
    own_store.save(study, "Ask")
    study = set_graph(study, CausalGraph.parse("drug -> weight"))
    own_store.save(study, "Draw")
    study = set_graph(study, CausalGraph.parse("age -> drug; age -> weight; drug -> weight"))
    own_store.save(study, "Draw more")
    return study


def opened(app: Opened, study: Study) -> AppTest:
    test = app("question", study)
    press(test, "History")
    return test


def press(test: AppTest, label: str) -> None:
    next(b for b in test.button if b.label == label).click().run()
    assert not test.exception


def choose(test: AppTest, number: int) -> None:
    next(r for r in test.radio if r.label == "Version").set_value(number).run()


def present(test: AppTest) -> Study:
    found = test.session_state["whyboard"].study
    assert isinstance(found, Study)
    return found


def test_the_versions_are_listed_and_the_last_change_is_told(app: Opened, own_store: Store) -> None:
    test = opened(app, walked(own_store))
    shown = next(r for r in test.radio if r.label == "Version").options
    assert [o.replace("\\", "") for o in shown] == ["3. Draw more · present", "2. Draw", "1. Ask"]
    said = texts(test)
    assert "From version 2 to version 3" in said
    assert "Two arrows changed: “age → drug” and “age → weight” were added." in said


def test_any_two_versions_can_be_compared(app: Opened, own_store: Store) -> None:
    test = opened(app, walked(own_store))
    choose(test, 1)
    assert "From version 1 to version 3" in texts(test)
    next(s for s in test.selectbox if s.label == "Compare with").set_value(2).run()
    said = texts(test)
    assert "From version 1 to version 2" in said
    assert "One arrow changed: “drug → weight” was added." in said


def test_a_version_can_be_named(app: Opened, own_store: Store) -> None:
    study = walked(own_store)
    test = opened(app, study)
    choose(test, 2)
    next(t for t in test.text_input if t.label == "Name of version 2").set_value("*simple*")
    press(test, "Keep the name")
    assert [v.name for v in own_store.versions(study.id)] == ["", "*simple*", ""]
    shown = next(r for r in test.radio if r.label == "Version").options[1]
    assert "“\\*simple\\*”" in shown


def test_restoring_makes_a_new_version_and_undo_leads_back(app: Opened, own_store: Store) -> None:
    study = walked(own_store)
    test = opened(app, study)
    choose(test, 2)
    press(test, "Restore version 2")
    assert len(present(test).arrows) == 1
    assert [v.label for v in own_store.versions(study.id)][:2] == ["Restore version 2", "Draw more"]
    press(test, "Undo")
    assert len(present(test).arrows) == 3


def test_the_present_version_cannot_be_restored(app: Opened, own_store: Store) -> None:
    test = opened(app, walked(own_store))
    assert next(b for b in test.button if b.label == "Restore version 3").disabled


def test_a_long_history_shows_the_newest_and_the_named_until_all_are_asked_for(
    app: Opened, own_store: Store
) -> None:
    study = walked(own_store)
    own_store.name_version(study.id, 1, "the start")
    for i in range(SHOWN + 5):
        own_store.save(study.model_copy(update={"title": str(i)}), "Rename")
    test = opened(app, own_store.open(study.id).study)  # type: ignore[union-attr]
    versions = next(r for r in test.radio if r.label == "Version")
    assert len(versions.options) == SHOWN + 1
    assert "the start" in versions.options[-1]
    next(t for t in test.toggle if t.label.startswith("Show all")).set_value(True).run()
    assert len(next(r for r in test.radio if r.label == "Version").options) == SHOWN + 8


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        ("2026-03-05T10:30", "Europe/Berlin", "today, 11:30"),
        ("2026-03-04T23:30", "Europe/Berlin", "today, 00:30"),
        ("2026-03-03T10:30", "America/New_York", "3 March, 05:30"),
        ("2025-12-31T10:30", "UTC", "31 December 2025, 10:30"),
    ],
)
def test_times_are_those_of_the_persons_clock(at: str, zone: str, said: str) -> None:
    now = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
    assert time_said(datetime.fromisoformat(at).replace(tzinfo=UTC), now, ZoneInfo(zone)) == said


def test_without_a_known_zone_the_time_says_that_it_is_utc() -> None:
    now = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
    assert time_said(now, now, UTC) == "today, 12:00 UTC"
