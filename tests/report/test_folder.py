import json
from pathlib import Path
from typing import IO, Any

import pytest

from milepost.simulate.report.folder import open_folder, write_folder


def record(*names: object) -> bytes:
    return json.dumps({"record": {"files": list(names)}}).encode()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a.csv": b"a", "summary.json": record("a.csv", "summary.json")})
    assert names_in(tmp_path) == ["a.csv", "summary.json"]
    assert (tmp_path / "a.csv").read_bytes() == b"a"


def test_what_only_the_earlier_record_lists_is_removed_and_a_stranger_stays(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a.csv": b"1", "b.png": b"1", "summary.json": record("a.csv", "b.png", "summary.json")})
    (tmp_path / "notes.txt").write_text("mine")
    write_folder(tmp_path, {"a.csv": b"2", "summary.json": record("a.csv", "summary.json")})
    assert names_in(tmp_path) == ["a.csv", "notes.txt", "summary.json"]
    assert (tmp_path / "a.csv").read_bytes() == b"2"


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",  # up
        "sub/inside.txt",  # down
        "..",
        ".",
        "",
        "sub",  # a folder
        None,  # not a name at all
        ["outside.txt"],
    ],
)
def test_a_record_that_lists_more_than_plain_files_removes_nothing(tmp_path: Path, name: object) -> None:
    folder = tmp_path / "report"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("mine")
    (folder / "sub" / "inside.txt").write_text("mine")
    (folder / "summary.json").write_bytes(record(name))
    write_folder(folder, {"summary.json": record()})
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
    (folder / "a.csv").symlink_to(outside)
    write_folder(folder, {"a.csv": b"new", "summary.json": record()})
    assert outside.read_text() == "mine"
    assert (folder / "a.csv").read_bytes() == b"new"


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"record": 1}', b'{"record": {"files": "a.csv"}}', b"\xff\xfe"])
def test_a_record_that_cannot_be_read_lists_nothing(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(b"mine")
    (tmp_path / "summary.json").write_bytes(text)
    write_folder(tmp_path, {"summary.json": record()})
    assert names_in(tmp_path) == ["a.csv", "summary.json"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interruption_leaves_the_earlier_report_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    write_folder(tmp_path, {"a.csv": b"1", "b.csv": b"1", "summary.json": record("a.csv", "b.csv")})
    opened = Path.open

    def open_once(path: Path, mode: str) -> IO[Any]:
        if "b.csv" in path.name:
            raise error
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", open_once)
    with pytest.raises(error):
        write_folder(tmp_path, {"a.csv": b"2", "b.csv": b"2", "summary.json": record("a.csv", "b.csv")})
    assert names_in(tmp_path) == ["a.csv", "b.csv", "summary.json"]
    assert (tmp_path / "a.csv").read_bytes() == b"1"


def test_the_record_is_replaced_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = []
    replace = Path.replace

    def noted(part: Path, to: Path) -> Path:
        replaced.append(to.name)
        return replace(part, to)

    monkeypatch.setattr(Path, "replace", noted)
    write_folder(tmp_path, {"summary.json": record(), "z.csv": b"", "a.csv": b""})
    assert replaced[-1] == "summary.json"


def test_opening_makes_the_folder_and_those_above_it(tmp_path: Path) -> None:
    open_folder(tmp_path / "reports" / "plan")
    assert (tmp_path / "reports" / "plan").is_dir()


def test_a_file_in_the_way_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file")
    with pytest.raises(OSError, match="reports"):
        open_folder(tmp_path / "reports" / "plan")
