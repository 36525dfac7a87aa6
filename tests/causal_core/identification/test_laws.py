"""The same answer whatever the names, the order in which they are given, and the seed of hashing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import adjustment_sets
from causal_core.identification.answer import identify
from causal_core.identification.frontdoor import frontdoor_sets
from causal_core.identification.implications import implied_independences
from causal_core.identification.instruments import conditional_instruments, instruments
from causal_core.identification.precision import o_set
from causal_core.identification.query import Query
from tests.causal_core.graph import by_definition as definition

ROOT = Path(__file__).resolve().parents[3]


def everything(graph: CausalGraph, query: Query) -> dict[str, object]:
    """All that does not say in which order equals come."""
    answer = identify(graph, query)
    best = o_set(graph, query)
    return {
        "type": type(answer).__name__,
        "first": answer.strategies[0].kind if answer.strategies else None,
        "best": best,
        "sets": frozenset(adjustment_sets(graph, query)),
        "front": frozenset(frontdoor_sets(graph, query)),
        "instruments": frozenset(instruments(graph, query)),
        "conditional": bool(conditional_instruments(graph, query)),
        "pairs": frozenset((frozenset((i.a, i.b)), len(i.given)) for i in implied_independences(graph)),
        "roles": {n: frozenset(r.kind for r in parts) for n, parts in graph.roles(query).items()},
        "fixes": frozenset((f.kind, len(f.variables), len(f.pairs)) for f in answer.fixes),
    }


def renamed(value: object, names: dict[str, str]) -> object:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, frozenset):
        return frozenset(renamed(v, names) for v in value)
    if isinstance(value, tuple):
        return tuple(renamed(v, names) for v in value)
    if isinstance(value, dict):
        return {renamed(k, names): renamed(v, names) for k, v in value.items()}
    return value


def test_new_names_give_the_same_answer_in_new_names() -> None:
    for seed in range(120):
        graph = definition.random_graph(seed)
        x, y = definition.random_ends(graph, seed)
        fresh = [f"n{i} “ü”" for i in range(len(graph))]
        random.Random(seed).shuffle(fresh)
        names = dict(zip(graph.nodes, fresh, strict=True))
        other = CausalGraph(
            names.values(),
            [(names[a], names[b]) for a, b in graph.directed],
            [(names[b], names[a]) for a, b in graph.bidirected],
            [names[a] for a in graph.latent],
        )
        query = Query(tuple(names[v] for v in x), tuple(names[v] for v in y))
        expected = everything(graph, Query(x, y))
        got = everything(other, query)
        plain = {k: v for k, v in expected.items() if k not in ("type", "first")}
        assert renamed(plain, names) == {k: got[k] for k in plain}, seed
        assert (expected["type"], expected["first"]) == (got["type"], got["first"])


def test_the_order_in_which_nodes_and_arrows_are_given_does_not_matter() -> None:
    for seed in range(60):
        graph = definition.random_graph(seed)
        x, y = definition.random_ends(graph, seed)
        r = random.Random(seed)
        parts = [list(p) for p in (graph.nodes, graph.directed, graph.bidirected, graph.latent)]
        for part in parts:
            r.shuffle(part)
        other = CausalGraph(*parts)
        assert identify(other, Query(x, y)) == identify(graph, Query(x, y))
        assert identify(other, Query(x, y)).fixes == identify(graph, Query(x, y)).fixes
        assert implied_independences(other) == implied_independences(graph)


SCRIPT = """
from tests.causal_core.graph import by_definition as d
from causal_core.identification.answer import identify
from causal_core.identification.adjustment import adjustment_sets
from causal_core.identification.frontdoor import frontdoor_sets
from causal_core.identification.implications import implied_independences
from causal_core.identification.query import Query
from causal_core.graph.layout import layout
for seed in range(40):
    graph = d.random_graph(seed, most=7)
    x, y = d.random_ends(graph, seed)
    query = Query(x, y)
    answer = identify(graph, query)
    print(graph.sha256, answer.reason, [(s.kind, s.sentence, s.missing_arrows) for s in answer.strategies])
    print(answer.estimand and answer.estimand.formula, [f.sentence for f in answer.fixes])
    print([sorted(s) for s in adjustment_sets(graph, query)], [sorted(s) for s in frontdoor_sets(graph, query)])
    print([str(i) for i in implied_independences(graph)], layout(graph))
    print([(n, [(r.kind, str(r.path)) for r in parts]) for n, parts in graph.roles(query).items()])
"""


def test_nothing_depends_on_the_seed_of_hashing() -> None:
    said = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            capture_output=True,
            text=True,
            env=environment,
            cwd=ROOT,
            check=True,
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert len(said.pop()) > 10_000
