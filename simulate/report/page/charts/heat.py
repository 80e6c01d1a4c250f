"""Heat maps: a table whose cells are the darker the more there is of something."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from milepost.simulate.report.page.charts.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """
    A cell.

    Parameters
    ----------
    text, below
        What stands in it, and in small print below that.
    token
        The name of the colour behind it.
    is_bold
        Whether it matters more than others.
    """

    text: str
    below: Sequence[str]
    token: str
    is_bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Heat(Figure):
    """
    A heat map.

    Parameters
    ----------
    columns
        What heads each column of cells.
    rows
        A name each, what stands below it, and the cells from the first column on, None where there is none.
    """

    template: ClassVar[str] = "heat.html.j2"

    columns: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[HeatCell | None]]]
