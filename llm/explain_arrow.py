"""Ask a model how one arrow would work, what would make it wrong, and what else could explain it.

The answer is the model's knowledge of the world, not a result: it is shown as its words and changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from pydantic import Field

from causal_core.errors import QueryError
from llm.answers import Form, Sure, Texts, Words
from llm.checking import too_many
from llm.client import Client, opened
from llm.context import Task, build_task, describe
from llm.reading import plain
from llm.schemas import Confidence, Frozen, SetAside, Usage, VariableInfo
from llm.settings import LlmSettings
from llm.signing import source_of

WORDS_LETTERS = 600
MAX_OTHERS = 3


class ArrowWordsForm(Form):
    """One arrow, explained."""

    mechanism: Words
    confidence: Sure = "low"
    wrong_if: Words = ""
    other_explanations: Texts = Field(default_factory=list)


class ArrowExplanation(Frozen):
    """How an arrow would work, in a model's words."""

    source: str
    mechanism: str
    wrong_if: str = ""
    other_explanations: tuple[str, ...] = ()
    confidence: Confidence = "low"
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    prompt: str = ""


def explain_arrow_task(
    problem: str, variables: Sequence[VariableInfo], cause: str, effect: str, *, consent: bool = False
) -> Task[ArrowWordsForm]:
    """What ``explain_arrow`` will send.

    Raises
    ------
    QueryError
        An end of the arrow is not among the variables.
    """
    known = {variable.name for variable in variables}
    for name in (cause, effect):
        if name not in known:
            raise QueryError(f"“{name}” is not among the variables.", where=name)
    data = {
        "problem": problem,
        "cause": cause,
        "effect": effect,
        "variables": [describe(variable, consent=consent) for variable in variables],
    }
    return build_task("explain_arrow.v1", data, ArrowWordsForm, needs="mechanism")


def explain_arrow(
    settings: LlmSettings,
    problem: str,
    variables: Sequence[VariableInfo],
    cause: str,
    effect: str,
    *,
    consent: bool = False,
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> ArrowExplanation:
    """The model's words for one arrow.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    QueryError
        An end of the arrow is not among the variables.
    """

    def check(form: ArrowWordsForm) -> list[str]:
        return [] if plain(form.mechanism, limit=WORDS_LETTERS) else ["The mechanism is empty."]

    task = explain_arrow_task(problem, variables, cause, effect, consent=consent)
    with opened(settings, client) as model:
        answer = model.ask(task, check=check, cancel=cancel)
    form = answer.value
    others = [plain(text, limit=WORDS_LETTERS) for text in form.other_explanations]
    return ArrowExplanation(
        source=source_of(settings),
        mechanism=plain(form.mechanism, limit=WORDS_LETTERS) or "The model knows of no way.",
        wrong_if=plain(form.wrong_if, limit=WORDS_LETTERS),
        other_explanations=tuple(text for text in others[:MAX_OTHERS] if text),
        confidence=form.confidence,
        set_aside=tuple(too_many(len(others) - MAX_OTHERS, "other explanations", MAX_OTHERS)),
        notes=answer.notes,
        usage=answer.usage,
        prompt=task.prompt,
    )
