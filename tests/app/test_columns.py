"""Columns of the file that are no variable yet are offered, and one click makes one a variable."""

from __future__ import annotations

import pytest

from causal_core.table.reading import read_table
from studies.data import reference
from studies.edits import add_variable
from studies.store import Store
from studies.study import Study
from studies.workflow import attach_data, set_question, set_variables, unused_columns
from tests.app.conftest import Opened

RAW = b"t,y,age,**odd** <b>,id\n" + b"".join(
    f"{k % 2},{k * 0.5},{30 + k % 7},{k % 5},p{k}\n".encode() for k in range(40)
)


@pytest.fixture
def study(own_store: Store) -> Study:
    table = read_table(RAW, name="small.csv")
    ref = reference(table, own_store.keep_data(RAW, "small.csv"))
    found = attach_data(set_question(Study(), treatment="t", outcome="y"), table, ref)
    return set_variables(found, [v for v in found.variables if v.name in ("t", "y")])


def test_what_no_variable_has_is_unused(study: Study) -> None:
    assert unused_columns(study, read_table(RAW, name="small.csv")) == ("age", "**odd** <b>", "id")
    assert unused_columns(study, None) == ()


@pytest.mark.parametrize("page", ["variables", "graph"])
def test_one_click_adds_a_column_as_a_variable(app: Opened, study: Study, page: str) -> None:
    test = app(page, study)
    if page == "graph":
        test.session_state["forms"] = True
        test.run()
    offered = next(p for p in test.get("button_group") if "no variable yet" in p.label)
    assert offered.options[0] == "age"
    offered.set_value("**odd** <b>").run()
    assert not test.exception
    found = test.session_state["whyboard"].study
    added = found.variable("**odd** <b>")
    assert (added.column, added.measured) == ("**odd** <b>", True)
    assert found.variable("age") is None


def test_a_column_that_is_named_in_the_picture_is_measured(study: Study) -> None:
    found = add_variable(study, "age", (10.0, 20.0), ("age", "id"))
    added = found.variable("age")
    assert added is not None
    assert (added.column, added.measured) == ("age", True)
    assert found.positions["age"] == (10.0, 20.0)
    other = add_variable(study, "mood", (0.0, 0.0), ("age", "id")).variable("mood")
    assert other is not None
    assert (other.column, other.measured) == (None, False)
