"""A browser for tests: Debian's Chromium without a window, spoken to over a pipe, so that it takes no driver."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

BINARY: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

_OPTIONS: Final = (
    *("--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars"),
    *("--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update"),
    *("--disable-dev-shm-usage", "--force-color-profile=srgb", "about:blank"),
)
_AT_THREE_AND_FOUR: Final = """
import os, sys
read, write = (os.dup(os.dup(os.dup(int(one)))) for one in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes the browser, which reads descriptor 3 and writes to 4, whatever numbers ours have."""

_PATIENCE: Final = 60.0
"""How long an answer may take [s]."""


class Tab:
    """
    A page in a browser.

    Parameters
    ----------
    browser
        The browser.
    session
        What the browser calls it.
    """

    def __init__(self, browser: "Chromium", session: str) -> None:
        self._browser = browser
        self._session = session
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> Any:
        """Return what the browser answers."""
        return self._browser.ask(method, parameters, session=self._session)

    def open(self, file: Path, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Open a file in a window of so many pixels, and wait until it is there."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", media="", features=[scheme])
        self._browser.events.clear()
        self.ask("Page.navigate", url=file.resolve().as_uri())
        self._browser.wait_for("Page.loadEventFired")

    def value(self, expression: str) -> Any:
        """Return what an expression comes to in the page, once a frame has been drawn."""
        awaited = f"new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done({expression}))))"
        answer = self.ask("Runtime.evaluate", expression=awaited, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def point_at(self, selector: str, *, across: float = 0.5) -> None:
        """Move the mouse over an element, so far from its left end [shares of its width]."""
        self.value(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})")
        box = self.value(f"document.querySelector({json.dumps(selector)}).getBoundingClientRect().toJSON()")
        at = {"x": box["x"] + across * box["width"], "y": box["y"] + box["height"] / 2}
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", **at)

    def press(self, key: str) -> None:
        """Press a key where the focus is."""
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, text=key if len(key) == 1 else "")

    @property
    def complaints(self) -> list[str]:
        """Return errors and warnings since the page was opened."""
        self.value("0")
        told = []
        for event in self._browser.events:
            parameters = event["params"]
            match event["method"]:
                case "Log.entryAdded" if parameters["entry"]["level"] in ("error", "warning"):
                    told.append(parameters["entry"]["text"])
                case "Runtime.consoleAPICalled" if parameters["type"] in ("error", "warning", "assert"):
                    told.append(str(parameters["args"]))
                case "Runtime.exceptionThrown":
                    told.append(str(parameters["exceptionDetails"]))
        return told

    @property
    def requests(self) -> list[str]:
        """Return the addresses that were asked for since the page was opened."""
        self.value("0")
        asked = (event for event in self._browser.events if event["method"] == "Network.requestWillBeSent")
        return [event["params"]["request"]["url"] for event in asked]


class Chromium:
    """
    A browser.

    Parameters
    ----------
    to_browser, from_browser
        Descriptors that are written to and read from.
    """

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._out, self._in = to_browser, from_browser
        self._rest = b""
        self._last = 0
        self.events: list[Mapping[str, Any]] = []

    def tab(self) -> Tab:
        """Open a tab."""
        target = self.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        return Tab(self, session)

    def ask(self, method: str, parameters: Mapping[str, Any], *, session: str = "") -> Any:
        """Return what the browser answers."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        os.write(self._out, json.dumps({**message, **({"sessionId": session} if session else {})}).encode() + b"\0")
        for answer in self._messages():
            if answer.get("id") == self._last:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self.events.append(answer)
        raise AssertionError(f"{method}: the browser is gone")

    def wait_for(self, event: str) -> None:
        """Wait until the browser tells of something, if it has not."""
        if any(one.get("method") == event for one in self.events):
            return
        for message in self._messages():
            self.events.append(message)
            if message.get("method") == event:
                return

    def _messages(self) -> Iterator[Mapping[str, Any]]:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            while b"\0" in self._rest:
                message, self._rest = self._rest.split(b"\0", 1)
                yield json.loads(message)
            part = os.read(self._in, 1 << 20)
            if not part:
                return
            self._rest += part
        raise TimeoutError("the browser does not answer")


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start a browser with a profile of its own, and end it."""
    assert BINARY is not None
    out_read, out_write = os.pipe()
    in_read, in_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [BINARY, *_OPTIONS[:-1], f"--user-data-dir={profile}", _OPTIONS[-1]]
        process = subprocess.Popen(
            [sys.executable, "-c", _AT_THREE_AND_FOUR, str(out_read), str(in_write), *command],
            pass_fds=(out_read, in_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(out_read)
        os.close(in_write)
        try:
            yield Chromium(out_write, in_read)
        finally:
            process.terminate()
            process.wait(timeout=30)
            os.close(out_write)
            os.close(in_read)
