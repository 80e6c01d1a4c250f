"""Imports: the plans of other programs, in one shape for all of them; it knows no scenario file."""

from milepost.models.imports.findings import Findings, Place
from milepost.models.imports.kind import Kind, endings_of, kind_of, refusal
from milepost.models.imports.notice import Matter, Notice
from milepost.models.imports.plan import (
    Activity,
    Assignment,
    Bound,
    ForeignCalendar,
    ForeignPlan,
    ForeignResource,
    Relation,
    Sort,
    Span,
)
from milepost.models.imports.readers import READERS

__all__ = [
    "READERS",
    "Activity",
    "Assignment",
    "Bound",
    "Findings",
    "ForeignCalendar",
    "ForeignPlan",
    "ForeignResource",
    "Kind",
    "Matter",
    "Notice",
    "Place",
    "Relation",
    "Sort",
    "Span",
    "endings_of",
    "kind_of",
    "refusal",
]
