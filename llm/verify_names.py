"""Which of a text's words are names of the study, and which name something that is not in it.

For the checks of numbers and causes the study's names are masked: the cause as ``⟦t⟧``, with its value as
``⟦t+⟧`` (treated) or ``⟦t-⟧`` (control), or as ``⟦c⟧`` (treated instead of control); the outcome as
``⟦y⟧``; other variables as ``⟦n⟧``. So no digit and no verb inside a name is taken for one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from causal_core.estimation.coding import NO_WORDS, YES_WORDS
from llm import lexicon, lexicon_people
from llm.facts import Facts
from llm.numerals import simplified
from llm.verify_words import names_a_side, same_root, words_of

_INSTEAD = r"(?:,? (?:instead of|rather than|versus|vs|compared (?:with|to)|against|as opposed to|over|not))"
_LISTS = re.compile(
    r"\b(?:adjust(?:ing|ed|ment)?s? for|controll(?:ing|ed) for|account(?:ing|ed) for|alike in|holding|"
    r"regardless of|because of|due to|confounded by|such as|including|driven by|depends? on|like|via|"
    r"by way of|differences? in|explained by)\b([^.;:()]*)"
)
_SAYS = r"\d|\b(?:had|has|have|is|was|are|were|did|does|gain\w*|weigh\w*|earn\w*|succeed\w*|get|gets|got|looks?|comes?|goes|went)\b"
_STOP = re.compile(r"\b(?:fixed|constant|equal|still|into account)\b")


_EVERYDAY = frozenset(
    [
        "yes",
        "no",
        "true",
        "false",
        "none",
        "any",
        "some",
        "on",
        "off",
        "in",
        "out",
        "all",
        "more",
        "less",
        "high",
        "low",
        "higher",
        "lower",
        "new",
        "old",
        "same",
        "other",
        "one",
        "two",
    ]
)


def masked(text: str, facts: Facts) -> str:
    """The text with every name of the study, and the values compared, masked."""
    out = text
    for name, mark in sorted(_marks(facts).items(), key=lambda item: (-len(item[0]), item[0])):
        quoted = re.compile(rf"[\"'`]{re.escape(name)}[\"'`]")
        out = quoted.sub(mark, out)
        if mark == "⟦w⟧" or _bare_enough(name):
            out = re.sub(rf"(?<![\w⟦]){re.escape(name)}(?![\w⟧])", mark, out)
    return _values(out, facts)


def _marks(facts: Facts) -> dict[str, str]:
    marks: dict[str, str] = {}
    for name, meaning in facts.names.items():
        mark = "⟦t⟧" if name == facts.treatment else "⟦y⟧" if name == facts.outcome else "⟦n⟧"
        for text in (name, meaning):
            if text.strip():
                marks.setdefault(simplified(text), mark)
    if len(facts.who.strip()) > 2:
        marks.setdefault(simplified(facts.who), "⟦w⟧")
    return marks


def _bare_enough(name: str) -> bool:
    """Whether a name without quotation marks is taken for one: not where it is an everyday or telling word."""
    telling = (lexicon.CAUSAL, lexicon.UP, lexicon.DOWN, lexicon.PROOF, lexicon.CONDITION, lexicon.SEEN)
    if name in lexicon.GENERIC or name in lexicon.STOPWORDS or any(p.search(name) for p in telling):
        return False
    return len(name) > 2 and not name[0].isdigit() and not re.search(r"\d [a-z]|%", name)


def _values(text: str, facts: Facts) -> str:
    """The compared values after the cause's name, and the outcome's counted value after its own."""
    if facts.outcome_yes:
        yes = re.escape(simplified(facts.outcome_yes))
        text = re.sub(rf"⟦y⟧ ?(?:=|is|was|being|equal to) ?[\"']?{yes}[\"']?(?!\w|\.\d)", "⟦y+⟧", text)
    if not facts.treated or not facts.control:
        return text
    treated, control = simplified(facts.treated), simplified(facts.control)
    value = rf"[\"']?(?P<NAME>{re.escape(treated)}|{re.escape(control)})[\"']?(?!\w|\.\d)"
    first, second = value.replace("NAME", "first"), value.replace("NAME", "second")
    equals = r" ?(?:=|is|was|being|equal to|at|set to) ?"

    def mark(match: re.Match[str]) -> str:
        return _mark(match["first"], match["second"], treated)

    text = re.sub(rf"⟦t⟧{equals}{first}(?:{_INSTEAD} (?:⟦t⟧{equals})?{second})?", mark, text)
    text = re.sub(rf"⟦t⟧(?: \w+){{0,2}} from {second} to {first}", mark, text)
    text = _with_and_without(text, treated, control)
    return re.sub(r"⟦t⟧ ?(?:=|is|was)? ?(⟦(?:c|bad|t[+-])⟧)", r"\1", text)


def _with_and_without(text: str, treated: str, control: str) -> str:
    """“With the shot”, “without it” as the two sides, where the cause is a yes and a no."""
    if treated not in YES_WORDS or control not in NO_WORDS or "⟦t⟧" not in text:
        return text
    text = re.sub(r"\bwithout (?:the |an? |any |getting |taking )?⟦t⟧", "without ⟦t-⟧", text)
    text = re.sub(r"\bwith (?:the |an? )?⟦t⟧(?! ?(?:=|is|was))", "with ⟦t+⟧", text)
    text = re.sub(r"\bwithout(?: it\b| one\b(?! of)|(?=\s*(?:[.,;)]|$)))", "without ⟦t-⟧", text)
    text = re.sub(r"\bwho (?:got|had|took|received|chose) (?:the |an? )?⟦t⟧", "who got ⟦t+⟧", text)
    text = re.sub(r"\bwho (?:did not|didn't|had not|went without)(?= |[.,;)]|$)", "without ⟦t-⟧", text)
    return re.sub(r"\bwith (?:it|one)\b(?! of)", "with ⟦t+⟧", text)


def with_values_marked(text: str, facts: Facts) -> str:
    """A text as it was written, with compared values that are words or letters masked where they stand as
    values: capital letters matter here, since “A” may be a value and “a” is an article."""
    if not facts.treated[:1].isalpha() or not facts.control[:1].isalpha():
        return text
    if {facts.treated.casefold(), facts.control.casefold()} & _EVERYDAY:
        return text  # “no” is a value only behind its column's name
    pair = f"(?:{re.escape(facts.treated)}|{re.escape(facts.control)})"
    quote = "[\"'“”‘’]?"
    cue = (
        r"(?i:and|with|under|on|for|to|by|of|than|getting|gets?|got|given|giving|received?|receiving|choosing|option|"
        rf"group|side|method|treatment|arm|{re.escape(facts.treatment)}{quote}(?: =| is| was)?)"
    )

    def both(match: re.Match[str]) -> str:
        return _mark(match[1], match[2], facts.treated)

    def one(match: re.Match[str]) -> str:
        return match[1] + _mark(match[2], None, facts.treated)

    between = rf"{_INSTEAD} (?:{cue} )?"
    text = re.sub(rf"(?<!\w){quote}({pair}){quote}{between}{quote}({pair}){quote}(?!\w)", both, text)
    text = re.sub(rf"(?<!\w)({quote}{cue} ){quote}({pair}){quote}(?!\w)", one, text)
    verbs = (
        "is|was|has|had|does|did|succeeds?|succeeded|looks|gets|reaches|comes|raises|lowers|increases|reduces|changes|"
        "goes|leads|works|improves|brings|beats|wins|causes|makes|seems|appears|happens"
    )
    if len(facts.treated) == len(facts.control) == 1:
        inside = rf"(?<![\w.!?'’-])(?<!^)(?<![.!?] )(){quote}({pair}){quote}(?![\w'’-]|\.\w)"
        text = re.sub(inside, one, text)
    text = re.sub(rf"(?<![\w.])(){quote}({pair}){quote}(?= (?:{verbs})\b)", one, text)
    if min(len(facts.treated), len(facts.control)) > 2:
        text = re.sub(rf"(?i:(?<!\w)(){quote}({pair}){quote}(?!\w))", one, text)
    return text


def _mark(first: str, second: str | None, treated: str) -> str:
    first, second, treated = first.casefold(), second and second.casefold(), treated.casefold()
    if second is None:
        return "⟦t+⟧" if first == treated else "⟦t-⟧"
    return "⟦c⟧" if first == treated and second != treated else "⟦bad⟧"


def foreign_names(plain: str, facts: Facts) -> list[str]:
    """Sentences for what is named and is not in the study; ``plain`` is simplified and not masked."""
    known = _vocabulary(facts)
    text = masked(plain, facts)
    found = [
        quote
        for quote in re.findall(r"\"([^\"]{1,200})\"|`([^`]{1,200})`|(?<!\w)'([^']{1,80})'(?!\w)", text)
        for quote in quote
        if quote and not re.fullmatch(r"[^⟦]*⟦[^⟧]*⟧[^⟦]*", quote) and not _all_in(quote, known)
    ]
    found += [
        word
        for word in re.findall(r"(?<![\w⟦])[a-z]\w*[_\d]\w*(?![\w⟧])", text)
        if word not in known and not re.fullmatch(r"ci\d+|\d+ci", word)
    ]
    whom = _vocabulary(facts, whom=True)
    found += [
        w
        for w in re.findall(r"[a-z]+", text)
        if w in lexicon_people.OTHER_THINGS
        and w not in known
        and w.removesuffix("s") not in known
        and not same_root(w, known)
    ]
    found += [
        w
        for w in re.findall(r"[a-z]+(?:-[a-z]+)*", text)
        if w in lexicon_people.GROUPS
        and w not in whom
        and not names_a_side(w, facts)
        and w not in _plain_words(text)
    ]
    for rest in _LISTS.findall(text):
        found += _foreign_items(rest, known - (words_of(facts.who) - _vocabulary(replace(facts, who=""))))
    return [f"“{name}” is not in the study." for name in dict.fromkeys(found)]


def _plain_words(text: str) -> frozenset[str]:
    """Words that name a group elsewhere and are counted people here: “1,566 men” is checked as a number."""
    return frozenset(
        re.findall(r"(?<!in )(?<![\d,])\d[\d,]* (men|women|children|students|pupils|adults)\b", text)
    )


def _foreign_items(rest: str, known: frozenset[str]) -> list[str]:
    """The items of a list that are neither names nor everyday words, up to where the list ends."""
    out = []
    for item in re.split(r",|\band\b|\bor\b|&", _STOP.split(rest)[0]):
        words = [w for w in re.findall(r"[a-z]+", re.sub(r"⟦[^⟧]*⟧", "", item)) if w]
        if "⟦" in item:
            continue
        if len(words) > 3 or re.search(_SAYS, item):
            break
        if words and not all(w in known or w in lexicon.GENERIC or same_root(w, known) for w in words):
            out.append(item.strip())
    return out


def _vocabulary(facts: Facts, *, whom: bool = False) -> frozenset[str]:
    """Every word of the study's names, meanings, question, values and units; or only of those spoken of (``whom``)."""
    if whom:
        told = [facts.names.get(name, "") for name in (facts.treatment, facts.outcome)]
        own = words_of(
            " ".join((*told, facts.treatment, facts.outcome, facts.who, facts.treated, facts.control))
        )
        same = [lexicon_people.SAME_SIDE.get(w, "") for w in own]
        return own | {w for w in lexicon_people.GROUPS if any(re.fullmatch(p, w) for p in same if p)}
    parts = [*facts.names, *facts.names.values(), facts.known_text, facts.unit]
    parts += [facts.who, facts.treated, facts.control, facts.outcome_yes, *facts.assumptions, *facts.missing]
    words = re.findall(r"[^\W_]+", simplified(" ".join(parts)).replace("_", " "))
    return frozenset(words) | frozenset(re.findall(r"\w+", simplified(" ".join(facts.names))))


def _all_in(quote: str, known: frozenset[str]) -> bool:
    return all(word in known or word in lexicon.GENERIC for word in re.findall(r"\w+", quote))
