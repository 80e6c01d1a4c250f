"""Curves over dates: lines, bands and marks, as they stand in a page."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.report.page.charts.axis import Axis
from milepost.simulate.report.page.charts.figure import Figure

TALL: Final = 2_000
"""How tall the drawing is [units]; so a value is told to a two-thousandth of its axis."""

A_DAY: Final = 10
"""How wide a day is [units]."""

_ALLOWED: Final = 1.0
"""How far a line that has fewer points may be off [units]."""

_CHARACTER: Final = 0.9
"""How wide a character of a name above the chart is [percent of the axis], where the chart is narrow."""

_LINES: Final = 3
"""Lines of names above the chart; what fits into none of them is in the table alone."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    A line.

    Parameters
    ----------
    name
        What is read off it.
    x, y
        float64[n]: ascending positions on the axis of dates [days], NaN where there is none, and values.
    token
        The name of its colour.
    style
        `solid`, `dashed` or `thin`.
    is_step
        Whether it keeps a value until the next.
    """

    name: str
    x: Values
    y: Values
    token: str
    style: str = "solid"
    is_step: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """
    An area between two lines.

    Parameters
    ----------
    x, low, high
        float64[n]: positions on the axis of dates [days], and its ends there.
    token
        The name of its colour.
    is_pale
        Whether lines are to be seen through it.
    is_step
        Whether its ends keep a value until the next.
    """

    x: Values
    low: Values
    high: Values
    token: str
    is_pale: bool = True
    is_step: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """
    A date, or a stretch before one, that is marked.

    Parameters
    ----------
    at
        Position on the axis of dates [days].
    name
        What is written there; nothing where it is only drawn.
    token
        The name of its colour.
    since
        From where on the stretch is shaded; none where only a line is drawn.
    style
        `dotted`, `dashed` or `solid`.
    """

    at: float
    name: str
    token: str
    since: float | None = None
    style: str = "dotted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """
    A point that is marked, or a stretch of dates at one height.

    Parameters
    ----------
    at, value
        Position on the axis of dates [days], and value.
    token
        The name of its colour.
    until
        Where the stretch ends; none of a point.
    """

    at: float
    value: float
    token: str
    until: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """
    A name above the chart.

    Parameters
    ----------
    at
        Where it ends, or begins near the left edge [percent of the axis].
    line
        On which line, from below.
    text, token
        What it says, and in what colour.
    anchor
        Which of its ends is there: `end` or `start`.
    """

    at: float
    line: int
    text: str
    token: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Curves(Figure):
    """
    Curves over dates.

    Parameters
    ----------
    x, y
        The axes, of dates [days] and of values.
    lines, bands, marks, dots
        What is drawn; bands lie behind lines, the first one lowest. Whatever has no known place is not.
    """

    template: ClassVar[str] = "curves.html.j2"

    x: Axis
    y: Axis
    lines: Sequence[Line]
    bands: Sequence[Band] = ()
    marks: Sequence[Mark] = ()
    dots: Sequence[Dot] = ()

    @property
    def wide(self) -> int:
        """Return how wide the drawing is [units]."""
        return max(round(A_DAY * (self.x.high - self.x.low)), 1)

    @property
    def tall(self) -> int:
        """Return how tall the drawing is [units]."""
        return TALL

    @property
    def placed_marks(self) -> list[Mark]:
        """Return the marks that have a place."""
        return [one for one in self.marks if math.isfinite(one.at + (one.since or 0.0))]

    @property
    def placed_dots(self) -> list[Dot]:
        """Return the dots that have a place."""
        return [one for one in self.dots if math.isfinite(one.at + one.value + (one.until or 0.0))]

    def across(self, position: float) -> int:
        """Return where a date is in the drawing [units]."""
        return round(A_DAY * (position - self.x.low))

    def down(self, value: float) -> int:
        """Return where a value is in the drawing [units]."""
        return round(TALL * (self.y.high - value) / (self.y.high - self.y.low))

    def path(self, line: Line) -> str:
        """Return a line as the path of a drawing."""
        return _joined(_written(self._points(line.x, line.y, line.is_step)))

    def area(self, band: Band) -> str:
        """Return a band as the path of a drawing."""
        above, below = (self._points(band.x, edge, band.is_step) for edge in (band.high, band.low))
        return _joined([*_written(above), *reversed([*_written(below)])], end="Z")

    @property
    def names(self) -> list[Name]:
        """Return which names of marks there is room for above the chart, and where."""
        free = [0.0] * _LINES
        found = []
        for mark in sorted(self.placed_marks, key=lambda one: one.at):
            at, wide = self.x.place(mark.at), _CHARACTER * len(mark.name)
            is_first = at < wide
            begins, ends = (at, at + wide) if is_first else (at - wide, at)
            line = next((line for line in range(_LINES) if begins >= free[line]), None)
            if mark.name and line is not None:
                anchor = "start" if is_first else "end"
                found.append(Name(at=at, line=line, text=mark.name, token=mark.token, anchor=anchor))
                free[line] = ends + 1.0
        return found

    def _points(self, x: Values, y: Values, is_step: bool) -> NDArray[np.int64]:
        known = np.isfinite(x) & np.isfinite(y)
        across, down = A_DAY * (x[known] - self.x.low), TALL * (self.y.high - y[known]) / (self.y.high - self.y.low)
        if is_step:
            across, down = np.repeat(across, 2)[1:], np.repeat(down, 2)[:-1]
        points = np.column_stack([across, down]).round().astype(np.int64)
        return points[_kept(points)]


def _kept(points: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Choose the points that a line needs, by what lies furthest off the straight line between two others [1]_.

    References
    ----------
    .. [1] Douglas, Peucker (1973), Cartographica 10(2), 112-122; distances are along the axis of values.
    """
    kept = np.zeros(len(points), np.bool_)
    kept[:1] = kept[-1:] = True
    stretches = [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:
            continue
        (x0, y0), (x1, y1) = points[first], points[last]
        between = points[first + 1 : last]
        off = np.abs(between[:, 1] - (y0 + (y1 - y0) * (between[:, 0] - x0) / max(x1 - x0, 1)))
        if off.max() > _ALLOWED:
            furthest = first + 1 + int(off.argmax())
            kept[furthest] = True
            stretches += [(first, furthest), (furthest, last)]
    return kept


def _joined(points: Iterable[str], *, end: str = "") -> str:
    """Return points as a path; nothing where there are none."""
    path = "L".join(points)
    return f"M{path}{end}" if path else ""


def _written(points: NDArray[np.int64]) -> Iterator[str]:
    return (f"{x} {y}" for x, y in points.tolist())


def thinned(count: int, *, most: int) -> Sequence[int]:
    """
    Return which of some rows a table shows that has room for fewer: evenly, the first and the last among them.

    Examples
    --------
    >>> thinned(10, most=4), thinned(2, most=4)
    ([0, 3, 6, 9], [0, 1])
    """
    step = max(math.ceil((count - 1) / (most - 1)), 1)
    return [*range(0, count - 1, step), count - 1]
