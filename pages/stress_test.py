"""Stress tests: attack the answer, and say what each attack can and cannot see."""

from __future__ import annotations

from functools import partial
from typing import Literal

import streamlit as st

from causal_core.results import Estimate, Refutation
from causal_core.table.table import Table
from studies.study import Study
from studies.workflow import estimate_of, report_of
from ui import attacks, charts, frame, state, work
from ui.assistant import stress_test_panel
from ui.choices import test_choices
from ui.show import refutation_box
from ui.text import plain

study = state.present()
table = state.table_of(study)


def run(study: Study, table: Table) -> None:
    """The button that runs the tests, or the bar while one runs; which tests, for those who want to choose."""
    if attacks.running(study):
        st.markdown(attacks.RUNNING)
    else:
        button = st.container()
        options = test_choices()
        with st.expander("Choose which tests are run", icon=":material/checklist:"):
            chosen = st.multiselect(
                "Which tests",
                list(options),
                default=list(options),
                format_func=lambda t: options[t],
                key=f"tests_{study.id}",
            )
        label = "Run again" if study.refutation else "Run the stress tests"
        kind: Literal["primary", "secondary"] = "secondary" if study.refutation else "primary"
        with button:
            if not chosen:
                st.markdown("Choose at least one test.")
            elif st.button(label, type=kind, icon=":material/science:"):
                work.start(study, table, "stress_test", tests=chosen)
    work.panel(study, "stress_test")


def picture(result: Refutation, found: Estimate) -> None:
    """The repeats of a test, where it has any."""
    if len(result.draws) > 5:
        charts.show(
            charts.draws_chart(result, found),
            charts.draws_words(result, found),
            name=f"repeats-{result.test}",
        )


def verdict(study: Study, found: Estimate) -> None:
    """What came of the tests in one sentence and one picture."""
    report = report_of(study)
    if report is None:
        if work.active(study, "stress_test") is None:
            st.caption("Nothing has been run yet. The whole battery takes a few seconds.")
        return
    if not study.refutation_is_current():
        st.warning(
            "These tests are of an older answer. They are shown as they were, and no longer count.",
            icon=":material/update:",
        )
    st.markdown(f"##### {plain(report.summary)}")
    charts.show(
        charts.glance_chart(report.results, found),
        charts.glance_words(report.results, found),
        name="stress-tests",
    )


def results(study: Study, found: Estimate) -> None:
    """Each test that was run, in its five sentences."""
    report = report_of(study)
    for result in () if report is None else report.results:
        refutation_box(result, partial(picture, result, found))


found = estimate_of(study)
if found is None or not study.estimate_is_current():
    if found is None:
        st.info("There is no answer to attack yet: compute it first.")
    else:
        st.info("The answer is out of date: compute it again first.")
    if st.button("Go to Answer", type="primary"):
        frame.go("estimate")
    work.panel(study, "stress_test")  # what was started before still shows, and can be stopped
    if found is not None:
        verdict(study, found)
        results(study, found)
elif table is None:
    st.info("The data are not here: bring the file on the Variables page.")
    verdict(study, found)
    results(study, found)
else:
    run(study, table)
    verdict(study, found)
    stress_test_panel(study, lambda suggestions: attacks.suggestions(study, table, suggestions))
    attacks.own_control(study, table)
    results(study, found)

attacks.graph_section(study, table)
