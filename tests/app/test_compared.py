"""What counts as yes is preselected where a value says so, with the reason; otherwise nothing is chosen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from causal_core.estimation.coding import code_outcome
from causal_core.table.reading import read_table
from studies.data import reference
from studies.store import Store
from studies.study import Study
from studies.workflow import attach_data, set_question
from tests.app.conftest import Opened, texts
from ui.compared import obvious_yes


def study_of(store: Store, causes: tuple[str, str], outcomes: tuple[str, ...]) -> Study:
    rows = [f"{causes[k % 2]},{outcomes[k % len(outcomes)]}" for k in range(60)]
    raw = "\n".join(["t,y", *rows, ""]).encode()
    table = read_table(raw, name="small.csv")
    study = set_question(Study(), treatment="t", outcome="y")
    return attach_data(study, table, reference(table, store.keep_data(raw, "small.csv")))


def chosen(test: AppTest, label: str) -> object:
    return next(s for s in test.selectbox if s.label == label).value


OBVIOUS = [
    (("yes", "no"), "yes", "because it is a usual word for yes"),
    (("Alive", "Died"), "Died", "because it is a usual word for yes"),
    (("true", "false"), "true", "because it is a usual word for yes"),
    (("relapse", "none"), "relapse", "because “none” is a usual word for no"),
]


@pytest.mark.parametrize(("values", "yes", "why"), OBVIOUS)
def test_the_obvious_yes_is_preselected_and_why_is_said(
    app: Opened, own_store: Store, values: tuple[str, str], yes: str, why: str
) -> None:
    test = app("variables", study_of(own_store, ("0", "1"), values))
    assert chosen(test, "counts as “yes”") == yes
    assert f"“{yes}” is preselected, {why}" in texts(test)


@pytest.mark.parametrize(("values", "yes", "_"), OBVIOUS)
def test_what_is_preselected_is_what_is_computed(values: tuple[str, str], yes: str, _: str) -> None:
    raw = ("y\n" + "\n".join(values * 20) + "\n").encode()
    assert code_outcome(read_table(raw, name="y.csv"), "y").yes == yes


@pytest.mark.parametrize(
    "values", [("red", "green"), ("success", "accepted"), ("a", "b", "c"), ("yes", "no", "maybe")]
)
def test_where_nothing_is_obvious_nothing_is_chosen(
    app: Opened, own_store: Store, values: tuple[str, ...]
) -> None:
    test = app("variables", study_of(own_store, ("0", "1"), values))
    assert chosen(test, "counts as “yes”") is None
    assert "Nothing is chosen for you here" in texts(test)
    assert obvious_yes(values)[0] is None


def test_of_0_and_1_it_is_1(app: Opened, own_store: Store) -> None:
    assert "1 counts as “yes”" in texts(app("variables", study_of(own_store, ("a", "b"), ("0", "1"))))


def test_the_treated_value_shown_is_the_one_that_is_computed(app: Opened, own_store: Store) -> None:
    test = app("variables", study_of(own_store, ("untreated", "treated"), ("0", "1")))
    assert chosen(test, "counts as treated") == "treated"
    assert chosen(test, "is compared with") == "untreated"


def test_once_a_person_chose_no_reason_is_given(app: Opened, own_store: Store) -> None:
    study = set_question(study_of(own_store, ("0", "1"), ("yes", "no")), success="no")
    test = app("variables", study)
    assert chosen(test, "counts as “yes”") == "no"
    assert "preselected" not in texts(test)
