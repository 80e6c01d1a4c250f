import io
import json
import math
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.image import imread
from rich.console import Console

from milepost.models import Orderings, Retirement, Scenario, ScenarioError, read_scenario
from milepost.models.distributions import Constant, Pert
from milepost.models.orderings import Alternative
from milepost.simulate.analysis.orderings.burn_down import BurnDown, BurnDowns
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.orderings.criterion import Hit
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.media.terminal import Terminal
from milepost.simulate.report.media.words import short_date
from milepost.simulate.report.orderings.burn_down import burn_down_key, burn_down_text
from milepost.simulate.report.orderings.files import (
    differences_table,
    orderings_document,
    orderings_files,
    orderings_table,
)
from milepost.simulate.report.orderings.overlays import overlays
from milepost.simulate.report.orderings.remarks import remarks
from milepost.simulate.report.orderings.rows import Mark, order_rows, shown_rows
from milepost.simulate.report.orderings.terminal import print_orders
from milepost.simulate.report.orderings.verdict import verdict
from milepost.simulate.report.orderings.words import signed, value_words, yaml_order
from tests.plans import plan, risk, task

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
HOSTILE = "=[bold] $x_$ ../up\x1b[31m"


@cache
def hr_app() -> Orders:
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    return compare_orders(scenario, by=["net", "promise:launch"], every=True, iterations=5_000)


def small(*, name: str = "long work first", probability: float = 0.5, build: float = 30, **asked: Any) -> Orders:
    scenario = plan(
        [
            task("first", Pert(low=4, mode=5, high=8), retires={"trouble": Retirement(probability=0.5)}),
            task("second", Pert(low=4, mode=5, high=8), cost=1.0),
            task("build", build, "second"),
            task("test", 4, "first", "build"),
        ],
        {"end": ["test"]},
        [risk("trouble", probability, exposes=("build",), delay=10)],
        orderings=Orderings(
            among=("first", "second"),
            order=("first", "second"),
            compare=(Alternative(name=name, order=("second", "first")),),
        ),
    )
    return compare_orders(replace(scenario, name=HOSTILE), by=["promise:end"], iterations=5_000, **asked)


def keys_under(heading: str) -> list[str]:
    """Return what the tables of a section explain: the names in their first column."""
    section = PAGE.split(f"\n{heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return sorted(name for cell in cells for name in re.findall(r"`(\w+)`", cell))


@pytest.mark.slow
def test_the_page_of_outputs_explains_every_column_and_no_other() -> None:
    document = json.loads(orderings_document(hr_app(), files=[]))
    assert keys_under("## orderings.csv") == sorted(orderings_table(hr_app()).columns)
    assert keys_under("## ordering_differences.csv") == sorted(differences_table(hr_app()).columns)
    explained = [*document, *document["criteria"][0], *document["why"], *document["record"]]
    assert sorted({*keys_under("## orderings.json")}) == sorted({*explained})


@pytest.mark.slow
def test_rows_are_in_the_sequence_of_other_iterations_and_the_reference_is_last_and_has_no_rank() -> None:
    orders = hr_app()
    table = orderings_table(orders)
    other = Player(orders.question).estimates(orders.contenders, orders.choice)
    names = np.array([one.name for one in orders.contenders])
    assert orders.choice.start >= orders.question.iterations
    for place, (criterion, sign) in enumerate((("net", -1), ("promise:launch", 1))):
        rows = table[table["criterion"] == criterion]
        ranked = rows[rows["role"] != "reference"]["name"]
        assert list(ranked) == list(names[np.argsort(sign * other[place], kind="stable")])
        last = rows.iloc[-1]
        assert (last["role"], last["name"]) == ("reference", "without the crew limit")
        assert pd.isna(last["rank_low"])
        assert pd.isna(last["may_be_best"])
        assert list(rows["role"]).count("in force") == 1


def test_every_pair_has_a_row() -> None:
    k = len(hr_app().contenders)
    assert len(differences_table(hr_app())) == 2 * k * (k - 1) // 2


def test_the_record_says_what_is_needed_to_repeat_it() -> None:
    orders = hr_app()
    record = json.loads(orderings_document(orders, files=["b", "a"]))["record"]
    assert record["scenario_sha256"] == orders.scenario.digest
    assert range(*record["selection_iterations"]) == orders.seen
    assert record["figure_iterations"] == [0, 5_000]
    assert record["files"] == ["a", "b"]
    assert set(record["versions"]) == {"milepost", "python", "numpy", "numba", "scipy"}


@pytest.mark.slow
def test_the_files_are_the_same_for_any_number_of_threads() -> None:
    assert orderings_files(small(threads=1)) == orderings_files(small(threads=3))


def test_the_order_as_yaml_reads_back(tmp_path: Path) -> None:
    orders = hr_app()
    pasted = yaml_order(orders.best)
    source = (ROOT / "scenarios" / "hr_app.yaml").read_text(encoding="utf-8")
    order = re.search(r"^  order: .*$", pasted, re.MULTILINE)
    assert order
    (tmp_path / "plan.yaml").write_text(re.sub(r"^  order: .*$", order[0], source, flags=re.M), encoding="utf-8")
    try:
        again = read_scenario(tmp_path / "plan.yaml")
    except ScenarioError as error:  # pragma: no cover - the message is the point
        pytest.fail(str(error))
    assert again.orderings is not None
    assert again.orderings.order == orders.best.order


def test_a_name_is_neither_formula_nor_markup_nor_control(capsys: pytest.CaptureFixture[str]) -> None:
    orders = small(name=HOSTILE)
    print_orders(orders, Terminal())
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "=[bold] $x_$ ../up?[31m" in out
    table = pd.read_csv(io.BytesIO(orderings_files(orders)["orderings.csv"]))
    assert any(str(name).startswith("'=[bold]") for name in table["name"])


def test_the_verdict_is_the_decision_with_the_gain_then_what_it_rests_on_and_where_it_comes_from() -> None:
    said = verdict(small())
    assert len(said) == 3
    assert said[0].startswith("Take 'long work first': ")
    assert "earlier than the order in force" in said[0]
    assert said[1].startswith("It comes to promise date of end ")
    assert "queues better" in said[2]


@pytest.mark.parametrize(("zone", "keep"), [(0.5, False), (50.0, True)])
def test_an_order_that_beats_the_one_in_force_by_less_than_the_reader_cares_about_is_not_recommended(
    zone: float, *, keep: bool
) -> None:
    orders = small(zones={"promise": zone})
    surely_earlier = orders.families[0].difference_high[1, 0] < 0
    said = verdict(orders)
    assert surely_earlier
    assert said[0].startswith("Keep your order: nothing beats it by what you care about, 50.0 ") is keep
    assert orders.best.order == (("first", "second") if keep else ("second", "first"))
    assert ("the difference is" in said[2]) is keep
    assert not any("may be as good" in one for one in remarks(orders))
    assert f"order: [{', '.join(orders.best.order)}]" in orderings_document(orders, files=[])


@pytest.mark.parametrize("width", [40, 60, 200])
def test_a_narrow_terminal_breaks_no_figure_and_names_what_it_has_no_room_for(width: int) -> None:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    print_orders(hr_app(), console)
    text = " ".join(console.file.getvalue().split())  # type: ignore[attr-defined]  # it is a StringIO
    figures = re.findall(r"[+-]?\d[\d,.]*", text)
    wide = Console(file=io.StringIO(), width=1_000, color_system=None)
    print_orders(hr_app(), wide)
    known = re.findall(r"[+-]?\d[\d,.]*", wide.file.getvalue())  # type: ignore[attr-defined]  # it is a StringIO
    assert {one.strip(",.") for one in figures} <= {one.strip(",.") for one in known}
    assert ("The terminal is too narrow for Stops" in text) is (width == 40)


def test_what_is_to_be_pasted_back_is_whole_in_a_narrow_terminal_and_one_empty_line_before_it() -> None:
    orders = hr_app()
    console = Console(file=io.StringIO(), width=40, color_system=None)
    print_orders(orders, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]  # it is a StringIO
    assert text.endswith(f"\n\n{yaml_order(orders.best)}")
    assert "\n\n\n" not in text


@pytest.mark.parametrize(("difference", "said"), [(-0.01, "0.0"), (0.01, "0.0"), (-0.1, "-0.1"), (0.1, "+0.1")])
def test_what_rounds_to_nothing_has_no_sign(difference: float, said: str) -> None:
    orders = small()
    assert signed(orders.criteria[0], difference, orders.scenario) == said


def test_a_hit_in_all_iterations_is_a_bound_as_it_is_in_a_run() -> None:
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    hit = Hit(zone=0.005, milestone="launch", limit=1.0)
    came = Proportion.of(1_000, 1_000)
    assert value_words(hit, Estimate(value=came.value, low=came.low, high=came.high), scenario) == ">99.6%"


def test_queueing_is_not_sold_as_risk_reduction() -> None:
    said = verdict(small(probability=0.0))
    assert "only queues better, and is not risk reduction" in said[-1]


def test_an_order_that_makes_no_difference_is_said_to_with_the_reason() -> None:
    scenario = plan(
        [
            task("a", Pert(low=1, mode=2, high=5), retires={"trouble": Retirement(probability=0.5)}),
            task("b", 3),
            task("build", 10, "gate"),
        ],
        {"gate": ["a", "b"], "end": ["build"]},
        [risk("trouble", 0.5, exposes=("build",), delay=10)],
        orderings=Orderings(among=("a", "b")),
    )
    said = verdict(compare_orders(scenario, by=["promise:end"], every=True, iterations=1_000))
    assert said[0].startswith("The order makes no difference: whatever is exposed")
    assert "waits for gate" in said[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "by", "said"),
    [
        # 0.1 x 0.95 + 0.05 x 0.9: one of the two risks occurs, and it is the one that comes after the other
        (
            "tie",
            "promise:launch",
            r"the same promise date of launch .* the dates differ in 1[34]\.\d% .*hit:launch",
        ),
        ("tie2", "promise:launch", r"has the same promise date of launch .* the dates differ in \d\d\.\d%"),
        (
            "tie_late",
            "hit:launch",
            r"the same hit of launch .* in every case, yet in 1[34]\.\d% of them to another",
        ),
        ("tiegap", "gap", r"the same largest excess of the gap .* on another due date differs in (29|30)\.\d%"),
    ],
)
def test_figures_that_agree_are_not_said_to_make_no_difference(name: str, by: str, said: str) -> None:
    scenario = read_scenario(ROOT / "tests" / "cases" / "faults" / f"{name}.yaml")
    sentences = " ".join(verdict(compare_orders(scenario, by=[by], iterations=20_000)))
    assert "makes no difference" not in sentences
    assert "ever waits" not in sentences
    assert re.search(said, sentences)


def test_on_a_mean_that_hangs_on_few_iterations_there_is_no_verdict_and_it_is_said_how_many_would_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A risk of 1 in 1,000 that costs 50,000 is worth 50, more than the 40 that the other order saves for sure."""
    scenario = read_scenario(ROOT / "tests" / "cases" / "faults" / "rareone.yaml")
    orders = compare_orders(with_burn(scenario), by=["cost"], iterations=1_000)
    decision, basis, *_ = verdict(orders)
    assert decision.startswith("Undecided: ")
    assert decision.endswith("; 50,176 cases would tell.")
    assert "no verdict" in basis
    assert "the delay of 'r'" in basis
    assert "50,176 cases would do" in basis
    assert {(row.rank_low, row.rank_high) for row in orders.rankings[0].rows} == {(1, 2)}
    (row,) = differences_table(orders).to_dict("records")
    assert (row["verdict"], row["iterations_to_tell"], row["hangs_on"]) == ("few", 50_176, "delay of r")
    assert row["effective"] == pytest.approx(1.0)
    assert orders.contrast is not None
    assert math.isnan(orders.contrast.total.low)
    assert math.isnan(orders.contrast.money.low)
    print_orders(orders, Console(width=60))
    assert "(not known)" in capsys.readouterr().out
    assert orderings_files(orders)


def with_burn(scenario: Scenario) -> Scenario:
    """Let the rare risk cost by the days that it takes: its charge could count at what it comes to on average."""
    rare = replace(scenario.risks["r"], cost=Constant(value=0.0), delay=Constant(value=500.0))
    return replace(scenario, risks={**scenario.risks, "r": rare}, budget=replace(scenario.budget, burn=100.0))


def test_where_enough_iterations_are_played_there_is_a_verdict_on_the_same_mean() -> None:
    scenario = read_scenario(ROOT / "tests" / "cases" / "faults" / "rareone.yaml")
    orders = compare_orders(with_burn(scenario), by=["cost"], iterations=60_000)
    assert "no verdict" not in " ".join([*verdict(orders), *remarks(orders)])


def test_another_plan_is_told_of_beside_orders_that_make_no_difference() -> None:
    scenario = read_scenario(ROOT / "scenarios" / "one_gate.yaml")
    orders = compare_orders(scenario, iterations=1_000)
    assert all(one.only_reorders for one in orders.contenders)
    assert orders.no_difference is not None
    assert scenario.orderings is not None
    left = scenario.orderings.among[-1]
    more = replace(scenario.orderings, compare=(Alternative(name="without the last", without=(left,)),))
    orders = compare_orders(replace(scenario, orderings=more), iterations=1_000)
    said = verdict(orders)
    assert orders.no_difference is not None
    assert f"All {len(orders.contenders) - 1} that were compared" in said[1]
    assert "without the last" in said[2]


def test_by_cost_alone_it_is_said_which_stops_more_often() -> None:
    scenario = plan(
        [
            task("ask", 5, reveals=("fatal",)),
            task("fix", 5, cost=50.0, retires={"fatal": Retirement(probability=1.0)}),
            task("build", 5, "ask", "fix", cost=500.0),
        ],
        {"end": ["build"]},
        [risk("fatal", 0.5, exposes=(), stop=True)],
        orderings=Orderings(among=("ask", "fix"), order=("fix", "ask")),
    )
    said = remarks(compare_orders(scenario, by=["cost"], every=True, iterations=5_000))
    caveat = next(one for one in said if "killed first" in one)
    assert "stops the project more often" in caveat
    assert "the order in force in <0.1%" in caveat


@pytest.mark.slow
def test_a_search_says_its_method_how_many_it_tried_and_that_it_proves_nothing() -> None:
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    said = " ".join(remarks(compare_orders(scenario, search=True, iterations=1_000)))
    assert re.search(r"Iterated local search over insertions tried \d+ orders on 2,048 cases", said)
    assert "proves nothing" in said


def test_to_the_right_of_the_picture_is_better_whichever_direction_that_is() -> None:
    for place, criterion in enumerate(hr_app().criteria):
        rows = order_rows(hr_app(), place)
        gains = [row.gain.value for row in rows if row.mark != Mark.REFERENCE]
        assert gains[0] > 0 > gains[-1], criterion.text
        assert [row.mark for row in rows].count(Mark.IN_FORCE) == 1
        assert rows[-1].mark == Mark.REFERENCE
        assert rows[-1].said[-1] == "-"


def test_of_many_orders_the_first_the_one_in_force_and_those_named_have_rows_and_the_rest_share_one() -> None:
    orders = hr_app()
    rows, shown = order_rows(orders, 0), shown_rows(orders, 0)
    assert shown[:5] == rows[:5]
    assert [row for row in shown if row.is_named] == [row for row in rows if row.is_named]
    (rest,) = (row for row in shown if row.mark == Mark.REST)
    left_out = [row for row in rows if row not in shown]
    assert rest.label.startswith(f"{len(left_out)} more")
    assert len(shown) - 1 + len(left_out) == len(rows)
    gains = [row.gain.value for row in left_out]
    assert (rest.gain.low, rest.gain.high) == (min(gains), max(gains))


def test_few_orders_have_a_row_each() -> None:
    assert shown_rows(small(), 0) == order_rows(small(), 0)


@pytest.mark.parametrize(("by", "titles"), [("promise:end", []), ("exposure", ["Risk burn-down"])])
def test_what_runs_over_time_is_drawn_only_where_orders_are_compared_by_it(by: str, titles: list[str]) -> None:
    orders = compare_orders(small().scenario, by=[by], iterations=1_000)
    assert orders.burn_downs is not None
    assert [one.title.split(":")[0] for one in overlays(orders)] == titles


def test_curves_that_look_like_one_are_not_drawn() -> None:
    orders = compare_orders(small().scenario, by=["exposure"], iterations=1_000)
    assert orders.burn_downs is not None
    first, *others = orders.burn_downs.courses
    alike = tuple(replace(one, times=first.times, mean=1.001 * first.mean) for one in others)
    assert not list(overlays(replace(orders, burn_downs=replace(orders.burn_downs, courses=(first, *alike)))))


def test_the_title_of_the_burn_downs_tells_by_when_half_of_the_harm_is_gone_the_best_first() -> None:
    orders = compare_orders(small().scenario, by=["exposure"], iterations=1_000)
    assert orders.burn_downs is not None
    times = np.array([0.0, 1.0, 2.0])
    quick, slow, never = np.array([4.0, 2.0, 0.0]), np.array([4.0, 3.0, 0.0]), np.array([4.0, 3.0, 3.0])
    one, other = orders.in_force.name, "other"

    def title(first: object, second: object, *, best: str, worst: str) -> str:
        courses = tuple(
            BurnDown(name=name, times=times, mean=np.asarray(mean)) for name, mean in ((one, first), (other, second))
        )
        return burn_down_text(orders, BurnDowns(courses=courses, best=best, worst=worst))

    days = [short_date(orders.scenario.days.date_of(time)) for time in times]
    begins = "Risk burn-down: half of the harm is gone"
    assert title(slow, quick, best=other, worst=one) == (
        f"{begins} by {days[1]} under the best, by {days[2]} under the worst (in force)"
    )
    assert title(quick, never, best=one, worst=other) == (
        f"{begins} by {days[1]} under the best (in force), never under the worst"
    )
    assert title(quick, quick, best=one, worst=other) == f"{begins} by {days[1]} under each order drawn"


@pytest.mark.slow
def test_the_picture_has_something_to_show_even_where_an_end_has_no_bound() -> None:
    picture = imread(io.BytesIO(orderings_files(hr_app())["orderings.png"]))
    assert min(picture.shape[:2]) > 500
    assert len(np.unique(picture.reshape(-1, picture.shape[2]), axis=0)) > 20


def test_the_horizon_of_exposure_is_said_with_what_an_area_comes_to_by_the_day() -> None:
    orders = compare_orders(small().scenario, by=["exposure"], iterations=1_000)
    days = orders.criteria[0].limit
    (said,) = (one for one in remarks(orders) if one.startswith("Exposure is measured"))
    assert f"{days:.0f} days² are one working day of harm open all that time" in said
    assert value_words(orders.criteria[0], Estimate(value=days), orders.scenario) == f"{days:.1f} days²"


def test_the_key_of_the_burn_downs_names_the_best_and_the_worst_once() -> None:
    orders = compare_orders(small().scenario, by=["exposure"], iterations=1_000)
    assert orders.burn_downs is not None
    labels = [str(one.get_label()) for one in burn_down_key(orders, orders.burn_downs)]
    assert sum(label.startswith("best: ") for label in labels) == 1
    assert sum(label.startswith("worst: ") for label in labels) == 1


def test_a_plan_with_one_order_has_a_verdict_too() -> None:
    scenario = plan([task("a", 1), task("b", 2, "a")], {"end": ["b"]}, orderings=Orderings(among=("a", "b")))
    orders = compare_orders(scenario, every=True, iterations=1_000)
    assert verdict(orders) == ["There is nothing to compare the order in force with.", "The links allow no other."]
    assert orderings_files(orders)


def test_a_scenario_is_left_as_it_was() -> None:
    before: Scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    assert hr_app().scenario.digest == before.digest
