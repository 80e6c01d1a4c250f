"""XER calendar: when is worked by a calendar of Primavera P6, from the text that it keeps it in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from milepost.models.calendar import EARLIEST, LATEST, Hours
from milepost.models.imports.shifts import DAY, joined, minutes_of

MOST_NODES: Final = 200_000
"""Parts of a calendar beyond which it is not read."""

_OPEN: Final = re.compile(r"\((\d+)\|\|([^()|]*)\(([^()]*)\)\(")
_SPACE: Final = re.compile(r"[\s\x7f]+")
_NOUGHT: Final = date(1899, 12, 30)
"""The day that dates are counted from, as in a spreadsheet."""


@dataclass(slots=True)
class _Node:
    """A part of the text: a number or a name, what is said of it, and what stands in it."""

    name: str
    said: Mapping[str, str]
    parts: "list[_Node]" = field(default_factory=list)


def week_and_days(text: str) -> tuple[tuple[Hours, ...] | None, dict[date, Hours]]:
    """
    Read the hours of each day of the week, from Monday on, and those of dates that have others.

    Parameters
    ----------
    text
        As P6 keeps it: nested parts `(0||NAME(KEY|VALUE|...)(PARTS))`, with blanks and line ends of any kind.

    Returns
    -------
    The hours of the week, none where nothing is said of it; and by date its hours, none in them of a free day.

    Raises
    ------
    ValueError
        When it is not such a text.
    """
    root = _parsed(_SPACE.sub("", text))
    named = {part.name: part for part in root.parts}
    week = [Hours()] * 7
    days_of_week = named.get("DaysOfWeek")
    for day in days_of_week.parts if days_of_week else ():
        number = _whole(day.name)
        if not 1 <= number <= 7:
            raise ValueError(f"{number} is not a day of the week, from 1 to 7")
        week[(number - 2) % 7] = _hours(day)  # which begins on Sunday
    days = {_date(part): _hours(part) for part in (named["Exceptions"].parts if "Exceptions" in named else ())}
    return tuple(week) if days_of_week else None, days


def _parsed(text: str) -> _Node:
    """Take a text apart, without calling itself: it may be nested as deep as a hostile file likes."""
    whole = _Node("", {})
    open_nodes, at, count = [whole], 0, 0
    while at < len(text):
        found = _OPEN.match(text, at)
        if found:
            count += 1
            if count > MOST_NODES:
                raise ValueError(f"more than {MOST_NODES:,} parts")
            said = found[3].split("|")
            node = _Node(found[2] or found[1], dict(zip(said[::2], said[1::2], strict=False)))
            open_nodes[-1].parts.append(node)
            open_nodes.append(node)
            at = found.end()
        elif text.startswith("))", at) and len(open_nodes) > 1:
            open_nodes.pop()
            at += 2
        else:
            raise ValueError(f"{text[at : at + 20]!r} stands where a part begins or ends")
    if len(open_nodes) > 1 or len(whole.parts) != 1:
        raise ValueError("it does not end" if len(open_nodes) > 1 else "it does not hold one calendar")
    return whole.parts[0]


def _hours(node: _Node) -> Hours:
    """Return the hours of a day; a shift that ends at midnight goes on to it."""
    shifts = []
    for shift in node.parts:
        begin, end = (minutes_of(shift.said.get(key, "")) for key in ("s", "f"))
        shifts.append((begin, end if end > 0 else DAY))
    return joined(shifts)


def _date(node: _Node) -> date:
    number = _whole(node.said.get("d", ""))
    if not 0 < number < (LATEST - _NOUGHT).days:
        raise ValueError(f"{number} is not the number of a day")
    return max(_NOUGHT + timedelta(days=number), EARLIEST)


def _whole(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text):
        raise ValueError(f"{text[:20]!r} is not a whole number")
    return int(text)
