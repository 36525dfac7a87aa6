"""Every bad input of a person is one clear sentence on the page, and nothing entered is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from causal_core.graph.admg import CausalGraph
from causal_core.table.reading import read_table
from studies.data import reference
from studies.store import Store
from studies.study import Study
from studies.workflow import attach_data, set_graph, set_question
from tests.app.conftest import Opened, texts

Made = Callable[..., Study]


@pytest.fixture
def study_on(own_store: Store) -> Made:
    """A study on a CSV, asked about t and y, with the graph given."""

    def made(text: str, graph: str = "z -> t; z -> y; t -> y", **question: str) -> Study:
        raw = text.encode()
        table = read_table(raw, name="data.csv")
        own_store.keep_data(raw, "data.csv")
        study = set_question(Study(), **{"treatment": "t", "outcome": "y", "confirmed": True, **question})
        study = attach_data(study, table, reference(table, hashlib.sha256(raw).hexdigest()))
        return set_graph(study, CausalGraph.parse(graph))

    return made


def rows(*lines: str, header: str = "t,z,y") -> str:
    return header + "\n" + "\n".join(lines) + "\n"


def computed(app: Opened, study: Study) -> AppTest:
    test = app("estimate", study)
    next(b for b in test.button if b.label == "Compute the answer").click().run()
    assert not test.exception
    return test


def varied(n: int = 60) -> list[str]:
    return [f"{i % 2},{i % 5 + 0.5},{i % 7 + 2 * (i % 2)}" for i in range(n)]


CASES = {
    "a treatment with one value": (rows(*[f"1,{i % 3},{i}" for i in range(30)]), {}, "t"),
    "a treatment with three values": (
        rows(*[f"{'abc'[i % 3]},{i % 4},{i % 5}" for i in range(60)]),
        {},
        "which two",
    ),
    "an outcome that is text": (
        rows(*[f"{i % 2},{i % 4},{('low', 'middle', 'high')[i % 3]}" for i in range(60)]),
        {},
        "y",
    ),
    "two rows": (rows("0,1,2", "1,2,3"), {}, "row"),
    "perfect separation": (rows(*[f"{int(i >= 30)},{i},{i % 7}" for i in range(60)]), {}, "z"),
    "collinear with the treatment": (rows(*[f"{i % 2},{10 * (i % 2)},{i % 7}" for i in range(60)]), {}, "z"),
}


@pytest.mark.parametrize("name", CASES)
def test_data_that_cannot_answer_are_one_sentence(app: Opened, study_on: Made, name: str) -> None:
    text, question, expected = CASES[name]
    study = study_on(text, **question)
    test = computed(app, study)
    assert len(test.error) == 1, texts(test)
    assert expected.lower() in texts(test).lower()
    assert "Traceback" not in texts(test)
    assert test.session_state["whyboard"].study.arrows == study.arrows


def test_an_outcome_with_all_rows_missing_is_one_sentence(app: Opened, study_on: Made) -> None:
    study = study_on(rows(*[f"{i % 2},{i % 5}.5," for i in range(40)]))
    test = computed(app, study)
    assert len(test.error) == 1
    assert "missing" in texts(test).lower() or "no value" in texts(test).lower()


def test_a_variable_said_to_be_a_number_but_text_is_one_sentence(app: Opened, study_on: Made) -> None:
    study = study_on(rows(*[f"{i % 2},{'pqr'[i % 3]},{i % 7}" for i in range(60)]))
    variables = tuple(
        v.model_copy(update={"kind": "number"}) if v.name == "z" else v for v in study.variables
    )
    test = computed(app, study.model_copy(update={"variables": variables}))
    assert "is said to be a number, but the column “z” holds text" in texts(test)


def test_perfectly_collinear_columns_still_give_an_answer_and_a_warning(app: Opened, study_on: Made) -> None:
    lines = [f"{(i * 7 + i // 3) % 2},{i % 11},{2 * (i % 11)},{i % 7}" for i in range(200)]
    study = study_on(rows(*lines, header="t,z,w,y"), "z -> t; z -> y; w -> t; w -> y; t -> y")
    test = computed(app, study)
    assert not test.error, texts(test)
    assert "what would change" in texts(test).lower() or "As seen" in texts(test)


NAMES = [
    "P",
    "__class__",
    "价格",
    "a b",
    '"',
    "<b>x</b>",
    "[x](http://example.org)",
    ":material/home:",
    "x" * 300,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_column_of_any_name_goes_the_whole_way(app: Opened, own_store: Store, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    raw = (f"t,{quoted},y\n" + "\n".join(varied(200))).encode()
    table = read_table(raw, name="data.csv")
    own_store.keep_data(raw, "data.csv")
    study = set_question(Study(), treatment="t", outcome="y", confirmed=True)
    study = attach_data(study, table, reference(table, hashlib.sha256(raw).hexdigest()))
    graph = CausalGraph(("t", "y", name), directed=[(name, "t"), (name, "y"), ("t", "y")])
    study = set_graph(study, graph)
    for page in ("variables", "graph", "identify"):
        assert not app(page, study).error
    test = computed(app, study)
    assert not test.error, texts(test)
    assert name in texts(test)


def test_a_graph_without_the_treatment_says_so(app: Opened, study_on: Made) -> None:
    study = study_on(rows(*varied()))
    without = study.model_copy(
        update={"variables": tuple(v for v in study.variables if v.name != "t"), "arrows": ()}
    )
    graph = set_graph(without, CausalGraph.parse("z -> y")).model_copy(
        update={"variables": tuple(v for v in study.variables if v.name != "t")}
    )
    said = texts(app("identify", graph))
    assert "“t” is not among the variables" in said


def test_a_graph_with_an_unknown_variable_offers_close_names(app: Opened) -> None:
    study = set_question(Study(), treatment="income", outcome="health", confirmed=True)
    study = set_graph(study, CausalGraph.parse("income -> health"))
    study = study.model_copy(update={"question": study.question.model_copy(update={"outcome": "helth"})})
    assert "Did you mean “health”" in texts(app("identify", study))


BAD_FILES = {
    "empty": (b"", "empty"),
    "not a csv": (b"%PDF-1.7 ...", "PDF"),
    "ragged": (b"a,b\n1,2\n3\n", "Line 3"),
    "repeated headers": (b"a,a\n1,2\n", "“a”"),
    "blank header": (b"a,\n1,2\n", "name"),
    "wrong encoding": ("a,b\né,2\n".encode("cp1252") * 3, "UTF-8"),
    "one absurd line": (b"," * 5_000_000, "ine 1"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_sentence_on_the_start_page(app: Opened, name: str) -> None:
    raw, expected = BAD_FILES[name]
    test = app("start")
    test.file_uploader[0].upload("data.csv", raw, "text/csv").run()
    assert len(test.error) == 1, texts(test)
    assert expected in texts(test)
    assert not test.exception


def test_a_repair_is_offered_and_then_the_file_is_read(app: Opened) -> None:
    test = app("start")
    test.file_uploader[0].upload("data.csv", b"a,b\n1,2\n3\n4,5\n", "text/csv").run()
    repair = next(b for b in test.button if b.key and b.key.startswith("repair_"))
    repair.click().run()
    assert not test.error
    assert "rows and 2 columns" in texts(test)


HEADLESS = b"".join(b"%d,canary%d,%d\n" % (20 + 7 * i % 23, i % 3, i % 2) for i in range(30))


@pytest.mark.parametrize(
    ("answer", "names", "rows"),
    [
        ("no_header", ("column_1", "column_2", "column_3"), 30),
        ("first_line_is_names", ("20", "canary0", "0"), 29),
    ],
)
def test_a_file_whose_first_line_may_be_data_is_used_once_somebody_has_said_what_it_is(
    app: Opened, answer: str, names: tuple[str, ...], rows: int
) -> None:
    test = app("start")
    test.file_uploader[0].upload("data.csv", HEADLESS, "text/csv").run()
    assert "looks like a row of data" in texts(test)
    assert not any(b.key == "use_start" for b in test.button)
    next(b for b in test.button if b.key and b.key.endswith(answer)).click().run()
    next(b for b in test.button if b.key == "use_start").click().run()
    assert not test.exception
    study = test.session_state["whyboard"].study
    assert tuple(v.column for v in study.variables) == names
    assert (study.data.n_rows, study.data.repairs) == (rows, (answer,))


def test_a_file_over_the_limit_is_one_sentence(app: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYBOARD_MAX_UPLOAD_MB", "1")
    test = app("start")
    test.file_uploader[0].upload("data.csv", b"a,b\n" + b"1,2\n" * 300_000, "text/csv").run()
    assert len(test.error) == 1
    assert "1" in test.error[0].value
    assert "MB" in texts(test)
