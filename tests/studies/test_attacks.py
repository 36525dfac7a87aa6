"""The verbs that attack a study."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest

from causal_core.errors import GraphError, QueryError
from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from causal_core.table.table import Table
from studies.attacks import attack_study
from studies.data import reference
from studies.graph_checks import check_graph_study, contradicted_pairs, graph_check_of
from studies.jobs import Finished, local_jobs
from studies.study import Question, Study
from studies.workflow import attach_data, estimate_study, refute_study, report_of, set_graph, set_question


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


def answered() -> tuple[Study, Table]:
    study, table = study_of("z -> t; z -> y; t -> y")
    return estimate_study(study, table), table


def test_test_with_a_variable_is_added_to_what_was_found_before():
    study, table = answered()
    study = refute_study(study, table, tests=("few_rows",))
    study = attack_study(study, table, {"negative_control_outcome": "n"})
    study = attack_study(study, table, {"as_strong_as": "z", "negative_control_outcome": "n"})
    report = report_of(study)
    assert [(r.test, r.variable, r.outcome) for r in report.results] == [
        ("few_rows", None, "passed"),
        ("negative_control_outcome", "n", "passed"),
        ("as_strong_as", "z", "warning"),
    ]
    assert study.refutation_is_current()
    assert "Only the tests with a variable" in report.summary


def test_results_of_an_older_answer_are_not_added_to():
    study, table = answered()
    study = attack_study(study, table, {"as_strong_as": "z"})
    older = study.model_copy(
        update={"refutation": study.refutation.model_copy(update={"fingerprint": "old"})}
    )
    found = report_of(attack_study(older, table, {"negative_control_outcome": "n"}))
    assert [r.test for r in found.results] == ["negative_control_outcome"]


def test_test_with_a_variable_needs_a_current_answer():
    study, table = answered()
    with pytest.raises(QueryError, match="no estimate of the present question"):
        attack_study(set_question(study, treated="0", control="1"), table, {"as_strong_as": "z"})


def test_jobs_run_both_and_put_them_in():
    study, table = answered()
    study = refute_study(study, table, tests=("few_rows",))
    jobs = local_jobs(0)
    jobs.start(study, table, "stress_test", controls={"negative_control_outcome": "n"})
    jobs.start(study, table, "graph_check")
    for kind in ("stress_test", "graph_check"):
        done = jobs.collect(study.id, kind)
        assert isinstance(done, Finished)
        study = done.put_in(study)
    assert [r.test for r in report_of(study).results] == ["few_rows", "negative_control_outcome"]
    assert study.graph_check_is_current()


def test_computing_the_same_answer_again_takes_no_stress_test_back() -> None:
    study, table = answered()
    tested = refute_study(study, table, tests=["few_rows"])
    again = estimate_study(tested, table)
    assert again.refutation == tested.refutation
    other = estimate_study(tested.model_copy(update={"method": "linear_regression"}), table)
    assert other.refutation is None
