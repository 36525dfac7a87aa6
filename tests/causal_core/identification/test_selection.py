"""Rows chosen by a variable: what is said to hold in them is what exact models of such rows give."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from causal_core.errors import QueryError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.answer import Identified, NotIdentified, identify
from causal_core.identification.implications import implied_independences
from causal_core.identification.query import Query
from causal_core.identification.selection import (
    after_selection,
    holds_for,
    in_chosen_rows,
    with_selection,
)
from causal_core.identification.strategy import Adjustment
from tests.causal_core.identification.exact_models import ExactModel, random_admg

TOLERANCE = 1e-9
QUERY = Query("x", "y")


def chosen_rows(model: ExactModel, name: str) -> np.ndarray:
    """P(everything else | S = 1), one axis a node in sorted order without S."""
    joint = np.take(model.joint, 1, axis=model.graph.nodes.index(name))
    return joint / joint.sum()


def adjusted(rows: np.ndarray, names: list[str], x: str, y: str, alike: tuple[str, ...]) -> np.ndarray:
    """Σ_z P(y | x, z) P(z) in these rows, axes x and y: by plain arithmetic, apart from the engine."""
    wanted = [*alike, x, y]
    table = rows.sum(axis=tuple(i for i, n in enumerate(names) if n not in wanted))
    left = [n for n in names if n in wanted]
    table = table.transpose([left.index(n) for n in wanted])
    given = table / table.sum(axis=-1, keepdims=True)
    weight = table.sum(axis=(-2, -1))
    return (given * weight[..., None, None]).sum(axis=tuple(range(len(alike))))


def random_case(seed: int) -> tuple[CausalGraph, tuple[str, ...], str, str, np.random.Generator]:
    """Four to six variables, one perhaps latent, one or two that the rows are chosen by, a question."""
    rng = np.random.default_rng(seed)
    graph = random_admg(rng, 4, 6)
    order = [str(n) for n in rng.permutation(graph.nodes)]
    x, y = order[:2] if order[1] not in graph.ancestors(order[0]) else order[1::-1]
    latent = order[2:3] if rng.random() < 0.4 else []
    graph = CausalGraph(graph.nodes, graph.directed, graph.bidirected, latent)
    count = 1 if rng.random() < 0.7 else 2
    by = tuple(str(n) for n in rng.choice(graph.nodes, size=count, replace=False))
    return graph, by, x, y, rng


def check_one(seed: int) -> Counter[str]:
    """Every way that is kept gives the truth in an exact model of the chosen rows."""
    graph, by, x, y, rng = random_case(seed)
    plain = identify(graph, Query(x, y))
    answer = after_selection(plain, by)
    ways = [s for s in answer.strategies if isinstance(s, Adjustment)]
    wider, name = with_selection(graph, by)
    names = [n for n in wider.nodes if n != name]
    seen: Counter[str] = Counter()
    if any(isinstance(s, Adjustment) for s in plain.strategies) and not ways:
        seen["none"] += 1
    for way in ways:
        model = ExactModel(wider, rng, most=2)
        found = adjusted(chosen_rows(model, name), names, x, y, way.adjustment_set)
        if way.among:
            truth = model.effect([x], [y], [name])[:, 1, :]
            untouched = model.effect([x], [name])
            np.testing.assert_allclose(untouched[0], untouched[1], rtol=0, atol=TOLERANCE)
            assert way.estimand is not None
            by_formula = np.asarray(way.estimand.evaluate(_observed(model.joint, wider)))
            np.testing.assert_allclose(by_formula[:, 1, :], truth, rtol=0, atol=TOLERANCE)
        else:
            truth = model.effect([x], [y])
            assert way.estimand is not None
            assert way.estimand.nodes == graph.observed
        np.testing.assert_allclose(found, truth, rtol=0, atol=TOLERANCE, err_msg=f"{graph} {by} {way}")
        assert holds_for(graph, Query(x, y), by, way.adjustment_set) in ("everybody", "selected")
        seen["selected" if way.among else "everybody"] += 1
    return seen


def _observed(joint: np.ndarray, graph: CausalGraph) -> np.ndarray:
    return joint.sum(axis=tuple(i for i, n in enumerate(graph.nodes) if n in graph.latent))


def test_what_is_kept_is_the_truth_in_exact_models_of_chosen_rows() -> None:
    seen = sum((check_one(seed) for seed in range(700)), Counter())
    assert min(seen["everybody"], seen["selected"], seen["none"]) >= 60, seen


def test_what_is_not_kept_is_wrong_in_most_exact_models() -> None:
    """A set that adjusting holds with in all rows and that is refused does not give the effect in a random model."""
    refused = wrong = 0
    for seed in range(700):
        graph, by, x, y, rng = random_case(seed)
        wider, name = with_selection(graph, by)
        names = [n for n in wider.nodes if n != name]
        for way in identify(graph, Query(x, y)).strategies:
            if not isinstance(way, Adjustment) or holds_for(graph, Query(x, y), by, way.adjustment_set):
                continue
            model = ExactModel(wider, rng, most=2)
            found = adjusted(chosen_rows(model, name), names, x, y, way.adjustment_set)
            refused += 1
            wrong += not np.allclose(found, model.effect([x], [y]), rtol=0, atol=1e-6)
    assert refused >= 100
    assert wrong >= 0.95 * refused  # equal only where the random numbers happen to cancel


def ask(graph: str, *by: str) -> Identified | NotIdentified:
    found = after_selection(identify(CausalGraph.parse(graph), QUERY), by)
    assert isinstance(found, Identified | NotIdentified)
    return found


def test_a_collider_that_rows_are_chosen_by_leaves_no_way() -> None:
    found = ask("x -> y; x -> v <- y", "v")
    assert not found.strategies
    assert found.reason == (
        "The rows were chosen by “v”, which “x” may change (x → v), so comparing them does not give the effect."
    )
    assert [f.sentence for f in found.fixes] == ["Use rows that were not chosen by “v”."]
    assert found.hedge is None


def test_a_path_that_the_choice_opens_is_shown() -> None:
    graph = CausalGraph(
        "abvxy", [("x", "y"), ("a", "x"), ("a", "v"), ("b", "v"), ("b", "y")], latent=("a", "b", "v")
    )
    found = after_selection(identify(graph, QUERY), ["v"])
    assert not found.strategies
    assert found.reason.startswith("Choosing the rows by “v” opens a path between “x” and “y”")
    assert "x ← a → v ← b → y" in found.reason


def test_the_effect_among_those_chosen_says_so() -> None:
    found = ask("x -> y; v -> y", "v")
    assert {s.adjustment_set for s in found.strategies} == {(), ("v",)}
    for way in found.strategies:
        assert isinstance(way, Adjustment)
        assert way.among == "those chosen by “v”"
        assert "those chosen by “v”" in way.sentence
        assert {"chosen_rows", "chosen_only"} <= {a.id for a in way.assumptions}
    assert "among those chosen by “v”" in found.reason


def test_a_choice_that_has_nothing_to_do_with_the_question_does_no_harm() -> None:
    found = ask("x -> y; v", "v")
    way = found.strategies[0]
    assert isinstance(way, Adjustment)
    assert (way.adjustment_set, way.among) == ((), "")
    assert {"chosen_rows", "choice_harmless"} <= {a.id for a in way.assumptions}


def test_choosing_by_the_cause_is_harmless_only_where_nothing_needs_adjusting() -> None:
    assert ask("x -> y", "x").strategies
    assert not ask("x -> y; a -> x; a -> y", "x").strategies
    assert not ask("x -> y", "y").strategies


def test_no_effect_stays_no_effect() -> None:
    assert ask("y -> x; x -> v", "v").strategies[0].kind == "no_effect"


def test_ways_that_are_not_adjustment_are_dropped_with_a_reason() -> None:
    found = ask("x -> m -> y; x <-> y; v", "v")
    assert not found.strategies
    assert "v" in found.reason


def test_what_the_answer_leans_on_includes_the_arrows_into_the_choice() -> None:
    way = ask("x -> y; v -> y", "v").strategies[0]
    assert ("x", "v") in way.missing_arrows


def test_only_the_average_effect_is_looked_at() -> None:
    answer = identify(CausalGraph.parse("x -> y; v -> y"), Query("x", "y", kind="att"))
    with pytest.raises(QueryError, match="average effect"):
        after_selection(answer, ["v"])


def test_independences_that_the_choice_breaks_are_not_claimed() -> None:
    graph = CausalGraph.parse("a -> v; b -> v; c")
    kept = in_chosen_rows(graph, implied_independences(graph), ["v"])
    assert ("a", "b") not in {(i.a, i.b) for i in kept}
    assert ("a", "c") in {(i.a, i.b) for i in kept}
