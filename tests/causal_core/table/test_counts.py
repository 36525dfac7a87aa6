"""A table of counts becomes one row a case, and only if it is one."""

from __future__ import annotations

import pandas as pd
import pytest

import causal_core as cc
from causal_core.errors import EmptyTableError, TableError, TooLargeError, UnknownColumnError
from causal_core.table.counts import count_column_issue, expand_counts
from causal_core.table.reading import read_table
from causal_core.table.table import Table

STONES = "treatment,stone,success,count\nA,small,1,81\nA,small,0,6\nB,small,1,234\nB,small,0,36\n"


def counted(**columns: object) -> Table:
    return Table.from_frame(pd.DataFrame(columns), "t")


def test_rows_become_cases() -> None:
    table = expand_counts(counted(a=["x", "y", "z"], n=[2, 0, 1]), "n")
    assert table.frame["a"].tolist() == ["x", "x", "z"]
    assert table.names == ("a",)
    assert table.variable("a").levels == ("x", "z")


def test_sums_are_kept() -> None:
    table = expand_counts(read_table(STONES.encode(), name="stones.csv"), "count")
    assert table.n_rows == 81 + 6 + 234 + 36
    assert int(table.matches("success", 1).sum()) == 81 + 234


def test_the_hash_says_that_it_was_expanded() -> None:
    table = counted(a=["x", "y"], n=[2, 1], count=[2, 1])
    hashes = {table.sha256, expand_counts(table, "n").sha256, expand_counts(table, "count").sha256}
    assert len(hashes) == 3
    assert expand_counts(table, "n") == expand_counts(table, "n")


def test_reading_with_the_repair_is_expanding() -> None:
    table = read_table(STONES.encode(), name="stones.csv")
    found = table.issues[-1]
    assert found.message == (
        "Column “count” looks like counts: each row may stand for several cases, 357 in all."
    )
    assert found.repair is not None
    again = read_table(STONES.encode(), name="stones.csv", repairs=[found.repair.id])
    assert again == expand_counts(table, "count")
    pd.testing.assert_frame_equal(again.frame, expand_counts(table, "count").frame)
    assert again.issues[0].message == "4 rows became 357 cases by the counts in “count”."
    assert "counts" not in [i.code for i in again.issues[1:]]


def test_it_is_on_the_public_face() -> None:
    assert cc.expand_counts is expand_counts


@pytest.mark.parametrize("name", ["Freq", "count", "n", "N", "weight", "Cases"])
def test_a_column_called_so_is_suspected(name: str) -> None:
    assert count_column_issue(counted(**{"a": ["x", "y"], name: [20, 3]})) is not None


@pytest.mark.parametrize(
    "columns",
    [
        {"a": ["x", "y"], "income": [20, 3]},  # another name
        {"a": ["x", "x"], "n": [20, 3]},  # the same combination twice
        {"a": ["x", "y"], "n": [20, -3]},  # negative
        {"a": ["x", "y"], "n": [20, 3.5]},  # no whole number
        {"a": ["x", "y", "z"], "n": [20, 3, None]},  # missing
        {"a": ["x", "y"], "n": [0, 1]},  # every row at most one case
        {"a": [1.5, 2.25, 7.0], "n": [3, 2, 2]},  # a measured number beside it
        {"n": [20, 3]},  # nothing else
    ],
)
def test_other_columns_are_not(columns: dict[str, object]) -> None:
    assert count_column_issue(counted(**columns)) is None


@pytest.mark.parametrize(
    "counts", [[1, -1], [1.5, 2], [1, None], ["a", "b"], [True, False], [1.0, float("inf")]]
)
def test_what_cannot_be_counts_is_refused(counts: list[object]) -> None:
    with pytest.raises(TableError) as caught:
        expand_counts(counted(a=["x", "y"], n=counts), "n")
    assert caught.value.message == (
        "Column “n” cannot be counts: they must be whole numbers from 0 up, none missing."
    )


def test_too_many_and_too_few_cases_are_refused() -> None:
    with pytest.raises(TooLargeError, match="stand for 6,000,001 cases; at most 5,000,000"):
        expand_counts(counted(a=["x", "y"], n=[6_000_000, 1]), "n")
    with pytest.raises(EmptyTableError, match="are all 0"):
        expand_counts(counted(a=["x", "y"], n=[0, 0]), "n")
    with pytest.raises(TableError, match="no column besides the counts"):
        expand_counts(counted(n=[1, 2]), "n")
    with pytest.raises(UnknownColumnError):
        expand_counts(counted(a=["x", "y"], n=[1, 2]), "m")
