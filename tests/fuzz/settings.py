"""Settings that chance writes: each is read or refused in words, and so is a plan with what it says."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from milepost.models import ScenarioError, read_scenario
from milepost.models.file.setting import Setting, parse_setting, parse_sweep
from tests.fuzz.fuzzing import Found, fuzz
from tests.fuzz.pieces import NUMBERS, TEXTS

PLAN: Final = """\
name: Plan
start: 2026-01-05
budget: {total: 1000, burn: 3}
milestones:
  done: {due: 2026-02-02, after: [build], value: {amount: 100, per_day_late: 1}}
risks:
  bug: {probability: 0.5, exposes: [build], delay: [1, 2, 3]}
tasks:
  design: {duration: [2, 4, 9], retires: {bug: 0.5}, rounds: {pass: 0.5, at_most: 3}}
  build: {duration: 5, after: [design], needs: {crane: 2}}
resources: {crane: {capacity: 3}}
calendars: {site: {workdays: Mon-Sat}}
orderings: {among: [design, build], compare: {other: {without: [design]}}}
"""
_WAYS: Final = (
    "budget.burn", "budget.total", "budget", "tasks.design.duration", "tasks.design.duration.1", "tasks.build.after.0",
    "tasks.design.rounds.at_most", "risks.bug.probability", "risks.bug.delay", "orderings.crews", "orderings.among",
    "resources.crane.capacity", "tasks.build.needs.crane", "calendars.site.workdays", "calendars.site", "lags",
    "tasks.build.calendar", "milestones.done.calendar",
    "milestones.done.value.amount", "milestones.done.due", "name", "start", "calendar.country", "tolerance.gap",
    "tasks", "tasks.design.duration.99999999999999999999", "tasks.design.duration.-1", "tasks..x", "", "a.b",
    "ranges.r", 'tasks."build".duration', 'orderings.compare."other".without',
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run this part."""
    return fuzz("settings", trial, arguments)


def trial(random: Random, desk: Path) -> str:
    """Read one setting or sweep, and the plan with what it says."""
    text = written(random)
    parse = random.choice((parse_sweep, lambda text: (parse_setting(text),)))
    try:
        settings: tuple[Setting, ...] = parse(text)
    except ValueError as error:
        if not str(error).strip() or len(str(error)) > 1000:
            raise Found(f"refused with {len(str(error))} characters", repr(text)) from error
        return "refused"
    except Exception as error:
        raise Found("neither read nor refused", repr(text)) from error
    if not settings:
        raise Found("read as nothing", repr(text))
    plan = desk / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    try:
        read_scenario(plan, [random.choice(settings)])
    except ScenarioError as error:
        if not str(error).strip() or any(len(str(problem)) > 1000 for problem in error.problems):
            raise Found(f"refused in a plan with {len(str(error))} characters", repr(text)) from error
        return "refused in the plan"
    except Exception as error:
        raise Found("the plan is neither read nor refused", repr(text)) from error
    return "read"


def written(random: Random) -> str:
    """Write a setting or a sweep."""
    text = f"{random.choice(_WAYS)}{random.choice(('=', '=', '=', '+=', '*=', '==', '', ' = '))}{_value(random)}"
    for _ in range(random.choice((0, 0, 0, 1, 3))):
        place = random.randrange(len(text) + 1)
        text = text[:place] + random.choice((*TEXTS, *",:[]{}=.'\"&*!#|>%@`\\\n\t -")) + text[place + 1 :]
    return text


def _value(random: Random) -> str:
    """Write a range, a list of values, or a nest of them."""
    match random.randrange(5):
        case 0:
            return ":".join(random.choice(NUMBERS) for _ in range(random.choice((3, 3, 3, 2, 4))))
        case 1:
            return ",".join(random.choice(NUMBERS) for _ in range(random.randrange(1, 5)))
        case 2:
            return f"[{', '.join(_value(random) for _ in range(random.randrange(4)))}]"
        case 3:
            return f"{{{random.choice(('pert', 'x', 'lognormal', 'a b'))}: {_value(random)}}}"
        case _:
            return random.choice((*NUMBERS, *TEXTS))
