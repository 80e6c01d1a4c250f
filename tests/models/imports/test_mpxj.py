"""Plans that MPXJ converts are read as what comes of them, and what goes wrong is told and leaves nothing behind."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from milepost.models import ScenarioError, review_scenario
from milepost.models.file.import_review import import_review
from milepost.models.file.layers import Layers
from milepost.models.imports import READERS, Kind, kind_of
from milepost.models.imports.kind import CONVERTED
from milepost.models.imports.mpxj import conversion
from tests.mspdi_files import link, mspdi, task

FakeJava = Callable[[str], None]

MPX = """\
MPX,Microsoft Project for Windows,4.0,ANSI
12,0,1,480,/,:,,,0,0
30,Site,,,Standard,01/05/26 08:00,,0
20,Standard,0,1,1,1,1,1,0
25,1,,,,,
25,2,08:00,12:00,13:00,17:00,,
25,3,08:00,12:00,13:00,17:00,,
25,4,08:00,12:00,13:00,17:00,,
25,5,08:00,12:00,13:00,17:00,,
25,6,08:00,12:00,13:00,17:00,,
25,7,,,,,
60,ID,Unique ID,Name,Duration,Predecessors,Outline Level,Start,Finish
61,90,98,1,40,70,3,50,51
70,1,1,Design,5d,,1,01/05/26 08:00,01/09/26 17:00
70,2,2,Build,3d,1FS+1d,1,01/13/26 08:00,01/15/26 17:00
70,3,3,Paint the doors,2d,2,1,01/16/26 08:00,01/19/26 17:00
"""


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeJava:
    """Let a script stand in for Java and an empty file for the converter; temporary files lie in `temp`."""
    jars = tmp_path / "site" / "mpxj" / "lib"
    jars.mkdir(parents=True)
    (jars / "mpxj.jar").touch()
    (jars.parent / "__init__.py").write_text("raise AssertionError('imported')\n")
    (tmp_path / "temp").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    conversion.converted.cache_clear()

    def install(script: str) -> None:
        program = tmp_path / "bin" / "java"
        program.parent.mkdir()
        program.write_text(f"#!{sys.executable}\nimport os, sys, time, subprocess\n{script}\n")
        program.chmod(0o755)

    return install


def refusal(path: Path, content: bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") -> str:
    path.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        review_scenario(path)
    return str(caught.value)


def gives(content: bytes) -> str:
    """Return a script that makes a file as the converter does."""
    return f"open(sys.argv[-1], 'wb').write({content!r})"


def test_what_the_converter_makes_is_read_by_the_name_of_the_file(tmp_path: Path, java: FakeJava) -> None:
    java(gives(mspdi(task(1), task(2, 8, link(1)))) + "\nassert open(sys.argv[-2]).read() == 'MPX,Microsoft Project'")
    path = tmp_path / "-cp $(touch here);&.mpx"
    path.write_bytes(b"MPX,Microsoft Project")
    scenario, _ = review_scenario(path)
    assert [*scenario.tasks] == ["1", "2"]
    assert not [*(tmp_path / "temp").iterdir()]
    assert not (tmp_path / "here").exists()


def test_what_is_wrong_names_rows_and_no_lines_that_nobody_has_seen(tmp_path: Path, java: FakeJava) -> None:
    java(gives(mspdi(task(1), task(2, Duration="x"))))
    path = tmp_path / "plan.mpp"
    assert refusal(path).startswith(f"{path}: Task 2.Duration: 'x' is not a length of time")


def test_a_plan_is_converted_once_however_often_it_is_read(tmp_path: Path, java: FakeJava) -> None:
    java(gives(mspdi(task(1))) + f"\nopen({str(tmp_path / 'log')!r}, 'a').write('ran ')")
    path = tmp_path / "plan.mpx"
    for content in (b"MPX,Microsoft Project", b"MPX,Microsoft Project", b"MPX,Microsoft Project for Windows"):
        path.write_bytes(content)
        review_scenario(path)
    assert (tmp_path / "log").read_text() == "ran ran "


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("print('Conversion Error: java.lang.IllegalArgumentException'); sys.exit(1)", "cannot be converted by MPXJ"),
        ("", "cannot be converted by MPXJ"),  # though it says that all is well
        ("print('x' * 10**7 + 'OutOfMemoryError'); sys.exit(1)", "takes more than 2 GB of memory to convert: save it"),
        ("print('MPXJException: File is password protected'); sys.exit(1)", "is protected by a password: save it as"),
        ("open(sys.argv[-1], 'wb').truncate(10**9)", "has more than 536,870,912 bytes as XML"),
        (gives(b"<Project>"), "that is broken, no element found"),
        ("os.kill(os.getpid(), 9)", "cannot be converted by MPXJ"),
    ],
)
def test_what_cannot_be_converted_is_told_in_words_and_leaves_nothing(
    script: str, said: str, tmp_path: Path, java: FakeJava
) -> None:
    java(script)
    message = refusal(tmp_path / "plan.mpp")
    assert said in message
    assert "Exception" not in message
    assert not [*(tmp_path / "temp").iterdir()]


def test_what_is_missing_is_named_with_what_to_install_or_do_instead(
    tmp_path: Path, java: FakeJava, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.mpp"
    assert "of which Java cannot be found: install a Java runtime, as OpenJDK, or save it as XML there" in refusal(path)
    monkeypatch.setattr("milepost.models.imports.mpxj.conversion.find_spec", lambda name: None)
    assert "of which Java and MPXJ cannot be found: install a Java runtime" in refusal(path)
    java("")
    assert "of which MPXJ cannot be found: install MPXJ, by pip install 'milepost[mpp]', or save it" in refusal(path)


HANGS = """\
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open({pids!r}, "w").write(f"{{os.getpid()}} {{child.pid}}")
os.rename({pids!r}, {pids!r} + ".done")
time.sleep(600)
"""


def pids_of(path: Path) -> list[int]:
    """Wait until a script that hangs says which processes there are."""
    done = Path(f"{path}.done")
    while not done.exists():
        time.sleep(0.02)
    return [int(pid) for pid in done.read_text().split()]


def are_over(pids: list[int]) -> bool:
    """Return whether processes have ended, which takes a moment after they are killed."""
    for pid in pids:
        for _ in range(500):
            with suppress(psutil.NoSuchProcess):
                if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                    time.sleep(0.02)
                    continue
            break
        else:
            return False
    return True


@pytest.mark.slow
def test_a_conversion_that_does_not_end_is_ended_with_its_children(
    tmp_path: Path, java: FakeJava, monkeypatch: pytest.MonkeyPatch
) -> None:
    java(HANGS.format(pids=str(tmp_path / "pids")))
    monkeypatch.setattr(conversion, "SLOWEST", 3.0)
    assert "takes more than 3 s to convert: save it as XML there" in refusal(tmp_path / "plan.mpp")
    assert are_over(pids_of(tmp_path / "pids"))
    assert not [*(tmp_path / "temp").iterdir()]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_a_conversion_with_its_children(
    number: signal.Signals, tmp_path: Path, java: FakeJava
) -> None:
    java(HANGS.format(pids=str(tmp_path / "pids")))
    (tmp_path / "plan.mpp").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    main = "import sys; from milepost.simulate.cli import main; sys.exit(main(['check', 'plan.mpp']))"
    around = {
        **{"PATH": str(tmp_path / "bin"), "PYTHONPATH": str(tmp_path / "site"), "TMPDIR": str(tmp_path / "temp")},
        **{"HOME": str(tmp_path)},
    }
    process = subprocess.Popen([sys.executable, "-c", main], cwd=tmp_path, env=around)
    pids = pids_of(tmp_path / "pids")
    process.send_signal(number)
    assert process.wait(60) == 128 + number
    assert are_over(pids)
    assert not [one for one in (tmp_path / "temp").iterdir() if one.name.startswith("milepost-plan-")]


def test_kinds_that_are_converted_have_a_reader_and_another_way() -> None:
    assert CONVERTED.keys() < READERS.keys()
    assert all(", and name that file" in way for way in CONVERTED.values())
    assert kind_of(Path("plan"), MPX.encode()) is Kind.MPX


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("java") is None or find_spec("mpxj") is None,
    reason="no Java or no MPXJ is installed: its converter is not tried",
)
def test_the_converter_itself_makes_a_plan_whose_dates_come_out(tmp_path: Path) -> None:
    path = tmp_path / "plan.mpx"
    path.write_text(MPX)
    scenario, _ = review_scenario(path)
    assert [(task.name, [(link.predecessor, link.lag) for link in task.after]) for task in scenario.tasks.values()] == [
        ("Design", []),
        ("Build", [("1", 1.0)]),
        ("Paint the doors", [("2", 0.0)]),
    ]
    review = import_review(Layers(path))
    assert review is not None
    assert review.check is not None
    assert (review.check.judged, review.check.agree) == (3, 3)
    assert "cannot be converted by MPXJ" in refusal(tmp_path / "broken.mpx", b"MPX,Microsoft Project\n70,1\n")
