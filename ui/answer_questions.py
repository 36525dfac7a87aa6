"""Questions about the answer: rules know the usual ones; a model, where one is connected, takes any."""

from __future__ import annotations

import streamlit as st

from llm import offline_questions as rules
from llm import questions as model
from llm.facts import Facts
from llm.rungs import asks_what_would_have_been
from studies.facts import facts_of
from studies.labels import source_words
from studies.study import Study
from studies.workflow import Answer
from ui import state
from ui.assistant import ask, assistant_badge, consented, show_cost
from ui.assistant.explanation import TOO_FEW, too_few_to_tell
from ui.assistant.sending import consent_box
from ui.faults import shown_errors
from ui.text import plain

OFFERED = 6
KEPT = 10
Turn = tuple[str, rules.Reply]


def question_panel(study: Study, answer: Answer) -> None:
    """A line to type a question in, a few that are often asked, and what was answered so far."""
    facts = facts_of(study, answer)
    if facts is None:
        return
    with st.container(border=True, key=f"questions_{study.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**Ask about this answer**")
            assistant_badge()
        key = _key(study, facts)
        with st.container(horizontal=True):
            for suggestion in rules.suggested()[:OFFERED]:
                if st.button(
                    suggestion, key=f"asked_{suggestion}", help="Answered by rules, from what was computed"
                ):
                    _keep(key, suggestion, rules.answer(facts, suggestion))
        _typed(study, facts, key)
        for question, reply in reversed(_turns(key)):
            _turn(question, reply)


def _typed(study: Study, facts: Facts, key: str) -> None:
    """The line to type in; a model sees nothing before its text was shown and the button pressed."""
    settings = state.session().llm
    typed = st.text_input(
        "Your own question",
        key=f"question_{study.id}",
        max_chars=model.LONGEST_QUESTION,
        placeholder="How sure is it?",
    ).strip()
    if not typed:
        return
    by_rules = not settings.configured or asks_what_would_have_been(typed)
    few = too_few_to_tell(study)
    if not by_rules and not few:
        consent_box(study, "ask")
    if by_rules or few or not consented(study):
        if not by_rules:
            st.caption(
                TOO_FEW
                if few
                else "To answer, a model needs the numbers of the answer, so asking it waits for your consent."
            )
        if st.button("Answer by rules", icon=":material/rule:"):
            _keep(key, typed, rules.answer(facts, typed))
        return
    _ask_model(study, facts, key, typed)


def _ask_model(study: Study, facts: Facts, key: str, typed: str) -> None:
    settings = state.session().llm
    history = tuple((q, reply.text) for q, reply in _turns(key) if q != typed)
    with shown_errors():
        reply = ask(
            "answer_question",
            study,
            [model.ask_task(facts, typed, history=history)],
            lambda cancel: model.ask(settings, facts, typed, history=history, cancel=cancel),
            button="Ask the model",
            doing="The model is answering",
            about=(key, typed),
            place="estimate",
            values=False,
        )
        if reply is not None:
            _keep(key, typed, reply)
    show_cost("answer_question")


def _key(study: Study, facts: Facts) -> str:
    return f"asked_{study.id}_{study.fingerprint()}_{facts.rung}"


def _turns(key: str) -> tuple[Turn, ...]:
    kept = state.session().memory.get(key)
    return kept if isinstance(kept, tuple) else ()


def _keep(key: str, question: str, reply: rules.Reply) -> None:
    earlier = tuple(turn for turn in _turns(key) if turn[0] != question)
    state.session().memory[key] = (*earlier, (question, reply))[-KEPT:]


def _turn(question: str, reply: rules.Reply) -> None:
    st.markdown(f"**{plain(question)}**")
    st.markdown(plain(reply.text))
    if reply.source == "rules":
        st.caption("Answered by rules, not an AI.")
    else:
        st.caption(f"Words of {plain(source_words(reply.source))}; every number in them was checked.")
    if reply.turned_down:
        st.caption("What the model wrote is not shown, because it did not pass the check:")
        for reason in reply.turned_down:
            st.markdown(f"- {plain(reason)}")
