"""Sets that separate: one minimal, all minimal, the cheapest.

A minimal m-separator of ``sources`` and ``targets`` lies among their ancestors, and there m-separation is
plain separation in the *augmented* graph, where two nodes are neighbours when a path of colliders joins
them (Richardson 2003; van der Zander, Liśkiewicz & Textor 2019, section 3). The augmented graph is a union
of cliques, one a district together with its parents, so it is kept as those cliques and stays linear in
the size of the graph although its edges may be quadratic.

>>> from causal_core.graph.indexed import build
>>> view = build(("a", "b", "c", "d"), [(0, 1), (1, 2), (2, 3)], [])       # a → b → c → d
>>> cliques = augmented(view, {0, 3})
>>> [sorted(s) for s in minimal_separators(cliques, {0}, {3}, {1, 2})]
[[1], [2]]
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from causal_core.graph.indexed import Indexed, ancestors, districts


@dataclass(frozen=True, slots=True)
class Augmented:
    """The augmented graph of an ancestral set: its cliques, and for each node the cliques it is in."""

    cliques: tuple[tuple[int, ...], ...]
    of: dict[int, list[int]]


def augmented(view: Indexed, seeds: Iterable[int]) -> Augmented:
    """The augmented graph over the ancestors of ``seeds`` (inclusive), in O(n + m)."""
    inside = ancestors(view, seeds)
    cliques: list[tuple[int, ...]] = []
    of: dict[int, list[int]] = {node: [] for node in sorted(inside)}
    for district in districts(view, inside):
        clique = set(district)
        for node in district:
            clique.update(view.parents[node])
        for node in clique:
            of[node].append(len(cliques))
        cliques.append(tuple(sorted(clique)))
    return Augmented(tuple(cliques), of)


def touched(graph: Augmented, sources: Iterable[int], blocked: Collection[int]) -> set[int]:
    """Nodes reached from ``sources``; nodes of ``blocked`` are reached but not passed."""
    found = set(sources)
    stack = list(found)
    used: set[int] = set()
    while stack:
        for number in graph.of[stack.pop()]:
            if number in used:
                continue
            used.add(number)
            for node in graph.cliques[number]:
                if node not in found:
                    found.add(node)
                    if node not in blocked:
                        stack.append(node)
    return found


def nearest_separator(
    graph: Augmented, sources: Collection[int], targets: Collection[int], allowed: Collection[int]
) -> set[int] | None:
    """All of ``allowed`` that borders on ``sources``: separates them from ``targets``, or None. Linear."""
    allowed = {node for node in allowed if node in graph.of}
    found = touched(graph, sources, allowed)
    return None if not found.isdisjoint(targets) else found & allowed


def minimal_separator(
    graph: Augmented, sources: Collection[int], targets: Collection[int], allowed: Collection[int]
) -> set[int] | None:
    """The minimal separator nearest to ``sources``, or None when there is no separator. Linear.

    Source: van der Zander & Liśkiewicz (2020), "Finding minimal d-separators in linear time".
    """
    near = nearest_separator(graph, sources, targets, allowed)
    return None if near is None else touched(graph, targets, near) & near


def minimal_separators(
    graph: Augmented,
    sources: Collection[int],
    targets: Collection[int],
    allowed: Collection[int],
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[frozenset[int]]:
    """Every inclusion-minimal separator inside ``allowed``, once each, with polynomial delay.

    A minimal separator is the border of a connected set that holds ``sources``. From the one nearest to
    the sources the search either keeps a border node for good or takes it inside and moves the border on
    (Takata 2010; van der Zander, Liśkiewicz & Textor 2019, ListMinSep). Every stop of the search is a
    separator, so between two of them lie at most n² linear steps. ``stop`` is asked before each.
    """
    allowed = frozenset(node for node in allowed if node in graph.of)
    first = _border(graph, frozenset(sources), targets, allowed)
    stack: list[tuple[frozenset[int], frozenset[int], frozenset[int], list[int]]] = []
    if first is not None:
        yield first[1]
        stack.append((*first, frozenset(), sorted(first[1])))
    while stack:
        inside, border, kept, left = stack.pop()
        if not left or stop():
            continue
        node, rest = left[0], left[1:]
        stack.append((inside, border, kept | {node}, rest))
        moved = _border(graph, inside | {node}, targets, allowed)
        if moved is not None and kept <= moved[1]:
            yield moved[1]
            stack.append((*moved, kept, sorted(moved[1] - kept)))


def _border(
    graph: Augmented, inside: frozenset[int], targets: Collection[int], allowed: frozenset[int]
) -> tuple[frozenset[int], frozenset[int]] | None:
    """The least full component around ``inside`` and the minimal separator that is its border."""
    blocked = allowed - inside
    found = touched(graph, inside, blocked)
    if not found.isdisjoint(targets):
        return None
    near = found & blocked
    border = frozenset(touched(graph, targets, near) & near)
    return frozenset(touched(graph, inside, border) - border), border


def cheapest_separator(
    graph: Augmented,
    sources: Collection[int],
    targets: Collection[int],
    allowed: Collection[int],
    cost: Callable[[int], float] = lambda node: 1.0,
) -> set[int] | None:
    """A separator of least total cost (a vertex cut by maximum flow, Menger), or None.

    Cliques are hubs of unlimited capacity, so the network has O(n + m) arcs; augmenting along shortest
    paths (Edmonds & Karp 1972) takes one walk a unit of the answer where costs are all 1. Of several
    cheapest sets the one nearest to ``sources`` is given.
    """
    room = {node: max(float(cost(node)), 0.0) for node in allowed if node in graph.of}
    flow = _Flow(graph, frozenset(sources), frozenset(targets), room)
    while (trail := flow.augmenting()) is not None:
        if not flow.push(trail):
            return None
    return flow.cut()


class _Flow:
    """Residual network: node ``("in"|"out", v)`` as (v, 0) and (v, 1); the hub of clique k as (k, 2)."""

    def __init__(
        self, graph: Augmented, sources: frozenset[int], targets: frozenset[int], room: dict[int, float]
    ) -> None:
        self.graph, self.sources, self.targets, self.room = graph, sources, targets, room
        self.through: dict[int, float] = {}
        self.on: dict[tuple[tuple[int, int], tuple[int, int]], float] = {}
        self.back: dict[tuple[int, int], dict[tuple[int, int], None]] = {}

    def _next(self, at: tuple[int, int]) -> Iterator[tuple[int, int]]:
        node, side = at
        if side == 2:
            yield from ((v, 0) for v in self.graph.cliques[node])
        elif side == 1:
            yield from ((k, 2) for k in self.graph.of[node])
        elif self._left(node) > 0:
            yield (node, 1)
        for before in self.back.get(at, ()):
            if self.on[before, at] > 0:
                yield before

    def _left(self, node: int) -> float:
        return self.room[node] - self.on.get(((node, 0), (node, 1)), 0.0) if node in self.room else inf

    def _reach(self) -> dict[tuple[int, int], tuple[int, int] | None]:
        came: dict[tuple[int, int], tuple[int, int] | None] = {(s, 1): None for s in sorted(self.sources)}
        queue = deque(came)
        while queue:
            at = queue.popleft()
            if at[1] == 0 and at[0] in self.targets:
                came[-1, 0] = at
                break
            for after in self._next(at):
                if after not in came:
                    came[after] = at
                    queue.append(after)
        return came

    def augmenting(self) -> list[tuple[int, int]] | None:
        """A shortest way from a source to a target with room left, or None."""
        came = self._reach()
        at = came.get((-1, 0))
        if at is None:
            return None
        trail = []
        while at is not None:
            trail.append(at)
            at = came[at]
        return trail[::-1]

    def push(self, trail: list[tuple[int, int]]) -> bool:
        """Send as much as fits along the way; False when nothing on it has a limit."""
        steps = list(pairwise(trail))
        amount = inf
        for a, b in steps:
            if self.on.get((b, a), 0.0) > 0:
                amount = min(amount, self.on[b, a])
            elif (a[1], b[1]) == (0, 1):
                amount = min(amount, self._left(a[0]))
        if amount == inf:
            return False
        for a, b in steps:
            if self.on.get((b, a), 0.0) > 0:
                self.on[b, a] -= amount
            else:
                self.on[a, b] = self.on.get((a, b), 0.0) + amount
                self.back.setdefault(b, {})[a] = None
        return True

    def cut(self) -> set[int]:
        """Nodes that can be entered but not left: the cheapest separator."""
        came = self._reach()
        return {node for node in self.room if (node, 0) in came and (node, 1) not in came}
