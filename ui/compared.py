"""Which values are compared: what counts as treated, what as yes, and in which unit the outcome is measured.

What is preselected is said with its reason. Where neither value is a usual word for yes or no, nothing is
chosen for the person.
"""

from __future__ import annotations

import streamlit as st

from causal_core.estimation.coding import YES_WORDS, yes_level
from causal_core.table.table import Table
from causal_core.table.variables import Variable
from studies.study import Study, StudyVariable
from studies.workflow import set_question, set_unit
from ui import state
from ui.text import plain


def compared_values(study: Study, table: Table) -> None:
    """Which value is treated and which is not; which outcome counts as yes."""
    cause, outcome = (study.variable(n) for n in (study.question.treatment, study.question.outcome))
    left, right = st.columns(2)
    if cause is not None and cause.column in table.names:
        with left:
            st.markdown(f"**{plain(cause.name)}** (the cause)")
            _cause(study, cause, table.variable(str(cause.column)))
    if outcome is not None and outcome.column in table.names:
        with right:
            st.markdown(f"**{plain(outcome.name)}** (the outcome)")
            _outcome(study, outcome, table.variable(str(outcome.column)))


def _cause(study: Study, cause: StudyVariable, about: Variable) -> None:
    if (cause.kind or about.kind) not in ("binary", "category") or not about.levels:
        st.markdown("is a number: the effect is given for one unit more of it.")
        return
    treated = control = None
    if about.n_distinct == 2:  # as the estimate does it where nothing was chosen
        treated = yes_level(about.levels)[0] if about.minimum is None else about.levels[-1]
        control = next(level for level in about.levels if level != treated)
    value_box("counts as treated", "treated", about.levels, treated, study)
    value_box("is compared with", "control", about.levels, control, study)
    if about.n_distinct == 1:
        st.error(f"{plain(cause.name)} has one value only: there is nothing to compare.")


def _outcome(study: Study, outcome: StudyVariable, about: Variable) -> None:
    if about.minimum is not None or not about.levels:
        if about.n_distinct == 2 and (about.minimum, about.maximum) == (0, 1):
            st.markdown("is 0 or 1: 1 counts as “yes”, and how often it happens is compared.")
        else:
            st.markdown("is compared by its average.")
            unit_box(outcome, study)
        return
    yes, why = obvious_yes(about.levels)
    value_box("counts as “yes”", "success", about.levels, yes, study)
    if study.question.success is None:
        st.caption(plain(why))
    if about.n_distinct > 2:
        st.caption("An outcome with several text values is compared as one of them against all the others.")


def obvious_yes(levels: tuple[str, ...]) -> tuple[str | None, str]:
    """The value that counts as yes where that is plain, and the sentence that says why, or that nothing is chosen."""
    yes, known = yes_level(levels) if len(levels) == 2 else ("", False)
    if known:
        other = next(level for level in levels if level != yes)
        means_yes = yes.strip().casefold() in YES_WORDS
        why = "it is a usual word for yes" if means_yes else f"“{other}” is a usual word for no"
        return yes, f"“{yes}” is preselected, because {why}. Choose the other one if it is not meant."
    return (
        None,
        f"Nothing is chosen for you here, because {_open(levels)}: choose the one that counts as “yes”.",
    )


def _open(levels: tuple[str, ...]) -> str:
    return "it has more than two values" if len(levels) > 2 else "neither value alone is a usual word for yes"


def keep_value(part: str, key: str) -> None:
    """Keep which value is treated, untreated, or counts as yes."""
    value = st.session_state[key]
    present = state.present()
    if value != getattr(present.question, part):
        state.commit(set_question(present, **{part: value}), "Say which values are compared")


def value_box(label: str, part: str, levels: tuple[str, ...], default: str | None, study: Study) -> None:
    """One choice among a column's values."""
    key = f"value_{part}_{study.id}_{study.question.treatment}_{study.question.outcome}_{state.session().revision}"
    current = getattr(study.question, part) or default
    st.selectbox(
        label,
        levels,
        index=levels.index(current) if current in levels else None,
        key=key,
        placeholder="Choose a value",
        on_change=keep_value,
        args=(part, key),
    )


def keep_unit(name: str, key: str) -> None:
    """Keep in which unit the outcome is measured."""
    changed = set_unit(state.present(), name, st.session_state[key])
    if changed != state.present():
        state.commit(changed, "Say the unit of the outcome")
        state.session().revision += 1


def unit_box(outcome: StudyVariable, study: Study) -> None:
    """In which unit the outcome is measured: every number of the answer is told in it."""
    key = f"unit_{study.id}_{outcome.name}_{state.session().revision}"
    st.text_input(
        "measured in (unit)",
        value=study.question.unit or outcome.unit,
        max_chars=60,
        placeholder="kg, euros a month, points …",
        key=key,
        on_change=keep_unit,
        args=(outcome.name, key),
    )
