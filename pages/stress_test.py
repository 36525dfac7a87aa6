"""Stress tests: attack the answer, and say what each attack can and cannot see."""

from __future__ import annotations

import streamlit as st

from causal_core.results import Estimate, Refutation
from studies.study import Study
from studies.workflow import estimate_of, refute_study, report_of
from ui import charts, frame, state
from ui.assistant import stress_test_panel
from ui.choices import test_choices
from ui.faults import shown_errors
from ui.show import refutation_box
from ui.text import plain

study = state.present()
table = state.table_of(study)


def run(study: Study) -> None:
    """Choose the tests and run them."""
    options = test_choices()
    chosen = st.multiselect(
        "Which tests",
        list(options),
        default=list(options),
        format_func=lambda t: options[t],
        key=f"tests_{study.id}",
    )
    if study.refutation is not None and not study.refutation_is_current():
        st.warning("These tests are of an older answer. Run them again.", icon=":material/update:")
    label = "Run again" if study.refutation else "Run the stress tests"
    if not st.button(
        label,
        type="secondary" if study.refutation else "primary",
        icon=":material/science:",
        disabled=not chosen,
    ):
        return
    bar = st.progress(0.0, text="Starting …")

    def progress(done: int, total: int, what: str) -> None:
        bar.progress(done / max(total, 1), text=what)

    with shown_errors():
        changed = refute_study(study, table, tests=chosen, progress=progress)  # type: ignore[arg-type]
        state.commit(changed, "Run the stress tests")
        st.rerun()


def picture(result: Refutation, found: Estimate) -> None:
    """The repeats of a test, where it has any."""
    if len(result.draws) > 5:
        charts.show(
            charts.draws_chart(result, found),
            charts.draws_words(result, found),
            name=f"repeats-{result.test}",
        )


def results(study: Study, found: Estimate) -> None:
    """What came of the tests."""
    report = report_of(study)
    if report is None:
        st.caption("Nothing has been run yet. The whole battery takes a few seconds.")
        return
    st.markdown(f"##### {plain(report.summary)}")
    charts.show(
        charts.glance_chart(report.results, found),
        charts.glance_words(report.results, found),
        name="stress-tests",
    )
    for result in report.results:
        refutation_box(result)
        picture(result, found)


found = estimate_of(study)
if found is None or not study.estimate_is_current():
    if found is None:
        st.info("There is no answer to attack yet: compute it first.")
    else:
        st.info("The answer is out of date: compute it again first. The tests below are of the old one.")
    if st.button("Go to Answer"):
        frame.go("estimate")
    if found is not None:
        results(study, found)
elif table is None:
    st.info("The data are not here: bring the file on the Variables page.")
    results(study, found)
else:
    stress_test_panel(study)
    run(study)
    results(study, found)
