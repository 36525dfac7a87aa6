"""The benchmark's picture says the same as its words and stays within its frame."""

from __future__ import annotations

from datetime import UTC, datetime

from studies.benchmark.problems import built_in
from studies.benchmark.record import Record, recorded
from studies.benchmark.run import run_guided
from ui.charts import benchmark_chart, benchmark_words
from ui.charts.benchmark import shown_rows


def run() -> Record:
    found = run_guided(built_in())
    return recorded(found, when=datetime(2026, 1, 1, tzinfo=UTC), seconds=1, source="own")


def test_the_picture_and_the_words_tell_every_row() -> None:
    told = benchmark_chart(run()).to_dict()
    rows = [row for data in told["datasets"].values() for row in data]
    assert {row["what"].replace("\n", "") for row in rows} == {name for name, _ in shown_rows(run())}
    assert len(rows) == 2 * len(shown_rows(run()))
    for name, numbers in shown_rows(run()):
        assert f"{name}: {numbers.adjustment_validity:.2f}" in benchmark_words(run())


def test_what_differs_in_colour_differs_in_shape_as_well() -> None:
    layers = benchmark_chart(run()).to_dict()["layer"]
    points = next(layer for layer in layers if "shape" in layer["encoding"])
    assert points["encoding"]["color"]["field"] == points["encoding"]["shape"]["field"] == "measure"
