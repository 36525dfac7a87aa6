"""Which stress tests matter, by rule: from what a test is called and what is known of the variables.

>>> people = [VariableInfo(name="t"), VariableInfo(name="y"), VariableInfo(name="age", when="before")]
>>> advice = suggest_stress_tests(people, "t", "y", {"placebo_treatment": "", "hidden_cause": ""})
>>> [s.test for s in advice.suggestions]
['hidden_cause', 'placebo_treatment']
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from llm.matching import tokens_of
from llm.schemas import StressAdvice, StressSuggestion, VariableInfo
from llm.vocabulary import word_set

CONTROL_TESTS = ("placebo_period", "negative_control_outcome", "negative_control_exposure", "as_strong_as")
"""Tests that are run with a variable: :data:`causal_core.refutation.battery.CONTROL_TESTS`."""
INSTRUMENT = "instrument"
"""A way to an answer and no test; what it needs can be said, and there is nothing to run."""
EACH = 2  # variables offered for one test: a list of ten is a list that nobody reads


@dataclass(frozen=True, slots=True)
class _Case:
    treatment: str
    outcome: str
    lottery: bool
    before: tuple[str, ...]
    unmeasured: tuple[str, ...]
    adjusted_for: tuple[str, ...]
    earlier: tuple[str, ...]
    drawn: tuple[str, ...]


def suggest_stress_tests(
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    battery: Mapping[str, str],
    *,
    adjusted_for: Sequence[str] = (),
) -> StressAdvice:
    """Which tests of ``battery`` (name: what it does) matter, the most telling first, with the reason.

    A test that no rule knows is listed last with the caller's own words for it. A test that is run with a variable
    comes once for each that could play its part, and without one where no rule can tell: the person chooses then.
    """
    case = _Case(
        treatment,
        outcome,
        lottery=any(v.by_lottery for v in variables if v.name == treatment),
        before=tuple(v.name for v in variables if v.when == "before" and v.measured),
        unmeasured=tuple(v.name for v in variables if not v.measured),
        adjusted_for=tuple(adjusted_for),
        earlier=earlier_outcomes(variables, treatment, outcome),
        drawn=tuple(
            v.name for v in variables if v.by_lottery and v.measured and v.name not in (treatment, outcome)
        ),
    )
    ranked = sorted(
        (
            (place, why, columns, control, name)
            for name in battery
            for place, why, columns, control in (
                _controlled(name, case)
                if name in (*CONTROL_TESTS, INSTRUMENT)
                else [(*_rule(name, case), "")]
            )
        ),
        key=lambda found: (found[0], list(battery).index(found[4])),
    )
    suggestions = tuple(
        StressSuggestion(
            test=name,
            why=why or battery[name],
            variables=columns,
            control=control,
            runnable=name != INSTRUMENT,
        )
        for _, why, columns, control, name in ranked
        if why or battery[name]
    )
    return StressAdvice(source="rules", suggestions=suggestions)


def earlier_outcomes(variables: Sequence[VariableInfo], treatment: str, outcome: str) -> tuple[str, ...]:
    """Variables called like the outcome but for an earlier time: by a word, by a number, or by when they came.

    >>> infos = [VariableInfo(name=n) for n in ("train", "re74", "re75", "re78", "age")]
    >>> earlier_outcomes(infos, "train", "re78")
    ('re75', 're74')
    """
    stem, when = _stem(outcome)
    found = []
    for variable in variables:
        if variable.name in (treatment, outcome) or not variable.measured or variable.when == "after":
            continue
        other, time = _stem(variable.name)
        words = set(tokens_of(variable.name))
        sooner = bool(words & word_set("earlier")) or (time is not None and when is not None and time < when)
        if stem and other == stem and (sooner or variable.when == "before"):
            found.append((-(time or 0), variable.name))
    return tuple(name for _, name in sorted(found))


def _stem(name: str) -> tuple[frozenset[str], int | None]:
    """The words of a name without those of time, and its largest number."""
    tokens = tokens_of(name)
    numbers = [int(t) for t in tokens if t.isdigit()]
    plain = frozenset(
        t for t in tokens if not t.isdigit() and t not in word_set("earlier") | word_set("later")
    )
    return plain, max(numbers, default=None)


def _controlled(name: str, case: _Case) -> list[tuple[int, str, tuple[str, ...], str]]:
    """For a test that is run with a variable: place, reason, variables, and the one that plays the part."""
    t, y = f"“{case.treatment}”", f"“{case.outcome}”"
    if name == INSTRUMENT:
        return [
            (
                4,
                f"“{v}” was decided by lottery. If it moves {t}, and {y} in no other way, it is an instrument and could "
                "answer the question without adjustment. There is no estimate by instruments here; look for it on the "
                "page that says whether the question can be answered.",
                (v,),
                "",
            )
            for v in case.drawn[:1]
        ]
    if name == "placebo_period":
        why = f"“{{v}}” seems to be {y} at an earlier time, which {t} cannot have changed. An “effect” there is a sign "
        why += "of confounding."
        return [(1, why.format(v=v), (v,), v) for v in case.earlier[:EACH]]
    if name == "negative_control_outcome":
        free = [v for v in case.before if v not in (case.treatment, case.outcome, *case.adjusted_for)]
        found = [v for v in free if v not in case.earlier][:EACH]
        if not found:
            why = f"It needs something that {t} cannot have changed, but that has the causes of {y}; choose one."
            return [(6, why, (), "")]
        why = f"{t} cannot have changed “{{v}}”, which was settled before it. An “effect” there is a sign of confounding."
        return [(1, why.format(v=v), (v,), v) for v in found]
    if name == "negative_control_exposure":
        why = f"It needs something that cannot move {y}, but that came about in the way {t} did; choose one."
        return [(6, why, (), "")]
    if case.lottery:
        return []
    why = f"You know “{{v}}”: would anything hidden be as strongly related to both {t} and {y} as that?"
    return [(3, why.format(v=v), (v,), v) for v in case.adjusted_for[:EACH]]


def _rule(name: str, case: _Case) -> tuple[int, str, tuple[str, ...]]:
    """The place in the list, the reason and the variables used, for one test's name."""
    t, y = f"“{case.treatment}”", f"“{case.outcome}”"
    low = name.lower()
    if re.search(r"hidden|unobserved|unmeasured|sensitiv|e_value|robustness", low):
        if case.lottery:
            return (
                5,
                f"{t} was decided by lottery, so a hidden cause is unlikely; this shows what it would take.",
                (),
            )
        known = f" You named {_listed(case.unmeasured)}." if case.unmeasured else ""
        why = f"{t} was not decided by lottery, so something not in the data may act on it and on {y}.{known}"
        return 0, f"{why} This shows how strong it would have to be.", ()
    if "dummy_outcome" in low:
        return (
            4,
            f"On an outcome that is made up, {t} can do nothing; a method that finds an effect does not take away what "
            f"was measured.",
            (),
        )
    if re.search(r"few_rows|influen|outlier|leave", low):
        return 3, f"An effect of {t} on {y} that hangs on a few rows is not one to build on.", ()
    if re.search(r"subset|bootstrap|split|stability", low):
        return (
            4,
            "The estimate should be much the same in random parts of the data; if not, it is not settled.",
            (),
        )
    if "placebo" in low:
        return (
            2,
            f"Dealt out at random, {t} can do nothing; a method that still finds an effect on {y} is faulty.",
            (),
        )
    if re.search(r"random_common_cause|noise", low):
        return (
            4,
            "Adjusting for pure noise as well should change nothing; if it does, the estimate is fragile.",
            (),
        )
    if re.search(r"graph|implied|independence|falsif", low):
        return (
            1,
            "The missing arrows of the graph claim that some things do not go together; the data can object.",
            (),
        )
    if re.search(r"overlap|positivity|balance", low):
        return 2, f"Where all or none have {t}, there is nobody to compare with.", ()
    return 7, "", ()


def _listed(names: Sequence[str]) -> str:
    shown = [f"“{name}”" for name in names[:3]]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
