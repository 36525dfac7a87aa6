"""Effects on the treated: the outcome had the treatment been set, among those who took a certain value.

Split the treatment into what people took and what it is set to: P(Y_x | X = x*) is then a conditional
distribution in a graph in which what they took has no arrows out. It follows from the data exactly when
no hidden causes tie what people took to something that the treatment changes on the way to the outcome
(Shpitser & Pearl 2009, "Effects of treatment on the treated: identification and generalization";
the split graph is the single-world intervention graph of Richardson & Robins 2013).

>>> from causal_core.graph.admg import CausalGraph
>>> graph = CausalGraph.parse("age -> drug; age -> health; drug -> health")
>>> print(att_formula(graph, "drug", "health").estimand.formula)
P(health(drug) | drug*) = Σ_age P(health | age, drug) P(age | drug*)
"""

from __future__ import annotations

from collections.abc import Iterable

from causal_core.errors import QueryError
from causal_core.estimand.expr import Expr, Symbol, substitute
from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.identification.hedge import Hedge
from causal_core.identification.idc import (
    Blocked,
    Run,
    conditional,
    district_factors,
    factors,
    proof,
)
from causal_core.identification.masks import MaskGraph, bits, checked
from causal_core.identification.worlds import Recanting, WorldsFormula, before_treatment, worlds_formula

Found = tuple[int, tuple[Expr, ...]]


def att_formula(
    graph: CausalGraph,
    treatment: str | Iterable[str],
    outcome: str | Iterable[str],
    given: str | Iterable[str] = (),
) -> WorldsFormula:
    """Decide P(outcomes had the treatment been x | treatment was x*, given) and write it.

    The estimand's axes are the value set, the value taken, the conditions, the outcomes.

    Raises
    ------
    QueryError
        More than one treatment, or a condition that the treatment may change.
    """
    asked = checked(graph, treatment=treatment, outcome=outcome, condition=given)
    if len(asked["treatment"]) != 1:
        raise QueryError(
            "An effect on the treated is worked out for one treatment at a time.",
            fix="Ask about one treatment, or about the average effect.",
        )
    before_treatment(graph, asked["treatment"], asked["condition"])
    run = Run(MaskGraph.of(graph))
    x, y, z = (run.graph.mask(asked[part]) for part in ("treatment", "outcome", "condition"))
    kept, moved = _moved(run, x, y, z)
    found: Found | Blocked | Recanting
    if kept & x:
        set_, sought = moved, y | kept
        found = _split(run, x, sought, moved)
    else:
        run.note("no selection", f"What was taken says nothing about {run.listed(y)}: ask about everybody.")
        set_, sought = x | moved, y | kept
        found = factors(run, sought, set_)
    if isinstance(found, Recanting):
        return _formula(asked, run, recanting=found)
    if isinstance(found, Blocked):
        return _formula(asked, run, hedge=proof(graph, run.graph, found, set_, sought))
    return _formula(asked, run, conditional(run, found, y if kept else 0))


def _formula(
    asked: dict[str, tuple[str, ...]],
    run: Run,
    expression: Expr | None = None,
    *,
    recanting: Recanting | None = None,
    hedge: Hedge | None = None,
) -> WorldsFormula:
    return worlds_formula(
        "att",
        asked,
        run.graph,
        run.steps,
        notation="treated",
        expression=expression,
        recanting=recanting,
        hedge=hedge,
    )


def _moved(run: Run, x: int, y: int, z: int) -> tuple[int, int]:
    """IDC line 1 in the split graph: (conditions left, conditions set); x is among the conditions."""
    split, left, moved = run.graph.cut(out_of=x), x | z, 0
    again = True
    while again:
        again = False
        for i in bits(left):
            c = 1 << i
            if split.cut(into=moved, out_of=c).separated(y, c, moved | (left & ~c)):
                run.note(
                    "IDC line 1", f"Seeing {run.listed(c)} and setting it come to the same here (rule 2)."
                )
                left, again = left & ~c, True
                moved |= c & ~x
                break
    return left, moved


def _split(run: Run, x: int, sought: int, moved: int) -> Found | Blocked | Recanting:
    """The districts of the split graph, the one that holds what was taken at its starred value."""
    graph = run.graph
    live = graph.cut(out_of=x).ancestors(sought, graph.all & ~moved)
    treatment = graph.named(x)[0]
    star = {Symbol(treatment): Symbol(treatment, True)}
    terms: list[Expr] = []
    for part in reversed(graph.districts(live)):
        changed = part & graph.union(graph.children, x)
        if part & x and changed:
            return _recanting(run, treatment, part, changed)
        found = district_factors(run, part, graph.all)
        if isinstance(found, Blocked):
            return found
        terms += (substitute(term, star) for term in found) if part & x else found
    return live & ~sought, tuple(terms)


def _recanting(run: Run, treatment: str, part: int, changed: int) -> Recanting:
    return Recanting(
        treatment=treatment,
        district=run.graph.named(part),
        witness=None,
        first=run.graph.named(changed),
        second=(treatment,),
        sentence=(
            f"Hidden causes tie what “{treatment}” was taken to {listed(run.graph.named(changed))}, which "
            f"“{treatment}” itself changes: how those who took one value would have fared under another "
            "does not follow from data like these."
        ),
    )
