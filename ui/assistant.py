"""The assistant on the pages: a model where one is connected, else rules that say they are rules.

Both propose; the person decides. Before anything is sent to a model its exact text is shown.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from causal_core.table.table import Table
from llm import explain as explaining
from llm import offline
from llm import propose as model
from llm.context import preview
from llm.schemas import Proposal, Understanding
from studies.facts import facts_of
from studies.labels import source_words
from studies.proposals import (
    decide_all,
    decide_arrow,
    decide_hidden,
    merge,
    open_proposals,
    rejected_pairs,
    variable_infos,
)
from studies.study import Study
from studies.workflow import Answer, set_question
from ui import state
from ui.faults import shown_errors
from ui.text import plain

SHOWN_QUESTIONS = 30


def assistant_badge() -> None:
    """Who is helping: a named model, or rules."""
    settings = state.session().llm
    if settings.configured:
        st.badge(f"Assistant: {plain(settings.model)}", icon=":material/smart_toy:", color="violet")
    else:
        st.badge(
            "Guided mode: rules, not an AI",
            icon=":material/rule:",
            color="gray",
            help="No language model is connected. Rules match words and draw what follows from your answers.",
        )


def will_be_sent(text: str) -> None:
    """The exact text that a model will get."""
    server = state.session().llm.server
    with st.expander(f"What will be sent to {plain(server)}", icon=":material/visibility:"):
        st.code(text, language=None, wrap_lines=True)


# ---- the question ---------------------------------------------------------------------------------


def read_problem(study: Study, table: Table | None) -> None:
    """Read the problem text and fill in the sentence; nothing is confirmed by it."""
    settings = state.session().llm
    infos = variable_infos(study, table)
    with shown_errors():
        if settings.configured:
            with st.spinner("The model is reading …"):
                found = model.understand(settings, study.question.text, infos)
        else:
            found = offline.find_question(study.question.text, infos)
        _fill(study, found)


def problem_preview(study: Study, table: Table | None) -> str:
    """The exact text that reading the problem would send."""
    return preview(model.understand_task(study.question.text, variable_infos(study, table)))


def _fill(study: Study, found: Understanding) -> None:
    parts = {
        "who": found.who,
        "treatment": found.treatment.column or found.treatment.words,
        "outcome": found.outcome.column or found.outcome.words,
        "unit": found.unit,
    }
    filled = {k: v for k, v in parts.items() if v}
    state.session().memory["unclear"] = found.ambiguous
    if not filled.get("treatment") and not filled.get("outcome"):
        st.warning(
            "No cause and outcome could be read out of the text. Write it as “Does … change …?”, or choose them below."
        )
        return
    state.commit(set_question(study, **filled, confirmed=False), "Read the problem")
    state.session().revision += 1
    state.notice("The sentence has been filled in: check it, then confirm.")
    st.rerun()


def unclear_points() -> None:
    """What was ambiguous in the text, as questions back."""
    unclear = state.session().memory.get("unclear") or ()
    if isinstance(unclear, tuple):
        for question in unclear:
            st.markdown(f":material/help: {plain(question)}")


# ---- the graph ------------------------------------------------------------------------------------


def proposal_panel(study: Study) -> None:
    """Ask for a first graph, and decide on what was proposed."""
    question = study.question
    if not question.treatment or not question.outcome:
        return
    arrows, hidden = open_proposals(study)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**A first graph**")
            assistant_badge()
        if state.session().llm.configured:
            _ask_model(study)
        else:
            _ask_rules(study)
        _left_out()
        if arrows or hidden:
            _decide(study)


def _ask_model(study: Study) -> None:
    settings = state.session().llm
    infos = variable_infos(study, state.table_of(study))
    question = study.question
    with shown_errors():
        task = model.propose_task(
            question.text, infos, question.treatment, question.outcome, rejected=rejected_pairs(study)
        )
        will_be_sent(preview(task))
        if st.button("Ask the model for a graph", icon=":material/auto_awesome:"):
            with st.spinner("The model is thinking …"):
                proposal = model.propose(
                    settings,
                    question.text,
                    infos,
                    question.treatment,
                    question.outcome,
                    rejected=rejected_pairs(study),
                )
            _remember(proposal)
            _take(study, lambda: merge(study, proposal), "Proposal of a model")


def _ask_rules(study: Study) -> None:
    question = study.question
    asked = [v for v in study.variables if v.name not in (question.treatment, question.outcome)]
    open_ones = [v for v in asked if v.timing == "unknown" and not v.randomised]
    st.markdown(
        "The rules ask one thing of each variable: was it settled before the cause? What was settled before points "
        "into the cause and the outcome; what came after is left on the way."
    )
    if open_ones:
        st.caption(
            f"{len(open_ones)} of {len(asked)} variables are still “not sure”. Answer here, or leave them so."
        )
        _timing_questions(study, [v.name for v in open_ones[:SHOWN_QUESTIONS]])
    named = st.text_input(
        plain(offline.hidden_question(question.treatment, question.outcome)),
        placeholder="Names, separated by commas; leave empty if there is none you can think of",
        key=f"hidden_{study.id}",
        max_chars=500,
    )
    if st.button("Draw the graph that follows", icon=":material/draw:"):
        hidden = [part.strip() for part in named.split(",") if part.strip()]
        infos = variable_infos(study, state.table_of(study))
        proposal = offline.template_graph(infos, question.treatment, question.outcome, hidden=hidden or None)
        _remember(proposal)
        _take(study, lambda: merge(study, proposal), "Graph from the answers")


def _timing_questions(study: Study, names: list[str]) -> None:
    labels = {"before": "Yes", "after": "No", "unknown": "Not sure"}
    cause = study.question.treatment
    with (
        st.expander("Was it settled before the cause?", expanded=len(names) <= 6),
        st.form(f"timing_{study.id}"),
    ):
        given = {
            name: st.radio(
                f"Was {plain(name)} settled before {plain(cause)}?",
                list(labels),
                index=2,
                format_func=lambda t: labels[t],
                horizontal=True,
                key=f"timing_{study.id}_{name}",
            )
            for name in names
        }
        pressed = st.form_submit_button("Keep these answers")
    if pressed:
        variables = tuple(
            v.model_copy(update={"timing": given[v.name]}) if v.name in given else v for v in study.variables
        )
        state.commit(study.model_copy(update={"variables": variables}), "Answer when it was settled")
        st.rerun()


def _take(study: Study, work: Callable[[], object], label: str) -> None:
    merged = work()
    changed, left_out = getattr(merged, "study"), getattr(merged, "left_out")  # noqa: B009
    state.session().memory["left_out"] = left_out
    if changed == study:
        state.notice("Nothing new was proposed.")
    else:
        state.commit(changed, label)
    st.rerun()


def _remember(proposal: Proposal) -> None:
    """Notes and cost of the last proposal, to show beside it."""
    lines = list(proposal.notes)
    if proposal.usage is not None:
        used = proposal.usage
        about = "" if used.counted else "about "
        lines.append(
            f"The model took {used.seconds:.0f} seconds and {about}{used.prompt_tokens + used.completion_tokens:,} "
            f"tokens in {used.calls} calls; what they cost depends on the server (unknown price)."
        )
    state.session().memory["proposal_notes"] = tuple(lines)


def _left_out() -> None:
    notes = state.session().memory.get("proposal_notes")
    for line in notes if isinstance(notes, tuple) else ():
        st.caption(plain(line))
    left_out = state.session().memory.get("left_out")
    if isinstance(left_out, tuple) and left_out:
        with st.expander(f"Set aside ({len(left_out)})", icon=":material/filter_alt:"):
            for line in left_out:
                st.markdown(f"- {plain(line)}")


def _decide(study: Study) -> None:
    """Accept or reject, one by one or together."""
    arrows, hidden = open_proposals(study)
    st.markdown(f"**Proposed: {len(arrows) + len(hidden)}.** Nothing counts until you accept it.")
    with st.container(horizontal=True):
        if st.button("Accept all", type="primary", icon=":material/done_all:"):
            _take(study, lambda: decide_all(study, accept=True), "Accept the proposal")
        if st.button("Reject all", icon=":material/close:"):
            _take(study, lambda: decide_all(study, accept=False), "Reject the proposal")
    for a in arrows:
        _decide_one(
            f"{a.cause} → {a.effect}",
            f"{a.reason} Could be wrong if {a.wrong_if}" if a.wrong_if else a.reason,
            a.source,
            lambda accept, a=a: decide_arrow(study, a.cause, a.effect, accept=accept),  # type: ignore[misc]
        )
    for h in hidden:
        _decide_one(
            f"{h.a} ↔ {h.b} (a hidden common cause)",
            h.reason,
            h.source,
            lambda accept, h=h: decide_hidden(study, h.a, h.b, accept=accept),  # type: ignore[misc]
        )


def _decide_one(name: str, reason: str, source: str, decide: Callable[[bool], Study]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, accept, icon in (("Accept", True, "check"), ("Reject", False, "close")):
            if st.button(
                label, key=f"{label}_{name}", icon=f":material/{icon}:", help=f"{label} {plain(name)}"
            ):
                with shown_errors():
                    state.commit(decide(accept), f"{label} {name}")
                    st.rerun()
        st.markdown(f"**{plain(name)}** {plain(reason)} :gray[({plain(source_words(source))})]")


# ---- stress tests ---------------------------------------------------------------------------------


def stress_test_panel(study: Study) -> None:
    """Which tests matter for this study, by the assistant."""
    from llm import stress_tests as model_tests
    from ui.choices import test_choices

    settings = state.session().llm
    question, infos = study.question, variable_infos(study, state.table_of(study))
    battery = test_choices()
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**Which tests matter here?**")
            assistant_badge()
        if settings.configured:
            key = f"advice_{study.id}_{study.fingerprint()}"
            with shown_errors():
                task = model_tests.suggest_task(
                    question.text, infos, question.treatment, question.outcome, battery
                )
                will_be_sent(preview(task))
                if st.button("Ask the model", icon=":material/auto_awesome:"):
                    with st.spinner("The model is thinking …"):
                        state.session().memory[key] = model_tests.suggest(
                            settings, question.text, infos, question.treatment, question.outcome, battery
                        )
            advice = state.session().memory.get(key)
        else:
            advice = offline.suggest_stress_tests(infos, question.treatment, question.outcome, battery)
        for suggestion in getattr(advice, "suggestions", ()):
            st.markdown(
                f"- **{plain(battery.get(suggestion.test, suggestion.test))}**: {plain(suggestion.why)}"
            )


# ---- the answer -----------------------------------------------------------------------------------


def explain_panel(study: Study, answer: Answer) -> None:
    """A model's own words for the answer, shown only where they pass the check; nothing without a model."""
    settings = state.session().llm
    facts = facts_of(study, answer) if settings.configured else None
    if facts is None:
        return
    key = f"explained_{study.id}_{study.fingerprint()}_{facts.rung}"
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**The answer in other words**")
            assistant_badge()
        with shown_errors():
            will_be_sent(preview(explaining.explain_task(facts)))
            if st.button("Ask the model to explain", icon=":material/auto_awesome:"):
                with st.spinner("The model is writing …"):
                    state.session().memory[key] = explaining.explain(settings, facts)
        found = state.session().memory.get(key)
        if isinstance(found, explaining.Explanation):
            _explained(found)


def _explained(found: explaining.Explanation) -> None:
    st.markdown(plain(found.text))
    if not found.turned_down:
        st.caption(f"Words of {plain(source_words(found.source))}; every number in them was checked.")
        return
    st.caption(
        "This is the built-in text. What the model wrote is not shown, because it did not pass the check:"
    )
    for reason in found.turned_down:
        st.markdown(f"- {plain(reason)}")
