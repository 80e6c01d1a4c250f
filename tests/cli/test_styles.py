"""How the commands write tables and pictures, where that is chosen."""

import json
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from milepost.simulate.cli import main
from milepost.simulate.report.media.csv_style import CsvStyle

PLAN = """\
name: Plan
start: 2026-01-05
budget: {total: 3000, burn: 60}
tasks:
  probe: {name: "M\u00fcller; probe, twice", duration: [2, 4, 9], cost: 100, retires: {bug: 0.5}}
  spike: {duration: [1, 2, 4], retires: {bug: 0.2}}
  build: {duration: [10, 14, 40], daily: 20, after: [probe, spike]}
milestones:
  launch: {due: 2026-02-13, after: [build], value: {amount: 5000}}
risks:
  bug: {probability: 0.5, exposes: [build], delay: [2, 5, 9], cost: 300}
orderings:
  among: [probe, spike]
  crews: 1
"""
AFTER = PLAN.replace("[10, 14, 40]", "[12, 17, 44]")

pytestmark = pytest.mark.usefixtures("desk")


COMMANDS = pytest.mark.parametrize(
    ("command", "record"),
    [
        (("run", "plan.yaml", "--no-drivers"), "summary.json"),
        (("order", "plan.yaml", "--all"), "orderings.json"),
        (("compare", "plan.yaml", "after.yaml"), "compare.json"),
        (("batch", "plan.yaml", "--sweep", "budget.burn=10.5,20.25"), "batch.json"),
    ],
)


@pytest.mark.slow
@COMMANDS
def test_every_command_writes_the_same_tables_in_either_style_and_says_in_which(
    command: tuple[str, ...], record: str, desk: Path
) -> None:
    (desk / "after.yaml").write_text(AFTER, encoding="utf-8")
    for style in CsvStyle:
        assert (
            main([*command, "--iterations", "1000", "--quiet", "--csv-style", style.value, "--out", style.value]) == 0
        )
        assert json.loads((desk / style / record).read_text(encoding="utf-8"))["record"]["csv_style"] == style
    names = sorted(path.name for path in (desk / "plain").glob("*.csv"))
    assert names
    for name in names:
        plain, german = desk / "plain" / name, desk / "excel-de" / name
        assert plain.read_bytes() != german.read_bytes()
        pd.testing.assert_frame_equal(pd.read_csv(plain), pd.read_csv(german, sep=";", decimal=","))


@pytest.mark.slow
def test_reports_of_a_batch_are_made_anew_in_another_style_and_only_then(capsys: pytest.CaptureFixture[str]) -> None:
    batch = ["batch", "plan.yaml", "--iterations", "256"]
    reports = [*batch, "--reports", "--csv-style"]
    for command, said in (
        ([*reports, "plain"], "1 run played, 0 finished"),
        ([*reports, "excel-de"], "1 run played, 0 finished"),
        ([*reports, "excel-de"], "0 runs played, 1 finished"),
        (batch, "0 runs played, 1 finished"),  # in which style reports are matters to none who wants none
    ):
        assert main(command) == 0
        assert said in capsys.readouterr().err
    (table,) = Path("reports/batch/runs").glob("*/tasks.csv")
    assert pd.read_csv(table, sep=";", decimal=",")["name"][0] == "M\u00fcller; probe, twice"


@pytest.mark.slow
@COMMANDS
def test_every_picture_says_what_it_rests_on_and_is_there_as_sharp_as_is_asked_for(
    command: tuple[str, ...], record: str, desk: Path
) -> None:
    (desk / "after.yaml").write_text(AFTER, encoding="utf-8")
    play = [*command, "--iterations", "1000", "--confidence", "70%", "--quiet", "--out", "out"]
    assert main([*play, "--svg", "--dpi", "50"]) == 0
    pictures = sorted(path.stem for path in Path("out").glob("*.png"))
    assert pictures
    assert sorted(path.stem for path in Path("out").glob("*.svg")) == pictures
    for name in pictures:
        text = (desk / "out" / f"{name}.svg").read_text(encoding="utf-8")
        assert "<!-- 1,000 cases, seed 0, confidence 70% -->" in text, name
        with Image.open(desk / "out" / f"{name}.png") as image:
            assert image.info["dpi"] == pytest.approx((50, 50), abs=0.1), name
    assert main(play) == 0
    assert not [*Path("out").glob("*.svg")]
