"""Ask a model a question about a result; it answers from what was computed, and its words are verified.

What would have been is never asked of a model: that is refused here. If the text does not pass the check, the
model gets the reasons once; if it still does not, the answer by rules stands in its place and
``Reply.turned_down`` says why. Where the model finds no answer in the facts, the built-in sentence says so.

>>> from llm.facts import Facts
>>> facts = Facts(
...     rung="seen", treatment="a", outcome="b", names={"a": "", "b": ""}, quantities=(), intervals=(),
...     level=0.95, sentences=("In the data, a goes together with b.",),
... )
>>> '"question": "How sure is it?"' in ask_task(facts, "How sure is it?").user
True
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from llm.answers import Form, Texts, Words
from llm.client import Client, opened
from llm.context import Task, build_task
from llm.errors import LlmError
from llm.explain import SENTENCE_LETTERS, as_text
from llm.facts import Facts
from llm.offline_questions import Reply, answer, outside, refusal
from llm.reading import plain
from llm.rungs import asks_what_would_have_been
from llm.settings import LlmSettings
from llm.signing import source_of
from llm.verify import verify

__all__ = ["LONGEST_QUESTION", "Reply", "ask", "ask_task"]
LONGEST_QUESTION = 500
TURNS = 4  # earlier questions that travel along: enough for “and why?”, and little to read


class AskForm(Form):
    """An answer, sentence by sentence; ``answered`` is no where the facts hold none."""

    answered: Words = "yes"
    sentences: Annotated[Texts, Field(default_factory=list)]


def ask_task(facts: Facts, question: str, *, history: Sequence[tuple[str, str]] = ()) -> Task[AskForm]:
    """What ``ask`` will send: the question, the last answers, the result's names, numbers and sentences; no row.

    Raises
    ------
    LlmError
        Of kind ``too_long``: the question is longer than :data:`LONGEST_QUESTION` letters.
    """
    if len(question) > LONGEST_QUESTION:
        raise LlmError(
            "too_long",
            f"The question is longer than {LONGEST_QUESTION} letters.",
            fix="Ask one thing at a time.",
        )
    data = facts.to_dict() | {
        "question": question,
        "asked_before": [{"question": q, "answer": a} for q, a in list(history)[-TURNS:]],
    }
    return build_task("questions.v1", data, AskForm, needs="sentences")


def ask(
    settings: LlmSettings,
    facts: Facts,
    question: str,
    *,
    history: Sequence[tuple[str, str]] = (),
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> Reply:
    """A model's answer if it passes the check, else the one by rules with the reasons.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    """
    task = ask_task(facts, question, history=history)
    if asks_what_would_have_been(question):
        return refusal(facts)

    def check(form: AskForm) -> list[str]:
        if _says_no(form):
            return []
        return [fault.reason for fault in verify(as_text(form.sentences), facts).faults]

    with opened(settings, client) as model:
        got = model.ask(task, check=check, cancel=cancel)
    told = {"notes": got.notes, "usage": got.usage, "prompt": task.prompt}
    if _says_no(got.value):
        return outside(facts).model_copy(update=told)
    text = as_text(got.value.sentences)
    verdict = verify(text, facts)
    if verdict.ok:
        return Reply(source=source_of(settings), text=text, rung=facts.rung).model_copy(update=told)
    reasons = tuple(plain(fault.reason, limit=SENTENCE_LETTERS) for fault in verdict.faults)
    return answer(facts, question).model_copy(update={"turned_down": reasons, **told})


def _says_no(form: AskForm) -> bool:
    return form.answered.strip().lower() in ("no", "false", "0") and bool(form.answered.strip())
