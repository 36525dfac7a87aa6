"""The graph editor by mouse, finger and keys alone: build, undo, redo, reverse, rename, delete, in and out."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.editor_page import open_empty

FIVE = (
    "age -> drug",
    "age -> health",
    "drug -> pulse",
    "drug <-> health",
    "income -> age",
    "pulse -> health",
)
SPOTS = {
    "income": (0.15, 0.2),
    "age": (0.4, 0.2),
    "drug": (0.3, 0.7),
    "pulse": (0.55, 0.55),
    "health": (0.85, 0.7),
}


def test_by_mouse_a_graph_is_built_from_nothing_undone_and_redone(page: Page, server: str) -> None:
    editor = open_empty(page, server)
    for name, spot in SPOTS.items():
        editor.add(name, *spot)
        editor.answered()
    for arrow in FIVE:
        first, sign, second = arrow.split()
        (editor.share if sign == "<->" else editor.draw)(first, second)
        editor.answered()
    editor.expect_arrows(*FIVE)
    built = editor.places()
    steps = len(SPOTS) + len(FIVE)
    for _ in range(steps):
        editor.press("undo")
        editor.answered()
    assert editor.names() == []
    for _ in range(steps):
        editor.press("redo")
        editor.answered()
    editor.expect_arrows(*FIVE)
    assert editor.places() == built
