"""Bars in rows: a name, what is drawn beside it, and words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from milepost.simulate.report.page.charts.axis import Axis
from milepost.simulate.report.page.charts.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """
    A bar, from one value to another.

    Parameters
    ----------
    begins, ends
        In the unit of the axis; one that is not known is not drawn.
    token
        The name of its colour.
    kind
        `wide`, `thick` or `thin`, or `interval`: a thin one with ends.
    is_pale
        Whether it is paler than its colour.
    """

    begins: float
    ends: float
    token: str
    kind: str = "wide"
    is_pale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """
    A sign at a value.

    Parameters
    ----------
    at
        In the unit of the axis; one that is not known is not drawn.
    token
        The name of its colour.
    kind
        `diamond`, `small` (a smaller one), `tick` or `triangle`.
    """

    at: float
    token: str
    kind: str = "diamond"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    A row.

    Parameters
    ----------
    name
        What it is about.
    words
        What is written behind what is drawn, a text a column.
    bars, signs
        What is drawn.
    is_bold
        Whether it matters more than others.
    """

    name: str
    words: Sequence[str] = ()
    bars: Sequence[Bar] = ()
    signs: Sequence[Sign] = ()
    is_bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Bars(Figure):
    """
    Bars in rows.

    Parameters
    ----------
    axis
        Where values are.
    columns
        What heads the names, and each column of words.
    rows
        From the uppermost.
    lines
        Values at which a line goes through all rows, with the name of its colour.
    """

    template: ClassVar[str] = "bars.html.j2"

    axis: Axis
    columns: Sequence[str]
    rows: Sequence[Row]
    lines: Sequence[tuple[float, str]] = ()

    @property
    def is_long(self) -> bool:
        """Return whether the axis stands below as well."""
        return len(self.rows) > 12

    def drawn(self, row: Row) -> list[tuple[Bar, float, float]]:
        """Return the bars of a row with where each begins and how wide it is [percent]."""
        known = [bar for bar in row.bars if not math.isnan(bar.begins + bar.ends)]
        ends = [sorted((self.axis.place(bar.begins), self.axis.place(bar.ends))) for bar in known]
        return [(bar, low, round(high - low, 2)) for bar, (low, high) in zip(known, ends, strict=True)]

    def signed(self, row: Row) -> list[tuple[Sign, float]]:
        """Return the signs of a row with where each is [percent]."""
        return [(sign, self.axis.place(sign.at)) for sign in row.signs if not math.isnan(sign.at)]
