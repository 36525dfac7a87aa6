"""A table never changes, knows its columns, and hashes what it holds."""

from __future__ import annotations

import datetime
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest

from causal_core.errors import HeaderError, TableError, UnknownColumnError
from causal_core.table.table import Table


def people() -> pd.DataFrame:
    return pd.DataFrame({"smoker": ["yes", "no", None], "age": [61.0, 48.0, np.nan], "sex": [0, 1, 1]})


def test_nothing_written_to_a_frame_reaches_the_table() -> None:
    source = people()
    table = Table.from_frame(source, "people")
    source.loc[0, "sex"] = 9
    frame = table.frame
    frame.loc[0, "sex"] = 7
    frame["new"] = 1
    assert table.frame["sex"].tolist() == [0, 1, 1]
    assert "new" not in table.frame
    with pytest.raises(ValueError, match="read-only"):
        table.frame["sex"].to_numpy()[0] = 5


def test_a_table_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Table.from_frame(people(), "people").name = "other"  # type: ignore[misc]


def test_an_unknown_column_gets_close_matches() -> None:
    with pytest.raises(UnknownColumnError) as caught:
        Table.from_frame(people(), "people").variable("smokr")
    assert caught.value.message == "The data have no column called “smokr”. Did you mean “smoker”?"


def test_equal_frames_have_equal_hashes_and_others_do_not() -> None:
    hashes = {
        Table.from_frame(frame, "t").sha256
        for frame in (
            people(),
            people().rename(columns={"age": "ages"}),
            people()[["age", "smoker", "sex"]],
            people().iloc[::-1],
            people().assign(sex=[0, 1, 0]),
            people().assign(sex=[0.0, 1.0, 1.0]),
            people().assign(smoker=["yes", "no", ""]),
            people().assign(smoker=["yesn", "o", None]),
        )
    }
    assert len(hashes) == 8
    assert Table.from_frame(people(), "t").sha256 in hashes
    assert Table.from_frame(people().set_index(pd.Index([5, 6, 7])), "t").sha256 in hashes


def test_a_table_survives_the_trip_between_processes() -> None:
    table = Table.from_frame(people(), "people")
    again = pickle.loads(pickle.dumps(table))
    assert again == table
    assert hash(again) == hash(table)
    pd.testing.assert_frame_equal(again.frame, table.frame)


def test_every_type_of_pandas_becomes_one_of_five() -> None:
    n = 6
    frame = pd.DataFrame(
        {
            "int8": np.arange(n, dtype="int8"),
            "Int64": pd.array([1, None, 2, 3, 4, 5], dtype="Int64"),
            "float32": np.linspace(0, 1, n, dtype="float32"),
            "bool": [True, False] * 3,
            "boolean": pd.array([True, None, False] * 2, dtype="boolean"),
            "category": pd.Categorical(["a", "b", None] * 2),
            "codes": pd.Categorical([1, 2, 2] * 2),
            "object": pd.Series(["x", None, "y"] * 2, dtype=object),
            "date": [datetime.date(2020, 1, i + 1) for i in range(n)],
            "zone": pd.date_range("2020", periods=n, tz="Europe/Berlin"),
            "delta": pd.to_timedelta(range(n), unit="h"),
            "none": [None] * n,
        }
    )
    table = Table.from_frame(frame, "types")
    assert {v.name: (str(table.frame[v.name].dtype), v.dtype) for v in table.variables} == {
        "int8": ("int64", "int"),
        "Int64": ("float64", "float"),
        "float32": ("float64", "float"),
        "bool": ("bool", "bool"),
        "boolean": ("str", "text"),
        "category": ("str", "text"),
        "codes": ("int64", "int"),
        "object": ("str", "text"),
        "date": ("datetime64[us]", "time"),
        "zone": ("datetime64[us]", "time"),
        "delta": ("float64", "float"),
        "none": ("float64", "float"),
    }
    assert table.variable("boolean").levels == ("False", "True")


def test_mixed_values_become_text_with_a_warning() -> None:
    table = Table.from_frame(pd.DataFrame({"x": [1, "a", None]}), "mixed")
    assert table.frame["x"].tolist()[:2] == ["1", "a"]
    assert [i.code for i in table.issues] == ["mixed_types"]


def test_repeated_names_and_complex_numbers_are_refused() -> None:
    with pytest.raises(HeaderError, match="Columns 1 and 2 have the same name “a”"):
        Table.from_frame(pd.DataFrame([[1, 2]], columns=["a", "a"]), "t")
    with pytest.raises(TableError, match="complex numbers"):
        Table.from_frame(pd.DataFrame({"z": [1j]}), "t")


@pytest.mark.parametrize("value", ["1", 1, 1.0, True, np.int64(1), np.float64(1)])
def test_a_value_matches_however_it_is_written(value: object) -> None:
    table = Table.from_frame(pd.DataFrame({"i": [0, 1, 1], "f": [1.0, np.nan, 0.0]}), "t")
    assert table.matches("i", value).tolist() == [False, True, True]
    assert table.matches("f", value).tolist() == [True, False, False]


def test_labels_are_the_levels() -> None:
    frame = people().assign(ok=[True, False, True], day=pd.to_datetime(["2020-01-01", None, "2020-01-02"]))
    table = Table.from_frame(frame, "t")
    for name in ("smoker", "sex", "ok", "day"):
        assert sorted(table.labels(name).dropna().unique()) == sorted(table.variable(name).levels)
    assert table.labels("smoker").isna().tolist() == [False, False, True]


def test_levels_of_numbers_are_in_order_of_size() -> None:
    table = Table.from_frame(pd.DataFrame({"x": [10, 2, 1, 2]}), "t")
    assert table.variable("x").levels == ("1", "2", "10")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0, 1, 0], "binary"),
        ([1.5, 2.5, 1.5], "binary"),
        ([True, True, True], "binary"),
        ([1, 2, 3], "category"),
        ([1.0, 2.0, 6.0, np.nan], "category"),
        ([1, 2, 3, 4, 5, 6, 7], "number"),
        ([1.0, 2.0, 2.5], "number"),
        ([5, 5, 5], "number"),
        (["a", "b", "c"], "category"),
        (["a", "a"], "category"),
        (pd.to_datetime(["2020-01-01", "2020-01-02", "2020-01-03"]), "time"),
        (pd.to_datetime(["2020-01-01", "2020-01-02"]), "binary"),
        ([np.nan, np.nan], "number"),
    ],
)
def test_the_kind_follows_the_rules(values: object, kind: str) -> None:
    assert Table.from_frame(pd.DataFrame({"x": values}), "t").variable("x").kind == kind


def test_an_empty_table_is_no_trouble() -> None:
    assert Table.from_frame(pd.DataFrame(), "nothing").n_rows == 0
    assert Table.from_frame(pd.DataFrame({"a": []}), "nothing").variable("a").n_distinct == 0
