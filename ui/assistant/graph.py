"""A first graph: asked of a model or drawn from answers, then decided on arrow by arrow or together."""

from __future__ import annotations

import streamlit as st

from llm import propose as model
from llm.schemas import Proposal
from studies.differences import differences
from studies.guided import answer_if_accepted
from studies.proposals import merge, open_proposals, rejected_pairs
from studies.study import Study
from ui import state
from ui.assistant.asking import ask, show_cost
from ui.assistant.challenge import second_look
from ui.assistant.circles import circle_box
from ui.assistant.deciding import decide_box, take
from ui.assistant.guided import guided_questions
from ui.assistant.sending import assistant_badge, consented, known_variables
from ui.assistant.tiers import propose_in_two_steps
from ui.faults import shown_errors
from ui.text import plain

ASK = "Ask the model for a graph"


def proposal_panel(study: Study) -> None:
    """Ask for a first graph, and decide on what was proposed."""
    question = study.question
    if not question.treatment or not question.outcome:
        return
    with st.container(border=True, key="proposal"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**A first graph**")
            assistant_badge()
        if state.session().llm.configured:
            _ask_model(study)
            with st.expander(
                "Answer a few questions yourself: rules, not an AI",
                icon=":material/rule:",
                key="own_answers",
                on_change="rerun",
            ) as box:
                if box.open:
                    guided_questions(study)
        else:
            guided_questions(study)
        _left_out()
        with shown_errors():
            circle_box(study)
        if any(open_proposals(study)):
            _if_accepted(study)
            decide_box(study)
        with shown_errors():
            _differences(study)
        second_look(study)


def _ask_model(study: Study) -> None:
    with shown_errors():
        many = bool(model.propose_note(known_variables(study)))
        proposal = propose_in_two_steps(study, button=ASK) if many else _in_one_go(study)
        show_cost("propose")
        if proposal is not None:
            _remember(proposal)
            take(study, lambda: merge(study, proposal), "Proposal of a model")


def _in_one_go(study: Study) -> Proposal | None:
    settings, question = state.session().llm, study.question
    consent, rejected = consented(study), rejected_pairs(study)
    asked = (question.text, known_variables(study), question.treatment, question.outcome)
    return ask(
        "propose",
        study,
        [model.propose_task(*asked, consent=consent, rejected=rejected)],
        lambda cancel: model.propose(settings, *asked, consent=consent, rejected=rejected, cancel=cancel),
        button=ASK,
        about=(question.treatment, question.outcome),
        place="graph",
    )


def _remember(proposal: Proposal) -> None:
    """Notes of the last proposal, to show beside it."""
    state.session().memory["proposal_notes"] = proposal.notes


def _left_out() -> None:
    memory = state.session().memory
    notes, left_out = memory.get("proposal_notes"), memory.get("left_out")
    for line in notes if isinstance(notes, tuple) else ():
        st.caption(plain(line))
    if isinstance(left_out, tuple) and left_out:
        with st.expander(f"Set aside ({len(left_out)})", icon=":material/filter_alt:"):
            for line in left_out:
                st.markdown(f"- {plain(line)}")


def _if_accepted(study: Study) -> None:
    """What the graph would say about the question with everything proposed in it."""
    with shown_errors():
        answer = answer_if_accepted(study)
        if answer is not None:
            st.markdown(f":material/lightbulb: If all of it is accepted: {plain(answer.reason)}")


def _differences(study: Study) -> None:
    """Where the person's own answers and the model's arrows do not agree."""
    found = differences(study, state.table_of(study))
    if not found:
        return
    st.markdown(f"**Where you and the model differ: {len(found)}.** Neither is right by itself; look again.")
    for difference in found:
        st.markdown(f"- {plain(difference.what)} {plain(difference.means)}")
