"""Text that a model wrote about a result, held against what was computed before anybody sees it.

Every number must be a computed one, in its place, with sign, unit and rounding; intervals in order. Words of
cause are let through only where the result may be spoken of as cause and effect, and then only together
with what that rests on. Nothing may be named that is not in the study. Where a text does not pass, the
built-in one is shown instead, with the reasons.

The check is strict rather than clever: it turns down some good sentences, and it reads English only. What it
cannot see: two sides of a comparison called by words of the model's own, and a wrong statement about the
world that is put in plain words with right numbers. How often that was is told in ``docs/assistant.md``.

>>> from llm.facts import Interval, Quantity
>>> effect = Quantity(what="effect", value=3.393, unit="kg", role="adjusted", signed=True)
>>> interval = Interval(low=2.397, high=4.389, unit="kg", role="adjusted")
>>> facts = Facts(
...     rung="seen", treatment="quit", outcome="weight", names={"quit": "", "weight": ""},
...     quantities=(effect,), intervals=(interval,), level=0.95, sentences=("…",),
... )
>>> verify("Among the people in the data, quit goes together with 3.39 kg more weight (2.40 to 4.39).", facts).ok
True
>>> [fault.kind for fault in verify("The quit raises the weight by 3.93 kg.", facts).faults]
['number', 'cause']
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llm import lexicon
from llm.facts import Facts
from llm.numerals import numerals, simplified
from llm.overclaims import overclaims, wrongly_adjusted
from llm.verify_acts import acting, less_of_the_cause, other_step, unchecked
from llm.verify_causes import cause_faults
from llm.verify_compared import comparison_faults
from llm.verify_conditions import condition_faults
from llm.verify_names import foreign_names, masked, with_values_marked
from llm.verify_numbers import number_faults
from llm.verify_opposite import opposite_faults
from llm.verify_reasons import reason_faults
from llm.verify_room import room_faults
from llm.verify_scope import scope_faults
from llm.verify_sides import side_faults
from llm.verify_signs import as_lines, unreadable
from llm.verify_valued import value_faults, without_favours
from llm.verify_words import unknown_words, words_of


@dataclass(frozen=True, slots=True)
class WordFault:
    """What is wrong with a text: of which kind, and a sentence with the words concerned."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text may be shown, and if not why."""

    ok: bool
    faults: tuple[WordFault, ...] = ()


def verify(text: str, facts: Facts) -> Verdict:
    """Hold a text against the facts."""
    odd = unreadable(text, facts)
    faults = [WordFault("text", odd)] if odd else []
    if not faults:
        plain = _IF_YOU_TRUST.sub(
            "if the graph is right", simplified(with_values_marked(as_lines(text), facts))
        )
        faults += [WordFault("name", reason) for reason in foreign_names(plain, facts)]
        faults += [WordFault("name", reason) for reason in wrongly_adjusted(plain, facts)]
        whole = masked(plain, facts)
        faults += [
            WordFault("name", f"“{word}” is not a word that this check knows.")
            for word in unknown_words(whole, facts)
        ]
        sentences = [_adjusting_told(sentence) for sentence in split(whole)]
        if facts.null == 1:
            sentences = [_NULL_OF_RATIO.sub(r"\1 zero", sentence) for sentence in sentences]
        faults += [WordFault("number", reason) for reason in number_faults(sentences, facts)]
        for sentence in sentences:
            faults += _word_faults(sentence, facts)
        faults += [WordFault("number", reason) for reason in room_faults(sentences, facts, _claims)]
    return Verdict(not faults, tuple(dict.fromkeys(faults)))


_IF_YOU_TRUST = re.compile(
    r"\bif (?:you|we|one|the reader|readers) (?:trusts?|accepts?|believes?|agrees? with) (?:in )?(?:the|this) (?:graph|drawing)\b"
)
_NULL_OF_RATIO = re.compile(
    r"\b(includ\w+|contain\w*|exclud\w+|cross\w*|cover\w*|spans?|below|above|away from|far from|clear of|rules? out)"
    r" (?:the value )?(?:1|one)(?:\.0+)?(?![\d.,]*\d)\b"
)


def _adjusting_told(sentence: str) -> str:
    """“After adjusting …, and without …” with the word that was left out."""
    if "adjust" not in sentence or re.search(r"\bwith (?:an?|it|one|⟦)", sentence):
        return sentence
    return re.sub(r"\bwithout(?= ?(?:[.,;)]|$)| and (?:after|with) adjust)", "without adjusting", sentence)


def split(text: str) -> list[str]:
    """The sentences of a text."""
    parts = re.split(r"(?<=[.!?])[\"')\]]*\s+|\s+[*•]\s+|\n+", text)
    return [part.strip() for part in parts if part.strip(" .!?-*•")]


_MADE_LARGER = re.compile(
    r"\b(?:makes?|made|leaves?|brings?|brought|takes?|took) (?:the |this )(?:raw |crude )?(?:difference|gap|"
    r"estimate|figure|comparison)\b"
)


def _word_faults(sentence: str, facts: Facts) -> list[WordFault]:
    free = _claims(sentence)
    faults = [WordFault("number", reason) for reason in value_faults(free, facts)]
    free = without_favours(_MADE_LARGER.sub(" ", free), facts)
    faults += [WordFault("claim", reason) for reason in overclaims(free, facts)]
    faults += [WordFault("number", reason) for reason in side_faults(free, facts)]
    faults += [WordFault("cause", reason) for reason in cause_faults(free, facts)]
    faults += [WordFault("claim", reason) for reason in reason_faults(free, facts)]
    faults += [WordFault("claim", reason) for reason in scope_faults(free, facts)]
    faults += [WordFault("number", reason) for reason in comparison_faults(sentence, facts)]
    faults += [WordFault("claim", reason) for reason in condition_faults(sentence)]
    faults += [WordFault("number", reason) for reason in opposite_faults(free, facts)]
    for reason in (*less_of_the_cause(free, facts), *other_step(free, facts), *unchecked(free)):
        faults.append(WordFault("number", reason))
    found = lexicon.IMAGINED.search(free)
    if found:
        reason = f"“{found[0]}” speaks of what would have been, which nothing here has computed."
        faults.append(WordFault("cause", reason))
    found = lexicon.PROOF.search(free)
    if found:
        faults.append(WordFault("proof", f"“{found[0]}” claims more than data can show."))
    found = lexicon.VAGUE_NUMBERS.search(free)
    if found:
        faults.append(WordFault("number", f"“{found[0]}” is an amount that was not computed."))
    told = lexicon.THE_CAUSE.sub("", lexicon.NULL_MENTION.sub("", free))
    if "work" in words_of(facts.names.get(facts.treatment, "")):
        told = re.sub(r"\bwork(?:s|ed)?(?= (?:remotely|from|in|at|there)\b)", "are", told)
    found = lexicon.CAUSAL.search(told) or acting(told, facts)
    if found and _asks(sentence):
        return faults
    if found and facts.rung == "seen":
        reason = f"“{found[0].strip()}” speaks of cause and effect, which this result does not allow."
        faults.append(WordFault("cause", reason))
    elif found and not (lexicon.CONDITION.search(sentence) and lexicon.CONDITION_OF.search(sentence)):
        reason = f"“{found[0]}” stands without what it rests on in the same sentence."
        faults.append(WordFault("cause", reason))
    return faults + _turned_round(free)


_ACTIVE = (
    r"(?:causes|raises|lowers|increases|reduces|changes|affects|leads to|brings about|influences|drives|makes|"
    r"decreases|boosts|prevents|results in|improves|determines|adds)"
)
_OTHER_CAUSE = re.compile(rf"⟦n⟧\S{{0,3}}(?: \w+){{0,2}}? {_ACTIVE}\b")
_OUTCOME_FIRST = re.compile(
    rf"⟦y[+]?⟧\S{{0,3}}(?: (?!is|was|being)\w+){{0,2}}? {_ACTIVE}\b"
    r"(?:(?! by | with | when | if | from | after | under | once | for )[^.;]){0,60}⟦[tc]"
)

_OUTCOME_ACTS = re.compile(r"⟦y[+]?⟧ (?:makes|causes|leads to|drives|brings about|triggers) ")


def _turned_round(sentence: str) -> list[WordFault]:
    """Another variable, or the outcome itself, made the cause; the comparison the wrong way round."""
    faults = []
    if _OTHER_CAUSE.search(sentence):
        faults.append(WordFault("cause", "It gives the effect to a variable that was only adjusted for."))
    if _OUTCOME_FIRST.search(sentence) or _OUTCOME_ACTS.search(sentence):
        faults.append(WordFault("cause", "It makes the outcome the cause."))
    if "⟦bad⟧" in sentence:
        faults.append(WordFault("number", "It compares the two values of the cause the wrong way round."))
    return faults


_ASKING = re.compile(r"^(?:does|do|did) (?!.*(?:\bthat\b|n't|\bnot\b|\bsurpris|\bknow\b)).{1,90}\?[\"')]*$")


def _asks(sentence: str) -> bool:
    """A plain question, without a number in it, says nothing."""
    return bool(_ASKING.match(sentence)) and not numerals(sentence)


def _claims(sentence: str) -> str:
    """The sentence without the clauses that say that something is not said, shown or known."""
    if lexicon.LEFT_OPEN.search(sentence):
        sentence = re.sub(r"^\W*(?:depends?|hinges?) on\b", "", lexicon.WHETHER.sub(" ", sentence))
    parts = re.split(r"([,;:()]|\bbut\b)", sentence)
    kept = []
    for part in parts:
        found = lexicon.DISCLAIMED.search(part)
        if found and not lexicon.NEGATED_AGAIN.search(part[: found.start()] + " " + part[found.end() :]):
            part = part[: found.start()]
        kept.append(part)
    return "".join(kept)
