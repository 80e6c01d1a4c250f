"""Import review: what there is to say of a plan of another program, beside what there is of any."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from milepost.models.file.document import Document
from milepost.models.file.imported import Imported
from milepost.models.file.layers import Layers
from milepost.models.file.reading import Reading
from milepost.models.file.shared import Shared
from milepost.models.file.sheets.reader import SHEET_KINDS
from milepost.models.imports import Notice
from milepost.models.rules.import_check import ImportCheck, import_check
from milepost.models.rules.scenario import check_scenario
from milepost.models.scenario import Scenario

_NAMED: Final = 3
"""Matters that one line names; of more the worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReview:
    """
    What came of a plan of another program, with nothing laid over it.

    Parameters
    ----------
    file
        Its name.
    check
        How far our dates are those of the file; none where the plan is not valid by itself.
    notices
        What could not be taken as it is, worst first.
    """

    file: str
    check: ImportCheck | None
    notices: tuple[Notice, ...]

    @property
    def sentence(self) -> str:
        """Return it in one line: how many dates come out, and what the worst is of what was not taken as it is."""
        check, named = self.check, ", ".join(one.matter for one in self.notices[:_NAMED])
        more = f" and {len(self.notices) - _NAMED:,} more" if len(self.notices) > _NAMED else ""
        if check is None:
            dates = "is not valid by itself, so that its dates are not compared"
        elif not check.judged:
            dates = "has no dates to compare ours with"
        else:
            dates = f"{check.agree:,} of the {check.judged:,} dates in it come out here"
        return f"{Path(self.file).name}: {dates}" + (
            f"; what could not be taken as it is: {named}{more}" if named else ""
        )


def import_review(layers: Layers, scenario: Scenario | None = None) -> ImportReview | None:
    """
    Return what there is to say of the plan of another program that a file is, or lies over; none if there is nothing.

    Parameters
    ----------
    layers
        The file, with what it lies over.
    scenario
        What they say together, where that is known.
    """
    bottom = layers.sources[-1]
    if not isinstance(bottom, Imported):
        return None
    check = _check(bottom, scenario if len(layers.sources) == 1 else None)
    if bottom.kind in SHEET_KINDS and check is not None and not check.judged and not bottom.notices:
        return None  # a plan that was written here, and not by another program
    return ImportReview(file=bottom.file, check=check, notices=bottom.notices)


def _check(imported: Imported, scenario: Scenario | None) -> ImportCheck | None:
    if scenario is not None:
        return import_check(scenario, imported.plan, imported.notices)
    data = Shared(imported.data).data
    try:
        scenario, wrong = Document.model_validate(data, context=Reading.of(data)).scenario("")
    except ValidationError:
        return None
    return None if wrong or any(check_scenario(scenario)) else import_check(scenario, imported.plan, imported.notices)
