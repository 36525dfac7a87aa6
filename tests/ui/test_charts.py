"""Every picture draws, says the same in words, keeps names as text and can be taken away as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import altair as alt
import numpy as np
import pandas as pd
import pytest

from causal_core.lines import width
from causal_core.results import Arm, Balance, Comparison, Estimate, Overlap, Refutation
from causal_core.table.profile import profile, profiles_by
from causal_core.table.table import Table
from ui import charts
from ui.charts import look
from ui.charts.files import picture_file

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'); alert(1); ('",
    "datum.value + alert(1)",
    "[x](javascript:alert(1))",
    "مرحبا ↔ שלום",
    "😀 a\nb\tc",
    "\\n ${x} {{y}}",
    "x" * 300,
]


def estimate(name: str = "dose", outcome: str = "weight", **changes: Any) -> Estimate:
    values: dict[str, Any] = {
        "kind": "ate",
        "strategy": "adjustment",
        "method": "aipw",
        "treatment": name,
        "outcome": outcome,
        "contrast": "difference",
        "treated": "1",
        "control": "0",
        "value": 3.4,
        "std_error": 0.5,
        "ci": (2.4, 4.4),
        "level": 0.95,
        "unit": "kg",
        "outcome_is_risk": False,
        "n_obs": 100,
        "n_dropped": 0,
        "dropped": (),
        "adjustment_set": ("age",),
        "naive": Comparison(value=2.5, std_error=0.5, ci=(1.5, 3.5), n_obs=100),
        "arms": (
            Arm(label="1", n_obs=40, mean_seen=4.5, mean_adjusted=5.2),
            Arm(label="0", n_obs=60, mean_seen=2.0, mean_adjusted=1.8),
        ),
        "balance": (Balance(name=name, before=0.3, after=0.02), Balance(name="age", before=-0.1)),
        "overlap": Overlap(
            lowest=0.1,
            highest=0.8,
            bound=0.05,
            share_extreme=0.0,
            n_effective=30,
            edges=(0.0, 0.5, 1.0),
            treated=(10, 30),
            control=(50, 10),
        ),
    }
    return Estimate(**{**values, **changes})


def refutation(
    outcome: Any = "passed", title: str = "A treatment that does nothing", **changes: Any
) -> Refutation:
    values: dict[str, Any] = {
        "test": "placebo_treatment",
        "title": title,
        "tried": "",
        "expected": "",
        "seen": "",
        "meaning": "",
        "cannot_see": "",
        "outcome": outcome,
        "draws": tuple(float(x) for x in np.linspace(-1, 1, 21)),
        "numbers": {"compared_with": 3.3},
    }
    return Refutation(**{**values, **changes})


def table(name: str = "town") -> Table:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "t": [0, 1] * 30,
            "number": rng.normal(size=60),
            "day": pd.date_range("2020-01-01", periods=60),
            "many": [f"level {i % 20}" for i in range(60)],
            "empty": [np.nan] * 59 + [1.0],
            name: ["a", name, None] * 20,
        }
    )
    return Table.from_frame(frame, "data")


def pictures(name: str) -> dict[str, tuple[alt.TopLevelMixin, str]]:
    """Every picture there is, with ``name`` wherever a name can stand."""
    found = estimate(name, f"{name} 2")
    tests = [
        refutation(),
        refutation("warning", name),
        refutation("failed", draws=(), numbers={"estimate_without_top": 1.0}),
        refutation("not_run", "Not run", draws=(), numbers={}),
        refutation(
            "passed", "Hidden", draws=(), numbers={f"estimate left: {name}": 2.0, "estimate left: b": 3.0}
        ),
    ]
    overlap = found.overlap
    assert overlap is not None
    data = table(name)
    spread, number, day, many = (profile(data, n) for n in (name, "number", "day", "many"))
    sides = profiles_by(data, "number", by="t", values=("1", "0"))
    sides_names = (f"{name} = 1", f"{name} = 0")
    return {
        "effect": (charts.effect_chart(found), charts.effect_words(found)),
        "arms": (charts.arms_chart(found, causal=True), charts.arms_words(found, causal=True)),
        "balance": (charts.balance_chart(found.balance), charts.balance_words(found.balance)),
        "overlap": (charts.overlap_chart(overlap, *sides_names), charts.overlap_words(overlap) + name),
        "glance": (charts.glance_chart(tests, found), charts.glance_words(tests, found)),
        "repeats": (charts.draws_chart(tests[0], found), charts.draws_words(tests[0], found) + name),
        "category": (charts.profile_chart(spread), charts.profile_words(spread)),
        "number": (charts.profile_chart(number, name), charts.profile_words(number, name)),
        "day": (charts.profile_chart(day, name), charts.profile_words(day) + name),
        "many values": (charts.profile_chart(many), charts.profile_words(many) + name),
        "sides": (charts.sides_chart(sides, sides_names, name), charts.sides_words(sides, sides_names)),
        "missing": (
            charts.missing_chart(data.variables, data.n_rows),
            charts.missing_words(data.variables, data.n_rows),
        ),
    }


@pytest.mark.parametrize("what", list(pictures("x")))
def test_a_picture_can_be_saved_as_svg_and_png(what: str) -> None:
    chart, words = pictures("dose")[what]
    svg = ElementTree.fromstring(picture_file(chart, words, "svg"))
    said = "".join(svg.itertext())
    assert words.split()[0] in said
    assert picture_file(chart, words, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("name", HOSTILE[:4])
def test_a_hostile_name_is_only_ever_text_in_the_file(name: str) -> None:
    for chart, words in pictures(name).values():
        svg = ElementTree.fromstring(picture_file(chart, words, "svg"))
        for element in svg.iter():
            tag = element.tag.rsplit("}", 1)[-1]
            assert tag in {"svg", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath", "circle"}
            assert not any(a.rsplit("}", 1)[-1].startswith("on") or "href" in a for a in element.attrib)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_never_part_of_an_expression(name: str) -> None:
    plain = {what: _expressions(chart.to_dict()) for what, (chart, _) in pictures("x").items()}
    for what, (chart, _) in pictures(name).items():
        assert _expressions(chart.to_dict()) == plain[what]


def _expressions(value: object, key: str = "") -> list[str]:
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if k not in ("datasets", "name")}
        return [e for k, v in kept.items() for e in _expressions(v, k)]
    if isinstance(value, list):
        return [e for v in value for e in _expressions(v, key)]
    return (
        [str(value)] if key in ("labelExpr", "expr", "signal", "calculate", "filter", "field", "test") else []
    )


def test_the_file_carries_a_short_name_whole() -> None:
    chart, words = pictures("<b>dose</b>")["effect"]
    svg = ElementTree.fromstring(picture_file(chart, words, "svg"))
    assert "<b>dose</b>" in "".join(svg.itertext())


def test_counts_below_the_line_are_shown_without_a_minus_sign() -> None:
    chart, words = pictures("dose")["overlap"]
    svg = ElementTree.fromstring(picture_file(chart, words, "svg"))
    said = ["".join(e.itertext()) for e in svg.iter() if e.tag.endswith("text")]
    assert "50" in said
    assert not [text for text in said if text.startswith(("-", "−"))]


def test_names_that_look_alike_stay_apart() -> None:
    made = look.labels(["a\tb", "a b", "a b c"])
    assert made == ["a b", "a b (2)", "a b c"]


@pytest.mark.parametrize(
    "text", ["x" * 300, "a " * 150, "價格" * 100, "W" * 300, HOSTILE[5] * 20, "👩‍👩‍👧‍👦" * 40]
)
def test_a_label_is_the_whole_name_in_lines_that_fit(text: str) -> None:
    lines = look.broken(text).split("\n")
    assert "".join(lines) == text
    assert all(0 < width(line.rstrip()) <= look.LONG_ROOM for line in lines)


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_a_blank_name_is_said_to_be_blank(text: str) -> None:
    assert look.broken(text) == "(blank)"


NAMED = (
    "effect",
    "arms",
    "balance",
    "overlap",
    "glance",
    "repeats",
    "category",
    "number",
    "sides",
    "missing",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_every_picture_shows_the_whole_name(name: str) -> None:
    """Blanks apart, which stand at the ends of lines, the lines of a text joined hold the name."""
    squeezed = "".join(name.split())
    for what in NAMED:
        chart, words = pictures(name)[what]
        svg = ElementTree.fromstring(picture_file(chart, "Nothing.", "svg"))
        said = ["".join("".join(e.itertext()).split()) for e in svg.iter() if e.tag.endswith("}text")]
        assert any(squeezed in text for text in said), (what, said)
        assert squeezed in "".join(words.split()) or what in ("effect", "repeats")


@pytest.mark.parametrize("name", ["x" * 300, "a longer name than the usual " * 10])
def test_rows_are_as_high_as_their_labels_and_the_mark_is_at_the_middle(name: str) -> None:
    order = look.labels([name, "short", f"{name} 2", "two words and more of them"])
    places = look.names_axis(order, least=22).to_dict()["scale"]["domain"]
    row = look.rows(order, least=22) / len(places)
    middles = {label: (places.index(label) + 0.5) * row for label in order}
    ends = [
        (middles[label] - 7.5 * (1 + label.count("\n")), middles[label] + 7.5 * (1 + label.count("\n")))
        for label in order
    ]
    assert ends[0][0] >= 0
    assert ends[-1][1] <= look.rows(order, least=22)
    assert all(above[1] < below[0] for above, below in pairwise(ends))
    assert len(set(places)) == len(places)


def test_an_odds_ratio_is_compared_with_one_and_a_difference_with_nought() -> None:
    def lines(found: Estimate) -> str:
        return json.dumps(charts.effect_chart(found).to_dict()["datasets"])

    ratio = estimate(contrast="odds_ratio", unit="")
    assert '"x": 1.0' in lines(ratio)
    assert '"x": 0.0' in lines(estimate())
    assert "odds ratio" in charts.effect_words(ratio)


def test_risks_are_shown_in_hundred() -> None:
    found = estimate(outcome_is_risk=True, unit="probability", value=0.034, ci=(0.024, 0.044))
    assert "3.40 in 100" in charts.effect_words(found)


def test_a_test_without_a_number_keeps_its_line() -> None:
    chart = charts.glance_chart([refutation("not_run", "Nothing", draws=(), numbers={})], estimate())
    assert "Nothing" in json.dumps(chart.to_dict())


WORDS: dict[str, tuple[Callable[[], str], str]] = {
    "balance": (lambda: charts.balance_words(estimate().balance), "“dose” (0.30 standard deviations)"),
    "arms": (
        lambda: charts.arms_words(estimate(), causal=True),
        "dose = 1 (40 rows): 4.50 kg as seen, 5.20 kg if everybody were",
    ),
    "glance": (
        lambda: charts.glance_words([refutation()], estimate()),
        "“A treatment that does nothing” held, 0 (−0.900 to 0.900)",
    ),
    "number": (lambda: charts.profile_words(profile(table(), "t")), "“t”: 2 values"),
    "day": (
        lambda: charts.profile_words(profile(table(), "day")),
        "“day”: its bars go from 2020-01-01 to 2020-02-29.",
    ),
    "missing": (
        lambda: charts.missing_words(table().variables, 60),
        "“empty” 98.3 %, “town” 33.3 %",
    ),
}


@pytest.mark.parametrize("what", WORDS)
def test_the_words_say_what_the_picture_shows(what: str) -> None:
    made, expected = WORDS[what]
    assert expected in made()


def test_every_number_of_the_stress_tests_in_words_has_its_unit() -> None:
    assert "in its place, in kg, by each test: " in charts.glance_words([refutation()], estimate())


def test_risks_of_the_stress_tests_are_said_in_100_once() -> None:
    risk = estimate(outcome_is_risk=True, unit="probability", value=0.153, ci=(0.1, 0.2))
    words = charts.glance_words([refutation()], risk)
    assert "in its place, in 100, by each test: " in words
    assert "in in" not in words


def test_the_quick_form_has_a_line_of_its_own_only_where_it_differs() -> None:
    for value, shown in ((0.182, True), (0.153, False)):
        found = estimate(outcome_is_risk=True, unit="probability", value=0.153, ci=(0.1, 0.2))
        results = [refutation(numbers={"compared_with": value})]
        assert ("dotted line" in charts.glance_words(results, found)) is shown
        assert ("18.2 in 100: what is made again" in charts.glance_words(results, found)) is shown
        assert ("by the quick form" in charts.draws_words(results[0], found)) is shown
        assert ('"x": 18.2' in json.dumps(charts.glance_chart(results, found).to_dict())) is shown


def test_differences_of_risks_are_not_drawn_on_an_axis_of_odds() -> None:
    left = refutation(draws=(), numbers={"estimate left: age": 0.07})
    ratio = estimate(contrast="odds_ratio", unit="odds ratio", value=1.4, ci=(1.1, 1.8))
    assert "0.07" not in charts.glance_words([left], ratio)
    assert "0.07" in charts.glance_words([left], estimate())


def test_the_limit_of_balance_can_be_seen_with_one_column() -> None:
    one = charts.balance_chart((Balance(name="age", before=0.06, after=0.0),)).to_dict()
    limit = one["layer"][0]
    assert limit["mark"]["strokeWidth"] > 2
    assert one["height"] >= 120
    assert one["layer"][2]["encoding"]["x"]["scale"]["padding"] > 10


def test_what_would_be_if_everybody_were_on_one_side_is_said_only_where_cause_is() -> None:
    found = estimate()
    drawn = [json.dumps(charts.arms_chart(found, causal=causal).to_dict()) for causal in (True, False)]
    assert ["everybody" in picture for picture in drawn] == [True, False]
    said = charts.arms_words(found, causal=False)
    assert "4.50 kg as seen, 5.20 kg after adjusting" in said
    assert "everybody" not in said
