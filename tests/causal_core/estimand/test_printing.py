"""LaTeX, plain text and words: right for any name, and one meaning for each sign."""

from __future__ import annotations

import re

import pytest

from causal_core.estimand.expr import Estimand, Expr, Symbol, fraction, prob, product, total
from causal_core.estimand.latex import escaped
from causal_core.graph.admg import CausalGraph
from causal_core.identification.idc import id_formula
from causal_core.identification.mediation import att_formula, nde_formula


def estimand(expression: Expr, x: tuple[str, ...], y: tuple[str, ...], *others: str) -> Estimand:
    return Estimand(expression=expression, nodes=tuple(sorted({*x, *y, *others})), treatments=x, outcomes=y)


def test_short_names_are_mathematics_and_others_are_text() -> None:
    found = estimand(prob(["X1"], ["Years of school", "t"]), ("Years of school",), ("X1",), "t").latex()
    assert found == (
        r"P(x_{1} \mid \mathrm{do}(\text{Years of school})) = P(x_{1} \mid \text{Years of school}, t)"
    )


def test_names_that_differ_in_case_only_keep_it() -> None:
    found = estimand(prob("Y", "x"), ("x",), ("Y",), "X").latex()
    assert found == r"P(y \mid \mathrm{do}(x)) = P(y \mid x)"
    both = estimand(prob("Y", ["x", "X"]), ("X", "x"), ("Y",)).latex()
    assert r"\mid X, x)" in both


@pytest.mark.parametrize("name", ["a_b", "50%", "a&b", "{", "}", "\\", "$x$", "#1", "^", "~", "a\nb", "价格"])
def test_any_name_is_escaped(name: str) -> None:
    shown = escaped(name)
    bare = re.sub(r"\\(textbackslash|textasciicircum|textasciitilde)\{\}|\\[{}$&#%_]", "", shown)
    assert not set(bare) & set("\\{}$&#%_^~\n")
    assert escaped(name) in estimand(prob([name]), (), (name,)).latex()


def test_a_summed_variable_that_also_stands_outside_gets_a_prime() -> None:
    found = id_formula(CausalGraph.parse("x -> m -> y; x <-> y"), "x", "y").estimand
    assert found is not None
    assert found.latex() == (
        r"P(y \mid \mathrm{do}(x)) = \sum_{m} P(m \mid x) \sum_{x'} P(y \mid m, x')\, P(x')"
    )


def test_a_sum_before_another_factor_is_bracketed() -> None:
    body = product([total("a", prob("y", "a")), total("b", prob("x", "b"))])
    assert estimand(body, ("x",), ("y",), "a", "b").formula == "P(y | do(x)) = [Σ_a P(y | a)] Σ_b P(x | b)"


def test_a_fraction_in_a_product_is_bracketed_in_plain_text() -> None:
    body = product([prob("z"), fraction(prob("y"), prob("x"))])
    found = estimand(body, ("x",), ("y",), "z")
    assert found.formula == "P(y | do(x)) = P(z) [(P(y)) / (P(x))]"
    assert found.latex().endswith(r"P(z)\, \frac{P(y)}{P(x)}")


def test_long_parts_used_twice_are_written_once() -> None:
    part = total(
        "abc", product([prob("y", "abcx"), *(prob(v) for v in "abc"), prob("d", "x"), prob("e", "x")])
    )
    found = estimand(product([part, fraction(prob("y"), part)]), ("x",), ("y",), *"abcde").formula
    assert found.count("P(y | a, b, c, x)") == 1
    assert ", where Q1(d, e, x, y) = Σ_a, b, c" in found


def test_words_for_the_textbook_shapes() -> None:
    def words(text: str, given: tuple[str, ...] = ()) -> str:
        found = id_formula(CausalGraph.parse(text), "drug", "health", given).estimand
        assert found is not None
        return found.words()

    assert words("drug -> health") == (
        "Look at “health” among all people, separately for each value of “drug”: nothing needs adjusting."
    )
    assert words("drug; health") == (
        "Setting “drug” makes no difference here: look at “health” among all people."
    )
    assert words("age -> drug -> health; age -> health; sex -> drug; sex -> health") == (
        "Look at “health” among people alike in “age” and “sex”, separately for each value of “drug”; then "
        "average over how common each kind of people is, the same for every value of “drug”."
    )
    assert words("drug -> cells -> health; drug <-> health") == (
        "First see how “cells” goes with “drug”. Then look at “health” for each value of “cells” among people "
        "alike in “drug”, and average over how common each value of “drug” is: that is what “cells” does to "
        "“health”. Put the two one after the other: average the second over what “cells” is for each value "
        "of “drug”."
    )
    assert words("age -> drug -> health; age -> health", ("age",)) == (
        "Look at “health” among people alike in “age”, separately for each value of “drug”: nothing needs "
        "adjusting."
    )


def test_words_for_everything_else_are_numbered_steps() -> None:
    napkin = id_formula(CausalGraph.parse("z2 -> z1 -> x -> y; z2 <-> x; z2 <-> y"), "x", "y").estimand
    assert napkin is not None
    words = napkin.words(unit="schools")
    assert [int(n) for n in re.findall(r"Step (\d)\.", words)] == [1, 2, 3]
    assert "Divide the result of step 1 by the result of step 2." in words
    assert words.endswith("Which value of “z1” is put in makes no difference.")
    assert "people" not in words


def test_words_and_signs_for_two_values_of_one_treatment() -> None:
    graph = CausalGraph.parse("x -> m -> y; x -> y; z -> x; z -> y")
    nested = nde_formula(graph, "x", "y", "m").estimand
    treated = att_formula(graph, "x", "y").estimand
    assert nested is not None
    assert treated is not None
    assert nested.latex().startswith(r"P(y_{x; x^{*}}) = ")
    assert "“x” (at the value compared with)" in nested.words()
    assert treated.latex().startswith(r"P(y_{x} \mid x^{*}) = ")
    assert "really taken" in treated.words()


def test_a_starred_symbol_has_a_star() -> None:
    found = Estimand(
        expression=prob("m", [Symbol("x", True)]),
        nodes=("m", "x"),
        treatments=("x",),
        reference=("x",),
        outcomes=("m",),
        notation="paths",
    )
    assert found.formula == "P(m(x; x*)) = P(m | x*)"
