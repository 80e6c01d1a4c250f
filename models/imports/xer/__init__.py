"""XER: the exports of Primavera P6."""

from milepost.models.imports.xer.reader import read_xer

__all__ = ["read_xer"]
