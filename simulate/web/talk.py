"""Talk: one tab on its socket, from its token to its end."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from milepost.simulate.web.hub import MOST, Outdated, Tab
from milepost.simulate.web.session.handlers import heard
from milepost.simulate.web.session.session import Session

PATIENCE: Final = 5.0
"""How long a socket may take to show its token [s]."""

_LONGEST: Final = 100
"""Of what a page calls itself [characters]."""

UNKNOWN: Final = 4401
"""Closes a socket that has not shown the token."""
UNREADABLE: Final = 4400
"""Closes a socket that says what is no message."""
OUTDATED: Final = 4408
"""Closes a socket that takes too little of what it is told; the page comes back, and is told how all stands."""
FULL: Final = 4429
"""Closes a socket where too many are open."""


class Talks:
    """
    The sockets of the tabs.

    Parameters
    ----------
    session
        Where what they ask for is done.
    token
        What a page has to know.
    """

    def __init__(self, session: Session, token: str) -> None:
        self._session = session
        self._token = token
        self._open = 0

    async def talk(self, socket: WebSocket) -> None:
        """Talk to a tab until it goes."""
        await socket.accept()
        if self._open >= MOST:
            await socket.close(FULL, f"{MOST} tabs are open: close one")
            return
        self._open += 1
        try:
            with suppress(WebSocketDisconnect):
                await self._admitted(socket)
        finally:
            self._open -= 1

    async def _admitted(self, socket: WebSocket) -> None:
        """Talk to a tab if it knows the token: until then it is told nothing."""
        try:
            first = _message(await asyncio.wait_for(socket.receive_text(), PATIENCE))
        except TimeoutError:
            first = None
        except KeyError:  # bytes
            first = None
        if first is None or first.get("t") != "open" or not knows(self._token, first.get("token")):
            await socket.close(UNKNOWN, "open the page by the address that milepost open printed")
            return
        page = first.get("page")
        tab = self._session.hub.opened(page if isinstance(page, str) and len(page) <= _LONGEST else "")
        telling = asyncio.create_task(_told(socket, tab))
        try:
            self._session.came(tab)
            await self._listen(socket, tab)
        finally:
            self._session.hub.closed(tab)
            self._session.gone(tab)
            telling.cancel()
            with suppress(asyncio.CancelledError):
                await telling

    async def _listen(self, socket: WebSocket, tab: Tab) -> None:
        while True:
            try:
                message = _message(await socket.receive_text())
            except KeyError:
                message = None
            if message is None:
                await socket.close(UNREADABLE, "this is no message")
                return
            heard(self._session, tab, message)


def knows(token: str, said: object) -> bool:
    """Return whether a token is the right one, in a time that does not tell how much of it is."""
    return isinstance(said, str) and secrets.compare_digest(said.encode("utf-8", "replace"), token.encode())


async def _told(socket: WebSocket, tab: Tab) -> None:
    """Tell a tab what it is to be told, as fast as it takes it; nobody else waits for that."""
    try:
        while True:
            await socket.send_text(await tab.next())
    except Outdated:
        await socket.close(OUTDATED, "the page has fallen behind: it is loaded again")
    except (WebSocketDisconnect, RuntimeError, OSError):
        return  # it has gone


def _message(text: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
