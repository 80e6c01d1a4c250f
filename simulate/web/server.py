"""Server: the page of a plan on this machine, from its socket to its end."""

import asyncio
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Final

import uvicorn

from milepost.simulate.report.media.put_off import ENDING
from milepost.simulate.web.answering import Answering, Tell
from milepost.simulate.web.browser import BrowserFile
from milepost.simulate.web.guard import LARGEST
from milepost.simulate.web.hub import Hub
from milepost.simulate.web.listening import ADDRESS
from milepost.simulate.web.opening import Opened
from milepost.simulate.web.routes import application
from milepost.simulate.web.session.facts import Facts
from milepost.simulate.web.session.saves import look_at_disk
from milepost.simulate.web.session.session import Session
from milepost.simulate.web.static_files import static_files
from milepost.simulate.web.talk import Talks
from milepost.simulate.web.telling import Telling

_BROWSER: Final = 30.0
"""How long the file that leads a browser here stays [s]."""
_ENDING: Final = 0.6
"""How long the end waits for the engine [s]."""
_TURN: Final = 0.0005
"""How long a thread keeps others from running where they want to: what a tab asks must not wait for the engine [s]."""
_SYNC: Final = 1.0
"""How often what was written down is brought to the disk [s]."""


class Served:
    """
    How it ended.

    Attributes
    ----------
    number
        The signal that ended it; none where it ended by itself.
    unsaved
        The plan with changes that are not saved; empty where there is none.
    server
        What serves, for as long as it does.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self.unsaved = ""
        self.server: uvicorn.Server | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """
    How a plan is played.

    Parameters
    ----------
    facts
        What the page is told of it.
    seed, threads
        As for a run.
    """

    facts: Facts
    seed: int = 0
    threads: int | None = None

    def answering(self, tell: Tell) -> Answering:
        """Return what answers so."""
        facts = self.facts
        return Answering(
            tell, iterations=facts.iterations, seed=self.seed, confidence=facts.confidence, threads=self.threads
        )


def serve(
    opened: Opened,
    at: socket.socket,
    *,
    playing: Playing,
    shows: bool,
    ready: Callable[[str, bool], None],
    served: Served | None = None,
) -> Served:
    """
    Serve a plan until a signal ends it, and return how it ended.

    Parameters
    ----------
    opened
        The plan.
    at
        Where, from `listening`.
    playing
        How it is played.
    shows
        Whether a browser is to be opened.
    ready
        Called with the address once it is answered there, and whether a browser was opened.
    served
        Where to note how it ends, and by what it can be ended; a new one unless given.
    """
    served = served or Served()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        asyncio.run(_serve(opened, at, served, playing=playing, shows=shows, ready=ready))
    finally:
        sys.setswitchinterval(usual)
    return served


def stop(served: Served) -> None:
    """End what is served, from another thread."""
    if served.server is not None:
        served.server.should_exit = True


async def _serve(
    opened: Opened,
    at: socket.socket,
    served: Served,
    *,
    playing: Playing,
    shows: bool,
    ready: Callable[[str, bool], None],
) -> None:
    port, token = at.getsockname()[1], secrets.token_urlsafe(32)
    hub = Hub()
    telling = Telling(hub, asyncio.get_running_loop())
    answering = playing.answering(telling.tell)
    session = Session(opened=opened, hub=hub, telling=telling, answering=answering, facts=playing.facts)
    app = application(session, Talks(session, token), static_files(), token=token, port=port)
    served.server = server = _Server(app, served)
    answering.start()
    ahead = asyncio.create_task(_look_after(server, opened, session, f"http://{ADDRESS}:{port}/#{token}", shows, ready))
    try:
        await server.serve(sockets=[at])
    finally:
        ahead.cancel()
        with suppress(asyncio.CancelledError):
            await ahead
        served.unsaved = session.unsaved
        session.close()
        _stop(answering)


def _stop(answering: Answering) -> None:
    """End what is under way, and wait for it, but not for long: while it compiles it cannot be ended."""
    ending = threading.Thread(target=answering.stop, daemon=True)
    ending.start()
    ending.join(_ENDING)


async def _look_after(
    server: "_Server", opened: Opened, session: Session, address: str, shows: bool, ready: Callable[[str, bool], None]
) -> None:
    """Say where the page is once it is there, and bring what is written down to the disk now and then."""
    while not server.started:
        await asyncio.sleep(0.01)
    file = BrowserFile(address) if shows else None
    try:
        is_shown = file is not None and await asyncio.to_thread(file.show)
        ready(address, is_shown)
        waited = 0.0
        while True:
            await asyncio.sleep(_SYNC)
            await asyncio.to_thread(opened.journal.sync)
            look_at_disk(session)
            waited += _SYNC
            if file is not None and waited >= _BROWSER:
                file.remove()
                file = None
    finally:
        if file is not None:
            file.remove()


class _Server(uvicorn.Server):
    """A server that ends on a signal, and leaves it to others what more there is to it."""

    def __init__(self, app: object, served: Served) -> None:
        super().__init__(
            uvicorn.Config(
                app,  # type: ignore[arg-type]  # an application of one library in the server of another
                http="h11",
                ws="websockets-sansio",
                ws_max_size=LARGEST,
                ws_per_message_deflate=False,
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=1,
                h11_max_incomplete_event_size=65_536,
            )
        )
        self._served = served

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Take the signals that end a program, except those that whoever started it had it ignore."""
        before = {}
        if threading.current_thread() is threading.main_thread():
            before = {number: signal.getsignal(number) for number in ENDING}
            before = {number: taken for number, taken in before.items() if taken not in (None, signal.SIG_IGN)}
        for number in before:
            signal.signal(number, self.handle_exit)
        try:
            yield
        finally:
            for number, taken in before.items():
                signal.signal(number, taken)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal; a second one waits for nobody."""
        self.force_exit = self.should_exit
        self.should_exit = True
        self._served.number = sig
