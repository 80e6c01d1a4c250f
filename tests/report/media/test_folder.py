import json
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO

import pytest

from milepost.simulate.report.media.folder import ORDERINGS_RECORD, OWN, opened, usual_folder, write_folder
from tests.folders import files_in, names_in


def record(*names: object) -> bytes:
    return json.dumps({"record": {"files": list(names)}}).encode()


def test_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_folder(tmp_path, {"tasks.csv": b"a", "summary.json": record("tasks.csv", "summary.json")})
    assert names_in(tmp_path) == ["summary.json", "tasks.csv"]
    assert (tmp_path / "tasks.csv").read_bytes() == b"a"


def test_what_only_the_earlier_record_lists_is_removed_and_a_stranger_stays(tmp_path: Path) -> None:
    write_folder(
        tmp_path,
        {"tasks.csv": b"1", "risks.png": b"1", "summary.json": record("tasks.csv", "risks.png", "summary.json")},
    )
    (tmp_path / "notes.txt").write_text("mine")
    write_folder(tmp_path, {"tasks.csv": b"2", "summary.json": record("tasks.csv", "summary.json")})
    assert names_in(tmp_path) == ["notes.txt", "summary.json", "tasks.csv"]
    assert (tmp_path / "tasks.csv").read_bytes() == b"2"


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",  # up
        "sub/inside.txt",  # down
        "..",
        ".",
        "",
        "sub",  # a folder
        "thesis.docx",  # a stranger's: a record that somebody else wrote must not have it removed
        "orderings.csv",  # of a comparison of orders, which has a record of its own
        None,  # not a name at all
        ["outside.txt"],
    ],
)
def test_a_record_that_lists_what_no_run_writes_removes_nothing(tmp_path: Path, name: object) -> None:
    folder = tmp_path / "report"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("mine")
    (folder / "sub" / "inside.txt").write_text("mine")
    (folder / "summary.json").write_bytes(record(name))
    for stranger in ("thesis.docx", "orderings.csv"):
        (folder / stranger).write_text("mine")
    write_folder(folder, {"summary.json": record()})
    assert (folder / "thesis.docx").exists()
    assert (folder / "orderings.csv").exists()
    assert (tmp_path / "outside.txt").exists()
    assert (folder / "sub" / "inside.txt").exists()


def test_an_absolute_name_in_a_record_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "summary.json").write_bytes(record(str(outside)))
    write_folder(folder, {"summary.json": record()})
    assert outside.exists()


def test_a_link_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("mine")
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "tasks.csv").symlink_to(outside)
    write_folder(folder, {"tasks.csv": b"new", "summary.json": record()})
    assert outside.read_text() == "mine"
    assert (folder / "tasks.csv").read_bytes() == b"new"


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b'{"record": 1}', b'{"record": {"files": "tasks.csv"}}', b"\xff\xfe"]
)
def test_a_record_that_cannot_be_read_lists_nothing(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "tasks.csv").write_bytes(b"mine")
    (tmp_path / "summary.json").write_bytes(text)
    write_folder(tmp_path, {"summary.json": record()})
    assert names_in(tmp_path) == ["summary.json", "tasks.csv"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interruption_leaves_the_earlier_report_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    write_folder(tmp_path, {"tasks.csv": b"1", "risks.csv": b"1", "summary.json": record("tasks.csv", "risks.csv")})
    opened = Path.open

    def open_once(path: Path, mode: str) -> IO[Any]:
        if "risks.csv" in path.name:
            raise error
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", open_once)
    with pytest.raises(error):
        write_folder(tmp_path, {"tasks.csv": b"2", "risks.csv": b"2", "summary.json": record("tasks.csv", "risks.csv")})
    assert names_in(tmp_path) == ["risks.csv", "summary.json", "tasks.csv"]
    assert (tmp_path / "tasks.csv").read_bytes() == b"1"


def test_the_record_is_replaced_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = []
    replace = Path.replace

    def noted(part: Path, to: Path) -> Path:
        replaced.append(to.name)
        return replace(part, to)

    monkeypatch.setattr(Path, "replace", noted)
    write_folder(tmp_path, {"summary.json": record(), "gap.csv": b"", "tasks.csv": b""})
    assert replaced[-1] == "summary.json"


def test_opening_makes_the_folder_and_those_above_it(tmp_path: Path) -> None:
    with opened(tmp_path / "reports" / "plan"):
        pass
    assert (tmp_path / "reports" / "plan").is_dir()


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, SystemExit])
def test_what_ends_before_anything_is_written_leaves_no_folder_that_was_not_there(
    tmp_path: Path, error: type[BaseException]
) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(error), opened(tmp_path / "mine" / "reports" / "plan"):
        raise error
    with pytest.raises(error), opened(tmp_path / "mine"):
        raise error
    with suppress(error), opened(tmp_path / "reports" / "plan"):
        (tmp_path / "reports" / "stranger.txt").write_text("somebody's, meanwhile")
        raise error
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "reports"]
    assert names_in(tmp_path / "mine") == []
    assert names_in(tmp_path / "reports") == ["stranger.txt"]


def test_a_folder_that_somebody_removed_meanwhile_is_made_again(tmp_path: Path) -> None:
    with opened(tmp_path / "plan"):
        (tmp_path / "plan").rmdir()
        write_folder(tmp_path / "plan", {"summary.json": record()})
    assert names_in(tmp_path / "plan") == ["summary.json"]


def test_a_file_in_the_way_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file")
    with pytest.raises(OSError, match="reports"), opened(tmp_path / "reports" / "plan"):
        pass


KILLED = """
import os, sys
from pathlib import Path
from milepost.simulate.report.media.folder import write_folder

steps = 0

def counted(step):
    def take(*arguments, **options):
        global steps
        steps += 1
        if steps == int(sys.argv[2]):
            os._exit(9)  # as SIGKILL does it: nothing is cleared up
        return step(*arguments, **options)
    return take

Path.open, Path.replace, Path.unlink = map(counted, (Path.open, Path.replace, Path.unlink))
files = {"tasks.csv": b"2", "gap.csv": b"2", "summary.json": b'{"record": {"files": ["tasks.csv", "gap.csv"]}}'}
write_folder(Path(sys.argv[1]), files)
print("whole")
"""
"""Writes a report and dies at one of its steps."""


@pytest.mark.slow
def test_a_process_killed_at_any_step_leaves_a_report_that_is_whole_or_says_so_and_the_next_clears_up(
    tmp_path: Path,
) -> None:
    earlier = {"tasks.csv": b"1", "risks.csv": b"1", "summary.json": record("tasks.csv", "risks.csv", "summary.json")}
    latest = {"tasks.csv": b"3", "summary.json": record("tasks.csv", "summary.json")}
    seen = set()
    for step in range(1, 100):
        folder = tmp_path / str(step)
        folder.mkdir()
        write_folder(folder, earlier)
        (folder / ".mine.part").write_text("mine")
        call = [sys.executable, "-c", KILLED, str(folder), str(step)]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        if done.stdout:
            break
        found = {name: (folder / name).read_bytes() for name in earlier if (folder / name).exists()}
        unfinished = "unfinished" in json.loads(found["summary.json"])
        assert unfinished or found == earlier
        seen.add(unfinished)
        write_folder(folder, latest)
        assert files_in(folder) == latest | {".mine.part": b"mine"}
    assert seen == {True, False}


def test_a_signal_does_not_come_between_the_files_of_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def interrupted(part: Path, to: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return replace(part, to)

    monkeypatch.setattr(Path, "replace", interrupted)
    files = {"tasks.csv": b"1", "gap.csv": b"1", "summary.json": record("tasks.csv")}
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path, files)
    assert files_in(tmp_path) == files
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_file_may_be_written_as_it_comes_and_fails_as_one_that_is_given(tmp_path: Path) -> None:
    def lines(stream: BinaryIO) -> None:
        stream.write(b"1\n")
        stream.write(b"2\n")

    def fail(stream: BinaryIO) -> None:
        stream.write(b"1\n")
        raise OSError("no room")

    write_folder(tmp_path, {"tasks.csv": lines, "summary.json": record()})
    assert (tmp_path / "tasks.csv").read_bytes() == b"1\n2\n"
    with pytest.raises(OSError, match="no room"):
        write_folder(tmp_path, {"tasks.csv": fail, "summary.json": record()})
    assert names_in(tmp_path) == ["summary.json", "tasks.csv"]
    assert (tmp_path / "tasks.csv").read_bytes() == b"1\n2\n"


def test_a_name_that_would_never_be_removed_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"orderings.csv: not among the files beside summary.json"):
        write_folder(tmp_path, {"orderings.csv": b"", "summary.json": record()})
    assert not any(OWN[ORDERINGS_RECORD] & names for key, names in OWN.items() if key != ORDERINGS_RECORD)


@pytest.mark.parametrize(
    "file", ["...yaml", "..yaml", ". .yaml", "a\x1b[31m.yaml", "caf\udce9.yaml", "a\\b.yaml", "a\n.yaml"]
)
def test_a_file_whose_name_is_none_for_a_folder_gets_a_folder_all_the_same(file: str) -> None:
    folder = usual_folder(Path("plans") / file)
    assert folder.parts[0] == "reports"
    assert len(folder.parts) == 2
    assert folder.name.isascii()
    assert folder.name.isprintable()
    assert folder.name.strip(".")
    assert usual_folder(Path(file)) == folder


def test_any_other_file_gives_its_name() -> None:
    assert usual_folder(Path("plans/Café 2.1 (日本).yaml")) == Path("reports/Café 2.1 (日本)")
