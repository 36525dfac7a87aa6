"""Results as a person reads them: assumptions with where they came from, rungs, stress tests."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from causal_core.results import Assumption, Refutation
from studies.claims import Claim
from ui.choices import STATUS_WORDS, source_words
from ui.text import plain

_STATUS = {
    "confirmed": ("confirmed", "green"),
    "untested": ("not tested", "gray"),
    "contradicted": ("contradicted", "red"),
    "untestable": ("cannot be tested with data", "orange"),
}
_RUNG = {
    "seen": ("what is seen", "gray", "Goes together with: what the data show, whatever the reason."),
    "done": ("what would change", "blue", "The effect of changing the cause, if the assumptions below hold."),
    "imagined": ("what would have been", "violet", "What would have happened to the same people otherwise."),
}
_OUTCOME = {
    "passed": (":material/check_circle:", "green"),
    "warning": (":material/warning:", "orange"),
    "failed": (":material/cancel:", "red"),
    "not_run": (":material/do_not_disturb_on:", "gray"),
}


def assumption_list(assumptions: Iterable[Assumption]) -> None:
    """Every assumption as a line, with its source and how it stands."""
    for assumption in assumptions:
        words, colour = _STATUS[assumption.status]
        st.markdown(
            f"- {plain(assumption.text)} :{colour}[({words}; {plain(source_words(assumption.source))})]"
        )


def claim_box(claim: Claim) -> None:
    """A sentence with its rung; what is missing for a stronger one."""
    name, colour, meaning = _RUNG[claim.rung]
    with st.container(border=True):
        st.badge(name, color=colour, help=meaning)  # type: ignore[arg-type]
        st.markdown(f"##### {plain(claim.text)}")
        if claim.missing:
            st.markdown("This is not said as cause and effect, because:")
            for reason in claim.missing:
                st.markdown(f"- {plain(reason)}")


def refutation_box(result: Refutation) -> None:
    """One stress test in five sentences."""
    icon, colour = _OUTCOME[result.outcome]
    with st.container(border=True):
        st.markdown(f"#### {icon} {plain(result.title)} :{colour}-badge[{STATUS_WORDS[result.outcome]}]")
        for label, text in (
            ("What was tried", result.tried),
            ("What was expected", result.expected),
            ("What was seen", result.seen),
            ("What it means", result.meaning),
            ("What it cannot see", result.cannot_see),
        ):
            st.markdown(f"**{label}.** {plain(text)}")
        if result.measured is not None:
            measured = result.measured
            st.caption(
                f"How good is this test? In {measured.n_simulations:,} simulated studies it raised a false alarm in "
                f"{measured.false_alarm_rate:.0%} where nothing was wrong, and an alarm in {measured.power:.0%} "
                f"where there was {plain(measured.against)}."
            )
