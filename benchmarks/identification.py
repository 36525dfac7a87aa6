"""Identification: this engine against y0, DoWhy and pgmpy, in time and in whether the answer is right.

    python benchmarks/identification.py [--cap 30] [--instances 5] [--sizes 10,20,50,100,200]
                                        [--python dowhy=/path/to/python --python pgmpy=/path/to/python]

Peers that are importable take part; ``--python`` names an interpreter of another environment for one of
them. Every tool runs in a process of its own that is ended when a query passes the cap; a tool that
passed it is not asked about larger graphs of that family. Times run from lists of arrows to an answer,
building the tool's own graph included, importing the tool not. A set to adjust for is judged by the
back-door graph and networkx's d-separation, a verdict by the complete algorithm. "faster" is the fastest
peer that was right on all graphs of a row, divided by this engine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from select import select
from typing import Any, TypedDict

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("whyboard", "y0", "dowhy", "pgmpy")


class Problem(TypedDict):
    """A graph and a question; hidden common causes as pairs."""

    nodes: list[str]
    directed: list[tuple[str, str]]
    bidirected: list[tuple[str, str]]
    x: str
    y: str


class Reply(TypedDict, total=False):
    """What a tool said: a verdict (None: it has none), a set to adjust for, the time, a fault."""

    seconds: float
    identified: bool | None
    adjustment: list[str] | None
    error: str


# ---- the problems --------------------------------------------------------------------------------------


def chain(n: int, seed: int) -> Problem:
    """x → … → y, every two neighbours with a measured common cause."""
    steps = [f"v{i:03}" for i in range(n // 2)]
    causes = [f"c{i:03}" for i in range(n - len(steps))]
    directed = list(pairwise(steps))
    for i, cause in enumerate(causes):
        directed += [(cause, steps[(i + seed) % len(steps)]), (cause, steps[(i + seed + 1) % len(steps)])]
    return {"nodes": steps + causes, "directed": directed, "bidirected": [], "x": steps[0], "y": steps[-1]}


def random_dag(n: int, seed: int, shared: float = 0.0) -> Problem:
    """About 1.5 arrows a node; x in the first third, y the last thing it causes."""
    for attempt in range(1000):
        r = random.Random(f"{n} {seed} {shared} {attempt}")
        nodes = [f"v{i:03}" for i in range(n)]
        pairs = [(a, b) for i, a in enumerate(nodes) for b in nodes[i + 1 :]]
        directed = [pair for pair in pairs if r.random() < 3 / (n - 1)]
        bidirected = [pair for pair in pairs if r.random() < shared / (n - 1)]
        x = nodes[r.randrange(n // 3)]
        below = {x}
        for a, b in directed:
            if a in below:
                below.add(b)
        if len(below) > 2:
            return {"nodes": nodes, "directed": directed, "bidirected": bidirected, "x": x, "y": max(below)}
    raise AssertionError("a random graph without any effect a thousand times over")


def random_admg(n: int, seed: int) -> Problem:
    """The same with a hidden common cause for every second node."""
    return random_dag(n, seed, shared=1.0)


def confounders_and_colliders() -> Problem:
    """Twelve confounders and eight M-bias colliders."""
    directed = [("x", "y")]
    for i in range(12):
        directed += [(f"c{i}", "x"), (f"c{i}", "y")]
    for i in range(8):
        directed += [(f"a{i}", "x"), (f"a{i}", f"m{i}"), (f"b{i}", f"m{i}"), (f"b{i}", "y")]
    nodes = sorted({name for edge in directed for name in edge})
    return {"nodes": nodes, "directed": directed, "bidirected": [], "x": "x", "y": "y"}


def front_door_chain(n: int = 50) -> Problem:
    """A chain whose ends share a hidden cause."""
    nodes = [f"v{i:03}" for i in range(n)]
    ends = (nodes[0], nodes[-1])
    return {
        "nodes": nodes,
        "directed": list(pairwise(nodes)),
        "bidirected": [ends],
        "x": ends[0],
        "y": ends[1],
    }


FAMILIES: dict[str, Callable[[int, int], Problem]] = {
    "chain with confounders": chain,
    "random DAG": random_dag,
    "random ADMG": random_admg,
}


# ---- the tools (each in its own process) ---------------------------------------------------------------


def with_hidden_roots(problem: Problem) -> tuple[list[tuple[str, str]], list[str]]:
    """The arrows with every hidden common cause drawn as a node, and the names of those."""
    arrows, hidden = [(a, b) for a, b in problem["directed"]], []
    for a, b in problem["bidirected"]:
        name = f"hidden_{a}_{b}"
        hidden.append(name)
        arrows += [(name, a), (name, b)]
    return arrows, hidden


def whyboard() -> Callable[[Problem], Reply]:
    from causal_core.graph.admg import CausalGraph
    from causal_core.identification.answer import identify
    from causal_core.identification.query import Query

    def answer(problem: Problem) -> Reply:
        graph = CausalGraph(problem["nodes"], problem["directed"], problem["bidirected"])
        found = identify(graph, Query(problem["x"], problem["y"]))
        first = found.strategies[0] if found.identifiable else None
        chosen = list(first.adjustment_set) if first is not None and first.kind == "adjustment" else None
        return {"identified": found.identifiable, "adjustment": chosen}

    return answer


def y0() -> Callable[[Problem], Reply]:
    from y0.algorithm.identify import identify_outcomes
    from y0.dsl import Variable
    from y0.graph import NxMixedGraph

    def answer(problem: Problem) -> Reply:
        graph = NxMixedGraph.from_edges(
            nodes=[Variable(v) for v in problem["nodes"]],
            directed=[(Variable(a), Variable(b)) for a, b in problem["directed"]],
            undirected=[(Variable(a), Variable(b)) for a, b in problem["bidirected"]],
        )
        found = identify_outcomes(graph, treatments=Variable(problem["x"]), outcomes=Variable(problem["y"]))
        return {"identified": found is not None, "adjustment": None}

    return answer


def dowhy() -> Callable[[Problem], Reply]:
    import networkx as nx
    from dowhy import EstimandType, identify_effect_auto

    def answer(problem: Problem) -> Reply:
        arrows, hidden = with_hidden_roots(problem)
        graph = nx.DiGraph(arrows)
        graph.add_nodes_from(problem["nodes"])
        observed = [v for v in problem["nodes"] if v not in hidden]
        found = identify_effect_auto(
            graph, [problem["x"]], [problem["y"]], observed, EstimandType.NONPARAMETRIC_ATE
        )
        back, front = found.get_backdoor_variables(), found.get_frontdoor_variables()
        by_back = found.estimands.get("backdoor") is not None
        return {
            "identified": by_back or bool(front) or found.no_directed_path,
            "adjustment": list(back or []) if by_back else None,
        }

    return answer


def pgmpy() -> Callable[[Problem], Reply]:
    from pgmpy.base import DAG
    from pgmpy.inference import CausalInference

    def answer(problem: Problem) -> Reply:
        arrows, hidden = with_hidden_roots(problem)
        graph = DAG(arrows, latents=set(hidden))
        graph.add_nodes_from(problem["nodes"])
        found = CausalInference(graph).get_minimal_adjustment_set(problem["x"], problem["y"])
        return {"identified": None, "adjustment": None if found is None else sorted(found)}

    return answer


def work(tool: str) -> None:
    """Answer problems, one JSON object a line, until the input ends."""
    import logging
    import warnings

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    out, sys.stdout = sys.stdout, sys.stderr
    answer = {"whyboard": whyboard, "y0": y0, "dowhy": dowhy, "pgmpy": pgmpy}[tool]()
    answer(chain(6, 0))  # what a tool loads on its first use counts as importing it
    print(json.dumps({"ready": True}), file=out, flush=True)
    for line in sys.stdin:
        problem = json.loads(line)
        start = time.perf_counter()
        try:
            reply: Any = answer(problem)
        except Exception as error:  # noqa: BLE001  a peer may fail in any way; that is what is measured
            reply = {"error": f"{type(error).__name__}: {error}"[:200]}
        reply["seconds"] = time.perf_counter() - start
        print(json.dumps(reply), file=out, flush=True)


class Worker:
    """A tool in its own process, started again after a query that passed the cap."""

    def __init__(self, tool: str, python: str, cap: float) -> None:
        self.tool, self.python, self.cap = tool, python, cap
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> bool:
        """Import the tool; False when it is not there."""
        # what some peers find depends on the seed of hashing
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
        self.process = subprocess.Popen(
            [self.python, str(Path(__file__).resolve()), "--worker", self.tool],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        return self._read(120.0) is not None

    def ask(self, problem: Problem) -> Reply | None:
        """The reply, or None when the cap was passed."""
        if self.process is None and not self.start():
            return None
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(problem) + "\n")
        self.process.stdin.flush()
        return self._read(self.cap)

    def _read(self, seconds: float) -> Any:
        assert self.process is not None
        assert self.process.stdout is not None
        ready, _, _ = select([self.process.stdout], [], [], seconds)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.stop()
            return None
        return json.loads(line)

    def stop(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


# ---- the judge -----------------------------------------------------------------------------------------


class Judge:
    """Whether a reply is right, by other means than the tool's."""

    def __init__(self, problem: Problem) -> None:
        import networkx as nx

        from causal_core.graph.admg import CausalGraph
        from causal_core.identification.idc import is_identifiable

        self.problem = problem
        arrows, hidden = with_hidden_roots(problem)
        self.whole = nx.DiGraph(arrows)
        self.whole.add_nodes_from(problem["nodes"])
        x, y = problem["x"], problem["y"]
        causal = (nx.descendants(self.whole, x)) & (nx.ancestors(self.whole, y) | {y})
        self.forbidden = {d for v in causal for d in nx.descendants(self.whole, v) | {v}} | {x, *hidden}
        self.back_door = self.whole.copy()
        self.back_door.remove_edges_from([(x, v) for v in causal if self.whole.has_edge(x, v)])
        graph = CausalGraph(problem["nodes"], problem["directed"], problem["bidirected"])
        self.identifiable = is_identifiable(graph, x, y)
        room = (nx.ancestors(self.back_door, x) | nx.ancestors(self.back_door, y)) - self.forbidden - {y}
        self.adjustable = self.adjusts(sorted(room))

    def adjusts(self, chosen: list[str]) -> bool:
        """The adjustment criterion, by networkx."""
        import networkx as nx

        if self.forbidden & set(chosen) or self.problem["y"] in chosen:
            return False
        return bool(nx.is_d_separator(self.back_door, {self.problem["x"]}, {self.problem["y"]}, set(chosen)))

    def right(self, reply: Reply) -> bool:
        """A valid set where one is given, the right verdict where one is given, a set where one exists."""
        if "error" in reply:
            return False
        chosen, verdict = reply.get("adjustment"), reply.get("identified")
        if chosen is not None and not self.adjusts(chosen):
            return False
        if verdict is None:
            return (chosen is not None) == self.adjustable
        return verdict == self.identifiable


# ---- the run -------------------------------------------------------------------------------------------


class Cell(TypedDict):
    """One tool on the graphs of one row."""

    median: float | None
    right: int
    asked: int
    note: str


def measure(workers: dict[str, Worker], problems: list[Problem], skip: set[str]) -> dict[str, Cell]:
    """All tools on the same problems; a tool that passes the cap once is not asked again in this row."""
    judges = [Judge(problem) for problem in problems]
    row: dict[str, Cell] = {}
    for tool, worker in workers.items():
        if tool in skip:
            row[tool] = {"median": None, "right": 0, "asked": 0, "note": "past the cap before"}
            continue
        times, right, note = [], 0, ""
        for problem, judge in zip(problems, judges, strict=True):
            reply = worker.ask(problem)
            if reply is None:
                note = f"past {worker.cap:g} s"
                break
            times.append(reply["seconds"])
            right += judge.right(reply)
            note = reply.get("error", note)
        done = len(times) == len(problems)
        row[tool] = {
            "median": statistics.median(times) if done else None,
            "right": right,
            "asked": len(problems),
            "note": note,
        }
    return row


def shown(row: dict[str, Cell]) -> Iterator[str]:
    """One cell of text a tool, then how many times faster this engine was than the fastest right peer."""
    for cell in row.values():
        if cell["median"] is None:
            yield cell["note"]
        else:
            wrong = "" if cell["right"] == cell["asked"] else f" ({cell['right']}/{cell['asked']} right)"
            yield f"{cell['median'] * 1e3:.1f} ms{wrong}"
    peers = [c["median"] for t, c in row.items() if t != "whyboard" and c["right"] == c["asked"] > 0]
    fastest = min((m for m in peers if m is not None), default=None)
    own = row["whyboard"]["median"]
    yield f"{fastest / own:.1f}×" if fastest is not None and own else "no peer right"


def deadlines() -> Iterator[str]:
    """Enumerations that would run for years stop when told to."""
    from causal_core.graph.admg import CausalGraph
    from causal_core.identification.adjustment import adjustment_sets
    from causal_core.identification.frontdoor import frontdoor_sets
    from causal_core.identification.query import Query

    ladder = [f"p{i} -> x; q{i} -> p{i}; q{i} -> r{i} -> y" for i in range(40)]
    chain_ = front_door_chain(100)
    long = CausalGraph(chain_["nodes"], chain_["directed"], chain_["bidirected"])
    for name, function, graph, query in (
        (
            "adjustment sets",
            adjustment_sets,
            CausalGraph.parse("x -> y; " + "; ".join(ladder)),
            Query("x", "y"),
        ),
        ("front-door sets", frontdoor_sets, long, Query(chain_["x"], chain_["y"])),
    ):
        for deadline in (0.1, 1.0):
            start = time.perf_counter()
            found = function(graph, query, deadline=deadline)
            count = sum(1 for _ in found)
            took = time.perf_counter() - start
            yield f"| {name} | {deadline:g} s | {took:.3f} s | {count} | {found.cut_short} |"


def main() -> None:
    """Run everything and print the tables as Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--cap", type=float, default=30.0)
    parser.add_argument("--instances", type=int, default=5)
    parser.add_argument("--sizes", default="10,20,50,100,200")
    parser.add_argument("--python", action="append", default=[], metavar="TOOL=INTERPRETER")
    options = parser.parse_args()
    if options.worker:
        work(options.worker)
        return
    sys.path.insert(0, str(ROOT))
    pythons = dict(item.split("=", 1) for item in options.python)
    workers = {tool: Worker(tool, pythons.get(tool, sys.executable), options.cap) for tool in TOOLS}
    present = {tool: worker for tool, worker in workers.items() if worker.start()}
    print(
        f"taking part: {', '.join(present)}; not importable: {', '.join(set(TOOLS) - set(present)) or 'none'}"
    )
    head = "| " + " | ".join(["graphs", *present, "faster"]) + " |"
    print(f"\n{head}\n|{'---|' * (len(present) + 2)}")
    for name, make in FAMILIES.items():
        skip: set[str] = set()
        for n in map(int, options.sizes.split(",")):
            row = measure(present, [make(n, seed) for seed in range(options.instances)], skip)
            skip |= {tool for tool, cell in row.items() if cell["median"] is None}
            print("| " + " | ".join([f"{name}, {n}", *shown(row)]) + " |", flush=True)
    for name, problem in (
        ("12 confounders, 8 colliders", confounders_and_colliders()),
        ("front-door chain of 50", front_door_chain()),
    ):
        row = measure(present, [problem], set())
        print("| " + " | ".join([name, *shown(row)]) + " |", flush=True)
    for worker in present.values():
        worker.stop()
    print("\n| enumeration | deadline | took | found | cut short by |\n|---|---|---|---|---|")
    print("\n".join(deadlines()))


if __name__ == "__main__":
    main()
