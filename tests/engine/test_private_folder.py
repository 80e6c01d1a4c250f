import os
import stat
from pathlib import Path

import pytest

from milepost.simulate.engine.private_folder import UnsafeFolderError, open_private

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have no such permissions")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


def mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def test_all_that_is_made_is_closed_to_others_whatever_the_usual_permissions(home: Path) -> None:
    before = os.umask(0)
    try:
        made = open_private(home / "a" / "b" / "c")
    finally:
        os.umask(before)
    assert made == home / "a" / "b" / "c"
    assert [mode(home / part) for part in ("a", "a/b", "a/b/c")] == [0o700] * 3


def test_a_folder_that_others_could_only_read_is_closed(home: Path) -> None:
    (home / "cache").mkdir()
    (home / "cache").chmod(0o755)
    assert mode(open_private(home / "cache")) == 0o700


@pytest.mark.parametrize("permissions", [0o777, 0o707, 0o1777])
def test_a_folder_that_others_could_write_to_is_refused_and_left_alone(home: Path, permissions: int) -> None:
    (home / "cache").mkdir()
    (home / "cache").chmod(permissions)
    with pytest.raises(UnsafeFolderError, match=r"cache can be written to by others"):
        open_private(home / "cache")
    assert stat.S_IMODE((home / "cache").stat().st_mode) == permissions


def test_a_folder_below_one_that_others_could_write_to_is_refused(home: Path) -> None:
    """They could put a folder of their own in its place."""
    (home / "open").mkdir()
    (home / "open").chmod(0o777)
    with pytest.raises(UnsafeFolderError, match=r"open can be written to by others"):
        open_private(home / "open" / "cache")


def test_a_sticky_folder_is_no_way_to_what_is_below_it(home: Path) -> None:
    """As /tmp is: others may put something beside, and not in the place of what belongs to somebody else."""
    (home / "tmp").mkdir()
    (home / "tmp").chmod(0o1777)
    assert mode(open_private(home / "tmp" / "cache")) == 0o700


def test_a_folder_of_somebody_else_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "cache").mkdir(mode=0o700)
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    with pytest.raises(UnsafeFolderError, match="cache belongs to"):
        open_private(home / "cache")


def test_a_folder_in_one_of_somebody_else_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "theirs" / "cache").mkdir(parents=True, mode=0o700)
    mine = (home / "theirs" / "cache").stat().st_uid
    lstat = Path.lstat

    def of_another(path: Path) -> os.stat_result:
        found = lstat(path)
        return os.stat_result([*found[:4], mine + 1, *found[5:]]) if path.name == "theirs" else found

    monkeypatch.setattr(Path, "lstat", of_another)
    with pytest.raises(UnsafeFolderError, match="theirs belongs to"):
        open_private(home / "theirs" / "cache")


@pytest.mark.parametrize(
    ("members", "name", "is_refused"), [([], "me", False), (["eve"], "me", True), ([], "all", True)]
)
def test_a_group_may_write_on_the_way_if_nobody_else_is_in_it(
    members: list[str], name: str, is_refused: bool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import grp

    (home / "config").mkdir()
    (home / "config").chmod(0o770)
    monkeypatch.setattr("milepost.simulate.engine.private_folder._name", lambda user: "me")
    monkeypatch.setattr(grp, "getgrgid", lambda group: grp.struct_group([name, "x", group, members]))
    if is_refused:
        with pytest.raises(UnsafeFolderError, match=r"config can be written to by others"):
            open_private(home / "config" / "cache")
    else:
        open_private(home / "config" / "cache")


def test_where_a_link_leads_is_judged_and_returned(home: Path) -> None:
    (home / "there").mkdir()
    (home / "link").symlink_to(home / "there")
    assert open_private(home / "link" / "cache") == home / "there" / "cache"
    (home / "there").chmod(0o777)
    with pytest.raises(UnsafeFolderError, match=r"there can be written to by others"):
        open_private(home / "link" / "cache")


def test_what_is_no_folder_is_an_error_of_the_system_or_refused(home: Path) -> None:
    (home / "file").write_text("")
    (home / "round").symlink_to(home / "round")
    for place in ("file", "file/below", "round", "round/below"):
        with pytest.raises((OSError, UnsafeFolderError)):  # which one is for the system to say
            open_private(home / place)
