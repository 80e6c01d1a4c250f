"""Lines: where the lines of a text begin and end, and what they are."""

import re
from bisect import bisect_right
from typing import Final

_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NEWLINE: Final = re.compile("\r\n|[\n\r]")
_BLANKS: Final = " \t\r\n\x85\u2028\u2029"


class Lines:
    """
    The lines of a text, by what ends a line in YAML.

    Parameters
    ----------
    text
        The text; it ends with the end of a line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        first = _NEWLINE.search(text)
        self.newline = first[0] if first else "\n"

    def number(self, at: int) -> int:
        """Return which line a character is on, from 0."""
        return bisect_right(self._starts, at) - 1

    def start(self, at: int) -> int:
        """Return where the line of a character begins."""
        return self._starts[self.number(at)]

    def end(self, at: int) -> int:
        """Return where the line after that of a character begins; the end of the text after the last."""
        number = self.number(at) + 1
        return self._starts[number] if number < len(self._starts) else len(self.text)

    def column(self, at: int) -> int:
        """Return how many characters stand before one on its line."""
        return at - self.start(at)

    def is_first(self, at: int) -> bool:
        """Return whether nothing but blanks stands before a character on its line."""
        return not self.text[self.start(at) : at].strip(_BLANKS)

    def is_blank(self, start: int) -> bool:
        """Return whether a line that begins there is empty; what is behind the text is not."""
        return start < len(self.text) and not self.text[start : self.end(start)].strip(_BLANKS)

    def is_blank_before(self, start: int) -> bool:
        """Return whether the line before one that begins there is empty."""
        return start > 0 and self.is_blank(self.start(start - 1))

    def comment_column(self, start: int) -> int:
        """Return in which column the comment stands that is alone on a line; -1 where there is none."""
        line = self.text[start : self.end(start)]
        bare = line.lstrip(" \t")
        return len(line) - len(bare) if bare.startswith("#") else -1

    def behind_blanks(self, start: int) -> int:
        """Return where the first line begins that is not empty, from one on."""
        while self.is_blank(start):
            start = self.end(start)
        return start

    def before_blanks(self, start: int) -> int:
        """Return where the first of the empty lines begins that stand before a line."""
        while self.is_blank_before(start):
            start = self.start(start - 1)
        return start
