"""Long work on the pages: start it, watch it move, stop it, and take its result over wherever one is.

What is drawn is polled by a fragment, only while something runs. Results are taken over in one place, before a
page is drawn (:func:`collect`), so a page never changes under the hands of whoever edits it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from causal_core.table.table import Table
from studies.jobs import KINDS, Jobs, Kind, Look, local_jobs, time_words
from studies.settings import settings
from studies.study import Study
from ui import state
from ui.choices import every_test
from ui.faults import show_error
from ui.text import plain

POLL_SECONDS = 1.0
STEP = {
    "estimate": "Compute the answer",
    "stress_test": "Run the stress tests",
    "graph_check": "Check the graph",
}
DOING = {
    "estimate": "Computing the answer",
    "stress_test": "Running the stress tests",
    "graph_check": "Checking the graph against the data",
}
READY = {
    "estimate": "The answer is ready.",
    "stress_test": "The stress tests are done.",
    "graph_check": "The graph was checked against the data.",
}
INTERRUPTED = {
    "estimate": "The answer was being computed when the server stopped, so the work was interrupted. Start it again.",
    "stress_test": "The stress tests were running when the server stopped, so they were interrupted. Start them again.",
    "graph_check": "The graph was being checked when the server stopped, so the work was interrupted. Start it again.",
}
OLDER = {
    "estimate": "The answer that was being computed is of an older version of this study, so it was not kept. "
    "Compute it again.",
    "stress_test": "The stress tests that were running are of an older version of this study, so they were not "
    "kept. Run them again.",
    "graph_check": "The graph was changed while it was being checked, so the result was not kept. Check it again.",
}
PAGE: dict[str, str] = {"graph_check": "stress_test"}
"""Where work is shown that has no page of its own name."""


@st.cache_resource
def _jobs(workers: int) -> Jobs:
    return local_jobs(workers)


def jobs() -> Jobs:
    """The server's long work."""
    return _jobs(settings().workers)


def active(study: Study, kind: Kind) -> Look | None:
    """The study's work of that kind while it waits or runs."""
    look = jobs().find(study.id, kind)
    return look if look is not None and look.active else None


def start(
    study: Study,
    table: Table,
    kind: Kind,
    *,
    tests: Sequence[str] | None = None,
    controls: Mapping[str, str] | None = None,
) -> None:
    """Begin, and draw the page anew."""
    state.session().memory.pop(_older(kind), None)
    state.store().work_began(study.id, kind, study.fingerprint())
    with st.spinner("Starting …"):
        jobs().start(study, table, kind, tests=tests, controls=controls)
    st.rerun()


def collect() -> None:
    """Keep every result that is ready; say so where it came too late."""
    study = state.session().study
    if study is None:
        return
    for kind in KINDS:
        look = jobs().find(study.id, kind)
        if look is not None and not look.active:
            state.store().work_ended(study.id, kind)  # before it is taken: another tab must not think it lost
        finished = jobs().collect(study.id, kind)
        if finished is not None:
            _watched().discard(kind)
            kept = state.keep_result(finished, STEP[kind])
            state.notice(READY[kind] if kept else OLDER[kind])
            if not kept:
                state.session().memory[_older(kind)] = True
        elif kind in _watched() and active(study, kind) is None:
            _watched().discard(kind)


def interrupted(study: Study) -> tuple[Kind, ...]:
    """The work for this version of the study that was under way when the server stopped."""
    begun = state.store().work_begun(study.id)
    return tuple(k for k in KINDS if begun.get(k) == study.fingerprint() and jobs().find(study.id, k) is None)


def panel(study: Study, kind: Kind) -> None:
    """On the page of that work: the bar while it runs, and why it failed where it did."""
    if state.session().memory.get(_older(kind)):
        st.warning(OLDER[kind], icon=":material/update:")
    if kind in interrupted(study):
        st.warning(INTERRUPTED[kind], icon=":material/power_off:")
    look = jobs().find(study.id, kind)
    if look is not None and look.state == "done":  # it ended while this page was being drawn
        st.rerun()
    if look is not None and look.error is not None:
        if look.fingerprint == study.fingerprint():
            show_error(look.error)
        else:
            jobs().dismiss(study.id, kind)
    if look is not None and look.active:
        _watched().add(kind)  # before it is drawn: it may end on the way, and the page must then run again
    st.fragment(_bar, run_every=POLL_SECONDS if look is not None and look.active else None)(study, kind)


def _bar(study: Study, kind: Kind) -> None:
    look = active(study, kind)
    if look is None:
        if kind in _watched():
            st.rerun()
        return
    _watched().add(kind)
    st.progress(look.share, text=words(look))
    if look.fingerprint != study.fingerprint():
        st.caption("The study was changed since this was started, so the result will not be kept.")
    if st.button("Cancel", icon=":material/stop_circle:", key=f"cancel_{kind}"):
        jobs().cancel(study.id, kind)
        jobs().dismiss(study.id, kind)
        state.store().work_ended(study.id, kind)
        _watched().discard(kind)
        state.notice("Stopped. Nothing was changed.")
        st.rerun()


def elsewhere(here: str) -> None:
    """In the sidebar: what runs, or was interrupted, for the open study and belongs to another page than this."""
    study = state.session().study
    if study is None:
        return
    for kind in KINDS:
        if PAGE.get(kind, kind) != here and active(study, kind) is not None:
            _watched().add(kind)
            st.fragment(_line, run_every=POLL_SECONDS)(study, kind)
    for kind in interrupted(study):
        if PAGE.get(kind, kind) != here:
            st.warning(INTERRUPTED[kind], icon=":material/power_off:")


def _line(study: Study, kind: Kind) -> None:
    look = active(study, kind)
    if look is None:
        if kind in _watched():
            st.rerun()
        return
    _watched().add(kind)
    st.progress(look.share, text=f"{DOING[kind]}. {words(look)}")


def warm(study: Study, here: str) -> None:
    """Load the libraries of the work in the background, where it is likely to come next."""
    if study.data is not None and here in ("identify", *KINDS) and settings().workers:
        jobs().warm()


def words(look: Look) -> str:
    """How far it is and how long it will take, in one line."""
    if look.state == "waiting":
        before = "another computation" if look.ahead == 1 else f"{look.ahead} other computations"
        return f"Waiting for {before} to end." if look.ahead else "Starting …"
    if not look.total:
        return "Starting …"
    said = f"{look.share:.0%} done"
    if look.kind == "stress_test" and look.share < 1:
        said = f"{plain(every_test().get(look.label, look.label))}: {said}"
    if look.seconds_left is None or look.share >= 1:
        return said
    return f"{said}, about {time_words(look.seconds_left)} left"


def _watched() -> set[Kind]:
    """The kinds of work that this tab has drawn as running."""
    found = state.session().memory.setdefault("watched_work", set())
    if not isinstance(found, set):
        raise TypeError("the list of watched work was replaced")
    return found


def _older(kind: Kind) -> str:
    return f"older_{kind}"
