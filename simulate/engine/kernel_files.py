"""Kernel files: what the compiler made of a function, a file for each signature."""

import hashlib
import pickle
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import llvmlite
import numba
from numba.core import compiler, serialize

SUFFIX: Final = ".nbc"

_DIGEST: Final = hashlib.sha256().digest_size
_rebuild: Callable[..., Any] = compiler.CompileResult._rebuild  # untyped, as is the next
_dumps: Callable[[Any], bytes] = serialize.dumps


class KernelFiles:
    """
    What the compiler made of one function, with the methods that numba's dispatcher asks of a cache.

    Numba's own cache ends the program over a file that is empty, cut off or full of something else, and over a disk
    without room. Here each file begins with a hash of the rest, since damaged machine code must not so much as be
    loaded, and is written beside its place and renamed into it. What is damaged is removed and compiled anew; what
    cannot be written is not kept.

    Parameters
    ----------
    function
        What is compiled.
    folder
        Where to keep it. Whoever can write there can have this process run code.
    """

    def __init__(self, function: Callable[..., Any], folder: Path) -> None:
        self.cache_path = folder
        self._name = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}".replace("<locals>.", "")
        self._code = hashlib.sha256(function.__code__.co_code).hexdigest()

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """
        Return what was compiled for a signature, or None where there is nothing that can be used.

        Unlike numba's own cache it leaves the context as it is: made ready to compile, it takes ten times as long as
        what is kept takes to load.
        """
        key = self._key(signature, target_context.codegen())
        path = self._path(key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        try:
            digest, kept = content[:_DIGEST], content[_DIGEST:]
            if hashlib.sha256(kept).digest() != digest:
                raise ValueError("damaged")
            kept_key, reduced = pickle.loads(kept)
            if kept_key != key:
                raise ValueError("of another signature")
            return _rebuild(target_context, *reduced)
        except Exception:  # whatever it is, it can be compiled anew
            with suppress(OSError):
                path.unlink()
            return None

    def save_overload(self, signature: Any, compiled: Any) -> None:
        """Keep what was compiled for a signature, if there is room for it."""
        if compiled.library.has_dynamic_globals or not all(lifted.can_cache for lifted in compiled.lifted):
            return  # it holds addresses of this process
        key = self._key(signature, compiled.library.codegen)
        content = _dumps((key, compiled._reduce()))
        with suppress(OSError):
            self._write(self._path(key), hashlib.sha256(content).digest() + content)

    def flush(self) -> None:
        """Forget what is kept of the function."""
        for path in self.cache_path.glob(f"{self._name}-*{SUFFIX}"):
            with suppress(OSError):
                path.unlink()

    def _key(self, signature: Any, codegen: Any) -> tuple[Any, ...]:
        """Return all that the result depends on, beside the engine's own code: libraries, processor and signature."""
        made_by = numba.__version__, llvmlite.__version__, str(sys.implementation.cache_tag)
        return *made_by, codegen.magic_tuple(), self._code, signature

    def _path(self, key: tuple[Any, ...]) -> Path:
        return self.cache_path / f"{self._name}-{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}{SUFFIX}"

    def _write(self, path: Path, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            beside = Path(stream.name)
            try:
                stream.write(content)
                stream.close()
                beside.replace(path)
            except BaseException:
                with suppress(OSError):
                    beside.unlink()
                raise
