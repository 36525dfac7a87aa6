"""A second look at a drawn graph: what may be wrong with it, two shuffled askings, and one arrow explained."""

from __future__ import annotations

import streamlit as st

from llm.critique import Critique, Objection, challenge, challenge_task
from llm.explain_arrow import ArrowExplanation, explain_arrow, explain_arrow_task
from llm.second_opinion import second_opinion, second_opinion_tasks
from studies.labels import source_words
from studies.opinions import (
    act_on,
    dismiss,
    drawn_arrows,
    drawn_hidden,
    objection_key,
    pairs_to_ask,
    take_opinion,
)
from studies.proposals import rejected_pairs
from studies.study import Study
from ui import state
from ui.assistant.asking import ask, show_cost
from ui.assistant.deciding import SECOND_LOOK, sentence, take, why_key
from ui.assistant.sending import consented, known_variables
from ui.faults import shown_errors
from ui.text import plain

KIND = {
    "missing_confounder": "a common cause is missing",
    "mediator_adjusted": "something on the way is taken for a common cause",
    "collider_adjusted": "a common effect is adjusted for",
    "hidden_cause": "a hidden common cause",
    "reversed_arrow": "an arrow points the wrong way",
    "wrong_arrow": "an arrow that should not be there",
    "missing_arrow": "an arrow is missing",
}


def second_look(study: Study) -> None:
    """Ask a model to challenge the graph, for a second opinion, or why an arrow should hold."""
    if not state.session().llm.configured or not drawn_arrows(study):
        return
    with st.expander(
        "A second look by the model: challenge, second opinion, why",
        icon=":material/psychology_alt:",
        key=SECOND_LOOK,
        on_change="rerun",
    ) as box:
        if not box.open:
            return
        for part in (_challenge, _second_opinion, _why):
            with st.container(border=True), shown_errors():
                part(study)


def _challenge(study: Study) -> None:
    settings, question, consent = state.session().llm, study.question, consented(study)
    asked = (
        question.text,
        known_variables(study),
        drawn_arrows(study),
        drawn_hidden(study),
        question.treatment,
        question.outcome,
    )
    rejected = rejected_pairs(study)
    st.markdown("**What may be wrong with this graph?**")
    found = ask(
        "challenge",
        study,
        [challenge_task(*asked, rejected=rejected, consent=consent)],
        lambda cancel: challenge(settings, *asked, rejected=rejected, consent=consent, cancel=cancel),
        button="Challenge this graph",
        about=(question.treatment, question.outcome),
        place="graph",
    )
    memory = state.session().memory
    if found is not None:
        memory["critique"] = found
    show_cost("challenge")
    critique = memory.get("critique")
    if isinstance(critique, Critique):
        _objections(study, critique)


def _objections(study: Study, critique: Critique) -> None:
    done = state.session().memory.get("taken_up")
    gone = {*study.dismissed, *(done if isinstance(done, tuple) else ())}
    left = [o for o in critique.objections if objection_key(o) not in gone]
    if not left:
        st.caption("No objection is left.")
    for number, objection in enumerate(left):
        _objection(study, objection, critique.source, number)
    for item in critique.set_aside:
        st.caption(f"Set aside: {plain(item.item)}: {plain(item.reason)}")


def _objection(study: Study, objection: Objection, source: str, number: int) -> None:
    key = objection_key(objection)
    with st.container(key=f"objection_{number}"):
        about = plain(", ".join(objection.variables))
        st.markdown(
            f"**{KIND[objection.kind].capitalize()}** ({about}): {plain(sentence(objection.why))} "
            f":gray[({plain(source_words(source))}, {objection.confidence} confidence)]"
        )
        with st.container(horizontal=True):
            if st.button("Take up", key=f"take_up_{key}", icon=":material/check:"):
                memory = state.session().memory
                with shown_errors():
                    merged = act_on(study, objection, source)
                    done = memory.get("taken_up")
                    memory["taken_up"] = (*(done if isinstance(done, tuple) else ()), key)
                    take(study, lambda: merged, "Take up an objection")
            if st.button("Dismiss", key=f"dismiss_{key}", icon=":material/close:"):
                state.commit(dismiss(study, objection), "Dismiss an objection")
                st.rerun()


def _second_opinion(study: Study) -> None:
    settings, question, consent = state.session().llm, study.question, consented(study)
    pairs = pairs_to_ask(study)
    st.markdown("**Would the model say the same again?**")
    if not pairs:
        st.caption(
            "There is no arrow to ask about: none is open, and none but the question's own touches it."
        )
        return
    asked = (question.text, known_variables(study), pairs)
    many = "1 arrow is" if len(pairs) == 1 else f"{len(pairs)} arrows are"
    st.caption(
        f"{many} asked about twice, the possible answers in another order each time. Where the two do not agree an open "
        "arrow is marked unsure. What you accepted stays."
    )
    found = ask(
        "opinion",
        study,
        second_opinion_tasks(*asked, consent=consent),
        lambda cancel: second_opinion(settings, *asked, consent=consent, cancel=cancel),
        button="Ask for a second opinion on the unsure arrows",
        about=(question.treatment, question.outcome),
        place="graph",
    )
    show_cost("opinion")
    if found is not None:
        state.session().memory["proposal_notes"] = found.notes
        take(study, lambda: take_opinion(study, found), "Second opinion of a model")


def _why(study: Study) -> None:
    settings, question, consent = state.session().llm, study.question, consented(study)
    st.markdown("**Why should an arrow hold?**")
    arrows = {f"{a.source} → {a.target}": a for a in drawn_arrows(study)}
    chosen = st.selectbox("Arrow", list(arrows), index=None, placeholder="Choose one", key=why_key(study.id))
    if chosen is None:
        return
    arrow = arrows[chosen]
    asked = (question.text, known_variables(study), arrow.source, arrow.target)
    found = ask(
        f"why_{chosen}",
        study,
        [explain_arrow_task(*asked, consent=consent)],
        lambda cancel: explain_arrow(settings, *asked, consent=consent, cancel=cancel),
        button="Why?",
        place="graph",
    )
    memory, key = state.session().memory, f"why_said_{chosen}"
    if found is not None:
        memory[key] = found
    show_cost(f"why_{chosen}")
    said = memory.get(key)
    if isinstance(said, ArrowExplanation):
        _explained(said)


def _explained(said: ArrowExplanation) -> None:
    st.markdown(
        f"{plain(sentence(said.mechanism))} :gray[({plain(source_words(said.source))}, {said.confidence} confidence)]"
    )
    if said.wrong_if:
        st.markdown(plain(sentence(f"Could be wrong if {said.wrong_if}")))
    for other in said.other_explanations:
        st.markdown(f"- Or: {plain(other)}")
