"""Readers: which kinds of files are read, and by what."""

from collections.abc import Mapping
from functools import partial
from typing import Final, Protocol

from milepost.models.imports.gan import read_gan
from milepost.models.imports.kind import CONVERTED, Kind
from milepost.models.imports.mpxj import read_converted
from milepost.models.imports.mspdi import read_mspdi
from milepost.models.imports.p6 import read_pmxml, read_xer
from milepost.models.imports.plan import ForeignPlan


class Reader(Protocol):
    """Reads a plan of one kind, and raises ScenarioError where it cannot."""

    def __call__(self, file: str, content: bytes, project: str = "") -> ForeignPlan:
        """Return the plan that stands in a file; of several projects the one that is named."""


READERS: Final[Mapping[Kind, Reader]] = {
    Kind.XER: read_xer,
    Kind.PMXML: read_pmxml,
    Kind.MSPDI: read_mspdi,
    Kind.GAN: read_gan,
    **{kind: partial(read_converted, kind) for kind in CONVERTED},
}
"""The readers by what they read."""
