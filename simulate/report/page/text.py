"""Text of a page: what comes from files is text there, and cannot steer what stands around it."""

import re
from typing import Final

from markupsafe import Markup, escape

from milepost.simulate.report.media.words import printable

_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUN: Final = re.compile(f"[{_RIGHT_TO_LEFT}](?:[^{_RIGHT_TO_LEFT}A-Za-z0-9<>&;]*[{_RIGHT_TO_LEFT}])*")


def isolated(text: str) -> Markup:
    """
    Return a text as markup, in which words written from right to left do not turn what stands around them.

    Examples
    --------
    >>> isolated("<b> & \u05d0\u05d1 \u05d2: 3 days")
    Markup('&lt;b&gt; &amp; <bdi>\u05d0\u05d1 \u05d2</bdi>: 3 days')
    """
    safe = escape(printable(text))
    return safe if safe.isascii() else Markup(_RUN.sub(r"<bdi>\g<0></bdi>", str(safe)))


def finished(value: object) -> object:
    """Return what stands for a value in a template: a text without what steers, before it is escaped."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
