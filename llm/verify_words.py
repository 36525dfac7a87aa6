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
from functools import lru_cache

from llm import lexicon, lexicon_people
from llm.facts import Facts
from llm.numerals import simplified
from llm.plain_words import PLAIN

_SUFFIX = re.compile(r"(?:ings?|ers?|ed|es|s|ment|ation|e)$")


def unknown_words(text: str, facts: Facts) -> list[str]:
    """The words of a masked text that are neither plain English for results nor the study's own."""
    known = study_words(facts)
    stems = {stem(word) for word in known}
    return [
        word
        for word in dict.fromkeys(re.findall(r"(?<![\w⟦])[a-z]+(?![\w⟧])", text.replace("'", " ")))
        if len(word) > 1
        and not _is_known(word, known, stems)
        and not names_a_side(word, facts)
        and not names_a_side(word, facts)
    ]


def study_words(facts: Facts) -> frozenset[str]:
    """Every word of the study and of the built-in text about it."""
    parts = [*facts.names, *facts.names.values(), facts.known_text, facts.unit, facts.who, facts.treated]
    parts += [facts.control, facts.outcome_yes, *facts.assumptions, *facts.missing, *facts.checks]
    parts += [*facts.sentences, facts.hidden_cause]
    return words_of(" ".join(parts))


@lru_cache(maxsize=1024)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, in lower case, names split where they hold an underscore."""
    return frozenset(re.findall(r"[^\W_]+", simplified(text).replace("_", " ")))


_IRREGULAR = {
    **{
        "left": "leave",
        "took": "take",
        "taken": "take",
        "gave": "give",
        "given": "give",
        "wore": "wear",
        "worn": "wear",
    },
    **{
        "slept": "sleep",
        "ate": "eat",
        "eaten": "eat",
        "drank": "drink",
        "drunk": "drink",
        "bought": "buy",
        "paid": "pay",
    },
    **{
        "taught": "teach",
        "thought": "think",
        "fell": "fall",
        "fallen": "fall",
        "rose": "rise",
        "risen": "rise",
        "went": "go",
    },
    **{
        "sold": "sell",
        "spent": "spend",
        "won": "win",
        "lost": "lose",
        "grew": "grow",
        "grown": "grow",
        "kept": "keep",
    },
    **{
        "died": "die",
        "dying": "die",
        "born": "bear",
        "read": "read",
        "rode": "ride",
        "ridden": "ride",
        "drove": "drive",
    },
    **{
        "women": "woman",
        "men": "man",
        "children": "child",
        "drew": "draw",
        "drawn": "draw",
        "stood": "stand",
    },
}


def stem(word: str) -> str:
    """A word without its ending: “quitters” and “quit” are one, and so are “left” and “leavers”."""
    word = _IRREGULAR.get(word, word)
    short = _SUFFIX.sub("", word) if len(word) > 4 else word
    return short[:-1] if len(short) > 3 and short[-1] == short[-2] else short


def same_root(word: str, known: frozenset[str]) -> bool:
    """Whether a word is a form of one of the known ones: “marriage” of “married”."""
    for other in known:
        longest = max(len(word), len(other))
        if min(len(word), len(other)) > 7 and word[:6] == other[:6]:
            return True
        if min(len(word), len(other)) > 4 and word[: max(5, longest - 3)] == other[: max(5, longest - 3)]:
            return True
    return False


def names_a_side(word: str, facts: Facts) -> bool:
    """Whether a word names who has what the cause names, or who lacks it (“vaccinated” where it is a shot), or
    those of whom the study speaks (“pupils” where it is a school)."""
    if facts.null == 1 and word in ("ratio", "ratios"):
        return True
    cause = simplified(f"{facts.treatment} {facts.names.get(facts.treatment, '')}")
    values = (facts.treated.casefold(), facts.control.casefold())
    told = " ".join(sorted(study_words(facts)))
    if any(re.fullmatch(nouns, word) and re.search(about, told) for nouns, about in lexicon_people.ROLES):
        return True
    same = [lexicon_people.SAME_SIDE[v] for v in values if v in lexicon_people.SAME_SIDE]
    same += [
        p for names, have, lack in lexicon_people.HAVING if re.search(names, cause) for p in (have, lack)
    ]
    return any(re.fullmatch(p, word) for p in same)


def _is_known(word: str, known: frozenset[str], stems: set[str]) -> bool:
    if (
        word in PLAIN
        or word in known
        or word.removesuffix("s") in known
        or word in lexicon.NUMBER_WORDS
        or word in lexicon.STOPWORDS
    ):
        return True
    if any(p.fullmatch(word) for p in (lexicon.CAUSAL, lexicon.UP, lexicon.DOWN, lexicon.PROOF)):
        return True
    if any(word in alias.split() for family in lexicon.UNITS for alias in family) or word in lexicon.GENERIC:
        return True
    return stem(word) in stems or same_root(word, known)
