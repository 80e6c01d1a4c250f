"""A browser for tests: Debian's Chromium without a window, spoken to over a pipe, so that it takes no driver."""

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.chromium.tab import Tab

BINARY: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

_OPTIONS: Final = (
    *("--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars"),
    *("--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-component-update"),
    *("--disable-dev-shm-usage", "--force-color-profile=srgb", "--disable-background-timer-throttling"),
    *("--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding", "about:blank"),
)
_AT_THREE_AND_FOUR: Final = """
import os, sys
read, write = (os.dup(os.dup(os.dup(int(one)))) for one in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes the browser, which reads descriptor 3 and writes to 4, whatever numbers ours have."""

_PATIENCE: Final = 150.0
"""How long an answer may take [s]."""


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
        self._listeners: dict[str, Callable[[Mapping[str, Any]], None]] = {}
        self.events: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        """What the browser told of each session since that was last cleared; of none of them under "". """

    def tab(self, context: str | None = None) -> Tab:
        """Open a tab in a window of its own, which therefore is drawn though another has the focus."""
        where = {} if context is None else {"browserContextId": context}
        target = self.ask("Target.createTarget", {"url": "about:blank", "newWindow": True, **where})["targetId"]
        return self.attach(target)

    def attach(self, target: str) -> Tab:
        """Return a tab that is there, such as one that a page has opened."""
        session = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        return Tab(self, session, target)

    def context(self) -> str:
        """Return a new profile: cookies, storage and permissions that other profiles do not see."""
        context: str = self.ask("Target.createBrowserContext", {})["browserContextId"]
        return context

    def allow_clipboard(self, context: str | None = None) -> None:
        """Let pages read and write the clipboard without asking."""
        where = {} if context is None else {"browserContextId": context}
        allowed = ["clipboardReadWrite", "clipboardSanitizedWrite"]
        self.ask("Browser.grantPermissions", {"permissions": allowed, **where})

    def download_into(self, folder: Path, context: str | None = None) -> None:
        """Put what is downloaded into a folder, under the names that are offered."""
        where = {} if context is None else {"browserContextId": context}
        settings = {"behavior": "allow", "downloadPath": str(folder), "eventsEnabled": True, **where}
        self.ask("Browser.setDownloadBehavior", settings)
        self.events[""].clear()

    def downloaded(self) -> str:
        """Return the name that the next file is offered under, once it is there."""
        begun = self.wait_for("Browser.downloadWillBegin")
        same = {"guid": begun["guid"], "state": "completed"}
        self.wait_for("Browser.downloadProgress", lambda event: same.items() <= event.items())
        self.events[""].clear()
        name: str = begun["suggestedFilename"]
        return name

    def ask(self, method: str, parameters: Mapping[str, Any], *, session: str = "") -> Any:
        """Return what the browser answers."""
        number = self.tell(method, parameters, session=session)
        for answer in self._messages():
            if answer.get("id") == number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return answer["result"]
        raise AssertionError(f"{method}: the browser is gone")

    def tell(self, method: str, parameters: Mapping[str, Any], *, session: str = "") -> int:
        """Ask without waiting for the answer; return its number."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        os.write(self._out, json.dumps({**message, **({"sessionId": session} if session else {})}).encode() + b"\0")
        return self._last

    def listen(self, session: str, heard: Callable[[Mapping[str, Any]], None]) -> None:
        """Call a function with each event of a session, while something else is waited for."""
        self._listeners[session] = heard

    def wait_for(
        self,
        event: str,
        is_it: Callable[[Mapping[str, Any]], bool] = lambda event: True,
        *,
        session: str = "",
        within: float = _PATIENCE,
    ) -> Mapping[str, Any]:
        """Return what the browser tells of something, at once if it has; fail if it does not within so many seconds."""
        told = self.events[session]
        seen = 0
        messages = self._messages(within)
        while True:
            for one in told[seen:]:
                if one["method"] == event and is_it(one["params"]):
                    parameters: Mapping[str, Any] = one["params"]
                    return parameters
            seen = len(told)
            if next(messages, None) is None:
                raise AssertionError(f"{event}: the browser is gone")

    def _messages(self, within: float = _PATIENCE) -> Iterator[Mapping[str, Any]]:
        """Read what the browser says; an event is kept with its session before it is passed on."""
        until = time.monotonic() + within
        while True:
            while b"\0" in self._rest:
                part, self._rest = self._rest.split(b"\0", 1)
                message = json.loads(part)
                if "method" in message:
                    session = message.get("sessionId", "")
                    self.events[session].append(message)
                    if session in self._listeners:
                        self._listeners[session](message)
                yield message
            if not select.select([self._in], [], [], max(0.0, until - time.monotonic()))[0]:
                raise TimeoutError(f"the browser has not answered within {within:g} s")
            if not (more := os.read(self._in, 1 << 20)):
                return
            self._rest += more


@contextmanager
def chromium(*options: str) -> Iterator[Chromium]:
    """Start a browser with a profile of its own, and end it."""
    assert BINARY is not None
    out_read, out_write = os.pipe()
    in_read, in_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [BINARY, *_OPTIONS[:-1], *options, f"--user-data-dir={profile}", _OPTIONS[-1]]
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
