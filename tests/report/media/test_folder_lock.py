import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from milepost.simulate.report.media.folder_lock import LOCK, FolderInUseError, locked

HOLD = """
import sys
from pathlib import Path
from milepost.simulate.report.media.folder_lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that holds the lock until its input ends."""
    call = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def test_a_folder_is_locked_for_others_and_the_lock_says_by_whom_and_leaves_nothing(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        with pytest.raises(FolderInUseError) as refused, locked(tmp_path):
            pass
        said = (
            rf"{tmp_path} is in use: process {process.pid} on \S+ has been writing into it since 20\d\d-.*; wait for it"
        )
        assert re.match(said, str(refused.value))
    with locked(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


def test_one_process_does_not_take_a_lock_twice(tmp_path: Path) -> None:
    with locked(tmp_path):
        with pytest.raises(FolderInUseError), locked(tmp_path):
            pass
        with pytest.raises(FolderInUseError), locked(tmp_path):
            pass


def test_a_lock_is_let_go_of_when_something_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    with locked(tmp_path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL elsewhere")
@pytest.mark.parametrize("moment", ["open", "fstat", "ftruncate"])
def test_an_interruption_while_the_lock_is_taken_leaves_nothing(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal is heard when what the system was asked for is done, and before anything else knows of it."""
    done = getattr(os, moment)

    def interrupted(*arguments: object) -> object:
        monkeypatch.undo()
        done(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, moment, interrupted)
    with pytest.raises(KeyboardInterrupt), locked(tmp_path):
        pass
    assert not [*tmp_path.iterdir()]


def test_the_lock_of_a_process_that_was_killed_is_taken_over(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path):
        assert str(os.getpid()) in (tmp_path / LOCK).read_text()
    assert not list(tmp_path.iterdir())


def test_a_lock_file_that_is_removed_by_hand_is_not_mistaken_for_that_of_another(tmp_path: Path) -> None:
    with locked(tmp_path):
        (tmp_path / LOCK).unlink()
        with locked(tmp_path):
            pass
        with holder(tmp_path), pytest.raises(FolderInUseError), locked(tmp_path):
            pass
    assert not (tmp_path / LOCK).exists()


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "5", '{"process": 1}', '{"process": "\\u001b[31m"}'])
def test_a_lock_with_anything_else_in_it_is_a_lock_all_the_same(text: str, tmp_path: Path) -> None:
    with holder(tmp_path):
        (tmp_path / LOCK).write_text(text)
        with pytest.raises(FolderInUseError, match="another process writes into it"), locked(tmp_path):
            pass


def test_what_a_lock_says_reaches_a_terminal_as_plain_text(tmp_path: Path) -> None:
    with holder(tmp_path):
        (tmp_path / LOCK).write_text('{"process": 1, "host": "\\u001b[31mX", "since": "\\n"}')
        with pytest.raises(FolderInUseError, match=r"process 1 on \?\?31mX has been"), locked(tmp_path):
            pass


@pytest.mark.skipif(os.name != "posix", reason="links need no permission here only")
def test_a_link_in_the_place_of_a_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep")
    (tmp_path / LOCK).symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match=re.escape(LOCK)), locked(tmp_path):
        pass
    assert (tmp_path / "precious").read_text() == "keep"


@pytest.mark.slow
def test_of_many_that_ask_at_once_one_at_a_time_has_it(tmp_path: Path) -> None:
    """Each adds one to a number in a file two hundred times, reading and writing it in two steps."""
    count = """
        import sys
        from pathlib import Path
        from milepost.simulate.report.media.folder_lock import FolderInUseError, locked
        folder, done = Path(sys.argv[1]), 0
        while done < 200:
            try:
                with locked(folder / "locked"):
                    number = int((folder / "number").read_text())
                    (folder / "number").write_text(str(number + 1))
                    done += 1
            except FolderInUseError:
                pass
    """
    import textwrap

    (tmp_path / "locked").mkdir()
    (tmp_path / "number").write_text("0")
    call = [sys.executable, "-c", textwrap.dedent(count), str(tmp_path)]
    started = [subprocess.Popen(call) for _ in range(4)]
    assert [process.wait() for process in started] == [0] * 4
    assert (tmp_path / "number").read_text() == "800"
    assert not list((tmp_path / "locked").iterdir())
