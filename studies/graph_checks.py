"""The study's graph against its data: checked whenever an answer is computed, and at a press of a button before."""

from __future__ import annotations

from pydantic import TypeAdapter

from causal_core.errors import GraphError
from causal_core.refutation.graph_check import Progress, check_graph
from causal_core.results import GraphCheck
from causal_core.table.table import Table
from studies.data import bind
from studies.study import StoredResult, Study

_CHECK = TypeAdapter(GraphCheck)


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
