"""Results as a person reads them: assumptions with where they came from, rungs, stress tests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import streamlit as st

from causal_core.identification.implications import implied_independences
from causal_core.identification.selection import in_chosen_rows
from causal_core.results import Assumption, Measured, Refutation
from causal_core.words import percent
from studies.claims import Claim
from studies.evidence import Evidence
from studies.labels import OUTCOME_WORDS, SPEAKS_WORDS, page_words, standing_words
from studies.workflow import Answer
from ui.choices import ROLE_WORDS
from ui.glossary import ROLE_TERMS, explain
from ui.tables import whole_below
from ui.text import plain

IMPLICATION_SECONDS = 1.0  # a page should not wait longer for a list that helps
_COLOUR = {"confirmed": "green", "untested": "gray", "contradicted": "red", "untestable": "orange"}
_SPEAKS = {"against": "red", "doubt": "orange", "not_against": "gray", "nothing": "gray"}
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
        words, colour = standing_words(assumption.source, assumption.status), _COLOUR[assumption.status]
        st.markdown(f"- {plain(assumption.text)} :{colour}[({plain(words)})]")


def evidence_list(evidence: Iterable[Evidence]) -> None:
    """What was looked at, and how it speaks. Nothing that fits is called a proof."""
    for each in evidence:
        words, colour = SPEAKS_WORDS[each.speaks], _SPEAKS[each.speaks]
        st.markdown(f"- **{plain(each.title)}.** {plain(each.text)} :{colour}[({words})]")


def claim_box(claim: Claim, *, here: Collection[str] = ()) -> None:
    """A sentence with its rung; what is missing for a stronger one, and where; pages of ``here`` are not named."""
    name, colour, meaning = _RUNG[claim.rung]
    with st.container(border=True):
        st.badge(name, color=colour, help=meaning)  # type: ignore[arg-type]
        st.markdown(f"##### {plain(claim.text)}")
        if claim.missing:
            st.markdown("This is not said as cause and effect, because:")
            for reason, step in zip(claim.missing, claim.where, strict=True):
                elsewhere = step and step not in here
                where = f" :gray[(page: {plain(page_words(step))})]" if elsewhere else ""
                st.markdown(f"- {plain(reason)}{where}")


def refutation_box(result: Refutation, picture: Callable[[], None]) -> None:
    """One stress test: what it means and cannot see; how that came about is open where something is wrong."""
    icon, colour = _OUTCOME[result.outcome]
    with st.container(border=True):
        st.markdown(f"#### {icon} {plain(result.title)} :{colour}-badge[{OUTCOME_WORDS[result.outcome]}]")
        _said(("What it means", result.meaning), ("What it cannot see", result.cannot_see))
        worth_a_look = result.outcome in ("warning", "failed")
        with st.expander(
            "What was tried, expected and seen", icon=":material/science:", expanded=worth_a_look
        ):
            _said(
                ("What was tried", result.tried),
                ("What was expected", result.expected),
                ("What was seen", result.seen),
            )
            picture()
        if result.measured is not None:
            with st.expander("How good is this test?", icon=":material/speed:"):
                st.markdown(plain(measured_words(result.measured)))


def _said(*lines: tuple[str, str]) -> None:
    for label, text in lines:
        st.markdown(f"**{label}.** {plain(text)}")


def measured_words(measured: Measured) -> str:
    """How good a stress test itself is, from simulated studies."""
    words = (
        f"In {measured.n_simulations:,} simulated studies it raised a false alarm in "
        f"{percent(measured.false_alarm_rate)} where nothing was wrong, and an alarm in {percent(measured.power)} where there was "
        f"{measured.against}"
    )
    if measured.hidden_cause_rate is not None:
        words += f"; where half of the estimate was the work of a hidden cause, in {percent(measured.hidden_cause_rate)}"
    return f"{words}. ({measured.scenario})" if measured.scenario else f"{words}."


def role_table(answer: Answer) -> None:
    """Every variable's parts in the question, each with its reason and the path that shows it."""
    rows = [
        {
            "Variable": name if number == 0 else "",
            "Part": ROLE_WORDS[role.kind],
            "Why": role.reason,
            "Path": str(role.path) if role.path is not None else "",
        }
        for name, parts in answer.graph.roles(answer.query).items()
        for number, role in enumerate(parts)
    ]
    st.dataframe(rows, hide_index=True)
    whole_below([row["Variable"] for row in rows])
    kinds = [role.kind for parts in answer.graph.roles(answer.query).values() for role in parts]
    explain(ROLE_TERMS[kind] for kind in sorted(set(kinds), key=kinds.index) if kind in ROLE_TERMS)


def implication_list(answer: Answer, shown: int = 12) -> None:
    """What the graph says that data could contradict, with the missing arrow each line tests."""
    drawn = implied_independences(answer.graph, deadline=IMPLICATION_SECONDS)
    found = in_chosen_rows(answer.graph, drawn, answer.selected)
    if not found:
        st.markdown("This graph says nothing that these data could contradict: it cannot be checked by them.")
        return
    st.markdown(
        "If one of these is not so in the data, the arrow named, or a hidden common cause, is missing from the graph. "
        "Passing all of them does not prove the graph."
    )
    for line in found[:shown]:
        cause, effect = line.missing_arrow
        st.markdown(f"- {plain(line)} :gray[(tests {plain(cause)} → {plain(effect)})]")
    if len(found) > shown:
        st.caption(f"And {len(found) - shown} more.")
