"""The graph of guided mode: right answers give a valid adjustment set wherever there is one."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import adjustment_sets, is_adjustment_set
from causal_core.identification.query import Query
from llm.checking import find_circle
from llm.hints import hint
from llm.schemas import Proposal, VariableInfo
from llm.template import (
    ANSWERS,
    MEASURED_ANSWERS,
    Answer,
    hidden_question,
    outcome_question,
    questions,
    template_graph,
)

FILE = Path(__file__).parents[2] / "assets" / "benchmark" / "llm_graph_benchmark.json"
PROBLEMS = json.loads(FILE.read_text("utf-8"))["graphs"]
INFOS = tuple(VariableInfo(name=name) for name in ("age", "job", "T", "Y"))


def truth_of(problem: dict[str, Any]) -> CausalGraph:
    hidden = [v["id"] for v in problem["variables"] if not v["observed"]]
    names = [v["id"] for v in problem["variables"]]
    edges = [tuple(edge) for edge in problem["expected_edges"]]
    return CausalGraph(nodes=names, directed=edges, latent=hidden)


def right_answers(truth: nx.DiGraph, treatment: str, outcome: str, hidden: set[str]) -> dict[str, Answer]:
    """What a person who knows the graph would answer."""
    later = nx.descendants(truth, treatment)
    answers: dict[str, Answer] = {}
    for name in truth.nodes:
        if name in (treatment, outcome):
            continue
        if name in hidden:
            others = truth.subgraph(set(truth.nodes) - {treatment})
            both = nx.has_path(truth, name, treatment) and nx.has_path(others, name, outcome)
            answers[name] = "both" if both else "not_both"
        elif name not in later:
            answers[name] = "before"
        elif nx.has_path(truth, name, outcome):
            answers[name] = "between"
        else:
            answers[name] = "last" if nx.has_path(truth, outcome, name) else "after"
    return answers


def drawn(proposal: Proposal, infos: list[VariableInfo]) -> CausalGraph:
    return CausalGraph(
        nodes=[v.name for v in infos],
        directed=[(a.source, a.target) for a in proposal.arrows],
        bidirected=[h.between for h in proposal.hidden],
        latent=[v.name for v in infos if not v.measured],
    )


def chosen_set(graph: CausalGraph, query: Query) -> frozenset[str] | None:
    return next(iter(adjustment_sets(graph, query, limit=1)), None)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda p: p["id"])
def test_right_answers_give_a_valid_set_to_every_problem_that_has_one(problem: dict[str, Any]) -> None:
    infos = [VariableInfo(name=v["id"], measured=v["observed"]) for v in problem["variables"]]
    truth, query = truth_of(problem), Query(problem["treatment"], problem["outcome"])
    plain_truth = nx.DiGraph([tuple(edge) for edge in problem["expected_edges"]])
    plain_truth.add_nodes_from(v.name for v in infos)
    hidden = {v.name for v in infos if not v.measured}
    answers = right_answers(plain_truth, problem["treatment"], problem["outcome"], hidden)
    proposal = template_graph(infos, problem["treatment"], problem["outcome"], answers, hidden=())
    names = chosen_set(drawn(proposal, infos), query)
    if problem["backdoor_identifiable"]:
        assert names is not None
        assert is_adjustment_set(truth, query, names)
    else:
        assert names is None


def test_adjusting_for_nothing_does_worse_than_asking() -> None:
    able = [p for p in PROBLEMS if p["backdoor_identifiable"]]
    nothing = [bool(is_adjustment_set(truth_of(p), Query(p["treatment"], p["outcome"]), ())) for p in able]
    assert (sum(nothing), len(able)) == (4, 10)


def test_right_answers_are_valid_on_random_graphs_where_all_is_measured() -> None:
    for seed in range(150):
        draw = random.Random(seed)
        names = [f"v{k}" for k in range(8)]
        graph = nx.DiGraph(
            [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if draw.random() < 0.35]
        )
        graph.add_nodes_from(names)
        treatment, outcome = sorted(draw.sample(names, 2))
        infos = [VariableInfo(name=name) for name in names]
        answers = right_answers(graph, treatment, outcome, set())
        proposal = template_graph(infos, treatment, outcome, answers, hidden=())
        query = Query(treatment, outcome)
        found = chosen_set(drawn(proposal, infos), query)
        assert found is not None
        assert is_adjustment_set(CausalGraph(nodes=names, directed=list(graph.edges)), query, found)


def test_a_wrong_answer_can_spoil_the_set() -> None:
    truth = CausalGraph(nodes=["T", "M", "Y"], directed=[("T", "M"), ("M", "Y")])
    infos = [VariableInfo(name=name) for name in ("T", "M", "Y")]
    found = chosen_set(drawn(template_graph(infos, "T", "Y", {"M": "before"}), infos), Query("T", "Y"))
    assert found == {"M"}
    assert not is_adjustment_set(truth, Query("T", "Y"), found)


def arrows(answers: dict[str, Answer], infos: tuple[VariableInfo, ...] = INFOS) -> list[str]:
    return [f"{a.source}{a.target}" for a in template_graph(infos, "T", "Y", answers).arrows][1:]


@pytest.mark.parametrize(
    ("answer", "drawn_arrows"),
    [
        ("before", ["ageT", "ageY"]),
        ("apart", []),
        ("between", ["Tage", "ageY"]),
        ("side", ["Tage"]),
        ("last", ["Tage", "Yage"]),
        ("after", ["Tage", "ageY"]),
        ("unknown", []),
    ],
)
def test_what_an_answer_draws(answer: Answer, drawn_arrows: list[str]) -> None:
    assert arrows({"age": answer}) == drawn_arrows


def test_the_variables_own_word_counts_where_nothing_was_answered() -> None:
    infos = (VariableInfo(name="age", when="before"), *INFOS[1:])
    assert arrows({}, infos) == ["ageT", "ageY"]
    assert arrows({"age": "unknown"}, infos) == []


def test_a_treatment_decided_by_lottery_has_no_arrow_into_it() -> None:
    infos = (*INFOS[:2], VariableInfo(name="T", by_lottery=True), INFOS[3])
    proposal = template_graph(infos, "T", "Y", {"age": "before"}, hidden=["luck"])
    assert all(a.target != "T" for a in proposal.arrows)
    assert proposal.hidden == ()
    assert "“T” was decided by lottery, so nothing else had a hand in it." in proposal.assumptions


def test_another_lottery_is_said_to_be_an_instrument_if_it_acts_by_way_of_the_treatment() -> None:
    infos = (VariableInfo(name="age", by_lottery=True), *INFOS[1:])
    proposal = template_graph(infos, "T", "Y", {"age": "before"})
    assert any("instrument" in note for note in proposal.notes)
    assert [a.target for a in template_graph(infos, "T", "Y", {"age": "after"}).arrows] == ["Y", "Y"]


def test_what_nobody_knows_is_an_assumption_in_words() -> None:
    assumptions = template_graph(INFOS, "T", "Y", {"age": "unknown", "job": "after"}).assumptions
    assert any("“age” is no common cause of “T” and “Y”" in text for text in assumptions)
    assert any("“job” is taken to come before “Y”" in text for text in assumptions)
    assert any("nobody has looked into it" in text for text in assumptions)


def test_hidden_causes_are_drawn_as_said() -> None:
    proposal = template_graph(INFOS, "T", "Y", {}, hidden=["motivation"])
    assert [(h.between, h.what) for h in proposal.hidden] == [(("T", "Y"), "motivation")]
    assert any("you said so" in text for text in template_graph(INFOS, "T", "Y", {}, hidden=[]).assumptions)


def test_every_arrow_has_a_reason_and_the_source_is_rules() -> None:
    for answer in ANSWERS:
        proposal = template_graph(INFOS, "T", "Y", {"age": answer, "job": "between"})
        assert proposal.source == "rules"
        assert all(a.reason.endswith(".") for a in proposal.arrows)
        assert find_circle((a.source, a.target) for a in proposal.arrows) == ()


def test_one_question_a_variable() -> None:
    asked = questions((*INFOS, VariableInfo(name="genes", measured=False)), "T", "Y")
    assert [q.text for q in asked] == [
        "Was “age” settled before “T”?",
        "Was “job” settled before “T”?",
        "“genes” is not in the data. Did it help to decide “T”, and does it also change “Y”?",
    ]
    assert tuple(c.value for c in asked[0].choices) == MEASURED_ANSWERS
    assert [c.value for c in asked[2].choices] == ["both", "not_both", "unknown"]
    assert "“T”" in hidden_question("T", "Y")


def test_a_name_may_fill_in_an_answer_and_never_decides_it() -> None:
    question = questions(INFOS, "T", "Y")[0]
    assert (question.prefill, question.hint) == ("before", "“age” is usually settled at birth.")
    assert arrows({}) == []


@pytest.mark.parametrize(
    ("name", "treatment", "guess"),
    [("sex", "T", "before"), ("baseline_bp", "T", "before"), ("weight_followup", "T", "after"), ("gpa_1990", "job_1995", "before"),
     ("gpa_1999", "job_1995", "after"), ("income", "T", "unknown"), ("age_at_death", "T", "unknown"), ("stage", "T", "unknown")],
)  # fmt: skip
def test_hints(name: str, treatment: str, guess: str) -> None:
    assert hint(VariableInfo(name=name), treatment)[0] == guess


def test_an_outcome_that_came_first_turns_the_arrow_round_and_says_what_to_ask_instead() -> None:
    proposal = template_graph(INFOS, "T", "Y", {"age": "before", "job": "after"}, outcome_first="yes")
    assert [f"{a.source}{a.target}" for a in proposal.arrows] == ["YT", "ageT", "ageY", "Tjob"]
    assert "came before “Y”" in proposal.notes[0]
    assert find_circle((a.source, a.target) for a in proposal.arrows) == ()
    assert "“T”" in outcome_question("T", "Y")


def test_a_way_from_the_treatment_to_an_outcome_that_came_first_is_a_circle_to_be_seen() -> None:
    proposal = template_graph(INFOS, "T", "Y", {"age": "between"}, outcome_first="yes")
    assert find_circle((a.source, a.target) for a in proposal.arrows)


def test_not_knowing_whether_the_outcome_came_first_is_an_assumption() -> None:
    unknown = template_graph(INFOS, "T", "Y", {}, hidden=(), outcome_first="unknown")
    no = template_graph(INFOS, "T", "Y", {}, hidden=(), outcome_first="no")
    assert unknown.arrows == no.arrows
    assert any("“Y” did not come first" in text for text in unknown.assumptions)
    assert no == template_graph(INFOS, "T", "Y", {}, hidden=())


def test_an_outcome_does_not_decide_what_a_lottery_decided() -> None:
    infos = (*INFOS[:2], VariableInfo(name="T", by_lottery=True), INFOS[3])
    for said in ("yes", "unknown"):
        assert template_graph(infos, "T", "Y", {}, outcome_first=said) == template_graph(infos, "T", "Y", {})
