"""Of how many, of whom, of when and of which statistic a sentence speaks: only what was computed may be told.

An average over all rows was computed. So words that count people (“most”, “each”), name a part of them (“older”),
rate a size (“huge”, “barely”), give another statistic (“the median”) or another time (“a year”) are let through
only in the phrases that say nothing of the kind: “each 100”, “how much”, “all 700 rows”. Elsewhere they are turned
down, so a word that nobody thought of is refused where it stands and not let through.

>>> from llm.facts import Facts
>>> facts = Facts(
...     rung="done", treatment="t", outcome="y", names={"t": "", "y": ""}, quantities=(), intervals=(), level=0.95,
...     sentences=(),
... )
>>> scope_faults("the median quitter gains 3 kg", facts)
['“median”: an average was computed.']
>>> scope_faults("how much each of the two columns matters", facts)
[]
"""

from __future__ import annotations

import re

from llm.facts import Facts
from llm.numerals import numerals
from llm.verify_words import stem, study_words, words_of

_OF_RESULT = (
    r"(?:group|row|column|value|side|treatment|method|case|level|comparison|interval|number|figure|estimate|"
    r"assumption|arrow|variable|characteristic|factor|covariate|confounder|name|measure|sentence|statement|thing)s?"
)
_COUNTING = re.compile(
    r"\b(?:each|every|all|any|most|many|some|few|several|both|either|neither|none|plenty|numerous|majority|minority|"
    r"any(?:one|body)|no ?one|nobody|some(?:one|body)|hardly|barely|scarcely)\b"
)
_COUNTED = re.compile(
    r"\b(?:each|every) (?:other\b|(?:single )?(?:one )?of (?:the |these |those )?(?:two |\d+ )?|100|1,?000|hundred|thousand)?(?:"
    + _OF_RESULT
    + r"\b|(?<=100)|(?<=other))|"
    r"\b(?:each|every) (?:1,?000|100|hundred|other)\b|"
    r"\b(?:at|after|in|above|not) all\b(?! (?:people|who|of))|\ball in all\b|"
    r"\ball (?:the |of (?:the |these |those |this\b|it\b|that\b)?|these |those |other |such )?(?:\d[\d,]*|"
    + _OF_RESULT
    + r"|of|else|common|that|"
    r"this|these|three|two|four|rows|equal|right|rows|data|named|listed|relevant|important|measured|observed|"
    r"others?|rest|common causes?|"
    r"causes?|what|are adjusted|is adjusted|adjusted|(?:people|men|women|patients|households|applic\w+|"
    r"participants|persons|cases|records)"
    r"(?: in the data)? (?:are|were) (?:used|kept|included))\b|"
    r"\b(?:some|all) of (?:the|this|that)(?: \w+)? (?:difference|gap|association|effect)\b|\b(?:is|are|were|"
    r"was) (?:all|both|each) |"
    r"\b(?:the )?most (?:likely|compatible|plausible|one can say)\b|\bat (?:the )?most\b|\bhow (?:many|few)\b|"
    r"\bas many as\b|\btoo (?:few|many)\b|"
    r"\bsome (?:uncertainty|doubt|caution|care|room|other|common|hidden|unmeasured|further|rows|numbers|measured|"
    r"assumptions?|of the (?:rows|columns|assumptions))\b|"
    r"\bseveral (?:columns|things|assumptions|variables)\b|\bfew(?: other)? (?:rows|columns)\b|"
    r"\bneither\b|\bnone of (?:this|these|the (?:numbers|figures))\b|\bnone(?= (?:is|was|were|are) (?:adjusted|"
    r"left|missing|dropped))|"
    r"\b(?:not|no|never)\b[^,;.]{0,30} for (?:anybody|anyone)\b|\b(?:nobody|no ?one|somebody|someone|anybody|"
    r"anyone) (?:\\w+ )?(?:can (?:say|tell|know)|knows?|to compare|measured|asked|chose|"
    r"(?:was|were|is) (?:left out|dropped|excluded|missing))|\bboth\b|\beither\b|\beach ⟦n⟧|"
    r"\bany (?:adjust\w*|difference|effect|other|common|causal|further|cause|hidden|unmeasured|such|conclusion|"
    r"claim|case|rate|"
    + _OF_RESULT
    + r"|confound\w*|of (?:this|these|the (?:numbers|columns|arrows|assumptions))|at all|(?:⟦n⟧)|statement|real)\b|\bif any\b|"
    r"\bwithout any\b|\bnot any\b|\bnone\b(?! of (?:the )?(?:people|them|those|⟦))"
)
_STATISTIC = re.compile(
    r"\b(?:median|modal|percentiles?|quartiles?|variance|correlation coefficient|r-?squared|typical(?:ly)?|usually|"
    r"normally|ordinarily|generally|in general|generali[sz]\w+|standard deviations?|maximum|minimum|"
    r"likelihood|probabilit(?:y|ies) (?:that|of (?:an?|the|no) (?:effect|difference))|"
    r"(?:% |percent )(?:chance|probab\w+|likely|likelihood|certain|confident)|chances? (?:that|are))\b"
)
_RATED = re.compile(
    r"\b(?:large|big|great|huge|small|little|tiny|minor|major|strong|strongly|weak|largely|much|far|greatly|slight|slightly|"
    r"barely|hardly|scarcely|only|mere|merely|heavy|heavily|broadly|vastly|widely|marked|markedly|serious|seriously|"
    r"severe|severely|deep|deeply|quite|so|very|really|well)\b"
    r" (?:an? |the )?(?:\w+ly )?(?:more|less|fewer|higher|lower|heavier|lighter|larger|smaller|greater|bigger|better|worse|"
    r"rais\w+|lower\w*|increas\w+|reduc\w+|gain\w*|los\w+|rises?|falls?|drops?|changes?|affects?|effects?|differences?|gaps?|"
    r"adds?|cuts?|associat\w*|link\w*|relat\w+|evidence|ahead|behind|above|below|in favou?r|short of)\b|"
    r"\b(?:large|big|great|huge|small|tiny|minor|major|strong|weak|mere|important|meaningful|relevant|trivial|serious|severe|"
    r"dramatic\w*|substantial\w*|considerabl\w+|negligibl\w+|enormous\w*|modest\w*|moderate)\b,? (?:\w+ "
    r")?(?:-?\$?\d|gain|loss|rise|fall|drop|increase|"
    r"reduction|decrease|differ|effect|gap|change|association|evidence|advantage|disadvantage|benefit)|"
    r"\b(?:differ\w*|chang\w+|vary|varies|associated|linked|related|rais\w+|lower\w*|increas\w+|reduc\w+|better|"
    r"worse|higher|lower) "
    r"(?:\w+ )?(?:greatly|strongly|widely|markedly|largely|hugely|a great deal|little|hardly|barely|slightly)\b"
)
_RATED_RIGHTLY = re.compile(
    r"\b(?:not|no|how|however|too|as|that|this|so) (?:very )?(?:large|big|great|small|strong|little|much|far)\b|"
    r"\bso (?:far|much) (?:as|that)\b|"
    r"\bonly (?:if|when|where|provided|as long|so far|holds?)\b|\bso the\b|\bso (?:it|this|that|these|they|we|"
    r"one|no|zero|nothing)\b|\bas well\b|\bwell (?:as|defined)\b"
)
_PARTS = (
    r"(?:large|small|big|little|tall|short|old|older|oldest|elderly|young|younger|youngest|high|low|higher|lower|heavy|light|heavier|"
    r"lighter|rich|poor|richer|poorer|healthy|sick|ill|severe|mild|early|late|recent|long|new|male|female|married|educated|"
    r"skilled|black|white|hispanic|urban|rural|rare|advanced|complicated|simple|easy|hard|difficult|weak|strong|active|inactive|"
    r"obese|overweight|thin|fit|unfit|working|unemployed|employed|retired|pregnant|experienced)"
)
_A_PART = re.compile(
    rf"\b(?:for|among|amongst|in|within|with|of|when|where|on|at) (?:the |those |people |patients |persons |men |women |cases |"
    rf"who (?:are|were|had|have) |with |is |are |were |only |especially )*(?P<part>{_PARTS}) (?!(?:end|ends|"
    rf"limit|bound|side|edge|value|than|in|of|as|school)\b)"
    rf"(?P<what>[a-z⟦]\S*)|"
    rf"\b(?P<head>{_PARTS}) (?:people|patients|persons|men|women|cases|smokers|quitters|workers|rows|households|"
    rf"applicants|stones|families)\b"
)
_TIME = re.compile(
    r"\b(?P<each>a|an|per|each|every) (?P<time>second|minute|hour|day|night|week|month|quarter|year|decade|lifetime)\b|"
    r"\b(?P<ly>hourly|daily|nightly|weekly|monthly|quarterly|annual|annually|yearly)\b|"
    r"\b(?:over time|over the years|in the long run|in the long term|long[- ]term|short[- ]term|permanent\w*|lasting|eventually|"
    r"sooner or later|from now on|in (?:the )?future|today|nowadays|these days|immediately|at once|soon|later on)\b"
)
_BOUND_AFTER = re.compile(
    r"^,? ?(?:at (?:the )?(?:most|least|best|worst|minimum|maximum)|or (?:more|less|higher|lower|fewer|above|below|so much as)|"
    r"and (?:more|up|above|upwards?|over|beyond)(?![ \w]*\d)|tops\b|maximum|minimum|max\b|min\b|if not more|plus\b(?! or))\b"
)
_FUTURE = re.compile(
    r"\b(?:will|shall|won't|(?:is|are) (?:going|bound|set|destined|expected) to)\b"
    r"(?! (?:not )?(?:be (?:wrong|off|biased|different|misleading|mixed|distorted|too)|hold|do\b|no longer|differ|mislead))"
)
_SAYS_OF_DRAW = re.compile(
    r"\b(?:lottery|randomi[sz]ed|randomly|random|experiment\w*|trial|coin|by chance (?:who|which))\b"
)
_NO_DRAW = re.compile(r"\b(?:no|not|non|never|without|n't|rather than|instead of|like)\b[^,;.]{0,40}$")


def scope_faults(sentence: str, facts: Facts) -> list[str]:
    """Sentences for what a sentence says of others than all, of other times, sizes and statistics."""
    known = study_words(facts)
    return [
        *_counting(sentence, facts),
        *_first(_STATISTIC, sentence, "an average was computed"),
        *_rating(sentence),
        *_parts(sentence),
        *_times(sentence, facts),
        *_bounds(sentence),
        *_first(_FUTURE, sentence, "what is to come was not computed"),
        *_draw(sentence, facts, known),
    ]


def _first(pattern: re.Pattern[str], text: str, reason: str) -> list[str]:
    found = pattern.search(text)
    return [f"“{_shown(found[0])}”: {reason}."] if found else []


def _counting(sentence: str, facts: Facts) -> list[str]:
    rest = _COUNTED.sub(" ", sentence)
    if not facts.treated:  # the difference is for each unit more
        rest = re.sub(
            r"\b(?:each|every) (?:one )?(?:more|extra|additional|further|added|unit|hour|year|day|⟦t⟧)",
            " ",
            rest,
        )
    elif (
        facts.treated[:1].isalpha()
        and {facts.treated.casefold(), facts.control.casefold()} & {"yes", "no"} == set()
    ):
        rest = rest.replace("each ⟦t⟧", " ")
    return _first(_COUNTING, rest, "averages were computed, not how many it holds for")


def _rating(sentence: str) -> list[str]:
    rest = _RATED_RIGHTLY.sub(" ", sentence)
    return _first(_RATED, rest, "how large or small that is was not rated")


def _parts(sentence: str) -> list[str]:
    for found in _A_PART.finditer(sentence):
        before = sentence[: found.start()]
        alike = re.search(
            r"\b(?:adjust\w*|alike|control\w*|account\w*|holding|taking|like|includ\w+|such as|same)\b[^;.]*$",
            before,
        )
        together = re.search(
            r"\b(?:goes?|going|went|together|associated|linked|connected|comes?|related|correlated)$",
            before.rstrip(),
        )
        if together and found["part"] in ("higher", "lower", "heavier", "lighter"):
            continue
        if not alike and (found["head"] or not re.match(r"(?:⟦|in\b|than\b|\d)", found["what"])):
            return [f"“{_shown(found[0]).strip()}”: nothing was computed for a part of the rows."]
    return []


def _times(sentence: str, facts: Facts) -> list[str]:
    told = " ".join((facts.known_text, facts.who, facts.unit, *facts.names, *facts.names.values())).lower()
    for found in _TIME.finditer(sentence):
        after_number = re.search(r"\d[^,;.]{0,25}$", sentence[: found.start()])
        if not facts.treated and found["each"] and stem(found["time"]) in {stem(w) for w in words_of(told)}:
            continue
        outcome = f"{facts.names.get(facts.outcome, '')} {facts.unit}".lower()
        if found["time"] and re.search(rf"\b(?:a|an|per|each|every) {found['time']}\b", outcome):
            continue
        if found[0] not in told or (found["time"] and after_number and facts.treated):
            return [f"“{found[0]}”: the study does not speak of that time."]
    return []


def _bounds(sentence: str) -> list[str]:
    return [
        f"“{number.text}”: a bound, where the computed number is known."
        for number in numerals(sentence)
        if _BOUND_AFTER.match(sentence[number.end :])
    ]


def _draw(sentence: str, facts: Facts, known: frozenset[str]) -> list[str]:
    """That a lottery decided: only where an assumption of the study says so."""
    drawn = any(re.search(r"\blottery\b|\brandomi[sz]", text) for text in facts.assumptions)
    found = _SAYS_OF_DRAW.search(sentence)
    if found is None or drawn or _NO_DRAW.search(sentence[: found.start()]):
        return []
    return [f"“{found[0]}”: the study does not say that the cause was decided by lot."]


def _shown(text: str) -> str:
    return re.sub(r"⟦[^⟧]*⟧", "…", text)
