"""Ask a model to read a problem, and to propose a graph for it.

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

from causal_core.errors import QueryError
from llm.answers import ProposeForm, UnderstandForm
from llm.checking import check_arrows, check_hidden, check_unmeasured, circles_of, too_many
from llm.client import Client, opened
from llm.context import Task, build_task, describe, preview
from llm.ladder import Answer
from llm.names import NAME_LETTERS, Names, names_of
from llm.reading import plain
from llm.schemas import (
    Arrow,
    Found,
    HiddenCause,
    Proposal,
    SetAside,
    Understanding,
    Unmeasured,
    VariableInfo,
)
from llm.settings import LlmSettings

__all__ = ["preview", "propose", "propose_task", "understand", "understand_task"]
REASON_LETTERS = 400
MAX_QUESTIONS = 3


def understand_task(
    problem: str, variables: Sequence[VariableInfo] = (), *, consent: bool = False
) -> Task[UnderstandForm]:
    """What ``understand`` will send."""
    data = {"problem": problem, "variables": [describe(v, consent=consent) for v in variables]}
    names = ["", *(variable.name for variable in variables)]
    enums = {"treatment": names, "outcome": names} if variables else None
    return build_task("understand.v1", data, UnderstandForm, needs="treatment", enums=enums)


def understand(
    settings: LlmSettings,
    problem: str,
    variables: Sequence[VariableInfo] = (),
    *,
    consent: bool = False,
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> Understanding:
    """Read a problem text: who, which cause, which outcome, what is not clear.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    """
    names = names_of(variables)

    def check(form: UnderstandForm) -> list[str]:
        columns = [c for c in (form.treatment, form.outcome) if c and variables and names.find(c) is None]
        faults = [names.unknown(column) for column in columns]
        same = bool(form.treatment) and form.treatment == form.outcome
        return [*faults, "Treatment and outcome are the same variable."] if same else faults

    task = understand_task(problem, variables, consent=consent)
    with opened(settings, client) as model:
        answer = model.ask(task, check=check, cancel=cancel)
    return _understanding(answer, names, settings, task.prompt)


def propose_task(
    problem: str,
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    *,
    consent: bool = False,
    rejected: Iterable[tuple[str, str]] = (),
) -> Task[ProposeForm]:
    """What ``propose`` will send.

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
    enums = dict.fromkeys(("source", "target", "first", "second", "affects"), names)
    return build_task("propose.v1", data, ProposeForm, needs="arrows", enums=enums)


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
) -> Proposal:
    """A graph with reasons, checked; what does not hold is in ``set_aside``.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    QueryError
        The treatment or the outcome is not among the variables.
    """
    turned_down = tuple(rejected)
    names = names_of(variables)

    def check(form: ProposeForm) -> list[str]:
        ends = [end for arrow in form.arrows for end in (arrow.source, arrow.target)]
        ends += [end for pair in form.hidden for end in (pair.first, pair.second)]
        return [names.unknown(end) for end in dict.fromkeys(ends) if names.find(end) is None]

    task = propose_task(problem, variables, treatment, outcome, consent=consent, rejected=turned_down)
    with opened(settings, client) as model:
        answer = model.ask(task, check=check, cancel=cancel)
    form = answer.value
    arrows, no_arrows = check_arrows(
        _arrows(form), variables, treatment=treatment, outcome=outcome, rejected=turned_down
    )
    hidden, no_hidden = check_hidden(_hidden(form), variables)
    unmeasured, no_unmeasured = check_unmeasured(_unmeasured(form), variables)
    return Proposal(
        source=source_of(settings),
        arrows=arrows,
        hidden=hidden,
        unmeasured=unmeasured,
        set_aside=(*no_arrows, *no_hidden, *no_unmeasured),
        circles=circles_of(arrows),
        notes=answer.notes,
        usage=answer.usage,
        prompt=task.prompt,
    )


def source_of(settings: LlmSettings) -> str:
    """How a proposal of this model is signed."""
    return f"model:{plain(settings.model, limit=80)}"


def _arrows(form: ProposeForm) -> list[Arrow]:
    return [
        Arrow(
            source=arrow.source,
            target=arrow.target,
            reason=plain(arrow.mechanism, limit=REASON_LETTERS),
            confidence=arrow.confidence,
            wrong_if=plain(arrow.wrong_if, limit=REASON_LETTERS),
        )
        for arrow in form.arrows
    ]


def _hidden(form: ProposeForm) -> list[HiddenCause]:
    return [
        HiddenCause(
            between=(pair.first, pair.second),
            what=plain(pair.what, limit=NAME_LETTERS) or "something not measured",
            reason=plain(pair.mechanism, limit=REASON_LETTERS),
            confidence=pair.confidence,
        )
        for pair in form.hidden
    ]


def _unmeasured(form: ProposeForm) -> list[Unmeasured]:
    return [
        Unmeasured(
            name=variable.name,
            reason=plain(variable.mechanism, limit=REASON_LETTERS),
            affects=tuple(variable.affects),
        )
        for variable in form.unmeasured
    ]


def _understanding(
    answer: Answer[UnderstandForm], names: Names, settings: LlmSettings, prompt: str
) -> Understanding:
    form, aside = answer.value, []
    treatment, outcome = (names.find(text) if text else None for text in (form.treatment, form.outcome))
    for text, column in ((form.treatment, treatment), (form.outcome, outcome)):
        if text and names.known and column is None:
            aside.append(SetAside(item=plain(text, limit=NAME_LETTERS), reason=names.unknown(text)))
    if outcome is not None and outcome == treatment:
        aside.append(SetAside(item=outcome, reason="It was given as the cause and as the outcome."))
        outcome = None
    questions = [plain(question, limit=200) for question in form.questions]
    aside.extend(too_many(len(questions) - MAX_QUESTIONS, "questions", MAX_QUESTIONS))
    return Understanding(
        source=source_of(settings),
        who=plain(form.population, limit=200),
        treatment=_found(form.treatment_words or form.treatment, treatment),
        outcome=_found(form.outcome_words or form.outcome, outcome),
        unit=plain(form.unit, limit=40),
        ambiguous=tuple(question for question in questions[:MAX_QUESTIONS] if question),
        set_aside=tuple(aside),
        notes=answer.notes,
        usage=answer.usage,
        prompt=prompt,
    )


def _found(words: str, column: str | None) -> Found:
    # A model's own word on how sure it is of a column is worth little, so none is asked for.
    return Found(words=plain(words, limit=200), column=column or "", confidence="medium" if column else "low")
