import math
from datetime import date

import numpy as np

from milepost.models import Level
from milepost.models.money import Value
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Ends
from tests.plans import milestone, risk
from tests.results import result_of


def test_tables_are_made_once() -> None:
    result = result_of({milestone(): [1.0]})
    assert result.milestones is result.milestones
    assert result.tasks is result.tasks
    assert result.risks is result.risks
    assert result.money is result.money


def test_a_milestone_has_its_figures_as_objects_and_its_dates_as_dates() -> None:
    times = {milestone(due=date(2026, 1, 9)): [4.0] * 99 + [math.inf], milestone("party"): [1.0] * 100}
    result = result_of(times)
    launch, party = result.milestone["launch"], result.milestone["party"]
    assert launch.hit == Proportion.of(99, 100)
    assert (launch.due, launch.promise.date, launch.promise.ends) == (date(2026, 1, 9), date(2026, 1, 8), Ends.KNOWN)
    assert party.hit is None
    row = result.milestones.iloc[0]
    assert (row["hit"], row["promise"], row["p90_high_days"]) == (launch.hit.value, "2026-01-08", launch.p90.high)


def test_times_are_put_in_order_once() -> None:
    result = result_of({milestone(): [3.0, 1.0, 2.0]})
    assert result.samples["launch"] is result.samples["launch"]
    assert result.samples["launch"].dated is result.samples["launch"].times  # no day begins there


def test_cost_and_net_are_there_for_every_iteration() -> None:
    result = result_of({milestone(value=Value(amount=10.0)): [1.0, math.inf]}, cost=[3.0, 1.0])
    np.testing.assert_array_equal(result.cost, [3.0, 1.0])
    np.testing.assert_array_equal(result.net, [7.0, -1.0])


def test_summary_says_how_often_the_project_is_stopped() -> None:
    result = result_of(
        {milestone(): [1.0, math.inf] * 500},
        risks=[(risk(stop=True), [math.inf], [0.9])],
        stop=[math.inf, 3.0] * 500,
        stopped_by={"demand": [False, True] * 500},
    )
    assert "The project is stopped in 50% ±4 of cases" in result.summary().splitlines()


def test_finish_gives_the_times_of_a_milestone() -> None:
    np.testing.assert_array_equal(result_of({milestone(): [1.0, 2.0]}).finish["launch"], [1.0, 2.0])


def test_reached_masks_what_is_never_reached_and_copies_nothing() -> None:
    result = result_of({milestone(): [1.0, math.inf, 3.0], milestone("dream"): [math.inf] * 3})
    assert math.isinf(result.finish["launch"].mean())
    assert (result.reached["launch"].mean(), result.reached["launch"].count()) == (2.0, 2)
    assert result.reached["dream"].count() == 0
    assert np.shares_memory(result.reached["launch"], result.finish["launch"])


def test_a_result_shows_its_summary_and_of_many_milestones_the_first() -> None:
    result = result_of({milestone(): [1.0, 2.0]})
    assert repr(result) == result.summary()
    many = result_of({milestone(f"m{k}"): [1.0] for k in range(40)})
    assert len(repr(many).splitlines()) == 32
    assert repr(many).endswith("and 10 more milestones")


def test_a_notebook_shows_a_table_in_which_names_are_text() -> None:
    hostile = "<script>alert(1)</script>"
    html = result_of({milestone(name=hostile, due=date(2026, 1, 9)): [1.0, math.inf]}, name=hostile)._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 2
    assert "<th>P90</th>" in html
    assert "2 more milestones" in result_of({milestone(f"m{k}"): [1.0] for k in range(32)})._repr_html_()
    assert "Plan" in result_of({})._repr_html_()


def test_summary_has_a_line_for_the_plan_and_each_major_milestone() -> None:
    times = [float(k) for k in range(1, 1001)]
    result = result_of(
        {
            milestone("fit", level=Level.MINOR): times,
            milestone("launch", name="Launch", due=date(2026, 1, 9)): [1.0] * 620 + [9.0] * 380,
            milestone("dream", name="Dream"): [math.inf] * 1000,
            milestone("luck", name="Luck"): [1.0] * 810 + [math.inf] * 190,
        }
    )
    assert result.summary().splitlines() == [
        "Plan: 1,000 cases, seed 7",
        "Launch: 62% ±4 by 2026-01-09, 80% by 2026-01-15 (2026-01-15 to 2026-01-15)",
        "Dream: 80% by no date",
        "Luck: 80% by 2026-01-05 (2026-01-05 to never)",
    ]
