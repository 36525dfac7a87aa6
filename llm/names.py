"""Which variable is meant by a name that somebody else wrote.

>>> names = Names({"wt82_71": "Weight change", "qsmk": "Quit smoking"})
>>> names.find("QSMK"), names.find("weight change"), names.find("nicotine")
('qsmk', 'wt82_71', None)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from causal_core.errors import close_matches, did_you_mean
from llm.reading import plain
from llm.schemas import VariableInfo

NAME_LETTERS = 80
MAX_NEAR = 200  # unknown names for which like ones are looked up: more is an answer of nothing but such names


class Names:
    """Known names with their meanings; a name is found as it is, or when only its dress differs."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self.known = tuple(meanings)
        self._exact = frozenset(meanings)
        self._near: dict[str, str] = {}
        self._bare: dict[str, set[str]] = {}
        for name, meaning in meanings.items():
            for text in (name, meaning):
                self._bare.setdefault(bare(text), set()).add(name)

    def find(self, text: str) -> str | None:
        """The variable meant, or None where none is or more than one could be."""
        if text in self._exact:
            return text
        meant = self._bare.get(bare(text), set()) if bare(text) else set()
        return next(iter(meant)) if len(meant) == 1 else None

    def unknown(self, text: str) -> str:
        """Why a name is not used, with those that look like it."""
        shown = plain(text, limit=NAME_LETTERS)
        if not shown:
            return "A name is missing."
        if shown not in self._near and len(self._near) < MAX_NEAR:
            matches = [plain(name, limit=NAME_LETTERS) for name in close_matches(text[:200], self.known)]
            self._near[shown] = did_you_mean(matches)
        return f"There is no variable called “{shown}”." + self._near.get(shown, "")


def names_of(variables: Sequence[VariableInfo]) -> Names:
    """The names of variables, with their meanings as other names."""
    return Names({variable.name: variable.meaning for variable in variables})


def bare(text: str) -> str:
    """A name without case, accents, blanks and signs; letters of any script stay."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W_]+", "", "".join(c for c in folded if not unicodedata.combining(c)))
