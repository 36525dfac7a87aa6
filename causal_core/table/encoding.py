"""From bytes to text that is known to be right, or a refusal that names the line.

UTF-8 (with or without its mark) and UTF-16 with its mark are taken as they are: text in another
encoding is next to never valid UTF-8 by accident. Anything else could be one of dozens of encodings, so
it is never guessed: Windows-1252, the commonest, is offered as a repair.

>>> text, issues = to_utf8("ville\\nOrléans\\n".encode("cp1252"), encoding=None,
...                        repairs=frozenset({"read_as_cp1252"}))
>>> text.decode()
'ville\\nOrléans\\n'
"""

from __future__ import annotations

import codecs

from causal_core.errors import EncodingError
from causal_core.table.issues import Issue, Repair, count, note, refusal

AS_CP1252 = Repair("read_as_cp1252", "Read it as Windows-1252 (Western European)")
MIXED = Repair("read_mixed_as_cp1252", "Read the lines that are not UTF-8 as Windows-1252")
AS_UTF16 = Repair("read_as_utf16", "Read it as UTF-16")
NO_NULS = Repair("remove_nul_bytes", "Leave out the NUL bytes")

_SAVE_AS_UTF8 = "Save the file again as “CSV UTF-8”, or choose its encoding."
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF16_SHARE = 0.4
"""In UTF-16, mostly Latin text has a NUL in every other byte; 0.4 leaves room for other letters."""


def to_utf8(raw: bytes, *, encoding: str | None, repairs: frozenset[str]) -> tuple[bytes, list[Issue]]:
    """The file as UTF-8 without a mark, and notes on what was done.

    Raises
    ------
    EncodingError
        The bytes are not text in one known encoding; says the line and offers the repairs that fit.
    """
    if encoding is not None:
        data = _named(raw, encoding)
        issues: list[Issue] = []
    else:
        data, issues = _detected(raw, repairs)
    if b"\0" in data:
        data = _without_nuls(data, repairs, issues)
    if "\N{REPLACEMENT CHARACTER}".encode() in data:
        issues.append(_damaged(data))
    return data, issues


def line_at(data: bytes, position: int) -> int:
    """Number of the line that a byte is on, the first being 1; CR, LF and CRLF each end a line."""
    ends = data.count(b"\n", 0, position) + data.count(b"\r", 0, position)
    return 1 + ends - data.count(b"\r\n", 0, position)


def _named(raw: bytes, encoding: str) -> bytes:
    for mark, _ in _MARKS:
        if raw.startswith(mark) and encoding.lower().replace("_", "-").startswith("utf"):
            return _detected(raw, frozenset())[0]
    try:
        return raw.decode(encoding).encode()
    except (LookupError, UnicodeError, ValueError) as problem:
        message = f"The file cannot be read as “{encoding}”."
        raise refusal(EncodingError, "encoding", message, fix=_SAVE_AS_UTF8) from problem


def _detected(raw: bytes, repairs: frozenset[str]) -> tuple[bytes, list[Issue]]:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            if name == "utf-8":
                return _utf8(raw[len(mark) :], repairs)
            return _marked(raw[len(mark) :], name), [note("encoding", f"Read as {name.upper()}.")]
    nuls = raw[:4096].count(0) / max(len(raw[:4096]), 1)
    if nuls >= _UTF16_SHARE:
        return _unmarked_utf16(raw, repairs)
    return _utf8(raw, repairs)


def _marked(raw: bytes, name: str) -> bytes:
    try:
        return raw.decode(name).encode()
    except UnicodeError as problem:
        message = f"The file says that it is {name.upper()} but it is damaged or cut off."
        raise refusal(EncodingError, "encoding", message, fix=_SAVE_AS_UTF8) from problem


def _unmarked_utf16(raw: bytes, repairs: frozenset[str]) -> tuple[bytes, list[Issue]]:
    name = "utf-16-be" if raw[0] == 0 else "utf-16-le"
    if AS_UTF16.id in repairs:
        return _marked(raw, name), [note("encoding", f"Read as {name.upper()}, as you chose.")]
    raise refusal(
        EncodingError,
        "encoding",
        "The file looks like UTF-16 text but lacks the mark that says so.",
        fix="Read it as UTF-16, or save it again as “CSV UTF-8”.",
        repairs=(AS_UTF16,),
    )


def _utf8(raw: bytes, repairs: frozenset[str]) -> tuple[bytes, list[Issue]]:
    try:
        raw.decode()
    except UnicodeDecodeError as problem:
        return _not_utf8(raw, problem.start, repairs)
    return raw, []


def _not_utf8(raw: bytes, position: int, repairs: frozenset[str]) -> tuple[bytes, list[Issue]]:
    line = line_at(raw, position)
    mixed = not raw.decode(errors="ignore").isascii()
    repair = MIXED if mixed else AS_CP1252
    if repair.id in repairs and (text := _cp1252(raw, mixed=mixed)) is not None:
        return text.encode(), [note("encoding", f"{repair.title}, as you chose.")]
    readable = _cp1252(raw, mixed=mixed) is not None
    found = f"Line {line:,} is not UTF-8 text (byte 0x{raw[position]:02X})"
    message = f"{found}, though other lines are: the file mixes encodings." if mixed else f"{found}."
    raise refusal(
        EncodingError,
        "mixed_encoding" if mixed else "encoding",
        message,
        fix=_SAVE_AS_UTF8,
        line=line,
        repairs=(repair,) if readable else (),
    )


def _cp1252(raw: bytes, *, mixed: bool) -> str | None:
    """The text, bad bytes read as Windows-1252; None where a byte means nothing there either."""
    try:
        if not mixed:
            return raw.decode("cp1252")
        text = raw.decode(errors="surrogateescape")
        strangers = sorted({c for c in text if "\udc80" <= c <= "\udcff"})
        return text.translate({ord(c): bytes([ord(c) - 0xDC00]).decode("cp1252") for c in strangers})
    except UnicodeDecodeError:
        return None


def _without_nuls(data: bytes, repairs: frozenset[str], issues: list[Issue]) -> bytes:
    number, line = data.count(0), line_at(data, data.index(0))
    if NO_NULS.id not in repairs:
        raise refusal(
            EncodingError,
            "nul_bytes",
            f"Line {line:,} has a NUL byte, which text never has; the file has {number:,} of them.",
            fix="The file may be damaged: save it again as “CSV UTF-8”, or leave these bytes out.",
            line=line,
            repairs=(NO_NULS,),
        )
    issues.append(note("nul_bytes", f"{count(number, 'NUL byte')} left out, as you chose.", line=line))
    return data.replace(b"\0", b"")


def _damaged(data: bytes) -> Issue:
    sign = "\N{REPLACEMENT CHARACTER}".encode()
    line = line_at(data, data.index(sign))
    return Issue(
        code="damaged_text",
        severity="warning",
        message=f"Line {line:,} has the sign �, which stands for a letter that was lost before this file "
        f"was made ({count(data.count(sign), 'place')} in all).",
        fix="If the words matter, export the data again as UTF-8.",
        line=line,
    )
