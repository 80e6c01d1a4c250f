"""A page that is served in a thread, by an engine that says nothing, and hands that speak to it."""

import json
import socket
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from milepost.simulate.web.answering import Answering, Tell
from milepost.simulate.web.listening import listening
from milepost.simulate.web.opening import opened_plan
from milepost.simulate.web.question import Question
from milepost.simulate.web.server import Playing, Served, serve, stop
from milepost.simulate.web.session.facts import Facts

PLAN = """\
# What we know of the fair
name: Fair  # the name
start: 2026-03-02

tasks:
  # first things first
  plan: {name: Plan the stand, duration: [5, 8, 20]}
  build:
    name: Build the stand   # by ourselves
    duration: [10, 15, 30]
    after: [plan]
milestones:
  open: {name: Doors open, due: 2026-06-01, after: [build]}
"""

SHORTER = ["text", ["tasks", "build", "duration"], "[9, 14, 30]"]
"""A change of it."""


class Silent(Answering):
    """An engine that is asked, and never answers."""

    def __init__(self, tell: Tell) -> None:
        self.told = tell
        self.asked: list[Question] = []

    def start(self) -> None: ...

    def ask(self, question: Question) -> None:
        self.asked.append(question)

    def saved(self, question: Question) -> None: ...

    def watch(self, milestones: Collection[str]) -> None: ...

    def show(self, sections: Collection[str]) -> None: ...

    def compare(self, plans: Sequence[tuple[str, Question]]) -> None: ...

    def curve(self, milestones: Collection[str], tab: str | None = None) -> dict[str, Any] | None:
        return None

    def section(self, key: str) -> bytes | None:
        return b"<p>A part of the report" if key == "known" else None

    def export(
        self,
        kind: str,
        question: Question,
        *,
        done: Callable[[str, bytes], None],
        failed: Callable[[str], None],
    ) -> None:
        done("tables.csv", b"a,b\n")

    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quiet(Playing):
    """Plays nothing."""

    facts: Facts = field(default_factory=lambda: Facts.of(iterations=1000, confidence=0.8))

    def answering(self, tell: Tell) -> Answering:
        return Silent(tell)


class Page:
    """
    A page at its socket.

    Parameters
    ----------
    socket
        The socket.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._number = 0

    def say(self, kind: str, **more: Any) -> None:
        self.socket.send(json.dumps({"t": kind, **more}))

    def heard(self, kind: str) -> Mapping[str, Any]:
        """Return the next message of a kind."""
        while True:
            message: Mapping[str, Any] = json.loads(self.socket.recv(timeout=20))
            if message["t"] == kind:
                return message

    def edit(self, *ops: Sequence[Any], rev: int = 0, label: str = "") -> Mapping[str, Any]:
        """Make an edit and return what comes of it."""
        self._number += 1
        self.say("edit", id=self._number, rev=rev, ops=ops, label=label)
        while True:
            message: Mapping[str, Any] = json.loads(self.socket.recv(timeout=20))
            if message.get("id") == self._number:
                return message


class Site:
    """
    A page that is served.

    Parameters
    ----------
    address
        Its address, with the token.
    """

    def __init__(self, address: str) -> None:
        self.address, _, self.token = address.partition("#")
        self.host = self.address.removeprefix("http://").rstrip("/")
        self.port = int(self.host.rpartition(":")[2])

    def raw(self, request: str | bytes) -> tuple[int, dict[str, str], bytes]:
        """Send a request as it is, and return the status, the headers and the body of the answer."""
        content = request if isinstance(request, bytes) else request.replace("\n", "\r\n").encode("latin-1")
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as at:
            at.sendall(content)
            at.shutdown(socket.SHUT_WR)
            got = b""
            while chunk := at.recv(65_536):
                got += chunk
        head, _, body = got.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        return int(first.split()[1]), headers, body

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for something as a page of this server does."""
        own = {"Host": self.host, "Connection": "close"}
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.raw(f"GET {path} HTTP/1.1\n" + "".join(f"{name}: {value}\n" for name, value in own.items()) + "\n")

    @contextmanager
    def socket(self, **more: Any) -> Iterator[ClientConnection]:
        given: dict[str, Any] = {"origin": f"http://{self.host}", "max_size": None, "proxy": None, **more}
        with connect(f"ws://{self.host}/live", **given) as at:
            yield at

    @contextmanager
    def page(self) -> Iterator[Page]:
        """Open the page in a tab, and show the token."""
        with self.socket() as at:
            page = Page(at)
            page.say("open", token=self.token)
            yield page


@contextmanager
def site(file: Path | None, *, folder: Path | None = None, playing: Playing | None = None) -> Iterator[Site]:
    """Serve a plan, which nobody plays unless it is said how."""
    at, is_ready, addresses = listening(None), threading.Event(), list[str]()

    def ready(address: str, is_shown: bool) -> None:
        addresses.append(address)
        is_ready.set()

    with opened_plan(file, folder or Path()) as opened:
        served = Served()
        thread = threading.Thread(
            target=serve,
            args=(opened, at),
            kwargs={"playing": playing or _Quiet(), "shows": False, "ready": ready, "served": served},
        )
        thread.start()
        try:
            assert is_ready.wait(20), "the page is not served"
            yield Site(addresses[0])
        finally:
            stop(served)
            thread.join()
