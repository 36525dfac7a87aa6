"""The order of time that a model puts the variables in, and what follows from it for its own arrows.

What the person has said of the order comes first: a model's place for a variable that goes against it is set
aside. An arrow against the model's own order is set aside too, because then one of the two is wrong.

>>> people = [VariableInfo(name=n) for n in ("age", "dose", "mood")]
>>> order, aside = check_tiers([("early", ["age"]), ("later", ["dose"]), ("last", ["mood"])], people, "dose", "mood")
>>> order.tiers
(('age',), ('dose',), ('mood',))
>>> order.against("mood", "age")
'By the same proposal “age” is settled before “mood”.'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from llm.names import NAME_LETTERS, names_of
from llm.reading import plain
from llm.schemas import Arrow, SetAside, VariableInfo

CHUNK = 20  # variables whose causes are asked for in one request, and the most that are asked about in one go
Said = Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Order:
    """Variables in tiers, earliest first; those that the model left out are in none."""

    tiers: tuple[tuple[str, ...], ...] = ()

    @property
    def place(self) -> dict[str, int]:
        """The number of each variable's tier."""
        return {name: at for at, tier in enumerate(self.tiers) for name in tier}

    def against(self, source: str, target: str) -> str:
        """Why an arrow goes against this order; empty where it does not."""
        place = self.place
        if source not in place or target not in place or place[source] <= place[target]:
            return ""
        return f"By the same proposal “{target}” is settled before “{source}”."

    def keep(self, arrows: Iterable[Arrow]) -> tuple[tuple[Arrow, ...], tuple[SetAside, ...]]:
        """The arrows that go with this order, and the others with the reason."""
        kept, aside = [], []
        for arrow in arrows:
            reason = self.against(arrow.source, arrow.target)
            if reason:
                aside.append(SetAside(item=f"{arrow.source} → {arrow.target}", reason=reason))
            else:
                kept.append(arrow)
        return tuple(kept), tuple(aside)


def check_tiers(
    said: Said, variables: Sequence[VariableInfo], treatment: str, outcome: str
) -> tuple[Order, tuple[SetAside, ...]]:
    """A model's tiers as far as they hold: known names, each once, and not against what the person said."""
    names = names_of(variables)
    aside: list[SetAside] = []
    tiers: list[list[str]] = []
    placed: set[str] = set()
    for _, members in said[: len(variables) + 1]:
        tier = []
        for text in members[: len(variables) + 1]:
            name = names.find(text)
            shown = plain(text, limit=NAME_LETTERS) or "a variable"
            if name is None:
                aside.append(SetAside(item=shown, reason=names.unknown(text)))
            elif name in placed:
                aside.append(SetAside(item=shown, reason="It was put in two tiers."))
            else:
                placed.add(name)
                tier.append(name)
        tiers.append(tier)
    order = Order(tuple(tuple(tier) for tier in tiers if tier))
    wrong = _against_the_person(order, variables, treatment, outcome)
    aside.extend(SetAside(item=name, reason=reason) for name, reason in wrong.items())
    held = (tuple(name for name in tier if name not in wrong) for tier in order.tiers)
    return Order(tuple(tier for tier in held if tier)), tuple(aside)


def _against_the_person(
    order: Order, variables: Sequence[VariableInfo], treatment: str, outcome: str
) -> dict[str, str]:
    """Variables whose tier is against what was said of them, with the reason."""
    place = order.place
    if treatment not in place:
        return {}
    at = place[treatment]
    wrong = {}
    for v in variables:
        if v.name == outcome and place.get(outcome, at) < at:
            wrong[outcome] = f"The question takes it to come after “{treatment}”."
        elif v.name in (treatment, outcome) or v.name not in place:
            continue
        elif v.when == "before" and place[v.name] > at:
            wrong[v.name] = f"The model put it after “{treatment}”; you said that it was settled before."
        elif v.when == "after" and place[v.name] < at:
            wrong[v.name] = f"The model put it before “{treatment}”; you said that it came after."
    return wrong


@dataclass(frozen=True, slots=True)
class Part:
    """Variables whose causes are asked for together, and those that may be among them."""

    targets: tuple[str, ...]
    sources: tuple[str, ...]


def parts(order: Order, variables: Sequence[VariableInfo]) -> tuple[Part, ...]:
    """The variables tier by tier, at most twenty a part.

    What the model put in no tier may be early or late: it is asked about last and may be a cause of anything.
    Nothing is asked about into what a lottery decided.
    """
    place = order.place
    loose = tuple(v.name for v in variables if v.name not in place)
    lottery = {v.name for v in variables if v.by_lottery}
    last = len(order.tiers)
    line = [n for tier in order.tiers for n in tier if n not in lottery] + [
        n for n in loose if n not in lottery
    ]
    out = []
    for start in range(0, len(line), CHUNK):
        targets = tuple(line[start : start + CHUNK])
        until = max(place.get(name, last) for name in targets)
        sources = tuple(v.name for v in variables if place.get(v.name, -1) <= until)
        out.append(Part(targets, sources))
    return tuple(out)
