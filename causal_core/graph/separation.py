"""Which variables carry news of which others: m-separation in graphs with → and ↔ (Richardson 2003).

A path is open given a set Z when every collider on it (``→ v ←``, also with ``↔``) is in Z or has a
descendant in Z, and nothing else on it is in Z. Two sets are m-separated by Z when no path between them
is open. One breadth-first walk over (node, did we come in by an arrowhead) decides it in O(n + m); the
shortest open walk is always a path, so the witness shown to a person is one.

>>> from causal_core.graph.admg import CausalGraph
>>> graph = CausalGraph.parse("rain -> wet; sprinkler -> wet")
>>> graph.m_separated("rain", "sprinkler"), graph.m_separated("rain", "sprinkler", given="wet")
(True, False)
>>> print(graph.open_path("rain", "sprinkler", given="wet"))
rain → wet ← sprinkler
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from causal_core.graph.indexed import Indexed, ancestors

Mark = Literal["→", "←", "↔"]
State = tuple[int, bool]


@dataclass(frozen=True, slots=True)
class Path:
    """A path as a person reads it: ``nodes`` and the arrow between each two of them."""

    nodes: tuple[str, ...]
    arrows: tuple[Mark, ...]

    def __str__(self) -> str:
        steps = (f" {mark} {name}" for mark, name in zip(self.arrows, self.nodes[1:], strict=True))
        return self.nodes[0] + "".join(steps)

    @property
    def is_causal(self) -> bool:
        """All arrows point from the first to the last node."""
        return all(mark == "→" for mark in self.arrows)

    @property
    def colliders(self) -> tuple[str, ...]:
        """The inner nodes at which two arrowheads meet."""
        return tuple(
            self.nodes[i + 1]
            for i, (before, after) in enumerate(zip(self.arrows, self.arrows[1:], strict=False))
            if before != "←" and after != "→"
        )


def connected(view: Indexed, sources: Collection[int], given: Collection[int]) -> set[int]:
    """Nodes to which some path from ``sources`` is open given ``given`` (the sources included)."""
    given = frozenset(given)
    return set(sources) | {node for node, _ in _walk(view, sources, given) if node not in given}


def separated(view: Indexed, a: Collection[int], b: Collection[int], given: Collection[int]) -> bool:
    """Is every path between ``a`` and ``b`` closed given ``given``? O(n + m)."""
    targets = frozenset(b)
    return not any(node in targets for node, _ in _walk(view, a, frozenset(given)))


def open_path(
    view: Indexed, sources: Collection[int], targets: Collection[int], given: Collection[int]
) -> Path | None:
    """A shortest path from ``sources`` to ``targets`` that is open given ``given``, or None."""
    goal = frozenset(targets)
    came: dict[State, tuple[State, Mark]] = {}
    for state in _walk(view, sources, frozenset(given), came):
        if state[0] in goal:
            return _traced(view, came, state, frozenset(sources))
    return None


def _walk(
    view: Indexed,
    sources: Collection[int],
    given: frozenset[int],
    came: dict[State, tuple[State, Mark]] | None = None,
) -> Iterator[State]:
    """Reach states (node, entered by an arrowhead) in breadth-first order; ``came`` keeps the way back."""
    opened = ancestors(view, given)
    seen: set[State] = set()
    queue: deque[tuple[State, bool, bool]] = deque(((s, False), True, True) for s in sorted(sources))
    while queue:
        origin, up, down = queue.popleft()
        for state, mark in _steps(view, origin[0], up, down):
            if state in seen:
                continue
            seen.add(state)
            if came is not None:
                came[state] = (origin, mark)
            yield state
            node, by_head = state
            blocked = node in given
            queue.append((state, node in opened if by_head else not blocked, not blocked))


def _steps(view: Indexed, node: int, up: bool, down: bool) -> Iterator[tuple[State, Mark]]:
    if up:
        for parent in view.parents[node]:
            yield (parent, False), "←"
        for sibling in view.siblings[node]:
            yield (sibling, True), "↔"
    if down:
        for child in view.children[node]:
            yield (child, True), "→"


def _traced(
    view: Indexed, came: dict[State, tuple[State, Mark]], state: State, sources: frozenset[int]
) -> Path:
    nodes: list[int] = [state[0]]
    arrows: list[Mark] = []
    while True:
        state, mark = came[state]
        arrows.append(mark)
        nodes.append(state[0])
        if state[0] in sources:
            return Path(tuple(view.names[i] for i in reversed(nodes)), tuple(reversed(arrows)))
