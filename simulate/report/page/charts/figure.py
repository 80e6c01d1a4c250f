"""Figures: what every chart of a page has around it."""

from dataclasses import dataclass
from typing import ClassVar

from milepost.simulate.report.page.charts.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """
    What a mark means.

    Parameters
    ----------
    text
        What it means.
    token
        The name of its colour.
    mark
        How it looks: `line`, `dashed`, `area`, `dot`, `diamond` or `tick`.
    pale
        Whether it is paler than its colour.
    """

    text: str
    token: str
    mark: str = "area"
    pale: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure:
    """
    A chart with what stands around it.

    Parameters
    ----------
    title
        What it shows, as a finding.
    alternative
        The same for those who do not see it: what is drawn, and what there is to be seen.
    table
        Its data.
    note
        What stands below the title.
    keys
        What its marks mean.
    """

    template: ClassVar[str]

    title: str
    alternative: str
    table: Table
    note: str = ""
    keys: tuple[Key, ...] = ()
