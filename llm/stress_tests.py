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
from llm.rule_tests import CONTROL_TESTS, INSTRUMENT
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
    known = [variable.name for variable in variables]
    enums = {"name": list(battery), "variables": known, "control": ["", *known]}
    return build_task("stress_tests.v2", data, StressForm, needs="tests", enums=enums)


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
        suggestions=suggestions,
        set_aside=tuple(aside),
        notes=answer.notes,
        usage=answer.usage,
        prompt=task.prompt,
    )


def _checked(
    form: StressForm, tests: Names, names: Names
) -> tuple[tuple[StressSuggestion, ...], list[SetAside]]:
    """What can be used: one suggestion a test, or a test and variable, for those that are run with one."""
    kept: dict[tuple[str, str], StressSuggestion] = {}
    aside: list[SetAside] = []
    for test in form.tests[:MAX_TESTS]:
        shown = plain(test.name, limit=NAME_LETTERS) or "a test without a name"
        name = tests.find(test.name)
        if name is None:
            aside.append(SetAside(item=shown, reason="There is no such test to run here."))
            continue
        texts = list(dict.fromkeys([*filter(None, [test.control]), *test.variables[:MAX_AFFECTED]]))
        found = {text: names.find(text) for text in texts}
        control = (names.find(test.control) or "") if name in CONTROL_TESTS else ""
        columns = tuple(dict.fromkeys(column for column in found.values() if column is not None))
        if name in CONTROL_TESTS and not control and len(columns) == 1:
            control = columns[0]
        if (name, control) in kept:
            aside.append(SetAside(item=shown, reason="It was suggested twice."))
            continue
        for text, column in found.items():
            if column is None:
                item = f"{name}: {plain(text, limit=NAME_LETTERS)}"
                aside.append(SetAside(item=item, reason=names.unknown(text)))
        kept[name, control] = StressSuggestion(
            test=name,
            why=plain(test.why, limit=WHY_LETTERS),
            variables=columns,
            control=control,
            runnable=name != INSTRUMENT,
        )
    aside.extend(too_many(len(form.tests) - MAX_TESTS, "tests", MAX_TESTS))
    return tuple(kept.values()), aside
