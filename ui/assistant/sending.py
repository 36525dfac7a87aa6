"""Who is helping, what would be sent, and the person's consent to send more than names."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from causal_core.errors import TableError
from causal_core.table.header import NAMES, NO_HEADER
from llm.schemas import SetAside, VariableInfo
from studies.first_line import it_is_data, they_are_names
from studies.proposals import variable_infos
from studies.study import Study
from ui import state
from ui.faults import shown_errors
from ui.text import plain

CONSENT = "Also send category names and simple statistics (never rows; values seen in fewer than ten rows are left out)"
MENDING = (
    "Where an answer has faults, one more message follows it: the model's own answer and the list of its faults. "
    "It tells nothing new about your data."
)


def assistant_badge() -> None:
    """Who is helping: a named model, or rules."""
    settings = state.session().llm
    if settings.configured:
        st.badge(f"Assistant: {plain(settings.model)}", icon=":material/smart_toy:", color="violet")
    else:
        st.badge(
            "Guided mode: rules, not an AI",
            icon=":material/rule:",
            color="gray",
            help="No language model is connected. Rules match words and draw what follows from your answers.",
        )


def will_be_sent(texts: Sequence[str], *, opened: bool = False) -> None:
    """The exact texts that a model will get, in the order they go."""
    settings = state.session().llm
    cloud = ", which relays it to a cloud" if settings.relayed else ""
    for number, text in enumerate(texts, start=1):
        which = f", text {number} of {len(texts)}" if len(texts) > 1 else ""
        with st.expander(
            f"What will be sent to {plain(settings.server)}{cloud}{which}",
            expanded=opened,
            icon=":material/visibility:",
        ):
            st.code(text, language=None, wrap_lines=True)
            st.caption(MENDING)


def set_aside_box(items: Sequence[SetAside], *, notes: Sequence[str] = ()) -> None:
    """What came back and is not used, each with the reason, and what else is to be said of the answer."""
    for note in notes:
        st.caption(plain(note))
    if items:
        with st.expander(f"Set aside ({len(items)})", icon=":material/filter_alt:"):
            for each in items:
                st.markdown(f"- {plain(each.item)}: {plain(each.reason)}")


def withheld(study: Study, name: str) -> bool:
    """Whether nothing may be sent because the names may be somebody's values; then it is asked what they are."""
    table = state.table_of(study)
    if table is None or not table.names_in_doubt:
        return False
    st.info(
        f"The first line of {plain(table.name)} may be a row of data and not names, so nothing of it is sent to a "
        "model. Say first which it is.",
        icon=":material/visibility_off:",
    )
    with st.container(horizontal=True):
        if st.button(NAMES.title, icon=":material/check:", key=f"names_{name}_{study.id}"):
            state.commit(they_are_names(study), "The first line holds names")
            st.rerun()
        if st.button(NO_HEADER.title, icon=":material/build:", key=f"data_{name}_{study.id}"):
            _read_as_data(study)
    return True


def _read_as_data(study: Study) -> None:
    raw = None if study.data is None else state.store().data(study.data.sha256)
    with shown_errors():
        if raw is None:
            raise TableError("The file is not kept on this computer.", fix="Bring it again.")
        read = it_is_data(study, raw)
        state.commit(read.study, "The first line is data")
        state.session().revision += 1
        state.notice("The first line was read as data; its columns are column_1, column_2 … now.")
        st.rerun()


def consented(study: Study) -> bool:
    """Whether the person lets category names and statistics of this study be sent, in this session."""
    return study.id in state.session().consents


def consent_box(study: Study, name: str) -> None:
    """The checkbox for it, where there are data that could be sent; every one on a page says the same."""
    if state.table_of(study) is None:
        return
    key = f"consent_{name}_{study.id}"
    st.session_state[key] = consented(study)
    st.checkbox(CONSENT, key=key, on_change=_consent, args=(study.id, key))


def _consent(study_id: str, key: str) -> None:
    consents = state.session().consents
    if st.session_state[key]:
        consents.add(study_id)
    else:
        consents.discard(study_id)


def known_variables(study: Study) -> tuple[VariableInfo, ...]:
    """The study's variables as the assistant may know them: with values on consent only, never a row."""
    table, values = state.table_of(study), consented(study)
    key = (None if table is None else table.sha256, study.data, study.variables, values)
    memory = state.session().memory
    kept = memory.get("known_variables")
    if isinstance(kept, tuple) and kept[0] == key:
        return tuple(kept[1])
    found = variable_infos(study, table, values=values)
    memory["known_variables"] = (key, found)
    return found
