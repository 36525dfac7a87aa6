"""Simulated data have the effect they are said to have."""

from __future__ import annotations

import numpy as np
import pytest

import causal_core as cc
from causal_core.errors import QueryError
from causal_core.simulate import simulate

CONFOUNDED = cc.CausalGraph.parse("age -> drug; age -> health; drug -> health")
HIDDEN = cc.CausalGraph.parse("drug -> health; drug <-> health")
MEDIATED = cc.CausalGraph.parse("drug -> dose; dose -> health; drug -> health; age -> drug; age -> health")


def naive_bias(graph: cc.CausalGraph, **options) -> float:
    """The mean over 20 tables of 2,000 rows of (difference of means − truth)."""
    off = []
    for seed in range(20):
        made = simulate(graph, "drug", "health", n=2000, seed=seed, **options)
        frame = made.table.frame
        means = frame.groupby("drug").health.mean()
        off.append(means[1] - means[0] - made.effect)
    return float(np.mean(np.abs(off)))


def test_straight_effect_is_exact():
    made = simulate(CONFOUNDED, "drug", "health", n=100, seed=0, effect=2.5)
    assert (made.effect, made.effect_error) == (pytest.approx(2.5), 0.0)
    assert made.effect_on_treated == pytest.approx(2.5)


def test_effect_through_a_mediator_is_counted():
    made = simulate(MEDIATED, "drug", "health", n=100, seed=3, effect=1.0)
    assert made.effect_error == 0.0
    assert abs(made.effect - 1.0) > 0.05


@pytest.mark.parametrize("shape", ["linear", "nonlinear"])
@pytest.mark.parametrize("outcome_kind", ["number", "binary"])
def test_adjusted_estimate_finds_the_effect(shape, outcome_kind):
    inside = 0
    for seed in range(20):
        made = simulate(
            CONFOUNDED, "drug", "health", n=1000, seed=seed, shape=shape, outcome_kind=outcome_kind
        )
        found = cc.estimate(
            made.table, cc.identify(CONFOUNDED, cc.Query("drug", "health")), method="regression"
        )
        inside += found.ci[0] <= made.effect <= found.ci[1]
    assert inside >= 15  # 19 expected, standard deviation 1


def test_hidden_strength_is_a_dial():
    assert naive_bias(HIDDEN, hidden_strength=0.0) < 0.06
    assert naive_bias(HIDDEN, hidden_strength=0.0) < naive_bias(HIDDEN, hidden_strength=0.5)
    assert naive_bias(HIDDEN, hidden_strength=0.5) < naive_bias(HIDDEN, hidden_strength=1.5)


def test_number_treatment_has_the_effect_of_one_unit():
    made = simulate(CONFOUNDED, "drug", "health", n=3000, seed=1, effect=0.7, treatment_kind="number")
    found = cc.estimate(made.table, cc.identify(CONFOUNDED, cc.Query("drug", "health")))
    assert made.effect == pytest.approx(0.7)
    assert found.ci[0] - 0.02 < 0.7 < found.ci[1] + 0.02


def test_no_arrow_means_no_effect():
    made = simulate(cc.CausalGraph.parse("age -> drug; age -> health"), "drug", "health", n=50, seed=0)
    assert made.effect == 0.0


def test_latent_variables_are_not_in_the_table():
    graph = cc.CausalGraph(
        ["drug", "health", "u"], [("drug", "health"), ("u", "drug"), ("u", "health")], (), ["u"]
    )
    made = simulate(graph, "drug", "health", n=50, seed=0)
    assert made.table.names == ("drug", "health")


def test_same_seed_gives_the_same_table_and_another_seed_another():
    a, b, c = (simulate(HIDDEN, "drug", "health", n=50, seed=s).table.sha256 for s in (1, 1, 2))
    assert a == b != c


def test_risk_effect_states_its_monte_carlo_error():
    made = simulate(CONFOUNDED, "drug", "health", n=50, seed=0, outcome_kind="binary")
    assert -1 < made.effect < 1
    assert 0 < made.effect_error < 0.001


@pytest.mark.parametrize("name", ["nobody", "u"])
def test_unmeasured_treatment_is_refused(name):
    graph = cc.CausalGraph(["health", "u"], [("u", "health")], (), ["u"])
    with pytest.raises(QueryError, match=f"“{name}” is not a measured variable"):
        simulate(graph, name, "health", n=10, seed=0)
