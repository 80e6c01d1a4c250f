"""Exports: what a page takes away of a plan, kept until it is fetched."""

import asyncio
import mimetypes
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from milepost.models.error import MilepostError
from milepost.simulate.web.answering import Answering
from milepost.simulate.web.exporting import Kind
from milepost.simulate.web.question import Question

_MOST: Final = 4
"""Of which so many are kept: the newest."""


class ExportError(MilepostError):
    """Something cannot be taken away; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """
    A file to be taken away.

    Parameters
    ----------
    file
        Its name, of letters and digits.
    content
        What stands in it.
    """

    file: str
    content: bytes

    @property
    def kind(self) -> str:
        """Return what kind of file it is, as browsers call it."""
        return mimetypes.guess_type(self.file)[0] or "application/octet-stream"


class Exports:
    """What pages have asked to take away."""

    def __init__(self) -> None:
        self._kept: dict[str, Export] = {}

    def get(self, key: str) -> Export | None:
        """Return what is kept under a key; none where nothing is any more."""
        return self._kept.get(key)

    def ask(
        self,
        answering: Answering,
        kind: str,
        question: Question,
        *,
        stem: str,
        done: Callable[[str, str], None],
        failed: Callable[[str], None],
    ) -> None:
        """
        Have something made to be taken away.

        Parameters
        ----------
        answering
            What makes it, in a thread of its own.
        kind
            What is asked for.
        question
            The state of the plan.
        stem
            Name of the plan's file, without its suffix.
        done
            Called in this thread with the key and the name of the file.
        failed
            Called in this thread with what went wrong.

        Raises
        ------
        ExportError
            When there is no such kind.
        """
        if kind not in [*Kind]:
            raise ExportError(f"{kind[:60]!r} cannot be exported: choose one of {', '.join(Kind)}")
        loop = asyncio.get_running_loop()

        def take(name: str, content: bytes) -> None:
            key = secrets.token_urlsafe(16)
            self._kept = {**dict([*self._kept.items()][1 - _MOST :]), key: Export(file=_plain(name), content=content)}
            done(key, _plain(name))

        def later(call: Callable[..., None], *given: object) -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(call, *given)

        answering.export(
            kind,
            question,
            done=lambda name, content: later(take, f"{stem}-{name}", content),
            failed=lambda text: later(failed, text),
        )


def _plain(name: str) -> str:
    """Return a name of letters and digits: it goes into a header, and is where a browser writes."""
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "._-") else "_" for one in name)
    return plain.lstrip(".") or "plan"
