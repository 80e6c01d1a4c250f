"""Reader: a plan that MPXJ converts, read as the Microsoft Project plan that comes of it."""

from dataclasses import replace
from typing import Final

from milepost.models.imports.findings import NOWHERE, Findings
from milepost.models.imports.kind import Kind, other_way
from milepost.models.imports.mpxj.conversion import ConversionError, MissingError, converted
from milepost.models.imports.mspdi import read_mspdi
from milepost.models.imports.plan import ForeignPlan

_NAMELESS: Final = "project.xml"
"""How the converter calls a plan without a name."""


def read_converted(kind: Kind, file: str, content: bytes, project: str = "") -> ForeignPlan:
    """
    Read a plan by way of MPXJ; what is said of it names its rows, which have no lines.

    Parameters
    ----------
    kind
        What it is.
    file
        Its name, for messages.
    content
        All of it.
    project
        Name of the project, of which such a file holds one.

    Raises
    ------
    ScenarioError
        When it cannot be converted, or what comes of it cannot be read.
    """
    try:
        made = converted(content)
    except ConversionError as error:
        instead = ", or " if isinstance(error, MissingError) else ": "
        Findings(file).fail(NOWHERE, f"is {kind}, which {error}{instead}{other_way(kind)}")
    plan = read_mspdi(file, made, project, lined=False)
    return replace(plan, name="") if plan.name == _NAMELESS else plan
