"""A graph as integers: the form in which every algorithm of the core walks it.

Names are sorted once and replaced by their positions; the neighbours of a node are tuples of positions,
sorted, so that a walk over a graph costs one step an arrow and its order never depends on hashing.

>>> view = build(("a", "b", "c"), [(0, 1), (1, 2)], [(0, 2)])
>>> sorted(ancestors(view, [2])), view.order
([0, 1, 2], (0, 1, 2))
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from causal_core.errors import CycleError

Adjacency = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """Parents, children and siblings (↔) of each node, and one topological order (names break ties)."""

    names: tuple[str, ...]
    parents: Adjacency
    children: Adjacency
    siblings: Adjacency
    order: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.names)


def build(
    names: tuple[str, ...], directed: Iterable[tuple[int, int]], bidirected: Iterable[tuple[int, int]]
) -> Indexed:
    """The indexed graph of these arrows, in O(n log n + m).

    Raises
    ------
    CycleError
        With the names along one circle of arrows.
    """
    parents: list[list[int]] = [[] for _ in names]
    children: list[list[int]] = [[] for _ in names]
    siblings: list[list[int]] = [[] for _ in names]
    for a, b in directed:
        children[a].append(b)
        parents[b].append(a)
    for a, b in bidirected:
        siblings[a].append(b)
        siblings[b].append(a)
    order = _topological(parents, children)
    if len(order) < len(names):
        raise CycleError([names[i] for i in _a_cycle(parents, set(range(len(names))) - set(order))])
    return Indexed(names, _frozen(parents), _frozen(children), _frozen(siblings), tuple(order))


def _frozen(lists: list[list[int]]) -> Adjacency:
    return tuple(tuple(sorted(items)) for items in lists)


def _topological(parents: list[list[int]], children: list[list[int]]) -> list[int]:
    waiting = [len(p) for p in parents]
    ready = [i for i, count in enumerate(waiting) if not count]
    heapify(ready)
    order = []
    while ready:
        node = heappop(ready)
        order.append(node)
        for child in children[node]:
            waiting[child] -= 1
            if not waiting[child]:
                heappush(ready, child)
    return order


def _a_cycle(parents: list[list[int]], stuck: set[int]) -> list[int]:
    """Walk backwards among the nodes that no topological order reaches until one comes again."""
    node, seen = min(stuck), {}
    trail: list[int] = []
    while node not in seen:
        seen[node] = len(trail)
        trail.append(node)
        node = min(p for p in parents[node] if p in stuck)
    circle = trail[seen[node] :][::-1]
    start = circle.index(min(circle))
    circle = circle[start:] + circle[:start]
    return [*circle, circle[0]]


def _closure(adjacency: Adjacency, seeds: Iterable[int]) -> set[int]:
    found = set(seeds)
    stack = list(found)
    while stack:
        for neighbour in adjacency[stack.pop()]:
            if neighbour not in found:
                found.add(neighbour)
                stack.append(neighbour)
    return found


def ancestors(view: Indexed, seeds: Iterable[int]) -> set[int]:
    """The seeds and everything with a directed path to one of them (An, inclusive)."""
    return _closure(view.parents, seeds)


def descendants(view: Indexed, seeds: Iterable[int]) -> set[int]:
    """The seeds and everything they have a directed path to (De, inclusive)."""
    return _closure(view.children, seeds)


def districts(view: Indexed, within: Collection[int] | None = None) -> list[tuple[int, ...]]:
    """The parts held together by ↔ (c-components), each sorted, in the order of their smallest node."""
    scope = range(len(view)) if within is None else sorted(within)
    inside = set(scope)
    found = []
    for start in scope:
        if start not in inside:
            continue
        inside.discard(start)
        part, stack = [start], [start]
        while stack:
            for neighbour in view.siblings[stack.pop()]:
                if neighbour in inside:
                    inside.discard(neighbour)
                    part.append(neighbour)
                    stack.append(neighbour)
        found.append(tuple(sorted(part)))
    return found


def without(
    view: Indexed,
    *,
    into: Collection[int] = (),
    out_of: Collection[int] = (),
    arrows: Collection[tuple[int, int]] = (),
) -> Indexed:
    """The graph after surgery: no arrowhead (→, ↔) into ``into``, no → out of ``out_of``, no ``arrows``."""
    into, out_of, arrows = frozenset(into), frozenset(out_of), frozenset(arrows)
    parents, children, siblings = list(view.parents), list(view.children), list(view.siblings)
    for node in {p for v in into for p in view.parents[v]}:
        children[node] = tuple(c for c in children[node] if c not in into)
    for node in {s for v in into for s in view.siblings[v]}:
        siblings[node] = tuple(s for s in siblings[node] if s not in into)
    for node in into:
        parents[node], siblings[node] = (), ()
    for node in {c for v in out_of for c in children[v]}:
        parents[node] = tuple(p for p in parents[node] if p not in out_of)
    for node in out_of:
        children[node] = ()
    for node in {b for _, b in arrows}:
        parents[node] = tuple(p for p in parents[node] if (p, node) not in arrows)
    for node in {a for a, _ in arrows}:
        children[node] = tuple(c for c in children[node] if (node, c) not in arrows)
    return Indexed(view.names, tuple(parents), tuple(children), tuple(siblings), view.order)
