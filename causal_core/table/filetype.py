"""What sort of file these bytes are, when they are not a CSV.

Formats are told by the bytes they start with (the “magic number” each format's own definition gives),
never by the file's name.

>>> refuse_other_formats(b"%PDF-1.7 ...")
Traceback (most recent call last):
causal_core.errors.TableError: This is a PDF, not a table.
"""

from __future__ import annotations

import re

from causal_core.errors import TableError
from causal_core.table.issues import refusal

_SAVE_AS_CSV = "Open it in a spreadsheet or in the program that made it, and save the sheet as CSV (UTF-8)."
_UNPACK = "Unpack it and upload the CSV file inside."
_FROM_R = "Save the data frame as CSV, with write.csv(..., row.names = FALSE)."
_EXPORT = "Open it in the program that made it and export the data as CSV."

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Office file", _SAVE_AS_CSV),
    (b"%PDF", "a PDF", "Find the data behind it as a CSV file."),
    (b"\x89PNG", "a picture (PNG)", "Choose the CSV file with the data."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Choose the CSV file with the data."),
    (b"GIF8", "a picture (GIF)", "Choose the CSV file with the data."),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"BZh9", "a compressed file (bzip2)", _UNPACK),
    (b"\xfd7zXZ\x00", "a compressed file (xz)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7z)", _UNPACK),
    (b"Rar!", "a compressed file (rar)", _UNPACK),
    (b"ARROW1", "a Feather/Arrow file", "Save it as Parquet or CSV."),
    (b"SQLite format 3\x00", "a database (SQLite)", "Export the table you need as CSV."),
    (b"\x89HDF", "an HDF5 file", _EXPORT),
    (b"$FL2", "an SPSS file", _EXPORT),
    (b"$FL3", "an SPSS file", _EXPORT),
    (b"<stata_dta>", "a Stata file", _EXPORT),
    (b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc2\xea\x81\x60", "a SAS file", _EXPORT),
    (b"RDX2\n", "an R data file", _FROM_R),
    (b"RDX3\n", "an R data file", _FROM_R),
    (b"\x80\x04\x95", "a Python pickle", "Save the data frame as CSV or Parquet."),
    (b"{\\rtf", "a text document (RTF)", "Copy the table into a spreadsheet and save it as CSV."),
)
_HTML = re.compile(rb"\s*<(!doctype\s+html|html|head|body|table|\?xml)\b", re.IGNORECASE)
_JSON = re.compile(rb"\s*(\[\s*[\[{\]\"0-9-]|\{\s*[\"}])")
_CONTROL = bytes(c for c in range(32) if c not in (0, 9, 10, 11, 12, 13, 26, 27))
_LOOK_AT = 64 * 1024
"""Bytes looked at for control characters; a file that is not text shows it in its first block."""
_CONTROL_SHARE = 0.02
"""Text has next to no control characters; compressed or binary data has one byte in ten."""


def is_parquet(raw: bytes) -> bool:
    """Whether the bytes start and end as a Parquet file does."""
    return len(raw) >= 12 and raw[:4] == b"PAR1" and raw[-4:] == b"PAR1"


def refuse_other_formats(raw: bytes) -> None:
    """Raise a TableError that says what the file is and what to do, if it is a known other format."""
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        _refuse_zip(raw)
    if raw[:4] == b"PAR1":
        raise _not_a_table("a Parquet file that is cut off", "Copy or download it again.")
    for magic, what, fix in _MAGIC:
        if raw.startswith(magic):
            raise _not_a_table(what, fix)
    head = raw[:_LOOK_AT]
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff")) and _share(head, _CONTROL) > _CONTROL_SHARE:
        raise _not_a_table("a file of binary data", "Choose a CSV or Parquet file.")


def refuse_other_text(data: bytes) -> None:
    """Raise a TableError if text (as UTF-8) is a web page or JSON rather than a table."""
    if _HTML.match(data):
        raise _not_a_table(
            "a web page (HTML)",
            "You may have saved the page instead of the file it links to: download the CSV itself.",
        )
    end = data[-1024:].rstrip()[-1:]
    if (_JSON.match(data) and end in (b"]", b"}")) or data.lstrip()[:2] == b'{"':
        raise _not_a_table("JSON", "Turn it into a CSV with one row a case and one column a variable.")


def _refuse_zip(raw: bytes) -> None:
    head = raw[:_LOOK_AT] + raw[-_LOOK_AT:]
    if b"xl/" in head:
        raise _not_a_table("an Excel workbook (xlsx)", _SAVE_AS_CSV)
    if b"opendocument.spreadsheet" in head:
        raise _not_a_table("an OpenDocument spreadsheet (ods)", _SAVE_AS_CSV)
    if b"word/" in head:
        raise _not_a_table("a Word document", "Copy the table into a spreadsheet and save it as CSV.")
    raise _not_a_table("a compressed file (zip)", _UNPACK)


def _not_a_table(what: str, fix: str) -> TableError:
    return refusal(TableError, "not_a_table", f"This is {what}, not a table.", fix=fix)


def _share(head: bytes, characters: bytes) -> float:
    return (len(head) - len(head.translate(None, characters))) / max(len(head), 1)
