"""Studies with their results, computed once and put into the server's store."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import numpy as np

from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from causal_core.table.table import Table
from studies.data import read_data, reference
from studies.examples import study_from_example
from studies.settings import settings
from studies.store import Store
from studies.study import Study
from studies.workflow import attach_data, estimate_study, refute_study, set_graph, set_question


def keep_studies(data_dir: Path) -> dict[str, str]:
    """The ids of the kept studies by name: ``example``, ``own``, ``empty`` and ``hostile``."""
    store = Store(settings({"WHYBOARD_DATA_DIR": str(data_dir)}).database_url)
    made = {"example": _example(store), "own": _own(store), "empty": Study(), "hostile": _hostile(store)}
    for study in made.values():
        store.save(study, "Begin")
    return {name: study.id for name, study in made.items()}


def _example(store: Store) -> Study:
    """An example in which some stress tests hold, some call for care and some speak against the answer."""
    study = computed_example(store, "lalonde_matchit")
    return refute_study(study, data_of(store, study))


def computed_example(store: Store, example: str) -> Study:
    """An example with its answer."""
    study = study_from_example(example, store)
    return estimate_study(study, data_of(store, study))


def data_of(store: Store, study: Study) -> Table:
    """The data of a kept study."""
    assert study.data is not None
    raw = store.data(study.data.sha256)
    assert raw is not None
    return read_data(raw, study.data)


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


def _hostile(store: Store) -> Study:
    """Names, values, a unit, a meaning, a reason and a title that do harm where one of them is not shown as text."""
    raw = hostile_csv()
    store.keep_data(raw, f"{MARKUP}.csv")
    table = read_table(raw, name=f"{MARKUP}.csv")
    asked = set_question(
        Study(title=f"{MARKUP} {MARKDOWN}"),
        treatment=MARKUP,
        outcome=LONG,
        treated=YES,
        control=NO,
        unit="<i>kg</i>",
        who=MARKDOWN,
        text=f"{MARKUP} {MARKDOWN} {RIGHT_TO_LEFT}",
        confirmed=True,
    )
    study = attach_data(asked, table, reference(table, hashlib.sha256(raw).hexdigest()))
    causes = (MARKDOWN, RIGHT_TO_LEFT)
    arrows = [(c, e) for c in causes for e in (MARKUP, LONG)] + [(MARKUP, LONG)]
    study = set_graph(study, CausalGraph((*causes, MARKUP, LONG), directed=arrows))
    study = study.model_copy(
        update={
            "method": "regression",
            "arrows": tuple(a.model_copy(update={"reason": f"{MARKUP} {MARKDOWN}"}) for a in study.arrows),
            "variables": tuple(v.model_copy(update={"meaning": MARKUP}) for v in study.variables),
            "assumed": (MARKUP,),
        }
    )
    return refute_study(estimate_study(study, table), table)


MARKUP = "<script>window.ran=1</script><img src=x onerror='window.ran=2'> \"quoted\""
MARKDOWN = "**bold** [link](javascript:window.ran=3) ![i](//x.test/i.png) `c` $x^2$ :smile: | ~~s~~"
RIGHT_TO_LEFT = "\u202eعمر \U0001f468\u200d\U0001f469\u200d\U0001f467 שנים\u202c"
LONG = ("what one earns a year in all & before taxes; " * 7)[:300].strip().ljust(300, "x")
YES, NO = "<b onclick='window.ran=4'>yes</b>", "#no & {{nothing}}"
HOSTILE = (MARKUP, MARKDOWN, RIGHT_TO_LEFT, LONG)


def hostile_csv() -> bytes:
    """300 people under names that no program should read as anything but text."""
    rng = np.random.default_rng(11)
    age, size = rng.integers(20, 60, 300), rng.normal(size=300)
    trained = rng.random(300) < 1 / (1 + np.exp((age - 40) / 8 - size))
    wage = (10 + 0.2 * age + 2 * trained + size + rng.normal(size=300)).round(2)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([MARKUP, MARKDOWN, RIGHT_TO_LEFT, LONG])
    writer.writerows(zip([YES if t else NO for t in trained], size.round(3), age, wage, strict=True))
    return out.getvalue().encode()


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
