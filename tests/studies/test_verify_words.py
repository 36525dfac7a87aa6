"""One word of a faithful explanation changed at a time: units, verbs, comparatives, words of cause, other variables."""

# ruff: noqa: E501 (lists are kept whole)
from __future__ import annotations

from pathlib import Path

import pytest

from llm.verify import verify
from tests.studies.verified import facts_of_example

WEIGHT = "Provided that the graph is right, quitting smoking {} on average."
EARNINGS = "After adjusting, {}; the interval includes zero."
SWAPS = {
    "unit": (
        "nhefs",
        WEIGHT.format("raises weight by 3.39 {}"),
        "grams,g,stone,lbs,pounds,ounces,%,percent,points,percentage points,cm,inches,kcal,BMI points,BMI units,mmHg,litres,units,tonnes,mg,kg per year,kg/m²,kg a year,kilopounds,kcal,years,standard deviations,SD,euros,times,fold,k,mkg,Kilometers,newtons,in 100,per cent,megagrams,hectograms,kilogram-force,kg2",
    ),
    "verb": (
        "nhefs",
        WEIGHT.format("{} weight by 3.39 kg"),
        "lowers,cuts,reduces,decreases,trims,shaves,slashes,shrinks,diminishes,lessens,drops,depresses,takes down,brings down,knocks down,drives down,pushes down,curbs,curtails,dents,subtracts,deducts,minimises,lightens,eases,melts,burns,sheds,erodes,pulls down,scales back,sinks,whittles,sends down,deflates",
    ),
    "comparative": (
        "lalonde_matchit",
        EARNINGS.format("re78 is 233 US dollars {} with the training"),
        "higher,greater,better,up,above,more,larger,increased,elevated,superior,ahead,richer,boosted,improved,in excess,on top,raised,a plus,extra,surplus",
    ),
    "word of cause": (
        "lalonde_matchit",
        EARNINGS.format("the training {} re78 being 233 US dollars lower"),
        "causes,produces,brings about,leads to,results in,induces,provokes,prompts,sparks,triggers,generates,gives rise to,creates,engenders,begets,makes for,sets off,drives,forces,entails,means,is responsible for,is to blame for,is behind,accounts for,explains,underlies,ends in,translates into,culminates in,yields,occasions,effects,elicits,spells,ensures,costs people,contributes to,is the root of,is the source of,kicks off,ushers in,is the culprit for,is the driver of,is the origin of,has as a consequence,has the result of,is followed by,determines,governs,dictates,shapes,controls,fosters,feeds,promotes,stimulates,encourages,discourages,hinders,impedes,hampers,suppresses,inhibits,undercuts,damages,hurts,harms,stunts,penalises",
    ),
    "reason": (
        "lalonde_matchit",
        EARNINGS.format("re78 is 233 US dollars lower {} the training"),
        "because of,due to,owing to,thanks to,on account of,as a result of,as a consequence of,in consequence of,by virtue of,by reason of,through,via,by means of,from,courtesy of,in response to,following,after,under the influence of,at the hands of,down to,as an outcome of,by dint of,out of,for the sake of,in the wake of,stemming from,arising from,resulting from,caused by,driven by,attributable to,traceable to,ascribable to,produced by,brought on by,induced by,prompted by,triggered by,explained by,owed to",
    ),
    "column": (
        "nhefs",
        "After adjusting for “age”, “sex” and {} the difference is 3.39 kg.",
        "income,diet,leptin,thyroid hormones,zodiac sign,shoe size,alcohol,IQ,mood,BMI,height,“height”,blood_pressure,wt72,diabetes,stress,“stress”,marital status,menopause,caffeine,genes,job,asthma,x7,hba1c,insurance,city,season,pets,depression",
    ),
    "way it works": (
        "nhefs",
        WEIGHT.format("raises weight by 3.39 kg {}"),
        "because of appetite,because taste returns,as appetite grows,since metabolism slows,through snacking,via insulin,by way of dopamine,thanks to better taste,owing to boredom,by slowing metabolism,by raising appetite,through the gut,with less nicotine,as people eat more,since taste buds recover,while lungs heal,because food tastes better,as cravings shift to sweets,by changing the microbiome,due to ghrelin",
    ),
    "amount": (
        "nhefs",
        WEIGHT.format("raises weight by {}"),
        "three kg,four kg,three point four kg,three point three nine kg,three point nine three kg,thirty-three kg,half a kg,a kilo,several kg,a dozen kg,one kg,a handful of kg,a lot,zero kg,no kg,three to five kg,nearly four kg,over three kg,two-and-a-half kg,two and a half kg,3.4e1 kg,0.339e1 kg,3,390 g,IV kg,3.39e-1 kg,three hundred thirty-nine kg,thirty four kg,3·39 kg,3/39 kg,10/3 kg,3 1/2 kg,3¾ kg,3⅓ kg,-3.39 kg,(3.39) kg,3.39.0 kg,³.39 kg,3.39kg²",
    ),
}


@pytest.mark.parametrize("kind", SWAPS)
def test_no_word_that_changes_what_is_said_is_let_through(kind: str, tmp_path: Path) -> None:
    name, pattern, words = SWAPS[kind]
    facts = facts_of_example(name, tmp_path)
    assert [word for word in words.split(",") if verify(pattern.format(word), facts).ok] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nhefs", WEIGHT.format("raises weight by 3.39 kg")),
        ("lalonde_matchit", EARNINGS.format("re78 is 233 US dollars lower with the training")),
        ("nhefs", "After adjusting for “age”, “sex” and “race” the difference is 3.39 kg."),
    ],
)
def test_the_sentences_that_the_words_are_put_in_pass(name: str, text: str, tmp_path: Path) -> None:
    assert verify(text, facts_of_example(name, tmp_path)).faults == ()
