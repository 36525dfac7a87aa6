"""Random structural models small enough to be computed exactly, written apart from the engine.

Each ↔ is a hidden root with its own number of values, each node a random table given its parents and
hidden roots. :class:`ExactModel` knows distributions under interventions; :class:`FunctionalModel` gives
each node a hidden response as well, so that counterfactuals in several worlds are computed too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from causal_core.graph.admg import CausalGraph

Factor = tuple[np.ndarray, tuple[Hashable, ...]]


def contract(factors: Sequence[Factor], keep: Sequence[Hashable]) -> np.ndarray:
    """The product of labelled arrays summed over every label that is not in ``keep``."""
    pool = list(factors)
    labels = sorted({label for _, axes in pool for label in axes} - set(keep), key=str)
    while labels:
        size = {label: _union_size([f for f in pool if label in f[1]]) for label in labels}
        label = min(labels, key=lambda name: (size[name], str(name)))
        labels.remove(label)
        held = [f for f in pool if label in f[1]]
        pool = [f for f in pool if label not in f[1]]
        axes = sorted({a for _, axes in held for a in axes} - {label}, key=str)
        pool.append((_einsum(held, axes), tuple(axes)))
    return _einsum(pool, keep)


def _union_size(held: Sequence[Factor]) -> int:
    return int(
        np.prod(list({a: n for array, axes in held for a, n in zip(axes, array.shape, strict=True)}.values()))
    )


def _einsum(held: Sequence[Factor], out: Sequence[Hashable]) -> np.ndarray:
    number = {a: i for i, a in enumerate(sorted({a for _, axes in held for a in axes} | set(out), key=str))}
    arguments: list[object] = []
    for array, axes in held:
        arguments += [array, [number[a] for a in axes]]
    return np.einsum(*arguments, [number[a] for a in out], optimize=len(held) > 2)


class ExactModel:
    """A random model of an ADMG: ``joint`` over the sorted nodes, and the truth under interventions."""

    def __init__(self, graph: CausalGraph, rng: np.random.Generator, most: int = 3) -> None:
        self.graph = graph
        self.size = {node: int(rng.integers(2, most + 1)) for node in graph.nodes}
        self.hidden = {pair: int(rng.integers(2, most + 1)) for pair in graph.bidirected}
        self.roots: list[Factor] = [(_simplex(rng, (k,)), (pair,)) for pair, k in self.hidden.items()]
        self.tables: dict[str, Factor] = {}
        for node in graph.nodes:
            above = sorted(graph.parents(node))
            causes = [pair for pair in graph.bidirected if node in pair]
            shape = [self.size[p] for p in above] + [self.hidden[c] for c in causes] + [self.size[node]]
            self.tables[node] = (_simplex(rng, shape), (*above, *causes, node))

    @property
    def joint(self) -> np.ndarray:
        """The observed distribution, one axis a node in sorted order."""
        return contract([*self.roots, *self.tables.values()], self.graph.nodes)

    def effect(
        self, treatments: Iterable[str], outcomes: Iterable[str], given: Iterable[str] = ()
    ) -> np.ndarray:
        """P(outcomes | do(treatments), given) with axes treatments, given, outcomes, each sorted."""
        x, y, z = sorted(treatments), sorted(outcomes), sorted(given)
        free = [(np.ones(self.size[name]), (name,)) for name in x]
        left = [table for node, table in self.tables.items() if node not in x]
        both = contract([*free, *self.roots, *left], [*x, *z, *y])
        return both / both.sum(axis=tuple(range(len(x) + len(z), both.ndim)), keepdims=True)


class FunctionalModel:
    """A random model with a hidden response for each node: the same node in two worlds shares it."""

    def __init__(self, graph: CausalGraph, rng: np.random.Generator) -> None:
        self.graph = graph
        self.size = dict.fromkeys(graph.nodes, 2)
        self.hidden: list[Factor] = [(_simplex(rng, (2,)), (pair,)) for pair in graph.bidirected]
        self.tables: dict[str, Factor] = {}
        for node in graph.nodes:
            above = sorted(graph.parents(node))
            causes = [pair for pair in graph.bidirected if node in pair]
            shape = [self.size[p] for p in above] + [2] * len(causes)
            n_responses = 6
            answers = rng.integers(0, 2, size=(*shape, n_responses))
            answers[..., 0], answers[..., 1] = 0, 1  # so that every value is possible in every case
            table = (answers[..., None] == np.arange(2)).astype(float)
            response = ("response of", node)
            self.hidden.append((_simplex(rng, (n_responses,)), (response,)))
            self.tables[node] = (table, (*above, *causes, response, node))

    def world(
        self, name: Hashable, parent: dict[tuple[str, str], Hashable], skip: Iterable[str]
    ) -> list[Factor]:
        """One world's tables: node v is labelled (name, v), and sees ``parent[(p, v)]`` where that is given."""
        nodes = set(self.graph.nodes)
        worlds = []
        for node in nodes.difference(skip):
            table, axes = self.tables[node]
            renamed = [
                (name, node) if a == node else parent.get((a, node), (name, a)) if a in nodes else a
                for a in axes
            ]
            worlds.append((table, tuple(renamed)))
        return worlds

    @property
    def joint(self) -> np.ndarray:
        """The observed distribution, one axis a node in sorted order."""
        factors = self.hidden + self.world("seen", {}, ())
        return contract(factors, [("seen", node) for node in self.graph.nodes])


def _simplex(rng: np.random.Generator, shape: Sequence[int]) -> np.ndarray:
    """Distributions along the last axis, none of whose entries is near 0."""
    raw = rng.uniform(0.15, 1.0, size=shape)
    return raw / raw.sum(axis=-1, keepdims=True)


def random_admg(rng: np.random.Generator, least: int = 3, most: int = 8) -> CausalGraph:
    """A random acyclic graph with → and ↔, its names in no relation to its order."""
    n = int(rng.integers(least, most + 1))
    names = [f"v{i}" for i in rng.permutation(n)]
    arrows, shared = rng.uniform(0.15, 0.6), rng.uniform(0.05, 0.4)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    return CausalGraph(
        names,
        [pair for pair in pairs if rng.random() < arrows],
        [pair for pair in pairs if rng.random() < shared],
    )


def random_question(
    graph: CausalGraph, rng: np.random.Generator
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Up to three treatments, outcomes and conditions, apart from one another."""
    nodes = list(rng.permutation(graph.nodes))
    n_treatments = int(rng.integers(1, min(3, len(nodes) - 1) + 1))
    n_outcomes = int(rng.integers(1, min(3, len(nodes) - n_treatments) + 1))
    n_given = int(rng.integers(0, min(3, len(nodes) - n_treatments - n_outcomes) + 1))
    names = [str(node) for node in nodes[: n_treatments + n_outcomes + n_given]]
    after = n_treatments + n_outcomes
    return tuple(names[:n_treatments]), tuple(names[n_treatments:after]), tuple(names[after:])
