"""Ask a model to explain a result; what it writes is verified before it is handed on.

If the text does not pass, the model gets the reasons once; if it still does not, the built-in text stands in
its place and ``Explanation.turned_down`` says why. The model's text is then not handed on at all.

>>> from llm.facts import Facts
>>> facts = Facts(
...     rung="seen", treatment="a", outcome="b", names={"a": "", "b": ""}, quantities=(), intervals=(),
...     level=0.95, sentences=("In the data, a goes together with b.",),
... )
>>> built_in(facts).text, built_in(facts).source
('In the data, a goes together with b.', 'rules')
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from llm.answers import Form, Texts
from llm.client import Client, opened
from llm.context import Task, build_task
from llm.facts import Facts
from llm.reading import plain
from llm.schemas import Frozen, Usage
from llm.settings import LlmSettings
from llm.signing import source_of
from llm.verify import verify

MAX_SENTENCES = 8
SENTENCE_LETTERS = 400


class ExplainForm(Form):
    """An explanation, sentence by sentence."""

    sentences: Texts


class Explanation(Frozen):
    """A text about a result that has passed the check, or the built-in one.

    ``turned_down`` has the reasons for which a model's text is not shown; it is empty for a text that passed
    and where no model was asked.
    """

    source: str
    text: str
    turned_down: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    prompt: str = ""


def built_in(facts: Facts) -> Explanation:
    """The explanation by template: guided mode's, and what stands in for a text that does not pass."""
    return Explanation(source="rules", text=facts.text)


def explain_task(facts: Facts) -> Task[ExplainForm]:
    """What ``explain`` will send: the result's names, numbers and sentences, and no row."""
    return build_task("explain.v1", facts.to_dict(), ExplainForm, needs="sentences")


def explain(
    settings: LlmSettings,
    facts: Facts,
    *,
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> Explanation:
    """A model's explanation if it passes the check, else the built-in one with the reasons.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    """

    def check(form: ExplainForm) -> list[str]:
        return [fault.reason for fault in verify(as_text(form.sentences), facts).faults]

    task = explain_task(facts)
    with opened(settings, client) as model:
        answer = model.ask(task, check=check, cancel=cancel)
    text = as_text(answer.value.sentences)
    verdict = verify(text, facts)
    if verdict.ok:
        return Explanation(
            source=source_of(settings), text=text, notes=answer.notes, usage=answer.usage, prompt=task.prompt
        )
    reasons = tuple(plain(fault.reason, limit=SENTENCE_LETTERS) for fault in verdict.faults)
    return built_in(facts).model_copy(
        update={"turned_down": reasons, "notes": answer.notes, "usage": answer.usage, "prompt": task.prompt}
    )


def as_text(written: Sequence[str]) -> str:
    """A model's sentences as one text: cleaned, the first few, each ended."""
    sentences = (plain(sentence, limit=SENTENCE_LETTERS) for sentence in written[:MAX_SENTENCES])
    ended = (s if s.endswith((".", "!", "?")) else f"{s}." for s in sentences if s)
    return " ".join(ended)
