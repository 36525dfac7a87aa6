"""Answer: the average effect with its interval, beside what is seen without adjusting."""

from __future__ import annotations

import streamlit as st

from causal_core import words
from causal_core.results import Estimate
from studies.claims import claims
from studies.study import Study
from studies.workflow import (
    Answer,
    estimate_of,
    estimate_study,
    identify_study,
    missing_steps,
    no_estimate_reason,
)
from ui import charts, frame, state
from ui.assistant import explain_panel
from ui.choices import method_choices
from ui.faults import shown_errors
from ui.show import assumption_list, claim_box
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


def compute(study: Study) -> None:
    """The button that computes, and what happens meanwhile."""
    stale = study.estimate is not None and not study.estimate_is_current()
    label = "Compute again" if study.estimate else "Compute the answer"
    if stale:
        st.warning(
            "The question, the graph or the data have changed since this answer was computed. It is shown below "
            "as it was, and no longer counts.",
            icon=":material/update:",
        )
    if st.button(
        label, type="secondary" if study.estimate and not stale else "primary", icon=":material/calculate:"
    ):
        with shown_errors(), st.status("Estimating …", expanded=False) as status:
            changed = estimate_study(study, table)  # type: ignore[arg-type]
            status.update(label="Done", state="complete")
            state.commit(changed, "Compute the answer")
            st.rerun()


def meanings(study: Study) -> None:
    """What the two names stand for."""
    for name in (study.question.treatment, study.question.outcome):
        variable = study.variable(name)
        if variable is not None and variable.meaning:
            st.caption(f"“{plain(name)}”: {plain(variable.meaning)}")


def answer_box(study: Study, answer: Answer, found: Estimate) -> None:
    """The answer in words, as a picture, with rows and warnings."""
    for claim in claims(study, answer)[::-1]:
        claim_box(claim)
    meanings(study)
    explain_panel(study, answer)
    charts.show(charts.effect_chart(found), charts.effect_words(found))
    for warning in found.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    st.markdown(plain(words.dropped_sentence(found.dropped, found.n_obs)))
    st.markdown(plain(words.method_sentence(found)))
    if found.arms:
        st.dataframe(
            [
                {
                    "Side": a.label,
                    "Rows": a.n_obs,
                    "Average as seen": a.mean_seen,
                    "Average if everybody were on this side": a.mean_adjusted,
                }
                for a in found.arms
            ],
            hide_index=True,
        )
    st.subheader("This rests on", anchor=False)
    assumption_list(found.assumptions)


def details(found: Estimate) -> None:
    """Balance and overlap."""
    left, right = st.columns(2)
    if found.balance:
        with left:
            st.subheader("Are the two sides alike?", anchor=False)
            far = [b.name for b in found.balance if b.after is not None and abs(b.after) > 0.1]
            charts.show(
                charts.balance_chart(found.balance),
                "After adjusting, the two sides are "
                + ("alike in everything adjusted for." if not far else f"still apart in {', '.join(far)}."),
            )
    if found.overlap is not None and found.overlap.edges:
        with right:
            st.subheader("Is there somebody to compare with?", anchor=False)
            charts.show(
                charts.overlap_chart(
                    found.overlap,
                    f"{found.treatment} = {found.treated}",
                    f"{found.treatment} = {found.control}",
                ),
                f"Estimated chances of being treated run from {found.overlap.lowest:.0%} to {found.overlap.highest:.0%}; "
                f"{found.overlap.share_extreme:.0%} of the rows are at an extreme.",
            )


def page() -> None:
    """The whole page."""
    need = missing_steps(study)
    blocked = next((k for k in ("question", "graph", "variables", "identify") if k in need), None)
    if blocked is not None and study.estimate is None:
        st.info(f"Not yet: {plain(need[blocked])}")
        if st.button(f"Go to {frame.step_of(blocked).title}"):
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
        compute(study)
    found = estimate_of(study)
    if found is not None:
        answer_box(study, answer, found)
        details(found)


page()
