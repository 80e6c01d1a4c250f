"""`gate` prints what is outside its tolerances, and nothing else."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from milepost.simulate.cli import main

PLAN = """\
name: Plan
start: 2026-01-05
currency: EUR
budget: {total: @total, burn: 100}
tolerance: {@tolerance}
milestones:
  ready: {level: minor, due: @by, after: [probe]@ready}
  launch: {name: "<b>Launch</b> | =cmd(): 100%", due: @due, after: [build]}
risks:
  bug: {name: Bug, acceptable: 0.2, probability: 0.5, exposes: [build], delay: 10, cost: 300}
tasks:
  probe: {duration: [2, 4, 9], retires: {bug: 0.8}}
  build: {duration: [8, 10, 14], after: [probe]}
  idle: {duration: 3, cost: 50}
orderings:
  among: [probe, idle]
  order: [idle, probe]
  compare:
    probe first: [probe, idle]
"""
WELL = {"total": "99999", "tolerance": "gap: 5", "ready": "", "by": "2026-02-27", "due": "2026-06-30"}
LATE = WELL | {"due": "2026-01-26"}


def write(desk: Path, values: dict[str, str], **more: str) -> None:
    text = PLAN
    for key, value in {**values, **more}.items():
        text = text.replace(f"@{key}", value)
    (desk / "plan.yaml").write_text(text, encoding="utf-8")


def gate(*arguments: str) -> int:
    return main(["gate", "plan.yaml", "--iterations", "3000", "--quiet", *arguments])


def test_nothing_is_printed_where_all_is_well(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(desk, WELL)
    assert gate() == 0
    assert gate("--format", "markdown") == gate("--format", "github") == 0
    assert capsys.readouterr() == ("", "")
    assert not (desk / "reports").exists()


def test_a_late_milestone_is_told_with_what_drives_it_and_the_lever_that_helps(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(desk, LATE)
    assert gate() == 1
    out = capsys.readouterr().out
    assert out.startswith("Plan: 1 of 4 tolerances exceeded")
    assert "FAIL <b>Launch</b> | =cmd(): 100% is reached by 26 Jan 26 in " in out
    assert "at least 80% are asked for" in out
    assert "Cheapest lever: the alternative 'probe first': " in out


@pytest.mark.parametrize(
    ("changes", "kind", "id"),
    [
        ({"due": "2026-01-26"}, "hit", "launch"),
        ({"ready": ", tolerance: {hit: 0.5}", "by": "2026-01-09"}, "hit", "ready"),
        ({"tolerance": "gap: 0.001", "total": "2500", "due": "2026-01-23"}, "gap", "launch"),
        ({"total": "1900"}, "money", None),
    ],
)
def test_each_kind_of_tolerance_is_judged(
    changes: dict[str, str], kind: str, id: str | None, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(desk, WELL | changes)
    assert gate("--format", "json") == 1
    judged = json.loads(capsys.readouterr().out)["judgements"]
    failed = [(one["kind"], one["id"]) for one in judged if one["verdict"] == "fail"]
    assert (kind, id) in failed
    [told] = [one for one in judged if (one["kind"], one["id"]) == (kind, id)]
    assert told["sentence"].endswith(".")
    assert told["place"]["line"] == next(
        number
        for number, line in enumerate((desk / "plan.yaml").read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip().startswith({"money": "budget"}.get(kind, f"{id}:"))
    )


def test_exposure_is_judged_on_the_due_date_of_the_milestone_behind_what_retires_it(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three days of something else and the probe, of 2 to 9 days, are not behind it by Friday."""
    write(desk, WELL, by="2026-01-09")
    assert gate("--format", "json") == 1
    [one] = [one for one in json.loads(capsys.readouterr().out)["judgements"] if one["kind"] == "exposure"]
    assert (one["id"], one["milestone"]) == ("bug", "ready")
    write(desk, WELL)
    assert gate() == 0


@pytest.mark.usefixtures("desk")
def test_what_the_iterations_do_not_tell_ends_with_4_and_says_how_many_would(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(desk, WELL, ready=", tolerance: {hit: 0.9}", tolerance="")
    assert main(["gate", "plan.yaml", "--iterations", "20", "--quiet"]) == 4
    out = capsys.readouterr().out
    assert "NOT KNOWN" in out
    assert "do not tell; about " in out


def test_formats_hold_whatever_names_hold(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(desk, LATE | {"due": "2026-01-26"})
    assert gate("--format", "junit") == 1
    suite = ElementTree.fromstring(capsys.readouterr().out)
    [failure] = suite.iter("failure")
    assert suite.attrib["tests"] == str(len([*suite.iter("testcase")]))
    assert failure.attrib["message"].startswith("<b>Launch</b> | =cmd(): 100% is reached by")
    assert gate("--format", "github") == 1
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("::error file=plan.yaml,line=8,col=3,title=Hit%3A <b>Launch</b> | =cmd()%3A 100%25::<b>")
    assert gate("--format", "markdown") == 1
    assert r"\<b\>Launch\</b\> \| =cmd(): 100% is reached" in capsys.readouterr().out


def test_what_has_happened_is_not_judged(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(desk, LATE, ready=", tolerance: {hit: 0.9}, reached: 2026-01-16")
    path = desk / "plan.yaml"
    facts = "probe: {actual: {start: 2026-01-08, finish: 2026-01-16}, "
    text = path.read_text(encoding="utf-8").replace("probe: {", facts, 1)
    path.write_text(text.replace("start:", "as_of: 2026-01-19\nstart:", 1), encoding="utf-8")
    assert gate("--format", "json") == 1
    judged = json.loads(capsys.readouterr().out)["judgements"]
    assert [one["id"] for one in judged if one["kind"] == "hit"] == ["launch"]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("arguments", [["--format", "xml"], ["--precision", "1%"]])
def test_what_cannot_be_meant_is_refused(arguments: list[str]) -> None:
    assert gate(*arguments) == 2


def test_a_plan_without_any_tolerance_passes_with_a_word(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "plan.yaml").write_text("start: 2026-01-05\ntasks: {a: {duration: 1}}\n", encoding="utf-8")
    assert main(["gate", "plan.yaml", "--iterations", "10"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "nothing in the plan has a tolerance" in told.err


def test_one_iteration_is_not_enough_to_call_a_lever_enough(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(desk, WELL, ready=", tolerance: {hit: 0.9}", tolerance="")
    assert main(["gate", "plan.yaml", "--iterations", "1", "--quiet"]) == 4
    out = capsys.readouterr().out
    assert "1 case does not tell; about " in out
    assert "which is enough" not in out
