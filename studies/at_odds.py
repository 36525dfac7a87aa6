"""What a person said of the variables, and the accepted arrows that cannot be if it is so.

Nothing moves what was decided by lottery, and nothing that was settled later moves what was settled earlier. What
an assistant proposes is held against this before it is seen; an arrow that was drawn, or accepted before the
answer was given, is held against it here. Both cannot be right, so until one goes there is no causal sentence.

>>> from studies.study import Arrow, Question, Study, StudyVariable
>>> visits = StudyVariable(name="visits", timing="after")
>>> study = Study(
...     question=Question(treatment="drug", outcome="health"),
...     variables=(StudyVariable(name="drug"), StudyVariable(name="health"), visits),
...     arrows=(Arrow(cause="drug", effect="health"), Arrow(cause="visits", effect="drug")),
... )
>>> at_odds(study)[0][0]
'“visits” was said to be settled after “drug”, and the graph has the arrow visits → drug: one of the two is wrong.'
"""

from __future__ import annotations

from collections.abc import Iterator

from studies.study import Study

BEFORE, AT, AFTER = 0, 1, 2


def at_odds(study: Study) -> tuple[tuple[str, str], ...]:
    """One sentence for each such arrow, with the page on which it can be mended."""
    return tuple((text, "graph") for text in (*_into_lottery(study), *_against_time(study)))


def _into_lottery(study: Study) -> Iterator[str]:
    """Of the cause asked about: what else a lottery decided bears on the answer only through the graph."""
    cause = study.variable(study.question.treatment)
    if cause is None or not cause.randomised:
        return
    said = f"“{cause.name}” was said to be decided by lottery, and the graph has"
    for arrow in study.arrows:
        if arrow.status == "accepted" and arrow.effect == cause.name:
            yield f"{said} the arrow {arrow.cause} → {arrow.effect}: one of the two is wrong."
    for tie in study.hidden:
        if tie.status == "accepted" and cause.name in (tie.a, tie.b):
            yield f"{said} a hidden cause behind it, {tie.a} ↔ {tie.b}: one of the two is wrong."


def _against_time(study: Study) -> Iterator[str]:
    cause = study.question.treatment
    places = {"before": BEFORE, "after": AFTER}
    when = {v.name: places[v.timing] for v in study.variables if v.timing in places} | {cause: AT}
    for arrow in study.arrows:
        if arrow.status != "accepted" or arrow.cause not in when or arrow.effect not in when:
            continue
        if when[arrow.cause] <= when[arrow.effect]:
            continue
        early = when[arrow.effect] == BEFORE
        name, word = (arrow.effect, "before") if early else (arrow.cause, "after")
        yield (
            f"“{name}” was said to be settled {word} “{cause}”, and the graph has the arrow "
            f"{arrow.cause} → {arrow.effect}: one of the two is wrong."
        )
