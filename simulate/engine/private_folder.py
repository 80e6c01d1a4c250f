"""A folder in which nobody else can put anything."""

import os
import stat
from pathlib import Path

from milepost.models.error import MilepostError

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class UnsafeFolderError(MilepostError):
    """Others could put something into a folder; the text names the folder and says why."""


def open_private(folder: Path) -> Path:
    """
    Make a folder that only this user can enter, if it is not there, and return where it really is.

    What is judged is where symbolic links lead. Others must not be able to write there, nor to put another folder in
    the place of one on the way, which who may write to the folder around it can, unless that is sticky as `/tmp` is.

    Raises
    ------
    UnsafeFolderError
        When others could have put something there, or could do so later.
    OSError
        When it cannot be made.
    """
    try:
        folder = folder.resolve()
    except RuntimeError as error:  # links that go round, until Python 3.13
        raise OSError(str(error)) from error
    for missing in [one for one in (*reversed(folder.parents), folder) if not one.exists()]:
        missing.mkdir(mode=0o700, exist_ok=True)
    if os.name == "posix":
        _judge(folder)
        if stat.S_IMODE(folder.lstat().st_mode) != stat.S_IRWXU:
            folder.chmod(stat.S_IRWXU)
    return folder


def _judge(folder: Path) -> None:
    for path in (folder, *folder.parents):
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise UnsafeFolderError(f"{path} is not a folder")
        owners = {os.geteuid()} if path == folder else {os.geteuid(), 0}
        if found.st_uid not in owners:
            raise UnsafeFolderError(f"{path} belongs to {_name(found.st_uid)}")
        is_shared = path != folder and found.st_mode & stat.S_ISVTX
        if not is_shared and _others_write(found):
            raise UnsafeFolderError(f"{path} can be written to by others")


def _others_write(found: os.stat_result) -> bool:
    """Return whether others may write; many systems give each user a group of the same name, with nobody else in it."""
    if not found.st_mode & _OTHERS_WRITE:
        return False
    if found.st_mode & stat.S_IWOTH:
        return True
    import grp

    try:
        group = grp.getgrgid(found.st_gid)
    except KeyError:
        return True
    own = _name(os.geteuid())
    return group.gr_name != own or not set(group.gr_mem) <= {own}


def _name(user: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
