import os
import subprocess
from pathlib import Path

import pytest

from milepost.simulate.cli import main
from tests.cli.processes import MILEPOST, start
from tests.folders import names_in

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="shells and pipes are others elsewhere")]

BAD = "name: Bad\n" + "".join(f"key_{k}: 1\n" for k in range(20))
SHORT = ["--iterations", "1000", "--out", "out"]


@pytest.fixture
def desk(desk: Path) -> Path:
    """Lay a bad plan beside the good one."""
    (desk / "bad.yaml").write_text(BAD, encoding="utf-8")
    return desk


@pytest.mark.parametrize(
    ("arguments", "code", "listening"),
    [
        (["check", "bad.yaml"], 3, "no one"),
        (["check", "bad.yaml"], 3, "one that leaves"),
        (["check", "bad.yaml", "--json"], 3, "one that leaves"),
        (["check", "bad.yaml", "plan.yaml"], 3, "one that has left"),
        (["run", "bad.yaml", *SHORT], 3, "one that has left"),
        (["run", "plan.yaml", *SHORT], 0, "no one"),
        (["run", "plan.yaml", *SHORT, "--json"], 0, "one that leaves"),
        (["run", "plan.yaml", "--iterations", "0"], 2, "one that has left"),
        (["order", "plan.yaml", *SHORT], 0, "no one"),
        (["order", "plan.yaml", *SHORT], 0, "one that leaves"),
        (["batch", "plan.yaml", "bad.yaml", *SHORT], 5, "no one"),
        (["batch", "plan.yaml", "bad.yaml", *SHORT], 5, "one that has left"),
        (["schema"], 0, "one that leaves"),
        (["fly"], 2, "no one"),
    ],
)
def test_the_exit_code_is_that_of_what_was_found_whoever_reads(
    arguments: list[str], code: int, listening: str, desk: Path
) -> None:
    if listening == "no one":
        call = ["/bin/sh", "-c", 'exec "$@" >&- 2>&- <&-', "sh", *MILEPOST, *arguments]
        done = subprocess.run(call, cwd=desk, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")
        return
    reader, writer = os.pipe()
    if listening == "one that has left":
        os.close(reader)
    process = start(*arguments, desk=desk, stdout=writer, stderr=writer)
    os.close(writer)
    if listening == "one that leaves":
        os.read(reader, 1)
        os.close(reader)
    assert process.wait() == code


@pytest.mark.parametrize("closed", [1, 2])
def test_a_stream_that_was_never_open_leaves_the_other_and_the_report(closed: int, desk: Path) -> None:
    call = ["/bin/sh", "-c", f'exec "$@" {closed}>&-', "sh", *MILEPOST, "run", "plan.yaml", *SHORT]
    done = subprocess.run(call, cwd=desk, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert (done.stdout == "", done.stderr == "") == (closed == 1, closed == 2)
    assert "summary.json" in names_in(desk / "out")
    text = "".join((desk / "out" / name).read_text() for name in names_in(desk / "out") if not name.endswith("png"))
    assert "The report is in" not in text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is not everywhere to be had")
@pytest.mark.parametrize(("arguments", "code"), [(["schema"], 5), (["check", "bad.yaml", "--json"], 3)])
def test_output_that_finds_no_room_is_told(arguments: list[str], code: int, desk: Path) -> None:
    with Path("/dev/full").open("w") as full:
        process = start(*arguments, desk=desk, stdout=full)
        _, err = process.communicate()
    assert (process.returncode, err) == (code, "Error: the output could not be written: No space left on device\n")


def test_a_library_that_calls_the_program_keeps_its_streams(capfd: pytest.CaptureFixture[str]) -> None:
    import sys

    before = sys.stdout, sys.stderr
    assert main(["--version"]) == 0
    assert (sys.stdout, sys.stderr) == before
    assert capfd.readouterr().out.startswith("milepost, version ")
