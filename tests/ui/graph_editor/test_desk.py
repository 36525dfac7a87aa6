"""Strokes reach the study once, in order, each as a version; what cannot be is refused with its reason."""

from __future__ import annotations

from typing import Any

from causal_core.graph.admg import CausalGraph
from studies.places import places
from studies.store import Store
from studies.study import Arrow, Study, StudyVariable
from studies.workflow import set_graph, set_question
from ui.graph_editor.desk import Desk, Keeping


class Table:
    """A desk with a store behind it, as a session has."""

    def __init__(self, study: Study) -> None:
        self.store = Store("sqlite://")
        self.store.save(study, "Begin")
        self.study, self.labels, self.number = study, list[str](), 0
        self.desk = Desk(study_id=study.id)
        self.desk.settle(study)
        for name in study.graph_nodes():
            self.desk.key_of(name)

    def commit(self, study: Study, label: str) -> None:
        self.labels.append(label)
        self.study = self.store.save(study, label).study

    def step(self, direction: int) -> None:
        move = self.store.undo if direction < 0 else self.store.redo
        self.study = move(self.study.id).study

    def send(self, *ops: dict[str, Any], client: str = "c") -> bool:
        numbered = []
        for op in ops:
            self.number += 1
            numbered.append({"s": self.number, **op})
        return self.deliver(numbered, client)

    def deliver(self, ops: list[dict[str, Any]], client: str = "c", desk: str = "") -> bool:
        keeping = Keeping(present=lambda: self.study, commit=self.commit, step=self.step)
        return self.desk.receive({"client": client, "desk": desk or self.desk.number, "ops": ops}, keeping)

    def key(self, name: str) -> str:
        return self.desk.keys[name]

    def arrow(self, a: str, b: str) -> dict[str, Any]:
        return {"t": "arrow", "a": self.key(a), "b": self.key(b)}

    @property
    def arrows(self) -> tuple[tuple[str, str], ...]:
        return self.study.graph().directed

    @property
    def said(self) -> str:
        return "" if self.desk.message is None else str(self.desk.message["text"])


def chain() -> Table:
    return Table(set_graph(Study(), CausalGraph.parse("a -> b -> c; d")))


def test_a_graph_is_built_from_nothing_one_version_a_stroke() -> None:
    table = Table(Study())
    table.send({"t": "add", "k": "k1", "name": "age", "x": 0, "y": 0})
    table.send({"t": "add", "k": "k2", "name": " lung  cancer ", "x": 200, "y": 0})
    table.send({"t": "arrow", "a": "k1", "b": "k2"}, {"t": "share", "a": "k2", "b": "k1"})
    assert table.arrows == (("age", "lung cancer"),)
    assert table.study.graph().bidirected == (("age", "lung cancer"),)
    assert table.labels == ["Add age", "Add lung cancer", "Draw age → lung cancer", "Draw lung cancer ↔ age"]
    for _ in range(4):
        table.send({"t": "undo"})
    assert table.study.variables == ()


def test_what_is_delivered_again_is_done_once() -> None:
    table = chain()
    ops = [{"s": 5, **table.arrow("a", "c")}, {"s": 6, **table.arrow("a", "d")}]
    assert table.deliver(ops[:1]) is True
    assert table.deliver(ops[:1]) is False
    assert table.deliver(ops) is True
    assert table.labels == ["Draw a → c", "Draw a → d"]
    assert table.desk.acks == {"c": 6}


def test_rubbish_changes_nothing_and_is_not_acknowledged() -> None:
    table = chain()
    assert table.deliver([{"s": 9, "t": "arrow", "a": "v1"}]) is False
    assert table.desk.acks == {}
    assert table.labels == []


def test_strokes_after_a_rename_still_find_their_variable() -> None:
    table = chain()
    key = table.key("b")
    table.send({"t": "rename", "k": key, "name": "middle"})
    table.send({"t": "arrow", "a": key, "b": table.key("d")})
    assert table.arrows == (("a", "middle"), ("middle", "c"), ("middle", "d"))


def test_a_loop_is_refused_with_its_path_and_an_offer_to_turn_it_round() -> None:
    table = chain()
    table.send(table.arrow("c", "a"), table.arrow("a", "d"))
    assert table.arrows == (("a", "b"), ("a", "d"), ("b", "c"))
    assert "a → b → c → a" in table.said
    assert table.desk.message is not None
    assert table.desk.message["offer"]["op"] == {"t": "arrow", "a": table.key("a"), "b": table.key("c")}


def test_where_the_opposite_arrow_is_there_the_offer_is_to_turn_that_round() -> None:
    table = chain()
    table.send(table.arrow("b", "a"))
    assert table.desk.message is not None
    table.send(dict(table.desk.message["offer"]["op"]))
    assert table.arrows == (("b", "a"), ("b", "c"))


def test_a_name_that_is_taken_or_empty_is_refused_in_words() -> None:
    table = chain()
    table.send({"t": "rename", "k": table.key("a"), "name": "b"})
    assert "Two variables are called “b”" in table.said
    table.send({"t": "rename", "k": table.key("a"), "name": "  "})
    assert "needs a name" in table.said
    table.send({"t": "rename", "k": table.key("a"), "name": "x\x00y"})
    assert "cannot be shown" in table.said
    assert table.labels == []


def test_a_key_that_is_no_longer_there_is_a_sentence() -> None:
    table = chain()
    table.send({"t": "arrow", "a": "gone", "b": table.key("a")})
    assert "no longer in the picture" in table.said


def test_nothing_moves_when_another_is_added_and_undo_brings_places_back() -> None:
    table = chain()
    before = places(table.study, table.desk.shown)
    table.send(
        {"t": "add", "k": "new", "name": "e", "x": 7, "y": 500},
        {"t": "arrow", "a": "new", "b": table.key("a")},
    )
    after = table.study.positions
    assert {n: after[n] for n in before if n in after} == {n: p for n, p in before.items() if n in after}
    table.send({"t": "move", "to": [[table.key("b"), 900, 900]]})
    assert table.study.positions["b"] == (900.0, 900.0)
    table.send({"t": "undo"})
    assert table.study.positions["b"] == before["b"]


def test_deleting_a_column_takes_it_off_the_picture_and_keeps_the_variable() -> None:
    study = set_graph(Study(), CausalGraph.parse("a -> b -> c"))
    kept = tuple(v.model_copy(update={"column": v.name}) if v.name == "b" else v for v in study.variables)
    table = Table(study.model_copy(update={"variables": kept}))
    table.send({"t": "remove", "ks": [table.key("b"), table.key("c")], "es": []})
    assert [v.name for v in table.study.variables] == ["a", "b"]
    assert table.study.arrows == ()
    assert "b" not in table.study.positions


def test_parts_and_flags_are_the_study_s_own() -> None:
    table = chain()
    table.send({"t": "part", "k": table.key("a"), "part": "treatment"})
    table.send({"t": "part", "k": table.key("c"), "part": "outcome"})
    table.send({"t": "part", "k": table.key("a"), "part": "outcome"})
    assert (table.study.question.treatment, table.study.question.outcome) == ("", "a")
    table.send({"t": "measured", "ks": [table.key("b"), table.key("d")], "on": False})
    table.send({"t": "lottery", "ks": [table.key("a")], "on": True})
    assert [v.name for v in table.study.variables if not v.measured] == ["b", "d"]
    assert table.study.graph().latent == ("b",)
    table.send({"t": "selected", "ks": [table.key("a")], "on": True})
    assert table.study.variable("a") == StudyVariable(name="a", randomised=True, selected=True)
    table.send({"t": "selected", "ks": [table.key("a")], "on": False})
    assert table.study.selected() == ()


def test_a_proposal_is_accepted_or_rejected_and_one_that_closes_a_loop_stays() -> None:
    study = set_graph(set_question(Study(), treatment="a", outcome="c"), CausalGraph.parse("a -> b -> c"))
    offered = (
        Arrow(cause="a", effect="c", status="proposed"),
        Arrow(cause="c", effect="a", status="proposed"),
    )
    table = Table(study.model_copy(update={"arrows": study.arrows + offered}))
    table.send({"t": "accept", "es": [["directed", table.key("a"), table.key("c")]]})
    table.send({"t": "accept", "es": [["directed", table.key("c"), table.key("a")]]})
    assert table.arrows == (("a", "b"), ("a", "c"), ("b", "c"))
    assert "go round in a circle" in table.said
    table.send({"t": "reject", "es": [["directed", table.key("c"), table.key("a")]]})
    assert [a.status for a in table.study.arrows if a.cause == "c"] == ["rejected"]


def test_a_loop_that_no_turning_round_avoids_is_refused_with_what_to_do() -> None:
    table = Table(set_graph(Study(), CausalGraph.parse("a -> b -> c; a -> c")))
    table.send(table.arrow("c", "a"))
    assert table.desk.message is not None
    assert table.desk.message["offer"] is None
    assert table.said.endswith(
        "a cause cannot be its own effect. Take out or turn round one of these arrows."
    )


def test_strokes_with_the_keys_of_another_desk_are_not_done_and_not_answered() -> None:
    table = Table(set_graph(Study(), CausalGraph.parse("a -> b; c")))
    stroke = [{"s": 1, "t": "arrow", "a": table.key("c"), "b": table.key("b")}]
    assert not table.deliver(stroke, desk="of-yesterday")
    assert (table.arrows, table.said, table.desk.acks) == ((("a", "b"),), "", {})
    assert table.deliver(stroke)
    assert table.arrows == (("a", "b"), ("c", "b"))
