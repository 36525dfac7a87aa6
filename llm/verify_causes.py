"""Who or what a sentence makes the cause and the outcome: only the study's own, and for all rows.

An effect that is given to a variable that was only adjusted for, a number that is given to something other than the
outcome, a way by which it works and a part of the rows are turned down.
"""

from __future__ import annotations

import re

from llm import lexicon
from llm.facts import Facts
from llm.numerals import numerals
from llm.verify_sides import sides
from llm.verify_words import stem, words_of

_ACTS = re.compile(
    r"\b(?:raises|lowers|increases|reduces|decreases|causes|leads to|brings about|drives|boosts|adds|improves|cuts|"
    r"makes|changes|affects|explains|triggers|pushes|yields|results in|means|worsens)\b"
)
_FOR_A_PART = re.compile(
    r"\b(?:for|among|in|with|of|where|when|on)((?: (?:the|those|people|patients|persons|men|who|are|is|"
    r"were|was|a|an|with))*"
    r"(?: [a-z]+){1,3})"
)
_ALIKE = re.compile(
    r"\b(?:adjust\w*|alike|control\w*|account\w*|holding|taking|taken|columns?|variables?|names?|such as|"
    r"includ\w+|compar\w+|"
    r"same|fixed|size of the)\b"
)


_VIA = re.compile(
    r"\b(?:through|via|by way of|because of|due to|owing to|by means of|thanks to) (?:the |more |less |"
    r"lower |higher )*⟦[ny]"
)
_OTHER_OUTCOME = re.compile(
    r"(?:^|, |that |where |: )(?:the )?⟦n⟧ (?:is|was|are|were|comes? to|came to|rises by|falls by|goes up by|goes down by|"
    r"increases by|decreases by) "
    r"(?:about |on average )?[-$\d]"
)
_ADJUSTED_SELF = re.compile(
    r"(?:adjust\w*|controll\w+|account\w+) for (?:the )?(?:(?:⟦n⟧|[a-z]+)(?:,| and|"
    r", and) ){0,12}⟦[yt]⟧(?= the | there |[.;)]|, the )"
)


_SUBJECT = re.compile(
    r"(.{0,60}?) (?:is|are|was|were|goes?(?: together)? with|comes? with|(?:is|are) (?:associated|linked) with)\b(?=[^.]*\d)"
)
_OTHER_SUBJECT = re.compile(r"⟦[yt]|\b(?:it|they|this|that|there|which|who)$")
_MEASURES = {
    stem(w)
    for w in ("rate", "share", "average", "mean", "chance", "risk", "number", "order", "difference", "total")
}
_PLAIN_STEMS = {stem(w) for w in lexicon.STOPWORDS | lexicon.GENERIC}


def cause_faults(sentence: str, facts: Facts) -> list[str]:
    """Sentences for another variable that is made the cause or the outcome, and for a part of the rows."""
    others, own = _words_of_others(facts)
    faults = []
    if _VIA.search(sentence):
        faults.append("It gives a way by which it works, which was not looked at.")
    if _OTHER_OUTCOME.search(sentence):
        faults.append("It gives a number to something other than the outcome.")
    if _another_outcome(sentence, facts, others, own):
        faults.append("It gives a number to something other than the outcome.")
    if _ADJUSTED_SELF.search(sentence):
        faults.append("It adjusts for the cause or the outcome.")
    for clause in re.split(r"[;:(),]", sentence):
        for found in _ACTS.finditer(clause):
            before = clause[: found.start()].split(" that ")[-1]
            words = {stem(w) for w in re.findall(r"[a-z]+", before)}
            treated = "⟦t" in before or "⟦c" in before or words & own or sides(before, facts)
            if not treated and (words & others or re.search(r"⟦[ny]", before)) and not _ALIKE.search(before):
                faults.append("It gives the effect to something other than the cause.")
            after = clause[found.end() :]
            if re.match(r" (?:the )?⟦n⟧", after) and numerals(after):
                faults.append("It gives the effect on something other than the outcome.")
        if _ALIKE.search(sentence[: sentence.find(clause) + len(clause)]) and not numerals(clause):
            continue
        for part in _FOR_A_PART.finditer(clause):
            words = {stem(w) for w in re.findall(r"[a-z]+", part[1]) if not _of_outcome(w, facts)}
            before = clause[: part.start()]
            if re.search(r"\b(?:adjust|control|account)", clause[part.end() :]):
                continue
            if words & others and not _ALIKE.search(before):
                faults.append(f"“{part[0].strip()}”: nothing was computed for a part of the rows.")
    return faults


def _another_outcome(sentence: str, facts: Facts, others: set[str], own: set[str]) -> bool:
    """“8,112 dollars more income”, “the grade is 0.4 points higher”: a number of a column that is not the outcome."""
    for number in numerals(sentence):
        noun = re.match(
            r" (?:of )?(?:more|less|fewer|higher|lower|extra)((?: [a-z]+){1,3})", sentence[number.end :]
        )
        if noun and {stem(w) for w in noun[1].split() if not _of_outcome(w, facts)} & others:
            return True
    outcome = words_of(f"{facts.outcome} {facts.names.get(facts.outcome, '')}")
    mine = own | ({stem(w) for w in outcome} - _PLAIN_STEMS)
    for clause in re.split(r"[;:,()]| and (?=the )", sentence):
        subject = _SUBJECT.match(clause)
        if subject is None or _OTHER_SUBJECT.search(subject[1]) or sides(subject[1], facts):
            continue
        if _ALIKE.search(subject[1]) or lexicon.SHRINKS.search(subject[1]):
            continue
        stems = {stem(w) for w in re.findall(r"[a-z]+", subject[1]) if not _of_outcome(w, facts)}
        if ("⟦n" in subject[1] or (stems - _MEASURES) & others) and not stems & mine:
            return True
    return False


def _of_outcome(word: str, facts: Facts) -> bool:
    """Whether a word is a form of one of the outcome's: “admission” of “admitted”."""
    told = words_of(f"{facts.outcome} {facts.names.get(facts.outcome, '')}")
    return any(min(len(word), len(w)) > 7 and word[:4] == w[:4] for w in told)


def _words_of_others(facts: Facts) -> tuple[set[str], set[str]]:
    """Stems of words that only the other columns have, and those of the cause."""
    plain = lexicon.STOPWORDS | lexicon.GENERIC
    own: set[str] = set()
    for name in (facts.treatment, facts.outcome):
        own |= words_of(f"{name} {facts.names.get(name, '')}")
    shared = own | words_of(f"{facts.who} {facts.unit} {facts.treated} {facts.control}")
    others: set[str] = set()
    for name, meaning in facts.names.items():
        if name not in (facts.treatment, facts.outcome):
            others |= words_of(f"{name} {meaning}")
    everyday = {
        "first",
        "before",
        "much",
        "little",
        "more",
        "less",
        "years",
        "year",
        "day",
        "high",
        "size",
        "other",
        "start",
        "recorded",
    }
    stems = {stem(w) for w in others - plain - everyday if not w[0].isdigit() and len(w) > 2}
    cause = words_of(f"{facts.treatment} {facts.names.get(facts.treatment, '')}")
    return stems - {stem(w) for w in shared}, {stem(w) for w in cause - plain if len(w) > 2}
