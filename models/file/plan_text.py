"""Plan text: what a scenario file said, with all that it lies over, as the text of one file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from milepost.models.file.document import OF_FILE
from milepost.models.file.layers import Layers
from milepost.models.file.writer import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanText:
    """
    What a scenario file said, which can be read as the file was.

    Parameters
    ----------
    file
        What the file was called, for messages.
    text
        YAML.
    """

    file: str
    text: str

    @classmethod
    def of(cls, file: str, data: Mapping[str, Any], name: str) -> Self:
        """Return what a file says that holds a plan; what goes without a name keeps the one that it has now."""
        said = {key: part for key, part in data.items() if key not in OF_FILE}
        return cls(file=file, text=text_of({**said, "name": name}))

    def layers(self) -> Layers:
        """Return it as a file that lies over nothing."""
        return Layers(Path(self.file), self.text)
