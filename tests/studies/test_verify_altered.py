"""Altered explanations of three computed examples: every one is turned down."""

from __future__ import annotations

from pathlib import Path

import pytest

from llm.verify import verify
from tests.studies.verified import facts_of_example, lines

ALTERED = {
    "nhefs": """
Provided that the graph is right, stopping smoking lowers body weight by 3.4 kg.
Provided that the graph is right, smokers who went on put on 3.4 kg more than quitters.
Provided that the graph is right, quitting makes weight fall by 3.39 kg.
Provided that the graph is right, quitting adds 3.39 stone.
Provided that the graph is right, quitting adds 3.39 kg for each year.
Provided that the graph is right, quitting adds 3.93 kg.
Provided that the graph is right, quitting adds 3.39 kg, with an interval from 4.39 down to 2.40 kg.
Giving up smoking brings 3.39 kg more.
Weight rises by 3.39 kg thanks to quitting.
After adjusting for age, sex and alcohol, the difference is 3.39 kg.
Provided that the graph is right, stress adds 3.39 kg.
Provided that the graph is right, quitting adds 3.39 kg as people snack.
After adjusting, the difference is 2.54 kg.
1,163 people quit.
Provided that the graph is right, quitting adds 3.39 kg, half of it fat.
Provided that the graph is right, education adds 3.39 kg.
No one was left out.
Provided that the graph is right, younger people gain 3.39 kg.
Assuming the graph is right, quitting smoking causes an average loss of 3.39 kg.
Assuming the graph is right, quitters become 3.39 kg lighter.
Assuming the graph is right, those who went on smoking gained 3.39 kg more than those who quit.
Assuming the graph is right, quitting smoking adds 3.39 lb.
Assuming the graph is right, quitting smoking adds 7.5 lb.
Assuming the graph is right, quitting adds 3.39 kg (95 % interval 2.54 to 4.39).
Assuming the graph is right, quitting adds 3.39 kg (interval: 4.39, 2.40).
Quitting smoking leads to 3.39 kg more weight.
The weight gain of 3.39 kg is the consequence of quitting.
After adjusting for age, sex and menopause status, the difference is 3.39 kg.
After adjusting for calorie intake the difference is 3.39 kg.
Assuming the graph is right, nicotine withdrawal adds 3.39 kg.
Assuming the graph is right, quitting adds 3.39 kg because the body burns less energy.
Assuming the graph is right, quitting adds 3.39 kg to women and men alike.
The unadjusted difference is 3.39 kg.
The raw difference of 2.54 kg shows what quitting does to weight.
1,566 rows were left out.
Of 1,629 people, 36 were left out.
Assuming the graph is right, quitting adds 339 g.
Assuming the graph is right, quitting adds nearly 3.39 kg a year.
Assuming the graph is right, weight dips by 3.39 kg after quitting.
Assuming the graph is right, quitting changes weight by -3.39 kg.
The interval goes from 2.40 to 4.39 kg and so includes no difference.
It is proven that quitting adds 3.39 kg.
Provided the graph is right, giving up smoking raises weight by -3.39 kg.
Provided the graph is right, those who quit ended up 3.39 kg lighter than those who went on.
Provided the graph is right, quitters slimmed down by 3.39 kg.
Provided the graph is right, quitters shed 3.39 kg.
Provided the graph is right, quitters weighed in at minus 3.39 kg.
Provided the graph is right, weight came down 3.39 kg with quitting.
Provided the graph is right, quitting makes people thinner by 3.39 kg.
Provided the graph is right, quitting raises weight by 3.39 pounds.
Provided the graph is right, quitting raises weight by 3.39 kg/year.
Provided the graph is right, quitting raises weight by 3390 g.
Provided the graph is right, quitting raises weight by 339 kg.
Provided the graph is right, quitting raises weight by 3.40 kg.
Provided the graph is right, quitting raises weight by 3.38 kg.
Provided the graph is right, quitting raises weight by 3.5 kg.
Provided the graph is right, quitting raises weight by around 4 kg.
Provided the graph is right, quitting raises weight by three kg and four hundred grams.
Provided the graph is right, quitting raises weight by five kilograms.
Provided the graph is right, quitting raises weight by three point nine three kg.
Provided the graph is right, quitting raises weight by 3.39 kg (95 % interval 4.39 to 2.40).
Provided the graph is right, quitting raises weight by 3.39 kg (95 % interval −4.39 to −2.40).
Provided the graph is right, quitting raises weight by 3.39 kg (95 % interval 2.40 to 4.93).
Provided the graph is right, quitting raises weight by 3.39 kg (99 % interval 2.40 to 4.39).
Provided the graph is right, quitting raises weight by 3.39 kg, with upper limit 2.40 and lower limit 4.39.
Provided the graph is right, quitting raises weight by 3.39 kg, plus or minus 0.51 kg at 95 % confidence.
Provided the graph is right, quitting raises weight by 3.39 ± 1.99 kg.
Provided the graph is right, quitting raises weight by 2.54 kg.
After adjustment for age, diet and sex the difference is 3.39 kg.
After adjustment for bmi the difference is 3.39 kg.
Provided the graph is right, appetite explains the 3.39 kg.
Provided the graph is right, quitting raises weight by 3.39 kg, as thyroid function slows.
Provided the graph is right, quitting raises weight by 3.39 kg since leptin rises.
Provided the graph is right, sugar intake raises weight by 3.39 kg.
After adjusting, mood is 3.39 kg higher.
1,629 rows were used and none left out.
1,566 people quit.
403 people went on smoking and 1,163 quit, in the adjusted comparison.
A total of 1,665 people were analysed.
The sample size was 1629 and 36 were dropped.
n = 1600.
Provided the graph is right, quitting raises weight by 3.39 %.
Provided the graph is right, quitting raises weight by 3.39 percentage points.
Provided the graph is right, there's a 95 % chance that a quitter puts on 2.40 to 4.39 kg.
Provided the graph is right, smoking raises weight by 3.39 kg.
Provided the graph is right, starting to smoke raises weight by 3.39 kg.
Provided the graph is right, going on smoking raises weight by 3.39 kg.
Provided the graph is right, those who kept smoking put on 3.39 kg more than quitters.
Provided the graph is right, people who did not quit gained 3.39 kg more than people who quit.
The data confirm the graph: quitting raises weight by 3.39 kg, provided it is right.
Provided the graph is right, and it is, quitting raises weight by 3.39 kg.
Quitting raises weight by 3.39 kg.
Quitting is why weight is 3.39 kg higher after adjustment.
As seen, without any adjustment, quitting raises weight by 2.54 kg.
Provided the graph is right, without adjustment quitting raises weight by 2.54 kg.
Had they not quit, the quitters would weigh 3.39 kg less, provided the graph is right.
Provided the graph is right, quitting raises weight by 3.39 kg in women.
Provided the graph is right, quitting raises weight by 3.39 kg among the young.
Provided the graph is right, quitting tripled weight.
Provided the graph is right, quitting raises weight by a couple of kg.
Provided the graph is right, quitting raises weight by a few kg.
The effect is negligible after adjusting.
Provided the graph is right, the effect is enormous.
After adjusting, quitters weigh 5.15 kg and others 1.76 kg less.
After adjusting, the difference is 3.39 kg, that is 8 pounds.
The adjusted difference is 3.39 kg and is due to confounding.
After adjusting, the p value is below 0.001.
After adjusting, t = 6.7.
Provided the graph is right, quitting raises weight by 3.39 kg. It raises blood pressure too.
Provided the graph is right, quitting raises weight by 3.39 kg; wt71 raises it too.
Provided the graph is right, qsmk = 0 instead of 1 raises wt82_71 by 3.39 kg.
Provided the graph is right, setting qsmk to 0 rather than 1 raises wt82_71 by 3.39 kg.
Provided the graph is right, going from qsmk = 1 to qsmk = 0 raises wt82_71 by 3.39 kg.
The standard error is 3.39 kg.
The standard error is 0.50 kg.
The adjusted mean is 5.15 kg with qsmk = 0 and 1.76 kg with qsmk = 1.
Provided the graph is right, quitting raises weight by 3.39 kg over ten years.
Eight variables were adjusted for.
The interval 2.40 to 4.39 kg contains zero.
The interval 2.40 to 4.39 kg contains no effect.
Adjusting makes the difference smaller: 3.39 kg after adjusting.
Provided the graph is right, quitting raises weight by between 1.58 and 3.50 kg.
After adjusting for age, sex and leptin the difference is 3.39 kg.
After adjusting for age, sex and leptin, the difference is 3.39 kg.
Adjusted for leptin the difference is 3.39 kg.
Among people alike in age and leptin the difference is 3.39 kg.
After adjusting for leptin levels the adjusted difference is 3.39 kg.
After adjusting for zodiac the difference is 3.39 kg.
Provided that the graph is right, leptin raises weight by 3.39 kg.
Provided that the graph is right, ghrelin rather than quitting raises weight by 3.39 kg.
Provided that the graph is right, quitting raises leptin by 3.39 kg.
Provided that the graph is right, quitting raises height by 3.39 kg.
After adjusting, cholesterol is 3.39 kg higher.
After adjusting, chess rating is 3.39 kg higher with quitting.
Provided that the graph is right, drinking raises weight by 3.39 kg.
Provided that the graph is right, chewing gum raises weight by 3.39 kg.
Provided that the graph is right, the nicotine patch raises weight by 3.39 kg.
1,566 people were analysed and nobody was left out.
All 1,566 rows were used.
All of the data were used.
Provided that the graph is right, quitting raises weight by one kilogram.
Provided that the graph is right, smoking raises weight by 3.39 kg on average (95 % interval 2.40 to 4.39).
Provided that the graph is right, quitting brings down weight by 3.39 kg on average (95 % interval 2.40 to 4.39).
Provided the graph is right, quitting smoking takes 3.39 kg off people's weight.
Provided the graph is right, quitting costs people 3.39 kg.
Provided the graph is right, people end up 3.39 kg below where they would be.
Provided the graph is right, quitting moves weight down by 3.39 kg.
Provided the graph is right, continuing smokers gain 3.39 kg more.
Provided the graph is right, not quitting adds 3.39 kg.
Provided the graph is right, the smokers who carried on weigh 3.39 kg more.
Provided the graph is right, those who remained smokers put on 3.39 kg more.
Provided the graph is right, without quitting, weight goes up by 3.39 kg.
Provided the graph is right, quitters gain 3.39 kg less than those who went on.
Provided the graph is right, weight change is 3.39 kg higher among those who went on.
Provided the graph is right, weight change is 3.39 kg higher for those who did not quit.
Provided the graph is right, age raises weight by 3.39 kg.
Provided the graph is right, exercise explains the 3.39 kg.
Provided the graph is right, quitting raises exercise by 3.39 kg.
Provided the graph is right, quitting raises weight by 3.39 kg through exercise.
Provided the graph is right, quitting raises weight by 3.39 kg because people exercise less.
Provided the graph is right, quitting raises weight by 3.39 kg because of age.
Provided the graph is right, quitting raises weight by 3.39 kg for those who smoked a lot.
Provided the graph is right, quitting raises weight by 3.39 kg among older people.
Provided the graph is right, quitting raises weight by 3.39 kg in men.
Provided the graph is right, quitting raises weight by 3.39 kg a week.
Provided the graph is right, quitting raises weight by 3.39 kg per cigarette.
Provided the graph is right, quitting raises weight by 3.39 kg between 1971 and 1990.
Provided the graph is right, quitting raises weight to 3.39 kg.
Provided the graph is right, the average weight after quitting is 3.39 kg.
Provided the graph is right, quitting always raises weight by 3.39 kg.
Provided the graph is right, quitting raises weight by 3.39 kg, which is certain.
Provided the graph is right, quitting raises weight by 3.39 kg, and this is settled.
Provided the graph is right, the interval is 2.40 to 4.39 kg, so the true effect must lie in it.
Provided the graph is right, quitting raises weight by 2.40 kg.
Provided the graph is right, quitting raises weight by 4.39 kg.
Provided the graph is right, quitting raises weight by 5.15 kg.
Provided the graph is right, quitting raises weight by 63 kg.
Provided the graph is right, quitting raises weight by 3.39 kg, a considerable amount.
Provided the graph is right, quitting raises weight by some kilos.
Provided the graph is right, quitting barely raises weight.
Provided the graph is right, quitting raises weight by 3.39 kg (2.54 kg after adjusting).
After adjusting, the difference is 3.39 kg because of quitting.
After adjusting, weight is 3.39 kg higher, so quitting is to blame.
Quitting has made people 3.39 kg heavier after adjusting.
The adjusted difference is 2.54 kg and the raw one is 3.39 kg.
Adjusting lowers the difference from 2.54 kg to 3.39 kg.
Adjusting reduces the difference: 2.54 kg before, 3.39 kg after.
Without adjusting the interval is 2.40 to 4.39 kg.
403 people went on smoking and 1,163 quit.
1,163 quitters were compared with 403 others.
63 people were used.
Of 1,566 people, 63 were left out.
After adjusting for nine columns, among them sleep, the difference is 3.39 kg.
After adjusting for ten columns the difference is 3.39 kg.
After adjusting for age and wt82_71 the difference is 3.39 kg.
After adjusting for qsmk the difference is 3.39 kg.
Nothing but age was adjusted for: the difference is 3.39 kg.
""",
    "kidney_stones": """
After adjusting, A succeeds in 78 in 100 and B in 83 in 100; the interval includes zero.
After adjusting, success is 5.37 points lower with A; the interval includes zero.
Provided that the graph is right, B does better by 5.37 points, though the interval includes zero.
After adjusting, bleeding is 5.37 points rarer with A; the interval includes zero.
After adjusting, the interval goes from 12.0 down to −1.26 points.
As seen, A is 5.37 points better.
Assuming the graph is right, B raises success by 5.37 points, but the interval includes zero.
After adjusting, A brings success to 78 in 100 and B to 83 in 100; the interval includes zero.
After adjusting, the success rate is 5.37 % higher with A; the interval includes zero.
After adjusting, complications are 5.37 points more frequent with A; the interval includes zero.
After adjusting for stone and hospital, A is 5.37 points better; the interval includes zero.
After adjusting, the interval is 1.26 to 12.0 points.
Open surgery is clearly better than the keyhole method.
After adjusting, keyhole patients do better by 5.37 points; the interval includes zero.
Provided the graph is right, A lowers success by 5.37 percentage points, though the interval includes zero.
Provided the graph is right, A raises success by 5.37 %, though the interval includes zero.
Provided the graph is right, A raises success by 0.054 percentage points, though the interval includes zero.
Provided the graph is right, A raises success by 5 in 1,000, though the interval includes zero.
Provided the graph is right, B raises success from 78 in 100 to 83 in 100, though the interval includes zero.
Provided the graph is right, A brings success in 78 in 100 instead of 83 in 100, though the interval includes zero.
After adjusting, B succeeds in 83 in 100 and A in 78 in 100; the interval includes zero.
After adjusting, the keyhole method succeeds in 83 in 100 and open surgery in 78 in 100; the interval includes zero.
Provided the graph is right, the keyhole method raises success by 5.37 in 100, though the interval includes zero.
After adjusting the interval goes from 1.26 to 12.0 in 100.
After adjusting the interval goes from −1.26 to −12.0 in 100.
After adjusting the interval goes from 12.0 to −1.26 in 100.
Provided the graph is right, open surgery is better than the keyhole method.
Provided the graph is right, the keyhole method works better, though the interval includes no effect.
Both methods work equally well.
Without adjusting, A does better: 83 in 100 against 78 in 100.
Provided the graph is right, large stones lower success by 5.37 in 100, though the interval includes zero.
After adjusting, failure is 5.37 in 100 more frequent with A; the interval includes zero.
After adjusting, failure happens in 83 in 100 with A and 78 in 100 with B; the interval includes zero.
350 patients got A and 250 got B.
After adjusting, success is 5.37 times as frequent with A; the interval includes zero.
After adjusting, success is seven percent more frequent with A; the interval includes zero.
After adjusting for stone and age, success is 5.37 in 100 more frequent; the interval includes zero.
Provided the graph is right, for small stones A raises success by 5.37 in 100, though the interval includes zero.
Provided the graph is right, one in nineteen patients is cured by A, though the interval includes zero.
In a hundred patients, eighty-three succeed with B after adjusting and seventy-eight with A; the interval includes zero.
Provided that the graph is right, laser therapy raises success by 5.37 in 100, though the interval includes zero.
Provided that the graph is right, B instead of A raises success by 5.37 in 100, though the interval includes zero.
Provided that the graph is right, method B raises success by 5.37 in 100, though the interval includes zero.
Provided that the graph is right, treatment B raises success by 5.37 in 100, though the interval includes zero.
Provided that the graph is right, B raises success by 5.37 in 100, though the interval includes zero.
Provided that the graph is right, “treatment” = B raises success by 5.37 in 100, though the interval includes zero.
After adjusting, success is 5.37 in 100 more frequent with B; the interval includes zero.
After adjusting, death is 5.37 in 100 more frequent with A; the interval includes zero.
After adjusting, relapse is 5.37 in 100 more frequent with A; the interval includes zero.
Provided that the graph is right, A raises failure by 5.37 in 100, though the interval includes zero.
After adjusting, B succeeds more often than A; the interval includes zero.
After adjusting, A fails in 83 in 100 and B in 78 in 100; the interval includes zero.
After adjusting, open surgery succeeds in 78 in 100; the interval includes zero.
After adjusting, A succeeds 5.37 in 100 less often; the interval includes zero.
After adjusting, the keyhole method comes out ahead by 5.37 points; the interval includes zero.
After adjusting, with B instead of A success is 5.37 points higher; the interval includes zero.
Without adjusting, A is better by 4.57 points.
After adjusting, A raises success by 5.37 in 100; the interval includes zero.
Provided the graph is right, A raises success by 5.37 in 100.
Provided the graph is right, A raises success by 5.37 in 100 for large stones, though the interval includes zero.
Provided the graph is right, A is better, and the interval excludes zero.
Stone causes success: 83 in 100 with A after adjusting, 78 in 100 with B; the interval includes zero.
Provided the graph is right, choosing B over A raises success by 5.37 in 100, though the interval includes zero.
""",
    "lalonde_matchit": """
Training causes earnings to be 233 dollars lower; the interval includes zero.
After adjusting, training is the cause of earnings 233 dollars lower; the interval includes zero.
After adjusting, men without training earned 233 dollars less; the interval includes zero.
After adjusting, earnings are 233 yen lower with the training; the interval includes zero.
After adjusting for ambition, earnings are 233 dollars lower; the interval includes zero.
After adjusting, training holds earnings back by 233 dollars; the interval includes zero.
The training lowers earnings by 233 dollars; the interval includes zero.
After adjusting, the training drags earnings 233 dollars down; the interval includes zero.
Because of the training, earnings are 233 dollars lower after adjusting; the interval includes zero.
After adjusting, the trained earned 233 dollars more; the interval includes zero.
After adjusting, the untrained earned 233 dollars less; the interval includes zero.
After adjusting, earnings are 233 pounds lower with the training; the interval includes zero.
After adjusting for motivation, earnings are 233 dollars lower; the interval includes zero.
After adjusting, the interval goes from −1,515 to 1,981 dollars.
The training causes earnings to fall by 233 dollars, provided the graph is right; the interval includes zero.
After adjusting, the training costs participants 233 dollars; the interval includes zero.
After adjusting, the training hurt earnings by 233 dollars; the interval includes zero.
After adjusting, earnings are 233 dollars higher with the training; the interval includes zero.
After adjusting, earnings are 233 euros lower; the interval includes zero.
After adjusting, earnings are 233 thousand dollars lower; the interval includes zero.
After adjusting, earnings are 635 dollars lower; the interval includes zero.
Without adjusting, earnings are 233 dollars lower; the interval includes zero.
After adjusting, the interval runs from −1,515 to 1,981 dollars.
After adjusting, the interval runs from 1,515 to −1,981 dollars.
After adjusting, the interval runs from 1,981 to 1,515 dollars.
After adjusting, earnings are 230 dollars lower; the interval includes zero.
After adjusting, the training made no difference.
After adjusting, training backfired: earnings are 233 dollars lower; the interval includes zero.
After adjusting, training was detrimental: earnings are 233 dollars lower; the interval includes zero.
After adjusting, training took 233 dollars off earnings; the interval includes zero.
After adjusting, training knocked 233 dollars off earnings; the interval includes zero.
After adjusting, training eroded earnings, which are 233 dollars lower; the interval includes zero.
After adjusting, training undermined earnings, which are 233 dollars lower; the interval includes zero.
After adjusting, training depressed earnings by 233 dollars; the interval includes zero.
After adjusting, training robbed people of 233 dollars; the interval includes zero.
After adjusting, training set people back 233 dollars; the interval includes zero.
After adjusting, training left earnings 233 dollars lower; the interval includes zero.
After adjusting, training sent earnings down by 233 dollars; the interval includes zero.
After adjusting, training meant 233 dollars less; the interval includes zero.
After adjusting, with earnings 233 dollars lower on account of the training, the interval includes zero.
After adjusting, motivated by training, earnings are 233 dollars lower, and the interval includes zero.
Training shapes earnings: after adjusting they are 233 dollars lower, and the interval includes zero.
After adjusting, training slashes earnings by 233 dollars; the interval includes zero.
After adjusting, 614 rows with union members are 233 dollars lower; the interval includes zero.
Of the 614 rows, 429 took the training and 185 did not.
Provided that the graph is right, the training raised earnings.
The training is followed by lower pay.
After adjusting, training brings earnings down by 233 dollars; the interval includes zero.
After adjusting, those without the training earn 233 dollars less; the interval includes zero.
After adjusting, men from the survey earn 233 dollars less; the interval includes zero.
After adjusting, the trained earn 233 dollars more; the interval includes zero.
After adjusting, the trained earn 233 dollars less.
After adjusting, training makes men earn 233 dollars less; the interval includes zero.
After adjusting, earnings are 233 dollars lower because of training; the interval includes zero.
Training turns out to be bad for earnings.
After adjusting, the interval from −1,981 to 1,515 dollars excludes zero.
After adjusting, black men earn 233 dollars less; the interval includes zero.
The effect of training on earnings is −233 dollars; the interval includes zero.
After adjusting, re75 is 233 dollars lower; the interval includes zero.
185 men did not take part and 429 did.
After adjusting, the mean is 6,615 dollars with the training and 6,382 dollars without; the interval includes zero.
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("verified")


@pytest.mark.parametrize(("name", "text"), lines(ALTERED))
def test_an_altered_explanation_of_an_example_is_turned_down(name: str, text: str, folder: Path) -> None:
    assert not verify(text, facts_of_example(name, folder)).ok
