"""The verbs a page or the command line calls: each takes a study and gives a new one.

:mod:`studies.describing` has those that describe it, :mod:`studies.computing` those that compute. Here they are all
together, with what a study still needs.
"""

from __future__ import annotations

from causal_core.errors import CausalError
from studies.computing import (
    ESTIMABLE,
    Answer,
    Progress,
    chosen_strategy,
    estimate_of,
    estimate_study,
    identify_study,
    no_estimate_reason,
    refute_study,
    report_of,
    with_earlier,
    with_estimate,
    with_provenance,
)
from studies.describing import (
    LONGEST_NAME,
    add_column,
    attach_data,
    checked_graph,
    read_graph,
    set_arrows,
    set_graph,
    set_question,
    set_unit,
    set_variables,
    unused_columns,
)
from studies.study import Study

OUT_OF_DATE = "Out of date."

__all__ = [
    "ESTIMABLE",
    "LONGEST_NAME",
    "OUT_OF_DATE",
    "Answer",
    "Progress",
    "add_column",
    "attach_data",
    "checked_graph",
    "chosen_strategy",
    "estimate_of",
    "estimate_study",
    "identify_study",
    "missing_steps",
    "no_estimate_reason",
    "read_graph",
    "refute_study",
    "report_of",
    "set_arrows",
    "set_graph",
    "set_question",
    "set_unit",
    "set_variables",
    "unused_columns",
    "with_earlier",
    "with_estimate",
    "with_provenance",
]


def missing_steps(study: Study) -> dict[str, str]:
    """For every step that is not done: the one thing it still needs. Steps that are done are left out."""
    need: dict[str, str] = {}
    if not study.question.treatment or not study.question.outcome:
        need["question"] = "Name a cause and an outcome."
    elif not study.question.confirmed:
        need["question"] = "Confirm the question."
    if study.data is None:
        need["variables"] = "Bring data, or go on without."
    elif not all(
        (v := study.variable(n)) is not None and v.column
        for n in (study.question.treatment, study.question.outcome)
        if n
    ):
        need["variables"] = "Say which columns hold the cause and the outcome."
    if not any(a.status == "accepted" for a in study.arrows):
        need["graph"] = "Draw at least one arrow."
    try:
        answer = identify_study(study) if "question" not in need and "graph" not in need else None
    except CausalError as error:
        need["identify"] = error.message
    else:
        if answer is None:
            first, *then = (need[k] for k in ("question", "graph") if k in need)
            need["identify"] = (
                first.rstrip(".") + "".join(f", and {s[0].lower()}{s[1:-1]}" for s in then) + "."
            )
        elif not answer.strategies:
            need["identify"] = "A graph or variables with which it can be answered."
    if not study.estimate_is_current():
        need["estimate"] = OUT_OF_DATE if study.estimate else "Compute the answer."
    if not study.refutation_is_current():
        need["stress_test"] = OUT_OF_DATE if study.refutation else "Run the stress tests."
    return need
