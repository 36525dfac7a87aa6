"""Nothing that a model proposes is used unchecked, and nothing is dropped without a reason."""

from __future__ import annotations

import random
from itertools import pairwise

from llm.checking import (
    MAX_ARROWS,
    check_arrows,
    check_hidden,
    check_unmeasured,
    circles_of,
    cut_circles,
    find_circle,
)
from llm.schemas import Arrow, Confidence, HiddenCause, SetAside, Unmeasured, VariableInfo

PEOPLE = (
    VariableInfo(name="age", when="before"),
    VariableInfo(name="drawn", by_lottery=True, when="before"),
    VariableInfo(name="Training", meaning="Took the course"),
    VariableInfo(name="job", when="after"),
    VariableInfo(name="wage"),
    VariableInfo(name="mood"),
)


def arrow(source: str, target: str, confidence: Confidence = "medium") -> Arrow:
    return Arrow(source=source, target=target, confidence=confidence)


def checked(
    *arrows: Arrow, rejected: tuple[tuple[str, str], ...] = ()
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    kept, aside = check_arrows(arrows, PEOPLE, treatment="Training", outcome="wage", rejected=rejected)
    assert len(kept) + len(aside) == len(arrows)
    return [(a.source, a.target) for a in kept], {s.item: s.reason for s in aside}


def test_an_unknown_name_is_set_aside_with_names_that_are_near() -> None:
    kept, aside = checked(arrow("age", "wages"))
    assert kept == []
    assert aside == {"age → wages": "There is no variable called “wages”. Did you mean “wage” or “age”?"}


def test_a_name_in_other_dress_is_the_variable() -> None:
    kept, aside = checked(arrow("AGE", "training"), arrow(" age", "took_the course"), arrow("Age!", "wage"))
    assert kept == [("age", "Training"), ("age", "wage")]
    assert aside == {"age → Training": "It was given twice."}


def test_a_name_that_could_be_two_variables_is_neither() -> None:
    pair = (VariableInfo(name="Age"), VariableInfo(name="age"), VariableInfo(name="y"))
    kept, aside = check_arrows([arrow("AGE", "y"), arrow("age", "y")], pair, treatment="age", outcome="y")
    assert [(a.source, a.target) for a in kept] == [("age", "y")]
    assert len(aside) == 1


def test_an_arrow_from_the_outcome_into_the_treatment_is_kept_where_it_is_asked_what_the_model_thinks() -> (
    None
):
    turned = [arrow("wage", "training")]
    assert check_arrows(turned, PEOPLE, treatment="Training", outcome="wage")[0] == ()
    kept, _ = check_arrows(turned, PEOPLE, treatment="Training", outcome="wage", outcome_last=False)
    assert [(a.source, a.target) for a in kept] == [("wage", "Training")]


def test_a_variable_is_not_its_own_cause() -> None:
    assert checked(arrow("mood", "mood"))[1] == {"mood → mood": "A variable cannot be its own cause."}


def test_nothing_points_into_a_lottery() -> None:
    reason = "“drawn” was decided by lottery, so nothing points into it."
    assert checked(arrow("age", "drawn"))[1] == {"age → drawn": reason}


def test_what_was_turned_down_is_not_proposed_again() -> None:
    assert checked(arrow("age", "wage"), rejected=(("age", "wage"),))[1] == {
        "age → wage": "You turned it down before."
    }


def test_a_later_thing_does_not_cause_an_earlier_one() -> None:
    kept, aside = checked(
        arrow("Training", "age"), arrow("job", "age"), arrow("job", "Training"), arrow("wage", "Training"),
        arrow("wage", "age"), arrow("wage", "job"), arrow("job", "wage", "low"), arrow("mood", "Training"),
    )  # fmt: skip
    assert kept == [("wage", "job"), ("job", "wage"), ("mood", "Training")]
    assert aside["Training → age"].startswith("“age” was settled before “Training”")
    assert aside["job → age"] == (
        "“age” was settled before “Training”, and “job” came later: it cannot be caused by “job”."
    )
    assert aside["job → Training"].startswith("“job” came after “Training”")
    assert aside["wage → Training"].startswith("The question is what “Training” does to “wage”")


ROUND = (arrow("mood", "job", "high"), arrow("job", "wage", "low"), arrow("wage", "mood", "high"))


def test_arrows_that_go_round_stay_proposed_and_the_way_round_is_named() -> None:
    kept, aside = checked(*ROUND)
    assert kept == [("mood", "job"), ("job", "wage"), ("wage", "mood")]
    assert aside == {}
    assert circles_of(ROUND) == (("mood", "job", "wage", "mood"),)


def test_where_nobody_can_pick_the_weakest_arrow_of_a_circle_goes_with_the_way_round_named() -> None:
    kept, aside = cut_circles(ROUND)
    assert [(a.source, a.target) for a in kept] == [("mood", "job"), ("wage", "mood")]
    assert {s.item: s.reason for s in aside} == {
        "job → wage": "The arrows mood → job → wage → mood go round in a circle; this one is the least sure of them."
    }


def test_of_equals_in_a_circle_the_later_one_goes() -> None:
    kept, _ = cut_circles((arrow("mood", "wage"), arrow("wage", "mood")))
    assert [(a.source, a.target) for a in kept] == [("mood", "wage")]


def test_random_proposals_keep_account_of_every_arrow_and_of_every_circle() -> None:
    names = [f"v{k}" for k in range(8)]
    infos = tuple(VariableInfo(name=name) for name in names)
    seen = 0
    for seed in range(200):
        draw = random.Random(seed)
        sure: list[Confidence] = ["low", "medium", "high"]
        arrows = [arrow(draw.choice(names), draw.choice([*names, "w"]), draw.choice(sure)) for _ in range(30)]
        kept, aside = check_arrows(arrows, infos, treatment="v0", outcome="v1")
        assert len(kept) + len(aside) == len(arrows)
        pairs = {(a.source, a.target) for a in kept}
        circles = circles_of(kept)
        seen += len(circles)
        assert all(circle[0] == circle[-1] and pairs.issuperset(pairwise(circle)) for circle in circles)
        left, cut = cut_circles(kept)
        assert len(cut) == len(circles)
        assert len(left) + len(cut) == len(kept)
        assert find_circle((a.source, a.target) for a in left) == ()
    assert seen > 200


def test_the_shortest_circle_is_named() -> None:
    assert find_circle([("a", "b"), ("b", "c"), ("c", "a"), ("c", "b")]) == ("b", "c", "b")


def test_more_arrows_than_are_looked_at_are_counted() -> None:
    many = [arrow("age", "wage")] * (MAX_ARROWS + 7)
    kept, aside = check_arrows(many, PEOPLE, treatment="Training", outcome="wage")
    assert len(kept) == 1
    assert aside[-1] == SetAside(
        item="7 more of the arrows", reason=f"Only the first {MAX_ARROWS} are looked at."
    )


def test_hidden_causes_join_two_known_variables_not_decided_by_lottery() -> None:
    causes = [
        HiddenCause(between=pair, what="luck")
        for pair in (("wage", "age"), ("age", "wage"), ("age", "age"), ("age", "wages"), ("drawn", "wage"))
    ]
    kept, aside = check_hidden(causes, PEOPLE)
    assert [h.between for h in kept] == [("age", "wage")]
    assert len(aside) == 4
    assert aside[-1].reason == "“drawn” was decided by lottery, so it shares no hidden cause with anything."


def test_an_unmeasured_variable_is_a_new_one_and_acts_on_known_ones() -> None:
    proposed = [
        Unmeasured(name="motivation", affects=("training", "wage", "wagon")),
        Unmeasured(name="Motivation"),
        Unmeasured(name="AGE"),
        Unmeasured(name=" \x00"),
    ]
    kept, aside = check_unmeasured(proposed, PEOPLE)
    assert [(u.name, u.affects) for u in kept] == [("motivation", ("Training", "wage"))]
    assert [s.reason for s in aside] == [
        "There is no variable called “wagon”. Did you mean “wage”?",
        "It was given twice.",
        "“age” is among the variables already.",
        "It has no name.",
    ]


def test_a_circle_is_found_and_none_is_made_up() -> None:
    assert find_circle([("a", "b"), ("b", "c"), ("c", "a")]) == ("a", "b", "c", "a")
    assert find_circle([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]) == ()
    assert find_circle([]) == ()


def test_something_unmeasured_does_not_act_on_what_a_lottery_decided() -> None:
    drawn = VariableInfo(name="dose", by_lottery=True)
    proposed = [Unmeasured(name="mood", reason="It may.", affects=("dose", "health"))]
    kept, aside = check_unmeasured(proposed, [drawn, VariableInfo(name="health")])
    assert kept[0].affects == ("health",)
    assert aside == (
        SetAside(item="mood → dose", reason="“dose” was decided by lottery, so nothing points into it."),
    )
