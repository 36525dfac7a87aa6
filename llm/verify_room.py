"""What is said of “no effect”, of significance, of chance and of being undecided: it must fit the interval.

Where the interval leaves room for no effect, a text that tells a direction must also tell that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from llm import lexicon
from llm.facts import Facts, Role
from llm.verify_places import cues

_THING = r"(?:effect|difference|association|link|relationship|change|gap)"
_NULL = rf"(?:zero|nothing|no {_THING})"
# Said the other way round: “zero is not in it”, “no effect cannot be ruled out”.
_INSIDE = re.compile(
    rf"\b{_NULL}(?: at all)? (?P<verb>(?:is|lies?|falls?|sits?|stays?|remains?|are|was)(?: still| also| well| "
    rf"just| clearly)?(?P<not> not|n't)?"
    r"(?: still| also| well| just| comfortably)? (?P<where>in|inside|within|outside|included|covered|contained|"
    r"excluded|part of|among|compatible|"
    r"possible|a possibility|ruled out|on the table))\b|"
    rf"\b{_NULL} (?:cannot|can't|can not|could not) be (?P<cannot>ruled out|excluded|dismissed|told apart)"
)
_OUTSIDE = ("outside", "excluded", "ruled out")
# Undecided: true only where there is room.
_OPEN = re.compile(
    rf"\b(?:inconclusive|indecisive|undecided|unresolved|ambiguous|too (?:imprecise|uncertain|wide|noisy|vague) to|"
    rf"(?:cannot|can't|not|hard to|impossible to|unable to|difficult to) (?:\w+ )?(?:tell|say|determine|settle|"
    rf"distinguish|know|be sure) (?:whether|if) (?:there|it|a|an|one|the two|either)|"
    rf"(?:could|may|might|can) (?:just as |equally |also |well |easily |as )*(?:be|equal) {_NULL}|"
    rf"(?:could|may|might|can)[^,;.]{{0,30}} (?:chance|random noise|luck)|"
    rf"(?:fails? to|does not|do not|did not) (?:reach|exclude|rule out) (?:significance|{_NULL})|"
    rf"(?:indistinguishable) from {_NULL}|"
    rf"no (?:clear|convincing|conclusive|strong|firm|solid|reliable|statistical|statistically significant) "
    rf"(?:evidence|{_THING}|sign|answer|verdict|conclusion|winner)|"
    r"(?:either|both) (?:direction|way|sign)s?|in (?:either|both) directions?)\b"
)
_SETTLED = re.compile(
    r"\b(?:told|set|kept|tell|sets?|keeps?)(?: it| them)? apart from (?:zero|nothing)\b|"
    r"\b(?:unlikely|not|hardly|cannot|more than|beyond)\b[^,;.]{0,30} (?:chance|random noise|luck)\b|"
    r"\b(?:distinguishable|differs?|different) from (?:zero|nothing)\b|\bsame sign (?:throughout|at both ends)\b|"
    r"\b(?:whole|entire) interval (?:is|lies) (?:on one side|positive|negative)\b|\bboth ends (?:are|lie) "
    r"(?:positive|negative|on)\b"
)
_ABSENT = re.compile(
    r"\bno (?:real |actual |further )?(?:evidence|sign|signs|indication|indications|hint|trace)\b(?: (?:of|for|that|in)\b[^,;.]*)?"
)
_FOR_CAUSE = re.compile(r"\b(?:caus\w+|proof|prove\w*|why|confound\w+|against|violat\w+)\b")


def room_faults(sentences: Sequence[str], facts: Facts, claims: Callable[[str], str]) -> list[str]:
    """Sentences for what does not fit the interval, and for leaving out that it leaves room for no effect."""
    faults: list[str] = []
    room = facts.leaves_room("adjusted")
    told = leans = False
    for sentence in sentences:
        free = claims(sentence)
        seen_only = bool(lexicon.SEEN.search(sentence)) and not lexicon.ADJUSTED.search(
            lexicon.SEEN.sub("", sentence)
        )
        leans = leans or (not seen_only and bool(lexicon.UP.search(free) or lexicon.DOWN.search(free)))
        role: Role = "seen" if seen_only else "adjusted"
        of_parts = _roles_of_parts(sentence)
        both = bool(re.search(r"\bboth intervals\b|\bneither interval\b|\beither interval\b", sentence))
        for at, words, says_room in _said(sentence):
            told = told or says_room
            own: Role = next((r for a, b, r in of_parts if a <= at < b), role)
            wanted = {facts.leaves_room(own)} | ({facts.leaves_room("seen"), room} if both else set())
            if wanted != {says_room}:
                reason = "leaves room for no effect" if not says_room else "leaves no room for no effect"
                faults.append(f"“{words}”: the interval {reason}.")
        faults += _above_or_below(sentence, facts, role)
        absent = _ABSENT.search(sentence)
        if absent and not _FOR_CAUSE.search(absent[0]):
            faults.append(
                f"“{absent[0]}”: that nothing is there cannot be seen from data, only that little may be."
            )
    gives_interval = any(
        re.search(r"\binterval|\brange|\bbetween\b|\bfrom .{1,30} to\b|\d[^.]{0,14} to -?[$€£]?\d", s)
        for s in sentences
    )
    if room and leans and not told and not gives_interval:
        faults.append("It leaves out that the interval leaves room for no effect.")
    return faults


def _roles_of_parts(sentence: str) -> list[tuple[int, int, Role]]:
    """Start, end and role of the parts between commas and “while”, where they speak of one role each."""
    ends = [m.start() for m in re.finditer(r"[,;:] |\b(?:while|whereas|but|although|though)\b", sentence)]
    out: list[tuple[int, int, Role]] = []
    for start, stop in zip([0, *ends], [*ends, len(sentence)], strict=True):
        told = {role for _, role in cues(sentence[start:stop])}
        if len(told) == 1:
            out.append((start, stop, told.pop()))
    return out if len({role for _, _, role in out}) == 2 else []


def _said(sentence: str) -> list[tuple[int, str, bool]]:
    """Each statement about “no effect”: its place and words, and whether it says that there is room for it."""
    out = []
    for found in lexicon.INCLUDES.finditer(sentence):
        negated = bool(lexicon.NEGATION.search(sentence[: found.start()]))
        out.append((found.start(), found[0], bool(lexicon.EXCLUDING.search(found[0])) == negated))
    for found in _INSIDE.finditer(sentence):
        outside = (found["where"] or found["cannot"]) in (*_OUTSIDE, "dismissed", "told apart")
        negated = bool(found["not"] or found["cannot"])
        out.append((found.start(), found[0], outside == negated))
    out += [
        (found.start(), found[0], bool(lexicon.NEGATION.search(sentence[: found.start()])))
        for found in lexicon.SIGNIFICANT.finditer(sentence)
    ]
    out += [(found.start(), found[0], True) for found in _OPEN.finditer(sentence)]
    for found in _SETTLED.finditer(sentence):
        negated = bool(re.search(r"\b(?:not|n't|cannot|neither)\b[^,;.]{0,30}$", sentence[: found.start()]))
        out.append((found.start(), found[0], negated))
    return out


def _above_or_below(sentence: str, facts: Facts, role: Role) -> list[str]:
    """“Lies above zero” where it lies below."""
    interval = facts.interval(role)
    out = []
    for found in re.finditer(rf"\b(above|below|positive|negative)(?: {lexicon.NULL_THING})?\b", sentence):
        zero = found[0] != found[1]
        whole = re.search(
            r"\b(?:interval|ends|range|lies?|entirely|wholly)\b[^,;.]{0,30}$", sentence[: found.start()]
        )
        negated = re.search(r"\b(?:not|n't|nor|neither)\b[^,;.]{0,20}$", sentence[: found.start()])
        if interval is None or negated or not (zero or (whole and "itive" not in found[1][:0])):
            continue
        if not zero and found[1] in ("above", "below"):
            continue
        fits = interval.low > facts.null if found[1] in ("above", "positive") else interval.high < facts.null
        if not fits:
            out.append(f"“{found[0]}”: the interval does not lie there.")
    return out
