"""Proposed arrows: accept, reject or turn round, one by one or together."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from studies.labels import source_words
from studies.proposals import (
    Merged,
    decide_all,
    decide_arrow,
    decide_hidden,
    open_proposals,
    turn_round,
)
from studies.study import Arrow, HiddenCause, Study
from ui import state
from ui.faults import shown_errors
from ui.text import plain


def take(study: Study, work: Callable[[], Merged], label: str) -> None:
    """Keep what ``work`` gives, remember what it left out, and draw the page anew."""
    merged = work()
    state.session().memory["left_out"] = merged.left_out
    if merged.study == study:
        state.notice("Nothing new was proposed.")
    else:
        state.commit(merged.study, label)
    st.rerun()


def decide_box(study: Study) -> None:
    """Everything that waits for a decision."""
    arrows, hidden = open_proposals(study)
    st.markdown(f"**Proposed: {len(arrows) + len(hidden)}.** Nothing counts until you accept it.")
    with st.container(horizontal=True):
        if st.button("Accept all", type="primary", icon=":material/done_all:"):
            take(study, lambda: decide_all(study, accept=True), "Accept the proposal")
        if st.button("Reject all", icon=":material/close:"):
            take(study, lambda: decide_all(study, accept=False), "Reject the proposal")
    for number, a in enumerate(arrows):
        with st.container(key=f"decide_{number}"):
            _arrow(study, a)
    for number, h in enumerate(hidden, start=len(arrows)):
        with st.container(key=f"decide_{number}"):
            _hidden(study, h)


def _arrow(study: Study, a: Arrow) -> None:
    name = f"{a.cause} → {a.effect}"
    back = f"{a.effect} → {a.cause}"
    with _row(f"**{plain(name)}** {said_of(a)}"):
        _button("Accept", "check", name, lambda: decide_arrow(study, a.cause, a.effect, accept=True))
        _button("Reject", "close", name, lambda: decide_arrow(study, a.cause, a.effect, accept=False))
        _button(
            "Turn round",
            "swap_horiz",
            name,
            lambda: turn_round(study, a.cause, a.effect),
            help_text=f"Reject {name} and accept {back} instead",
        )


def _hidden(study: Study, h: HiddenCause) -> None:
    name = f"{h.a} ↔ {h.b}"
    with _row(f"**{plain(name)}** (a hidden common cause) {said_of(h)}"):
        _button("Accept", "check", name, lambda: decide_hidden(study, h.a, h.b, accept=True))
        _button("Reject", "close", name, lambda: decide_hidden(study, h.a, h.b, accept=False))


def _row(text: str) -> DeltaGenerator:
    """What is said, and room for the buttons beside it (below it where the page is narrow)."""
    left, right = st.columns([5, 4], vertical_alignment="center")
    left.markdown(text)
    return right.container(horizontal=True, horizontal_alignment="right")


def _button(label: str, icon: str, name: str, work: Callable[[], Study], *, help_text: str = "") -> None:
    pressed = st.button(
        label,
        key=f"{label}_{name}",
        icon=f":material/{icon}:",
        help=plain(help_text or f"{label} {name}"),
    )
    if pressed:
        with shown_errors():
            state.commit(work(), f"{label} {name}")
            st.rerun()


def said_of(edge: Arrow | HiddenCause) -> str:
    """Why, how sure, what would make it wrong, and who says so; escaped."""
    words = [sentence(edge.reason)] if edge.reason else []
    if edge.wrong_if:
        words.append(sentence(f"Could be wrong if {edge.wrong_if}"))
    sure = f", {edge.confidence} confidence" if edge.confidence else ""
    unsure = " :orange-badge[unsure: two askings did not agree]" if edge.status == "unsure" else ""
    return f"{plain(' '.join(words))} :gray[({plain(source_words(edge.source))}{sure})]{unsure}"


def sentence(text: str) -> str:
    """``text`` with a full stop where it has no end of its own."""
    text = text.strip()
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."
