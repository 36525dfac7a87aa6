"""What a sentence says of the assumptions: that they are conditions, and not that they hold or do not matter.

>>> condition_faults("since the graph is right, it raises ⟦y⟧")
['“the graph is right” is an assumption, and is told as a fact.']
>>> condition_faults("provided that the graph is right, it raises ⟦y⟧")
[]
"""

from __future__ import annotations

import re

from llm import lexicon

_ASSUMED = re.compile(
    r"\b(?:the )?(?:graph|drawing|arrows?|assumptions?) (?:is|are|was|were|do|does|has been|have been) "
    r"(?:indeed |in fact |fully )?(?:right|correct|"
    r"true|complete|sound|valid|accurate|reliable|hold|met|satisfied|fulfilled|justified|sure|checked)\b|"
    r"\bnothing else (?:affects|matters|acts|influences|plays)\b|"
    r"\bno (?:other|hidden|further|unmeasured|common|missing|important)(?: \w+)? (?:causes?|factors?|variables?|"
    r"confound\w+|influences?) "
    r"(?:affect|matter|exist|act|remain|is|are|was|were|plays?)\w*\b|"
    r"\b(?:all|every)(?: \w+)? (?:causes?|confound\w+|factors?) (?:is|are|was|were|has been|have been) "
    r"(?:measured|included|adjusted|accounted|covered|known|in)\b|"
    r"\b(?:there (?:is|are)|has|have) no (?:other |hidden |further |unmeasured )*(?:confound\w+|common causes?)\b"
)
_AS_CONDITION = re.compile(
    r"\b(?:if|provided|providing|assum\w+|whether|as long as|so long as|supposing|suppose|condition\w*|grant\w*|rests?|"
    r"holds?|hinges?|depends?|only|unless|given (?:the|that|these)|should|accept\w*|relies|rely|requires?|needs?|must|presuppos\w+|"
    r"not|n't|cannot|question|unless|as good as)\b"
)
_EVEN_SO = re.compile(
    r"\b(?:even (?:if|when|though)|regardless|irrespective|no matter|whether or not|independent(?:ly)?|in spite|despite|"
    r"whatever|without (?:relying|assuming|any assum\w+|the assum\w+|assum\w+|having to assume|needing))\b[^;.]{0,40}"
    r"\b(?:graph|drawing|arrows?|assum\w+|nothing else|hidden|common cause|confound\w+|right|wrong)\b|"
    r"\b(?:no|not rest on|does not (?:rest|depend|rely|hinge) on|do not (?:rest|depend|rely|hinge) on|free of|needs? no|without) "
    r"(?:\w+ )?(?:assumptions?|graph|drawing)\b"
)
_CONDITION_FAILS = re.compile(
    r"\b(?:provided|assuming|as long as|so long as|if|supposing)\b[^,;.]{0,60}\b(?:graph|drawing|arrows?|assum\w+)\b[^,;.]{0,25}"
    r"\b(?:wrong|not|n't|false|fails?|incomplete|incorrect|mistaken)\b"
)
_TRUSTED = re.compile(
    r"\b(?:can|may|could|should|is to|are to) (?:safely |well |fully |therefore |thus )?be (?:trusted|relied|"
    r"believed|taken at face value|"
    r"taken as (?:true|fact|given))\b|\b(?:trustworthy|reliable|dependable|robust|safe to say)\b|"
    r"\b(?:there (?:is|are)) (?!nobody|no one|nothing|no)(?:\w+ ){0,3}(?:to compare with|comparable|overlap)\b"
)
_THEN_OPEN = re.compile(
    r"\b(?:may|might|could|can|cannot|not|no longer|wrong|off|differ\w*|mislead\w*|biased|nothing|change)\b"
)


def condition_faults(sentence: str) -> list[str]:
    """Sentences for an assumption that is told as a fact, waved aside, or turned into its opposite."""
    out = [
        f"“{found[0]}” is an assumption, and is told as a fact."
        for found in _ASSUMED.finditer(sentence)
        if not _AS_CONDITION.search(sentence[: found.start()]) and not sentence.rstrip().endswith("?")
    ]
    trusted = _TRUSTED.search(sentence)
    if trusted and not re.search(
        r"\b(?:not|n't|cannot|only|if|whether|unless|nor|how)\b", sentence[: trusted.end()]
    ):
        out.append(f"“{trusted[0]}” claims more than data can show.")
    found_so = _EVEN_SO.search(sentence)
    if found_so and not re.search(r"\badjust", found_so[0]):
        out.append(f"“{_short(found_so[0])}”: the result does rest on its assumptions.")
    fails = _CONDITION_FAILS.search(sentence)
    claims = lexicon.CAUSAL.search(sentence) or lexicon.UP.search(sentence) or lexicon.DOWN.search(sentence)
    if fails and claims and not _THEN_OPEN.search(sentence[: fails.start()] + sentence[fails.end() :]):
        out.append(f"“{_short(fails[0])}”: that is the opposite of what the result rests on.")
    return out


def _short(text: str) -> str:
    return re.sub(r"⟦[^⟧]*⟧", "…", text)[:80]
