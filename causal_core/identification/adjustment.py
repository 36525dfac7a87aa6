"""Adjusting for measured variables: which sets will do, which will not and why.

A set Z of measured variables gives P(y | do(x)) as Σ_z P(y | x, z) P(z) exactly when (the generalised
adjustment criterion: Shpitser, VanderWeele & Robins 2010; Perković, Textor, Kalisch & Maathuis 2018)

1. nothing in Z lies on a causal path from x to y or is changed by what does (the *forbidden* variables), and
2. every path between x and y that is not causal is closed by Z; that is, Z separates x and y in the
   *proper back-door graph*, from which the first arrow of every causal path is taken out
   (van der Zander, Liśkiewicz & Textor 2014, 2019).

This is complete, for sets of treatments and outcomes too: where no set passes, no set will do.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> graph = CausalGraph.parse("age -> drug; age -> health; drug -> blood -> health")
>>> query = Query("drug", "health")
>>> [sorted(s) for s in adjustment_sets(graph, query)]
[['age']]
>>> print(is_adjustment_set(graph, query, ["age", "blood"]).reason)
“blood” lies on the way (drug → blood → health): holding it still would take away part of the effect.
>>> print(is_adjustment_set(graph, query, []).reason)
The path drug ← age → health stays open: along it the two go together without one causing the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import Indexed, ancestors, descendants, without
from causal_core.graph.separation import Mark, Path, open_path, separated
from causal_core.graph.separators import (
    Augmented,
    augmented,
    cheapest_separator,
    minimal_separator,
    minimal_separators,
)
from causal_core.identification.asked import Asked, ask, causal_nodes
from causal_core.identification.lazy import Lazy
from causal_core.identification.query import Query

_ARROW: tuple[Mark, ...] = ("→",)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentCheck:
    """Will this set do? True or false in a condition, with the reason in words.

    ``open_path`` is the path that stays open, ``forbidden`` the variable that must not be in the set and
    ``causal_path`` the way on which, or below which, it lies.
    """

    valid: bool
    reason: str
    open_path: Path | None = None
    forbidden: str | None = None
    causal_path: Path | None = None

    def __bool__(self) -> bool:
        return self.valid


@dataclass(frozen=True, slots=True)
class BackDoor:
    """The proper back-door graph of a question, its causal and forbidden nodes, and what may be in a set."""

    view: Indexed
    causal: frozenset[int]
    forbidden: frozenset[int]
    allowed: frozenset[int]


def back_door(asked: Asked) -> BackDoor:
    """The proper back-door graph, in O(n + m)."""
    causal = frozenset(causal_nodes(asked))
    forbidden = frozenset(descendants(asked.view, causal))
    first = {(x, child) for x in asked.treatments for child in asked.view.children[x] if child in causal}
    allowed = asked.observed - forbidden - asked.treatments - asked.outcomes
    return BackDoor(without(asked.view, arrows=first), causal, forbidden, allowed)


def is_adjustment_set(graph: CausalGraph, query: Query, names: str | Iterable[str]) -> AdjustmentCheck:
    """Does adjusting for exactly these variables give the total effect? With the reason, in O(n + m).

    The conditions of the query (``given``) are not looked at: this is about the whole population.

    Raises
    ------
    UnknownVariableError, QueryError
        A name is not in the graph, or the question does not fit it.
    """
    asked = ask(graph, query)
    chosen = frozenset(graph.positions(names))
    door = back_door(asked)
    for i in sorted(chosen - door.allowed):
        return _not_allowed(asked, door, i)
    path = open_path(door.view, asked.treatments, asked.outcomes, chosen)
    if path is not None:
        return AdjustmentCheck(
            valid=False,
            open_path=path,
            reason=f"The path {path} stays open: along it the two go together without one causing the other.",
        )
    what = "these variables" if chosen else "nothing"
    return AdjustmentCheck(valid=True, reason=f"Adjusting for {what} closes every path that is not causal.")


def _not_allowed(asked: Asked, door: BackDoor, i: int) -> AdjustmentCheck:
    name = asked.view.names[i]
    if i in asked.hidden:
        return AdjustmentCheck(
            valid=False, forbidden=name, reason=f"“{name}” was not measured, so it cannot be adjusted for."
        )
    if i in asked.treatments or i in asked.outcomes:
        part = "cause" if i in asked.treatments else "outcome"
        return AdjustmentCheck(
            valid=False, forbidden=name, reason=f"“{name}” is the {part} of the question itself."
        )
    if i in door.causal:
        path = through(asked, i)
        return AdjustmentCheck(
            valid=False,
            forbidden=name,
            causal_path=path,
            reason=f"“{name}” lies on the way ({path}): holding it still would take away part of the effect.",
        )
    path = through(asked, i)
    return AdjustmentCheck(
        valid=False,
        forbidden=name,
        causal_path=path,
        reason=f"“{name}” is changed by what the cause changes on its way to the outcome ({path}): "
        "adjusting for it would take away part of the effect or make up a false one.",
    )


def through(asked: Asked, i: int) -> Path:
    """A directed path from a treatment to an outcome through node ``i``, or to ``i`` if it ends there."""
    view = asked.view
    head = directed_path(view, asked.treatments, {i}, avoiding=asked.treatments)
    tail = directed_path(view, {i}, asked.outcomes, avoiding=asked.treatments)
    if head is None or i in asked.outcomes:
        return head or Path((view.names[i],), ())
    return Path(head.nodes + tail.nodes[1:], head.arrows + tail.arrows) if tail else head


def directed_path(
    view: Indexed, sources: Iterable[int], targets: Iterable[int], *, avoiding: Iterable[int] = ()
) -> Path | None:
    """A shortest path of arrows from a source to a target with none of ``avoiding`` inside, or None."""
    goal, closed = frozenset(targets), frozenset(avoiding)
    came: dict[int, int | None] = dict.fromkeys(sorted(sources))
    queue = list(came)
    for node in queue:
        for child in view.children[node]:
            if child in came:
                continue
            came[child] = node
            if child in goal:
                trail: list[int] = [child]
                while (before := came[trail[-1]]) is not None:
                    trail.append(before)
                return Path(tuple(view.names[j] for j in reversed(trail)), _ARROW * (len(trail) - 1))
            if child not in closed:
                queue.append(child)
    return None


def _separators_of(asked: Asked, door: BackDoor) -> Augmented:
    return augmented(door.view, asked.treatments | asked.outcomes)


def adjustment_set(graph: CausalGraph, query: Query) -> frozenset[str] | None:
    """One inclusion-minimal set, the one nearest to the outcome; None when no set will do. O(n + m)."""
    asked = ask(graph, query)
    found = minimal_set(asked, back_door(asked))
    return None if found is None else graph.names(found)


def minimal_set(asked: Asked, door: BackDoor) -> set[int] | None:
    """The minimal set nearest to the outcome: of all minimal ones the most precise (see ``o_set``)."""
    return minimal_separator(_separators_of(asked, door), asked.outcomes, asked.treatments, door.allowed)


def adjustment_sets(
    graph: CausalGraph, query: Query, *, limit: int | None = None, deadline: float | None = None
) -> Lazy[frozenset[str]]:
    """All inclusion-minimal adjustment sets of measured variables, lazily, nearest to the outcome first.

    Polynomial delay: between two sets lie at most n² linear steps, whatever their number.

    Parameters
    ----------
    limit : int, optional
        At most so many sets.
    deadline : float, optional
        Seconds from the first set asked for.

    Returns
    -------
    Lazy
        An iterator of frozensets; ``cut_short`` is ``"limit"`` or ``"deadline"`` when there may be more.
        Nothing comes when no set will do; one empty set comes when nothing needs adjusting.
    """
    asked = ask(graph, query)
    door = back_door(asked)

    def start(stop: Callable[[], bool]) -> Iterator[frozenset[str]]:
        cliques = _separators_of(asked, door)
        found = minimal_separators(cliques, asked.outcomes, asked.treatments, door.allowed, stop=stop)
        return (graph.names(each) for each in found)

    return Lazy(start, limit=limit, deadline=deadline)


def cheapest_adjustment_set(
    graph: CausalGraph, query: Query, *, cost: Mapping[str, float] | None = None
) -> frozenset[str] | None:
    """The set that costs least to measure; variables not in ``cost`` cost 1. None when no set will do.

    Without costs it is a smallest set. Of several cheapest ones a minimal one is given.
    """
    asked = ask(graph, query)
    door = back_door(asked)
    prices = dict.fromkeys(graph.nodes, 1.0) | dict(cost or {})
    graph.positions(prices)
    cliques = _separators_of(asked, door)
    sides = asked.outcomes, asked.treatments
    found = cheapest_separator(cliques, *sides, door.allowed, lambda i: prices[graph.nodes[i]])
    least = None if found is None else minimal_separator(cliques, *sides, found)
    return None if least is None else graph.names(least)


def minimal_set_given(asked: Asked) -> set[int] | None:
    """A set Z with P(y | do(x), w) = Σ_z P(y | x, z, w) P(z | w) for the conditions w, or None.

    Z is a minimal set of variables that the treatments do not change which, with w, closes every path
    that begins with an arrowhead at a treatment; the two conditions of :func:`is_valid_given` are checked.
    Sound, but not complete: where w is itself changed by the treatments IDC may know a formula.
    """
    view = without(asked.view, out_of=asked.treatments)
    untouched = asked.observed - descendants(asked.view, asked.treatments) - asked.outcomes
    cliques = augmented(view, asked.treatments | asked.outcomes | asked.given)
    known = untouched | asked.given
    near = minimal_separator(cliques, asked.outcomes, asked.treatments, known)
    if near is None or not is_valid_given(asked, near - asked.given):
        return None
    return near - asked.given


def is_valid_given(asked: Asked, chosen: Iterable[int]) -> bool:
    """Do rules 2 and 3 of do-calculus give Σ_z P(y | x, z, w) P(z | w)?

    Rule 2: y is separated from x by z and w once no arrow leaves x. Rule 3: z is separated from x by w
    once no arrowhead points into those of x that are no causes of w.
    """
    z, x, w = frozenset(chosen), asked.treatments, asked.given
    if not z <= asked.observed - x - asked.outcomes - w:
        return False
    if not separated(without(asked.view, out_of=x), x, asked.outcomes, z | w):
        return False
    return separated(without(asked.view, into=x - ancestors(asked.view, w)), x, z, w)


def is_valid(asked: Asked, door: BackDoor, chosen: Iterable[int]) -> bool:
    """The criterion itself, for positions."""
    chosen = frozenset(chosen)
    return chosen <= door.allowed and separated(door.view, asked.treatments, asked.outcomes, chosen)
