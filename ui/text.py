"""Text of people and models on a page: shown as it is, never read as Markdown or HTML."""

from __future__ import annotations

import html
import re

# Streamlit's Markdown also reads :icon: and :color[..] shortcodes, $math$ and ~strike~.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/\"'=^])")
# Addresses become links, and “->”, “<-”, “--”, “>=”, “<=” and “~=” become signs of their own, even where every sign of
# them is escaped: the page looks for them after reading the Markdown. A sign that shows as nothing and joins what is
# on either side keeps them as they are.
_APART = re.compile(
    r"((?<=https)(?=://)|(?<=http)(?=://)|(?<=www)(?=\.)|(?<=@)(?=[\w-])|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==))",
    re.IGNORECASE,
)
JOINER = "\u2060"


def plain(text: object) -> str:
    """``text`` with every Markdown sign escaped, no address a link, and white space folded to single blanks."""
    folded = _APART.sub(JOINER, " ".join(str(text).split()))
    return _SPECIAL.sub(lambda m: _ENTITY.get(m.group(1), "\\" + m.group(1)), folded)


_ENTITY = {"<": "&lt;", ">": "&gt;", "&": "&amp;", ":": "&#58;", "$": "&#36;", "@": "&#64;"}


# In the middle of a line only these signs begin anything: a bracket, a quoted piece, stress, a directive, a formula,
# HTML. An underscore stresses only at a word's edge.
_IN_LABEL = re.compile(r"([\\`*\[\]<>~$&@]|:(?=\S)|(?<![^\W_])_|_(?![^\W_]))")


def in_label(text: object) -> str:
    """``text`` for the middle of a widget's label, which is also what a screen reader says: no more signs than needed.

    Streamlit shows a label as Markdown, and reads its source out: of ``first_day`` every escaped sign would be heard.
    """
    folded = _APART.sub(JOINER, " ".join(str(text).split()))
    return _IN_LABEL.sub(lambda m: _ENTITY.get(m.group(1), "\\" + m.group(1)), folded)


def in_html(text: object) -> str:
    """``text`` escaped for HTML, quotes included."""
    return html.escape(str(text), quote=True)
