"""The front door: following an effect through what carries it, where its causes are hidden.

A set Z of measured variables passes the front-door criterion for x and y (Pearl 1995; for sets: Jeong,
Tian & Bareinboim 2022) when

1. every causal path from x to y meets Z,
2. no path between x and Z that begins with an arrowhead at x is open, and
3. every path between Z and y that begins with an arrowhead at Z is closed by x; that is, Z and y are
   separated by x once no arrow leaves *any* member of Z.

Then P(y | do(x)) = Σ_z P(z | x) Σ_x′ P(y | x′, z) P(x′).

The largest set that meets 2 and 3 among given candidates is found in one walk (Wienöbst, van der Zander &
Liśkiewicz 2024, "Linear-time algorithms for front-door adjustment"); some set passes exactly when the
largest one meets 1. A minimal set follows in a second walk, see :func:`minimal`.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> graph = CausalGraph.parse("smoking -> tar -> cancer; smoking <-> cancer; filter -> tar")
>>> query = Query("smoking", "cancer")
>>> sorted(frontdoor_set(graph, query))
['tar']
>>> [sorted(s) for s in frontdoor_sets(graph, query)]
[['tar'], ['filter', 'tar']]
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator

from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import ancestors, descendants, without
from causal_core.graph.separation import connected
from causal_core.identification.asked import Asked, ask
from causal_core.identification.lazy import Lazy
from causal_core.identification.query import Query


def frontdoor_set(graph: CausalGraph, query: Query) -> frozenset[str] | None:
    """One inclusion-minimal front-door set of measured variables, or None when there is none. O(n + m)."""
    found = minimal(ask(graph, query))
    return None if found is None else graph.names(found)


def frontdoor_sets(
    graph: CausalGraph, query: Query, *, limit: int | None = None, deadline: float | None = None
) -> Lazy[frozenset[str]]:
    """All front-door sets, minimal or not, lazily; a minimal one first.

    Polynomial delay: at most n linear steps between two sets. There may be exponentially many.

    Parameters
    ----------
    limit : int, optional
        At most so many sets.
    deadline : float, optional
        Seconds from the first set asked for.
    """
    asked = ask(graph, query)

    def start(stop: Callable[[], bool]) -> Iterator[frozenset[str]]:
        return (graph.names(each) for each in _all(asked, stop))

    return Lazy(start, limit=limit, deadline=deadline)


def candidates(asked: Asked) -> frozenset[int]:
    """Measured variables that are neither treatment nor outcome."""
    return asked.observed - asked.treatments - asked.outcomes


def largest(asked: Asked, allowed: Collection[int]) -> set[int] | None:
    """The largest front-door set within ``allowed``, or None when there is none. Linear.

    Every front-door set within ``allowed`` is a part of it.
    """
    found = _closed_to_the_outcome(asked, _closed_to_the_treatment(asked, allowed))
    return found if _carries_all(asked, found) else None


def is_frontdoor_set(asked: Asked, chosen: Collection[int]) -> bool:
    """The criterion itself, for positions."""
    found = largest(asked, chosen) if candidates(asked).issuperset(chosen) else None
    return found == set(chosen)


def minimal(asked: Asked) -> set[int] | None:
    """A front-door set from which nothing can be left out, or None. Linear.

    Let M be the largest set and T those of M with a causal path to y that meets no other of M. From each
    causal path from x take the first of T: any set within T needs these. Then walk from them against the
    arrows along paths that x leaves open, and take in every other of T that is met: without it a path
    from the set through it to y would be open. What is reached is closed under both needs, so it is a
    front-door set, and each of its members was forced in.
    """
    whole = largest(asked, candidates(asked))
    if whole is None:
        return None
    view = asked.view
    last = whole & _upstream(asked, whole)
    below = descendants(without(view, out_of=last), asked.treatments)
    chosen = below & last
    opened = ancestors(view, asked.treatments)
    queue = deque((node, False, False) for node in sorted(chosen))
    seen = set(queue)
    while queue:
        node, by_head, moved = queue.popleft()
        if moved and node in last:
            if node not in chosen:
                chosen.add(node)
                queue.append((node, False, False))
                seen.add((node, False, False))
            continue
        blocked = moved and node in asked.treatments
        up = not moved or (node in opened if by_head else not blocked)
        steps = [(p, False, True) for p in view.parents[node]] if up else []
        steps += [(s, True, True) for s in view.siblings[node]] if up else []
        steps += [(c, True, True) for c in view.children[node]] if moved and not blocked else []
        for step in steps:
            if step not in seen:
                seen.add(step)
                queue.append(step)
    return chosen


def _upstream(asked: Asked, whole: set[int]) -> set[int]:
    """Nodes with an arrow into a causal path to the outcome on which nothing of ``whole`` lies."""
    clear = set(asked.outcomes)
    stack = list(clear)
    found: set[int] = set()
    while stack:
        for parent in asked.view.parents[stack.pop()]:
            if parent in whole:
                found.add(parent)
            elif parent not in clear:
                clear.add(parent)
                stack.append(parent)
    return found


def _closed_to_the_treatment(asked: Asked, allowed: Collection[int]) -> set[int]:
    """Condition 2, which holds for each variable on its own."""
    cut = without(asked.view, out_of=asked.treatments)
    return set(allowed) - connected(cut, asked.treatments, ())


def _closed_to_the_outcome(asked: Asked, allowed: set[int]) -> set[int]:
    """Condition 3: the largest part of ``allowed`` of which no member is reached from the outcome.

    The walk starts at the outcome, given the treatments, with no arrow leaving ``allowed``. A member that
    is reached (by an arrowhead, for only those are left) falls out and gets its arrows back, so the walk
    goes on through it. None of ``allowed`` is an ancestor of a treatment (condition 2), so which
    colliders are open never changes.
    """
    view, given = asked.view, asked.treatments
    opened = ancestors(view, given)
    left = set(allowed)
    waiting: set[int] = set()
    seen: set[tuple[int, bool]] = set()
    queue: deque[tuple[int, bool, bool]] = deque((y, True, True) for y in sorted(asked.outcomes))

    def reach(node: int, by_head: bool) -> None:
        if (node, by_head) in seen:
            return
        seen.add((node, by_head))
        blocked = node in given
        queue.append((node, node in opened if by_head else not blocked, not blocked))

    while queue:
        node, up, down = queue.popleft()
        if node in left:
            left.discard(node)
            if node in waiting:
                reach(node, False)
        for child in view.children[node] if down else ():
            reach(child, True)
        for sibling in view.siblings[node] if up else ():
            reach(sibling, True)
        for parent in view.parents[node] if up else ():
            if parent in left:
                waiting.add(parent)
            else:
                reach(parent, False)
    return left


def _carries_all(asked: Asked, chosen: set[int]) -> bool:
    """Condition 1."""
    if not chosen.isdisjoint(asked.treatments | asked.outcomes):
        return False
    return descendants(without(asked.view, out_of=chosen), asked.treatments).isdisjoint(asked.outcomes)


def _all(asked: Asked, stop: Callable[[], bool]) -> Iterator[frozenset[int]]:
    """Decide each candidate in turn, out before in, where a set is still to be had; the minimal one first."""
    first = minimal(asked)
    if first is None:
        return
    yield frozenset(first)
    allowed = candidates(asked)
    top = largest(asked, allowed)
    assert top is not None
    stack: list[tuple[frozenset[int], frozenset[int], tuple[int, ...]]] = [
        (frozenset(), frozenset(top), tuple(sorted(top)))
    ]
    while stack and not stop():
        kept, within, open_ = stack.pop()
        if not open_:
            if kept != first:
                yield kept
            continue
        node, rest = open_[0], open_[1:]
        stack.append((kept | {node}, within, rest))
        smaller = largest(asked, within - {node})
        if smaller is not None and kept <= smaller:
            stack.append((kept, frozenset(smaller), tuple(n for n in rest if n in smaller)))
