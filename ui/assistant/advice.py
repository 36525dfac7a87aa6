"""Which stress tests matter for this study, by the assistant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from llm import offline
from llm import stress_tests as model
from llm.schemas import StressAdvice, StressSuggestion
from studies.study import Study
from studies.workflow import estimate_of
from ui import state
from ui.assistant.asking import ask, show_cost
from ui.assistant.sending import assistant_badge, consented, known_variables, set_aside_box
from ui.choices import advice_choices
from ui.faults import shown_errors


def stress_test_panel(study: Study, show: Callable[[Sequence[StressSuggestion]], None]) -> None:
    """Which tests matter for this study, by the assistant; ``show`` draws them, each with what runs it."""
    question, infos = study.question, known_variables(study)
    battery = advice_choices()
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**Which tests matter here?**")
            assistant_badge()
        if state.session().llm.configured:
            with shown_errors():
                _by_model(study, battery)
            advice = state.session().memory.get(_key(study))
        else:
            advice = offline.suggest_stress_tests(
                infos, question.treatment, question.outcome, battery, adjusted_for=adjusted_for(study)
            )
        if isinstance(advice, StressAdvice):
            show(advice.suggestions)
            set_aside_box(advice.set_aside)


def _by_model(study: Study, battery: dict[str, str]) -> None:
    settings, question, infos = state.session().llm, study.question, known_variables(study)
    asked = (question.text, infos, question.treatment, question.outcome, battery)
    consent, held = consented(study), adjusted_for(study)
    found = ask(
        "advice",
        study,
        [model.suggest_task(*asked, adjusted_for=held, consent=consent)],
        lambda cancel: model.suggest(settings, *asked, adjusted_for=held, consent=consent, cancel=cancel),
        button="Ask the model",
        about=study.fingerprint(),
        place="stress_test",
    )
    if found is not None:
        state.session().memory[_key(study)] = found
    show_cost("advice")


def adjusted_for(study: Study) -> tuple[str, ...]:
    """The columns of the present answer."""
    found = estimate_of(study)
    return () if found is None else found.adjustment_set


def _key(study: Study) -> str:
    return f"advice_{study.id}_{study.fingerprint()}"
