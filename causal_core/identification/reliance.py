"""What an answer leans on: which arrows it uses, and which undrawn ones would break it.

An undrawn arrow is a claim. A strategy needs some of these claims and not others: the way to tell is to
draw the arrow and look whether the strategy still holds. That is done here for every pair, so the list is
exact for single arrows; in a large graph only pairs near the question are tried. A common cause that was left
out lacks two arrows, of which neither alone would break anything: so for each variable both are drawn as well.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.answer import identify
>>> from causal_core.identification.query import Query
>>> graph = CausalGraph.parse("lottery -> drug -> health; age -> health")
>>> best = identify(graph, Query("drug", "health")).strategies[0]      # adjusts for age, for precision
>>> best.missing_common_causes
(('drug', 'health'), ('health', 'lottery'))
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import ancestors, descendants, without
from causal_core.graph.separation import separated
from causal_core.identification.adjustment import back_door, is_valid, is_valid_given
from causal_core.identification.asked import Asked, ask, causal_nodes, has_no_effect
from causal_core.identification.frontdoor import is_frontdoor_set
from causal_core.identification.instruments import possible
from causal_core.identification.query import Query
from causal_core.identification.selection import holds_for
from causal_core.identification.strategy import Adjustment, FrontDoor, Instrument, NoEffect, Strategy

Edge = tuple[str, str]
SCOPE, NEAR = 25, 12
"""Graphs of up to ``SCOPE`` measured variables are tried pair by pair (about a tenth of a second); in larger
ones the ``NEAR`` variables nearest to the question are."""


@dataclass(frozen=True, slots=True)
class Reliance:
    """``arrows`` drawn and used; ``missing_arrows`` and ``missing_common_causes`` undrawn and needed so.

    ``not_both`` are the variables of the graph that would break the answer if they affected both the cause and
    the outcome, and of which no single missing arrow says so.
    """

    arrows: tuple[Edge, ...]
    missing_arrows: tuple[Edge, ...]
    missing_common_causes: tuple[Edge, ...]
    not_both: tuple[str, ...] = ()


NOTHING = Reliance((), (), ())


@lru_cache(maxsize=256)
def relies_on(graph: CausalGraph, query: Query, strategy: Strategy) -> Reliance:
    """The arrows a strategy leans on. A general formula leans on what keeps the effect identifiable."""
    asked = ask(graph, query)
    scope = [graph.nodes[i] for i in sorted(_scope(asked, strategy))]
    directed, bidirected = frozenset(graph.directed), frozenset(graph.bidirected)
    above = {name: graph.ancestors(name) for name in scope}
    missing = [
        (a, b)
        for a in scope
        for b in scope
        if a != b and (a, b) not in directed and b not in above[a]
        if not holds(_with(graph, (a, b)), query, strategy)
    ]
    hidden = [
        (a, b)
        for i, a in enumerate(scope)
        for b in scope[i + 1 :]
        if (a, b) not in bidirected and not holds(_with(graph, shared=((a, b),)), query, strategy)
    ]
    return Reliance(
        tuple(sorted(_used(asked, strategy))),
        tuple(missing),
        tuple(hidden),
        tuple(_not_both(graph, query, strategy, missing)),
    )


def _not_both(
    graph: CausalGraph, query: Query, strategy: Strategy, listed: Collection[Edge]
) -> Iterator[str]:
    """Variables that would break the strategy as a common cause; one check for each."""
    if len(query.treatments) != 1 or len(query.outcomes) != 1:
        return
    cause, outcome = query.treatments[0], query.outcomes[0]
    below = graph.descendants((cause, outcome))
    for name in graph.nodes:
        if name in (cause, outcome) or name in below:
            continue
        new = [(name, end) for end in (cause, outcome) if (name, end) not in graph.directed]
        if not new or any(edge in listed for edge in new):
            continue
        if not holds(_with(graph, *new), query, strategy):
            yield name


def holds(graph: CausalGraph, query: Query, strategy: Strategy) -> bool:
    """Would this strategy still give the effect if this were the graph?"""
    asked = ask(graph, query)
    if isinstance(strategy, NoEffect):
        return has_no_effect(asked)
    if isinstance(strategy, Adjustment):
        if strategy.selected:
            whom = holds_for(graph, query, strategy.selected, strategy.adjustment_set)
            return whom == ("selected" if strategy.among else "everybody")
        chosen = graph.positions(strategy.adjustment_set)
        return is_valid_given(asked, chosen) if asked.given else is_valid(asked, back_door(asked), chosen)
    if isinstance(strategy, FrontDoor):
        return is_frontdoor_set(asked, graph.positions(strategy.mediators))
    if isinstance(strategy, Instrument):
        return _is_instrument(asked, strategy)
    from causal_core.identification.idc import is_identifiable

    return is_identifiable(graph, query.treatments, query.outcomes, query.given)


def survives(graph: CausalGraph, query: Query, strategy: Strategy, shared: Iterable[Edge]) -> bool:
    """Would the strategy still give the effect if every one of these pairs had a hidden common cause, all at once?

    Each alone may do no harm where together they do: they can join up to a path.
    """
    drawn = frozenset(graph.bidirected)
    pairs = {(min(pair), max(pair)) for pair in shared} - drawn
    return holds(_with(graph, shared=tuple(sorted(pairs))), query, strategy)


def _is_instrument(asked: Asked, strategy: Instrument) -> bool:
    door = back_door(asked)
    z = asked.graph.positions(strategy.instrument)
    given = asked.graph.positions(strategy.conditioning)
    return (
        z <= possible(asked, door)
        and given <= door.allowed
        and separated(door.view, z, asked.outcomes, given)
        and not separated(asked.view, z, asked.treatments, given)
    )


def _named(strategy: Strategy) -> tuple[str, ...]:
    if isinstance(strategy, Adjustment):
        return (*strategy.adjustment_set, *(v for v in strategy.selected if v not in strategy.treatments))
    if isinstance(strategy, FrontDoor):
        return strategy.mediators
    if isinstance(strategy, Instrument):
        return (strategy.instrument, *strategy.conditioning)
    return ()


def _scope(asked: Asked, strategy: Strategy) -> set[int]:
    """All measured variables, or the ``NEAR`` nearest to the strategy's own."""
    if len(asked.observed) <= SCOPE:
        return set(asked.observed)
    found: dict[int, None] = dict.fromkeys(sorted(asked.treatments | asked.outcomes | asked.given))
    found.update(dict.fromkeys(sorted(asked.graph.positions(_named(strategy)))))
    for node in (queue := list(found)):
        if len(found) >= NEAR:
            break
        for near in (*asked.view.parents[node], *asked.view.siblings[node], *asked.view.children[node]):
            if near not in found:
                found[near] = None
                queue.append(near)
    return set(list(found)[:NEAR]) & asked.observed


def _with(graph: CausalGraph, *arrows: Edge, shared: tuple[Edge, ...] = ()) -> CausalGraph:
    return CausalGraph(
        graph.nodes,
        graph.directed + arrows,
        graph.bidirected + shared,
        graph.latent,
    )


def _used(asked: Asked, strategy: Strategy) -> Iterator[Edge]:
    """Arrows along which the effect runs, and those that join what is adjusted for, or the instrument, to it."""
    view, names = asked.view, asked.view.names
    ends = asked.treatments | asked.outcomes
    causal = causal_nodes(asked)
    chosen = asked.graph.positions(_named(strategy)) - causal
    below = descendants(without(view, out_of=ends), chosen)
    above = ancestors(without(view, out_of=ends), ends)
    between = below & above
    for a in range(len(view)):
        for b in view.children[a]:
            runs = b in causal and (a in causal or a in asked.treatments)
            if runs or (a in between and b in between):
                yield names[a], names[b]
