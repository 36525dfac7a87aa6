"""Answers to the questions people most often ask about a result, by rules; no model is needed.

Every answer is put together from what was computed, with the same words for the same numbers. A question that
no rule knows gets the list of those that can be asked. One about what would have been is refused, with the reason.

>>> from llm.facts import Facts, Interval, Quantity
>>> facts = Facts(
...     rung="seen", treatment="quit", outcome="weight", names={"quit": "", "weight": "", "age": ""},
...     quantities=(Quantity(what="the effect, adjusted", value=3.393, unit="kg", signed=True),),
...     intervals=(Interval(low=2.397, high=4.389, unit="kg"),), level=0.95, adjusted_for=("age",),
...     sentences=("Among rows alike in “age”, …",), missing=("The question has not been confirmed.",),
... )
>>> answer(facts, "What was adjusted for?").text
'It is adjusted for “age”: rows are compared that are alike in it.'
>>> answer(facts, "How many of these kg were because of quitting?").rung
'imagined'
>>> answer(facts, "What is the capital of France?").known
False
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from causal_core import words
from llm.facts import Facts, Interval, Role, Rung
from llm.numerals import simplified
from llm.rungs import asks_what_would_have_been
from llm.schemas import Frozen, Usage


class Reply(Frozen):
    """An answer to a question about a result.

    ``source`` says who answers. ``rung`` is the rung that the question stands on: one that is ``imagined`` is
    refused. ``known`` is False where the facts hold no answer. ``turned_down`` has the reasons for which a
    model's text is not shown, and is empty where none was turned down.
    """

    source: str
    text: str
    rung: Rung
    known: bool = True
    turned_down: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage | None = None
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: as it is offered, the words by which it is known, and what answers it."""

    asked: str
    pattern: re.Pattern[str]
    text: Callable[[Facts], str]


def answer(facts: Facts, question: str) -> Reply:
    """The answer by rules; for a question that no rule knows, what can be asked."""
    if asks_what_would_have_been(question):
        return refusal(facts)
    kind = kind_of(question)
    if kind is None:
        return outside(facts)
    return Reply(source="rules", text=KINDS[kind].text(facts), rung=facts.rung)


def kind_of(question: str) -> str | None:
    """The kind of question by its words; None for one that no rule knows."""
    asked = simplified(question)
    return next((name for name, kind in KINDS.items() if kind.pattern.search(asked)), None)


def suggested() -> tuple[str, ...]:
    """The questions to offer, in the order in which people ask them."""
    return tuple(KINDS[name].asked for name in ORDER)


def refusal(facts: Facts) -> Reply:
    """What is said to a question on the third rung."""
    text = (
        "This asks what would have been otherwise, for somebody or for single cases. An average over many cannot "
        "say that: it needs a structural model, stated and fitted, of how each variable comes about, and there is none "
        f"here. What can be said: {_strongest(facts)}"
    )
    return Reply(source="rules", text=text, rung="imagined", known=False)


def outside(facts: Facts) -> Reply:
    """What is said to a question that the facts do not answer."""
    asked = " ".join(f"“{question}”" for question in suggested())
    text = (
        "This cannot be answered from what was computed here. It would take other data, or another question of this "
        f"study. What can be asked: {asked}"
    )
    return Reply(source="rules", text=text, rung=facts.rung, known=False)


# ---- the answers ----------------------------------------------------------------------------------


def _strongest(facts: Facts) -> str:
    return facts.sentences[0]


def _how_sure(facts: Facts) -> str:
    found = facts.interval("adjusted")
    if found is None:
        return "No interval was computed."
    room = "includes" if facts.leaves_room("adjusted") else "does not include"
    return (
        f"The {words.percent(facts.level)} interval of the adjusted difference goes from {_ends(found)}, and it {room} "
        "no difference. It speaks of chance only: a wrong graph is not in it."
    )


def _ends(found: Interval) -> str:
    return f"{words.number(found.low)} to {words.number(found.high)} {found.unit}".rstrip()


def _adjusted(facts: Facts) -> str:
    if not facts.adjusted_for:
        return "Nothing is adjusted for: the two sides are compared as they are."
    alike = "it" if len(facts.adjusted_for) == 1 else "all of them"
    named = words.listed(facts.adjusted_for, most=20)
    return f"It is adjusted for {named}: rows are compared that are alike in {alike}."


def _rows(facts: Facts) -> str:
    return facts.sentences[-1]


def _hidden(facts: Facts) -> str:
    if facts.hidden_cause:
        return f"{facts.hidden_cause} Whether there is such a hidden cause, no data can tell."
    return (
        "Something hidden behind both sides would make this wrong, and no data can tell whether there is. How strong it "
        "would have to be has not been worked out: run the stress tests."
    )


def _who(facts: Facts) -> str:
    among = f"It is about {facts.who}" if facts.who else "It is about the people or cases in the data"
    return f"{among}, as far as the rows used stand for them. About others it says something only as far as they are alike."


def _is_causal(facts: Facts) -> str:
    if facts.rung == "done":
        return f"It may be read as cause and effect only under what it rests on. {_strongest(facts)} {_rests(facts)}"
    return f"Not as it stands. {_missing(facts)}"


def _missing(facts: Facts) -> str:
    if facts.missing:
        return "It is not said as cause and effect, because: " + " ".join(facts.missing)
    return f"Nothing is missing that Whyboard asks for. {_rests(facts)}"


def _rests(facts: Facts) -> str:
    return "It rests on this: " + " ".join(facts.assumptions) if facts.assumptions else ""


def _plain_difference(facts: Facts) -> str:
    seen, adjusted = (_value(facts, role) for role in ("seen", "adjusted"))
    if not seen or not adjusted:
        return "There is no plain comparison beside it."
    both = f"Without adjusting, the difference is {seen}; after adjusting, it is {adjusted}."
    if not facts.adjusted_for:
        return f"{both} Nothing is adjusted for, so the two differ by the method only."
    named = words.listed(facts.adjusted_for, most=20)
    return f"{both} The plain comparison mixes in that the two sides differ in {named}."


def _value(facts: Facts, role: Role) -> str:
    found = next((q for q in facts.quantities if q.role == role and q.signed), None)
    return f"{words.number(found.value)} {found.unit}".rstrip() if found else ""


def _tests(facts: Facts) -> str:
    if not facts.checks:
        return "Nothing has been looked at yet: run the stress tests."
    return f"Looked at so far: {' '.join(facts.checks)} What does not speak against an answer has not shown it to be right."


def _kind(asked: str, pattern: str, text: Callable[[Facts], str]) -> Kind:
    return Kind(asked, re.compile(pattern), text)


KINDS: Mapping[str, Kind] = {
    "hidden_cause": _kind(
        "What if there is a hidden cause?",
        r"\b(?:hidden|unmeasured|unobserved|unseen|omitted|not measured|missing) (?:common )?(?:causes?|variables?|"
        r"factors?|confound\w+|things?)|\bconfound\w+|\bsomething (?:else|we did not measure|hidden)\b|\bsensitiv\w+|"
        r"\be-?value\b|\bleft out variables?\b|\bdid not measure\b",
        _hidden,
    ),
    "differs": _kind(
        "Why does it differ from the plain difference?",
        r"\bplain\b|\braw\b|\bcrude\b|\bunadjusted\b|\bna[iï]ve\b|\bas seen\b|\bwithout adjust\w+|\bsimpson\w*|"
        r"\b(?:differ|different|change|changed|gap|compare)\b.*\b(?:adjust\w+|plain|seen|averages?)\b",
        _plain_difference,
    ),
    "adjusted": _kind(
        "What was adjusted for?",
        r"\badjust\w*|\bcontroll?\w* for\b|\baccount\w* for\b|\bcovariates?\b|\bheld (?:fixed|constant)\b|"
        r"\btaken into account\b",
        _adjusted,
    ),
    "missing": _kind(
        "What is missing to call it cause and effect?",
        r"\b(?:what|anything|something)(?: \S+){0,3} (?:missing|lacking|needed)\b|\bwhy (?:not|is it not|isn't it|can't)\b|"
        r"\bwhat would (?:it take|help)\b|\bwhat more\b|\bwhat (?:do|would) (?:i|we) need\b",
        _missing,
    ),
    "is_causal": _kind(
        "Is it cause and effect?",
        r"\bcaus(?:e|es|al|ally|ation|ality|ed)\b|\bcorrelation\b|\bassociation\b|\breally (?:due|work)\w*|\bdoes it work\b|"
        r"\bproof\b|\bprov(?:e|ed|es|en)\b|\bspurious\b|\bcoincidence\b",
        _is_causal,
    ),
    "rests_on": _kind(
        "What does it rest on?",
        r"\bassum\w+|\brests? on\b|\brel(?:y|ies) on\b|\btak\w+ for granted\b|\bcould (?:be|make it) wrong\b|"
        r"\bwhat could go wrong\b|\bconditions?\b",
        lambda facts: _rests(facts) or "Nothing is listed for it.",
    ),
    "tests": _kind(
        "How did the stress tests come out?",
        r"\bstress\b|\btests?\b|\brobust\w*|\brefut\w+|\bchecks?\b|\bchecked\b|\bholds? up\b",
        _tests,
    ),
    "how_sure": _kind(
        "How sure is it?",
        r"\bhow (?:sure|certain|precise|exact|reliable|confident|accurate)\b|\b(?:un)?certain\w*|\bintervals?\b|"
        r"\bconfidence\b|\bsignifican\w+|\bp-?values?\b|\bmargin\b|\bstandard error\b|\bchance\b|\bnoise\b|\brange\b|"
        r"\bno (?:effect|difference)\b|\bzero\b|\btrust\w*",
        _how_sure,
    ),
    "rows": _kind(
        "How many rows were used?",
        r"\bhow many (?:rows?|people|persons|cases|participants|patients|observations|records)\b|\bsample size\b|"
        r"\bhow (?:much|big|large|small)(?: \S+){0,3} (?:data|sample|study)\b|"
        r"\bleft out\b|\bdropped\b|\bmissing values?\b|\brows\b",
        _rows,
    ),
    "who": _kind(
        "Who does it apply to?",
        r"\b(?:to|for|about|among) whom\b|\bwho\b|\bapply|\bapplies\b|\bgenerali[sz]\w+|\bpopulation\b|\bother (?:people|countries|"
        r"groups|places)\b|\beverybody\b|\beveryone\b|\belsewhere\b",
        _who,
    ),
    "how_big": _kind(
        "What came out?",
        r"\bhow (?:big|large|strong|much|great|small)\b|\bwhat (?:came out|is the (?:result|answer|effect|estimate|finding))\b|"
        r"\bresult\b|\bin short\b|\bsummar\w+|\bexplain\b|\bwhat does (?:it|this) (?:mean|say)\b",
        _strongest,
    ),
}
"""By what they are known; the first that fits answers."""
ORDER = (
    *("how_sure", "adjusted", "hidden_cause", "is_causal", "who", "differs"),
    *("missing", "rests_on", "rows", "tests", "how_big"),
)
