"""Can the question be answered from data like these, and how? Decided from the graph alone.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> graph = CausalGraph.parse("age -> drug; age -> health; drug -> health")
>>> answer = identify(graph, Query("drug", "health"))
>>> answer.identifiable, answer.strategies[0].adjustment_set
(True, ('age',))
>>> print(answer.reason)
Compare cases that are alike in “age”: then nothing else makes “drug” and “health” go together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import descendants
from causal_core.graph.separation import open_path
from causal_core.graph.separators import augmented, minimal_separators
from causal_core.identification.adjustment import BackDoor, back_door, is_valid, minimal_set
from causal_core.identification.asked import Asked, ask
from causal_core.identification.lazy import Lazy
from causal_core.identification.precision import most_precise
from causal_core.identification.query import Query
from causal_core.identification.strategy import Adjustment, NoEffect, Strategy
from causal_core.results import Assumption

MINIMAL_SETS_SHOWN = 8
"""How many minimal sets ``identify`` lists beside the most precise one; ``adjustment_sets`` gives all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What all answers have; ``reason`` is one sentence for a person."""

    identifiable: ClassVar[bool]

    graph: CausalGraph
    query: Query
    reason: str
    strategies: tuple[Any, ...] = ()
    estimand: Any = None
    hedge: Any = None
    fixes: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified(Answer):
    """The effect follows from the graph and the observed distribution; ``strategies``: best first."""

    identifiable: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedIf(Answer):
    """Not from the graph alone, but under an extra assumption that the strategy names."""

    identifiable: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotIdentified(Answer):
    """No strategy: ``reason`` says why."""

    identifiable: ClassVar[bool] = False


def identify(graph: CausalGraph, query: Query) -> Identified | IdentifiedIf | NotIdentified:
    """Decide whether the effect can be had from the measured variables, and list the ways, best first.

    Raises
    ------
    UnknownVariableError, QueryError
        The question does not fit the graph.
    """
    asked = ask(graph, query)
    if descendants(asked.view, asked.treatments).isdisjoint(asked.outcomes):
        return Identified(graph=graph, query=query, reason=_no_effect(query), strategies=(no_effect(query),))
    door = back_door(asked)
    found = adjustments(asked, door, query)
    if found:
        return Identified(graph=graph, query=query, reason=_why_adjust(asked, door, query), strategies=found)
    return NotIdentified(graph=graph, query=query, reason=why_no_set(asked, door, query))


def no_effect(query: Query) -> NoEffect:
    """The strategy for an effect that the graph rules out."""
    return NoEffect(
        treatments=query.treatments,
        outcomes=query.outcomes,
        given=query.given,
        sentence=_no_effect(query),
        assumptions=(_graph_is_right(),),
    )


def adjustments(asked: Asked, door: BackDoor, query: Query) -> tuple[Strategy, ...]:
    """The most precise set, then minimal ones (small ones first)."""
    best = most_precise(asked, door)
    if best is None:
        return ()
    cliques = augmented(door.view, asked.treatments | asked.outcomes)
    minimal: Lazy[frozenset[int]] = Lazy(
        lambda stop: minimal_separators(cliques, asked.outcomes, asked.treatments, door.allowed, stop=stop),
        limit=MINIMAL_SETS_SHOWN,
        deadline=0.02,
    )
    least = sorted(minimal, key=lambda s: (len(s), sorted(s)))
    chosen = [frozenset(best), *(s for s in least if s != best)]
    return tuple(_adjustment(asked, query, s, s in least, s == best) for s in chosen)


def _adjustment(
    asked: Asked, query: Query, chosen: frozenset[int], minimal: bool, most_precise: bool
) -> Adjustment:
    names = asked.names(chosen)
    causes, outcomes = listed(query.treatments), listed(query.outcomes)
    no_hidden = Assumption(
        id="no_hidden_common_cause",
        text=f"Among cases alike in {listed(names)}, {causes} and {outcomes} share no further cause."
        if names
        else f"{causes} and {outcomes} share no common cause.",
    )
    return Adjustment(
        treatments=query.treatments,
        outcomes=query.outcomes,
        given=query.given,
        adjustment_set=names,
        minimal=minimal,
        most_precise=most_precise,
        sentence=f"Compare cases that are alike in {listed(names)}."
        if names
        else "Compare the cases as they are: nothing needs adjusting.",
        assumptions=(_graph_is_right(), no_hidden, _overlap(query, names)),
    )


def _graph_is_right() -> Assumption:
    return Assumption(id="graph", text="The graph is right: what is not drawn is not there.")


def _overlap(query: Query, names: tuple[str, ...]) -> Assumption:
    among = f"In every group alike in {listed(names)}" if names else "In the data"
    return Assumption(
        id="overlap", text=f"{among} every value of {listed(query.treatments)} compared does occur."
    )


def listed(names: tuple[str, ...]) -> str:
    """“a”, “b” and “c”."""
    marked = [f"“{name}”" for name in names]
    return marked[0] if len(marked) == 1 else ", ".join(marked[:-1]) + " and " + marked[-1]


def _no_effect(query: Query) -> str:
    return (
        f"By the graph {listed(query.treatments)} cannot change {listed(query.outcomes)}: "
        "no path of arrows leads from the one to the other."
    )


def _why_adjust(asked: Asked, door: BackDoor, query: Query) -> str:
    causes, outcomes = listed(query.treatments), listed(query.outcomes)
    if is_valid(asked, door, ()):
        return f"Nothing needs adjusting: only the effect itself makes {causes} and {outcomes} go together."
    names = asked.names(minimal_set(asked, door) or set())
    return (
        f"Compare cases that are alike in {listed(names)}: "
        f"then nothing else makes {causes} and {outcomes} go together."
    )


def why_no_set(asked: Asked, door: BackDoor, query: Query) -> str:
    """The sentence for “adjustment is out”, with a path that no set closes."""
    everything = augmented(door.view, asked.treatments | asked.outcomes).of.keys() & door.allowed
    path = open_path(door.view, asked.treatments, asked.outcomes, everything)
    return f"No set of measured variables will do: the path {path} cannot be closed by adjusting."
