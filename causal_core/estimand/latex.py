"""Formulas in print: LaTeX for a page, plain text for a terminal.

Names may be any text. One letter with digits is set as mathematics, the way textbooks do (``X1`` becomes
``x_{1}``); anything else is set upright and escaped. A summed variable that also stands outside its sum
gets a prime: the inner ``x′`` of the front-door formula. A part that is long and used again is
given a name and written once, after "where".

>>> from causal_core.estimand.expr import Estimand, prob, product, total
>>> inner = total(["x"], product([prob(["y"], ["m", "x"]), prob(["x"])]))
>>> front_door = Estimand(
...     expression=total(["m"], product([prob(["m"], ["x"]), inner])),
...     nodes=("m", "x", "y"), treatments=("x",), outcomes=("y",),
... )
>>> print(front_door.formula)
P(y | do(x)) = Σ_m P(m | x) Σ_x′ P(y | m, x′) P(x′)
>>> print(front_door.latex())
P(y \\mid \\mathrm{do}(x)) = \\sum_{m} P(m \\mid x) \\sum_{x'} P(y \\mid m, x')\\, P(x')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from causal_core.estimand.expr import (
    Estimand,
    Expr,
    Fraction,
    Prob,
    Product,
    Sum,
    Symbol,
    parts,
    walk,
)

LONG = 6  # probabilities in a repeated part from which on it gets a name of its own
DEEP = 4  # fractions inside one another from which on the inner one gets a name of its own
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How the pieces look; ``name`` sets a variable, ``prime`` and ``star`` mark its other values."""

    name: Callable[[str, frozenset[str]], str]
    prime: str
    star: str
    bar: str
    do: Callable[[str], str]
    total: Callable[[str], str]
    fraction: Callable[[str, str], str]
    slash: bool
    times: str
    nickname: Callable[[int], str]
    where: str
    bracket: tuple[str, str]
    potential: Callable[[str, str], str]


def escaped(name: str) -> str:
    """Any text, safe inside ``\\text{…}``; control characters become spaces."""
    printable = "".join(ch if ch.isprintable() else " " for ch in name)
    return "".join(_ESCAPES.get(ch, ch) for ch in printable)


def _latex_name(name: str, others: frozenset[str]) -> str:
    match = re.fullmatch(r"([A-Za-z])(\d*)", name)
    if not match:
        return rf"\text{{{escaped(name)}}}"
    letter, digits = match.groups()
    clash = any(other != name and other.lower() == name.lower() for other in others)
    return (letter if clash else letter.lower()) + (f"_{{{digits}}}" if digits else "")


def _plain_name(name: str, others: frozenset[str]) -> str:
    return name if name.replace(".", "_").isidentifier() else f"“{name}”"


LATEX = Style(
    name=_latex_name,
    prime="'",
    star="^{*}",
    bar=r" \mid ",
    do=lambda names: rf"\mathrm{{do}}({names})",
    total=lambda over: rf"\sum_{{{over}}} ",
    fraction=lambda top, bottom: rf"\frac{{{top}}}{{{bottom}}}",
    slash=False,
    times=r"\, ",
    nickname=lambda number: f"Q_{{{number}}}",
    where=r",\quad\text{where } ",
    bracket=(r"\left[", r"\right]"),
    potential=lambda of, world: rf"{of}_{{{world}}}",
)
PLAIN = Style(
    name=_plain_name,
    prime="′",
    star="*",
    bar=" | ",
    do=lambda names: f"do({names})",
    total=lambda over: f"Σ_{over} ",
    fraction=lambda top, bottom: f"({top}) / ({bottom})",
    slash=True,
    times=" ",
    nickname=lambda number: f"Q{number}",
    where=", where ",
    bracket=("[", "]"),
    potential=lambda of, world: f"{of}({world})",
)


@dataclass(frozen=True, slots=True)
class _Printer:
    style: Style
    every: frozenset[str]
    nicknames: dict[Expr, str] = field(default_factory=dict)

    def symbol(self, symbol: Symbol, primes: Mapping[Symbol, int]) -> str:
        star = self.style.star if symbol.starred else ""
        return self.style.name(symbol.name, self.every) + star + self.style.prime * primes.get(symbol, 0)

    def symbols(self, symbols: Iterable[Symbol], primes: Mapping[Symbol, int]) -> str:
        return ", ".join(self.symbol(s, primes) for s in symbols)

    def expression(self, node: Expr, primes: Mapping[Symbol, int], top: bool = False) -> str:
        if node in self.nicknames and not top:
            return f"{self.nicknames[node]}({self.symbols(sorted(node.free), primes)})"
        if isinstance(node, Prob):
            bar = self.style.bar if node.given else ""
            return f"P({self.symbols(node.of, primes)}{bar}{self.symbols(node.given, primes)})"
        if isinstance(node, Product):
            return self.product(node, primes)
        if isinstance(node, Sum):
            inside = dict(primes) | {s: primes[s] + 1 if s in primes else 0 for s in node.over}
            over = self.symbols(node.over, inside)
            return f"{self.style.total(over)}{self.expression(node.body, inside)}"
        return self.style.fraction(self.expression(node.top, primes), self.expression(node.bottom, primes))

    def product(self, node: Product, primes: Mapping[Symbol, int]) -> str:
        if not node.factors:
            return "1"
        shown = []
        for i, factor in enumerate(node.factors):
            text = self.expression(factor, primes)
            is_sum = isinstance(factor, Sum) and factor not in self.nicknames
            is_slash = self.style.slash and isinstance(factor, Fraction) and factor not in self.nicknames
            if is_slash or (is_sum and i < len(node.factors) - 1):
                text = f"{self.style.bracket[0]}{text}{self.style.bracket[1]}"
            if i:
                shown.append(" " if is_sum and i == len(node.factors) - 1 else self.style.times)
            shown.append(text)
        return "".join(shown)


def equation(estimand: Estimand, style: Style) -> str:
    """``P(y | do(x)) = …``, with long repeated parts written once at the end."""
    every = frozenset(estimand.nodes)
    printer = _Printer(style, every)
    for node in _named_apart(estimand.expression):
        printer.nicknames[node] = style.nickname(len(printer.nicknames) + 1)
    visible = dict.fromkeys(estimand.axes, 0) | dict.fromkeys(estimand.expression.free, 0)
    shown = [f"{_asked(estimand, printer)} = {printer.expression(estimand.expression, visible)}"]
    for node in printer.nicknames:
        own = dict.fromkeys(node.free, 0)
        shown.append(f"{printer.expression(node, own)} = {printer.expression(node, own, top=True)}")
    return style.where.join((shown[0], "; ".join(shown[1:]))) if len(shown) > 1 else shown[0]


def _named_apart(root: Expr) -> list[Expr]:
    """Sums and fractions that get a name, inner ones first: long and used twice, or deep inside."""
    uses: Counter[Expr] = Counter()
    size: dict[Expr, int] = {}
    depth: dict[Expr, int] = {}
    found = []
    for node in walk(root):
        uses.update(parts(node))
        size[node] = 1 if isinstance(node, Prob) else sum(size[part] for part in parts(node))
        depth[node] = max((depth[part] for part in parts(node)), default=0) + isinstance(node, Fraction)
        if isinstance(node, Fraction) and depth[node] > DEEP and node != root:
            found.append(node)
            depth[node] = 0
    repeated = [n for n in size if uses[n] > 1 and size[n] >= LONG and isinstance(n, Fraction | Sum)]
    return [node for node in size if node in {*found, *repeated}]


def _asked(estimand: Estimand, printer: _Printer) -> str:
    style = printer.style

    def shown(names: Iterable[str], starred: bool = False) -> str:
        return printer.symbols((Symbol(name, starred) for name in names), {})

    given = [shown(estimand.given)] if estimand.given else []
    if estimand.notation == "do":
        of = shown(estimand.outcomes)
        given = ([style.do(shown(estimand.treatments))] if estimand.treatments else []) + given
    else:
        world = shown(estimand.treatments)
        if estimand.notation == "paths":
            world = f"{world}; {shown(estimand.reference, True)}"
        else:
            given = [shown(estimand.reference, True), *given]
        of = ", ".join(style.potential(shown([name]), world) for name in estimand.outcomes)
    bar = style.bar if given else ""
    return f"P({of}{bar}{', '.join(given)})"
