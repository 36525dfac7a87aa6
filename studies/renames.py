"""Which variables of one version of a study are another's under a new name.

>>> from causal_core.graph.admg import CausalGraph
>>> from studies.edits import rename_variable
>>> from studies.workflow import set_graph
>>> one = set_graph(Study(), CausalGraph.parse("sex -> wage; age -> wage"))
>>> renames(one, rename_variable(one, "sex", "gender"))
{'sex': 'gender'}
"""

from __future__ import annotations

from studies.study import Study, StudyVariable
from studies.workflow import set_variables


def renames(before: Study, after: Study) -> dict[str, str]:
    """Old name to new, for variables that are the same ones under another name.

    The same column of the data says so, or where there is none, the same place in the picture to the pixel, or
    the same arrows. Where two variables could be meant, neither is taken as renamed.
    """
    gone = [v for v in before.variables if after.variable(v.name) is None]
    new = [v for v in after.variables if before.variable(v.name) is None]
    found: dict[str, str] = {}
    for same in (_same_column, _same_place, _same_arrows):
        pairs = [
            (a.name, b.name)
            for a in gone
            for b in new
            if a.name not in found and b.name not in found.values() and same(before, a, after, b)
        ]
        olds, news = [a for a, _ in pairs], [b for _, b in pairs]
        found |= {a: b for a, b in pairs if olds.count(a) == news.count(b) == 1}
    return found


def _same_column(_before: Study, a: StudyVariable, _after: Study, b: StudyVariable) -> bool:
    return a.column is not None and a.column == b.column


def _same_place(before: Study, a: StudyVariable, after: Study, b: StudyVariable) -> bool:
    place = before.positions.get(a.name)
    return a.column is b.column is None and place is not None and place == after.positions.get(b.name)


def _same_arrows(before: Study, a: StudyVariable, after: Study, b: StudyVariable) -> bool:
    drawn = _drawn(before, a.name)
    return a.column is b.column is None and bool(drawn) and drawn == _drawn(after, b.name)


def _drawn(study: Study, name: str) -> set[tuple[str, str]]:
    """The accepted arrows and hidden causes of a variable, as the other end and which way."""
    arrows = [a for a in study.arrows if a.status == "accepted" and name in (a.cause, a.effect)]
    hidden = [h for h in study.hidden if h.status == "accepted" and name in (h.a, h.b)]
    return {(a.effect, "to") if a.cause == name else (a.cause, "from") for a in arrows} | {
        (h.b if h.a == name else h.a, "hidden") for h in hidden
    }


def with_names(study: Study, new_names: dict[str, str]) -> Study:
    """The study with the new names, so that only what else changed is left to tell."""
    if not new_names:
        return study
    rows = [v.model_copy(update={"name": new_names.get(v.name, v.name)}) for v in study.variables]
    return set_variables(study, rows, new_names)
