"""Comments: text and parts of a scenario file that say something, and do nothing."""

import textwrap
from collections.abc import Iterable
from typing import Final

_WIDTH: Final = 118
"""Of a line, with the sign that it begins with [characters]."""
_MOST: Final = 40
"""Lines of a list beyond which the rest is counted."""
_SIGN: Final = "# "


def comment(text: str, further: str = "") -> str:
    r"""
    Write a text as lines of comment, with something before each line but the first.

    Examples
    --------
    >>> comment("12 tasks\nfinished: #1")
    '# 12 tasks finished: #1\n'
    """
    shown = on_a_line(text)
    return (
        textwrap.fill(shown, _WIDTH, initial_indent=_SIGN, subsequent_indent=_SIGN + further, break_on_hyphens=False)
        + "\n"
    )


def listed(lines: Iterable[str]) -> str:
    """Write lines of comment, each on one whatever is in it; the rest is counted where there are many."""
    every = [f"{_SIGN}  {on_a_line(line)}" for line in lines]
    rest = [f"{_SIGN}  and {len(every) - _MOST:,} more"] if len(every) > _MOST else []
    shown = (line if len(line) <= _WIDTH else f"{line[: _WIDTH - 3]}..." for line in [*every[:_MOST], *rest])
    return "".join(f"{line}\n" for line in shown)


def waiting(text: str, indent: str = "") -> str:
    r"""
    Write a part of a scenario as one that waits to be put to use: by taking away the sign and the blank behind it.

    Examples
    --------
    >>> waiting("budget:\n  total: 900000\n")
    '# budget:\n#   total: 900000\n'
    """
    return "".join(f"{indent}{_SIGN}{line}\n" for line in text.splitlines())


def on_a_line(text: str) -> str:
    """Return a text without what ends a line, steers a terminal or is not seen."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
