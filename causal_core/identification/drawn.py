"""What the arrows of a picture mean for a question: which carry the effect, which carry bias.

An arrow is *causal* when it lies on a directed path from a cause to an outcome (none of whose inner nodes is
another cause). It is *biasing* when some open walk between cause and outcome that is not causal uses it, given
what is adjusted for: the walks of the proper back-door graph (van der Zander, Liśkiewicz and Textor 2019,
definition 5), followed from both ends, without side trips. O(n + m) steps, each with its neighbours. Deciding
exactly which arrows lie on an open *path* is harder; this marks all of those, and now and then one more.

>>> from causal_core.graph.admg import CausalGraph
>>> graph = CausalGraph.parse("age -> drug; age -> health; drug -> pulse -> health")
>>> seen = drawn_meaning(graph, Query("drug", "health"))
>>> seen.causal, seen.biasing
((('drug', 'pulse'), ('pulse', 'health')), (('age', 'drug'), ('age', 'health')))
>>> drawn_meaning(graph, Query("drug", "health"), adjusted=("age",)).biasing
()
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import Indexed, ancestors
from causal_core.graph.separation import Mark
from causal_core.identification.adjustment import back_door
from causal_core.identification.asked import ask
from causal_core.identification.query import Query

Edge = tuple[str, str]
Step = tuple[int, int, Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMeaning:
    """Arrows by meaning, sorted. ``biasing_common_causes`` are double arrows, each with its names sorted."""

    causal: tuple[Edge, ...]
    biasing: tuple[Edge, ...]
    biasing_common_causes: tuple[Edge, ...]


def drawn_meaning(graph: CausalGraph, query: Query, *, adjusted: str | Iterable[str] = ()) -> DrawnMeaning:
    """The meaning of every arrow for ``query`` when ``adjusted`` is adjusted for.

    Raises
    ------
    UnknownVariableError, QueryError
        A name is not in the graph, or the question does not fit it.
    """
    asked, given = ask(graph, query), frozenset(graph.positions(adjusted))
    door = back_door(asked)
    on_the_way = door.causal | asked.treatments
    causal = [
        (graph.nodes[a], graph.nodes[b])
        for a in sorted(on_the_way)
        for b in asked.view.children[a]
        if b in door.causal
    ]
    used = _on_a_path(
        _open_steps(door.view, asked.treatments, asked.outcomes, given), asked.treatments, asked.outcomes
    )
    arrows = {(a, b) if mark == "→" else (b, a) for a, b, mark in used if mark != "↔"}
    doubles = {(min(a, b), max(a, b)) for a, b, mark in used if mark == "↔"}
    return DrawnMeaning(
        causal=tuple(sorted(causal)),
        biasing=tuple(sorted((graph.nodes[a], graph.nodes[b]) for a, b in arrows)),
        biasing_common_causes=tuple(sorted((graph.nodes[a], graph.nodes[b]) for a, b in doubles)),
    )


def _open_steps(
    view: Indexed, sources: Collection[int], targets: Collection[int], given: frozenset[int]
) -> set[Step]:
    """Steps of open walks that start at a source, end at the first target and never turn straight back."""
    opened, ends = ancestors(view, given), frozenset(sources) | frozenset(targets)
    before: dict[Step, list[Step]] = {}
    queue: deque[Step] = deque(step for s in sorted(sources) for step in _steps(view, s, up=True, down=True))
    for step in queue:
        before.setdefault(step, [])
    while queue:
        step = queue.popleft()
        origin, node, mark = step
        if node in ends:
            continue
        blocked = node in given
        up = node in opened if mark != "←" else not blocked
        for onward in _steps(view, node, up=up, down=not blocked):
            if onward[1] == origin:
                continue
            if onward not in before:
                before[onward] = []
                queue.append(onward)
            before[onward].append(step)
    goals = [step for step in before if step[1] in targets]
    kept, stack = set(goals), goals
    while stack:
        for earlier in before[stack.pop()]:
            if earlier not in kept:
                kept.add(earlier)
                stack.append(earlier)
    return kept


def _steps(view: Indexed, node: int, *, up: bool, down: bool) -> Iterator[Step]:
    if up:
        for parent in view.parents[node]:
            yield node, parent, "←"
        for sibling in view.siblings[node]:
            yield node, sibling, "↔"
    if down:
        for child in view.children[node]:
            yield node, child, "→"


def _on_a_path(steps: set[Step], sources: Collection[int], targets: Collection[int]) -> set[Step]:
    """Leave out side trips that come back through a node they left by: what is not on a path of these steps."""
    if not steps:
        return set()
    start, goal = -1, -2
    graph = nx.Graph((a, b) for a, b, _ in steps)
    graph.add_edges_from((start, s) for s in sources if s in graph)
    graph.add_edges_from((goal, t) for t in targets if t in graph)
    graph.add_edge(start, goal)
    for block in nx.biconnected_component_edges(graph):
        pairs = {frozenset(edge) for edge in block}
        if frozenset((start, goal)) in pairs:
            return {step for step in steps if frozenset(step[:2]) in pairs}
    return set()
