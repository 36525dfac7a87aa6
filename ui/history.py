"""The history of the open study: its versions, what is different between two, names, and going back."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from studies.compare import compare
from studies.store import Version
from studies.study import Study
from ui import state
from ui.faults import shown_errors
from ui.text import plain

OPEN = "history_open"
SHOWN = 12  # versions listed at first; the named ones always are


def button(study: Study) -> None:
    """The button that opens the history, which stays open until it is closed: also while a result arrives."""
    if st.button("History", icon=":material/history:", help="Every version: compare, name, restore"):
        state.session().memory[OPEN] = study.id
    if state.session().memory.get(OPEN) == study.id:
        _dialog(study.id)


def _close() -> None:
    state.session().memory.pop(OPEN, None)


@st.dialog("History", width="large", on_dismiss=_close)
def _dialog(study_id: str) -> None:
    with shown_errors():
        _contents(study_id)


def _contents(study_id: str) -> None:
    found = state.store().versions(study_id)
    now, zone = datetime.now(UTC), _zone()
    by_number = {v.number: v for v in found}
    titles = {v.number: version_title(v) for v in found}
    listed = _listed(study_id, found)
    st.markdown(
        "Every change is a version. Choose one to see what is different from another, to give it a name, or to go "
        "back to it. Going back is a new version too: nothing is lost."
    )
    chosen = st.radio(
        "Version",
        listed,
        format_func=lambda n: plain(titles[n]),
        captions=[time_said(by_number[n].created, now, zone) for n in listed],
        key=f"version_{study_id}",
    )
    if chosen is None:
        return
    version = by_number[chosen]
    present = next((v.number for v in found if v.present), chosen)
    _compare(study_id, version, present, titles)
    _name_and_restore(study_id, version)


def _listed(study_id: str, found: tuple[Version, ...]) -> list[int]:
    """The newest versions, the present and the named ones; all of them when asked for."""
    few = [v.number for i, v in enumerate(found) if i < SHOWN or v.present or v.name]
    if len(few) == len(found):
        return few
    every = st.toggle(f"Show all {len(found)} versions", key=f"all_versions_{study_id}")
    return [v.number for v in found] if every else few


def _compare(study_id: str, version: Version, present: int, titles: dict[int, str]) -> None:
    others = [n for n in titles if n != version.number]
    if not others:
        st.caption("There is only this version so far.")
        return
    older = next((n for n in others if n < version.number), others[0])
    start = present if present != version.number else older
    other = st.selectbox(
        "Compare with",
        others,
        index=others.index(start),
        format_func=lambda n: titles[n],
        key=f"compare_{study_id}_{version.number}",
    )
    first, second = sorted((version.number, other))
    st.subheader(f"From version {first} to version {second}", anchor=False)
    sentences = compare(*(state.store().version(study_id, n) for n in (first, second)))
    st.markdown("\n".join(f"- {plain(s)}" for s in sentences))


def _name_and_restore(study_id: str, version: Version) -> None:
    with (
        st.form(f"name_{study_id}_{version.number}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input(
            f"Name of version {version.number}",
            value=version.name,
            max_chars=120,
            placeholder="for example: before the meeting",
        )
        named = st.form_submit_button("Keep the name", icon=":material/bookmark:")
    if named and name.strip() != version.name:
        state.store().name_version(study_id, version.number, name)
        st.rerun()
    if st.button(
        f"Restore version {version.number}",
        icon=":material/settings_backup_restore:",
        type="primary",
        disabled=version.present,
        help="This is the present version." if version.present else None,
    ):
        _close()
        state.restore(version.number)
        state.notice(f"Version {version.number} is the present one again. Undo leads back.")
        st.rerun()


def version_title(version: Version) -> str:
    """One line for a version: its number, its name or what was done, and whether one is there."""
    name = f"“{version.name}” ({version.label})" if version.name else version.label
    return f"{version.number}. {name}{' · present' if version.present else ''}"


def time_said(at: datetime, now: datetime, zone: tzinfo) -> str:
    """The time as it is on the person's clock; today's without the date."""
    at, now = at.astimezone(zone), now.astimezone(zone)
    clock = f"{at:%H:%M}" if zone is not UTC else f"{at:%H:%M} UTC"
    if at.date() == now.date():
        return f"today, {clock}"
    year = "" if at.year == now.year else f" {at.year}"
    return f"{at.day} {at:%B}{year}, {clock}"


def _zone() -> tzinfo:
    try:
        return ZoneInfo(st.context.timezone) if st.context.timezone else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
