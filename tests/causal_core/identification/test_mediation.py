"""Direct, indirect and path-specific effects, and effects on the treated, against counterfactual enumeration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from causal_core.errors import QueryError
from causal_core.graph.admg import CausalGraph
from causal_core.identification.hedge import check_hedge
from causal_core.identification.idc import id_formula
from causal_core.identification.mediation import (
    att_formula,
    cde_formula,
    nde_formula,
    nie_formula,
    path_formula,
)
from causal_core.identification.worlds import WorldsFormula
from tests.causal_core.identification.cases import cases, graph_of
from tests.causal_core.identification.exact_models import ExactModel, FunctionalModel, contract, random_admg

NEW, OLD = "the value set", "the value compared with"
Edge = tuple[str, str]


def nested_truth(
    model: FunctionalModel,
    x: str,
    y: str,
    *,
    mediators: Iterable[str] = (),
    edges: Iterable[Edge] = (),
    kind: str,
    given: Iterable[str] = (),
) -> np.ndarray:
    """P(y in the nested world | given), by enumeration; axes: value set, value compared with, given, y."""
    arrows = model.graph.directed
    of_x = {(a, b): OLD for a, b in arrows if a == x}
    factors = [*model.hidden, (np.ones(2), (NEW,)), (np.ones(2), (OLD,))]
    held = set(mediators)
    if kind == "path":
        chosen = set(edges)
        factors += model.world("old", of_x, [x])
        seen = {edge: ("old", edge[0]) for edge in arrows if edge not in chosen}
        seen |= {edge: NEW if edge in chosen else OLD for edge in of_x}
        factors += model.world("nested", seen, [x])
    else:
        first, second = (OLD, NEW) if kind == "nde" else (NEW, OLD)
        factors += model.world("mediators", dict.fromkeys(of_x, first), [x])
        seen = {(a, b): ("mediators", a) for a, b in arrows if a in held}
        seen |= dict.fromkeys(of_x, second)
        factors += model.world("nested", seen, [x, *held])
    keep = [NEW, OLD, *(("nested", c) for c in sorted(given)), ("nested", y)]
    both = contract(factors, keep)
    return both / both.sum(axis=-1, keepdims=True)


def treated_truth(model: FunctionalModel, x: str, y: str, given: Iterable[str] = ()) -> np.ndarray:
    """P(y had x been set | x was taken, given), by enumeration; axes: set, taken, given, y."""
    of_x = {(a, b): NEW for a, b in model.graph.directed if a == x}
    factors = [
        *model.hidden,
        (np.ones(2), (NEW,)),
        *model.world("seen", {}, ()),
        *model.world("set", of_x, [x]),
    ]
    both = contract(factors, [NEW, ("seen", x), *(("seen", c) for c in sorted(given)), ("set", y)])
    return both / both.sum(axis=-1, keepdims=True)


def causal_paths(graph: CausalGraph, x: str, y: str) -> Iterator[list[str]]:
    return nx.all_simple_paths(nx.DiGraph(graph.directed), x, y) if graph.descendants(x) & {y} else iter(())


def recants(graph: CausalGraph, x: str, y: str, chosen: Iterable[list[str]]) -> bool:
    """Shpitser (2013), definition 8, by listing every causal path."""
    paths = list(causal_paths(graph, x, y))
    inside = [tuple(path) for path in chosen]
    live = graph.ancestors(y, inclusive=True) - {x}
    cut = nx.DiGraph([(a, b) for a, b in graph.directed if x not in (a, b)])
    cut.add_nodes_from(graph.nodes)
    live = {node for node in live if nx.has_path(cut, node, y)}
    ties = nx.Graph([(a, b) for a, b in graph.bidirected if {a, b} <= live])
    ties.add_nodes_from(live)
    for district in nx.connected_components(ties):
        starts = {tuple(path) in inside for path in paths if path[1] in district}
        if len(starts) == 2:
            return True
    return False


def simple_question(graph: CausalGraph, rng: np.random.Generator) -> tuple[str, str]:
    """A treatment with an outcome that it may change."""
    pairs = [(a, b) for a in graph.nodes for b in sorted(graph.descendants(a))]
    return pairs[int(rng.integers(len(pairs)))] if pairs else (graph.nodes[0], graph.nodes[-1])


def some(names: Iterable[str], rng: np.random.Generator, share: float) -> list[str]:
    return [name for name in sorted(names) if rng.random() < share]


@pytest.mark.parametrize("name", [name for name in cases() if "mediation" in cases()[name]["expected"]])
def test_textbook_mediation(name: str) -> None:
    case = cases()[name]
    expected, graph = case["expected"]["mediation"], graph_of(case)
    x, y, m = case["treatments"], case["outcomes"], expected["mediator"]
    assert nde_formula(graph, x, y, m).identifiable == expected["nde"]
    assert nie_formula(graph, x, y, m).identifiable == expected["nie"]
    assert cde_formula(graph, x, y, m).identifiable == expected["cde"]


def test_the_mediation_formula_is_pearls() -> None:
    graph = CausalGraph.parse("x -> m -> y; x -> y; c -> m; c -> y; c -> x")
    found = nde_formula(graph, "x", "y", "m").estimand
    assert found is not None
    assert found.formula == "P(y(x; x*)) = Σ_c, m P(y | c, m, x) P(m | c, x*) P(c)"
    assert found.latex() == (r"P(y_{x; x^{*}}) = \sum_{c, m} P(y \mid c, m, x)\, P(m \mid c, x^{*})\, P(c)")


def test_effect_on_the_treated_is_the_textbook_formula() -> None:
    graph = CausalGraph.parse("x -> y; z -> x; z -> y")
    found = att_formula(graph, "x", "y").estimand
    assert found is not None
    assert found.formula == "P(y(x) | x*) = Σ_z P(y | x, z) P(z | x*)"
    assert "really taken" in found.words()


def natural_effect(seed: int) -> bool:
    """One random natural direct or indirect effect through every claim; is it identifiable?"""
    rng = np.random.default_rng(seed)
    graph = random_admg(rng, 3, 6)
    x, y = simple_question(graph, rng)
    between = set(graph.nodes) - {x, y}
    mediators = some(between, rng, 0.4) or [min(between)]
    given = some(between - set(mediators) - graph.descendants(x), rng, 0.3)
    kind = "nde" if rng.random() < 0.5 else "nie"
    found = (nde_formula if kind == "nde" else nie_formula)(graph, x, y, mediators, given)
    check_refusal(graph, found, x, y, given, avoiding(graph, x, y, mediators))
    if found.estimand is not None:
        model = FunctionalModel(graph, rng)
        truth = nested_truth(model, x, y, mediators=mediators, kind=kind, given=given)
        np.testing.assert_allclose(found.estimand.evaluate(model.joint), truth, rtol=0, atol=1e-9)
    return found.identifiable


def avoiding(graph: CausalGraph, x: str, y: str, mediators: Iterable[str]) -> list[list[str]]:
    return [path for path in causal_paths(graph, x, y) if not set(path) & set(mediators)]


def check_refusal(
    graph: CausalGraph,
    found: WorldsFormula,
    x: str,
    y: str,
    given: Iterable[str],
    chosen: Iterable[list[str]],
) -> None:
    """Exactly one of estimand, recanting district and hedge, and without conditions the right one."""
    assert sum(part is not None for part in (found.estimand, found.recanting, found.hedge)) == 1
    assert bool(found.reason) != found.identifiable
    if not given:
        recanting = recants(graph, x, y, chosen)
        whole = id_formula(graph, x, y)
        assert found.identifiable == (whole.identifiable and not recanting)
        assert found.recanting is None or recanting
    if found.hedge is not None:
        assert check_hedge(graph, found.hedge.treatments, found.hedge.outcomes, found.hedge)


def path_effect(seed: int) -> bool:
    """One random path-specific effect through every claim; is it identifiable?"""
    rng = np.random.default_rng(seed)
    graph = random_admg(rng, 3, 6)
    x, y = simple_question(graph, rng)
    edges = [edge for edge in graph.directed if rng.random() < 0.6]
    found = path_formula(graph, x, y, edges)
    paths = causal_paths(graph, x, y)
    check_refusal(graph, found, x, y, (), [p for p in paths if all(e in edges for e in pairwise(p))])
    if found.estimand is not None:
        model = FunctionalModel(graph, rng)
        truth = nested_truth(model, x, y, edges=edges, kind="path")
        np.testing.assert_allclose(found.estimand.evaluate(model.joint), truth, rtol=0, atol=1e-9)
    return found.identifiable


def effect_on_treated(seed: int) -> bool:
    """One random effect on the treated through every claim; is it identifiable?"""
    rng = np.random.default_rng(seed)
    graph = random_admg(rng, 3, 6)
    x, y = simple_question(graph, rng)
    given = some(set(graph.nodes) - {x, y} - graph.descendants(x), rng, 0.25)
    found = att_formula(graph, x, y, given)
    if not given:
        assert found.identifiable == singleton_criterion(graph, x, y)
        assert found.hedge is None
    if found.hedge is not None:
        assert check_hedge(graph, found.hedge.treatments, found.hedge.outcomes, found.hedge)
    if found.estimand is not None:
        model = FunctionalModel(graph, rng)
        truth = treated_truth(model, x, y, given)
        np.testing.assert_allclose(found.estimand.evaluate(model.joint), truth, rtol=0, atol=1e-9)
    return found.identifiable


CLAIMS = {"natural": natural_effect, "paths": path_effect, "on the treated": effect_on_treated}


@pytest.mark.parametrize("kind", sorted(CLAIMS))
def test_120_random_effects_equal_counterfactual_enumeration(kind: str) -> None:
    seen = [CLAIMS[kind](seed) for seed in range(120)]
    assert 20 <= sum(seen) <= 115


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(CLAIMS))
def test_2000_random_effects_equal_counterfactual_enumeration(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = [CLAIMS[kind](seed) for seed in range(10_000, 12_000)]
    with capsys.disabled():
        print(f"\n2,000 random effects ({kind}): {sum(seen)} identifiable")
    assert 400 <= sum(seen) <= 1_950


def singleton_criterion(graph: CausalGraph, x: str, y: str) -> bool:
    """No path of ↔ from the treatment to one of its children, among the outcome's ancestors."""
    live = graph.ancestors(y, inclusive=True) | graph.ancestors(x, inclusive=True)
    through = graph.ancestors(y, inclusive=True)
    ties = nx.Graph([(a, b) for a, b in graph.bidirected if {a, b} <= live])
    ties.add_nodes_from(live)
    return not nx.node_connected_component(ties, x) & graph.children(x) & through


def test_many_treatments_see_the_same_kind_of_path() -> None:
    graph = CausalGraph.parse("a -> m; b -> m; a -> y; b -> y; m -> y; c -> m; c -> y")
    found = nde_formula(graph, ["a", "b"], "y", "m").estimand
    assert found is not None
    model = ExactModel(graph, np.random.default_rng(0))
    value = found.evaluate(model.joint)
    sizes = [model.size[name] for name in ("a", "b", "a", "b", "y")]
    assert value.shape == tuple(sizes)
    total = model.effect(["a", "b"], ["y"])
    np.testing.assert_allclose(np.einsum("ababy->aby", value), total, rtol=0, atol=1e-9)


def test_direct_and_indirect_effects_make_up_the_total() -> None:
    """TE = NDE(0 → 1) − NIE(1 → 0), and each number is a contrast of means."""
    graph = CausalGraph.parse("x -> m -> y; x -> y; c -> m; c -> y")
    model = ExactModel(graph, np.random.default_rng(1), most=2)
    values = [10.0, 12.0]
    effect = model.effect(["x"], ["y"]) @ np.array(values)
    nde, nie = nde_formula(graph, "x", "y", "m"), nie_formula(graph, "x", "y", "m")
    direct = nde.contrast(model.joint, treated=1, control=0, values=values)
    back = nie.contrast(model.joint, treated=0, control=1, values=values)
    assert float(direct - back) == pytest.approx(effect[1] - effect[0], abs=1e-12)


def test_the_controlled_direct_effect_is_a_joint_intervention() -> None:
    graph = CausalGraph.parse("x -> m -> y; x -> y; l -> m; l -> y; x -> l")
    model = ExactModel(graph, np.random.default_rng(1))
    assert not nde_formula(graph, "x", "y", "m").identifiable
    found = cde_formula(graph, "x", "y", "m").estimand
    assert found is not None
    assert found.treatments == ("m", "x")
    truth = model.effect(["x", "m"], ["y"])
    np.testing.assert_allclose(found.evaluate(model.joint), truth, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("text", "witness"),
    [
        ("x -> w -> m -> y; w -> y", "w"),
        ("x -> v -> w -> m -> y; w -> y", "w"),
        ("x -> l; x -> m; l -> m; l -> y; m -> y; x -> y", "l"),
    ],
)
def test_the_recanting_witness_is_named(text: str, witness: str) -> None:
    found = nde_formula(CausalGraph.parse(text), "x", "y", "m")
    assert found.recanting is not None
    assert found.recanting.witness == witness
    assert f"“{witness}”" in found.reason
    assert found.hedge is None


def test_the_recanting_district_is_named() -> None:
    found = nde_formula(CausalGraph.parse("x -> m -> y; x -> y; m <-> y"), "x", "y", "m")
    assert found.recanting is not None
    assert found.recanting.witness is None
    assert found.recanting.district == ("m", "y")
    assert (found.recanting.first, found.recanting.second) == (("y",), ("m",))


def test_a_recanting_witness_leaves_room_for_two_answers() -> None:
    """Two models of x → w → m → y, w → y with one joint distribution and two natural direct effects."""
    graph = CausalGraph.parse("x -> w -> m -> y; w -> y")
    effects = []
    joints = []
    for alike in (True, False):
        model = FunctionalModel(graph, np.random.default_rng(3))
        model.tables["w"] = w_table(alike)
        index = next(i for i, (_, axes) in enumerate(model.hidden) if axes == (("response of", "w"),))
        model.hidden[index] = (np.full(6, 1 / 6), (("response of", "w"),))
        joints.append(model.joint)
        truth = nested_truth(model, "x", "y", mediators=["m"], kind="nde")
        effects.append(truth[1, 0, 1])
    np.testing.assert_allclose(joints[0], joints[1], rtol=0, atol=1e-12)
    assert abs(effects[0] - effects[1]) > 1e-3


def w_table(alike: bool) -> tuple[np.ndarray, tuple[object, ...]]:
    """w given x and a response of six values: w under x = 0 and under x = 1 from the same or other halves."""
    table = np.zeros((2, 6, 2))
    for response in range(6):
        under_0 = int(response in (0, 2, 4))
        under_1 = under_0 if alike else 1 - under_0
        table[0, response, under_0] = 1
        table[1, response, under_1] = 1
    return table, ("x", ("response of", "w"), "w")


def test_on_the_treated_a_bow_is_refused_and_a_front_door_is_not() -> None:
    bow = att_formula(CausalGraph.parse("x -> y; x <-> y"), "x", "y")
    assert bow.recanting is not None
    assert bow.recanting.district == ("x", "y")
    assert att_formula(CausalGraph.parse("x -> m -> y; x <-> y"), "x", "y").identifiable


def test_nobody_is_special_when_taking_says_nothing() -> None:
    graph = CausalGraph.parse("x -> y; z -> y")
    found = att_formula(graph, "x", "y").estimand
    assert found is not None
    assert found.formula == "P(y(x) | x*) = P(y | x)"
    model = ExactModel(graph, np.random.default_rng(0))
    value = found.evaluate(model.joint)
    assert value.shape == (model.size["x"], model.size["x"], model.size["y"])


@pytest.mark.parametrize(
    "refused",
    [
        lambda g: nde_formula(g, "x", "y", ()),
        lambda g: nde_formula(g, "x", "y", "m", given="late"),
        lambda g: att_formula(g, ["x", "m"], "y"),
        lambda g: att_formula(g, "x", "y", given="m"),
        lambda g: path_formula(g, "x", "y", [("y", "x")]),
        lambda g: path_formula(g, "x", "y", [("x", "nobody")]),
        lambda g: nde_formula(g, "x", "y", "y"),
        lambda g: nde_formula(CausalGraph.parse("x -> m -> y; x -> y; m <-> y"), "x", "y", "m").contrast(
            np.ones((2, 2, 2)) / 8
        ),
    ],
)
def test_questions_without_a_meaning_are_refused(refused) -> None:
    with pytest.raises(QueryError) as caught:
        refused(CausalGraph.parse("x -> m -> y; x -> y; x -> late"))
    assert caught.value.message
