"""Whether a text can be read at all: its signs, its markup, its language; and its lines as sentences.

What cannot be read cannot be checked: letters of other alphabets that look like ours, signs that do not show,
spelled-out words and links are turned down before anything else is looked at.

>>> as_lines("- Adjusted: 3 kg\\n- As seen: 2 kg")
'Adjusted: 3 kg. As seen: 2 kg.'
>>> as_lines("| | kg |\\n|---|---|\\n| As seen | 2 |")
'kg. As seen: 2.'
"""

from __future__ import annotations

import re
import unicodedata

from llm import lexicon
from llm.facts import Facts

LONGEST = 3000
_BULLET = re.compile(r"^\s*(?:[-*•‣–—+]|\d{1,2}[.)]|#{1,6}|>)\s+")
_RULE = re.compile(r"^[\s|:=_-]*$")
_MARKED = re.compile(r"\*\*|__|`(?=[\s.,;:]|$)")
_LINK = re.compile(
    r"://|<\s*/?\s*\w|\]\(|\bwww\.|\b[\w-]+\.(?:com|org|net|edu|gov|io|ai|info|example)\b", re.IGNORECASE
)
_SPELLED = re.compile(r"(?<!\w)(?:[A-Za-z][-._*·]){3,}[A-Za-z](?!\w)|(?<!\w)(?:[A-Za-z] ){4,}[A-Za-z](?!\w)")
_ALLOWED = frozenset("ïéè")  # of naïve and of a few names of methods


def as_lines(text: str) -> str:
    """A text with bullets, headings and table rows as sentences of their own."""
    lines = text.splitlines()
    if not any(_BULLET.match(line) or line.count("|") > 1 for line in lines):
        return _MARKED.sub("", text)
    out = []
    for line in lines:
        if _RULE.match(line):
            continue
        cells = [cell.strip() for cell in line.split("|") if cell.strip()] if line.count("|") > 1 else [line]
        said = _MARKED.sub("", _BULLET.sub("", ": ".join(cells))).strip()
        if said:
            out.append(said if said.endswith((".", "!", "?", ":", ",", ";")) else f"{said}.")
    return " ".join(out)


_SMALL_WORDS = frozenset(
    [
        "who",
        "those",
        "both",
        "after",
        "before",
        "they",
        "them",
        "their",
        "he",
        "she",
        "we",
        "had",
        "has",
        "have",
        "there",
        "when",
        "only",
        "can",
        "may",
        "one",
        "each",
        "other",
        "so",
    ]
)


def unreadable(text: str, facts: Facts) -> str:
    """Why a text cannot be read; empty where it can."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not words:
        return "There are no words in it."
    if len(text) > LONGEST:
        return f"It is longer than {LONGEST} letters."
    own = _without_names(text, facts)
    if _LINK.search(own):
        return "It holds a link or markup."
    odd = _odd_sign(own)
    if odd:
        return odd
    if _SPELLED.search(own):
        return "It spells a word out in single letters."
    plain = sum(
        w in lexicon.STOPWORDS or w in _SMALL_WORDS or w.startswith(("adjust", "unadjust", "interval"))
        for w in words
    )
    if plain < 0.12 * len(words):
        return "It does not read as English, so it cannot be checked."
    return ""


def _without_names(text: str, facts: Facts) -> str:
    """The text without the study's own names, meanings and values, which may be in any script."""
    known = [*facts.names, *facts.names.values(), facts.who, facts.treated, facts.control, facts.outcome_yes]
    known.append(facts.unit)
    for name in sorted({k for k in known if not k.isascii() or "." in k}, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def _odd_sign(text: str) -> str:
    """A sign that does not show, or a letter of another alphabet; empty where there is none."""
    raised = re.search(r"[⁰¹²³⁴-⁹₀-₉]", text)
    if raised:
        return f"The sign “{raised[0]}” cannot be checked."
    for sign in unicodedata.normalize("NFKC", text):
        kind = unicodedata.category(sign)
        if kind in ("Cf", "Cc", "Co", "Cn", "Mn", "Me") and sign not in "\n\t\r":
            return "It holds signs that do not show."
        if kind[0] == "L" and not sign.isascii() and sign not in _ALLOWED:
            return f"The letter “{sign}” is not of an English text, so it cannot be checked."
    return ""
