"""The fuzzers find what is wrong; each is run for a moment on every change."""

import warnings
from itertools import count
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.__main__ import main
from tests.fuzz.fuzzing import fuzz, try_each


def shaky(random: Random, desk: Path) -> str:
    """Fail in one of the ways that a trial can fail in, or pass."""
    assert not list(desk.iterdir()), "each trial has an empty folder of its own"
    (desk / "left").touch()
    match int(random.random() * 4):
        case 0:
            raise KeyError("lost")
        case 1:
            warnings.warn("odd", UserWarning, stacklevel=1)
        case 2:
            for _ in count():
                pass
    return "passed"


@pytest.mark.slow
def test_a_trial_that_raises_warns_or_does_not_end_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.fuzzing.LONGEST", 0.1)
    tally = try_each(shaky, 1, range(20))
    said = "\n".join(text for _, text in tally.found)
    assert tally.went["passed"] + len(tally.found) == 20
    assert all(words in said for words in ("KeyError", "UserWarning: odd", "more than 0.1 s of processor time"))


def test_what_is_found_is_printed_with_the_way_to_try_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    number = next(number for number in range(99) if Random(f"3:{number}").random() < 0.25)
    assert fuzz("shaky", shaky, ["--seed", "3", "--first", str(number), "--count", "1"]) == 1
    said = capsys.readouterr().out
    assert "1 tried (), 1 wrong" in said
    assert f"--seed 3 --first {number} --count 1" in said


@pytest.mark.slow
@pytest.mark.parametrize(("part", "count"), [("mutants", 120), ("foreign", 400), ("settings", 500), ("options", 8)])
def test_a_short_run_of_each_part_finds_nothing(part: str, count: int, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([part, "--seed", "1", "--count", str(count)])
    said = capsys.readouterr().out
    assert code == 0, said
    assert said.startswith(f"{part}: seed 1: {count:,} tried")


def test_an_unknown_part_is_refused() -> None:
    assert main(["nothing"]) == 2
