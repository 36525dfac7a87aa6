"""Computing an estimand from a finite joint distribution, exactly.

Every part of the tree becomes an array with named axes and is computed once. A sum of a product is never
multiplied out: its variables are summed one after another, the cheapest first, so that the largest array
is the largest that any elimination needs and not the whole joint.

Where a conditional probability has a denominator of 0 its value is *undefined*, and so is every number
that needs it; the result is ``nan`` there. An undefined number that is multiplied by an exact 0 is not
needed (a kind of person who does not exist has no effect on an average), so that product is 0. Undefined
cells are carried as a mask beside the values.

>>> import numpy as np
>>> from causal_core.estimand.expr import Estimand, prob, product, total
>>> body = product([prob(["y"], ["x", "z"]), prob(["z"])])
>>> back_door = Estimand(
...     expression=total(["z"], body), nodes=("x", "y", "z"), treatments=("x",), outcomes=("y",)
... )
>>> joint = np.array([[[0.24, 0.03], [0.16, 0.07]], [[0.05, 0.06], [0.05, 0.34]]])   # axes x, y, z
>>> back_door.evaluate(joint).round(3)                                               # axes x, y
array([[0.45 , 0.55 ],
       [0.325, 0.675]])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from string import ascii_letters
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from causal_core.errors import EstimateError
from causal_core.estimand.expr import Array, Estimand, Expr, Fraction, Marginal, Prob, Product, Sum, Symbol

Mask = NDArray[np.bool_]
T = TypeVar("T", bound=np.generic)
TOLERANCE = 1e-6  # how far a joint's total may be from 1: room for rounded published tables


@dataclass(frozen=True, slots=True)
class Named:
    """Values with one symbol an axis; ``undefined`` marks cells without a value (None: there are none)."""

    axes: tuple[Symbol, ...]
    values: Array
    undefined: Mask | None = None


def evaluate(estimand: Estimand, joint: Array) -> Array:
    """The estimand's value for every combination of its axes.

    Parameters
    ----------
    estimand : Estimand
    joint : array
        The observed joint, one axis a variable of ``estimand.nodes`` in that (sorted) order, summing to 1.

    Returns
    -------
    array
        Axes: treatments, reference values, conditions, outcomes, each sorted; ``nan`` where undefined.
        A symbol that the value does not depend on (the free ``z`` of the napkin graph) is averaged out,
        each of its values weighted by how common it is, over the values for which the formula is defined.

    Raises
    ------
    EstimateError
        The joint has another number of axes, a negative or missing entry, or another total than 1.
    """
    joint = np.asarray(joint, dtype=np.float64)
    _check(estimand, joint)
    marginals = _Marginals(estimand.nodes, joint)
    return evaluate_from(estimand, marginals, dict(zip(estimand.nodes, joint.shape, strict=True)))


def evaluate_from(estimand: Estimand, marginal: Marginal, sizes: Mapping[str, int]) -> Array:
    """As :func:`evaluate`, with the joint given through its marginals.

    Parameters
    ----------
    marginal : callable
        Takes a sorted tuple of names and gives their joint distribution, axes in that order. Only small
        sets are asked for, so the joint of all variables is never needed.
    sizes : mapping
        The number of values of each variable.
    """
    whole = _compute(estimand.expression, marginal)
    extra = tuple(axis for axis in whole.axes if axis not in estimand.axes)
    if extra:
        whole = _averaged(whole, extra, marginal)
    values = np.where(_mask(whole), np.nan, whole.values)
    shape = tuple(sizes[axis.name] for axis in estimand.axes)
    return np.array(np.broadcast_to(_aligned(values, whole.axes, estimand.axes), shape))


def _check(estimand: Estimand, joint: Array) -> None:
    if joint.ndim != len(estimand.nodes):
        raise EstimateError(
            f"The table of probabilities has {joint.ndim} axes for {len(estimand.nodes)} observed variables.",
            fix=f"Give one axis a variable, in this order: {', '.join(estimand.nodes)}.",
        )
    if not bool(np.all(joint >= 0)):
        raise EstimateError("A probability is missing or negative.", fix="Give probabilities of 0 or more.")
    if abs(float(joint.sum()) - 1) > TOLERANCE:
        raise EstimateError(
            f"The probabilities add up to {joint.sum():.6g} and not to 1.", fix="Divide them by their total."
        )


class _Marginals:
    """Marginals of one joint, each summed from the smallest one already known that holds it."""

    def __init__(self, nodes: Sequence[str], joint: Array) -> None:
        self._known: dict[tuple[str, ...], Array] = {tuple(nodes): joint}

    def __call__(self, names: tuple[str, ...]) -> Array:
        if names not in self._known:
            wanted = set(names)
            source = min((k for k in self._known if wanted.issubset(k)), key=lambda k: self._known[k].size)
            dropped = tuple(i for i, name in enumerate(source) if name not in wanted)
            self._known[names] = self._known[source].sum(axis=dropped)
        return self._known[names]


def _compute(root: Expr, marginal: Marginal) -> Named:
    """Every part once, parts first; products under a sum are not multiplied out."""
    done: dict[Expr, Named] = {}
    stack: list[tuple[Expr, bool]] = [(root, False)]
    while stack:
        node, opened = stack.pop()
        if node in done:
            continue
        if opened:
            done[node] = _value(node, [done[part] for part in _operands(node)], marginal)
        else:
            stack.append((node, True))
            stack.extend((part, False) for part in _operands(node))
    return done[root]


def _operands(node: Expr) -> tuple[Expr, ...]:
    if isinstance(node, Fraction):
        return (node.top, node.bottom)
    if isinstance(node, Sum):
        return node.body.factors if isinstance(node.body, Product) else (node.body,)
    return node.factors if isinstance(node, Product) else ()


def _value(node: Expr, operands: list[Named], marginal: Marginal) -> Named:
    if isinstance(node, Prob):
        return _conditional(node, marginal)
    if isinstance(node, Fraction):
        return _divided(*operands)
    return _contracted(operands, node.over if isinstance(node, Sum) else ())


def _conditional(node: Prob, marginal: Marginal) -> Named:
    axes = tuple(sorted(node.of + node.given, key=lambda symbol: symbol.name))
    top = Named(axes, marginal(tuple(symbol.name for symbol in axes)))
    return _divided(top, _summed(top, node.of)) if node.given else top


def _divided(top: Named, bottom: Named) -> Named:
    axes = _union((top, bottom))
    below = _aligned(bottom.values, bottom.axes, axes)
    undefined = (
        (below == 0) | _aligned(_mask(top), top.axes, axes) | _aligned(_mask(bottom), bottom.axes, axes)
    )
    values = _aligned(top.values, top.axes, axes) / np.where(below == 0, 1.0, below)
    return _named(axes, values, np.broadcast_to(undefined, values.shape))


def _contracted(factors: Iterable[Named], over: Sequence[Symbol]) -> Named:
    """The product of the factors, summed over ``over``: one variable at a time, the cheapest first."""
    pool = list(factors) or [Named((), np.array(1.0))]
    waiting = list(over)
    while waiting:
        costs = {symbol: _cost([f for f in pool if symbol in f.axes]) for symbol in waiting}
        symbol = min(waiting, key=lambda s: (costs[s], s))
        waiting.remove(symbol)
        holders = [f for f in pool if symbol in f.axes]
        pool = [f for f in pool if symbol not in f.axes] + [_eliminated(holders, symbol)]
    return _multiplied(pool)


def _eliminated(holders: Sequence[Named], symbol: Symbol) -> Named:
    """The product of the factors summed over one symbol; where all is defined, without the whole product."""
    if len(holders) == 1 or any(f.undefined is not None for f in holders):
        return _summed(_multiplied(holders), (symbol,))
    left, right = _multiplied(holders[:-1]), holders[-1]
    every = _union(holders)
    axes = tuple(axis for axis in every if axis != symbol)
    letter = dict(zip(every, ascii_letters, strict=False))
    one, two, out = ("".join(letter[axis] for axis in part) for part in (left.axes, right.axes, axes))
    return Named(axes, np.asarray(np.einsum(f"{one},{two}->{out}", left.values, right.values)))


def _cost(holders: Sequence[Named]) -> int:
    return prod(
        {axis: size for f in holders for axis, size in zip(f.axes, f.values.shape, strict=True)}.values()
    )


def _multiplied(factors: Sequence[Named]) -> Named:
    axes = _union(factors)
    if len(factors) == 1:
        return factors[0]
    values = np.array(1.0)
    for factor in factors:
        values = values * _aligned(factor.values, factor.axes, axes)
    if all(f.undefined is None for f in factors):
        return Named(axes, values)
    missing, zero = np.array(False), np.array(False)
    for factor in factors:
        mask = _mask(factor)
        missing = missing | _aligned(mask, factor.axes, axes)
        zero = zero | _aligned((factor.values == 0) & ~mask, factor.axes, axes)
    return _named(axes, values, np.broadcast_to(missing & ~zero, values.shape))


def _summed(named: Named, over: Sequence[Symbol]) -> Named:
    dropped = tuple(i for i, axis in enumerate(named.axes) if axis in over)
    axes = tuple(axis for axis in named.axes if axis not in over)
    undefined = None if named.undefined is None else np.asarray(named.undefined.any(axis=dropped))
    return _named(axes, named.values.sum(axis=dropped), undefined)


def _averaged(whole: Named, extra: tuple[Symbol, ...], marginal: Marginal) -> Named:
    ordered = tuple(sorted(extra))
    weights = _aligned(marginal(tuple(symbol.name for symbol in ordered)), ordered, whole.axes)
    weights = np.where(_mask(whole), 0.0, weights)
    dropped = tuple(i for i, axis in enumerate(whole.axes) if axis in extra)
    axes = tuple(axis for axis in whole.axes if axis not in extra)
    share = weights.sum(axis=dropped)
    values = (whole.values * weights).sum(axis=dropped) / np.where(share == 0, 1.0, share)
    return _named(axes, values, share == 0)


def _union(factors: Iterable[Named]) -> tuple[Symbol, ...]:
    return tuple(sorted({axis for factor in factors for axis in factor.axes}))


def _mask(named: Named) -> Mask:
    return np.zeros(named.values.shape, dtype=np.bool_) if named.undefined is None else named.undefined


def _named(axes: tuple[Symbol, ...], values: Array, undefined: Mask | None) -> Named:
    """Undefined cells hold 0, and the mask is dropped when nothing is undefined."""
    if undefined is None or not undefined.any():
        return Named(axes, values)
    return Named(axes, np.where(undefined, 0.0, values), undefined)


def _aligned(values: NDArray[T], have: Sequence[Symbol], want: Sequence[Symbol]) -> NDArray[T]:
    """A view with the axes of ``want`` in that order, of length 1 where ``have`` lacks one."""
    order = [have.index(axis) for axis in want if axis in have]
    shape = [values.shape[have.index(axis)] if axis in have else 1 for axis in want]
    return values.transpose(order).reshape(shape)
