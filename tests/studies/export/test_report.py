from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from causal_core.table.table import Table
from studies.edits import set_flag
from studies.examples import example_bytes, study_from_example
from studies.export.report import report_html
from studies.export.svg import graph_svg
from studies.standing import take_back
from studies.store import Store
from studies.study import Arrow, DataRef, HiddenCause, Study, StudyVariable
from studies.workflow import attach_data, estimate_study, refute_study, set_graph, set_question

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a]]>b",
    "价格",
    "مرحبا",
    "😀",
    "x" * 300,
]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def hostile_study(name: str) -> Study:
    study = set_question(Study(title=name), text=name, who=name, treatment="t", outcome=name, confirmed=True)
    return study.model_copy(
        update={
            "variables": (StudyVariable(name="t", meaning=name), StudyVariable(name=name, unit=name)),
            "arrows": (Arrow(cause="t", effect=name, reason=name),),
            "hidden": (HiddenCause(a="t", b=name, reason=name),),
        }
    )


def test_the_picture_says_by_signs_as_well_as_by_colour_what_each_variable_is() -> None:
    study = set_question(Study(), treatment="drug", outcome="health")
    graph = CausalGraph.parse(
        "dag { genes [latent] drug -> health <- age -> drug; health -> ward; genes -> age }"
    )
    study = set_flag(
        set_flag(set_graph(study, graph), ["age"], "randomised", True), ["ward"], "selected", True
    )
    drawn = graph_svg(study, adjusted=["age"])
    for shown in ("▶ drug", "◎ health", "✓ ⚄ age", "▽ ward", "? genes"):
        assert f">{shown}</text>" in drawn


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_run_nothing_and_are_shown_as_they_are(name: str) -> None:
    page = Tags()
    page.feed(report_html(hostile_study(name)))
    tags = {tag for tag, _ in page.seen}
    assert not tags & {"script", "img", "iframe", "object", "link", "a"}
    assert not any(
        k.startswith("on") or k in ("src", "href") for _, attributes in page.seen for k in attributes
    )
    assert name in "".join(page.text)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_graph_is_well_formed_svg(name: str) -> None:
    root = ET.fromstring(graph_svg(hostile_study(name)))
    assert root.tag.endswith("svg")


def test_an_empty_study_has_a_report_that_says_so() -> None:
    html = report_html(Study())
    for sentence in (
        "No cause and outcome have been named yet",
        "There is no answer yet",
        "No arrows have been drawn",
    ):
        assert sentence in html


def test_what_cannot_be_answered_is_said_with_the_reason() -> None:
    study = set_graph(
        set_question(Study(), treatment="t", outcome="y", confirmed=True),
        CausalGraph.parse("t -> y; t <-> y"),
    )
    html = report_html(study)
    assert "Can it be answered?" in html
    assert "There is no answer yet" in html


def test_the_same_study_gives_the_same_report() -> None:
    study = hostile_study("x")
    assert report_html(study) == report_html(Study.model_validate_json(study.model_dump_json()))


def test_an_answer_of_an_older_graph_is_marked_wherever_the_report_shows_it() -> None:
    study, table = small_answer()
    fresh = report_html(study, table)
    stale = report_html(set_graph(study, CausalGraph.parse("z -> t; z -> y; t -> y; z <-> y")), table)
    assert "older" not in fresh
    assert stale.count("This answer is of an older version of the study") == 2
    assert stale.count("These tests are of an older answer.") == 1
    assert "Graph of the older version (sha256)" in stale


def small_answer() -> tuple[Study, Table]:
    rng = np.random.default_rng(5)
    z = rng.normal(size=200)
    t = (z / 2 + rng.normal(size=200) > 0).astype(int)
    table = Table.from_frame(pd.DataFrame({"t": t, "z": z, "y": z + t + rng.normal(size=200)}), "s.csv")
    study = set_question(Study(), treatment="t", outcome="y", confirmed=True)
    study = set_graph(study, CausalGraph.parse("z -> t; z -> y; t -> y"))
    ref = DataRef(name="s.csv", sha256="0" * 64, n_rows=200, n_columns=3)
    study = attach_data(study, table, ref).model_copy(update={"method": "regression"})
    return refute_study(estimate_study(study, table), table, tests=("few_rows",)), table


def test_the_number_is_called_an_effect_only_where_words_of_cause_may_be_used(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 's.db'}")
    study = study_from_example("nhefs", store)
    study = estimate_study(study, read_table(example_bytes("nhefs"), name="nhefs.csv"))
    assert "<td>Effect</td>" in report_html(study)
    doubted = report_html(take_back(study))
    assert "<td>Effect</td>" not in doubted
    assert "<td>Difference</td>" in doubted
