"""MSPDI: the plans of Microsoft Project in XML."""

from milepost.models.imports.mspdi.reader import read_mspdi

__all__ = ["read_mspdi"]
