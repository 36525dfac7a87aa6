"""Every setting of the server, read from the environment in this one place.

| variable | default | meaning |
|---|---|---|
| ``WHYBOARD_DATA_DIR`` | ``~/.whyboard`` | where studies and uploaded files are kept |
| ``WHYBOARD_DATABASE_URL`` | SQLite in the data folder | any SQLAlchemy address |
| ``WHYBOARD_MAX_UPLOAD_MB`` | 200 | the largest file taken |
| ``WHYBOARD_WORKERS`` | cores − 1, at least 1 | long computations at once, each in its own process; with 0 in the page |
| ``WHYBOARD_HOSTED`` | no | ``1`` when strangers share the server: studies are only found by their address |
| ``WHYBOARD_LLM_…`` | none | the assistant's server, read by :mod:`llm.settings` |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one server."""

    data_dir: Path
    database_url: str
    max_upload_bytes: int
    hosted: bool
    workers: int


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``environment`` (``os.environ`` when left out).

    Raises
    ------
    SettingsError
        A number is not a number.
    """
    env = os.environ if environment is None else environment
    data_dir = Path(env.get("WHYBOARD_DATA_DIR", "") or Path.home() / ".whyboard").expanduser()
    url = env.get("WHYBOARD_DATABASE_URL", "") or f"sqlite:///{data_dir / 'studies.sqlite3'}"
    return Settings(
        data_dir=data_dir,
        database_url=url,
        max_upload_bytes=_whole(env, "WHYBOARD_MAX_UPLOAD_MB", default=200, least=1) * 1_000_000,
        hosted=_yes(env.get("WHYBOARD_HOSTED", "")),
        workers=_whole(env, "WHYBOARD_WORKERS", default=max(1, (os.cpu_count() or 2) - 1), least=0),
    )


def _whole(env: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    text = env.get(name, "").strip()
    try:
        value = int(text) if text else default
    except ValueError:
        raise SettingsError(f"{name} is “{text}”, but must be a whole number.") from None
    if value < least:
        raise SettingsError(f"{name} is {value}, but must be {least} or more.")
    return value


def _yes(text: str) -> bool:
    if text.strip().lower() not in ("", "0", "1", "no", "yes", "false", "true"):
        raise SettingsError(f"WHYBOARD_HOSTED is “{text}”, but must be 1 or 0.")
    return text.strip().lower() in ("1", "yes", "true")
