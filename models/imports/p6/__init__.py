"""P6: the exports of Primavera P6, as text (XER) and in XML."""

from milepost.models.imports.p6.reader import read_pmxml, read_xer

__all__ = ["read_pmxml", "read_xer"]
