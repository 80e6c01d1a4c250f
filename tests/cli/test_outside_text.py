"""Whatever a text from outside holds, it steers nothing that shows it and is lost nowhere."""

import json
import os
import re
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from milepost.models import read_scenario
from milepost.simulate.cli import main
from tests.folders import names_in

STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
WRITTEN: Final = "\\e[2J\\0\\a\\u202e\\u009b=\\u200d!"
"""How a scenario may write what clears the screen, rings, turns text around; a joiner is none of that."""
READ: Final = "\x1b[2J\0\a\u202e\x9b=\u200d!"
SHOWN: Final = "?[2J????=\u200d!"

PLAN: Final = """\
name: "Plan X"
start: 2026-01-05
currency: "X"
budget: {total: 1000}
tasks:
  design: {name: "design X", duration: [2, 4, 9], retires: {bug: 0.5}, owner: "X", cost: 10}
  spike: {name: "spike X", duration: [1, 2, 6], retires: {bug: 0.3}}
  build: {name: "build X", duration: [5, 8, 20], after: [design, spike]}
milestones:
  launch: {name: "launch X", due: 2026-01-23, after: [build], owner: "X"}
risks:
  bug: {name: "bug X", category: "X", probability: 0.5, exposes: [build], delay: [2, 5, 9], stop: true}
orderings: {among: [design, spike], compare: {"other X": [spike, design]}}
""".replace("X", WRITTEN)
BAD: Final = PLAN.replace("after: [build]", 'after: ["build X", "b\\e"]').replace("start:", '"sta\\ert":')


pytestmark = pytest.mark.usefixtures("desk")


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "plan.yaml"],
        ["run", "plan.yaml"],
        ["compare", "plan.yaml", "plan.yaml"],
        ["compare", "plan.yaml", "other.yaml"],
        ["compare", "other.yaml", "plan.yaml", "--markdown"],
        ["trend", "plan.yaml"],
        ["order", "plan.yaml"],
        ["batch", "plan.yaml", "--orders", "--set", f'tasks.design.owner="{WRITTEN}"'],
        ["batch", "plan.yaml", "--sweep", f'tasks.build.name="{WRITTEN}",=1'],
        ["batch", "plan.yaml", "--set", f"nothing{READ}=1"],
        ["batch", "plan.yaml", "--set", f"name={READ}"],
        ["order", "plan.yaml", "--by", READ],
        ["order", "plan.yaml", "--indifference", READ],
        ["run", "plan.yaml", "--confidence", READ],
        ["run", "plan.yaml", "--out", f"out{READ.replace(chr(0), '')}"],
        ["run", READ.replace("\0", "")],
        ["run", "plan.yaml", READ],
        ["run", f"--{READ}"],
        [READ],
    ],
)
def test_nothing_steers_a_terminal_or_a_spreadsheet(
    arguments: list[str], desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--iterations", "1000"] if arguments[0] in ("run", "compare", "trend", "order", "batch") else []
    Path("other.yaml").write_text(PLAN.replace(f'{WRITTEN}"', f'{WRITTEN}!"'), encoding="utf-8")
    if arguments[0] == "trend":
        Path("over.yaml").write_text(
            "plan: plan.yaml\nas_of: 2026-01-06\nrisks: {bug: {probability: 0.4}}\n", encoding="utf-8"
        )
        for file in ("plan.yaml", "over.yaml"):
            assert main(["run", file, "--record", "--no-drivers", *options]) == 0
    assert main([*arguments, *options]) != 70
    captured = capsys.readouterr()
    assert captured.out + captured.err
    assert not STEERING.search(captured.out + captured.err)
    for name in names_in(desk):
        if name.endswith((".csv", ".json")):
            assert not STEERING.search((desk / name).read_bytes().decode().replace("\r", "")), name


def test_nothing_of_a_name_is_lost_in_json_and_joiners_stay_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "plan.yaml", "--iterations", "1000", "--json", "--out", "out"]) == 0
    text = capsys.readouterr().out
    assert json.loads(text)["milestones"]["launch"]["name"] == f"launch {READ}"
    assert text == Path("out/summary.json").read_text(encoding="utf-8")
    assert list(pd.read_csv("out/milestones.csv")["name"]) == [f"launch {SHOWN}"]
    assert main(["run", "plan.yaml", "--iterations", "1000", "--out", "out"]) == 0
    assert f"launch {SHOWN}" in capsys.readouterr().out


def test_problems_are_shown_a_line_each_and_whole_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    bad = Path("b\x1bd\n.yaml")
    bad.write_text(BAD, encoding="utf-8")
    assert main(["check", str(bad)]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert lines
    assert all(line.startswith("b?d .yaml:") for line in lines)
    assert main(["check", str(bad), "--json"]) == 3
    out = capsys.readouterr().out
    assert not STEERING.search(out)
    assert json.loads(out)["files"][0]["file"] == str(bad)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="names of files are bytes only here")
def test_a_file_whose_name_is_not_utf_8_is_read_as_any_other(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = os.fsdecode(b"caf\xe9.yaml")
    Path(odd).write_text(PLAN, encoding="utf-8")
    bad = os.fsdecode(b"b\xff.yaml")
    Path(bad).write_text(BAD, encoding="utf-8")
    assert main(["check", odd]) == 0
    assert capsys.readouterr().out.startswith("caf?.yaml: ")
    for command in ("run", "order"):
        assert main([command, odd, "--iterations", "1000"]) == 0
    batch = ["batch", odd, "plan.yaml", bad, "--iterations", "1000", "--reports"]
    assert main([*batch, "--parquet"]) == 5
    table = pd.read_csv("reports/batch/runs.csv", keep_default_na=False)
    assert list(table["file"]) == ["caf?.yaml", "plan.yaml", "b?.yaml"]
    assert [error == "" for error in table["error"]] == [True, True, False]
    assert list(pd.read_parquet("reports/batch/runs.parquet")["file"]) == list(table["file"])
    capsys.readouterr()
    assert main([*batch, "--json"]) == 5
    assert [run["file"] for run in json.loads(capsys.readouterr().out)["runs"]] == [odd, "plan.yaml", bad]


def test_the_plan_of_these_tests_holds_what_it_means_to_hold() -> None:
    assert read_scenario(Path("plan.yaml")).milestones["launch"].name == f"launch {READ}"
