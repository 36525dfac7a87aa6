"""A share told of the opposite of what was counted: “turned down in 30 in 100” where 30 in 100 were admitted."""

from __future__ import annotations

import re

from llm import lexicon
from llm.facts import Facts
from llm.numerals import numerals, simplified
from llm.verify_words import stem, words_of

_VALUE = re.compile(r"([^;:()]+?) ?\(([^()]{1,30})\)")
_OPPOSITES: tuple[tuple[str, str], ...] = (
    (
        r"admi(?:t|ss)\w*|accept\w*|hired",
        r"reject\w*|refus\w*|turn\w* (?:down|away)|den(?:y|ied)|unsuccessful|failed",
    ),
    (
        r"succe\w*|pass(?:ed|es)?|cured?|recover\w*|heal\w*|remov\w*",
        r"fail\w*|unsuccessful\w*|relaps\w*|not (?:succeed|pass|recover|heal)",
    ),
    (r"surviv\w*|alive", r"di(?:e|es|ed)\b|deaths?|dead"),
    (r"di(?:e|es|ed)\b|deaths?|dead", r"surviv\w*|alive"),
    (r"left|leave\w*|quit\w*|churn\w*|cancel\w*|drop\w* out", r"stay\w*|remain\w*|kept|keep\w*"),
    (
        r"flu|ill(?:ness)?|sick\w*|infect\w*|disease|injur\w*|accident|attack|stroke|cancer|relapse",
        r"healthy|well\b|spared|unhurt|unharmed|escap\w*|avoid\w*|free of",
    ),
    (r"employ\w*|job|work", r"unemploy\w*|jobless|out of work|without (?:a )?job"),
    (r"bought|buy\w*|purchas\w*|click\w*|sign\w* up|convert\w*", r"did not buy|bounc\w*|abandon\w*"),
)


def opposite_faults(sentence: str, facts: Facts) -> list[str]:
    """Sentences for a number that is given to the outcome's other value."""
    if not facts.outcome_yes or not numerals(sentence):
        return []
    meaning = simplified(facts.names.get(facts.outcome, ""))
    yes = simplified(facts.outcome_yes)
    labels = [(label.strip(), value.strip()) for label, value in _VALUE.findall(meaning)]
    counted = " ".join(label for label, value in labels if value == yes) or meaning.split(" or ")[0]
    others = [re.sub(r"^(?:or|and|did|was|is|the) ", "", label) for label, value in labels if value != yes]
    counted = f"{counted} {yes if not yes.isdigit() else ''} {facts.outcome}".lower()
    patterns = [other for told, other in _OPPOSITES if re.search(rf"\b(?:{told})", counted)]
    patterns += [
        re.escape(word) for other in others for word in other.split() if len(word) > 3 and word not in counted
    ]
    found = re.search(rf"\b(?:{'|'.join(patterns)})\b", sentence) if patterns else None
    stems = {stem(word) for word in words_of(counted) - lexicon.STOPWORDS - lexicon.GENERIC if len(word) > 2}
    for denied in re.finditer(
        r"(?:\b(?:not|never|without)|n't) (?:an? |the |any |ever |to |been |be )*(\w+)(?: (?:an? |the |any )?(\w+))?",
        sentence,
    ):
        if "adjust" in denied[0]:
            continue
        if {stem(word) for word in denied.groups() if word} & stems or "⟦y" in sentence[
            denied.start() : denied.end() + 4
        ]:
            found = found or denied
    return [f"“{found[0]}”: the share of the opposite was computed."] if found else []
