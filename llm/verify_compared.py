"""What a text says of the adjusted difference beside the one that is seen: larger, smaller, turned round, the same.

>>> from llm.facts import Facts, Quantity
>>> facts = Facts(
...     rung="done", treatment="t", outcome="y", names={"t": "", "y": ""}, intervals=(), level=0.95, sentences=(),
...     quantities=(
...         Quantity(what="effect", value=3.4, role="adjusted", signed=True),
...         Quantity(what="as seen", value=2.5, role="seen", signed=True),
...     ),
... )
>>> comparison_faults("adjusting makes the difference smaller", facts)
['“smaller”: the adjusted difference is the larger one.']
>>> comparison_faults("the unadjusted difference is smaller than the adjusted one", facts)
[]
"""

from __future__ import annotations

import re
from itertools import pairwise

from llm.facts import Facts, Role
from llm.numerals import Numeral, numerals, rounds_to
from llm.verify_places import cues

_GAP = r"(?:gap|difference|estimate|figure|number|result|one|association|comparison|contrast|effect|value|which|it|that|this)"
_SIZE = r"(?:larger|bigger|greater|wider|stronger|smaller|narrower|weaker|(?:more|less|higher|lower|above|below)(?= than))"
_IS = r"(?:is|was|are|were|becomes?|became|gets?|got|looks?|looked|seems?|appears?|comes? out|came out|turns? out)"
_COMPARED = re.compile(
    rf"\b{_GAP}\b(?: (?:of|at) [^;]{{0,40}}?)?,?(?: then| now)? {_IS} (?:also |even |then |somewhat |a little |"
    rf"in fact )?(?P<size>{_SIZE})\b|"
    rf"(?:,|\(|:|\bmakes? (?:the|this|that) {_GAP})\s?(?P<apart>{_SIZE})\b"
)
_CHANGE = (
    r"(?P<{}>shr[iau]nk(?:s|ing)?|narrow(?:s|ed|ing)?|gr(?:ow|ew)(?:s|ing)?|widen(?:s|ed|ing)?|enlarg\w+|"
    r"increas(?:es?|ed|ing)|reduc(?:es?|ed|ing)|rais(?:es?|ed|ing)|lower(?:s|ed|ing)?|decreas(?:es?|ed|ing))"
)
_ACTED = re.compile(
    rf"\badjust\w*[^;.]{{0,60}} {_CHANGE.format('verb')} (?:the|this|that) (?:raw |crude |plain )?{_GAP}\b|"
    rf"\b(?:gap|difference|estimate|figure|comparison|it) (?:then |now |even )?{_CHANGE.format('own')}\b(?! the)"
)
_SMALLER = re.compile(r"smaller|narrow|weaker|less|lower|below|shr[iau]nk|reduc|decreas")
_TURNED = re.compile(
    r"\b(?:sign|picture|direction|order|ranking|result|comparison)s? (?:is |are |then |now )?(?:chang\w+|turn\w*|flip\w*|"
    r"revers\w+|switch\w*)\b|\brevers(?:es|ed|ing|al)\b|\bflip(?:s|ped|ping)?\b|\bthe other way(?: round| around)?\b|"
    r"\bopposite (?:sign|direction|way)\b|\bin opposite\b|\bturn(?:s|ed)? (?:it |them |this )?(?:round|around)\b"
)
_KEPT = re.compile(
    r"\bsame (?:sign|direction|way)\b|\b(?:direction|sign) (?:stays|remains|is|does not)\b|\b(?:both|two) "
    r"(?:\w+ )?(?:point|agree)\b|"
    r"\bagree (?:in|on|about) (?:direction|sign)\b"
)
_NOTHING = re.compile(
    r"\b(?:adjust\w*|with and without)\b[^;.]{0,50}\b(?:chang\w+ nothing|makes? no difference|does not change|the same|unchanged|"
    r"hardly chang\w+|barely chang\w+|leaves? (?:the|it) \w* ?(?:alone|unchanged|as it))\b"
)


_SHARE = re.compile(
    r"\b(part|some|all|most|much|none|half|little|nearly all|almost all|the whole|the bulk|the rest|a fraction|"
    r"a share) of (?:the|this|that|it)"
    r"(?: raw| crude| plain| unadjusted| adjusted)? (?:difference|gap|association|effect|estimate|advantage)\b"
)


def comparison_faults(sentence: str, facts: Facts) -> list[str]:
    """Sentences for what a sentence says wrongly of the two differences beside one another."""
    gaps = {q.role: q.value - facts.null for q in facts.quantities if q.signed and not q.arm}
    if len(gaps) != 2:
        return []
    return [
        *_sizes(sentence, gaps),
        *_numbers(sentence, facts, gaps),
        *_signs(sentence, gaps),
        *_shares(sentence, gaps),
    ]


def same_with_and_without(facts: Facts) -> bool:
    """Whether the adjusted difference is the one that is seen, since nothing is adjusted for."""
    gaps = [q.value for q in facts.quantities if q.signed and not q.arm]
    return len(gaps) == 2 and gaps[0] == gaps[1]


def _sizes(sentence: str, gaps: dict[Role, float]) -> list[str]:
    out = []
    for found in _COMPARED.finditer(sentence):
        word = found["size"] or found["apart"]
        made = "make" in found[0]
        role: Role | None = "adjusted" if made else _spoken_of(sentence, found.start(), found.end())
        if role is not None:
            out += _wrong(word, role, gaps)
    for found in _ACTED.finditer(sentence):
        told = {role for _, role in cues(sentence)}
        if found["verb"] or told:
            out += _wrong(found["verb"] or found["own"], "seen" if told == {"seen"} else "adjusted", gaps)
    return out


def _spoken_of(sentence: str, start: int, end: int) -> Role | None:
    """Which difference a comparative is about: the one named before it, else after it."""
    before = cues(sentence[:end])
    if before:
        return before[-1][1]
    after = cues(sentence[end:])
    if not after:
        return None
    role = after[0][1]
    if re.search(r"\bthan\b", sentence[end : end + after[0][0]]):
        return "seen" if role == "adjusted" else "adjusted"
    return role


def _wrong(word: str, role: Role, gaps: dict[Role, float]) -> list[str]:
    adjusted, seen = gaps["adjusted"], gaps["seen"]
    if adjusted * seen < 0:
        return [f"“{word}”: the two differences point opposite ways, so neither is the larger one."]
    larger: Role = "adjusted" if abs(adjusted) > abs(seen) else "seen"
    told_larger = not _SMALLER.search(word)
    if adjusted == seen or (role == larger) != told_larger:
        name = "adjusted difference" if larger == "adjusted" else "difference as seen"
        return [f"“{word}”: the {name} is the larger one."]
    return []


def _numbers(sentence: str, facts: Facts, gaps: dict[Role, float]) -> list[str]:
    """“3.39 kg, more than the 2.54 kg without adjusting”, number against number."""
    found = numerals(sentence)
    out = []
    for one, other in pairwise(found):
        between = sentence[one.end : other.start]
        word = re.search(rf"\b({_SIZE}|exceed\w*|above|below)\b[^;.]*\bthan\b|\b(exceed\w*)\b", between)
        if word is None or not (_a_gap(one, gaps) and _a_gap(other, gaps)):
            continue
        if re.match(r" (?:more|less|higher|lower|fewer)\b(?! than)", between):
            continue
        smaller = bool(_SMALLER.search(word[0]))
        if smaller != (one.value < other.value) or (one.sign < 0) != (other.sign < 0):
            out.append(f"“{one.text}” and “{other.text}”: they are compared the wrong way round.")
    return out


def _a_gap(number: Numeral, gaps: dict[Role, float]) -> bool:
    return any(rounds_to(number, gap) for gap in gaps.values())


def _shares(sentence: str, gaps: dict[Role, float]) -> list[str]:
    """“Part of the raw difference goes away”: true where it shrinks; other shares were not computed."""
    found = _SHARE.search(sentence)
    if found is None:
        return []
    shrinks = gaps["adjusted"] * gaps["seen"] > 0 and abs(gaps["adjusted"]) < abs(gaps["seen"])
    if (
        found[1] in ("part", "some")
        and shrinks
        and not re.search(r"\b(?:due|because|caus\w+|explain\w*)\b", sentence)
    ):
        return []
    return [f"“{found[0]}”: a share that was not computed."]


def _signs(sentence: str, gaps: dict[Role, float]) -> list[str]:
    turned = gaps["adjusted"] * gaps["seen"] < 0
    found = _TURNED.search(sentence)
    if (
        found
        and not turned
        and not re.search(r"\b(?:not|no|n't|never|without)\b[^,;.]{0,30}$", sentence[: found.start()])
    ):
        return [f"“{found[0]}”: the two differences point the same way."]
    found = _KEPT.search(sentence)
    if found and turned and "not" not in found[0]:
        return [f"“{found[0]}”: the two differences point opposite ways."]
    found = _NOTHING.search(sentence)
    if found and gaps["adjusted"] != gaps["seen"]:
        return ["It says that adjusting changes nothing."]
    return []
