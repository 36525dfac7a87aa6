"""ID and IDC: decide whether P(outcomes | do(treatments), given) follows from the data, and write it down.

Complete: where the graph allows an answer one is found, and where none is found a hedge proves that there
is none. The code follows figure 3 of Shpitser & Pearl (2006), "Identification of joint interventional
distributions in recursive semi-Markovian causal models", and figure 3 of their "Identification of
conditional interventional distributions" (UAI 2006), with the papers' line numbers. Latent variables are
projected out first.

After line 4 each call is about one district S = V \\ X, and lines 2 to 4 leave S whole from then on (all of
S are ancestors of the outcomes inside S); so lines 2, 5, 6 and 7 are one loop and nothing recurses.

>>> from causal_core.graph.admg import CausalGraph
>>> napkin = CausalGraph.parse("z2 -> z1 -> x -> y; z2 <-> x; z2 <-> y")
>>> id_formula(napkin, "x", "y").estimand.formula
'P(y | do(x)) = (Σ_z2 P(x, y | z1, z2) P(z2)) / (Σ_z2 P(x | z1, z2) P(z2))'
>>> bow = id_formula(CausalGraph.parse("x -> y; x <-> y"), "x", "y")
>>> bow.identifiable, sorted(bow.hedge.forest), sorted(bow.hedge.subforest)
(False, ['x', 'y'], ['y'])
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from causal_core.errors import CausalError, QueryError
from causal_core.estimand.expr import Estimand, Expr
from causal_core.estimand.simplify import Names, Rules, divided, polished, summed
from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.identification.current import Carried, Observed
from causal_core.identification.hedge import Hedge, hedge_faults, smallest
from causal_core.identification.masks import MaskGraph, bits, checked


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the decision: the paper's line, and what was done in words."""

    line: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """What ID found: an estimand, or a hedge; ``trace`` says how."""

    treatments: tuple[str, ...]
    outcomes: tuple[str, ...]
    given: tuple[str, ...]
    estimand: Estimand | None
    hedge: Hedge | None
    trace: tuple[Step, ...]

    @property
    def identifiable(self) -> bool:
        """Does the quantity follow from the observed distribution and the graph alone?"""
        return self.hedge is None

    @property
    def expression(self) -> Expr | None:
        """The estimand's expression."""
        return None if self.estimand is None else self.estimand.expression


@dataclass(frozen=True, slots=True)
class Blocked:
    """Line 5: the masks of F and F′."""

    forest: int
    subforest: int


@dataclass(frozen=True, slots=True)
class Run:
    """One decision under way: the graph, what simplification may use, the steps so far.

    With ``writes`` false only the verdict is worked out.
    """

    graph: MaskGraph
    writes: bool = True
    steps: list[Step] = field(default_factory=list)

    @property
    def rules(self) -> Rules:
        """What the graph says to the simplifier."""
        graph = self.graph

        def independent(a: Names, b: Names, given: Names) -> bool:
            return graph.separated(graph.mask(a), graph.mask(b), graph.mask(given))

        return Rules(independent, graph.index)

    def note(self, line: str, text: str) -> None:
        """Put a step on record."""
        if self.writes:
            self.steps.append(Step(line, text))

    def listed(self, mask: int) -> str:
        """The names in a mask for a sentence."""
        return listed(self.graph.named(mask))


def id_formula(
    graph: CausalGraph,
    treatments: str | Iterable[str],
    outcomes: str | Iterable[str],
    given: str | Iterable[str] = (),
) -> Formula:
    """Decide P(outcomes | do(treatments), given) and write it as an expression of the observed joint.

    Parameters
    ----------
    graph : CausalGraph
    treatments, outcomes, given : str or iterable of str
        Measured variables, no one in two of the three. ``given`` is conditioned on after the
        intervention and may be affected by it; ``treatments`` may be empty.

    Returns
    -------
    Formula
        With an ``estimand`` when identifiable, else with a ``hedge``. Cost: polynomial; about
        n² bit operations for n ancestors of the outcomes.

    Raises
    ------
    UnknownVariableError, QueryError
        The question does not fit the graph.
    """
    asked = _asked(graph, treatments, outcomes, given)
    run = Run(MaskGraph.of(graph))
    x, y, z = (run.graph.mask(asked[part]) for part in ("treatment", "outcome", "condition"))
    x_and_moved, z_left = move_conditions(run, x, y, z)
    found = factors(run, y | z_left, x_and_moved)
    if isinstance(found, Blocked):
        return _formula(asked, None, proof(graph, run.graph, found, x_and_moved, y | z_left), run)
    expression = conditional(run, found, y if z_left else 0)
    estimand = Estimand(
        expression=expression,
        nodes=tuple(sorted(run.graph.names)),
        treatments=asked["treatment"],
        outcomes=asked["outcome"],
        given=asked["condition"],
    )
    return _formula(asked, estimand, None, run)


def is_identifiable(
    graph: CausalGraph,
    treatments: str | Iterable[str],
    outcomes: str | Iterable[str],
    given: str | Iterable[str] = (),
) -> bool:
    """The verdict of :func:`id_formula` without the formula: many times faster, for searches."""
    asked = _asked(graph, treatments, outcomes, given)
    run = Run(MaskGraph.of(graph), writes=False)
    x, y, z = (run.graph.mask(asked[part]) for part in ("treatment", "outcome", "condition"))
    x, z = move_conditions(run, x, y, z)
    return not isinstance(factors(run, y | z, x), Blocked)


def _asked(
    graph: CausalGraph,
    treatments: str | Iterable[str],
    outcomes: str | Iterable[str],
    given: str | Iterable[str],
) -> dict[str, tuple[str, ...]]:
    asked = checked(graph, treatment=treatments, outcome=outcomes, condition=given)
    if not asked["outcome"]:
        raise QueryError("A question needs an outcome.", fix="Name the variable to look at.")
    return asked


def _formula(
    asked: dict[str, tuple[str, ...]], estimand: Estimand | None, hedge: Hedge | None, run: Run
) -> Formula:
    return Formula(
        treatments=asked["treatment"],
        outcomes=asked["outcome"],
        given=asked["condition"],
        estimand=estimand,
        hedge=hedge,
        trace=tuple(run.steps),
    )


def move_conditions(run: Run, x: int, y: int, z: int) -> tuple[int, int]:
    """IDC, line 1: rule 2 of do-calculus turns seeing a condition into doing it, until none is left."""
    graph = run.graph
    for i in bits(z):
        c = 1 << i
        if z & c and graph.cut(into=x, out_of=c).separated(y, c, x | (z & ~c)):
            run.note(
                "IDC line 1",
                f"Seeing {run.listed(c)} and setting it come to the same here (rule 2), so it is set.",
            )
            return move_conditions(run, x | c, y, z & ~c)
    if z:
        run.note("IDC line 2", f"First find the joint effect on {run.listed(y | z)}, then condition.")
    return x, z


def factors(run: Run, y: int, x: int) -> tuple[int, tuple[Expr, ...]] | Blocked:
    """ID: (what is summed over, the factors), of P(y | do(x)) = Σ Π factors; or the hedge of line 5."""
    graph, v = run.graph, run.graph.all
    # line 1 is the case of line 6 in which nothing is set: the district's factors are all of P.
    if not x:
        run.note("ID line 1", f"Nothing is set: read {run.listed(y)} off the data.")
    # line 2
    above = graph.ancestors(y, v)
    if above != v:
        run.note("ID line 2", f"Keep {run.listed(above)}: nothing else leads to {run.listed(y)}.")
        v, x = above, x & above
    # line 3
    moot = v & ~x & ~graph.ancestors(y, v & ~x)
    if moot:
        run.note("ID line 3", f"Set {run.listed(moot)} as well: that can no longer matter.")
        x |= moot
    # line 4
    districts = graph.districts(v & ~x)
    if len(districts) > 1:
        shown = "; ".join(run.listed(part) for part in districts)
        run.note("ID line 4", f"Break the problem into groups that share no hidden cause: {shown}.")
    terms: list[Expr] = []
    for part in reversed(districts):
        summed_out = part & ~y if len(districts) == 1 else 0
        found = district_factors(run, part, v, summed_out)
        if isinstance(found, Blocked):
            return found
        terms.extend(found)
    return (v & ~x & ~y if len(districts) > 1 else 0), tuple(terms)


def district_factors(run: Run, s: int, v: int, over: int = 0) -> tuple[Expr, ...] | Blocked:
    """Lines 2 and 5 to 7 for one district S = V \\ X: the factors of Σ_over Q[S], or the hedge of line 5."""
    graph = run.graph
    y = s & ~over
    current: Observed | Carried = Observed(graph, run.rules, v)
    while True:
        # line 2
        above = graph.ancestors(y, v)
        if above != v:
            run.note("ID line 2", f"For {run.listed(y)} keep {run.listed(above)}.")
            v = above
            current = current.marginal(v) if run.writes else current
        # line 5
        district = graph.district(s, v)
        if district == v and v != s:
            run.note(
                "ID line 5",
                f"{run.listed(v)} hang together by hidden causes and {run.listed(s)} cannot be told apart "
                "from the rest: the effect does not follow from the data.",
            )
            return Blocked(v, s)
        # line 6 (and line 1, when V = S)
        if district == s:
            run.note("ID line 6", f"{run.listed(s)}: each given what comes before it.")
            return current.product(s, over) if run.writes else ()
        # line 7
        run.note("ID line 7", f"Go on inside {run.listed(district)}, all else set.")
        v = district
        current = current.restricted(v) if run.writes else current


def conditional(run: Run, found: tuple[int, Sequence[Expr]], y: int) -> Expr:
    """What :func:`factors` found as one expression; with ``y``, divided by its own sum over y (IDC line 2)."""
    graph, rules = run.graph, run.rules
    over, terms = found
    top = summed(graph.named(over), terms, rules)
    bottom = summed(graph.named(over | y), terms, rules) if y else ()
    return polished(divided(top, bottom), rules)


def proof(graph: CausalGraph, masks: MaskGraph, found: Blocked, x: int, y: int) -> Hedge:
    """The hedge of line 5, made small, with what it blocks; a "no" is only given with a proof that holds.

    Raises
    ------
    CausalError
        It is no hedge by definition 6: a fault of this program.
    """
    forest, subforest = smallest(masks, found.forest, found.subforest, x)
    reached = masks.descendants(subforest, masks.all & ~x)
    hedge = Hedge(
        forest=frozenset(masks.named(forest)),
        subforest=frozenset(masks.named(subforest)),
        treatments=masks.named(forest & x),
        outcomes=masks.named(reached & y),
    )
    faults = hedge_faults(graph, masks.named(x), masks.named(y), hedge)
    if faults:
        raise CausalError(
            f"The proof that the effect cannot be identified does not hold: {faults[0]}",
            fix="This is a fault of the program. Please report it with the graph and the question.",
        )
    return hedge
