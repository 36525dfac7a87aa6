"""Treks: paths without a collider, and pairs of them that meet in one node.

A trek is a path that is open when nothing is known. Two treks that share only their last node make a path
between their first ones; which arrowheads they bring to that node says whether it is a common cause
(none), a collider (two) or a step between (one).

>>> from causal_core.graph.admg import CausalGraph
>>> view = CausalGraph.parse("a -> x; a -> m; b -> m; b -> y").view              # the letter M
>>> print(meeting(view, {view.names.index("x")}, {view.names.index("y")}, view.names.index("m"), True, True))
x ← a → m ← b → y
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

from causal_core.graph.indexed import Indexed
from causal_core.graph.separation import Mark, Path

State = tuple[int, bool]
_TURNED: dict[Mark, Mark] = {"→": "←", "←": "→", "↔": "↔"}


def trek_ends(view: Indexed, sources: Collection[int], *, avoiding: Collection[int] = ()) -> set[State]:
    """(node, by an arrowhead) for every end of a trek from ``sources`` that meets none of ``avoiding``."""
    return set(_search(view, sources, None, frozenset(avoiding)))


def trek(
    view: Indexed, sources: Collection[int], target: State, *, avoiding: Collection[int] = ()
) -> Path | None:
    """A shortest trek from ``sources`` that enters the target by an arrowhead or by a tail, as asked."""
    came = _search(view, sources, target, frozenset(avoiding))
    if target not in came:
        return None
    nodes, arrows, state = [target[0]], [], target
    while state[0] not in sources:
        state, mark = came[state]
        nodes.append(state[0])
        arrows.append(mark)
    return Path(tuple(view.names[i] for i in reversed(nodes)), tuple(reversed(arrows)))


def _search(
    view: Indexed, sources: Collection[int], target: State | None, closed: frozenset[int]
) -> dict[State, tuple[State, Mark]]:
    came: dict[State, tuple[State, Mark]] = {}
    starts = [(source, False) for source in sorted(sources)]
    queue = deque(starts)
    barred = closed | frozenset(sources)
    while queue:
        state = queue.popleft()
        node, by_head = state
        steps: list[tuple[State, Mark]] = [((child, True), "→") for child in view.children[node]]
        if not by_head:
            steps += [((parent, False), "←") for parent in view.parents[node]]
            steps += [((sibling, True), "↔") for sibling in view.siblings[node]]
        for after, mark in steps:
            turned_back = target is not None and after[0] == target[0] and after != target
            if after not in came and after[0] not in barred and not turned_back:
                came[after] = (state, mark)
                if after == target:
                    return came
                queue.append(after)
    return came


def meeting(
    view: Indexed, left: Collection[int], right: Collection[int], node: int, head_left: bool, head_right: bool
) -> Path | None:
    """A path from ``left`` to ``right`` through ``node``, entered from either side as asked, or None.

    Tries the shortest trek of either side with the other side's made to keep clear of it; a pair that
    only exists when both make a detour is not found.
    """
    index = {name: i for i, name in enumerate(view.names)} if len(view) else {}
    first = trek(view, left, (node, head_left), avoiding=right)
    if first is None:
        return None
    inside = {index[name] for name in first.nodes[:-1]}
    second = trek(view, right, (node, head_right), avoiding=inside | set(left))
    if second is None:
        second = trek(view, right, (node, head_right), avoiding=left)
        if second is None:
            return None
        inside = {index[name] for name in second.nodes[:-1]}
        first = trek(view, left, (node, head_left), avoiding=inside | set(right))
        if first is None:
            return None
    back = tuple(_TURNED[mark] for mark in reversed(second.arrows))
    return Path(first.nodes + second.nodes[-2::-1], first.arrows + back)
