"""Streams: what a command prints, to whoever still reads it."""

import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from milepost.simulate.report.media.words import printable


def say(text: object, *, err: bool = False, lines: bool = False, end: str = "\n") -> None:
    """
    Print a text, with nothing in it that steers a terminal: the one way in which commands print text.

    Parameters
    ----------
    text
        What to print.
    err
        Whether it goes to the error stream.
    lines
        Whether its line breaks are ours; otherwise it is one line, whatever a name in it holds.
    end
        What follows it.
    """
    whole = str(text)
    parts = whole.split("\n") if lines else [whole]
    print("\n".join(map(printable, parts)), file=sys.stderr if err else sys.stdout, end=end, flush=True)


class Stream(io.FileIO):
    """
    A stream that takes whatever is written to it; once something could not be, the rest goes nowhere.

    A command goes on when nobody reads what it prints: its report and its exit code are still wanted.

    Parameters
    ----------
    descriptor
        Of the open file; it stays open.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self.error: OSError | None = None

    def write(self, data: Any, /) -> int:
        """Write as much as is taken, or nothing any more."""
        if self.error is None:
            try:
                while (taken := super().write(data)) is None:
                    select.select([], [self], [])  # a pipe that does not wait by itself
            except OSError as error:
                self.error = error
            else:
                return taken
        return memoryview(data).nbytes


@contextmanager
def open_streams() -> Iterator[Stream | None]:
    """
    Put streams in the place of standard output and error that bear a reader who leaves, or was never there.

    Yields
    ------
    Stream or None
        Standard output, to be asked for its error; None where Python code stands in its place.
    """
    _hold_descriptors()
    before = sys.stdout, sys.stderr
    out, stream = _bearing(sys.stdout, 1)
    err, _ = _bearing(sys.stderr, 2)
    try:
        sys.stdout, sys.stderr = out, err
        yield stream
    finally:
        for one in (out, err):
            one.flush()
        sys.stdout, sys.stderr = before


def unwritten(stream: Stream | None) -> OSError | None:
    """Return why not all that was printed is where it should be; that its reader has left is no reason."""
    if stream is None or stream.error is None or stream.error.errno in (errno.EPIPE, errno.ECONNRESET):
        return None
    return stream.error


def _hold_descriptors() -> None:
    """Open what was closed to nowhere, or the next file that is opened would take its place and be printed into."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != descriptor:
                os.dup2(nowhere, descriptor)
                os.close(nowhere)


def _bearing(before: TextIO | None, descriptor: int) -> tuple[TextIO, Stream | None]:
    """Return what stands in for a stream: itself where no file is behind it, or a console that takes no bytes."""
    encoding, line_buffering = "utf-8", True
    if before is not None:
        try:
            before.flush()
            descriptor = before.fileno()
        except (OSError, ValueError):
            return before, None
        if not isinstance(before, io.TextIOWrapper) or (os.name == "nt" and before.isatty()):
            return before, None
        encoding, line_buffering = before.encoding, before.line_buffering
    stream = Stream(descriptor)
    # What the terminal cannot spell must not end the run.
    text = io.TextIOWrapper(
        io.BufferedWriter(stream), encoding=encoding, errors="replace", line_buffering=line_buffering
    )
    return text, stream
