"""How the stress tests themselves did in simulation: loaded from the file the benchmark wrote.

``benchmarks/refutation_power.py`` makes ``measured.json``; a test without an entry there has no measured
rates, and none are made up.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from causal_core.results import Measured


@cache
def measured() -> dict[str, Measured]:
    """False-alarm rate and power of each test by name."""
    source = files("causal_core.refutation") / "measured.json"
    if not source.is_file():
        return {}
    return {name: Measured(**row) for name, row in json.loads(source.read_text("utf-8")).items()}
