"""How good is the assistant? Its last run on studies whose graph is known, and a new one at a click."""

from __future__ import annotations

import streamlit as st

from studies.benchmark.live import LiveRun
from studies.benchmark.once import Order
from studies.benchmark.problems import built_in
from studies.benchmark.record import Record, last_runs
from studies.jobs import time_words
from studies.settings import settings
from ui import benchmark as parts
from ui import state
from ui.faults import show_error
from ui.text import plain

RUN, OWN = "benchmark_run", "benchmark_records"
GUIDED, GUIDED_WRONG, MODEL = "guided", "guided_wrong", "model"
ONE_IN_TEN = 0.1
llm = state.session().llm


def choose_and_start() -> None:
    """Who is to answer, and the button."""
    who = {GUIDED: "Guided mode, answered rightly", GUIDED_WRONG: "Guided mode, one answer in ten wrong"}
    if llm.configured:
        who = {MODEL: f"The model {plain(llm.model)}", **who}
    problems = built_in()
    with st.container(border=True):
        chosen = st.radio("Who is to be measured", list(who), format_func=lambda key: who[key])
        shuffles, exam = 0, False
        if chosen == MODEL:
            shuffles = st.slider("Ask again with the variables in another order, so many times", 0, 4, 1)
            exam = st.checkbox("Also put the exam of causal axioms to it", value=True)
            st.caption(
                f"{len(problems)} described studies that ship with Whyboard go to {plain(llm.server)}, each "
                f"{shuffles + 1} times: {len(problems) * (shuffles + 1)} questions{', and the exam papers' * exam}. "
                "Nothing of your studies is sent. It may take minutes to an hour, and cost what your server asks."
            )
        else:
            st.caption("Rules, not an AI. This takes a few seconds and sends nothing.")
            if not llm.configured:
                st.caption("To measure a language model, connect one on the Settings page first.")
        if st.button("Measure", type="primary", icon=":material/play_arrow:"):
            order = Order(
                problems=problems,
                settings=llm if chosen == MODEL else None,
                wrong=ONE_IN_TEN if chosen == GUIDED_WRONG else 0.0,
                shuffles=shuffles,
                exam=exam,
            )
            # On a server that strangers share, one's own run is nobody else's affair.
            folder = None if settings().hosted else settings().data_dir
            st.session_state[RUN] = LiveRun(order, folder).start()
            st.rerun()


@st.fragment(run_every=1.0)
def running() -> None:
    """The bar while it runs, and the way to stop it."""
    live = st.session_state.get(RUN)
    if not isinstance(live, LiveRun) or not live.active:
        st.rerun()
        return
    left = live.seconds_left
    rest = "" if left is None else f", about {time_words(left)} left"
    st.progress(live.share, text=f"{live.share:.0%} done{rest}: {plain(live.doing or 'starting')}")
    if st.button("Cancel", icon=":material/stop_circle:"):
        live.cancel()
        del st.session_state[RUN]
        state.notice("Stopped. Nothing was kept.")
        st.rerun()


def take(live: LiveRun) -> None:
    """Show what came of a run that is over."""
    if live.error is not None:
        show_error(live.error)
    if live.record is not None:
        own = st.session_state.setdefault(OWN, {})
        own[live.record.slot] = live.record
        if live.unkept:
            st.warning(f"This run is only shown in this session; it could not be kept: {plain(live.unkept)}.")


def records() -> list[Record]:
    """The last run of each assistant: what is kept, and what this session measured; the newest first."""
    found = {record.slot: record for record in reversed(last_runs(settings().data_dir))}
    for slot, record in st.session_state.get(OWN, {}).items():
        if slot not in found or record.when >= found[slot].when:
            found[slot] = record
    return sorted(found.values(), key=lambda record: record.when, reverse=True)


def results(found: list[Record]) -> None:
    """One run: what it can be trusted with, then the numbers."""
    record = found[0]
    if len(found) > 1:
        place = st.selectbox("Last runs", range(len(found)), format_func=lambda n: parts.run_of(found[n]))
        record = found[place]
    else:
        st.markdown(f"**Last run:** {plain(parts.run_of(record))}")
    parts.trust(record)
    parts.picture(record)
    parts.problem_tables(record)
    parts.mean_table(record)
    parts.exam_table(record)
    parts.made_with(record)


live = st.session_state.get(RUN)
if isinstance(live, LiveRun) and live.active:
    running()
else:
    if isinstance(live, LiveRun):
        take(live)
    choose_and_start()
found = records()
if found:
    results(found)
else:
    st.info(
        "Nothing has been measured here yet. Press **Measure** for guided mode, which takes seconds, or run "
        "`whyboard benchmark-llm` on the command line."
    )
