"""The scores from their definitions alone, without a line of Whyboard: every path and every set is tried.

Slow and plain, to be read against ``docs/assistant.md``. A path is closed by a set where a variable on it that is no
collider is in the set, or a collider on it has neither itself nor anything after it in the set (Pearl 1988). A
set adjusts where it holds nothing that lies on a causal path or after what does, and closes every other path
(Shpitser, VanderWeele & Robins 2010; Perković et al. 2018).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

Edge = tuple[str, str]
Set = frozenset[str]


class Graph:
    """Arrows between variables, and the paths between a treatment and an outcome."""

    def __init__(self, edges: Collection[Edge], treatment: str, outcome: str) -> None:
        self.edges, self.pair = set(edges), {treatment, outcome}
        every = self._paths((treatment,), outcome)
        causal = [path for path in every if all(step in self.edges for step in pairwise(path))]
        self.others = [path for path in every if path not in causal]
        on_the_way = {name for path in causal for name in path[1:]}
        self.forbidden = {name for start in on_the_way for name in self.after(start)}

    def after(self, start: str) -> Set:
        """The variable and all that arrows lead to from it."""
        found = {start}
        while more := {b for a, b in self.edges if a in found} - found:
            found |= more
        return frozenset(found)

    def _paths(self, path: tuple[str, ...], goal: str) -> list[tuple[str, ...]]:
        if path[-1] == goal:
            return [path]
        beside = {b for a, b in self.edges if a == path[-1]} | {a for a, b in self.edges if b == path[-1]}
        return [whole for name in beside - set(path) for whole in self._paths((*path, name), goal)]

    def _closed(self, path: Sequence[str], held: Set) -> bool:
        for left, name, right in zip(path, path[1:], path[2:], strict=False):
            collider = {(left, name), (right, name)} <= self.edges
            if collider and not self.after(name) & held:
                return True
            if not collider and name in held:
                return True
        return False

    def adjusts(self, held: Set) -> bool:
        """Whether holding these gives the effect."""
        return not held & (self.forbidden | self.pair) and all(self._closed(p, held) for p in self.others)

    def sets(self, observed: Iterable[str]) -> list[Set]:
        """All adjustment sets from which nothing can be left out."""
        names = sorted(set(observed) - self.pair)
        every = [frozenset(c) for k in range(len(names) + 1) for c in combinations(names, k)]
        valid = [held for held in every if self.adjusts(held)]
        return [held for held in valid if not any(less < held for less in valid)]


def truth(problem: Mapping[str, Any]) -> Graph:
    """The expected graph of a problem as it stands in a file."""
    return Graph(_arrows(problem, "expected_edges"), problem["treatment"], problem["outcome"])


def observed(problem: Mapping[str, Any]) -> list[str]:
    """The variables that are in the data."""
    return [v["id"] for v in problem["variables"] if v.get("observed", True)]


def scores(
    problem: Mapping[str, Any], drawn: Collection[Edge], tied: Iterable[Edge] = ()
) -> dict[str, float]:
    """The eight numbers; ``tied`` are pairs that are drawn with a hidden common cause."""
    taste = {frozenset(edge) for edge in _arrows(problem, "reversible_edges")}
    optional = _arrows(problem, "optional_edges")
    expected = _arrows(problem, "expected_edges") - optional

    def there(edge: Edge, edges: set[Edge]) -> bool:
        return edge in edges or (frozenset(edge) in taste and edge[::-1] in edges)

    kept = {edge for edge in drawn if there(edge, expected) or not there(edge, optional)}
    right = sum(there(edge, expected) for edge in kept)
    precision = right / len(kept) if kept else float(not expected)
    recall = sum(there(edge, kept) for edge in expected) / len(expected) if expected else 1.0
    turned = [edge for edge in kept if edge[::-1] in expected and not there(edge, expected)]
    pairs = {frozenset(edge) for edge in (*kept, *expected)}
    same = {frozenset(edge) for edge in expected if there(edge, kept)}
    order = Graph(kept, problem["treatment"], problem["outcome"])
    latent = [(f"hidden {k}", end) for k, tie in enumerate(tied) for end in tie]
    said = Graph({*drawn, *latent}, problem["treatment"], problem["outcome"]).sets(observed(problem))
    known = truth(problem)
    none_right = float(not known.sets(observed(problem)))
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "reversed": len(turned),
        "forbidden": len(set(drawn) & _arrows(problem, "forbidden_edges")),
        "shd": len(pairs - same),
        "adjustment_validity": sum(map(known.adjusts, said)) / len(said) if said else none_right,
        "order_violations": sum(a in order.after(b) for a, b in expected if frozenset((a, b)) not in taste),
    }


def _arrows(problem: Mapping[str, Any], field: str) -> set[Edge]:
    return {(a, b) for a, b in problem.get(field) or ()}
