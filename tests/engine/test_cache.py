"""The cache of kernels, in processes of their own as a user starts them."""

import ast
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from milepost.simulate.engine import cache

pytestmark = pytest.mark.slow

PLAN = Path(__file__).parents[2] / "scenarios" / "minimal.yaml"
ENGINE = Path(cache.__file__).parent


@pytest.fixture
def home(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


def call(home: Path, code: str, **environment: str) -> str:
    """Run code in a process whose caches are below a folder, and give what it printed."""
    where = {"NUMBA_CACHE_DIR": str(home / "cache"), "TMPDIR": str(home / "tmp"), **environment}
    (home / "tmp").mkdir(exist_ok=True)
    call = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(call, env={**os.environ, **where}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


PHILOX = """
    import numpy as np
    from milepost.simulate.engine import cache
    from milepost.simulate.engine.philox import philox
    philox(*np.zeros(4, np.uint64), np.uint64(0), np.uint64(0))
    print(sum(philox.stats.cache_hits.values()), cache._FOLDER, cache.cache_note(), sep="|")
"""
"""Use one of the engine's kernels, and tell how many were found compiled, where, and what there is to say of it."""


def test_the_next_process_finds_what_one_has_compiled(home: Path) -> None:
    found, folder, note = call(home, PHILOX).strip().split("|")
    assert (found, note) == ("0", "")
    assert Path(folder).parent == home / "cache"
    assert Path(folder).stat().st_mode & 0o777 == 0o700
    assert call(home, PHILOX).split("|")[0] == "1"


def test_what_is_kept_is_loaded_without_making_the_compiler_ready(home: Path) -> None:
    """To do so takes ten times as long; what it needs for the arithmetic of arrays is a sign of it."""
    ready = PHILOX + '    import sys; print("numba.np.arraymath" in sys.modules)'
    assert call(home, ready).split()[-1] == "True"
    assert call(home, ready).split()[-1] == "False"


@pytest.mark.skipif(os.name != "posix", reason="there is no limit on a file's size elsewhere")
def test_without_room_for_it_a_kernel_is_used_and_not_kept(home: Path) -> None:
    """A limit on the size of files stands in for a full disk, and a hundred bytes fit."""
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
    for _ in range(2):
        assert call(home, limit + textwrap.dedent(PHILOX)).split("|")[0] == "0"
    (folder,) = (home / "cache").iterdir()
    assert not list(folder.iterdir())


def test_a_disk_that_is_full_or_read_only_is_gone_on_without(home: Path) -> None:
    """A tmpfs, where this process may mount one in a space of its own; a kernel does not fit into two pages."""
    alone = ["unshare", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this process may not mount a disk")
    script = home / "script.py"
    script.write_text(textwrap.dedent(PHILOX))
    steps = """
        mkdir cache tmp
        mount -t tmpfs -o size=8k,mode=700 tmpfs cache
        mount -t tmpfs -o size=8k,mode=700 tmpfs tmp
        "$@" && "$@" && mount -o remount,ro cache && "$@"
    """
    where = {"NUMBA_CACHE_DIR": str(home / "cache"), "TMPDIR": str(home / "tmp")}
    done = subprocess.run(
        [*alone, "sh", "-c", steps, "sh", sys.executable, str(script)],
        cwd=home,
        env={**os.environ, **where},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = [line.split("|") for line in done.stdout.splitlines()]
    assert [found for found, _folder, _note in told] == ["0", "0", "0"]
    assert [Path(folder).relative_to(home).parts[0] for _found, folder, _note in told] == ["cache", "cache", "tmp"]


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such permissions")
def test_code_planted_in_a_folder_that_others_can_write_to_is_never_run(home: Path) -> None:
    folder = Path(call(home, PHILOX).split("|")[1])
    for path in folder.iterdir():
        plant(path, home / "planted")
    assert call(home, PHILOX).split("|")[0] == "0"
    assert (home / "planted").exists(), "what is planted is not what would run in a folder that is trusted"
    (home / "planted").rmdir()
    for path in folder.iterdir():
        plant(path, home / "planted")
    folder.chmod(0o777)
    found, instead, note = call(home, PHILOX).strip().split("|")
    assert not (home / "planted").exists()
    assert (found, Path(instead).parent) == ("0", home / "tmp" / f"milepost-{os.geteuid()}")
    assert f"{folder} can be written to by others" in note
    assert call(home, PHILOX).split("|")[0] == "1"


def plant(path: Path, evidence: Path) -> None:
    import hashlib
    import pickle

    class Planted:
        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            return os.mkdir, (str(evidence),)

    content = pickle.dumps(Planted())
    path.write_bytes(hashlib.sha256(content).digest() + content)


def test_versions_that_have_not_been_used_for_a_month_are_removed(home: Path) -> None:
    base = home / "cache"
    ages = {"engine-" + "a" * 16: 31, "engine-" + "b" * 16: 29, "engine-mine": 99, "other": 99}
    for name, days in ages.items():
        (base / name / "deep").mkdir(parents=True)
        (base / name / "deep" / "kernel.nbc").write_text("")
        os.utime(base / name, (0, time.time() - days * 24 * 3600))
    (base / ("engine-" + "c" * 16)).symlink_to(base / "other")
    base.chmod(0o700)
    current = Path(call(home, PHILOX).split("|")[1])
    os.utime(current, (0, 0))
    call(home, PHILOX)
    assert {path.name for path in base.iterdir()} == {*list(ages)[1:], "engine-" + "c" * 16, current.name}
    assert time.time() - current.stat().st_mtime < 24 * 3600
    assert (base / "other" / "deep" / "kernel.nbc").exists()


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such permissions")
def test_a_run_says_once_where_the_engine_is_kept_instead_and_mends_what_is_damaged(home: Path) -> None:
    assert cache._FOLDER is not None
    instead = home / "tmp" / f"milepost-{os.geteuid()}" / cache._FOLDER.name
    shutil.copytree(cache._FOLDER, instead, ignore=shutil.ignore_patterns(".*"))
    instead.parent.chmod(0o700)
    for number, damaged in enumerate(sorted(instead.glob("philox.*"))):
        damaged.write_bytes(damaged.read_bytes()[: 50 * number])
    (home / "cache").mkdir()
    (home / "cache").chmod(0o777)
    where = {"NUMBA_CACHE_DIR": str(home / "cache"), "TMPDIR": str(home / "tmp")}
    command = "import sys; from milepost.simulate.cli import main; sys.exit(main(sys.argv[1:]))"
    call = [sys.executable, "-c", command, "run", str(PLAN), "--iterations", "256", "--out", str(home / "out")]
    done = subprocess.run(call, env={**os.environ, **where}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (said,) = [line for line in done.stderr.splitlines() if "engine" in line]
    assert said.startswith(f"Note: the compiled engine is kept in {instead.parent}, not in the usual folder: ")
    assert f"{home / 'cache'} can be written to by others" in said


def test_the_name_of_the_folder_covers_what_kernels_are_made_of() -> None:
    """Whatever a module with kernels in it imports of this program, sub-packages of the engine too."""
    assert cache.engine_sources() == sorted(ENGINE.rglob("*.py"))
    with_kernels = [
        source for source in cache.engine_sources() if re.search(r"^@(jit|step)$", source.read_text(), re.MULTILINE)
    ]
    assert len(with_kernels) >= 5
    for source in with_kernels:
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("milepost"):
                assert str(node.module).startswith("milepost.simulate.engine"), f"{source.name} imports {node.module}"
