"""A model's own words for the answer, shown only where they pass the check."""

from __future__ import annotations

import streamlit as st

from llm import explain as model
from studies.facts import facts_of
from studies.labels import source_words
from studies.study import Study
from studies.workflow import Answer
from ui import state
from ui.assistant.asking import ask, show_cost
from ui.assistant.sending import assistant_badge
from ui.faults import shown_errors
from ui.text import plain


def explain_panel(study: Study, answer: Answer) -> None:
    """A model's own words for the answer, shown only where they pass the check; nothing without a model."""
    settings = state.session().llm
    facts = facts_of(study, answer) if settings.configured else None
    if facts is None:
        return
    key = f"explained_{study.id}_{study.fingerprint()}_{facts.rung}"
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**The answer in other words**")
            assistant_badge()
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
        show_cost("explain")
        found = state.session().memory.get(key)
        if isinstance(found, model.Explanation):
            _explained(found)


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
