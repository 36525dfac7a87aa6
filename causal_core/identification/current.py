"""The distribution that the ID algorithm carries along.

Lines 2 and 7 of ID hand a *changed* distribution to the next call, and the conditionals of line 6 are
conditionals of that one. Reading them off the observed joint instead gives a wrong formula on the napkin
graph. The carried distribution is kept as ``Σ_summed Π kernels``: one kernel ``P(v | earlier nodes)`` for
each node in topological order, some of the nodes summed out. A conditional of it is a ratio of two such
sums, in which what the two have in common cancels.

Reference: Shpitser & Pearl (2006), "Identification of joint interventional distributions in recursive
semi-Markovian causal models", figure 3; Tian & Pearl (2002), lemmas 1 to 4.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from causal_core.estimand.expr import Expr, prob
from causal_core.estimand.simplify import Rules, divided, summed
from causal_core.identification.masks import MaskGraph, bits

Kernels = tuple[tuple[int, Expr], ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """The observed joint of an ancestral set ``live``."""

    graph: MaskGraph
    rules: Rules
    live: int

    def marginal(self, kept: int) -> Observed:
        """Line 2: the joint of an ancestral subset."""
        return Observed(self.graph, self.rules, kept)

    def restricted(self, district: int) -> Carried:
        """Line 7: ``Π P(v | earlier nodes)`` over a district."""
        return Carried(self.graph, self.rules, district, self._kernels(district), 0)

    def product(self, nodes: int, over: int) -> tuple[Expr, ...]:
        """Line 6: the factors of ``Σ_over Π P(v | earlier nodes)`` over the nodes of a district."""
        kernels = (kernel for _, kernel in self._kernels(nodes))
        return summed(self.graph.named(over), kernels, self.rules)

    def _kernels(self, nodes: int) -> Kernels:
        return tuple((i, self._kernel(i)) for i in bits(nodes))

    def _kernel(self, node: int) -> Expr:
        """P(v | earlier nodes), looking only at those that matter: v's district so far, and its parents."""
        earlier = self.live & ((1 << node) - 1)
        district = self.graph.district(1 << node, earlier)
        pillow = (district | self.graph.union(self.graph.parents, district)) & earlier
        return prob([self.graph.names[node]], self.graph.named(pillow))


@dataclass(frozen=True, slots=True)
class Carried:
    """``Σ_summed Π kernels`` as a distribution of ``live``, other symbols in it being fixed values."""

    graph: MaskGraph
    rules: Rules
    live: int
    kernels: Kernels
    summed: int
    _known: dict[int, tuple[Expr, ...]] = field(default_factory=dict, compare=False, repr=False)

    def marginal(self, kept: int) -> Carried:
        """Line 2: sum out what is not an ancestor."""
        kernels, over = _pruned(self.kernels, self.summed | (self.live & ~kept), self.graph)
        return Carried(self.graph, self.rules, kept, kernels, over)

    def restricted(self, district: int) -> Carried:
        """Line 7: ``Π P′(v | earlier nodes)`` over a district."""
        return Carried(self.graph, self.rules, district, self._conditionals(district), 0)

    def product(self, nodes: int, over: int) -> tuple[Expr, ...]:
        """Line 6: the factors of ``Σ_over Π P′(v | earlier nodes)``; neighbouring ratios cancel."""
        kernels = self._conditionals(nodes) if over else ()
        kept = nodes & ~over
        if over:
            kernels, over = _pruned(kernels, over, self.graph)
            kept = sum(1 << i for i, _ in kernels)
        return summed(self.graph.named(over), (divided(*self._ratio(kept)),), self.rules)

    def _conditionals(self, nodes: int) -> Kernels:
        """P′(v | earlier nodes) of each node; a kernel that sees nothing summed is that already."""
        return tuple(
            (i, kernel if not _looks_at(kernel, self.graph) & self.summed else divided(*self._ratio(1 << i)))
            for i, kernel in self.kernels
            if nodes >> i & 1
        )

    def _ratio(self, nodes: int) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
        """Factors above and below the line of ``Π_v P′(v | earlier nodes)``."""
        above: Counter[Expr] = Counter()
        below: Counter[Expr] = Counter()
        before, was_in = 0, False  # neighbouring ratios cancel: only the ends of a run of nodes matter
        for i in (*bits(self.live), None):
            is_in = i is not None and bool(nodes >> i & 1)
            if is_in != was_in:
                (below if is_in else above).update(self._up_to(before))
            was_in = is_in
            before |= 0 if i is None else 1 << i
        common = above & below
        return tuple((above - common).elements()), tuple((below - common).elements())

    def _up_to(self, kept: int) -> tuple[Expr, ...]:
        """Factors of the marginal of the nodes ``kept``, the first few in order."""
        if kept not in self._known:
            kernels, over = _pruned(self.kernels, self.summed | (self.live & ~kept), self.graph)
            terms = (kernel for _, kernel in kernels)
            self._known[kept] = summed(self.graph.named(over), terms, self.rules)
        return self._known[kept]


def _pruned(kernels: Kernels, over: int, graph: MaskGraph) -> tuple[Kernels, int]:
    """Drop kernels of summed nodes that nothing else looks at: each sums to one."""
    kept, looked_at = [], 0
    for i, kernel in reversed(kernels):
        if over >> i & 1 and not looked_at >> i & 1:
            over &= ~(1 << i)
        else:
            kept.append((i, kernel))
            looked_at |= _looks_at(kernel, graph)
    return tuple(reversed(kept)), over


def _looks_at(kernel: Expr, graph: MaskGraph) -> int:
    return graph.mask(symbol.name for symbol in kernel.free)
