"""Faithful explanations of batch B, on other results and in other manners than those of batch A."""

# ruff: noqa: E501 (sentences are kept whole)
from __future__ import annotations

FAITHFUL: dict[str, list[str]] = {
    "tablet": [
        "Provided that the graph is right and nothing else affects both, taking the tablet brings systolic blood pressure down by 6.83 mmHg on average (95 % CI −9.03 to −4.63).",
        "After adjustment for age, body weight and salt, people on the tablet had a mean systolic pressure of 134.2 mmHg, as against 141.0 mmHg in those not taking it.",
        "The crude data suggest far less: without adjusting, the difference is −1.94 mmHg, with an interval from −4.31 to 0.43 mmHg that leaves room for no difference.",
        "Altogether 2,384 people enter the analysis (911 taking the tablet, 1,473 not taking it); 41 had no blood pressure reading and were left out.",
        "How much weight can this bear? It assumes that the graph is right. If a common cause is missing from it, the 6.8 mmHg after adjusting may be off.",
        "Whereas the raw comparison leaves room for no difference, the adjusted interval (−9.03 to −4.63 mmHg) does not.",
        "In plain terms, and only if the graph is right, the tablet lowers blood pressure by about 7 mmHg on average.",
        "Two numbers matter here. Without adjusting, blood pressure is 1.9 mmHg lower with the tablet. With adjusting, it is 6.8 mmHg lower.",
    ],
    "sleep": [
        "Provided that the graph is right and nothing else affects both, one more hour of sleep shortens reaction time by 11.8 ms on average (95 % interval −16.9 to −6.7).",
        "Without adjusting, each additional hour of sleep goes together with a reaction time that is 18.3 ms shorter; after adjusting for age and coffee it is 11.8 ms shorter.",
        "The adjusted difference is −11.8 ms per hour of sleep, and its 95 % interval, −16.9 to −6.7 ms, excludes zero.",
        "Part of the raw difference goes away with adjusting: it shrinks from −18.3 to −11.8 ms.",
        "All 1,204 rows of the data were used.",
    ],
    "remote": [
        "After adjusting for tenure and salary, 11 in 100 of those working from home left within a year, against 15 in 100 of those in the office.",
        "Working from home is associated with a lower share of leavers: after adjusting, the difference is −3.42 percentage points (95 % interval −5.13 to −1.71).",
        "People who work remotely leave less often, both before adjusting (9 in 100 instead of 15 in 100) and after adjusting (11 in 100 instead of 15 in 100).",
        "This pattern must not be read as cause and effect, because the cause and the outcome have not been confirmed.",
        "The gap narrows after adjusting, from −6.04 to −3.42 percentage points.",
        "Of 6,150 people, 2,470 work remotely and 3,680 in the office.",
        "It remains an association: the data alone cannot tell us whether working from home makes people stay.",
        "The interval from −5.13 to −1.71 in 100 lies below zero, so the adjusted gap is distinguishable from zero.",
    ],
    "tutor": [
        "After adjusting, pupils with a tutor score 0.42 points higher, but the interval from −1.87 to 2.71 points leaves room for no effect.",
        "Taken at face value, tutored pupils do worse: without adjusting they score 3.16 points lower (95 % interval −5.30 to −1.02).",
        "Once the grade of the year before and the school are adjusted for, the gap all but disappears: 63.9 points with a tutor, 63.5 points without, and an interval that includes zero.",
        "The sign changes with adjusting: −3.16 points before, 0.42 points after, though the latter could well be zero.",
        "The data are compatible with tutoring lowering the score by 1.87 points as well as with its raising it by 2.71 points, provided that the graph is right; they leave room for no effect.",
        "We cannot tell from these 538 pupils in which direction the effect goes, if there is one at all.",
        "There were 196 pupils with a tutor and 342 without.",
    ],
    "odds": [
        "Provided that the graph is right and nothing else affects both, wearing a helmet lowers the odds of a head injury to 0.62 times what they were (95 % interval 0.45 to 0.86).",
        "Without adjusting, the odds of a head injury with a helmet are 0.71 times those without one (95 % interval 0.54 to 0.94).",
        "After adjusting for age and speed, the odds ratio is 0.62, and the interval of 0.45 to 0.86 does not include 1.",
        "As seen, 6.1 in 100 riders with a helmet and 8.4 in 100 without one had a head injury.",
    ],
    "kg": [
        "On average, quitters ended up 3.39 kg heavier than the others after adjusting for age, exercise and sex.",
        "Under the assumption that the graph is correct and nothing else affects both, stopping smoking increases weight by 3.4 kg on average; anything between 2.4 and 4.4 kg fits the data.",
        "Note that 63 of the 1,629 rows could not be used because the weight change was missing.",
        "Before adjusting: 2.54 kg. After adjusting: 3.39 kg. Both intervals stay clear of zero.",
        "If the graph is wrong, this number may be wrong too.",
        "The weight change averages 5.15 kg with qsmk = 1 and 1.76 kg with qsmk = 0, after adjusting.",
    ],
    "risk lowered": [
        "Provided that the graph is right and nothing else affects both, about 5 fewer people in 100 get flu when they have had the shot.",
        "Flu occurred in 9.4 % of those with the shot and in 11.5 % of those without it, before any adjusting.",
        "Adjusting for age makes the gap wider, from 2.1 to 5.3 percentage points fewer cases with the shot.",
        "After adjusting for age, the risk is 13.4 % without the shot and 8.1 % with it.",
    ],
    "nsw_mixtape": [
        "Because the training was given by lottery, the plain difference can be read as an effect, provided that the graph is right: $1,794 more in 1978 on average, with a 95 % interval from $474 to $3,115.",
        "Men drawn into the training earned $6,349 in 1978 on average; men not drawn earned $4,555.",
        "None of the other columns is adjusted for, and none needs to be if the graph is right.",
        "The interval is wide, from 474 to 3,115 US dollars, which reflects the small number of men (445).",
    ],
    "sipp1991_401k": [
        "Eligible households have $8,112 more in net financial assets after adjusting (95 % interval $5,912 to $10,313).",
        "The unadjusted gap is $19,559; the adjusted one is $8,112.",
        "Provided that the graph is right and nothing else affects both, eligibility for a 401(k) adds about 8,100 US dollars to a household's net financial assets on average.",
        "Adjusting brings the difference down from 19,559 to 8,112 US dollars.",
    ],
    "lalonde_matchit": [
        "The trained men earned less in both comparisons: 635 US dollars less without adjusting and 233 US dollars less after adjusting, and both intervals include zero.",
        "No word of cause can be used here, since in some groups there is nobody to compare with.",
        "With an interval from −1,981 to 1,515 US dollars after adjusting, the data say little about the direction.",
        "Earnings in 1978 averaged $6,349 among the trained men and $6,984 among the men from the survey, without adjusting.",
    ],
    "kidney_stones": [
        "Open surgery succeeds in 83.3 % of cases after adjusting for the size of the stone and the keyhole method in 77.9 %; the interval of the difference includes zero.",
        "The comparison flips: without adjusting, open surgery is 4.6 percentage points behind, and after adjusting it is 5.4 percentage points ahead, with intervals that include zero both times.",
    ],
    "ucb_admissions": [
        "Women were admitted less often than men: 30.4 % against 44.5 %.",
        "The 95 % interval of the difference, −17.0 to −11.3 percentage points, is far from zero.",
        "Provided that the graph is right, gender changes the admission rate from 45 in 100 for men to 30 in 100 for women.",
        "There were 1,835 applications by women and 2,691 by men.",
    ],
}
