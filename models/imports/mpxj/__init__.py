"""MPXJ: the plans of programs that no reader here knows, by way of the converter of that name."""

from milepost.models.imports.mpxj.reader import read_converted

__all__ = ["read_converted"]
