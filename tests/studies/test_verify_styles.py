"""More explanations by hand: faithful ones in many styles, and what tries to slip through the check.

Spelled numbers, fractions, tables, bullets, natural frequencies, questions; and homoglyphs, signs that do not show,
subgroups, single persons, absence of evidence, advice, certainty, attribution.
"""

# ruff: noqa: E501 (sentences are kept whole; look-alike letters are what is tested)
from __future__ import annotations

import pytest

from llm.facts import Facts
from llm.verify import verify
from tests.studies.test_verify import DOLLARS, FLU, KG, STONES

FAITHFUL: list[tuple[Facts, str]] = [
    (KG, "If the graph is right, quitting adds about 3½ kg on average, somewhere between 2.4 and 4.4 kg."),
    (KG, "Provided that the graph is right, giving up smoking raises weight by about 3 kg on average."),
    (KG, "About 3.4 kg. That is the adjusted difference. The interval runs between 2.4 and 4.4 kg."),
    (KG, "- Adjusted difference: 3.39 kg\n- 95 % interval: 2.40 to 4.39 kg\n- Without adjusting: 2.54 kg"),
    (
        KG,
        "Quitters put on roughly 3.4 kilograms more than people who went on smoking, once age, exercise and sex are taken into account.",
    ),
    (KG, "In short: after adjusting, 3.4 kg more."),
    (
        KG,
        "Do people who stop smoking gain weight? After adjusting for age, exercise and sex, those who gave up smoking gained 3.39 kg more; the interval lies between 2.40 and 4.39 kg. Compared as they are, the gap is 2.54 kg. The difference is cause and effect only if the graph is right.",
    ),
    (
        KG,
        "Assuming the graph is right and nothing else affects both, giving up smoking increases weight change by 3.39 kg (95% CI 2.40 to 4.39 kg).",
    ),
    (KG, "The adjusted estimate is 3.39 kg, larger than the unadjusted 2.54 kg."),
    (
        KG,
        "We compared people alike in age, exercise and sex. Among them, those who quit weighed 3.4 kg more.",
    ),
    (KG, "The data are compatible with anything from 2.4 to 4.4 kg after adjusting."),
    (KG, "Values from about 2.4 kg up to about 4.4 kg go well with the data after adjustment."),
    (KG, "After adjustment the weight change is 5.2 kg with qsmk = 1 and 1.8 kg with qsmk = 0."),
    (KG, "63 of the 1,629 rows could not be used because wt82_71 was missing; 1,566 rows were."),
    (KG, "Smoking cessation goes together with a weight change that is 3.39 kg higher after adjustment."),
    (
        KG,
        "The interval does not include zero, so chance alone is an unlikely explanation; a wrong graph is not ruled out.",
    ),
    (
        KG,
        "If nothing that is left out of the graph affects both, then giving up smoking leads to 3.39 kg more weight on average.",
    ),
    (KG, "Chance alone could move the adjusted difference between 2.4 and 4.4 kg."),
    (KG, "The adjusted gap is about three and a half kilograms."),
    (KG, "The effect of giving up smoking is 3.4 kg, as long as the assumptions hold: the graph is right."),
    (
        KG,
        "Under these assumptions (the graph is right; nothing else affects both), quitting raises weight by 3.4 kg.",
    ),
    (KG, "This is not proof that quitting makes people heavier."),
    (KG, "Whether giving up smoking causes the gain depends on whether the graph is right."),
    (KG, "Before adjusting the gap was 2.5 kg; adjusting widened it to 3.4 kg."),
    (KG, "1,566 people were analysed."),
    (KG, "The uncertainty is plus or minus one kilogram."),
    (
        STONES,
        "After adjusting for the size of the stone, treatment A does better: 83 in 100 against 78 in 100, though the interval includes no difference.",
    ),
    (
        STONES,
        "Taken at face value, B looks better (83 in 100 versus 78 in 100). Adjusting for stone turns this round: 83 in 100 with A, 78 in 100 with B. The interval, −1.3 to 12 in 100, leaves room for no effect.",
    ),
    (
        STONES,
        "The adjusted difference is 5 percentage points, but it could be anywhere between −1 and 12, so no difference is not ruled out.",
    ),
    (
        STONES,
        "About five more in a hundred succeed with A after adjusting, and the interval still includes no difference.",
    ),
    (
        STONES,
        "The data do not settle which treatment is better: after adjusting, the interval goes from −1.3 to 12 in 100.",
    ),
    (STONES, "No clear difference: the interval from −1.3 to 12 points includes zero."),
    (
        STONES,
        "Of 1,000 patients, 833 succeed with A and 779 with B after adjustment; the interval leaves room for no difference.",
    ),
    (STONES, "That the interval includes zero does not mean that there is no effect."),
    (STONES, "All 700 patients were used, 350 with A and 350 with B."),
    (
        FLU,
        "If the graph is right, the flu shot lowers the risk of flu by about 5 percentage points, from 13 % to 8 %.",
    ),
    (FLU, "If the graph is right, out of every 100 people with the shot about 8 get flu, instead of 13."),
    (FLU, "If the graph is right, five fewer in 100 get flu with the shot."),
    (
        FLU,
        "After adjusting for age, flu is less common with the shot: 8 in 100 against 13 in 100 without it.",
    ),
    (
        FLU,
        "Provided the graph is right, the shot protects: 81 in 1,000 have flu with it and 134 in 1,000 without.",
    ),
    (FLU, "The reduction is between 3 and 7.6 percentage points, provided the graph is right."),
    (FLU, "Without adjustment the difference is −2.1 in 100 and the interval includes zero."),
    (DOLLARS, "Participants earned $1,548 more than the others after adjustment."),
    (DOLLARS, "After adjustment, earnings are about $1,500 higher; the interval goes from $79 to $3,018."),
    (
        DOLLARS,
        "Taking age, educ, re74 and re75 into account, the trained earned about 1,550 dollars more. Without adjusting they earned 635 dollars less.",
    ),
    (
        DOLLARS,
        "This is an association. It is not said to be cause and effect, because the question has not been confirmed.",
    ),
    (DOLLARS, "The training goes with higher earnings: +$1,548 after adjusting."),
    (DOLLARS, "Somewhere between 79 and 3,018 dollars more after adjusting."),
    (DOLLARS, "We cannot say that the training raised earnings."),
    (DOLLARS, "The sign flips: minus $635 without adjusting, plus $1,548 after adjusting."),
    (DOLLARS, "After adjusting, 1.5k dollars more."),
    (
        DOLLARS,
        "| | Difference |\n|---|---|\n| Without adjusting | −635 US dollars |\n| After adjusting | 1,548 US dollars |",
    ),
]
ALTERED: list[tuple[Facts, str]] = [
    (KG, "If the graph is right, giving up smoking raises weight by three kg per year."),
    (KG, "If the graph is right, giving up smoking raises weight by about 4 kg."),
    (KG, "After adjusting, about two and a half kilograms more."),
    (KG, "If the graph is right, quitting adds about 2½ kg."),
    (KG, "After adjusting, the difference is 3.39 percent."),
    (KG, "After adjusting, quitters gained twice as much."),
    (KG, "After adjusting, the gain is 36 % larger."),
    (KG, "After adjusting, quitters gained less: 3.39 kg."),
    (KG, "After adjusting, those who quit weighed 3.39 kg less."),
    (KG, "Between 4.4 and 2.4 kg after adjusting."),
    (KG, "Between 2.4 and 4.9 kg after adjusting."),
    (KG, "Somewhere between two and five kilograms after adjusting."),
    (KG, "The interval is 1.6 to 3.5 kg after adjusting."),
    (KG, "Because of quitting, weight is 3.39 kg higher."),
    (KG, "Due to quitting, weight is 3.39 kg higher after adjusting."),
    (KG, "If the graph is right, quitting raises weight by 3.39 kg among women."),
    (KG, "After adjusting, the difference is 3.39 kg, and it is larger for men."),
    (KG, "After adjusting, young people gained 3.39 kg more."),
    (KG, "After adjusting, the difference is 3.39 kg (p < 0.001)."),
    (KG, "After adjusting, the difference is 3.39 kg with p = .03."),
    (KG, "After adjusting, the difference of 3.39 kg is highly significant, p below one in a thousand."),
    (KG, "This clearly shows that quitting raises weight."),
    (KG, "There is no doubt: after adjusting 3.39 kg more."),
    (KG, "We can be sure that quitting adds 3.39 kg if the graph is right."),
    (KG, "It is 95 % certain that the difference is 3.39 kg after adjusting."),
    (KG, "There is a 95 % probability that quitting adds weight, if the graph is right."),
    (KG, "If the graph is right, everyone who quits gains 3.39 kg."),
    (KG, "If the graph is right, you will gain 3.39 kg."),
    (KG, "Giving up smoking does not raise weight."),
    (KG, "Giving up smoking has no effect on weight."),
    (KG, "There is no difference after adjusting."),
    (KG, "If the graph is right, giving up smoking raises weight by ３.９ kg."),
    (KG, "If the graph is right, quitting raises weight by 3.\u200b9 kg."),
    (KG, "Giving up smoking c\u0430uses weight gain of 3.39 kg."),
    (KG, "Giving up smoking cau\u200bses 3.39 kg more."),
    (KG, "Giving up smoking c-a-u-s-e-s 3.39 kg more."),
    (KG, "Giving up smoking **causes** 3.39 kg more."),
    (KG, "| adjusted | 3.93 kg |\n| seen | 2.54 kg |"),
    (KG, "| without adjusting | 3.39 kg |\n| after adjusting | 2.54 kg |"),
    (KG, "After adjusting, it is [3.39 kg](http://x.y) more."),
    (KG, "After adjusting, it is 3.39 kg more, see www.example.org."),
    (KG, "After adjusting, it is 3.39 kg more ![x](y)."),
    (KG, "Dejar de fumar causa un aumento de 3.39 kg."),
    (KG, "Das Aufhören verursacht 3,39 kg mehr Gewicht, wenn der Graph richtig ist, in der Tat."),
    (KG, "После отказа от курения вес выше на 3.39 kg."),
    (KG, "If the graph is right, quitting raises weight by 3.40 kg."),
    (KG, "If the graph is right, quitting raises weight by 3.394 kg."),
    (KG, "If the graph is right, 3.39 kg of the gain were caused by quitting."),
    (KG, "If the graph is right, 3.39 kg are attributable to quitting."),
    (KG, "If the graph is right, had they not quit, they would weigh 3.39 kg less."),
    (KG, "If the graph is right, this person gains 3.39 kg by quitting."),
    (KG, "If the graph is right, quitting would have added 3.39 kg to the others."),
    (KG, "The whole gain comes from quitting: 3.39 kg, if the graph is right."),
    (KG, "If the graph is right, quitting raises weight by 3.39 kg and blood sugar too."),
    (KG, "If the graph is right, quitting raises weight by 3.39 kg, especially in smokers with high stress."),
    (KG, "If the graph is right, quitting raises weight by 7.5 pounds."),
    (KG, "If the graph is right, quitting raises weight by 3390 g."),
    (KG, "If the graph is right, quitting raises weight by 0.339 kg."),
    (KG, "After adjusting for nothing, the difference is 3.39 kg."),
    (KG, "After adjusting for age only, the difference is 3.39 kg."),
    (KG, "All 1,629 rows were used."),
    (KG, "403 rows were left out."),
    (KG, "The study followed people for ten years; after adjusting 3.39 kg more."),
    (STONES, "There is no effect: the interval includes zero."),
    (STONES, "A and B work equally well."),
    (STONES, "Treatment has no effect on success."),
    (STONES, "The interval includes zero, which shows that the treatments are the same."),
    (STONES, "A does not help."),
    (STONES, "Provided the graph is right, A is better than B."),
    (
        STONES,
        "If the graph is right, A raises success by about 5 percent, though the interval includes zero.",
    ),
    (STONES, "After adjusting, 8 in 10 succeed with A and 9 in 10 with B; the interval includes zero."),
    (STONES, "After adjusting, A saves 5 in 100 patients, though the interval includes zero."),
    (STONES, "After adjusting, success is 53.7 points higher with A, though the interval includes zero."),
    (STONES, "After adjusting, the difference is 5.37 in 1,000, though the interval includes zero."),
    (
        STONES,
        "The adjusted difference is 5 percentage points, between −12 and 1, so the interval includes zero.",
    ),
    (STONES, "With probability 95 % A is better, if the graph is right, though the interval includes zero."),
    (FLU, "If the graph is right, the shot prevented 5 in 100 cases of flu."),
    (FLU, "If the graph is right, the shot cuts flu by almost half."),
    (FLU, "If the graph is right, five more in 100 get flu with the shot."),
    (FLU, "If the graph is right, 5.3 fewer in 1,000 get flu with the shot."),
    (FLU, "If the graph is right, the shot is 40 percent effective."),
    (FLU, "If the graph is right, the risk falls from 8 in 100 to 13 in 100."),
    (FLU, "If the graph is right, out of 100 people with the shot about 13 get flu, instead of 8."),
    (FLU, "If the graph is right, without the shot 8 in 100 get flu."),
    (FLU, "The shot does not prevent flu."),
    (FLU, "The flu shot has no effect on flu."),
    (DOLLARS, "The training made them richer."),
    (DOLLARS, "After adjusting, the training accounts for 1,548 dollars."),
    (DOLLARS, "After adjusting, the training lifted earnings by $1,548."),
    (DOLLARS, "After adjusting, the training pushes earnings up by $1,548."),
    (DOLLARS, "After adjusting, training brought $1,548 more."),
    (DOLLARS, "Thanks to the programme, earnings are $1,548 higher after adjusting."),
    (DOLLARS, "Training works."),
    (DOLLARS, "The training does not cause higher earnings."),
    (DOLLARS, "Training has no effect on earnings."),
    (DOLLARS, "After adjusting, $1.548 more."),
    (DOLLARS, "After adjusting, fifteen hundred dollars less."),
    (DOLLARS, "After adjusting, the trained earn between -79 and 3,018 dollars more."),
    (DOLLARS, "The adjusted difference is 1,548 dollars; it turns participants into earners."),
    (DOLLARS, "After adjusting for age, educ, re74 and re75, the return on training is 1,548 dollars."),
    (DOLLARS, "Because they were trained, they earned $1,548 more after adjusting."),
    (DOLLARS, "They earned $1,548 more after adjusting, so training is worth it."),
    (DOLLARS, "After adjusting, the consequence of training is $1,548."),
    (DOLLARS, "After adjusting, earnings are 1,548 dollars higher, which explains why people should train."),
    (DOLLARS, "After adjusting, the trained earn $1,548 more, hence training is a good idea."),
]


def _name(value: object) -> str:
    return value[:60] if isinstance(value, str) else ""


@pytest.mark.parametrize(("facts", "text"), FAITHFUL, ids=_name)
def test_a_faithful_text_in_another_style_passes(facts: Facts, text: str) -> None:
    assert verify(text, facts).faults == ()


@pytest.mark.parametrize(("facts", "text"), ALTERED, ids=_name)
def test_what_tries_to_slip_through_is_turned_down(facts: Facts, text: str) -> None:
    verdict = verify(text, facts)
    assert not verdict.ok
    assert all(fault.reason.endswith(".") for fault in verdict.faults)


def test_there_are_at_least_forty_more_of_each() -> None:
    assert len(FAITHFUL) >= 40
    assert len(ALTERED) >= 40
