"""What sentences say beyond an average and its interval: nothing at all, everybody, a subgroup, advice.

These are wrong at any rung. Sentences come masked (:mod:`llm.verify_names`), without the clauses that only say
that something is not shown.

>>> from llm.facts import Facts
>>> facts = Facts(
...     rung="done", treatment="t", outcome="y", names={"t": "", "y": ""}, quantities=(), intervals=(), level=0.95,
...     sentences=(),
... )
>>> overclaims("the treatment has no effect on ⟦y⟧.", facts)
['“no effect”: that nothing is there cannot be seen from data, only that little may be.']
"""

from __future__ import annotations

import re

from llm import lexicon
from llm.facts import Facts
from llm.verify_compared import same_with_and_without
from llm.verify_words import stem, words_of

_THING = r"(?:effect|difference|impact|influence|benefit|change|gain|harm|advantage|association|link|relation\w*)s?"
_NOTHING = re.compile(
    rf"(?<!of )(?<!or )(?<!against )(?<!reach )\b(?:no|zero|not any|not (?:an?|the) ) ?{_THING}\b"
    rf"(?! (?:to speak of|is (?:also |still )?(?:possible|not|within|in it|included|compatible)|"
    rf"(?:remains|stays) (?:possible|open)|(?:can|could|may) (?:not|still|also)|cannot))|"
    r"\bnothing to do with\b|\bunrelated\b|\bindependent of one another\b|\b(?:does|do|did|achieves?) nothing\b|"
    r"\bno (?:point|use|sense|value|merit)\b|"
    r"\b(?:pointless|worthless|in vain|for nothing|futile)\b|"
    r"\b(?:equally (?:well|good|effective|likely|often|bad)|identical|equivalent|interchangeable|"
    r"ineffective|useless)\b|"
    r"\b(?:is|are|were|was|stays?|remains?|works?|does|do|did) (?:exactly |just |all |both )?(?:the same|"
    r"alike|unchanged|"
    r"no (?:better|worse|different|higher|lower)|as (?:well|good|bad) as)\b(?! in\b)|\bmakes? no difference\b"
)
_VERBS = (
    r"(?:change|affect|raise|lower|increase|reduce|decrease|matter|work|help|prevent|improve|influence|cause|alter|"
    r"make a difference|differ|gain|lose|rise|fall|add|boost|harm|protect|lead to)"
)
_NOT_MEANT = re.compile(
    rf"\b(?:does|do|did|is|need|must|should|can)(?:n't| not) (?:be )?(?:mean|show|prove|say|imply|read as|"
    rf"taken (?:as|to mean)|"
    rf"the same as)(?: that)?(?: there is| it has| there being)? no {_THING}\b"
)
_DENIED = re.compile(
    rf"\b(?:does|do|did|will|would|can|could)(?:n't| not) (?:\w+ly )?{_VERBS}\b|\bcannot {_VERBS}\b"
)
_EVERYBODY = re.compile(
    r"(?<!if )(?<!over )(?<!across )(?<!for )(?<!were )\bevery(?:one|body)\b(?! else)|\bfor every(?:one|body)\b(?! alike)|"
    r"\b(?:each|every) (?:single )?(?:person|patient|one|individual|man|woman|worker|pupil|smoker|of them)\b|"
    r"\b(?:anyone|anybody|no one|nobody) (?:who|gains?|loses?|gets?|will|can)\b|\byou(?:'ll| (?:will|would|can|could|"
    r"should|gain|lose|earn|get|save|put on|become))\b|\byour\b|\b(?:this|that) (?:person|patient|man|"
    r"woman|individual)\b|"
    r"\b(?:each|every) time\b|\bthe more\b[^.;]*\bthe (?:more|less)\b|\b(?:always|invariably|"
    r"without exception|in every case|in all cases)\b|"
    r"\ball (?:people|patients|persons|of them|who|those|participants|workers)\b(?! (?:were|are) (?:used|"
    r"kept|included))"
)
_ADVICE = re.compile(
    r"\b(?:recommend\w*|advis\w+|ought to|had better|worth(?:while|\s+it)|good idea|bad idea|"
    r"must (?!not )(?:quit|take|get|stop|"
    r"give|be (?:made|offered|given))|should(?! (?:not )?be (?:careful|cautious|wary|read|taken|treated|seen|understood|"
    r"compared|interpreted)))\b"
)
_SUBGROUP = re.compile(
    r"\b(?:larger|smaller|stronger|weaker|bigger|greater|higher|lower|more|less)\b[^,;.]{0,25}"
    r"\b(?:for|among|in|where|when|at) (?:(?:those|people|rows|cases|the) )?(?:\w+ ){0,2}"
    r"(?:high\w*|low\w*|more|less|much|little|many|few|great\w*|small\w*)\b[^,;.]{0,20}⟦n⟧|"
    r"\b(?:larger|smaller|stronger|weaker|bigger)\b[^,;.]{0,25}\b(?:for|among|in|where|when|at)\b[^,;.]{0,25}⟦n⟧|"
    r"\bamong (?!them ⟦n⟧(?:,| and| or))(?!.{0,60}(?:alike|same|similar|equal|comparable))[^,;.]{0,40}⟦n⟧|"
    r"\b(?:especially|particularly|mostly|mainly|above all|chiefly|only) (?:for|among|in|where|when)\b"
)
_ODDS = re.compile(r"\b(?:odds|hazards?|relative risks?|risk ratios?)\b")
_AS_RISK = re.compile(
    r"\b(?:risks?|chances?|likel\w+|probab\w+|rates?|often|frequent\w*)\b[^;]*\btimes\b|\btimes\b[^;]*\b(?:risks?|likely|often|frequent)\b"
)
_SPAN = re.compile(
    r"\b(?:within|over|for|after|every|per|in) (?:an?|one|two|three|the first|\d+|several|a few) "
    r"(hour|day|week|month|year|decade)s?\b"
)
_FOR_NOTHING = re.compile(r"\b(?:adjust\w*|controll\w+|account\w+) for nothing\b|\bwith nothing adjusted\b")
_FOR_THESE = re.compile(r"\b(?:adjust\w*|controll\w+|account\w+) for ([^.;:()]*)")
_NOTHING_BUT = re.compile(
    r"\b(?:nothing|none|only|just)\b(?: but| except| other than)? ⟦n⟧ (?:is|was|were|are) (?:adjusted|controlled)"
)
_ONLY = re.compile(r"\b(?:only|alone|just|solely|merely|nothing (?:else|but|more))\b")


def overclaims(sentence: str, facts: Facts) -> list[str]:
    """Sentences for what a sentence says beyond what was computed."""
    text = _NOT_MEANT.sub(" ", lexicon.INCLUDES.sub(" ", sentence))
    return [
        *_absence(text, facts),
        *_found(_EVERYBODY, text, "averages were computed, not what holds for single cases"),
        *_found(_ADVICE, text, "advice is more than a result can give"),
        *_found(_SUBGROUP, text, "nothing was computed for a part of the rows"),
        *_adjusting(sentence, facts),
        *_measures(text, facts),
    ]


def _found(pattern: re.Pattern[str], text: str, reason: str) -> list[str]:
    found = pattern.search(text)
    return [f"“{_shown(found[0])}”: {reason}."] if found else []


def _absence(text: str, facts: Facts) -> list[str]:
    """That there is nothing: wrong where the interval excludes it, and not to be seen where it does not."""
    if (
        all(q.value == facts.null for q in facts.quantities if q.signed and q.role == "adjusted")
        and facts.quantities
    ):
        return []
    if same_with_and_without(facts) and re.search(r"\badjust", text):
        text = re.sub(r"\b(?:is|are) (?:the same|identical|unchanged)\b", " ", text)
    reason = "that nothing is there cannot be seen from data, only that little may be"
    return _found(_NOTHING, text, reason) or _found(_DENIED, text, reason)


def _adjusting(sentence: str, facts: Facts) -> list[str]:
    """“Adjusting for age only” where more is adjusted for."""
    if facts.adjusted_for and _FOR_NOTHING.search(sentence):
        return ["It says that nothing is adjusted for."]
    if len(facts.adjusted_for) > 1 and _NOTHING_BUT.search(sentence):
        return ["It leaves out some of what is adjusted for."]
    for listed in _FOR_THESE.findall(sentence):
        if "⟦n⟧" in listed and _ONLY.search(listed) and listed.count("⟦n⟧") < len(facts.adjusted_for):
            return ["It leaves out some of what is adjusted for."]
    return []


def wrongly_adjusted(plain: str, facts: Facts) -> list[str]:
    """Sentences for a variable of the study that is said to be adjusted for and is not; ``plain`` is not masked."""
    plain_words = lexicon.STOPWORDS | lexicon.GENERIC
    kept = (facts.treatment, facts.outcome, *facts.adjusted_for)
    own = words_of(" ".join((*kept, *(facts.names.get(name, "") for name in kept))))
    others = {
        stem(word)
        for name, meaning in facts.names.items()
        if name not in kept
        for word in words_of(f"{name} {meaning}") - own - plain_words
        if len(word) > 2
    }
    for listed in _FOR_THESE.finditer(plain):
        items = listed[1] if facts.adjusted_for else listed[1].split(",")[0]
        wrong = [word for word in re.findall(r"[^\W_]+", items) if _is_one_of(stem(word), others)]
        if wrong and not re.search(r"\b(?:not|no|n't|without|need\w*)\b[^,;.]*$", plain[: listed.start()]):
            return [f"“{wrong[0]}” is not adjusted for."]
    return []


def _is_one_of(short: str, stems: set[str]) -> bool:
    return any(
        short == s or (len(s) > 3 and min(len(short), len(s)) > 3 and short[:5] == s[:5]) for s in stems
    )


def _measures(text: str, facts: Facts) -> list[str]:
    """Odds where a difference was computed; a time span that the study does not speak of."""
    found = _ODDS.search(text) if facts.null == 0 else None
    if facts.null == 1 and _AS_RISK.search(text) and not re.search(r"\bodds\b", text):
        return ["A ratio of odds is told as one of risks."]
    out = [f"“{found[0]}”: a difference was computed."] if found else []
    known = " ".join((facts.known_text, facts.who, facts.unit, *facts.names, *facts.names.values())).lower()
    return out + [
        f"“{m[0]}”: the study does not say how long." for m in _SPAN.finditer(text) if m[1] not in known
    ]


def _shown(text: str) -> str:
    return re.sub(r"⟦[^⟧]*⟧", "…", text)
