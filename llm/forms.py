"""The forms in which people ask about cause and effect, as patterns with a cause and an outcome in them.

In a pattern ``{c}`` is the cause, ``{e}`` the outcome, ``{aux}`` a verb like *does* or *would*,
``{effect}`` a word like *effect* or *impact*, ``{verb}`` a verb of effect; a blank is a blank. The number
is how telling the form is, from 0 to 1, by judgement: only its order matters, to choose between two ways
of taking one sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from llm.vocabulary import verbs, word_set

EFFECT = r"(?:effect|impact|influence|consequence|bearing)s?"
AUX = r"(?:does|do|did|will|would|can|could|may|might|should|has|have|had|is|are|was|were)"
VERB = "(?:" + "|".join(verbs()) + ")"
HAVE = rf"(?:have|has|had|having) (?:(?:an?|any|some|much|much of an?|no) )?(?:\w+ )?{EFFECT} (?:on|upon)"
CAUSES = re.compile(rf" (?:{HAVE}|{VERB}) ", re.IGNORECASE)
EFFECT_OF = re.compile(rf"\b{EFFECT} (?:of|from) ", re.IGNORECASE)
ON = re.compile(r" (?:on|upon) ", re.IGNORECASE)
OPENING = re.compile(
    rf"^.*?\b(?:how (?:much|strongly|far|many|often)? ?{AUX}|{AUX}|whether|if|how much|to what extent|how"
    r"|that|what) ",
    re.IGNORECASE,
)
GROUPS = "|".join(sorted(word_set("people")))
AMONG = re.compile(rf"\bamong(?:st)? (?P<who>[^,?]+?)(?=,|\?|$| {AUX}\b)", re.IGNORECASE)
IN_GROUP = re.compile(
    r" (?:in|for|of) (?P<who>(?:[\w-]+ ){0,3}"
    rf"(?:{GROUPS})\b(?: (?:with|over|under|aged|who|in|from|of)\b.*)?)$",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"\b(?:want to know|question is|wonder|find out|interested in|ask|asks|to learn|to see (?:if|whether)"
    r"|would like to|estimate|whether)\b",
    re.IGNORECASE,
)
_DOER = "add|bring|cost|save|cause|produce|make|gain|yield|create|prevent|earn|lose|take"
_MOVES = "depend|change|vary|differ|rise|fall|go up|go down|grow|drop|respond|react|come|benefit|suffer"
_MOVED = (
    "affected|changed|influenced|caused|raised|reduced|increased|decreased|lowered|improved|driven"
    "|determined|shaped|explained|helped|hurt|harmed|prevented|triggered|shortened"
)
_JUDGED = "good|bad|better|worse|harmful|useful|helpful|effective|protective|dangerous|beneficial"
_MORE = "higher|lower|more|less|fewer|better|worse|larger|smaller|longer|shorter|greater|more \\w+|less \\w+"
_TURNS = "get|gets|become|becomes|grow|grows|turn|turns|go|goes"
_BY = "through|because of|thanks to|due to|owing to|by|with|from"
_DOES = "works?|worked|is|are|was|does|do|did|performs?|gives?|gave|leads?|led|brings?|has|cures?|helps?"


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern, how telling it is, and whether it says which of the two is the cause."""

    pattern: re.Pattern[str]
    weight: float
    directed: bool = True


def _form(weight: float, pattern: str, *, directed: bool = True) -> Form:
    parts = {
        "{c}": "(?P<c>.+?)",
        "{c$}": "(?P<c>.+)",
        "{e}": "(?P<e>.+?)",
        "{e$}": "(?P<e>.+)",
        "{aux}": AUX,
        "{effect}": EFFECT,
        "{verb}": VERB,
    }
    for name, expression in parts.items():
        pattern = pattern.replace(name, expression)
    return Form(re.compile(pattern, re.IGNORECASE), weight, directed)


FORMS = (
    _form(
        0.97, f"how (?:much|many) (?:more |extra |less |fewer )?{{e}} {{aux}} {{c}} (?:{_DOER})s?(?: .*)?$"
    ),
    _form(0.995, r"\b{effect} (?:on|upon) {e} (?:of|from) {c$}"),
    _form(0.96, rf"\b{{aux}} {{e}} (?:\w+ly )?(?:{_TURNS}) (?:\w+ly )?(?:{_MORE}) (?:{_BY}) {{c$}}"),
    _form(0.9, rf"^(?:more|less|fewer) {{c}} ?[:,;–—-]+ (?:{_MORE}) {{e$}}"),
    _form(
        0.9,
        r"^(?:was|is|were) (?P<e>it|this|that) (?:really |only |just |all )?(?:because of |due to |thanks to )?"
        r"(?:the|our|my|their) {c$}",
    ),
    _form(0.95, r"\b{effect} (?:that )?{c} (?:has|have|had) (?:on|upon) {e$}"),
    _form(0.95, r"\bwhat (?:{aux} )?{c} (?:adds?|brings?|does|do) (?:to|in|for) {e$}"),
    _form(
        0.95,
        r"\bwhat (?:happens|happened|would happen|will happen) (?:to|with) {e} (?:if|when|after|once) {c$}",
    ),
    _form(0.95, rf"\b(?:is|are|was|were|be|been|being) {{e}} (?:\w+ly )?(?:{_MOVED}) (?:by|through) {{c$}}"),
    _form(0.9, r"(?:^|\bof |\bthe )(?P<c>[^,]+?)'s? {effect} (?:on|upon) {e$}"),
    _form(0.9, r"\breturns? (?:to|from|on|of) {c} (?:in|on|for|in terms of) {e$}"),
    _form(0.9, rf"\b{{aux}} {{e}} (?:{_MOVES})s? (?:on|with|by|from|to|when|if|because of) {{c$}}"),
    _form(0.9, rf"\b(?:is|are|was|were) {{c}} (?:{_JUDGED}) (?:for|in|at|against|to) {{e$}}"),
    _form(0.96, rf"\b{{aux}} {{e}} (?:{_MORE}) (?:in|among|for|when|where|with|at|if|after) {{c$}}"),
    _form(0.85, r"^(?:if|when|once) {c},? (?:then )?(?:{aux}|what happens to) {e$}"),
    _form(
        0.85, r"\bhow (?:much|many) (?:more |less |fewer )?{e} (?:if|when|after|once|because of|due to) {c$}"
    ),
    _form(0.85, r"\b{aux} {e} (?:because of|due to|owing to|thanks to) {c$}"),
    _form(0.85, rf"\bwhich (?:of (?:the )?)?{{c}} (?P<e>(?:{_DOES})\b.*)"),
    _form(
        0.85,
        r"\b(?:can|could|should|would|how (?:can|could|do|does)) \w+ {verb} {e} (?:by|through|with|using) {c$}",
    ),
    _form(0.8, rf"\b{{e}} (?:is|are|was|were) (?:{_MOVED}) by {{c$}}"),
    _form(
        0.8,
        r"\b(?P<c>[^,]+?) (?:is )?(?:an? )?(?:cause|risk factor|reason|responsible|to blame) (?:of|for) {e$}",
    ),
    _form(0.75, r"\brole of {c} (?:in|for) {e$}"),
    _form(0.7, r"\bcompare {c} (?:on|by|in terms of|with respect to|in) {e$}"),
    _form(
        0.7,
        r"\b(?:link|relation|relationship|association|connection|correlation)s? (?:between|of) {c} "
        r"(?:and|with|to) {e$}",
        directed=False,
    ),
    _form(0.5, r"\bwhat (?:explains|drives|determines|causes|affects|influences) (?P<c>){e$}"),
)
