"""Words that say which side does better: they need an outcome of which more is plainly good.

“B does better” says that more succeed with B; of an illness it would say that fewer have it. Which it is is read
from the outcome's own words, and where they do not tell, such words are turned down.

>>> from llm.facts import Facts, Quantity
>>> facts = Facts(
...     rung="done", treatment="t", outcome="flu", names={"t": "", "flu": "Had flu"}, intervals=(), level=0.95,
...     quantities=(Quantity(what="effect", value=-5, role="adjusted", signed=True),), sentences=(),
...     treated="1", control="0",
... )
>>> value_faults("the data favour ⟦t+⟧", facts)
['“favour ⟦t+⟧”: the study does not say whether more of the outcome is better.']
"""

from __future__ import annotations

import re

from llm.facts import Facts, Role
from llm.numerals import simplified
from llm.verify_places import cues
from llm.verify_sides import sides

_GOOD = re.compile(
    r"succe|surviv|recover|cured|healed|remov|admi(?:t|ss)|earn|wage|income|salar|asset|saving|score|grade|pass|employ|graduat|"
    r"profit|sales|revenue|satisf|wellbeing|yield"
)
_FAVOURS = re.compile(
    r"\b(?:favou?r(?:s|ed|ing)?|in favou?r of|the advantage of|an advantage (?:for|of)|speaks? for|points? to|"
    r"prefer\w*)(?: the| an?)? "
)
_VALUED = re.compile(
    r"\b(?:better|worse|best(?! (?:estimate|guess|value|single))|worst|superior|inferior|outperform\w*|"
    r"advantage|disadvantage|beats?|wins?|won|winner|improv\w+|favou?r\w*)\b"
)


def value_faults(sentence: str, facts: Facts) -> list[str]:
    """Sentences for a side that is called the better one where it is not, or where that cannot be known."""
    good = bool(_GOOD.search(simplified(f"{facts.outcome} {facts.names.get(facts.outcome, '')}")))
    valued = _VALUED.search(sentence)
    if valued and not good:
        words = (
            sentence[valued.start() : valued.end() + 5].strip() if valued[0].startswith("fav") else valued[0]
        )
        return [f"“{words}”: the study does not say whether more of the outcome is better."]
    out = []
    for found in _FAVOURS.finditer(sentence):
        named = [side for start, _, side in sides(sentence, facts) if start - found.end() in range(-1, 4)]
        told = cues(sentence[: found.start()])
        role: Role = told[-1][1] if told else "adjusted"
        if named and (1 if named[0] == "t+" else -1) != facts.direction(role):
            out.append("It favours the side for which the computed number is the lower one.")
    return out


def without_favours(sentence: str, facts: Facts) -> str:
    """The sentence without “favours B”, which :func:`value_faults` has read."""
    return re.sub(_FAVOURS.pattern + r"(?:⟦t[+-]⟧)", " ", sentence)
