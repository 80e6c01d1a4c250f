"""The folder of a report: every file whole or not at all, and nothing left over from an earlier run."""

import errno
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

RECORD = "summary.json"
ORDERINGS_RECORD = "orderings.json"


def open_folder(folder: Path) -> None:
    """
    Make the folder if it is not there, and see that it can be written to before time is spent on what goes into it.

    Raises
    ------
    OSError
        When it cannot.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def write_folder(folder: Path, files: Mapping[str, bytes], *, record: str = RECORD) -> None:
    """
    Write the files of a report, the record among them.

    Each is written beside its place and then renamed into it, the record last, so that an interruption leaves no
    half-written file. What the earlier record lists and this run does not write is removed.

    Parameters
    ----------
    folder
        Where to; it exists.
    files
        Contents by name.
    record
        Which of them is the record: a comparison of orders has one of its own, and leaves the run's files alone.

    Raises
    ------
    OSError
        When the disk, a permission or something else in the way does not allow it.
    """
    leftover = _listed(folder / record) - files.keys()
    waiting = {name: folder / f".{name}.{os.getpid()}.part" for name in files}
    try:
        for name, part in waiting.items():
            part.unlink(missing_ok=True)
            with part.open("xb") as stream:
                stream.write(files[name])
        for name in sorted(files, key=record.__eq__):
            if name == record:
                _remove(folder, leftover)
            waiting[name].replace(folder / name)
    finally:
        for part in waiting.values():
            part.unlink(missing_ok=True)


def _listed(record: Path) -> set[str]:
    """Read which files an earlier record lists; a record that cannot be read lists none."""
    try:
        names = json.loads(record.read_bytes())["record"]["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()
    return {name for name in names if _is_plain(name)} if isinstance(names, list) else set()


def _is_plain(name: object) -> bool:
    """Tell a file's bare name from anything that could lead out of the folder."""
    return isinstance(name, str) and name not in {"", ".", ".."} and not set(name) & set("/\\:\0")


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        path = folder / name
        if path.is_file() or path.is_symlink():
            path.unlink()
