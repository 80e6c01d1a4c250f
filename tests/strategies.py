"""Random scenarios for hypothesis."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from milepost.models.actual import Actual
from milepost.models.calendar import EVERY_DAY, Calendar, Hours
from milepost.models.correlation import Correlation
from milepost.models.distributions import (
    Constant,
    Discrete,
    Distribution,
    Empirical,
    Exponential,
    Left,
    Lognormal,
    Normal,
    Pert,
    Shifted,
    Triangular,
    Trigen,
    Uniform,
    Weibull,
    probability_upto,
)
from milepost.models.forecast import forecast
from milepost.models.link import LagCalendar, Link, LinkKind
from milepost.models.milestone import Milestone, MilestoneAt
from milepost.models.money import Budget, LatePer, Value
from milepost.models.orderings import Orderings
from milepost.models.progress import Progress, ProgressLogic, StartLag
from milepost.models.resource import Resource
from milepost.models.risk import Retirement, Risk, RiskState
from milepost.models.rounds import Rounds
from milepost.models.scenario import Scenario
from milepost.models.task import Task

T = TypeVar("T")

START = date(2026, 1, 5)

DURATIONS: list[Distribution] = [
    Constant(value=0),
    Constant(value=7.5),
    Pert(low=2, mode=4, high=12),
    Pert(low=1, mode=1, high=3, weight=8),
    Triangular(low=0, mode=3, high=10),
    Trigen(lower=(0.1, 3), mode=4, upper=(0.9, 8)),
    Uniform(low=1, high=4),
    Normal(centre=5, spread=4),
    Lognormal(mu=1.0, sigma=0.5),
    Weibull(shape=1.5, scale=6),
    Exponential(mean=3),
    Discrete(values=(1, 5, 9), weights=(3, 2, 1)),
    Empirical(observations=(2, 3, 3, 8)),
    Left(whole=Pert(low=2, mode=4, high=12), elapsed=5),
]
"""One of every family, with a duration of nothing and one without uncertainty."""

DELAYS: list[Distribution] = [Constant(value=0), Constant(value=5), Pert(low=3, mode=6, high=20), Exponential(mean=8)]
SHIFTS: list[Distribution] = [
    *DELAYS,
    Shifted(of=Constant(value=0), by=2.5),
    Shifted(of=Triangular(low=0, mode=3, high=9), by=6),
]
STRETCHES: list[Distribution] = [Constant(value=1), Constant(value=2), Triangular(low=0.5, mode=1.2, high=3)]
SAVINGS: list[Distribution] = [Shifted(of=Constant(value=0), by=40), Shifted(of=Uniform(low=0, high=90), by=60)]
CHARGES: list[Distribution] = [Constant(value=0), Constant(value=100), Uniform(low=20, high=60)]

HOLIDAYS = tuple(START + timedelta(days=days) for days in (3, 4, 16, 30, 31, 32))
PARTS: tuple[tuple[date, float | Hours], ...] = ((START + timedelta(days=5), 1.0), (START + timedelta(days=9), 0.5))
"""A Saturday that is worked, and half a Wednesday."""
WHOLE_DAYS = {
    "plan": Calendar(),
    "same": Calendar(workdays="Mon, Tue-Fri"),
    "saturdays": Calendar(workdays="Mon-Sat"),
    "weekends": Calendar(workdays="Sat-Sun"),
    "holidays": Calendar(holidays=HOLIDAYS),
    "parts": Calendar(days=PARTS),
    "daily": EVERY_DAY,
}
DAY_SHIFTS = Hours.parse("07:00-12:00, 12:30-15:30")
WITH_HOURS = {
    "site": Calendar(hours=(*[DAY_SHIFTS] * 4, Hours.parse("07:00-12:00"), Hours(), Hours()), holidays=HOLIDAYS),
    "office": Calendar(hours=(*[Hours.parse("09:00-17:00")] * 5, Hours(), Hours()), days=PARTS),
    "evenings": Calendar(hours=(*[Hours.parse("12:00-24:00")] * 6, Hours()), day=8.0),
    "clock": Calendar(hours=(Hours.parse("00:00-24:00"),) * 7),
}
"""Calendars of which plans have some: all with hours, or all without."""

# Quarters of a day are exact in binary: equal times are equal to the last bit, and no two are a rounding error apart.
lags = st.just(0.0) | st.integers(-32, 32).map(lambda number: number / 4)
lags_or_shares = st.one_of(*[st.builds(dict, lag=lags)] * 3, st.builds(dict, share=st.sampled_from([0.5, -0.25, 1.5])))
days = st.none() | st.integers(0, 40).map(lambda day: START + timedelta(days=day))
seldom_days = st.one_of(st.none(), st.none(), days)
amounts = st.sampled_from([0.0, 0.0, 10.0, 25.5])
values = st.builds(
    Value,
    amount=amounts,
    per_day_late=amounts,
    at_most=st.sampled_from([None, None, 30.0]),
    per=st.sampled_from([LatePer.WORKING_DAY, LatePer.WORKING_DAY, LatePer.CALENDAR_DAY]),
)
prices = st.one_of(amounts.map(lambda amount: Constant(value=amount)), st.sampled_from(CHARGES))
probabilities = st.sampled_from([0.5, 0.0, 0.2, 0.8, 1.0])
passes = st.sampled_from([0.5, 0.1, 1.0])
shares = st.sampled_from([0.5, 0.0, 0.3, 0.9, 1.0])
durations, delays, shifts, stretches = map(st.sampled_from, (DURATIONS, DELAYS, SHIFTS, STRETCHES))
charges = st.sampled_from([*CHARGES, *SAVINGS])
kinds = st.sampled_from(LinkKind)
quarters = st.integers(0, 3)
moments = st.sampled_from([MilestoneAt.FINISH, MilestoneAt.FINISH, MilestoneAt.START])
perhaps_values = st.none() | values
perhaps_rounds = st.none() | st.builds(Rounds, probability=passes, at_most=st.integers(1, 3))
retirements = st.builds(Retirement, probability=shares, impact=shares)


@st.composite
def scenarios(draw: st.DrawFn, most: int = 12, ordered: bool = False) -> Scenario:
    """
    Draw a plan of up to `most` tasks and milestones with every feature at once, in an order of its own.

    Where it is to be `ordered`, it has an ordering if it has two tasks.
    """
    ids = draw(st.permutations([f"n{place}" for place in range(draw(st.integers(1, most)))]))
    network = networks(draw, ids)
    scenario = with_risks(draw, network, ids, ordered) if network.tasks else network
    scenario = replace(
        scenario,
        tasks={id: scenario.tasks[id] for id in draw(st.permutations(list(scenario.tasks)))},
        milestones={id: scenario.milestones[id] for id in draw(st.permutations(list(scenario.milestones)))},
        risks={id: scenario.risks[id] for id in draw(st.permutations(list(scenario.risks)))},
    )
    assume(can_be_judged(scenario))
    return scenario


@st.composite
def on_calendars(draw: st.DrawFn, scenarios: st.SearchStrategy[Scenario]) -> Scenario:
    """Let tasks and milestones be worked by calendars of their own, and lags be counted by others, or by the clock."""
    scenario, known = draw(scenarios), draw(st.sampled_from([WHOLE_DAYS, WITH_HOURS]))
    names = st.sampled_from([None, None, "every_day", *draw(some(list(known), least=1, most=3))])
    plan = replace(
        scenario,
        calendar=known[draw(st.sampled_from(list(known)))],
        calendars=known,
        lags=draw(st.sampled_from([LagCalendar.PROJECT, *LagCalendar])),
        tasks={id: replace(one, calendar=draw(names), after=draw(elapsing(one))) for id, one in scenario.tasks.items()},
        milestones={
            id: replace(one, calendar=draw(names), after=draw(elapsing(one))) for id, one in scenario.milestones.items()
        },
    )
    assume(can_be_judged(plan))
    return plan


@st.composite
def elapsing(draw: st.DrawFn, node: Task | Milestone) -> tuple[Link, ...]:
    """Let some of its lags be counted by the clock."""
    by_clock = st.sampled_from([False, False, True])
    return tuple(replace(one, lag=0.0, elapsed=one.lag) if draw(by_clock) else one for one in node.after)


@st.composite
def statuses(draw: st.DrawFn, scenarios: st.SearchStrategy[Scenario]) -> Scenario:
    """Add a status: some is finished, in its sequence or not, some under way, and of some risks more is known."""
    scenario = draw(scenarios)
    as_of = START + timedelta(days=draw(st.integers(-5, 40)))
    risks = {
        id: replace(
            risk, state=draw(st.sampled_from([one for one in RiskState if not (risk.stop and one == "occurred")]))
        )
        for id, risk in scenario.risks.items()
    }
    occurred = {id for risk in risks.values() if risk.state == RiskState.OCCURRED for id in risk.exposes}
    tasks = {id: with_facts(draw, scenario, task, as_of, id in occurred) for id, task in scenario.tasks.items()}
    earlier = st.none() | st.integers(1, 30).map(lambda day: as_of - timedelta(days=day))
    known = replace(
        scenario,
        as_of=as_of,
        progress=Progress(
            logic=draw(st.sampled_from(list(ProgressLogic))), ss_lag=draw(st.sampled_from(list(StartLag)))
        ),
        tasks=tasks,
        risks=risks,
        milestones={id: replace(one, reached=draw(earlier)) for id, one in scenario.milestones.items()},
        budget=replace(scenario.budget, spent=draw(st.sampled_from([None, 0.0, 77.5]))),
    )
    assume(can_be_judged(forecast(known)))
    return known


def with_facts(draw: st.DrawFn, scenario: Scenario, task: Task, as_of: date, suffers: bool) -> Task:
    """Let a task be finished, under way or neither; what is left is said where nothing else says it."""
    phase = draw(st.sampled_from(["ahead", "under way", "finished"]))
    if phase == "ahead":
        return task
    start = as_of - timedelta(days=draw(st.integers(1, 30)))
    if phase == "finished":
        finish = start + timedelta(days=draw(st.integers(0, (as_of - start).days - 1)))
        return replace(task, actual=Actual(start=start, finish=finish, passed=draw(st.booleans())))
    began, now = scenario.days.opening(start), scenario.days.opening(as_of)
    gone = scenario.timing.lasts(task.id, began, now)
    rounds = draw(st.integers(0, task.rounds.at_most - 1)) if task.rounds else None
    needed = suffers or task.rounds or probability_upto(task.duration, gone) > 0.999
    remaining = draw(st.sampled_from(DURATIONS if needed else [None, *DURATIONS]))
    return replace(task, actual=Actual(start=start, rounds=rounds), remaining=remaining)


def networks(draw: st.DrawFn, ids: Sequence[str]) -> Scenario:
    """Draw tasks and milestones with links of every kind, each to what stands before it in `ids`."""
    tasks, milestones = {}, {}
    for place, id in enumerate(ids):
        after = tuple(
            Link(predecessor=predecessor, kind=draw(kinds), **draw(lags_or_shares))
            for predecessor in draw(some(ids[:place], most=4))
        )
        if draw(quarters):
            tasks[id] = Task(
                id=id,
                name=id,
                duration=draw(durations),
                after=after,
                not_before=draw(days),
                finish_not_before=draw(seldom_days),
                cost=draw(prices),
                daily=draw(prices),
            )
        else:
            value = draw(perhaps_values)
            due = START + timedelta(days=30) if value else None
            milestones[id] = Milestone(
                id=id,
                name=id,
                after=after,
                not_before=draw(days),
                finish_not_before=draw(seldom_days),
                at=draw(moments),
                value=value,
                due=due,
            )
    return Scenario(
        name="random",
        start=START,
        calendar=Calendar(),
        budget=Budget(burn=draw(amounts)),
        tasks=tasks,
        milestones=milestones,
    )


def with_risks(draw: st.DrawFn, network: Scenario, ids: Sequence[str], ordered: bool) -> Scenario:
    """Add risks, what is done about them, correlations and an ordering; who retires stands before whom it helps."""
    tasks = dict(network.tasks)
    names = [f"r{number}" for number in range(draw(st.integers(0, 4)))]
    risks = {id: a_risk(draw, id, tasks) for id in names}
    for id in tasks:
        stopping = [risk.id for risk in risks.values() if risk.stop] if lasts(tasks[id]) else []
        tasks[id] = replace(
            tasks[id],
            reveals=tuple(draw(some(stopping, most=2))),
            only_if=draw(st.sampled_from([None, None, None, *names])),
            rounds=draw(perhaps_rounds),
        )
    for risk in names:
        for id in draw(some(list(tasks), most=4)):
            if may_retire(network, ids, tasks, risks[risk], id):
                tasks[id] = replace(tasks[id], retires={**tasks[id].retires, risk: draw(retirements)})
    once = [id for id in tasks if tasks[id].rounds is None]
    correlated = [Correlation(tasks=group, rho=draw(rhos)) for group in draw(groups(once))]
    correlated += [Correlation(risks=group, rho=draw(rhos)) for group in draw(groups(names))]
    plan = replace(network, tasks=tasks, risks=risks, correlations=tuple(correlated))
    return with_units(draw, plan, [id for id in ids if id in tasks], ordered)


def a_risk(draw: st.DrawFn, id: str, tasks: dict[str, Task]) -> Risk:
    """Draw a risk of some tasks; one that stops the project only of tasks that take time."""
    lasting = [task for task in tasks if lasts(tasks[task])]
    stop = bool(lasting) and draw(st.booleans())
    return Risk(
        id=id,
        name=id,
        category="market",
        probability=draw(probabilities),
        exposes=tuple(draw(some(lasting if stop else list(tasks), least=1, most=4))),
        delay=draw(delays if stop else shifts),
        stretch=draw(stretches),
        cost=draw(charges),
        stop=stop,
    )


def with_units(draw: st.DrawFn, plan: Scenario, ids: Sequence[str], ordered: bool) -> Scenario:
    """Add resources, of which each task needs some units or none, a list, and an ordering of crews or of a resource."""
    resources = {
        id: Resource(id=id, name=id, capacity=draw(st.integers(1, 10)))
        for id in draw(st.sampled_from([(), (), ("crane",), ("crane", "welders")]))
    }
    needs: dict[str, dict[str, int]] = {id: {} for id in ids}
    for id, resource in resources.items():
        for task in draw(some(ids, most=8)):
            needs[task][id] = draw(st.integers(1, resource.capacity))
    levelled = [id for id in ids if needs[id]]
    ordering = an_ordering(draw, ids, min(len(ids), 2) if ordered else 0)
    if ordering and resources and draw(st.booleans()):
        named = draw(st.sampled_from(list(resources)))
        needs.update({id: {named: 1, **needs[id]} for id in ordering.among})
        levelled = [id for id in ids if needs[id]]
        ordering = replace(ordering, crews=1, resource=named)
    elif ordering:
        levelled = [id for id in ids if needs[id] or id in ordering.among]
    return replace(
        plan,
        tasks={id: replace(task, needs=needs[id]) for id, task in plan.tasks.items()},
        resources=resources,
        levelling=draw(st.none() | st.permutations(levelled).map(tuple)) if resources and levelled else None,
        orderings=ordering,
    )


def an_ordering(draw: st.DrawFn, tasks: Sequence[str], least: int) -> Orderings | None:
    """Draw tasks that compete for crews; their order, where it is given, is that in which they stand here."""
    among = tuple(draw(some(tasks, least=least, most=6)))
    if len(among) < 2:
        return None
    order = tuple(id for id in tasks if id in among) if draw(st.booleans()) else None
    return Orderings(among=among, crews=draw(st.integers(1, 3)), order=order)


def may_retire(network: Scenario, ids: Sequence[str], tasks: dict[str, Task], risk: Risk, id: str) -> bool:
    """Return whether all on whom a retirement would act stand after it; it does not act on what it comes after."""
    judged = {*risk.exposes, *(task.id for task in tasks.values() if risk.id in (*task.reveals, task.only_if))}
    return all(ids.index(id) <= ids.index(other) for other in judged - network.network.ancestors([id]))


def can_be_judged(scenario: Scenario) -> bool:
    """Return whether nothing must be known before itself; a list by early start may ask for that."""
    try:
        _ = scenario.network.processing_order
    except ValueError:
        return False
    return True


def stops_at_work(scenario: Scenario) -> bool:
    """Return whether what may stop the project takes time whatever risks save; the reader refuses plans where not."""
    stopping = {id for id, risk in scenario.risks.items() if risk.stop}
    shortest = {id: lowest(task.duration) for id, task in scenario.tasks.items()}
    ends = {id for id, task in scenario.tasks.items() if stopping.intersection(task.reveals)}
    for risk in scenario.risks.values():
        ends.update(risk.exposes if risk.stop else ())
        for id in risk.exposes:
            shortest[id] += min(lowest(risk.delay), 0.0)
    return all(shortest[id] > 0.0 for id in ends)


def lasts(task: Task) -> bool:
    """Return whether a task takes time."""
    return lowest(task.duration) > 0.0


def lowest(quantity: Distribution) -> float:
    """Return a quantity at the lowest uniform that is ever drawn."""
    return float(quantity.ppf(2.0**-33))


def some(values: Sequence[T], *, least: int = 0, most: int) -> st.SearchStrategy[list[T]]:
    """Choose some of the values, each once."""
    return some_of(tuple(values), least, most)


@cache
def some_of(values: tuple[T, ...], least: int, most: int) -> st.SearchStrategy[list[T]]:
    """Return the strategy for the same choice as before, which takes longer to make than to draw from."""
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True) if values else st.just([])


rhos = st.sampled_from([0.5, 0.0, 0.125, 0.375])


def groups(members: Sequence[str]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """Choose up to two groups: no rho is above one half, so that they sum to 1 at most."""
    if len(members) < 2:
        return st.just([])
    return st.lists(some(members, least=2, most=4).map(tuple), max_size=2, unique_by=frozenset)
