"""Report: the whole chain on one page, to take away."""

from __future__ import annotations

import re

import streamlit as st

from studies.export.report import report_html
from studies.study import Study
from studies.workflow import missing_steps
from ui import frame, state
from ui.report_frame import report_frame
from ui.text import plain

study = state.present()
table = state.table_of(study)


def file_name(study: Study) -> str:
    """A file name from the title: letters, digits and dashes."""
    return re.sub(r"[^\w]+", "-", study.title).strip("-")[:60] or "study"


if study.estimate is None:
    need = missing_steps(study)
    first = next(k for k in ("question", "graph", "identify", "variables", "estimate") if k in need)
    st.info("There is no answer in this report yet. What is there can be taken away all the same.")
    if st.button(f"Go to {frame.step_of(first).title}", type="primary"):
        frame.go(first)
html = report_html(study, table)
with st.container(horizontal=True):
    st.download_button(
        "Download the report (HTML)",
        html,
        file_name=f"{file_name(study)}.html",
        mime="text/html",
        icon=":material/download:",
        type="primary" if study.estimate else "secondary",
    )
    st.download_button(
        "Download the study (JSON)",
        study.model_dump_json(indent=2),
        file_name=f"{file_name(study)}.json",
        mime="application/json",
        icon=":material/data_object:",
    )
st.caption(
    "The HTML file needs nothing else and no network. The JSON file opens again on the Start page; it holds no row "
    f"of the data{f' ({plain(study.data.name)})' if study.data else ''}, only their fingerprint."
)
report_frame(html)
