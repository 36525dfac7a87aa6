"""Reading the problem text, and filling in the sentence: nothing is confirmed by it."""

from __future__ import annotations

import streamlit as st

from llm import offline
from llm import propose as model
from llm.schemas import Understanding
from studies.study import Study
from studies.workflow import set_question
from ui import state
from ui.assistant.asking import ask, show_cost
from ui.assistant.sending import assistant_badge, consented, known_variables
from ui.faults import shown_errors
from ui.text import plain

READ = "Read it and fill in the sentence"
_ICON = ":material/auto_awesome:"


def read_panel(study: Study) -> None:
    """The button that has the text read, by the model or by rules, and what goes with it."""
    if state.session().llm.configured and study.question.text.strip():
        with shown_errors():
            _by_model(study)
        assistant_badge()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(READ, icon=_ICON)
        assistant_badge()
    if pressed and not study.question.text.strip():
        st.warning("Describe the problem in the box above first.")
    elif pressed:
        with shown_errors():
            _fill(study, offline.find_question(study.question.text, known_variables(study)))


def _by_model(study: Study) -> None:
    settings, infos, text = state.session().llm, known_variables(study), study.question.text
    consent = consented(study)
    found = ask(
        "understand",
        study,
        [model.understand_task(text, infos, consent=consent)],
        lambda cancel: model.understand(settings, text, infos, consent=consent, cancel=cancel),
        button=READ,
        doing="The model is reading",
        about=text,
        place="question",
    )
    show_cost("understand")
    if found is not None:
        _fill(study, found)


def _fill(study: Study, found: Understanding) -> None:
    parts = {
        "who": found.who,
        "treatment": found.treatment.column or found.treatment.words,
        "outcome": found.outcome.column or found.outcome.words,
        "unit": found.unit,
    }
    filled = {k: v for k, v in parts.items() if v}
    memory = state.session().memory
    memory["unclear"] = found.ambiguous
    memory["reading_notes"] = (*found.notes, *(f"{s.item}: {s.reason}" for s in found.set_aside))
    if not filled.get("treatment") and not filled.get("outcome"):
        st.warning(
            "No cause and outcome could be read out of the text. Write it as “Does … change …?”, or choose them below."
        )
        return
    state.commit(set_question(study, **filled, confirmed=False), "Read the problem")
    state.session().revision += 1
    state.notice("The sentence has been filled in: check it, then confirm.")
    st.rerun()


def unclear_points() -> None:
    """What was ambiguous in the text, as questions back, and what was set aside."""
    memory = state.session().memory
    for question in _lines(memory.get("unclear")):
        st.markdown(f":material/help: {plain(question)}")
    for note in _lines(memory.get("reading_notes")):
        st.caption(plain(note))


def _lines(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
