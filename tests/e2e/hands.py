"""The same steps by mouse, by finger and by keys: each hand does them with nothing else."""

from __future__ import annotations

import time
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

from tests.e2e.drive import settled
from tests.e2e.editor_page import EditorPage, Point


class Hand(Protocol):
    """What a person can do to the picture and to the page around it."""

    def add(self, name: str, spot: Point) -> None: ...
    def arrow(self, cause: str, effect: str) -> None: ...
    def share(self, a: str, b: str) -> None: ...
    def choose(self, name: str) -> None: ...
    def choose_arrow(self, cause: str, effect: str) -> None: ...
    def act(self, what: str) -> None: ...
    def rename(self, old: str, new: str) -> None: ...
    def press(self, button: Locator) -> None: ...
    def write(self, field: Locator, text: str) -> None: ...


class Mouse:
    """Clicks, double clicks and drags; names are typed."""

    def __init__(self, page: Page) -> None:
        self.page, self.editor = page, EditorPage(page)

    def add(self, name: str, spot: Point) -> None:
        self.editor.add(name, *spot)

    def arrow(self, cause: str, effect: str) -> None:
        self.editor.draw(cause, effect)

    def share(self, a: str, b: str) -> None:
        self.editor.share(a, b)

    def choose(self, name: str) -> None:
        self.editor.select(name)

    def choose_arrow(self, cause: str, effect: str) -> None:
        self.page.mouse.click(*self.editor.middle(cause, effect))
        expect(self.editor.selected).to_have_text(f"{cause} affects {effect}")

    def act(self, what: str) -> None:
        self.editor.press(what)

    def rename(self, old: str, new: str) -> None:
        self.page.mouse.dblclick(*self.editor.at(old))
        self.editor.type_name(new)

    def press(self, button: Locator) -> None:
        button.click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        field.fill(text)


class Finger:
    """Taps and swipes."""

    def __init__(self, page: Page) -> None:
        self.page, self.editor = page, EditorPage(page)

    def tap(self, at: Point) -> None:
        self.page.touchscreen.tap(*at)

    def tap_twice(self, at: Point) -> None:
        """Two taps a sixth of a second apart and some pixels off, however slow this machine is just now."""
        session, now = self.page.context.new_cdp_session(self.page), time.time()
        for after, (x, y) in ((0.0, at), (0.16, (at[0] + 6, at[1] - 9))):
            for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
                when = now + after + (0.05 if kind == "touchEnd" else 0.0)
                session.send(
                    "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, "timestamp": when}
                )
        session.detach()

    def add(self, name: str, spot: Point) -> None:
        self.tap_twice(self.editor.empty(*spot))
        self.editor.type_name(name)

    def arrow(self, cause: str, effect: str) -> None:
        self.choose(cause)
        self.editor.swipe(self.editor.handle(cause), self.editor.at(effect))

    def share(self, a: str, b: str) -> None:
        self.choose(a)
        self.editor.swipe(self.editor.share_handle(a), self.editor.at(b))

    def choose(self, name: str) -> None:
        self.tap(self.editor.at(name))
        expect(self.editor.selected).to_have_text(name)

    def choose_arrow(self, cause: str, effect: str) -> None:
        self.tap(self.editor.middle(cause, effect))
        expect(self.editor.selected).to_have_text(f"{cause} affects {effect}")

    def act(self, what: str) -> None:
        self.editor.button(what).tap()

    def rename(self, old: str, new: str) -> None:
        self.tap_twice(self.editor.at(old))
        self.editor.type_name(new)

    def press(self, button: Locator) -> None:
        button.tap()

    def write(self, field: Locator, text: str) -> None:
        field.tap()
        field.fill(text)


KEY = {"undo": "Control+z", "redo": "Control+y", "reverse": "r", "delete": "Delete"}


class Keys:
    """The keyboard: the picture's own keys while it has the focus, Enter on what else has it."""

    def __init__(self, page: Page) -> None:
        self.page, self.editor = page, EditorPage(page)

    def at_the_picture(self) -> None:
        """The picture has the focus; from the top of the page it is reached by Tab."""
        for _ in range(80):
            if self.editor.look("return ed.root.getRootNode().activeElement === ed.box"):
                return
            self.editor.keys("Tab")
        raise AssertionError("the picture is not reached by Tab")

    def add(self, name: str, spot: Point) -> None:
        del spot  # by keys a variable comes where there is room
        self.at_the_picture()
        self.editor.keys("a")
        expect(self.editor.naming).to_be_focused()
        self.page.keyboard.type(name)  # with r and c in it, which are keys of the page elsewhere
        self.editor.keys("Enter")

    def arrow(self, cause: str, effect: str) -> None:
        self._joined(cause, "e", effect)

    def share(self, a: str, b: str) -> None:
        self._joined(a, "h", b)

    def _joined(self, a: str, key: str, b: str) -> None:
        self.choose(a)
        self.editor.keys(key)
        self._step("n", b)
        self.editor.keys("Enter")

    def choose(self, name: str) -> None:
        self.at_the_picture()
        self.editor.keys("Escape")
        self._step("n", name)

    def choose_arrow(self, cause: str, effect: str) -> None:
        self.at_the_picture()
        self.editor.keys("Escape")
        self._step("]", f"{cause} affects {effect}")

    def _step(self, key: str, wanted: str) -> None:
        for _ in range(16):
            if self.editor.selected.inner_text() == wanted:
                return
            self.editor.keys(key)
        raise AssertionError(f"{wanted} was not reached; at {self.editor.selected.inner_text()}")

    def act(self, what: str) -> None:
        self.at_the_picture()
        self.editor.keys(KEY[what])

    def rename(self, old: str, new: str) -> None:
        self.choose(old)
        self.editor.keys("F2")
        expect(self.editor.naming).to_be_focused()
        self.page.keyboard.type(new)
        self.editor.keys("Enter")

    def press(self, button: Locator) -> None:
        button.focus()
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        field.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)


HANDS = {"mouse": Mouse, "finger": Finger, "keys": Keys}


def paste_by(hand: Hand, page: Page, text: str) -> None:
    """Paste a graph under Import and export."""
    open_files(hand, page)
    hand.write(page.get_by_label("Paste a graph", exact=False), text)
    hand.press(page.get_by_role("button", name="Use this graph"))
    settled(page)


def open_files(hand: Hand, page: Page) -> None:
    """Open Import and export, where it is not open yet."""
    if not page.get_by_label("Paste a graph", exact=False).is_visible():
        hand.press(page.locator("summary", has_text="Import and export"))
        expect(page.get_by_label("Paste a graph", exact=False)).to_be_visible()
        settled(page)
