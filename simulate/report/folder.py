"""The folder of a report: replaced as one, and nothing left over from an earlier run."""

import errno
import hashlib
import json
import os
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from milepost.simulate.report.json import json_text
from milepost.simulate.report.words import printable

RECORD: Final = "summary.json"
ORDERINGS_RECORD: Final = "orderings.json"
BATCH_RECORD: Final = "batch.json"
RUN_RECORD: Final = "run.json"

_OF_A_RUN: Final = frozenset(
    {
        RECORD,
        *("milestones.csv", "tasks.csv", "risks.csv", "gap.csv", "cash.csv"),
        *("gantt.png", "scurves.png", "risks.png", "gap.png", "jcl.png", "cash.png"),
    }
)
OWN: Final[Mapping[str, frozenset[str]]] = {
    RECORD: _OF_A_RUN,
    ORDERINGS_RECORD: frozenset({ORDERINGS_RECORD, "orderings.csv", "ordering_differences.csv", "orderings.png"}),
    BATCH_RECORD: frozenset({BATCH_RECORD, "runs.csv", "runs.parquet", "ranking.png", "sweep.png"}),
    RUN_RECORD: _OF_A_RUN | {RUN_RECORD},
}
"""By record, the names of all files that are ever written beside it: of no other name is anything removed."""

Content: TypeAlias = bytes | Callable[[BinaryIO], None]
"""What is in a file, or what writes it."""

_PART: Final = re.compile(rf"\.({'|'.join(map(re.escape, sorted(frozenset().union(*OWN.values()))))})\.[0-9]+\.part")
_UNFINISHED: Final = "the files of this report are being replaced, or were when it was ended: run the command again"


def folder_for(file: Path) -> Path:
    r"""
    Choose the folder of a file's report: that of its name, or where that is none for a folder, a name made from it.

    Examples
    --------
    >>> folder_for(Path("plans/launch.yaml")).as_posix(), folder_for(Path("a\nb.yaml")).as_posix()
    ('reports/launch', 'reports/plan-39198ed4')
    """
    name = file.stem
    if not name.strip(". ") or printable(name) != name or set(name) & set("/\\:"):
        name = f"plan-{hashlib.sha256(os.fsencode(file.name)).hexdigest()[:8]}"
    return Path("reports") / name


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


def write_folder(folder: Path, files: Mapping[str, Content], *, record: str = RECORD) -> None:
    """
    Write the files of a report, the record among them.

    All are written beside their places first, so that an error or an interruption leaves the earlier report as it was.
    While they are renamed into their places, which only a signal that kills interrupts, the record says that the report
    is unfinished; the record itself comes last. What the earlier record lists and this run does not write is removed,
    and so is what a process that was killed left beside.

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
    unknown = files.keys() - OWN[record]
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: not among the files beside {record}: name it in OWN")
    with _held(folder):
        clear_parts(folder)
        leftover = (_listed(folder / record) & OWN[record]) - files.keys()
        unfinished = {"unfinished": _UNFINISHED, "record": {"files": sorted(files.keys() | leftover)}}
        marker = folder / f".{record}.0.part"
        parts = {name: folder / f".{name}.{os.getpid()}.part" for name in files}
        try:
            _write(marker, json_text(unfinished).encode())
            for name, part in parts.items():
                _write(part, files[name])
            with _signals_put_off():
                marker.replace(folder / record)
                for name in sorted(files.keys() - {record}):
                    parts[name].replace(folder / name)
                _remove(folder, leftover)
                parts[record].replace(folder / record)
        except BaseException:
            clear_parts(folder)
            raise


def clear_parts(folder: Path) -> None:
    """Remove what was being written when a process was ended."""
    for path in folder.iterdir():
        if _PART.fullmatch(path.name):
            with suppress(OSError):  # what is in the way is told when its place is needed
                path.unlink()


def _write(part: Path, content: Content) -> None:
    with part.open("xb") as stream:
        if isinstance(content, bytes):
            stream.write(content)
        else:
            content(stream)


def _listed(record: Path) -> set[str]:
    """Read which files an earlier record lists; a record that cannot be read lists none."""
    try:
        names = json.loads(record.read_bytes())["record"]["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        path = folder / name
        if path.is_file() or path.is_symlink():
            path.unlink()


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Let one process after the other write to a folder, for as long as each lives."""
    try:
        import fcntl
    except ImportError:  # where a folder cannot be locked
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system that knows no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _signals_put_off() -> Iterator[None]:
    """Let signals that end a program wait until a few files are renamed; only the main thread is ever interrupted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    before = {number: taken for number, taken in before.items() if callable(taken)}
    try:
        for number in before:
            signal.signal(number, lambda number, _frame: came.append(number))
        yield
    finally:
        for number, taken in before.items():
            signal.signal(number, taken)
        for number in came:
            signal.raise_signal(number)
