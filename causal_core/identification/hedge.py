"""Hedges: the proof that an effect cannot be had from the data, whatever their number.

A *hedge* for the effect of X on Y (Shpitser & Pearl 2006, definition 6) is a pair of groups of variables,
F′ ⊂ F. Each group is held together by hidden common causes (↔), and inside each group every variable has
a directed path to the same roots R; F holds something of X, F′ does not, and R are causes of Y once X is
set. Where there is one, two models of the same graph exist that agree on everything that can be
observed and disagree on the effect.

>>> from causal_core.graph.admg import CausalGraph
>>> bow = CausalGraph.parse("x -> y; x <-> y")
>>> hedge = Hedge(
...     forest=frozenset("xy"), subforest=frozenset("y"), treatments=("x",), outcomes=("y",)
... )
>>> check_hedge(bow, "x", "y", hedge)
True
>>> hedge_faults(bow, "x", "y", Hedge(
...     forest=frozenset("xy"), subforest=frozenset("x"), treatments=("x",), outcomes=("y",)
... ))[0]
'The smaller group holds a treatment.'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.identification.masks import MaskGraph, bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """Why an effect is not identifiable.

    Parameters
    ----------
    forest, subforest : frozenset of str
        Shpitser and Pearl's F and F′.
    treatments, outcomes : tuple of str
        What the hedge blocks: the effect of these treatments (those in F) on these outcomes (those
        that R causes). For a question with conditions, a condition that can be moved into the
        intervention counts as a treatment and one that cannot counts as an outcome.
    """

    forest: frozenset[str]
    subforest: frozenset[str]
    treatments: tuple[str, ...]
    outcomes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The reason in one sentence for a person."""
        return (
            f"Hidden common causes tie {listed(sorted(self.forest))} together, so the data cannot tell what "
            f"{listed(self.treatments)} does to {listed(self.outcomes)} from what the hidden causes do."
        )


def check_hedge(
    graph: CausalGraph, treatments: str | Iterable[str], outcomes: str | Iterable[str], hedge: Hedge
) -> bool:
    """Is this a hedge for the effect of the treatments on the outcomes? See :func:`hedge_faults`."""
    return not hedge_faults(graph, treatments, outcomes, hedge)


def hedge_faults(
    graph: CausalGraph, treatments: str | Iterable[str], outcomes: str | Iterable[str], hedge: Hedge
) -> tuple[str, ...]:
    """What is wrong with a hedge, part by part of definition 6; nothing when it is one.

    Written from the definition and apart from the engine: plain sets, no masks. R-rooted C-forests on F
    and F′ exist for some R exactly when they exist for R = F′: both groups are connected by ↔, every
    node of F reaches F′ inside F, and F′ are ancestors of the outcomes once the treatments are set.
    """
    graph = graph.latent_projection() if graph.latent else graph
    x = {treatments} if isinstance(treatments, str) else set(treatments)
    y = {outcomes} if isinstance(outcomes, str) else set(outcomes)
    forest, subforest = hedge.forest, hedge.subforest
    claims = (
        (forest <= set(graph.nodes), "The larger group names something that the graph does not have."),
        (bool(subforest) and subforest < forest, "The smaller group is not a proper part of the larger."),
        (bool(forest & x), "The larger group holds no treatment."),
        (not subforest & x, "The smaller group holds a treatment."),
        (_tied(graph, forest), "The larger group is not held together by hidden common causes."),
        (_tied(graph, subforest), "The smaller group is not held together by hidden common causes."),
        (forest <= _above(graph, subforest, forest), "Not all of the larger group causes the smaller."),
        (
            subforest <= _above(graph, y, set(graph.nodes) - x),
            "The smaller group does not cause the outcomes once the treatments are set.",
        ),
    )
    return tuple(fault for holds, fault in claims if not holds)


def _tied(graph: CausalGraph, group: frozenset[str]) -> bool:
    """Is the group connected by ↔ inside itself?"""
    links = [(a, b) for a, b in graph.bidirected if a in group and b in group]
    reached = {min(group)} if group else set()
    while True:
        more = {v for a, b in links if a in reached or b in reached for v in (a, b)} - reached
        if not more:
            return bool(group) and reached == group
        reached |= more


def _above(graph: CausalGraph, targets: Iterable[str], within: Iterable[str]) -> set[str]:
    """Targets and their ancestors by directed paths inside ``within``."""
    within = set(within)
    reached = set(targets) & within
    while True:
        more = {a for a, b in graph.directed if b in reached and a in within} - reached
        if not more:
            return reached
        reached |= more


def smallest(graph: MaskGraph, forest: int, subforest: int, treatments: int) -> tuple[int, int]:
    """A hedge inside this one from which nothing can be left out, for a reason that a person can take in.

    Nodes are left out in halves, then in quarters, down to single ones; what remains is brought back to a
    hedge by ID's own two steps (ancestors of F′, then the part tied to F′) as long as it holds a treatment.
    """
    size = max(1, forest.bit_count() // 2)
    while True:
        shrunk = False
        nodes = list(bits(forest))
        for start in range(0, len(nodes), size):
            gone = sum(1 << i for i in nodes[start : start + size]) & forest
            kept = subforest & ~gone
            if not gone or not kept or graph.district(kept & -kept, kept) != kept:
                continue
            hull = hedge_hull(graph, kept, forest & ~gone)
            if hull & treatments:
                forest, subforest, shrunk = hull, kept, True
        if size == 1 and not shrunk:
            return forest, subforest
        size = max(1, size // 2)


def hedge_hull(graph: MaskGraph, subforest: int, within: int) -> int:
    """The largest F inside ``within`` that is tied by ↔ and causes ``subforest`` (lines 2 and 7 of ID)."""
    while True:
        above = graph.ancestors(subforest, within)
        district = graph.district(subforest, above)
        if district == within:
            return within
        within = district
