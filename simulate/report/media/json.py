"""JSON that every program reads, and that steers no terminal it is shown in."""

import json
import math
from datetime import date
from typing import Any

from milepost.simulate.report.media.words import STRUCK


def json_text(document: object, *, indent: int | None = 2) -> str:
    r"""
    Write a document as JSON; what would steer a terminal is escaped, so that nothing of it is lost.

    Parameters
    ----------
    document
        What JSON can hold, and dates; NaN and infinity are not among it.
    indent
        Blanks for each level; None for one line.

    Examples
    --------
    >>> print(json_text(["\x1b[31mCafé\u202e", "caf\udce9.yaml"], indent=None))
    ["\u001b[31mCafé\u202e", "caf\udce9.yaml"]
    """
    text = json.dumps(document, indent=indent, ensure_ascii=False, allow_nan=False, default=_iso)
    return STRUCK.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


def known(part: Any) -> Any:
    """Return a document, or a part of one, with None in place of what is infinite or not known."""
    if isinstance(part, dict):
        return {key: known(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [known(value) for value in part]
    if isinstance(part, float):
        return float(part) if math.isfinite(part) else None
    return part


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"JSON cannot hold {value!r}")
