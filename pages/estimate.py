"""Answer: the average effect with its interval, beside what is seen without adjusting."""

from __future__ import annotations

import streamlit as st

from causal_core import words
from causal_core.results import Estimate
from causal_core.table.profile import profiles_by
from causal_core.table.table import Table
from studies.claims import claims
from studies.data import bind
from studies.study import Study
from studies.workflow import (
    Answer,
    estimate_of,
    identify_study,
    missing_steps,
    no_estimate_reason,
)
from ui import charts, frame, state, work
from ui.answer_questions import question_panel
from ui.assistant import explain_panel
from ui.choices import method_choices
from ui.faults import shown_errors
from ui.glossary import meaning
from ui.show import assumption_list, claim_box, evidence_list
from ui.standing import stand_panel
from ui.text import plain

study = state.present()
table = state.table_of(study)


def choose_method(study: Study) -> None:
    """The method, folded away: the default is right for most."""
    options = method_choices()
    with st.expander("Method, for experts", icon=":material/tune:"):
        chosen = st.selectbox(
            "How the effect is estimated",
            list(options),
            index=list(options).index(study.method or ""),
            format_func=lambda m: options[m],
            key=f"method_{study.id}_{state.session().revision}",
        )
    if (chosen or None) != study.method:
        state.commit(study.model_copy(update={"method": chosen or None}), "Choose a method")
        st.rerun()


def compute(study: Study, table: Table) -> None:
    """The button that computes, and how far that is."""
    stale = study.estimate is not None and not study.estimate_is_current()
    label = "Compute again" if study.estimate else "Compute the answer"
    running = work.active(study, "estimate")
    if (running is None or running.fingerprint != study.fingerprint()) and st.button(
        label, type="secondary" if study.estimate and not stale else "primary", icon=":material/calculate:"
    ):
        work.start(study, table, "estimate")
    work.panel(study, "estimate")


def meanings(study: Study) -> None:
    """What the two names stand for."""
    for name in (study.question.treatment, study.question.outcome):
        variable = study.variable(name)
        if variable is not None and variable.meaning:
            st.caption(f"“{plain(name)}”: {plain(variable.meaning)}")


def unit_hint(found: Estimate) -> None:
    """Where no unit was named: in what the numbers are, and where to name it."""
    if found.unit.startswith(f"units of {found.outcome}"):
        st.caption(
            f"Nobody has said in which unit “{plain(found.outcome)}” is measured, so its numbers stand without one."
        )
        if st.button("Name the unit", icon=":material/straighten:", key="name_unit"):
            frame.go("variables")


def answer_box(study: Study, answer: Answer, found: Estimate) -> None:
    """The answer in words, as a picture, with rows and warnings."""
    if not study.estimate_is_current():
        st.warning(
            "The question, the graph or the data have changed since this answer was computed. It is shown below "
            "as it was, and no longer counts.",
            icon=":material/update:",
        )
    said = claims(study, answer)
    claim_box(said[-1], here=("estimate", "identify"))
    stand_panel(study, answer, forward=True)
    for claim in said[-2::-1]:
        claim_box(claim)
    meanings(study)
    unit_hint(found)
    charts.show(charts.effect_chart(found), charts.effect_words(found), name="effect")
    explain_panel(study, answer)
    question_panel(study, answer)
    for warning in found.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    st.markdown(plain(words.dropped_sentence(found.dropped, found.n_obs)))
    st.markdown(plain(words.method_sentence(found)))
    st.subheader("This rests on", anchor=False, help=meaning("assumption"))
    assumption_list(said[-1].assumptions)
    for note in said[-1].notes:
        st.caption(plain(note))
    if said[-1].evidence:
        with st.expander("What was looked at, and what it says", icon=":material/fact_check:"):
            evidence_list(said[-1].evidence)
            st.caption("What does not speak against an answer has not proved it either.")


def outcome_by_side(study: Study, answer: Answer, found: Estimate) -> None:
    """The outcome on either side: its averages, and how it is spread where it is a number."""
    if len(found.arms) != 2:
        return
    st.subheader("The outcome on either side", anchor=False, help=meaning("as seen", "adjustment"))
    causal = claims(study, answer)[-1].rung == "done"
    charts.show(
        charts.arms_chart(found, causal=causal),
        charts.arms_words(found, causal=causal),
        name="outcome-by-side",
    )
    if table is None or found.outcome_is_risk or not study.estimate_is_current():
        return
    with shown_errors():
        values = [arm.label for arm in found.arms]
        sides = profiles_by(bind(study, table), found.outcome, by=found.treatment, values=values)
        if sides[0].edges and all(sum(side.counts) for side in sides):
            names = [f"{found.treatment} = {value}" for value in values]
            charts.show(
                charts.sides_chart(sides, names, charts.display_unit(found)[1]),
                charts.sides_words(sides, names, charts.display_unit(found)[1]),
                name="outcome-spread-by-side",
            )


def details(found: Estimate) -> None:
    """Balance and overlap."""
    left, right = st.columns(2)
    if found.balance:
        with left:
            st.subheader("Are the two sides alike?", anchor=False, help=meaning("balance"))
            charts.show(
                charts.balance_chart(found.balance), charts.balance_words(found.balance), name="balance"
            )
    if found.overlap is not None and found.overlap.edges:
        with right:
            st.subheader("Is there somebody to compare with?", anchor=False, help=meaning("overlap"))
            sides = (f"{found.treatment} = {found.treated}", f"{found.treatment} = {found.control}")
            charts.show(
                charts.overlap_chart(found.overlap, *sides),
                charts.overlap_words(found.overlap),
                name="overlap",
            )


def page() -> None:
    """The whole page."""
    need = missing_steps(study)
    blocked = next((k for k in ("question", "graph", "variables", "identify") if k in need), None)
    if blocked is not None and study.estimate is None:
        st.info(f"There is no answer yet. First: {plain(need[blocked][0].lower() + need[blocked][1:])}")
        if st.button(f"Go to {frame.step_of(blocked).title}", type="primary"):
            frame.go(blocked)
        return
    answer = identify_study(study)
    refusal = no_estimate_reason(answer)
    if refusal:
        st.info(plain(refusal), icon=":material/block:")
    elif table is None:
        st.info("The data are not here: bring the file on the Variables page.")
    else:
        choose_method(study)
        compute(study, table)
    if refusal or table is None:
        work.panel(study, "estimate")  # what was started before still shows, and can be stopped
    found = estimate_of(study)
    if found is not None:
        answer_box(study, answer, found)
        outcome_by_side(study, answer, found)
        details(found)


page()
