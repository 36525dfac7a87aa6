"""The hedge checker refuses what is no hedge, part by part, and the engine's hedges are small."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.identification.hedge import Hedge, check_hedge, hedge_faults
from causal_core.identification.idc import id_formula
from tests.causal_core.identification.cases import cases, graph_of

WITH_EXAMPLE = sorted(name for name in cases() if "hedge_example" in cases()[name]["expected"])


def hedge(forest: str, subforest: str) -> Hedge:
    return Hedge(forest=frozenset(forest), subforest=frozenset(subforest), treatments=("x",), outcomes=("y",))


@pytest.mark.parametrize("name", WITH_EXAMPLE)
def test_published_hedges_pass_and_so_do_ours(name: str) -> None:
    case = cases()[name]
    graph, example = graph_of(case), case["expected"]["hedge_example"]
    published = Hedge(
        forest=frozenset(example["F"]),
        subforest=frozenset(example["F_prime"]),
        treatments=tuple(example["for_treatments"]),
        outcomes=tuple(example["for_outcomes"]),
    )
    assert check_hedge(graph, case["treatments"], case["outcomes"], published)
    found = id_formula(graph, case["treatments"], case["outcomes"]).hedge
    assert found is not None
    assert check_hedge(graph, case["treatments"], case["outcomes"], found)
    assert len(found.forest) <= len(published.forest)
    assert found.treatments == published.treatments
    assert found.outcomes == published.outcomes


@pytest.mark.parametrize(
    ("graph", "forest", "subforest", "fault"),
    [
        ("x -> y; x <-> y", "xyz", "y", "names something"),
        ("x -> y; x <-> y", "xy", "xy", "not a proper part"),
        ("x -> y; x <-> y", "xy", "", "not a proper part"),
        ("x -> y; z -> y; z <-> y; x <-> y", "zy", "y", "holds no treatment"),
        ("x -> y; x <-> y", "xy", "x", "holds a treatment"),
        ("x -> y", "xy", "y", "larger group is not held together"),
        ("x -> z -> y; x <-> z; x <-> y", "xyz", "yz", "smaller group is not held together"),
        ("x <-> y", "xy", "y", "Not all of the larger group causes"),
        ("x -> z; x <-> z; y", "xz", "z", "does not cause the outcomes"),
        ("z -> x -> y; z <-> x; z <-> w; w -> z", "xzw", "zw", "does not cause the outcomes"),
    ],
)
def test_each_part_of_the_definition_is_checked(graph: str, forest: str, subforest: str, fault: str) -> None:
    faults = hedge_faults(CausalGraph.parse(graph), "x", "y", hedge(forest, subforest))
    assert any(fault in text for text in faults)
    assert not check_hedge(CausalGraph.parse(graph), "x", "y", hedge(forest, subforest))


def test_hedges_are_as_small_as_leaving_out_can_make_them() -> None:
    """A long chain of causes of a bow is no part of the reason."""
    names = [f"v{i:02d}" for i in range(40)]
    graph = CausalGraph(
        [*names, "x", "y"],
        [*pairwise(names), (names[-1], "x"), ("x", "y")],
        [*zip(names, names[2:], strict=False), (names[-1], "x"), ("x", "y"), (names[-2], "y")],
    )
    found = id_formula(graph, "x", "y").hedge
    assert found is not None
    assert (found.forest, found.subforest) == (frozenset("xy"), frozenset("y"))


def test_no_single_variable_can_be_left_out() -> None:
    rng = np.random.default_rng(0)
    seen = 0
    for _ in range(200):
        names = [f"v{i}" for i in range(7)]
        pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
        graph = CausalGraph(
            names, [p for p in pairs if rng.random() < 0.4], [p for p in pairs if rng.random() < 0.3]
        )
        found = id_formula(graph, "v3", "v6").hedge
        if found is None:
            continue
        seen += 1
        for name in found.forest:
            less = Hedge(
                forest=found.forest - {name},
                subforest=found.subforest - {name},
                treatments=found.treatments,
                outcomes=found.outcomes,
            )
            assert not check_hedge(graph, "v3", "v6", less)
    assert seen > 50


def test_a_condition_that_can_be_set_counts_as_a_treatment() -> None:
    """z is set in place of seen (rule 2), and it is z that cannot be told apart from y's hidden causes."""
    graph = CausalGraph.parse("x -> y; z -> y; x <-> y")
    found = id_formula(graph, "x", "y", "z")
    assert found.hedge is not None
    assert found.hedge.treatments == ("x",)
    assert found.hedge.outcomes == ("y",)
    kept = id_formula(CausalGraph.parse("x -> c; x <-> c; c <-> y"), "x", "y", "c")
    assert kept.hedge is not None
    assert kept.hedge.outcomes == ("c",)


def test_the_sentence_names_the_group_and_the_question() -> None:
    found = id_formula(CausalGraph.parse("x -> y; x <-> y"), "x", "y").hedge
    assert found is not None
    assert found.sentence == (
        "Hidden common causes tie “x” and “y” together, so the data cannot tell what “x” does to “y” "
        "from what the hidden causes do."
    )


def test_latent_variables_are_projected_out_by_the_checker() -> None:
    graph = CausalGraph(["x", "y", "u"], [("x", "y"), ("u", "x"), ("u", "y")], (), ["u"])
    assert check_hedge(graph, "x", "y", hedge("xy", "y"))
