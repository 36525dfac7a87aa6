"""Ways to an answer: each says what to compute, what it assumes and which arrows it leans on.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.answer import identify
>>> from causal_core.identification.query import Query
>>> graph = CausalGraph.parse("age -> drug; age -> health; drug -> health")
>>> best = identify(graph, Query("drug", "health")).strategies[0]
>>> best.kind, best.adjustment_set, best.estimand.formula
('adjustment', ('age',), 'P(health | do(drug)) = Σ_age P(health | age, drug) P(age)')
>>> best.missing_common_causes
(('drug', 'health'),)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from causal_core.errors import QueryError, close_matches, did_you_mean
from causal_core.results import Assumption

if TYPE_CHECKING:
    from causal_core.estimand.expr import Estimand
    from causal_core.graph.admg import CausalGraph
    from causal_core.identification.query import Query
    from causal_core.identification.reliance import Reliance

Edge = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """What every strategy has.

    Parameters
    ----------
    treatments, outcomes, given : tuple of str
        The question.
    sentence : str
        What to do, for a person.
    assumptions : tuple of Assumption
        What it rests on, in words.
    estimand : Estimand, optional
        The formula; an instrument has none, because the graph alone gives none.
    graph, query : optional
        Where it was found; without them nothing is known about the arrows it leans on.
    """

    kind: ClassVar[str] = ""

    treatments: tuple[str, ...]
    outcomes: tuple[str, ...]
    sentence: str
    given: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    estimand: Estimand | None = None
    graph: CausalGraph | None = field(default=None, repr=False, compare=False)
    query: Query | None = field(default=None, repr=False, compare=False)

    @property
    def reliance(self) -> Reliance:
        """The drawn arrows it uses and the undrawn ones that would break it, worked out when asked for."""
        from causal_core.identification.reliance import NOTHING, relies_on

        if self.graph is None or self.query is None:
            return NOTHING
        return relies_on(self.graph, self.query, self)

    @property
    def arrows(self) -> tuple[Edge, ...]:
        """The drawn arrows that it uses: those along which the effect runs, and those it was chosen for."""
        return self.reliance.arrows

    @property
    def missing_arrows(self) -> tuple[Edge, ...]:
        """The arrows (cause, effect) that are not drawn and would break it if they were there."""
        return self.reliance.missing_arrows

    @property
    def missing_common_causes(self) -> tuple[Edge, ...]:
        """The pairs that would break it if they shared a hidden cause."""
        return self.reliance.missing_common_causes


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEffect(Strategy):
    """No path of arrows leads from the cause to the outcome: by the graph alone the effect is nothing."""

    kind: ClassVar[str] = "no_effect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(Strategy):
    """Compare cases alike in ``adjustment_set`` (sorted; empty when nothing needs adjusting).

    ``most_precise`` marks the set with the least noise, ``minimal`` one from which nothing can be left out.
    ``selected`` has the variables that the rows were chosen by, and ``among`` those for whom the answer holds
    where that is not everybody (see :mod:`causal_core.identification.selection`).
    """

    kind: ClassVar[str] = "adjustment"

    adjustment_set: tuple[str, ...]
    minimal: bool = False
    most_precise: bool = False
    selected: tuple[str, ...] = ()
    among: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor(Strategy):
    """Follow the effect through ``mediators`` (sorted), which carry all of it."""

    kind: ClassVar[str] = "front_door"

    mediators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralFormula(Strategy):
    """A formula of the observed distribution found by the complete algorithm; ``trace`` has its steps."""

    kind: ClassVar[str] = "general_formula"

    trace: tuple[object, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediation(Strategy):
    """A part of the effect, ``effect``: direct, indirect, or along named paths through ``mediators``."""

    kind: ClassVar[str] = "mediation"

    effect: str
    mediators: tuple[str, ...]
    covariates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Strategy):
    """Use ``instrument``, which moves the cause and reaches the outcome in no other way.

    It does so among cases alike in ``conditioning`` (sorted). ``extra_assumption`` is what the graph
    cannot give and every sentence about the result must name.
    """

    kind: ClassVar[str] = "instrument"

    instrument: str
    conditioning: tuple[str, ...] = ()
    extra_assumption: str = ""


KINDS: tuple[str, ...] = tuple(
    way.kind for way in (NoEffect, Adjustment, FrontDoor, GeneralFormula, Mediation, Instrument)
)


def check_strategy_kind(kind: str) -> None:
    """Refuse a word that is no kind of strategy, with those that are.

    Raises
    ------
    QueryError
        With the close matches.
    """
    if kind not in KINDS:
        raise QueryError(
            f"There is no strategy called “{kind}”." + did_you_mean(close_matches(kind, KINDS)),
            fix=f"Use one of: {', '.join(KINDS)}.",
            where="strategy",
        )
