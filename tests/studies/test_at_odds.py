"""No causal sentence while what was said, proposed or seen does not go with the graph that is accepted."""

from __future__ import annotations

import pytest

from llm.schemas import Proposal, Unmeasured
from studies.at_odds import at_odds
from studies.proposals import decide_all, merge
from studies.standing import stand_by
from studies.study import Arrow, HiddenCause, Study, Timing
from studies.workflow import set_arrows
from tests.studies.test_claims import GRAPH, answered, strongest, study_of


def timed(study: Study, **when: Timing) -> Study:
    variables = tuple(v.model_copy(update={"timing": when.get(v.name, v.timing)}) for v in study.variables)
    return study.model_copy(update={"variables": variables})


def proposed(study: Study, *arrows: tuple[str, str]) -> Study:
    new = tuple(Arrow(cause=a, effect=b, source="model:m", status="proposed") for a, b in arrows)
    return set_arrows(study, (*study.arrows, *new), study.hidden)


def test_something_unmeasured_that_was_proposed_for_both_sides_and_not_decided_on_blocks() -> None:
    study = answered(stand_by(study_of()))
    assert strongest(study).rung == "done"
    mood = Unmeasured(name="mood", reason="It may.", affects=("drug", "health"))
    waiting = merge(study, Proposal(source="model:m", unmeasured=(mood,))).study
    claim = strongest(waiting)
    assert claim.rung == "seen"
    assert claim.missing == (
        "mood → drug and mood → health have been proposed and not decided on, and the answer relies on them not "
        "being there.",
    )
    assert claim.where == ("graph",)
    assert strongest(decide_all(waiting, accept=False).study).rung == "done"


def test_something_unmeasured_that_was_proposed_for_one_side_only_does_not_block() -> None:
    study = answered(stand_by(study_of()))
    luck = Unmeasured(name="luck", reason="It may.", affects=("health",))
    assert strongest(merge(study, Proposal(source="model:m", unmeasured=(luck,))).study).rung == "done"


@pytest.mark.parametrize("arrow", [("health", "drug"), ("drug", "age")])
def test_an_open_proposal_to_turn_an_arrow_round_on_which_the_answer_rests_blocks(
    arrow: tuple[str, str],
) -> None:
    claim = strongest(proposed(answered(stand_by(study_of())), arrow))
    assert claim.rung == "seen"
    assert any(" → ".join(arrow) in line and "not decided on" in line for line in claim.missing)


def test_open_proposals_that_break_the_answer_only_together_block_and_are_all_named() -> None:
    study = answered(stand_by(study_of(f"{GRAPH}; sun")))
    claim = strongest(proposed(study, ("sun", "drug"), ("sun", "health")))
    assert claim.rung == "seen"
    assert any("sun → drug and sun → health have been proposed" in line for line in claim.missing)
    assert strongest(proposed(study, ("sun", "health"))).rung == "done"


def test_a_lottery_is_not_believed_where_a_variable_without_arrows_goes_with_both_sides() -> None:
    study = study_of("drug -> health; age; sun", lottery=True)
    assert strongest(answered(study)).rung == "seen"
    assert any("said to be decided by lottery" in line for line in strongest(answered(study)).missing)
    assert strongest(answered(timed(study, age="after"))).rung == "done"  # the drug may have moved it
    assert strongest(answered(study, by_lottery=True)).rung == "done"


def test_an_arrow_into_what_a_lottery_decided_blocks() -> None:
    claim = strongest(answered(stand_by(study_of(lottery=True))))
    assert claim.rung == "seen"
    assert any("the graph has the arrow age → drug: one of the two is wrong" in m for m in claim.missing)
    tied = study_of("drug -> health", lottery=True)
    tied = set_arrows(tied, tied.arrows, (HiddenCause(a="drug", b="age"),))
    assert "drug ↔ age" in at_odds(tied)[0][0]


@pytest.mark.parametrize(
    ("name", "timing", "named"), [("age", "after", "age → drug"), ("health", "before", "drug → health")]
)
def test_an_accepted_arrow_against_the_order_that_was_stated_blocks(
    name: str, timing: Timing, named: str
) -> None:
    claim = strongest(timed(answered(stand_by(study_of())), **{name: timing}))
    assert claim.rung == "seen"
    assert any(named in line and "one of the two is wrong" in line for line in claim.missing)
    assert strongest(timed(answered(stand_by(study_of())), age="before", health="after")).rung == "done"
