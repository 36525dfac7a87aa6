"""What is shared by questions about two values of one treatment at once.

An effect on the treated asks about the outcome had the treatment been ``x`` among those who took ``x*``;
an effect along chosen paths asks about the outcome when those paths see ``x`` and all others see ``x*``.
In both the treatment is split, and each district of the graph must see one value of it only: a district
that would have to see both is *recanting*, and then no data, not even experiments on the treatment,
give an answer (Shpitser 2013, "Counterfactual graphical models for longitudinal mediation analysis with
unobserved confounding", theorem 3). Otherwise the answer is a product of districts as in ID.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from causal_core.errors import QueryError
from causal_core.estimand.expr import Array, Estimand, Expr, Notation
from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.identification.hedge import Hedge
from causal_core.identification.idc import Step
from causal_core.identification.masks import MaskGraph

WorldsKind = Literal["att", "nde", "nie", "path"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recanting:
    """Why two values of one treatment cannot be told apart.

    Parameters
    ----------
    treatment : str
    district : tuple of str
        Variables tied together by hidden causes (or one variable alone) that would have to see both
        values of the treatment.
    witness : str or None
        The one variable at which chosen and other paths part, when there is one (Avin, Shpitser & Pearl
        2005); None when only hidden causes tie the two kinds of paths together.
    first, second : tuple of str
        The direct effects of the treatment in the district that see its first and its second value.
    sentence : str
        The reason for a person.
    """

    treatment: str
    district: tuple[str, ...]
    witness: str | None
    first: tuple[str, ...]
    second: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldsFormula:
    """An estimand, or why there is none: a recanting district, or a hedge.

    ``estimand`` has the axes treatments, reference values, conditions, outcomes: the distribution of
    the outcomes for every pair of values. :meth:`contrast` takes an effect from it.
    """

    kind: WorldsKind
    treatments: tuple[str, ...]
    outcomes: tuple[str, ...]
    given: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    estimand: Estimand | None = None
    recanting: Recanting | None = None
    hedge: Hedge | None = None
    trace: tuple[Step, ...] = ()

    @property
    def identifiable(self) -> bool:
        """Does the quantity follow from the observed distribution and the graph?"""
        return self.estimand is not None

    @property
    def expression(self) -> Expr | None:
        """The estimand's expression."""
        return None if self.estimand is None else self.estimand.expression

    @property
    def reason(self) -> str:
        """Why not, in one sentence; empty when identifiable."""
        return self.recanting.sentence if self.recanting else self.hedge.sentence if self.hedge else ""

    def contrast(
        self,
        joint: Array,
        *,
        treated: int | tuple[int, ...] = 1,
        control: int | tuple[int, ...] = 0,
        values: Sequence[float] | None = None,
    ) -> Array:
        """The effect on the mean outcome, *treated minus control*, from a finite joint.

        Parameters
        ----------
        joint : array
            As for :meth:`Estimand.evaluate`.
        treated, control : int or tuple of int
            Positions of the two treatment values on their axes (one a treatment, sorted).
        values : sequence of float, optional
            The numbers that the outcome's positions stand for; 0, 1, 2 … when left out.

        Returns
        -------
        array
            One number for each combination of the conditions (no axis when there are none). ``att``: among
            those who took ``treated``. ``nde``, ``nie``, ``path``: along the chosen paths, with all other
            paths at ``control``. Swap the two for the effect on the untreated, with the sign turned.

        Raises
        ------
        QueryError
            Not identifiable, or more than one outcome.
        """
        if self.estimand is None or len(self.outcomes) != 1:
            raise QueryError(self.reason or "A difference of means needs one outcome.")
        shown = self.estimand.evaluate(joint)
        codes = np.arange(shown.shape[-1]) if values is None else np.asarray(values, dtype=np.float64)
        means = np.asarray(shown @ codes)
        high = treated if isinstance(treated, tuple) else (treated,)
        low = control if isinstance(control, tuple) else (control,)
        reference = high if self.kind == "att" else low
        return np.asarray(means[(*high, *reference)] - means[(*low, *reference)])


def worlds_formula(
    kind: WorldsKind,
    asked: Mapping[str, tuple[str, ...]],
    graph: MaskGraph,
    steps: Iterable[Step],
    *,
    notation: Notation,
    expression: Expr | None = None,
    mediators: tuple[str, ...] = (),
    recanting: Recanting | None = None,
    hedge: Hedge | None = None,
) -> WorldsFormula:
    """The formula, or what stands against it, with the question it answers and the way it was found."""
    estimand = None
    if expression is not None:
        estimand = Estimand(
            expression=expression,
            nodes=tuple(sorted(graph.names)),
            treatments=asked["treatment"],
            reference=asked["treatment"],
            outcomes=asked["outcome"],
            given=asked["condition"],
            notation=notation,
            mediators=mediators,
        )
    return WorldsFormula(
        kind=kind,
        treatments=asked["treatment"],
        outcomes=asked["outcome"],
        given=asked["condition"],
        mediators=mediators,
        estimand=estimand,
        hedge=hedge,
        recanting=recanting,
        trace=tuple(steps),
    )


def before_treatment(graph: CausalGraph, treatments: Iterable[str], given: Iterable[str]) -> None:
    """Refuse conditions that the treatment may have changed: whose value would be meant?

    Raises
    ------
    QueryError
    """
    changed = graph.descendants(treatments, inclusive=True) & set(given)
    if changed:
        raise QueryError(
            f"{listed(sorted(changed))} may itself be changed by {listed(sorted(treatments))}, so it cannot "
            "be a condition of this kind of question.",
            fix="Condition on variables from before the treatment only.",
            where=min(changed),
        )


def parting_node(graph: MaskGraph, node: int, both: int) -> int:
    """From a node with both kinds of paths, the last on the way that still has both: where they part."""
    while True:
        further = graph.children[node] & both
        if not further:
            return node
        node = (further & -further).bit_length() - 1
