"""Estimands as programs: a small tree of probabilities that can be computed, printed and put in words.

A formula that identifies a causal effect is built from four things: a probability of the observed joint,
a product, a sum over a variable, and a fraction. A variable inside a sum is bound there, exactly as a
loop variable is: in the front-door formula ``Σ_m P(m | x) Σ_x P(y | m, x) P(x)`` the inner ``x`` is not
the treatment's value; printing writes it ``x′``. A *starred* symbol is the second value of a variable
that an expression needs twice, as in "treated, with the mediator as it would be untreated".

Nodes are immutable and know their free symbols and their hash, so that equal parts are found, cancelled
and computed once, however deep the tree.

>>> back_door = total(["age"], product([prob(["cancer"], ["smoking", "age"]), prob(["age"])]))
>>> sorted(symbol.name for symbol in back_door.free)
['cancer', 'smoking']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Marginal = Callable[[tuple[str, ...]], Array]
Notation = Literal["do", "treated", "paths"]


class Symbol(NamedTuple):
    """A variable at a value: ``starred`` where a formula needs a second value of the same variable."""

    name: str
    starred: bool = False


Symbols = frozenset[Symbol]


# Hashes of text differ between processes, so nodes are pickled by their parts and remember a new one.
def _remember(node: object, free: Symbols, key: tuple[object, ...]) -> None:
    object.__setattr__(node, "free", free)
    object.__setattr__(node, "_hash", hash(key))


@dataclass(frozen=True, slots=True)
class Prob:
    """P(of | given) of the observed joint; both sorted by name."""

    of: tuple[Symbol, ...]
    given: tuple[Symbol, ...] = ()
    free: Symbols = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _remember(self, frozenset(self.of + self.given), ("P", self.of, self.given))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return Prob, (self.of, self.given)


@dataclass(frozen=True, slots=True)
class Product:
    """The product of its factors; with none it is 1."""

    factors: tuple[Expr, ...]
    free: Symbols = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _remember(self, frozenset().union(*(f.free for f in self.factors)), ("*", self.factors))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return Product, (self.factors,)


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of ``body`` over all values of the symbols ``over`` (sorted), which are bound in it."""

    over: tuple[Symbol, ...]
    body: Expr
    free: Symbols = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _remember(self, self.body.free.difference(self.over), ("+", self.over, self.body))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return Sum, (self.over, self.body)


@dataclass(frozen=True, slots=True)
class Fraction:
    """``top`` divided by ``bottom``; undefined where the bottom is 0."""

    top: Expr
    bottom: Expr
    free: Symbols = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        _remember(self, self.top.free | self.bottom.free, ("/", self.top, self.bottom))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return Fraction, (self.top, self.bottom)


Expr = Prob | Product | Sum | Fraction
ONE = Product(())


def _symbols(names: Iterable[str | Symbol]) -> tuple[Symbol, ...]:
    return tuple(sorted({name if isinstance(name, Symbol) else Symbol(name) for name in names}))


def prob(of: Iterable[str | Symbol], given: Iterable[str | Symbol] = ()) -> Expr:
    """P(of | given); 1 when ``of`` is empty."""
    of = _symbols(of)
    return Prob(of, _symbols(given)) if of else ONE


def product(factors: Iterable[Expr]) -> Expr:
    """The product, flat: products within are opened, ones dropped, a single factor is itself."""
    flat: list[Expr] = []
    for factor in factors:
        flat.extend(factor.factors if isinstance(factor, Product) else (factor,))
    return flat[0] if len(flat) == 1 else Product(tuple(flat))


def total(over: Iterable[str | Symbol], body: Expr) -> Expr:
    """The sum over these variables; the body itself when there are none."""
    over = _symbols(over)
    return Sum(over, body) if over else body


def fraction(top: Expr, bottom: Expr) -> Expr:
    """The fraction; the top itself when the bottom is 1."""
    return top if bottom == ONE else Fraction(top, bottom)


def parts(node: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside this one."""
    if isinstance(node, Product):
        return node.factors
    if isinstance(node, Sum):
        return (node.body,)
    if isinstance(node, Fraction):
        return (node.top, node.bottom)
    return ()


def walk(root: Expr) -> list[Expr]:
    """Every distinct expression inside ``root``, each after its own parts; no recursion, so any depth."""
    done: dict[Expr, None] = {}
    stack: list[tuple[Expr, bool]] = [(root, False)]
    while stack:
        node, opened = stack.pop()
        if node in done:
            continue
        if opened:
            done[node] = None
        else:
            stack.append((node, True))
            stack.extend((part, False) for part in reversed(parts(node)))
    return list(done)


def substitute(root: Expr, change: Mapping[Symbol, Symbol]) -> Expr:
    """``root`` with free symbols replaced; bound ones stay."""
    for old, new in change.items():
        done: dict[Expr, Expr] = {}
        for node in walk(root):
            if old not in node.free:
                done[node] = node
            elif isinstance(node, Prob):
                done[node] = prob(*([new if s == old else s for s in part] for part in (node.of, node.given)))
            elif isinstance(node, Product):
                done[node] = product(done[factor] for factor in node.factors)
            elif isinstance(node, Sum):
                done[node] = total(node.over, done[node.body])
            else:
                done[node] = fraction(done[node.top], done[node.bottom])
        root = done[root]
    return root


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimand:
    """A causal quantity as an expression of the observed joint.

    Parameters
    ----------
    expression : Expr
        The program. Symbols in it that are no part of the question (the free ``z`` of the napkin graph)
        do not change its value: any value may be put in.
    nodes : tuple of str
        All observed variables, sorted: the axes of the joint.
    treatments, outcomes, given : tuple of str
        The question, each sorted.
    reference : tuple of str
        Treatments of which a second value is needed: for an effect on the treated the value really
        taken, for an effect along paths the value that all other paths see.
    notation : str
        ``do``: P(outcomes | do(treatments), given). ``treated``: the outcomes had the treatment been
        set, among those who took the reference value. ``paths``: the outcomes when chosen paths see one
        value of the treatment and all others see the reference value.
    mediators : tuple of str
        For ``paths``, the variables that set the chosen paths apart, for the words only.
    """

    expression: Expr
    nodes: tuple[str, ...]
    treatments: tuple[str, ...]
    outcomes: tuple[str, ...]
    given: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    notation: Notation = "do"
    mediators: tuple[str, ...] = ()

    @property
    def axes(self) -> tuple[Symbol, ...]:
        """The axes of the result: treatments, reference values, conditions, outcomes; each sorted."""
        plain = (Symbol(name) for name in self.treatments)
        second = (Symbol(name, True) for name in self.reference)
        rest = (Symbol(name) for name in self.given + self.outcomes)
        return (*plain, *second, *rest)

    @property
    def variables(self) -> tuple[str, ...]:
        """The observed variables that the formula looks at, sorted."""
        looked_at = (node.free for node in walk(self.expression) if isinstance(node, Prob))
        return tuple(sorted({symbol.name for symbols in looked_at for symbol in symbols}))

    def evaluate(self, joint: Array) -> Array:
        """The quantity computed exactly from a joint; see :func:`causal_core.estimand.evaluate.evaluate`."""
        from causal_core.estimand.evaluate import evaluate

        return evaluate(self, joint)

    def evaluate_from(self, marginal: Marginal, sizes: Mapping[str, int]) -> Array:
        """The same from any source of marginals; see :func:`causal_core.estimand.evaluate.evaluate_from`."""
        from causal_core.estimand.evaluate import evaluate_from

        return evaluate_from(self, marginal, sizes)

    def latex(self) -> str:
        """The equation in LaTeX; any name is escaped."""
        from causal_core.estimand.latex import LATEX, equation

        return equation(self, LATEX)

    @property
    def formula(self) -> str:
        """The equation in plain text."""
        from causal_core.estimand.latex import PLAIN, equation

        return equation(self, PLAIN)

    def words(self, unit: str = "people") -> str:
        """What to do with the data, for a person who reads no formulas; rows are called ``unit``."""
        from causal_core.estimand.words import in_words

        return in_words(self, unit)
