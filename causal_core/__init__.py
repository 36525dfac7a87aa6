"""Causal questions, decided and computed: graphs, identification, estimates and the attacks on them.

The names here are the public face; they are loaded on first use, so that importing the package costs
almost nothing.

>>> import causal_core as cc
>>> graph = cc.CausalGraph.parse("age -> smoking; age -> cancer; smoking -> cancer")
>>> answer = cc.identify(graph, cc.Query(treatment="smoking", outcome="cancer"))
>>> answer.strategies[0].adjustment_set
('age',)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from causal_core.errors import CausalError as CausalError
    from causal_core.estimation.effect import estimate as estimate
    from causal_core.graph.admg import CausalGraph as CausalGraph
    from causal_core.identification.adjustment import adjustment_sets as adjustment_sets
    from causal_core.identification.adjustment import is_adjustment_set as is_adjustment_set
    from causal_core.identification.answer import Identified as Identified
    from causal_core.identification.answer import IdentifiedIf as IdentifiedIf
    from causal_core.identification.answer import NotIdentified as NotIdentified
    from causal_core.identification.answer import identify as identify
    from causal_core.identification.frontdoor import frontdoor_sets as frontdoor_sets
    from causal_core.identification.implications import implied_independences as implied_independences
    from causal_core.identification.instruments import instruments as instruments
    from causal_core.identification.precision import o_set as o_set
    from causal_core.identification.query import Query as Query
    from causal_core.refutation.battery import refute as refute
    from causal_core.results import Estimate as Estimate
    from causal_core.results import Refutation as Refutation
    from causal_core.results import RefutationReport as RefutationReport
    from causal_core.table.counts import expand_counts as expand_counts
    from causal_core.table.reading import read_table as read_table
    from causal_core.table.table import Table as Table

_HOME = {
    "CausalError": "errors",
    "CausalGraph": "graph.admg",
    "Estimate": "results",
    "Identified": "identification.answer",
    "IdentifiedIf": "identification.answer",
    "NotIdentified": "identification.answer",
    "Query": "identification.query",
    "Refutation": "results",
    "RefutationReport": "results",
    "Table": "table.table",
    "adjustment_sets": "identification.adjustment",
    "estimate": "estimation.effect",
    "expand_counts": "table.counts",
    "frontdoor_sets": "identification.frontdoor",
    "identify": "identification.answer",
    "implied_independences": "identification.implications",
    "instruments": "identification.instruments",
    "is_adjustment_set": "identification.adjustment",
    "o_set": "identification.precision",
    "read_table": "table.reading",
    "refute": "refutation.battery",
}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
