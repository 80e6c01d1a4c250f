"""What a shell is told when somebody presses the tab key."""

import os
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

import pytest

from milepost.simulate.cli import main
from tests.cli.processes import MILEPOST, PLAN

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(desk: Path) -> Path:
    """Lay plans into folders below, and other files."""
    (desk / "plans" / "deep").mkdir(parents=True)
    (desk / ".hidden").mkdir()
    for file in ("other.yml", "notes.txt", "plans/launch.yaml", "plans/deep/far.yaml", "site.XER", ".hidden/no.yaml"):
        (desk / file).write_text(PLAN, encoding="utf-8")
    (desk / "broken.yml").write_text("milestones: {a: [", encoding="utf-8")
    return desk


def answer(instruction: str, **environment: str) -> tuple[int, str, str]:
    """Return the exit code of what a shell calls, and what it prints to either stream; the last test has a shell."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    told = {"_MILEPOST_COMPLETE": instruction, **environment}
    with patch.dict(os.environ, told), redirect_stdout(out), redirect_stderr(err):
        code = main([])
    for stream in (out, err):
        stream.seek(0)
    return code, out.read(), err.read()


def offered(*words: str, shell: str = "bash") -> list[str]:
    """Return what a shell is offered for the last word, without the kinds of the offers."""
    whole = ("milepost", *words)
    place = words[-1] if shell == "fish" else str(len(words))
    code, out, err = answer(f"{shell}_complete", COMP_WORDS="\n".join(whole), COMP_CWORD=place)
    assert (code, err) == (0, "")
    lines = out.strip().split("\n")
    return lines[1::3] if shell == "zsh" else [line.partition(",")[2].split("\t")[0] for line in lines if line]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_how_to_ask(shell: str) -> None:
    code, out, err = answer(f"{shell}_source")
    assert (code, err) == (0, "")
    assert f"_MILEPOST_COMPLETE={shell}_complete" in out


def test_a_shell_that_is_not_known_is_an_error() -> None:
    code, out, err = answer("tcsh_source")
    assert (code, out) == (1, "")
    assert "bash_source, zsh_source or fish_source" in err


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("words", "offers"),
    [
        (["or"], ["order"]),
        (["run", "--see"], ["--seed"]),
        (["run", "pl"], ["plan.yaml", "plans/launch.yaml"]),  # here and in the folders here
        (["run", "./o"], ["./other.yml"]),
        (["check", "plan.yaml", "plans/"], ["plans/deep/far.yaml", "plans/launch.yaml"]),  # a second one
        (["run", "si"], ["site.XER"]),  # the plan of another program
        (["order", "plan.yaml", "--by", "n"], ["net"]),
        (["order", "--by", "h"], []),  # of which file is not known yet
        (["order", "plan.yaml", "--by", "h"], ["hit:launch"]),
        (["order", "broken.yml", "--by", "c"], ["cost"]),  # what cannot be read is no fault here
        (["order", "none.yaml", "--by", "c"], ["cost"]),
        (["batch", "plan.yaml", "--set", "risks.bug.p"], ["risks.bug.probability"]),
        (["batch", "plan.yaml", "--sweep", "tasks.spike.d"], ["tasks.spike.duration"]),
    ],
)
def test_what_is_begun_is_completed(words: list[str], offers: list[str], shell: str) -> None:
    assert offered(*words, shell=shell) == offers


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "offers"),
    [
        (["--by", "hit", ":"], ["launch"]),  # as bash takes them apart
        (["--by", "hit", ":", ""], ["launch"]),
        (["--by", "promise", ":", "la"], ["launch"]),
        (["--by", "hit:la"], ["hit:launch"]),  # where it is set not to
        (["--by", "=", "co"], ["cost"]),
        (["--by", "=", "hit", ":", "la"], ["launch"]),
        (["--by", "hit", ":", "launch", "--by", "ne"], ["net"]),
    ],
)
def test_bash_takes_words_apart_at_colons_and_equal_signs(words: list[str], offers: list[str]) -> None:
    assert offered("order", "plan.yaml", *words) == offers


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_itself_completes_by_what_it_is_told(desk: Path) -> None:
    """The whole way: bash reads the script, calls the function that it defines, and has the offers."""
    (desk / "bin").mkdir()
    program = desk / "bin" / "milepost"
    python, _, code = MILEPOST
    program.write_text(f"#!{python}\n{code}\n", encoding="utf-8")
    program.chmod(0o755)
    script = """
        PATH="$PWD/bin:$PATH"
        eval "$(_MILEPOST_COMPLETE=bash_source milepost)"
        COMP_WORDS=(milepost order plan.yaml --by hit : la); COMP_CWORD=6
        _milepost_completion milepost
        echo "${COMPREPLY[@]}"
    """
    done = subprocess.run(["bash", "-c", script], cwd=desk, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "launch\n", "")
