"""The benchmarks run; what they measure is not judged here."""

import importlib
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.chromium.browser import BINARY

pytestmark = pytest.mark.smoke

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
NUMBER = r"(?:-?[\d,.]+|-?inf|nan)"
"""What was measured, whatever it is: on a busy machine a difference of times may be below 0, a share above 1."""


def run(script: str, *options: str) -> str:
    command = [sys.executable, str(BENCHMARKS / script), *options]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, f"{script}: {ended.stdout}{ended.stderr}"
    return ended.stdout


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the benchmark of the engine as a module; its neighbours are imported by their bare names."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("engine")


def test_the_engine_is_timed_beside_its_rivals() -> None:
    printed = run("engine.py", "--quick")
    for contender in ("milepost", "bare kernel", "numpy"):
        assert re.search(rf"^{contender}.*{NUMBER} +{NUMBER}$", printed, re.MULTILINE), printed
    for step in ("playing alone", "building alone"):
        assert re.search(rf"^{step}.*{NUMBER} +{NUMBER}$", printed, re.MULTILINE), printed
    for ratio in ("numpy / milepost", "milepost / bare kernel"):
        assert re.search(rf"{ratio} +{NUMBER} +{NUMBER}", printed), printed
    assert "tables for 100 different tasks" in printed


def test_packages_that_are_not_installed_are_named_and_left_out(
    engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    rivals = importlib.import_module("rivals")
    monkeypatch.setattr(rivals, "find_spec", lambda name: None)
    assert rivals.missing_packages() == ["pmcontrols", "trueppm-scheduler"]
    assert rivals.packages(engine.network(5, n_milestones=1), 10) == {}


def test_every_contender_plays_the_same_plan(engine: ModuleType) -> None:
    engine.check_agreement(engine.network(60, n_milestones=3))


def test_a_contender_that_plays_another_plan_is_found_out(engine: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    other = engine.BareKernel(engine.network(60, n_milestones=3, seed=1))
    monkeypatch.setattr(engine, "BareKernel", lambda plan: other)
    with pytest.raises(SystemExit, match="bare kernel and numpy disagree on milestone"):
        engine.check_agreement(engine.network(60, n_milestones=3))


def test_tasks_wait_for_one_to_three_earlier_tasks(engine: ModuleType) -> None:
    plan = engine.network(100)
    assert plan.after[0] == ()
    assert {len(links) for links in plan.after[2:]} == {1, 2, 3}
    assert all(max(links) < task for task, links in enumerate(plan.after) if links)


def test_the_last_milestone_waits_for_all_that_nothing_else_waits_for(engine: ModuleType) -> None:
    plan = engine.network(100)
    assert len(plan.milestones) == 8
    waited_for = {task for links in plan.after for task in links}
    assert set(plan.milestones[-1]) == set(range(100)) - waited_for


def test_memory_is_measured_in_a_run_of_its_own() -> None:
    assert re.search(
        rf"^1,000 iterations of 1,000 tasks with 20 milestones: {NUMBER} MB", run("memory.py", "--iterations", "1000")
    )


def test_risks_money_and_correlation_are_timed_beside_the_bare_kernel() -> None:
    printed = run("risks.py", "--quick")
    assert re.search(r"^100 tasks, \d+ threads; [1-9]\d*% of the iterations are stopped$", printed, re.MULTILINE), (
        printed
    )
    for contender in ("bare kernel", "plain", "risks", "money", "risks and money", "correlated"):
        assert re.search(rf"^{contender} +{NUMBER} +{NUMBER}", printed, re.MULTILINE), printed


def test_startup_is_timed_beside_bare_imports() -> None:
    printed = run("startup.py", "--rounds", "0")
    for ratio in ("run / imports", "--help / import click"):
        assert re.search(rf"^{ratio} +{NUMBER}", printed, re.MULTILINE), printed


def test_the_best_of_all_orders_is_found_beside_simulating_each_in_full() -> None:
    printed = run("orderings.py", "--quick")
    assert printed.startswith("24 orders of 4 tasks")
    for speed in ("laid out", "played"):
        assert re.search(rf"^{speed} +{NUMBER} (orders|iterations) per second$", printed, re.MULTILINE), printed
    for criterion in ("hit:launch", "net"):
        assert f"best by {criterion}, 95% correct selection" in printed
    for saving in ("iterations", "time"):
        assert len(re.findall(rf"^{saving}, all in full / spent +{NUMBER}$", printed, re.MULTILINE)) == 2, printed


def test_money_over_time_is_timed_beside_a_run_without_it() -> None:
    printed = run("gap.py", "--rounds", "0")
    assert re.search(rf"^on top +{NUMBER}%     to reach: 40% or less$", printed, re.MULTILINE), printed


def test_a_batch_is_timed_beside_its_runs_alone_and_two_workers_beside_one() -> None:
    printed = run("batch.py", "--quick")
    for what in ("in a batch", "alone, tables without files", "overhead", "finished before"):
        assert len(re.findall(rf"^{what} +{NUMBER}$", printed, re.MULTILINE)) == 2, printed
    assert re.search(rf"^one worker / \(2 x two workers\) +{NUMBER}", printed, re.MULTILINE), printed


def test_large_plans_are_run_beside_the_engine_alone() -> None:
    printed = run("scale.py", "--quick")
    assert printed.startswith("1,000 iterations, ")
    for plan in ("100", "100, with a budget"):
        assert re.search(
            rf"^ +{plan} +{NUMBER} s +{NUMBER} s +{NUMBER} +{NUMBER} MB +{NUMBER} MB +{NUMBER}$", printed, re.MULTILINE
        ), printed


def test_plans_of_other_programs_are_read_beside_parsing_them_and_beside_a_scenario() -> None:
    printed = run("imports.py", "--quick")
    for kind in ("XER", "PMXML", "MSPDI"):
        times = rf"{NUMBER} s +{NUMBER} +{NUMBER} s +{NUMBER}"
        assert re.search(rf"^{kind} +{NUMBER} +{times} +{NUMBER} MB +{NUMBER}$", printed, re.MULTILINE), printed
    assert re.search(rf"^YAML .* +{NUMBER} MB +-$", printed, re.MULTILINE), printed


PROJECT = """\
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1
------------------------------------------------------------------------
  1      1     0       0
  2      1     8       4
  3      1     4       2
  4      1     0       0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1
    5
************************************************************************
"""
"""Two jobs that cannot go at once, as PSPLIB writes them; they take 12 days."""


@pytest.mark.parametrize("packed", [False, True])
def test_plans_of_psplib_are_levelled_beside_the_best_known(tmp_path: Path, packed: bool) -> None:
    source = tmp_path / "psplib"
    (source / "j2").mkdir(parents=True)
    (source / "j2" / "j21_1.sm").write_text(PROJECT, encoding="utf-8")
    (source / "best_known.csv").write_text("set,instance,best_ub,best_lb\nj2,j21_1,12,12\n", encoding="utf-8")
    if packed:
        with tarfile.open(tmp_path / "psplib.tar.xz", "w:xz") as archive:
            archive.add(source, "psplib")
        source = tmp_path / "psplib.tar.xz"
    assert re.search(r"^j2 +0\.00% +0\.0% +100% ", run("psplib.py", str(source)), re.MULTILINE)


def test_several_calendars_are_timed_beside_one() -> None:
    printed = run("calendars.py", "--quick")
    for calendars in ("whole days", "hours"):
        assert re.search(rf"^{calendars} +{NUMBER} +{NUMBER} +", printed, re.MULTILINE), printed


def test_waiting_for_units_is_timed_beside_not_waiting() -> None:
    printed = run("units.py", "--quick")
    for units in (1, 10, 30):
        assert re.search(rf"^{units} +{NUMBER} +{NUMBER} +", printed, re.MULTILINE), printed


def test_levelling_is_timed_beside_playing() -> None:
    printed = run("levelling.py", "--tasks", "50", "--rounds", "0")
    assert re.search(rf"^levelling / playing +{NUMBER}$", printed, re.MULTILINE), printed


@pytest.mark.skipif(BINARY is None, reason="no chromium is installed: the page is not tried in a browser")
def test_the_page_is_timed_from_a_key_to_its_figures_beside_a_run() -> None:
    printed = run("page.py", "--quick")
    for what in ("a number", "any edit", "typed fast", "dragged", "links, exposure, order"):
        assert re.search(rf"{what}.* {NUMBER} +{NUMBER}", printed), printed
    assert len(re.findall(rf"milepost run of .* {NUMBER}$", printed, re.MULTILINE)) == 2, printed
