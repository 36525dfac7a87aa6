from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studies.store import KEPT_VERSIONS, Store, StoreError
from studies.study import Study

# As the first release made it: versions have no names yet.
OLD_SCHEMA = """
CREATE TABLE data_files (sha256 VARCHAR(64) NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (sha256));
CREATE TABLE studies (id VARCHAR(32) NOT NULL, title TEXT NOT NULL, head INTEGER NOT NULL,
    created DATETIME NOT NULL, updated DATETIME NOT NULL, PRIMARY KEY (id));
CREATE INDEX ix_studies_updated ON studies (updated);
CREATE TABLE versions (study_id VARCHAR(32) NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL,
    document TEXT NOT NULL, created DATETIME NOT NULL, PRIMARY KEY (study_id, number),
    FOREIGN KEY(study_id) REFERENCES studies (id));
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'studies.sqlite3'}")


def walked(store: Store, *titles: str) -> Study:
    """A study with one version a title."""
    study = Study()
    for title in titles:
        study = study.model_copy(update={"title": title})
        store.save(study, f"Call it {title}")
    return study


def present(store: Store, study: Study) -> str:
    opened = store.open(study.id)
    assert opened is not None
    return opened.study.title


def test_versions_are_listed_newest_first_with_label_time_and_the_present_one(store: Store) -> None:
    study = walked(store, "one", "two", "three")
    store.undo(study.id)
    found = store.versions(study.id)
    assert [(v.number, v.label, v.present) for v in found] == [
        (3, "Call it three", False),
        (2, "Call it two", True),
        (1, "Call it one", False),
    ]
    assert all(timedelta(0) <= datetime.now(UTC) - v.created < timedelta(minutes=1) for v in found)
    assert store.versions("nothing") == ()


def test_a_version_can_be_named_and_the_name_taken_away(store: Store) -> None:
    study = walked(store, "one", "two")
    store.name_version(study.id, 1, "  before the meeting ")
    assert [v.name for v in store.versions(study.id)] == ["", "before the meeting"]
    store.name_version(study.id, 1, " ")
    assert [v.name for v in store.versions(study.id)] == ["", ""]


def test_an_old_version_can_be_read_without_going_there(store: Store) -> None:
    study = walked(store, "one", "two")
    assert store.version(study.id, 1).title == "one"
    assert present(store, study) == "two"


def test_restoring_is_a_new_version_and_undo_leads_back(store: Store) -> None:
    study = walked(store, "one", "two", "three")
    opened = store.restore(study.id, 1)
    assert (opened.study.title, opened.undo) == ("one", "Restore version 1")
    assert len(store.versions(study.id)) == 4
    assert store.undo(study.id).study.title == "three"
    assert store.recent()[0].title == "one"


def test_restoring_after_undo_loses_neither_what_was_undone_nor_where_one_was(store: Store) -> None:
    study = walked(store, "one", "two", "three")
    store.undo(study.id)
    store.name_version(study.id, 1, "start")
    opened = store.restore(study.id, 1)
    assert opened.study.title == "one"
    assert [v.label for v in store.versions(study.id)] == [
        "Restore version 1 “start”",
        "Back to version 2",
        "Call it three",
        "Call it two",
        "Call it one",
    ]
    assert store.undo(study.id).study.title == "two"


def test_restoring_what_is_present_changes_nothing(store: Store) -> None:
    study = walked(store, "one", "two")
    store.restore(study.id, 2)
    assert len(store.versions(study.id)) == 2


def test_an_edit_after_undo_does_not_drop_a_named_version(store: Store) -> None:
    study = walked(store, "one", "two", "three")
    store.name_version(study.id, 3, "the good one")
    store.undo(study.id)
    opened = store.save(study.model_copy(update={"title": "other"}), "Call it other")
    assert (opened.study.title, opened.redo) == ("other", None)
    assert "the good one" in [v.name for v in store.versions(study.id)]
    assert store.undo(study.id).study.title == "two"


def test_a_named_version_outlives_the_limit(store: Store) -> None:
    study = walked(store, "first")
    store.name_version(study.id, 1, "the start")
    for i in range(KEPT_VERSIONS + 5):
        store.save(study.model_copy(update={"title": str(i)}), "step")
    found = store.versions(study.id)
    assert len(found) == KEPT_VERSIONS + 1
    assert (found[-1].number, found[-1].name) == (1, "the start")
    assert store.restore(study.id, 1).study.title == "first"


def test_a_version_that_is_no_longer_kept_is_one_sentence(store: Store) -> None:
    study = walked(store, "one")
    for act in (store.version, store.restore):
        with pytest.raises(StoreError, match="no longer kept"):
            act(study.id, 7)
    with pytest.raises(StoreError, match="no longer kept"):
        store.name_version(study.id, 7, "x")


def test_a_database_of_the_first_release_opens_with_all_its_versions(tmp_path: Path) -> None:
    path, study = tmp_path / "old.sqlite3", Study(title="old")
    with sqlite3.connect(path) as old:
        old.executescript(OLD_SCHEMA)
        now = "2025-01-02 03:04:05.000000"
        old.execute("insert into studies values (?, ?, 2, ?, ?)", (study.id, "old", now, now))
        for number, title in ((1, "older"), (2, "old")):
            document = study.model_copy(update={"title": title}).model_dump_json()
            old.execute(
                "insert into versions values (?, ?, ?, ?, ?)", (study.id, number, "step", document, now)
            )
    old.close()
    for _ in range(2):  # the second time there is nothing left to bring up to date
        store = Store(f"sqlite:///{path}")
        assert [(v.number, v.name) for v in store.versions(study.id)][-2:] == [(2, ""), (1, "")]
    assert store.versions(study.id)[0].created == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    store.name_version(study.id, 1, "kept")
    assert store.restore(study.id, 1).study.title == "older"
    store.delete(study.id)
    assert store.open(study.id) is None
