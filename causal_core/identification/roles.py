"""What part each variable plays in a question, with the path that makes it so.

The same variable can be a confounder in one question and a mediator in the next, and it can play two
parts in one: a reason and a path say which. Paths run from the treatment's side to the outcome's side.

>>> from causal_core.graph.admg import CausalGraph
>>> from causal_core.identification.query import Query
>>> graph = CausalGraph.parse("age -> drug -> pulse -> health; age -> health; drug -> nausea <- health")
>>> found = roles(graph, Query("drug", "health"))
>>> for name in ("age", "pulse", "nausea"):
...     print(name, "|", found[name][0].kind, "|", found[name][0].path)
age | confounder | drug ← age → health
pulse | mediator | drug → pulse → health
nausea | collider | drug → nausea ← health
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from causal_core.estimand.words import listed
from causal_core.graph.admg import CausalGraph
from causal_core.graph.indexed import Indexed, ancestors, descendants, without
from causal_core.graph.separation import Path, connected, open_path
from causal_core.graph.treks import meeting, trek_ends
from causal_core.identification.adjustment import back_door, directed_path, minimal_set, through
from causal_core.identification.asked import Asked, ask
from causal_core.identification.instruments import unconditional
from causal_core.identification.query import Query

Kind = Literal[
    "treatment",
    "outcome",
    "selected_on",
    "mediator",
    "confounder",
    "on_back_door_path",
    "collider",
    "m_bias_collider",
    "descendant_of_outcome",
    "descendant_of_mediator",
    "instrument",
    "precision",
    "effect_of_treatment",
    "not_measured",
    "no_part",
]


_RANK: dict[str, int] = {kind: rank for rank, kind in enumerate(get_args(Kind))}


@dataclass(frozen=True, slots=True)
class Role:
    """One part: its ``kind``, the reason in a sentence, and the path that shows it where there is one."""

    kind: Kind
    reason: str
    path: Path | None = None


def roles(graph: CausalGraph, query: Query) -> Mapping[str, tuple[Role, ...]]:
    """The parts of every variable, the most telling first; every variable has at least one.

    A variable counts as confounder, collider or M-bias collider only with a path on which no variable
    comes twice. For each variable that needs such a path a few linear walks are made.
    """
    asked = ask(graph, query)
    parts = _Parts(asked, query)
    return {graph.nodes[i]: tuple(parts.of(i)) for i in range(len(graph))}


class _Parts:
    def __init__(self, asked: Asked, query: Query) -> None:
        self.asked, self.view = asked, asked.view
        self.x, self.y = asked.treatments, asked.outcomes
        self.door = back_door(asked)
        self.cause, self.outcome = listed(query.treatments), listed(query.outcomes)
        self.below_x = descendants(self.view, self.x)
        self.below_y = descendants(self.view, self.y)
        # without the other side's arrows: a path between the two sides does not pass through an end
        self.ends_x = trek_ends(self.view, self.x, avoiding=self.y)
        self.ends_y = trek_ends(self.view, self.y, avoiding=self.x)
        self.back_x = trek_ends(self.door.view, self.x, avoiding=self.y)

    @cached_property
    def chosen(self) -> frozenset[int]:
        """A set that works, to see what is left open beside it (empty where none works)."""
        return frozenset(minimal_set(self.asked, self.door) or ())

    @cached_property
    def above_y(self) -> set[int]:
        """Causes of the outcome in another way than through the treatment."""
        return ancestors(without(self.view, out_of=self.x), self.y)

    @cached_property
    def instruments(self) -> set[int]:
        """Instruments as they are, and causes of the treatment that are shut off from the outcome."""
        works = minimal_set(self.asked, self.door) is not None
        found = unconditional(self.asked, self.door)
        if works:
            causes = ancestors(self.view, self.x) - self.x - self.chosen
            found |= causes - connected(self.door.view, self.y, self.chosen)
        return found

    @cached_property
    def noise(self) -> set[int]:
        """Causes of the outcome that have nothing to do with the treatment."""
        tied = connected(self.door.view, self.x, self.chosen) | self.chosen
        return self.above_y - self.below_x - self.y - tied

    def of(self, i: int) -> Iterator[Role]:
        found = sorted(self._ends(i) if i in self.x | self.y else self._inner(i), key=lambda r: _RANK[r.kind])
        if i in self.asked.hidden:
            found.append(Role("not_measured", "It was not measured, so it cannot be adjusted for."))
        yield from found or [Role("no_part", "It neither helps nor hurts to adjust for it.")]

    def _ends(self, i: int) -> Iterator[Role]:
        if i in self.x:
            yield Role("treatment", "It is the cause of the question.")
        else:
            yield Role("outcome", "It is the outcome of the question.")

    def _inner(self, i: int) -> Iterator[Role]:
        if i in self.asked.given:
            yield Role("selected_on", "The question is asked among cases with a known value of it.")
        yield from self._after(i)
        between = tuple(self._between(i))
        yield from between
        if not any(role.kind in ("confounder", "on_back_door_path") for role in between):
            yield from self._one_sided(i)

    def _after(self, i: int) -> Iterator[Role]:
        """What the treatment or the outcome changes."""
        if i in self.door.causal:
            reason = f"{self.cause} acts through it: adjusting for it would take away part of the effect."
            yield Role("mediator", reason, through(self.asked, i))
        elif i in self.below_y:
            reason = f"It is changed by {self.outcome}: adjusting for it would make up a false effect."
            yield Role("descendant_of_outcome", reason, directed_path(self.view, self.y, {i}))
        elif i in self.door.forbidden:
            reason = "It is changed by what the effect passes through: adjusting for it would distort it."
            yield Role("descendant_of_mediator", reason, through(self.asked, i))
        elif i in self.below_x:
            reason = f"It is changed by {self.cause} but lies on no way to {self.outcome}."
            yield Role("effect_of_treatment", reason, directed_path(self.view, self.x, {i}))

    def _between(self, i: int) -> Iterator[Role]:
        """What stands on a path between the two that is not causal."""
        if i not in self.door.forbidden:
            if path := self._met(self.door.view, i, False, False):
                yield Role("confounder", f"It causes both {self.cause} and {self.outcome}.", path)
            elif path := self._met(self.door.view, i, False, True) or self._met(
                self.door.view, i, True, False
            ):
                reason = "It stands on a path along which the two go together without one causing the other."
                yield Role("on_back_door_path", reason, path)
        if i in self.below_x | self.below_y:
            if path := self._met(self.view, i, True, True):
                reason = "Causes from both sides meet in it: adjusting for it opens a path that was closed."
                yield Role("collider", reason, path)
        elif path := self._met(self.door.view, i, True, True):
            reason = (
                "It comes before both, but causes from both sides meet in it: "
                "adjusting for it opens a path that was closed (M-bias)."
            )
            yield Role("m_bias_collider", reason, path)

    def _one_sided(self, i: int) -> Iterator[Role]:
        if i in self.instruments:
            reason = (
                f"It moves {self.cause} and reaches {self.outcome} in no other way: it can serve as an "
                "instrument; adjusting for it adds noise and makes any hidden bias larger."
            )
            yield Role("instrument", reason, open_path(self.view, {i}, self.x, self.chosen))
        elif i in self.noise:
            reason = f"It changes {self.outcome} only: adjusting for it makes the answer more precise."
            yield Role("precision", reason, directed_path(self.view, {i}, self.y, avoiding=self.x))

    def _met(self, view: Indexed, i: int, head_x: bool, head_y: bool) -> Path | None:
        ends_x = self.ends_x if view is self.view else self.back_x
        if (i, head_x) not in ends_x or (i, head_y) not in self.ends_y:
            return None
        return meeting(view, self.x, self.y, i, head_x, head_y)
