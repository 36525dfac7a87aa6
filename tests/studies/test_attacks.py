"""The verbs that attack a study."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest

from causal_core.errors import GraphError
from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from causal_core.table.table import Table
from studies.attacks import check_graph_study, contradicted_pairs, graph_check_of
from studies.data import reference
from studies.study import Question, Study
from studies.workflow import attach_data, set_graph


def study_of(graph: str) -> tuple[Study, Table]:
    rng = np.random.default_rng(0)
    z = rng.normal(size=300)
    t = (rng.uniform(size=300) < 1 / (1 + np.exp(-z))).astype(int)
    frame = pd.DataFrame({"z": z, "t": t, "y": t + z + rng.normal(size=300), "n": rng.normal(size=300)})
    raw = frame.to_csv(index=False).encode()
    table = read_table(raw, name="d.csv")
    study = attach_data(
        Study(question=Question(treatment="t", outcome="y", confirmed=True)),
        table,
        reference(table, hashlib.sha256(raw).hexdigest()),
    )
    return set_graph(study, CausalGraph.parse(graph)), table


def test_check_of_the_graph_is_kept_and_names_the_missing_arrow():
    study, table = study_of("z -> t; t -> y")
    checked = check_graph_study(study, table)
    assert checked.graph_check_is_current()
    assert contradicted_pairs(checked) == (("z", "y"),)
    opened = Study.model_validate_json(checked.model_dump_json())
    assert graph_check_of(opened) == graph_check_of(checked)
    assert graph_check_of(checked).contradicted[0].given == ("t",)


def test_check_of_the_graph_lasts_as_long_as_graph_and_data():
    checked = check_graph_study(*study_of("z -> t; t -> y"))
    assert checked.model_copy(update={"method": "aipw", "title": "other"}).graph_check_is_current()
    changed = set_graph(checked, CausalGraph.parse("z -> t; z -> y; t -> y"))
    assert not changed.graph_check_is_current()
    assert contradicted_pairs(changed) == ()
    assert graph_check_of(changed) is not None


def test_study_from_before_there_were_checks_opens():
    study, _ = study_of("z -> t")
    old = study.model_dump(mode="json")
    del old["graph_check"]
    assert Study.model_validate(old) == study


def test_graph_without_arrows_is_not_checked():
    study, table = study_of("z -> t")
    with pytest.raises(GraphError, match="no arrow to check"):
        check_graph_study(study.model_copy(update={"arrows": ()}), table)
