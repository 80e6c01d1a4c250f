"""A lock on a folder, so that two processes do not write into it at once."""

import errno
import json
import os
import re
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from milepost.models.error import MilepostError

LOCK: Final = ".milepost.lock"

_UNKNOWN_HERE: Final = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class FolderInUseError(MilepostError):
    """Another process writes into a folder; the text says which and since when."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """
    Keep other processes from writing into a folder that exists, for as long as this lasts.

    The operating system holds the lock, and lets go of it when the process ends, however it does: a lock that was left
    behind is no hindrance. The file says who holds it, and is removed at the end. Where the file system knows no locks
    there is none.

    Raises
    ------
    FolderInUseError
        When another holds it.
    OSError
        When the file cannot be opened.
    """
    path = folder / LOCK
    handle = _acquired(folder, path)
    try:
        yield
    finally:
        _take_away(handle, path)
        os.close(handle)


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """
    Let one process after the other write to a folder, for as long as this lasts, or each lives.

    The folder itself is locked, so that nothing is left in it whatever happens; where it cannot be, nobody waits.
    """
    if os.name != "posix":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            _lock(handle, wait=True)
        yield
    finally:
        os.close(handle)


def _acquired(folder: Path, path: Path) -> int:
    try:
        while (handle := _tried(folder, path)) is None:
            pass
    except BaseException:  # an interruption may come where the file is there, and nothing knows of it yet
        with suppress(OSError):
            _clear(path)
        raise
    return handle


def _tried(folder: Path, path: Path) -> int | None:
    """Return the file once it is held; None where the one that was opened is no more the one that others find."""
    handle = _opened(path, os.O_CREAT)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise FileExistsError(errno.EEXIST, "is in the way of the lock", str(path))
        if not _lock(handle, wait=False):
            raise FolderInUseError(f"{folder} is in use: {_holder(handle)}; wait for it, or name another folder")
        if _is_still_there(handle, path):
            _sign(handle)
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _opened(path: Path, create: int = 0) -> int:
    return os.open(path, os.O_RDWR | create | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _clear(path: Path) -> None:
    """Remove the file if nobody holds it."""
    handle = _opened(path)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode) and _lock(handle, wait=False):
            _take_away(handle, path)
    finally:
        os.close(handle)


def _take_away(handle: int, path: Path) -> None:
    """Remove the file while it is held: whoever opened it meanwhile sees that it has gone."""
    with suppress(OSError):
        if _is_still_there(handle, path):
            path.unlink()


def _is_still_there(handle: int, path: Path) -> bool:
    """Return whether the file that was locked is the one that others will find."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _sign(handle: int) -> None:
    """Write down who holds the lock, for others to read; a disk that is full is no hindrance."""
    since = datetime.now().astimezone().isoformat(" ", "seconds")
    signature = {"process": os.getpid(), "host": socket.gethostname(), "since": since}
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(signature).encode())


def _holder(handle: int) -> str:
    """Return who holds a lock, as far as the file tells: it may have been taken this moment."""
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        found: Any = json.loads(os.read(handle, 1000))
        process, host, since = (re.sub(r"[^\w.:+ -]", "?", str(found[key])) for key in ("process", "host", "since"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "another process writes into it"
    return f"process {process} on {host} has been writing into it since {since}"


if sys.platform == "win32":
    import msvcrt

    _FAR: Final = 2**30  # a byte that is locked cannot be read, and who holds the lock is to be read

    def _lock(handle: int, *, wait: bool) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(handle: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _UNKNOWN_HERE:
                raise
        return True
