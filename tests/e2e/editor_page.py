"""The graph editor as a person handles it: by mouse, finger and keys, and what one sees."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from playwright.sync_api import Locator, Page, TimeoutError, expect

from studies.study import Study
from tests.e2e.drive import heading, settled

_EDITOR = """() => {
  const host = [...document.querySelectorAll('.stBidiComponent *')].find(e => e.shadowRoot?.querySelector('.wb-editor'));
  return host?.shadowRoot.querySelector('.wb-root').__editor;
}"""
_NAMES = "[...ed.nodes.values()].map(n => n.label)"
_ARROWS = (
    "[...ed.edges.values()].map(e => { const n = [ed.name(e.source), ed.name(e.target)]; "
    "const b = e.kind === 'bidirected'; if (b) n.sort(); "
    "return n.join(b ? ' <-> ' : ' -> ') + (e.status === 'proposed' ? '?' : ''); })"
)
Point = tuple[float, float]


class EditorPage:
    """One open editor."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.locator(".wb-editor .wb-canvas")
        self.status = page.locator(".wb-editor .wb-status")
        self.offer = page.locator(".wb-editor .wb-offer")
        self.selected = page.locator(".wb-editor .wb-name")
        self.naming = page.locator(".wb-editor .wb-naming input")

    # -- looking ---------------------------------------------------------------------------------------

    def look(self, body: str, arg: object = None) -> Any:
        return self.page.evaluate(f"(arg) => {{ const ed = ({_EDITOR})(); {body} }}", arg)

    def until(self, body: str, arg: object = None) -> None:
        self.page.wait_for_function(f"(arg) => {{ const ed = ({_EDITOR})(); {body} }}", arg=arg)

    def ready(self) -> EditorPage:
        self.until("return ed?.opened")
        settled(self.page)
        return self

    def answered(self) -> None:
        """Python has answered every stroke, and its answer is on screen."""
        self.until("return ed && ed.data && !ed.pending.length && !ed.timer")

    def names(self) -> list[str]:
        return sorted(self.look(f"return {_NAMES}"))

    def arrows(self) -> list[str]:
        """What is drawn: ``a -> b``, ``a <-> b``, with a question mark for a proposal."""
        return sorted(self.look(f"return {_ARROWS}"))

    def expect_arrows(self, *wanted: str) -> None:
        self._expect(_ARROWS, wanted)

    def expect_names(self, *wanted: str) -> None:
        self._expect(_NAMES, wanted)

    def _expect(self, seen: str, wanted: Sequence[str]) -> None:
        """Every stroke is answered, and in the end this is what is seen."""
        body = f"return ed?.data && !ed.pending.length && !ed.timer && JSON.stringify({seen}.sort()) === arg"
        try:
            self.until(body, json.dumps(sorted(wanted), separators=(",", ":"), ensure_ascii=False))
        except TimeoutError:
            found = sorted(self.look(f"return {seen}"))
            raise AssertionError(f"{found}, not {sorted(wanted)}; {self.status.inner_text()}") from None

    def key(self, name: str) -> str:
        found = self.look("return [...ed.nodes.values()].find(n => n.label === arg)?.id", name)
        assert found is not None, f"{name!r} is not in the picture: {self.names()}"
        return cast(str, found)

    def node(self, name: str) -> dict[str, Any]:
        return cast(dict[str, Any], self.look("return ed.nodes.get(arg)", self.key(name)))

    def at(self, name: str) -> Point:
        """Where a variable's middle is on the screen."""
        return self._screen("return ed.canvas.dom(arg)", self.key(name))

    def handle(self, name: str) -> Point:
        """Where the round handle of a variable is on the screen once one is over it."""
        body = "const b = ed.canvas.boxOf(arg); return {x: b.right.x + 4, y: (b.y + b.right.y) / 2}"
        return self._screen(body, self.key(name))

    def share_handle(self, name: str) -> Point:
        body = "const b = ed.canvas.boxOf(arg); return {x: (b.x + b.right.x) / 2, y: b.right.y + 4}"
        return self._screen(body, self.key(name))

    def empty(self, x: float, y: float) -> Point:
        """A point of the canvas, as shares of its width and height."""
        self.into_view()
        box = self.canvas.bounding_box()
        assert box is not None
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    def places(self) -> dict[str, Point]:
        """Every variable's middle, in pixels of the canvas on the screen."""
        found = self.look(
            "return Object.fromEntries([...ed.nodes.values()].map(n => "
            "{ const p = ed.canvas.dom(n.id); return [n.label, [p.x, p.y]]; }))"
        )
        return {name: (x, y) for name, (x, y) in found.items()}

    def into_view(self) -> None:
        """To the middle of the window: at its top the page's header would be in the way."""
        self.canvas.evaluate("e => e.scrollIntoView({block: 'center'})")

    def _screen(self, body: str, arg: object) -> Point:
        self.into_view()
        found = self.look(
            f"const r = ed.box.getBoundingClientRect(), p = (() => {{ {body} }})(); return [r.left + p.x, r.top + p.y]",
            arg,
        )
        return found[0], found[1]

    # -- by mouse ----------------------------------------------------------------------------------------

    def button(self, act: str) -> Locator:
        return self.page.locator(f".wb-editor button[data-act={act}]")

    def press(self, act: str) -> None:
        self.button(act).click()

    def drag(self, start: Point, end: Point, *, shift: bool = False) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        if shift:
            self.page.keyboard.down("Shift")
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()
        if shift:
            self.page.keyboard.up("Shift")

    def hover(self, name: str) -> None:
        mouse, (x, y) = self.page.mouse, self.at(name)
        mouse.move(x - 3, y - 2)
        mouse.move(x, y)
        self.until(
            "return ed.root.querySelector('.wb-handle').style.display === 'block' && Math.abs("
            "parseFloat(ed.root.querySelector('.wb-handle').style.left) - ed.canvas.boxOf(arg).right.x - 4) < 2",
            self.key(name),
        )

    def draw(self, cause: str, effect: str) -> None:
        """Drag from the round handle to the effect."""
        self.hover(cause)
        self.drag(self.handle(cause), self.at(effect))

    def share(self, a: str, b: str) -> None:
        """Drag from the dashed handle to the other variable."""
        self.hover(a)
        self.drag(self.share_handle(a), self.at(b))

    def add(self, name: str, x: float, y: float) -> None:
        """Double click on an empty place and type the name."""
        self.page.mouse.dblclick(*self.empty(x, y))
        self.type_name(name)

    def type_name(self, name: str) -> None:
        field = self.naming
        expect(field).to_be_focused()
        field.fill(name)
        field.press("Enter")
        expect(field).to_be_hidden()

    def select(self, name: str) -> None:
        self.page.mouse.click(*self.at(name))
        expect(self.selected).to_have_text(name)

    def middle(self, a: str, b: str, *, sign: str = "d") -> Point:
        """The middle of the arrow from one to the other, on the screen."""
        body = "return ed.canvas.net.canvasToDOM(ed.canvas.net.body.edges[arg].edgeType.getPoint(0.5))"
        return self._screen(body, f"{sign} {self.key(a)} {self.key(b)}")

    # -- by finger --------------------------------------------------------------------------------------

    def swipe(self, start: Point, end: Point) -> None:
        """One finger down, along, and up."""
        session = self.page.context.new_cdp_session(self.page)

        def touch(kind: str, *points: Point) -> None:
            session.send(
                "Input.dispatchTouchEvent",
                {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
            )

        touch("touchStart", start)
        for i in range(1, 6):
            touch(
                "touchMove",
                (start[0] + (end[0] - start[0]) * i / 5, start[1] + (end[1] - start[1]) * i / 5),
            )
        self.page.wait_for_timeout(120)  # a finger that rests before it lifts: no fling to catch the next tap
        touch("touchMove", end)
        touch("touchEnd")
        session.detach()

    # -- by keys ------------------------------------------------------------------------------------------

    def keys(self, *presses: str) -> None:
        for press in presses:
            self.page.keyboard.press(press)


def open_empty(page: Page, server: str) -> EditorPage:
    """A study without data, on its Graph page."""
    page.goto(server)
    heading(page, "Start")
    page.get_by_role("button", name="Start without data").click()
    heading(page, "Question")
    page.get_by_role("link", name="4 Graph").click()
    heading(page, "Graph")
    return EditorPage(page).ready()


def open_study(page: Page, server: str, study: Study) -> EditorPage:
    """A study that is kept already, on its Graph page."""
    page.goto(f"{server}/graph?study={study.id}")
    heading(page, "Graph")
    return EditorPage(page).ready()


def paste(page: Page, text: str) -> None:
    """Paste a graph under Import and export."""
    box = page.get_by_label("Paste a graph", exact=False)
    if not box.is_visible():
        page.get_by_text("Import and export", exact=True).click()
    box.fill(text)
    page.get_by_role("button", name="Use this graph").click()
    settled(page)
