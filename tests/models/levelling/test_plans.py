"""What levelling makes of plans: the list in force where a plan with resources says none."""

from dataclasses import replace
from datetime import date

from hypothesis import given

from milepost.models import Actual, Orderings, Scenario, Task
from milepost.models.bounds import SLACK
from milepost.models.distributions import Constant
from milepost.models.forecast import forecast
from milepost.models.levelling import Activity, level
from milepost.models.resource import Resource
from tests.models.levelling.projects import CAPACITIES, activities, check_kept, end
from tests.plans import plan, risk, task
from tests.strategies import START


def resources(**capacities: int) -> dict[str, Resource]:
    return {id: Resource(id=id, name=id, capacity=units) for id, units in capacities.items()}


def as_plan(made: list[Activity]) -> Scenario:
    """Make a plan of activities that can begin at once, with the links and the needs that they have."""
    return plan(
        [
            Task(id=one.id, name=one.id, duration=Constant(value=one.duration), after=one.after, needs=one.needs)
            for one in made
        ],
        resources=resources(**CAPACITIES),
    )


@given(activities())
def test_the_plan_is_played_as_the_schedule_behind_its_list_has_it(made: list[Activity]) -> None:
    made = [replace(one, floor=0.0) for one in made]
    scenario, levelling = as_plan(made), level(made, CAPACITIES)
    times = scenario.network.planned_times
    check_kept(made, CAPACITIES, times)
    if scenario.network.pools.keys() == CAPACITIES.keys():
        assert scenario.network.listed == levelling.order
        assert times == levelling.times
    else:
        assert end(times) <= end(levelling.times) + SLACK, "resources that are not short hold nothing up"


def test_the_order_of_the_file_plays_no_part() -> None:
    made = [task(id, days, needs={"crane": 1}) for id, days in (("a", 3), ("b", 2), ("c", 2))]
    made.append(task("d", 9, "c"))
    lists = {plan(tasks, resources=resources(crane=1)).network.listed for tasks in (made, made[::-1])}
    assert lists == {("c", "a", "b")}


def test_work_that_only_a_risk_brings_has_the_place_that_it_would_need() -> None:
    """Ten days wait for 'mend', so it goes before 'other', though it takes no time as planned."""
    tasks = [
        task("work", 1),
        task("mend", 4, "work", only_if="fault", needs={"crane": 1}),
        task("a_other", 3, "work", needs={"crane": 1}),
        task("after", 10, "mend"),
    ]
    scenario = plan(tasks, risks=[risk("fault", 0.1, exposes=("work",))], resources=resources(crane=1))
    assert scenario.network.listed == ("mend", "a_other")


def test_crews_without_an_order_are_taken_by_early_start_as_ever() -> None:
    """By levelling 'late' would go first, since nine days wait for it."""
    tasks = [task("soon", 5), task("wait", 1), task("late", 2, "wait"), task("rest", 9, "late")]
    orderings = Orderings(among=("soon", "late"))
    assert plan(tasks, orderings=orderings).network.listed == ("soon", "late")
    needing = [replace(one, needs={"crane": 1}) if one.id in orderings.among else one for one in tasks]
    assert plan(needing, resources=resources(crane=1)).network.listed == ("late", "soon")


def test_what_lies_ahead_is_levelled_by_what_has_happened() -> None:
    """As planned 'b' goes first, for much waits for it; on the day of the status it waits for a late delivery."""
    tasks = [
        task("delivery", 1),
        task("a", 5, needs={"crane": 1}),
        task("b", 2, "delivery", needs={"crane": 1}),
        task("rest", 9, "b"),
    ]
    scenario = plan(tasks, resources=resources(crane=1))
    assert scenario.network.listed == ("b", "a")
    begun = replace(tasks[0], actual=Actual(start=START), remaining=Constant(value=20.0))
    late = replace(scenario, tasks={**scenario.tasks, "delivery": begun}, as_of=date(2026, 1, 7))
    assert forecast(late).network.listed == ("a", "b")
