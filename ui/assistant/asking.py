"""Ask a model from a page: the exact text first, then progress and a way to stop, then the result or one sentence.

Every task of the assistant goes through :func:`ask`. It draws what belongs to the asking and gives the result
once, in the run of the page that finds it ready::

    found = ask("propose", study, [task], work, button="Ask the model for a graph", about=study.question)
    if found is not None:
        ...  # take it over
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from llm.context import Task, preview
from llm.errors import LlmError
from llm.schemas import Usage
from studies.study import Study
from ui import state
from ui.assistant.calls import Call, left_over, start
from ui.assistant.sending import consent_box, will_be_sent, withheld
from ui.faults import EXPECTED, show_error
from ui.text import plain

T = TypeVar("T")
POLL_SECONDS = 1.0
AGAIN = "Try again"
CHANGED = (
    "The study was changed while the model was thinking, so its answer does not fit any more. Ask again."
)

OTHER_TEXT = (
    "What would be sent is not what stood here when you pressed, so nothing was sent. Read it again below, then "
    "press once more."
)


def ask(
    name: str,
    study: Study,
    tasks: Sequence[Task[Any]],
    work: Callable[[threading.Event], T],
    *,
    button: str,
    doing: str = "The model is thinking",
    icon: str = ":material/auto_awesome:",
    about: object = None,
    place: str,
    values: bool = True,
) -> T | None:
    """Draw the asking of one thing, and give the answer in the run that finds it ready.

    Parameters
    ----------
    name : str
        Which question of this study; one of a name is under way at a time.
    tasks : sequence of Task
        What will be sent, in order; their text is shown as it is sent.
    work : callable
        Asks the model; gets the event that stops it. Runs on a thread and must not touch Streamlit: what it
        needs, the settings and the key among it, is bound before.
    about : object, optional
        What the question is about. Where that has changed when the answer comes, the answer is not used.
    place : str
        The page on which the answer is waited for, for whoever has left it.
    values : bool
        Whether the task sends category names and statistics when there is consent: then it is asked for.
    """
    key, calls = _key(name, study), state.session().calls
    take_over(study)
    call = calls.get(key)
    if call is not None and not call.done:
        running(key, doing)
        return None
    texts = tuple(preview(task) for task in tasks)

    def offer(label: str, icon: str) -> None:
        session = state.session()
        now = _digest(session.llm.server, texts)
        pressed = session.memory.pop(f"pressed_{key}", None)
        if withheld(study, name):
            return
        other = pressed not in (None, now)
        if other:
            st.warning(OTHER_TEXT, icon=":material/visibility:")
        will_be_sent(texts, opened=other)
        if values:
            consent_box(study, name)
        # The button is one of its texts: a press on one beside other texts is none on this one.
        if st.button(label, icon=icon, key=f"ask_{key}_{now}", on_click=_pressed, args=(key, now)):
            session.memory.pop(_cost_key(name), None)
            call = Call(
                study_id=study.id,
                texts=texts,
                about=about,
                place=place,
                seconds_at_most=session.llm.seconds,
                key=key,
                session=browser(),
            )
            end(key)
            session.calls[key] = start(work, call)
            st.rerun()

    if call is None:
        offer(button, icon)
        return None
    error = call.future.exception()
    if error is None:
        end(key)
        return _taken(name, study, call, about)
    if not isinstance(error, EXPECTED) or (isinstance(error, LlmError) and error.kind == "cancelled"):
        end(key)
    if not isinstance(error, EXPECTED):
        raise error
    show_error(error)
    offer(AGAIN, ":material/refresh:")
    return None


def end(key: str) -> Call | None:
    """A call is over: it was taken, stopped, or is not wanted any more."""
    call = state.session().calls.pop(key, None)
    if call is not None:
        call.over = True
    return call


def take_over(study: Study) -> None:
    """Go on with the calls of this study that a page began which was loaded anew since."""
    calls = state.session().calls
    for call in left_over(study.id, browser(), _open_in_a_browser):
        calls.setdefault(call.key, call)


def browser() -> str:
    """The name of the browser's session."""
    context = get_script_run_ctx()
    return "" if context is None else context.session_id


def _open_in_a_browser(session: str) -> bool:
    return runtime.exists() and runtime.get_instance().is_active_session(session)


def _digest(server: str, texts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join([server, *texts]).encode("utf-8", "replace")).hexdigest()[:16]


def _pressed(key: str, shown: str) -> None:
    """Remember which text stood beside the button when it was pressed: it may be another one by now."""
    state.session().memory[f"pressed_{key}"] = shown


def _taken(name: str, study: Study, call: Call, about: object) -> Any:
    found = call.future.result()
    usage = getattr(found, "usage", None)
    if isinstance(usage, Usage):
        state.session().memory[_cost_key(name)] = cost_words(usage)
    if call.about != about:
        st.warning(CHANGED, icon=":material/update:")
        return None
    return found


def running(key: str, doing: str) -> None:
    """How long it has been under way and the way to stop it, drawn anew every second."""
    st.fragment(_clock, run_every=POLL_SECONDS)(key, doing)


def _clock(key: str, doing: str) -> None:
    """How long it has been under way, and the way to stop it."""
    calls = state.session().calls
    call = calls.get(key)
    if call is None or call.done:
        st.rerun()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/hourglass_top: {doing} … {call.seconds():.0f} seconds so far, at most "
            f"{call.seconds_at_most:.0f}. You can go on working meanwhile."
        )
        if st.button("Cancel", icon=":material/stop_circle:", key=f"cancel_{key}"):
            call.cancel.set()
            end(key)
            state.notice("Stopped. Nothing was changed.")
            st.rerun()


def cost_words(usage: Usage) -> str:
    """Tokens, seconds and cost of what was asked, in one sentence."""
    about = "" if usage.counted else "about "
    calls = "1 request" if usage.calls == 1 else f"{usage.calls} requests"
    return (
        f"The model took {usage.seconds:.0f} seconds and {about}{usage.prompt_tokens + usage.completion_tokens:,} "
        f"tokens in {calls}. Cost: {_price_words(usage)}."
    )


def _price_words(usage: Usage) -> str:
    if usage.cost is None:
        return "unknown price"
    if usage.cost < 0.01:
        return "nothing" if usage.cost == 0 else "less than 0.01 US dollars"
    return f"about {usage.cost:.2f} US dollars"


def show_cost(name: str) -> None:
    """What the last answer to that question took."""
    line = state.session().memory.get(_cost_key(name))
    if isinstance(line, str):
        st.caption(plain(line))


def elsewhere(here: str) -> None:
    """In the sidebar: what a model was asked for on another page than this one, while it is not taken over.

    After a reload a model that was named for the session only is not known any more; then it is said on every page.
    """
    study = state.session().study
    if study is None:
        return
    take_over(study)
    unknown = not state.session().llm.configured
    for key, call in list(state.session().calls.items()):
        if call.study_id == study.id and (call.place != here or unknown):
            st.fragment(_line, run_every=None if call.done else POLL_SECONDS)(key)


def _line(key: str) -> None:
    from ui.frame import step_of

    call = state.session().calls.get(key)
    if call is None:
        return
    title = step_of(call.place).title
    again = "" if state.session().llm.configured else " Name the model again on Settings first."
    if call.done and call.future.exception() is not None:
        st.markdown(f":material/error: The model could not be asked: see {title}.{again}")
    elif call.done:
        st.markdown(f":material/mark_chat_unread: The model has answered: see {title}.{again}")
    else:
        st.markdown(
            f":material/hourglass_top: The model is thinking, for {title}: {call.seconds():.0f} seconds."
        )


def _key(name: str, study: Study) -> str:
    return f"{name}_{study.id}"


def _cost_key(name: str) -> str:
    return f"cost_{name}"
