"""Store: what is kept of each run, whole or not at all."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from milepost.simulate.batch.columns import flattened, row_from
from milepost.simulate.batch.job import Finding
from milepost.simulate.batch.row import RunRow
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.folder import RECORD, RUN_RECORD, clear_parts, opened, write_folder
from milepost.simulate.report.media.folder_lock import locked
from milepost.simulate.report.media.json import json_text


class Store:
    """
    The folder of a batch: below `runs` there is a folder for each run, and in it what tells that it is finished.

    Parameters
    ----------
    folder
        Where it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._is_held = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """
        Keep other processes from writing into the folder, which is made if it is not there.

        Raises
        ------
        FolderInUseError
            When another batch writes into it.
        OSError
            When the folder cannot be made or written to.
        """
        if self._is_held:
            yield
            return
        with opened(self.folder), locked(self.folder):
            self._is_held = True
            try:
                yield
            finally:
                self._is_held = False

    def folder_of(self, name: str) -> Path:
        """Return the folder of a run."""
        return self.folder / "runs" / name

    def row(self, name: str) -> RunRow:
        """
        Return what the table says of a run.

        Raises
        ------
        OSError
            When it cannot be read, or is damaged.
        """
        path = self.folder_of(name) / RUN_RECORD
        try:
            flat, _ = _read(path)
            return row_from(flat)
        except _NOT_BELIEVED as error:
            raise OSError(f"{path} has been damaged since it was written") from error

    def is_finished(self, name: str, identity: str, *, reports: bool, csv_style: CsvStyle = CsvStyle.PLAIN) -> bool:
        """Return whether a run has been played, and has left what is asked for."""
        try:
            _, record = _read(self.folder_of(name) / RUN_RECORD)
            if record["identity"] != identity or record["failed"] is not False:
                return False
            wanted = record["files"] if reports else ()
            if reports and (RECORD not in wanted or record["csv_style"] != csv_style):
                return False
            clear_parts(self.folder_of(name))  # of a process that was killed when it was to be written anew
            return all((self.folder_of(name) / file).is_file() for file in wanted)
        except (OSError, *_NOT_BELIEVED):
            return False

    def keep(self, name: str, identity: str, finding: Finding, *, csv_style: CsvStyle = CsvStyle.PLAIN) -> None:
        """
        Keep what came of a run: its record last, and by renaming, so that it is there when all else is.

        Raises
        ------
        OSError
            When the disk is full, or something else does not allow it.
        """
        row = flattened(finding.row)
        files = sorted([*finding.files, RUN_RECORD])
        record = {
            "identity": identity,
            "failed": finding.failed,
            "row_sha256": _digest(row),
            "csv_style": csv_style,
            "files": files,
        }
        document = {"row": row, "record": record}
        text = json_text(document) + "\n"
        folder = self.folder_of(name)
        with opened(folder):
            write_folder(folder, {**finding.files, RUN_RECORD: text.encode()}, record=RUN_RECORD)


_NOT_BELIEVED: Final = (ValueError, KeyError, TypeError, RecursionError)
"""What reading something raises that this program has not written."""


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a run's row and record; a row that is not what was written, to the last digit, is refused."""
    document = json.loads(path.read_bytes())
    row, record = document["row"], document["record"]
    if not isinstance(row, dict) or record["row_sha256"] != _digest(row):
        raise ValueError("the row is not the one that was written")
    return row, record


def _digest(row: Mapping[str, Any]) -> str:
    text = json.dumps(row, sort_keys=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def failure_name(label: str, parts: str) -> str:
    """Name the folder of a run that never got so far as to have an identity."""
    return folder_name(label, hashlib.sha256(parts.encode(errors="surrogatepass")).hexdigest())


def folder_name(label: str, identity: str) -> str:
    """Name the folder of a run: what people call it and, to make it unique, the beginning of its identity."""
    return f"{label}-{identity[:12]}"
