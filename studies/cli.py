"""The command line: ``whyboard run`` starts the app, ``whyboard analyze`` answers one question,
``whyboard benchmark-llm`` scores an assistant on known graphs.

``analyze`` goes through the same workflow functions as the pages. Exit status: 0 with an answer, 3 when the
question cannot be answered (the reasons are printed), 2 on bad input with one line on standard error. Who gives a
graph here states all of it: what is drawn, and that nothing else is there.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from causal_core.errors import CausalError, GraphError

if TYPE_CHECKING:
    from studies.benchmark.record import Record

OK, BAD_INPUT, NO_STRATEGY = 0, 2, 3
NOBODY_READS = 141
"""128 and the number of SIGPIPE, as a shell tells of any command that this ended."""
ROOT = Path(__file__).resolve().parent.parent


class _Parser(argparse.ArgumentParser):
    """Bad options are one line, like every other bad input."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(BAD_INPUT, f"whyboard: {message} (see {self.prog} --help)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; a reader that goes away, such as ``head``, ends it quietly."""
    try:
        try:
            options = _parser().parse_args(argv)
            return int(options.command(options))
        finally:
            sys.stdout.flush()  # here, and not when Python ends, is it told that nobody reads
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())  # what is still held back goes there when Python ends
        return NOBODY_READS


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="whyboard", description="A workbench for causal questions.")
    commands = parser.add_subparsers(title="commands", required=True, parser_class=_Parser)

    run = commands.add_parser("run", help="start the app in the browser")
    run.add_argument("--port", type=int, default=8501, help="the port of the app (8501)")
    run.add_argument("--address", default="localhost", help="the address to listen on (localhost)")
    run.add_argument("--no-browser", action="store_true", help="do not open a browser window")
    run.set_defaults(command=_run)

    analyze = commands.add_parser("analyze", help="answer one question about one CSV file")
    analyze.add_argument("data", help="the CSV or Parquet file")
    analyze.add_argument(
        "--graph",
        required=True,
        help="the causal graph: a file, or the text itself; what it leaves out counts as stated",
    )
    analyze.add_argument("--treatment", required=True, help="the cause")
    analyze.add_argument("--outcome", required=True, help="the outcome")
    analyze.add_argument("--treated", help="the treatment's value that counts as treated")
    analyze.add_argument("--control", help="the treatment's value it is compared with")
    analyze.add_argument("--success", help="the value of a yes/no outcome that counts as yes")
    analyze.add_argument("--strategy", help="how to identify: adjustment, front_door, …")
    analyze.add_argument("--method", help="how to estimate: aipw, regression, …")
    analyze.add_argument(
        "--counts", metavar="COLUMN", help="the column that says how many cases a row stands for"
    )
    analyze.add_argument(
        "--repair", action="append", default=[], metavar="NAME", help="a repair to apply on reading"
    )
    analyze.add_argument("--unit", default="", help="the outcome's unit, for the sentences")
    analyze.add_argument("--seed", type=int, default=0, help="the seed of everything random (0)")
    analyze.add_argument("--no-stress-tests", action="store_true", help="skip the stress tests")
    analyze.add_argument("--json", action="store_true", help="print one JSON object")
    analyze.add_argument("--report", metavar="FILE", help="write the report as one HTML file")
    analyze.set_defaults(command=_analyze)

    benchmark = commands.add_parser("benchmark-llm", help="score an assistant on known causal graphs")
    benchmark.add_argument("--problems", metavar="FILE", help="the problems; left out, those that ship")
    benchmark.add_argument(
        "--assistant",
        choices=("model", "guided"),
        help="who answers: the model that is set up, or the rules (left out: the model, if there is one)",
    )
    benchmark.add_argument(
        "--answers", default="right", help="how guided mode's questions are answered: right, or wrong=0.1"
    )
    benchmark.add_argument(
        "--shuffles", type=int, default=2, help="how often a model is asked again in another order (2)"
    )
    benchmark.add_argument("--exam", action="store_true", help="put an exam of causal axioms to a model too")
    benchmark.add_argument("--seed", type=int, default=0, help="the seed of everything random (0)")
    benchmark.add_argument("--json", action="store_true", help="print one JSON object")
    benchmark.add_argument(
        "--details", action="store_true", help="with --json: all else the run knows, such as times and spread"
    )
    benchmark.set_defaults(command=_benchmark)
    return parser


def _run(options: argparse.Namespace) -> int:
    address = f"http://{options.address}:{options.port}"
    if not options.no_browser and (sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY")):
        import threading
        import webbrowser

        threading.Timer(3.0, webbrowser.open, (f"{address}/?example=nhefs",)).start()
    print(f"Whyboard is starting on {address}", flush=True)
    print(f"A real example, ready to walk through: {address}/?example=nhefs", flush=True)
    print("Stop it with Ctrl+C.", flush=True)
    import signal
    import subprocess

    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(options.port), "--server.address", options.address]
    with subprocess.Popen(command, cwd=ROOT) as server:
        # Whoever ends this process by its number means the server: left behind, it would hold the port.
        signal.signal(signal.SIGTERM, lambda _signal, _frame: server.terminate())
        try:
            return server.wait()
        except KeyboardInterrupt:
            return OK


def _analyze(options: argparse.Namespace) -> int:
    from studies.analysis import analyze, printed

    try:
        result = analyze(
            _file_bytes(options.data),
            name=Path(options.data).name,
            graph_text=_graph_text(options.graph),
            treatment=options.treatment,
            outcome=options.outcome,
            treated=options.treated,
            control=options.control,
            success=options.success,
            strategy=options.strategy,
            method=options.method,
            counts=options.counts,
            repairs=tuple(options.repair),
            unit=options.unit,
            seed=options.seed,
            stress_tests=not options.no_stress_tests,
        )
        if options.report:
            from studies.export.report import report_html

            Path(options.report).write_text(report_html(result.study, result.table), encoding="utf-8")
    except CausalError as error:
        print(f"whyboard: {_one_line(error)}", file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"whyboard: {error.filename or options.report}: {error.strerror}.", file=sys.stderr)
        return BAD_INPUT
    print(json.dumps(result.to_dict(), ensure_ascii=False, indent=2) if options.json else printed(result))
    return OK if result.answered else NO_STRATEGY


def _benchmark(options: argparse.Namespace) -> int:
    from llm.errors import LlmError
    from llm.settings import from_environment
    from studies.benchmark.once import Order, run_once
    from studies.benchmark.printing import printed
    from studies.benchmark.problems import built_in, read_problems
    from studies.benchmark.record import BUILT_IN
    from studies.benchmark.run import plain_object, share_wrong
    from studies.benchmark.telling import Told

    try:
        settings = from_environment()
        rules = options.assistant == "guided" or (options.assistant is None and not settings.configured)
        order = Order(
            problems=built_in() if options.problems is None else read_problems(_file_bytes(options.problems)),
            settings=None if rules else settings,
            wrong=share_wrong(options.answers),
            shuffles=max(options.shuffles, 0),
            exam=options.exam,
            seed=options.seed,
            source=BUILT_IN if options.problems is None else Path(options.problems).name,
        )
        with Told(_to_stderr) as told:
            found, record = run_once(order, say=_nothing_said if rules else told)
    except CausalError as error:
        print(f"whyboard: {_one_line(error)}", file=sys.stderr)
        return BAD_INPUT
    except LlmError as error:
        print(f"whyboard: {error.message} {error.fix}", file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"whyboard: {error.filename or options.problems}: {error.strerror}.", file=sys.stderr)
        return BAD_INPUT
    _keep_run(record)
    shown = plain_object(found, details=options.details)
    print(json.dumps(shown, ensure_ascii=False, indent=2) if options.json else printed(found))
    return OK


def _to_stderr(line: str) -> None:
    print(" ".join(line.split()), file=sys.stderr, flush=True)


def _nothing_said(done: int, total: int, doing: str) -> None:
    """Guided mode is over before anybody has read a line."""


def _keep_run(record: Record) -> None:
    """Keep a run for the app's page on it; where that cannot be done, say so and go on."""
    from studies.benchmark.record import keep
    from studies.settings import settings

    try:
        keep(record, settings().data_dir)
    except OSError as error:
        print(f"whyboard: the run is not kept for the app: {error.strerror}.", file=sys.stderr)


def _file_bytes(path: str) -> bytes:
    return Path(path).read_bytes()


def _graph_text(argument: str) -> str:
    """The text of ``--graph``: a file's, when there is one of that name; else the argument itself."""
    looks_like_text = any(sign in argument for sign in ("->", "<-", "{", "\n", "\0"))
    if not looks_like_text or (len(argument) < 255 and Path(argument).is_file()):
        if not Path(argument).is_file():
            raise GraphError(
                f"“{argument}” is neither a file nor the text of a graph.",
                fix="Name a file, or write arrows such as  age -> smoking; smoking <-> cancer.",
            )
        try:
            return Path(argument).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise GraphError(
                f"The file {argument} is not text in UTF-8.", fix="Save the graph as plain text."
            ) from None
    return argument


def _one_line(error: CausalError) -> str:
    place = (
        f"({error.where})"
        if error.where.startswith("line ") and error.where not in error.message.lower()
        else ""
    )
    return " ".join(f"{error.message} {place} {error.fix}".split())


if __name__ == "__main__":
    sys.exit(main())
