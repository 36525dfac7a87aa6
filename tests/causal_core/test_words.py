"""Sentences, word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal_core import words
from causal_core.results import Arm, Assumption, Comparison, Dropped, Estimate

WEIGHT = Estimate(
    kind="ate",
    strategy="adjustment",
    method="aipw",
    treatment="quit",
    outcome="weight",
    contrast="difference",
    treated="1",
    control="0",
    value=3.4405,
    std_error=0.5,
    ci=(2.4251, 4.4049),
    level=0.95,
    unit="units of weight",
    outcome_is_risk=False,
    n_obs=1566,
    n_dropped=63,
    dropped=(Dropped(reason="“weight” is missing", count=63),),
    adjustment_set=("age", "sex"),
    naive=Comparison(value=2.5406, std_error=0.45, ci=(1.7, 3.4), n_obs=1566),
    arms=(
        Arm(label="1", n_obs=403, mean_seen=4.5, mean_adjusted=5.2),
        Arm(label="0", n_obs=1163, mean_seen=2.0, mean_adjusted=1.8),
    ),
)
RISK = replace(
    WEIGHT,
    outcome="cancer",
    outcome_is_risk=True,
    outcome_yes="yes",
    value=0.02,
    ci=(0.005, 0.035),
    naive=Comparison(value=0.03, std_error=0.01, ci=(0.01, 0.05), n_obs=1566),
    arms=(
        Arm(label="1", n_obs=403, mean_seen=0.08, mean_adjusted=0.07),
        Arm(label="0", n_obs=1163, mean_seen=0.05, mean_adjusted=0.05),
    ),
)
PER_UNIT = replace(
    WEIGHT,
    contrast="per_unit",
    treatment="years",
    outcome="wage",
    treated=None,
    control=None,
    value=0.0712,
    ci=(0.0641, 0.0783),
    arms=(),
    adjustment_set=(),
    naive=Comparison(value=0.05, std_error=0.003, ci=(0.046, 0.058), n_obs=9),
)
ODDS = replace(
    RISK,
    contrast="odds_ratio",
    value=0.9047,
    ci=(0.7719, 1.0603),
    naive=Comparison(value=1.84, std_error=0.1, ci=(1.62, 2.09), n_obs=9),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1794.3424, "1,794"),
        (1_234_567.8, "1,234,568"),
        (-635.03, "−635"),
        (3.4405, "3.44"),
        (0.0711729, "0.0712"),
        (0.00034, "0.000340"),
        (-0.00000032, "−3.2 × 10⁻⁷"),
        (99.96, "100.0"),
        (float("nan"), "unknown"),
        (float("inf"), "beyond all bounds"),
    ],
)
def test_number_is_written_for_reading(value, text):
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.95, "95 %"), (0.995, "99.5 %"), (0.042, "4.2 %"), (0.0031, "0.31 %"), (0, "0 %"), (0.5, "50 %")],
)
def test_percent_has_as_many_digits_as_it_needs(share, text):
    assert words.percent(share) == text


@pytest.mark.parametrize(
    ("treated", "control", "text"),
    [
        (0.07, 0.05, "7 in 100 instead of 5 in 100"),
        (0.0712, 0.0698, "71 in 1,000 instead of 70 in 1,000"),
        (0.0003, 0.0001, "3 in 10,000 instead of 1 in 10,000"),
        (0.5, 0.5, "50.0 in 100 instead of 50.0 in 100, no difference to speak of"),
    ],
)
def test_risks_are_natural_frequencies(treated, control, text):
    assert words.frequencies(treated, control) == text


def test_effect_sentence_for_a_number():
    assert words.effect_sentence(WEIGHT) == (
        "Provided that the graph is right and all that affects both is covered by adjusting for “age” and “sex”, "
        "“quit” = 1 instead of 0 raises “weight” by 3.44 on average (95 % interval 2.43 to 4.40)."
    )


def test_effect_sentence_with_labels_and_people():
    said = words.effect_sentence(
        WEIGHT, treatment_label="giving up smoking", outcome_label="weight in kg", who="adult smokers"
    )
    assert said == (
        "Among adult smokers, provided that the graph is right and all that affects both is covered by adjusting "
        "for “age” and “sex”, giving up smoking = 1 instead of 0 raises weight in kg by 3.44 on average (95 % "
        "interval 2.43 to 4.40)."
    )


def test_effect_sentence_for_a_risk_uses_natural_frequencies():
    assert words.effect_sentence(RISK) == (
        "Provided that the graph is right and all that affects both is covered by adjusting for “age” and “sex”, "
        "“quit” = 1 instead of 0 raises how often “cancer” = yes happens to 7 in 100 instead of 5 in 100 (95 % "
        "interval of the difference 0.500 to 3.50 in 100)."
    )


def test_effect_sentence_for_one_unit_more_without_adjustment():
    assert words.effect_sentence(PER_UNIT) == (
        "Provided that the graph is right and nothing else affects both, one unit more of “years” raises “wage” by "
        "0.0712 on average (95 % interval 0.0641 to 0.0783)."
    )


def test_effect_sentence_for_an_odds_ratio():
    assert words.effect_sentence(ODDS) == (
        "Provided that the graph is right and all that affects both is covered by adjusting for “age” and “sex”, "
        "“quit” = 1 instead of 0 changes the odds of “cancer” = yes to 0.905 times what they were (95 % interval "
        "0.772 to 1.06), which leaves room for no effect."
    )


def test_effect_sentence_does_not_say_raises_where_the_interval_holds_none():
    said = words.effect_sentence(replace(WEIGHT, value=-0.3, ci=(-1.0, 0.4)))
    assert said.endswith(
        "“quit” = 1 instead of 0 changes “weight” by −0.300 on average (95 % interval −1.00 to 0.400), which "
        "leaves room for no effect."
    )


def test_effect_on_the_treated_says_so():
    assert words.effect_sentence(replace(WEIGHT, kind="att")).startswith(
        "Among those who were treated, provided that the graph is right"
    )
    assert words.effect_sentence(replace(WEIGHT, kind="atc"), who="smokers").startswith(
        "Among smokers, those who were not treated, provided"
    )


def test_thin_overlap_is_an_assumption_in_the_sentence():
    thin = Assumption(id="overlap", text="…", source="data", status="contradicted")
    assert (
        "and that the rest also speaks for the rows found on one side only, “quit”"
        in words.effect_sentence(replace(WEIGHT, assumptions=(thin,)))
    )


def test_contradicted_assumption_takes_the_word_of_cause_away():
    wrong = Assumption(id="adjustment_set", text="…", source="user", status="contradicted")
    said = words.effect_sentence(replace(WEIGHT, assumptions=(wrong,)))
    assert said == words.association_sentence(WEIGHT)
    assert said == (
        "Among rows alike in “age” and “sex”, “quit” = 1 instead of 0 goes together with “weight” being 3.44 higher "
        "on average (95 % interval 2.43 to 4.40)."
    )


def test_association_sentence_of_a_risk_and_of_people():
    assert words.association_sentence(RISK, who="adults") == (
        "Among adults, rows alike in “age” and “sex”, “quit” = 1 instead of 0 goes together with “cancer” = yes in 7 "
        "in 100 instead of 5 in 100 (95 % interval of the difference 0.500 to 3.50 in 100)."
    )
    assert words.association_sentence(PER_UNIT) == (
        "In the data, one unit more of “years” goes together with “wage” being 0.0712 higher on average (95 % interval "
        "0.0641 to 0.0783)."
    )


def test_naive_sentence():
    assert words.naive_sentence(WEIGHT) == (
        "As seen, without any adjustment, “quit” = 1 instead of 0 goes together with “weight” being 2.54 higher on "
        "average (95 % interval 1.70 to 3.40)."
    )
    assert words.naive_sentence(RISK) == (
        "As seen, without any adjustment, “quit” = 1 instead of 0 goes together with “cancer” = yes in 8 in 100 "
        "instead of 5 in 100 (95 % interval of the difference 1.00 to 5.00 in 100)."
    )
    assert words.naive_sentence(ODDS) == (
        "As seen, without any adjustment, “quit” = 1 instead of 0 goes together with 1.84 times the odds of “cancer” "
        "= yes (95 % interval 1.62 to 2.09)."
    )


def test_dropped_sentence():
    assert words.dropped_sentence(WEIGHT.dropped, 1566) == (
        "1,566 rows were used and 63 left out: in 63 “weight” is missing."
    )
    assert words.dropped_sentence((), 445) == "All 445 rows were used."


def test_method_and_interval_sentences():
    assert words.method_sentence(replace(WEIGHT, method="ipw")) == (
        "Computed by weighting each row by how unlikely its treatment was, adjusting for “age” and “sex”."
    )
    assert words.interval_sentence(WEIGHT) == "The 95 % interval goes from 2.43 to 4.40."


def test_every_method_has_words():
    from causal_core.estimation.methods import METHODS

    assert set(words.METHOD_WORDS) == set(METHODS)


@pytest.mark.parametrize(
    "estimate", [WEIGHT, RISK, PER_UNIT, ODDS], ids=["number", "risk", "per_unit", "odds"]
)
def test_words_of_cause_never_stand_without_assumptions(estimate):
    causal = ("raises", "lowers", "changes", "causes")
    for sentence in (words.naive_sentence(estimate), words.association_sentence(estimate)):
        assert not any(word in sentence for word in causal)
        assert "goes together with" in sentence
    effect = words.effect_sentence(estimate)
    assert any(word in effect for word in causal)
    assert "rovided that the graph is right" in effect


def test_long_lists_are_shortened_and_short_ones_are_not():
    assert words.listed(list("abcdef")) == "“a”, “b”, “c”, “d”, “e” and “f”"
    assert words.listed(list("abcdefg")) == "“a”, “b”, “c”, “d”, “e” and 2 more"
