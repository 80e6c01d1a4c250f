"""
What several calendars cost: nanoseconds per task and iteration on top of the same plan with one.

Run `python benchmarks/calendars.py`; README.md beside it says what is measured and how.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import cycle
from typing import Final

from network import network
from plan import as_scenario
from stopwatch import asked, interleaved

from milepost.models import Scenario
from milepost.models.calendar import Calendar, Hours
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.run import play_program

_SHIFTS: Final = Hours.parse("07:00-12:00, 12:30-15:30")
_EVENINGS: Final = Hours.parse("17:00-21:00")
_WHOLE_DAYS: Final = {
    "plan": Calendar(country="NL"),
    "six": Calendar(workdays="Mon-Sat"),
    "four": Calendar(workdays="Mon-Thu"),
}
_HOURS: Final = {
    "plan": Calendar(country="NL", hours=(_SHIFTS,) * 5 + (Hours(),) * 2),
    "six": Calendar(hours=(_SHIFTS,) * 6 + (Hours(),)),
    "evenings": Calendar(hours=(_EVENINGS,) * 5 + (Hours(),) * 2),
}
_PLANS: Final = {"whole days": (_WHOLE_DAYS, 4.0), "hours": (_HOURS, 10.0)}
"""Calendars, and what several of them may cost [ns per task and iteration]."""


def main() -> None:
    """Time a plan with one calendar, and with three, of whole days and of hours."""
    iterations, rounds, sizes = asked(__doc__)
    for n_tasks in sizes:
        compare(n_tasks, iterations, rounds)


def compare(n_tasks: int, iterations: int, rounds: int) -> None:
    """Time all contenders on one plan and one thread, without the building of programs, and print a line for each."""
    plan = as_scenario(network(n_tasks))
    programs = {"one": build_program(plan)}
    programs |= {name: build_program(with_calendars(plan, calendars)) for name, (calendars, _) in _PLANS.items()}
    contenders = {
        name: partial(play_program, program, iterations=iterations, seed=1, threads=1)
        for name, program in programs.items()
    }
    seconds = {name: times[0] for name, times in interleaved(contenders, rounds).items()}
    per_task = 1e9 / (n_tasks * iterations)
    print(f"\n{n_tasks:,} tasks, one thread")
    print(f"{'calendars':12}{'ns':>8}{'more ns':>9}   at most")
    print(f"{'one':12}{seconds['one'] * per_task:8.2f}")
    for name, (_, at_most) in _PLANS.items():
        more = (seconds[name] - seconds["one"]) * per_task
        print(f"{name:12}{seconds[name] * per_task:8.2f}{more:9.2f}   {at_most}")


def with_calendars(plan: Scenario, calendars: Mapping[str, Calendar]) -> Scenario:
    """Let tasks in turn have each of some calendars, the first of which is that of the plan."""
    first, *others = calendars
    turn = cycle([None, *others])
    tasks = {id: replace(task, calendar=next(turn)) for id, task in plan.tasks.items()}
    return replace(plan, calendar=calendars[first], calendars={name: calendars[name] for name in others}, tasks=tasks)


if __name__ == "__main__":
    main()
