"""Evaluation is exact, says nan where a denominator is 0, and never needs the whole product."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from causal_core.errors import EstimateError
from causal_core.estimand.expr import Estimand, Expr, Symbol, fraction, prob, product, total
from causal_core.graph.admg import CausalGraph
from causal_core.identification.formulas import back_door, front_door
from causal_core.identification.query import Query


def estimand(expression: Expr, nodes: str, x: str = "x", y: str = "y", **more: object) -> Estimand:
    return Estimand(expression=expression, nodes=tuple(nodes), treatments=tuple(x), outcomes=tuple(y), **more)


def random_joint(*shape: int, seed: int = 0) -> np.ndarray:
    joint = np.random.default_rng(seed).uniform(0.1, 1, size=shape)
    return joint / joint.sum()


def test_back_door_equals_the_sum_written_out() -> None:
    joint = random_joint(2, 3, 4)  # axes x, y, z
    found = estimand(total("z", product([prob("y", "xz"), prob("z")])), "xyz").evaluate(joint)
    expected = np.zeros((2, 3))
    for x, y, z in np.ndindex(joint.shape):
        expected[x, y] += joint[x, y, z] / joint[x, :, z].sum() * joint[:, :, z].sum()
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-15)


def test_front_door_equals_the_sum_written_out() -> None:
    joint = random_joint(4, 2, 3)  # axes m, x, y
    inner = total("x", product([prob("y", "mx"), prob("x")]))
    found = estimand(total("m", product([prob("m", "x"), inner])), "mxy").evaluate(joint)
    p_x = joint.sum(axis=(0, 2))
    y_given = joint / joint.sum(axis=2, keepdims=True)
    m_given = joint.sum(axis=2) / p_x
    expected = np.einsum("mx,mwy,w->xy", m_given, y_given, p_x)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-15)


def test_axes_are_treatments_reference_conditions_outcomes() -> None:
    joint = random_joint(2, 3, 4, 5)  # axes a, b, c, d
    plain = estimand(prob("bd", "ac"), "abcd", x="c", y="bd", given=("a",))
    assert plain.evaluate(joint).shape == (4, 2, 3, 5)
    second = product([prob("d", "c"), prob("b", [Symbol("c", True)])])
    nested = estimand(second, "abcd", x="c", y="bd", reference=("c",), notation="paths")
    value = nested.evaluate(joint)
    assert value.shape == (4, 4, 3, 5)
    given_c = joint.sum(axis=(0, 1)) / joint.sum(axis=(0, 1, 3))[:, None]
    np.testing.assert_allclose(value.sum(axis=2)[1, 3], given_c[1], rtol=0, atol=1e-15)


def test_a_value_that_the_formula_ignores_is_repeated() -> None:
    joint = random_joint(3, 2)
    value = estimand(prob("y"), "xy").evaluate(joint)
    assert value.shape == (3, 2)
    np.testing.assert_array_equal(value[0], value[2])


def test_an_empty_denominator_is_nan_and_never_zero() -> None:
    joint = np.array([[0.5, 0.5], [0.0, 0.0]])  # nobody has x = 1
    value = estimand(prob("y", "x"), "xy").evaluate(joint)
    np.testing.assert_array_equal(value[0], [0.5, 0.5])
    assert np.isnan(value[1]).all()


def test_a_kind_of_people_without_one_treatment_makes_that_treatment_nan() -> None:
    joint = random_joint(2, 2, 2)
    joint[1, :, 0] = 0  # among z = 0 nobody is treated
    joint /= joint.sum()
    value = estimand(total("z", product([prob("y", "xz"), prob("z")])), "xyz").evaluate(joint)
    assert np.isfinite(value[0]).all()
    assert np.isnan(value[1]).all()


def test_a_kind_of_people_who_do_not_exist_is_not_needed() -> None:
    whole = random_joint(2, 2, 3)
    whole[:, :, 1] = 0  # nobody has z = 1
    whole /= whole.sum()
    body = total("z", product([prob("y", "xz"), prob("z")]))
    value = estimand(body, "xyz").evaluate(whole)
    smaller = estimand(body, "xyz").evaluate(whole[:, :, [0, 2]])
    np.testing.assert_allclose(value, smaller, rtol=0, atol=1e-15)


def test_nan_passes_through_sums_and_divisions() -> None:
    joint = np.array([[0.5, 0.5], [0.0, 0.0]])
    summed = estimand(total("x", prob("y", "x")), "xy", x="").evaluate(joint)
    assert np.isnan(summed).all()
    divided = estimand(fraction(prob("y", "x"), prob("y")), "xy").evaluate(joint)
    assert np.isnan(divided[1]).all()
    assert np.isfinite(divided[0]).all()


def test_a_free_symbol_is_averaged_over_the_values_for_which_there_is_an_answer() -> None:
    """P(y | x, z) with y independent of z given x: any z will do, also when one z has no such x."""
    p_xz = np.array([[0.3, 0.2], [0.5, 0.0]])
    p_y = np.array([[0.9, 0.1], [0.4, 0.6]])
    joint = np.einsum("xz,xy->xyz", p_xz, p_y)
    value = estimand(prob("y", "xz"), "xyz").evaluate(joint)
    np.testing.assert_allclose(value, p_y, rtol=0, atol=1e-15)


def test_only_small_marginals_are_asked_for() -> None:
    """Evaluation from marginals works where the joint of all variables could not even be stored."""
    sizes = {f"v{i}": 2 for i in range(80)} | {"x": 2, "y": 3}
    chain = [f"v{i}" for i in range(80)]
    terms = [prob([b], [a]) for a, b in pairwise(chain)]
    body = total(chain, product([prob("y", ["v79"]), *terms, prob(["v0"], "x")]))
    asked = []

    def marginal(names: tuple[str, ...]) -> np.ndarray:
        asked.append(len(names))
        return random_joint(*(sizes[name] for name in names))

    found = Estimand(expression=body, nodes=tuple(sorted(sizes)), treatments=("x",), outcomes=("y",))
    value = found.evaluate_from(marginal, sizes)
    assert value.shape == (2, 3)
    np.testing.assert_allclose(value.sum(axis=1), 1, rtol=0, atol=1e-12)
    assert max(asked) == 2


@pytest.mark.parametrize(
    ("joint", "words"),
    [
        (np.ones((2, 2)) / 4, "2 axes"),
        (np.full((2, 2, 2), np.nan), "missing or negative"),
        (np.array([[[0.5, -0.5], [0.5, 0.5]]]), "missing or negative"),
        (np.ones((2, 2, 2)), "add up to 8"),
    ],
)
def test_what_is_no_joint_is_refused(joint: np.ndarray, words: str) -> None:
    with pytest.raises(EstimateError, match=words) as caught:
        estimand(prob("y", "x"), "xyz").evaluate(joint)
    assert caught.value.fix


def test_the_joint_is_not_written_to() -> None:
    joint = random_joint(2, 2, 2)
    joint.flags.writeable = False
    value = estimand(prob("xyz"), "xyz", x="", y="xyz").evaluate(joint)
    value[...] = 0
    assert joint.sum() == pytest.approx(1)


def test_textbook_constructors() -> None:
    graph = CausalGraph.parse("x -> m -> y; z -> x; z -> y; w -> y")
    back = back_door(graph, Query("x", "y", given="w"), ["z"])
    assert back.formula == "P(y | do(x), w) = Σ_z P(y | w, x, z) P(z | w)"
    assert back_door(graph, Query("x", "y"), ()).formula == "P(y | do(x)) = P(y | x)"
    front = front_door(graph, Query("x", "y"), ["m"])
    assert front.formula == "P(y | do(x)) = Σ_m P(m | x) Σ_x′ P(y | m, x′) P(x′)"
    assert front.nodes == ("m", "w", "x", "y", "z")
