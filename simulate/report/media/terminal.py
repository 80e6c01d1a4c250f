"""The terminal: where people read, or a pipe that takes what would be read there."""

import os
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from milepost.simulate.report.media.words import printable

_UNBOUNDED = 1_000


class Terminal(Console):
    """
    Where people read: plain and as wide as need be when it is a pipe or a file, plain when NO_COLOR asks for it.

    Parameters
    ----------
    stderr
        Whether it is the error stream.
    quiet
        Whether nothing is to be shown.
    """

    def __init__(self, *, stderr: bool = False, quiet: bool = False) -> None:
        super().__init__(
            stderr=stderr, quiet=quiet, color_system=None if os.environ.get("NO_COLOR") else "auto", highlight=False
        )
        if not self.is_terminal and "COLUMNS" not in os.environ:
            self.width = _UNBOUNDED

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Render what is to be shown, with nothing from outside in it that steers the terminal."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=_shown(segment.text))


def _shown(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))
