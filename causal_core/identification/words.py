"""Names in sentences.

>>> listed(("a", "b", "c"))
'“a”, “b” and “c”'
"""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str], joint: str = "and") -> str:
    """Names in quotation marks with commas and a last “and”."""
    marked = [f"“{name}”" for name in names]
    return marked[0] if len(marked) == 1 else ", ".join(marked[:-1]) + f" {joint} " + marked[-1]
