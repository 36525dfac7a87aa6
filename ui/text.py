"""Text of people and models on a page: shown as it is, never read as Markdown or HTML."""

from __future__ import annotations

import html
import re

# Streamlit's Markdown also reads :icon: and :color[..] shortcodes, $math$ and ~strike~.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/\"'=^])")
# Addresses become links even where every sign of them is escaped: the page looks for them after reading the
# Markdown. A sign that shows as nothing and joins the words on either side keeps them text.
# So do “->”, “--” and “>=” standing alone, of which the page makes signs of its own.
_CHANGED = re.compile(
    r"((?<!\S)(?=(?:<->|->|<-|--|>=|<=|~=)(?!\S))|(?<=https)(?=://)|(?<=http)(?=://)|(?<=www)(?=\.)|(?<=@)(?=[\w-]))",
    re.IGNORECASE,
)
JOINER = "\u2060"


def plain(text: object) -> str:
    """``text`` with every Markdown sign escaped, no address a link, and white space folded to single blanks."""
    folded = _CHANGED.sub(JOINER, " ".join(str(text).split()))
    return _SPECIAL.sub(lambda m: _ENTITY.get(m.group(1), "\\" + m.group(1)), folded)


_ENTITY = {"<": "&lt;", ">": "&gt;", "&": "&amp;", ":": "&#58;", "$": "&#36;", "@": "&#64;"}


def in_html(text: object) -> str:
    """``text`` escaped for HTML, quotes included."""
    return html.escape(str(text), quote=True)
