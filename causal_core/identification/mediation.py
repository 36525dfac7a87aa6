"""Effects along some paths and not along others: controlled, natural direct and indirect, path-specific.

*Controlled direct*: the effect of the treatment with the mediators held at fixed values; a joint
intervention, decided by ID. *Natural direct*: the paths around the mediators see the new value of the
treatment, the mediators stay what they would have been under the old one. *Natural indirect*: the other
way round. *Path-specific*: the paths made of chosen arrows see the new value.

The last three mix two values of the treatment. They follow from the data exactly when no variable, and no
group of variables tied by hidden causes, would have to see both (no recanting witness: Avin, Shpitser &
Pearl 2005; no recanting district: Shpitser 2013), and each district follows from the data as in ID.

>>> from causal_core.graph.admg import CausalGraph
>>> graph = CausalGraph.parse("drug -> sleep -> mood; drug -> mood; age -> sleep; age -> mood")
>>> print(nde_formula(graph, "drug", "mood", "sleep").estimand.formula)
P(mood(drug; drug*)) = Σ_age, sleep P(mood | age, drug, sleep) P(sleep | age, drug*) P(age)
>>> refused = nde_formula(CausalGraph.parse("drug -> dose -> sleep -> mood; dose -> mood"), "drug", "mood", "sleep")
>>> refused.recanting.witness
'dose'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from causal_core.errors import QueryError
from causal_core.estimand.expr import Expr, Symbol, substitute
from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.identification.hedge import Hedge
from causal_core.identification.idc import (
    Blocked,
    Formula,
    Run,
    conditional,
    district_factors,
    id_formula,
    move_conditions,
    proof,
)
from causal_core.identification.masks import MaskGraph, bits, checked
from causal_core.identification.treated import att_formula as att_formula
from causal_core.identification.worlds import (
    Recanting,
    WorldsFormula,
    WorldsKind,
    before_treatment,
    parting_node,
    worlds_formula,
)

Names = str | Iterable[str]
Chosen = Callable[[int, int], bool]


def cde_formula(
    graph: CausalGraph, treatments: Names, outcomes: Names, mediators: Names, given: Names = ()
) -> Formula:
    """P(outcomes | do(treatments, mediators), given): contrast treatments with the mediators held fixed."""
    asked = checked(graph, treatment=treatments, outcome=outcomes, mediator=mediators, condition=given)
    _needs_mediators(asked["mediator"])
    return id_formula(graph, asked["treatment"] + asked["mediator"], asked["outcome"], asked["condition"])


def nde_formula(
    graph: CausalGraph, treatments: Names, outcomes: Names, mediators: Names, given: Names = ()
) -> WorldsFormula:
    """P(outcomes) when paths that avoid the mediators see ``x`` and the mediators stay as under ``x*``.

    The natural direct effect of going from ``x*`` to ``x`` is its mean at (x, x*) minus at (x*, x*).

    Raises
    ------
    QueryError
        No mediator, or a condition that the treatment may change.
    """
    return _natural("nde", graph, treatments, outcomes, mediators, given)


def nie_formula(
    graph: CausalGraph, treatments: Names, outcomes: Names, mediators: Names, given: Names = ()
) -> WorldsFormula:
    """P(outcomes) when the mediators become what they are under ``x`` and all else sees ``x*``.

    The natural indirect effect of going from ``x*`` to ``x`` is its mean at (x, x*) minus at (x*, x*).
    Raises as :func:`nde_formula`.
    """
    return _natural("nie", graph, treatments, outcomes, mediators, given)


def path_formula(
    graph: CausalGraph,
    treatments: Names,
    outcomes: Names,
    edges: Iterable[tuple[str, str]],
    given: Names = (),
) -> WorldsFormula:
    """P(outcomes) when the causal paths made only of the arrows ``edges`` see ``x`` and all others ``x*``.

    Raises
    ------
    QueryError
        An arrow is not in the graph of the measured variables, or a condition may be changed.
    """
    asked = checked(graph, treatment=treatments, outcome=outcomes, condition=given)
    masks = MaskGraph.of(graph)
    chosen = set()
    for a, b in edges:
        if (
            a not in masks.index
            or b not in masks.index
            or not masks.parents[masks.index[b]] >> masks.index[a] & 1
        ):
            raise QueryError(
                f"The graph of the measured variables has no arrow “{a}” → “{b}”.",
                fix="Choose arrows of the graph.",
                where=f"{a} → {b}",
            )
        chosen.add((masks.index[a], masks.index[b]))
    through = {masks.names[i] for edge in chosen for i in edge}.difference(*asked.values())
    question = _Question("path", asked, tuple(sorted(through)), lambda a, b: (a, b) in chosen, False)
    return _along(graph, question)


@dataclass(frozen=True, slots=True)
class _Question:
    """``chosen`` arrows make the first kind of path; ``turned``: it is the other kind that sees x."""

    kind: WorldsKind
    asked: dict[str, tuple[str, ...]]
    mediators: tuple[str, ...]
    chosen: Chosen
    turned: bool


def _natural(
    kind: WorldsKind, graph: CausalGraph, treatments: Names, outcomes: Names, mediators: Names, given: Names
) -> WorldsFormula:
    asked = checked(graph, treatment=treatments, outcome=outcomes, mediator=mediators, condition=given)
    _needs_mediators(asked["mediator"])
    held = MaskGraph.of(graph).mask(asked["mediator"])
    return _along(
        graph, _Question(kind, asked, asked["mediator"], lambda a, b: not held >> b & 1, kind == "nie")
    )


def _needs_mediators(mediators: tuple[str, ...]) -> None:
    if not mediators:
        raise QueryError(
            "A direct or indirect effect needs a mediator.", fix="Name the variable that is on the way."
        )


def _along(graph: CausalGraph, question: _Question) -> WorldsFormula:
    asked = question.asked
    before_treatment(graph, asked["treatment"], asked["condition"])
    run = Run(MaskGraph.of(graph))
    x, y, z = (run.graph.mask(asked[part]) for part in ("treatment", "outcome", "condition"))
    x_and_moved, z_left = move_conditions(run, x, y, z)
    found = _districts(run, question, (x, y), x_and_moved, y | z_left)
    if isinstance(found, Recanting):
        return _formula(question, run, recanting=found)
    if isinstance(found, Blocked):
        return _formula(question, run, hedge=proof(graph, run.graph, found, x_and_moved, y | z_left))
    return _formula(question, run, conditional(run, found, y if z_left else 0))


def _formula(
    question: _Question,
    run: Run,
    expression: Expr | None = None,
    *,
    recanting: Recanting | None = None,
    hedge: Hedge | None = None,
) -> WorldsFormula:
    return worlds_formula(
        question.kind,
        question.asked,
        run.graph,
        run.steps,
        notation="paths",
        expression=expression,
        mediators=question.mediators,
        recanting=recanting,
        hedge=hedge,
    )


def _districts(
    run: Run, question: _Question, xy: tuple[int, int], set_: int, sought: int
) -> tuple[int, tuple[Expr, ...]] | Blocked | Recanting:
    """Σ Π Q[D], every district D at the value of the treatment that its paths see."""
    graph = run.graph
    live = graph.ancestors(sought, graph.all & ~set_)
    kinds = _kinds(graph, question, xy[1], live)
    terms: list[Expr] = []
    for part in reversed(graph.districts(live)):
        change = {}
        for i in bits(xy[0]):
            first, second = _seen(graph, question.chosen, kinds, i, part)
            if question.turned:
                first, second = second, first
            if first and second:
                return _recanting(run, i, part, (first, second), kinds)
            if second:
                change[Symbol(graph.names[i])] = Symbol(graph.names[i], True)
        found = district_factors(run, part, graph.all)
        if isinstance(found, Blocked):
            return found
        if change:
            run.note("paths", f"{run.listed(part)} sees the value that the treatment is compared with.")
        terms.extend(substitute(term, change) for term in found)
    return live & ~sought, tuple(terms)


def _kinds(graph: MaskGraph, question: _Question, y: int, live: int) -> tuple[int, int]:
    """Nodes with a path to an outcome made of chosen arrows only, and with one that has another arrow."""
    pure, mixed = y & live, 0
    for i in reversed(list(bits(live))):
        for child in bits(graph.children[i] & live):
            is_pure, is_mixed = pure >> child & 1, mixed >> child & 1
            if question.chosen(i, child):
                pure |= is_pure << i
                mixed |= is_mixed << i
            else:
                mixed |= (is_pure | is_mixed) << i
    return pure, mixed


def _seen(graph: MaskGraph, chosen: Chosen, kinds: tuple[int, int], x: int, part: int) -> tuple[int, int]:
    """Children of the treatment in this district that begin a path of chosen arrows, and another path."""
    first = second = 0
    for child in bits(graph.children[x] & part):
        pure, mixed = kinds[0] >> child & 1, kinds[1] >> child & 1
        if chosen(x, child):
            first |= pure << child
            second |= mixed << child
        else:
            second |= (pure | mixed) << child
    return first, second


def _recanting(run: Run, x: int, part: int, seen: tuple[int, int], kinds: tuple[int, int]) -> Recanting:
    graph, treatment = run.graph, run.graph.names[x]
    both = seen[0] & seen[1]
    if both:
        at = parting_node(graph, next(bits(both)), kinds[0] & kinds[1])
        witness = graph.names[at]
        reason = (
            f"“{witness}” is changed by “{treatment}” and then acts both along the chosen paths and along "
            "others: it would have to see both values of the treatment at once."
        )
    else:
        witness = None
        reason = (
            f"Hidden causes tie {listed(graph.named(seen[0]))}, on the chosen paths, to "
            f"{listed(graph.named(seen[1]))}, on the others: together they would have to see both values of "
            f"“{treatment}” at once."
        )
    return Recanting(
        treatment=treatment,
        district=graph.named(part),
        witness=witness,
        first=graph.named(seen[0]),
        second=graph.named(seen[1]),
        sentence=f"{reason} Not even experiments on “{treatment}” would show that.",
    )
