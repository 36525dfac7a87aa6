"""Attacks on a study that a person chooses one by one: its graph against the data, and named tests."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import TypeAdapter

from causal_core.errors import GraphError, QueryError
from causal_core.refutation.battery import combined, refute
from causal_core.refutation.graph_check import check_graph
from causal_core.results import GraphCheck, RefutationReport
from causal_core.table.table import Table
from studies.data import bind
from studies.study import StoredResult, Study
from studies.workflow import Progress, estimate_of, identify_study, report_of

_CHECK = TypeAdapter(GraphCheck)
_REPORT = TypeAdapter(RefutationReport)


# ---- tests that are run with a variable -------------------------------------------------------------


def attack_study(
    study: Study,
    table: Table,
    controls: Mapping[str, str],
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> Study:
    """Run tests with the variables named, and add what came of them to the study's stress tests.

    ``controls`` has for each test in ``causal_core.refutation.battery.CONTROL_TESTS`` that is to be run the name
    of a variable of the study. Tests of the present answer that were run before stay, and the verdict is that of all.

    Raises
    ------
    QueryError
        There is no current estimate, or an unknown test.
    """
    found = estimate_of(study)
    if found is None or not study.estimate_is_current():
        raise QueryError(
            "There is no estimate of the present question to test.", fix="Compute the answer first."
        )
    report = refute(
        bind(study, table),
        found,
        identify_study(study),
        tests=tuple(controls),
        controls=controls,
        seed=seed,
        progress=progress,
    )
    stored = StoredResult(fingerprint=study.fingerprint(), value=report.to_dict())
    return study.model_copy(update={"refutation": with_earlier(study, stored)})


def with_earlier(study: Study, stored: StoredResult) -> StoredResult:
    """A new report with those results of the study's present one that it does not take the place of.

    Results of an older answer are dropped.
    """
    old = report_of(study)
    if old is None or study.refutation is None or study.refutation.fingerprint != stored.fingerprint:
        return stored
    new = _REPORT.validate_python(stored.value)
    if (old.data_sha256, old.graph_sha256) != (new.data_sha256, new.graph_sha256):
        return stored
    return StoredResult(fingerprint=stored.fingerprint, value=combined(old, new).to_dict())


# ---- the graph against the data ---------------------------------------------------------------------


def check_graph_study(
    study: Study, table: Table, *, seed: int = 0, progress: Progress | None = None
) -> Study:
    """Test on the data what the study's graph says of them, and keep what came of it.

    It does not depend on the question, so it can be done before there is one, and it stays current while the
    graph and the data do: see :meth:`studies.study.Study.graph_check_is_current`.

    Raises
    ------
    GraphError
        There is no arrow yet, or the graph is not one.
    """
    graph = study.graph()
    if not graph.directed and not graph.bidirected:
        raise GraphError("There is no arrow to check yet.", fix="Draw the graph first.")
    found = check_graph(bind(study, table), graph, seed=seed, progress=progress, selected=study.selected())
    stored = StoredResult(fingerprint=study.graph_fingerprint(), value=found.to_dict())
    return study.model_copy(update={"graph_check": stored})


def graph_check_of(study: Study) -> GraphCheck | None:
    """The kept check of the graph as the core's value, current or not."""
    return None if study.graph_check is None else _CHECK.validate_python(study.graph_check.value)


def contradicted_pairs(study: Study) -> tuple[tuple[str, str], ...]:
    """The arrows (cause, effect) whose absence the data contradict, the surest first; none from an old check.

    For a picture that marks, between the two, what the data object to.
    """
    found = graph_check_of(study) if study.graph_check_is_current() else None
    return () if found is None else tuple(r.missing_arrow for r in found.contradicted)
