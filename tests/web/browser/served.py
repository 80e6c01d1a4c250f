"""A plan that is served: `milepost open` as a process of its own, on files and folders of its own."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import platformdirs

_ADDRESS: Final = re.compile(rb"http://127\.0\.0\.1:\d+/#\S+")
_PATIENCE: Final = 240.0
"""How long it may take to start or to end [s]."""


class Served:
    """
    A plan that is served.

    Parameters
    ----------
    process
        What serves it, whose output is a pipe.
    folder
        Where it runs.
    """

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self._process = process
        self.folder = folder
        self.said = b""
        """What it has printed, to both streams."""
        self.address = self._address()

    @property
    def port(self) -> int:
        """Return where it listens."""
        port = urlsplit(self.address).port
        assert port is not None
        return port

    @property
    def origin(self) -> str:
        """Return the address without the token."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        """Return what a page has to know."""
        return urlsplit(self.address).fragment.removeprefix("token=")

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal, wait for the end, and return the code that it ended with."""
        self._process.send_signal(number)
        rest, _ = self._process.communicate(timeout=_PATIENCE)
        self.said += rest
        return self._process.returncode

    def _address(self) -> str:
        assert self._process.stdout is not None
        until = time.monotonic() + _PATIENCE
        while not (found := _ADDRESS.search(self.said)):
            left = until - time.monotonic()
            more = b""
            if select.select([self._process.stdout], [], [], max(0.0, left))[0]:
                more = os.read(self._process.stdout.fileno(), 65_536)
            assert more, f"no address: {self.said.decode(errors='replace')}"
            self.said += more
        return found.group().decode()


@contextmanager
def served(file: Path | None, folder: Path, *options: str) -> Iterator[Served]:
    """Serve a plan, or none, from a folder; what is not saved is kept in the folder `cache` there."""
    command = [str(Path(sys.executable).with_name("milepost")), "open", *([] if file is None else [str(file)])]
    kernels = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("milepost")
    folders = {"XDG_CACHE_HOME": str(folder / "cache"), "NUMBA_CACHE_DIR": kernels, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [*command, "--no-browser", *options],
        cwd=folder,
        env={**os.environ, **folders},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield Served(process, folder)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
