"""The scores of two small problems, worked by hand, and what guided mode is sure to find."""

from __future__ import annotations

import json
import random
from itertools import combinations
from statistics import fmean
from typing import Any

import pytest

from causal_core.errors import CausalError
from studies.benchmark.baselines import baseline_scores, empty, random_graph, star
from studies.benchmark.guided import right_answers, with_errors
from studies.benchmark.problems import Edge, Problem, ProblemVariable, built_in, read_problems
from studies.benchmark.run import guided_score, run_guided, share_wrong
from studies.benchmark.scoring import METRICS, Score, mean, proposed, score

# z -> t, z -> y, t -> m -> y. All is measured; {z} is the one valid set. z -> m may be drawn.
CHAIN = Problem(
    id="chain",
    variables=tuple(ProblemVariable(id=name) for name in ("z", "t", "m", "y")),
    treatment="t",
    outcome="y",
    expected_edges=(("z", "t"), ("z", "y"), ("t", "m"), ("m", "y")),
    optional_edges=(("z", "m"),),
    forbidden_edges=(("y", "t"), ("m", "z")),
    memorisation_risk="low",
)
# u -> t, u -> y with u unmeasured, a -> t, t -> y: no set is valid. a and t may point either way.
HIDDEN = Problem(
    id="hidden",
    variables=(
        *(ProblemVariable(id=name) for name in ("t", "y", "a")),
        ProblemVariable(id="u", observed=False),
    ),
    treatment="t",
    outcome="y",
    expected_edges=(("u", "t"), ("u", "y"), ("a", "t"), ("t", "y")),
    reversible_edges=(("a", "t"),),
    forbidden_edges=(("a", "y"),),
    memorisation_risk="high",
)
BOTH = (CHAIN, HIDDEN)


def numbers(found: Score) -> list[float]:
    return [round(value, 6) for value in found.metrics().values()]


# precision, recall, F1, reversed, forbidden, SHD, adjustment validity, order violations
BY_HAND = {
    ("chain", "truth"): [1, 1, 1, 0, 0, 0, 1, 0],
    ("chain", "empty"): [0, 0, 0, 0, 0, 4, 0, 0],
    # t->y, z->t, z->y, m->t, m->y: three of five are right, m->t is turned round and t->y too much;
    # it says to adjust for m and z, and m is on the way
    ("chain", "star"): [3 / 5, 3 / 4, 2 / 3, 1, 0, 2, 0, 1],
    # t->y, z->t, z->y, t->m, m->y: one too much, and the set {z}
    ("chain", "guided"): [4 / 5, 1, 8 / 9, 0, 0, 1, 1, 0],
    ("hidden", "truth"): [1, 1, 1, 0, 0, 0, 1, 0],
    ("hidden", "empty"): [0, 0, 0, 0, 0, 4, 0, 0],
    # t->y, a->t, a->y, u->t, u->y: only a->y is wrong, and forbidden; no set, as in the truth
    ("hidden", "star"): [4 / 5, 1, 8 / 9, 0, 1, 1, 1, 0],
    ("hidden", "guided"): [4 / 5, 1, 8 / 9, 0, 1, 1, 1, 0],
}


@pytest.mark.parametrize(("case", "expected"), BY_HAND.items(), ids=lambda v: "/".join(map(str, v)))
def test_scores_come_out_as_computed_by_hand(case: tuple[str, str], expected: list[float]) -> None:
    problem = next(p for p in BOTH if p.id == case[0])
    if case[1] == "guided":
        found = guided_score(problem)
    else:
        graph = {"truth": lambda p: p.truth, "empty": empty, "star": star}[case[1]](problem)
        found = score(problem, graph)
    assert numbers(found) == [round(value, 6) for value in expected]


def test_means_of_the_baselines_come_out_as_computed_by_hand() -> None:
    found = {name: mean(scores) for name, scores in baseline_scores(BOTH).items()}
    assert list(found) == ["truth", "empty", "random", "star"]
    assert found["star"] == pytest.approx(
        dict(zip(METRICS, [0.7, 0.875, 7 / 9, 0.5, 0.5, 1.5, 0.5, 0.5], strict=True))
    )
    assert found["truth"]["f1"] == found["truth"]["adjustment_validity"] == 1
    assert found["empty"] == dict(zip(METRICS, [0, 0, 0, 0, 0, 4, 0, 0], strict=True))


def test_random_edges_find_what_chance_finds() -> None:
    # 4 of 6 pairs are drawn, half of them the right way round: 1/3 of the chain's edges; of the other
    # problem's four, the one that may point either way counts always: (3/2 + 1) / 4 of 2/3.
    draws = 1500  # the standard error of a mean recall is under 0.25 / sqrt(1500) = 0.0065
    for problem, expected in ((CHAIN, 1 / 3), (HIDDEN, 5 / 12)):
        recall = fmean(score(problem, random_graph(problem, 0, k)).recall for k in range(draws))
        assert recall == pytest.approx(expected, abs=4 * 0.0065)


def test_random_draws_are_the_same_for_the_same_seed_and_differ_for_another() -> None:
    assert baseline_scores(BOTH, 3)["random"] == baseline_scores(BOTH, 3)["random"]
    assert baseline_scores(BOTH, 3)["random"] != baseline_scores(BOTH, 4)["random"]


def test_an_optional_edge_neither_helps_nor_harms() -> None:
    without, with_it = (score(CHAIN, proposed(CHAIN, [("z", "t"), *more])) for more in ([], [("z", "m")]))
    assert numbers(without) == numbers(with_it)


def test_a_reversible_edge_counts_in_either_direction_and_breaks_no_order() -> None:
    turned = proposed(HIDDEN, [("u", "t"), ("u", "y"), ("t", "a"), ("t", "y")])
    assert numbers(score(HIDDEN, turned)) == [1, 1, 1, 0, 0, 0, 1, 0]


def test_a_set_that_works_in_the_proposed_graph_only_is_not_valid() -> None:
    found = score(CHAIN, proposed(CHAIN, [("t", "y")]))
    assert (found.adjustment_sets, found.adjustment_validity) == (((),), 0.0)


def test_finding_a_set_where_there_is_none_is_not_valid() -> None:
    assert score(HIDDEN, proposed(HIDDEN, [("a", "t"), ("t", "y")])).adjustment_validity == 0
    assert not score(HIDDEN, HIDDEN.truth).has_valid_set


def test_right_answers_give_every_built_in_problem_a_valid_set() -> None:
    found = run_guided(built_in())
    assert found["valid_sets"] == {"found": 10, "possible": 10}
    assert found["mean"]["adjustment_validity"] == 1
    assert len(found["problems"]) == 12


def random_problem(seed: int) -> Problem:
    """Eight variables, up to five of them unmeasured, in an order of their own."""
    dice = random.Random(seed)
    names = [f"v{k}" for k in range(8)]
    order = dice.sample(names, 8)
    edges: list[Edge] = [pair for pair in combinations(order, 2) if dice.random() < 0.4]
    treatment, outcome = sorted(dice.sample(names, 2), key=order.index)
    others = [name for name in names if name not in (treatment, outcome)]
    hidden = set(dice.sample(others, dice.randrange(6)))
    return Problem(
        id=str(seed),
        variables=tuple(ProblemVariable(id=name, observed=name not in hidden) for name in names),
        treatment=treatment,
        outcome=outcome,
        expected_edges=tuple(edges) or ((treatment, outcome),),
    )


def test_right_answers_find_a_valid_set_wherever_there_is_one_and_none_where_there_is_none() -> None:
    found = [guided_score(random_problem(seed)) for seed in range(400)]
    assert 50 < sum(not s.has_valid_set for s in found) < 350
    assert [s for s in found if s.adjustment_validity < 1] == []


def test_a_variable_that_would_open_a_path_is_left_alone() -> None:
    """Two unmeasured causes meet in z, one acts on t and one on y: adjusting for z would do harm."""
    problem = Problem(
        id="M",
        variables=(
            *(ProblemVariable(id=n) for n in ("t", "y", "z")),
            *(ProblemVariable(id=n, observed=False) for n in ("a", "b")),
        ),
        treatment="t",
        outcome="y",
        expected_edges=(("a", "t"), ("a", "z"), ("b", "z"), ("b", "y"), ("t", "y")),
    )
    assert right_answers(problem).about["z"] == "apart"
    assert guided_score(problem).adjustment_sets == ((),)
    assert guided_score(problem).adjustment_validity == 1


def test_wrong_answers_spoil_some_and_are_averaged_over_ten_seeds() -> None:
    found = run_guided(built_in(), wrong=0.1)
    assert found["seeds"] == list(range(10))
    assert 5 < found["valid_sets"]["found"] < 10
    assert found["mean"]["adjustment_validity"] < 1
    assert found == run_guided(built_in(), wrong=0.1)
    assert run_guided(built_in(), wrong=0.9)["mean"]["f1"] < found["mean"]["f1"]


def test_about_the_stated_share_of_answers_is_wrong() -> None:
    problem = next(p for p in built_in() if p.id == "nhefs")
    right = right_answers(problem)
    changed = [
        sum(with_errors(problem, right, share=0.1, seed=s).about[n] != a for n, a in right.about.items())
        for s in range(300)
    ]
    # 2700 answers: the standard error of the share is sqrt(0.1 * 0.9 / 2700) = 0.006
    assert sum(changed) / (300 * len(right.about)) == pytest.approx(0.1, abs=4 * 0.006)


@pytest.mark.parametrize(("text", "share"), [("right", 0), ("wrong=0.1", 0.1), ("wrong=1", 1)])
def test_how_questions_are_answered_is_read(text: str, share: float) -> None:
    assert share_wrong(text) == share


@pytest.mark.parametrize("text", ["", "wrong", "wrong=", "wrong=2", "wrong=nan", "0.1", "right=0.1"])
def test_another_word_for_the_answers_is_refused(text: str) -> None:
    with pytest.raises(CausalError, match="how the questions are answered"):
        share_wrong(text)


def small(**changes: Any) -> bytes:
    graph = {
        "id": "p",
        "variables": [{"id": "t"}, {"id": "y"}, {"id": "z"}],
        "treatment": "t",
        "outcome": "y",
        "expected_edges": [["t", "y"]],
    }
    return json.dumps({"graphs": [graph | changes]}).encode()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\xff", "not JSON"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "format"),
        (b'{"graphs": []}', "no problems"),
        (small(treatment=3), "graphs → 0 → treatment"),
        (small(expected_edges=[["t"]]), "expected_edges"),
        (small(expected_edges=[["t", "nobody"]]), "“nobody” is not among the variables"),
        (small(outcome="t"), "two variables"),
        (small(expected_edges=[["t", "y"], ["y", "t"]]), "circle"),
        (small(expected_edges=[["t", "t"]]), "circle"),
        (small(variables=[{"id": "t"}, {"id": "y"}, {"id": "y"}]), "one name"),
        (small(variables=[{"id": "t"}, {"id": "y", "observed": False}]), "in the data"),
    ],
)
def test_a_file_that_is_none_is_one_clear_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(CausalError) as caught:
        read_problems(raw)
    assert words in caught.value.message


def test_the_smallest_file_is_read() -> None:
    assert [p.id for p in read_problems(b"\xef\xbb\xbf" + small())] == ["p"]
