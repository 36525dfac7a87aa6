"""ID and IDC on random graphs: the verdict equals y0's, every formula equals the truth, every "no" is proved."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product

import numpy as np
import pytest

from causal_core.errors import CausalError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.hedge import Hedge, check_hedge
from causal_core.identification.idc import id_formula, is_identifiable
from tests.causal_core.identification.exact_models import ExactModel, random_admg, random_question
from tests.causal_core.identification.peer import repaired, y0_verdict

TOLERANCE = 1e-9  # every denominator in the random models is above 1e-6


def ask_one(seed: int) -> Counter[str]:
    """One random graph and question through every claim; what was seen, counted."""
    rng = np.random.default_rng(seed)
    graph = random_admg(rng)
    question = random_question(graph, rng)
    found = id_formula(graph, *question)
    seen = Counter({"identifiable" if found.identifiable else "not identifiable": 1})
    assert is_identifiable(graph, *question) == found.identifiable
    with repaired():
        verdict = y0_verdict(graph, *question)
    assert verdict in (None, found.identifiable), (graph, question)
    as_it_is = y0_verdict(graph, *question)
    seen["y0 crashes even when repaired"] += verdict is None
    seen["y0 crashes as it is"] += as_it_is is None
    seen["y0 as it is differs"] += as_it_is not in (None, found.identifiable)
    assert question[2] or as_it_is in (None, found.identifiable), (graph, question)
    if found.estimand is not None:
        model = ExactModel(graph, rng)
        value = found.estimand.evaluate(model.joint)
        np.testing.assert_allclose(value, model.effect(*question), rtol=0, atol=TOLERANCE)
        assert found.estimand.latex()
        assert found.estimand.words()
    else:
        assert found.hedge is not None
        conditions_set = set(found.hedge.treatments) - set(question[0])
        conditions_left = set(question[2]) - conditions_set
        assert conditions_set <= set(question[2])
        assert check_hedge(graph, found.hedge.treatments, found.hedge.outcomes, found.hedge)
        assert set(found.hedge.outcomes) <= set(question[1]) | conditions_left
        assert two_models_disagree(graph, found.hedge)
    return seen


def two_models_disagree(graph: CausalGraph, hedge: Hedge) -> bool:
    """Build the two models of Shpitser and Pearl's theorem 4 on the hedge and compare them by enumeration.

    All variables are bits. In the first model a variable is the parity of its hidden causes and of the
    larger group's variables that lead to it; in the second the smaller group does not listen to the rest.
    True when both give the same joint and different answers to "what if the treatments are set".
    """
    order = [node for node in graph.topological_order if node in hedge.forest]
    ties = _spanning(graph, hedge)
    arrows = _forest(graph, hedge)

    def distribution(second: bool, setting: dict[str, int], shown: list[str]) -> Counter[tuple[int, ...]]:
        counts: Counter[tuple[int, ...]] = Counter()
        for hidden in product((0, 1), repeat=len(ties)):
            value: dict[str, int] = {}
            for node in order:
                deaf = second and node in hedge.subforest
                heard = [
                    bit
                    for tie, bit in zip(ties, hidden, strict=True)
                    if node in tie and not (deaf and not set(tie) <= hedge.subforest)
                ]
                heard += [
                    value[a] for a, b in arrows if b == node and not (deaf and a not in hedge.subforest)
                ]
                value[node] = setting.get(node, sum(heard) % 2)
            counts[tuple(value[node] for node in shown)] += 1
        return counts

    roots = sorted(hedge.subforest)
    same = distribution(False, {}, order) == distribution(True, {}, order)
    return same and any(
        distribution(False, setting, roots) != distribution(True, setting, roots)
        for bits in product((0, 1), repeat=len(hedge.treatments))
        for setting in [dict(zip(hedge.treatments, bits, strict=True))]
    )


def _spanning(graph: CausalGraph, hedge: Hedge) -> list[tuple[str, str]]:
    """↔ edges of a spanning tree of the larger group that holds one of the smaller."""
    ties: list[tuple[str, str]] = []
    reached = {min(hedge.subforest)}
    for group in (hedge.subforest, hedge.forest):
        while not group <= reached:
            tie = next((a, b) for a, b in graph.bidirected if {a, b} <= group and len({a, b} & reached) == 1)
            ties.append(tie)
            reached |= set(tie)
    return ties


def _forest(graph: CausalGraph, hedge: Hedge) -> list[tuple[str, str]]:
    """For each variable outside the smaller group one arrow that leads towards it."""
    arrows: list[tuple[str, str]] = []
    reached = set(hedge.subforest)
    while not hedge.forest <= reached:
        a, b = next(
            (a, b) for a, b in graph.directed if a in hedge.forest and a not in reached and b in reached
        )
        arrows.append((a, b))
        reached.add(a)
    return arrows


@pytest.mark.parametrize("block", range(5))
def test_150_random_questions_equal_y0_and_the_truth(block: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(30 * block, 30 * (block + 1)):
        seen += ask_one(seed)
    assert seen["identifiable"] >= 10
    assert seen["not identifiable"] >= 3


@pytest.mark.slow
def test_5000_random_questions_equal_y0_and_the_truth(capsys: pytest.CaptureFixture[str]) -> None:
    seen: Counter[str] = Counter()
    for seed in range(10_000, 15_000):
        seen += ask_one(seed)
    with capsys.disabled():
        print(f"\n5,000 random questions: {dict(seen)}")
    assert seen["identifiable"] > 3_000
    assert seen["not identifiable"] > 800


def test_napkin_like_chains_of_ten_nodes_equal_the_truth() -> None:
    """Chains with hidden causes between distant nodes, where divisions nest."""
    fractions = 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(7, 11))
        names = [f"v{i}" for i in rng.permutation(n)]
        chain = set(pairwise(names))
        pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
        graph = CausalGraph(
            names,
            [pair for pair in pairs if pair in chain or rng.random() < 0.1],
            [pair for pair in pairs if pair not in chain and rng.random() < 0.25],
        )
        found = id_formula(graph, names[-2], names[-1])
        if found.estimand is None:
            continue
        fractions += "/" in found.estimand.formula
        model = ExactModel(graph, rng, most=2)
        truth = model.effect([names[-2]], [names[-1]])
        np.testing.assert_allclose(found.estimand.evaluate(model.joint), truth, rtol=0, atol=TOLERANCE)
    assert fractions >= 15


def test_division_in_division_equals_the_truth_and_depth_has_no_limit() -> None:
    """Each pair (a, r) forces one more round of lines 2 and 7, so that fractions nest as deep as one likes."""
    for depth in (1, 2, 3, 4):
        graph = nested(depth)
        model = ExactModel(graph, np.random.default_rng(depth), most=2)
        found = id_formula(graph, "x", "y")
        assert found.estimand is not None
        value = found.estimand.evaluate(model.joint)
        np.testing.assert_allclose(value, model.effect(["x"], ["y"]), rtol=0, atol=TOLERANCE)
    deep = id_formula(nested(150), "x", "y")
    assert deep.estimand is not None
    assert deep.estimand.formula.count("/") == 150
    assert len(deep.estimand.words()) > 1_000
    assert deep.estimand.latex().startswith("P(y")


def nested(depth: int) -> CausalGraph:
    """a_i → r_i → x → y with a_i ↔ y, r_i ↔ a_(i−1), x ↔ the last a."""
    arrows, ties = [("x", "y")], []
    for i in range(depth):
        arrows += [(f"a{i:03d}", f"r{i:03d}"), (f"r{i:03d}", "x")]
        ties.append((f"a{i:03d}", "y"))
        if i:
            ties.append((f"r{i:03d}", f"a{i - 1:03d}"))
    ties.append(("x", f"a{depth - 1:03d}"))
    return CausalGraph({node for pair in arrows + ties for node in pair}, arrows, ties)


def test_a_broken_proof_would_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from causal_core.identification import idc

    monkeypatch.setattr(idc, "smallest", lambda graph, forest, subforest, treatments: (forest, forest))
    with pytest.raises(CausalError, match="proof"):
        id_formula(CausalGraph.parse("x -> y; x <-> y"), "x", "y")
