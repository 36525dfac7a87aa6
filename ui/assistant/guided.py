"""The questions of guided mode: rules, not an AI. A few at a time, plain first, the finer word only after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from llm.template import Answer, OutcomeFirst, Question, hidden_question, outcome_question
from studies.guided import (
    TIMING,
    answer_of,
    draw,
    hidden_is_asked,
    keep_answers,
    keep_hidden,
    keep_outcome_first,
    progress,
    questions_of,
)
from studies.study import Study
from ui import state
from ui.assistant.deciding import take
from ui.faults import shown_errors
from ui.text import in_label, plain

AT_ONCE = 6  # questions shown together
PLAIN = {"before": "Yes", "after": "No", "unknown": "I do not know"}
HIDDEN = {"none": "There is none", "unknown": "I do not know", "names": "Yes, I can name something"}
FIRST: Mapping[OutcomeFirst, str] = {"no": "No", "yes": "Yes", "unknown": "I do not know"}
OUTSIDE = "What is not in the list"
OTHER_WAY = "Whether it is the other way round"
Given = tuple[dict[str, Answer], dict[str, tuple[str, ...]], list[Sequence[str] | None], list[OutcomeFirst]]


@st.fragment
def guided_questions(study: Study) -> None:
    """Ask what is open, let answers be changed, and draw the graph that follows."""
    study = state.present()
    done = progress(study)
    st.markdown(
        "The rules know nothing of the world. They ask one thing of each variable: was it settled before the "
        "cause? What was settled before points into the cause and the outcome; what came after is left on the way."
    )
    st.progress(done.answered / max(1, done.total), text=f"{done.answered} of {done.total} answered")
    asked = questions_of(study, state.table_of(study))
    open_ones = [q for q in asked if answer_of(study, q.variable) is None]
    outside_open = hidden_is_asked(study) and not study.guided.hidden_asked
    now = open_ones[:AT_ONCE]
    if now or outside_open:
        _round(study, now, outside=outside_open and len(open_ones) <= AT_ONCE, left=len(open_ones) - len(now))
    _change(study, [q for q in asked if q not in open_ones])
    ready = not now and not outside_open and not _drawn(study)
    kind: Literal["primary", "secondary"] = "primary" if ready else "secondary"
    if st.button("Draw the graph that follows", icon=":material/draw:", type=kind):
        with shown_errors():
            state.session().memory.pop("proposal_notes", None)
            take(study, lambda: draw(study, state.table_of(study)), "Graph from the answers")


def _drawn(study: Study) -> bool:
    """Whether there is a graph or a proposal already: then something else is the next step."""
    return any(a.status != "rejected" for a in study.arrows)


def _round(study: Study, asked: Sequence[Question], *, outside: bool, left: int) -> None:
    """The next few questions with one button to keep what was answered."""
    given: Given = ({}, {}, [], [])
    with st.container(border=True, key="questions"):
        for question in asked:
            _ask(study, question, given)
        if outside:
            _ask_other_way(study, given, usual="no")
            _ask_outside(study, given)
            if not given[2] and given[3] == ["no"]:  # what is chosen at first counts with an answer only
                given[3].clear()
        with st.container(horizontal=True, vertical_alignment="center"):
            kind: Literal["primary", "secondary"] = "secondary" if _drawn(study) else "primary"
            pressed = st.button("Keep these answers", icon=":material/check:", type=kind)
            if left:
                st.caption(f"{left} more come after these.")
    if pressed:
        _keep(study, given)


def _change(study: Study, answered: Sequence[Question]) -> None:
    """One answer that was given before, to change it."""
    outside = [OTHER_WAY, OUTSIDE] if study.guided.hidden_asked and hidden_is_asked(study) else []
    by_name = {q.variable: q for q in answered}
    if not by_name and not outside:
        return
    chosen = st.selectbox(
        "Change an answer",
        [*by_name, *outside],
        index=None,
        placeholder="Choose what it was about",
        key=f"change_answer_{study.id}_{state.session().revision}",
    )
    if chosen is None:
        return
    given: Given = ({}, {}, [], [])
    with st.container(border=True, key="change_answer"):
        if chosen in by_name:
            _ask(study, by_name[chosen], given)
        elif chosen == OTHER_WAY:
            _ask_other_way(study, given, usual=None)
        else:
            _ask_outside(study, given)
        pressed = st.button("Keep this answer", icon=":material/check:")
    if pressed:
        _keep(study, given)


def _keep(study: Study, given: Given) -> None:
    answers, acts_on, outside, other_way = given
    if not answers and not outside and not other_way:
        st.warning("Choose an answer first. “I do not know” is one.")
        return
    with shown_errors():
        changed = keep_answers(study, answers, acts_on)
        if outside:
            changed = keep_hidden(changed, outside[0])
        if other_way:
            changed = keep_outcome_first(changed, other_way[0])
        if changed != study:
            state.commit(changed, "Answer questions about the variables")
            state.session().revision += 1
        st.rerun()


def _ask(study: Study, question: Question, given: Given) -> None:
    """One question; what is chosen is put into ``given``."""
    variable = study.variable(question.variable)
    before = answer_of(study, question.variable)
    first, second = st.columns([3, 4])
    if variable is None or not variable.measured:
        with first:
            answer = _unmeasured(study, question, before)
        if answer is not None:
            given[0][question.variable] = answer
            with second:
                given[1][question.variable] = _acts_on(study, question.variable, answer)
        return
    with first:
        when = _when(study, question, before)
    if when is None:
        return
    given[0][question.variable] = "unknown"
    if when != "unknown":
        with second:
            given[0][question.variable] = _finer(study, question, when, before)


def _when(study: Study, question: Question, before: Answer | None) -> str | None:
    """Before, after, or not known; a hint from the name is chosen at first and says why."""
    choices = list(PLAIN)
    guess = TIMING[before] if before is not None else question.prefill if question.hint else None
    when = st.radio(
        f"Was {in_label(question.variable)} settled before {in_label(study.question.treatment)}?",
        choices,
        index=choices.index(guess) if guess in choices else None,
        format_func=lambda c: PLAIN[c],
        horizontal=True,
        key=_widget("when", study, question.variable),
    )
    if before is None and question.hint:
        st.caption(f"A guess from the name, for you to check: {plain(question.hint)}")
    return when


def _finer(study: Study, question: Question, when: str, before: Answer | None) -> Answer:
    labels = {c.value: c.label for c in question.choices if TIMING.get(c.value) == when}
    usual: Answer = "before" if when == "before" else "after"
    values: list[Answer] = [usual, *(v for v in labels if v != usual)]
    chosen: Answer = st.selectbox(
        f"More exactly, for {in_label(question.variable)}",
        values,
        index=values.index(before) if before in values else 0,
        format_func=lambda v: _short(labels[v]),
        key=f"{_widget('finer', study, question.variable)}_{when}",
    )
    return chosen


def _short(label: str) -> str:
    """A choice as it reads after Yes or No was said."""
    for start in ("Yes, before, and ", "No: ", "No, and "):
        label = label.removeprefix(start)
    text = "it may change one of them or both" if label == "Yes, before" else label
    return text[:1].upper() + text[1:]


def _unmeasured(study: Study, question: Question, before: Answer | None) -> Answer | None:
    labels: Mapping[Answer, str] = {c.value: c.label for c in question.choices}
    values = list(labels)
    chosen: Answer | None = st.radio(
        in_label(question.text),
        values,
        index=values.index(before) if before in values else None,
        format_func=lambda v: labels[v],
        key=_widget("whether", study, question.variable),
    )
    return chosen


def _acts_on(study: Study, name: str, answer: Answer) -> tuple[str, ...]:
    """What something that is not measured acts on directly, for whoever knows."""
    pair = (study.question.treatment, study.question.outcome)
    others = [n for n in study.graph_nodes() if n != name]
    kept = [n for n in study.guided.acts_on.get(name, ()) if n in others]
    chosen = st.multiselect(
        f"If you know more: what does {in_label(name)} act on directly?",
        others,
        default=kept,
        placeholder="May be left empty",
        key=f"{_widget('acts', study, name)}_{answer}",
    )
    if answer == "unknown" or not chosen:
        return ()
    return tuple(dict.fromkeys((*pair, *chosen))) if answer == "both" else tuple(chosen)


def _ask_other_way(study: Study, given: Given, *, usual: OutcomeFirst | None) -> None:
    """The question whether the outcome came first; ``usual`` is chosen where nothing was said yet."""
    choices = list(FIRST)
    at_first = study.guided.outcome_first or usual
    chosen = st.radio(
        in_label(outcome_question(study.question.treatment, study.question.outcome)),
        choices,
        index=choices.index(at_first) if at_first else None,
        format_func=lambda c: FIRST[c],
        horizontal=True,
        key=_widget("other_way", study, ""),
    )
    if chosen is not None:
        given[3].append(chosen)


def _ask_outside(study: Study, given: Given) -> None:
    """The question for what is not in the list: none, not known, or names."""
    guided = study.guided
    kept = None
    if guided.hidden_asked:
        kept = "unknown" if guided.hidden is None else "names" if guided.hidden else "none"
    choices = list(HIDDEN)
    chosen = st.radio(
        in_label(hidden_question(study.question.treatment, study.question.outcome)),
        choices,
        index=choices.index(kept) if kept else None,
        format_func=lambda c: HIDDEN[c],
        key=_widget("outside", study, ""),
    )
    if chosen == "names":
        text = st.text_input(
            "What is it?",
            ", ".join(guided.hidden or ()),
            placeholder="Names, separated by commas",
            max_chars=500,
            key=_widget("outside_names", study, ""),
        )
        names = [part.strip() for part in text.split(",") if part.strip()]
        if names:
            given[2].append(names)
    elif chosen is not None:
        given[2].append(() if chosen == "none" else None)


def _widget(what: str, study: Study, name: str) -> str:
    return f"guided_{what}_{study.id}_{state.session().revision}_{name}"
