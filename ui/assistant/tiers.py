"""A proposal for many variables, in two steps: their order in time first, then the arrows that follow from it.

The texts of the second step are known only when the first has been answered. They are shown before they are
sent, like all others. The first answer is kept in the session until the second is there, or the variables change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from llm import propose as model
from llm.schemas import Proposal, Usage, VariableInfo
from llm.settings import LlmSettings
from studies.proposals import rejected_pairs
from studies.study import Study
from ui import state
from ui.assistant.asking import ask, end, show_cost
from ui.assistant.sending import consented, known_variables
from ui.text import plain

KEPT = "order_in_time"


def propose_in_two_steps(study: Study, *, button: str) -> Proposal | None:
    """Draw the asking of both steps; the proposal in the run that finds it ready."""
    settings, infos, question = state.session().llm, known_variables(study), study.question
    asked = (question.text, infos, question.treatment, question.outcome)
    more: dict[str, Any] = {"consent": consented(study), "rejected": rejected_pairs(study)}
    about = _about(study, infos)
    begun = _kept(about)
    first = model.propose_task(*asked, **more)
    if begun is None:
        st.caption(model.propose_note(infos))
        found = ask(
            "order",
            study,
            [first],
            lambda cancel: model.propose_order(settings, *asked, **more, cancel=cancel),
            button=button,
            about=about,
            place="graph",
        )
        if found is not None:
            state.session().memory[KEPT] = (about, found)
            st.rerun()
        return None
    _order(begun)
    st.caption(_left(settings, begun.said.usage))
    tasks = begun.tasks(first)
    many = f"these {len(tasks)} texts" if len(tasks) > 1 else "this text"
    proposal = ask(
        "propose",
        study,
        tasks,
        lambda cancel: model.propose_rest(settings, begun, *asked, **more, cancel=cancel),
        button=f"Ask for the arrows: send {many}",
        doing="The model is thinking about the arrows",
        about=about,
        place="graph",
    )
    if proposal is not None:
        del state.session().memory[KEPT]
    elif st.button("Keep nothing of it and begin again", icon=":material/restart_alt:", key="order_again"):
        _forget(study)
        st.rerun()
    show_cost("order")
    return proposal


def _about(study: Study, infos: Sequence[VariableInfo]) -> object:
    """What the order is an order of, and what a person said that bears on it."""
    question = study.question
    told = tuple((v.name, v.when, v.by_lottery) for v in infos)
    return (study.id, question.text, question.treatment, question.outcome, told)


def _kept(about: object) -> model.Begun | None:
    """The answer to the first step, where it is still of what is asked now."""
    kept = state.session().memory.get(KEPT)
    if not isinstance(kept, tuple):
        return None
    if kept[0] != about:
        del state.session().memory[KEPT]
        return None
    found = kept[1]
    if not isinstance(found, model.Begun):
        raise TypeError("not an order in time")
    return found


def _order(begun: model.Begun) -> None:
    """The order that the model gave, and what of it did not hold."""
    st.markdown("**The order in time, as the model sees it.** Next it is asked what affects what.")
    for number, tier in enumerate(begun.tiers, start=1):
        st.markdown(f"{number}. {', '.join(plain(name) for name in tier)}")
    for aside in begun.said.aside:
        st.caption(f"Set aside: {plain(aside.item)}. {plain(aside.reason)}")


def _left(settings: LlmSettings, used: Usage) -> str:
    """What the first answer left of what one question may take: both steps count together."""
    seconds = max(0.0, settings.seconds - used.seconds)
    tokens = max(0, settings.max_total_tokens - used.prompt_tokens - used.completion_tokens)
    return (
        f"Both steps together may take {settings.max_calls} requests, {settings.max_total_tokens:,} tokens and "
        f"{settings.seconds:.0f} seconds. Left: {max(0, settings.max_calls - used.calls)} requests, {tokens:,} tokens, "
        f"{seconds:.0f} seconds."
    )


def _forget(study: Study) -> None:
    """Take the first answer back, and stop the second if it is under way."""
    state.session().memory.pop(KEPT, None)
    call = end(f"propose_{study.id}")
    if call is not None:
        call.cancel.set()
