"""Faithful explanations of batch D: a last measure, after the check had been mended for batch C."""

# ruff: noqa: E501 (sentences are kept whole)
from __future__ import annotations

FAITHFUL: dict[str, list[str]] = {
    "discount": [
        "Provided that the graph is right and nothing else affects both, a discount increases the order rate by 1.87 percentage points on average (95 % interval 1.24 to 2.50).",
        "Without adjusting, the order rates are 9.34 % with a discount and 5.83 % without.",
        "Adjusting for visits and country roughly brings the difference down, from 3.51 to 1.87 percentage points.",
        "After adjusting, the interval runs from 1.24 to 2.50 percentage points and lies entirely above zero.",
    ],
    "union": [
        "Union members earn 2.31 US dollars more an hour than comparable non-members (95 % interval 1.12 to 3.50, after adjusting).",
        "Without adjusting, the difference is only 0.85 US dollars and cannot be told apart from zero.",
        "It is an association; no causal claim is made, since the cause and the outcome have not been confirmed.",
        "The data hold 488 members and 1,556 non-members.",
    ],
    "noise": [
        "After adjusting, one more decibel is associated with 0.74 minutes less sleep, but zero lies inside the interval (−1.62 to 0.14 minutes).",
        "We should be careful: after adjusting, the interval leaves room for no difference.",
        "The raw data show a larger difference, −1.93 minutes per decibel, than the adjusted −0.74 minutes, whose interval includes zero.",
    ],
    "tablet": [
        "If the graph is right and nothing else affects both, taking the tablet lowers systolic blood pressure by somewhere between 4.63 and 9.03 mmHg, with 6.83 mmHg as the best estimate.",
        "Those on the tablet average 134.2 mmHg and those off it 141.0 mmHg after adjusting for age, weight and salt.",
        "The adjusted difference is larger than the raw one (−6.83 against −1.94 mmHg).",
        "Of the 2,425 people, 41 are left out because their blood pressure is missing.",
    ],
    "tutor": [
        "After adjusting, the estimate is close to zero (0.42 points) and the interval of −1.87 to 2.71 points includes zero.",
        "Without adjusting, the tutored score 3.16 points less, which the interval from −5.30 to −1.02 points sets apart from zero.",
        "Whether tutoring helps or not cannot be said from these data.",
    ],
    "remote": [
        "People working from home left less often: 11.2 % against 14.6 % in the office after adjusting.",
        "The difference after adjusting is −3.42 percentage points, and the interval excludes zero.",
    ],
    "nhefs": [
        "Quitters put on 3.39 kg more than those who went on smoking, once nine columns are adjusted for.",
        "Provided that the graph is right and nothing else affects both, quitting smoking leads on average to a weight gain of 3.4 kg; the 95 % interval is 2.4 to 4.4 kg.",
        "This rests on the assumption that nothing outside the graph affects both quitting and weight.",
    ],
    "sipp1991_401k": [
        "Eligible households hold 22,262 US dollars on average after adjusting, the others 14,150 US dollars.",
        "The difference shrinks from 19,559 to 8,112 US dollars when income and the other columns are adjusted for.",
    ],
    "lalonde_matchit": [
        "After adjusting, the trained men's earnings are 233 US dollars lower, with a wide interval (−1,981 to 1,515) that includes zero.",
        "The 614 men are 185 who took part in the training and 429 from the survey.",
    ],
    "ucb_admissions": [
        "Women's rate of admission is 14.2 percentage points lower than men's.",
        "30 in 100 women and 45 in 100 men were admitted, and nothing was adjusted for.",
    ],
    "kidney_stones": [
        "After adjusting for the size of the stone, surgery has a success rate of 83.3 % and the keyhole method one of 77.9 %; no difference remains possible.",
    ],
}
