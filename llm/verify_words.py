"""The words that the check can read: a text with any other word is turned down.

A verb of the model's own (“trims”, “sparks”), a variable that nobody drew (“leptin”), another unit or a reason that
was never looked at is, before all else, a word that is neither plain English for results nor a word of the study.
So the vocabulary is closed: a good sentence in rarer words is lost, and an invention is not let through.

>>> from llm.facts import Facts
>>> facts = Facts(
...     rung="seen", treatment="quit", outcome="weight", names={"quit": "Gave up smoking", "weight": ""},
...     quantities=(), intervals=(), level=0.95, sentences=(),
... )
>>> unknown_words("those who gave up smoking weigh more, as leptin rises", facts)
['leptin']
"""

from __future__ import annotations

import re

from llm import lexicon
from llm.facts import Facts
from llm.numerals import simplified

# Plain words for results. Verbs by which one thing acts on another stand in ``lexicon.CAUSAL``, not here.
_PLAIN_TEXT = """promise promises anybody trust trusts trusted sound sensible solid strictly jointly
a able about above absence absent accept accepting accepts accompanied accompanies accompany accordingly
account accounted accounting accurate across actual actually add added adds adjust adjusted adjusting
adjustment adjustments adjusts affect affects after again against age agree agreed agrees ahead ain alike
all allow allowed allows almost alone along alongside already also although altogether always am among
amongst amount amounts an analyse analysed analysis analyzed and another answer answerable answered answers
any anyone anything anyway anywhere apart apparent apparently appear appeared appears approx approximately
are aren arm arms around arrow arrows as aside ask asked asks associate associated associates association
associations assume assumed assumes assuming assumption assumptions at attach attached available average
latter former enter entered enters ended ending ends-up far farther distinguishable detectable average-wise averaged averages averaging away background base based basic basis be became because become
becomes been before begin behind being believe below beside besides best better between beyond big bigger
biggest both bottom bound bounds bring broad but by calculated calculation call called came can cannot
careful carefully carried carry carrying case cases causal cause causes caution cautious caveat caveats
center centre certain certainly cessation chance chances characteristic characteristics check checked
checking checks choice choose choosing chose chosen ci circa claim claimed claims clear clearly close column
columns come comes coming common comparable compare compared compares comparing comparison comparisons
compatible complete compute computed concerned concerning conclude concluded conclusion conclusions
condition conditional conditions confidence confirm confirmed confounded confounder confounders confounding
connected connection consistent constant contain contained containing contains continue continued continues
continuing contrary contrast contrasts control controlled controlling controls correct correctly correlate
correlated correlates correlation could couldn count counted counting counts covariate covariates cover
covered covering covers cross crosses crossing crude d data dataset date day days decide decided decides
degree depend depends despite deviation diagram did didn differ differed difference differences different
differently differing differs difficult direct direction directly disagree disagrees do does doesn doing don
done down dozen draw drawing drawn drop dropped drops due during e each earlier earn earned earning earns
easily easy edge edges effect effects eg either elsewhere end ends enough entire entirely equal equally
error errors establish estimand estimate estimated estimates estimating estimation etc even every everybody
everyone everything evidence exact exactly exclude excluded excludes excluding exist existed existing exists
expect expected expects explain explained explains explanation explanations express expressed face factor
factors fairly false favor favour favours few fewer figure figures finally find finding findings finds first
fit fits fixed flip flipped flips follow follows for found frequency frequent frequently from fully further
furthermore g gain gained gains gap gaps gave get gets getting give give-or-take given gives giving glance
go go-together goers goes going gone good got granted graph graphs great greater greatest grew group groups
grow grows had hadn half hand happen happened happening happens hard hardly has hasn have haven having he
held helpful hence her here hidden high higher hinge hinges hint hints his hold holding holds how however
hundred hundreds i i.e ie if impact implies imply important impossible imprecise in in-between include
included includes including incomplete inconsistent indeed indicate indicated indicates indirect individual
individuals infrequent instead interpret interpretation interpreted interpreting interval intervals into is
isn it its itself just justified justify keep keeps kept kind kinds know known knows language large largely
larger largest last later lay lead leads lean leans least leave leaves leaving led left less let lets level
levels lie lies like likelier likely likes likewise limit limits line link linked links little ll long
longer look looked looking looks low lower luck lying mainly many margin match matched matter mattered
matters may mean meaning means measure measured measures measuring median member members merely message
middle might million mind minus missing mix mixes model month months more moreover most mostly move moved
moves much multiple must mustn n't naive name named namely names narrow narrowed narrower narrows naïve near
nearly need needed needs neither never next no nobody noise non none nonquitters nor not note notes nothing
now nowhere null number numbers observation observations observe observed occur occurred occurring occurs of
off often ok omitted on once one ones only onto open opposite option or other others otherwise ought our out
outcome outcomes outside over overall overestimate overestimated overestimates overlap overlaps overlooked
overstate overstated overstates part participant participants partly parts patient patients people per
percent percentage person persons picture place plain plainly plausible plus point pointing points
population possible possibly precise precisely presence present probability proof proportion prove proven
proves provide provided provides providing put puts putting question questions quit quite quits quitter
quitters quitting ran random range ranged ranges ranging rarely rate rates rather raw re reach reached
reaches reaching read reading reads real really reason reasons receive received receives receiving record
recorded records regard regarding relate related relates relation relations relationship relationships
relevant reliable relied relies rely remain remained remaining remains remember remove removed report
reported respect respectively respondent respondents rest resting rests result resulting results reverse
reversed reverses right rightly risk risks room rough roughly round rounded row rows rule ruled rules ruling
run running runs s said same sample samples say saying says second see seeing seem seemingly seems seen sees
sentence sentences separate separately set settle settled settles several shall share shares she short
shorter should shouldn show showing shown shows shrank shrink shrinks side sides sign significance
significant significantly signs similar similarly simple simply since single sit sits size sizes small
smaller smallest so so-called solely some somebody something sometimes somewhat somewhere span spans speak
speaking speaks spoken spread stand standard standing stands start statement statements statistical
statistically stay stayed stays still stood stop stopped stopping stops straddle straddles strong stronger
studies study subject subjects succeed succeeded succeeds success successes successful successfully such
suggest suggested suggesting suggests sum summarise summarised summary summing support supported supports
suppose supposing sure t take taken takes taking talk tell telling tells tend tended tends term terms test
tested tests text than that the their theirs them then there therefore these they thing things think third
this those though thousand thousands through throughout thus time times to together told too took top total
toward towards trait traits treat treated treatment true turn turned turning turns typical typically unable
unadjusted uncertain uncertainty unclear under underestimate underestimated underestimates understate
understated understates understating unit units unknown unless unlike unlikely unmeasured unobserved until
untreated unusable up upper us usable usably use used useful uses using usually valid value values variable
variables varied varies various vary varying ve verify versa versus very via vice view viewed vs was wasn
way ways we weak weaker week weeks weigh weighed weighing weighs weight well went were weren what whatever
when where whereas whether which whichever while who whoever whole wholly whom whose why wide widen widened
widening widens wider will with within without won word worded words worse worst worth would wouldn wrong
year years yes yet zero
acceptable accepted adequate adequately alternative alternatively alternatives ambiguous amounting analyst
analysts applicants application applications approximate approximated approximation aware bear bias biased
biases bracket brackets brief briefly cautioned cautiously caveated central cited closer closest collected
collectively comprise comprised comprises concern concerns conflict conflicting conflicts conservative
conservatively consist consisting consists contradict contradicted contradictory contradicts contrastingly
conversely correlational counterpart counterparts crudely descriptive descriptively directional directions
discrepancies discrepancy disparities disparity displayed displays distort distorted distorts doubt doubtful
doubts drawback emphasise emphasize encompass encompasses encompassing endpoint endpoints entries entry
explicit explicitly extend extended extending extends file firstly formally gathered guess headline hedged
highlight highlighted highlights hinging hypothetically implicit implicitly imprecisely imprecision
inconclusive indecisive indistinguishable infer inference inferences inferred informally inside insufficient
insufficiently interpretable interprets intuitively invalid judge judged judgement judging judgment key
lastly leftover limitation limitations literally loosely magnitude magnitudes main mention mentioned
mentions mirror mirrors mislead misleading misleadingly moderate narrowest nearer nearest negative
nevertheless noisy nonetheless nonzero noted noting notwithstanding numeric numerical numerically
observational observing ordering overview pattern patterns plausibly positive possibilities possibility
precision premise premises presented presents presuppose presupposes presupposing procedure procedures
provisional provisionally purely quantified quantifies quantify quantities quantity quoted rank ranked
ranking reader readers recall recordings reflect reflected reflecting reflects reject rejected rejects
removes removing researcher researchers respective sampled sampling scenario scenarios secondly sheet skew
skewed spanned spanning spell spelled spelt straightforward stretch stretches stretching sufficient
sufficiently suggestive summaries summarising summarize summarized summarizes summarizing surveyed takeaway
takeaways technically tendency tentative tentatively theoretically theory thirdly totals unaccounted
unanswered unconfirmed undetermined unknowns unproven unreliable unresolved unseen unsettled unspecified
viewing warrant warranted warrants wherever widest
amid amidst applied applies apply applying belong belonged belonging
belongs beneath comparably describe described describes describing description
dissimilar eighth faster feel feels felt guessing hear heard identically imagine
join joined joining joins meet meets met moving
multiplied multiplies multiply notice noticed notices own owned owning owns pick
picked picks possess possesses quick quicker quickly reckoned
saw slower slowly sooner
spot spotted staying suspect suspects tabulated tallied tally
tenth thinks thought tried try trying
want wanted wants warn warned warning warns wonder wondering

"""
PLAIN = frozenset(_PLAIN_TEXT.split())
_SUFFIX = re.compile(r"(?:ings?|ers?|ed|es|s|ment|ation|e)$")


def unknown_words(text: str, facts: Facts) -> list[str]:
    """The words of a masked text that are neither plain English for results nor the study's own."""
    known = study_words(facts)
    stems = {stem(word) for word in known}
    return [
        word
        for word in dict.fromkeys(re.findall(r"(?<![\w⟦])[a-z]+(?![\w⟧])", text.replace("'", " ")))
        if len(word) > 1
        and not _is_known(word, known, stems)
        and not names_a_side(word, facts)
        and not names_a_side(word, facts)
    ]


def study_words(facts: Facts) -> frozenset[str]:
    """Every word of the study and of the built-in text about it."""
    parts = [*facts.names, *facts.names.values(), facts.known_text, facts.unit, facts.who, facts.treated]
    parts += [facts.control, facts.outcome_yes, *facts.assumptions, *facts.missing, *facts.checks]
    parts += [*facts.sentences, facts.hidden_cause]
    return words_of(" ".join(parts))


def words_of(text: str) -> frozenset[str]:
    """The words of a text, in lower case, names split where they hold an underscore."""
    return frozenset(re.findall(r"[^\W_]+", simplified(text).replace("_", " ")))


_IRREGULAR = {
    **{
        "left": "leave",
        "took": "take",
        "taken": "take",
        "gave": "give",
        "given": "give",
        "wore": "wear",
        "worn": "wear",
    },
    **{
        "slept": "sleep",
        "ate": "eat",
        "eaten": "eat",
        "drank": "drink",
        "drunk": "drink",
        "bought": "buy",
        "paid": "pay",
    },
    **{
        "taught": "teach",
        "thought": "think",
        "fell": "fall",
        "fallen": "fall",
        "rose": "rise",
        "risen": "rise",
        "went": "go",
    },
    **{
        "sold": "sell",
        "spent": "spend",
        "won": "win",
        "lost": "lose",
        "grew": "grow",
        "grown": "grow",
        "kept": "keep",
    },
    **{
        "died": "die",
        "dying": "die",
        "born": "bear",
        "read": "read",
        "rode": "ride",
        "ridden": "ride",
        "drove": "drive",
    },
    **{
        "women": "woman",
        "men": "man",
        "children": "child",
        "drew": "draw",
        "drawn": "draw",
        "stood": "stand",
    },
}


def stem(word: str) -> str:
    """A word without its ending: “quitters” and “quit” are one, and so are “left” and “leavers”."""
    word = _IRREGULAR.get(word, word)
    short = _SUFFIX.sub("", word) if len(word) > 4 else word
    return short[:-1] if len(short) > 3 and short[-1] == short[-2] else short


def same_root(word: str, known: frozenset[str]) -> bool:
    """Whether a word is a form of one of the known ones: “marriage” of “married”."""
    for other in known:
        longest = max(len(word), len(other))
        if min(len(word), len(other)) > 7 and word[:6] == other[:6]:
            return True
        if min(len(word), len(other)) > 4 and word[: max(5, longest - 3)] == other[: max(5, longest - 3)]:
            return True
    return False


def names_a_side(word: str, facts: Facts) -> bool:
    """Whether a word names who has what the cause names, or who lacks it (“vaccinated” where it is a shot), or
    those of whom the study speaks (“pupils” where it is a school)."""
    if facts.null == 1 and word in ("ratio", "ratios"):
        return True
    cause = simplified(f"{facts.treatment} {facts.names.get(facts.treatment, '')}")
    values = (facts.treated.casefold(), facts.control.casefold())
    told = " ".join(sorted(study_words(facts)))
    if any(re.fullmatch(nouns, word) and re.search(about, told) for nouns, about in lexicon.ROLES):
        return True
    same = [lexicon.SAME_SIDE[v] for v in values if v in lexicon.SAME_SIDE]
    same += [p for names, have, lack in lexicon.HAVING if re.search(names, cause) for p in (have, lack)]
    return any(re.fullmatch(p, word) for p in same)


def _is_known(word: str, known: frozenset[str], stems: set[str]) -> bool:
    if word in PLAIN or word in known or word in lexicon.NUMBER_WORDS or word in lexicon.STOPWORDS:
        return True
    if any(p.fullmatch(word) for p in (lexicon.CAUSAL, lexicon.UP, lexicon.DOWN, lexicon.PROOF)):
        return True
    if any(word in alias.split() for family in lexicon.UNITS for alias in family) or word in lexicon.GENERIC:
        return True
    return stem(word) in stems or same_root(word, known)
