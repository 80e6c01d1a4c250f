"""Random plans as plain data of a scenario file, so that what reads and writes files can be asked of them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from math import exp
from typing import Any

from milepost.models.actual import Actual
from milepost.models.calendar import Calendar, Hours, Moment
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
)
from milepost.models.file.source import Plain
from milepost.models.link import Link
from milepost.models.milestone import Milestone
from milepost.models.orderings import Orderings
from milepost.models.risk import Risk
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.models.timing import EVERY_DAY_NAME


def written(scenario: Scenario) -> dict[str, Any]:
    """Return a plan as a file says it; of what no file can say, as what is left of a duration, something near."""
    return _there(
        name=scenario.name,
        start=_day(scenario.start),
        as_of=_day(scenario.as_of),
        calendar=_calendar(scenario.calendar),
        calendars={name: _calendar(one) for name, one in scenario.calendars.items() if name != EVERY_DAY_NAME},
        lags=Plain(scenario.lags),
        progress={key: Plain(said) for key, said in asdict(scenario.progress).items()},
        budget=_numbers(asdict(scenario.budget)),
        milestones={id: _milestone(one) for id, one in scenario.milestones.items()},
        tasks={id: _task(one) for id, one in scenario.tasks.items()},
        risks={id: _risk(one) for id, one in scenario.risks.items()},
        resources={id: {"capacity": _number(one.capacity)} for id, one in scenario.resources.items()},
        levelling={"order": [*map(Plain, scenario.levelling)]} if scenario.levelling else None,
        correlations=[
            _there(tasks=_ids(one.tasks), risks=_ids(one.risks), rho=_number(one.rho)) for one in scenario.correlations
        ],
        orderings=_orderings(scenario.orderings) if scenario.orderings else None,
    )


def _task(one: Task) -> dict[str, Any]:
    return _there(
        **_node(one),
        duration=quantity(one.duration),
        latest_start=_day(one.latest_start),
        cost=quantity(one.cost),
        daily=quantity(one.daily),
        needs=_numbers(one.needs),
        retires={risk: _numbers(asdict(share)) for risk, share in one.retires.items()},
        reveals=_ids(one.reveals),
        rounds={"pass": _number(one.rounds.probability), "at_most": _number(one.rounds.at_most)}
        if one.rounds
        else None,
        only_if=one.only_if,
        actual=_actual(one.actual, one) if one.actual else None,
        remaining=quantity(one.remaining) if one.remaining else None,
    )


def _milestone(one: Milestone) -> dict[str, Any]:
    value = _there(**_numbers(asdict(one.value))) if one.value else None
    return _there(
        **_node(one),
        level=Plain(one.level),
        due=_day(one.due),
        reached=_day(one.reached),
        at=Plain(one.at),
        value=value and {**value, "per": Plain(one.value.per) if one.value else None},
    )


def _node(one: Task | Milestone) -> dict[str, Any]:
    return {
        "name": one.name,
        "after": [*map(_link, one.after)],
        "not_before": _day(one.not_before),
        "finish_not_before": _day(one.finish_not_before),
        "calendar": one.calendar,
    }


def _risk(one: Risk) -> dict[str, Any]:
    return _there(
        name=one.name,
        category=one.category,
        probability=_number(one.probability),
        exposes=_ids(one.exposes),
        delay=quantity(one.delay),
        stretch=quantity(one.stretch),
        cost=quantity(one.cost),
        stop=Plain(str(one.stop).lower()),
        state=Plain(one.state) if one.state else None,
    )


def _actual(one: Actual, task: Task) -> dict[str, Any]:
    passed = Plain(str(one.passed).lower()) if task.rounds and one.finish else None
    return _there(start=_day(one.start), finish=_day(one.finish), rounds=_numbers({"": one.rounds})[""], passed=passed)


def _orderings(one: Orderings) -> dict[str, Any]:
    crews = None if one.resource else _number(one.crews)
    return _there(among=_ids(one.among), crews=crews, resource=one.resource, order=_ids(one.order or ()))


def _calendar(one: Calendar) -> dict[str, Any]:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    hours = {name: str(said) for name, said in zip(names, one.hours or (), strict=False) if said.shifts}
    return _there(
        workdays=None if hours else one.workdays,
        holidays=[*map(_day, one.holidays)],
        hours=hours,
        day=_number(one.day) if one.day else None,
        days={str(day): str(said) if isinstance(said, Hours) else _number(said) for day, said in one.days},
    )


def quantity(one: Distribution, by: float = 0.0) -> Any:
    """Return a quantity as a file says it, with all its amounts less by so much."""
    match one:
        case Constant(value=value):
            return _number(value - by)
        case Pert(low=low, mode=mode, high=high, weight=weight):
            points = [_number(point - by) for point in (low, mode, high)]
            return points if weight == 4.0 else {"pert": points, "weight": _number(weight)}
        case Triangular(low=low, mode=mode, high=high):
            return {"triangular": [_number(point - by) for point in (low, mode, high)]}
        case Trigen(lower=(lowest, low), mode=mode, upper=(highest, high)):
            return {"trigen": _numbers({f"p{100 * lowest:g}": low, "mode": mode, f"p{100 * highest:g}": high})}
        case Uniform(low=low, high=high):
            return {"uniform": [_number(low - by), _number(high - by)]}
        case Normal(centre=centre, spread=spread):
            return {"normal": [_number(centre), _number(spread)]}
        case Lognormal(mu=mu, sigma=sigma):
            return {"lognormal": _numbers({"p50": exp(mu), "p90": exp(mu + 1.2815515655446004 * sigma)})}
        case Weibull(shape=shape, scale=scale):
            return {"weibull": _numbers({"shape": shape, "scale": scale})}
        case Exponential():
            return {"exponential": _number(one.mean)}
        case Discrete(values=values, weights=weights):
            return {"discrete": {"values": [*map(_number, values)], "weights": [*map(_number, weights)]}}
        case Empirical(observations=observations):
            return {"empirical": [*map(_number, observations)]}
        case Left(whole=whole):
            return quantity(whole)
        case Shifted(of=of, by=shift):
            return quantity(of, shift)
    raise TypeError(one)


def _link(one: Link) -> Plain:
    lag = f"{one.lag:+}" if one.lag else f"{one.elapsed:+}ed" if one.elapsed else ""
    share = f"{100 * one.share:+}%" if one.share else ""
    return Plain(f"{one.predecessor} {one.kind}{lag or share}")


def _ids(ids: tuple[str, ...]) -> list[Plain]:
    return [*map(Plain, ids)]


def _day(day: date | None) -> Plain | None:
    if isinstance(day, Moment):
        return Plain(str(day))
    return None if day is None else Plain(day)


def _numbers(of: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _number(value) if isinstance(value, int | float) else None for key, value in of.items()}


def _number(number: float) -> Plain:
    return Plain(repr(number))


def _there(**parts: Any) -> dict[str, Any]:
    return {key: part for key, part in parts.items() if part not in (None, "", [], {})}
