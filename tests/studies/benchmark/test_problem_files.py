"""Files of problems that others write: what is in the format is read, and what is not is one clear line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from studies.benchmark.problems import read_problems
from studies.benchmark.run import guided_score
from studies.cli import main

SMALL: dict[str, Any] = {
    "id": "p",
    "variables": [{"id": "t", "label": "The drug"}, {"id": "y"}, {"id": "z"}],
    "treatment": "t",
    "outcome": "y",
    "expected_edges": [["t", "y"]],
}


def small(**changes: Any) -> bytes:
    return json.dumps({"graphs": [SMALL | changes]}).encode()


def without(field: str) -> bytes:
    whole = SMALL | {"id": "whole"}
    return json.dumps({"graphs": [whole, {k: v for k, v in SMALL.items() if k != field}]}).encode()


def variables(*last: Any) -> bytes:
    return small(variables=[{"id": "t"}, {"id": "y"}, *last])


PAIR = 'item 1: each arrow must be a pair of names, ["cause", "effect"]'
NOT_LISTED = "which is not among the variables"
IN_THE_DATA = "two variables that are in the data"
CASES: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"hello", "not JSON: line 1, column 1"),
    "cut off": (b"{", "not JSON: line 1, column 2"),
    "two documents": (small() + b"\n" + small(), "not JSON: line 2, column 1: Extra data"),
    "a comma too many": (b'{"graphs": [],}', "not JSON: line 1, column 15"),
    "0 bytes": (b"", "The problem file is empty."),
    "nothing but space": (b" \n", "The problem file is empty."),
    "latin-1": ('{"graphs": "é"}'.encode("latin-1"), "not text in UTF-8 (byte 13)"),
    "utf-16": ('{"graphs": []}'.encode("utf-16"), "not text in UTF-8 (byte 1)"),
    "nested too deep": (b"[" * 100_000, "nested too deep"),
    "a number without end": (b'{"graphs": ' + b"9" * 6000 + b"}", "too many digits"),
    "a list at the top": (b"[]", "must be an object {...} with “graphs” in it"),
    "null": (b"null", "must be an object {...} with “graphs” in it"),
    "a problem by itself": (json.dumps(SMALL).encode(), "“graphs” is missing"),
    "NaN": (b'{"graphs": NaN}', "“graphs” must be a list"),
    "graphs by name": (b'{"graphs": {"p": {}}}', "“graphs” must be a list"),
    "no problems": (b'{"graphs": []}', "holds no problems"),
    "a problem is text": (b'{"graphs": ["p"]}', "problem number 1 must be an object"),
    "no id": (without("id"), "In problem number 2, “id” is missing"),
    "no variables": (without("variables"), "In problem “p”, “variables” is missing"),
    "no treatment": (without("treatment"), "In problem “p”, “treatment” is missing"),
    "no outcome": (without("outcome"), "In problem “p”, “outcome” is missing"),
    "no expected arrows": (without("expected_edges"), "In problem “p”, “expected_edges” is missing"),
    "treatment is null": (small(treatment=None), "In problem “p”, “treatment” is missing"),
    "an id that is a number": (small(id=3), "In problem number 1, “id” must be text in quotes"),
    "treatment is a number": (small(treatment=3), "“treatment” must be text in quotes"),
    "treatment is a list": (small(treatment=["t"]), "“treatment” must be text in quotes"),
    "the text is a list": (small(problem_text=["a"]), "“problem_text” must be text in quotes"),
    "variables are names": (small(variables=["t", "y"]), "“variables”, item 1 must be an object"),
    "variables by name": (small(variables={"t": {}}), "“variables” must be a list"),
    "a variable without id": (variables({"label": "Z"}), "“variables”, item 3: “id” is missing"),
    "a number for a name": (variables({"id": 1}), "“variables”, item 3: “id” must be text in quotes"),
    "perhaps observed": (variables({"id": "z", "observed": "perhaps"}), "item 3: “observed” must be true or"),
    "a name of blanks": (variables({"id": "  "}), "“variables” holds a name without letters"),
    "an id of blanks": (small(id=" "), "“id” holds a name without letters"),
    "half a letter": (small(id="\ud800"), "not text"),
    "two variables of one id": (variables({"id": "y"}), "“variables” has two of the id “y”"),
    "two problems of one id": (
        json.dumps({"graphs": [SMALL, SMALL]}).encode(),
        "Two problems have the id “p”",
    ),
    "arrows of one": (small(expected_edges=[["t"]]), f"“expected_edges”, {PAIR}"),
    "arrows of three": (small(expected_edges=[["t", "y", "z"]]), f"“expected_edges”, {PAIR}"),
    "arrows as text": (small(optional_edges=["t->y"]), f"“optional_edges”, {PAIR}"),
    "arrows as objects": (small(expected_edges=[{"from": "t"}]), f"“expected_edges”, {PAIR}"),
    "an arrow into null": (small(expected_edges=[["t", None]]), f"“expected_edges”, {PAIR}"),
    "arrows are text": (small(forbidden_edges="t->y"), "“forbidden_edges” must be a list"),
    "an unknown end": (small(expected_edges=[["t", "q"]]), f"“expected_edges” names “q”, {NOT_LISTED}"),
    "optional, unknown": (small(optional_edges=[["q", "y"]]), f"“optional_edges” names “q”, {NOT_LISTED}"),
    "forbidden, unknown": (small(forbidden_edges=[["y", "T"]]), f"“forbidden_edges” names “T”, {NOT_LISTED}"),
    "reversible, unknown": (
        small(reversible_edges=[["q", "y"]]),
        f"“reversible_edges” names “q”, {NOT_LISTED}",
    ),
    "no variables at all": (small(variables=[]), f"“treatment” names “t”, {NOT_LISTED}"),
    "treatment is unknown": (small(treatment="q"), f"“treatment” names “q”, {NOT_LISTED}"),
    "treatment by its label": (small(treatment="The drug"), "It is the label of “t”: write the id."),
    "treatment is outcome": (small(outcome="t"), "“treatment” and “outcome” are both “t”"),
    "treatment is hidden": (
        small(variables=[{"id": "t", "observed": False}, {"id": "y"}]),
        "“treatment” is “t”, which is not observed",
    ),
    "outcome is hidden": (small(variables=[{"id": "t"}, {"id": "y", "observed": False}]), IN_THE_DATA),
    "a circle": (small(expected_edges=[["t", "y"], ["y", "t"]]), "go round in a circle, “t” → “y” → “t”"),
    "an arrow to itself": (small(expected_edges=[["t", "t"]]), "an arrow from “t” to itself"),
    "optional, to itself": (
        small(optional_edges=[["t", "t"]]),
        "“optional_edges” has an arrow from “t” to itself",
    ),
    "expected and forbidden": (
        small(forbidden_edges=[["t", "y"]]),
        "in “expected_edges” and in “forbidden_edges”",
    ),
    "signs that steer a terminal": (small(id="\x1b[31mred\n", treatment="q"), "In problem “[31mred”"),
    "a very long name": (small(treatment="q" * 9000), "“treatment” names “" + "q" * 79 + "…”"),
}


@pytest.mark.parametrize(("raw", "said"), CASES.values(), ids=CASES)
def test_a_file_that_is_not_in_the_format_is_one_line_with_problem_and_field(
    raw: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "problems.json"
    file.write_bytes(raw)
    assert main(["benchmark-llm", "--assistant", "guided", "--problems", str(file)]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    assert err.startswith("whyboard: ")
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert len(err) < 500


@pytest.mark.parametrize("name", ["", ".", "nowhere.json"])
def test_a_file_that_cannot_be_read_is_one_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / name) if name else ""
    assert main(["benchmark-llm", "--assistant", "guided", "--problems", path]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_smallest_file_is_read() -> None:
    assert [p.id for p in read_problems(b"\xef\xbb\xbf" + small())] == ["p"]


def test_fields_in_another_order_unknown_ones_and_nulls_are_no_matter() -> None:
    plain = read_problems(small())[0]
    graph = json.loads(small(traps=["x"], optional_edges=None, memorisation_risk=None, question=None))[
        "graphs"
    ][0]
    turned = {"notes": 1, "graphs": [dict(reversed(graph.items()))]}
    assert read_problems(json.dumps(turned).encode()) == (plain,)


@pytest.mark.parametrize(
    "changes",
    [
        {"true_effect": {"value": float("nan")}, "bidirected": [["t", "y"]]},
        {"expected_edges": []},
        {"expected_edges": [["t", "y"], ["t", "y"]]},
        {"optional_edges": [["z", "y"]], "forbidden_edges": [["z", "y"]]},
        {"variables": [{"id": "t"}, {"id": "y"}, {"id": "z", "observed": 0, "unit": "kg"}]},
    ],
    ids=str,
)
def test_what_does_no_harm_is_read(changes: dict[str, Any]) -> None:
    assert guided_score(read_problems(small(**changes))[0]).adjustment_validity == 1


def test_thousands_of_problems_are_read_and_checked() -> None:
    graphs = [SMALL | {"id": f"p{k}"} for k in range(5000)]
    assert len(read_problems(json.dumps({"graphs": graphs}).encode())) == 5000


@pytest.mark.parametrize(
    "name",
    ["a -> b", "  blank ", "line\nend", "价格", "P", "T", "{}", "x" * 2000, "<b>", "it's “so”", "a\0b"],
)
def test_any_text_is_a_name(name: str) -> None:
    edges = [[name, "t"], [name, "y"], ["t", "y"]]
    problem = read_problems(small(variables=[{"id": n} for n in ("t", "y", name)], expected_edges=edges))[0]
    found = guided_score(problem)
    assert (found.adjustment_sets, found.adjustment_validity, found.f1) == (((name,),), 1, 1)
