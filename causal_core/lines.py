"""A name in lines, whole: nothing is cut, and nothing that is one sign to a reader is torn.

Lines end after a blank; a word that is longer than a line is broken between signs. A sign is a letter with
its accents, a flag, or an emoji with all that is joined to it (Unicode Annex 29's grapheme clusters, its rules
GB6 to GB13). Widths are estimates in *em*, the size of the type, on the wide side for common sans-serif
types: what is drawn by somebody else's letters still fits. The lines joined are the name.

>>> in_lines("Years of school before the first job", room=11.0)
['Years of school ', 'before the first job']
>>> "".join(_)
'Years of school before the first job'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

JOINER, NON_JOINER = "\u200d", "\u200c"
_NARROW = frozenset("iljtfrI .,:;'`!|()[]{}/\\-\u00b7")
_BROAD = frozenset("mwMWQO@%&—…½¼¾")


def signs(text: str) -> Iterator[str]:
    """What a reader takes for one sign each, in order; joined they are the text."""
    sign = ""
    for letter in text:
        if sign and not _belongs(sign, letter):
            yield sign
            sign = ""
        sign += letter
    if sign:
        yield sign


def in_lines(name: str, *, room: float) -> list[str]:
    """``name`` in lines of at most ``room`` em; every line but the last keeps the blank it ends with.

    A line end or a tab within a name stands as a blank. A single sign wider than the room has a line of its own.
    """
    lines: list[str] = []
    line, used = "", 0.0
    for word in _words(_drawn(name)):
        bare = width(word.rstrip(" "))
        if line and used + bare > room:
            lines.append(line)
            line, used = "", 0.0
        if bare <= room:
            line, used = line + word, used + width(word)
            continue
        for sign in signs(word):
            if line and used + width(sign) > room and sign != " ":
                lines.append(line)
                line, used = "", 0.0
            line, used = line + sign, used + width(sign)
    return [*lines, line] if line or not lines else lines


def width(text: str) -> float:
    """About how wide ``text`` is in em."""
    return sum(_width(letter) for letter in text)


def right_to_left(name: str) -> bool:
    """Whether the name is read from the right: its first letter with a direction has that one."""
    ways = (unicodedata.bidirectional(letter) for letter in name)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


def _drawn(name: str) -> str:
    return "".join(" " if letter.isspace() and letter != "\u00a0" else letter for letter in name)


def _words(text: str) -> Iterator[str]:
    """The words, each with the blanks after it."""
    start = 0
    for place in range(1, len(text)):
        if text[place - 1] == " " and text[place] != " " and not _belongs(" ", text[place]):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _belongs(sign: str, letter: str) -> bool:
    """Whether ``letter`` goes on with the sign before it."""
    last = sign[-1]
    if unicodedata.category(last) == "Cc":
        return last == "\r" and letter == "\n"
    if unicodedata.category(letter) in ("Mn", "Me", "Mc") or letter in (JOINER, NON_JOINER):
        return True
    if "\U0001f3fb" <= letter <= "\U0001f3ff" or "\U000e0020" <= letter <= "\U000e007f":  # skin, tags
        return True
    if last == JOINER or (unicodedata.combining(last) == 9 and letter.isalpha()):  # a conjunct goes on
        return True
    if _regional(letter):
        return len(sign) % 2 == 1 and all(_regional(c) for c in sign)
    return _jamo_goes_on(last, letter)


def _regional(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _jamo_goes_on(last: str, letter: str) -> bool:
    """Korean syllables written as their parts: leading, vowel, trailing."""
    vowel, trailing = "\u1160" <= letter <= "\u11a7", "\u11a8" <= letter <= "\u11ff"
    if "\u1100" <= letter <= "\u115f" or "\uac00" <= letter <= "\ud7a3":
        return "\u1100" <= last <= "\u115f"
    if "\uac00" <= last <= "\ud7a3":
        return trailing or (vowel and (ord(last) - 0xAC00) % 28 == 0)
    if "\u1100" <= last <= "\u115f":
        return vowel
    return ((vowel or trailing) and "\u1160" <= last <= "\u11a7") or (
        trailing and "\u11a8" <= last <= "\u11ff"
    )


def _width(letter: str) -> float:
    if letter in _NARROW:
        return 0.38
    if letter in _BROAD:
        return 1.0
    if letter.islower() and letter.isascii():
        return 0.62
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    return 1.2 if unicodedata.east_asian_width(letter) in "WF" or letter >= "\U0001f000" else 0.76
