"""A value given as text is found in the column in other writing too, where it can be one value only."""

from __future__ import annotations

import pandas as pd
import pytest

from causal_core.table.table import Table

COLUMNS = {
    "truth": [True, False],
    "text": ["True", "False"],
    "numbers": [1, 0],
    "floats": [1.0, 0.0],
    "halves": [0.5, 1.5],
    "words": ["YES", "no"],
    "twice": ["Yes", "yes"],
    "codes": ["1", "01"],
}
TABLE = Table.from_frame(pd.DataFrame({name: values * 10 for name, values in COLUMNS.items()}), "data")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("truth", v) for v in ("True", "true", "TRUE", "1", "1.0", 1, True)),
        *(("text", v) for v in ("True", "true", "1")),
        *(("numbers", v) for v in ("1", "1.0", "01", "1e0", " 1 ", "true", "True", True, 1.0)),
        *(("floats", v) for v in ("1", "1.0", "1.00", "true")),
        *(("halves", v) for v in ("0.5", ".5", "0.50")),
        *(("words", v) for v in ("YES", "yes", "Yes", " yes ")),
        *(("twice", v) for v in ("Yes",)),
        *(("codes", v) for v in ("1",)),
    ],
)
def test_the_value_in_other_writing_is_the_value(column: str, value: object) -> None:
    assert TABLE.matches(column, value).tolist() == [True, False] * 10


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("twice", "YES"),
        ("codes", "1.0"),
        ("words", "maybe"),
        ("truth", "yes"),
        ("numbers", "2"),
        ("numbers", "nan"),
        ("halves", "true"),
        ("words", ""),
    ],
)
def test_what_could_be_two_values_or_is_none_is_none(column: str, value: str) -> None:
    assert not TABLE.matches(column, value).any()
