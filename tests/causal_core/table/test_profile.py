"""The bars of a profile are the rows of its column, no more and no fewer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal_core.table.profile import Profile, profile, profiles
from causal_core.table.table import Table


def of(values: object) -> Profile:
    return profile(Table.from_frame(pd.DataFrame({"x": values}), "t"), "x")


def test_levels_have_their_counts_in_order() -> None:
    found = of(["b", "a", "b", None])
    assert (found.labels, found.counts, found.n_missing) == (("a", "b"), (1, 2), 1)


def test_levels_beyond_fifty_are_counted_together() -> None:
    found = of([f"v{i:03d}" for i in range(60)] * 2)
    assert (len(found.labels), found.n_other) == (50, 20)


def test_bins_of_whole_numbers_hold_equally_many_of_them() -> None:
    found = of(np.arange(0, 101))
    assert set(np.diff(found.edges)) == {6.0}
    assert found.counts[:-1] == (6,) * 16
    assert found.labels[0] == "0 – 5"


def test_few_whole_numbers_have_a_bar_each() -> None:
    found = of([1, 2, 3, 4, 5, 6, 7, 9])
    assert found.labels == ("1", "2", "3", "4", "5", "6", "7", "8", "9")
    assert found.counts == (1, 1, 1, 1, 1, 1, 1, 0, 1)


def test_moments_are_those_of_numpy() -> None:
    values = np.random.default_rng(0).normal(size=200)
    found = of(values)
    assert found.mean == pytest.approx(values.mean())
    assert found.std == pytest.approx(values.std(ddof=1))
    assert (found.low, found.median, found.high) == pytest.approx(
        tuple(np.quantile(values, (0.05, 0.5, 0.95)))
    )


def test_times_are_in_days_with_dates_as_labels() -> None:
    found = of(pd.date_range("2020-01-01", periods=40))
    assert found.edges[0] == 18261.5
    assert found.labels[0] == "2020-01-01 – 2020-01-02"
    assert sum(found.counts) == 40


def test_every_row_is_in_a_bar_or_missing_or_other() -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "normal": np.where(rng.random(300) < 0.1, np.nan, rng.normal(size=300)),
            "whole": rng.integers(-(10**12), 10**12, 300),
            "huge": rng.uniform(-1, 1, 300) * 1.7e308,
            "infinite": np.where(rng.random(300) < 0.1, np.inf, rng.normal(size=300)),
            "text": [f"t{i % 70}" for i in range(300)],
            "bool": rng.random(300) < 0.5,
            "same": 3.25,
            "none": np.nan,
            "time": pd.Timestamp("2020") + pd.to_timedelta(rng.uniform(0, 1e6, 300), unit="s"),
            "big": 10**18 + np.arange(300) % 9,
        }
    )
    for found in profiles(Table.from_frame(frame, "t")):
        assert sum(found.counts) + found.n_other + found.n_missing == 300, found.name
        assert len(found.labels) == len(found.counts)
        assert not found.edges or len(found.edges) == len(found.counts) + 1
