"""Making a formula short: from what the identification algorithm writes to what a textbook prints.

Three rules do all of it. They hold for every distribution that a graph allows, where the denominators
are positive.

* **A kernel sums to one**: ``Σ_z P(z | c)`` is 1.
* **The chain rule backwards**: ``P(y | z, c) P(z | c)`` is ``P(y, z | c)``, and then ``Σ_z`` takes z out.
  Where the terms do not look at the same conditions, m-separation may say that looking at more changes
  nothing: in ``x → z → y``, ``P(y | z)`` is ``P(y | z, x)``, so that ``Σ_z P(y | z) P(z | x)`` is
  ``P(y | x)`` (Tikka & Karvanen 2017, "Simplifying probabilistic expressions in causal inference").
* **Cancelling**: equal factors of a fraction go, and ``P(y, z | c) / P(z | c)`` is ``P(y | z, c)``.

>>> from causal_core.estimand.expr import prob
>>> rules = Rules(independent=lambda a, b, given: given == {"z"}, rank={"x": 0, "z": 1, "y": 2})
>>> summed(["z"], [prob(["y"], ["z"]), prob(["z"], ["x"])], rules)[0] == prob(["y"], ["x"])
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from causal_core.estimand.expr import (
    Expr,
    Fraction,
    Prob,
    Product,
    Sum,
    Symbol,
    fraction,
    prob,
    product,
    total,
    walk,
)

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the graph says: ``independent(a, b, given)`` by m-separation, ``rank`` the topological order."""

    independent: Callable[[Names, Names, Names], bool]
    rank: Mapping[str, int]


def summed(over: Iterable[str | Symbol], factors: Iterable[Expr], rules: Rules) -> tuple[Expr, ...]:
    """The factors of ``Σ_over Π factors`` once every variable that can be summed out for good is gone.

    Factors without a summed variable stand outside, and sums that share no variable stand apart.
    """
    bound = frozenset(symbol if isinstance(symbol, Symbol) else Symbol(symbol) for symbol in over)
    pool, left = _eliminated(cancelled(_factors(factors)), bound, rules)
    open_pool, open_bound = _opened(pool, left)
    if len(open_bound) > len(left):
        other, other_left = _eliminated(open_pool, open_bound, rules)
        if len(other_left) < len(open_bound):
            pool, left = cancelled(other), other_left
    return _apart(pool, left, rules)


def _eliminated(
    pool: Sequence[Expr], bound: frozenset[Symbol], rules: Rules
) -> tuple[list[Expr], frozenset[Symbol]]:
    """Sum out what can be summed out for good, effects before causes."""
    pool, left = list(pool), set(bound)
    waiting = set(bound)
    while waiting:
        symbol = max(waiting, key=lambda s: (rules.rank[s.name], s))
        waiting.discard(symbol)
        holders = [factor for factor in pool if symbol in factor.free]
        rest = _without(symbol, holders, rules)
        if rest is not None:
            left.discard(symbol)
            waiting |= rest.free & left
            pool = [factor for factor in pool if symbol not in factor.free] + list(_factors([rest]))
    return pool, frozenset(left)


def _opened(factors: Iterable[Expr], bound: frozenset[Symbol]) -> tuple[list[Expr], frozenset[Symbol]]:
    """Sums inside a sum made part of it, unless a symbol would then mean two things."""
    pool = list(factors)
    for inner in [factor for factor in pool if isinstance(factor, Sum) and factor.free & bound]:
        rest = [factor for factor in pool if factor is not inner]
        if not bound.union(*(factor.free for factor in rest)).intersection(inner.over):
            bound |= set(inner.over)
            pool = [*rest, *_factors([inner.body])]
    return pool, bound


def cancelled(factors: Iterable[Expr]) -> list[Expr]:
    """Factors in which the bottom of one fraction and an equal factor elsewhere are gone."""
    pool = list(factors)
    while True:
        pair = _cancelling(pool)
        if pair is None:
            return pool
        over, other = pair
        tops = [*_factors([over.top]), *_factors([other.top] if isinstance(other, Fraction) else [other])]
        bottoms = [*_factors([over.bottom]), *_factors([other.bottom] if isinstance(other, Fraction) else [])]
        rest = [factor for factor in pool if factor is not over and factor is not other]
        pool = [*rest, *_factors([divided(tops, bottoms)])]


def _cancelling(pool: Sequence[Expr]) -> tuple[Fraction, Expr] | None:
    above: dict[Expr, Expr] = {}
    for factor in pool:
        for part in _factors([factor.top if isinstance(factor, Fraction) else factor]):
            above[part] = factor
    for factor in pool:
        if isinstance(factor, Fraction):
            for part in _factors([factor.bottom]):
                other = above.get(part)
                if other is not None and other is not factor:
                    return factor, other
    return None


def _without(symbol: Symbol, holders: Sequence[Expr], rules: Rules) -> Expr | None:
    """``Σ_symbol`` of these factors as one probability, or None where it cannot be had."""
    terms = [factor for factor in holders if isinstance(factor, Prob)]
    if len(terms) < len(holders) or sum(symbol in term.of for term in terms) != 1:
        return None
    joined = terms[0] if len(terms) == 1 else chained(terms, rules)
    return None if joined is None else prob((s for s in joined.of if s != symbol), joined.given)


def chained(terms: Sequence[Prob], rules: Rules) -> Prob | None:
    """One probability equal to the product of these terms by the chain rule, or None."""
    ordered = sorted(terms, key=lambda term: max(rules.rank[s.name] for s in term.of))
    every = {symbol for term in terms for symbol in term.of + term.given}
    of = {symbol for term in terms for symbol in term.of}
    if len({symbol.name for symbol in every}) < len(every) or sum(len(t.of) for t in terms) > len(of):
        return None
    known = every - of
    for term in ordered:
        if not known.issuperset(term.given):
            return None
        more = known.difference(term.given)
        if more and not rules.independent(_names(term.of), _names(more), _names(term.given)):
            return None
        known.update(term.of)
    return Prob(tuple(sorted(of)), tuple(sorted(every - of)))


def _names(symbols: Iterable[Symbol]) -> Names:
    return frozenset(symbol.name for symbol in symbols)


def _apart(pool: Sequence[Expr], bound: frozenset[Symbol], rules: Rules) -> tuple[Expr, ...]:
    groups: list[tuple[set[Symbol], list[Expr]]] = []
    for factor in pool:
        shared, members = set(factor.free & bound), [factor]
        untouched = []
        for other in groups:
            if shared and other[0] & shared:
                shared |= other[0]
                members = other[1] + members
            else:
                untouched.append(other)
        groups = [*untouched, (shared, members)]
    return _ordered((total(shared, product(_ordered(members, rules))) for shared, members in groups), rules)


def _ordered(factors: Iterable[Expr], rules: Rules) -> tuple[Expr, ...]:
    """Effects before causes, plain probabilities before everything else."""

    def key(factor: Expr) -> tuple[bool, int]:
        symbols = factor.of if isinstance(factor, Prob) else factor.free
        return not isinstance(factor, Prob), -max((rules.rank[s.name] for s in symbols), default=-1)

    return tuple(sorted(factors, key=key))


def divided(tops: Iterable[Expr], bottoms: Iterable[Expr]) -> Expr:
    """The fraction of two products after cancelling."""
    above, below = Counter(_factors(tops)), Counter(_factors(bottoms))
    above, below = above - below, below - above
    top, bottom = list(above.elements()), []
    for factor in below.elements():
        shorter = _conditioned(top, factor) if isinstance(factor, Prob) else None
        if shorter is None:
            bottom.append(factor)
        else:
            top = shorter
    return fraction(product(top), product(bottom))


def _factors(parts: Iterable[Expr]) -> tuple[Expr, ...]:
    whole = product(parts)
    return whole.factors if isinstance(whole, Product) else (whole,)


def _conditioned(tops: Sequence[Expr], divisor: Prob) -> list[Expr] | None:
    """The factors divided by P(b | c) where one of them is P(a, b | c), also inside a sum; or None."""
    for i, factor in enumerate(tops):
        new: Expr | None = None
        if isinstance(factor, Prob):
            if factor.given == divisor.given and set(divisor.of) < set(factor.of):
                rest = set(factor.of).difference(divisor.of)
                new = prob(rest, factor.given + divisor.of)
        elif isinstance(factor, Sum) and not divisor.free.intersection(factor.over):
            inner = _conditioned(_factors([factor.body]), divisor)
            new = None if inner is None else total(factor.over, product(inner))
        if new is not None:
            return [*tops[:i], new, *tops[i + 1 :]]
    return None


def polished(root: Expr, rules: Rules) -> Expr:
    """The same expression as a textbook prints it: joined where one probability says it, and in order."""
    done: dict[Expr, Expr] = {}
    for node in walk(root):
        if isinstance(node, Product):
            done[node] = _joined([done[factor] for factor in node.factors], rules)
        elif isinstance(node, Sum):
            done[node] = total(node.over, _joined([done[node.body]], rules))
        elif isinstance(node, Fraction):
            done[node] = product(_lifted([divided([done[node.top]], [done[node.bottom]])]))
        else:
            done[node] = node
    return done[root]


def _joined(factors: Iterable[Expr], rules: Rules) -> Expr:
    return product(_ordered(_merged(_lifted(cancelled(_factors(factors)))), rules))


def _lifted(factors: Iterable[Expr]) -> Iterator[Expr]:
    """Factors with plain probabilities taken out of the top of a fraction."""
    for factor in factors:
        tops = _factors([factor.top]) if isinstance(factor, Fraction) else ()
        plain = [top for top in tops if isinstance(top, Prob)]
        if isinstance(factor, Fraction) and 0 < len(plain) < len(tops):
            yield from plain
            yield fraction(product(top for top in tops if not isinstance(top, Prob)), factor.bottom)
        else:
            yield factor


def _merged(factors: Iterable[Expr]) -> list[Expr]:
    """Factors with every ``P(a | b, c) P(b | c)`` written as ``P(a, b | c)``."""
    flat = list(_factors(factors))
    while True:
        pair = _joinable(flat)
        if pair is None:
            return flat
        upper, lower = pair
        joined = prob(upper.of + lower.of, lower.given)
        flat = [joined if factor is upper else factor for factor in flat if factor is not lower]


def _joinable(flat: Sequence[Expr]) -> tuple[Prob, Prob] | None:
    terms = [factor for factor in flat if isinstance(factor, Prob)]
    looks_at = {frozenset(term.of + term.given): term for term in terms}
    for term in terms:
        below = looks_at.get(frozenset(term.given))
        if below is not None and below is not term:
            return term, below
    return None
