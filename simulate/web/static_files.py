"""Static files: the page itself, which is the same for every plan and holds none."""

import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from milepost.simulate.report.page.page import chart_script, section_css

HERE: Final = Path(__file__).parent / "static"

_KINDS: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""What browsers are told of a file, whatever this machine's own table says."""


_CHARTS: Final = ("dates", "curves", "tables")
"""Modules of a report with which its charts are read and its tables sorted."""


class Servable(Protocol):
    """What is the same for every plan, and can be asked for."""

    @property
    def kind(self) -> str:
        """Return what kind of file it is, as browsers call it."""

    def content(self) -> bytes:
        """Return what stands in it."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """
    What parts of a report need wherever they stand.

    Parameters
    ----------
    kind
        What kind of file it is, as browsers call it.
    text
        Returns what stands in it; none where the report has no such file.
    """

    kind: str
    text: Callable[[], str | None]

    def content(self) -> bytes:
        """Return what stands in it."""
        return (self.text() or "").encode()


def static_files(folder: Path = HERE) -> Mapping[str, Servable]:
    """
    Return the files of the page by what they are asked for as, with the style and the scripts of parts of a report.

    What is asked for is looked up here, and is never made a path: nothing else can be reached, however it is spelt.
    """
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {
        "sections.css": ReportFile(kind=_KINDS[".css"], text=section_css),
        **{f"charts/{name}.js": ReportFile(kind=_KINDS[".js"], text=partial(chart_script, name)) for name in _CHARTS},
        **{path.relative_to(folder).as_posix(): StaticFile(path=path) for path in found},
    }
