"""
Large plans of the shape that planning offices keep: as many activities as are asked for, the same for the same seed.

Run `python -m tests.large_plans 4000 plan.yaml`.
"""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml

START: Final = date(2026, 1, 5)

_PACKAGE: Final[Mapping[str, tuple[str, ...]]] = {
    "released": (),
    "survey": ("released",),
    "design": ("survey",),
    "design_issued": ("design",),
    "permit": ("survey SS+5",),
    "permit_in": ("permit",),
    "order": ("design",),
    "delivery": ("order FS+10",),
    "delivered": ("delivery",),
    "clear": ("design", "permit"),
    "excavate": ("clear", "permit"),
    "foundation": ("excavate SS+3", "excavate FF+2"),
    "frame": ("foundation", "delivery", "excavate"),
    "frame_up": ("frame",),
    "walls": ("frame SS+4", "frame FF+4"),
    "services": ("walls SS+2", "frame SS+6"),
    "records": ("frame",),
    "inspect": ("services", "walls", "frame"),
    "complete": ("inspect", "services"),
    "accepted": ("inspect",),
}
"""A work package: its activities in an order that respects the links between them, a third without a successor."""

_MILESTONES: Final = frozenset(
    {"released", "design_issued", "permit_in", "delivered", "frame_up", "complete", "accepted"}
)
_END: Final = "project_complete"
_FRONTS_PER_PACKAGE: Final = 0.05
_PHASE: Final = 7
"""Packages of a front after which a major milestone with a due date stands."""
_DAYS_PER_PACKAGE: Final = 120
"""How long a package takes on its front [calendar days]."""


@dataclass(slots=True)
class _Front:
    """Packages that the same people work through, one after the other."""

    last: str = ""
    packages: list[str] = field(default_factory=list)


def large_plan(activities: int, seed: int = 0, *, money: bool = True) -> dict[str, Any]:
    """
    Make the tree of a scenario file.

    Work packages repeat, with durations of their own, and follow one another on several fronts, so that chains are
    long; two of three activities are tasks, a third of all has no successor, and of the milestones most are minor and
    have no due date.

    Parameters
    ----------
    activities
        How many tasks and milestones there are, from 3 on.
    seed
        Key of the random numbers.
    money
        Whether tasks cost something, and there is a budget.
    """
    rng = np.random.default_rng(seed)
    tasks: dict[str, Any] = {}
    milestones: dict[str, Any] = {}
    packages = max(1, activities // len(_PACKAGE))
    fronts = [_Front() for _ in range(max(1, round(packages * _FRONTS_PER_PACKAGE)))]
    number = 0
    while len(tasks) + len(milestones) < activities - 1:
        left = activities - 1 - len(tasks) - len(milestones)
        front = fronts[number % len(fronts)]
        for id, after in _package(f"p{number:05}", front, fronts, rng)[:left]:
            if id.partition("_")[2] in _MILESTONES:
                milestones[id] = {"name": _name(id), "level": "minor", "after": after}
            else:
                tasks[id] = {"name": _name(id), "duration": _duration(rng), "after": after}
                if money:
                    tasks[id] |= {"cost": int(rng.integers(1, 90)) * 500, "daily": 400}
        front.packages.append(f"p{number:05}")
        front.last = f"p{number:05}_complete"
        if front.last in milestones and len(front.packages) % _PHASE == 0:
            _promise(milestones[front.last], _due(len(front.packages), rng), "major")
        elif front.last in milestones and number % 11 == 0:
            _promise(milestones[front.last], _due(len(front.packages), rng), "minor")
        number += 1
    ends = [front.last for front in fronts if front.last in milestones]
    milestones[_END] = {"name": "Project complete", "after": ends or [*tasks, *milestones][-1:]}
    _promise(milestones[_END], _due(max(len(front.packages) for front in fronts), rng), "major")
    budget = {"budget": {"total": 30_000 * len(tasks), "burn": 1_000}} if money else {}
    head = {"name": f"Plan of {activities:,} activities", "start": START.isoformat(), "currency": "EUR"}
    return {**head, **budget, "milestones": milestones, "tasks": tasks}


def write_large_plan(path: Path, activities: int, seed: int = 0, *, money: bool = True) -> Path:
    """Write a large plan as a scenario file."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    tree = large_plan(activities, seed, money=money)
    path.write_text(yaml.dump(tree, Dumper=dumper, sort_keys=False, default_flow_style=None), encoding="utf-8")
    return path


def _package(name: str, front: _Front, fronts: list[_Front], rng: np.random.Generator) -> list[tuple[str, list[str]]]:
    """Link a package up: to the one before it on its front, and now and then to one on another front."""
    linked = [(f"{name}_{id}", [f"{name}_{link}" for link in after]) for id, after in _PACKAGE.items()]
    linked[0][1].extend(_before(front, fronts, rng))
    return linked


def _before(front: _Front, fronts: list[_Front], rng: np.random.Generator) -> Iterator[str]:
    if front.last:
        yield front.last
    other = fronts[int(rng.integers(len(fronts)))]
    if other is not front and other.packages and rng.random() < 0.3:
        yield f"{other.packages[-1]}_clear"


def _duration(rng: np.random.Generator) -> list[int]:
    likely = int(rng.integers(2, 16))
    return [max(1, likely - int(rng.integers(1, 3))), likely, likely + int(rng.integers(2, 13))]


def _due(packages: int, rng: np.random.Generator) -> int:
    """Return after how many days so many packages are due: some in good time, some too early."""
    return int(packages * _DAYS_PER_PACKAGE * rng.uniform(0.95, 1.15))


def _promise(milestone: dict[str, Any], days: int, level: str) -> None:
    milestone |= {"level": level, "due": (START + timedelta(days=days)).isoformat()}


def _name(id: str) -> str:
    package, _, what = id.partition("_")
    return f"{what.replace('_', ' ').capitalize()}, package {int(package[1:]) + 1}"


def main() -> None:
    """Write a plan as large as is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("activities", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-money", action="store_true", help="leave costs and the budget out")
    asked = parser.parse_args()
    write_large_plan(asked.path, asked.activities, asked.seed, money=not asked.no_money)


if __name__ == "__main__":
    main()
