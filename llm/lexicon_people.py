"""Things and groups that a text may not bring in, and the other words for those of whom a study speaks."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


# Things that models like to bring in. One of them in a text is a fault unless the study speaks of it.
OTHER_THINGS = frozenset(
    _words(
        """income incomes salary wage wages wealth poverty diet diets nutrition calorie calories alcohol
    drinking exercise fitness stress anxiety depression mood sleep insomnia genetics gene genes
    genetic heredity metabolism hormones hormone age ages sex gender race ethnicity education
    schooling religion culture motivation ability intelligence iq personality ambition parents
    family marriage occupation profession job jobs unemployment employment neighbourhood
    neighborhood region climate weather pollution season seasons medication medications drug drugs
    dose insurance hospital doctor doctors doctor's severity frailty comorbidity comorbidities
    diabetes obesity bmi cholesterol hypertension pressure cancer asthma infection vaccination
    smoking smokers nicotine tobacco appetite cravings craving willpower price prices inflation
    economy market advertising politics housing transport traffic technology experience skill skills
    surgeon surgeons lifestyle socioeconomic snacking hunger blood sugar glucose insulin heart lungs
    mortality death deaths survival happiness wellbeing health satisfaction productivity crime debt savings
    spending sales revenue profit grades marks scores attendance dropout housing rent loans credit voting
    trust status prestige networks friends peers neighbours teachers managers bosses employers union unions
    caffeine coffee tea sweets food meals eating exercise steps walking sports screen phone phones media
    internet genes ancestry birthweight height temperature noise light water vitamins supplements placebo
    pain fatigue memory attention cognition discipline confidence-building self-control habits habit"""
    )
)
# Other words for a value of the cause, and for having what a yes-or-no cause names and for lacking it.
SAME_SIDE = {
    "female": "wom[ae]n|females?|girls?",
    "male": "m[ae]n|males?|boys?",
    "women": "wom[ae]n|females?",
    "men": "m[ae]n|males?",
}
HAVING: tuple[tuple[str, str, str], ...] = (
    (
        r"shot|vaccin|jab|immuni",
        "vaccinated|vaccinees|immuni[sz]ed",
        "unvaccinated|non-?vaccinated|unimmuni[sz]ed",
    ),
    (
        r"train|course|programme|program|class",
        "trained|trainees?|participants|attendees|enrolled",
        "untrained|non-?participants|non-?trainees",
    ),
    (r"eligib|offer", "eligible|offered", "ineligible|non-?eligible"),
    (r"treat|drug|medic|therap", "treated|medicated", "untreated|unmedicated"),
    (r"insur|cover", "insured|covered", "uninsured"),
    (r"expos", "exposed", "unexposed|non-?exposed"),
    (r"marri", "married", "unmarried"),
    (r"member|join", "members", "non-?members"),
)
# Nouns for those of whom a study speaks, and the words of a study that call for them.
ROLES: tuple[tuple[str, str], ...] = (
    (
        r"pupils?|students?|learners?",
        r"school|tutor|class|grade|maths|exam|teach|lesson|pupil|student|homework|college",
    ),
    (
        r"employees?|workers?|staff|colleagues",
        r"\b(?:work|works|working|firm|office|job|jobs|salary|wage|wages|tenure|employ\w*|earn\w*)\b",
    ),
    (
        r"patients?",
        r"\b(?:patients?|tablet|drug|surgery|disease|blood|hospital|clinic|medicine|operation|dose|treated)\b",
    ),
    (r"riders?|cyclists?", r"bicycl|bike|helmet"),
    (r"drivers?", r"\b(?:car|cars|driv\w+|road|roads)\b"),
    (
        r"customers?|shoppers?|buyers?",
        r"\b(?:price\w*|buy\w*|purchas\w*|shop\w*|customer\w*|discount\w*|order\w*)\b",
    ),
    (r"households?|families", r"\b(?:household\w*|famil\w+|home\w*)\b"),
    (r"visitors?", r"\b(?:page|site|website|click\w*|visit\w*)\b"),
    (r"farmers?|fields?|plots?", r"\b(?:farm\w*|crop\w*|harvest\w*|field\w*|yield\w*)\b"),
    (r"smokers?", r"\bsmok\w+"),
    (r"applicants?|candidates?", r"\b(?:applic\w+|admi\w+|candidat\w+)\b"),
)
# Parts of a population. One of them in a text is a fault unless the study speaks of it.
GROUPS = frozenset(
    _words(
        """women woman men man male males female females girls girl boys boy children child kids young younger youth
    youths old older elderly seniors teenagers teens adolescents adults infants babies black white hispanic asian
    rich richer poor poorer wealthy rural urban married unmarried divorced widowed pregnant obese overweight
    diabetic healthy sick ill immigrants migrants veterans graduates students pupils educated uneducated
    heavy light-smokers ex-smokers nonsmokers non-smokers americans europeans"""
    )
)
