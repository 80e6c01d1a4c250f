"""Journal: what has been done to a plan and is not saved, on disk, so that no end of the server loses it."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import platformdirs

from milepost.models.error import MilepostError
from milepost.simulate.engine.private_folder import UnsafeFolderError, open_private
from milepost.simulate.report.media.folder_lock import FolderInUseError, locked

Entry = Mapping[str, Any]
"""Something that was done, as JSON has it."""

LARGEST: Final = 32 * 2**20
"""Size beyond which a journal is made the state that it leads to [bytes]."""

_FORM: Final = 1
_NAME: Final = "steps.jsonl"
_UNUSABLE: Final = "unsaved changes are not kept beyond the end of this command"


class PlanInUseError(MilepostError):
    """Another server has the plan open; the text names it and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """
    What a journal is about.

    Parameters
    ----------
    file
        The plan's file.
    text
        What stood in it.
    template, start
        From which template it was made, and the start that was asked for; empty where it was not.
    """

    file: str
    text: str
    template: str = ""
    start: str = ""

    @property
    def digest(self) -> str:
        """Return a digest of what stood in the file."""
        return digest_of(self.text)

    def entry(self) -> Entry:
        """Return it as JSON has it."""
        own = {"file": self.file, "text": self.text, "template": self.template, "start": self.start}
        return {"milepost": _FORM, **own}

    @classmethod
    def read(cls, entry: Entry) -> "Head | None":
        """Return what an entry says; None where it says something else."""
        match entry:
            case {"milepost": form, "file": str(), "text": str(), "template": str(), "start": str()} if form == _FORM:
                return cls(**{key: entry[key] for key in ("file", "text", "template", "start")})
        return None


class Journal:
    """
    The file of what is not saved.

    An entry has reached the operating system once it is written, and so outlives this process; `sync` sees to it that
    it outlives the machine.

    Parameters
    ----------
    folder
        Where it is kept, by this plan alone; none where nothing can be kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = None if folder is None else folder / _NAME
        self._file: int | None = None
        self._begun: Head | None = None
        """What is still to be written at its head, since nothing has been done yet."""
        self._is_synced = True
        self.size = 0
        """How large it is [bytes]."""

    def past(self) -> tuple[Head, list[Entry]] | None:
        """Return what it is about and what was done; None where nothing was. What was cut off is left out."""
        if self._path is None:
            return None
        try:
            lines = self._path.read_bytes().split(b"\n")
        except OSError:
            return None
        entries: list[Entry] = []
        for line in lines[:-1]:
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                break
            if not isinstance(entry, dict):
                break
            entries.append(entry)
        head = Head.read(entries[0]) if entries else None
        return None if head is None or len(entries) == 1 else (head, entries[1:])

    def begin(self, head: Head, entries: Sequence[Entry] = ()) -> None:
        """
        Begin anew, about a file as it is, with what is to be known of it already.

        Raises
        ------
        OSError
            When it cannot be written; then what was there is still there.
        """
        if self._path is None:
            return
        if not entries:
            self.discard()
            self._begun, self.size = head, 0
            return
        part = self._path.with_suffix(".part")
        content = b"".join(map(_line, (head.entry(), *entries)))
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _write(file, content)
            os.fsync(file)
        except BaseException:
            os.close(file)
            raise
        if os.name != "posix":
            os.close(file)  # a file that is open cannot be renamed there
        self.close()
        part.replace(self._path)
        self._file = file if os.name == "posix" else os.open(self._path, os.O_WRONLY | os.O_APPEND)
        self._begun = None
        self.size, self._is_synced = len(content), True

    def append(self, entry: Entry) -> None:
        """
        Write down what was done.

        Raises
        ------
        OSError
            When it cannot be written.
        """
        if self._begun is not None:
            self.begin(self._begun, [entry])
        elif self._file is not None:
            content = _line(entry)
            _write(self._file, content)
            self.size += len(content)
            self._is_synced = False

    def sync(self) -> None:
        """Wait until what was written is on the disk."""
        if self._file is not None and not self._is_synced:
            self._is_synced = True
            with suppress(OSError):
                os.fsync(self._file)

    def close(self) -> None:
        """Write nothing more."""
        if self._file is not None:
            self.sync()
            os.close(self._file)
            self._file = None

    def discard(self) -> None:
        """Take it away, since nothing is left that is not saved."""
        self.close()
        self._begun = None
        if self._path is not None:
            self._path.unlink(missing_ok=True)


@contextmanager
def opened_journal(plan: Path) -> Iterator[tuple[Journal, str]]:
    """
    Hold the journal of a plan for as long as this lasts, and no other server its.

    Yields
    ------
    tuple of Journal and str
        The journal, and why nothing can be kept in it; empty where it can.

    Raises
    ------
    PlanInUseError
        When another server has the plan open.
    """
    try:
        folder = open_private(_folder(plan))
    except (OSError, UnsafeFolderError) as error:
        yield Journal(None), f"{_UNUSABLE}: {error}"
        return
    try:
        held = locked(folder)
        held.__enter__()
    except FolderInUseError as error:
        who = str(error).partition(" is in use: ")[2].partition(";")[0].replace("has been writing into it ", "")
        cure = "go on in its page, or end it with Ctrl-C and open the plan again"
        raise PlanInUseError(f"{plan} is open in another milepost open ({who}): {cure}") from None
    journal = Journal(folder)
    try:
        yield journal, ""
    finally:
        journal.close()
        held.__exit__(None, None, None)
        with suppress(OSError):
            folder.rmdir()  # which is done only where it is empty


def digest_of(text: str) -> str:
    """Return a digest of the text of a file."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _folder(plan: Path) -> Path:
    usual = platformdirs.user_cache_path("milepost")
    if str(usual).startswith("~"):  # a user without a home
        usual = Path(tempfile.gettempdir()) / f"milepost-{os.geteuid() if os.name == 'posix' else ''}"
    return usual / "open" / hashlib.sha256(os.fsencode(plan.resolve())).hexdigest()[:24]


def _line(entry: Entry) -> bytes:
    return json.dumps(entry, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _write(file: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]
