"""Who waits long is told beforehand for how long, by how fast the plan itself was played."""

import io
import time

import pytest
from rich.console import Console

from milepost.simulate.report.media.pace import Pace
from milepost.simulate.report.media.progress import stages


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Play 200 iterations in two seconds after 100 that nobody knows the start of."""
    moments = iter([1000.0, 1001.0, 1002.0])
    monkeypatch.setattr(time, "perf_counter", lambda: next(moments))
    told: list[int] = []
    pace = Pace(told.append)
    assert pace.seconds(100) is None
    for _ in range(3):
        pace(100)
    assert told == [100, 100, 100]
    return pace


def begun(iterations: int | None, pace: Pace | None, *, quiet: bool = False) -> str:
    """Return what is said where no line can be redrawn."""
    console = Console(file=io.StringIO(), width=200, quiet=quiet)
    with stages(console=console, pace=pace, instead="--no-drivers leaves them out") as stage:
        stage.begin("Playing variants", iterations)
        stage.advance(256)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_what_comes_before_the_first_report_does_not_count(pace: Pace) -> None:
    assert pace.seconds(1_000) == pytest.approx(10.0)


def test_only_what_takes_long_is_told_beforehand(pace: Pace) -> None:
    assert begun(4_700, pace) == "Playing variants will take about 50 seconds; --no-drivers leaves them out.\n"
    assert begun(900, pace) == ""
    assert begun(4_700, pace, quiet=True) == ""


def test_nothing_is_told_of_what_nobody_can_tell(pace: Pace) -> None:
    assert begun(None, pace) == ""
    assert begun(4_700, None) == ""
    assert begun(4_700, Pace()) == ""
