"""A page in a browser: what it comes to, and what hands do to it."""

import base64
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from tests.chromium.keys import strokes

_PATIENCE: Final = 40.0
"""How long what is waited for in a page may take [s]."""

_FRAME: Final = """new Promise((done, fail) => requestAnimationFrame(() => requestAnimationFrame(() => {
    try { done({expression}); } catch (error) { fail(error); }
})))"""
_UNTIL: Final = """(async () => {
    const end = performance.now() + %d;
    for (;;) {
        const come = await (async () => (%s))().catch((error) => { if (performance.now() > end) throw error; });
        if (come || performance.now() > end) return come instanceof Node ? true : come;
        await new Promise((done) => setTimeout(done, 10));
    }
})()"""


class Browser(Protocol):
    """What a tab needs of its browser."""

    events: Any

    def ask(self, method: str, parameters: Mapping[str, Any], *, session: str = "") -> Any:
        """Return what the browser answers."""

    def tell(self, method: str, parameters: Mapping[str, Any], *, session: str = "") -> int:
        """Ask without waiting for the answer; return its number."""

    def listen(self, session: str, heard: Any) -> None:
        """Call a function with each event of a session."""

    def wait_for(self, event: str, is_it: Any = ..., *, session: str = "", within: float = ...) -> Mapping[str, Any]:
        """Return what the browser tells of something."""


class Tab:
    """
    A page in a browser.

    Parameters
    ----------
    browser
        The browser.
    session, target
        What the browser calls it, and its window.
    """

    def __init__(self, browser: Browser, session: str, target: str) -> None:
        self._browser = browser
        self._session = session
        self.target = target
        self.dialogs: list[str] = []
        """Dialogs of the browser since the page was opened, each answered at once: "beforeunload: ", "alert: text"."""
        self.accepts_dialogs = True
        browser.listen(session, self._heard)
        for domain in ("Page", "Runtime", "Log", "Network", "Audits", "Accessibility", "DOM"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setFocusEmulationEnabled", enabled=True)

    def ask(self, method: str, **parameters: Any) -> Any:
        """Return what the browser answers."""
        return self._browser.ask(method, parameters, session=self._session)

    def open(self, place: Path | str, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Open a file or an address in a window of so many pixels, and wait until it is there."""
        self.resize(width, height)
        self.emulate(dark=dark)
        self._browser.events[self._session].clear()
        self.dialogs.clear()
        url = place if isinstance(place, str) else place.resolve().as_uri()
        gone = self.ask("Page.navigate", url=url)
        assert "errorText" not in gone, f"{url}: {gone['errorText']}"
        self._browser.wait_for("Page.loadEventFired", session=self._session)

    def reload(self) -> None:
        """Open the page once more, and wait until it is there."""
        self._browser.events[self._session].clear()
        self.ask("Page.reload")
        self._browser.wait_for("Page.loadEventFired", session=self._session)

    def close(self) -> None:
        """Close the window without asking the page."""
        self._browser.ask("Target.closeTarget", {"targetId": self.target})

    def resize(self, width: int, height: int) -> None:
        """Make the window so many pixels large; below 500 it is a telephone's, which is touched."""
        small = width < 500
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": small}
        self.ask("Emulation.setDeviceMetricsOverride", **metrics)
        self.ask("Emulation.setTouchEmulationEnabled", enabled=small)

    def emulate(
        self, *, dark: bool = False, calm: bool = False, printed: bool = False, locale: str | None = None
    ) -> None:
        """Show the page in the dark, without motion, as printed, or in a locale, once it is opened anew."""
        features = {
            "prefers-color-scheme": "dark" if dark else "light",
            "prefers-reduced-motion": "reduce" if calm else "no-preference",
        }
        told = [{"name": name, "value": value} for name, value in features.items()]
        self.ask("Emulation.setEmulatedMedia", media="print" if printed else "", features=told)
        if locale is not None:
            self.ask("Emulation.setLocaleOverride", locale=locale)

    def value(self, expression: str) -> Any:
        """Return what an expression comes to in the page, once a frame has been drawn."""
        return self.evaluate(_FRAME.replace("{expression}", expression))

    def evaluate(self, expression: str) -> Any:
        """Return what an expression comes to in the page, once its promise is kept; policies do not bind it."""
        options = {"awaitPromise": True, "returnByValue": True, "userGesture": True}
        answer = self.ask("Runtime.evaluate", expression=expression, **options)
        assert "exceptionDetails" not in answer, f"{expression}: {answer['exceptionDetails']}"
        return answer["result"].get("value")

    def until(self, expression: str, *, within: float = _PATIENCE) -> Any:
        """Return what an expression comes to once that is true; fail if it is not within so many seconds."""
        end = time.monotonic() + within
        while True:
            left = max(0.0, end - time.monotonic())
            try:
                come = self.evaluate(_UNTIL % (1000 * left, expression))
            except AssertionError as error:  # the page that was asked is gone, and another is coming
                if "context" not in str(error).lower() or time.monotonic() > end:
                    raise
                continue
            assert come, f"not within {within:g} s: {expression}\n{self.complaints}\n{self.text[:2000]}"
            return come

    @property
    def text(self) -> str:
        """Return what the page says, as a reader would see it."""
        text: str = self.evaluate("document.body?.innerText ?? ''")
        return text

    def named(self, role: str, name: str, *, within: float = _PATIENCE) -> str:
        """
        Wait for an element by the role and name that a screen reader tells, and return an expression for it.

        It is the first of them that is shown; what is written in a page has the names that the browser computes.
        """
        end = time.monotonic() + within
        while True:
            document = self.ask("Runtime.evaluate", expression="document")["result"]["objectId"]
            nodes = self.ask("Accessibility.queryAXTree", objectId=document, role=role, accessibleName=name)["nodes"]
            for node in nodes:
                if node.get("ignored"):
                    continue
                there = self.ask("DOM.resolveNode", backendNodeId=node["backendDOMNodeId"])["object"]["objectId"]
                number = self.ask(
                    "Runtime.callFunctionOn",
                    objectId=there,
                    functionDeclaration="""function () {
                        return this.checkVisibility() && (globalThis.__named ??= []).push(this);
                    }""",
                    returnByValue=True,
                )["result"]["value"]
                if number:
                    return f"__named[{number - 1}]"
            assert time.monotonic() < end, f"no {role} is named {name!r}\n{self.complaints}\n{self.text[:2000]}"
            self.value("0")

    def box(self, element: str) -> Mapping[str, float]:
        """
        Return where an element is in the window, scrolled to, once it is there [pixels].

        It is told by a selector, or as `named` returned it.
        """
        self.until(_expression(element))
        box: Mapping[str, float] = self.value(f"""(() => {{
            const one = {_expression(element)};
            one.scrollIntoView({{ block: 'nearest', inline: 'nearest' }});
            return one.getBoundingClientRect().toJSON();
        }})()""")
        return box

    def point_at(self, element: str, *, across: float = 0.5, down: float = 0.5) -> tuple[float, float]:
        """Move the mouse over an element, so far from its left end and its top [shares]; return where that is."""
        box = self.box(element)
        at = (box["x"] + across * box["width"], box["y"] + down * box["height"])
        self.mouse("mouseMoved", at)
        return at

    def mouse(self, kind: str, at: tuple[float, float], **more: Any) -> None:
        """Tell of the mouse: mousePressed, mouseMoved, mouseReleased."""
        self.ask("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], pointerType="mouse", **more)

    def click(self, element: str, *, count: int = 1, modifiers: int = 0) -> None:
        """Click in the middle of an element."""
        at = self.point_at(element)
        for number in range(1, count + 1):
            for kind, down in (("mousePressed", 1), ("mouseReleased", 0)):
                self.mouse(kind, at, button="left", buttons=down, clickCount=number, modifiers=modifiers)

    def drag(self, element: str, by: tuple[float, float], *, steps: int = 8, held: bool = False) -> tuple[float, float]:
        """Press the mouse on an element, move it so many pixels, a frame a step, and let go unless it is held there."""
        x, y = self.point_at(element)
        self.mouse("mousePressed", (x, y), button="left", buttons=1, clickCount=1)
        for step in range(1, steps + 1):
            at = (x + by[0] * step / steps, y + by[1] * step / steps)
            self.mouse("mouseMoved", at, button="left", buttons=1)
            self.value("0")
        if not held:
            self.release(at)
        return at

    def release(self, at: tuple[float, float]) -> None:
        """Let go of what the mouse holds."""
        self.mouse("mouseReleased", at, button="left", buttons=0, clickCount=1)

    def press(self, *keys: str) -> None:
        """Press and release keys where the focus is, one after the other: "a", "Enter", "Control+Shift+Z"."""
        for one in keys:
            for stroke in strokes(one):
                self.ask("Input.dispatchKeyEvent", **stroke)

    def type(self, text: str) -> None:
        """Type a text where the focus is, a key a character."""
        self.press(*text)

    def paste(self, text: str) -> None:
        """Put a text on the clipboard and paste it where the focus is, as Ctrl+V does."""
        self.evaluate(f"navigator.clipboard.writeText({json.dumps(text)})")
        self.press("Control+v")

    def copied(self) -> str:
        """Copy what is chosen, as Ctrl+C does, and return the text that is then on the clipboard."""
        self.press("Control+c")
        text: str = self.evaluate("navigator.clipboard.readText()")
        return text

    def picture(self, file: Path) -> Path:
        """Write what the window shows to a file, as PNG."""
        self.value("0")
        file.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))
        return file

    @property
    def complaints(self) -> list[str]:
        """Return errors and warnings since the page was opened, those of its policies too."""
        self.evaluate("0")
        return list(_complaints(self._browser.events[self._session]))

    @property
    def requests(self) -> list[str]:
        """Return the addresses that were asked for since the page was opened."""
        self.value("0")
        asked = (event for event in self._browser.events[self._session] if _is_request(event))
        return [event["params"]["request"]["url"] for event in asked]

    def _heard(self, event: Mapping[str, Any]) -> None:
        """Answer a dialog of the browser, which would hold up all else."""
        if event["method"] == "Page.javascriptDialogOpening":
            self.dialogs.append(f"{event['params']['type']}: {event['params']['message']}")
            answer = {"accept": self.accepts_dialogs}
            self._browser.tell("Page.handleJavaScriptDialog", answer, session=self._session)


def _expression(element: str) -> str:
    return element if element.startswith("__named") else f"document.querySelector({json.dumps(element)})"


def _is_request(event: Mapping[str, Any]) -> bool:
    return bool(event["method"] == "Network.requestWillBeSent")


def _complaints(events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for event in events:
        parameters = event["params"]
        match event["method"]:
            case "Log.entryAdded" if parameters["entry"]["level"] in ("error", "warning"):
                yield parameters["entry"]["text"]
            case "Runtime.consoleAPICalled" if parameters["type"] in ("error", "warning", "assert"):
                yield str(parameters["args"])
            case "Runtime.exceptionThrown":
                yield str(parameters["exceptionDetails"])
            case "Audits.issueAdded" if "contentSecurityPolicyIssueDetails" in parameters["issue"]["details"]:
                yield str(parameters["issue"]["details"])
