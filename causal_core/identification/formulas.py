"""The textbook formulas of the strategies, as expressions that can be computed.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> graph = CausalGraph.parse("smoking -> tar -> cancer; smoking <-> cancer")
>>> front_door(graph, Query("smoking", "cancer"), ["tar"]).formula
'P(cancer | do(smoking)) = Σ_tar P(tar | smoking) Σ_smoking′ P(cancer | smoking′, tar) P(smoking′)'
"""

from __future__ import annotations

from collections.abc import Iterable

from causal_core.estimand.expr import Estimand, Expr, Symbol, prob, product, total
from causal_core.graph.admg import CausalGraph
from causal_core.identification.query import Query

TREATED_KINDS = ("att", "atc")


def unaffected(graph: CausalGraph, query: Query) -> Estimand:
    """P(y | w): the treatment changes nothing."""
    return _estimand(graph, query, prob(query.outcomes, query.given))


def back_door(graph: CausalGraph, query: Query, chosen: Iterable[str]) -> Estimand:
    """Σ_z P(y | x, z, w) P(z | w); for an effect on the treated Σ_z P(y | x, z, w) P(z | x*, w)."""
    z = tuple(chosen)
    second = tuple(Symbol(name, True) for name in query.treatments) if query.kind in TREATED_KINDS else ()
    among = prob(z, (*(Symbol(name) for name in query.given), *second))
    outcome = prob(query.outcomes, (*query.treatments, *z, *query.given))
    return _estimand(graph, query, total(z, product([outcome, among])))


def front_door(graph: CausalGraph, query: Query, mediators: Iterable[str]) -> Estimand:
    """Σ_z P(z | x) Σ_x′ P(y | x′, z) P(x′); P(y) when there is nothing to carry an effect."""
    z = tuple(mediators)
    if not z:
        return _estimand(graph, query, prob(query.outcomes))
    inner = total(
        query.treatments,
        product([prob(query.outcomes, (*query.treatments, *z)), prob(query.treatments)]),
    )
    return _estimand(graph, query, total(z, product([prob(z, query.treatments), inner])))


def _estimand(graph: CausalGraph, query: Query, expression: Expr) -> Estimand:
    treated = query.kind in TREATED_KINDS
    x = tuple(sorted(query.treatments))
    return Estimand(
        expression=expression,
        nodes=graph.observed,
        treatments=x,
        outcomes=tuple(sorted(query.outcomes)),
        given=tuple(sorted(query.given)),
        reference=x if treated else (),
        notation="treated" if treated else "do",
    )
