"""Explanations written by hand: faithful ones pass, altered ones are turned down, on four results."""

# ruff: noqa: E501 (sentences are kept whole)
from __future__ import annotations

import re

import pytest

from causal_core import words
from causal_core.results import Arm, Assumption, Comparison, Dropped, Estimate
from llm.facts import Facts
from llm.verify import verify
from studies.analysis import analyze
from studies.claims import Claim
from studies.examples import ORDER, example, example_bytes
from studies.facts import facts_from, facts_of
from studies.workflow import identify_study, set_question

GRAPH = Assumption(id="graph", text="The graph is right: what is not drawn is not there.", source="user")
RISKS = {"unit": "probability", "outcome_is_risk": True}


def estimate(**changes: object) -> Estimate:
    given: dict[str, object] = {
        **{"kind": "ate", "strategy": "adjustment", "method": "aipw", "contrast": "difference"},
        **{"treated": "1", "control": "0", "level": 0.95, "outcome_is_risk": False, "n_dropped": 0},
        **{"dropped": (), "adjustment_set": (), "assumptions": (GRAPH,)},
    }
    return Estimate(**(given | changes))  # type: ignore[arg-type]


def facts(
    found: Estimate, *, rung: str = "done", names: dict[str, str], known: str = "", who: str = ""
) -> Facts:
    seen = Claim(rung="seen", text=words.naive_sentence(found), estimand="seen")
    if rung == "done":
        strongest = Claim(
            rung="done", text=words.effect_sentence(found), estimand="ate", assumptions=(GRAPH,)
        )
    else:
        missing = ("The cause and the outcome have not been confirmed.",)
        strongest = Claim(
            rung="seen", text=words.association_sentence(found), estimand="ate", missing=missing
        )
    return facts_from(found, (seen, strongest), names=names, known_text=known)


KG = facts(
    estimate(
        treatment="qsmk",
        outcome="wt82_71",
        value=3.393,
        std_error=0.508,
        ci=(2.397, 4.389),
        unit="kg",
        n_obs=1566,
        n_dropped=63,
        dropped=(Dropped(reason="“wt82_71” is missing", count=63),),
        adjustment_set=("age", "exercise", "sex"),
        naive=Comparison(value=2.541, std_error=0.487, ci=(1.583, 3.498), n_obs=1566),
        arms=(
            Arm(label="1", n_obs=403, mean_seen=4.525, mean_adjusted=5.154),
            Arm(label="0", n_obs=1163, mean_seen=1.984, mean_adjusted=1.761),
        ),
    ),
    names={"qsmk": "Gave up smoking", "wt82_71": "Weight change", "age": "", "exercise": "", "sex": ""},
    known="Does giving up smoking change people's weight?",
)
STONES = facts(  # the interval leaves room for no effect, and what is seen points the other way
    estimate(
        treatment="treatment",
        outcome="success",
        treated="A",
        control="B",
        value=0.0537,
        std_error=0.0338,
        ci=(-0.0126, 0.1200),
        n_obs=700,
        adjustment_set=("stone",),
        outcome_yes="1",
        naive=Comparison(value=-0.0457, std_error=0.03, ci=(-0.1047, 0.0133), n_obs=700),
        arms=(
            Arm(label="A", n_obs=350, mean_seen=0.78, mean_adjusted=0.8325),
            Arm(label="B", n_obs=350, mean_seen=0.8257, mean_adjusted=0.7789),
        ),
        **RISKS,
    ),
    names={"treatment": "", "success": "The stone was removed", "stone": "Size of the stone"},
)
FLU = facts(  # a risk that is lowered, and an interval that leaves no room for no effect
    estimate(
        treatment="shot",
        outcome="flu",
        value=-0.0531,
        std_error=0.0117,
        ci=(-0.0760, -0.0302),
        n_obs=4210,
        adjustment_set=("age",),
        outcome_yes="1",
        naive=Comparison(value=-0.0212, std_error=0.0118, ci=(-0.0443, 0.0019), n_obs=4210),
        arms=(
            Arm(label="1", n_obs=2010, mean_seen=0.0941, mean_adjusted=0.0812),
            Arm(label="0", n_obs=2200, mean_seen=0.1153, mean_adjusted=0.1343),
        ),
        **RISKS,
    ),
    names={"shot": "Got the flu shot", "flu": "Had flu", "age": ""},
)
DOLLARS = facts(  # not confirmed: only the first rung may be spoken of
    estimate(
        treatment="treat",
        outcome="re78",
        value=1548.2,
        std_error=749.8,
        ci=(78.6, 3017.8),
        unit="US dollars",
        n_obs=614,
        adjustment_set=("age", "educ", "re74", "re75"),
        naive=Comparison(value=-635.0, std_error=657.1, ci=(-1926.5, 656.5), n_obs=614),
    ),
    rung="seen",
    names={
        **{"treat": "Took the training", "re78": "Earnings in 1978", "age": "", "educ": "Years of schooling"},
        **{"re74": "Earnings in 1974", "re75": "Earnings in 1975"},
    },
)

FAITHFUL: dict[str, tuple[Facts, list[str]]] = {
    "kg": (
        KG,
        [
            "Provided that the graph is right and nothing else affects both, “qsmk” = 1 instead of 0 raises “wt82_71” by 3.39 kg on average (95 % interval 2.40 to 4.39).",
            "If the graph is right, giving up smoking raises weight by about 3.4 kg on average, with a 95% interval from 2.4 to 4.4 kg.",
            "Assuming that the graph holds, those who quit gain 3.39 kg more. The interval runs from 2.40 kg to 4.39 kg.",
            "Without any adjustment the difference is 2.54 kg (95 % interval 1.58 to 3.50).",
            "After adjusting for age, exercise and sex the difference is 3.39 kg, against 2.54 kg without adjustment.",
            "As seen, wt82_71 is 2.54 kg higher with qsmk = 1 instead of 0; after adjustment it is 3.39 kg higher.",
            "The 95% confidence interval goes from 2.40 to 4.39 kg and does not include zero.",
            "1,566 rows were used and 63 were left out because wt82_71 is missing.",
            "Of 1,629 rows, 1,566 were used; 63 were left out.",
            "With qsmk = 1 the adjusted average is 5.15 kg, and with qsmk = 0 it is 1.76 kg.",
            "This does not prove that giving up smoking causes the gain; it holds only if the graph is right.",
            "Under the assumption that nothing else affects both, giving up smoking increases weight by 3.393 kg.",
            "The standard error of the difference is 0.51 kg.",
            "Provided the graph is right, the effect is between 2.4 and 4.4 kg, and roughly 3.4 kg on average.",
            "The unadjusted difference of 2.5 kg is smaller than the adjusted one of 3.4 kg.",
            "Three columns are adjusted for: age, exercise and sex.",
            "The lower end of the interval is 2.40 kg and the upper end is 4.39 kg.",
        ],
    ),
    "risk in 100": (
        STONES,
        [
            "Provided that the graph is right, treatment = A instead of B changes how often success = 1 happens to 83 in 100 instead of 78 in 100, and the interval from −1.26 to 12.0 in 100 leaves room for no effect.",
            "As seen, without any adjustment, success = 1 happens in 78 in 100 instead of 83 in 100.",
            "After adjusting for stone, the difference is 5.4 percentage points, but the 95 % interval of −1.3 to 12 points includes zero.",
            "With A, 83 in 100 succeed after adjustment, and with B 78 in 100.",
            "Without adjusting, the success rate is 78 % with A and 83 % with B.",
            "Without adjustment the difference is −4.57 in 100 (95% interval −10.5 to 1.33 in 100).",
            "Before adjusting, success is 4.6 percentage points less frequent with A; the interval runs from −10.5 to 1.33.",
            "The result is not statistically significant: the interval still includes no effect.",
            "All 700 rows were used.",
            "If the graph is right, A raises success by 5.37 in 100, yet the data cannot rule out no effect.",
            "After adjustment, success comes to 833 in 1,000 with A instead of 779 in 1,000 with B, and the interval still includes no difference.",
        ],
    ),
    "risk lowered": (
        FLU,
        [
            "Provided that the graph is right and all that affects both is covered by adjusting for “age”, “shot” = 1 instead of 0 lowers how often “flu” = 1 happens to 8 in 100 instead of 13 in 100 (95 % interval of the difference −7.60 to −3.02 in 100).",
            "If the graph is right, the shot lowers the risk of flu by 5.3 percentage points.",
            "Assuming the graph is right, the effect is −5.3 in 100, and the interval from −7.6 to −3.0 in 100 excludes zero.",
            "After adjusting for age, between 3.0 and 7.6 fewer people in 100 have flu with the shot.",
            "Without adjustment, flu = 1 happens in 9 in 100 instead of 12 in 100, and that interval includes no difference.",
            "As long as the graph is right, flu falls from 13 in 100 to 8 in 100.",
            "After adjustment the risk is 8.1 % with shot = 1 and 13.4 % with shot = 0.",
            "The adjusted difference is minus 5.3 in 100, that is five in a hundred fewer.",
        ],
    ),
    "dollars": (
        DOLLARS,
        [
            "Among rows alike in age, educ, re74 and re75, treat = 1 instead of 0 goes together with re78 being 1,548 US dollars higher on average (95 % interval 79 to 3,018).",
            "After adjustment, those in the training have earnings that are $1,548 higher on average.",
            "Without any adjustment, re78 is 635 dollars lower with treat = 1 (95 % interval −1,927 to 657).",
            "As seen, the difference is −$635, and its interval from −$1,927 to $657 includes zero.",
            "This does not show that the training causes higher earnings, because the cause and the outcome have not been confirmed.",
            "Once adjusted, the difference is about 1,550 dollars, and the interval of 79 to 3,018 dollars lies above zero.",
            "After adjusting for four columns the difference is 1.5 thousand dollars.",
            "The 614 rows used show earnings 1,548 dollars higher after adjustment; nothing is said about cause and effect, which cannot be claimed here.",
            "Re78 and treat go together: 1,548.2 US dollars more after adjusting.",
            "Before adjustment the difference is minus 635 US dollars, while after adjusting for age, educ, re74 and re75 it is plus 1,548 US dollars.",
        ],
    ),
}

ALTERED: dict[str, tuple[Facts, dict[str, str]]] = {
    "kg": (
        KG,
        {
            "sign flipped by a word": "Provided that the graph is right, giving up smoking lowers weight by 3.39 kg on average.",
            "sign flipped by a minus": "If the graph is right, the effect is −3.39 kg.",
            "unit changed": "If the graph is right, giving up smoking raises weight by 3.39 pounds.",
            "unit dropped": "If the graph is right, giving up smoking raises weight by 3.39.",
            "unit made percent": "If the graph is right, giving up smoking raises weight by 3.39 %.",
            "unit made grams": "If the graph is right, the effect is 3.39 g.",
            "interval swapped": "The 95 % interval of the adjusted difference goes from 4.39 to 2.40 kg.",
            "an end with a minus": "The 95 % interval goes from −2.40 to 4.39 kg.",
            "another interval's place": "After adjusting, the difference is 3.39 kg (95 % interval 1.58 to 3.50).",
            "wrong level": "The 90 % interval goes from 2.40 to 4.39 kg.",
            "wrong rounding": "If the graph is right, giving up smoking raises weight by 3.3 kg.",
            "rounding too coarse": "If the graph is right, giving up smoking raises weight by 3 kg.",
            "digits swapped": "If the graph is right, giving up smoking raises weight by 3.93 kg.",
            "a dropped zero": "The interval goes from 2.4 to 43.9 kg.",
            "the decimal point moved": "If the graph is right, giving up smoking raises weight by 33.9 kg.",
            "another number's place": "Without any adjustment the difference is 3.39 kg.",
            "the naive number as the effect": "After adjusting for age, exercise and sex the difference is 2.54 kg.",
            "sides swapped": "With qsmk = 1 the adjusted average is 1.76 kg, and with qsmk = 0 it is 5.15 kg.",
            "compared the wrong way round": "If the graph is right, qsmk = 0 instead of 1 raises wt82_71 by 3.39 kg.",
            "an invented variable": "After adjusting for age, exercise and income the difference is 3.39 kg.",
            "an invented column": "After adjusting for bmi_71 the difference is 3.39 kg.",
            "an invented reason": "The difference of 3.39 kg after adjusting is because of snacking, provided the graph is right.",
            "a quoted invention": "If the graph is right, “appetite” raises weight by 3.39 kg.",
            "cause without its assumptions": "Giving up smoking causes a gain of 3.39 kg.",
            "proof": "Provided the graph is right, this proves that giving up smoking raises weight by 3.39 kg.",
            "what would have been": "If the graph is right, without quitting they would have weighed 3.39 kg less.",
            "a percentage of its own": "If the graph is right, giving up smoking makes a gain 50 % more likely.",
            "twice": "After adjusting, the gain is twice that of the others.",
            "rows swapped": "63 rows were used and 1,566 were left out.",
            "rows invented": "1,556 rows were used.",
            "zero included": "The interval from 2.40 to 4.39 kg includes zero.",
            "not significant": "The adjusted difference of 3.39 kg is not statistically significant.",
            "a bound": "If the graph is right, giving up smoking raises weight by more than 3.39 kg.",
            "another cause": "If the graph is right, age raises weight by 3.39 kg.",
            "the outcome as cause": "If the graph is right, wt82_71 raises qsmk by 3.39 kg.",
            "columns miscounted": "After adjusting for five columns the difference is 3.39 kg.",
            "a word for another number": "If the graph is right, giving up smoking raises weight by four kg.",
            "direction alone": "If the graph is right, giving up smoking reduces weight.",
            "the standard error as the effect": "If the graph is right, giving up smoking raises weight by 0.51 kg.",
            "a link": "See https://example.org: after adjusting the difference is 3.39 kg.",
            "another language": "Quien deja de fumar pesa 3.39 kg más, según los datos y el grafo dibujado.",
        },
    ),
    "risk in 100": (
        STONES,
        {
            "percent for points": "After adjusting for stone the difference is 5.37 %, but the interval includes zero.",
            "the share for points": "After adjusting for stone the difference is 0.0537 points, but the interval includes zero.",
            "the base changed": "After adjustment it is 83 in 1,000 with A instead of 78 in 1,000 with B.",
            "sides swapped": "After adjusting, success happens in 78 in 100 instead of 83 in 100, and the interval includes zero.",
            "as seen, sides swapped": "Without adjusting, the success rate is 83 % with A and 78 % with B.",
            "sign dropped": "Without any adjustment the difference is 4.57 in 100.",
            "room left out": "If the graph is right, A raises success by 5.37 in 100.",
            "significant": "After adjusting the difference of 5.37 in 100 is statistically significant.",
            "an end's sign dropped": "After adjusting the interval goes from 1.26 to 12.0 in 100.",
            "zero excluded": "The interval from −1.26 to 12.0 in 100 excludes zero.",
        },
    ),
    "risk lowered": (
        FLU,
        {
            "raised": "If the graph is right, the shot raises the risk of flu by 5.3 percentage points.",
            "sign dropped": "If the graph is right, the effect is 5.3 in 100.",
            "percent": "If the graph is right, the shot lowers the risk of flu by 5.3 %.",
            "relative": "If the graph is right, the shot lowers the risk of flu by 40 %.",
            "interval swapped": "Assuming the graph is right, the effect is −5.3 in 100, with an interval from −3.0 to −7.6.",
            "interval without signs": "If the graph is right, the effect is −5.3 in 100 (95 % interval 3.0 to 7.6).",
            "from and to swapped": "As long as the graph is right, flu rises from 8 in 100 to 13 in 100.",
            "double minus": "If the graph is right, the shot raises flu by −5.3 in 100.",
            "what is seen excludes zero": "Without adjustment the interval from −4.43 to 0.19 in 100 excludes zero.",
        },
    ),
    "dollars": (
        DOLLARS,
        {
            "causes at rung one": "The training causes earnings to be 1,548 US dollars higher, provided the graph is right.",
            "raises at rung one": "After adjusting, treat raises re78 by 1,548 US dollars.",
            "leads to": "After adjusting, the training leads to 1,548 dollars more.",
            "effect at rung one": "The effect after adjusting is 1,548 dollars.",
            "because of": "Earnings are 1,548 dollars higher after adjusting because of the training.",
            "a false denial": "This does not mean that the training does not raise earnings by 1,548 dollars after adjusting.",
            "not only": "After adjusting this not only shows but says that the training raises earnings by 1,548 dollars.",
            "would": "After adjusting, earnings would be 1,548 dollars higher with the training.",
            "another currency": "After adjusting, earnings are €1,548 higher.",
            "a thousand too many": "After adjusting, earnings are 1,548 thousand dollars higher.",
            "the comma moved": "After adjusting, earnings are 15,48 dollars higher.",
            "sign of what is seen": "Without any adjustment, re78 is 635 dollars higher with treat = 1.",
            "naive and adjusted exchanged": "Before adjustment the difference is 1,548 US dollars, and after adjusting it is −635 US dollars.",
            "a wrong rounding": "After adjusting, earnings are about 1,600 dollars higher.",
        },
    ),
}

MORE_FAITHFUL: list[tuple[Facts, str]] = [
    (
        KG,
        "If the graph is right and nothing else affects both, giving up smoking raises weight by 3.39 kg on average. The data fit values between 2.40 and 4.39 kg. Simply comparing the two groups as they are gives 2.54 kg.",
    ),
    (
        KG,
        "Provided the arrows are right, quitting smoking increases the weight change by 3.4 kg (95% CI: 2.4–4.4 kg).",
    ),
    (
        KG,
        "On average, people who gave up smoking gained 3.39 kg more than those who did not, after adjusting for age, exercise and sex.",
    ),
    (KG, "The raw comparison shows 2.54 kg, but that mixes in differences in age, exercise and sex."),
    (KG, "Among people alike in age, exercise and sex, qsmk = 1 goes with 3.39 kg more than qsmk = 0."),
    (KG, "The adjusted estimate of 3.39 kg rests on the assumption that the graph is right."),
    (KG, "The 95 % interval, 2.40 to 4.39 kg, lies entirely above zero."),
    (
        DOLLARS,
        "The data do not say whether the training causes anything: cause and outcome have not been confirmed. Among people alike in age, educ, re74 and re75, earnings in 1978 are 1,548 US dollars higher with the training, with an interval from 79 to 3,018 dollars.",
    ),
    (
        DOLLARS,
        "Without adjustment the trained earn 635 US dollars less; after adjustment they earn 1,548 US dollars more.",
    ),
    (DOLLARS, "These people differ in other ways, so this is no proof of cause and effect."),
    (
        FLU,
        "Provided the graph is right, getting the flu shot lowers the risk of flu from 13 in 100 to 8 in 100.",
    ),
    (
        FLU,
        "If nothing else affects both and the graph is right, 5.3 fewer in 100 get flu with the shot; the 95 % interval goes from −7.6 to −3.0 in 100.",
    ),
    (
        STONES,
        "After adjusting for stone, A succeeds in 83 in 100 and B in 78 in 100, but the interval leaves room for no difference.",
    ),
    (STONES, "Without adjusting, B looks better: 83 in 100 against 78 in 100 with A."),
]

MORE_ALTERED: list[tuple[Facts, str]] = [
    (KG, "If the graph is right, giving up smoking adds 3.39 kg, mostly because of their metabolism."),
    (KG, "If the graph is right, quitting raises weight by three and a half kg."),
    (KG, "If the graph is right, quitting raises weight by 3.39 kilometres."),
    (KG, "Assuming the graph is right, 95 % of people gain between 2.40 and 4.39 kg."),
    (KG, "If the graph is right, giving up smoking raises weight by 3.39 kg for 403 people."),
    (KG, "Assuming the graph is right, weight falls by 3.39 kg."),
    (KG, "Before adjusting 3.39 kg, after adjusting 2.54 kg."),
    (KG, "The p-value is 0.001."),
    (KG, "The adjusted difference is 3.39 (2.54) kg."),
    (KG, "Giving up smoking makes you gain weight."),
    (KG, "After adjusting for wt71 the difference is 3.39 kg."),
    (KG, "Smokers who quit eat more, hence 3.39 kg after adjusting."),
    (KG, "Quitters gained 3.39kg and non-quitters 1.76kg after adjusting."),
    (KG, "Weight rises 3.39 kg thanks to quitting."),
    (KG, "The effect, if the graph is right, is 3,39 kg."),
    (KG, "If the graph is right, quitting raises weight by +-3.39 kg."),
    (KG, "It raises weight by 3.39 kg. This holds if the graph is right."),
    (KG, "Only 4.39 to 2.40 kg after adjusting."),
    (KG, "After adjusting, 1566 kg more."),
    (KG, "If the graph is right, the effect is 3.39 kg per year."),
    (DOLLARS, "After adjusting, the training earned them 1,548 dollars."),
    (DOLLARS, "After adjusting, training pays off: 1,548 dollars more."),
    (DOLLARS, "After adjusting, training and earnings are causally linked."),
    (DOLLARS, "Participants earn 1,548 dollars more as a result of the training, after adjusting."),
    (DOLLARS, "After adjusting, earnings went up by 1,548 dollars through the training."),
    (DOLLARS, "After adjusting, the training boosts earnings."),
    (DOLLARS, "Training gives 1,548 dollars more after adjusting."),
    (DOLLARS, "The training is behind the 1,548 dollars more after adjusting."),
    (DOLLARS, "The programme generated 1,548 dollars more after adjusting."),
    (DOLLARS, "After adjusting, thanks to training, 1,548 dollars more."),
    (DOLLARS, "It cannot be denied that the training raises earnings."),
    (DOLLARS, "Nothing but the training can account for the 1,548 dollars after adjusting."),
    (FLU, "If the graph is right, the shot lowers the risk to 5.3 in 100."),
    (FLU, "If the graph is right, the shot prevents 5 of 13 cases."),
    (FLU, "If the graph is right, flu lowers shot by 5.3 in 100."),
    (FLU, "If the graph is right, flu happens in 13 in 100 with the shot and in 8 in 100 without."),
]


@pytest.mark.parametrize(
    ("facts", "text"),
    [(f, t) for f, texts in FAITHFUL.values() for t in texts],
    ids=lambda v: v[:60] if isinstance(v, str) else "",
)
def test_a_faithful_paraphrase_passes(facts: Facts, text: str) -> None:
    assert verify(text, facts).faults == ()


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        pytest.param(f, t, id=f"{name}: {why}")
        for name, (f, texts) in ALTERED.items()
        for why, t in texts.items()
    ],
)
def test_an_altered_explanation_is_turned_down(facts: Facts, text: str) -> None:
    verdict = verify(text, facts)
    assert not verdict.ok
    assert all(fault.reason.endswith(".") for fault in verdict.faults)


def test_there_are_at_least_forty_of_each() -> None:
    assert sum(len(texts) for _, texts in FAITHFUL.values()) >= 40
    assert sum(len(texts) for _, texts in ALTERED.values()) >= 40


@pytest.mark.parametrize("facts", [KG, STONES, FLU, DOLLARS], ids=["kg", "stones", "flu", "dollars"])
def test_the_built_in_text_passes_its_own_check(facts: Facts) -> None:
    for text in (*facts.sentences, facts.text):
        assert verify(text, facts).faults == ()


def test_the_reason_names_the_words_concerned() -> None:
    faults = verify("Giving up smoking causes a gain of 3.93 kg.", KG).faults
    assert [f.kind for f in faults] == ["number", "cause"]
    assert "3.93 kg" in faults[0].reason
    assert "causes" in faults[1].reason


@pytest.mark.parametrize(("facts", "text"), MORE_FAITHFUL, ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_a_text_written_after_the_rules_passes(facts: Facts, text: str) -> None:
    assert verify(text, facts).faults == ()


@pytest.mark.parametrize(("facts", "text"), MORE_ALTERED, ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_an_altered_text_written_after_the_rules_is_turned_down(facts: Facts, text: str) -> None:
    assert not verify(text, facts).ok


def changed_numbers(text: str) -> list[str]:
    """The text with each number in turn a little larger, ten times as large, and a tenth of itself."""
    out = []
    for found in re.finditer(r"(?<![\w_.,])\d[\d,]*(?:\.\d+)?(?!\w)", text):
        number = found[0]
        value, decimals = float(number.replace(",", "")), len(number.partition(".")[2])
        if number in ("100", "1,000") or text[: found.start()].endswith(("= ", "instead of ")):
            continue
        for other in (1.1 * value + 10**-decimals, 10 * value, value / 10, value + 2 * 10**-decimals):
            put = f"{other:,.{decimals}f}"
            if put != number:
                out.append(text[: found.start()] + put + text[found.end() :])
    return out


def test_every_number_of_every_faithful_text_matters() -> None:
    tried = [(f, t) for f, texts in FAITHFUL.values() for text in texts for t in changed_numbers(text)]
    assert len(tried) > 300
    assert [text for facts, text in tried if verify(text, facts).ok] == []


@pytest.mark.parametrize("name", ORDER)
def test_the_built_in_text_of_every_example_passes(name: str) -> None:
    card = example(name)
    result = analyze(
        example_bytes(name),
        name=f"{name}.csv",
        graph_text="; ".join(f'"{a["cause"]}" -> "{a["effect"]}"' for a in card["arrows"]),
        treatment=card["treatment"],
        outcome=card["outcome"],
        treated=card["treated"],
        control=card["control"],
        success=card.get("success"),
        counts=card["counts_column"],
        unit=card["outcome_unit"] or "",
        method="linear_regression",
        stress_tests=False,
    )
    study = set_question(result.study, who=card["population"])
    found = facts_of(study, identify_study(study))
    assert found is not None
    assert verify(found.text, found).faults == ()
