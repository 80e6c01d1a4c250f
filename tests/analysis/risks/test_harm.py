from milepost.models.distributions import Triangular, Uniform
from milepost.models.rounds import Rounds
from milepost.models.scenario import Scenario
from milepost.simulate.analysis.risks.harm import Harm, Sign, harms
from tests.plans import plan, risk, task


def _plan() -> Scenario:
    """Write tasks that last 10 days on average, once or in 1.75 rounds, with risks that act on them."""
    tasks = [
        task("build", Uniform(low=8.0, high=12.0), daily=100.0),
        task("repeat", Triangular(low=5.0, mode=10.0, high=15.0), rounds=Rounds(probability=0.5, at_most=3)),
        task("respond", 10.0, daily=50.0, only_if="flood"),
    ]
    late = Uniform(low=2.0, high=6.0)
    risks = [
        risk("late", 0.5, exposes=("build", "repeat"), delay=late, stretch=1.2, cost=Uniform(low=0.0, high=2000.0)),
        risk("luck", 0.5, exposes=("build", "repeat"), delay=1.5, stretch=0.9),
        risk("flood", 0.25, exposes=("respond",), delay=4.0, cost=800.0),
        risk("mud", 0.9, exposes=("respond",), delay=8.0, cost=400.0),
        risk("idle", 0.9, delay=8.0, cost=400.0),
    ]
    return plan(tasks, risks=risks)


def test_a_harm_is_the_mean_delay_and_the_mean_stretch_of_the_mean_duration() -> None:
    """4 + 10 x 0.2 = 6 days of 100 each; of three rounds of a half 1 + 1/2 + 1/4 are worked: 4 + 17.5 x 0.2 = 7.5."""
    late = harms(_plan())["late"]
    assert {id: round(days, 9) for id, days in late.days.items()} == {"build": 6.0, "repeat": 7.5}
    assert {id: round(money, 9) for id, money in late.daily.items()} == {"build": 600.0, "repeat": 0.0}
    assert late.cost == 1000.0


def test_work_that_may_not_run_suffers_as_often_as_it_runs() -> None:
    """Work that runs only if there is a flood suffers that flood in full, and mud in a quarter of cases."""
    found = harms(_plan())
    assert found["flood"] == Harm(days={"respond": 4.0}, daily={"respond": 200.0}, cost=800.0)
    assert found["mud"] == Harm(days={"respond": 2.0}, daily={"respond": 100.0}, cost=100.0)


def test_a_risk_that_exposes_nothing_does_no_harm() -> None:
    assert harms(_plan())["idle"] == Harm(days={}, daily={}, cost=0.0)


def test_threats_and_opportunities_are_told_apart_by_the_sign_of_each_number() -> None:
    """1.5 - 10 x 0.1 = 0.5 days at one task, 1.5 - 17.5 x 0.1 = -0.25 days at the other."""
    luck = harms(_plan())["luck"]
    parts = {sign: luck.part(sign) for sign in Sign}
    assert {id: round(days, 9) for id, days in parts[Sign.THREAT].days.items()} == {"build": 0.5, "repeat": 0.0}
    assert {id: round(days, 9) for id, days in parts[Sign.OPPORTUNITY].days.items()} == {"build": 0.0, "repeat": -0.25}
    assert round(parts[Sign.THREAT].daily["build"], 9) == 50.0
