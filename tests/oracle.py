"""
A plain numpy pass over a scenario, written from the semantics alone, that takes the engine's own uniforms.

A method or a function stands for a paragraph of the semantics; rows are float64[iterations] and bool[iterations].
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.models.calendar import EVERY_DAY, Calendar, ClockDays, Timetable, Worktime
from milepost.models.distributions import Constant, Distribution, what_is_left
from milepost.models.forecast import forecast
from milepost.models.link import LagCalendar
from milepost.models.milestone import Milestone
from milepost.models.risk import RiskState
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.simulate.engine.builder import correlation_name
from milepost.simulate.engine.copula import Copula, build_copula, scores
from milepost.simulate.engine.copula import words_of as words_of_scores
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.philox import GROUP, Purpose, draw, entity
from milepost.simulate.engine.tables import Tables, build_tables

Reals = NDArray[np.float64]
Truths = NDArray[np.bool_]
Words = NDArray[np.uint32]

SLACK = 1e-9
"""How far apart two times may be and still count as the same [days of the axis]."""
MARK = 2.0**-20
"""By how much a beginning is dated later than it is [days of the axis]."""
NEVER = np.inf
TABLES: dict[Distribution, Tables] = {}
"""The lookups made so far; hypothesis asks for the same quantities over and over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """
    What came of every iteration.

    Parameters
    ----------
    decided, start, finish
        By task and milestone id, as if nothing stopped [days of the axis: working days from start, or days on the clock
        where calendars differ].
    dated_start, dated_finish
        By the same ids: the times that have their dates, a beginning 2^-20 after the end of the day before.
    runs
        By task id: whether it runs at all.
    effect
        By task id: whether it ran, and passed where it has rounds.
    occurred
        By the ids of a risk and a task exposed to it: where it occurs there.
    occurs
        By risk id: the first decision time of an exposed task that it occurs at, never if there is none.
    surfaces
        By stopping risk id: the first finish at which it would end the project, never if there is none.
    stop
        When the project stops, never if it does not.
    stopped_by
        By stopping risk id: whether it would have ended the project at that moment.
    reached
        By milestone id: when it is reached, never if the project stops before.
    task_cost, risk_cost, burn
        By task id, by risk id, and of the standing team: what is spent until the stop [currency].
    task_expected
        By task id: what is spent on it with its cost and its daily cost at their means [currency].
    due
        By risk id: the first decision time of an exposed task that runs, never if there is none.
    risk_expected
        By risk id: what its charge comes to on average by what is known then, 0 after the stop [currency].
    spent
        What was spent before the day of the status, if that is known; the costs are then those from there on
        [currency].
    """

    decided: Mapping[str, Reals]
    start: Mapping[str, Reals]
    finish: Mapping[str, Reals]
    dated_start: Mapping[str, Reals]
    dated_finish: Mapping[str, Reals]
    runs: Mapping[str, Truths]
    effect: Mapping[str, Truths]
    occurred: Mapping[tuple[str, str], Truths]
    occurs: Mapping[str, Reals]
    surfaces: Mapping[str, Reals]
    stop: Reals
    stopped_by: Mapping[str, Truths]
    reached: Mapping[str, Reals]
    task_cost: Mapping[str, Reals]
    task_expected: Mapping[str, Reals]
    risk_cost: Mapping[str, Reals]
    burn: Reals
    due: Mapping[str, Reals]
    risk_expected: Mapping[str, Reals]
    spent: float

    def begins(self, id: str) -> Truths:
        """Return where something takes no time and is dated as a beginning."""
        begins: Truths = (self.start[id] == self.finish[id]) & (self.dated_finish[id] > self.finish[id] + SLACK)
        return begins

    @property
    def cost(self) -> Reals:
        """All that is spent [currency]."""
        return self.spent + self.burn + sum(self.task_cost.values()) + sum(self.risk_cost.values())

    def expected_cost(self, expected: Set[str]) -> Reals:
        """All that is spent, with drawn costs and the charges of some risks at their expectation [currency]."""
        charges = [self.risk_expected[id] if id in expected else cost for id, cost in self.risk_cost.items()]
        return self.spent + self.burn + sum(self.task_expected.values()) + sum(charges)


def play_plainly(scenario: Scenario, iterations: int, seed: int = 0) -> Plain:
    """Play a scenario out, as if nothing stopped; then see what stops it, and what is spent until then."""
    lives = Lives(scenario, Draws(scenario, iterations, seed))
    for id in lives.knowable_order():
        lives.play(id)
    surfaces = {id: first(lives.stops[id], lives.nobody) for id, risk in scenario.risks.items() if risk.stop}
    stop = first(list(surfaces.values()), lives.nobody)
    return Plain(
        decided=lives.decided,
        start=lives.start,
        finish=lives.finish,
        dated_start=lives.dated_start,
        dated_finish=lives.dated_finish,
        runs=lives.ran,
        effect=lives.effect,
        occurred=lives.occurred,
        occurs={id: first([when for when, _ in lives.occurs[id]], lives.nobody) for id in scenario.risks},
        surfaces=surfaces,
        stop=stop,
        stopped_by={id: np.isfinite(time) & (time <= stop + SLACK) for id, time in surfaces.items()},
        reached={id: np.where(before(lives.finish[id], stop), lives.finish[id], NEVER) for id in scenario.milestones},
        task_cost={id: lives.spent_on(task, stop) for id, task in scenario.tasks.items()},
        task_expected={id: lives.spent_on(task, stop, at_means=True) for id, task in scenario.tasks.items()},
        risk_cost={id: lives.charged_by(id, stop) for id in scenario.risks},
        burn=lives.burnt(stop),
        due={id: first([when for when, _ in lives.meets[id]], lives.nobody) for id in scenario.risks},
        risk_expected={id: lives.expected_of(id, stop) for id in scenario.risks},
        spent=scenario.budget.spent or 0.0,
    )


class Wait(NamedTuple):
    """What a node waits for: the start or the finish of another, with a lag, for its own start or its finish."""

    before: str
    of_start: bool
    for_finish: bool
    lag: float
    share: float = 0.0
    elapsed: float = 0.0


class OneCalendar:
    """Time that is work by the one calendar of a plan: it goes on whenever work does."""

    def work(self, time: Reals) -> Reals:
        """Return the time."""
        return time

    earliest = latest = next = work


class Calendars:
    """By which calendar is worked, and counted: W, E, L and N of each; on an axis of one calendar they do nothing."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, days = scenario, scenario.days
        self.functions: dict[Calendar, Worktime] | None = {} if isinstance(days, ClockDays) else None

    def function(self, calendar: Calendar) -> Worktime | OneCalendar:
        """Return a calendar as functions, from the first day of the plan."""
        if self.functions is None:
            return OneCalendar()
        if calendar not in self.functions:
            start = self.scenario.days.start
            self.functions[calendar] = Worktime(Timetable(calendar, start), start)
        return self.functions[calendar]

    @property
    def plan(self) -> Worktime | OneCalendar:
        """P, the calendar of the plan."""
        return self.function(self.scenario.calendar)

    def of(self, id: str) -> Worktime | OneCalendar:
        """Return the calendar of a task or milestone: its own, or that of the plan."""
        return self.function(self.named(self.scenario.nodes[id].calendar))

    def of_lag(self, before: str, id: str) -> Worktime | OneCalendar:
        """Return the calendar by which what is between two is counted."""
        own: dict[LagCalendar, Worktime | OneCalendar] = {
            LagCalendar.PROJECT: self.plan,
            LagCalendar.PREDECESSOR: self.of(before),
            LagCalendar.SUCCESSOR: self.of(id),
            LagCalendar.EVERY_DAY: self.function(EVERY_DAY),
        }
        return own[self.scenario.lags]

    def named(self, name: str | None) -> Calendar:
        """Return the calendar of a name; the plan's without one."""
        return self.scenario.calendar if name is None else {"every_day": EVERY_DAY, **self.scenario.calendars}[name]

    def lagged(self, wait: Wait, id: str, read: Reals, lasts: Reals | float, *, ends: Truths | bool) -> Reals:
        """
        Return what a wait asks for by the time that it reads, and by how long what is waited for lasts.

        A share of that is counted by its own calendar, a lag by that of lags, an elapsed one by the clock.
        """
        asked = moved(self.of(wait.before), read, wait.share * lasts, ends)
        return moved(self.of_lag(wait.before, id), asked, wait.lag, ends) + wait.elapsed

    def between(self, id: str, start: Reals | float, finish: Reals | float) -> Reals:
        """Return what a task works from one time to another [its working days]."""
        own = self.of(id)
        return own.work(np.asarray(finish)) - own.work(np.asarray(start))


def moved(by: Worktime | OneCalendar, time: Reals, work: Reals | float, ends: Truths | bool) -> Reals:
    """Return a time later by some work, E(W(x) + g), or earlier, L(W(x) + g), or E of an end; no work is itself."""
    work = np.broadcast_to(np.asarray(work, dtype=np.float64), time.shape)
    done = by.work(time) + work
    earlier = np.where(ends, by.earliest(done), by.latest(done))
    return np.where(work > 0.0, by.earliest(done), np.where(work < 0.0, earlier, time))


class Facts:
    """What has happened of a scenario before the day of its status, in times of the plan."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, days, self.calendars = scenario, scenario.days, Calendars(scenario)
        self.now = 0.0 if scenario.as_of is None else days.opening(scenario.as_of)
        self.finished = {
            id: (days.due_offset(one.reached),) * 2 for id, one in scenario.milestones.items() if one.reached
        }
        self.begun = {}
        for id, task in scenario.tasks.items():
            if task.actual and task.actual.finish:
                self.finished[id] = days.opening(task.actual.start), days.due_offset(task.actual.finish)
            elif task.actual:
                self.begun[id] = days.opening(task.actual.start)

    def waits(self, id: str) -> list[Wait]:
        """
        Name what a node waits for that is not finished, and what is unless it has begun.

        What follows a finished node waits for what that would wait for, taking no time itself; of a positive lag behind
        it only what is left counts. What is under way waits no more for a start that lies behind, with its lag. By
        progress override what is under way waits for nothing, and what follows a finished node for that alone.
        """
        waits = []
        overrides = self.scenario.progress.logic == "override"
        for link in () if overrides and id in self.begun else self.scenario.nodes[id].after:
            before, of_start, for_finish = link.predecessor, link.kind.value[0] == "S", link.kind.value[1] == "F"
            one = Wait(before, of_start, for_finish, link.lag, link.share, link.elapsed)
            if before not in self.finished or id not in self.begun:
                waits.append(one)
            if before in self.finished and not overrides:
                lag, elapsed = self.left_of_lag(one, id)
                ahead = [other for other in self.waits(before) if other.before not in self.finished]
                waits += [
                    other._replace(for_finish=for_finish, lag=other.lag + lag, elapsed=other.elapsed + elapsed)
                    for other in ahead
                ]
        return [one for one in waits if not (id in self.begun and self.has_passed(one, id))]

    def left_of_lag(self, wait: Wait, id: str) -> tuple[float, float]:
        """Return what is left of a lag behind a finished node: what a calendar counts, and what the clock does."""
        started, ended = (np.asarray(time) for time in self.finished[wait.before])
        own, counted = self.calendars.of(wait.before), self.calendars.of_lag(wait.before, id)
        read = started if wait.of_start else ended
        read = own.earliest(own.work(started)) if wait.of_start and wait.for_finish and ended > started else read
        lasts = self.calendars.between(wait.before, started, ended)
        asked = self.calendars.lagged(wait._replace(elapsed=0.0), id, read, lasts, ends=wait.for_finish)
        lag = float(counted.work(asked) - counted.work(read))
        if lag > 0.0:
            lag = max(0.0, float(counted.work(asked) - counted.work(np.asarray(self.now))))
        return lag, wait.elapsed if wait.elapsed <= 0.0 else max(0.0, float(asked) + wait.elapsed - self.now)

    def has_passed(self, wait: Wait, id: str) -> bool:
        """Return whether what is waited for is a start that lies behind, with its lag."""
        if not wait.of_start or wait.share or wait.before not in self.begun or self.counts_from_rest:
            return False
        start, own = np.asarray(self.begun[wait.before]), self.calendars.of(wait.before)
        read = own.earliest(own.work(start)) if wait.for_finish else start
        asked = self.calendars.lagged(wait, id, read, 0.0, ends=wait.for_finish)
        return bool(asked <= self.now + SLACK)

    @property
    def counts_from_rest(self) -> bool:
        """Return whether links from the start of work under way read the start of the rest, as if that were all."""
        return self.scenario.progress.ss_lag == "rest"

    @cached_property
    def with_units(self) -> list[str]:
        """Name the tasks under way that need units and that nothing holds up."""
        return [id for id in sorted(units_needed(self.scenario)) if id in self.begun and not self.waits(id)]


CREW = "a crew"
"""No resource has such an id."""


def units_needed(scenario: Scenario) -> dict[str, dict[str, int]]:
    """Return by task how many units it needs of what; the tasks of an ordering that names no resource need a crew."""
    needs = {id: dict(task.needs) for id, task in scenario.tasks.items() if task.needs}
    if scenario.orderings and not scenario.orderings.resource:
        for id in scenario.orderings.among:
            needs.setdefault(id, {})[CREW] = 1
    return needs


def capacities(scenario: Scenario) -> dict[str, int]:
    """Return how many units there are of what."""
    crews = {CREW: scenario.orderings.crews} if scenario.orderings else {}
    return {id: resource.capacity for id, resource in scenario.resources.items()} | crews


def list_in_force(scenario: Scenario) -> list[str]:
    """
    Fill the places of the ordering's tasks in the list in its sequence, and move each task behind its ancestors.

    A list by schedule is that of what lies ahead.
    """
    needs = units_needed(scenario)
    if not scenario.levelling and any(one.keys() != {CREW} for one in needs.values()):
        scenario = forecast(scenario)
        scenario = replace(scenario, levelling=scenario.network.by_schedule)
    orderings, ancestors, times = scenario.orderings, scenario.network.ancestors, scenario.network.early_times
    early = {id: float(scenario.days.worked(times[id][0])) for id in needs}
    waiting = list(scenario.levelling or sorted(needs, key=lambda id: (early[id], id)))
    before = {id: set(ancestors([id])).intersection(needs) for id in needs}
    if not scenario.levelling:
        waiting = sorted_behind(waiting, before)
    if orderings and orderings.order is not None:
        turn = iter(orderings.order)
        waiting = [next(turn) if id in orderings.among else id for id in waiting]
        for place, id in enumerate(orderings.order):
            before[id].update(orderings.order[:place])
    return sorted_behind(waiting, before)


def still_linked(scenario: Scenario) -> Scenario:
    """Return a plan without the links that progress overrides: those of what has begun, and of what is reached."""
    if scenario.progress.logic != "override":
        return scenario
    return replace(
        scenario,
        tasks={id: replace(task, after=()) if task.actual else task for id, task in scenario.tasks.items()},
        milestones={id: replace(one, after=()) if one.reached else one for id, one in scenario.milestones.items()},
    )


def sorted_behind(waiting: list[str], before: Mapping[str, set[str]]) -> list[str]:
    """Take again and again the first of those before which nothing is left."""
    taken: list[str] = []
    while len(taken) < len(waiting):
        taken.append(next(id for id in waiting if id not in taken and before[id].intersection(waiting) <= set(taken)))
    return taken


class Lives:
    """The iterations of a scenario, played node by node, each row as if nothing stopped."""

    def __init__(self, scenario: Scenario, draws: "Draws") -> None:
        self.scenario = scenario
        self.draws = draws
        self.nobody = np.full(draws.iterations, NEVER)
        network = still_linked(scenario).network
        self.ancestors = {id: network.ancestors([id]) for id in scenario.nodes}
        self.facts = Facts(scenario)
        self.calendars = self.facts.calendars
        self.needs = {id: one for id, one in units_needed(scenario).items() if id not in self.facts.finished}
        self.list = [id for id in list_in_force(scenario) if id in self.needs and id not in self.facts.with_units]
        self.free = {id: np.full((units, draws.iterations), -np.inf) for id, units in capacities(scenario).items()}
        self.ready: dict[str, Reals] = {}
        self.decided: dict[str, Reals] = {}
        self.judged: dict[str, Reals] = {}
        self.start: dict[str, Reals] = {}
        self.finish: dict[str, Reals] = {}
        self.rest: dict[str, Reals] = {}
        self.dated_start: dict[str, Reals] = {}
        self.dated_finish: dict[str, Reals] = {}
        self.ran: dict[str, Truths] = {}
        self.effect: dict[str, Truths] = {}
        self.rounds: dict[str, Reals] = {}
        self.occurred: dict[tuple[str, str], Truths] = {}  # by risk and exposed task
        self.occurs: dict[str, list[tuple[Reals, Reals]]] = {id: [] for id in scenario.risks}  # times and impacts left
        self.meets: dict[str, list[tuple[Reals, Reals]]] = {id: [] for id in scenario.risks}  # times and p g
        self.stops: dict[str, list[Reals]] = {id: [] for id in scenario.risks}

    def knowable_order(self) -> Iterator[str]:
        """Go from node to node, to each when all that its judgement asks for is known."""
        while waiting := [id for id in self.scenario.nodes if id not in self.finish]:
            ready = [id for id in waiting if self.asks_for(id) <= self.finish.keys()]
            if not ready:
                raise ValueError(f"what must be known goes round in a circle among {waiting}")
            yield from ready

    def asks_for(self, id: str) -> set[str]:
        """Name what must be known: the links, the list, and who may have taken a share of a risk away."""
        if id in self.facts.finished:
            return set()
        known = {wait.before for wait in self.facts.waits(id)}
        if id in self.list:
            known.update(other for other in self.before(id) if self.share(id, other))
        if id in self.scenario.tasks:
            known.update(retirer for risk in self.judged_at(id) for retirer in self.retirers(risk, id))
        return known

    def play(self, id: str) -> None:
        """Place one node in time, and judge the risks at it."""
        if id in self.facts.finished:
            self.look_back(id)
            return
        self.ready[id] = ready = self.ready_time(id)
        decided = self.decided[id] = self.calendars.of(id).next(ready)
        self.judged[id] = np.full_like(decided, self.facts.now) if id in self.facts.begun else decided
        duration = np.zeros_like(decided)
        if id in self.scenario.tasks:
            task = self.scenario.tasks[id]
            runs = self.ran[id] = self.runs(task)
            base, self.rounds[id], passed = self.work(task)
            self.effect[id] = runs & passed
            self.rounds[id] = np.where(runs, self.rounds[id], 0.0)
            duration = np.where(runs, self.suffered(task, base, runs), 0.0)
        self.start[id], self.finish[id] = self.placed(id, duration)
        if id in self.facts.begun:
            self.rest[id] = self.start[id]
            self.start[id] = np.full_like(duration, self.facts.begun[id])
        self.date(id, self.finish[id] > self.start[id])
        if id in self.scenario.tasks:
            self.give_back(id, runs)
            self.surface(task, runs)

    def look_back(self, id: str) -> None:
        """Take what is finished as it was: it suffers nothing, and retires unless no round of it passed."""
        start, finish = (np.full(self.draws.iterations, time) for time in self.facts.finished[id])
        self.decided[id], self.start[id], self.finish[id] = start, start, finish
        self.dated_start[id], self.dated_finish[id] = np.where(finish > start, start + MARK, start), finish
        if id in self.scenario.tasks:
            task = self.scenario.tasks[id]
            assert task.actual is not None
            self.ran[id] = np.ones(start.size, bool)
            self.effect[id] = np.full(start.size, task.actual.passed or task.rounds is None)
            self.rounds[id] = np.full(start.size, float(task.actual.rounds_done) if task.rounds else 1.0)

    def earliest(self, id: str) -> float:
        """
        Return before when nothing is ready: the start or t0, and `not_before`; work under way goes on at t0.

        A day on which nobody works by its calendar is the next on which somebody does.
        """
        if id in self.facts.begun:
            return self.facts.now
        day = self.scenario.nodes[id].not_before
        time = max(0.0, self.facts.now, 0.0 if day is None else self.scenario.days.begin_offset(day))
        return time if day is None and time == 0.0 else float(self.calendars.of(id).next(np.asarray(time)))

    def ready_time(self, id: str) -> Reals:
        """m_i = max(0 or t0, not_before, FS and SS links, the wait for units); e_i is N_i(m_i)."""
        time = self.units_free(id)
        for wait in self.facts.waits(id):
            if not wait.for_finish:
                time = np.maximum(time, self.asked(wait, id))
        return np.maximum(time, self.earliest(id))

    def units_free(self, id: str) -> Reals:
        """Return when there are units for a node."""
        time = np.full(self.draws.iterations, -np.inf)
        for resource, units in self.needs.get(id, {}).items() if id in self.list else ():
            time = np.maximum(time, np.sort(self.free[resource], axis=0)[units - 1])
        return time

    def end_to_reach(self, id: str) -> Reals:
        """Return b, the largest of the own earliest finish, and of what FF and SF links ask for."""
        time = self.end_of_its_own(id)
        for wait in self.facts.waits(id):
            if wait.for_finish:
                time = np.maximum(time, self.asked(wait, id))
        return time

    def placed(self, id: str, duration: Reals) -> tuple[Reals, Reals]:
        """
        Return the start and the finish of a node.

        s_i = max(e_i, N_i(L_i(W_i(b) - d_i))) and f_i = max(E_i(W_i(s_i) + d_i), b); if d_i = 0, both are max(m_i, b),
        of a milestone that begins what comes next N_i of that. Work under way of which nothing is left is work.
        """
        own, node, end = self.calendars.of(id), self.scenario.nodes[id], self.end_to_reach(id)
        at = np.maximum(self.ready[id], end)
        if isinstance(node, Milestone) and node.at == "start":
            at = own.next(at)
        is_pushed = end > -np.inf
        pushed = own.next(own.latest(own.work(np.where(is_pushed, end, 0.0)) - duration))
        start = np.where(is_pushed, np.maximum(self.decided[id], pushed), self.decided[id])
        finish = np.maximum(own.earliest(own.work(start) + duration), end)
        lasts = (duration > 0.0) | (id in self.facts.begun)
        return np.where(lasts, start, at), np.where(lasts, finish, at)

    def asked(self, wait: Wait, id: str) -> Reals:
        """Return when a node may start by what it waits for, or when it may finish: that reads all as ends."""
        before, own, plan = wait.before, self.calendars.of(wait.before), self.calendars.plan
        start, finish = self.read_by(wait), self.finish[before]
        read = start if wait.of_start else finish
        if wait.for_finish:
            of_work = own.earliest(own.work(start)) if wait.of_start else finish
            of_none = np.where(self.begins(before), plan.earliest(plan.work(finish)), self.dated_finish[before])
            read = np.where(finish > start, of_work, of_none)
        lasts = self.calendars.between(before, start, finish)
        return self.calendars.lagged(wait, id, read, lasts, ends=wait.for_finish)

    def read_by(self, wait: Wait) -> Reals:
        """Return the start that a wait reads: of work under way it may be that of the rest."""
        of_rest = wait.of_start and self.facts.counts_from_rest and wait.before in self.rest
        return self.rest[wait.before] if of_rest else self.start[wait.before]

    def lasts(self, id: str) -> Reals:
        """Return what is worked from start to finish [its working days]."""
        return self.calendars.between(id, self.start[id], self.finish[id])

    def date(self, id: str, lasts: Truths) -> None:
        """
        Date work by its own start and finish, and what takes no time by what it waited for.

        x* is the largest of the predecessors' x* (of work that takes time f_p over FS and FF, s_p + 2^-20 over SS and
        SF) with a lag of 0 or less, x + lag with one above 0, and the own not_before + 2^-20. A beginning at time 0 has
        the date of an end there, and is left out.
        """
        node, time = self.scenario.nodes[id], self.finish[id]
        earliest = self.earliest(id)
        latest = np.maximum(self.units_free(id), self.end_of_its_own(id))
        latest = np.maximum(latest, earliest + MARK if earliest > 0.0 else 0.0)
        for wait in self.facts.waits(id):
            latest = np.maximum(latest, self.dated_by(wait, id))
        if isinstance(node, Milestone) and node.at == "start":
            latest = time + MARK
        if id in self.facts.begun:
            latest = time
        self.dated_start[id] = np.where(lasts, self.start[id] + MARK, latest)
        self.dated_finish[id] = np.where(lasts, time, latest)

    def dated_by(self, wait: Wait, id: str) -> Reals:
        """Return what a wait asks for as the date of what takes no time: an end stays one, and so does a beginning."""
        before = wait.before
        start, finish, dated = self.read_by(wait), self.finish[before], self.dated_finish[before]
        begins = np.where(finish > start, wait.of_start, self.begins(before))
        read = np.where(finish > start, start if wait.of_start else finish, dated - MARK * begins)
        lasts = self.calendars.between(before, start, finish)
        without_lag = self.calendars.lagged(wait, id, read, lasts, ends=~begins) + MARK * begins
        return np.where(wait.lag + wait.elapsed + wait.share * lasts > 0.0, self.asked(wait, id), without_lag)

    def begins(self, id: str) -> Truths:
        """Return where something takes no time and is dated as a beginning."""
        begins: Truths = (self.start[id] == self.finish[id]) & (self.dated_finish[id] > self.finish[id] + SLACK)
        return begins

    def end_of_its_own(self, id: str) -> Reals:
        """Return the end of the day before which a node may not finish; of a day off, that of the work before."""
        day, own = self.scenario.nodes[id].finish_not_before, self.calendars.of(id)
        time = np.full(self.draws.iterations, -np.inf if day is None else self.scenario.days.due_offset(day))
        return time if day is None else own.earliest(own.work(time))

    def before(self, id: str) -> list[str]:
        """Name who takes units before one in the list."""
        return [*self.facts.with_units, *self.list[: self.list.index(id)]]

    def share(self, id: str, other: str) -> bool:
        """Return whether two tasks need one resource."""
        return not self.needs[id].keys().isdisjoint(self.needs[other])

    @cached_property
    def chained(self) -> dict[str, set[str]]:
        """Name by id what comes before it by links, by the list if both need one resource, or by a chain of these."""
        found = {id: set(ancestors) for id, ancestors in self.ancestors.items()}
        for id in self.list:
            found[id].update(other for other in self.before(id) if self.share(id, other))
        while True:
            more = {id: set().union(known, *(found[other] for other in known)) for id, known in found.items()}
            if more == found:
                return found
            found = more

    def give_back(self, id: str, runs: Truths) -> None:
        """Keep the units that are free first until the finish; who does not run gives them back when it could."""
        if id not in self.list and id not in self.facts.with_units:
            return
        released = np.where(runs, self.finish[id], self.ready[id])
        for resource, units in self.needs[id].items():
            free = np.sort(self.free[resource], axis=0)
            free[:units] = np.maximum(free[:units], released)
            self.free[resource] = free

    def judged_at(self, id: str) -> set[str]:
        """Name the risks whose probability at a task counts: it is exposed, reveals, or runs only if."""
        task = self.scenario.tasks[id]
        exposed = {risk.id for risk in self.scenario.risks.values() if id in risk.exposes}
        return exposed.union(task.reveals, [task.only_if] if task.only_if else [])

    def retirers(self, risk: str, id: str) -> list[str]:
        """Name the tasks that can act on a risk at a task: not on itself, nor on what comes before them."""
        return [
            other
            for other, task in sorted(self.scenario.tasks.items())
            if risk in task.retires
            and other != id
            and (other in self.facts.finished or (id not in self.facts.begun and id not in self.chained[other]))
        ]

    def left(self, risk: str, id: str) -> tuple[Reals, Reals]:
        """Return the shares of a risk's probability and of its impacts that are left when a task is decided."""
        probability, impact = np.ones((2, self.draws.iterations))
        for other in self.retirers(risk, id):
            ended = self.effect[other] & (self.finish[other] <= self.judged[id] + SLACK)
            share = self.scenario.tasks[other].retires[risk]
            probability = np.where(ended, probability * (1.0 - share.probability), probability)
            impact = np.where(ended, impact * (1.0 - share.impact), impact)
        return probability, impact

    def is_open(self, risk: str, id: str) -> Truths:
        """Return where the risk is real and still unresolved when a task is decided: U_r < p_ri."""
        probability, _ = self.left(risk, id)
        return self.draws.latent(risk) < self.believed(risk) * probability

    def believed(self, risk: str) -> float:
        """Return the probability of a risk: 1 of one that has occurred, 0 of one that is closed."""
        known: dict[RiskState | None, float] = {RiskState.OCCURRED: 1.0, RiskState.CLOSED: 0.0}
        return known.get(self.scenario.risks[risk].state, self.scenario.risks[risk].probability)

    def charge(self, risk: str) -> Distribution:
        """Return what a risk costs; of one that has occurred it is spent."""
        has_occurred = self.scenario.risks[risk].state == RiskState.OCCURRED
        return Constant(value=0.0) if has_occurred else self.scenario.risks[risk].cost

    def suffers(self, risk: str, id: str) -> bool:
        """Return whether a risk can still do something to a task; what is left of work knows of one that has."""
        has_occurred = self.scenario.risks[risk].state == RiskState.OCCURRED
        return id in self.scenario.risks[risk].exposes and not (has_occurred and id in self.facts.begun)

    def suffered(self, task: Task, base: Reals, runs: Truths) -> Reals:
        """d_i = base_i * product of (1 + g_ri (stretch_r - 1)) + sum of g_ri delay_r over the risks occurring at it."""
        factor, delays = np.ones_like(base), np.zeros_like(base)
        for id, risk in sorted(self.scenario.risks.items()):
            if self.suffers(id, task.id):
                occurs = self.occurred[id, task.id] = runs & self.is_open(id, task.id)
                probability, impact = self.left(id, task.id)
                self.meets[id].append(
                    (np.where(runs, self.judged[task.id], NEVER), self.believed(id) * probability * impact)
                )
                stretch = self.draws.quantity("risk", id, risk.stretch, Purpose.STRETCH)
                delay = self.draws.quantity("risk", id, risk.delay, Purpose.DELAY)
                factor = np.where(occurs, factor * (1.0 + impact * (stretch - 1.0)), factor)
                delays = np.where(occurs, delays + impact * delay, delays)
                self.occurs[id].append((np.where(occurs, self.judged[task.id], NEVER), impact))
        return np.maximum(base * factor + delays, 0.0)

    def surface(self, task: Task, runs: Truths) -> None:
        """Stop at the finish of a task that a stopping risk occurs at, or that reveals it where it would occur."""
        for id, risk in self.scenario.risks.items():
            if risk.stop and self.suffers(id, task.id):
                self.stops[id].append(np.where(self.occurred[id, task.id], self.finish[task.id], NEVER))
            if risk.stop and id in task.reveals:
                self.stops[id].append(np.where(runs & self.is_open(id, task.id), self.finish[task.id], NEVER))

    def work(self, task: Task) -> tuple[Reals, Reals, Truths]:
        """Return the length of the work without risks, how many rounds it took, and whether one of them passed."""
        left = self.left_of(task)
        if task.rounds is None:
            base = self.draws.quantity("node", task.id, left, Purpose.DURATION)
            return base, np.ones_like(base), np.ones(base.size, bool)
        base, rounds, passed = np.zeros(self.nobody.size), np.zeros(self.nobody.size), np.zeros(self.nobody.size, bool)
        done = task.actual.rounds_done if task.actual else 0
        rounds += done
        for turn in range(done, task.rounds.at_most):
            again, of_round = ~passed, left if turn == done else task.duration
            duration = self.draws.quantity("node", task.id, of_round, Purpose.DURATION, turn)
            base = np.where(again, base + duration, base)
            rounds = np.where(again, rounds + 1.0, rounds)
            passed = passed | (self.draws.uniform("node", task.id, Purpose.PASS, turn) < task.rounds.probability)
        return base, rounds, passed

    def left_of(self, task: Task) -> Distribution:
        """Return what is left of a task, or of its round: what is said, or its duration given that it is longer."""
        if task.id not in self.facts.begun:
            return task.duration
        gone = float(self.calendars.between(task.id, self.facts.begun[task.id], self.facts.now))
        return what_is_left(task.duration, gone) if task.remaining is None else task.remaining

    def runs(self, task: Task) -> Truths:
        """Return where a task runs: where its risk occurred at an exposed predecessor, or would occur at itself."""
        if task.only_if is None or task.id in self.facts.begun:
            return np.ones(self.nobody.size, bool)
        exposed = self.ancestors[task.id].intersection(self.scenario.risks[task.only_if].exposes)
        if not exposed:
            return self.is_open(task.only_if, task.id)
        found = np.zeros(self.nobody.size, bool)
        for id in exposed:
            if self.scenario.risks[task.only_if].state == RiskState.OCCURRED:
                found |= id in self.facts.finished or id in self.facts.begun
            if id not in self.facts.finished and self.suffers(task.only_if, id):
                found |= self.occurred[task.only_if, id]
        return found

    def spent_on(self, task: Task, stop: Reals, at_means: bool = False) -> Reals:
        """Let the cost of all rounds and the daily cost accrue evenly from start to finish; at once if they are one."""
        start, duration = self.start[task.id], self.lasts(task.id)
        worked = self.calendars.between(task.id, start, stop)
        done = np.divide(worked, duration, out=np.ones_like(start), where=duration > 0.0)
        cost = self.draws.quantity("node", task.id, task.cost, Purpose.TASK_COST)
        daily = self.draws.quantity("node", task.id, task.daily, Purpose.DAILY)
        if at_means:
            cost, daily = np.full_like(cost, task.cost.mean), np.full_like(daily, task.daily.mean)
        amount = cost * self.rounds[task.id] + daily * duration
        spent = np.where(before(start, stop), amount * np.minimum(done, 1.0), 0.0)
        if self.scenario.budget.spent is None:
            return spent
        if task.id in self.facts.finished:
            return np.zeros_like(spent)
        worked = self.calendars.between(task.id, start, self.facts.now)
        gone = np.divide(worked, duration, out=np.zeros_like(start), where=duration > 0.0)
        return spent - np.where(before(start, stop), amount * np.clip(gone, 0.0, 1.0), 0.0)

    def charged_by(self, id: str, stop: Reals) -> Reals:
        """Charge a risk once, at the first of its decision times, with the larger impact left among ties."""
        when = first([time for time, _ in self.occurs[id]], self.nobody)
        impact = np.zeros_like(when)
        for time, left in self.occurs[id]:
            impact = np.where(time <= when + SLACK, np.maximum(impact, left), impact)
        cost = self.draws.quantity("risk", id, self.charge(id), Purpose.COST)
        return np.where(before(when, stop), impact * cost, 0.0)

    def expected_of(self, id: str, stop: Reals) -> Reals:
        """Expect p g E[cost] at the exposed task that is decided first of those that run, the larger among ties."""
        when = first([time for time, _ in self.meets[id]], self.nobody)
        share = np.zeros_like(when)
        for time, left in self.meets[id]:
            share = np.where(time <= when + SLACK, np.maximum(share, left), share)
        return np.where(before(when, stop), share * self.charge(id).mean, 0.0)

    def burnt(self, stop: Reals) -> Reals:
        """Pay the standing team until the last milestone or the stop, for the working days of the plan's calendar."""
        last = np.zeros_like(stop)
        for id in self.scenario.milestones:
            last = np.maximum(last, self.finish[id])
        since = 0.0 if self.scenario.budget.spent is None else max(0.0, self.facts.now)
        plan = self.calendars.plan
        paid = plan.work(np.minimum(last, stop)) - plan.work(np.asarray(since))
        return self.scenario.budget.burn * np.maximum(paid, 0.0)


class Draws:
    """The engine's own uniforms, and the quantiles that its lookups have for them."""

    def __init__(self, scenario: Scenario, iterations: int, seed: int) -> None:
        self.scenario, self.iterations, self.seed = scenario, iterations, seed

    def quantity(self, kind: str, id: str, quantity: Distribution, purpose: Purpose, turn: int = 0) -> Reals:
        """Draw a duration or an impact."""
        return looked_up(quantity, self.words(kind, id, purpose, turn))

    def latent(self, risk: str) -> Reals:
        """Draw U_r, which is the same for all exposed tasks."""
        return self.uniform("risk", risk, Purpose.LATENT)

    def uniform(self, kind: str, id: str, purpose: Purpose, turn: int = 0) -> Reals:
        """Draw uniforms on (0, 1)."""
        return (self.words(kind, id, purpose, turn).astype(np.float64) + 0.5) / 2.0**32

    def words(self, kind: str, id: str, purpose: Purpose, turn: int = 0) -> Words:
        """Draw words; z_i = sum over its groups of sqrt(rho_g) F_g + sqrt(1 - sum of rho_g) eps_i where it has any."""
        words = self.own_words(kind, id, purpose, turn)
        groups = self.groups(kind, id) if purpose in (Purpose.DURATION, Purpose.LATENT) else []
        if groups:
            z = scores_of(words, sqrt(1.0 - sum(rho for _, rho in groups)))
            for name, rho in groups:
                z += scores_of(self.own_words("group", name, Purpose.FACTOR, 0), sqrt(rho))
            words_of_scores(z, copula(), np.empty(z.size, np.int64), words)
        return words

    def own_words(self, kind: str, id: str, purpose: Purpose, turn: int) -> Words:
        """Draw what is independent of everything else."""
        groups = range(-(-self.iterations // GROUP))
        words = [words_of(self.seed, entity(kind, id), purpose, turn, group) for group in groups]
        return np.concatenate(words)[: self.iterations]

    def groups(self, kind: str, id: str) -> list[tuple[str, float]]:
        """Return the name and the rho of the groups of a task or a risk, by name."""
        return sorted(
            (correlation_name(group), group.rho)
            for group in self.scenario.correlations
            if id in (group.tasks if kind == "node" else group.risks)
        )


def words_of(seed: int, name: int, purpose: int, turn: int, group: int) -> Words:
    """Return the 256 words of one group."""
    words = np.empty(GROUP, np.uint32)
    draw(np.uint64(seed), np.uint64(name), int(purpose), turn, group, words)
    return words


def looked_up(quantity: Distribution, words: Words) -> Reals:
    """Return the quantiles that the engine's lookup has for these words."""
    if quantity not in TABLES:
        TABLES[quantity] = build_tables([quantity])
    out = np.empty(words.size)
    quantiles(words, 0, TABLES[quantity], np.empty(words.size, np.int64), out)
    return out


def scores_of(words: Words, weight: float) -> Reals:
    """Return the weighted normal scores of words."""
    z = np.empty(words.size)
    scores(words, weight, copula(), np.empty(words.size, np.int64), z)
    return z


def first(times: list[Reals], never: Reals) -> Reals:
    """Return the earliest of some times."""
    earliest = never
    for time in times:
        earliest = np.minimum(earliest, time)
    return earliest


def before(time: Reals, other: Reals) -> Truths:
    """Return where a time is before another, and not the same."""
    return time < other - SLACK


@cache
def copula() -> Copula:
    """Make the copula's tables."""
    return build_copula()
