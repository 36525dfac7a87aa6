"""The report: the whole chain as one HTML file that needs no network and runs nothing.

Every text of a person, a file or a model is escaped; a content policy in the page forbids scripts, frames
and anything fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.metadata import version
from importlib.resources import files

from causal_core import words
from causal_core.errors import CausalError
from causal_core.results import Assumption, Estimate, RefutationReport
from causal_core.table.table import Table
from studies.claims import Claim, claims
from studies.export.svg import effect_svg, graph_svg
from studies.labels import (
    OUTCOME_WORDS,
    RUNG_WORDS,
    SPEAKS_WORDS,
    page_words,
    source_words,
    standing_words,
)
from studies.standing import reliance_of, strategy_in_use
from studies.study import Study
from studies.support import rests_on
from studies.workflow import Answer, estimate_of, identify_study, report_of, with_provenance

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def report_html(study: Study, table: Table | None = None) -> str:
    """The report of ``study`` as it is now. ``table`` adds what is known of the columns."""
    title = study.title or "Untitled study"
    answer, problem = _answer(study)
    found, report = estimate_of(study), report_of(study)
    sections = [
        _question(study),
        _result(study, answer, found),
        _variables(study, table),
        _graph(study, found),
        _identification(study, answer, problem),
        _estimate(study, answer, found),
        _stress(study, report),
        _made(study, found),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>{''.join(sections)}</main></body></html>\n"
    )


@cache
def _style() -> str:
    return files("studies.export").joinpath("report.css").read_text("utf-8")


def _answer(study: Study) -> tuple[Answer | None, str]:
    try:
        return identify_study(study), ""
    except CausalError as error:
        return None, error.message


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def _list(items: Iterable[str]) -> str:
    lines = "".join(f"<li>{i}</li>" for i in items)
    return f"<ul>{lines}</ul>" if lines else ""


def _rows(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    top = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _question(study: Study) -> str:
    question = study.question
    text = "".join(f"<p>{escape(p)}</p>" for p in question.text.split("\n") if p.strip())
    among = f"Among {question.who}, does" if question.who else "Does"
    asked = (
        f"<p><strong>{escape(among)} {escape(question.treatment)} change {escape(question.outcome)}?</strong></p>"
        if question.treatment and question.outcome
        else "<p>No cause and outcome have been named yet.</p>"
    )
    return _section("The question", text + asked)


def _result(study: Study, answer: Answer | None, found: Estimate | None) -> str:
    if answer is None or found is None:
        return _section("The answer", "<p>There is no answer yet.</p>")
    boxes = [_claim(claim) for claim in claims(study, answer)[::-1]]
    return _section("The answer", _older_answer(study) + "".join(boxes) + effect_svg(found))


def _claim(claim: Claim) -> str:
    """A sentence with its rung, what is missing for more and where, what it rests on and what was looked at."""
    why = _list(
        f"{escape(text)}" + (f' <span class="soft">(page: {escape(page_words(step))})</span>' if step else "")
        for text, step in zip(claim.missing, claim.where, strict=True)
    )
    more = f'<p class="soft">Not said as cause and effect, because:</p>{why}' if why else ""
    if claim.assumptions:
        more += f'<p class="soft">This rests on:</p>{_assumptions(claim.assumptions)}'
    more += "".join(f'<p class="soft">{escape(note)}</p>' for note in claim.notes)
    if claim.evidence:
        looked = _list(
            f'<strong>{escape(e.title)}.</strong> {escape(e.text)} <span class="soft">({SPEAKS_WORDS[e.speaks]})</span>'
            for e in claim.evidence
        )
        more += f"<details><summary>What was looked at, and what it says</summary>{looked}</details>"
    badge = f'<span class="rung">{RUNG_WORDS[claim.rung]}</span>'
    return f'<div class="claim {claim.rung}">{badge}<br><strong>{escape(claim.text)}</strong>{more}</div><br>'


def _older_answer(study: Study) -> str:
    """A warning where what is shown was computed from something else than the present study."""
    if study.estimate_is_current():
        return ""
    return (
        '<p class="warn">This answer is of an older version of the study: the question, the graph or the data have '
        "changed since. It is shown as it was, and no longer counts.</p>"
    )


def _variables(study: Study, table: Table | None) -> str:
    if not study.variables:
        return ""
    data = ""
    if study.data is not None:
        data = f"<p>Data: {escape(study.data.name)}, {study.data.n_rows:,} rows, {study.data.n_columns} columns.</p>"

    if study.selected():
        data += f"<p>The rows were chosen by {escape(words.listed(study.selected(), most=20))}.</p>"

    def missing(column: str | None) -> str:
        return (
            f"{table.variable(column).n_missing:,}"
            if table is not None and column in table.names and column
            else ""
        )

    rows = [
        (v.name, v.meaning, v.unit, "yes" if v.measured else "no", v.column or "", missing(v.column))
        for v in study.variables
    ]
    return _section(
        "The variables", data + _rows(("Name", "Meaning", "Unit", "Measured", "Column", "Missing"), rows)
    )


def _graph(study: Study, found: Estimate | None) -> str:
    try:
        shown = found.adjustment_set if found is not None and study.estimate_is_current() else ()
        picture = graph_svg(study, shown)
    except CausalError as error:
        picture = f'<p class="warn">{escape(error.message)}</p>'
    arrows = [
        (f"{a.cause} → {a.effect}", a.reason, source_words(a.source))
        for a in study.arrows
        if a.status == "accepted"
    ]
    arrows += [
        (f"{h.a} ↔ {h.b} (hidden common cause)", h.reason, source_words(h.source))
        for h in study.hidden
        if h.status == "accepted"
    ]
    if not arrows:
        return _section("The graph", "<p>No arrows have been drawn yet.</p>")
    return _section("The graph", picture + _rows(("Arrow", "Reason", "From"), arrows))


def _identification(study: Study, answer: Answer | None, problem: str) -> str:
    if answer is None:
        return _section("Can it be answered?", f"<p>{escape(problem)}</p>")
    first = strategy_in_use(study, answer)
    body = f"<p>{escape(answer.reason)}</p>"
    if answer.estimand is not None:
        body += f"<p>{escape(answer.estimand.words())}</p>"
        body += f"<details><summary>The formula</summary><pre>{escape(str(answer.estimand))}</pre></details>"
    if answer.fixes:
        body += "<h3>What would help</h3>" + _list(escape(f.sentence) for f in answer.fixes)
    if first is not None:
        known = with_provenance(study, first.assumptions)
        body += "<h3>This rests on</h3>" + _assumptions(rests_on(study, known, reliance_of(study, answer)))
    return _section("Can it be answered?", body)


def _assumptions(assumptions: Iterable[Assumption]) -> str:
    return _list(
        f'{escape(a.text)} <span class="soft">({escape(standing_words(a.source, a.status))})</span>'
        for a in assumptions
    )


def _estimate(study: Study, answer: Answer | None, found: Estimate | None) -> str:
    if found is None:
        return ""
    causal = answer is not None and any(claim.rung == "done" for claim in claims(study, answer))
    factor, unit = words.display_unit(found)
    unit = f" {unit}" if unit else ""
    low, high = (words.number(v * factor) for v in found.ci)
    rows = [
        ("Effect" if causal else "Difference", f"{words.number(found.value * factor)}{unit}"),
        (f"{words.percent(found.level)} interval", f"{low} to {high}{unit}"),
        ("As seen, nothing adjusted for", f"{words.number(found.naive.value * factor)}{unit}"),
        ("Standard error", f"{words.number(found.std_error * factor)}{unit}"),
        ("Adjusted for", ", ".join(found.adjustment_set) or "nothing"),
        ("Method", f"{words.METHOD_WORDS[found.method]} ({found.method})"),
        ("Rows used", f"{found.n_obs:,}"),
        (
            "Rows dropped",
            f"{found.n_dropped:,}" + "".join(f"; {d.count:,}: {d.reason}" for d in found.dropped),
        ),
    ]
    warnings = _list(f'<span class="warn">{escape(w)}</span>' for w in found.warnings)
    return _section("How the answer was computed", _older_answer(study) + _rows(("", ""), rows) + warnings)


def _stress(study: Study, report: RefutationReport | None) -> str:
    if report is None:
        return _section(
            "Stress tests", "<p>No stress test has been run: the answer has not been attacked yet.</p>"
        )
    stale = "" if study.refutation_is_current() else '<p class="warn">These tests are of an older answer.</p>'
    boxes = [
        f"<h3>{escape(r.title)}: {OUTCOME_WORDS[r.outcome]}</h3>"
        f"<p>{escape(r.tried)} {escape(r.expected)} {escape(r.seen)} {escape(r.meaning)}</p>"
        f'<p class="soft">What it cannot see: {escape(r.cannot_see)}</p>'
        for r in report.results
    ]
    return _section(
        "Stress tests", stale + f"<p><strong>{escape(report.summary)}</strong></p>" + "".join(boxes)
    )


def _made(study: Study, found: Estimate | None) -> str:
    rows = [("Whyboard", version("whyboard"))]
    if study.data is not None:
        rows.append(("Data (sha256)", study.data.sha256))
    if found is not None:
        which = "Graph" if study.estimate_is_current() else "Graph of the older version"
        rows += [(f"{which} (sha256)", found.graph_sha256), ("Seed", str(found.seed))]
    return _section("How to make it again", _rows(("", ""), rows))
