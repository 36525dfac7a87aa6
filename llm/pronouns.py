"""What a text means by *it*: a variable that was named elsewhere in it, as a guess and no more.

*We started calling customers. Does that stop them from leaving?* says the cause in the sentence before. Rules
cannot know what a pronoun stands for: the variable that is named first is offered, held for a guess, and asked about.

>>> variables = [VariableInfo(name=n) for n in ("tutoring", "grade", "distance")]
>>> found = Understanding(source="rules", treatment=Found(words="it"), outcome=Found(words="grades", column="grade"))
>>> meant(found, "Our city offers tutoring. Do grades get better by it?", variables).treatment.column
'tutoring'
"""

from __future__ import annotations

from collections.abc import Sequence

from llm.matching import stem, tokens_of
from llm.schemas import Found, Understanding, VariableInfo

_STAND_INS = frozenset(["it", "that", "this", "they", "them", "these", "those", "he", "she", "him", "her"])
_AROUND = frozenset(["doing", "taking", "using", "getting", "having", "giving", "the", "any", "all", "of"])
MAX_OTHERS = 4


def is_pronoun(words: str) -> bool:
    """Whether a phrase names nothing by itself: *it*, *taking it*, *all of that*."""
    tokens = set(tokens_of(words))
    return bool(tokens & _STAND_INS) and tokens <= _STAND_INS | _AROUND


def meant(found: Understanding, text: str, variables: Sequence[VariableInfo]) -> Understanding:
    """The reading with what a pronoun of it may stand for, where the other part has a column."""
    cause, outcome = found.treatment, found.outcome
    said = [stem(token) for token in tokens_of(text)]
    if outcome.column and not cause.column and is_pronoun(cause.words):
        cause = _guess(cause, _named(said, variables, but=outcome.column))
    elif cause.column and not outcome.column and is_pronoun(outcome.words):
        outcome = _guess(outcome, _named(said, variables, but=cause.column))
    return found.model_copy(update={"treatment": cause, "outcome": outcome})


def _named(said: Sequence[str], variables: Sequence[VariableInfo], *, but: str) -> list[str]:
    """The variables of which every word is in the text, as they come first in it."""
    places: dict[str, int] = {}
    for variable in variables:
        words = [stem(token) for token in tokens_of(variable.name)]
        if variable.name != but and words and all(word in said for word in words):
            places[variable.name] = min(said.index(word) for word in words)
    return sorted(places, key=lambda name: places[name])


def _guess(part: Found, names: Sequence[str]) -> Found:
    if not names:
        return part
    return part.model_copy(
        update={"column": names[0], "confidence": "low", "others": tuple(names[1 : 1 + MAX_OTHERS])}
    )
