"""Instruments: what moves the cause and reaches the outcome in no other way.

z is an instrument for the total effect of x on y, given W, when (Henckel, Buttenschoen & Maathuis 2024,
of which Pearl's and Brito's definitions are cases)

1. neither z nor W is changed by what lies on the way from x to y,
2. z and x go together given W, and
3. z and y are separated by W once the first arrow of every causal path from x to y is taken out.

The graph alone does not give the effect from an instrument: an assumption must be added, that effects are
linear, or that nobody is moved the wrong way (monotonicity; the effect is then the one among those moved).

Which conditioning sets W exist for a given z is hard to decide in general, but if any variable is an
instrument given some W, then some variable is one given the ancestral separator nearest to the outcome
(van der Zander, Textor & Liśkiewicz 2015), which is found in linear time.

What the treatment itself changes is not offered, neither as z nor in W: it could pass for one only where
the treatment shares no hidden cause with the outcome, and there nothing is gained by it.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> graph = CausalGraph.parse("draft -> service -> wage; service <-> wage; age -> draft; age -> wage")
>>> instruments(graph, Query("service", "wage"))
()
>>> [(found.name, found.given) for found in conditional_instruments(graph, Query("service", "wage"))]
[('draft', ('age',))]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import descendants
from causal_core.graph.separation import connected, separated
from causal_core.graph.separators import augmented, minimal_separator
from causal_core.identification.adjustment import BackDoor, back_door
from causal_core.identification.asked import Asked, ask
from causal_core.identification.query import Query


@dataclass(frozen=True, slots=True)
class ConditionalInstrument:
    """The instrument ``name`` and what must be held fixed for it to be one (sorted; empty for nothing)."""

    name: str
    given: tuple[str, ...] = ()


def instruments(graph: CausalGraph, query: Query) -> tuple[str, ...]:
    """The measured variables that are instruments as they are, sorted. O(n + m).

    Instruments are for one treatment and one outcome; for more there are none.
    """
    asked = ask(graph, query)
    return asked.names(unconditional(asked, back_door(asked)))


def conditional_instruments(graph: CausalGraph, query: Query) -> tuple[ConditionalInstrument, ...]:
    """Instruments with the variables to hold fixed; those that need none come first. O(n (n + m)).

    If there is a conditional instrument at all (given nothing that the treatment changes), there is one
    among these.
    """
    asked = ask(graph, query)
    door = back_door(asked)
    found = [(i, frozenset[int]()) for i in sorted(unconditional(asked, door))]
    found += conditional(asked, door)
    return tuple(ConditionalInstrument(asked.view.names[i], asked.names(given)) for i, given in found)


def possible(asked: Asked, door: BackDoor) -> set[int]:
    """Measured variables that the treatment does not change."""
    if len(asked.treatments) != 1 or len(asked.outcomes) != 1 or not door.causal:
        return set()
    return set(door.allowed) - descendants(asked.view, asked.treatments)


def unconditional(asked: Asked, door: BackDoor) -> set[int]:
    """Instruments given nothing: two walks for all of them together."""
    found = possible(asked, door)
    found &= connected(asked.view, asked.treatments, ())
    return found - connected(door.view, asked.outcomes, ())


def conditional(
    asked: Asked, door: BackDoor, *, first: int | None = None
) -> Iterator[tuple[int, frozenset[int]]]:
    """Ancestral instruments that need a conditioning set, with the one nearest to the outcome.

    ``first`` tries only so many candidates: direct causes of the treatment before others.
    """
    left = possible(asked, door) - unconditional(asked, door)
    near = {p for x in asked.treatments for p in asked.view.parents[x]}
    for z in sorted(left, key=lambda i: (i not in near, i))[:first]:
        cliques = augmented(door.view, asked.outcomes | {z})
        held = minimal_separator(cliques, asked.outcomes, {z}, door.allowed - {z})
        if held and not separated(asked.view, {z}, asked.treatments, held):
            yield z, frozenset(held)
