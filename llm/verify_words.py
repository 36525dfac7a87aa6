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
PLAIN = frozenset(
    """
a an the this that these those such same other others another each every everyone everybody any some all both
either neither one ones none no not nor n't nothing anything something everything somebody nobody
i we us our they them their theirs it its itself he she his her who whom whose which what when where whether why how
and or but so yet if then than as while whereas although though because since unless until once after before during
between among amongst across within without with of in on at by for from to into onto over under above below about
around roughly approximately approx circa some near close against along alongside beyond beside besides despite per
versus vs instead rather via through throughout together apart away up down out off on again also too even still only
just merely solely alone already always never often rarely sometimes usually mostly mainly largely partly fully wholly
entirely exactly nearly almost hardly quite very rather fairly somewhat further furthermore moreover however therefore
hence thus accordingly overall altogether indeed here there now later earlier first second third last next finally
in-between respectively namely e g i.e eg ie etc vice versa so-called
is are was were be been being am has have had having do does did doing done will would can could may might must shall
should need needs needed ought isn aren wasn weren don doesn didn hasn haven hadn won wouldn couldn shouldn mustn t s ll re ve d
ain
get gets got getting go goes going went gone goers come comes coming came take takes taken taking took put puts putting
run runs running ran lie lies lying lay sit sits stand stands standing stood stay stays stayed keep keeps kept
hold holds holding held look looks looked looking seem seems appear appears appeared become becomes became remain remains
remained remaining turn turns turned turning start end ends begin leave leaves left leaving move moves moved
find finds found finding findings see sees seen seeing view viewed show shows shown showing say says said saying tell tells told
telling speak speaks spoken speaking talk mean means meaning read reads reading call called name named names know known
knows unknown think expect expected expects suggest suggests suggested suggesting indicate indicates indicated point points
pointing imply implies conclude concluded conclusion conclusions claim claims claimed settle settles settled
answer answers answered ask asks asked question questions compare compares compared comparing comparison comparisons
comparable match matched estimate estimates estimated estimating estimation compute computed calculation calculated
measure measures measured measuring record records recorded observe observed observation observations report reported
use uses used using analyse analysed analyzed analysis include includes included including exclude excludes excluded
excluding contain contains contained containing cover covers covered covering cross crosses crossing span spans
straddle straddles reach reaches reached reaching range ranges ranged ranging vary varies varied varying
differ differs differed differing difference differences different differently gap gaps contrast contrasts
adjust adjusts adjusted adjusting adjustment adjustments unadjusted control controls controlled controlling account
accounted accounting hold fixed constant equal equally alike similar similarly compatible consistent inconsistent
likewise correct right wrong true false valid accurate well best
allow allows allowed possible possibly plausible impossible likely unlikely likelier chance chances luck noise random
uncertain uncertainty unclear clear precise precisely imprecise reliable exact rough crude raw naive naïve plain simple simply
plainly basic open wide wider narrow narrower broad
rest rests resting depend depends hinge hinges assume assumes assumed assuming assumption assumptions suppose supposing
provide provided providing provides condition conditions conditional granted given accept accepts accepting believe
graph graphs drawing drawn draw arrow arrows diagram model cause causes causal confounder confounders confounding
confounded hidden common unmeasured unobserved missing omitted overlooked matter matters mattered
affect affects relevant relation relations relationship relationships related relate relates link links linked
association associations associated associate associates correlate correlates correlated correlation connection
connected go-together accompany accompanies accompanied hand side sides group groups arm arms half
evidence data dataset sample samples study studies row rows case cases people person persons individual individuals
participant participants respondent respondents subject subjects patient patients population member members total
number numbers figure figures count counts counted counting share shares rate rates risk risks probability proportion
frequency frequent frequently infrequent percentage percent average averages averaged averaging mean means median
typical typically value values size sizes amount amounts level levels degree unit units interval intervals
confidence ci end ends limit limits bound bounds edge edges lower upper low high top bottom middle centre center
zero null nothing standard error errors deviation margin spread
effect effects impact result results resulting outcome outcomes estimand treatment treated treat untreated
column columns variable variables characteristic characteristics factor factors covariate covariates background trait traits
thing things kind kinds way ways word words sentence sentences statement statements text line part parts place terms term
short plain sum summary summarise summarised summing note notes caution cautious careful carefully caveat
statistical statistically significant significance significantly
rule ruled rules ruling room leave leaves still speak speaks lean leans tend tends tended settle settled decide decides decided
clearly large larger largest small smaller smallest big bigger biggest great greater greatest little less least more most few
fewer many much enough long longer short shorter strong stronger weak weaker
higher lower better worse best worst up down plus minus give takes
year years day days month months week weeks time times date age
sign signs flip flips flipped reverse reverses reversed opposite direction picture
understate understates understated understating overstate overstates overstated underestimate underestimates
underestimated overestimate overestimates overestimated
shrink shrinks shrank widen widens widened widening narrows narrowed grow grows grew
quit quits quitting quitter quitters stop stops stopped stopping give gives gave giving given nonquitters non
cessation continue continues continued continuing carry carried carrying
happen happens happened happening occur occurs occurred occurring get
attach attached rely relies relied follow follows caveats support supported supports justify justified
confirm confirmed check checks checked checking test tests tested disagree disagrees agree agrees agreed speak overlap overlaps
proof prove proves proven conclude show establish verify anyone
face glance basis base based average hundred thousand hundreds thousands million dozen point
language reading interpretation interpreted interpret interpreting message taken treat
somewhere anywhere elsewhere nowhere anyway whatever whichever whoever
available usable unusable usably complete incomplete recorded drop drops dropped remove removed set aside kept
choose choosing choice chose chosen option receive receives received receiving got
yes ok true real really actual actually itself merely sure certain certainly
weigh weighs weighed weighing weight earn earns earned earning
success successes succeed succeeds succeeded successful successfully
absence absent present presence existing exist exists existed
compare contrary respect regard regarding concerning concerned towards toward
able unable lets let helpful useful needs worth
whole entire single several multiple various certain separate separately
direct directly indirect question answerable
everything apparent apparently seemingly
take into give-or-take ahead behind
look careful drawn against favour favours favor
adds added add gained gain gains higher
correctly rightly outside otherwise cannot lead leads led due fit fits good mixes mix reason reasons couldn
bring explain explains explained explanation explanations
easily easy hard difficult
said be like likes unlike
round rounded roughly
therefore conclude comes
worded expressed express put
average-wise
anything anywhere settle tells hint hints
remember important keep mind note that
""".split()
)
_SUFFIX = re.compile(r"(?:ings?|ers?|ed|es|s|ment|ation|e)$")


def unknown_words(text: str, facts: Facts) -> list[str]:
    """The words of a masked text that are neither plain English for results nor the study's own."""
    known = study_words(facts)
    stems = {stem(word) for word in known}
    return [
        word
        for word in dict.fromkeys(re.findall(r"(?<![\w⟦])[a-z]+(?![\w⟧])", text.replace("'", " ")))
        if len(word) > 1 and not _is_known(word, known, stems)
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


def stem(word: str) -> str:
    """A word without its ending: “quitters” and “quit” are one."""
    short = _SUFFIX.sub("", word) if len(word) > 4 else word
    return short[:-1] if len(short) > 3 and short[-1] == short[-2] else short


def same_root(word: str, known: frozenset[str]) -> bool:
    """Whether a word is a form of one of the known ones: “marriage” of “married”."""
    for other in known:
        longest = max(len(word), len(other))
        if min(len(word), len(other)) > 4 and word[: max(5, longest - 3)] == other[: max(5, longest - 3)]:
            return True
    return False


def _is_known(word: str, known: frozenset[str], stems: set[str]) -> bool:
    if word in PLAIN or word in known or word in lexicon.NUMBER_WORDS or word in lexicon.STOPWORDS:
        return True
    if any(p.fullmatch(word) for p in (lexicon.CAUSAL, lexicon.UP, lexicon.DOWN, lexicon.PROOF)):
        return True
    if any(word in alias.split() for family in lexicon.UNITS for alias in family) or word in lexicon.GENERIC:
        return True
    return stem(word) in stems or same_root(word, known)
