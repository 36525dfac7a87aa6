"""Studies with their results, computed once and put into the server's store."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import numpy as np

from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from studies.data import read_data, reference
from studies.examples import study_from_example
from studies.settings import settings
from studies.store import Store
from studies.study import Study
from studies.workflow import attach_data, estimate_study, refute_study, set_graph, set_question


def keep_studies(data_dir: Path) -> dict[str, str]:
    """The ids of the kept studies by name: ``example``, ``own`` and ``empty``."""
    store = Store(settings({"WHYBOARD_DATA_DIR": str(data_dir)}).database_url)
    made = {"example": _example(store), "own": _own(store), "empty": Study()}
    for study in made.values():
        store.save(study, "Begin")
    return {name: study.id for name, study in made.items()}


def _example(store: Store) -> Study:
    """An example in which some stress tests hold, some call for care and some speak against the answer."""
    study = study_from_example("lalonde_matchit", store)
    assert study.data is not None
    raw = store.data(study.data.sha256)
    assert raw is not None
    table = read_data(raw, study.data)
    return refute_study(estimate_study(study, table), table)


def _own(store: Store) -> Study:
    """A file with a name that breaks what is not careful, a missing value here and there, and a time."""
    raw = own_csv()
    store.keep_data(raw, "my <b>file</b>.csv")
    table = read_table(raw, name="my <b>file</b>.csv")
    asked = set_question(Study(), treatment="training", outcome=WAGE, confirmed=True, who="workers")
    study = attach_data(asked, table, reference(table, hashlib.sha256(raw).hexdigest()))
    graph = CausalGraph(
        ("age", "training", WAGE), directed=[("age", "training"), ("age", WAGE), ("training", WAGE)]
    )
    study = set_graph(study, graph).model_copy(update={"method": "regression"})
    return estimate_study(study, table)


WAGE = "<img src=x onerror=alert(1)> **wage** in thousands a year, before taxes and after benefits"


def own_csv() -> bytes:
    """400 people: the older are trained less often and earn more; training adds 2."""
    rng = np.random.default_rng(7)
    age = rng.integers(20, 60, 400)
    training = (rng.random(400) < 1 / (1 + np.exp((age - 40) / 8))).astype(int)
    wage = (10 + 0.2 * age + 2 * training + rng.normal(size=400)).round(2)
    town = [
        "" if i % 9 == 0 else ("Ulm", "Bonn", "Ehrenbreitstein am Rhein, near Koblenz")[i % 3]
        for i in range(400)
    ]
    day = [f"2020-{i % 12 + 1:02}-{i % 28 + 1:02}" for i in range(400)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["training", "age", WAGE, "town", "day"])
    writer.writerows(zip(training, age, wage, town, day, strict=True))
    return out.getvalue().encode()
