"""A plan that is served, on files and folders of its own: in a thread, or by `milepost open` as a process."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import platformdirs
import pytest

from milepost.simulate.web.server import Playing
from milepost.simulate.web.session.facts import Facts
from tests.web.served import site

_ADDRESS: Final = re.compile(rb"http://127\.0\.0\.1:\d+/#\S+")
_PATIENCE: Final = 240.0
"""How long it may take to start or to end [s]."""
FEW: Final = 4_000
"""How often a plan is played for tests that look at what becomes of figures: as a run of as many, in less time."""


class Served:
    """
    A plan that is served.

    Parameters
    ----------
    address
        Where, with the token.
    folder
        Where it is.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder

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


class Process(Served):
    """
    A plan that a process serves.

    Parameters
    ----------
    process
        What serves it, whose output is a pipe.
    folder
        Where it runs.
    """

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self._process = process
        self.said = b""
        """What it has printed, to both streams."""
        super().__init__(self._address(), folder)

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
def served(file: Path | None, folder: Path) -> Iterator[Served]:
    """Serve a plan, or none, from a folder; what is not saved is kept in the folder `cache` there."""
    with ExitStack() as held, pytest.MonkeyPatch.context() as patch:
        patch.setattr("platformdirs.user_cache_path", lambda name: folder / "cache" / name)
        playing = Playing(facts=Facts.of(iterations=FEW, confidence=0.8))
        one = held.enter_context(site(file, folder=folder, playing=playing))
        patch.undo()
        yield Served(f"{one.address}#{one.token}", folder)


@contextmanager
def served_by_process(file: Path | None, folder: Path, *options: str) -> Iterator[Process]:
    """Serve as `served` does, but by the program."""
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
        yield Process(process, folder)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
