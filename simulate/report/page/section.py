"""Sections: what the page is made of, in the sequence in which it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from milepost.simulate.report.page.charts.figure import Figure
from milepost.simulate.report.page.charts.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """
    Parts that belong together, below a heading of their own.

    Parameters
    ----------
    heading
        What they are about; nothing where that is said above.
    parts
        What is shown, in sequence.
    sentences
        What it means.
    is_grid
        Whether they stand side by side where there is room.
    is_folded
        Whether a reader opens it when it is wanted.
    """

    template: ClassVar[str] = "group.html.j2"

    heading: str
    parts: "Sequence[Part]"
    sentences: Sequence[str] = ()
    is_grid: bool = False
    is_folded: bool = False


Part: TypeAlias = Figure | Table | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """
    A section of the page.

    Parameters
    ----------
    id
        What links lead to.
    heading
        What it is about, as short as a link.
    sentences
        What it means.
    parts
        What it shows, in sequence.
    search
        What stands in the field by which its lists are searched; nothing where they are not.
    """

    id: str
    heading: str
    sentences: Sequence[str] = ()
    parts: Sequence[Part] = ()
    search: str = ""
