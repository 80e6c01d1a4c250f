"""Store: what is kept of each run, whole or not at all."""

import hashlib
import json
from pathlib import Path
from typing import Any

from milepost.simulate.batch.job import Finding
from milepost.simulate.report.folder import RECORD, RUN_RECORD, clear_parts, open_folder, write_folder
from milepost.simulate.report.json import json_text


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

    def place(self, name: str) -> Path:
        """Give the folder of a run."""
        return self.folder / "runs" / name

    def row(self, name: str) -> dict[str, Any]:
        """Give what the table says of a run."""
        row: dict[str, Any] = json.loads((self.place(name) / RUN_RECORD).read_bytes())["row"]
        return row

    def is_finished(self, name: str, identity: str, *, reports: bool) -> bool:
        """Tell whether a run has been played, and has left what is asked for."""
        try:
            record = json.loads((self.place(name) / RUN_RECORD).read_bytes())["record"]
            if record["identity"] != identity or record["failed"]:
                return False
            wanted = record["files"] if reports else ()
            if reports and RECORD not in wanted:
                return False
            clear_parts(self.place(name))  # of a process that was killed when it was to be written anew
            return all((self.place(name) / file).is_file() for file in wanted)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def keep(self, name: str, identity: str, finding: Finding) -> None:
        """
        Keep what came of a run: its record last, and by renaming, so that it is there when all else is.

        Raises
        ------
        OSError
            When the disk is full, or something else does not allow it.
        """
        record = {"identity": identity, "failed": finding.failed, "files": sorted([*finding.files, RUN_RECORD])}
        document = {"row": dict(finding.row), "record": record}
        text = json_text(document) + "\n"
        place = self.place(name)
        open_folder(place)
        write_folder(place, {**finding.files, RUN_RECORD: text.encode()}, record=RUN_RECORD)


def failure_name(label: str, parts: str) -> str:
    """Name the folder of a run that never got so far as to have an identity."""
    return folder_name(label, hashlib.sha256(parts.encode(errors="surrogatepass")).hexdigest())


def folder_name(label: str, identity: str) -> str:
    """Name the folder of a run: what people call it and, to make it unique, the beginning of its identity."""
    return f"{label}-{identity[:12]}"
