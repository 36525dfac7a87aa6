"""Faithful explanations of batch C: written after the check had been mended for batch B, on further results."""

# ruff: noqa: E501 (sentences are kept whole)
from __future__ import annotations

FAITHFUL: dict[str, list[str]] = {
    "discount": [
        "Provided that the graph is right and nothing else affects both, showing a discount raises the share of people who order from 6.25 in 100 to 8.12 in 100.",
        "Customers who were shown a discount ordered more often: 9.3 % against 5.8 % without adjusting.",
        "Some of the raw difference is due to other things: after adjusting for visits and country it falls from 3.51 to 1.87 percentage points.",
        "The adjusted difference comes to 1.87 percentage points, with a 95 % interval of 1.24 to 2.50 percentage points, which excludes zero.",
        "Provided that the graph is right and nothing else affects both, roughly 2 more people in 100 place an order when a discount is shown.",
        "The analysis covers 12,480 people; 5,120 of them saw a discount and 7,360 did not.",
        "What could go wrong? A hidden common cause of discounts and orders would make the estimate misleading.",
        "After adjusting, 8.1 in 100 order with a discount and 6.3 in 100 without one.",
    ],
    "noise": [
        "Each additional decibel of noise goes with 0.74 minutes less sleep after adjusting for age and floor, although the interval from −1.62 to 0.14 minutes leaves room for no difference.",
        "Without adjusting, a decibel more goes together with 1.93 minutes less sleep a night (95 % interval −2.73 to −1.13).",
        "Since the cause and the outcome have not been confirmed, nothing can be said about cause and effect.",
        "The adjusted association is weaker than the raw one: −0.74 minutes instead of −1.93 minutes per decibel.",
        "In 12 rows the noise is missing, so 873 of 885 rows were used.",
        "The data do not settle whether noise and sleep are associated once age and floor are adjusted for, as zero lies within the interval.",
    ],
    "union": [
        "After adjusting for schooling, region and experience, union members earn 2.31 US dollars more per hour on average (95 % interval 1.12 to 3.50).",
        "Unadjusted, the wage gap is 0.85 US dollars, and its interval from −0.19 to 1.89 US dollars includes zero.",
        "The average wage after adjusting is $23.51 for members and $21.20 for non-members.",
        "These figures describe an association. They do not tell us that joining a union raises wages.",
        "488 of the 2,044 people belong to a union.",
        "Comparing like with like makes the gap larger: it goes from 0.85 to 2.31 US dollars.",
        "Only the adjusted interval (1.12 to 3.50 US dollars) stays above zero; the unadjusted one (−0.19 to 1.89) does not.",
        "Members of a union are paid more than non-members among people alike in schooling, region and experience.",
    ],
    "tablet": [
        "Among people of the same age, body weight and salt intake, those who take the tablet have a blood pressure that is 6.83 mmHg lower on average.",
        "The estimate of −6.83 mmHg comes with a standard error of 1.12 mmHg.",
        "Provided that the graph is right and nothing else affects both, we would expect blood pressure to be 6.83 mmHg lower on average with the tablet than without it.",
        "In the raw data the averages are 137.4 mmHg with the tablet and 139.3 mmHg without it.",
        "Adjusting matters here: the difference changes from −1.94 to −6.83 mmHg.",
    ],
    "tutor": [
        "After adjusting, the scores are about alike with and without a tutor (63.9 and 63.5 points), and the interval of the difference, −1.87 to 2.71 points, leaves room for a difference either way.",
        "Before adjusting, those with a tutor were 3.16 points behind; after adjusting, they are 0.42 points ahead, with an interval that leaves room for no effect.",
        "Provided that the graph is right and nothing else affects both, tutoring may raise or lower the score: the interval runs from −1.87 to 2.71 points.",
        "The result after adjusting is not statistically significant.",
        "Pupils with a tutor scored 61.5 points on average and those without 64.7 points, before adjusting.",
    ],
    "sleep": [
        "Provided that the graph is right and nothing else affects both, people react 11.8 ms faster on average for each additional hour of sleep.",
        "The raw difference of −18.3 ms per hour is larger than the adjusted one of −11.8 ms.",
        "Two columns are adjusted for: age and coffee.",
    ],
    "remote": [
        "Comparing people of similar tenure and salary, 3.4 in 100 fewer leave among those who work from home.",
        "The share who left is 9.3 % at home and 15.4 % in the office without adjusting, and 11.2 % and 14.6 % after adjusting.",
        "Whether remote work itself is the reason remains open, because the cause and the outcome have not been confirmed.",
    ],
    "odds": [
        "Provided that the graph is right and nothing else affects both, a helmet multiplies the odds of a head injury by 0.62 (95 % interval 0.45 to 0.86).",
        "The odds ratio is 0.71 without adjusting and 0.62 after adjusting, and both intervals lie below 1.",
    ],
    "kg": [
        "The bottom line: provided that the graph is right and nothing else affects both, quitting goes with a gain that is 3.39 kg larger on average.",
        "If you trust the graph, the effect is somewhere between 2.40 and 4.39 kg.",
        "All of these figures are averages; single people can differ from them. After adjusting, the interval spans 2.40 to 4.39 kg.",
        "Those who kept smoking gained 1.76 kg, those who stopped 5.15 kg (both after adjusting).",
        "Leaving out the 63 people with no weight change on record, 1,566 remain.",
    ],
    "risk lowered": [
        "The shot goes together with fewer cases of flu: −2.1 in 100 as seen and −5.3 in 100 after adjusting for age.",
        "Provided that the graph is right and nothing else affects both, the shot reduces the risk of flu from 13.4 % to 8.1 %.",
        "The interval as seen (−4.43 to 0.19 in 100) just about includes zero; the adjusted one (−7.60 to −3.02 in 100) does not.",
    ],
    "nsw_mixtape": [
        "On average the men in the training earned about 1,800 US dollars more in 1978 than those who were not drawn.",
        "The lottery makes the two groups comparable, provided that the graph is right, and the gap of 1,794 US dollars can then be read as the effect on average.",
        "The lower end of the interval is 474 US dollars and the upper end is 3,115 US dollars.",
    ],
    "sipp1991_401k": [
        "After adjusting, households with a 401(k) at work own 8,112 US dollars more; without adjusting it is 19,559 US dollars more.",
        "Assuming that the graph is right and nothing else affects both, the offer of a 401(k) leads to 8,112 US dollars more in net financial assets on average.",
    ],
    "lalonde_matchit": [
        "After adjusting, the gap shrinks from −635 to −233 US dollars, and neither interval excludes zero.",
        "One cannot conclude from these 614 men that training lowers earnings.",
        "185 men took part in the training; the other 429 come from the survey.",
    ],
    "kidney_stones": [
        "Treatment A does worse without adjusting (78.0 % against 82.6 %) and better after adjusting (83.3 % against 77.9 %), but both intervals include zero.",
        "Once stones of the same size are compared, A is 5.37 percentage points better; still, the interval (−1.26 to 12.0) includes zero.",
    ],
    "ucb_admissions": [
        "Provided that the graph is right and nothing else affects both, 14.2 fewer in 100 are admitted when the applicant is female instead of male.",
        "About 30 % of the women and 45 % of the men were admitted.",
    ],
}
