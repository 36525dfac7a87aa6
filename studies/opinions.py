"""What a model thinks of a study's graph, taken into the study: never more than a proposal or a doubt.

What a person accepted is not changed by any opinion. Where an opinion speaks against it, it is said, and the
arrow that it would have is proposed.
"""

from __future__ import annotations

from collections.abc import Iterable

from llm.checking import check_arrows
from llm.critique import Objection
from llm.schemas import Arrow as SaidArrow
from llm.schemas import HiddenCause as SaidHidden
from llm.schemas import Proposal
from llm.second_opinion import MAX_PAIRS, Opinion, SecondOpinion
from studies.proposals import (
    OPEN,
    Merged,
    decide_arrow,
    merge,
    refused_variables,
    rejected_pairs,
    turn_round,
    variable_infos,
)
from studies.study import Arrow, Study


def drawn_arrows(study: Study) -> tuple[SaidArrow, ...]:
    """The arrows of the picture, accepted and open, as the assistant takes them."""
    return tuple(
        SaidArrow(
            source=a.cause,
            target=a.effect,
            reason=a.reason,
            confidence=a.confidence or "medium",
            wrong_if=a.wrong_if,
        )
        for a in study.arrows
        if a.status != "rejected"
    )


def drawn_hidden(study: Study) -> tuple[SaidHidden, ...]:
    """The hidden common causes of the picture, accepted and open, as the assistant takes them."""
    return tuple(
        SaidHidden(between=(h.a, h.b), what=h.reason[:80] or "something not measured", reason=h.reason)
        for h in study.hidden
        if h.status != "rejected"
    )


def pairs_to_ask(study: Study) -> tuple[tuple[str, str], ...]:
    """The arrows that most want a second opinion, at most thirty.

    First those that are open and not held for sure, then the other open ones, then accepted ones that touch
    the cause or the outcome. The arrow that the question itself is about is left out.
    """
    asked = {study.question.treatment, study.question.outcome}
    found: list[tuple[int, int, tuple[str, str]]] = []
    for place, arrow in enumerate(study.arrows):
        pair = (arrow.cause, arrow.effect)
        if arrow.status == "rejected" or set(pair) == asked:
            continue
        touches = bool(asked & set(pair))
        if arrow.status in OPEN:
            doubt = arrow.status == "unsure" or arrow.confidence in ("low", None)
            found.append((0 if doubt else 1, place, pair))
        elif touches:
            found.append((2, place, pair))
    return tuple(pair for _, _, pair in sorted(found)[:MAX_PAIRS])


def take_opinion(study: Study, opinion: SecondOpinion) -> Merged:
    """Mark open arrows on which the two askings did not agree as unsure, and propose what was said instead.

    What was said instead is held against the lottery and the order of time as any proposal is. An open arrow on which
    both askings agree loses its doubt and stays open. ``left_out`` says in a sentence
    what the opinion means for each pair that it does not simply support.
    """
    said: list[str] = []
    wanted: list[SaidArrow] = []
    arrows = {(a.cause, a.effect): a for a in study.arrows}
    for one in opinion.opinions:
        arrow = arrows.get((one.a, one.b))
        if arrow is None or arrow.status == "rejected":
            continue
        arrows[one.a, one.b] = _marked(arrow, one)
        line = _line(arrow, one)
        if line:
            said.append(line)
        if one.verdict == "b_causes_a":
            wanted.append(SaidArrow(source=one.b, target=one.a, reason=one.why, confidence="medium"))
    changed = study.model_copy(update={"arrows": tuple(arrows.values())})
    kept, aside = check_arrows(
        wanted,
        variable_infos(study, None),
        treatment=study.question.treatment,
        outcome=study.question.outcome,
        rejected=rejected_pairs(study),
    )
    if kept:
        changed = _proposed(changed, kept, opinion.source)
    said += [f"{item.item}: {item.reason}" for item in (*aside, *opinion.set_aside)]
    return Merged(study=changed, left_out=tuple(said))


def _marked(arrow: Arrow, one: Opinion) -> Arrow:
    if arrow.status not in OPEN:
        return arrow
    if _unanswered(one):
        return arrow  # that is no doubt
    return arrow.model_copy(update={"status": "unsure" if one.verdict == "unsure" else "proposed"})


def _unanswered(one: Opinion) -> bool:
    """Whether the model passed the pair over in an asking: it then did not contradict itself."""
    return one.verdict == "unsure" and not all(one.answers)


def _line(arrow: Arrow, one: Opinion) -> str:
    shown = f"{arrow.cause} → {arrow.effect}"
    yours = "" if arrow.status in OPEN else " You have accepted it, so it stays."
    if _unanswered(one):
        return f"{shown}: the model gave no answer in {'one' if any(one.answers) else 'either'} of the two askings.{yours}"
    if one.verdict == "unsure":
        return (
            f"{shown}: asked twice in another order, the model did not say the same, so it is unsure.{yours}"
        )
    if one.verdict == "b_causes_a":
        return f"{shown}: the model says the opposite both times. {one.why}{yours}".replace(" .", ".")
    if one.verdict == "neither":
        return f"{shown}: the model says both times that neither changes the other. {one.why}{yours}"
    if one.verdict == "unknown":
        return f"{shown}: the model says both times that this cannot be known.{yours}"
    return ""


def _proposed(study: Study, arrows: Iterable[SaidArrow], source: str) -> Study:
    """The arrows as open proposals, also where the opposite is accepted; rejected ones stay rejected."""
    standing = {(a.cause, a.effect) for a in study.arrows}
    new = tuple(
        Arrow(
            cause=a.source,
            effect=a.target,
            reason=a.reason,
            source=source,
            status="proposed",
            confidence=a.confidence,
            wrong_if=a.wrong_if,
        )
        for a in arrows
        if (a.source, a.target) not in standing
    )
    return study.model_copy(update={"arrows": study.arrows + new})


def take_objection(study: Study, objection: Objection, source: str) -> Merged:
    """Take up an objection: what it adds comes in as proposed, what it would take out is named.

    An open arrow that it speaks against becomes unsure; an accepted one stays until the person turns it round
    or takes it out.
    """
    said: list[str] = []
    against = set(objection.remove)
    arrows = []
    for arrow in study.arrows:
        pair = (arrow.cause, arrow.effect)
        if pair in against and arrow.status in OPEN:
            arrow = arrow.model_copy(update={"status": "unsure"})
        elif pair in against and arrow.status == "accepted":
            way = (
                "turn it round"
                if pair[::-1] in {(a.source, a.target) for a in objection.add}
                else "take it out"
            )
            said.append(f"{pair[0]} → {pair[1]} is accepted and stays: {way} in the picture if you agree.")
        arrows.append(arrow)
    changed = study.model_copy(update={"arrows": tuple(arrows)})
    proposal = Proposal(source=source, hidden=objection.hidden, unmeasured=objection.unmeasured)
    wanted = refused_variables(changed) & {u.name for u in objection.unmeasured}
    again = tuple(a for a in changed.arrows if a.cause not in wanted)  # taken now, whatever was said before
    merged = merge(changed.model_copy(update={"arrows": again}), proposal)
    return Merged(study=_proposed(merged.study, objection.add, source), left_out=(*said, *merged.left_out))


def objection_key(objection: Objection) -> str:
    """What an objection would change, as one line: the same objection is known again by it."""
    parts = [objection.kind, *(f"-{a} → {b}" for a, b in objection.remove)]
    parts += [f"+{a.source} → {a.target}" for a in objection.add]
    parts += [f"+{' ↔ '.join(sorted(h.between))}" for h in objection.hidden]
    parts += [f"+{u.name}" for u in objection.unmeasured]
    return "; ".join(parts)


def dismiss(study: Study, objection: Objection) -> Study:
    """Remember that the person turned an objection down."""
    kept = tuple(dict.fromkeys((*study.dismissed, objection_key(objection))))
    return study.model_copy(update={"dismissed": kept})


def act_on(study: Study, objection: Objection, source: str) -> Merged:
    """Do what the person asked for by taking up an objection.

    An arrow is turned round or taken out (and remembered as rejected) at once; what is new comes as proposed.

    Raises
    ------
    CycleError
        The arrow turned round would close a loop with what is accepted.
    """
    drawn = {(a.cause, a.effect) for a in study.arrows if a.status != "rejected"}
    added = {(a.source, a.target) for a in objection.add}
    if not set(objection.remove) <= drawn:
        return take_objection(study, objection, source)
    for cause, effect in objection.remove:
        back = (effect, cause) in added
        study = turn_round(study, cause, effect) if back else decide_arrow(study, cause, effect, accept=False)
    return take_objection(study, objection, source)
