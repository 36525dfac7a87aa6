"""Faithful explanations of batch A, as several models would write them: each says what was computed."""

# ruff: noqa: E501 (sentences are kept whole)
from __future__ import annotations

FAITHFUL: dict[str, list[str]] = {
    "kg": [
        "Provided that the graph is right and nothing else affects both, quitting smoking adds about 3.4 kg on average. The 95% interval after adjusting runs from 2.4 to 4.4 kg, so it stays clear of zero. Without adjusting, the gap is smaller, at 2.5 kg.",
        "**Main finding:** Provided that the graph is right and nothing else affects both, giving up smoking raises the weight change by 3.39 kg (95 % interval 2.40 to 4.39 kg).",
        "- After adjusting: 3.39 kg (95 % interval 2.40 to 4.39 kg)\n- Without adjusting: 2.54 kg (95 % interval 1.58 to 3.50 kg)\n- Rows used: 1,566; left out: 63",
        "After adjusting for age, exercise and sex, the average weight change is 5.15 kg among those who gave up smoking and 1.76 kg among those who did not.",
        "In the raw data, quitters put on 4.53 kg on average and everyone else 1.98 kg.",
        "The result rests on 1,566 people, 403 of whom gave up smoking and 1,163 of whom did not. Another 63 were left out because their weight change is missing.",
        "The uncertainty is moderate: after adjusting, values anywhere from 2.40 to 4.39 kg are compatible with the data.",
        "If the graph holds and no other common cause has been missed, then quitting leads to a weight gain of roughly 3.4 kg, though the data would also fit something as low as 2.4 kg or as high as 4.4 kg.",
        "Taking age, exercise and sex into account makes the difference larger: it goes from 2.54 kg to 3.39 kg.",
        "This conclusion is only as good as the graph. If an important common cause is missing from it, the adjusted figure of 3.39 kg could be misleading.",
    ],
    "risk in 100": [
        "Provided that the graph is right and nothing else affects both, treatment A changes the success rate from 78 in 100 to 83 in 100. However, the interval from −1.26 to 12.0 in 100 leaves room for no effect.",
        "After adjusting for the size of the stone, A comes out 5.4 percentage points ahead of B, but with a 95 % interval of −1.3 to 12.0 percentage points we cannot tell whether there is any difference at all.",
        "Without adjusting, the picture is reversed: the stone was removed in 78 in 100 with A and in 83 in 100 with B.",
        "The crude comparison favours B (a difference of −4.57 percentage points for A), whereas the adjusted comparison favours A (5.37 percentage points). Both intervals include zero.",
        "Each treatment was given to 350 of the 700 patients.",
        "The data are too imprecise to settle the matter: after adjusting, the interval stretches from −1.26 to 12.0 in 100 and so leaves room for no effect.",
        "After adjusting, B succeeds in 77.9 in 100 and A in 83.3 in 100; zero is still inside the interval.",
    ],
    "risk lowered": [
        "Provided that the graph is right and nothing else affects both, getting the flu shot cuts the risk of flu by 5.3 percentage points, from 13.4 in 100 to 8.1 in 100.",
        "Among people of the same age, those who got the flu shot had flu less often: 8 in 100 compared with 13 in 100.",
        "Without adjusting, the vaccinated fell ill in 9.4 in 100 and the unvaccinated in 11.5 in 100, a difference of −2.1 percentage points whose interval (−4.4 to 0.2) leaves room for no difference.",
        "Put differently: per 100 people, roughly 5 fewer have flu with the shot after adjusting for age.",
        "The 95 % interval of the adjusted difference, −7.60 to −3.02 in 100, lies wholly below zero.",
        "- With the shot (after adjusting): 8.12 in 100\n- Without the shot (after adjusting): 13.4 in 100\n- Difference: −5.31 in 100",
        "Of the 4,210 people in the data, 2,010 got the flu shot and 2,200 did not.",
        "After adjusting for age, the difference grows from −2.1 to −5.3 percentage points.",
    ],
    "dollars": [
        "Among people who are alike in age, years of schooling and earlier earnings, those who took the training earned 1,548 US dollars more in 1978 on average. The 95 % interval is wide, from 79 to 3,018 US dollars. Whether the training is the cause cannot be said, because the cause and the outcome have not been confirmed.",
        "Without adjusting, trainees earned $635 less than the others, but the interval from −$1,927 to $657 leaves room for no difference.",
        "The sign changes once age, educ, re74 and re75 are adjusted for: from 635 US dollars lower to 1,548 US dollars higher.",
        "After adjusting, taking the training is associated with 1,548 US dollars higher earnings in 1978 (95 % interval 79 to 3,018 US dollars).",
        "This is an association and not a causal claim, since the cause and the outcome have not been confirmed yet.",
        "The adjusted difference is estimated rather imprecisely: its standard error is about 750 US dollars.",
        "• After adjusting: +1,548 US dollars (79 to 3,018)\n• Without adjusting: −635 US dollars (−1,927 to 657)",
    ],
    "nhefs": [
        "Among adult smokers in the United States, and provided that the graph is right and nothing else affects both, quitting smoking raises body weight by 3.39 kg on average between the two visits.",
        "After adjusting for nine columns, the quitters' weight change is 5.15 kg and that of people who went on smoking is 1.76 kg.",
        "The estimate uses 1,566 of 1,629 rows; in the remaining 63 the weight change is missing.",
        "Simply comparing the two groups without adjusting gives 2.54 kg (95 % interval 1.58 to 3.50), which is less than the 3.39 kg found after adjusting.",
        "Provided that the graph is right and all common causes are measured, quitting makes people about 3.4 kg heavier on average. The range from 2.40 to 4.39 kg is what fits the data.",
        "Age, sex, race, schooling, cigarettes a day, years of smoking, exercise, how active the usual day is and body weight at the first visit are all adjusted for.",
    ],
    "nsw_mixtape": [
        "A lottery decided who got the training, so nothing had to be adjusted for. Provided that the graph is right and nothing else affects both, the training raises earnings in 1978 by 1,794 US dollars on average.",
        "The trained men earned 6,349 US dollars on average and the other men 4,555 US dollars, a difference of 1,794 US dollars (95 % interval 474 to 3,115).",
        "The data contain 445 men: 185 in the training and 260 not in it.",
        "With a 95 % interval from 474 to 3,115 US dollars the estimate is fairly uncertain, yet zero is not in it.",
    ],
    "lalonde_matchit": [
        "Among men alike in age, schooling, race, marital status, school degree and earlier earnings, those in the training earned 233 US dollars less in 1978, but the interval from −1,981 to 1,515 US dollars leaves room for no difference.",
        "Before adjusting, the trained men earned 635 US dollars less than the men from the survey (95 % interval −1,967 to 697).",
        "No causal conclusion is possible here: the data speak against an assumption, namely that in every group alike in what is adjusted for both values of “treat” occur.",
        "After adjusting, average earnings are 6,382 US dollars with the training and 6,615 US dollars without it, and the interval of the difference includes zero.",
        "In short, the data are inconclusive. After adjusting, the difference of −233 US dollars could just as well be zero.",
    ],
    "sipp1991_401k": [
        "Provided that the graph is right and nothing else affects both, being eligible for a 401(k) raises net financial assets by 8,112 US dollars on average (95 % interval 5,912 to 10,313).",
        "Without adjusting, eligible households own 19,559 US dollars more. Much of that gap goes away after adjusting for age, income, family size and six more columns: 8,112 US dollars remain.",
        "After adjusting, net financial assets average $22,262 for eligible households and $14,150 for the others.",
        "All 9,915 households are used, 3,682 of them eligible and 6,233 not.",
        "Both intervals lie above zero: 5,912 to 10,313 US dollars after adjusting, and 16,789 to 22,329 US dollars without.",
    ],
    "ucb_admissions": [
        "Thirty in 100 women were admitted, compared with 45 in 100 men.",
        "Provided that the graph is right and nothing else affects both, being female instead of male lowers the chance of admission by 14.2 percentage points (95 % interval −17.0 to −11.3).",
        "The admission rate is 30.4 % for women and 44.5 % for men, a difference of −14.2 percentage points.",
        "Nothing is adjusted for here, so the figures with and without adjusting are the same: −14.2 in 100.",
        "All 4,526 applications were used: 1,835 from women and 2,691 from men.",
    ],
    "kidney_stones": [
        "Open surgery removes the stone in 83 in 100 patients after adjusting for the size of the stone, the keyhole method in 78 in 100; the 95 % interval of the difference, −1.26 to 12.0 in 100, leaves room for no effect, and all this holds only provided that the graph is right.",
        "Without adjusting, the keyhole method looks better, with 83 in 100 successes against 78 in 100 for open surgery.",
        "Once the size of the stone is taken into account, open surgery is ahead by 5.4 percentage points, although the interval still includes zero.",
    ],
}
