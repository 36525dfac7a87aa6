"""Altered explanations of batch D: each would be faithful but for the one thing that its name says."""

# ruff: noqa: E501 (sentences are kept whole)
from __future__ import annotations

ALTERED: dict[str, dict[str, str]] = {
    "discount": {
        "decrease": "Provided that the graph is right and nothing else affects both, a discount decreases the order rate by 1.87 percentage points on average.",
        "rates exchanged": "Without adjusting, the order rates are 5.83 % with a discount and 9.34 % without.",
        "up instead of down": "Adjusting for visits and country brings the difference up, from 1.87 to 3.51 percentage points.",
        "a revenue": "Provided that the graph is right and nothing else affects both, a discount increases revenue by 1.87 percentage points on average.",
        "new customers": "Provided that the graph is right and nothing else affects both, a discount increases the order rate of new customers by 1.87 percentage points.",
        "country by country": "In every country the difference is 1.87 percentage points after adjusting.",
        "repeat": "Provided that the graph is right and nothing else affects both, a second discount increases the order rate by 1.87 percentage points.",
    },
    "union": {
        "lift": "After adjusting, unions lift wages by 2.31 US dollars an hour.",
        "gives": "After adjusting, a union card is worth 2.31 US dollars an hour.",
        "told apart": "Without adjusting, the difference of 0.85 US dollars can be told apart from zero.",
        "confirmed": "The cause and the outcome have been confirmed, and members earn 2.31 US dollars more after adjusting.",
        "members exchanged": "The data hold 1,556 members and 488 non-members.",
        "level": "After adjusting, union members earn 2.31 US dollars an hour on average.",
    },
    "noise": {
        "outside": "After adjusting, one more decibel is associated with 0.74 minutes less sleep, and zero lies outside the interval.",
        "raw interval": "Without adjusting, zero lies inside the interval.",
        "smaller raw": "The raw data show a smaller difference than the adjusted data.",
        "per night of noise": "After adjusting, one night of noise is associated with 0.74 minutes less sleep, but the interval includes zero.",
    },
    "tablet": {
        "ends": "If the graph is right and nothing else affects both, the tablet lowers systolic blood pressure by somewhere between 1.12 and 6.83 mmHg.",
        "on and off": "Those on the tablet average 141.0 mmHg and those off it 134.2 mmHg after adjusting for age, weight and salt.",
        "smaller": "The adjusted difference is smaller than the raw one (−6.83 against −1.94 mmHg).",
        "kept in": "Of the 2,425 people, 41 are used because their blood pressure is missing.",
        "cures": "If the graph is right and nothing else affects both, the tablet cures high blood pressure.",
        "with age": "If the graph is right and nothing else affects both, the tablet lowers blood pressure by 6.83 mmHg, and the older the person the more.",
    },
    "tutor": {
        "far": "After adjusting, the estimate of 0.42 points is far from zero.",
        "helps": "Provided that the graph is right and nothing else affects both, tutoring helps.",
        "does not help": "Provided that the graph is right and nothing else affects both, tutoring does not help.",
        "raw room": "Without adjusting, the tutored score 3.16 points less, which the interval does not set apart from zero.",
    },
    "remote": {
        "office": "People working in the office left less often: 11.2 % against 14.6 % at home after adjusting.",
        "keeps": "After adjusting, remote work stops 3.42 in 100 from leaving.",
        "loyal": "After adjusting, people working from home are more loyal: 11.2 % left, against 14.6 % in the office.",
    },
    "nhefs": {
        "went on": "Those who went on smoking put on 3.39 kg more than quitters, once nine columns are adjusted for.",
        "eight columns": "Quitters put on 3.39 kg more than those who went on smoking, once eight columns are adjusted for.",
        "fact": "Nothing outside the graph affects both quitting and weight.",
        "fat": "Provided that the graph is right and nothing else affects both, quitters gain 3.39 kg of fat on average.",
    },
    "sipp1991_401k": {
        "others": "Eligible households hold 14,150 US dollars on average after adjusting, the others 22,262 US dollars.",
        "grows": "The difference grows from 8,112 to 19,559 US dollars when income and the other columns are adjusted for.",
    },
    "lalonde_matchit": {
        "narrow": "After adjusting, the trained men's earnings are 233 US dollars lower, with an interval that excludes zero.",
        "drawn": "The 614 men were assigned at random: 185 to the training and 429 to the survey.",
    },
    "ucb_admissions": {
        "men's": "Men's rate of admission is 14.2 percentage points lower than women's.",
    },
    "kidney_stones": {
        "impossible": "After adjusting for the size of the stone, surgery has a success rate of 83.3 % and the keyhole method one of 77.9 %; no difference is impossible.",
    },
}
