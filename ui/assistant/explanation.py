"""A model's own words for the answer, shown only where they pass the check."""

from __future__ import annotations

import streamlit as st

from causal_core.results import Estimate
from llm import explain as model
from llm.context import SMALL_CELL
from llm.facts import Facts
from studies.data import bind
from studies.facts import facts_of
from studies.labels import source_words
from studies.study import Study
from studies.workflow import Answer, estimate_of
from ui import state
from ui.assistant.asking import ask, show_cost
from ui.assistant.sending import assistant_badge, consent_box, consented
from ui.faults import shown_errors
from ui.text import plain

TOO_FEW = (
    "Fewer than ten rows are on one side, or have the outcome or have it not there, so nothing of this answer is sent "
    "to a model."
)


def explain_panel(study: Study, answer: Answer) -> None:
    """A model's own words for the answer, shown only where they pass the check; nothing without a model.

    The numbers of an answer and the values that it compares are statistics and category names: they leave on
    consent only.
    """
    settings = state.session().llm
    facts = facts_of(study, answer) if settings.configured else None
    if facts is None:
        return
    key = f"explained_{study.id}_{study.fingerprint()}_{facts.rung}"
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**The answer in other words**")
            assistant_badge()
        if too_few_to_tell(study):
            st.markdown(TOO_FEW)
            return
        consent_box(study, "explain")
        if consented(study):
            _by_model(study, facts, key)
        else:
            st.caption("To explain an answer a model needs its numbers, so this waits for your consent.")
        show_cost("explain")
        found = state.session().memory.get(key)
        if isinstance(found, model.Explanation):
            _explained(found)


def _by_model(study: Study, facts: Facts, key: str) -> None:
    settings = state.session().llm
    with shown_errors():
        explained = ask(
            "explain",
            study,
            [model.explain_task(facts)],
            lambda cancel: model.explain(settings, facts, cancel=cancel),
            button="Ask the model to explain",
            doing="The model is writing",
            about=key,
            place="estimate",
            values=False,
        )
        if explained is not None:
            state.session().memory[key] = explained


def too_few_to_tell(study: Study) -> bool:
    """Whether an answer rests on so few rows that it would tell of the rows themselves.

    On either side, and, where the outcome is one of two values, with either value on either side: a risk among a
    known number of rows is a count.
    """
    found = estimate_of(study)
    if found is None:
        return False
    counts = [found.n_obs, *(arm.n_obs for arm in found.arms)]
    if found.outcome_is_risk:
        counts += _with_and_without(study, found)
    return any(rows < SMALL_CELL for rows in counts)


def _with_and_without(study: Study, found: Estimate) -> list[int]:
    """How many rows have the outcome and how many have it not, side by side; of no sides, in all."""
    if found.arms and all(arm.mean_seen is not None for arm in found.arms):
        having = [(arm, round((arm.mean_seen or 0.0) * arm.n_obs)) for arm in found.arms]
        return [rows for arm, some in having for rows in (some, arm.n_obs - some)]
    table = state.table_of(study)
    if table is None:
        return [0]
    return [int(n) for n in bind(study, table).frame[found.outcome].value_counts()]


def _explained(found: model.Explanation) -> None:
    st.markdown(plain(found.text))
    if not found.turned_down:
        st.caption(f"Words of {plain(source_words(found.source))}; every number in them was checked.")
        return
    st.caption(
        "This is the built-in text. What the model wrote is not shown, because it did not pass the check:"
    )
    for reason in found.turned_down:
        st.markdown(f"- {plain(reason)}")
