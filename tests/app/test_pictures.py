"""Every picture on a page has its words and its files, and no file is made before somebody asks for it."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from studies.data import read_data
from studies.examples import study_from_example
from studies.store import Store
from studies.study import Study
from studies.workflow import estimate_study, refute_study
from tests.app.conftest import Opened, texts
from ui.charts import files


@pytest.fixture
def computed(own_store: Store, monkeypatch: pytest.MonkeyPatch) -> Study:
    def never(*_: Any) -> bytes:
        raise AssertionError("a file was made while the page was drawn")

    monkeypatch.setattr(files, "picture_file", never)
    study = study_from_example("kidney_stones", own_store)
    assert study.data is not None
    raw = own_store.data(study.data.sha256)
    assert raw is not None
    table = read_data(raw, study.data)
    return refute_study(estimate_study(study, table), table)


PICTURES = {
    "variables": {"spread"},
    "estimate": {"effect", "outcome-by-side", "balance", "overlap"},
    "stress_test": {
        "stress-tests",
        "repeats-placebo_treatment",
        "repeats-random_common_cause",
        "repeats-random_subset",
        "repeats-dummy_outcome",
    },
}


def charts_of(test: AppTest) -> list[Any]:
    return [element.proto for element in test.get("vega_lite_chart")]


@pytest.mark.parametrize("page", PICTURES)
def test_each_picture_has_its_words_and_two_files(app: Opened, computed: Study, page: str) -> None:
    test = app(page, computed)
    saves = {
        b.proto.id.split("save_")[1].rsplit("_", 1)[0]
        for b in test.get("download_button")
        if "save_" in b.proto.id
    }
    assert saves == PICTURES[page]
    found = charts_of(test)
    assert len(found) == len(PICTURES[page])
    assert all(chart.alt for chart in found)
    said = texts(test)
    assert all(" ".join(chart.alt.split()) in said for chart in found)


def test_a_chosen_variable_is_shown(app: Opened, computed: Study) -> None:
    test = app("variables", computed)
    box = next(b for b in test.selectbox if b.label == "Variable")
    box.set_value(box.options[-1]).run()
    assert not test.exception
    assert f"“{box.options[-1]}”: " in texts(test)


def test_a_study_without_data_has_no_pictures_and_no_fault(app: Opened) -> None:
    assert charts_of(app("variables", Study())) == []
