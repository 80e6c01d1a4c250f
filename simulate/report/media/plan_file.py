"""The file of a plan, as the folder of its report remembers it."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from milepost.simulate.report.media.words import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """
    Which file a report is about: what the file says may change, and it is the same plan still.

    Parameters
    ----------
    file
        Name of the file.
    place
        Digest of the way that leads to it from the folder of the report: it does not tell where that is, and stays
        what it is when both are moved, or looked at from another machine.
    """

    file: str
    place: str

    @classmethod
    def of(cls, file: Path, *, folder: Path) -> "PlanFile":
        """Describe a file, as seen from the folder of its report; neither need be there."""
        target, origin = Path(os.path.realpath(file.parent)) / file.name, os.path.realpath(folder)
        try:
            way = os.path.relpath(target, origin)
        except ValueError:  # they are on different drives
            way = str(target)
        return cls(file=printable(file.name), place=hashlib.sha256(os.fsencode(Path(way).as_posix())).hexdigest()[:16])

    @classmethod
    def recorded(cls, record: Mapping[str, Any]) -> "PlanFile | None":
        """Return the file that a record names, or none where it names none."""
        match record.get("plan"):
            case {"file": str(file), "place": str(place)}:
                return cls(file=file, place=place)
            case _:
                return None

    def document(self) -> dict[str, str]:
        """Return what a record says of it."""
        return asdict(self)
