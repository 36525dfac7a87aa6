"""What a sentence says around the numbers and may not: reasons, rows, vague amounts, certainty, cause from a crude gap.

Sentences come masked (:mod:`llm.verify_names`), without the clauses that say that something is not said.

>>> from llm.facts import Facts
>>> facts = Facts(
...     rung="done", treatment="t", outcome="y", names={"t": "", "y": ""}, quantities=(), intervals=(), level=0.95,
...     sentences=(), unit="kg",
... )
>>> reason_faults("it raises ⟦y⟧ by some kg", facts)
['“some kg”: an amount that was not computed.']
"""

from __future__ import annotations

import re

from llm import lexicon
from llm.facts import Facts
from llm.numerals import numerals
from llm.verify_places import cues

_BECAUSE = re.compile(
    r"\b(?:because(?: of)?|owing to|thanks to|since|due to|on account of|by (?!about|around|roughly|how|"
    r"more|less|chance|"
    r"itself|adjust\w*|comparing|the graph|\d|[-+$€£])\w+ing|(?:\d|kg|dollars|points|more|less|"
    r"average)\W{1,2}as(?! (?:long|seen|well|far|they|in the|an? |the (?:interval|graph))))\b([^.;]*)"
)
_OF_THE_RESULT = re.compile(
    r"\b(?:interval|graph|assum\w+|data|confirmed|chance|zero|nothing|no difference|missing|arrows?|"
    r"compar\w+|adjust\w*|hidden|"
    r"confound\w+|differ\w*|cause and|outcome|question|alike|uncertain\w*|average|rows?|overlap\w*|drawn|"
    r"drawing|groups?)\b"
)
_CERTAIN = re.compile(
    r"\b(?:and|which|since|because|as) (?:it |they |this |that )?(?:is|does|do|holds?)(?: (?:indeed|right|"
    r"correct|true))?(?=[,.;]|$)|"
    r"\band they are(?=[,.;]|$)|"
    r"(?<!if )(?<!provided )(?<!whether )(?<!that )\b(?:this|that|it) (?:is|holds) (?:settled|true|a fact|"
    r"real|certain|correct|right|so)\b|"
    r"\btrue (?:effect|value|difference)\b|\bmust (?:be|lie)\b(?! (?:read|taken|kept))|"
    r"\bindeed\b|\bof course\b|\bin fact\b|\bthe truth\b|\bis (?:why|the reason(?! (?:remains|stays|is) (?:open|"
    r"unknown|unclear))|how)\b|\b(?:that|this) is why\b"
)
_SIZES = re.compile(
    r"\b(?:by (?:a lot|much|far|a little|a bit|several|many|a few|a couple)|a lot\b|a (?:few|couple|handful|"
    r"bit)(?: of)?\b|several\b(?! columns| things)|"
    r"(?:effect|difference|gap|gain|loss|change) (?:is|was|of) (?:very |quite |rather |so |"
    r"really )?(?:large|big|great|small|strong|"
    r"weak|little|minor|major|considerable|close to nothing|near nothing)\b(?!er))"
)
_ALL_ROWS = re.compile(
    r"\b(?:all|every|each|none|no|nobody|no one)\b(?: of)?(?: the)?(?: \d[\d,]*)? ?(?:of )?(?:the )?"
    r"(?:rows?|people|persons?|patients?|men|women|cases?|data|participants|records|observations|"
    r"respondents|person|one|"
    r"(?:was|were) (?:left|dropped|excluded|removed|missing|set aside))\b(?=[^.;]{0,40}\b(?:used|analysed|"
    r"kept|included|"
    r"left out|dropped|excluded|missing|removed|set aside|remain\w*)\b|[^.;]{0,5}$)|"
    r"\b(?:nobody|no one|none|nothing) (?:\w+ ){0,3}(?:left out|dropped|excluded|missing|removed|"
    r"set aside)\b(?! of the (?:graph|drawing)| (?:from|in) the (?:graph|drawing))|"
    r"\b(?:without|no) (?:dropping|leaving out|excluding|missing)\b"
)
_SHAKY = re.compile(
    r"(?:\b(?:more than|less than|fewer than|over|under|at least|at most|nearly|almost|up to)) (\d[\d,]*)"
)
_DOING = re.compile(
    r"\b(?:raises|lowers|increases|reduces|decreases|causes|leads to|brings about|drives|boosts|adds|improves|cuts|"
    r"makes|raised|lowered|increased|reduced|caused|led to|added|improved)\b"
)
_NOT_IT = re.compile(
    r"(?:\b(?:no|not|non|without|n't|fails? to|failed to|never)\b)[- ](?:a |the |any )?(?:⟦y[+]?⟧|"
    r"succe\w+|happen\w*|occur\w*|surviv\w*|recover\w*)"
)
_SHAPES = re.compile(
    r"\b\d[\d,]*(?:\.\d+){2,}|\d(?:\.\d+)?e[-+]?\d|[²³⁰-⁹]|\d ?/ ?\d|\b(?:i{2,3}|iv|vi{1,3}|ix|xi{0,3})\b|"
    r"\(\d[\d.]*\) ?(?:kg|dollars|us)"
)


def reason_faults(sentence: str, facts: Facts) -> list[str]:
    """Sentences for reasons, amounts and claims that nothing here has computed."""
    return [
        *_reasons(sentence),
        *_conclusions(sentence),
        *_amounts(sentence, facts),
        *_rows(sentence, facts),
        *_cause(sentence, facts),
    ]


def _reasons(sentence: str) -> list[str]:
    out = []
    for found in _BECAUSE.finditer(sentence):
        rest = found[1]
        if not _OF_THE_RESULT.search(found[0]) and not re.match(r" (?:the |of |of the )?⟦[tc]", rest):
            out.append(f"“{_plain(found[0])}”: a reason that was not looked at.")
    found_one = _CERTAIN.search(sentence)
    if found_one and not re.search(r"\bwhether\b.*\b(?:open|unknown|unclear|cannot|undecided)\b", sentence):
        out.append(f"“{_plain(found_one[0])}” claims more than data can show.")
    return out


_SO = re.compile(
    r"(?:\band so\b|, so\b(?! (?:far|that is))|\b(?:thus|therefore|hence|consequently)\b|\bwhich (?:shows|means|"
    r"implies|suggests|tells)\b(?: us)?(?: that)?|"
    r"\b(?:showing|meaning|implying|suggesting) that\b)([^;:]*)"
)
_ABOUT_THE_RESULT = re.compile(
    r"\d|\b(?:zero|nothing|interval|room|differ\w*|gap|associat\w*|cause|confirmed|graph|assum\w*|data|adjust\w*|uncertain\w*|rows?|columns?|"
    r"average|effects?|direction|claim|read|said|known|estimate|figure|number|conclu\w+|caution|careful\w*|precise\w*|sign|comparison|compared|"
    r"no|not|n't|cannot|neither|could|may|might|unlikely|unclear|open|proof|significan\w+|settle\w*|certain\w*)\b|⟦y"
)


def _conclusions(sentence: str) -> list[str]:
    """“… and so it pays for itself”: a conclusion that speaks of nothing that was computed."""
    return [
        f"“{_plain(found[0])[:60]}”: a conclusion that was not computed."
        for found in _SO.finditer(sentence)
        if len(found[1].split()) > 2 and not _ABOUT_THE_RESULT.search(found[1])
    ]


def _amounts(sentence: str, facts: Facts) -> list[str]:
    out = [f"“{_plain(m[0])}”: an amount that was not computed." for m in _SIZES.finditer(sentence)]
    out += [f"“{m[0]}” is not a number that can be checked." for m in _SHAPES.finditer(sentence)]
    spans = [(n.start, n.end) for n in numerals(sentence)]
    for found in re.finditer(rf"(\S+) ({_unit_words(facts)})\b", sentence):
        inside = any(a < found.end(2) <= b for a, b in spans)
        if (
            not inside
            and found[1].strip("(") not in ("in", "per", "of", "us", "the", "as")
            and "±" not in found[1]
        ):
            if "plus or minus one" in sentence[: found.end(1)] or re.search(r"\d[\d.,]*\)?$", found[1]):
                continue
            out.append(f"“{_plain(found[0])}”: an amount that was not computed.")
    weight_force = re.search(rf"\b(?:{_unit_words(facts)})[-/²³^]\w*", sentence)
    return out + ([f"“{weight_force[0]}” is another unit."] if weight_force else [])


def _unit_words(facts: Facts) -> str:
    unit = facts.unit.strip().lower() or next((q.unit.lower() for q in facts.quantities if q.unit), "")
    aliases = next((family for family in lexicon.UNITS if unit in family), (unit,))
    words = {
        *aliases,
        "kg",
        "kilo",
        "kilos",
        "kilogram",
        "kilograms",
        "grams",
        "pounds",
        "dollars",
        "euros",
        "points",
    }
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True) if w and w[0].isalpha())


def _rows(sentence: str, facts: Facts) -> list[str]:
    left_out = any(q.rows == "left_out" and q.value for q in facts.quantities)
    found = _ALL_ROWS.search(sentence) if left_out else None
    out = [f"“{_plain(found[0])}”: some rows were left out."] if found else []
    rows = {f"{q.value:,.0f}" for q in facts.quantities if q.kind == "rows"} | {
        f"{q.value:.0f}" for q in facts.quantities if q.kind == "rows"
    }
    twice = re.search(r"\b(\d[\d,]*) (?:out )?of (?:the |all )?\1\b", sentence) if left_out else None
    out += [f"“{twice[0]}”: some rows were left out."] if twice else []
    used = next((f"{q.value:,.0f}" for q in facts.quantities if q.rows == "used"), "")
    if (
        left_out
        and used
        and re.search(rf"\bof (?:the )?{used} \w+,[^.;]*\b(?:left out|dropped|excluded|missing)", sentence)
    ):
        out.append("It counts the rows that were left out among those used.")
    return out + [
        f"“{m[0]}”: a bound, where the computed number is known."
        for m in _SHAKY.finditer(sentence)
        if m[1] in rows
    ]


def _cause(sentence: str, facts: Facts) -> list[str]:
    """A crude difference told as cause and effect; the outcome turned into its opposite."""
    told = {role for _, role in cues(re.sub(r"\b(?:provided|assuming)\b", "", sentence))}
    out = []
    if told == {"seen"} and _DOING.search(sentence) and numerals(sentence):
        out.append("It tells a difference that was not adjusted as cause and effect.")
    if facts.outcome_yes and _NOT_IT.search(sentence) and numerals(sentence):
        out.append("It turns the outcome into its opposite.")
    if facts.rung == "seen" and _through_it(sentence, facts):
        out.append("It speaks of cause and effect, which this result does not allow.")
    return out


_THROUGH = re.compile(
    r"\b(?:lower|higher|more|less|fewer|heavier|lighter|better|worse|average|dollars|kg|points)\)? "
    r"(?:from|through|via|by|out of|after|following|down to|behind|as an outcome of|in answer to|by means of|"
    r"in response to)(?: the| this| their| taking)? (⟦t⟧|⟦t[+]⟧|⟦c⟧|[a-z]+)"
)


def _through_it(sentence: str, facts: Facts) -> bool:
    from llm.verify_words import stem, words_of

    own = {stem(w) for w in words_of(f"{facts.treatment} {facts.names.get(facts.treatment, '')}")}
    own -= {stem(w) for w in lexicon.STOPWORDS | lexicon.GENERIC | {"survey"}}
    return any(m[1].startswith("⟦") or stem(m[1]) in own for m in _THROUGH.finditer(sentence))


def _plain(text: str) -> str:
    return re.sub(r"⟦[^⟧]*⟧", "…", text).strip()
