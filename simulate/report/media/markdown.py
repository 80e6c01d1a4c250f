"""Markdown: texts from outside as GitHub shows them, whatever they hold."""

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_\[\]<>#|~&$])")
"""What Markdown may make something of within a line, GitHub's with its formulas too."""


def escaped(text: str) -> str:
    r"""
    Return a text with nothing in it that Markdown, or HTML in it, makes something of.

    Examples
    --------
    >>> print(escaped("<b>A|B</b> `x`"))
    \<b\>A\|B\</b\> \`x\`
    """
    return _MARKS.sub(r"\\\1", text)
