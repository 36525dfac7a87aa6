"""Faithful explanations of three computed examples: every one passes."""

# ruff: noqa: E501 (sentences are kept whole)
from __future__ import annotations

from pathlib import Path

import pytest

from llm.verify import verify
from tests.studies.verified import facts_of_example, lines

FAITHFUL = {
    "nhefs": """
Provided that the graph is right, giving up smoking raises weight by about 3.4 kg on average.
After adjusting, quitters put on 3.39 kg more than those who went on.
Without any adjustment the difference between the two groups is 2.54 kg.
The adjusted difference lies between 2.40 and 4.39 kg with 95 % confidence.
If nothing that affects both is missing from the graph, quitting leads to 3.4 kg more weight on average.
The number is only as good as the graph.
63 people were left out because their weight in 1982 is missing.
There were 403 quitters and 1,163 people who went on.
The interval does not include zero.
Average weight change was 5.15 kg for those who quit and 1.76 kg for those who went on, after adjusting.
After adjusting for age, sex and seven more columns, those who quit are 3.39 kg heavier.
This is an average and not a promise for anybody.
Assuming the graph is right, quitting smoking adds 3.39 kg on average, with a 95 % interval from 2.40 to 4.39 kg.
If the graph is right, people who quit smoking gain on average about 3.4 kg more than they would have to expect from going on.
If the graph can be trusted, giving up smoking increases weight by 3.39 kg on average.
Quitters gained 2.54 kg more than the others before anything was adjusted for.
Adjusted for nine columns, quitters gained 3.39 kg more than those who went on smoking.
The adjusted estimate of 3.39 kg has an interval of 2.40 to 4.39 kg.
The interval stays above zero.
Altogether 1,566 people were used; 63 more had to be left out because their weight change is missing.
The comparison is between 403 people who quit and 1,163 who went on smoking.
Adjusting raises the difference from 2.54 kg to 3.39 kg.
All of this rests on the graph being right.
After adjustment, people who went on smoking gained 1.76 kg, while people who quit gained 5.15 kg.
These numbers are averages and do not tell what will happen to one person.
Without adjusting for anything, the difference is 2.54 kg (1.58 to 3.50 kg).
If the arrows of the graph are right, quitting smoking makes people heavier, by 3.39 kg on average.
Provided the graph is right, giving up smoking raises weight by 3.39 kg on average (95 % interval 2.40 to 4.39).
If the graph is right and nothing else drives both, people who quit put on about 3.4 kg more.
Assuming the drawn graph holds, quitting smoking causes an average gain of 3.4 kg (95% CI 2.4 to 4.4).
Under the assumption that the graph is correct, the average effect of quitting on weight change is 3.39 kg, and the 95% interval of 2.40 to 4.39 kg excludes zero.
The adjusted difference, 3.39 kg, is larger than the raw one, 2.54 kg.
Without adjustment, quitters gained 2.54 kg more (1.58 to 3.50).
Of 1,629 people, 63 had no weight in 1982 and were left out, so 1,566 were used.
403 people quit and 1,163 went on.
Adjusting for nine columns, among them age, sex and race, the difference is 3.4 kg.
After adjustment those who quit gained 5.15 kg on average and those who went on gained 1.76 kg.
After adjusting for age, sex, race, education, smokeintensity, smokeyrs, exercise, active and wt71, weight change is 3.39 kg higher among quitters.
The estimate has a standard error of 0.51 kg.
If everything that affects both is in the graph, quitting adds roughly 3.4 kg.
Quitting smoking goes together with more weight: 3.39 kg after adjusting, 2.54 kg before.
So, provided the graph is right, a person who quits can expect, on average over such people, about 3.4 kg more.
The interval from 2.4 to 4.4 kg does not contain zero, so the data speak against no difference.
Provided that the arrows are right, the weight gain from quitting lies somewhere between 2.4 and 4.4 kg.
The crude difference understates it: 2.54 kg before adjustment, 3.39 kg after.
On average and provided the graph is right, giving up cigarettes raises body weight by 3.39 kilograms.
In plain words: if the graph is right, stopping smoking makes people about three and a half kilos heavier on average.
As long as no hidden common cause is missing from the graph, quitting leads to a weight change 3.39 kg higher.
It rests on the graph: a hidden common cause could change the number.
None of this proves that quitting causes weight gain.
The 1,566 people with a known weight change are the ones used here.
Given that the graph is right, qsmk = 1 instead of 0 raises wt82_71 by 3.393 kg.
Adult smokers who quit gained 3.4 kg more than those who did not, after adjusting for age, sex and other columns.
With a 95% confidence interval from 2.40 kg to 4.39 kg, the adjusted estimate is 3.39 kg.
Provided the graph is right, quitting smoking makes people gain 3.39 kg more on average than going on would.
If the graph is right, the average effect is a gain of 3.4 kg.
Provided the graph is right, people who stop smoking weigh 3.39 kg more in 1982 than they otherwise would.
Those who went on gained 3.39 kg less than those who quit, after adjusting.
After adjusting for nine columns, quitters had gained 3.39 kg more than people who went on smoking.
The difference grows from 2.54 kg to 3.39 kg once the nine columns are adjusted for.
We used 1,566 of the 1,629 people; for 63 the weight change is missing.
The analysis uses 1,566 people: 403 who quit and 1,163 who went on.
The range that goes well with the data is 2.40 to 4.39 kg.
Provided that the arrows are drawn correctly, quitting increases weight by 3.39 kg, and the interval leaves no room for no effect.
Before adjustment, the quitters had gained 4.53 kg and the others 1.98 kg.
If a common cause is missing from the graph, the number may be wrong.
The number holds only if the graph is right.
This is an average; it says nothing about a single person.
Looking at the raw data, quitters gained about 2.5 kg more.
Assuming that nothing outside the graph affects both, stopping smoking leads to about 3.4 kg of extra weight on average.
The 95 % interval, 2.40 to 4.39 kg, lies wholly above zero.
After adjusting, the average gain is 5.15 kg among quitters and 1.76 kg among those who went on.
On average, quitters gained more weight: about 3.4 kg more after adjusting for age, sex, race and six more columns.
The answer depends on the graph, which the data cannot confirm.
""",
    "kidney_stones": """
After adjusting, open surgery succeeds in 83 in 100 and the keyhole method in 78 in 100, but the interval includes zero.
As seen, the keyhole method succeeds more often: 83 in 100 against 78 in 100.
If the graph is right, A is better by 5.4 points on average, but the interval includes no effect.
The interval is too wide to tell the two methods apart.
Without adjusting, A is 4.57 points behind B.
Provided that the graph is right, open surgery leads to success in 83 of 100 patients and the keyhole method in 78 of 100, but the interval includes zero.
Without adjusting, the keyhole method seems to do better, with 83 in 100 against 78 in 100.
Once the size of the stone is adjusted for, A does better by 5.4 percentage points, although the interval includes zero.
The interval of the adjusted difference, −1.26 to 12.0 in 100, includes zero, so it is not clear which method is better.
As seen, success is 4.57 points less frequent with open surgery.
All 700 patients were used and nobody was left out.
350 patients had open surgery and 350 had the keyhole method.
The difference changes its sign once stone is adjusted for.
Compared without adjusting, A succeeds less often than B: 78 in 100 against 83 in 100.
After adjusting, the chance of success is 83 % with A and 78 % with B, but no difference is not ruled out.
If the graph is right, the effect is about 5 in 100, but the interval leaves room for no effect.
The size of the stone is adjusted for.
Provided the graph is right, A raises success by 5.4 percentage points, but the interval (−1.3 to 12.0) includes zero.
Without adjustment A looks worse: 78 in 100 against 83 in 100 with B.
After adjusting for stone size, success comes in 83 in 100 with open surgery and in 78 in 100 with the keyhole method; the interval leaves room for no effect.
After adjusting for stone the picture turns: 83 in 100 succeed with A, 78 in 100 with B, and the interval still includes no difference.
The result is uncertain: the 95 % interval goes from −1.26 to 12.0 in 100.
If the graph is right, the effect of A instead of B is 5.37 in 100, and the data do not rule out zero.
The unadjusted difference is −4.57 points (−10.5 to 1.33).
All 700 patients were used, 350 with A and 350 with B.
Provided the graph is right, open surgery raises the success rate from 77.9 % to 83.3 %, though no effect is still possible: the interval includes zero.
Adjusting for stone turns the sign: from 4.6 points fewer successes to 5.4 points more, with an interval that includes zero.
Only one column, stone, is adjusted for.
Per 100 patients, about 5 more succeed with A after adjusting; the interval includes zero.
The data cannot tell whether A or B is better: the interval includes zero.
After adjusting for the size of the stone, open surgery succeeds 5.4 points more often, but the interval includes zero.
Once stones of the same size are compared, A looks better, though the interval includes no difference.
Without adjusting, the keyhole method looks better: 83 in 100 against 78 in 100.
Without adjusting, B succeeds 4.57 points more often.
If the graph is right, open surgery raises the chance of success by about 5 points, but the data leave room for no effect.
The interval from −1.3 to 12 points is wide and includes zero.
The adjusted success rate is 83.3 % with open surgery and 77.9 % with the keyhole method.
With B, success is 5.4 points lower after adjusting; the interval includes zero.
""",
    "lalonde_matchit": """
As seen, men with the training earned 635 dollars less, and the interval includes zero.
After adjusting, the difference is −233 dollars with an interval from −1,981 to 1,515 dollars.
This is no statement about cause and effect.
The interval is wide and includes zero.
The training goes with earnings 233 dollars lower after adjusting; the interval leaves room for no effect.
All 614 rows were used.
After adjusting, those who took part earned 233 dollars less; the interval from −1,981 to 1,515 dollars includes zero.
The men who took part in the training earned 635 dollars less than the others, without adjusting; the interval includes zero.
Seven columns are adjusted for, among them age, race and earlier earnings.
No conclusion about cause and effect can be drawn.
The training goes together with earnings that are lower by 233 dollars after adjusting, but the interval includes no difference.
This result does not say that the training lowers earnings.
In both comparisons the interval includes zero.
614 men were used, 185 with the training and 429 without it.
The data cannot say whether the training helps or harms.
The standard error of the adjusted difference is about 892 dollars.
The adjusted means are 6,382 dollars with the training and 6,615 dollars without it.
After adjusting for age, schooling, race, marriage and earlier earnings, the trained earned 233 dollars less, and the interval from −1,981 to 1,515 dollars includes zero.
As seen, the trained earn $635 less (−$1,967 to $697).
Whether the training changes earnings cannot be said from this.
All 614 rows were used: 185 with the training and 429 without.
The adjusted difference is −233 US dollars, with a 95 % interval from −1,981 to 1,515.
Earnings in 1978 are about $230 lower with the training after adjustment, but the interval includes no difference.
No causal sentence is allowed here, because the data speak against an assumption.
After adjustment, the mean of re78 is 6,382 dollars with treat = 1 and 6,615 dollars with treat = 0.
The two groups overlap too little to speak of cause and effect.
Training goes together with earnings that are 233 dollars lower among men alike in the seven columns; the interval, −1,981 to 1,515 dollars, includes zero.
Before adjustment the gap is −635 dollars; after adjusting for seven columns it shrinks to −233 dollars, and the interval includes zero.
The uncertainty is large: the standard error is 892 dollars.
Men in the programme earned 635 dollars less than men in the survey, without any adjustment; that interval includes zero.
After adjusting, men in the programme earned 233 dollars less than comparable men in the survey; the interval includes zero.
The adjusted difference is close to −233 dollars, and its interval, −1,981 to 1,515 dollars, includes zero.
Men without the training earned 233 dollars more after adjusting; the interval includes zero.
Nothing is said here about cause and effect.
This is an association only: re78 is 233 dollars lower with the training after adjusting, and the interval includes zero.
The gap shrinks from −635 dollars to −233 dollars after adjusting, and the interval includes zero.
The data used: 614 men, 185 of them with the training.
After adjusting, average earnings are 6,382 dollars for the trained and 6,615 dollars for the others; the interval includes zero.
It cannot be concluded that the training lowers earnings.
Among men alike in age, schooling, race, marital status, degree and earlier earnings, the trained earned 233 dollars less; the interval includes zero.
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("verified")


@pytest.mark.parametrize(("name", "text"), lines(FAITHFUL))
def test_a_faithful_explanation_of_an_example_passes(name: str, text: str, folder: Path) -> None:
    assert verify(text, facts_of_example(name, folder)).faults == ()
