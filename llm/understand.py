"""Ask a model to read a problem text: who, which cause, which outcome, and what is not clear."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from llm.answers import UnderstandForm
from llm.checking import too_many
from llm.client import Client, opened
from llm.context import Task, build_task, describe
from llm.ladder import Answer
from llm.names import NAME_LETTERS, Names, names_of
from llm.reading import plain
from llm.schemas import Found, SetAside, Understanding, VariableInfo
from llm.settings import LlmSettings
from llm.signing import source_of

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
