"""Expressions know what is free in them, are equal by structure, and survive a trip between processes."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from causal_core.estimand.expr import (
    ONE,
    Estimand,
    Fraction,
    Prob,
    Product,
    Sum,
    Symbol,
    fraction,
    prob,
    product,
    substitute,
    total,
    walk,
)

FRONT_DOOR = total(["m"], product([prob("m", "x"), total("x", product([prob("y", "mx"), prob("x")]))]))


def test_a_summed_variable_is_bound_and_the_same_name_outside_is_free() -> None:
    assert {s.name for s in FRONT_DOOR.free} == {"x", "y"}
    assert {s.name for s in total("x", FRONT_DOOR).free} == {"y"}


def test_order_of_names_makes_no_difference() -> None:
    assert prob("yx", "bca") == prob("xy", "acb")
    assert hash(prob("yx", "bca")) == hash(prob("xy", "acb"))


def test_small_constructors_keep_the_tree_flat() -> None:
    assert prob((), "x") == ONE
    assert product([]) == ONE
    assert product([prob("y")]) == prob("y")
    assert product([product([prob("a"), prob("b")]), ONE, prob("c")]) == Product(
        (prob("a"), prob("b"), prob("c"))
    )
    assert total((), prob("y")) == prob("y")
    assert fraction(prob("y"), ONE) == prob("y")
    assert isinstance(fraction(prob("y"), prob("x")), Fraction)


def test_substitution_leaves_bound_symbols_alone() -> None:
    star = {Symbol("x"): Symbol("x", True)}
    changed = substitute(FRONT_DOOR, star)
    assert isinstance(changed, Sum)
    assert isinstance(changed.body, Product)
    assert changed.body.factors[0] == Prob((Symbol("m"),), (Symbol("x", True),))
    assert changed.body.factors[1] == total("x", product([prob("y", "mx"), prob("x")]))
    assert changed.free == {Symbol("x", True), Symbol("y")}


def test_walk_shows_each_part_once_and_before_what_holds_it() -> None:
    shared = fraction(prob("a"), prob("b"))
    root = product([shared, total("b", shared)])
    order = walk(root)
    assert len(order) == len(set(order))
    assert order.index(shared) < order.index(total("b", shared)) < order.index(root)


def test_variables_are_what_has_to_be_measured() -> None:
    estimand = Estimand(expression=FRONT_DOOR, nodes=tuple("cmxy"), treatments=("x",), outcomes=("y",))
    assert estimand.variables == ("m", "x", "y")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_pickles_are_read_in_a_process_with_other_hashes(seed: str) -> None:
    raw = pickle.dumps(FRONT_DOOR)
    code = (
        "import pickle, sys\n"
        "from causal_core.estimand.expr import prob, product, total\n"
        "found = pickle.loads(sys.stdin.buffer.read())\n"
        "again = total(['m'], product([prob('m', 'x'), total('x', product([prob('y', 'mx'), prob('x')]))]))\n"
        "assert found == again and found in {again}\n"
    )
    root = Path(__file__).resolve().parents[3]
    env = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", code], input=raw, env=env, check=True)
