import gc
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import click
import pytest

from milepost import simulate
from milepost.models import MilepostError, Problem, ScenarioError
from milepost.simulate.analysis.orderings.error import CannotCompareError
from milepost.simulate.cli import main, milepost
from tests.cli.processes import MILEPOST

HEAVY = {"numpy", "scipy", "pandas", "numba", "matplotlib", "rich", "pydantic", "yaml", "holidays"}


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make a command `break` that ends with an exception."""

    def add(error: BaseException) -> None:
        @click.command("break")
        def command() -> None:
            raise error

        monkeypatch.setitem(milepost.commands, "break", command)

    return add


def test_help_waits_for_nothing_heavy() -> None:
    script = (
        "import json, sys\n"
        "from milepost.simulate.cli import main\n"
        "code = main(['--help'])\n"
        "print(json.dumps([code, sorted(sys.modules)]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    assert not HEAVY.intersection(modules)


def test_a_command_leaves_a_process_that_goes_on_with_its_garbage_collected_as_before() -> None:
    usual, kept = gc.get_threshold(), gc.get_freeze_count()
    assert main(["--help"]) == 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, kept)


@pytest.mark.slow
def test_what_python_is_given_waits_for_nothing_heavy_until_it_is_asked_for() -> None:
    script = (
        "import json, sys\n"
        "import milepost.simulate as given\n"
        "light = sorted(sys.modules)\n"
        "there = all(getattr(given, name) is not None for name in given.__all__)\n"
        "print(json.dumps([light, there, given.__version__, 'pandas' in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    light, there, said, asked = json.loads(done.stdout)
    assert not HEAVY.intersection(light)
    assert there
    assert asked
    assert said == version("milepost")
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        simulate.nothing  # noqa: B018  # to ask for it is the test


def test_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("milepost, version ")


def test_the_versions_of_all_that_it_works_with_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--versions"]) == 0
    said = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    assert {"python", "system", "milepost", *(re.split("[<>=]", one)[0] for one in needed)} < set(said)
    assert said["milepost"] == version("milepost")
    assert said["numba"] == version("numba")


def test_what_is_not_installed_is_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("milepost.simulate.report.media.versions.requires", lambda _name: ["nowhere>=1; extra == 'x'"])
    assert main(["--versions"]) == 0
    assert re.search("^nowhere +not installed$", capsys.readouterr().out, re.MULTILINE)


def test_the_list_of_commands_says_of_each_what_it_does_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "..." not in capsys.readouterr().out.split("Commands:")[1]


@pytest.mark.parametrize("name", sorted(milepost.commands))
def test_every_command_has_help_and_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert f"milepost {name}" in capsys.readouterr().out.split("Example", 1)[1]


@pytest.mark.parametrize("arguments", [["fly"], ["run"], ["run", "plan.yaml", "--fly"], ["--fly"], []])
def test_a_wrong_call_is_answered_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "Usage: milepost" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "Interrupted."),
        (OSError(28, "No space left on device", "plan.csv"), 5, "No space left on device: 'plan.csv'"),
        (MemoryError(), 5, "memory"),
        (ZeroDivisionError("by zero"), 70, "a fault in milepost itself"),
        (MilepostError("too large"), 5, "Error: too large\n"),
        (ScenarioError([Problem(file="p.yaml", line=0, column=0, path=(), message="empty")]), 3, "p.yaml: empty\n"),
        (CannotCompareError("nothing to order"), 2, "Usage: milepost break [OPTIONS]\n"),
    ],
)
def test_an_exit_code_says_how_it_ended(
    error: BaseException,
    code: int,
    said: str,
    raising: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MILEPOST_DEBUG", raising=False)
    raising(error)
    assert main(["break"]) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert not captured.out


def test_a_fault_shows_where_it_happened_to_those_who_ask(
    raising: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MILEPOST_DEBUG", "1")
    raising(ZeroDivisionError("by zero"))
    assert main(["break"]) == 70
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="pipes close differently elsewhere")
def test_a_closed_pipe_is_no_error() -> None:
    """The reader is gone before anything is written, and nobody complains, not even at the interpreter's end."""
    reader, writer = os.pipe()
    os.close(reader)
    call = [*MILEPOST, "--help"]
    try:
        done = subprocess.run(call, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")
