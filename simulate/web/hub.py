"""Hub: the tabs that look at a document, with what each is still to be told."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

MOST: Final = 32
"""Tabs that may be open at once."""

_FULL: Final = 2_000
"""Messages that wait for a tab beyond which it is given up: it comes back, and is told how all stands."""

_PAGES: Final = 500
"""Pages of which the newest edit is remembered."""

_NEWEST: Final = frozenset({"figures", "base", "curve", "progress", "problems", "compared", "critical"})
"""Messages of which a newer one makes an older one needless."""


class Outdated(Exception):
    """A tab takes so little of what it is told that it had better begin again."""


class Tab:
    """
    A page that looks at the document.

    Parameters
    ----------
    name
        By which it is told from others.
    page
        What the page calls itself, on this socket and on those that it had before; empty where it does not.

    Attributes
    ----------
    watched
        The milestone whose curve it shows.
    shown
        The part of the report that it shows.
    edits
        By revision of the document, the newest edit of this tab that is in it.
    """

    def __init__(self, name: str, page: str = "") -> None:
        self.name = name
        self.page = page
        self.watched: str | None = None
        self.shown: str | None = None
        self.edits: dict[int, int] = {}
        self._waiting: dict[object, str] = {}
        self._number = 0
        self._wake = asyncio.Event()
        self._is_outdated = False

    def tell(self, message: Mapping[str, Any]) -> None:
        """Tell it something; it is told when it takes it, and nobody waits for that."""
        self.put(str(message["t"]), encoded(message), about=message.get("section"))

    def put(self, kind: str, text: str, *, about: object = None) -> None:
        """Tell it something that is written as JSON already, in the place of an older message of that kind."""
        self._number += 1
        key = (kind, about) if kind in _NEWEST else self._number
        self._waiting.pop(key, None)
        self._waiting[key] = text
        if len(self._waiting) > _FULL:
            self._waiting.clear()
            self._is_outdated = True
        self._wake.set()

    async def next(self) -> str:
        """
        Return what it is to be told next, as soon as there is something.

        Raises
        ------
        Outdated
            When it has taken too little.
        """
        while not self._waiting and not self._is_outdated:
            self._wake.clear()
            await self._wake.wait()
        if self._is_outdated:
            raise Outdated
        return self._waiting.pop(next(iter(self._waiting)))

    def edited(self, rev: int, id: int) -> None:
        """Note that an edit of this tab is in the document from a revision on."""
        self.edits = {**dict([*self.edits.items()][-99:]), rev: id}

    def newest(self, rev: int) -> int | None:
        """Return the newest edit of this tab that is in a revision of the document; none where none is."""
        return max((id for at, id in self.edits.items() if at <= rev), default=None)


class Hub:
    """The tabs that look at a document."""

    def __init__(self) -> None:
        self._tabs: dict[str, Tab] = {}
        self._seen: dict[str, int] = {}
        self._number = 0

    def __iter__(self) -> Iterator[Tab]:
        """Return the tabs."""
        return iter([*self._tabs.values()])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._tabs)

    def opened(self, page: str = "") -> Tab:
        """Return a new tab; a page that lost its socket and comes back says what it called itself."""
        self._number += 1
        tab = Tab(f"tab {self._number}", page)
        self._tabs[tab.name] = tab
        return tab

    def seen(self, tab: Tab) -> int | None:
        """Return the newest edit that its page has sent, on whatever socket; none where it has sent none."""
        return self._seen.get(tab.page or tab.name)

    def has_sent(self, tab: Tab, id: int) -> None:
        """Note that a page has sent an edit, which it may send again when it loses its socket."""
        page = tab.page or tab.name
        newest = max(id, self._seen.pop(page, id))
        self._seen = {**dict([*self._seen.items()][1 - _PAGES :]), page: newest}

    def closed(self, tab: Tab) -> None:
        """Forget a tab."""
        self._tabs.pop(tab.name, None)

    def named(self, name: str) -> Tab | None:
        """Return a tab; none where it is not there any more."""
        return self._tabs.get(name)

    def tell(self, message: Mapping[str, Any]) -> None:
        """Tell all tabs something."""
        kind, text, about = str(message["t"]), encoded(message), message.get("section")
        for tab in self:
            tab.put(kind, text, about=about)


def encoded(message: Mapping[str, Any]) -> str:
    """Return a message as JSON."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def with_id(text: str, id: int | None) -> str:
    """Return a message that is written as JSON already with a number of its own for a tab."""
    return f'{{"id":{"null" if id is None else id},{text[1:]}'
