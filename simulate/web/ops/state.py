"""State: a document at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeAlias

from milepost.models.problem import KeyPath

Data: TypeAlias = Mapping[str, Any]
"""What stands in a scenario file, as plain data; never changed in place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """
    A document at one moment.

    Parameters
    ----------
    data
        What the file is to say.
    off
        The risks and responses that are switched off, as `risks.ID` and `tasks.ID`.
    names
        By the path of an entry in the file as it was last read or saved, the key that it has now.

    Attributes
    ----------
    mark
        A number that no other state has.
    """

    data: Data
    off: frozenset[str] = frozenset()
    names: Mapping[KeyPath, str] = field(default_factory=dict)
    mark: int = field(init=False, compare=False, default_factory=count().__next__)
