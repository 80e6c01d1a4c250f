"""Static files: the page itself, which is the same for every plan and holds none."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent / "static"

_KINDS: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""What browsers are told of a file, whatever this machine's own table says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """
    A file of the page.

    Parameters
    ----------
    path
        Where it is.
    """

    path: Path

    @property
    def kind(self) -> str:
        """Return what kind of file it is, as browsers call it."""
        return _KINDS.get(self.path.suffix) or mimetypes.guess_type(self.path.name)[0] or "application/octet-stream"

    def content(self) -> bytes:
        """Return what stands in it."""
        return self.path.read_bytes()


def static_files(folder: Path = HERE) -> Mapping[str, StaticFile]:
    """
    Return the files of the page by what they are asked for as.

    What is asked for is looked up here, and is never made a path: nothing else can be reached, however it is spelt.
    """
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): StaticFile(path=path) for path in found}
