"""Where compiled kernels are kept between runs, and the decorator that compiles them."""

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba
import platformdirs

from milepost.simulate.engine.kernel_files import SUFFIX, KernelFiles
from milepost.simulate.engine.private_folder import UnsafeFolderError, open_private

_Function = TypeVar("_Function", bound=Callable[..., Any])

_A_MONTH: Final = 30 * 24 * 3600
"""How long kernels of another version are kept after they were last used [seconds]."""


def jit(function: _Function) -> _Function:
    """
    Compile a kernel, and keep it for the next process.

    A kernel runs without the interpreter's lock, with IEEE arithmetic as written. It is given all arrays that it works
    on and makes none, and so counts no references: numba would count them for every row that is passed on, which takes
    longer than most rows' arithmetic.
    """
    return _compiled(function, into_callers=False)


def step(function: _Function) -> _Function:
    """
    Compile a part of a kernel into whatever calls it.

    A part that takes the whole program costs more to call, with all arrays of which it is told, than its work takes.
    What loops over lanes is no step: alone in its function a loop becomes vector instructions.
    """
    return _compiled(function, into_callers=True)


def _compiled(function: _Function, *, into_callers: bool) -> _Function:
    options: dict[str, Any] = {"_nrt": False}  # numba has the option, and its types do not know it
    compile = numba.njit(nogil=True, error_model="numpy", forceinline=into_callers, **options)
    dispatcher: Any = compile(function)
    if _FOLDER is not None:
        dispatcher._cache = KernelFiles(function, _FOLDER)  # numba has no public way to say which cache to use
    return cast("_Function", dispatcher)


def is_warm() -> bool:
    """Return whether kernels compiled by an earlier process are there to be loaded."""
    return _FOLDER is not None and any(_FOLDER.glob(f"*{SUFFIX}"))


def cache_note() -> str:
    """Return why kernels are not kept in the user's cache folder, where that is something to know; empty otherwise."""
    return _NOTE


def engine_sources() -> list[Path]:
    """Return the files that decide what a kernel compiles to, in an order of their own: all of the engine."""
    return sorted(Path(__file__).parent.rglob("*.py"))


def _open_cache() -> tuple[Path | None, str]:
    """
    Return the folder for this version of the engine, or None where no private one can be written, and a note.

    The folder's name carries a hash of the engine, so that a kernel is compiled anew when a helper in another file
    has been edited. A cache holds code that will be executed, so only a folder is used that nobody else can write
    to; where the usual one cannot be trusted or written, one of this user's own among the temporary files.
    """
    engine = hashlib.sha256()
    for source in engine_sources():
        engine.update(source.read_bytes())
    name, distrusted = f"engine-{engine.hexdigest()[:16]}", ""
    for base in _bases():
        try:
            folder = open_private(base / name)
            if not any(folder.glob(f"*{SUFFIX}")):
                tempfile.TemporaryFile(dir=folder).close()
        except UnsafeFolderError as error:
            distrusted = distrusted or str(error)
            continue
        except OSError:
            continue
        _remove_unused(folder)
        return folder, _note(distrusted, f"kept in {folder.parent}")
    return None, _note(distrusted, "compiled anew by every run")


def _bases() -> Iterator[Path]:
    """Yield the folders that kernels may be kept below, the one to be preferred first."""
    usual = Path(_config.CACHE_DIR or platformdirs.user_cache_path("milepost"))
    if not str(usual).startswith("~"):  # a user without a home
        yield usual.absolute()
    if os.name == "posix":
        yield Path(tempfile.gettempdir()) / f"milepost-{os.geteuid()}"


def _note(distrusted: str, instead: str) -> str:
    if not distrusted:
        return ""
    return (
        f"the compiled engine is {instead}, not in the usual folder: {distrusted}, so that others could have this "
        "program run their code. Make it your own and close it to others, or name another in NUMBA_CACHE_DIR"
    )


def _remove_unused(folder: Path) -> None:
    """Note that this version has been used, and remove versions of this user that have not been for a month."""
    with suppress(OSError):
        os.utime(folder)
        for other in folder.parent.iterdir():
            found = other.lstat()
            is_kernels = re.fullmatch(r"engine-[0-9a-f]{16}", other.name) and not other.is_symlink() and other.is_dir()
            is_own = os.name != "posix" or found.st_uid == os.geteuid()
            if is_kernels and is_own and found.st_mtime < time.time() - _A_MONTH:
                shutil.rmtree(other, ignore_errors=True)


_config: Any = numba.config  # numba fills this module in when it is loaded, unseen by type checkers
_FOLDER, _NOTE = _open_cache()
