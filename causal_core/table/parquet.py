"""Parquet bytes to a frame. The types are the file's own; nothing is guessed from text.

>>> import io
>>> import pandas as pd
>>> buffer = io.BytesIO()
>>> pd.DataFrame({"age": [61, 48]}).to_parquet(buffer)
>>> read_parquet(buffer.getvalue(), max_columns=10)["age"].tolist()
[61, 48]
"""

from __future__ import annotations

import pandas as pd

from causal_core.errors import EmptyTableError, TableError, TooLargeError
from causal_core.table.issues import refusal

MAX_CELLS = 200_000_000
"""Cells a Parquet file may unpack to, 1.6 GB of numbers: a small file can hold any number of equal rows."""


def read_parquet(raw: bytes, *, max_columns: int) -> pd.DataFrame:
    """The frame in a Parquet file.

    Raises
    ------
    TableError
        The file is damaged, has too many columns or cells, or none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(raw))
        _check_size(file.metadata.num_rows, file.metadata.num_columns, max_columns)
        arrow = file.read()
        frame: pd.DataFrame = arrow.to_pandas(ignore_metadata=True)
    except (pa.ArrowException, OSError, ValueError, TypeError, NotImplementedError) as problem:
        raise refusal(
            TableError,
            "damaged_parquet",
            "This Parquet file is damaged or has columns that cannot be read.",
            fix="Write it again, or save the table as CSV.",
        ) from problem
    return frame


def _check_size(n_rows: int, n_columns: int, max_columns: int) -> None:
    if n_columns > max_columns:
        raise refusal(
            TooLargeError,
            "too_many_columns",
            f"The file has {n_columns:,} columns; at most {max_columns:,} can be read.",
            fix="Keep only the columns that the question needs.",
        )
    if n_rows * n_columns > MAX_CELLS:
        raise refusal(
            TooLargeError,
            "too_many_rows",
            f"The file has {n_rows:,} rows and {n_columns:,} columns, more than fit in memory.",
            fix="Keep only the columns and rows that the question is about.",
        )
    if n_rows == 0 or n_columns == 0:
        raise refusal(
            EmptyTableError,
            "no_rows",
            "The file has no rows of data.",
            fix="Choose a file with data in it.",
        )
