"""How an assistant did on known graphs, beside what anybody gets without thinking."""

from __future__ import annotations

import altair as alt
import pandas as pd

from studies.benchmark.record import Numbers, Record
from ui.charts import look

BASELINES = {
    "guided": "Guided mode, right answers",
    "star": "Everything into cause and outcome",
    "random": "Random arrows",
    "empty": "No arrows",
}
MEASURES = {"adjustment_validity": "adjustment sets that work", "f1": "arrows (F1)"}


def shown_rows(record: Record) -> list[tuple[str, Numbers]]:
    """The assistant first, then the baselines."""
    own = "This assistant" if record.assistant == "model" else "This run of guided mode"
    same = "guided" if record.assistant == "guided" and record.answers == "right" else ""
    beside = [(said, record.baselines[key]) for key, said in BASELINES.items() if key != same]
    return [(own, record.mean), *beside]


def benchmark_chart(record: Record) -> alt.TopLevelMixin:
    """Two marks a row, from 0 to 1: how often its adjustment sets work, and how well it finds the arrows."""
    told = shown_rows(record)
    order = look.labels([name for name, _ in told])
    rows = [
        {"what": label, "measure": said, "share": float(getattr(numbers, metric))}
        for label, (_, numbers) in zip(order, told, strict=True)
        for metric, said in MEASURES.items()
    ]
    said = list(MEASURES.values())
    titled = look.title("Mean over the problems (1 is perfect)")
    base = alt.Chart(pd.DataFrame(rows)).encode(y=look.names_axis(order))
    line = base.mark_line(color=look.GREY, strokeWidth=1).encode(x="share:Q", detail="what:N")
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X("share:Q", axis=alt.Axis(title=titled), scale=alt.Scale(domain=[0, 1])),
        color=alt.Color(
            "measure:N", scale=alt.Scale(domain=said, range=[look.BLUE, look.ORANGE]), legend=look.legend()
        ),
        shape=alt.Shape("measure:N", scale=alt.Scale(domain=said, range=["diamond", "circle"])),
        tooltip=[
            alt.Tooltip("what:N", title="Who"),
            alt.Tooltip("measure:N", title="What"),
            alt.Tooltip("share:Q", format=".2f"),
        ],
    )
    return (line + points).properties(height=look.height(look.rows(order), titled=titled, entries=said))


def benchmark_words(record: Record) -> str:
    """The chart in words."""
    parts = [
        f"{name}: {numbers.adjustment_validity:.2f} of its adjustment sets work, F1 of its arrows {numbers.f1:.2f}"
        for name, numbers in shown_rows(record)
    ]
    return "; ".join(parts) + "."
