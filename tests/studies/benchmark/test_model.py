"""A scripted model on the benchmark and in the exam; the command as a person runs it."""

from __future__ import annotations

import doctest
import importlib
import json
import random
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx2
import pytest

from causal_core.graph.admg import CausalGraph
from causal_core.identification.adjustment import is_adjustment_set
from causal_core.identification.query import Query
from llm.client import Client
from llm.errors import LlmError
from llm.habits import forget
from llm.settings import LlmSettings
from studies.benchmark.asking import sit_exam
from studies.benchmark.exam import CHANCE, TOPICS, Paper, fresh_papers, graded, memorised_papers
from studies.benchmark.printing import printed
from studies.benchmark.problems import built_in
from studies.benchmark.run import run_model
from studies.cli import main
from tests.llm.fake_server import Body, Dialect, Server, bad, chat

SETTINGS = LlmSettings(base_url="https://models.example/v1", model="m", seconds=5)
KIDNEY = tuple(p for p in built_in() if p.id in ("kidney_stones", "injection_churn"))
KEYS = {
    "id",
    "precision",
    "recall",
    "f1",
    "reversed",
    "forbidden",
    "shd",
    "adjustment_validity",
    "order_violations",
}


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    forget()
    yield
    forget()


def asked(body: Body) -> dict[str, Any]:
    return dict(json.loads(body["messages"][1]["content"]))


def knows(body: Body, n: int) -> httpx2.Response:
    """A model that gives every expected edge, and answers every exam question with its first choice."""
    data = asked(body)
    if "questions" in data:
        return chat(
            json.dumps({"answers": [{"id": q["id"], "choice": q["choices"][0]} for q in data["questions"]]})
        )
    problem = next(p for p in built_in() if {v["name"] for v in data["variables"]} == set(p.names))
    arrows = [{"source": a, "target": b} for a, b in problem.expected_edges]
    return chat(json.dumps({"unmeasured": [], "arrows": arrows, "hidden": []}))


def run(dialect: Dialect, **options: Any) -> tuple[dict[str, Any], Server]:
    server = Server(dialect)
    given = {"shuffles": 0, "say": lambda *_: None} | options
    with Client(SETTINGS, transport=server) as client:
        return run_model(client, KIDNEY, **given), server


def test_a_model_that_knows_the_graphs_gets_full_marks() -> None:
    found, server = run(knows, shuffles=2)
    assert found["assistant"] == "model"
    assert found["mean"]["f1"] == found["mean"]["adjustment_validity"] == found["stability"] == 1
    assert len(server.bodies) == 6
    assert all(set(row) >= KEYS for row in found["problems"])
    assert {"truth", "empty", "random", "star", "guided"} == set(found["baselines"])


def test_shuffled_runs_see_the_variables_in_another_order() -> None:
    _, server = run(knows, shuffles=2)
    orders = {tuple(v["name"] for v in asked(body)["variables"]) for body in server.bodies}
    assert len(orders) > 2


def test_a_model_that_follows_the_order_of_the_list_is_unsteady() -> None:
    def by_order(body: Body, n: int) -> httpx2.Response:
        names = [v["name"] for v in asked(body)["variables"]]
        arrows = [{"source": a, "target": b} for a, b in pairwise(names)]
        return chat(json.dumps({"arrows": arrows}))

    assert run(by_order, shuffles=3)[0]["stability"] < 0.8


def test_a_problem_the_model_fails_on_is_scored_as_no_arrows_and_named() -> None:
    def half(body: Body, n: int) -> httpx2.Response:
        return chat("no idea") if "stone_size" in body["messages"][1]["content"] else knows(body, n)

    found, _ = run(half)
    row = next(r for r in found["problems"] if r["id"] == "kidney_stones")
    assert (row["f1"], row["shd"], found["failed"]) == (0, 3, 1)
    assert row["error"] in printed(found)


def test_a_server_that_cannot_be_used_stops_the_run() -> None:
    with pytest.raises(LlmError) as caught:
        run(lambda body, n: bad(401, "no", "invalid_api_key"))
    assert caught.value.kind == "auth"


def test_a_run_that_is_cancelled_stops_between_two_requests() -> None:
    cancel = threading.Event()

    def once(body: Body, n: int) -> httpx2.Response:
        cancel.set()
        return knows(body, n)

    server = Server(once)
    with Client(SETTINGS, transport=server) as client, pytest.raises(LlmError) as caught:
        run_model(client, KIDNEY, shuffles=0, say=lambda *_: None, cancel=cancel)
    assert (caught.value.kind, len(server.bodies)) == ("cancelled", 1)


def test_a_run_says_how_far_it_is() -> None:
    said: list[tuple[int, int, str]] = []
    run(knows, exam=True, say=lambda *what: said.append(what))
    assert [done for done, _, _ in said] == list(range(len(said)))
    assert {total for _, total, _ in said} == {len(said)}
    assert said[0][2] == "problem 1 of 2: kidney_stones"


def test_the_exam_is_graded_topic_by_topic_with_memorised_and_fresh_apart() -> None:
    found, _ = run(knows, exam=True)
    assert set(found["exam"]) == {"memorised", "fresh"}
    for topics in found["exam"].values():
        assert list(topics) == list(TOPICS)
        # the first choice is "yes" and "seen": right for one of two, and for one of three
        assert topics["rung"]["share"] == pytest.approx(CHANCE["rung"])
        assert topics["transitivity"]["answered"] == topics["transitivity"]["asked"]
    assert found["exam"]["fresh"]["transitivity"]["share"] == pytest.approx(0.5, abs=0.1)
    assert "by chance 33%" in printed(found)


def test_right_answers_of_the_exam_agree_with_the_core() -> None:
    papers = (*fresh_papers(7), *memorised_papers(built_in(), 7))
    graph: CausalGraph
    checked = 0
    for paper in papers:
        graph = paper.graph
        for item in paper.questions:
            words = item.question.text.replace(",", "").replace("?", "").split()
            names = [w for w in words if w in graph]
            if item.topic == "transitivity":
                assert (item.right == "yes") == (names[1] in graph.descendants(names[0]))
            elif item.topic == "separation":
                given, (a, b) = names[:-2], names[-2:]
                assert (item.right == "yes") == graph.m_separated(a, b, given)
            elif item.topic == "adjustment":
                a, b, *chosen = names
                assert (item.right == "yes") == bool(is_adjustment_set(graph, Query(a, b), chosen))
            checked += item.topic != "rung"
    assert checked > 40
    everything = {p.id: {i.question.id: i.right for i in p.questions} for p in papers}
    grades = graded(papers, everything)
    assert all(row["share"] == 1 for topics in grades.values() for row in topics.values())  # type: ignore[index]


def sat(choose: Callable[[str, dict[str, Any]], str], papers: tuple[Paper, ...]) -> dict[str, Any]:
    """The grades of a scripted model that answers each question of each paper by ``choose``."""

    def answers(body: Body, n: int) -> httpx2.Response:
        data = asked(body)
        paper = next(p for p in papers if list(p.arrows) == data["arrows"])
        chosen = [{"id": q["id"], "choice": choose(paper.id, q)} for q in data["questions"]]
        return chat(json.dumps({"answers": chosen}))

    with Client(SETTINGS, transport=Server(answers)) as client:
        return graded(papers, sit_exam(client, papers, say=lambda *_: None))


MANY = fresh_papers(3, n_papers=60)


def test_a_model_that_knows_the_axioms_gets_every_question_of_the_exam_right() -> None:
    key = {(p.id, i.question.id): i.right for p in MANY for i in p.questions}
    grades = sat(lambda paper, q: key[paper, q["id"]], MANY)
    assert [row["share"] for row in grades["fresh"].values()] == [1, 1, 1, 1]
    assert all(row["asked"] == row["answered"] > 100 for row in grades["fresh"].values())


def test_a_model_that_always_says_yes_gets_the_share_whose_answer_is_yes() -> None:
    grades = sat(lambda _, q: "yes" if "yes" in q["choices"] else "done", MANY)
    for topic, row in grades["fresh"].items():
        yes = sum(i.right in ("yes", "done") for p in MANY for i in p.questions if i.topic == topic)
        assert row["right"] == yes
        # one question of each answer; a paper whose graph has only one of the two answers asks only that
        assert row["share"] == pytest.approx(row["chance"], abs=0.05)


def test_a_model_that_guesses_gets_what_chance_gets() -> None:
    dice = random.Random(5)
    grades = sat(lambda _, q: dice.choice(q["choices"]), MANY)
    for row in grades["fresh"].values():
        error = (row["chance"] * (1 - row["chance"]) / row["asked"]) ** 0.5
        assert row["share"] == pytest.approx(row["chance"], abs=4 * error)


def test_answers_off_the_list_and_questions_left_out_are_not_right() -> None:
    grades = sat(lambda _, q: "perhaps", MANY[:2])
    assert all((row["answered"], row["right"]) == (0, 0) for row in grades["fresh"].values())


def test_fresh_papers_use_new_words_for_every_seed() -> None:
    words = [set(paper.graph.nodes) for seed in range(4) for paper in fresh_papers(seed)]
    assert len({frozenset(w) for w in words}) == len(words)
    assert fresh_papers(1) == fresh_papers(1)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("WHYBOARD_DATA_DIR", str(tmp_path / "data"))
    for name in ("BASE_URL", "MODEL", "API_KEY"):
        monkeypatch.delenv(f"WHYBOARD_LLM_{name}", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(["benchmark-llm", *arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_the_command_prints_one_object(command: Run) -> None:
    status, out, err = command("--assistant", "guided", "--json")
    found = json.loads(out)
    assert (status, err, found["assistant"]) == (0, "", "guided")
    assert set(found) == {"problems", "mean", "baselines", "assistant"}
    assert all(set(row) == KEYS for row in found["problems"])
    assert set(found["mean"]) == KEYS - {"id"}
    assert all(set(row) == KEYS - {"id"} for row in found["baselines"].values())


def test_the_command_tells_all_it_knows_when_asked_for_details(command: Run) -> None:
    found = json.loads(command("--assistant", "guided", "--answers", "wrong=0.1", "--json", "--details")[1])
    assert set(found["details"]) > {
        "spread",
        "seeds",
        "versions",
        "when",
        "valid_sets",
        "by_memorisation_risk",
    }
    spread = found["details"]["spread"]["adjustment_validity"]
    assert spread["least"] < spread["mean"] < spread["most"]
    assert spread["mean"] == pytest.approx(found["mean"]["adjustment_validity"])
    assert found["details"]["seeds"] == list(range(10))


def test_the_command_prints_how_far_ten_seeds_lie_apart(command: Run) -> None:
    out = command("--assistant", "guided", "--answers", "wrong=0.1")[1]
    assert "Over the 10 seeds: mean (standard deviation; least to most)" in out
    assert "Over the" not in command("--assistant", "guided")[1]


def test_a_run_that_cannot_be_kept_is_still_printed(
    command: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    monkeypatch.setenv("WHYBOARD_DATA_DIR", str(tmp_path / "taken"))
    status, out, err = command("--assistant", "guided", "--json")
    assert (status, json.loads(out)["assistant"]) == (0, "guided")
    assert "not kept" in err


def test_the_command_prints_a_table_with_memorised_problems_apart(command: Run) -> None:
    status, out, _ = command("--assistant", "guided", "--answers", "wrong=0.1", "--exam")
    assert status == 0
    assert out.index("Memorisation risk high") < out.index("asia") < out.index("Memorisation risk medium")
    assert "mean of 10 seeds" in out
    assert "does not sit the exam" in out


def test_the_command_takes_another_file(command: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    graph = {"id": "mine", "variables": [{"id": "a"}, {"id": "b"}], "treatment": "a", "outcome": "b"}
    file.write_text(json.dumps({"graphs": [graph | {"expected_edges": [["a", "b"]]}]}))
    status, out, _ = command("--problems", str(file), "--json")
    assert status == 0
    assert [row["id"] for row in json.loads(out)["problems"]] == ["mine"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--assistant", "model"), "No language model is set up."),
        (("--assistant", "oracle"), "invalid choice"),
        (("--problems", "/nowhere/at/all.json"), "No such file"),
        (("--answers", "perhaps"), "how the questions are answered"),
    ],
)
def test_bad_input_is_one_line_and_status_2(command: Run, arguments: tuple[str, ...], words: str) -> None:
    status, out, err = command(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert words in err


@pytest.mark.parametrize("name", ["problems", "scoring", "baselines", "guided", "exam", "run", "record"])
def test_the_examples_of_the_modules_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"studies.benchmark.{name}")).failed == 0


def test_the_example_of_the_facts_runs() -> None:
    assert doctest.testmod(importlib.import_module("studies.facts")).failed == 0
