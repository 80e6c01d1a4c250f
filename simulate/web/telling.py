"""Telling: what the engine works out, to the tabs that it concerns."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from milepost.simulate.web.hub import Hub, Tab, encoded, with_id
from milepost.simulate.web.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A message that has been told, and the revision that it is about."""

    rev: int
    text: str


class Telling:
    """
    Brings messages of the engine's threads to tabs, and remembers the last of each kind for tabs that come later.

    Parameters
    ----------
    hub
        The tabs.
    loop
        The loop of the thread in which they live.
    """

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        self._hub = hub
        self._loop = loop
        self._last: dict[str, _Told] = {}
        self._drafts: dict[str, dict[Question, int]] = {}
        self._base: Question | None = None

    def tell(self, question: Question, message: Mapping[str, Any]) -> None:
        """Take a message, in whatever thread."""
        kind, about = str(message["t"]), message.get("section") or message.get("name")
        text = encoded(message)
        with suppress(RuntimeError):  # the loop has ended meanwhile
            self._loop.call_soon_threadsafe(self._deliver, question, kind, about, text)

    def base_is(self, question: Question) -> None:
        """Take a question for the one about the plan as saved: problems of that are told of the plan as it is."""
        self._base = question

    def drafted(self, tab: Tab, question: Question, id: int) -> None:
        """Note the number of a tab's draft."""
        of = self._drafts.get(tab.name, {})
        self._drafts[tab.name] = {**dict([*of.items()][-9:]), question: id}

    def ended(self, tab: Tab, id: int | None = None) -> None:
        """Forget the drafts of a tab, and tell it again what it was told before them."""
        if self._drafts.pop(tab.name, None) is not None and id is not None:
            self.again(tab, id)

    def again(self, tab: Tab, id: int | None = None) -> None:
        """Tell a tab what all were told last."""
        for kind in ("base", "figures", "critical", "problems"):
            told = self._last.get(kind)
            if told is not None and (kind != "problems" or told.rev >= self._last.get("figures", told).rev):
                known = tab.newest(told.rev)
                tab.put(kind, with_id(told.text, max((one for one in (known, id) if one is not None), default=None)))

    def _deliver(self, question: Question, kind: str, about: object, text: str) -> None:
        if question.tab is not None:
            self._deliver_draft(question.tab, question, kind, text)
        elif kind in ("figures", "problems", "base", "critical"):
            if kind == "problems" and question is self._base:
                return
            self._last[kind] = _Told(rev=question.rev, text=text)
            for tab in self._hub:
                tab.put(kind, with_id(text, tab.newest(question.rev)))
        else:
            for tab in self._hub:
                tab.put(kind, text, about=about)

    def _deliver_draft(self, name: str, question: Question, kind: str, text: str) -> None:
        tab, found = self._hub.named(name), self._drafts.get(name, {}).get(question)
        if tab is not None and found is not None:
            tab.put(kind, with_id(text, found))
