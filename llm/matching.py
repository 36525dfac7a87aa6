"""Which column a phrase means: by its words, their stems, abbreviations and words of one meaning.

No knowledge of the world is in this, and nothing is decided by it: the person sees the match, how sure
it is, and the columns that came next.

>>> columns = [Column("qsmk"), Column("wt82_71", "Weight change"), Column("smokeyrs")]
>>> best = ranked("quitting smoking", columns)
>>> best[0].name, round(best[0].score, 2) > round(best[1].score, 2)
('qsmk', True)
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from operator import mul

from llm.vocabulary import abbreviations, meanings, word_set

SAME_MEANING = 0.8  # below: how much of a match each kind is, set by order of trust, not fitted
ABBREVIATED = 0.75
BEGINNING = 0.75
MISSPELT = 0.7
HEAD = 2.0  # the word that a phrase is about counts twice: traffic *deaths*, speed *cameras*
WORDS_READ = 40
_BREAK = re.compile(
    r"\b(?:of|in|on|at|to|for|from|with|by|among|than|per|as|after|before|during|when|if|who|that|which)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDINGS = (
    *("ations", "ation", "ating", "ated", "ates", "ate", "ities", "ity", "ments", "ment", "iness"),
    *("ness", "ings", "ing", "ized", "ised", "ions", "ion", "ers", "ies", "ied", "er", "ed", "es", "ly"),
    *("al", "y", "s", "e"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and what it means in words, if that is known."""

    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """How well a column fits a phrase, from 0 to 1."""

    name: str
    score: float


def ranked(phrase: str, columns: Sequence[Column]) -> list[Match]:
    """All columns, best first; equal ones keep their order."""
    words = content_words(phrase)
    views = [_views(column) for column in columns]
    fits = [[max(_fit(words, at, view) for view in column) for at in range(len(words))] for column in views]
    head = _head(phrase, words)
    weights = [_weight([fit[at] for fit in fits], head=at == head) for at in range(len(words))]
    total = sum(weights) or 1.0
    matches = []
    for column, view, fit in zip(columns, views, fits, strict=True):
        covered = sum(map(mul, weights, fit)) / total
        named = max(_named(words, tokens) for tokens in view)
        matches.append(Match(column.name, 0.7 * covered + 0.3 * named if covered else 0.0))
    return sorted(matches, key=lambda match: -match.score)


def content_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase that say something, in order, without case and accents."""
    words = tokens_of(phrase)[:WORDS_READ]
    telling = tuple(
        word for word in words if word not in word_set("left_out") and (len(word) > 1 or word.isdigit())
    )
    return telling or words


def tokens_of(text: str) -> tuple[str, ...]:
    """A name or phrase in words and numbers: ``wt82_71`` is *wt*, *82*, *71*."""
    spaced = _CAMEL.sub(" ", text.replace("'s ", " ").replace("’s ", " "))
    folded = unicodedata.normalize("NFKD", spaced).casefold()
    return tuple(_WORD.findall("".join(c for c in folded if not unicodedata.combining(c))))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without its endings, the same for its forms: *smoking*, *smoker*, *smokes* are *smok*."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not (ending == "s" and word[-2] == "s"):
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for place, line in enumerate(meanings()):
        for word in line:
            found.setdefault(stem(word), set()).add(place)
    return {word: frozenset(places) for word, places in found.items()}


_MEANS = _groups()


def _views(column: Column) -> list[tuple[str, ...]]:
    """The ways to read a column: its name, its name written out, its meaning."""
    name = tokens_of(column.name)
    whole = "".join(name)
    long = abbreviations().get(whole, "").split() or [
        word for token in name for word in abbreviations().get(token, token).split()
    ]
    views = [name, tuple(long)]
    if column.meaning:
        head = re.split(r"[:;.(]", column.meaning)[0]
        views += [content_words(column.meaning), content_words(head)]
    return [view for view in dict.fromkeys(views) if view] or [(column.name,)]


def _head(phrase: str, words: Sequence[str]) -> int:
    """The place of the word that the phrase is about: the last one before *of*, *in* and their like."""
    for chunk in _BREAK.split(phrase):
        said = tokens_of(chunk)
        inside = [at for at, word in enumerate(words) if word in said and word not in word_set("people")]
        if inside:
            return -1 if words[inside[0]].endswith("ing") and len(inside) > 1 else inside[-1]
    return -1


def _weight(fits: Sequence[float], *, head: bool) -> float:
    """Rare words tell more: one that fits many columns counts less, one that fits none counts half."""
    count = sum(fit >= 0.6 for fit in fits)
    return (HEAD if head else 1.0) / (1.0 + math.log(count)) if count else 0.5


def _fit(words: Sequence[str], at: int, tokens: Sequence[str]) -> float:
    """How well the best of a column's tokens fits the word at a place, alone or with its neighbours."""
    best = max((alike(words[at], token) for token in tokens), default=0.0)
    for first in (at - 1, at):
        pair = words[first : first + 2] if first >= 0 else ()
        if len(pair) == 2 and any(_shortens(token, pair) for token in tokens):
            best = max(best, ABBREVIATED)
    return best


def _named(words: Sequence[str], tokens: Sequence[str]) -> float:
    """The share of a column's telling tokens that the phrase has words for; numbers count if it has any."""
    numbers = any(word.isdigit() for word in words)
    telling = [t for t in tokens if t not in word_set("left_out") and (numbers or not t.isdigit())] or list(
        tokens
    )
    return sum(max((_fit_token(words, token)), default=0.0) for token in telling) / len(telling)


def _fit_token(words: Sequence[str], token: str) -> list[float]:
    single = [alike(word, token) for word in words]
    pairs = [ABBREVIATED for first in range(len(words) - 1) if _shortens(token, words[first : first + 2])]
    return single + pairs


@lru_cache(maxsize=65536)
def alike(word: str, token: str) -> float:
    """How far two words mean the same, from 0 to 1."""
    if word == token:
        return 1.0
    if word.isdigit() or token.isdigit():
        return 1.0 if word.isdigit() and token.isdigit() and _same_year(word, token) else 0.0
    a, b = stem(word), stem(token)
    if a == b:
        return 1.0
    if _MEANS.get(a, frozenset()) & _MEANS.get(b, frozenset()):
        return SAME_MEANING
    starts = (word.startswith(token), token.startswith(a), a.startswith(b) and len(b) >= 4)
    ends = stem(token).endswith(a) and len(a) >= 4  # names run together: *mbsmoke*, *lbweight*
    if (min(len(word), len(token)) >= 4 and any(starts)) or ends:
        return BEGINNING
    if _shortens(token, (word,)):
        return ABBREVIATED
    close = min(len(a), len(b)) >= 5 and SequenceMatcher(None, a, b).ratio() >= 0.84
    return MISSPELT if close else 0.0


def _same_year(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) == 2 and len(long) == 4 and long.endswith(short)


def _shortens(token: str, words: Sequence[str]) -> bool:
    """Whether a token is a skeleton of the words: *smk* of *smoking*, *qsmk* of *quitting smoking*.

    It starts with the first letter of each word in turn and goes on with consonants of that word, at
    least three letters in all; a token with vowels inside is a word of its own.
    """
    if len(token) < 3 or not token.isalpha() or any(c in "aeiou" for c in token[1:]):
        return False
    return _consume(token, words)


def _consume(token: str, words: Sequence[str]) -> bool:
    if not words:
        return not token
    if not token or token[0] != words[0][:1]:
        return False
    rest, place = token[1:], 1
    if _consume(rest, words[1:]):
        return True
    while rest:
        place = words[0].find(rest[0], place) + 1
        if place == 0:
            return False
        rest = rest[1:]
        if _consume(rest, words[1:]):
            return True
    return False
