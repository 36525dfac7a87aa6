"""Proposals in a study: what goes round is left to the person, and a decision is remembered."""

from __future__ import annotations

import random
from typing import Any

import pytest

from causal_core.errors import CycleError
from causal_core.graph.admg import CausalGraph
from llm.checking import find_circle
from llm.schemas import Arrow as Drawn
from llm.schemas import HiddenCause as Behind
from llm.schemas import Proposal, Unmeasured
from studies.edits import remove, reverse_arrow
from studies.proposals import (
    bring_back,
    circles,
    decide_all,
    decide_arrow,
    merge,
    open_proposals,
    rejected_pairs,
    turn_round,
    variable_infos,
)
from studies.study import Arrow, HiddenCause, Study, StudyVariable
from studies.workflow import set_graph

NAMES = ("a", "b", "c", "d")


def study_of(*arrows: Arrow, names: tuple[str, ...] = NAMES) -> Study:
    return Study(variables=tuple(StudyVariable(name=n) for n in names), arrows=arrows)


def drawn(cause: str, effect: str, **more: Any) -> Arrow:
    given = {"source": "model:m", "status": "proposed", "confidence": "medium"} | more
    return Arrow(cause=cause, effect=effect, **given)


def statuses(study: Study) -> dict[str, str]:
    return {f"{a.cause}{a.effect}": a.status for a in study.arrows}


ROUND = study_of(drawn("a", "b", confidence="high"), drawn("b", "c", confidence="low"), drawn("c", "a"))


def test_a_circle_has_its_way_round_and_its_weakest_arrow_is_chosen_at_first() -> None:
    (circle,) = circles(ROUND)
    assert circle.path == ("a", "b", "c", "a")
    assert (circle.weakest.cause, circle.weakest.effect) == ("b", "c")


def test_among_equals_the_later_arrow_of_a_circle_is_the_weakest() -> None:
    (circle,) = circles(study_of(drawn("a", "b"), drawn("b", "a")))
    assert (circle.weakest.cause, circle.weakest.effect) == ("b", "a")


def test_an_accepted_arrow_is_on_a_circle_but_never_its_weakest() -> None:
    study = study_of(drawn("a", "b", status="accepted", confidence="low"), drawn("b", "a", confidence="high"))
    (circle,) = circles(study)
    assert len(circle.arrows) == 2
    assert circle.weakest.status == "proposed"


def test_a_rejected_arrow_closes_no_circle() -> None:
    assert circles(study_of(drawn("a", "b"), drawn("b", "a", status="rejected"))) == ()


def test_accept_all_leaves_the_circle_open_and_says_so() -> None:
    study = ROUND.model_copy(update={"arrows": (*ROUND.arrows, drawn("a", "d"))})
    merged = decide_all(study, accept=True)
    assert statuses(merged.study) == {"ab": "proposed", "bc": "proposed", "ca": "proposed", "ad": "accepted"}
    assert len(merged.left_out) == 3
    cut = decide_arrow(merged.study, "b", "c", accept=False)
    after = decide_all(cut, accept=True)
    assert after.left_out == ()
    assert statuses(after.study) == {"ab": "accepted", "bc": "rejected", "ca": "accepted", "ad": "accepted"}
    assert rejected_pairs(after.study) == (("b", "c"),)


def test_what_two_askings_disagreed_on_is_not_accepted_with_the_rest() -> None:
    merged = decide_all(study_of(drawn("a", "b"), drawn("b", "c", status="unsure")), accept=True)
    assert statuses(merged.study) == {"ab": "accepted", "bc": "unsure"}
    assert "1 left to decide one by one" in merged.left_out[0]
    assert len(open_proposals(merged.study)[0]) == 1


def test_cutting_the_weakest_arrow_circle_by_circle_leaves_a_graph() -> None:
    seen = 0
    for seed in range(60):
        dice = random.Random(seed)
        names = tuple(f"v{n}" for n in range(7))
        pairs = {tuple(dice.sample(names, 2)) for _ in range(14)}
        arrows = [drawn(a, b, confidence=dice.choice(["low", "medium", "high"])) for a, b in sorted(pairs)]
        study = study_of(*arrows, names=names)
        seen += len(circles(study))
        while found := circles(study):
            study = decide_arrow(study, found[0].weakest.cause, found[0].weakest.effect, accept=False)
        merged = decide_all(study, accept=True)
        assert merged.left_out == ()
        assert find_circle(merged.study.graph().directed) == ()
    assert seen > 60


def test_an_arrow_turned_round_is_the_persons_and_the_original_is_remembered_as_rejected() -> None:
    study = turn_round(study_of(drawn("a", "b")), "a", "b")
    assert statuses(study) == {"ab": "rejected", "ba": "accepted"}
    assert study.arrows[1].source == "user"
    assert merge(study, Proposal(source="model:m", arrows=(Drawn(source="a", target="b"),))).study == study


def test_an_arrow_that_would_close_a_loop_is_not_turned_round() -> None:
    study = study_of(drawn("a", "b", status="accepted"), drawn("b", "c", status="accepted"), drawn("a", "c"))
    with pytest.raises(CycleError):
        turn_round(study, "a", "c")


def test_an_accepted_arrow_of_a_model_turned_round_in_the_editor_is_remembered_too() -> None:
    study = study_of(drawn("a", "b", status="accepted"))
    turned = reverse_arrow(study, "a", "b")
    assert statuses(turned) == {"ba": "accepted", "ab": "rejected"}
    back = reverse_arrow(turned, "b", "a")
    assert statuses(back) == {"ab": "accepted"}


def test_a_rejected_arrow_can_be_brought_back_as_a_proposal() -> None:
    study = decide_arrow(study_of(drawn("a", "b")), "a", "b", accept=False)
    assert statuses(bring_back(study, "a", "b")) == {"ab": "proposed"}


def test_a_proposal_keeps_how_sure_and_what_would_make_it_wrong() -> None:
    arrow = Drawn(source="a", target="b", reason="because", confidence="low", wrong_if="not so")
    (kept,) = merge(study_of(), Proposal(source="model:m", arrows=(arrow,))).study.arrows
    assert (kept.reason, kept.confidence, kept.wrong_if) == ("because", "low", "not so")


def test_rules_are_not_more_or_less_sure_of_an_arrow() -> None:
    arrow = Drawn(source="a", target="b", confidence="low")
    assert merge(study_of(), Proposal(source="rules", arrows=(arrow,))).study.arrows[0].confidence is None


def test_an_arrow_to_a_variable_that_is_gone_is_left_out_and_named() -> None:
    proposal = Proposal(source="model:m", arrows=(Drawn(source="a", target="z"),))
    merged = merge(study_of(), proposal)
    assert merged.study.arrows == ()
    assert merged.left_out == ("a → z: “z” is not among the variables any more.",)


def test_several_hidden_causes_of_one_pair_are_one_with_all_their_reasons() -> None:
    causes = (Behind(between=("a", "b"), what="luck"), Behind(between=("b", "a"), what="taste"))
    (hidden,) = merge(study_of(), Proposal(source="rules", hidden=causes)).study.hidden
    assert hidden.reason == "luck. taste."


def test_an_unmeasured_variable_comes_with_its_arrows() -> None:
    proposal = Proposal(source="model:m", unmeasured=(Unmeasured(name="u", affects=("a", "b")),))
    study = merge(study_of(), proposal).study
    assert statuses(study) == {"ua": "proposed", "ub": "proposed"}
    assert not next(i for i in variable_infos(study, None) if i.name == "u").measured


def test_what_was_rejected_is_said_to_be_when_it_is_proposed_again() -> None:
    hidden = HiddenCause(a="a", b="b", source="model:m", status="rejected")
    study = study_of(drawn("a", "c", status="rejected")).model_copy(update={"hidden": (hidden,)})
    again = Proposal(
        source="model:m",
        arrows=(Drawn(source="a", target="c"),),
        hidden=(Behind(between=("b", "a"), what="mood"), Behind(between=("a", "gone"), what="mood")),
    )
    merged = merge(study, again)
    assert merged.study == study
    assert merged.left_out == (
        "a → c: You turned it down before.",
        "b ↔ a: You turned it down before.",
        "a ↔ gone: “gone” is not among the variables any more.",
    )


def test_a_whole_graph_that_is_taken_in_does_not_forget_what_was_rejected() -> None:
    hidden = HiddenCause(a="a", b="b", source="model:m", status="rejected")
    study = study_of(drawn("a", "c", status="rejected"), drawn("b", "c", status="rejected"))
    taken = set_graph(study.model_copy(update={"hidden": (hidden,)}), CausalGraph.parse("a -> b -> c"))
    assert rejected_pairs(taken) == (("a", "c"),)
    assert taken.hidden == (hidden,)
    assert taken.graph() == CausalGraph.parse("a -> b -> c; d")


def test_what_an_assistant_proposed_and_is_taken_out_of_the_picture_is_not_proposed_again() -> None:
    hidden = HiddenCause(a="a", b="b", source="model:m")
    own = Arrow(cause="c", effect="d")
    study = study_of(drawn("a", "c", status="accepted"), own).model_copy(update={"hidden": (hidden,)})
    taken = remove(study, arrows=[("a", "c"), ("c", "d")], hidden=[("b", "a")])
    assert taken.graph() == CausalGraph.parse("a; b; c; d")
    assert rejected_pairs(taken) == (("a", "c"),)
    again = Proposal(
        source="model:m",
        arrows=(Drawn(source="a", target="c"), Drawn(source="c", target="d")),
        hidden=(Behind(between=("a", "b"), what="mood"),),
    )
    assert [(a.cause, a.effect) for a in open_proposals(merge(taken, again).study)[0]] == [("c", "d")]
    assert open_proposals(merge(taken, again).study)[1] == ()
