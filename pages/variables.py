"""Variables: what each is, when it was settled, which column holds it, and what "treated" means."""

from __future__ import annotations

import streamlit as st

from causal_core.errors import CausalError
from causal_core.table.profile import profile
from causal_core.table.table import Table
from studies.data import bind
from studies.study import DataRef
from studies.workflow import attach_data
from ui import charts, state, variable_rows
from ui.assistant import match_panel
from ui.columns import columns_on_offer
from ui.compared import compared_values
from ui.faults import show_error, shown_errors
from ui.tables import accepted, edit_rows, rejected, whole_below
from ui.text import plain
from ui.upload import upload_box

study = state.present()
table = state.table_of(study)
MANY = 12


def bring(new_table: Table, ref: DataRef) -> None:
    """Give the study these data."""
    state.commit(attach_data(state.present(), new_table, ref), "Bring data")
    state.session().revision += 1
    state.notice("The data are in.")
    st.rerun()


def data_box() -> None:
    """What data there are, and bringing others."""
    if study.data is None:
        st.info(
            "This study has no data yet. Bring a file here, or go on: the question can be thought through without."
        )
    elif table is None:
        st.warning(
            f"The data of this study ({plain(study.data.name)}, {study.data.n_rows:,} rows) are not kept on this "
            "computer. Bring the file again to compute; what was computed before is shown all the same."
        )
    else:
        st.markdown(
            f":material/database: **{plain(study.data.name)}**: {study.data.n_rows:,} rows, {study.data.n_columns} columns."
        )
    with st.expander("Bring another file" if study.data else "Bring a file", expanded=table is None):
        upload_box("variables", button="Use these data", use=bring)


def variable_table() -> None:
    """The variables, one a row."""
    before = variable_rows.rows_of(study, table)
    rows = edit_rows(
        f"variables_{study.id}", before, columns=variable_rows.columns(table), disabled=["missing"]
    )
    if rows == before:
        return
    try:
        changed = variable_rows.take(study, rows, table)
    except CausalError as error:
        show_error(error)
        return
    if changed != study:
        state.commit(changed, "Change the variables")
        after = variable_rows.rows_of(changed, table)
        if [r["name"] for r in after] == [r["name"] for r in rows] and len(after) == len(before):
            accepted(f"variables_{study.id}", after)
        else:
            rejected(f"variables_{study.id}")
        st.rerun()


def pictures(table: Table) -> None:
    """How the variable chosen is spread, and what is missing."""
    with shown_errors():
        bound = bind(study, table)
        st.subheader("How they are spread", anchor=False)
        name = st.selectbox("Variable", bound.names, key=f"spread_{study.id}_{state.session().revision}")
        about = study.variable(name)
        unit = about.unit if about is not None else ""
        spread = profile(bound, name)
        if spread.counts:
            charts.show(charts.profile_chart(spread, unit), charts.profile_words(spread, unit), name="spread")
        else:
            st.info(plain(charts.profile_words(spread)))
        missing = charts.missing_words(bound.variables, bound.n_rows)
        if missing:
            charts.show(charts.missing_chart(bound.variables, bound.n_rows), missing, name="missing")
        else:
            st.caption("Every row has a value in every variable.")


data_box()
st.subheader("One row a variable", anchor=False)
if study.variables:
    st.caption(
        "“Settled” is the question that matters most: age is settled before a treatment begins, weight afterwards is "
        "not. Add a row for something that matters but was not measured."
    )
variable_table()
whole_below([v.name for v in study.variables])
columns_on_offer(study, table)
match_panel(study, table)
unclear = [
    v.name
    for v in study.variables
    if v.timing == "unknown" and v.name not in (study.question.treatment, study.question.outcome)
]
if unclear:
    names = ", ".join(plain(n) for n in unclear[:MANY]) + (" and others" if len(unclear) > MANY else "")
    st.caption(
        f"Not sure yet when it was settled: {names}. What stays unsure is carried along as an assumption."
    )
if table is not None and (study.question.treatment or study.question.outcome):
    st.subheader("Which values are compared", anchor=False)
    compared_values(study, table)
if table is not None and any(v.measured and v.column for v in study.variables):
    pictures(table)
