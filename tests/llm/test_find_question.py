"""Guided mode reads questions. How often it is right is measured here, and held to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from llm.matching import Column, alike, ranked, stem, tokens_of
from llm.offline import find_question
from llm.phrases import readings, who_of
from llm.schemas import VariableInfo, VariableKind

DATA = Path(__file__).parents[1] / "reference" / "data"
SEEN = json.loads((DATA / "guided_questions.json").read_text("utf-8"))
UNSEEN = json.loads((DATA / "guided_questions_unseen.json").read_text("utf-8"))
BENCHMARK = Path(__file__).parents[2] / "assets" / "benchmark" / "llm_graph_benchmark.json"
PROBLEMS = json.loads(BENCHMARK.read_text("utf-8"))["graphs"]
KINDS: dict[str, VariableKind] = {"binary": "binary", "numeric": "number"}


def right(rows: list[dict[str, Any]]) -> tuple[int, int]:
    found = [(find_question(row["text"], row["columns"]), row) for row in rows]
    return (
        sum(f.treatment.column == row["treatment"] for f, row in found),
        sum(f.outcome.column == row["outcome"] for f, row in found),
    )


def infos(problem: dict[str, Any], *, labels: bool) -> list[VariableInfo]:
    return [
        VariableInfo(
            name=v["id"],
            meaning=v["label"] if labels else "",
            kind=KINDS.get(v["type"], "category"),
            measured=v["observed"],
        )
        for v in problem["variables"]
    ]


def right_problems(field: str, *, labels: bool) -> tuple[int, int]:
    rows = []
    for p in PROBLEMS:
        text = f"{p['problem_text']} {p['question']}" if field == "both" else p[field]
        rows.append(
            {
                "text": text,
                "columns": infos(p, labels=labels),
                "treatment": p["treatment"],
                "outcome": p["outcome"],
            }
        )
    return right(rows)


@pytest.mark.parametrize("labels", [True, False])
@pytest.mark.parametrize("field", ["question", "both"])
def test_all_twelve_questions_are_understood(field: str, labels: bool) -> None:
    assert right_problems(field, labels=labels) == (12, 12)


def test_most_problem_texts_are_understood_without_their_question() -> None:
    treatments, outcomes = right_problems("problem_text", labels=True)
    assert treatments >= 10
    assert outcomes >= 9


def test_the_questions_it_was_built_on_are_understood() -> None:
    treatments, outcomes = right(SEEN)
    assert (len(SEEN), treatments >= 61, outcomes >= 61) == (64, True, True)


def test_of_questions_it_was_not_built_on_four_in_five_phrases_find_their_column() -> None:
    treatments, outcomes = right(UNSEEN)  # 17 and 15 of 20 when they were first asked, names alone
    assert treatments + outcomes >= 32


def test_who_is_asked_about_is_found() -> None:
    found = [find_question(row["text"], row["columns"]).who for row in SEEN if row["who"]]
    assert found == [row["who"] for row in SEEN if row["who"]]


@pytest.mark.parametrize(
    ("text", "cause", "effect"),
    [
        ("Does X change Y?", "X", "Y"),
        ("Among adults, does quitting smoking change weight?", "quitting smoking", "weight"),
        ("What is the effect of smoking on shortness of breath?", "smoking", "shortness of breath"),
        ("the impact of class size on marks", "class size", "marks"),
        ("How much weight does quitting smoking add?", "quitting smoking", "weight"),
        ("What does one more euro of advertising add to sales?", "euro of advertising", "sales"),
        ("What happens to rents if a tram is built?", "tram is built", "rents"),
        ("Is churn affected by waiting time?", "waiting time", "churn"),
        ("Does income depend on schooling?", "schooling", "income"),
        ("We want to know whether the shot prevents flu.", "shot", "flu"),
        ("Do taxes have any effect on wages?", "taxes", "wages"),
        ("Would raising the price reduce demand?", "raising the price", "demand"),
        ("Are death rates lower in hospitals with more nurses?", "hospitals with more nurses", "death rates"),
        ("Which treatment works better?", "treatment", "works better"),
    ],
)
def test_the_usual_ways_of_asking(text: str, cause: str, effect: str) -> None:
    best = readings(text)[0]
    assert (best.cause, best.effect) == (cause, effect)


def test_a_question_is_preferred_to_a_statement_around_it() -> None:
    text = "Frail people are more likely to fall. Fewer come in winter. Does training prevent falls? Age was noted."
    best = readings(text)[0]
    assert (best.cause, best.effect) == ("training", "falls")


def test_who_is_taken_out_of_the_sentence() -> None:
    assert who_of("Among men over 60, does X help?") == ("men over 60", "does X help")
    assert who_of("Does aspirin prevent stroke in women over 60?")[0] == "women over 60"
    assert who_of("Does X help?")[0] == ""


def test_cause_and_outcome_are_two_columns() -> None:
    found = find_question("Does the flu shot prevent flu?", ["flu", "shot", "age"])
    assert (found.treatment.column, found.outcome.column) == ("shot", "flu")
    assert find_question("Does flu cause flu?", ["flu", "age"]).outcome.column != "flu"


def test_what_only_goes_together_is_asked_back() -> None:
    found = find_question("What is the link between tea and sleep?", ["tea", "sleep"])
    assert found.treatment.confidence == "low"
    assert any("Which is the cause" in question for question in found.ambiguous)


def test_no_question_finds_nothing_and_asks() -> None:
    found = find_question("Sales figures of our shops.", ["sales", "price"])
    assert (found.treatment.column, found.outcome.column) == ("", "")
    assert len(found.ambiguous) == 3


def test_without_columns_the_words_are_found() -> None:
    found = find_question("Does coffee cause insomnia?", [])
    assert (found.treatment.words, found.outcome.words) == ("coffee", "insomnia")
    assert found.treatment.column == ""


def test_of_columns_that_differ_by_year_the_latest_is_the_outcome() -> None:
    found = find_question("Does training raise earnings?", ["re74", "re75", "treat", "re78"])
    assert found.outcome.column == "re78"
    assert set(found.outcome.others) == {"re74", "re75"}
    assert found.outcome.confidence == "low"


def test_a_year_in_the_question_chooses_among_them() -> None:
    found = find_question("Does training raise 1975 earnings?", ["re74", "re75", "treat", "re78"])
    assert found.outcome.column == "re75"


def test_the_order_of_the_columns_does_not_matter() -> None:
    for row in SEEN:
        there = find_question(row["text"], row["columns"])
        back = find_question(row["text"], row["columns"][::-1])
        assert (there.treatment.column, there.outcome.column) == (back.treatment.column, back.outcome.column)


@pytest.mark.parametrize(
    "text",
    ["", "?", "\x00", "does " * 3000, "is a affected by " * 22, "the effect of on " * 20, "价格会影响销售吗？", "🙂" * 500,
     "<b>x</b> \u202e does", "Does x change y?\n" * 500],
)  # fmt: skip
def test_odd_texts_are_read_quietly(text: str) -> None:
    found = find_question(text, [f"column_{k}" for k in range(40)])
    assert found.source == "rules"
    assert all(c.isprintable() for c in found.who + found.treatment.words + found.outcome.words)


def test_odd_columns_are_no_trouble() -> None:
    found = find_question("Does P change 价格?", ["P", "__class__", "价格", "a b", '"', "<b>x</b>", ""])
    assert (found.treatment.column, found.outcome.column) == ("P", "价格")


def test_names_are_taken_apart() -> None:
    assert tokens_of("wt82_71") == ("wt", "82", "71")
    assert tokens_of("monthlySpend €") == ("monthly", "spend")
    assert tokens_of("Größe") == ("große",) or tokens_of("Größe") == ("grosse",)


def test_forms_of_a_word_are_one_word() -> None:
    assert len({stem(word) for word in ("smoke", "smoking", "smoker", "smokes", "smoked")}) == 1
    assert stem("class") != stem("clas")


@pytest.mark.parametrize(
    ("word", "token", "same"),
    [("quitting", "quit", True), ("1978", "78", True), ("weight", "wght", True), ("average", "age", False),
     ("what", "wt", False), ("target", "tar", False), ("earnings", "wages", True), ("1978", "77", False)],
)  # fmt: skip
def test_words_that_mean_the_same(word: str, token: str, same: bool) -> None:
    assert (alike(word, token) > 0) is same


def test_a_skeleton_of_two_words_is_found() -> None:
    assert ranked("quitting smoking", [Column("smokeyrs"), Column("qsmk")])[0].name == "qsmk"


@pytest.mark.parametrize(
    ("text", "columns", "cause", "outcome"),
    [
        (
            "Our city offers tutoring in its schools. Do the grades at the exam get better through it?",
            ["tutoring", "grade", "income"],
            "tutoring",
            "grade",
        ),
        (
            "Doctors gave the new pill to sicker patients. I want to know whether taking it keeps people out of hospital.",
            ["pill", "hospital_stay", "age"],
            "pill",
            "hospital_stay",
        ),
        (
            "We ran a discount in some shops and sales went up there. Was it the discount?",
            ["discount", "sales", "region"],
            "discount",
            "sales",
        ),
        (
            "We started calling customers before their contract ends. Does that stop them from leaving?",
            ["called", "churned", "tenure"],
            "called",
            "churned",
        ),
    ],
)
def test_what_it_stands_for_is_a_guess_that_is_asked_about(
    text: str, columns: list[str], cause: str, outcome: str
) -> None:
    found = find_question(text, columns)
    assert (found.treatment.column, found.outcome.column) == (cause, outcome)
    guessed = [part for part in (found.treatment, found.outcome) if part.confidence == "low"]
    assert len(guessed) == 1
    assert f"The text says “{guessed[0].words}”: is the" in found.ambiguous[0]


@pytest.mark.parametrize(
    ("text", "cause", "outcome"),
    [
        ("The impact on employment of raising the minimum wage", "min_wage", "employment"),
        ("More police on the street: less burglary?", "police", "burglary"),
    ],
)
def test_forms_in_which_the_outcome_comes_first_or_no_verb_is_said(
    text: str, cause: str, outcome: str
) -> None:
    found = find_question(text, ["employment", "min_wage", "police", "burglary", "state"])
    assert (found.treatment.column, found.outcome.column) == (cause, outcome)


@pytest.mark.parametrize(
    "text", ["What is the average wage of workers?", "Farmers use drones. But they are also richer."]
)
def test_where_a_sentence_names_no_change_nothing_is_held_for_sure(text: str) -> None:
    found = find_question(text, ["wage", "age", "drone", "wealth"])
    assert {found.treatment.confidence, found.outcome.confidence} == {"low"}
