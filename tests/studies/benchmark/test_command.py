"""The command as a process of its own: other problems than the shipped ones, and a scripted model behind HTTP."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from studies.benchmark.problems import Problem, built_in, read_problems
from studies.benchmark.scoring import METRICS
from tests.studies.benchmark.by_definition import scores
from tests.studies.benchmark.test_scoring import random_problem

ROOT = Path(__file__).resolve().parents[3]
OTHERS = Path(__file__).parent / "others.json"
SHIPPED = ROOT / "assets" / "benchmark" / "llm_graph_benchmark.json"
KEY = "sk-canary-of-the-benchmark"


def command(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """``whyboard benchmark-llm`` with a data folder of its own and no other settings than those given."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("WHYBOARD_")}
    return subprocess.run(
        [sys.executable, "-m", "studies.cli", "benchmark-llm", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=env | {"WHYBOARD_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)} | settings,
        check=False,
    )


def as_file(problems: list[Problem], path: Path, seed: int) -> Path:
    """The problems in the file's format, the fields of each in an order of their own."""
    dice = random.Random(seed)
    graphs = []
    for problem in problems:
        graph = problem.model_dump(mode="json", exclude={"memorisation_risk"}) | {"n_variables": 0, "x": None}
        graphs.append({key: graph[key] for key in dice.sample(sorted(graph), len(graph))})
    path.write_text(json.dumps({"graphs": graphs, "made": "by chance"}))
    return path


def test_other_problems_with_a_valid_set_get_one_from_right_answers(tmp_path: Path) -> None:
    problems = [random_problem(seed) for seed in range(1000, 1300)]
    file = as_file(problems, tmp_path / "others.json", 1)
    done = command(tmp_path, "--assistant", "guided", "--json", "--details", "--problems", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert [row["id"] for row in found["problems"]] == [p.id for p in problems]
    assert {row["adjustment_validity"] for row in found["problems"]} == {1}
    sets = found["details"]["valid_sets"]
    assert sets["found"] == sets["possible"] > 100
    assert found["baselines"]["truth"]["f1"] == found["baselines"]["truth"]["adjustment_validity"] == 1


class Scripted(BaseHTTPRequestHandler):
    """A server that answers each problem by the name of the model that is asked for, the exam with first choices."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = reply(body["model"], json.loads(body["messages"][1]["content"]))
        text = said if isinstance(said, str) else json.dumps(said)
        message = {"role": "assistant", "content": text, "refusal": "No." if text == "" else None}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        usage = {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}
        answer = {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
        sent = json.dumps(answer | {"choices": [choice]}).encode()
        self.send_response(401 if body["model"] == "locked" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


def reply(model: str, data: dict[str, Any]) -> dict[str, Any] | str:
    """What a model says; nothing at all is a refusal."""
    if "questions" in data:
        return {"answers": [{"id": q["id"], "choice": q["choices"][0]} for q in data["questions"]]}
    listed = [v["name"] for v in data["variables"]]
    number, problem = next((n, p) for n, p in enumerate(known()) if set(listed) == set(p.names))
    if model == "nonsense" or (model == "half" and number % 2):
        return "lorem ipsum"
    if model == "refusing":
        return ""
    arrows = list(problem.expected_edges)
    if model == "turned":
        arrows = [(b, a) for a, b in arrows]
    elif model == "by order":
        arrows = list(pairwise(listed))
    elif (
        model == "scripted" and problem.id == "nhefs"
    ):  # one graph that is wrong: all points out of the outcome
        arrows = [(problem.outcome, n) for n in problem.names if n != problem.outcome]
    return {"arrows": [{"source": a, "target": b} for a, b in arrows]}


def known() -> tuple[Problem, ...]:
    return (*built_in(), *read_problems(OTHERS.read_bytes()))


def ask(address: str, folder: Path, model: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return command(
        folder,
        *("--assistant", "model", *arguments),
        WHYBOARD_LLM_BASE_URL=address,
        WHYBOARD_LLM_MODEL=model,
        WHYBOARD_LLM_API_KEY=KEY,
    )


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


def test_a_scripted_model_behind_http_is_scored_on_the_shipped_problems(address: str, tmp_path: Path) -> None:
    done = ask(address, tmp_path, "scripted", "--json", "--exam", "--shuffles", "1", "--details")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["assistant"] == "model"
    rows = {row["id"]: row for row in found["problems"]}
    wrong = rows.pop("nhefs")
    assert {(r["f1"], r["shd"], r["adjustment_validity"]) for r in rows.values()} == {(1, 0, 1)}
    assert (wrong["recall"], wrong["adjustment_validity"]) == (0, 0)
    assert found["mean"]["f1"] == pytest.approx(11 / 12)
    assert found["details"]["stability"] == 1
    assert found["exam"]["fresh"]["rung"]["share"] == pytest.approx(1 / 3)
    assert [line.split(":")[0] for line in done.stderr.splitlines()][:12] == [
        f"problem {n} of 12" for n in range(1, 13)
    ]


def test_the_key_is_neither_printed_nor_kept(address: str, tmp_path: Path) -> None:
    done = ask(address, tmp_path, "scripted", "--shuffles", "0")
    kept = [path.read_text("utf-8") for path in tmp_path.rglob("*.json")]
    assert (done.returncode, len(kept)) == (0, 1)
    assert '"scripted"' in kept[0]
    assert KEY not in done.stdout + done.stderr + kept[0]


@pytest.mark.parametrize("file", [SHIPPED, OTHERS], ids=lambda file: file.stem)
@pytest.mark.parametrize("model", ["true", "turned", "by order", "half", "nonsense", "refusing"])
def test_a_models_graphs_are_scored_as_defined(model: str, file: Path, address: str, tmp_path: Path) -> None:
    done = ask(address, tmp_path, model, "--json", "--details", "--shuffles", "0", "--problems", str(file))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    raws = json.loads(file.read_text("utf-8"))["graphs"]
    names = [raw["id"] for raw in raws]
    assert [row["id"] for row in found["problems"]] == names
    failed = 0
    for row, raw in zip(found["details"]["problems"], raws, strict=True):
        said = reply(model, {"variables": [{"name": v["id"]} for v in raw["variables"]]})
        drawn = [] if isinstance(said, str) else [(a["source"], a["target"]) for a in said["arrows"]]
        failed += isinstance(said, str)
        assert bool(row.get("error")) == isinstance(said, str), raw["id"]
        assert {m: row[m] for m in METRICS} == pytest.approx(scores(raw, drawn)), raw["id"]
    assert found["details"]["failed"] == failed
    assert found["mean"] == pytest.approx({m: fmean(row[m] for row in found["problems"]) for m in METRICS})


def test_the_same_seed_asks_the_same_and_another_one_shuffles_otherwise(address: str, tmp_path: Path) -> None:
    options = ("--json", "--shuffles", "2", "--details", "--exam", "--seed")
    first, again, other = (
        json.loads(ask(address, tmp_path, "by order", *options, seed).stdout) for seed in ("0", "0", "7")
    )
    for found in (first, again, other):
        for stamp in ("when", "seconds"):
            found["details"].pop(stamp)
    assert first == again
    assert first["problems"] == other["problems"]
    assert first["details"]["stability"] != other["details"]["stability"]
    assert first["baselines"]["random"] != other["baselines"]["random"]


def test_a_server_that_cannot_be_used_ends_the_run_with_one_clear_line(address: str, tmp_path: Path) -> None:
    nobody = ask("http://127.0.0.1:9/v1", tmp_path, "true", "--json")
    assert (nobody.returncode, nobody.stdout) == (2, "")
    assert "could not be reached" in nobody.stderr
    locked = ask(address, tmp_path, "locked")
    assert (locked.returncode, locked.stdout) == (2, "")
    assert "did not accept the key" in locked.stderr
    for done in (nobody, locked):
        assert done.stderr.splitlines()[-1].startswith("whyboard: ")
        assert KEY not in done.stderr
