"""What a variable's name says about when it was settled: a guess to start from, never a decision.

Rules on names fitted the graphs they were written for and failed on others, so a hint only chooses which
answer is marked at first, and says why; the person's answer is what counts.

>>> hint(VariableInfo(name="sex"), "training")
('before', '“sex” is usually settled at birth.')
>>> hint(VariableInfo(name="weight_followup"), "training")[0], hint(VariableInfo(name="income"), "training")
('after', ('unknown', ''))
"""

from __future__ import annotations

from typing import Literal

from llm.matching import tokens_of
from llm.schemas import VariableInfo
from llm.vocabulary import abbreviations, word_set

Guess = Literal["before", "after", "unknown"]


def hint(variable: VariableInfo, treatment: str) -> tuple[Guess, str]:
    """A guess with its reason; ``("unknown", "")`` when the name says nothing."""
    if variable.by_lottery and variable.name != treatment:
        return "unknown", ""
    if variable.when != "unknown":
        return variable.when, "You said so before."
    name = variable.name
    tokens = [word for token in tokens_of(name) for word in (token, *abbreviations().get(token, "").split())]
    years = _years(name), _years(treatment)
    if word_set("later") & set(tokens):
        return "after", f"“{name}” sounds like something measured later."
    if word_set("earlier") & set(tokens):
        return "before", f"“{name}” sounds like something measured at the start."
    if years[0] and years[1] and max(years[0]) < min(years[1]):
        return "before", f"The year in “{name}” is earlier than the one in “{treatment}”."
    if years[0] and years[1] and min(years[0]) > max(years[1]):
        return "after", f"The year in “{name}” is later than the one in “{treatment}”."
    if word_set("settled_at_birth") & set(tokens[:2]) and not {"gap", "death"} & set(tokens):
        return "before", f"“{name}” is usually settled at birth."
    return "unknown", ""


def _years(name: str) -> list[int]:
    """Years of four figures in a name."""
    return [
        int(token)
        for token in tokens_of(name)
        if len(token) == 4 and token.isdigit() and 1800 < int(token) < 2200
    ]
