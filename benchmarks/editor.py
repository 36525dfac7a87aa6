"""From a stroke in the graph editor to Python's answer on screen: milliseconds, and bytes sent each way.

    python benchmarks/editor.py [--nodes 12 60] [--edits 30]

Starts the app with a store of its own and drives Chromium. A stroke is measured in the browser, from the moment it
is sent until the data that answer it are drawn; the bytes are those of the page's WebSocket. Half of the strokes
draw an arrow, half take it out again. Run it on an idle machine. Needs the test environment (playwright).
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from causal_core.graph.admg import CausalGraph
from studies.store import Store
from studies.study import Study
from studies.workflow import set_graph, set_question
from tests.e2e.conftest import FLAGS, chromium
from tests.e2e.editor_page import EditorPage

ROOT = Path(__file__).resolve().parents[1]


def example(nodes: int) -> Study:
    """A random graph of that many variables and twice as many arrows, with a question across it."""
    rng = random.Random(nodes)
    names = [f"variable {i + 1:02d}" for i in range(nodes)]
    arrows = [(names[i], names[i + 1]) for i in range(nodes - 1)]
    while len(arrows) < 2 * nodes:
        i, j = sorted(rng.sample(range(nodes), 2))
        if (names[i], names[j]) not in arrows:
            arrows.append((names[i], names[j]))
    study = set_question(Study(), treatment=names[nodes // 3], outcome=names[-1], confirmed=True)
    return set_graph(study, CausalGraph(names, arrows))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The app on a free port, with its store in ``folder``."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = int(s.getsockname()[1])
    command = [sys.executable, "-m", "studies.cli", "run", "--port", str(port), "--address", "127.0.0.1"]
    env = {**os.environ, "WHYBOARD_DATA_DIR": str(folder)}
    process = subprocess.Popen(
        [*command, "--no-browser"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def measure(page: Page, url: str, study: Study, edits: int) -> tuple[list[float], list[int], list[int]]:
    """Milliseconds, bytes to the server and bytes to the browser of each stroke."""
    sent = received = 0

    def size(payload: str | bytes) -> int:
        return len(payload if isinstance(payload, bytes) else payload.encode())

    def count_sent(payload: str | bytes) -> None:
        nonlocal sent
        sent += size(payload)

    def count_received(payload: str | bytes) -> None:
        nonlocal received
        received += size(payload)

    page.on(
        "websocket",
        lambda ws: (ws.on("framesent", count_sent), ws.on("framereceived", count_received)),
    )
    page.goto(f"{url}/graph?study={study.id}")
    editor = EditorPage(page).ready()
    there = {(a.cause, a.effect) for a in study.arrows}
    names = sorted(study.graph_nodes())
    free = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if (a, b) not in there]
    pairs = random.Random(1).sample(free, (edits + 3) // 2)
    up, down = [], []
    for number in range(edits + 2):  # the first two also run the whole page: there was nothing to undo before
        a, b = (editor.key(n) for n in pairs[number // 2])
        sent = received = 0
        if number % 2 == 0:
            editor.look("ed.drawn('arrow', arg[0], arg[1])", [a, b])
        else:
            editor.look("ed.canvas.select([], [`d ${arg[0]} ${arg[1]}`]); ed.remove()", [a, b])
        editor.answered()
        page.wait_for_timeout(400)  # let the rest of the run arrive before the next stroke
        up.append(sent)
        down.append(received)
    return editor.look("return ed.answers")[2:], up[2:], down[2:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[12, 60])
    parser.add_argument("--edits", type=int, default=30)
    chosen = parser.parse_args()
    print(
        "| variables | arrows | median ms | 90 % under ms | sent kB | received kB |\n|---|---|---|---|---|---|"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        store = Store(f"sqlite:///{folder}/studies.sqlite3")
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for nodes in chosen.nodes:
            study = example(nodes)
            store.save(study, "Begin")
            page = browser.new_page(viewport={"width": 1400, "height": 950})
            times, up, down = measure(page, url, study, chosen.edits)
            late = statistics.quantiles(times, n=10)[-1]
            print(
                f"| {nodes} | {len(study.arrows)} | {statistics.median(times):.0f} | {late:.0f} "
                f"| {statistics.median(up) / 1000:.1f} | {statistics.median(down) / 1000:.1f} |"
            )
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
