"""Long work on the pages: what is shown while it runs, and where its result goes. The executor is held still here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from causal_core.graph.admg import CausalGraph
from studies.examples import study_from_example
from studies.jobs import Jobs
from studies.store import Store
from studies.study import Study
from studies.workflow import set_graph
from tests.app.conftest import Opened, texts
from ui import work


class Held(Executor):
    """Runs a call only when told to, so that a test can look at the page in between."""

    def __init__(self) -> None:
        self.calls: list[tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.calls.append((future, fn, args, kwargs))
        return future

    def begin(self) -> None:
        self.calls[-1][0].set_running_or_notify_cancel()

    def say(self, done: int, total: int, label: str = "") -> None:
        self.calls[-1][3]["progress"](done, total, label)

    def finish(self) -> None:
        future, fn, args, kwargs = self.calls.pop()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  as an executor does
            future.set_exception(error)

    def crash(self) -> None:
        self.calls.pop()[0].set_exception(MemoryError("secret detail"))


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    executor = Held()
    jobs = Jobs(executor)
    monkeypatch.setattr(work, "jobs", lambda: jobs)
    yield executor
    for future, *_ in executor.calls:
        future.cancel()


@pytest.fixture
def study(own_store: Store) -> Study:
    return study_from_example("nsw_mixtape", own_store)


def press(test: AppTest, label: str) -> None:
    next(b for b in test.button if b.label == label).click().run()
    assert not test.exception


def labels(test: AppTest) -> set[str]:
    return {b.label for b in test.button}


def bars(test: AppTest) -> list[str]:
    return [str(b.proto.text) for b in test.get("progress")]  # type: ignore[union-attr]


def started(app: Opened, study: Study, held: Held) -> AppTest:
    test = app("estimate", study)
    press(test, "Compute the answer")
    held.begin()
    return test


def test_while_it_runs_there_is_a_bar_and_cancel_instead_of_the_button(
    app: Opened, held: Held, study: Study
) -> None:
    test = started(app, study, held)
    assert bars(test.run()) == ["Starting …"]
    held.say(30, 75)
    assert bars(test.run())[0].startswith("40% done")
    assert "Cancel" in labels(test)
    assert "Compute the answer" not in labels(test)
    held.finish()
    test.run()
    assert bars(test) == []
    assert "1,794" in texts(test)


def test_cancel_leaves_the_study_as_it_was(app: Opened, held: Held, study: Study) -> None:
    test = started(app, study, held)
    test.run()
    press(test, "Cancel")
    assert "Compute the answer" in labels(test)
    assert bars(test) == []
    assert test.session_state["whyboard"].study == study


def test_on_another_page_the_sidebar_says_how_far_it_is_and_the_result_is_kept_there(
    app: Opened, held: Held, study: Study, own_store: Store
) -> None:
    test = started(app, study, held)
    held.say(1, 2)
    test.switch_page("../pages/variables.py")
    test.run()
    assert [b.split(".")[0] for b in bars(test)] == ["Computing the answer"]
    held.finish()
    test.run()
    assert bars(test) == []
    opened = own_store.open(study.id)
    assert opened is not None
    assert opened.study.estimate_is_current()
    assert opened.undo == "Compute the answer"


def test_another_tab_finds_the_work_and_the_result_is_one_version(
    app: Opened, held: Held, study: Study, own_store: Store
) -> None:
    first = started(app, study, held)
    second = app("estimate", study)
    assert bars(second) == ["Starting …"]
    held.finish()
    for test in (second, first, second):
        assert "1,794" in texts(test.run())
    assert [v.label for v in own_store.versions(study.id)].count("Compute the answer") == 1


def test_a_result_of_an_older_version_is_kept_out_and_said_so(
    app: Opened, held: Held, study: Study, own_store: Store
) -> None:
    test = started(app, study, held)
    own_store.save(set_graph(study, CausalGraph.parse("age -> treat; age -> re78; treat -> re78")), "Draw")
    test.run()
    assert "the result will not be kept" in texts(test)
    assert "Compute the answer" in labels(test)
    held.finish()
    test.run()
    assert "is of an older version of this study, so it was not kept" in texts(test)
    opened = own_store.open(study.id)
    assert opened is not None
    assert opened.study.estimate is None


def test_a_fault_is_one_sentence_and_can_be_tried_again(app: Opened, held: Held, study: Study) -> None:
    test = started(app, study, held)
    held.crash()
    test.run()
    assert len(test.error) == 1
    assert "(fault " in test.error[0].value
    assert "secret detail" not in texts(test)
    press(test, "Compute the answer")
    assert not test.error
    assert bars(test)


def test_work_that_waits_says_for_how_many(app: Opened, held: Held, study: Study, own_store: Store) -> None:
    other = study_from_example("kidney_stones", own_store)
    press(app("estimate", other), "Compute the answer")
    held.begin()
    test = app("estimate", study)
    press(test, "Compute the answer")
    assert bars(test) == ["Waiting for another computation to end."]


def test_stress_tests_say_which_test_runs(app: Opened, held: Held, study: Study) -> None:
    test = started(app, study, held)
    held.finish()
    test.switch_page("../pages/stress_test.py")
    test.run()
    press(test, "Run the stress tests")
    held.begin()
    held.say(120, 500, "random_common_cause")
    assert bars(test.run())[0].startswith("A common cause made of noise: 24% done")
    assert "Nothing has been run yet" not in texts(test)
    held.finish()
    assert "What it cannot see" in texts(test.run())


def test_work_on_an_answer_that_went_out_of_date_still_shows_and_can_be_stopped(
    app: Opened, held: Held, study: Study, own_store: Store
) -> None:
    test = started(app, study, held)
    held.finish()
    test.switch_page("../pages/stress_test.py")
    test.run()
    press(test, "Run the stress tests")
    held.begin()
    graph = CausalGraph.parse("age -> treat; age -> re78; treat -> re78")
    own_store.save(set_graph(own_store.open(study.id).study, graph), "Draw")  # type: ignore[union-attr]
    test.run()
    assert "The answer is out of date" in texts(test)
    press(test, "Cancel")
    assert bars(test) == []


def test_work_that_a_stopped_server_lost_is_said_to_be_interrupted(
    app: Opened, held: Held, study: Study, own_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = started(app, study, held)
    assert "interrupted" not in texts(test.run())
    after = Jobs(Held())  # the same store, another server
    monkeypatch.setattr(work, "jobs", lambda: after)
    assert "the work was interrupted. Start it again." in texts(test.run())
    test.switch_page("../pages/variables.py")
    assert "the work was interrupted. Start it again." in texts(test.run())
    changed = set_graph(study, CausalGraph.parse("age -> treat; age -> re78; treat -> re78"))
    own_store.save(changed, "Draw")
    assert "interrupted" not in texts(test.run())


@pytest.mark.parametrize("end", ["Cancel", "finish", "crash"])
def test_work_that_came_to_an_end_is_never_said_to_be_interrupted(
    app: Opened, held: Held, study: Study, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    test = started(app, study, held)
    if end == "Cancel":
        test.run()
        press(test, "Cancel")
    else:
        getattr(held, end)()
    test.run()
    monkeypatch.setattr(work, "jobs", lambda: Jobs(Held()))
    assert "interrupted" not in texts(test.run())


def test_what_was_interrupted_is_forgotten_when_it_is_started_again(
    app: Opened, held: Held, study: Study, own_store: Store
) -> None:
    own_store.save(study, "Begin")
    own_store.work_began(study.id, "estimate", study.fingerprint())
    test = app("estimate", study)
    assert "the work was interrupted" in texts(test)
    press(test, "Compute the answer")
    held.begin()
    held.finish()
    assert "interrupted" not in texts(test.run())
    assert own_store.work_begun(study.id) == {}
