"""Conflict: a plan that was changed in its file and in the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milepost.models.file.open_file import OpenFile
from milepost.simulate.web.document.document import Document
from milepost.simulate.web.saving.error import SavingError
from milepost.simulate.web.saving.merging import Difference, Whose, differences, merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """
    A plan that was changed in its file and in the page.

    Parameters
    ----------
    base
        What both began with.
    mine
        As it is in the page.
    file
        As it is on disk.
    below
        Files below it that were changed.
    is_of_save
        Whether it came up when the plan was to be saved.
    """

    base: Any
    mine: Any
    file: OpenFile
    below: Sequence[Path] = ()
    is_of_save: bool = False

    def differences(self) -> list[Difference]:
        """Return in which parts they differ."""
        return differences(self.base, self.mine, self.file.data)

    def taken(self, take: str) -> Any:
        """
        Return the plan of a choice: mine, theirs, or both, where what both have changed is mine.

        Raises
        ------
        SavingError
            When it is no choice.
        """
        match take:
            case Whose.MINE:
                return self.mine
            case Whose.THEIRS:
                return self.file.data
            case Whose.BOTH:
                return merged(self.base, self.mine, self.file.data)
        raise SavingError("choose mine, theirs or both")


def conflict_of(document: Document) -> Conflict:
    """
    Return what stands against saving a document.

    Raises
    ------
    ScenarioError
        When what is on disk cannot be read.
    """
    changed = document.file.changed()
    file = OpenFile.of(document.file.path)
    below = [path for path in changed if path != document.file.path]
    return Conflict(base=document.saved.data, mine=document.state.data, file=file, below=below, is_of_save=True)
