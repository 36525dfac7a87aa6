"""Put questions about a stated graph to a model, whose right answers the caller knows.

>>> question = ExamQuestion(id="q1", text="Does a change b?", choices=("yes", "no"))
>>> task = exam_task(["a -> b"], [question])
>>> task.schema["properties"]["answers"]["items"]["properties"]["id"]["enum"]
['q1']
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator

from llm.answers import Form, Words
from llm.client import Client, opened
from llm.context import Task, build_task
from llm.schemas import Frozen
from llm.settings import LlmSettings


class ExamQuestion(Frozen):
    """One question with the answers that can be given."""

    id: str
    text: str
    choices: tuple[str, ...]


def _list(value: object) -> object:
    """A mapping of ids to choices is read as a list of answers."""
    if isinstance(value, dict):
        return [{"id": name, "choice": choice} for name, choice in value.items()]
    return value


class ExamAnswer(Form):
    """One answer."""

    id: Words = ""
    choice: Words = ""


class ExamForm(Form):
    """All answers to one graph's questions."""

    answers: Annotated[list[ExamAnswer], BeforeValidator(_list)]


def exam_task(arrows: Sequence[str], questions: Sequence[ExamQuestion]) -> Task[ExamForm]:
    """What ``answer_exam`` will send."""
    data = {"arrows": list(arrows), "questions": [q.model_dump(mode="json") for q in questions]}
    choices = list(dict.fromkeys(choice for q in questions for choice in q.choices))
    enums = {"id": [q.id for q in questions], "choice": choices}
    return build_task("exam.v1", data, ExamForm, needs="answers", enums=enums)


def answer_exam(
    settings: LlmSettings,
    arrows: Sequence[str],
    questions: Sequence[ExamQuestion],
    *,
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> dict[str, str]:
    """The model's choice by question; a question left out, or answered off the list, is not in it.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    """
    wanted = {q.id: q.choices for q in questions}

    def check(form: ExamForm) -> list[str]:
        given = {answer.id for answer in form.answers}
        return [f"There is no answer to question {name}." for name in wanted if name not in given]

    with opened(settings, client) as model:
        form = model.ask(exam_task(arrows, questions), check=check, cancel=cancel).value
    found: dict[str, str] = {}
    for answer in form.answers:
        choice = answer.choice.strip().casefold()
        if answer.id not in found and choice in wanted.get(answer.id, ()):
            found[answer.id] = choice
    return found
