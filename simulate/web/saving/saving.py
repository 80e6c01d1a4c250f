"""Saving: a document into its file, in the place of what stands there."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from milepost.models.file.open_file import OpenFile
from milepost.models.file.source import LARGEST
from milepost.simulate.web.document.document import Document
from milepost.simulate.web.saving.error import FileChangedError, SavingError


def saved(document: Document) -> OpenFile:
    """
    Write a document into its file, in the place of what stands there, and return the file as it is then.

    Raises
    ------
    FileChangedError
        When somebody else has changed it, or one that it lies over.
    SavingError
        When it cannot be written.
    """
    file, text = document.file, document.text
    if len(text.encode()) > LARGEST:
        raise SavingError(f"{file.path} would have more than {LARGEST:,} bytes: split the plan")
    if file.changed():
        raise FileChangedError(f"{file.path} has changed on disk")
    try:
        replaced(file.path, text.encode())
    except OSError as error:
        raise SavingError(
            f"{error.filename or file.path} cannot be written ({error.strerror}): nothing is lost; make room or give "
            "the right to write there, and save again"
        ) from None
    return file.saved(text)


def replaced(path: Path, content: bytes) -> None:
    """
    Write a file in the place of the one that may be there, at once and for good; it keeps its rights.

    Raises
    ------
    OSError
        When it cannot be written; then the old one is as it was.
    """
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(path))
    try:
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            if mode is not None:
                part.chmod(mode)
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
