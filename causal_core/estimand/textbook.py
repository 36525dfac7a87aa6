"""The two formulas that every textbook prints, as estimands: back door and front door.

They are only written here. Whether a set may be adjusted for, or is a front door, is decided in
:mod:`causal_core.identification`.

>>> from causal_core.graph.admg import CausalGraph
>>> graph = CausalGraph.parse("age -> smoking; age -> cancer; smoking -> cancer")
>>> print(backdoor_estimand(graph, "smoking", "cancer", ["age"]).formula)
P(cancer | do(smoking)) = Σ_age P(cancer | age, smoking) P(age)
"""

from __future__ import annotations

from collections.abc import Iterable

from causal_core.estimand.expr import Estimand, prob, product, total
from causal_core.graph.admg import CausalGraph

Names = str | Iterable[str]


def _several(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(sorted(names))


def backdoor_estimand(
    graph: CausalGraph, treatments: Names, outcomes: Names, adjustment_set: Names, given: Names = ()
) -> Estimand:
    """``Σ_z P(y | x, z, c) P(z | c)`` for a valid adjustment set z (Pearl 1995; Shpitser et al. 2010).

    With ``given``, both z and c together must be a valid set and c must not be affected by the treatments;
    a variable that is in both is conditioned on.
    """
    x, y, c = _several(treatments), _several(outcomes), _several(given)
    z = tuple(name for name in _several(adjustment_set) if name not in c)
    body = product([prob(y, x + z + c), prob(z, c)])
    return Estimand(expression=total(z, body), nodes=graph.observed, treatments=x, outcomes=y, given=c)


def frontdoor_estimand(graph: CausalGraph, treatments: Names, outcomes: Names, mediators: Names) -> Estimand:
    """``Σ_m P(m | x) Σ_x′ P(y | m, x′) P(x′)`` for a front-door set m (Pearl 1995, theorem 2)."""
    x, y, m = _several(treatments), _several(outcomes), _several(mediators)
    second = total(x, product([prob(y, m + x), prob(x)]))
    return Estimand(
        expression=total(m, product([prob(m, x), second])), nodes=graph.observed, treatments=x, outcomes=y
    )
