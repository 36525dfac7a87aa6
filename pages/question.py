"""Question: the problem in one's own words, and the sentence it comes down to."""

from __future__ import annotations

import streamlit as st

from studies.study import Study
from studies.workflow import set_question
from ui import state
from ui.assistant import read_panel, unclear_points
from ui.choices import names_on_offer, with_current
from ui.faults import shown_errors
from ui.text import plain

study = state.present()
table = state.table_of(study)
revision = state.session().revision


def keep(part: str, key: str) -> None:
    """Keep one part of the sentence as soon as it is entered."""
    with shown_errors():
        present = state.present()
        value = str(st.session_state[key] or "").strip()
        if value != getattr(present.question, part):
            state.commit(set_question(present, **{part: value, "confirmed": False}), f"Change the {part}")


def text_part(label: str, part: str, placeholder: str, *, height: int | None = None) -> None:
    """A text box for one part."""
    key = f"question_{part}_{study.id}_{revision}"
    value = getattr(study.question, part)
    if height:
        st.text_area(
            label,
            value=value,
            key=key,
            placeholder=placeholder,
            height=height,
            on_change=keep,
            args=(part, key),
            max_chars=8000,
        )
    else:
        st.text_input(
            label,
            value=value,
            key=key,
            placeholder=placeholder,
            on_change=keep,
            args=(part, key),
            max_chars=300,
        )


def variable_part(label: str, part: str, study: Study) -> None:
    """A list of variables and columns, or a new name typed in."""
    key = f"question_{part}_{study.id}_{revision}"
    value = getattr(study.question, part)
    options = with_current(names_on_offer(study, table), value)
    st.selectbox(
        label,
        options,
        index=options.index(value) if value else None,
        key=key,
        placeholder="Choose, or type a name",
        accept_new_options=True,
        on_change=keep,
        args=(part, key),
    )


text_part(
    "Describe the problem in your own words",
    "text",
    "For example: We gave some schools a new reading programme last year. Did it raise the children's marks?",
    height=140,
)
read_panel(study)
unclear_points()
st.subheader("The question in one sentence", anchor=False)
who, cause, outcome = st.columns(3)
with who:
    text_part("Among (who)", "who", "adults who smoked in 1971")
with cause:
    variable_part("does (cause)", "treatment", study)
with outcome:
    variable_part("change (outcome)", "outcome", study)

question = study.question
if question.treatment and question.treatment == question.outcome:
    st.error(
        "The cause and the outcome are the same variable. Choose two different ones.", icon=":material/error:"
    )
elif question.treatment and question.outcome:
    among = f"Among {question.who}, does" if question.who else "Does"
    st.markdown(
        f"##### “{plain(among)} **{plain(question.treatment)}** change **{plain(question.outcome)}**?”"
    )
    for name in (question.treatment, question.outcome):
        variable = study.variable(name)
        if variable is not None and variable.meaning:
            st.caption(f"“{plain(name)}”: {plain(variable.meaning)}")
    if question.confirmed:
        st.success("Confirmed: this is the question.", icon=":material/check_circle:")
    elif st.button("Yes, this is my question", type="primary", icon=":material/check:"):
        state.commit(set_question(study, confirmed=True), "Confirm the question")
        st.rerun()
else:
    st.info("Choose a cause and an outcome above, or describe the problem and let the sentence be filled in.")
