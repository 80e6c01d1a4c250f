"""Import review: what there is to say of a plan of another program, beside what there is of any."""

from dataclasses import dataclass

from pydantic import ValidationError

from milepost.models.file.document import Document
from milepost.models.file.imported import Imported
from milepost.models.file.layers import Layers
from milepost.models.file.reading import Reading
from milepost.models.file.shared import Shared
from milepost.models.imports import Notice
from milepost.models.rules.import_check import ImportCheck, import_check
from milepost.models.rules.scenario import check_scenario


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


def import_review(layers: Layers) -> ImportReview | None:
    """Return what there is to say of the plan of another program that a file is, or lies over; none if it does not."""
    bottom = layers.sources[-1]
    if not isinstance(bottom, Imported):
        return None
    return ImportReview(file=bottom.file, check=_check(bottom), notices=bottom.notices)


def _check(imported: Imported) -> ImportCheck | None:
    data = Shared(imported.data).data
    try:
        scenario, wrong = Document.model_validate(data, context=Reading.of(data)).scenario("")
    except ValidationError:
        return None
    return None if wrong or any(check_scenario(scenario)) else import_check(scenario, imported.plan, imported.notices)
