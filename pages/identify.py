"""Can it be answered? What the graph alone says, why, and what would help where it cannot."""

from __future__ import annotations

import streamlit as st

from causal_core.identification.strategy import Adjustment
from studies.standing import reliance_of, strategy_in_use
from studies.study import Study
from studies.support import rests_on
from studies.workflow import (
    ESTIMABLE,
    Answer,
    identify_study,
    missing_steps,
    with_provenance,
)
from ui import frame, state
from ui.glossary import meaning
from ui.graph_editor import graph_picture, payload
from ui.paths import adjusted_for, arrow_meanings
from ui.show import assumption_list, implication_list, role_table
from ui.standing import stand_panel
from ui.text import plain

study = state.present()
SETS_SHOWN = 8


def verdict(answer: Answer) -> None:
    """Yes, yes under a condition, or no, and why."""
    if answer.identifiable:
        by_adjusting = answer.strategies[0].kind in ("adjustment", "no_effect")
        yes = "Yes, if the graph is right." if by_adjusting else "Yes, by another way, if the graph is right."
        st.success(f"**{yes}** {plain(answer.reason)}", icon=":material/check_circle:")
    elif answer.strategies:
        st.warning(f"**Only with one more assumption.** {plain(answer.reason)}", icon=":material/help:")
    else:
        st.error(f"**No, not from these variables.** {plain(answer.reason)}", icon=":material/block:")


def why_not(answer: Answer) -> None:
    """The proof that no formula can do it, in a sentence."""
    proof = answer.recanting or answer.hedge
    if answer.identifiable or proof is None:
        return
    st.subheader("Why not", anchor=False, help=meaning("identification"))
    st.markdown(plain(proof.sentence))


def help_list(answer: Answer) -> None:
    """What would make it answerable."""
    if not answer.fixes:
        return
    st.subheader("What would help", anchor=False)
    for fix in answer.fixes:
        st.markdown(f"- {plain(fix.sentence)}")


def choose_set(study: Study, answer: Answer) -> None:
    """The sets that may be adjusted for, the most precise first."""
    sets = [s for s in answer.strategies if isinstance(s, Adjustment)][:SETS_SHOWN]
    if not sets:
        return
    st.subheader("What to adjust for", anchor=False, help=meaning("adjustment set"))
    if len(sets) == 1:
        st.markdown(plain(sets[0].sentence))
        return
    options = [s.adjustment_set for s in sets]
    labels = {s.adjustment_set: ", ".join(plain(n) for n in s.adjustment_set) or "nothing" for s in sets}
    chosen = st.radio(
        "Any of these will do; the first gives the most precise answer."
        if sets[0].most_precise
        else "Any of these will do.",
        options,
        index=options.index(adjusted_for(study, answer)),
        format_func=lambda s: labels[s],
        key=f"set_{study.id}_{state.session().revision}",
    )
    if chosen != adjusted_for(study, answer):
        state.commit(study.model_copy(update={"adjustment_choice": chosen}), "Choose what to adjust for")
        st.rerun()


def for_experts(answer: Answer) -> None:
    """The parts, the checks and the formula, folded away."""
    with st.expander("The part each variable plays, and why", icon=":material/theater_comedy:"):
        role_table(answer)
    with st.expander("What in this graph could be checked with data", icon=":material/fact_check:"):
        implication_list(answer)
    estimand = answer.estimand
    if estimand is None:
        return
    with st.expander("The formula, for experts", icon=":material/function:"):
        st.latex(estimand.latex())
        st.markdown(plain(estimand.words()))
        for step in getattr(answer.strategies[0], "trace", ()):
            st.markdown(f"- {plain(step.text)} :gray[({plain(step.line)})]")


def page(study: Study) -> None:
    """The whole page, once there is a question and a graph."""
    answer = identify_study(study)
    verdict(answer)
    if answer.strategies and answer.strategies[0].kind not in (*ESTIMABLE, "no_effect"):
        st.markdown(plain(answer.strategies[0].sentence))
    left, right = st.columns([3, 2])
    with left:
        graph_picture(payload(study, **arrow_meanings(study, answer)), key=f"identify_{study.id}")
    with right:
        choose_set(study, answer)
        why_not(answer)
        help_list(answer)
        first = answer.strategies[0] if answer.strategies else None
        if first is not None:
            st.subheader("This rests on", anchor=False, help=meaning("assumption"))
            known = with_provenance(study, (strategy_in_use(study, answer) or first).assumptions)
            assumption_list(rests_on(study, known, reliance_of(study, answer)))
            stand_panel(study, answer)
    for_experts(answer)


need = missing_steps(study)
if "question" in need and not (study.question.treatment and study.question.outcome):
    st.info("The question is not complete: name a cause and an outcome first.")
    if st.button("Go to Question", type="primary"):
        frame.go("question")
elif "graph" in need:
    st.info("There is no graph yet: draw what affects what first. Without arrows nothing can be said.")
    if st.button("Go to Graph", type="primary"):
        frame.go("graph")
else:
    page(study)
