"""Between the browser's strokes and the study: keys for names, edit numbers, and the answer to each stroke.

No Streamlit here: where the study is and how it is kept comes in as three functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from causal_core.errors import CausalError, CycleError, QueryError
from studies import edits
from studies.places import pinned
from studies.proposals import decide_arrow, decide_hidden
from studies.study import Study
from ui.graph_editor.protocol import Edit, Op, Pair, ProtocolError, parse

CLIENTS = (
    8  # browsers whose edit numbers one session remembers: tabs do not share sessions, reloads make new ones
)
Done = tuple[Study, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How the desk reaches the study: look at it, keep a new version, step back or forward."""

    present: Callable[[], Study]
    commit: Callable[[Study, str], None]
    step: Callable[[int], None]


@dataclass
class Desk:
    """What one session knows about its editor."""

    study_id: str
    number: str = field(default_factory=lambda: uuid4().hex[:12])
    acks: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    shown: dict[str, tuple[float, float]] = field(default_factory=dict)
    message: dict[str, Any] | None = None
    messages: int = 0
    made: int = 0
    columns: tuple[str, ...] = ()  # of the file, that no variable has yet

    def key_of(self, name: str) -> str:
        """The key of a variable's name; it stays when the editor renames the variable."""
        if name not in self.keys:
            self.made += 1
            self.keys[name] = f"v{self.made}"
        return self.keys[name]

    def settle(self, study: Study) -> Study:
        """``study`` with a place for everything in its picture: where it was last seen, if it has none."""
        found = pinned(study, self.shown)
        self.shown.update(found.positions)
        return found

    def receive(self, payload: object, keeping: Keeping) -> bool:
        """Do every stroke that was not done yet. True when there was one.

        Strokes with another desk's keys wait: the browser sends them again once it has seen this one's.
        """
        try:
            edit = parse(payload)
        except ProtocolError:
            return False
        if edit.desk != self.number:
            return False
        new = [op for op in edit.ops if op.number > self.acks.get(edit.client, 0)]
        if not new:
            return False
        self._say("")
        for op in new:
            self._do(op, keeping)
        self._acknowledge(edit)
        return True

    def _acknowledge(self, edit: Edit) -> None:
        self.acks.pop(edit.client, None)
        self.acks[edit.client] = edit.ops[-1].number
        while len(self.acks) > CLIENTS:
            del self.acks[next(iter(self.acks))]

    def _do(self, op: Op, keeping: Keeping) -> None:
        if op.kind in ("undo", "redo"):
            keeping.step(-1 if op.kind == "undo" else 1)
            return
        study = self.settle(keeping.present())
        try:
            changed, label = _DO[op.kind](self, study, op)
        except CycleError as error:
            offer = self._turned_round(study, op, error)
            self._say(error.message if offer else f"{error.message} {error.fix}".strip(), offer=offer)
        except CausalError as error:
            self._say(f"{error.message} {error.fix}".strip())
        else:
            if changed != study:
                keeping.commit(self.settle(changed), label)

    def _say(self, text: str, offer: dict[str, Any] | None = None) -> None:
        self.messages += 1
        self.message = {"n": self.messages, "text": text, "offer": offer} if text else None

    def _turned_round(self, study: Study, op: Op, error: CycleError) -> dict[str, Any] | None:
        """The same stroke the other way, where that would not close a loop."""
        if op.kind != "arrow":
            return None
        _, a, b = op.pairs[0]
        cause, effect = self.name(a), self.name(b)
        standing = any((x.cause, x.effect, x.status) == (effect, cause, "accepted") for x in study.arrows)
        try:
            if standing:
                edits.reverse_arrow(study, effect, cause)
            else:
                edits.add_arrow(study, effect, cause)
        except CausalError:
            return None
        turned = {"t": "reverse" if standing else "arrow", "a": b, "b": a}
        words = "Turn the arrow that is there round" if standing else "Turn it round"
        return {"label": words, "op": turned}

    # -- keys ----------------------------------------------------------------------------------------

    def name(self, key: str) -> str:
        """The name behind a key."""
        for name, held in self.keys.items():
            if held == key:
                return name
        raise QueryError("This variable is no longer in the picture.", fix="Look again, and repeat the step.")

    def names(self, keys: tuple[str, ...]) -> list[str]:
        return [self.name(k) for k in keys]

    def pairs(self, op: Op, kind: str) -> list[tuple[str, str]]:
        return [(self.name(a), self.name(b)) for k, a, b in op.pairs if k == kind]


def _add(desk: Desk, study: Study, op: Op) -> Done:
    key, x, y = op.places[0]
    name = edits.clean_name(op.text)
    if key in desk.keys.values():
        raise QueryError("This variable was added already.")
    changed = edits.add_variable(study, name, (x, y), desk.columns)
    desk.keys[name] = key
    return changed, f"Add {name}"


def _rename(desk: Desk, study: Study, op: Op) -> Done:
    old, new = desk.name(op.keys[0]), edits.clean_name(op.text)
    changed = edits.rename_variable(study, old, new)
    if new != old:
        desk.keys[new] = desk.keys.pop(old)
        if old in desk.shown:
            desk.shown[new] = desk.shown.pop(old)
    return changed, f"Rename {old} to {new}"


def _remove(desk: Desk, study: Study, op: Op) -> Done:
    names, arrows, hidden = desk.names(op.keys), desk.pairs(op, "directed"), desk.pairs(op, "bidirected")
    what = names + [f"{a} → {b}" for a, b in arrows] + [f"{a} ↔ {b}" for a, b in hidden]
    label = f"Delete {what[0]}" if len(what) == 1 else f"Delete {len(what)} things"
    return edits.remove(study, names, arrows, hidden), label


def _arrow(desk: Desk, study: Study, op: Op) -> Done:
    ((a, b),) = desk.pairs(op, "directed")
    return edits.add_arrow(study, a, b), f"Draw {a} → {b}"


def _share(desk: Desk, study: Study, op: Op) -> Done:
    ((a, b),) = desk.pairs(op, "directed")
    return edits.add_hidden(study, a, b), f"Draw {a} ↔ {b}"


def _reverse(desk: Desk, study: Study, op: Op) -> Done:
    ((a, b),) = desk.pairs(op, "directed")
    return edits.reverse_arrow(study, a, b), f"Turn {a} → {b} round"


_PART_WORDS: Mapping[str, str] = {
    "treatment": "the cause",
    "outcome": "the outcome",
    "variable": "neither cause nor outcome",
}


def _part(desk: Desk, study: Study, op: Op) -> Done:
    name = desk.name(op.keys[0])
    part: Any = op.text
    return edits.set_part(study, name, part), f"Make {name} {_PART_WORDS[part]}"


def _measured(desk: Desk, study: Study, op: Op) -> Done:
    names = desk.names(op.keys)
    label = f"Mark {', '.join(names[:3])} as {'measured' if op.value else 'not measured'}"
    return edits.set_flag(study, names, "measured", op.value), label


def _lottery(desk: Desk, study: Study, op: Op) -> Done:
    names = desk.names(op.keys)
    label = f"Mark {', '.join(names[:3])} as {'decided' if op.value else 'not decided'} by lottery"
    return edits.set_flag(study, names, "randomised", op.value), label


def _selected(desk: Desk, study: Study, op: Op) -> Done:
    names = desk.names(op.keys)
    label = f"Say that the rows were {'' if op.value else 'not '}chosen by {', '.join(names[:3])}"
    return edits.set_flag(study, names, "selected", op.value), label


def _move(desk: Desk, study: Study, op: Op) -> Done:
    to = {desk.name(k): (x, y) for k, x, y in op.places}
    label = f"Move {next(iter(to))}" if len(to) == 1 else f"Move {len(to)} variables"
    return edits.move(study, to), label


def _tidy(_desk: Desk, study: Study, _op: Op) -> Done:
    return edits.tidy(study), "Tidy the picture"


def _decide(desk: Desk, study: Study, op: Op) -> Done:
    accept = op.kind == "accept"
    for pair in op.pairs:
        study = _decided(desk, study, pair, accept)
    word = "Accept" if accept else "Reject"
    if len(op.pairs) != 1:
        return study, f"{word} {len(op.pairs)} proposals"
    kind, a, b = op.pairs[0]
    return study, f"{word} {desk.name(a)} {'→' if kind == 'directed' else '↔'} {desk.name(b)}"


def _decided(desk: Desk, study: Study, pair: Pair, accept: bool) -> Study:
    kind, a, b = pair
    first, second = desk.name(a), desk.name(b)
    if kind == "bidirected":
        return decide_hidden(study, first, second, accept=accept)
    return decide_arrow(study, first, second, accept=accept)


_DO: Mapping[str, Callable[[Desk, Study, Op], Done]] = {
    "add": _add,
    "rename": _rename,
    "remove": _remove,
    "arrow": _arrow,
    "share": _share,
    "reverse": _reverse,
    "part": _part,
    "measured": _measured,
    "lottery": _lottery,
    "selected": _selected,
    "move": _move,
    "tidy": _tidy,
    "accept": _decide,
    "reject": _decide,
}
