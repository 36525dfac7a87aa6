"""The gate: what must be so before a sentence speaks of cause and effect, and what is said where it is not."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.results import Overlap
from causal_core.table.table import Table
from llm.schemas import Proposal, Unmeasured
from studies.attacks import attack_study
from studies.claims import Claim, claims
from studies.evidence import contradicted_lines, contradicted_pairs, without_harm
from studies.graph_checks import check_graph_study
from studies.proposals import decide_all, merge
from studies.standing import reliance_of, stand_by, stand_by_all, standing, take_back
from studies.study import Arrow, DataRef, HiddenCause, StoredResult, Study, StudyVariable
from studies.workflow import (
    attach_data,
    estimate_of,
    estimate_study,
    identify_study,
    refute_study,
    report_of,
    set_arrows,
    set_graph,
    set_question,
)

GRAPH = "age -> drug; age -> health; drug -> health"
REF = DataRef(name="d.csv", sha256="0" * 64, n_rows=1500, n_columns=4)


def table(*, by_lottery: bool = False) -> Table:
    rng = np.random.default_rng(3)
    age = rng.uniform(-1, 1, size=1500)
    drug = ((0 if by_lottery else age / 3) + rng.normal(size=1500) > 0).astype(int)
    sun = rng.normal(size=1500)
    health = age + drug + rng.normal(size=1500)
    return Table.from_frame(pd.DataFrame({"drug": drug, "age": age, "sun": sun, "health": health}), "d.csv")


def study_of(graph: str = GRAPH, *, confirmed: bool = True, lottery: bool = False) -> Study:
    study = set_question(Study(), treatment="drug", outcome="health", confirmed=confirmed)
    study = set_graph(study, CausalGraph.parse(graph))
    study = attach_data(study, table(), REF).model_copy(update={"method": "regression"})
    if lottery:
        variables = tuple(v.model_copy(update={"randomised": v.name == "drug"}) for v in study.variables)
        study = study.model_copy(update={"variables": variables})
    return study


def answered(study: Study, *, by_lottery: bool = False) -> Study:
    return estimate_study(study, table(by_lottery=by_lottery))


def strongest(study: Study) -> Claim:
    return claims(study, identify_study(study))[-1]


def test_nobody_standing_by_the_graph_keeps_the_sentence_at_what_is_seen() -> None:
    claim = strongest(answered(study_of()))
    assert claim.rung == "seen"
    assert "goes together with" in claim.text
    assert "raises" not in claim.text
    assert claim.missing == (
        "Nobody stands by what the graph leaves out yet. The answer relies on this: "
        "Nothing outside the graph affects both “drug” and “health”.",
    )
    assert claim.where == ("identify",)


def test_one_confirmation_makes_it_causal_and_taking_it_back_undoes_that() -> None:
    study = answered(stand_by(study_of()))
    assert strongest(study).rung == "done"
    assert "Provided that the graph is right" in strongest(study).text
    assert strongest(take_back(study)).rung == "seen"


def test_standing_by_it_does_not_make_an_answer_stale() -> None:
    study = answered(study_of())
    assert stand_by(study).estimate_is_current()


@pytest.mark.parametrize(
    "graph", ["age -> drug; age -> health; drug -> health; age -> sun", "age -> drug; drug -> health"]
)
def test_any_change_of_the_graph_asks_again(graph: str) -> None:
    study = stand_by(study_of())
    assert standing(study) is not None
    assert standing(set_graph(study, CausalGraph.parse(graph))) is None


def test_a_variable_that_is_said_to_be_unmeasured_asks_again() -> None:
    study = stand_by(study_of())
    changed = tuple(v.model_copy(update={"measured": v.name != "age"}) for v in study.variables)
    assert standing(study.model_copy(update={"variables": changed})) is None


def test_another_choice_of_what_to_adjust_for_asks_only_for_what_is_new() -> None:
    graph = "age -> sun -> drug; age -> health; drug -> health"
    study = stand_by(study_of(graph).model_copy(update={"adjustment_choice": ("age",)}))
    other = study.model_copy(update={"adjustment_choice": ("sun",)})
    before = reliance_of(study, identify_study(study))
    after = reliance_of(other, identify_study(other))
    assert before is not None
    assert after is not None
    assert before.settled
    assert set(after.open_missing) == set(after.missing) - set(before.missing)
    assert set(after.open_shared) == set(after.shared) - set(before.shared)


def test_a_lottery_needs_nobody_to_stand_by_it() -> None:
    study = study_of("age -> health; drug -> health; sun -> health", lottery=True)
    claim = strongest(answered(study, by_lottery=True))
    assert claim.rung == "done"
    by_design = [a for a in claim.assumptions if a.source == "design"]
    assert by_design
    assert {a.status for a in by_design} == {"confirmed"}
    assert not any(a.source == "user" and a.id == "not_drawn" for a in claim.assumptions)


def test_a_lottery_that_the_data_contradict_is_not_believed() -> None:
    """Who is said to have been drawn by lot is older than who was not."""
    claim = strongest(answered(study_of("age -> health; drug -> health; sun -> health", lottery=True)))
    assert claim.rung == "seen"
    assert any("“age” and “drug” do not go together" in line for line in claim.missing)


def test_a_lottery_says_nothing_of_what_the_cause_itself_moves() -> None:
    study = study_of("age -> sun; drug -> health; sun -> health", lottery=True)
    relied = reliance_of(study.model_copy(update={"adjustment_choice": ("sun",)}), identify_study(study))
    assert relied is not None
    assert ("drug", "sun") in relied.open_missing
    assert relied.design_shared == relied.shared


def test_every_line_is_said_once() -> None:
    study = study_of("age -> health; drug -> health; sun -> health")
    lines = [a.text for a in strongest(answered(study)).assumptions]
    assert not any(line.count("“age”") > 1 for line in lines if "None of" in line or "Neither" in line)
    assert len(lines) == len(set(lines))


def test_who_states_the_whole_graph_stands_by_all_of_it() -> None:
    study = stand_by_all(study_of("age -> health; drug -> health; sun -> health"))
    assert strongest(answered(study, by_lottery=True)).rung == "done"
    assert strongest(answered(study)).rung == "seen"


def test_an_undecided_proposal_that_would_break_the_answer_is_named() -> None:
    study = study_of("age -> drug; age -> health; drug -> health; sun -> health")
    study = set_arrows(
        study,
        (*study.arrows, Arrow(cause="sun", effect="drug", source="model:m", status="proposed")),
        (HiddenCause(a="drug", b="health", source="model:m", status="unsure"),),
    )
    claim = strongest(answered(stand_by(study)))
    assert claim.rung == "seen"
    assert any("drug ↔ health has been proposed and not decided on" in m for m in claim.missing)
    assert "graph" in claim.where


def test_an_unconfirmed_question_and_an_older_estimate_are_named_with_their_pages() -> None:
    study = answered(stand_by(study_of(confirmed=False)))
    assert "question" in strongest(study).where
    changed = set_graph(answered(stand_by(study_of())), CausalGraph.parse("age -> health; drug -> health"))
    assert "estimate" in strongest(changed).where


def test_bad_overlap_is_named() -> None:
    study = answered(stand_by(study_of()))
    found = estimate_of(study)
    assert found is not None
    assert study.estimate is not None
    thin = Overlap(lowest=0.0, highest=1.0, bound=0.05, share_extreme=0.4, n_effective=3.0)
    value = {**study.estimate.value, "overlap": asdict(thin)}
    study = study.model_copy(update={"estimate": StoredResult(fingerprint=study.fingerprint(), value=value)})
    assert any("40 % of the rows" in m for m in strongest(study).missing)


def test_the_source_of_a_drawn_arrow_is_told() -> None:
    study = study_of()
    arrows = [a.model_copy(update={"source": "model:tiny"}) if a.cause == "age" else a for a in study.arrows]
    claim = strongest(answered(stand_by(set_arrows(study, arrows, ()))))
    by = {a.source: a.text for a in claim.assumptions if a.id == "arrows"}
    assert "as proposed by tiny and accepted by you" in by["model"]
    assert by["user"] == "“drug → health” as drawn."


def test_evidence_that_fits_is_never_called_a_confirmation() -> None:
    claim = strongest(answered(stand_by(study_of())))
    assert {e.kind for e in claim.evidence} == {"overlap", "balance"}
    assert not any("confirm" in f"{e.text} {e.speaks}" for e in claim.evidence)


def test_many_missing_arrows_are_said_in_few_lines() -> None:
    names = [f"v{n}" for n in range(8)]
    text = "; ".join(f"{n} -> health" for n in names) + "; drug -> health"
    study = set_graph(set_question(Study(), treatment="drug", outcome="health"), CausalGraph.parse(text))
    relied = reliance_of(study, identify_study(study))
    assert relied is not None
    assert len(relied.missing) + len(relied.shared) > 8
    assert len(relied.lines) <= 3


def test_an_influence_that_goes_another_way_is_said_to_go_only_that_way() -> None:
    study = set_question(Study(), treatment="drug", outcome="health", confirmed=True)
    study = set_graph(study, CausalGraph.parse("drug -> tar -> health; drug <-> health"))
    relied = reliance_of(study, identify_study(study))
    assert relied is not None
    assert "“drug” affects “health” only through “tar”." in relied.lines


def test_old_documents_without_the_field_are_read() -> None:
    old = Study(variables=(StudyVariable(name="a"),)).model_dump(mode="json")
    del old["stands_by"]
    assert Study.model_validate(old).stands_by is None


def test_what_the_data_contradict_among_what_is_relied_on_blocks_the_causal_sentence() -> None:
    data = table()
    wrong = study_of("drug -> health; age -> health; sun -> health").model_copy(
        update={"adjustment_choice": ()}
    )
    study = check_graph_study(stand_by(answered(wrong)), data)
    claim = strongest(study)
    assert claim.rung == "seen"
    assert any(
        m.startswith("The data speak against the graph, in what the answer relies on.") for m in claim.missing
    )
    assert "“age”" in " ".join(claim.missing)
    assert [e.speaks for e in claim.evidence if e.kind == "graph_check"] == ["against"]
    assert any(a.status == "contradicted" for a in claim.assumptions)


def test_a_graph_that_the_data_do_not_contradict_is_not_confirmed_by_them() -> None:
    study = check_graph_study(answered(study_of(f"{GRAPH}; sun -> health")), table())
    claim = strongest(study)
    assert [e.speaks for e in claim.evidence if e.kind == "graph_check"] == ["not_against"]
    assert claim.rung == "seen"
    assert not any(a.status == "confirmed" for a in claim.assumptions if a.id == "not_drawn")


def test_arrows_that_no_data_can_tell_from_their_reversal_are_named() -> None:
    claim = strongest(answered(stand_by(study_of())))
    assert "“age → drug”" in claim.notes[0]
    assert strongest(answered(study_of("age -> health; drug -> health; sun -> health"))).notes == ()


def test_without_a_check_of_the_graph_nothing_is_contradicted() -> None:
    study = study_of()
    relied = reliance_of(study, identify_study(study))
    assert relied is not None
    assert contradicted_lines(study, relied) == ()


def test_a_variable_without_arrows_that_is_a_common_cause_is_on_the_list_and_blocks() -> None:
    study = study_of("drug -> health; sun; age")
    relied = reliance_of(study, identify_study(study))
    assert relied is not None
    assert relied.not_both == ("age", "sun")
    assert any("“age”" in line or "age" in line for line in relied.open_lines)
    checked = strongest(answered(stand_by(study)))
    assert checked.rung == "seen"
    assert any("“age” goes together with “drug” and with “health”" in m for m in checked.missing)
    assert not any("“sun” goes together" in m for m in checked.missing)


def test_an_answer_whose_graph_was_not_held_against_the_data_is_not_causal() -> None:
    study = answered(stand_by(study_of()))
    assert study.graph_check_is_current()
    assert strongest(study).rung == "done"
    claim = strongest(study.model_copy(update={"graph_check": None}))
    assert claim.rung == "seen"
    assert (claim.missing, claim.where) == (
        ("The graph has not been held against the data: computing the answer does so.",),
        ("estimate",),
    )


def joined(*, links: int) -> tuple[Study, Table]:
    """Held equal: a, b, c. Hidden causes join cause – a and b – outcome, and in the data a – c and c – b as well."""
    rng = np.random.default_rng(5)
    n = 4000
    u, v, w, x = (rng.normal(size=n) for _ in range(4))
    noise = rng.normal(size=(5, n))
    a = u + (v if links else 0) + noise[0]
    c = (v if links else 0) + (w if links > 1 else 0) + noise[1]
    b = (w if links > 1 else 0) + x + noise[2]
    drug = (u + (a + b + c) / 4 + noise[3] > 0).astype(int)
    health = x + (a + b + c) / 4 + drug + noise[4]
    made = Table.from_frame(pd.DataFrame({"a": a, "b": b, "c": c, "drug": drug, "health": health}), "d.csv")
    graph = (
        "; ".join(f"{z} -> drug; {z} -> health" for z in "abc") + "; drug -> health; a <-> drug; b <-> health"
    )
    study = set_graph(
        set_question(Study(), treatment="drug", outcome="health", confirmed=True), CausalGraph.parse(graph)
    )
    chosen = {"method": "regression", "adjustment_choice": ("a", "b", "c")}
    return stand_by_all(attach_data(study, made, REF).model_copy(update=chosen)), made


@pytest.mark.parametrize(("links", "rung"), [(0, "done"), (1, "done"), (2, "seen")])
def test_contradictions_that_break_the_answer_only_together_block_it(links: int, rung: str) -> None:
    study, made = joined(links=links)
    study = estimate_study(study, made)
    claim = strongest(study)
    assert claim.rung == rung
    assert len(contradicted_pairs(study)) == links
    assert ("behind each of them" in " ".join(claim.missing)) == (links == 2)
    said = next(e for e in claim.evidence if e.kind == "graph_check")
    assert said.speaks == ("not_against", "doubt", "against")[links]
    assert ("does not rely on what is contradicted" in said.text) == (links == 1)


def test_variables_held_equal_may_go_together_as_they_like() -> None:
    """The graph of every confounder to cause and outcome leaves out how confounders hang together."""
    rng = np.random.default_rng(6)
    base = rng.normal(size=3000)
    z = {name: base + rng.normal(size=3000) for name in "abcd"}
    drug = (sum(z.values()) / 12 + rng.normal(size=3000) > 0).astype(int)
    health = sum(z.values()) + drug + rng.normal(size=3000)
    made = Table.from_frame(pd.DataFrame({**z, "drug": drug, "health": health}), "d.csv")
    graph = "; ".join(f"{name} -> drug; {name} -> health" for name in z) + "; drug -> health"
    study = set_graph(
        set_question(Study(), treatment="drug", outcome="health", confirmed=True), CausalGraph.parse(graph)
    )
    study = stand_by(attach_data(study, made, REF).model_copy(update={"method": "regression"}))
    claim = strongest(estimate_study(study, made))
    assert claim.rung == "done"
    assert [e.speaks for e in claim.evidence if e.kind == "graph_check"] == ["doubt"]


def test_a_lottery_leaves_no_common_cause_to_stand_by() -> None:
    study = study_of("drug -> health; sun; age", lottery=True)
    relied = reliance_of(study, identify_study(study))
    assert relied is not None
    assert relied.open_not_both == ()


def test_what_nobody_knew_is_stood_by_in_its_own_words_and_then_no_longer_says_so() -> None:
    text = "“sun” is no common cause of “drug” and “health”. Nobody knows whether it was settled before."
    study = answered(study_of().model_copy(update={"assumed": (text,)}))
    relied = reliance_of(study, identify_study(study))
    assert relied is not None
    assert text in relied.open_lines
    assert any(a.text == text and a.status == "untested" for a in strongest(study).assumptions)
    stood = stand_by(study)
    assert strongest(stood).rung == "done"
    assert not any("Nobody knows" in a.text for a in strongest(stood).assumptions)
    changed = stood.model_copy(update={"assumed": (text, text.replace("sun", "rain"))})
    again = reliance_of(changed, identify_study(changed))
    assert again is not None
    assert len(again.open_carried) == 1


def test_the_same_answer_computed_again_keeps_its_failed_stress_test() -> None:
    study = answered(stand_by(study_of("drug -> health; sun; age")))
    study = attack_study(study, table(), {"negative_control_outcome": "age"})
    assert any("negative" in m or "stress test" in m for m in strongest(study).missing)
    again = answered(Study.model_validate_json(study.model_dump_json()))
    assert report_of(again) == report_of(study)
    more = refute_study(again, table(), tests=["random_common_cause"])
    report = report_of(more)
    assert report is not None
    assert {"negative_control_outcome", "random_common_cause"} <= {r.test for r in report.results}
    other = answered(more.model_copy(update={"method": "ipw"}))
    assert other.refutation is None


def test_a_proposal_rejected_as_a_whole_leaves_the_answer_and_the_stand_as_they_were() -> None:
    study = answered(stand_by(study_of()))
    brought = Proposal(
        source="model:m",
        unmeasured=(Unmeasured(name="diet", reason="It may.", affects=("drug", "health")),),
    )
    merged = merge(study, brought).study
    rejected = decide_all(merged, accept=False).study
    for one in (merged, rejected):
        assert one.graph() == study.graph()
        assert one.estimate_is_current()
        assert standing(one) == study.stands_by
    assert strongest(rejected).rung == "done"


def test_what_lies_between_variables_held_equal_is_told_apart_while_the_answer_holds() -> None:
    for links in (1, 2):
        study, made = joined(links=links)
        study = estimate_study(study, made)
        relied = reliance_of(study, identify_study(study))
        assert relied is not None
        assert [{r.a, r.b} for r in without_harm(study, relied)] == ([{"a", "c"}] if links == 1 else [])
