"""Arrows that go round in a circle: the person picks the one that goes, the weakest is chosen at first."""

from __future__ import annotations

import streamlit as st

from studies.labels import source_words
from studies.proposals import Circle, circles, decide_arrow
from studies.study import Arrow, Study
from ui import state
from ui.text import plain


def circle_box(study: Study) -> None:
    """The first circle as a question, and how many there are besides."""
    found = circles(study)
    if not found:
        return
    with st.container(border=True, key="circle"):
        _one(study, found[0])
        if len(found) > 1:
            more = "One more circle comes" if len(found) == 2 else f"{len(found) - 1} more circles come"
            st.caption(f"{more} after this one.")


def _one(study: Study, circle: Circle) -> None:
    way = plain(" → ".join(circle.path))
    names = [f"{a.cause} → {a.effect}" for a in circle.arrows]
    with st.form(f"circle_{study.id}_{way}", border=False):
        chosen = st.radio(
            f"These arrows go round in a circle: {way}. Which one should go?",
            range(len(names)),
            index=circle.arrows.index(circle.weakest),
            format_func=lambda n: plain(names[n]),
            captions=[_standing(a, weakest=a == circle.weakest) for a in circle.arrows],
        )
        pressed = st.form_submit_button("Take this arrow out", icon=":material/content_cut:")
    if pressed:
        gone = circle.arrows[chosen]
        changed = decide_arrow(study, gone.cause, gone.effect, accept=False)
        state.commit(changed, f"Take {names[chosen]} out of a circle")
        st.rerun()


def _standing(arrow: Arrow, *, weakest: bool) -> str:
    sure = f", {arrow.confidence} confidence" if arrow.confidence else ""
    words = f"{source_words(arrow.source)}{sure}" + (
        "; you accepted it" if arrow.status == "accepted" else ""
    )
    return plain(f"{words}; the weakest of them" if weakest else words)
