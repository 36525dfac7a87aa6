"""Ask a model which of the stress tests matter for a study, and why.

The tests to choose from are given by the caller, so that what is suggested can be run.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from llm.answers import StressForm
from llm.checking import MAX_AFFECTED, too_many
from llm.client import Client, opened
from llm.context import Task, build_task, describe
from llm.names import NAME_LETTERS, Names, names_of
from llm.reading import plain
from llm.schemas import SetAside, StressAdvice, StressSuggestion, VariableInfo
from llm.settings import LlmSettings
from llm.signing import source_of

WHY_LETTERS = 400
MAX_TESTS = 40


def suggest_task(
    problem: str,
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    battery: Mapping[str, str],
    *,
    adjusted_for: Sequence[str] = (),
    consent: bool = False,
) -> Task[StressForm]:
    """What ``suggest`` will send."""
    data = {
        "problem": problem,
        "treatment": treatment,
        "outcome": outcome,
        "adjusted_for": list(adjusted_for),
        "variables": [describe(variable, consent=consent) for variable in variables],
        "tests": [{"name": name, "what it does": text} for name, text in battery.items()],
    }
    enums = {"name": list(battery), "variables": [variable.name for variable in variables]}
    return build_task("stress_tests.v1", data, StressForm, needs="tests", enums=enums)


def suggest(
    settings: LlmSettings,
    problem: str,
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    battery: Mapping[str, str],
    *,
    adjusted_for: Sequence[str] = (),
    consent: bool = False,
    cancel: threading.Event | None = None,
    client: Client | None = None,
) -> StressAdvice:
    """Which tests of ``battery`` (name: what it does) matter here, the most telling first.

    Raises
    ------
    LlmError
        The model could not be asked, or gave nothing usable.
    """
    tests, names = Names(battery), names_of(variables)

    def check(form: StressForm) -> list[str]:
        wrong = [test.name for test in form.tests if tests.find(test.name) is None]
        return [f"“{plain(name, limit=NAME_LETTERS)}” is not one of the tests." for name in wrong]

    task = suggest_task(
        problem, variables, treatment, outcome, battery, adjusted_for=adjusted_for, consent=consent
    )
    with opened(settings, client) as model:
        answer = model.ask(task, check=check, cancel=cancel)
    suggestions, aside = _checked(answer.value, tests, names)
    return StressAdvice(
        source=source_of(settings),
        suggestions=tuple(suggestions.values()),
        set_aside=tuple(aside),
        notes=answer.notes,
        usage=answer.usage,
        prompt=task.prompt,
    )


def _checked(
    form: StressForm, tests: Names, names: Names
) -> tuple[dict[str, StressSuggestion], list[SetAside]]:
    kept: dict[str, StressSuggestion] = {}
    aside: list[SetAside] = []
    for test in form.tests[:MAX_TESTS]:
        shown = plain(test.name, limit=NAME_LETTERS) or "a test without a name"
        name = tests.find(test.name)
        if name is None:
            aside.append(SetAside(item=shown, reason="There is no such test to run here."))
            continue
        if name in kept:
            aside.append(SetAside(item=shown, reason="It was suggested twice."))
            continue
        found = {text: names.find(text) for text in test.variables[:MAX_AFFECTED]}
        for text, column in found.items():
            if column is None:
                item = f"{name}: {plain(text, limit=NAME_LETTERS)}"
                aside.append(SetAside(item=item, reason=names.unknown(text)))
        columns = tuple(dict.fromkeys(column for column in found.values() if column is not None))
        kept[name] = StressSuggestion(test=name, why=plain(test.why, limit=WHY_LETTERS), variables=columns)
    aside.extend(too_many(len(form.tests) - MAX_TESTS, "tests", MAX_TESTS))
    return kept, aside
