"""What of a group is that of its tasks taken together."""

import numpy as np

from milepost.models.distributions import Uniform
from milepost.models.timing import BEGINNING
from milepost.simulate import run
from milepost.simulate.analysis.schedule.groups import GroupTimes, tasks_by_group
from milepost.simulate.result import Result
from tests.plans import plan, risk, task
from tests.results import result_of

SPREAD = Uniform(low=1.0, high=9.0)


def played() -> Result:
    """Play a race of three, two of them in one group."""
    work = [task("a", SPREAD, group="Site/A"), task("b", SPREAD, group="Site/B"), task("c", SPREAD)]
    return run(plan([*work, task("after", 2.0, "launch", group="Later")], {"launch": ["a", "b", "c"]}), iterations=2000)


def test_a_group_is_under_way_from_its_first_start_to_its_last_finish() -> None:
    outcome = result_of({}, [(task("a"), [0.0, 2.0, 4.0], [5.0, 6.0, 7.0]), (task("b"), [1.0] * 3, [9.0, 4.0, 7.0])])
    times = GroupTimes.of(["a", "b"], outcome.outcome)
    np.testing.assert_array_equal(times.starts.ordered, np.array([0.0, 1.0, 1.0]) + BEGINNING)
    np.testing.assert_array_equal(times.finishes.ordered, [6.0, 7.0, 9.0])
    assert times.comes.value == 1.0


def test_a_group_holds_what_is_in_the_groups_below_it() -> None:
    assert tasks_by_group(played().scenario) == {
        **{"Site": ["a", "b"], "Site/A": ["a"], "Site/B": ["b"]},
        "Later": ["after"],
    }


def test_a_group_drives_whenever_any_of_its_tasks_does() -> None:
    """Of three that race the last drives, and no two finish together: two drive as often as each does, added up."""
    result = played()
    driving = result.driving["launch"]
    shares = {id: driving.tasks[id].criticality.value for id in ("a", "b", "c")}
    assert driving.groups["Site/A"].value == shares["a"]
    assert np.isclose(driving.groups["Site"].value, shares["a"] + shares["b"], rtol=1e-12)
    assert np.isclose(driving.groups["Site"].value + shares["c"], 1.0, rtol=1e-12)
    assert "Later" not in driving.groups


def test_where_all_of_a_group_are_on_one_path_it_drives_as_often_as_each() -> None:
    work = [task("a", SPREAD, group="Site"), task("b", SPREAD, "a", group="Site")]
    driving = run(plan(work, {"launch": ["b"]}), iterations=200).driving["launch"]
    assert driving.groups["Site"].value == driving.tasks["a"].criticality.value == 1.0


def test_of_a_milestone_that_is_never_reached_no_group_is_known_to_drive_it() -> None:
    work = [task("a", 5, group="Site", reveals=("end",)), task("b", 5, "a", group="Site")]
    result = run(plan(work, {"launch": ["b"]}, [risk("end", 1.0, stop=True, exposes=("b",))]), iterations=100)
    assert result.driving["launch"].groups == {}
