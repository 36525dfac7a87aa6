"""Every repair that reading can apply, in one place.

>>> sorted(COLUMN_REPAIRS)[:3]
['day_first', 'decimal_comma', 'expand_counts']
"""

from __future__ import annotations

from causal_core.table import encoding, header, quoting, ragged, rows, separator

FILE_REPAIRS = frozenset(
    repair.id
    for repair in (
        encoding.AS_CP1252,
        encoding.MIXED,
        encoding.AS_UTF16,
        encoding.NO_NULS,
        quoting.AS_TEXT,
        quoting.SKIP_BLANKS,
        separator.AT_BLANKS,
        *(separator.repair_for(sign) for sign in separator.NAMES),
        header.NAME_BLANK,
        header.RENAME_REPEATED,
        header.NO_HEADER,
        header.NAMES,
        ragged.DROP_RAGGED,
        ragged.PAD_SHORT,
        ragged.DROP_TRAILING,
        ragged.ROW_NAMES,
        ragged.SKIP_ABOVE,
        rows.DROP_EMPTY,
        rows.BLANK_IS_MISSING,
    )
)
"""Ids of repairs of a whole file."""

COLUMN_REPAIRS = frozenset(
    {
        "day_first",
        "decimal_comma",
        "expand_counts",
        "infinite_as_missing",
        "keep_words",
        "leading_zeros_as_numbers",
        "missing_code",
        "month_first",
        "plain_numbers",
        "text_as_missing",
        "trim_blanks",
    }
)
"""What stands before the colon in ids of repairs of one column, such as ``trim_blanks:town``."""
