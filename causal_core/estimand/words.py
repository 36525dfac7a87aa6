"""An estimand as a recipe for a person: what to look at, among whom, and what to average.

The textbook shapes have their own sentences. Everything else becomes numbered steps, each of which needs
only counting, multiplying, adding up and dividing.

>>> from causal_core.estimand.expr import Estimand, prob, product, total
>>> print(Estimand(
...     expression=total(["age"], product([prob(["cancer"], ["age", "smoking"]), prob(["age"])])),
...     nodes=("age", "cancer", "smoking"), treatments=("smoking",), outcomes=("cancer",),
... ).words())
Look at “cancer” among people alike in “age”, separately for each value of “smoking”; then average over \
how common each kind of people is, the same for every value of “smoking”.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from causal_core.estimand.expr import Estimand, Expr, Fraction, Prob, Product, Sum, Symbol, walk


def listed(names: Iterable[str]) -> str:
    """“a”, “b” and “c”, in the order given."""
    quoted = [f"“{name}”" for name in names]
    return (
        " and ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part) if quoted else "nothing"
    )


def in_words(estimand: Estimand, unit: str = "people") -> str:
    """The recipe; rows of the data are called ``unit``."""
    text = _plain(estimand, unit) or _back_door(estimand, unit) or _front_door(estimand, unit)
    idle = sorted(s.name for s in estimand.expression.free.difference(estimand.axes))
    note = f" Which value of {listed(idle)} is put in makes no difference." if idle else ""
    return (text or _steps(estimand, unit)) + note


def _among(estimand: Estimand, unit: str) -> str:
    return f"{unit} alike in {listed(estimand.given)}" if estimand.given else f"all {unit}"


def _symbols(names: Iterable[str]) -> set[Symbol]:
    return {Symbol(name) for name in names}


def _plain(estimand: Estimand, unit: str) -> str:
    """P(y | x, c) or P(y | c): no averaging at all."""
    found, y = estimand.expression, listed(estimand.outcomes)
    if not isinstance(found, Prob) or set(found.of) != _symbols(estimand.outcomes):
        return ""
    seen = [s.name for s in found.given]
    if any(symbol.starred for symbol in found.given) or not set(seen) <= set(
        estimand.treatments + estimand.given
    ):
        return ""
    causes = [name for name in seen if name in estimand.treatments]
    alike = [name for name in seen if name in estimand.given]
    among = f"{unit} alike in {listed(alike)}" if alike else f"all {unit}"
    if causes:
        return f"Look at {y} among {among}, separately for each value of {listed(causes)}: nothing needs adjusting."
    setting = (
        f"Setting {listed(estimand.treatments)} makes no difference here: look"
        if estimand.treatments
        else "Look"
    )
    return f"{setting} at {y} among {among}."


def _back_door(estimand: Estimand, unit: str) -> str:
    """Σ_z P(y | x, z, c) P(z | c), P(z | …) being one probability or several."""
    found = estimand.expression
    if not isinstance(found, Sum) or not isinstance(found.body, Product):
        return ""
    first, *rest = found.body.factors
    z, x, y = set(found.over), _symbols(estimand.treatments), _symbols(estimand.outcomes)
    known = z | _symbols(estimand.given) | {Symbol(name, True) for name in estimand.reference}
    if not isinstance(first, Prob) or set(first.of) != y or not set(first.given) <= known | x:
        return ""
    if not all(isinstance(factor, Prob) and factor.free <= known for factor in rest):
        return ""
    if any(symbol.starred for symbol in first.given) or estimand.notation == "paths":
        return ""
    kinds = listed(symbol.name for symbol in found.over)
    within = f" among those alike in {listed(estimand.given)}" if estimand.given else ""
    if any(symbol.starred for factor in rest for symbol in factor.free):
        within += f" among those with the value of {listed(estimand.reference)} that was really taken"
    causes = listed(estimand.treatments)
    alike = listed((*(s.name for s in found.over), *estimand.given)) if estimand.given else kinds
    return (
        f"Look at {listed(estimand.outcomes)} among {unit} alike in {alike}, separately for each value of "
        f"{causes}; then average over how common each kind of {unit} is{within}, the same for every value "
        f"of {causes}."
    )


def _front_door(estimand: Estimand, unit: str) -> str:
    """Σ_m P(m | x) Σ_x′ P(y | m, x′) P(x′)."""
    found, x, y = estimand.expression, _symbols(estimand.treatments), _symbols(estimand.outcomes)
    if not isinstance(found, Sum) or not isinstance(found.body, Product) or len(found.body.factors) != 2:
        return ""
    first, second = found.body.factors
    m = set(found.over)
    if not isinstance(first, Prob) or (set(first.of), set(first.given)) != (m, x):
        return ""
    expected = {(frozenset(y), frozenset(m | x)), (frozenset(x), frozenset[Symbol]())}
    if not isinstance(second, Sum) or set(second.over) != x or not isinstance(second.body, Product):
        return ""
    inner = {(frozenset(f.of), frozenset(f.given)) for f in second.body.factors if isinstance(f, Prob)}
    if inner != expected or len(second.body.factors) != 2:
        return ""
    causes, between = listed(estimand.treatments), listed(symbol.name for symbol in found.over)
    outcomes = listed(estimand.outcomes)
    return (
        f"First see how {between} goes with {causes}. Then look at {outcomes} for each value of {between} among "
        f"{unit} alike in {causes}, and average over how common each value of {causes} is: that is what "
        f"{between} does to {outcomes}. Put the two one after the other: average the second over what "
        f"{between} is for each value of {causes}."
    )


def _steps(estimand: Estimand, unit: str) -> str:
    """Numbered steps, one a sum or a division."""
    number: dict[Expr, int] = {}
    inside_sums = {node.body for node in walk(estimand.expression) if isinstance(node, Sum)}
    said = []
    for node in walk(estimand.expression):
        is_step = isinstance(node, Sum | Fraction) or (isinstance(node, Product) and node not in inside_sums)
        if is_step or node == estimand.expression:
            text = _step(node, number, estimand, unit)
            number[node] = len(number) + 1
            said.append(f"{text[0].upper()}{text[1:]}.")
    if len(said) == 1:
        return said[0]
    steps = [f"Step {i}. {text}" for i, text in enumerate(said, start=1)]
    return " ".join([*steps, f"The result of step {len(said)} is the answer."])


def _step(node: Expr, number: dict[Expr, int], estimand: Estimand, unit: str) -> str:
    if isinstance(node, Fraction):
        top, bottom = (_operand(part, number, estimand, unit) for part in (node.top, node.bottom))
        return f"divide {top} by {bottom}"
    body = node.body if isinstance(node, Sum) else node
    factors = body.factors if isinstance(body, Product) else (body,)
    shown = [_operand(factor, number, estimand, unit) for factor in factors]
    text = f"multiply these: {'; '.join(shown)}" if len(shown) > 1 else f"take {shown[0]}"
    over = f"; and add up over all values of {_values(node.over, estimand)}" if isinstance(node, Sum) else ""
    return text + over


def _operand(node: Expr, number: dict[Expr, int], estimand: Estimand, unit: str) -> str:
    if node in number:
        return f"the result of step {number[node]}"
    if isinstance(node, Prob):
        among = f"{unit} alike in {_values(node.given, estimand)}" if node.given else f"all {unit}"
        each = "each value" if len(node.of) == 1 else "each combination"
        return f"how common {each} of {_values(node.of, estimand)} is among {among}"
    return "1"


def _values(symbols: Sequence[Symbol], estimand: Estimand) -> str:
    second = "really taken" if estimand.notation == "treated" else "at the value compared with"
    shown = [f"“{s.name}” ({second})" if s.starred else f"“{s.name}”" for s in symbols]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)
