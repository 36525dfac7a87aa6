"""The parts of the page on the assistant's benchmark: what it can be trusted with, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studies.benchmark.record import Numbers, Record, Row
from studies.benchmark.trust import Level, verdicts
from ui.charts import benchmark_chart, benchmark_words, show
from ui.charts.benchmark import shown_rows
from ui.text import plain

SIGNS: dict[Level, tuple[str, str]] = {
    "yes": (":material/check_circle:", "Yes"),
    "partly": (":material/contrast:", "As a draft"),
    "no": (":material/cancel:", "No"),
    "unknown": (":material/help:", "Not known"),
}
HEADS = {
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "reversed": "Reversed",
    "forbidden": "Forbidden",
    "shd": "SHD",
    "adjustment_validity": "Sets that work",
    "order_violations": "Against the order",
}
TOPIC_WORDS = {
    "transitivity": "Does an arrow path lead from here to there?",
    "separation": "Must these two be unrelated?",
    "adjustment": "Is this the set to adjust for?",
    "rung": "Seen, done or imagined?",
}
GROUP_WORDS = {"memorised": "Well-known graphs", "fresh": "Fresh graphs, invented words"}
METRICS_TOLD = (
    "**Precision** is the share of the drawn arrows that is expected, **recall** the share of the expected ones that "
    "is drawn, **F1** their harmonic mean. **SHD** counts the pairs of variables that are connected differently. "
    "**Sets that work**: of the drawn graph’s adjustment sets from which nothing can be left out, the share that works "
    "in the known graph; where no set works there, 1 if it finds none."
)


def run_of(record: Record) -> str:
    """One line that names a run."""
    return f"{record.who}, {record.when:%d %B %Y, %H:%M} UTC"


def trust(record: Record) -> None:
    """What it can be trusted with, a line each."""
    st.subheader("What it can be trusted with", anchor=False)
    for verdict in verdicts(record):
        sign, word = SIGNS[verdict.level]
        st.markdown(f"{sign} **{plain(verdict.topic)}: {word}.** {plain(verdict.sentence)}")


def picture(record: Record) -> None:
    """The assistant beside the baselines."""
    st.subheader("Beside what needs no thought", anchor=False)
    show(benchmark_chart(record), benchmark_words(record), name="benchmark")


def problem_tables(record: Record) -> None:
    """Every problem, those that a model has probably read apart from the others."""
    st.subheader("Problem by problem", anchor=False)
    st.caption(METRICS_TOLD)
    known = [row for row in record.problems if row.memorisation_risk == "high"]
    other = [row for row in record.problems if row.memorisation_risk != "high"]
    steady = record.assistant == "model"
    for title, rows in (
        ("Graphs that a model has most likely read in its training", known),
        ("Other graphs", other),
    ):
        if rows:
            st.markdown(f"**{title}**")
            _table([(row.id, row, _extra(row, steady=steady)) for row in rows], first="Problem")
    for row in record.problems:
        if row.error:
            st.caption(f"{plain(row.id)}: {plain(row.error)} It counts as a graph without arrows.")


def _extra(row: Row, *, steady: bool) -> dict[str, object]:
    extra: dict[str, object] = {"Has a valid set": "yes" if row.has_valid_set else "no"}
    if steady:
        extra["Steady"] = row.stability
    return extra


def mean_table(record: Record) -> None:
    """The means, with the truth and the baselines under them."""
    st.subheader("Means, and the baselines", anchor=False)
    rows: list[tuple[str, Numbers, dict[str, object]]] = [("This run", record.mean, {})]
    rows += [
        (f"Memorisation risk {risk} ({group.problems} problems)", group, {})
        for risk, group in record.by_memorisation_risk.items()
    ]
    rows.append(("The known graphs themselves", record.baselines["truth"], {}))
    rows += [(said, numbers, {}) for said, numbers in shown_rows(record)[1:]]
    _table(rows, first="Who")
    st.caption(f"Random arrows: as many as are expected, mean of {record.random_draws} draws a problem.")
    if record.spread:
        _spread(record)


def _spread(record: Record) -> None:
    st.markdown(f"**How far the {len(record.seeds)} runs with different seeds lie apart**")
    heads = {**HEADS, "valid_sets": "Valid sets found"}
    st.dataframe(
        [
            {
                "What": heads.get(name, name),
                "Mean": round(v.mean, 2),
                "Standard deviation": round(v.std_dev, 2),
                "Least": round(v.least, 2),
                "Most": round(v.most, 2),
            }
            for name, v in record.spread.items()
        ],
        hide_index=True,
    )


def exam_table(record: Record) -> None:
    """The exam, well-known and fresh graphs apart."""
    if not record.exam:
        return
    st.subheader("Exam of causal axioms", anchor=False)
    st.dataframe(
        [
            {
                "Graphs": GROUP_WORDS.get(group, group),
                "Question": TOPIC_WORDS.get(topic, topic),
                "Asked": row.asked,
                "Answered": row.answered,
                "Right": row.right,
                "Share": f"{row.share:.0%}",
                "By chance": f"{row.chance:.0%}",
            }
            for group, topics in record.exam.items()
            for topic, row in topics.items()
        ],
        hide_index=True,
    )
    st.caption("The right answers are computed from the graphs; nobody has written them down.")


def made_with(record: Record) -> None:
    """When, how long, on what, and with which versions and seed."""
    versions = ", ".join(f"{name} {number}" for name, number in record.versions.items())
    asked = f" Asked again in {record.shuffles} other orders." if record.shuffles else ""
    st.caption(
        f"{plain(run_of(record))}: {len(record.problems)} problems ({plain(record.source)}), seed {record.seed}, "
        f"{record.seconds:.1f} seconds.{asked} {plain(versions)}."
    )


def _table(rows: Sequence[tuple[str, Numbers, dict[str, object]]], *, first: str) -> None:
    two_places = st.column_config.NumberColumn(format="%.2f")
    st.dataframe(
        [
            {first: name, **{head: float(getattr(numbers, m)) for m, head in HEADS.items()}, **extra}
            for name, numbers, extra in rows
        ],
        column_config=dict.fromkeys([*HEADS.values(), "Steady"], two_places),
        hide_index=True,
    )
