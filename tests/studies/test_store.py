from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from studies.store import KEPT_VERSIONS, Store, StoreError, parse_study
from studies.study import Study
from studies.workflow import set_question


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'deep' / 'studies.sqlite3'}")


def titled(study: Study, title: str) -> Study:
    return study.model_copy(update={"title": title})


def test_a_saved_study_is_found_again_by_another_process(store: Store) -> None:
    study = set_question(Study(), text="Does it help?", treatment="drug", outcome="health")
    store.save(study, "Begin")
    opened = Store(str(store.engine.url)).open(study.id)
    assert opened is not None
    assert opened.study == study


def test_an_unknown_study_is_none(store: Store) -> None:
    assert store.open("nothing") is None


def test_undo_and_redo_walk_every_step_and_name_it(store: Store) -> None:
    study = Study()
    for title in ("one", "two", "three"):
        store.save(titled(study, title), f"Call it {title}")
    seen = [store.undo(study.id) for _ in range(3)]
    assert [o.study.title for o in seen] == ["two", "one", "one"]
    assert [o.undo for o in seen] == ["Call it two", None, None]
    assert [store.redo(study.id).study.title for _ in range(3)] == ["two", "three", "three"]


def test_an_edit_after_undo_drops_what_was_undone(store: Store) -> None:
    study = Study()
    for title in ("one", "two"):
        store.save(titled(study, title), title)
    store.undo(study.id)
    opened = store.save(titled(study, "other"), "other")
    assert (opened.undo, opened.redo) == ("other", None)
    assert store.undo(study.id).study.title == "one"


def test_saving_the_same_study_twice_is_one_version(store: Store) -> None:
    study = Study(title="same")
    store.save(study, "first")
    assert store.save(study, "second").undo is None


def test_old_versions_are_dropped_beyond_the_limit(store: Store) -> None:
    study = Study()
    for i in range(KEPT_VERSIONS + 5):
        store.save(titled(study, str(i)), "step")
    with store.engine.connect() as connection:
        assert connection.execute(text("select count(*) from versions")).scalar() == KEPT_VERSIONS


def test_data_are_kept_once_and_come_back_equal(store: Store) -> None:
    raw = b"a,b\n1,2\n"
    assert store.keep_data(raw, "x.csv") == store.keep_data(raw, "y.csv")
    assert store.data(store.keep_data(raw, "x.csv")) == raw
    assert store.data("0" * 64) is None


def test_deleting_a_study_deletes_its_data_unless_another_uses_them(store: Store) -> None:
    from studies.study import DataRef

    digest = store.keep_data(b"a\n1\n", "x.csv")
    ref = DataRef(name="x.csv", sha256=digest, n_rows=1, n_columns=1)
    first, second = Study(data=ref), Study(data=ref)
    store.save(first, "a")
    store.save(second, "b")
    store.delete(first.id)
    assert store.data(digest) is not None
    store.delete(second.id)
    assert store.data(digest) is None
    assert store.open(second.id) is None


def test_recent_lists_the_newest_first(store: Store) -> None:
    for title in ("a", "b", "c"):
        store.save(Study(title=title), "x")
    assert [s.title for s in store.recent(2)] == ["c", "b"]


@pytest.mark.parametrize("raw", ["", "not json", "{}x", '{"format": "other"}', '{"id": 3}', "[1]"])
def test_a_file_that_is_no_study_is_one_sentence(raw: str) -> None:
    with pytest.raises(StoreError, match="is not a study that can be opened"):
        parse_study(raw)


def test_a_study_survives_its_json() -> None:
    study = set_question(Study(), treatment='"<b>x</b>', outcome="价格", who="everybody", unit="kg")
    assert parse_study(study.model_dump_json()) == study


def test_an_imported_study_never_overwrites_the_one_it_came_from() -> None:
    from studies.store import imported
    from studies.study import StoredResult

    study = set_question(Study(), treatment="a", outcome="b", text="Does a change b?")
    study = study.model_copy(
        update={"estimate": StoredResult(fingerprint=study.fingerprint(), value={"value": 999})}
    )
    assert study.estimate_is_current()
    copy = imported(study.model_dump_json())
    assert copy.id != study.id
    assert not copy.estimate_is_current()


def test_a_file_whose_graph_goes_round_in_a_circle_is_refused() -> None:
    from studies.store import imported
    from studies.study import Arrow, StudyVariable

    study = Study(
        variables=(StudyVariable(name="a"), StudyVariable(name="b")),
        arrows=(Arrow(cause="a", effect="b"), Arrow(cause="b", effect="a")),
    )
    with pytest.raises(StoreError, match="go round in a circle"):
        imported(study.model_dump_json())


def test_an_empty_file_is_refused() -> None:
    from studies.store import imported

    with pytest.raises(StoreError, match="nothing in this study file"):
        imported("{}")
