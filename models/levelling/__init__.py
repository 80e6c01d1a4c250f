"""Levelling: the list in which tasks take the units of the resources that they need."""

from milepost.models.levelling.activity import Activity
from milepost.models.levelling.levelling import Levelling, level

__all__ = ["Activity", "Levelling", "level"]
