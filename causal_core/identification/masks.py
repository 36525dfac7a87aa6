"""A graph of measured variables as bit masks in topological order: how the ID algorithm walks it.

A set of nodes is one integer, bit i being the i-th node in topological order (names break ties), so that
"all before node i" is ``(1 << i) - 1`` and an induced subgraph is an integer and not a new graph.

>>> from causal_core.graph.admg import CausalGraph
>>> graph = MaskGraph.of(CausalGraph.parse("x -> m -> y; x <-> y"))
>>> graph.names, graph.named(graph.ancestors(graph.mask(["m"])))
(('x', 'm', 'y'), ('m', 'x'))
>>> [graph.named(district) for district in graph.districts(graph.all)]
[('x', 'y'), ('m',)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from causal_core.errors import QueryError, UnknownVariableError
from causal_core.graph.admg import CausalGraph


def bits(mask: int) -> Iterator[int]:
    """The positions in a mask, smallest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True, slots=True)
class MaskGraph:
    """Parents, children and siblings (↔) of each node as masks; positions are a topological order."""

    names: tuple[str, ...]
    parents: tuple[int, ...]
    children: tuple[int, ...]
    siblings: tuple[int, ...]
    index: dict[str, int] = field(compare=False, repr=False)

    @classmethod
    def of(cls, graph: CausalGraph) -> MaskGraph:
        """The masks of a graph, its latent variables projected out first."""
        graph = graph.latent_projection() if graph.latent else graph
        names = graph.topological_order
        index = {name: i for i, name in enumerate(names)}
        parents, children, siblings = [0] * len(names), [0] * len(names), [0] * len(names)
        for a, b in graph.directed:
            parents[index[b]] |= 1 << index[a]
            children[index[a]] |= 1 << index[b]
        for a, b in graph.bidirected:
            siblings[index[a]] |= 1 << index[b]
            siblings[index[b]] |= 1 << index[a]
        return cls(names, tuple(parents), tuple(children), tuple(siblings), index)

    @property
    def all(self) -> int:
        """Every node."""
        return (1 << len(self.names)) - 1

    def mask(self, names: Iterable[str]) -> int:
        """The mask of these names."""
        mask = 0
        for name in names:
            mask |= 1 << self.index[name]
        return mask

    def named(self, mask: int) -> tuple[str, ...]:
        """The names in a mask, sorted."""
        return tuple(sorted(self.names[i] for i in bits(mask)))

    def ancestors(self, seeds: int, within: int = -1) -> int:
        """The seeds and their ancestors by directed paths inside ``within``. O(arrows)."""
        return _closure(self.parents, seeds, within)

    def descendants(self, seeds: int, within: int = -1) -> int:
        """The seeds and their descendants by directed paths inside ``within``."""
        return _closure(self.children, seeds, within)

    def district(self, seed: int, within: int) -> int:
        """The part of ``within`` joined to ``seed`` by ↔."""
        return _closure(self.siblings, seed, within)

    def districts(self, within: int) -> list[int]:
        """The c-components of the subgraph on ``within``, by their first node."""
        found = []
        while within:
            found.append(self.district(within & -within, within))
            within &= ~found[-1]
        return found

    def union(self, neighbours: Sequence[int], of: int) -> int:
        """All neighbours (``parents``, ``children`` or ``siblings``) of the nodes in ``of``."""
        found = 0
        for i in bits(of):
            found |= neighbours[i]
        return found

    def cut(self, *, into: int = 0, out_of: int = 0) -> MaskGraph:
        """The graph without arrowheads into ``into`` (→ and ↔) and without arrows out of ``out_of``."""
        nodes = range(len(self.names))
        return MaskGraph(
            self.names,
            tuple(0 if into >> i & 1 else self.parents[i] & ~out_of for i in nodes),
            tuple(0 if out_of >> i & 1 else self.children[i] & ~into for i in nodes),
            tuple(0 if into >> i & 1 else self.siblings[i] & ~into for i in nodes),
            self.index,
        )

    def separated(self, a: int, b: int, given: int) -> bool:
        """m-separation of ``a`` and ``b`` by ``given``: a walk over (node, entered by an arrowhead)."""
        opened = self.ancestors(given)
        by_head, by_tail = 0, a & ~given  # states reached; a start is left in every direction
        heads, tails = 0, by_tail
        while heads | tails:
            up = (heads & opened) | tails
            down = (heads | tails) & ~given
            next_heads = self.union(self.children, down) | self.union(self.siblings, up)
            next_tails = self.union(self.parents, up) & ~given
            heads, tails = next_heads & ~by_head, next_tails & ~by_tail
            by_head |= heads
            by_tail |= tails
            if (by_head | by_tail) & b & ~given:
                return False
        return not (a & b & ~given)


def _closure(neighbours: Sequence[int], seeds: int, within: int) -> int:
    found = frontier = seeds
    while frontier:
        new = 0
        for i in bits(frontier):
            new |= neighbours[i]
        frontier = new & within & ~found
        found |= frontier
    return found


def checked(graph: CausalGraph, **parts: str | Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The parts of a question as sorted tuples of measured variables, none in two of them.

    Raises
    ------
    UnknownVariableError
        A name is not in the graph.
    QueryError
        A variable was not measured, or is named in two parts of the question.
    """
    seen: dict[str, str] = {}
    found = {}
    hidden = frozenset(graph.latent)
    for part, names in parts.items():
        found[part] = tuple(sorted({names} if isinstance(names, str) else set(names)))
        for name in found[part]:
            if name not in graph:
                raise UnknownVariableError(name, graph.nodes)
            if name in hidden:
                raise QueryError(
                    f"“{name}” was not measured, so no question about it can be answered from these data.",
                    fix="Ask about a measured variable, or mark this one as measured.",
                    where=name,
                )
            if name in seen:
                raise QueryError(
                    f"“{name}” is named as {seen[name]} and as {part} of the same question.",
                    fix="Choose two different variables.",
                    where=name,
                )
            seen[name] = part
    return found
