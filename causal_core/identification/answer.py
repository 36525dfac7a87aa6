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
from typing import TYPE_CHECKING, ClassVar, TypedDict

from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import descendants
from causal_core.graph.separation import open_path
from causal_core.graph.separators import augmented
from causal_core.identification.adjustment import is_valid
from causal_core.identification.asked import has_no_effect
from causal_core.identification.fixes import Fix, fixes
from causal_core.identification.formulas import TREATED_KINDS
from causal_core.identification.hedge import Hedge
from causal_core.identification.idc import Formula, id_formula
from causal_core.identification.parts import PART_KINDS, by_part, part_formula
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
from causal_core.identification.worlds import Recanting, WorldsFormula

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
    recanting : Recanting, optional
        The proof for a part of the effect, or an effect on the treated, that would need two values of
        the treatment at once.
    selected : tuple of str
        Variables that the rows were chosen by (:mod:`causal_core.identification.selection`).
    instead : tuple of Fix
        What would help where that choice is what stands in the way.
    """

    identifiable: ClassVar[bool]

    graph: CausalGraph
    query: Query
    reason: str
    strategies: tuple[AnyStrategy, ...] = ()
    hedge: Hedge | None = None
    recanting: Recanting | None = None
    selected: tuple[str, ...] = ()
    instead: tuple[Fix, ...] = ()

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """Where it is not identifiable: the smallest things that would help, searched when asked for."""
        return () if self.identifiable else self.instead or fixes(self.graph, self.query)

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
    if query.kind in PART_KINDS:
        return _part(task)
    if has_no_effect(task.asked):
        return _nothing(task)
    adjusting, following = by_adjustment(task), by_front_door(task)
    if adjusting or following:
        reason = _why_adjust(task, adjusting[0]) if adjusting else _why_front_door(task, following[0])
        found: tuple[AnyStrategy, ...] = (*adjusting, *following, *by_instrument(task))
        return Identified(graph=graph, query=query, reason=reason, strategies=found)
    return _other_ways(task)


def _nothing(task: Task) -> Identified:
    way = by_no_effect(task)
    return Identified(graph=task.graph, query=task.query, reason=way.sentence, strategies=(way,))


def _other_ways(task: Task) -> Identified | IdentifiedIf | NotIdentified:
    """What is left where adjustment and the front door are out: the complete algorithm, instruments."""
    graph, query, helping = task.graph, task.query, by_instrument(task)
    formula: Formula | WorldsFormula
    if query.kind in TREATED_KINDS:
        formula = part_formula(graph, query)
    else:
        formula = id_formula(graph, query.treatments, query.outcomes, query.given)
    if formula.identifiable:
        reason = f"{_no_set(task)} But the graph gives a formula that does."
        ways: tuple[AnyStrategy, ...] = (by_formula(task, formula), *helping)
        return Identified(graph=graph, query=query, reason=reason, strategies=ways)
    proof = _proof(formula)
    if helping:
        reason = f"{_no_set(task)} “{helping[0].instrument}” helps, under an assumption: "
        reason += f"{helping[0].extra_assumption}."
        return IdentifiedIf(graph=graph, query=query, reason=reason, strategies=helping, **proof)
    reason = f"{_no_set(task)} No other formula does either."
    return NotIdentified(graph=graph, query=query, reason=reason, **proof)


def _part(task: Task) -> Identified | NotIdentified:
    """Direct, indirect and path-specific effects."""
    graph, query = task.graph, task.query
    formula = part_formula(graph, query)
    if descendants(task.asked.view, task.asked.treatments).isdisjoint(task.asked.outcomes):
        return _nothing(task)
    if formula.identifiable:
        way = by_part(task, formula)
        return Identified(graph=graph, query=query, reason=way.sentence, strategies=(way,))
    proof = _proof(formula)
    found = proof["recanting"] or proof["hedge"]
    assert found is not None
    return NotIdentified(graph=graph, query=query, reason=found.sentence, **proof)


class _Proof(TypedDict):
    hedge: Hedge | None
    recanting: Recanting | None


def _proof(formula: Formula | WorldsFormula) -> _Proof:
    recanting = formula.recanting if isinstance(formula, WorldsFormula) else None
    return {"hedge": formula.hedge, "recanting": recanting}


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
