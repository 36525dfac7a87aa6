"""Word for word: what the history says is different between two versions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.results import Comparison, Estimate, Refutation, RefutationReport
from studies.compare import compare
from studies.edits import rename_variable
from studies.study import Arrow, DataRef, StoredResult, Study
from studies.workflow import set_arrows, set_graph, set_question, set_variables

FOUND = Estimate(
    kind="ate",
    strategy="adjustment",
    method="regression",
    treatment="drug",
    outcome="weight",
    contrast="difference",
    treated="1",
    control="0",
    value=3.4,
    std_error=0.5,
    ci=(2.4, 4.4),
    level=0.95,
    unit="kg",
    outcome_is_risk=False,
    n_obs=600,
    n_dropped=0,
    dropped=(),
    adjustment_set=("age",),
    naive=Comparison(value=5.0, std_error=0.5, ci=(4.0, 6.0), n_obs=600),
)


def drawn(text: str = "age -> drug; age -> weight; drug -> weight") -> Study:
    study = set_question(Study(), treatment="drug", outcome="weight", confirmed=True)
    return set_graph(study, CausalGraph.parse(text))


def redrawn(study: Study, text: str) -> Study:
    return set_graph(study, CausalGraph.parse(text))


def answered(study: Study, found: Estimate = FOUND) -> Study:
    stored = StoredResult(fingerprint=study.fingerprint(), value=found.to_dict())
    return study.model_copy(update={"estimate": stored})


def attacked(study: Study, verdict: str, **outcomes: str) -> Study:
    results = tuple(
        Refutation(
            test=test,
            title=test.replace("_", " ").capitalize(),
            tried="",
            expected="",
            seen="",
            meaning="",
            cannot_see="",
            outcome=outcome,  # type: ignore[arg-type]
        )
        for test, outcome in outcomes.items()
    )
    report = RefutationReport(
        results=results, verdict=verdict, summary="", seed=0, data_sha256="", graph_sha256=""
    )
    stored = StoredResult(fingerprint=study.fingerprint(), value=report.to_dict())
    return study.model_copy(update={"refutation": stored})


def changed(study: Study, **question: object) -> Study:
    return study.model_copy(update={"question": study.question.model_copy(update=question)})


def test_two_arrows_and_the_answer_that_moved() -> None:
    before = answered(drawn())
    after = answered(
        redrawn(drawn(), "drug -> age; age -> weight; drug -> weight; sex -> weight; sex -> drug"),
        replace(FOUND, value=2.1, ci=(1.1, 3.05), n_obs=580),
    )
    assert compare(before, after) == (
        "One variable changed: “sex” was added.",
        "Three arrows changed: “sex → drug” and “sex → weight” were added; “age → drug” was turned round.",
        "What is adjusted for changed from “age” to “sex”.",
        "The answer moved from 3.40 to 2.10 kg.",
        "Its interval was 2.40 to 4.40 (95 %) and is 1.10 to 3.05 (95 %) now.",
        "It rests on 580 rows instead of 600.",
    )


def test_an_arrow_taken_out_makes_the_answer_out_of_date() -> None:
    before = answered(drawn())
    after = set_arrows(before, before.arrows[1:], ())
    assert compare(before, after) == (
        "One arrow changed: “age → drug” was taken out.",
        "What is adjusted for changed from “age” to nothing.",
        "The answer is out of date now: the study changed after it was computed.",
    )
    assert compare(after, before)[-1] == "The answer is up to date now; before it was not."


def test_a_hidden_cause_and_what_it_does_to_the_question() -> None:
    before = drawn()
    after = redrawn(before, "age -> drug; age -> weight; drug -> weight; weight <-> drug")
    assert compare(before, after) == (
        "One hidden common cause changed: “drug ↔ weight” was added.",
        "Can it be answered? Before: yes. Now: no.",
    )


def test_many_arrows_are_counted_and_not_all_named() -> None:
    names = [f"x{i:02}" for i in range(12)]
    after = redrawn(
        drawn(), "; ".join([*(f"{n} -> weight" for n in names), "drug -> weight", "age -> weight"])
    )
    assert compare(drawn(), after)[1] == (
        "13 arrows changed: “x00 → weight”, “x01 → weight”, “x02 → weight”, “x03 → weight”, “x04 → weight” and "
        "7 more were added; “age → drug” was taken out."
    )


def test_reasons_and_proposals() -> None:
    before = drawn()
    arrows = (before.arrows[0].model_copy(update={"reason": "older people get it"}), *before.arrows[1:])
    after = set_arrows(before, (*arrows, Arrow(cause="weight", effect="age", status="proposed")), ())
    assert compare(before, after) == (
        "The reason given for “age → drug” changed.",
        "Proposals that wait for a decision: 0 before, 1 now.",
    )


def test_the_question() -> None:
    before = drawn()
    after = changed(before, text="Does it help?", who="adults", treated="1", confirmed=False)
    after = changed(after.model_copy(update={"title": "Slimming"}), outcome="age")
    assert compare(before, after)[:6] == (
        "The title changed from “Does drug change weight?” to “Slimming”.",
        "The description of the problem changed.",
        "Who the question is about is “adults” now; it was not set before.",
        "The outcome changed from “weight” to “age”.",
        "The value that counts as treated is “1” now; it was not set before.",
        "The question is no longer confirmed.",
    )
    assert "Who the question is about was “adults” and is not set now." in compare(after, before)


OLD = DataRef(name="a.csv", sha256="0" * 64, n_rows=1200, n_columns=3)
NEW = DataRef(name="b.csv", sha256="1" * 64, n_rows=80, n_columns=3)
READ = OLD.model_copy(update={"counts_column": "n", "n_rows": 5000})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (None, OLD, "Data were brought: “a.csv” with 1,200 rows."),
        (OLD, None, "The data “a.csv” were taken away."),
        (OLD, NEW, "The data changed from “a.csv” with 1,200 rows to “b.csv” with 80 rows."),
        (OLD, READ, "The file “a.csv” is read in another way: 1,200 rows before, 5,000 now."),
    ],
)
def test_the_data(old: DataRef | None, new: DataRef | None, said: str) -> None:
    study = drawn()
    assert compare(*(study.model_copy(update={"data": d}) for d in (old, new))) == (said,)


def test_the_variables() -> None:
    before = drawn()
    rows = [
        v.model_copy(
            update={"measured": False, "column": "Age", "kind": "number", "timing": "before", "unit": "years"}
        )
        if v.name == "age"
        else v.model_copy(update={"randomised": True, "meaning": "given or not"})
        if v.name == "drug"
        else v
        for v in before.variables
    ]
    assert compare(before, set_variables(before, rows)) == (
        "“age” is not measured any more.",
        "The column of “age” is “Age” now; it was not set before.",
        "“age” is taken as a number now, not as whatever the data say.",
        "When “age” was settled changed from “not known” to “before the cause”.",
        "The unit of “age” is “years” now; it was not set before.",
        "“drug” was decided by lottery, it says now.",
        "The meaning of “drug” changed.",
        "Can it be answered? Before: yes. Now: no.",
    )


def test_the_adjustment_set_and_the_method() -> None:
    before = redrawn(drawn(), "age -> drug; age -> sex; sex -> weight; drug -> weight")
    choice = ("sex",) if compare_set(before) == ("age",) else ("age",)
    after = before.model_copy(update={"adjustment_choice": choice, "method": "ipw"})
    assert compare(before, after) == (
        f"What is adjusted for changed from “{compare_set(before)[0]}” to “{choice[0]}”.",
        "The method changed from the one chosen for you to weighting each row by how unlikely its treatment was.",
    )


def compare_set(study: Study) -> tuple[str, ...]:
    from studies.workflow import chosen_strategy, identify_study

    return tuple(chosen_strategy(study, identify_study(study)).adjustment_set)  # type: ignore[union-attr]


def test_an_answer_that_came_and_one_that_went() -> None:
    study = drawn()
    assert compare(study, answered(study)) == ("There is an answer now: 3.40 kg.",)
    assert compare(answered(study), study) == ("There is no answer any more.",)


def test_answers_in_different_units_each_say_their_own() -> None:
    study = drawn()
    risk = replace(FOUND, value=0.021, ci=(0.01, 0.03), outcome_is_risk=True, unit="probability")
    assert compare(answered(study), answered(study, risk)) == (
        "The answer moved from 3.40 kg to 2.10 in 100.",
        "Its interval was 2.40 to 4.40 (95 %) and is 1.00 to 3.00 (95 %) now.",
    )


def test_the_stress_tests() -> None:
    study = answered(drawn())
    before = attacked(study, "No fault was found.", few_rows="passed", placebo_treatment="passed")
    after = attacked(
        study, "It does not hold.", few_rows="failed", placebo_treatment="passed", random_subset="warning"
    )
    assert compare(study, before) == ("There is a report of stress tests now: “No fault was found”.",)
    assert compare(before, after) == (
        "The verdict of the stress tests changed from “No fault was found” to “It does not hold”.",
        "The stress test “Few rows” went from “held” to “speaks against it”.",
        "The stress test “Random subset” was run as well: take care.",
    )
    assert compare(before, set_arrows(before, before.arrows[1:], ()))[-1] == (
        "The report of stress tests is out of date now: the study changed after it was computed."
    )


def test_nothing_and_next_to_nothing() -> None:
    study = drawn()
    assert compare(study, study) == ("Nothing changed.",)
    assert compare(study, study.model_copy(update={"positions": {"age": (1.0, 2.0)}})) == (
        "Only the places of the variables in the picture changed.",
    )
    assert compare(study, study.model_copy(update={"example": "nhefs"})) == (
        "Nothing changed that a person would see or a result depends on.",
    )


def test_names_are_shown_as_they_are() -> None:
    before = set_question(Study(), treatment="<b>x</b>", outcome="[y](http://example.org)")
    after = set_arrows(before, [Arrow(cause="<b>x</b>", effect="[y](http://example.org)")], ())
    assert compare(before, after)[0] == "One arrow changed: “<b>x</b> → [y](http://example.org)” was added."


def test_a_new_name_is_said_as_such_and_moves_nothing_else() -> None:
    before = answered(drawn())
    after = rename_variable(before, "age", "years")
    assert compare(before, after) == (
        "“age” is called “years” now.",
        "The answer is out of date now: the study changed after it was computed.",
    )
    assert compare(after, before)[0] == "“years” is called “age” now."


def test_a_new_name_of_the_cause_is_no_other_question_and_other_changes_are_still_told() -> None:
    before = drawn()
    after = redrawn(rename_variable(before, "drug", "pill"), "age -> pill; pill -> weight")
    assert compare(before, after) == (
        "“drug” is called “pill” now.",
        "One arrow changed: “age → weight” was taken out.",
        "What is adjusted for changed from “age” to nothing.",
    )


@pytest.mark.parametrize("column", ["a", None])
def test_a_new_name_is_known_by_the_column_or_else_by_place_or_arrows(column: str | None) -> None:
    before = set_graph(Study(), CausalGraph.parse("age -> drug; age -> weight"))
    rows = [v.model_copy(update={"column": column if v.name == "age" else None}) for v in before.variables]
    before = before.model_copy(update={"variables": tuple(rows), "positions": {"age": (1.0, 2.0)}})
    after = set_arrows(rename_variable(before, "age", "years"), (), ())
    assert compare(before, after)[0] == "“age” is called “years” now."


def test_where_two_could_be_meant_neither_is_taken_as_renamed() -> None:
    before = set_graph(Study(), CausalGraph.parse("a -> y; b -> y"))
    after = set_graph(Study(), CausalGraph.parse("c -> y; d -> y"))
    assert not any("is called" in sentence for sentence in compare(before, after))
