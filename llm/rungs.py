"""On which rung of Pearl's ladder a question stands: what is seen, what is done, what is imagined.

Only the third is told apart here, because it is the one that is refused: what would have been otherwise for
somebody, and how many cases happened *because of* something, cannot be computed from an average effect. They
need a structural model, stated and fitted. Rules on words, in English: what they miss still meets the check of
the answer (``llm.verify``).

>>> asks_what_would_have_been("Would this patient have died without the drug?")
True
>>> asks_what_would_have_been("How many of the cases were caused by smoking?")
True
>>> asks_what_would_have_been("How sure is this, and what would change if everybody quit?")
False
"""

from __future__ import annotations

import re

from llm.numerals import simplified

_SOMEBODY = (
    r"(?:he|she|i|me|my \w+|him|her|this (?:person|patient|man|woman|child|worker|pupil|student|case|individual|one)|"
    r"that (?:person|patient|man|woman|child|worker|pupil|student|case|individual)|"
    r"(?:a|one) (?:single|particular|given|specific) (?:person|patient|case|individual)|row \d+)"
)
_CASES = r"(?:cases?|deaths?|people|persons?|patients?|events?|successes|failures|rows?|gains?|kilos|kg|\w+ of (?:them|those|it))"
_IMAGINED = re.compile(
    r"\b(?:would|could|might|should)(?:n't| not)?(?: \S+){0,6}? have (?!to\b|an?\b|the\b|any\b|no\b|more\b|less\b)\w+|"
    r"\b(?:would|could|might)(?:n't|'ve| not) have been\b|"
    r"\bif (?:\S+ ){1,6}?(?:had(?:n't| not)?|hadn't) \w+|\bhad (?:\S+ ){1,4}?not \w+|"
    r"\b(?:had|were) (?:it|they|he|she|nobody|everybody|everyone|i|we|this \w+) not\b|"
    r"\b(?:but for|were it not for|if it weren't for|if not for)\b|"
    r"\battribut\w+|\bto blame\b|\bresponsible for\b|\bprobability of causation\b|"
    rf"\bhow many (?:\S+ ){{0,5}}?(?:caused by|due to|because of|thanks to|prevented|avoided|saved|averted)\b|"
    rf"\b(?:what )?(?:share|part|fraction|proportion|percentage|percent|number) of (?:\S+ ){{0,6}}?"
    r"(?:caused by|due to|because of|thanks to|prevented|avoided|averted)\b|"
    rf"\b(?:was|were|is|are|did|do|does|has|have) (?:\S+ ){{0,3}}?{_CASES}(?: \S+){{0,4}}? (?:because of|due to|thanks to)\b|"
    rf"\b(?:was|is|did|does|will|would|can|could) (?:it )?{_SOMEBODY}\b|\b(?:for|to|of|happened to) {_SOMEBODY}\b|"
    rf"\bwhy (?:did|has|had|was|does|is) {_SOMEBODY}\b|"
    r"\b(?:was|is) it\b[^?]{1,60}\bthat (?!is\b|was\b)\w+ed\b|"
    r"\bhow (?:many|much) (?:\S+ ){0,6}?(?:did|does|has|have|had|was|were|is|are) (?:\S+ ){0,4}?"
    r"(?:causes?|caused|kill(?:ed)?|save|saved|prevent|prevented|avert|averted|cost)\b|"
    r"\bhow much of\b[^?]*\b(?:down|due|owed|thanks) to\b|\bdown to (?:quitting|him|her)\b|"
    r"\bwho (?:was|were|is|are|has been|have been) (?:\S+ ){0,2}?(?:saved|killed|cured|harmed|hurt|helped|spared)\b|"
    r"\bprobabilit(?:y|ies) of (?:necessity|sufficiency|necessary|sufficient|disablement|enablement)\b|"
    r"\bwas it [^?]{1,60} that\b|\b(?:make|made) the difference for\b|"
    r"\b(?:what if|if) (?:\S+ ){1,3}?(?:hadn't|had not)(?:\b|$)|\bwhat if (?:\S+ ){1,4}?had\b|"
    r"\b(?:imagine|suppose|supposing)\b[^?]*\b(?:had|hadn't)\b|"
    r"\bhad (?:everyone|everybody|nobody|no one|they|he|she|it|all|those|these|the|this)\b[^?]*\bwould\b|"
    r"\bwould\b[^?]*\b(?:now|today)\b[^?]*\b(?:if|as|were)\b|"
    r"\bwould my \w+|\bthe reason (?:why|that|for which)\b|"
    r"\b(?:whom? |which (?:\S+ ){1,2}?)(?:did|does|has|have) (?:\S+ ){1,3}?"
    r"(?:help(?:ed)?|save|saved|cure|cured|harm|harmed|hurt|kill|killed|spare|spared)\b|"
    r"\bwhich (?:\S+ ){1,3}?(?:because of|due to|thanks to)\b|"
    r"\b(?:cure|help|harm|hurt|kill|save)(?:d|ed)? (?:me|him|her|us)\b|\b(?:still|now) be alive\b|"
    r"\bhow much of (?!the (?:data|rows|sample|records)\b)[^?]*\b(?:came|comes?|stems?|stemmed|resulted) from\b|"
    r"\bprobability\b[^?]*\b(?:necessary|sufficient)\b|"
    r"\bregret\w*|\bcounterfactual\w*|\bin (?:their|his|her|my) case\b|\binstead of what happened\b",
)


_NAMED = re.compile(
    r"\b[Ff]or [A-Z][a-z]+ ?\?|\b(?:make|made|cause|caused|help|helped|harm|harmed|kill|killed) [A-Z][a-z]+ (?!and\b)\w+|"
    r"\b[A-Z][a-z]+['’]s (?!effect)|\bwhy [A-Z][a-z]+ \w+ed\b"
)
"""Somebody called by a name with a capital letter, which the rules on small letters cannot see."""


def asks_what_would_have_been(question: str) -> bool:
    """Whether a question stands on the third rung, by its words."""
    return bool(_IMAGINED.search(simplified(question)) or _NAMED.search(question))
