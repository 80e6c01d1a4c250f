import json
from pathlib import Path

import click
import pytest

from milepost.models import read_scenario
from milepost.models.forecast import forecast
from milepost.simulate.analysis.orderings.criterion import Criterion
from milepost.simulate.cli import main, milepost
from milepost.simulate.cli.completion import offer_criteria
from tests.folders import names_in

PLAN = """\
name: Café [bold] $x$
start: 2026-01-05
risks:
  trouble: {category: technology, probability: 0.5, exposes: [build], delay: 10}
tasks:
  talk: {duration: [4, 5, 8]}
  trial: {duration: [4, 5, 8], retires: {trouble: 0.8}}
  design: {duration: 7}
  build: {duration: [10, 12, 20], after: [design]}
milestones:
  launch: {name: =Launch, due: 2026-02-06, after: [build, talk, trial]}
orderings:
  among: [talk, trial]
  order: [talk, trial]
  compare:
    =trial first: [trial, talk]
"""
FILES = ["ordering_differences.csv", "orderings.csv", "orderings.json", "orderings.png"]

pytestmark = pytest.mark.usefixtures("desk", "undrawn")


def order(*options: str) -> int:
    return main(["order", "plan.yaml", "--iterations", "2000", *options])


def test_it_prints_the_verdict_the_table_and_the_order_and_leaves_a_report(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert order() == 0
    captured = capsys.readouterr()
    assert "Café [bold] $x$  2,000 cases, seed 0" in captured.out
    assert "Take '=trial first': " in captured.out
    assert "It comes to hit of =Launch" in captured.out
    assert "that is risk reduction, not queueing" in captured.out
    assert "(without the crew limit)" in captured.out
    assert captured.out.endswith("orderings:\n  order: [trial, talk]\n")
    assert "\x1b" not in captured.out
    assert captured.err.splitlines() == [
        "Advice on the plan (1): milepost check plan.yaml",
        f"The report is in {Path('reports/plan')}",
    ]
    assert names_in(desk / "reports" / "plan") == FILES


def test_what_never_came_about_is_told_by_a_bound(capsys: pytest.CaptureFixture[str]) -> None:
    assert order() == 0
    assert "of cases and hurts in <0.2%." in " ".join(capsys.readouterr().out.split())


def test_it_tells_of_advice_and_of_names_that_no_font_has(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "plan.yaml").write_text(PLAN.replace("=trial first", "\u0378"), encoding="utf-8")
    assert order() == 0
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "Advice on the plan (1): milepost check plan.yaml"
    assert told[1].startswith("Note: no font on this computer has all the letters of")


def test_json_is_the_record_to_the_byte_and_nothing_else(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert order("--all", "--seed", "3", "--confidence", "90%", "--json") == 0
    out = capsys.readouterr().out
    assert out == (desk / "reports" / "plan" / "orderings.json").read_text(encoding="utf-8")
    document = json.loads(out)
    assert (document["record"]["seed"], document["record"]["confidence"]) == (3, 0.9)
    assert document["best"] == "=trial first"
    assert document["record"]["files"] == FILES


def test_quiet_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert order("--quiet") == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_a_run_leaves_the_orderings_alone_and_they_the_run(desk: Path) -> None:
    folder = desk / "reports" / "plan"
    assert main(["run", "plan.yaml", "--iterations", "256", "--quiet"]) == 0
    of_the_run = names_in(folder)
    assert order("--quiet") == 0
    both = names_in(folder)
    assert both == sorted([*of_the_run, *FILES])
    assert main(["run", "plan.yaml", "--iterations", "256", "--quiet"]) == 0
    assert order("--quiet") == 0
    assert names_in(folder) == both


def test_the_report_goes_where_it_is_told_to(desk: Path) -> None:
    assert order("--quiet", "--out", "elsewhere") == 0
    assert names_in(desk / "elsewhere") == FILES


def test_undecided_is_fine_too(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alike = PLAN.replace("retires: {trouble: 0.8}", "notes: nothing")
    (desk / "plan.yaml").write_text(alike, encoding="utf-8")
    assert order() == 0
    assert "The order makes no difference" in capsys.readouterr().out


def test_several_criteria_have_a_table_each_and_a_front(capsys: pytest.CaptureFixture[str]) -> None:
    assert order("--by", "promise:launch", "--by", "hit:launch") == 0
    out = capsys.readouterr().out
    assert "promise date of =Launch" in out
    assert "hit of =Launch" in out
    assert "Pareto front" in out


def test_by_the_gap_it_says_how_far_the_money_is_ahead_on_the_worst_due_date(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "plan.yaml").write_text(PLAN + "budget: {total: 5000, burn: 100}\n", encoding="utf-8")
    assert order("--by", "gap", "--indifference", "gap=1%") == 0
    out = capsys.readouterr().out
    assert "largest excess of the gap" in out
    assert "ahead of the milestones" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--by", "hit:lunch"], "did you mean 'launch'"),
        (["--by", "nett"], "did you mean 'net'"),
        (["--by", "net"], "give one a `value`"),
        (["--by", "gap"], "give the plan a budget.total"),
        (["--indifference", "hit"], "hit=0.5%"),
        (["--indifference", "days=1"], "with one of hit, promise"),
        (["--indifference", "cost=-1"], "from 1e-06 to 1e+12"),
        (["--indifference", "promise=nan"], "from 1e-06 to 1e+12"),
        (["--indifference", "net=1e300"], "from 1e-06 to 1e+12"),
        (["--indifference", "hit=1e-300"], "from 1e-06"),
        (["--confidence", "1e-300"], "not from 0.01% to 99.99%"),
        (["--all", "--search"], "give one"),
    ],
)
def test_what_cannot_be_done_is_a_usage_error_that_says_what_can(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert order(*options) == 2
    assert said in capsys.readouterr().err


def test_a_plan_without_orderings_is_a_usage_error_that_says_how_to_add_them(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "plan.yaml").write_text(PLAN.split("orderings:")[0], encoding="utf-8")
    assert order() == 2
    err = capsys.readouterr().err
    assert "no orderings" in err
    assert "among: [" in err


def test_the_order_of_what_lies_ahead_can_be_pasted_into_the_plan_it_is_of(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the two that are not in it one is finished, and the other under way: they have their crews already."""
    below = PLAN.replace("  talk:", "  visit: {duration: 2}\n  call: {duration: [2, 4, 9], after: [visit]}\n  talk:")
    below = below.replace("among: [", "among: [visit, call, ").replace("crews: 1", "crews: 2")
    below = below.replace("order: [", "order: [visit, call, ").replace("[trial, talk]", "[trial, visit, call, talk]")
    (desk / "agreed.yaml").write_text(below, encoding="utf-8")
    happened = "plan: agreed.yaml\nas_of: 2026-01-08\ntasks:\n"
    happened += "  visit: {actual: {start: 2026-01-05, finish: 2026-01-06}}\n  call: {actual: {start: 2026-01-07}}\n"
    (desk / "plan.yaml").write_text(happened, encoding="utf-8")
    assert order() == 0
    first = capsys.readouterr().out
    pasted = first[first.index("orderings:\n") :]
    assert pasted == "orderings:\n  order: [trial, talk]\n"
    (desk / "plan.yaml").write_text(f"{happened}{pasted}", encoding="utf-8")
    assert order() == 0
    scenario = read_scenario(desk / "plan.yaml")
    assert scenario.network.listed == ("visit", "call", "trial", "talk")
    assert forecast(scenario).network.listed == ("trial", "talk")


def test_an_order_that_contradicts_the_links_is_refused_with_the_path(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    linked = PLAN.replace("trial: {duration: [4, 5, 8],", "trial: {duration: [4, 5, 8], after: [talk],")
    (desk / "plan.yaml").write_text(linked, encoding="utf-8")
    assert order() == 3
    assert "talk -> trial" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "zone"),
    [
        (["--by", "hit:launch", "--indifference", "hit=2%"], 0.02),
        (["--by", "hit:launch", "--indifference", "hit=0.02"], 0.02),
        (["--by", "promise:launch", "--indifference", "promise=3"], 3.0),
        (["--by", "promise:launch"], 0.5),
    ],
)
def test_the_least_difference_that_matters_is_read_in_its_unit(
    asked: list[str], zone: float, capsys: pytest.CaptureFixture[str]
) -> None:
    assert order(*asked, "--json") == 0
    assert json.loads(capsys.readouterr().out)["criteria"][0]["indifference"] == zone


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted({one.kind for one in Criterion.__subclasses__()}))
def test_whatever_orders_can_be_compared_by_is_offered_played_and_told(
    kind: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worth = PLAN.replace("milestones:", "budget: {total: 9000, burn: 100}\nmilestones:").replace(
        "after: [build,", "value: {amount: 9000, per_day_late: 10}, after: [build,"
    )
    (desk / "plan.yaml").write_text(worth, encoding="utf-8")
    monkeypatch.setenv("COMP_WORDS", "milepost order plan.yaml --by ")
    command = milepost.commands["order"]
    context = click.Context(command, click.Context(milepost, **milepost.context_settings))
    (offered,) = (item.value for item in offer_criteria(context, command.params[0], kind))
    assert offered in (kind, f"{kind}:launch")
    assert kind in command.get_help(context)
    assert order("--all", "--by", offered, "--indifference", f"{kind}=0.01") == 0
