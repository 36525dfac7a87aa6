"""Edits of the tables, one after the other, as ``st.data_editor`` gives them: always relative to its first frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from causal_core.graph.admg import CausalGraph
from studies.study import Study
from studies.workflow import set_graph, set_question
from ui import arrow_rows, state, tables, variable_rows


class Editor:
    """Stands in for ``st.data_editor``: the frame it was given first, with the edits so far."""

    def __init__(self) -> None:
        self.edits: dict[str, list[Callable[[pd.DataFrame], pd.DataFrame]]] = {}
        self.keys: list[str] = []

    def __call__(self, frame: pd.DataFrame, *, key: str, **_: Any) -> pd.DataFrame:
        self.keys.append(key)
        for edit in self.edits.get(key, []):
            frame = edit(frame.copy())
        return frame

    def edit(self, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
        self.edits.setdefault(self.keys[-1], []).append(change)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Editor:
    made, session = Editor(), state.Session()
    monkeypatch.setattr(tables.st, "data_editor", made)
    monkeypatch.setattr(state, "session", lambda: session)
    return made


def set_cell(row: int, column: str, value: object) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame.iloc[row, list(frame.columns).index(column)] = value
        return frame

    return change


def drop_row(row: int) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda frame: frame.drop(frame.index[row])


def kidney() -> Study:
    study = set_question(Study(), treatment="treatment", outcome="success", confirmed=True)
    return set_graph(study, CausalGraph.parse("stone -> treatment; stone -> success; treatment -> success"))


def edit_variables(study: Study) -> Study:
    rows = tables.edit_rows("v", variable_rows.rows_of(study, None), columns=variable_rows.columns(None))
    changed = variable_rows.take(study, rows, None)
    if changed != study:
        tables.accepted("v", variable_rows.rows_of(changed, None))
    return changed


def edit_arrows(study: Study) -> Study:
    rows = tables.edit_rows("a", arrow_rows.rows_of(study), columns=arrow_rows.columns(study))
    changed = arrow_rows.take(study, rows)
    if changed != study:
        tables.accepted("a", arrow_rows.rows_of(changed))
    return changed


def test_renaming_twice_keeps_arrows_and_question(editor: Editor) -> None:
    study = edit_variables(kidney())
    row = [v.name for v in study.variables].index("treatment")
    for name in ("drug", "drugs"):
        editor.edit(set_cell(row, "name", name))
        study = edit_variables(study)
    assert study.question.treatment == "drugs"
    assert set(study.graph().directed) == {("drugs", "success"), ("stone", "drugs"), ("stone", "success")}
    assert len(set(editor.keys)) == 1


def test_removing_a_row_after_a_rename_keeps_the_renamed_ones_arrows(editor: Editor) -> None:
    study = edit_variables(kidney())
    names = [v.name for v in study.variables]
    editor.edit(set_cell(names.index("treatment"), "name", "drug"))
    study = edit_variables(study)
    editor.edit(drop_row(names.index("stone")))
    study = edit_variables(study)
    assert study.graph().directed == (("drug", "success"),)


def test_an_arrow_may_become_a_hidden_cause_and_back(editor: Editor) -> None:
    study = set_graph(Study(), CausalGraph.parse("a -> b"))
    study = edit_arrows(study)
    editor.edit(set_cell(0, "kind", arrow_rows.SHARE))
    study = edit_arrows(study)
    assert study.graph().bidirected == (("a", "b"),)
    editor.edit(set_cell(0, "kind", arrow_rows.AFFECTS))
    study = edit_arrows(study)
    assert study.graph().directed == (("a", "b"),)


def test_a_change_from_elsewhere_rebuilds_the_table(editor: Editor) -> None:
    study = edit_variables(kidney())
    edit_variables(set_question(study, treatment="stone"))
    assert len(set(editor.keys)) == 2
