"""Cells of a column as they stand in the file, and what decides how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd
import pyarrow.compute as pc

from causal_core.table.issues import Repair

_SAMPLE = 200
"""Distinct values that must fit a pattern before all are tried."""

Cells: TypeAlias = Any  # a pyarrow.ChunkedArray of strings; pyarrow has no types


@dataclass(frozen=True, slots=True)
class Reading:
    """What decides how cells are read: the file's separator, accepted repairs, and lines for messages."""

    separator: str
    repairs: frozenset[str]
    line_of: Callable[[int], int]

    def accepted(self, repair: Repair) -> bool:
        """Whether a person accepted this repair."""
        return repair.id in self.repairs


def distinct_if(values: Cells, fits: Callable[[list[str]], object | None]) -> list[str]:
    """All distinct values if a first sample of them fits; else none (so that free text costs little)."""
    head = [text for text in pc.unique(values[: 10 * _SAMPLE]).to_pylist() if text is not None]
    if head and fits(head[:_SAMPLE]) is None:
        return []
    return [text for text in pc.unique(values).to_pylist() if text is not None]


def series(values: Cells, dtype: str) -> pd.Series[Any]:
    """Cells or numbers as a pandas column."""
    return pd.Series(values.to_pandas(), dtype=pd.api.types.pandas_dtype(dtype))


def short(text: str, limit: int = 40) -> str:
    """A text that fits into a sentence."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
