"""An alternative changes what it says and nothing else, so that it runs on the draws of the plan in force."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from milepost.models import (
    Alternative,
    Correlation,
    Link,
    Orderings,
    Retirement,
    Rounds,
    Scenario,
    problems_of,
    read_scenario,
    with_alternative,
    without_crews,
    without_risks,
    without_tasks,
)
from milepost.models.rules.order import check_order
from tests.plans import milestone, risk, task


def plan() -> Scenario:
    """Three reductions for one crew, one of them between two others by links; a build that is harmed, and a rescue."""
    tasks = (
        task("talk", 4, retires={"demand": 0.5}, cost=100.0),
        task("demo", 6, "talk", retires={"demand": 0.2}, reveals=("law",), daily=9, owner="Jo"),
        task("spike", 3, not_before=date(2026, 2, 2), rounds=Rounds(probability=0.5, at_most=3)),
        task("build", 20, "demo"),
        task("rescue", 5, "demo", "build", only_if="law"),
    )
    return Scenario(
        name="plan",
        start=date(2026, 1, 5),
        tasks={one.id: one for one in tasks},
        milestones={"m": milestone("m", "build")},
        risks={
            "demand": risk("demand", 0.4, exposes=("build", "demo"), delay=9),
            "law": risk("law", 0.1, exposes=("demo",), stop=True),
        },
        correlations=(Correlation(tasks=("talk", "demo"), rho=0.5),),
        orderings=Orderings(
            among=("talk", "demo", "spike"),
            order=("talk", "demo", "spike"),
            compare=(Alternative(name="spike first", order=("spike", "talk", "demo")),),
        ),
    )


def in_force(scenario: Scenario) -> Scenario:
    """Return the plan with nothing to compare it with."""
    assert scenario.orderings is not None
    return replace(scenario, orderings=replace(scenario.orderings, compare=()))


@pytest.mark.parametrize(
    "alternative",
    [
        Alternative(name="x", order=("talk", "demo", "spike")),  # the list in force, written out
        Alternative(name="x"),  # nothing said
    ],
)
def test_the_list_in_force_as_an_alternative_is_the_plan_itself(alternative: Alternative) -> None:
    assert with_alternative(plan(), alternative).digest == in_force(plan()).digest


def test_an_order_changes_the_list_alone() -> None:
    changed = with_alternative(plan(), Alternative(name="x", order=("spike", "talk", "demo")))
    assert changed.network.listed == ("spike", "talk", "demo")
    assert replace(changed, orderings=in_force(plan()).orderings) == in_force(plan())


def test_an_alternative_without_an_order_keeps_the_list_by_early_start_that_is_in_force() -> None:
    """Held back, the talk starts last, but it is the wait that is compared, and not another order as well."""
    scenario = plan()
    assert scenario.orderings is not None
    scenario = replace(scenario, orderings=Orderings(among=("talk", "spike")))
    assert scenario.network.listed == ("talk", "spike")
    held = with_alternative(scenario, Alternative(name="x", hold={"talk": ("m",)}))
    assert held.network.listed == ("talk", "spike")


def test_what_is_held_waits_for_the_finish_of_all_it_is_held_for() -> None:
    changed = with_alternative(plan(), Alternative(name="x", hold={"build": ("spike",), "m": ("rescue", "talk")}))
    assert changed.tasks["build"].after == (Link(predecessor="demo"), Link(predecessor="spike"))
    assert changed.milestones["m"].after == tuple(Link(predecessor=id) for id in ("build", "rescue", "talk"))
    times = changed.network.early_times
    assert times["build"][0] == times["spike"][1] == 23.0  # 20 working days before February, and 3 of the spike
    assert changed.tasks.keys() == plan().tasks.keys()


def test_what_came_after_a_task_left_undone_waits_for_what_came_before_it() -> None:
    changed = with_alternative(plan(), Alternative(name="x", without=("demo",)))
    times = changed.network.planned_times
    assert times["talk"] == (0.0, 4.0)
    assert times["demo"] == (4.0, 4.0)
    assert times["build"] == (4.0, 24.0)
    assert changed.network.listed == ("talk", "spike")
    assert changed.orderings == Orderings(among=("talk", "spike"), order=("talk", "spike"))


def test_a_task_left_undone_does_nothing_and_suffers_nothing_and_keeps_its_name_in_every_draw() -> None:
    changed = with_alternative(plan(), Alternative(name="x", without=("demo", "spike")))
    assert changed.tasks["demo"] == task("demo", 0, "talk", owner="Jo")  # who would have done it is no work
    assert changed.tasks["spike"] == task("spike", 0)  # it waits for no date, and needs no rounds
    assert changed.risks["demand"].exposes == ("build",)
    assert list(changed.nodes) == list(plan().nodes)
    assert changed.correlations == plan().correlations
    assert changed.tasks["talk"] == plan().tasks["talk"]


def test_a_response_to_what_occurs_at_tasks_left_undone_alone_is_left_undone_as_well() -> None:
    """Otherwise the law would be judged at the rescue itself, and it would run though nothing ever happened."""
    scenario = plan()
    assert with_alternative(scenario, Alternative(name="x", without=("demo",))).tasks["rescue"].duration.mode == 0.0
    wide = replace(scenario.risks["law"], exposes=("demo", "build"))
    scenario = replace(scenario, risks={**scenario.risks, "law": wide})
    left = with_alternative(scenario, Alternative(name="x", without=("demo",)))
    assert left.tasks["rescue"] == plan().tasks["rescue"]


def test_any_task_can_be_left_undone_in_a_plan_with_or_without_orderings() -> None:
    scenario = plan()
    reductions = ("demo", "spike")
    assert without_tasks(scenario, reductions) == with_alternative(scenario, Alternative(name="x", without=reductions))
    left = without_tasks(replace(scenario, orderings=None), ["build"])
    assert left.tasks["build"] == task("build", 0, "demo")
    assert left.risks["demand"].exposes == ("demo",)
    assert left.orderings is None


@pytest.mark.parametrize(
    "order",
    [
        ("spike", "talk", "demo"),  # the order may name what is left undone
        ("spike", "talk"),  # or not
    ],
)
def test_an_order_may_name_what_is_left_undone(order: tuple[str, ...]) -> None:
    changed = with_alternative(plan(), Alternative(name="x", order=order, without=("demo",)))
    assert changed.network.listed == ("spike", "talk")


def test_with_all_reductions_left_undone_nothing_needs_a_crew() -> None:
    changed = with_alternative(plan(), Alternative(name="x", without=("spike", "talk", "demo")))
    assert changed.orderings is None
    assert changed.network.early_times["m"][1] == 20.0


@pytest.mark.parametrize(
    ("alternative", "words"),
    [
        (Alternative(name="x", order=("talk", "demo")), "each task of among once"),  # one too few
        (Alternative(name="x", order=("talk", "demo", "spike", "talk")), "once"),  # one twice
        (Alternative(name="x", order=("talk", "demo", "spike", "build")), "once"),  # one too many
        (Alternative(name="x", without=("build",)), "'build' is not in among"),
        (Alternative(name="x", hold={"build": ("bulid",)}), "'bulid' is not a task or milestone"),
        (Alternative(name="x", hold={"biuld": ("spike",)}), "'biuld' is not a task or milestone"),
    ],
)
def test_what_the_plan_does_not_have_is_refused(alternative: Alternative, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        with_alternative(plan(), alternative)
    (said,) = problems_of(plan(), alternative)
    assert words in said


def test_an_alternative_of_a_plan_without_orderings_is_refused() -> None:
    with pytest.raises(ValueError, match="no orderings"):
        with_alternative(replace(plan(), orderings=None), Alternative(name="x"))


@pytest.mark.parametrize(
    ("alternative", "path"),
    [
        # The list against links.
        (Alternative(name="x", order=("demo", "talk", "spike")), "talk -> demo, but the list has demo before talk"),
        # The list in force against a wait.
        (Alternative(name="x", hold={"talk": ("spike",)}), "spike -> talk, but the list has talk before spike"),
        # Links that go round with a wait.
        (Alternative(name="x", hold={"talk": ("m",)}), "a cycle, build -> m -> talk -> demo -> build"),
    ],
)
def test_an_alternative_that_cannot_be_judged_names_the_path(alternative: Alternative, path: str) -> None:
    (said,) = problems_of(plan(), alternative)
    assert path in said


def test_knowledge_that_goes_round_in_one_order_alone_is_a_problem_of_that_order_alone() -> None:
    """What the lesson tells bears on the spike, and what the talk tells on the lesson: no spike before the talk."""
    scenario = plan()
    lesson = task("lesson", 1, retires={"heat": 0.5})
    talk = replace(scenario.tasks["talk"], retires={"cold": Retirement(probability=0.5)})
    heat, cold = risk("heat", 0.3, exposes=("spike",), delay=5), risk("cold", 0.3, exposes=("lesson",), delay=5)
    scenario = replace(
        scenario,
        tasks={**scenario.tasks, "talk": talk, "lesson": lesson},
        risks={**scenario.risks, "heat": heat, "cold": cold},
    )
    assert problems_of(scenario, Alternative(name="x", order=("talk", "demo", "spike"))) == ()
    (said,) = problems_of(scenario, Alternative(name="x", order=("spike", "talk", "demo")))
    assert "lesson -> spike (must be known: lesson retires heat) -> talk (next in the list) -> lesson" in said
    assert "(must be known: talk retires cold)" in said
    assert problems_of(scenario, Alternative(name="x", order=("spike", "talk", "demo"), without=("spike",))) == ()


def test_without_risks_nothing_but_probabilities_changes() -> None:
    changed = without_risks(plan())
    assert {risk.probability for risk in changed.risks.values()} == {0.0}
    given = {id: replace(risk, probability=plan().risks[id].probability) for id, risk in changed.risks.items()}
    assert replace(changed, risks=given) == plan()


@pytest.mark.parametrize("id", plan().risks)
def test_without_one_risk_the_others_stay(id: str) -> None:
    changed = without_risks(plan(), [id])
    assert changed.risks[id].probability == 0.0
    assert replace(changed, risks={**changed.risks, id: plan().risks[id]}) == plan()


def test_without_crews_nothing_waits_for_one_and_the_list_stays() -> None:
    changed = without_crews(plan())
    order = ("talk", "demo", "spike")
    assert changed.network.times(order) == changed.network.early_times
    assert plan().network.times(("spike", "talk", "demo"))["talk"][0] == 23.0, "with a crew it waits"
    assert changed.network.times(("spike", "talk", "demo"))["talk"][0] == 0.0
    assert changed.network.listed == order
    assert changed.network.processing_order == plan().network.processing_order
    assert without_crews(replace(plan(), orderings=None)) == replace(plan(), orderings=None)


def test_an_alternative_of_a_file_is_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "start: 2026-01-05\n"
        "tasks:\n  a: {duration: 1}\n  010: {duration: 2}\n  c: {duration: 3}\n"
        "orderings:\n  among: [a, 010]\n  compare:\n"
        "    010: [010, a]\n"
        "    wait for c:\n      order: [a, 010]\n      hold: {010: [c]}\n      without: [a]\n"
    )
    scenario = read_scenario(path)
    assert scenario.orderings is not None
    assert scenario.orderings.compare == (
        Alternative(name="010", order=("010", "a")),
        Alternative(name="wait for c", order=("a", "010"), hold={"010": ("c",)}, without=("a",)),
    )
    assert list(check_order(with_alternative(scenario, scenario.orderings.compare[1]))) == []


@pytest.mark.parametrize("name", ["", " \t"])
def test_an_alternative_has_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="without a name"):
        Alternative(name=name)
