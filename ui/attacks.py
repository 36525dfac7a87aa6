"""On the page of stress tests: tests that are run with a variable, by one click, and the graph against the data."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from causal_core.graph.equivalence import reversals_sentence
from causal_core.refutation.needs import NEEDS
from causal_core.results import GraphCheck, ImplicationResult
from causal_core.table.table import Table
from llm.schemas import StressSuggestion
from studies.graph_checks import graph_check_of
from studies.study import Study
from ui import work
from ui.choices import advice_choices, control_choices, every_test
from ui.faults import shown_errors
from ui.paths import Objections, objections
from ui.text import plain

SHOWN = 5
FIRST = 3
"""Suggested tests shown at once; the rest opens at a click."""
RUNNING = "A test is running."
_INSTRUMENT = "An instrument"


def running(study: Study) -> bool:
    """A stress test of this version of the study is under way, so that no other is started."""
    look = work.active(study, "stress_test")
    return look is not None and look.fingerprint == study.fingerprint()


def suggestions(study: Study, table: Table, offered: Sequence[StressSuggestion]) -> None:
    """Every test suggested, with its reason and a button that runs it; the variable can be changed first."""
    numbered = list(enumerate(offered))
    _suggested(study, table, numbered[:FIRST])
    rest = numbered[FIRST:]
    if rest:
        with st.expander(f"More tests that could be run ({len(rest)})", icon=":material/list:"):
            _suggested(study, table, rest)


def _suggested(study: Study, table: Table, offered: Sequence[tuple[int, StressSuggestion]]) -> None:
    for number, each in offered:
        title = _INSTRUMENT if not each.runnable else every_test().get(each.test, each.test)
        st.markdown(f"- **{plain(title)}**: {plain(each.why)}")
        if each.runnable and each.test in advice_choices():
            _runner(study, table, each.test, each.control, key=f"{number}_{each.test}_{each.control}")


def own_control(study: Study, table: Table) -> None:
    """A test and a variable of one's own choice; absent while a test runs."""
    if running(study):
        return
    with st.expander("Test with a variable of your own choice", icon=":material/tune:"):
        choices = control_choices()
        test = st.selectbox(
            "Kind of test", list(choices), format_func=lambda name: choices[name], key=f"own_test_{study.id}"
        )
        if test is not None:
            st.caption(plain(NEEDS[test][1]))
            _runner(study, table, test, "", key=f"own_{test}")


def _runner(study: Study, table: Table, test: str, control: str, *, key: str) -> None:
    """The variable, where the test needs one, and the button once it is known; nothing while a test runs."""
    if running(study):
        return
    chosen: str | None = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if test in NEEDS:
            names = candidates(study, table)
            chosen = st.selectbox(
                NEEDS[test][1],
                names,
                index=names.index(control) if control in names else None,
                placeholder="Choose a variable",
                label_visibility="collapsed",
                key=f"control_{study.id}_{key}",
            )
            if chosen is None:
                return
        if st.button("Run this test", icon=":material/science:", key=f"run_{study.id}_{key}"):
            if chosen is not None:
                work.start(study, table, "stress_test", controls={test: chosen})
            else:
                work.start(study, table, "stress_test", tests=[test])


def candidates(study: Study, table: Table) -> list[str]:
    """The variables that could play a part: measured, with a column, and not those asked about."""
    asked = (study.question.treatment, study.question.outcome)
    return [v.name for v in study.variables if v.measured and v.column in table.names and v.name not in asked]


# ---- the graph against the data ---------------------------------------------------------------------


def graph_section(study: Study, table: Table | None, *, listed: bool = True) -> None:
    """Does the data speak against the graph: one click, and what came of it.

    Without ``listed`` the pairs are left out: the page marks them in the picture.
    """
    st.markdown("### Do the data speak against the graph?")
    st.markdown(
        "The arrows that you did not draw say that some things do not go together. That can be tested on the data. They "
        "can contradict the graph; they can never confirm it."
    )
    drawn = any(a.status == "accepted" for a in study.arrows)
    if not drawn:
        st.info("There is no arrow to check yet: draw the graph first.")
        return
    if table is None:
        st.info("The data are not here: bring the file on the Variables page.")
    elif work.active(study, "graph_check") is None and st.button(
        "Check again" if study.graph_check else "Check the graph against the data",
        icon=":material/fact_check:",
        key=f"check_{study.id}",
    ):
        work.start(study, table, "graph_check")
    work.panel(study, "graph_check")
    found = graph_check_of(study)
    if found is not None:
        _check(study, found, listed=listed)
    st.markdown(f"**What no data can tell.** {plain(reversals_sentence(study.graph()))}")


def _check(study: Study, found: GraphCheck, *, listed: bool) -> None:
    if not study.graph_check_is_current():
        st.warning(
            "This check is of an older graph or other data. It is shown as it was, and no longer counts.",
            icon=":material/update:",
        )
    icon = ":material/warning:" if found.contradicted else ":material/fact_check:"
    with st.container(border=True):
        st.markdown(f"##### {icon} {plain(found.sentence)}")
        objected = Objections()
        with shown_errors():
            objected = objections(study)
        weighty = objected.weighty if study.graph_check_is_current() else found.contradicted
        for result in weighty[:SHOWN] if listed else ():
            st.markdown(f"- {plain(result.sentence)}")
        if listed and len(weighty) > SHOWN:
            st.caption(f"And {len(weighty) - SHOWN} more, in the list below.")
        if objected.harmless:
            st.markdown(_harmless(len(objected.harmless), alone=not weighty))
        st.caption(
            "What it cannot see: things that go together without any tendency to rise and fall together, and anything "
            "too weak for so few rows. A curve that the comparison cannot follow may be taken for a contradiction."
        )
    rest = [r for r in found.results if r.outcome != "contradicted"]
    if listed and found.results:
        with st.expander(f"All that was tested ({len(found.results)})", icon=":material/list:"):
            for result in (*found.contradicted, *rest):
                st.markdown(f"- {plain(_line(result))}")


def _harmless(pairs: int, *, alone: bool) -> str:
    """What lies between variables that are held equal does not bear on the answer."""
    which = "All of that lies" if alone else f"{pairs} more lie" if pairs > 1 else "One more lies"
    return f"{which} between variables that are held equal: the answer does not rely on it, and would hold all the same."


def _line(result: ImplicationResult) -> str:
    if result.outcome != "not_run":
        return result.sentence
    alike = f" | {', '.join(result.given)}" if result.given else ""
    return f"Not tested: {result.a}, {result.b}{alike}. {result.sentence}"
