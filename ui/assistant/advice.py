"""Which stress tests matter for this study, by the assistant."""

from __future__ import annotations

import streamlit as st

from llm import offline
from llm import stress_tests as model
from studies.study import Study
from ui import state
from ui.assistant.asking import ask, show_cost
from ui.assistant.sending import assistant_badge, consented, known_variables
from ui.choices import test_choices
from ui.faults import shown_errors
from ui.text import plain


def stress_test_panel(study: Study) -> None:
    """Which tests matter for this study, by the assistant."""
    question, infos = study.question, known_variables(study)
    battery = test_choices()
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**Which tests matter here?**")
            assistant_badge()
        if state.session().llm.configured:
            with shown_errors():
                _by_model(study, battery)
            advice = state.session().memory.get(_key(study))
        else:
            advice = offline.suggest_stress_tests(infos, question.treatment, question.outcome, battery)
        for suggestion in getattr(advice, "suggestions", ()):
            st.markdown(
                f"- **{plain(battery.get(suggestion.test, suggestion.test))}**: {plain(suggestion.why)}"
            )


def _by_model(study: Study, battery: dict[str, str]) -> None:
    settings, question, infos = state.session().llm, study.question, known_variables(study)
    asked = (question.text, infos, question.treatment, question.outcome, battery)
    consent = consented(study)
    found = ask(
        "advice",
        study,
        [model.suggest_task(*asked, consent=consent)],
        lambda cancel: model.suggest(settings, *asked, consent=consent, cancel=cancel),
        button="Ask the model",
        about=study.fingerprint(),
        place="stress_test",
    )
    if found is not None:
        state.session().memory[_key(study)] = found
    show_cost("advice")


def _key(study: Study) -> str:
    return f"advice_{study.id}_{study.fingerprint()}"
