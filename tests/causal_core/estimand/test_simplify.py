"""Each rule of simplification on its own, and the cases in which it must not be used."""

from __future__ import annotations

from causal_core.estimand.expr import ONE, Expr, Symbol, fraction, prob, product, total
from causal_core.estimand.simplify import Rules, chained, divided, polished, summed
from causal_core.graph.admg import CausalGraph


def rules(text: str) -> Rules:
    graph = CausalGraph.parse(text)

    def independent(a: frozenset[str], b: frozenset[str], given: frozenset[str]) -> bool:
        return graph.m_separated(a, b, given)

    return Rules(independent, {name: i for i, name in enumerate(graph.topological_order)})


def result(over: str, factors: list[Expr], text: str) -> Expr:
    return polished(product(summed(over, factors, rules(text))), rules(text))


def test_a_kernel_sums_to_one() -> None:
    assert result("z", [prob("z", "x")], "x -> z") == ONE
    assert result("yz", [prob("y", "z"), prob("z", "x")], "x -> z -> y") == ONE


def test_a_link_of_a_chain_is_summed_out() -> None:
    assert result("z", [prob("y", "z"), prob("z", "x")], "x -> z -> y") == prob("y", "x")


def test_a_link_stays_where_the_graph_does_not_allow_it() -> None:
    factors = [prob("y", "z"), prob("z", "x")]
    assert result("z", factors, "x -> z -> y; x <-> y") == total("z", product(factors))


def test_back_door_sums_stay() -> None:
    factors = [prob("y", "xz"), prob("z")]
    assert result("z", factors, "z -> x -> y; z -> y") == total("z", product(factors))


def test_an_adjustment_that_is_not_needed_goes() -> None:
    assert result("z", [prob("y", "xz"), prob("z")], "x -> y; z -> y") == prob("y", "x")


def test_what_is_not_summed_stands_outside() -> None:
    factors = [prob("y", "xz"), prob("z"), prob("x")]
    found = result("z", factors, "z -> x -> y; z -> y")
    assert found == product([prob("x"), total("z", product([prob("y", "xz"), prob("z")]))])


def test_neighbours_are_joined() -> None:
    factors = [prob("y", "xzw"), prob("z", "w"), prob("w")]
    found = result("zw", factors, "w -> z -> x -> y; z -> y; w -> y; w -> x")
    assert found == total("wz", product([prob("y", "xzw"), prob("wz")]))


def test_a_starred_and_a_plain_value_are_never_joined() -> None:
    star = Symbol("x", True)
    assert chained([prob("y", "mx"), prob("m", [star])], rules("x -> m -> y; x -> y")) is None


def test_equal_factors_cancel() -> None:
    top, bottom = [prob("y", "x"), prob("z")], [prob("z"), prob("w")]
    assert divided(top, bottom) == fraction(prob("y", "x"), prob("w"))
    assert divided(top, top) == ONE


def test_a_joint_divided_by_its_margin_is_a_conditional() -> None:
    assert divided([prob("yz", "x")], [prob("z", "x")]) == prob("y", "xz")
    inside = total("w", product([prob("y", "wz"), prob("wz", "x")]))
    expected = total("w", product([prob("y", "wz"), prob("w", "xz")]))
    assert divided([inside], [prob("z", "x")]) == expected


def test_a_margin_of_a_summed_variable_is_not_divided_inside_the_sum() -> None:
    inside = total("z", product([prob("y", "z"), prob("wz")]))
    assert divided([inside], [prob("z")]) == fraction(inside, prob("z"))


def test_inner_and_outer_variables_of_one_name_are_kept_apart() -> None:
    """In Σ_m P(m | x) Σ_x P(y | m, x) P(x) the two x are not the same."""
    inner = total("x", product([prob("y", "mx"), prob("x")]))
    found = result("m", [prob("m", "x"), inner], "x -> m -> y; x <-> y")
    assert found == total("m", product([prob("m", "x"), inner]))
