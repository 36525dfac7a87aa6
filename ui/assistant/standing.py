"""Every arrow with where it came from and how it stands; what was rejected can be brought back."""

from __future__ import annotations

import streamlit as st

from studies.labels import source_words
from studies.proposals import bring_back, bring_back_hidden
from studies.study import Arrow, HiddenCause, Study
from ui import state
from ui.faults import shown_errors
from ui.tables import whole_below
from ui.text import plain

STATUS = {
    "accepted": "accepted",
    "proposed": "proposed: waits for you",
    "unsure": "unsure: waits for you",
    "rejected": "rejected: not proposed again",
}
_ORDER = {status: n for n, status in enumerate(STATUS)}


def arrow_standing(study: Study) -> None:
    """A table of all arrows, the rejected ones with a way back; drawn when it is opened."""
    edges = sorted([*study.arrows, *study.hidden], key=lambda e: (_ORDER[e.status], _name(e)))
    if not edges:
        return
    with st.expander(
        f"Where every arrow comes from ({len(edges)})",
        icon=":material/history_edu:",
        key="standing",
        on_change="rerun",
    ) as box:
        if not box.open:
            return
        st.dataframe([_row(e) for e in edges], hide_index=True, width="stretch")
        whole_below([_name(e) for e in edges])
        for edge in edges:
            if edge.status == "rejected":
                _way_back(study, edge)


def _row(edge: Arrow | HiddenCause) -> dict[str, str]:
    return {
        "Arrow": _name(edge),
        "Standing": STATUS[edge.status],
        "From": source_words(edge.source),
        "How sure": edge.confidence or "",
        "Reason": edge.reason,
        "Could be wrong if": edge.wrong_if,
    }


def _way_back(study: Study, edge: Arrow | HiddenCause) -> None:
    name = _name(edge)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{plain(name)} was rejected.")
        if st.button(
            "Bring back", key=f"back_{name}", icon=":material/undo:", help=f"Propose {plain(name)} again"
        ):
            with shown_errors():
                if isinstance(edge, Arrow):
                    changed = bring_back(study, edge.cause, edge.effect)
                else:
                    changed = bring_back_hidden(study, edge.a, edge.b)
                state.commit(changed, f"Bring {name} back")
                st.rerun()


def _name(edge: Arrow | HiddenCause) -> str:
    return f"{edge.cause} → {edge.effect}" if isinstance(edge, Arrow) else f"{edge.a} ↔ {edge.b}"
