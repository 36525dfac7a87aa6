"""How near a proposed graph comes to the expected one, and whether its adjustment sets would work.

Optional edges are taken out of both sides first; where their direction is a matter of taste too, either way
round. An expected edge that is reversible counts as found in either direction. What is left is compared edge
by edge:

- *precision*, *recall*, *F1*: the share of the proposed edges that is expected, of the expected ones that is
  proposed, and their harmonic mean. Where nothing is proposed precision is 0, and 1 if nothing is expected
  either; where nothing is expected recall is 1;
- *reversed*: proposed edges of which the opposite is expected; *forbidden*: proposed edges that are plainly
  wrong, whatever else;
- *SHD*, the structural Hamming distance (Tsamardinos, Brown & Aliferis 2006): pairs of variables whose
  connection differs, that is edges missing, too many or reversed, each counted once;
- *order violations*: expected edges a → b, those that are a matter of taste left out, where a path of proposed
  edges leads from b to a (Rolland et al. 2022, D_top);
- *adjustment validity*: the share of the proposed graph's minimal adjustment sets (from which nothing can be
  left out) that work in the expected graph as the file draws it; where the expected graph has none, 1 when the
  proposed graph has none either; where only the proposed graph has none, 0. Here all edges count, also optional
  ones and those of unmeasured variables that the proposal adds.

>>> from studies.benchmark.problems import built_in
>>> kidney = next(p for p in built_in() if p.id == "kidney_stones")
>>> found = score(kidney, proposed(kidney, [("treatment", "recovery"), ("recovery", "stone_size")]))
>>> found.precision, round(found.recall, 2), found.reversed, found.shd, found.order_violations
(0.5, 0.33, 1, 2, 2)
>>> found.adjustment_validity, found.adjustment_sets
(0.0, ((),))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import adjustment_sets, is_adjustment_set
from llm.checking import cut_circles
from llm.schemas import Proposal
from studies.benchmark.problems import Edge, Problem

METRICS = (
    "precision",
    "recall",
    "f1",
    "reversed",
    "forbidden",
    "shd",
    "adjustment_validity",
    "order_violations",
)
MOST_SETS = 50  # minimal sets of a proposed graph that are tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One proposed graph against one expected one. ``adjustment_sets`` are the proposed graph's."""

    precision: float
    recall: float
    f1: float
    reversed: int
    forbidden: int
    shd: int
    adjustment_validity: float
    order_violations: int
    adjustment_sets: tuple[tuple[str, ...], ...]
    has_valid_set: bool

    def metrics(self) -> dict[str, float]:
        """The eight numbers by name."""
        return {name: getattr(self, name) for name in METRICS}


def proposed(problem: Problem, edges: Iterable[Edge], hidden: Iterable[Edge] = ()) -> CausalGraph:
    """A graph over the problem's variables; ``hidden`` are pairs that share a hidden cause."""
    return CausalGraph(problem.names, edges, hidden, problem.hidden)


def graph_of(problem: Problem, proposal: Proposal) -> CausalGraph:
    """An assistant's proposal as a graph, with the unmeasured variables it added.

    Nobody is there to pick the arrow that goes where some form a circle, so the least sure one does.
    """
    new = {u.name: u.affects for u in proposal.unmeasured if u.name not in problem.names}
    arrows = [(a.source, a.target) for a in cut_circles(proposal.arrows)[0]]
    return CausalGraph(
        nodes=[*problem.names, *new],
        directed=[*arrows, *((name, target) for name, affects in new.items() for target in affects)],
        bidirected=[h.between for h in proposal.hidden],
        latent=[*problem.hidden, *new],
    )


def score(problem: Problem, graph: CausalGraph) -> Score:
    """Score a proposed graph; edges to variables that the problem does not list count for the sets alone."""
    known = set(problem.names)
    drawn = {edge for edge in graph.directed if known.issuperset(edge)}
    expected = set(problem.expected_edges) - set(problem.optional_edges)
    taste = {frozenset(edge) for edge in problem.reversible_edges}
    found_as = _either_way(expected, taste)
    turned = found_as - expected
    optional = _either_way(set(problem.optional_edges), taste) - found_as
    edges = {(b, a) if (a, b) in turned else (a, b) for a, b in drawn - optional}
    hits = len(edges & expected)
    precision = hits / len(edges) if edges else float(not expected)
    recall = hits / len(expected) if expected else 1.0
    sets = tuple(tuple(sorted(s)) for s in adjustment_sets(graph, problem.query, limit=MOST_SETS))
    has_one = next(iter(adjustment_sets(problem.truth, problem.query, limit=1)), None) is not None
    return Score(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        reversed=sum((b, a) in expected for a, b in edges - expected),
        forbidden=len(drawn & set(problem.forbidden_edges)),
        shd=len({frozenset(edge) for edge in edges ^ expected}),
        adjustment_validity=_validity(problem, sets, has_one=has_one),
        order_violations=_against_order(problem, drawn - optional, expected - {(b, a) for a, b in turned}),
        adjustment_sets=sets,
        has_valid_set=has_one,
    )


def _either_way(edges: set[Edge], taste: set[frozenset[str]]) -> set[Edge]:
    """The edges, and those whose direction is a matter of taste turned round as well."""
    return edges | {(b, a) for a, b in edges if frozenset((a, b)) in taste}


def _validity(problem: Problem, sets: Sequence[tuple[str, ...]], *, has_one: bool) -> float:
    if not sets:
        return float(not has_one)
    return fmean(_works(problem, names) for names in sets)


def _works(problem: Problem, names: tuple[str, ...]) -> bool:
    return set(names) <= set(problem.names) and bool(is_adjustment_set(problem.truth, problem.query, names))


def _against_order(problem: Problem, edges: set[Edge], expected: set[Edge]) -> int:
    """Expected edges whose target the proposed edges put before their source."""
    graph = CausalGraph(problem.names, edges)
    return sum(target in graph.ancestors(source) for source, target in expected)


def mean(scores: Iterable[Score]) -> dict[str, float]:
    """The mean of every metric."""
    rows = [s.metrics() for s in scores]
    return {name: fmean(float(row[name]) for row in rows) for name in METRICS}
