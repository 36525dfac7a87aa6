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

from llm.schemas import StressAdvice, StressSuggestion, VariableInfo


@dataclass(frozen=True, slots=True)
class _Case:
    treatment: str
    outcome: str
    lottery: bool
    before: tuple[str, ...]
    unmeasured: tuple[str, ...]


def suggest_stress_tests(
    variables: Sequence[VariableInfo],
    treatment: str,
    outcome: str,
    battery: Mapping[str, str],
) -> StressAdvice:
    """Which tests of ``battery`` (name: what it does) matter, the most telling first, with the reason.

    A test that no rule knows is listed last with the caller's own words for it.
    """
    case = _Case(
        treatment,
        outcome,
        lottery=any(v.by_lottery for v in variables if v.name == treatment),
        before=tuple(v.name for v in variables if v.when == "before" and v.measured),
        unmeasured=tuple(v.name for v in variables if not v.measured),
    )
    ranked = sorted(
        ((*_rule(name, case), name) for name in battery),
        key=lambda found: (found[0], list(battery).index(found[3])),
    )
    suggestions = tuple(
        StressSuggestion(test=name, why=why or battery[name], variables=columns)
        for _, why, columns, name in ranked
        if why or battery[name]
    )
    return StressAdvice(source="rules", suggestions=suggestions)


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
    if re.search(r"negative_control|dummy_outcome|placebo_outcome", low):
        if not case.before:
            return (
                6,
                f"It needs something that {t} cannot have changed; say which variables were settled before.",
                (),
            )
        why = (
            f"{t} cannot have changed what was settled before it. An “effect” there is a sign of confounding."
        )
        return 1, why, case.before[:3]
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
