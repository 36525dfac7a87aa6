"""``whyboard analyze`` as a person runs it: what is printed, and with which exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from studies.cli import main
from studies.examples import example_bytes

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "analyze.schema.json").read_text("utf-8"))
CASES = {
    c["id"]: c for c in json.loads((ROOT / "tests/reference/data/published_effects.json").read_text("utf-8"))
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(["analyze", *arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def csv(tmp_path: Path) -> Callable[[str | bytes], str]:
    def write(text: str | bytes) -> str:
        path = tmp_path / "data.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def example(tmp_path: Path, name: str) -> str:
    path = tmp_path / f"{name}.csv"
    path.write_bytes(example_bytes(name))
    return str(path)


def graph_of(case: dict[str, Any]) -> str:
    return "; ".join(f'"{a}" -> "{b}"' for a, b in case["dag_edges"])


def small(n: int = 40) -> str:
    rows = [f"{i % 2},{i % 3},{i % 7 + 2 * (i % 2)}" for i in range(n)]
    return "t,z,y\n" + "\n".join(rows) + "\n"


def test_nhefs_is_within_three_tenths_of_the_published_effect(run: Run, tmp_path: Path) -> None:
    case = CASES["nhefs_ipw"]
    status, out, _ = run(
        example(tmp_path, "nhefs"),
        "--graph",
        graph_of(case),
        "--treatment",
        "qsmk",
        "--outcome",
        "wt82_71",
        "--json",
    )
    found = json.loads(out)["estimate"]
    assert status == 0
    assert abs(found["value"] - 3.44) < 0.3
    assert found["ci"][0] < 3.44 < found["ci"][1]
    assert found["n_dropped"] == 63


def test_the_training_experiment_gives_the_published_difference(run: Run, tmp_path: Path) -> None:
    case = CASES["lalonde_experimental"]
    status, out, _ = run(
        example(tmp_path, "nsw_mixtape"), "--graph", graph_of(case), "--treatment", "treat", "--outcome", "re78",
        "--method", "difference_in_means", "--json",
    )  # fmt: skip
    assert status == 0
    assert abs(json.loads(out)["estimate"]["naive"]["value"] - 1794) <= 1


def test_a_table_of_counts_is_spread_out(run: Run, tmp_path: Path) -> None:
    status, out, _ = run(
        example(tmp_path, "kidney_stones"), "--graph", graph_of(CASES["kidney_stones"]), "--treatment", "treatment",
        "--outcome", "success", "--treated", "A", "--control", "B", "--counts", "count", "--json",
    )  # fmt: skip
    found = json.loads(out)["estimate"]
    assert status == 0
    assert found["n_obs"] == 700
    assert abs(found["value"] - 0.053) < 0.001


@pytest.mark.parametrize("tests", [[], ["--no-stress-tests"]])
def test_the_json_fits_its_published_schema(run: Run, csv: Callable[[str], str], tests: list[str]) -> None:
    status, out, _ = run(
        csv(small()),
        "--graph",
        "z -> t; z -> y; t -> y",
        "--treatment",
        "t",
        "--outcome",
        "y",
        "--json",
        *tests,
    )
    assert status == 0
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(out))


@pytest.mark.parametrize("written", [("True", "False"), ("TRUE", "FALSE"), ("true", "false")])
@pytest.mark.parametrize(("treated", "control"), [("true", "false"), ("1", "0"), ("True", None)])
def test_a_column_of_true_and_false_may_be_named_as_one_writes_it(
    run: Run, csv: Callable[[str], str], written: tuple[str, str], treated: str, control: str | None
) -> None:
    rows = "\n".join(f"{written[0] if i % 2 else written[1]},{i % 7 + 2 * (i % 2)}" for i in range(40))
    status, out, err = run(
        csv(f"t,y\n{rows}\n"), "--graph", "t -> y", "--treatment", "t", "--outcome", "y", "--treated", treated,
        *(["--control", control] if control else []), "--json", "--no-stress-tests",
    )  # fmt: skip
    assert (status, err) == (0, "")
    assert json.loads(out)["estimate"]["treated"] == written[0]
    assert json.loads(out)["estimate"]["value"] > 1


def test_giving_a_graph_states_all_of_it_so_the_answer_is_causal(run: Run, csv: Callable[[str], str]) -> None:
    _, out, _ = run(
        csv(small()), "--graph", "z -> t; z -> y; t -> y", "--treatment", "t", "--outcome", "y", "--json",
        "--no-stress-tests",
    )  # fmt: skip
    strongest = json.loads(out)["claims"][-1]
    assert (strongest["rung"], strongest["missing"], strongest["where"]) == ("done", [], [])
    by = {a["id"]: (a["source"], a["status"]) for a in strongest["assumptions"]}
    assert by["no_hidden_common_cause"] == ("user", "confirmed")
    assert by["arrows"] == ("user", "confirmed")


def test_the_schema_refuses_an_estimate_without_an_interval(run: Run, csv: Callable[[str], str]) -> None:
    _, out, _ = run(
        csv(small()), "--graph", "z -> t; z -> y; t -> y", "--treatment", "t", "--outcome", "y", "--json",
        "--no-stress-tests",
    )  # fmt: skip
    broken = json.loads(out)
    del broken["estimate"]["ci"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(broken)


def test_no_strategy_is_status_three_with_the_reason(run: Run, csv: Callable[[str], str]) -> None:
    status, out, err = run(
        csv(small()), "--graph", "t -> y; t <-> y", "--treatment", "t", "--outcome", "y", "--json"
    )
    found = json.loads(out)
    assert (status, err) == (3, "")
    assert found["identification"]["identifiable"] is False
    assert found["estimate"] is None
    assert found["refusal"]
    jsonschema.Draft202012Validator(SCHEMA).validate(found)


def test_the_graph_may_be_a_file(run: Run, csv: Callable[[str], str], tmp_path: Path) -> None:
    graph = tmp_path / "graph.txt"
    graph.write_text("dag { z -> t\n z -> y\n t -> y }")
    status, out, _ = run(
        csv(small()), "--graph", str(graph), "--treatment", "t", "--outcome", "y", "--no-stress-tests"
    )
    assert status == 0
    assert "Effect" in out


def test_a_variable_that_is_no_column_is_said_to_be_unmeasured(run: Run, csv: Callable[[str], str]) -> None:
    status, out, _ = run(
        csv(small()), "--graph", "ability -> t; ability -> y; t -> y", "--treatment", "t", "--outcome", "y"
    )
    assert status == 3
    assert "“ability” is not a column of the data and is taken as not measured." in out


def test_the_report_is_written_and_needs_no_network(
    run: Run, csv: Callable[[str], str], tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    status, _, _ = run(
        csv(small()),
        "--graph",
        "z -> t; z -> y; t -> y",
        "--treatment",
        "t",
        "--outcome",
        "y",
        "--report",
        str(report),
    )
    html = report.read_text("utf-8")
    assert status == 0
    assert "<svg" in html
    assert "default-src 'none'" in html
    assert "src=" not in html
    assert "<script" not in html


def test_the_same_seed_prints_the_same(run: Run, csv: Callable[[str], str]) -> None:
    arguments = (
        csv(small()),
        "--graph",
        "z -> t; z -> y; t -> y",
        "--treatment",
        "t",
        "--outcome",
        "y",
        "--json",
    )
    assert run(*arguments) == run(*arguments)


GOOD = ("--graph", "z -> t; z -> y; t -> y", "--treatment", "t", "--outcome", "y")
BAD = {
    "empty file": ("", GOOD, "empty"),
    "header only": ("t,z,y\n", GOOD, "no rows"),
    "ragged": ("t,z,y\n0,1,2\n1,2\n", GOOD, "Line 3"),
    "repeated header": ("t,t,y\n0,1,2\n", GOOD, "“t”"),
    "unknown treatment": (small(), ("--graph", "z -> t -> y", "--treatment", "tt", "--outcome", "y"), "“tt”"),
    "treatment equal to outcome": (small(), (*GOOD[:4], "--outcome", "t"), "“t”"),
    "cycle": (small(), ("--graph", "t -> y; y -> t", *GOOD[2:]), "t → y → t"),
    "slip of the pen in the graph": (
        "treatment,age,y\n0,1,2\n1,2,3\n",
        ("--graph", "treatmnt -> y; age -> y", "--treatment", "treatmnt", "--outcome", "y"),
        "Did you mean “treatment”",
    ),
    "unreadable graph": (small(), ("--graph", "t -> -> y", *GOOD[2:]), "line 1"),
    "one treatment value": ("t,z,y\n" + "1,2,3\n1,3,4\n" * 20, GOOD, "t"),
    "unknown method": (small(), (*GOOD, "--method", "magic"), "magic"),
    "missing graph file": (small(), ("--graph", "nowhere.txt", *GOOD[2:]), "nowhere.txt"),
    "no graph at all": (small(), ("--graph", "t => y", *GOOD[2:]), "neither a file nor the text of a graph"),
    "an empty graph": (small(), ("--graph", "", *GOOD[2:]), "neither a file nor the text of a graph"),
    "a graph without arrows": (small(), ("--graph", "dag { t y }", *GOOD[2:]), "no arrow"),
    "a negative seed": (small(), (*GOOD, "--seed", "-1"), "seed"),
    "an unknown strategy": (small(), (*GOOD, "--strategy", "adjustmnt"), "Did you mean “adjustment”"),
    "an outcome that is no column": (
        small(),
        ("--graph", "t -> weight", "--treatment", "t", "--outcome", "weight"),
        "no column called “weight”",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_status_two(run: Run, csv: Callable[[str], str], name: str) -> None:
    text, arguments, expected = BAD[name]
    status, out, err = run(csv(text), *arguments)
    assert status == 2
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("whyboard: ")
    assert expected in err
    assert "Traceback" not in err


def test_a_graph_file_that_is_not_text_is_one_line(
    run: Run, csv: Callable[[str], str], tmp_path: Path
) -> None:
    graph = tmp_path / "graph.bin"
    graph.write_bytes(b"\xff\xfe\x00\x9f")
    status, _, err = run(csv(small()), "--graph", str(graph), *GOOD[2:])
    assert status == 2
    assert "not text in UTF-8" in err


def test_what_is_odd_about_the_data_is_said_with_the_repair(run: Run, tmp_path: Path) -> None:
    status, out, _ = run(
        example(tmp_path, "ucb_admissions"), "--graph", "Gender -> Dept -> Admit; Gender -> Admit",
        "--treatment", "Gender", "--outcome", "Admit", "--no-stress-tests",
    )  # fmt: skip
    assert status == 0
    assert "--repair expand_counts:Freq" in out


def test_the_estimand_and_the_set_are_those_of_the_estimate(run: Run, csv: Callable[[str], str]) -> None:
    _, out, _ = run(csv(small()), "--graph", "t -> y; z -> y", *GOOD[2:], "--json", "--no-stress-tests")
    found = json.loads(out)
    assert found["identification"]["adjustment_set"] == found["estimate"]["adjustment_set"] == []
    assert found["identification"]["estimand"]["text"] == "P(y | do(t)) = P(y | t)"


def test_a_missing_data_file_is_one_line(run: Run) -> None:
    status, _, err = run("nowhere.csv", *GOOD)
    assert (status, err) == (2, "whyboard: nowhere.csv: No such file or directory.\n")


def test_a_missing_option_is_one_line(run: Run, csv: Callable[[str], str]) -> None:
    status, _, err = run(csv(small()), "--treatment", "t", "--outcome", "y")
    assert status == 2
    assert "--graph" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("written", "given"), [("True,False", "true"), ("YES,no", "yes"), ("1,0", "1.0"), ("1,0", "true")]
)
def test_the_treated_value_may_be_written_otherwise(
    run: Run, csv: Callable[[str | bytes], str], written: str, given: str
) -> None:
    one, nought = written.split(",")
    rows = [f"{one if k % 2 else nought},{k % 7 + 2 * (k % 2)}" for k in range(40)]
    data = csv("\n".join(["t,y", *rows, ""]))
    asked = (data, "--graph", "t -> y", "--treatment", "t", "--outcome", "y", "--no-stress-tests", "--json")
    first, second = run(*asked, "--treated", given), run(*asked, "--treated", one)
    assert first[0] == second[0] == 0
    assert json.loads(first[1])["estimate"]["value"] == json.loads(second[1])["estimate"]["value"]
    status, _, err = run(*asked, "--treated", "maybe")
    assert status == 2
    assert err.count("\n") == 1
    assert one in err
    assert nought in err


def test_the_number_is_called_an_effect_only_where_causal_words_may_be_used(
    run: Run, csv: Callable[..., str]
) -> None:
    rows = [(i % 2, i % 2 + (i // 2) % 3) for i in range(600)]
    data = csv("t,z,y\n" + "".join(f"{t},{z},{t + 3 * z + i % 7}\n" for i, (t, z) in enumerate(rows)))
    ends = ("--treatment", "t", "--outcome", "y", "--no-stress-tests")
    status, out, _ = run(data, "--graph", "t -> y; z -> y", *ends)
    assert status == 0
    assert "In words       In the data" in out
    assert "Difference     " in out
    assert "\nEffect " not in out
    status, out, _ = run(data, "--graph", "t -> y; t -> z; z -> y", *ends)
    assert status == 0
    assert "\nEffect         " in out
