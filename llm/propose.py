"""Ask a model to propose a graph for a problem.

>>> variables = [VariableInfo(name="smoking", kind="binary"), VariableInfo(name="cancer", kind="binary")]
>>> task = propose_task("Does smoking cause cancer?", variables, "smoking", "cancer")
>>> print(preview(task).rpartition("[user]")[2])
<BLANKLINE>
{
 "problem": "Does smoking cause cancer?",
 "treatment": "smoking",
 "outcome": "cancer",
 "variables": [
  {
   "name": "smoking",
   "kind": "binary",
   "in_the_data": true
  },
  {
   "name": "cancer",
   "kind": "binary",
   "in_the_data": true
  }
 ],
 "rejected": []
}
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Any

from causal_core.errors import QueryError
from llm.answers import (
    ProposeForm,
    TiersForm,
)
from llm.checking import check_arrows, check_hidden, check_unmeasured, circles_of
from llm.client import Client, opened
from llm.context import Task, build_task, describe, preview
from llm.propose_parts import Begun, Said, ask_order, ask_parts, in_one_go
from llm.schemas import (
    Proposal,
    VariableInfo,
)
from llm.settings import LlmSettings
from llm.signing import source_of
from llm.tiers import CHUNK
from llm.understand import understand, understand_task

__all__ = [
    "Begun",
    "preview",
    "propose",
    "propose_note",
    "propose_order",
    "propose_rest",
    "propose_task",
    "source_of",
    "understand",
    "understand_task",
]


def propose_task(
    problem: str,
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    *,
    consent: bool = False,
    rejected: Iterable[tuple[str, str]] = (),
) -> Task[Any]:
    """What ``propose`` will send; with more than twenty variables its first request, see ``propose_note``.

    Raises
    ------
    QueryError
        The treatment or the outcome is not among the variables.
    """
    names = [variable.name for variable in variables]
    for part, name in (("cause", treatment), ("outcome", outcome)):
        if name not in names:
            raise QueryError(f"The {part} “{name}” is not among the variables.", where=name)
    data = {
        "problem": problem,
        "treatment": treatment,
        "outcome": outcome,
        "variables": [describe(variable, consent=consent) for variable in variables],
        "rejected": [f"{source} → {target}" for source, target in rejected],
    }
    if len(names) > CHUNK:
        return build_task("tiers.v1", data, TiersForm, needs="tiers", enums={"variables": names})
    enums = dict.fromkeys(("source", "target", "first", "second", "affects", "variables"), names)
    return build_task("propose.v2", data, ProposeForm, needs="arrows", enums=enums)


def propose_note(variables: Sequence[VariableInfo]) -> str:
    """Why ``propose_task`` is not all that is sent, in a sentence; empty when it is all."""
    if len(variables) <= CHUNK:
        return ""
    return (
        f"There are {len(variables)} variables, more than {CHUNK}. So the model is asked for their order in time "
        "first. The texts that ask for the arrows follow from its answer; you see them before they are sent."
    )


def propose(
    settings: LlmSettings,
    problem: str,
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    *,
    consent: bool = False,
    rejected: Iterable[tuple[str, str]] = (),
    cancel: threading.Event | None = None,
    client: Client | None = None,
    outcome_last: bool = True,
) -> Proposal:
    """A graph with reasons, checked; what does not hold is in ``set_aside``.

    Up to twenty variables in one request; more in one for the order of time and one for each twenty targets.
    The settings' caps hold for all of them together. An arrow from the outcome into the treatment is set aside, but
    where ``outcome_last`` is false: for who wants to know what the model thinks.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    QueryError
        The treatment or the outcome is not among the variables.
    """
    turned_down = tuple(rejected)
    task = propose_task(problem, variables, treatment, outcome, consent=consent, rejected=turned_down)
    with opened(settings, client) as model:
        if len(variables) > CHUNK:
            begun = ask_order(model, task, variables, treatment, outcome, cancel)
            said = ask_parts(model, begun, task, variables, cancel)
        else:
            said = in_one_go(model, task, variables, treatment, outcome, cancel)
    return _checked(settings, said, task, variables, treatment, outcome, turned_down, outcome_last)


def propose_order(
    settings: LlmSettings,
    problem: str,
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    *,
    consent: bool = False,
    rejected: Iterable[tuple[str, str]] = (),
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> Begun:
    """The first half of ``propose`` for more than twenty variables: their order in time.

    ``Begun.tasks`` has the requests that follow, so that they can be shown before ``propose_rest`` sends them.

    Raises
    ------
    LlmError, QueryError
        As ``propose``.
    """
    task = propose_task(problem, variables, treatment, outcome, consent=consent, rejected=rejected)
    with opened(settings, client) as model:
        return ask_order(model, task, variables, treatment, outcome, cancel)


def propose_rest(
    settings: LlmSettings,
    begun: Begun,
    problem: str,
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    *,
    consent: bool = False,
    rejected: Iterable[tuple[str, str]] = (),
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> Proposal:
    """The second half: the arrows, part by part, within what the first half left of the settings' caps.

    Raises
    ------
    LlmError, QueryError
        As ``propose``.
    """
    turned_down = tuple(rejected)
    task = propose_task(problem, variables, treatment, outcome, consent=consent, rejected=turned_down)
    with opened(settings, client) as model:
        said = ask_parts(model, begun, task, variables, cancel)
    return _checked(settings, said, task, variables, treatment, outcome, turned_down)


def _checked(
    settings: LlmSettings,
    said: Said,
    task: Task[Any],
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    rejected: tuple[tuple[str, str], ...],
    outcome_last: bool = True,
) -> Proposal:
    """What a model said, as far as it holds, and the rest set aside."""
    arrows, no_arrows = check_arrows(
        said.arrows,
        variables,
        treatment=treatment,
        outcome=outcome,
        rejected=rejected,
        outcome_last=outcome_last,
    )
    arrows, no_order = said.order.keep(arrows)
    hidden, no_hidden = check_hidden(said.hidden, variables)
    unmeasured, no_unmeasured = check_unmeasured(said.unmeasured, variables)
    return Proposal(
        source=source_of(settings),
        arrows=arrows,
        hidden=hidden,
        unmeasured=unmeasured,
        set_aside=(*said.aside, *no_arrows, *no_order, *no_hidden, *no_unmeasured),
        circles=circles_of(arrows),
        notes=tuple(dict.fromkeys(said.notes)),
        usage=said.usage,
        prompt=task.prompt,
    )
