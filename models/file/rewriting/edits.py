"""Edits: what is put in the place of what in a text."""

import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

from milepost.models.file.rewriting.lines import Lines

Edit = tuple[int, int, str]
"""Where what gives way begins and ends, and what takes its place."""

_COMMENT: Final = re.compile(r"([ \t]+)#")


class Edits:
    """
    Changes of a text, collected before any is made.

    Parameters
    ----------
    lines
        The text.
    hashes
        Where scalars begin and end that have a `#` in them, which begins no comment.
    """

    def __init__(self, lines: Lines, hashes: Iterable[tuple[int, int]]) -> None:
        self._lines = lines
        self._hashes = sorted(hashes)
        self._edits: list[Edit] = []

    def replace(self, start: int, end: int, new: str) -> None:
        """Put a text in the place of another; its lines end as those of the file do."""
        newline = self._lines.newline
        self._edits.append((start, end, new if newline == "\n" else new.replace("\n", newline)))

    def insert(self, at: int, new: str) -> None:
        """Put a text before a character."""
        self.replace(at, at, new)

    def insert_as_it_is(self, at: int, new: str) -> None:
        """Put a text of the file itself before a character."""
        self._edits.append((at, at, new))

    def cut(self, start: int, end: int, change: Callable[[], None]) -> str:
        """Return a part of the text with changes made in it, which are then forgotten."""
        kept, self._edits = self._edits, []
        change()
        text = self.text(start, end)
        self._edits = kept
        return text

    def text(self, start: int = 0, end: int | None = None) -> str:
        """Return the text, or a part of it, with all changes made in it."""
        whole = self._lines.text
        end = len(whole) if end is None else end
        parts, at = [], start
        edits = [*self._edits, *self._columns()]
        for first, last, new in sorted(edits, key=lambda edit: edit[:2]):
            if not start <= first <= last <= end:
                raise ValueError("an edit reaches beyond its part")
            if first < at and first < last and new:  # what is only put in may stand where an empty line goes
                raise ValueError("two edits are about one place")
            parts += [whole[at:first], new]
            at = max(at, last)
        return "".join([*parts, whole[at:end]])

    def _columns(self) -> list[Edit]:
        """Return what keeps comments in their columns behind what has become longer or shorter."""
        found = []
        by_line = sorted(edit for edit in self._edits if not self._is_of_lines(edit))
        for number, group in groupby(by_line, key=lambda edit: self._lines.number(edit[0])):
            edits = [*group]
            last = max(edit[1] for edit in edits)
            is_on_line = self._lines.number(last) == number
            if not is_on_line or any("\n" in edit[2] or "\r" in edit[2] for edit in edits):
                continue
            longer = sum(len(new) - (end - start) for start, end, new in edits)
            if longer and (space := self._space(last)):
                start, end = space
                width = end - start if end - start < 2 else max(2, end - start - longer)
                if width != end - start:
                    found.append((start, end, " " * width))
        return found

    def _is_of_lines(self, edit: Edit) -> bool:
        """Return whether whole lines are put between others."""
        start, end, new = edit
        return start == end and new.endswith(("\n", "\r")) and start == self._lines.start(start)

    def _space(self, at: int) -> tuple[int, int] | None:
        """Return the blanks before the comment that follows on a line."""
        whole, end = self._lines.text, self._lines.end(at)
        for found in _COMMENT.finditer(whole, at, end):
            if not any(first <= found.end() - 1 < last for first, last in self._hashes):
                return found.span(1)
        return None
