"""Forecast: a plan of which something has happened, turned into what lies ahead of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from math import inf
from typing import Final

from milepost.models.bounds import SLACK
from milepost.models.clock_timing import ClockTiming
from milepost.models.distributions import Constant, Distribution, what_is_left
from milepost.models.history import History
from milepost.models.link import Link, LinkKind
from milepost.models.milestone import Milestone
from milepost.models.orderings import Alternative, Orderings
from milepost.models.progress import ProgressLogic, StartLag
from milepost.models.risk import Risk, RiskState
from milepost.models.rounds import Rounds
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.models.timing import EVERY_DAY_NAME

_NOTHING: Final = Constant(value=0.0)


def forecast(scenario: Scenario, *, pace: float = 1.0) -> Scenario:
    """
    Return what lies ahead of a plan from the beginning of the day of its status, with what has happened as facts.

    A finished task waits for nothing and takes the time that it took; what follows it waits as well for what it should
    have waited for, which is known as retained logic. A task under way has what is left of its duration. All else
    begins on that day at the earliest. Risks expose what can still suffer from them. All draws stay those of the plan.
    By progress override work under way waits for nothing, and what follows finished work for no more than that.

    It is the plan itself where it has no status, or is a forecast already.

    Parameters
    ----------
    scenario
        The plan.
    pace
        By what durations that lie ahead are multiplied, of a task under way that of the whole of it; what is said to
        remain of one stays, and so does one of which then nothing could be left. The baseline is not touched [-].
    """
    if scenario.as_of is None or scenario.history is not None:
        return scenario
    return _Forecast(scenario, pace).scenario


def elapsed(scenario: Scenario, task: Task) -> float:
    """Return for how long a task of a plan with a status has been under way [its working days]."""
    if scenario.as_of is None or task.actual is None:
        return 0.0
    start, now = (scenario.days.opening(day) for day in (task.actual.start, scenario.as_of))
    return scenario.timing.lasts(task.id, start, now)


class _Forecast:
    """A forecast under construction."""

    def __init__(self, plan: Scenario, pace: float) -> None:
        self._plan, self._pace = plan, pace
        days, tasks, self._timing = plan.days, plan.tasks.values(), plan.timing
        self._now = 0.0 if plan.as_of is None else days.opening(plan.as_of)
        self._rests = plan.progress.ss_lag == StartLag.REST
        self._finished: dict[str, tuple[float, float]] = {}
        self._begun: dict[str, float] = {}
        for id, start, finish in ((task.id, task.actual.start, task.actual.finish) for task in tasks if task.actual):
            if finish is None:
                self._begun[id] = days.opening(start)
            else:
                self._finished[id] = days.opening(start), max(days.due_offset(finish), days.opening(start))
        for id, one in plan.milestones.items():
            if one.reached is not None:
                self._finished[id] = (days.due_offset(one.reached),) * 2

    @property
    def scenario(self) -> Scenario:
        """Return the forecast."""
        plan, links = self._plan, self._links
        tasks = {id: self._task(task, links[id]) for id, task in plan.tasks.items()}
        orderings, repeated = self._orderings, [id for id in self._begun if plan.tasks[id].rounds is not None]
        history = History(
            now=self._now,
            finished=self._finished,
            begun=self._begun,
            holding=self._holding,
            rounds={id: _rounds_done(plan.tasks[id]) for id in repeated},
            idle=self._idle,
            again={id: self._paced(plan.tasks[id].duration) for id in repeated},
            rests=self._rests,
        )
        settled = {*self._finished, *self._holding}
        levelling = None if plan.levelling is None else tuple(id for id in plan.network.listed if id not in settled)
        return replace(
            plan,
            tasks=tasks,
            milestones={id: self._milestone(one, links[id]) for id, one in plan.milestones.items()},
            risks={id: self._risk(risk) for id, risk in plan.risks.items()},
            levelling=levelling,
            orderings=orderings,
            history=history,
            written=plan,
        )

    @cached_property
    def _links(self) -> Mapping[str, tuple[Link, ...]]:
        """
        By id, what each still waits for.

        Through what is finished links go on, to what it should have waited for: it takes no time, and of a positive lag
        behind it only what is left counts. Work under way waits no more for a start that is a fact. Where facts
        override links, it waits for nothing, and nothing goes on through what is finished.
        """
        links: dict[str, tuple[Link, ...]] = {}
        plan = self._linked
        for id in plan.network.order:
            after = plan.nodes[id].after
            found = [one for link in after for one in self._retained(id, link, links)]
            if id in self._begun:
                found = [link for link in found if not self._is_met(id, link)]
            elif id not in self._finished:
                found += [link for link in after if link.predecessor in self._finished]
            links[id] = tuple(dict.fromkeys(found))
        return {id: () if id in self._finished else after for id, after in links.items()}

    @cached_property
    def _linked(self) -> Scenario:
        """The plan with the links that still hold: facts may override those of what has begun."""
        plan = self._plan
        if plan.progress.logic == ProgressLogic.RETAINED:
            return plan
        settled = self._finished.keys() | self._begun.keys()
        tasks = {id: replace(one, after=()) if id in settled else one for id, one in plan.tasks.items()}
        milestones = {id: replace(one, after=()) if id in settled else one for id, one in plan.milestones.items()}
        return replace(plan, tasks=tasks, milestones=milestones)

    def _is_met(self, id: str, link: Link) -> bool:
        """Return whether what a link asks for has come, as the facts have it."""
        started = self._begun.get(link.predecessor)
        if started is None or not link.kind.reads_start or link.share or self._rests:
            return False
        return self._timing.asked(link, id, started, inf, inf) <= self._now + SLACK

    def _retained(self, id: str, link: Link, links: Mapping[str, tuple[Link, ...]]) -> Iterator[Link]:
        """Yield a link to what is not finished, or those that go on through what is."""
        before = link.predecessor
        if before not in self._finished:
            yield link
            return
        start, finish = self._finished[before]
        asked = self._timing.asked(link, id, start, finish, finish)
        since = self._timing.asked(replace(link, lag=0.0, share=0.0, elapsed=0.0), id, start, finish, finish)
        lag, by_clock = self._timing.lag_left(link, id, since, asked, self._now)
        for one in links[before]:
            kind = _KINDS[one.kind.reads_start, link.kind.holds_finish]
            yield replace(one, kind=kind, lag=one.lag + lag, elapsed=one.elapsed + by_clock)

    def _task(self, task: Task, links: tuple[Link, ...]) -> Task:
        if task.id in self._finished:
            return self._done(task)
        if task.id in self._begun:
            rounds = task.rounds
            if rounds is not None:
                rounds = Rounds(probability=rounds.probability, at_most=max(rounds.at_most - _rounds_done(task), 1))
            left = self._left(task)
            return replace(task, duration=left, after=links, not_before=None, only_if=None, rounds=rounds)
        task = replace(task, duration=self._paced(task.duration))
        if task.id not in self._idle:
            return replace(task, after=links, only_if=None if self._must_run(task) else task.only_if)
        return replace(task, after=links, reveals=(), retires={})

    def _done(self, task: Task) -> Task:
        start, finish = self._finished[task.id]
        unpaid = self._plan.budget.spent is None
        daily = task.daily
        if isinstance(self._timing, ClockTiming):  # a fact takes days on the clock, and is paid for its work
            worked = self._timing.lasts(task.id, start, finish)
            daily = daily.scaled(worked / (finish - start)) if worked > 0.0 else _NOTHING
        passed = task.actual is not None and (task.actual.passed or task.rounds is None)
        return replace(
            task,
            duration=Constant(value=finish - start),
            after=(),
            not_before=None,
            finish_not_before=None,
            cost=_of_rounds(task) if unpaid else _NOTHING,
            daily=daily if unpaid else _NOTHING,
            calendar=EVERY_DAY_NAME if isinstance(self._timing, ClockTiming) else None,
            retires=task.retires if passed else {},
            reveals=(),
            rounds=None,
            needs={},
            only_if=None,
        )

    def _left(self, task: Task) -> Distribution:
        if task.remaining is not None:
            return task.remaining
        gone = self._timing.lasts(task.id, self._begun[task.id], self._now)
        try:
            return what_is_left(self._paced(task.duration), gone)
        except ValueError:
            return what_is_left(task.duration, gone)

    def _paced(self, duration: Distribution) -> Distribution:
        return duration if self._pace == 1.0 else duration.scaled(self._pace)

    def _must_run(self, task: Task) -> bool:
        """Return whether what a task runs only if it occurs has occurred at what comes before it."""
        if task.only_if is None or self._plan.risks[task.only_if].state != RiskState.OCCURRED:
            return False
        return not {*self._finished, *self._begun}.isdisjoint(self._linked.network.triggers[task.id])

    @cached_property
    def _idle(self) -> frozenset[str]:
        """The tasks that never run: what they run only after is finished or never runs, and nothing occurred there."""
        triggers, idle = self._linked.network.triggers, set[str]()
        for id in (id for id in self._plan.network.order if triggers.get(id) and id not in self._begun):
            settled = all(one in self._finished or one in idle for one in triggers[id])
            if settled and not self._must_run(self._plan.tasks[id]):
                idle.add(id)
        return frozenset(idle)

    def _milestone(self, milestone: Milestone, links: tuple[Link, ...]) -> Milestone:
        if milestone.reached:
            return replace(milestone, after=links, not_before=None, finish_not_before=None)
        return replace(milestone, after=links)

    def _risk(self, risk: Risk) -> Risk:
        """Let a risk expose what it can still harm: what is left of work under way knows of one that has occurred."""
        occurred = risk.state == RiskState.OCCURRED
        suffered = {*self._finished, *(self._begun if occurred else ())}
        exposes = tuple(id for id in risk.exposes if id not in suffered and id not in self._idle)
        if risk.state == RiskState.CLOSED:
            return replace(risk, exposes=exposes, probability=0.0)
        if occurred:
            return replace(risk, exposes=exposes, probability=1.0, cost=_NOTHING)
        return replace(risk, exposes=exposes)

    @cached_property
    def _holding(self) -> Mapping[str, Mapping[str, int]]:
        """What the tasks under way have that nothing holds up."""
        needs = self._plan.network.needs
        return {id: needs[id] for id in sorted(needs) if id in self._begun and not self._links[id]}

    @property
    def _orderings(self) -> Orderings | None:
        """Return the ordering without what is finished, and what has its units already."""
        orderings = self._plan.orderings
        if orderings is None:
            return None
        settled = {*self._finished, *self._holding}
        among = tuple(id for id in orderings.among if id not in settled)
        if not among:
            return None
        return replace(
            orderings,
            among=among,
            order=tuple(id for id in self._plan.network.ordered if id not in settled),
            compare=tuple(self._alternative(one, settled) for one in orderings.compare),
        )

    def _alternative(self, alternative: Alternative, settled: set[str]) -> Alternative:
        order = None if alternative.order is None else self._plan.network.completed(alternative.order)
        return replace(
            alternative,
            order=None if order is None else tuple(id for id in order if id not in settled),
            hold={id: ids for id, ids in alternative.hold.items() if id not in self._finished},
            without=tuple(id for id in alternative.without if id not in settled),
        )


_KINDS: Final = {(kind.reads_start, kind.holds_finish): kind for kind in LinkKind}


def _rounds_done(task: Task) -> int:
    return task.actual.rounds_done if task.actual else 0


def _of_rounds(task: Task) -> Distribution:
    """Return what the cost of the rounds comes to that are done: each is paid the same."""
    done = _rounds_done(task) if task.rounds else 1
    return task.cost.scaled(done) if done else _NOTHING
