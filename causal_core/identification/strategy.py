"""Ways to an answer: each says what to compute, what it assumes and which arrows it leans on.

>>> Adjustment(
...     treatments=("drug",), outcomes=("health",), sentence="Compare cases of the same age.",
...     adjustment_set=("age",),
... ).kind
'adjustment'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from causal_core.results import Assumption

Edge = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """What every strategy has.

    ``arrows`` are the drawn arrows it uses; ``missing_arrows`` and ``missing_common_causes`` are those not
    drawn that would break it if they were there. ``given`` are the conditions of the question.
    """

    kind: ClassVar[str] = ""

    treatments: tuple[str, ...]
    outcomes: tuple[str, ...]
    sentence: str
    given: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    arrows: tuple[Edge, ...] = ()
    missing_arrows: tuple[Edge, ...] = ()
    missing_common_causes: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEffect(Strategy):
    """No path of arrows leads from the cause to the outcome: by the graph alone the effect is nothing."""

    kind: ClassVar[str] = "no_effect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(Strategy):
    """Compare cases alike in ``adjustment_set`` (sorted; empty when nothing needs adjusting).

    ``most_precise`` marks the set with the least noise, ``minimal`` one from which nothing can be left out.
    """

    kind: ClassVar[str] = "adjustment"

    adjustment_set: tuple[str, ...]
    minimal: bool = False
    most_precise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontDoor(Strategy):
    """Follow the effect through ``mediators``, which carry all of it."""

    kind: ClassVar[str] = "front_door"

    mediators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralFormula(Strategy):
    """A formula of the observed distribution found by the complete algorithm (ID, IDC)."""

    kind: ClassVar[str] = "general_formula"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediation(Strategy):
    """A part of the effect: direct, indirect, or along named paths; ``covariates`` must be alike."""

    kind: ClassVar[str] = "mediation"

    effect: str
    mediators: tuple[str, ...]
    covariates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Strategy):
    """Use ``instrument``, which moves the cause and reaches the outcome in no other way, among cases alike in
    ``conditioning``; ``extra_assumption`` is what the graph cannot give."""

    kind: ClassVar[str] = "instrument"

    instrument: str
    conditioning: tuple[str, ...] = ()
    extra_assumption: str = ""
