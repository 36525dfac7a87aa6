"""What surrounds every page: the progress strip, the study's sidebar, the way forward and back."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from studies.settings import settings
from studies.study import Study
from studies.workflow import OUT_OF_DATE, missing_steps
from ui import history, state, work
from ui.glossary import words_here
from ui.text import plain


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the way: its file, its name, its address and the sentence that says why it matters."""

    key: str
    title: str
    icon: str
    why: str

    @property
    def path(self) -> str:
        return f"pages/{self.key}.py"


STEPS = (
    Step(
        "start", "Start", "home", "Choose a real example, bring your own data, or begin with an empty page."
    ),
    Step(
        "question",
        "Question",
        "help",
        "Say what you want to know. A causal question names a cause, an outcome, and the people it is about.",
    ),
    Step(
        "variables",
        "Variables",
        "table_rows",
        "Say what was measured and when. What was settled before the cause can be made equal; what came after "
        "must be left alone.",
    ),
    Step(
        "graph",
        "Graph",
        "account_tree",
        "Say what affects what. The arrows you draw, and the ones you leave out, decide what the data can tell.",
    ),
    Step(
        "identify",
        "Can it be answered?",
        "rule",
        "Find out, from the graph alone, whether these variables are enough to separate cause from coincidence.",
    ),
    Step("estimate", "Answer", "monitoring", "See how large the effect is, and how sure one can be of it."),
    Step(
        "stress_test",
        "Stress tests",
        "science",
        "Attack the answer. A result that breaks easily should not be trusted; some faults no test can see.",
    ),
    Step("report", "Report", "description", "Take the whole chain away: question, graph, answer, doubts."),
)
SETTINGS = Step(
    "settings", "Settings", "settings", "Connect a language model, and see where studies are kept."
)
BENCHMARK = Step(
    "benchmark",
    "How good is the assistant?",
    "checklist",
    "See how the assistant does on studies whose graph is known, and so what it can be trusted with.",
)
ASIDE = (SETTINGS, BENCHMARK)
"""Pages beside the way: they need no study, and no button leads back or on."""


def step_of(key: str) -> Step:
    """The step with that key."""
    return next(s for s in (*STEPS, *ASIDE) if s.key == key)


def pages() -> dict[str, st.Page]:  # type: ignore[valid-type]
    """Every page as Streamlit's navigation takes it."""
    return {
        s.key: st.Page(
            f"../{s.path}",
            title=s.title,
            url_path=s.key,
            default=s.key == "start",
        )
        for s in (*STEPS, *ASIDE)
    }


def params() -> dict[str, str]:
    """The address's parameters that keep the study open across pages and reloads."""
    study = state.session().study
    return {} if study is None else {"study": study.id}


def go(key: str) -> None:
    """Leave for another page."""
    st.switch_page(st.session_state["_pages"][key], query_params=params())


def strip(current: str) -> None:
    """The way as a row of links: done, here, to do, out of date."""
    study = state.session().study
    need = missing_steps(study) if study is not None else {}
    with st.container(horizontal=True, gap="small", key="way"):
        for number, s in enumerate(STEPS, start=1):
            done = study is not None and s.key not in need
            icon = (
                ":material/check_circle:"
                if done and s.key not in ("start", "report")
                else f":material/{s.icon}:"
            )
            if need.get(s.key) == OUT_OF_DATE:
                icon = ":material/update:"
            st.page_link(
                st.session_state["_pages"][s.key],
                label=f"**{number} _{s.title}_**" if s.key == current else f"{number} _{s.title}_",
                icon=icon,
                disabled=study is None and s.key != "start",
                query_params=params(),
            )


def sidebar(key: str) -> None:
    """The open study's name, undo and redo, what is being computed, other studies, settings."""
    study = state.session().study
    with st.sidebar:
        st.markdown("### Whyboard")
        if study is not None:
            _study_box(study)
            work.elsewhere(key)
        _recent(study)
        st.divider()
        st.page_link(
            st.session_state["_pages"]["settings"],
            label="Settings",
            icon=":material/settings:",
            query_params=params(),
        )


def _study_box(study: Study) -> None:
    current = state.session()
    key = f"title_{study.id}_{study.title}"
    st.text_input(
        "Study",
        value=study.title,
        placeholder="Untitled study",
        key=key,
        max_chars=200,
        on_change=_rename,
        args=(key,),
    )
    with st.container(horizontal=True, key="steps"):
        st.button(
            "Undo",
            icon=":material/undo:",
            disabled=current.undo is None,
            help=None if current.undo is None else "Take the last step back. Ctrl+Z does it too.",
            on_click=state.step,
            args=(-1,),
            shortcut="Ctrl+Z",
        )
        st.button(
            "Redo",
            icon=":material/redo:",
            disabled=current.redo is None,
            help=None if current.redo is None else "Do the last undone step again. Ctrl+Y does it too.",
            on_click=state.step,
            args=(1,),
            shortcut="Ctrl+Y",
        )
        history.button(study)
    st.caption("Every change is kept as you make it.")


def _rename(key: str) -> None:
    title = str(st.session_state[key]).strip()
    if title:
        state.commit(state.present().model_copy(update={"title": title}), "Rename the study")


def _recent(study: Study | None) -> None:
    if settings().hosted:
        return  # on a shared server a study is found by its address alone
    others = [s for s in state.store().recent(8) if study is None or s.id != study.id]
    if not others:
        return
    with st.expander("Earlier studies", icon=":material/history:"):
        for other in others:
            if st.button(
                plain(other.title or "Untitled study"),
                key=f"open_{other.id}",
                width="stretch",
                type="tertiary",
            ):
                state.open_study(other.id)
                go("question")


def header(key: str) -> None:
    """The page's name, the sentence that says what is decided here and why, and messages due."""
    s = step_of(key)
    st.title(s.title, anchor=False)
    st.markdown(s.why)
    words_here(key)
    notices = state.session().notices
    while notices:
        st.toast(plain(notices.pop(0)))


def footer(key: str) -> None:
    """Back and next, with what is still missing here said beside them."""
    keys = [s.key for s in STEPS]
    at = keys.index(key)
    study = state.session().study
    if study is None:
        return  # on the first page, where everything offered begins a study
    need = missing_steps(study).get(key)
    st.divider()
    with st.container(horizontal=True, vertical_alignment="center", key="onward"):
        if at > 0 and st.button(f"Back to {STEPS[at - 1].title}", icon=":material/arrow_back:", key="back"):
            go(keys[at - 1])
        if at + 1 < len(keys) and st.button(
            f"Next: {STEPS[at + 1].title}",
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary" if need is None and key != "start" else "secondary",
            key="next",
        ):
            go(keys[at + 1])
        if need is not None and key != "start":
            said = "the study has changed, do this again." if need == OUT_OF_DATE else need
            st.caption(f"Still needed here: {plain(said[0].lower() + said[1:])}")
