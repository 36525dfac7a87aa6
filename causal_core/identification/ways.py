"""From what the criteria find to strategies with their sentences, formulas and assumptions.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> graph, query = CausalGraph.parse("draft -> service -> wage; service <-> wage"), Query("service", "wage")
>>> print(by_instrument(Task.of(graph, query))[0].sentence)
Use what “draft” does: compare how much it moves “wage” with how much it moves “service”.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice

from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import descendants
from causal_core.graph.separators import augmented, minimal_separators
from causal_core.identification import assumptions, formulas
from causal_core.identification.adjustment import BackDoor, back_door, minimal_set_given
from causal_core.identification.asked import Asked, ask
from causal_core.identification.frontdoor import minimal as minimal_frontdoor
from causal_core.identification.idc import Formula
from causal_core.identification.instruments import conditional, unconditional
from causal_core.identification.precision import most_precise
from causal_core.identification.query import Query
from causal_core.identification.strategy import Adjustment, FrontDoor, GeneralFormula, Instrument, NoEffect
from causal_core.identification.worlds import WorldsFormula

MINIMAL_SETS_SHOWN = 8
"""Minimal sets that ``identify`` lists beside the most precise one; ``adjustment_sets`` gives all."""
INSTRUMENTS_SHOWN = 5
"""Instruments that ``identify`` lists; ``instruments`` gives all."""
CONDITIONAL_TRIED = 12
"""Candidates that ``identify`` tries as conditional instruments, causes of the treatment first."""


@dataclass(frozen=True, slots=True)
class Task:
    """A question with what every criterion needs of it."""

    graph: CausalGraph
    query: Query
    asked: Asked
    door: BackDoor

    @classmethod
    def of(cls, graph: CausalGraph, query: Query) -> Task:
        """Check the question and lay it on the graph."""
        asked = ask(graph, query)
        return cls(graph, query, asked, back_door(asked))

    @property
    def common(self) -> dict[str, object]:
        """The fields that all strategies share."""
        query = self.query
        parts = {"treatments": query.treatments, "outcomes": query.outcomes, "given": query.given}
        return {**parts, "graph": self.graph, "query": query}


def by_no_effect(task: Task) -> NoEffect:
    """The strategy for an effect that the graph rules out."""
    query = task.query
    x, y = listed(query.treatments), listed(query.outcomes)
    if descendants(task.asked.view, task.asked.treatments).isdisjoint(task.asked.outcomes):
        sentence = f"By the graph {x} cannot change {y}: no path of arrows leads from the one to the other."
    else:
        sentence = f"By the graph {x} changes nothing about {y} among cases alike in {listed(query.given)}."
    return NoEffect(
        **task.common,  # type: ignore[arg-type]
        sentence=sentence,
        assumptions=(assumptions.graph_is_right(),),
        estimand=formulas.unaffected(task.graph, query),
    )


def by_adjustment(task: Task) -> tuple[Adjustment, ...]:
    """The most precise set, then minimal ones, small ones first; with conditions one minimal set."""
    asked, door = task.asked, task.door
    if asked.given:
        found = minimal_set_given(asked)
        return () if found is None else (_adjustment(task, frozenset(found), True, False),)
    best = most_precise(asked, door)
    if best is None:
        return ()
    cliques = augmented(door.view, asked.treatments | asked.outcomes)
    every = minimal_separators(cliques, asked.outcomes, asked.treatments, door.allowed)
    least = sorted(islice(every, MINIMAL_SETS_SHOWN), key=lambda s: (len(s), sorted(s)))
    chosen = [frozenset(best), *(s for s in least if s != best)]
    if task.query.kind in formulas.TREATED_KINDS:
        below = descendants(asked.view, asked.treatments)
        chosen = [s for s in chosen if s.isdisjoint(below)]
    return tuple(_adjustment(task, s, s in least, s == best) for s in chosen)


def _adjustment(task: Task, chosen: frozenset[int], minimal: bool, most_precise: bool) -> Adjustment:
    query, names = task.query, task.asked.names(chosen)
    alike = tuple(sorted({*names, *query.given}))
    return Adjustment(
        **task.common,  # type: ignore[arg-type]
        adjustment_set=names,
        minimal=minimal,
        most_precise=most_precise,
        sentence=f"Compare cases that are alike in {listed(alike)}."
        if alike
        else "Compare the cases as they are: nothing needs adjusting.",
        assumptions=(
            assumptions.graph_is_right(),
            assumptions.no_hidden_common_cause(query.treatments, query.outcomes, alike),
            assumptions.overlap(query.treatments, alike),
        ),
        estimand=formulas.back_door(task.graph, query, names),
    )


def by_front_door(task: Task) -> tuple[FrontDoor, ...]:
    """The minimal front-door set, if there is one, for the effect on everybody."""
    query = task.query
    found = None if query.given or query.kind in formulas.TREATED_KINDS else minimal_frontdoor(task.asked)
    if not found:
        return ()
    names = task.asked.names(found)
    x, y = listed(query.treatments), listed(query.outcomes)
    return (
        FrontDoor(
            **task.common,  # type: ignore[arg-type]
            mediators=names,
            sentence=f"Follow the effect step by step: what {x} does to {listed(names)}, "
            f"and what {listed(names)} does to {y}.",
            assumptions=(
                assumptions.graph_is_right(),
                *assumptions.front_door(query.treatments, query.outcomes, names),
                assumptions.overlap(query.treatments, ()),
                assumptions.overlap(names, query.treatments),
            ),
            estimand=formulas.front_door(task.graph, query, names),
        ),
    )


def by_formula(task: Task, formula: Formula | WorldsFormula) -> GeneralFormula:
    """The formula of ID or IDC, or of an effect on the treated."""
    query = task.query
    x, y = listed(query.treatments), listed(query.outcomes)
    return GeneralFormula(
        **task.common,  # type: ignore[arg-type]
        sentence=f"Compute what {x} does to {y} by the formula that the graph gives.",
        assumptions=(
            assumptions.graph_is_right(),
            assumptions.overlap(query.treatments, ()),
        ),
        estimand=formula.estimand,
        trace=formula.trace,
    )


def by_instrument(task: Task) -> tuple[Instrument, ...]:
    """Instruments as they are, then conditional ones; only for the effect on everybody."""
    if task.query.given or task.query.kind in formulas.TREATED_KINDS:
        return ()
    asked, door = task.asked, task.door
    alone = ((z, frozenset[int]()) for z in sorted(unconditional(asked, door)))
    held = conditional(asked, door, first=CONDITIONAL_TRIED)
    return tuple(_instrument(task, z, given) for z, given in islice(chain(alone, held), INSTRUMENTS_SHOWN))


def _instrument(task: Task, z: int, given: frozenset[int]) -> Instrument:
    query, alike = task.query, task.asked.names(given)
    name = task.asked.view.names[z]
    among = f"Among cases alike in {listed(alike)}, use" if alike else "Use"
    return Instrument(
        **task.common,  # type: ignore[arg-type]
        instrument=name,
        conditioning=alike,
        extra_assumption=assumptions.extra_for_instrument(name, query.treatments),
        sentence=f"{among} what “{name}” does: compare how much it moves {listed(query.outcomes)} "
        f"with how much it moves {listed(query.treatments)}.",
        assumptions=(
            assumptions.graph_is_right(),
            *assumptions.instrument(name, query.treatments, query.outcomes, alike),
        ),
    )
