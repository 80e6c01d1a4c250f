"""That a file is read shows once it takes a while, where somebody looks."""

import sys
import time
from io import StringIO
from pathlib import Path

import pytest

from milepost.simulate.cli.shown_late import shown_late


class Screen(StringIO):
    """A terminal that can redraw a line."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("quiet", "patience", "shown"), [(False, 0.0, True), (True, 0.0, False), (False, 60.0, False)])
def test_a_file_that_takes_long_shows(
    quiet: bool, patience: float, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with shown_late(Path("site.xer"), quiet=quiet, patience=patience):
        until = time.monotonic() + (20.0 if shown else 0.2)
        while "Reading site.xer" not in screen.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
    assert ("Reading site.xer" in screen.getvalue()) is shown
