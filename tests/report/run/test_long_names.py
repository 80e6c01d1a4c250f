"""Names of any length and in any script: there is room for so much of them, and libraries say nothing of it."""

import struct
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from matplotlib.figure import Figure

from milepost.simulate.cli import main
from milepost.simulate.report.media.canvas import date_axis, drawable, drawing, png, text_width
from milepost.simulate.report.media.positions import LAST_POSITION
from tests.cli.processes import MILEPOST
from tests.folders import names_in

pytestmark = pytest.mark.slow

# The longest that an id may be, once a letter is put behind it.
ID: Final = "i" * 99

PLAN: Final = """\
name: "NAME"
start: 2026-01-05
currency: "NAME"
budget: {total: 1000, burn: 5}
tasks:
  IDd: {name: "design NAME", duration: [2, 4, 9], retires: {bug: 0.5}, owner: "NAME", cost: 10}
  spike: {name: "spike NAME", duration: [1, 2, 6], retires: {bug: 0.3}}
  build: {name: "build NAME", duration: [5, 8, 20], after: [IDd, spike]}
milestones:
  IDm:
    name: "launch NAME"
    due: 2026-01-23
    after: [build]
    value: {amount: 1000}
    invoice: {amount: 500, terms: 30}
risks:
  bug: {name: "bug NAME", category: "NAME", probability: 0.5, exposes: [build], delay: [2, 5, 9], stop: true}
orderings: {among: [IDd, spike], compare: {"other SHORT": [spike, IDd]}}
"""


@pytest.mark.parametrize("letter", ["W", "W ", "日", "\U0001f680", "\u0301"], ids=ascii)
def test_a_name_of_ten_thousand_letters_widens_nothing_beyond_reason(
    letter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = PLAN.replace("NAME", letter * 10_000).replace("SHORT", letter * 500).replace("ID", ID)
    Path("plan.yaml").write_text(text, encoding="utf-8")
    for command in ("run", "order"):
        assert main([command, "plan.yaml", "--iterations", "1000", "--out", "out"]) == 0
    sweeps = ["--sweep", "budget.burn=1,2,3", "--sweep", f"tasks.{ID}d.duration=1,2"]
    assert main(["batch", "plan.yaml", "--orders", *sweeps, "--iterations", "1000", "--out", "batch"]) == 0
    shown = capsys.readouterr()
    assert letter * 200 not in shown.out + shown.err
    pictures = [name for name in names_in(tmp_path) if name.endswith(".png")]
    assert len(pictures) >= 9
    for name in pictures:
        assert max(_size(tmp_path / name)) < 4_000, name


def test_a_picture_is_never_larger_than_programs_can_show() -> None:
    with drawing():
        image = png(Figure(figsize=(900, 10)))
    assert struct.unpack(">II", image[16:24]) == (8_000, 88)


def test_what_the_font_lacks_has_a_width_and_a_stand_in_that_it_has() -> None:
    assert text_width("\U000f1234") == text_width("?")
    assert drawable("\U000f1234", instead="\U000f1234 1") == "? 1"
    assert drawable("n" * 100, instead="", most=10) == "n" * 9 + "…"


@pytest.mark.parametrize("most", [6, 12, 14])
def test_a_date_axis_of_any_length_has_some_ticks_not_too_many_and_none_alike(most: int) -> None:
    """A warning of matplotlib's, as of an axis of almost three years it once was, is an error here."""
    begin = (date(2026, 1, 5) - date(1970, 1, 1)) // timedelta(days=1)
    with drawing():
        ax = Figure().add_subplot()
        date_axis(ax, ticks=most)
    for days in [*range(1, 120), *range(120, 1500, 7), *np.geomspace(1500, 2.8e6, 60)]:
        with drawing():
            ax.set_xlim(begin + 0.3, begin + 0.3 + days)
            ticks = [tick for tick in ax.xaxis.get_major_locator()() if begin + 0.3 <= tick <= begin + 0.3 + days]
        assert min(days, 2) <= len(ticks) <= most + 1, days
        assert len(set(map(int, ticks))) == len(ticks), days


@pytest.mark.parametrize("quiet", [True, False])
def test_libraries_say_nothing_to_users(quiet: bool, tmp_path: Path) -> None:
    """Here matplotlib cannot keep its fonts, and its font lacks what a name is written in."""
    tasks, milestones = (
        "tasks: {a: {name: 日本, duration: [1, 2, 5]}}",
        "milestones: {m: {due: 2026-01-09, after: [a]}}",
    )
    (tmp_path / "plan.yaml").write_text(f"name: 日本\nstart: 2026-01-05\n{tasks}\n{milestones}\n", encoding="utf-8")
    (tmp_path / "config").write_text("a file, where matplotlib wants a folder")
    arguments = ["run", "plan.yaml", "--iterations", "1000", *(["--quiet"] if quiet else [])]
    environment = {"MPLCONFIGDIR": str(tmp_path / "config"), "PATH": "", "HOME": str(Path.home())}
    done = subprocess.run(
        [*MILEPOST, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    *noted, end = done.stderr.splitlines() or [""]  # that the font lacks them is our own note, where no other has them
    assert end == ("" if quiet else f"The report is in {Path('reports/plan')}")
    assert all(note.startswith("Note: no font on this computer has all the letters of 日本:") for note in noted)
    assert (done.stdout == "") is quiet
    if quiet:
        environment["MILEPOST_DEBUG"] = "1"
        told = subprocess.run(
            [*MILEPOST, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert "Matplotlib" in told.stderr


def _size(picture: Path) -> tuple[int, int]:
    """Read how wide and tall a PNG is [pixels]."""
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


def test_a_date_axis_that_goes_on_after_the_last_year_has_its_ticks_before() -> None:
    with drawing():
        ax = Figure().add_subplot()
        ax.set_xlim(LAST_POSITION - 900_000, LAST_POSITION + 400_000)
        date_axis(ax, ticks=6)
        ticks = ax.xaxis.get_majorticklocs()
    assert 2 <= len(ticks) <= 6
    assert max(ticks) <= LAST_POSITION
