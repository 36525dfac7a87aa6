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
from pathlib import Path
from typing import Any

import pytest

from studies.benchmark.problems import Problem, built_in
from tests.studies.benchmark.test_scoring import random_problem

ROOT = Path(__file__).resolve().parents[3]
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
    """A server that answers each problem with its expected arrows, and the exam with first choices."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        content = json.dumps(reply(json.loads(body["messages"][1]["content"])))
        message = {"role": "assistant", "content": content}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        usage = {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}
        answer = {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
        sent = json.dumps(answer | {"choices": [choice]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


def reply(data: dict[str, Any]) -> dict[str, Any]:
    if "questions" in data:
        return {"answers": [{"id": q["id"], "choice": q["choices"][0]} for q in data["questions"]]}
    names = {v["name"] for v in data["variables"]}
    problem = next(p for p in built_in() if names == set(p.names))
    if problem.id == "nhefs":  # one graph that is wrong: everything points out of the outcome
        return {
            "arrows": [
                {"source": problem.outcome, "target": n} for n in problem.names if n != problem.outcome
            ]
        }
    return {"arrows": [{"source": a, "target": b} for a, b in problem.expected_edges]}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


def test_a_scripted_model_behind_http_is_scored_on_the_shipped_problems(address: str, tmp_path: Path) -> None:
    done = command(
        tmp_path,
        *("--assistant", "model", "--json", "--exam", "--shuffles", "1", "--details"),
        WHYBOARD_LLM_BASE_URL=address,
        WHYBOARD_LLM_MODEL="scripted",
        WHYBOARD_LLM_API_KEY=KEY,
    )
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
    assert "problem 12 of 12" in done.stderr


def test_the_key_is_neither_printed_nor_kept(address: str, tmp_path: Path) -> None:
    done = command(
        tmp_path,
        *("--assistant", "model", "--shuffles", "0"),
        WHYBOARD_LLM_BASE_URL=address,
        WHYBOARD_LLM_MODEL="scripted",
        WHYBOARD_LLM_API_KEY=KEY,
    )
    kept = [path.read_text("utf-8") for path in tmp_path.rglob("*.json")]
    assert (done.returncode, len(kept)) == (0, 1)
    assert '"scripted"' in kept[0]
    assert KEY not in done.stdout + done.stderr + kept[0]
