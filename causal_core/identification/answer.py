"""Can the question be answered from data like these, and how? Decided from the graph alone.

What applies is ranked: no effect at all; adjustment, the most precise set first; the front door; the
general formula of ID and IDC, where neither gives one; and instruments, which always add an assumption
that the graph cannot give. ID and IDC are complete, so where they find no formula there is none, and the
answer carries a hedge, which proves it, and what would help.

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
from typing import TYPE_CHECKING, ClassVar

from causal_core.graph.admg import CausalGraph
from causal_core.graph.separation import open_path
from causal_core.graph.separators import augmented
from causal_core.identification.adjustment import is_valid
from causal_core.identification.asked import has_no_effect
from causal_core.identification.fixes import Fix, fixes
from causal_core.identification.hedge import Hedge
from causal_core.identification.idc import id_formula
from causal_core.identification.query import Query
from causal_core.identification.strategy import (
    Adjustment,
    FrontDoor,
    GeneralFormula,
    Instrument,
    Mediation,
    NoEffect,
)
from causal_core.identification.ways import (
    Task,
    by_adjustment,
    by_formula,
    by_front_door,
    by_instrument,
    by_no_effect,
)
from causal_core.identification.words import listed

if TYPE_CHECKING:
    from causal_core.estimand.expr import Estimand

AnyStrategy = NoEffect | Adjustment | FrontDoor | GeneralFormula | Mediation | Instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What all answers have.

    Parameters
    ----------
    graph, query
        The question and the graph it was put to.
    reason : str
        Why, in one sentence for a person.
    strategies : tuple of Strategy
        What applies, best first.
    hedge : Hedge, optional
        Where the effect is not identifiable: the proof.
    """

    identifiable: ClassVar[bool]

    graph: CausalGraph
    query: Query
    reason: str
    strategies: tuple[AnyStrategy, ...] = ()
    hedge: Hedge | None = None

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """Where it is not identifiable: the smallest things that would help, searched when asked for."""
        return () if self.identifiable else fixes(self.graph, self.query)

    @property
    def estimand(self) -> Estimand | None:
        """The formula of the first strategy."""
        return self.strategies[0].estimand if self.strategies else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified(Answer):
    """The effect follows from the graph and the observed distribution."""

    identifiable: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedIf(Answer):
    """Not from the graph alone, but under an extra assumption that the strategy names."""

    identifiable: ClassVar[bool] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotIdentified(Answer):
    """No strategy: ``reason`` says why, ``hedge`` proves it, ``fixes`` say what would help."""

    identifiable: ClassVar[bool] = False


def identify(graph: CausalGraph, query: Query) -> Identified | IdentifiedIf | NotIdentified:
    """Decide whether the effect can be had from the measured variables, and list the ways, best first.

    Parameters
    ----------
    graph : CausalGraph
    query : Query
        ``rows``, ``treated`` and ``control`` are not looked at.

    Raises
    ------
    UnknownVariableError, QueryError
        The question does not fit the graph.
    """
    task = Task.of(graph, query)
    if has_no_effect(task.asked):
        nothing = by_no_effect(task)
        return Identified(graph=graph, query=query, reason=nothing.sentence, strategies=(nothing,))
    adjusting, following = by_adjustment(task), by_front_door(task)
    helping = by_instrument(task)
    if adjusting or following:
        reason = _why_adjust(task, adjusting[0]) if adjusting else _why_front_door(task, following[0])
        found: tuple[AnyStrategy, ...] = (*adjusting, *following, *helping)
        return Identified(graph=graph, query=query, reason=reason, strategies=found)
    formula = id_formula(graph, query.treatments, query.outcomes, query.given)
    if formula.identifiable:
        return Identified(
            graph=graph,
            query=query,
            reason=f"{_no_set(task)} But the graph gives a formula that does.",
            strategies=(by_formula(task, formula), *helping),
        )
    if helping:
        reason = f"{_no_set(task)} “{helping[0].instrument}” helps, under an assumption: "
        reason += f"{helping[0].extra_assumption}."
        return IdentifiedIf(graph=graph, query=query, reason=reason, strategies=helping, hedge=formula.hedge)
    reason = f"{_no_set(task)} No other formula does either."
    return NotIdentified(graph=graph, query=query, reason=reason, hedge=formula.hedge)


def _why_adjust(task: Task, best: Adjustment) -> str:
    x, y = listed(task.query.treatments), listed(task.query.outcomes)
    given = task.query.given
    if not given and is_valid(task.asked, task.door, ()):
        nothing = f"Nothing needs adjusting: only the effect itself makes {x} and {y} go together"
        if not best.adjustment_set:
            return f"{nothing}."
        return f"{nothing}; being alike in {listed(best.adjustment_set)} makes the answer more precise."
    alike = tuple(sorted({*best.adjustment_set, *given}))
    return (
        f"Compare cases that are alike in {listed(alike)}: then nothing else makes {x} and {y} go together."
    )


def _why_front_door(task: Task, best: FrontDoor) -> str:
    x, m = listed(task.query.treatments), listed(best.mediators)
    return f"{_no_set(task)} But all of the effect of {x} passes through {m}, and can be followed there."


def _no_set(task: Task) -> str:
    """“Adjustment is out”, with a path that no set closes."""
    asked, door = task.asked, task.door
    everything = augmented(door.view, asked.treatments | asked.outcomes).of.keys() & door.allowed
    path = open_path(door.view, asked.treatments, asked.outcomes, everything)
    if path is None:
        return f"No set of measured variables will do for cases alike in {listed(task.query.given)}."
    return f"No set of measured variables will do: the path {path} cannot be closed by adjusting."
