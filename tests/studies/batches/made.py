"""Results made by hand that differ in kind from those of the examples: per unit, odds, a lowered level, rung one."""

from __future__ import annotations

from causal_core.results import Arm, Comparison, Dropped
from tests.studies.test_verify import RISKS, estimate, facts

TABLET = facts(  # a level that is lowered; as seen, there is room for no difference
    estimate(
        treatment="tablet",
        outcome="systolic",
        treated="yes",
        control="no",
        value=-6.83,
        std_error=1.12,
        ci=(-9.03, -4.63),
        unit="mmHg",
        n_obs=2384,
        n_dropped=41,
        dropped=(Dropped(reason="“systolic” is missing", count=41),),
        adjustment_set=("age", "weight", "salt"),
        naive=Comparison(value=-1.94, std_error=1.21, ci=(-4.31, 0.43), n_obs=2384),
        arms=(
            Arm(label="yes", n_obs=911, mean_seen=137.4, mean_adjusted=134.2),
            Arm(label="no", n_obs=1473, mean_seen=139.34, mean_adjusted=141.03),
        ),
    ),
    names={
        **{"tablet": "Takes the tablet (yes) or not (no)", "systolic": "Systolic blood pressure"},
        **{"age": "Age in years", "weight": "Body weight", "salt": "Salt eaten a day"},
    },
    known="Does the tablet lower blood pressure?",
)
SLEEP = facts(  # one unit more of a number
    estimate(
        treatment="sleep",
        outcome="reaction",
        contrast="per_unit",
        treated=None,
        control=None,
        value=-11.8,
        std_error=2.6,
        ci=(-16.9, -6.7),
        unit="ms per unit of sleep",
        n_obs=1204,
        adjustment_set=("age", "coffee"),
        naive=Comparison(value=-18.3, std_error=2.4, ci=(-23.0, -13.6), n_obs=1204),
    ),
    names={
        **{"sleep": "Hours of sleep the night before", "reaction": "Reaction time"},
        **{"age": "Age in years", "coffee": "Cups of coffee a day"},
    },
    known="Does an hour more of sleep make people react faster?",
)
REMOTE = facts(  # a risk at rung one
    estimate(
        treatment="remote",
        outcome="left",
        treated="remote",
        control="office",
        value=-0.0342,
        std_error=0.0087,
        ci=(-0.0513, -0.0171),
        n_obs=6150,
        adjustment_set=("tenure", "salary"),
        outcome_yes="1",
        naive=Comparison(value=-0.0604, std_error=0.0084, ci=(-0.0769, -0.0439), n_obs=6150),
        arms=(
            Arm(label="remote", n_obs=2470, mean_seen=0.0931, mean_adjusted=0.1118),
            Arm(label="office", n_obs=3680, mean_seen=0.1535, mean_adjusted=0.1460),
        ),
        **RISKS,
    ),
    rung="seen",
    names={
        **{"remote": "Where people work: from home (remote) or in the office (office)"},
        **{
            "left": "Left the firm within a year (1) or stayed (0)",
            "tenure": "Years in the firm",
            "salary": "Salary",
        },
    },
)
TUTOR = facts(  # a mean with an interval on both sides of no effect, where what is seen lies wholly below
    estimate(
        treatment="tutoring",
        outcome="maths",
        treated="1",
        control="0",
        value=0.42,
        std_error=1.17,
        ci=(-1.87, 2.71),
        unit="points",
        n_obs=538,
        adjustment_set=("grade_before", "school"),
        naive=Comparison(value=-3.16, std_error=1.09, ci=(-5.30, -1.02), n_obs=538),
        arms=(
            Arm(label="1", n_obs=196, mean_seen=61.5, mean_adjusted=63.92),
            Arm(label="0", n_obs=342, mean_seen=64.66, mean_adjusted=63.50),
        ),
    ),
    names={
        **{"tutoring": "Had a tutor (1) or not (0)", "maths": "Score in the maths test, 0 to 100"},
        **{"grade_before": "Grade in maths the year before", "school": "School"},
    },
    known="Does tutoring improve maths scores?",
)
ODDS = facts(
    estimate(
        treatment="helmet",
        outcome="injury",
        treated="1",
        control="0",
        contrast="odds_ratio",
        value=0.62,
        std_error=0.1,
        ci=(0.45, 0.86),
        n_obs=3310,
        adjustment_set=("age", "speed"),
        outcome_yes="1",
        naive=Comparison(value=0.71, std_error=0.1, ci=(0.54, 0.94), n_obs=3310),
        arms=(
            Arm(label="1", n_obs=1810, mean_seen=0.061, mean_adjusted=None),
            Arm(label="0", n_obs=1500, mean_seen=0.084, mean_adjusted=None),
        ),
        unit="odds ratio",
        outcome_is_risk=True,
    ),
    names={
        **{"helmet": "Wore a helmet (1) or not (0)", "injury": "Had a head injury"},
        **{"age": "Age in years", "speed": "Speed of the bicycle"},
    },
)
DISCOUNT = facts(  # a risk that is raised
    estimate(
        treatment="discount",
        outcome="ordered",
        value=0.0187,
        std_error=0.0032,
        ci=(0.0124, 0.0250),
        n_obs=12480,
        adjustment_set=("visits", "country"),
        outcome_yes="1",
        naive=Comparison(value=0.0351, std_error=0.0031, ci=(0.0290, 0.0412), n_obs=12480),
        arms=(
            Arm(label="1", n_obs=5120, mean_seen=0.0934, mean_adjusted=0.0812),
            Arm(label="0", n_obs=7360, mean_seen=0.0583, mean_adjusted=0.0625),
        ),
        **RISKS,
    ),
    names={
        **{"discount": "Was shown a discount (1) or not (0)", "ordered": "Placed an order (1) or not (0)"},
        **{"visits": "Visits to the shop in the month before", "country": "Country of the customer"},
    },
)
NOISE = facts(  # one unit more, at rung one, with an interval on both sides of no effect
    estimate(
        treatment="noise",
        outcome="sleep_minutes",
        contrast="per_unit",
        treated=None,
        control=None,
        value=-0.74,
        std_error=0.45,
        ci=(-1.62, 0.14),
        unit="minutes per unit of noise",
        n_obs=873,
        n_dropped=12,
        dropped=(Dropped(reason="“noise” is missing", count=12),),
        adjustment_set=("age", "floor"),
        naive=Comparison(value=-1.93, std_error=0.41, ci=(-2.73, -1.13), n_obs=873),
    ),
    rung="seen",
    names={
        **{"noise": "Noise at night in decibels", "sleep_minutes": "Minutes of sleep a night"},
        **{"age": "Age in years", "floor": "Floor of the flat"},
    },
)
UNION = facts(  # rung one, upwards; as seen there is room for no difference
    estimate(
        treatment="union",
        outcome="wage",
        value=2.31,
        std_error=0.61,
        ci=(1.12, 3.50),
        unit="US dollars",
        n_obs=2044,
        adjustment_set=("schooling", "region", "experience"),
        naive=Comparison(value=0.85, std_error=0.53, ci=(-0.19, 1.89), n_obs=2044),
        arms=(
            Arm(label="1", n_obs=488, mean_seen=22.4, mean_adjusted=23.51),
            Arm(label="0", n_obs=1556, mean_seen=21.55, mean_adjusted=21.2),
        ),
    ),
    rung="seen",
    names={
        **{"union": "Member of a union (1) or not (0)", "wage": "Wage per hour"},
        **{"schooling": "Years of schooling", "region": "Region", "experience": "Years of work experience"},
    },
)
MADE = {
    **{"tablet": TABLET, "sleep": SLEEP, "remote": REMOTE, "tutor": TUTOR, "odds": ODDS},
    **{"discount": DISCOUNT, "noise": NOISE, "union": UNION},
}
