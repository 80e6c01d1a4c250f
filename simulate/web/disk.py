"""Disk: whether somebody else writes into the files of a plan while it is open."""

from pathlib import Path
from typing import TypeAlias

from milepost.models.file.open_file import OpenFile

_Stamps: TypeAlias = dict[Path, tuple[int, int] | None]


class Disk:
    """
    The files of a plan, looked at now and then.

    What stands in a file is read only when its time or its size is another than when it was looked at last.
    """

    def __init__(self) -> None:
        self._stamps: _Stamps = {}

    def has_changed(self, file: OpenFile) -> bool:
        """Return whether something else stands in the files of a plan than was read, if that has come up just now."""
        if file.is_new:
            return False
        stamps = {path: _stamp(path) for path in file.files}
        if stamps == self._stamps:
            return False
        is_first = self._stamps.keys() != stamps.keys()
        self._stamps = stamps
        return not is_first and bool(file.changed())


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
