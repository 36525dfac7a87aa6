"""Whose side of the comparison a clause speaks of, and who or what it makes the cause.

“Quitters gained more” and “those who went on gained more” differ by the sign only through their subject. The
sides are read from the study's own values, from the labels in the cause's meaning (“Open surgery (A) or keyhole
method (B)”), and from plain words such as “went on”, “did not” and “without”.

>>> from llm.facts import Facts
>>> facts = Facts(
...     rung="done", treatment="t", outcome="y", names={"t": "Quit smoking (1) or went on (0)", "y": ""},
...     quantities=(), intervals=(), level=0.95, sentences=(), treated="1", control="0",
... )
>>> [side for _, _, side in sides("those who quit, against those who went on", facts)]
['t+', 't-']
"""

from __future__ import annotations

import re
from functools import lru_cache

from causal_core.estimation.coding import NO_WORDS, YES_WORDS
from llm import lexicon_people
from llm.facts import Facts, Role
from llm.numerals import numerals, rounds_to, simplified
from llm.verify_places import cues, directions

_STOPPING = ("quit", "stop", "give up", "gave up", "giving up", "given up", "cessation")
_STOPS = r"(?:quit\w*|stop\w*|giv\w+ up|gave up|cessation)"
_CONTROL = (
    r"(?:went|go|goes|going|gone) on (?:smoking|as before|unchanged)|(?:kept|keeps?|keeping) (?:on )?\w+ing|"
    r"(?:continu\w+|carr(?:y|ies|ied|ying) on)|non-?(?:quitter|participant)s?|nonquitters?|untreated|untrained|"
    r"(?:did|do|does|had|have|has|was|were|is|are|been)(?:n't| not)(?= (?:quit|stop|give|take|taken|get|"
    r"got|part|have|"
    r"choose|receive|join|been|trained|treated|in the)\b| ?[.,;:)]|$)|without (?:it|quitting|stopping|"
    r"training|treatment)|"
    r"(?:not|never) (?:quit\w*|stop\w*|giving up|taking|getting|trained|treated)|"
    r"(?:the|all) (?:others?|rest|untreated|untrained|controls?|remaining)\b|every(?:one|body) else\b|(?<=\d) not\b|"
    r"controls\b|control group|comparison group"
)
_TREATED = r"(?<!not )(?<!n't )(?:\bquitters?\b|\bparticipants\b|the treated|the trained)"
_AGAINST = re.compile(
    r"(?:\bthan|instead of|rather than|\bover|against|versus|\bvs|compared (?:with|to)|as opposed to|\bfrom|"
    r"unlike|\bnot|relative to|\bbetween|\band)(?: (?:is|in|for|among|with|under|the|that|those|people|"
    r"persons|men|ones|who|of|to|by|without|got|getting|a|an|group|side|seen|method))*[ \"']*$"
)
_VALUE_IN_MEANING = re.compile(r"([^;:()]+?) ?\(([^()]{1,30})\)")
_FORMS = {
    "took": "t(?:ook|ake|akes|aking|aken)",
    "went": "(?:went|go|goes|going|gone)",
    "got": "g(?:ot|et|ets|etting)",
}


@lru_cache(maxsize=64)
def _patterns(
    treatment: str, meaning: str, treated: str, control: str
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for the treated and the control side."""
    own: dict[str, list[str]] = {treated: [], control: []}
    for labels, value in _VALUE_IN_MEANING.findall(meaning):
        for label in re.split(r", | or ", labels.strip()):
            label = re.sub(r"^(?:and |or |is |was |if |the )+", "", label.strip())
            if value in own and value and len(label) > 3:
                own[value].append(label)
    plus, minus = [_label(x) for x in own[treated]], [_label(x) for x in own[control]]
    plus += [rf"\b(?:{lexicon_people.SAME_SIDE[treated]})\b"] if treated in lexicon_people.SAME_SIDE else []
    minus += [rf"\b(?:{lexicon_people.SAME_SIDE[control]})\b"] if control in lexicon_people.SAME_SIDE else []
    for names, have, lack in lexicon_people.HAVING if treated in YES_WORDS and control in NO_WORDS else ():
        if re.search(names, f"{treatment} {meaning}"):
            plus.append(rf"(?<!not )(?<!n't )(?<!without )\b(?:{have})\b")
            minus.append(rf"\b(?:{lack})\b|\b(?:not|never|n't)(?: been| being| to be)? (?:{have})\b")
    plus.append(_TREATED)
    minus.append(rf"\b(?:{_CONTROL})")
    for label in own[treated]:
        having = re.match(
            r"(?:had|has|have|got|gets|took|takes|received|receives|wore|wears|used|uses|with) (?:an? |the |any )?(.+)$",
            label,
        )
        if having:
            thing = re.escape(having[1])
            plus.append(rf"\bwith (?:an? |the |any )?{thing}\b")
            minus.append(rf"\b(?:without|no) (?:an? |the |any )?{thing}\b|\bwithout(?= ?(?:[.,;:)]|$))")
    for value, patterns in ((treated, plus), (control, minus)):
        if len(value) > 3 and value.isalpha():
            patterns.append(rf"\b{re.escape(value)}ly\b")
    firsts = {label.split()[0] for label in own[treated] if " " in label and len(label.split()[0]) > 3}
    minus += [rf"\bnot (?:been |being )?{re.escape(first)}\b" for first in sorted(firsts)]
    text = f"{treatment} {meaning}"
    if any(word in text for word in _STOPPING):
        plus.append(
            r"(?<!not )(?<!n't )(?<!without )(?<!non-)(?<!never )\b(?:quit\w*|stopp?(?:ed|s|"
            r"ing)?(?= smok| \d)|g(?:ave|ive|iving|iven|ives) up)\b"
        )
        minus.append(r"\bstart\w* (?:to )?smok\w+|\b(?:remain|stay|kept|still)\w* (?:being )?(?:a )?smok\w+")
        minus.append(
            rf"(?<!up )(?<!quit )(?<!stopping )(?<!stopped )(?<!stop )(?<!stops )(?<!quitting )(?<!quits )"
            rf"(?<!of )\bsmoking\b(?! cessation)(?=[^.;,]{{0,25}}\b(?:{_VERB})\b)"
        )
    if "train" in text:
        plus.append(
            r"(?<!not )\b(?:with|in|on) (?:the |this )?(?:training|programme|program)\b|\bthe trained\b"
        )
        minus.append(
            r"\bwithout(?: the| this)?(?: training)?(?= ?[.,;:)]|$| is| was| earn)|\bwithout (?:the )?training\b"
        )
    first = r"⟦t\+⟧|(?<!not )(?<!without )(?<!never )⟦t⟧(?! ?[=(]| (?:non-?|un)[a-z])|(?:treatment|method|option|group) ⟦t\+⟧"
    return re.compile("|".join((first, *plus))), re.compile("|".join((r"⟦t-⟧", *minus)))


_VERB = (
    r"rais\w+|lower\w*|increas\w+|reduc\w+|decreas\w+|adds?|added|chang\w+|affect\w*|causes|leads? to|makes?|gain\w*|"
    r"cuts?|improv\w+|boost\w*|puts? on|means|goes with|go(?:es)? together"
)


def _label(label: str) -> str:
    words = [_FORMS.get(w, re.escape(w)) for w in label.split()]
    whole = r"(?:[- ]+)".join(words)
    short = [r"(?:[- ]+)".join(words[:2])] if len(words) > 2 and words[0] not in ("is", "no", "not") else []
    if len(words) > 1 and words[0].isalpha() and (len(words[0]) > 5 or words[0].endswith(("wn", "en", "ed"))):
        short.append(words[0])
    return "|".join(rf"(?<!not )(?<!n't )(?<!\w){part}(?!\w)" for part in (whole, *short))


def sides(text: str, facts: Facts) -> list[tuple[int, int, str]]:
    """Where a masked text names a side of the comparison: start, end, ``"t+"`` or ``"t-"``."""
    if not facts.treated or not facts.control:
        return []
    meaning = simplified(facts.names.get(facts.treatment, ""))
    plus, minus = _patterns(
        simplified(facts.treatment), meaning, simplified(facts.treated), simplified(facts.control)
    )
    found = [(m.start(), m.end(), "t-") for m in minus.finditer(text) if m[0]]
    found += [
        (m.start(), m.end(), "t+")
        for m in plus.finditer(text)
        if m[0] and not any(a <= m.start() < b or m.start() < a < m.end() for a, b, _ in found)
    ]
    return sorted(found)


def side_faults(sentence: str, facts: Facts) -> list[str]:
    """Sentences for a difference that is given to the side that is compared with."""
    if re.search(r"from (?:the )?⟦t\+⟧ to (?:the )?⟦t-⟧", sentence):
        return ["It compares the two values of the cause the wrong way round."]
    told = [role for _, role in cues(sentence)]
    role: Role = "seen" if told and set(told) == {"seen"} else "adjusted"
    faults = []
    for clause in clauses(sentence):
        if _subject(clause, facts) == "t-" and not _control_value(clause, facts):
            ways = [way for _, way in directions(clause.split(" than ")[0])][-1:]
            compared = re.search(r"⟦c⟧", clause)
            if (ways and not compared and ways[0] == facts.direction(role)) or (
                not ways and _gives_difference(clause, facts)
            ):
                faults.append("It gives the difference to the side that is compared with.")
    return faults


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence; one that says nothing by itself (“without quitting,”) goes with the next."""
    out, waiting = [], ""
    for part in re.split(r"[;:(),](?!\d)|\b(?:but|while|whereas|though|although)\b|(?<=⟧) and ", sentence):
        waiting += part
        if directions(part) or numerals(part):
            out.append(waiting)
            waiting = ""
    return [*out, waiting]


def is_about_control(sentence: str, at: int, facts: Facts) -> bool:
    """Whether the clause with the place ``at`` is about the side that is compared with."""
    here = 0
    for clause in clauses(sentence):
        here = sentence.find(clause[-25:], here) + len(clause[-25:])
        if here >= at:
            return _subject(clause, facts) == "t-"
    return False


def _subject(clause: str, facts: Facts) -> str:
    """The side that a clause is about: the first one named that is not the one compared with."""
    for start, _, side in sides(clause, facts):
        before = clause[:start]
        if before.strip() in ("and", "or") or not _AGAINST.search(before):
            return side
    return ""


def _control_value(clause: str, facts: Facts) -> bool:
    """Whether the clause gives the mean or risk of the side compared with, and not the other one's."""
    found = numerals(clause)
    arms = {
        arm: [q.value for q in facts.quantities if q.arm == arm and q.kind != "rows"]
        for arm in ("control", "treated")
    }

    def holds(arm: str) -> bool:
        return any(rounds_to(number, value) for number in found for value in arms[arm])

    return holds("control") and len(found) == 1


def _gives_difference(clause: str, facts: Facts) -> bool:
    """Whether every number of the clause is a difference."""
    found = numerals(clause)
    gaps = [q.value for q in facts.quantities if q.signed and not q.arm]
    return bool(found) and all(any(rounds_to(n, gap) for gap in gaps) for n in found)
