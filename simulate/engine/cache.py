"""Where compiled kernels are kept between runs, and the decorator that compiles them."""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import platformdirs

_Function = TypeVar("_Function", bound=Callable[..., Any])


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
    """
    Compile a function, and keep it in the folder for this version of the engine.

    Numba watches only the file that a function stands in, so that an edited helper in another file would leave an old
    result in use. Therefore the folder's name carries a hash of all files of the engine. Numba's setting is put back
    at once: other packages in the process keep theirs.
    """
    before = _config.CACHE_DIR
    _config.CACHE_DIR = str(_FOLDER)
    try:
        options: dict[str, Any] = {"_nrt": False}  # numba has the option, and its types do not know it
        compile = numba.njit(
            nogil=True, cache=_FOLDER is not None, error_model="numpy", forceinline=into_callers, **options
        )
        return cast("_Function", compile(function))
    finally:
        _config.CACHE_DIR = before


def is_warm() -> bool:
    """Tell whether kernels compiled by an earlier process are there to be loaded."""
    return _FOLDER is not None and any(_FOLDER.rglob("*.nbc"))


def _folder() -> Path | None:
    """
    Give the folder for this version of the engine, or None where no private one can be written.

    A cache holds code that will be executed, so a shared temporary folder is no substitute.
    """
    base = Path(_config.CACHE_DIR or platformdirs.user_cache_path("milepost"))
    engine = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        engine.update(source.read_bytes())
    folder = base / f"engine-{engine.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


_config: Any = numba.config  # numba fills this module in when it is loaded, unseen by type checkers
_FOLDER = _folder()
