"""All scores against the same from their definitions: on the shipped problems, on others, and on random ones."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import pytest

from causal_core.graph.admg import CausalGraph
from studies.benchmark.baselines import RANDOM_DRAWS, baseline_scores, empty, random_graph, star
from studies.benchmark.guided import guided_proposal, right_answers, with_errors
from studies.benchmark.problems import Problem, built_in, read_problems
from studies.benchmark.scoring import METRICS, graph_of, mean, proposed, score
from tests.studies.benchmark.by_definition import observed, scores, truth

Raw = Mapping[str, Any]
SHIPPED: list[Raw] = json.loads(files("assets.benchmark").joinpath("llm_graph_benchmark.json").read_bytes())[
    "graphs"
]
OTHERS: list[Raw] = json.loads((Path(__file__).parent / "others.json").read_text("utf-8"))["graphs"]


def random_raw(seed: int) -> Raw:
    """A problem of two to seven variables with all optional fields, as it stands in a file."""
    dice = random.Random(seed)
    names = dice.sample(("age", "a b", "σ", '"q"', "<b>", "日本", "x → y", "it's"), dice.randint(2, 7))
    pairs = [(a, b) for a in names for b in names if a != b]
    order = dice.sample(names, len(names))
    expected = [pair for pair in combinations(order, 2) if dice.random() < 0.4]
    treatment, outcome = dice.sample(names, 2)
    hidden = [n for n in names if n not in (treatment, outcome) and dice.random() < 0.3]
    return {
        "id": str(seed),
        "variables": [{"id": n, "observed": n not in hidden} for n in names],
        "treatment": treatment,
        "outcome": outcome,
        "expected_edges": expected,
        "optional_edges": [pair for pair in pairs if dice.random() < 0.15],
        "reversible_edges": [pair for pair in pairs if dice.random() < 0.15],
        "forbidden_edges": [pair for pair in pairs if pair not in expected and dice.random() < 0.3],
    }


EVERY = [*SHIPPED, *OTHERS, *(random_raw(seed) for seed in range(150))]


def read(raw: Raw) -> Problem:
    return read_problems(json.dumps({"graphs": [raw]}).encode())[0]


def graphs(problem: Problem) -> dict[str, CausalGraph]:
    """What is proposed: the baselines, guided mode's graphs, and random ones with hidden common causes."""
    right = right_answers(problem)
    wrong = with_errors(problem, right, share=0.4, seed=1)
    found = {"truth": problem.truth, "empty": empty(problem), "star": star(problem)}
    found |= {
        "guided": graph_of(problem, guided_proposal(problem, right)),
        "guided, wrong": graph_of(problem, guided_proposal(problem, wrong)),
    }
    for draw in range(3):
        edges = random_graph(problem, 1, draw).directed
        ties = [problem.names[:2]] if draw == 2 else []
        found[f"random {draw}"] = proposed(problem, edges, [(a, b) for a, b in ties])
    return found


@pytest.mark.parametrize("raw", EVERY, ids=lambda raw: raw["id"])
def test_every_score_is_the_one_of_its_definition(raw: Raw) -> None:
    problem = read(raw)
    for name, graph in graphs(problem).items():
        expected = scores(raw, graph.directed, [(a, b) for a, b in graph.bidirected])
        assert score(problem, graph).metrics() == pytest.approx(expected, abs=1e-12), name


def test_the_random_problems_have_all_that_can_make_a_difference() -> None:
    drawn = [raw for raw in EVERY[37:] if raw["expected_edges"]]
    has = [bool(truth(raw).sets(observed(raw))) for raw in drawn]
    assert 30 < sum(has) < len(has) - 30
    found = [scores(raw, star(read(raw)).directed) for raw in drawn]
    for name in ("reversed", "forbidden", "shd", "order_violations"):
        assert len({row[name] for row in found}) > 2, name
    assert {row["adjustment_validity"] for row in found} == {0.0, 1.0}


@pytest.mark.parametrize("raw", OTHERS, ids=lambda raw: raw["id"])
def test_the_sets_of_other_peoples_problems_are_those_found_by_hand(raw: Raw) -> None:
    by_hand = {frozenset(names) for names in raw["sets_by_hand"]}
    problem = read(raw)
    assert set(truth(raw).sets(observed(raw))) == by_hand
    assert {frozenset(names) for names in score(problem, problem.truth).adjustment_sets} == by_hand


@pytest.mark.parametrize("raw", [*SHIPPED, *OTHERS], ids=lambda raw: raw["id"])
def test_right_answers_find_a_set_that_works_by_definition_wherever_there_is_one(raw: Raw) -> None:
    known = truth(raw)
    problem = read(raw)
    graph = graph_of(problem, guided_proposal(problem, right_answers(problem)))
    found = score(problem, graph).adjustment_sets
    if known.sets(observed(raw)):
        assert found
        assert all(known.adjusts(frozenset(names)) for names in found)
    else:
        assert found == ()


def test_the_baselines_of_the_shipped_problems_are_the_means_of_their_definitions() -> None:
    problems = built_in()
    drawn = {
        "truth": [p.truth.directed for p in problems],
        "empty": [()] * len(problems),
        "star": [star(p).directed for p in problems],
    }
    found = {name: mean(given) for name, given in baseline_scores(problems, 5).items()}
    for name, edges in drawn.items():
        rows = [scores(raw, arrows) for raw, arrows in zip(SHIPPED, edges, strict=True)]
        assert found[name] == pytest.approx({m: fmean(row[m] for row in rows) for m in METRICS}), name


def test_random_draws_are_scored_as_defined_and_counted_all() -> None:
    problems = [p for p in built_in() if len(p.names) < 7]
    raws = {raw["id"]: raw for raw in SHIPPED}
    found = mean(baseline_scores(tuple(problems), 5)["random"])
    rows = [
        scores(raws[p.id], random_graph(p, 5, draw).directed)
        for p in problems
        for draw in range(RANDOM_DRAWS)
    ]
    assert found == pytest.approx({m: fmean(row[m] for row in rows) for m in METRICS})


@pytest.mark.parametrize("problem", built_in(), ids=lambda p: p.id)
def test_random_draws_have_the_expectation_that_chance_gives(problem: Problem) -> None:
    """Each pair is joined with probability m / (n over 2), either way round equally often."""
    pairs = list(combinations(problem.names, 2))
    joined = len(problem.expected_edges) / len(pairs)
    optional, forbidden = set(problem.optional_edges), set(problem.forbidden_edges)
    expected = set(problem.expected_edges)
    taste = {frozenset(edge) for edge in problem.reversible_edges}
    recall, turned, wrong, distance = 0.0, 0.0, 0.0, 0.0
    for a, b in pairs:
        ways = {(a, b), (b, a)}
        wrong += joined * len(ways & forbidden) / 2
        if ways & expected:
            right = joined * (1.0 if frozenset((a, b)) in taste else 0.5)
            recall += right / len(expected)
            distance += 1 - right
            turned += joined - right
        else:
            distance += joined * len(ways - optional) / 2
    assert not expected & optional
    assert not {(b, a) for a, b in expected} & optional
    rows = [score(problem, random_graph(problem, 9, draw)) for draw in range(200)]
    for name, exact in {"recall": recall, "reversed": turned, "forbidden": wrong, "shd": distance}.items():
        values = [float(row.metrics()[name]) for row in rows]
        assert fmean(values) == pytest.approx(exact, abs=4 * stdev(values) / 200**0.5), name
