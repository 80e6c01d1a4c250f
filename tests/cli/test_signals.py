import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import click
import psutil
import pytest

from milepost.simulate.cli import main, milepost
from tests.cli.processes import start, wait_until
from tests.folders import names_in

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="signals are others elsewhere")]

SWEEP = ["--sweep", "tasks.build.duration=1:1000:0.1"]
LONG = {  # each would go on for far longer than a signal takes, and has made its folder before it plays
    "run": ["run", "plan.yaml", "--out", "out", "--iterations", "20000000"],
    "order": ["order", "plan.yaml", "--out", "out", "--all", "--iterations", "5000000"],
    "batch": ["batch", "plan.yaml", "--out", "out", "--iterations", "50000", *SWEEP],
}


@pytest.mark.parametrize(
    ("command", "number", "code"),
    [
        ("run", signal.SIGINT, 130),  # Ctrl-C
        ("run", signal.SIGTERM, 143),  # kill, and service managers
        ("run", signal.SIGHUP, 129),  # a terminal that is closed
        ("order", signal.SIGINT, 130),
        ("order", signal.SIGTERM, 143),
        ("batch", signal.SIGINT, 130),
        ("batch", signal.SIGTERM, 143),
    ],
)
def test_a_signal_ends_a_command_with_its_code_and_leaves_nothing_half_written(
    command: str, number: int, code: int, desk: Path
) -> None:
    process = start(*LONG[command], desk=desk)
    wait_until((desk / "out").is_dir, process)
    process.send_signal(number)
    out, err = process.communicate()
    assert (process.returncode, out, err.splitlines()[:1]) == (code, "", ["Interrupted."])
    if command == "batch":
        assert {Path(name).name for name in names_in(desk / "out")} <= {"run.json"}
    else:
        assert not (desk / "out").exists()


def test_a_signal_that_somebody_passes_on_a_second_time_does_not_break_into_the_clearing_up(desk: Path) -> None:
    process = start(*LONG["batch"], desk=desk)
    wait_until((desk / "out" / "runs").is_dir, process)
    for _ in range(3):
        process.send_signal(signal.SIGINT)
    assert process.communicate()[1].startswith("Interrupted.\nWhat was finished is kept in out")
    assert process.returncode == 130
    assert not [name for name in names_in(desk / "out") if not name.endswith("run.json")]


def test_a_command_that_is_to_ignore_interrupts_ignores_them(desk: Path) -> None:
    """A shell starts what runs in the background, and nohup what is to outlive it, with signals ignored."""
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = start("run", "plan.yaml", "--out", "out", "--iterations", "1000000", "--quiet", desk=desk)
    finally:
        signal.signal(signal.SIGINT, handler)
    wait_until((desk / "out").is_dir, process)
    process.send_signal(signal.SIGINT)
    assert process.communicate() == ("", "")
    assert process.returncode == 0


@pytest.mark.parametrize("to_group", [True, False], ids=["to all, as a terminal does", "to the command alone"])
def test_no_worker_of_a_local_cluster_outlives_a_signal(desk: Path, to_group: bool) -> None:
    pytest.importorskip("distributed")
    pytest.importorskip("cryptography")
    process = start(*LONG["batch"], "--cluster", "local", "--workers", "2", desk=desk, process_group=0)
    wait_until((desk / "out" / "runs").is_dir, process)
    below = psutil.Process(process.pid).children(recursive=True)
    assert len(below) >= 2
    if to_group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGTERM)
    try:
        process.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert process.returncode == (130 if to_group else 143)
    _, alive = psutil.wait_procs(below, timeout=60)
    assert not alive


class Finalised:
    """Something whose finaliser a signal comes into: Python drops whatever is raised there."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_signal_that_comes_while_something_is_finalised_is_not_lost(
    goes_on: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What goes on is ended; what ends before is finished, and its code and its output say so."""

    @click.command("break")
    def command() -> None:
        Finalised()
        while goes_on:
            time.sleep(0.01)

    monkeypatch.setitem(milepost.commands, "break", command)
    if not goes_on:  # so that it does end before
        monkeypatch.setattr("milepost.simulate.cli.signals._A_MOMENT", 3600.0)
    assert main(["break"]) == (143 if goes_on else 0)
    assert capsys.readouterr() == ("", "Interrupted.\n" if goes_on else "")


def test_a_signal_that_is_raised_again_too_early_is_not_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a busy machine the moment may be over before Python has done with what it drops."""
    begin = threading.Thread.start

    def begin_slowly(thread: threading.Thread) -> None:
        begin(thread)
        time.sleep(0.2)

    @click.command("break")
    def command() -> None:
        Finalised()
        for _ in range(500):
            time.sleep(0.01)

    monkeypatch.setitem(milepost.commands, "break", command)
    monkeypatch.setattr(threading.Thread, "start", begin_slowly)
    assert main(["break"]) == 143
    assert capsys.readouterr() == ("", "Interrupted.\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_that_comes_when_all_is_said_is_told_as_well(
    number: int, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("milepost.simulate.cli.unwritten", lambda out: signal.raise_signal(number))
    assert main(["schema"]) == code
    out, err = capsys.readouterr()
    assert out.startswith("{")
    assert err == "Interrupted.\n"


def test_a_signal_that_comes_when_all_is_said_ends_a_command_whose_errors_nobody_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unread, errors = os.pipe()
    os.close(unread)
    monkeypatch.setattr("milepost.simulate.cli.unwritten", lambda out: signal.raise_signal(signal.SIGTERM))
    with os.fdopen(errors, "w") as stream:
        monkeypatch.setattr("sys.stderr", stream)
        assert main(["schema"]) == 143
