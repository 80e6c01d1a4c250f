"""Undrawn names: which of them the pictures cannot have, and what would help."""

from collections.abc import Iterable

from milepost.simulate.report.media.fonts import lacking
from milepost.simulate.report.media.words import label, one_line

_MOST = 3
"""Names that are told; the others are counted."""


def undrawn(names: Iterable[str]) -> list[str]:
    """Return a note on the names that have a letter which no installed font has, or nothing where there are none."""
    found = [name for name in dict.fromkeys(map(one_line, names)) if lacking(name)]
    if not found:
        return []
    more = f" and {len(found) - _MOST:,} more" if len(found) > _MOST else ""
    return [
        f"no font on this computer has all the letters of {', '.join(map(label, found[:_MOST]))}{more}: the pictures "
        "have ids or numbers in their place; install a font for the script, such as one of the Noto family"
    ]
